//! What a resolver is told: options, resolv.conf, the hosts file.

use std::ffi::{CStr, c_int};
use std::ptr;

use super::hosts_file;
use super::log::{dns_debug, dns_warn};
use super::resolv_conf::{self, Directive};
use super::settings::Groups;
use super::{BaseFlags, Failed, Resolver};
use crate::base::Base;
use crate::ds::vec::CellVec;
use crate::rt::call::uninterrupted;
use crate::util::address::interface_index;
use crate::util::{ip_text, socket};

const RESOLV_CONF: &CStr = c"/etc/resolv.conf";
const HOSTS: &CStr = c"/etc/hosts";
/// The port on which servers are.
const PORT: u16 = 53;

/// Why a resolv.conf was not read, or not to the program's use: the values of `EVDNS_ERROR_*`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConfigError {
    NotOpened = 1,
    NotRead = 2,
    NoNameservers = 6,
}

impl Resolver {
    /// Makes a resolver; with `INITIALIZE_NAMESERVERS`, with what the system's files say.
    pub(crate) fn new(base: Base, flags: BaseFlags) -> Result<Self, Failed> {
        let resolver = Resolver::new_empty(base, flags)?;
        if flags.contains(BaseFlags::INITIALIZE_NAMESERVERS) {
            let mut groups =
                Groups::SEARCH | Groups::NAMESERVERS | Groups::MISC | Groups::HOSTSFILE;
            if flags.contains(BaseFlags::NAMESERVERS_NO_DEFAULT) {
                groups |= Groups::NAMESERVERS_NO_DEFAULT;
            }
            if resolver
                .read_resolv_conf(groups, Some(RESOLV_CONF))
                .is_err()
            {
                resolver.free(false);
                return Err(Failed);
            }
        }
        Ok(resolver)
    }

    /// Sets an option by its name.
    pub(crate) fn set_option(
        self,
        name: &[u8],
        value: &[u8],
        groups: Groups,
    ) -> Result<(), Failed> {
        let _lock = self.lock();
        let before = self.settings();
        let mut settings = before;
        settings.set(name, value, groups).map_err(|_| Failed)?;
        dns_debug!(
            "Setting {} to {}",
            name.escape_ascii(),
            value.escape_ascii()
        );
        self.settings.set(settings);
        let sizes = |of: super::settings::Settings| (of.so_rcvbuf, of.so_sndbuf);
        if sizes(before) != sizes(settings) {
            self.servers
                .iter()
                .try_for_each(|server| server.resize_buffers())?;
        }
        Ok(())
    }

    /// Adds a server by the text of its address.
    pub(crate) fn add_server_text(self, text: &[u8]) -> Result<(), super::upstream::NotAdded> {
        let Some(mut address) = ip_text::parse_with_port(text, interface_index) else {
            dns_warn!("Unable to parse nameserver address {}", text.escape_ascii());
            return Err(super::upstream::NotAdded::Unparsable);
        };
        if address.port() == 0 {
            address.set_port(PORT);
        }
        self.add_server(address)
    }

    /// Reads a resolv.conf; without a name, no file, which is an error but sets the defaults.
    pub(crate) fn read_resolv_conf(
        self,
        groups: Groups,
        file: Option<&CStr>,
    ) -> Result<(), ConfigError> {
        let _lock = self.lock();
        if groups.contains(Groups::HOSTSFILE) {
            // It is no error that there is none.
            let _ = self.load_hosts(Some(HOSTS));
        }
        let text = match file.ok_or(FileError::NotOpened).and_then(read_file) {
            Ok(text) => text,
            Err(FileError::NotOpened) => {
                self.set_defaults(groups);
                return Err(ConfigError::NotOpened);
            }
            Err(FileError::NotRead) => return Err(ConfigError::NotRead),
        };
        for directive in resolv_conf::directives(text.as_slice()) {
            self.follow(directive, groups);
        }
        let lacks_servers = wants_default_server(groups) && self.servers.len() == 0;
        if lacks_servers {
            let _ = self.add_server_text(b"127.0.0.1");
        }
        if groups.contains(Groups::SEARCH) && !self.has_search_domains() {
            self.search_own_domain();
        }
        if lacks_servers {
            return Err(ConfigError::NoNameservers);
        }
        Ok(())
    }

