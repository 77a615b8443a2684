//! Lists of addresses as `getaddrinfo` gives them, and what it takes no server to know.

use std::ffi::{CStr, c_char, c_int};
use std::mem;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::ptr::{self, NonNull};

use libc::{addrinfo, sockaddr_storage};

use super::interfaces;
use crate::rt::mm::{self, OutOfMemory};
use crate::util::{address, gai, ip_text};

/// An entry of a list, with its address.
#[repr(C)]
struct Entry {
    info: addrinfo,
    address: sockaddr_storage,
}

/// A list of addresses.
///
/// INVARIANT: the pointers lead to entries of this list, or to nothing if it is empty. Nothing is added
/// to lists of the system.
pub(crate) struct List {
    first: *mut addrinfo,
    last: *mut addrinfo,
}

impl List {
    pub(crate) const fn new() -> Self {
        List {
            first: ptr::null_mut(),
            last: ptr::null_mut(),
        }
    }

    /// What the system knows without asking others.
    fn from_system(
        node: Option<&CStr>,
        service: Option<&CStr>,
        hints: &addrinfo,
    ) -> Result<Self, c_int> {
        let pointer = |text: Option<&CStr>| text.map_or(ptr::null(), CStr::as_ptr);
        let mut first = ptr::null_mut();
        // SAFETY: the names are strings, or null.
        match unsafe { gai::resolve(pointer(node), pointer(service), Some(hints), &mut first) } {
            0 => Ok(List { first, last: first }),
            error => Err(error),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_null()
    }

    /// Adds an address, of the kind of socket that is hinted at; without such a hint, of both kinds.
    pub(crate) fn push(
        &mut self,
        address: SocketAddr,
        hints: &addrinfo,
    ) -> Result<(), OutOfMemory> {
        if hints.ai_socktype == 0 && hints.ai_protocol == 0 {
            self.push_one(address, libc::SOCK_STREAM, libc::IPPROTO_TCP)?;
            self.push_one(address, libc::SOCK_DGRAM, libc::IPPROTO_UDP)
        } else {
            self.push_one(address, hints.ai_socktype, hints.ai_protocol)
        }
    }

    fn push_one(
        &mut self,
        to: SocketAddr,
        kind: c_int,
        protocol: c_int,
    ) -> Result<(), OutOfMemory> {
        let entry = mm::boxed_at(|place: NonNull<Entry>| {
            // SAFETY: all zeroes is a valid entry.
            let mut entry: Entry = unsafe { mem::zeroed() };
            entry.info.ai_flags = gai::OURS;
            entry.info.ai_family = address::family_of(&to);
            (entry.info.ai_socktype, entry.info.ai_protocol) = (kind, protocol);
            let storage = ptr::from_mut(&mut entry.address).cast();
            // SAFETY: the storage has room for every address.
            let len = unsafe { address::write(&to, storage, size_of::<sockaddr_storage>()) };
            entry.info.ai_addrlen = len.unwrap_or(0) as libc::socklen_t;
            // SAFETY: the field is within the block.
            entry.info.ai_addr = unsafe { &raw mut (*place.as_ptr()).address }.cast();
            entry
        })?;
        let entry = entry.as_ptr().cast::<addrinfo>();
        self.append(List {
            first: entry,
            last: entry,
        });
        Ok(())
    }

    /// Sets the ports of datagram sockets to 0.
    pub(crate) fn clear_datagram_ports(&mut self) {
        let mut entry = self.first;
        // SAFETY: the invariant; nobody else has the entries. Both families have the port in one place.
        while let Some(info) = unsafe { entry.as_mut() } {
            if info.ai_socktype == libc::SOCK_DGRAM {
                // SAFETY: as above.
                unsafe { (*info.ai_addr.cast::<libc::sockaddr_in>()).sin_port = 0 };
            }
            entry = info.ai_next;
        }
    }

    /// Puts another list behind this one.
    pub(crate) fn append(&mut self, other: List) {
        let other = mem::ManuallyDrop::new(other);
        if other.first.is_null() {
            return;
        }
        // SAFETY: the invariant.
        match unsafe { self.last.as_mut() } {
            Some(last) => last.ai_next = other.first,
            None => self.first = other.first,
        }
        self.last = other.last;
    }

    /// Gives the first entry a canonical name, a C string.
    pub(crate) fn set_canonical_name(&mut self, name: &[u8]) -> Result<(), OutOfMemory> {
        // SAFETY: the invariant.
        let Some(first) = (unsafe { self.first.as_mut() }) else {
            return Ok(());
        };
        let copy = mm::malloc(name.len()).ok_or(OutOfMemory)?.cast::<u8>();
        // SAFETY: the copy has as much room; what it replaces is a block of `mm`, or null.
        unsafe {
            copy.copy_from_nonoverlapping(NonNull::from(name).cast(), name.len());
            mm::free(first.ai_canonname.cast());
        }
        first.ai_canonname = copy.as_ptr().cast::<c_char>();
        Ok(())
    }

    pub(crate) fn as_ptr(&self) -> *const addrinfo {
        self.first
    }

    /// Gives the list up, to be freed with `evutil_freeaddrinfo`.
    pub(crate) fn into_raw(self) -> *mut addrinfo {
        mem::ManuallyDrop::new(self).first
    }
}

impl Drop for List {
    fn drop(&mut self) {
        // SAFETY: the entries are as `push_one` made them, and nobody else has them.
        unsafe { gai::free(self.first) };
    }
}

/// The addresses in a list of any origin.
///
/// # Safety
/// `list` is null or a list that stays as it is meanwhile.
pub(crate) unsafe fn addresses(list: *const addrinfo) -> impl Iterator<Item = SocketAddr> {
    // SAFETY: the caller's promise.
    let entries = std::iter::successors(unsafe { list.as_ref() }, |entry| unsafe {
        entry.ai_next.as_ref()
    });
    // SAFETY: as above.
    entries.filter_map(|entry| unsafe { address::read(entry.ai_addr) })
}

/// The canonical name in a list, as a C string; or nothing.
///
/// # Safety
/// `list` is null or a list that stays as it is while the name is used.
pub(crate) unsafe fn canonical_name<'a>(list: *const addrinfo) -> &'a [u8] {
    // SAFETY: the caller's promise.
    match unsafe { list.as_ref() } {
        // SAFETY: as above.
        Some(first) if !first.ai_canonname.is_null() => unsafe {
            CStr::from_ptr(first.ai_canonname).to_bytes_with_nul()
        },
        _ => b"",
    }
}

/// Hints that say nothing.
pub(crate) fn no_hints() -> addrinfo {
    // SAFETY: all zeroes is a valid `addrinfo`.
    unsafe { mem::zeroed() }
}

/// What can be said of a question without a server.
pub(crate) enum Local {
    /// The addresses, or `EVUTIL_EAI_*`.
    Known(Result<List, c_int>),
    /// Servers have to be asked, with these hints; the addresses get this port.
    Ask { hints: addrinfo, port: u16 },
}

/// Looks at a question as `getaddrinfo` has it.
pub(crate) fn answer_locally(
    node: Option<&CStr>,
    service: Option<&CStr>,
    hints: Option<&addrinfo>,
) -> Local {
    let mut hints = hints.copied().unwrap_or_else(no_hints);
    // Names are not looked up then: the system knows best.
    if hints.ai_flags & libc::AI_NUMERICHOST != 0 {
        return Local::Known(List::from_system(node, service, &hints));
    }
    if hints.ai_flags & libc::AI_ADDRCONFIG != 0 && hints.ai_family == libc::AF_UNSPEC {
        hints.ai_family = interfaces::only_family().unwrap_or(libc::AF_UNSPEC);
    }
    if node.is_none() && service.is_none() {
        return Local::Known(Err(libc::EAI_NONAME));
    }
    if ![libc::AF_UNSPEC, libc::AF_INET, libc::AF_INET6].contains(&hints.ai_family) {
        return Local::Known(Err(libc::EAI_FAMILY));
    }
    infer_protocol(&mut hints);
    let Some(port) = service.map_or(Some(0), |service| port_of(service, &hints)) else {
        return Local::Known(Err(libc::EAI_NONAME));
    };
    let known = match node {
        None => own_addresses(&hints),
        Some(node) => numeric(node.to_bytes(), &hints).map(|ip| [Some(ip), None]),
    };
    match known {
        Some(known) => {
            let mut list = List::new();
            let with_port = known.into_iter().flatten().map(|mut address| {
                address.set_port(port);
                address
            });
            let listed = { with_port }.try_for_each(|address| list.push(address, &hints));
            Local::Known(listed.map(|()| list).map_err(|_| libc::EAI_MEMORY))
        }
        None => Local::Ask { hints, port },
    }
}

/// Fills in the protocol that the kind of socket implies, and the other way round.
fn infer_protocol(hints: &mut addrinfo) {
    if hints.ai_protocol == 0 {
        hints.ai_protocol = match hints.ai_socktype {
            libc::SOCK_STREAM => libc::IPPROTO_TCP,
            libc::SOCK_DGRAM => libc::IPPROTO_UDP,
            _ => 0,
        };
    }
    if hints.ai_socktype == 0 {
        hints.ai_socktype = match hints.ai_protocol {
            libc::IPPROTO_TCP | libc::IPPROTO_SCTP => libc::SOCK_STREAM,
            libc::IPPROTO_UDP => libc::SOCK_DGRAM,
            _ => 0,
        };
    }
}

/// The port of a service, given as a number or by its name.
fn port_of(service: &CStr, hints: &addrinfo) -> Option<u16> {
    if let Some((number, b"")) = ip_text::number(service.to_bytes())
        && let Ok(port) = u16::try_from(number)
    {
        return Some(port);
    }
    if hints.ai_flags & libc::AI_NUMERICSERV != 0 {
        return None;
    }
    let protocol = match hints.ai_protocol {
        0 => None,
        libc::IPPROTO_TCP => Some(c"tcp"),
        libc::IPPROTO_UDP => Some(c"udp"),
        libc::IPPROTO_SCTP => Some(c"sctp"),
        _ => return None,
    };
    // SAFETY: both are strings, or null; the entry is copied before the next call.
    unsafe {
        let entry =
            libc::getservbyname(service.as_ptr(), protocol.map_or(ptr::null(), CStr::as_ptr));
        entry
            .as_ref()
            .map(|entry| u16::from_be(entry.s_port as u16))
    }
}

/// What no name stands for: any address, for one that listens, else this host.
fn own_addresses(hints: &addrinfo) -> Option<[Option<SocketAddr>; 2]> {
    let passive = hints.ai_flags & libc::AI_PASSIVE != 0;
    let (v4, v6) = if passive {
        (Ipv4Addr::UNSPECIFIED, Ipv6Addr::UNSPECIFIED)
    } else {
        (Ipv4Addr::LOCALHOST, Ipv6Addr::LOCALHOST)
    };
    let of = |family, ip| {
        let wanted = [libc::AF_UNSPEC, family].contains(&hints.ai_family);
        wanted.then(|| SocketAddr::new(ip, 0))
    };
    Some([
        of(libc::AF_INET, IpAddr::V4(v4)),
        of(libc::AF_INET6, IpAddr::V6(v6)),
    ])
}

/// An address that is written as one, of a family that is wanted.
fn numeric(node: &[u8], hints: &addrinfo) -> Option<SocketAddr> {
    if hints.ai_family != libc::AF_INET
        && let Some((ip, scope)) = ip_text::parse_scoped(node, address::interface_index)
    {
        return Some(SocketAddrV6::new(ip.into(), 0, 0, scope).into());
    }
    if hints.ai_family != libc::AF_INET6 {
        return ip_text::parse_ipv4(node).map(|ip| SocketAddr::new(IpAddr::V4(ip.into()), 0));
    }
    None
}