    fn follow(self, directive: Directive<'_>, groups: Groups) {
        match directive {
            Directive::Nameserver(address) if groups.contains(Groups::NAMESERVERS) => {
                // The others may do.
                let _ = self.add_server_text(address);
            }
            Directive::Domain(domain) if groups.contains(Groups::SEARCH) => {
                self.clear_search_domains();
                self.add_search_domain(domain);
            }
            Directive::Search(domains) if groups.contains(Groups::SEARCH) => {
                self.clear_search_domains();
                domains.for_each(|domain| self.add_search_domain(domain));
                self.reverse_search_domains();
            }
            Directive::Option { name, value } => {
                // A bad one is as good as none.
                let _ = self.set_option(name, value, groups);
            }
            _ => {}
        }
    }

    /// What holds without a resolv.conf.
    fn set_defaults(self, groups: Groups) {
        if groups.contains(Groups::SEARCH) {
            self.search_own_domain();
        }
        if wants_default_server(groups) {
            let _ = self.add_server_text(b"127.0.0.1");
        }
    }

    /// Searches in the domain of this host, and nowhere else.
    fn search_own_domain(self) {
        let mut name = [0u8; 256];
        self.clear_search_domains();
        // SAFETY: the buffer has as much room, and its last byte stays 0.
        let known = unsafe { libc::gethostname(name.as_mut_ptr().cast(), name.len() - 1) } == 0;
        let name = CStr::from_bytes_until_nul(&name)
            .unwrap_or_default()
            .to_bytes();
        if let Some(dot) = name.iter().position(|&byte| byte == b'.')
            && known
        {
            self.add_search_domain(&name[dot..]);
        }
    }

    /// Reads a hosts file. Without one, or if it cannot be read, the names of this host are known.
    pub(crate) fn load_hosts(self, file: Option<&CStr>) -> Result<(), Failed> {
        let _lock = self.lock();
        let text = match file.map(read_file) {
            Some(Ok(text)) => text,
            failed => {
                self.add_hosts(b"127.0.0.1 localhost\n::1 localhost")?;
                return if failed.is_none() {
                    Ok(())
                } else {
                    Err(Failed)
                };
            }
        };
        self.add_hosts(text.as_slice())
    }

    fn add_hosts(self, text: &[u8]) -> Result<(), Failed> {
        for entry in hosts_file::entries(text) {
            for name in entry.names {
                self.hosts.add(entry.address, name)?;
            }
        }
        Ok(())
    }

    pub(crate) fn clear_hosts(self) {
        let _lock = self.lock();
        self.hosts.clear();
    }
}

fn wants_default_server(groups: Groups) -> bool {
    groups.contains(Groups::NAMESERVERS) && !groups.contains(Groups::NAMESERVERS_NO_DEFAULT)
}

enum FileError {
    NotOpened,
    NotRead,
}

/// Reads as much of a file as its size says.
fn read_file(name: &CStr) -> Result<CellVec<u8>, FileError> {
    let flags = libc::O_RDONLY | libc::O_CLOEXEC;
    // SAFETY: the name is a string.
    let fd = uninterrupted(|| unsafe { libc::open(name.as_ptr(), flags) });
    if fd < 0 {
        return Err(FileError::NotOpened);
    }
    let text = read_fd(fd);
    socket::close(fd);
    text
}

fn read_fd(fd: c_int) -> Result<CellVec<u8>, FileError> {
    // SAFETY: all zeroes is a valid `stat`.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: `stat` is writable.
    if unsafe { libc::fstat(fd, ptr::from_mut(&mut stat)) } < 0 {
        return Err(FileError::NotRead);
    }
    let mut left = usize::try_from(stat.st_size).map_err(|_| FileError::NotRead)?;
    let text = CellVec::new();
    let mut chunk = [0u8; 4096];
    while left > 0 {
        let wanted = left.min(chunk.len());
        // SAFETY: the chunk has as much room.
        let n = uninterrupted(|| unsafe { libc::read(fd, chunk.as_mut_ptr().cast(), wanted) });
        match usize::try_from(n) {
            Ok(0) => break,
            Ok(n) => {
                text.extend_from_slice(&chunk[..n])
                    .map_err(|_| FileError::NotRead)?;
                left -= n;
            }
            Err(_) => return Err(FileError::NotRead),
        }
    }
    Ok(text)
}
