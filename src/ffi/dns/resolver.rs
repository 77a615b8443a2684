//! Resolvers, their servers and settings.

use std::ffi::{CStr, c_char, c_int, c_uint, c_ulong};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ptr;

use libc::{sockaddr, sockaddr_storage, socklen_t};

use super::super::text;
use super::{evdns_base, evdns_debug_log_fn_type};
use crate::base::{Base, event_base};
use crate::dns::{self, BaseFlags, ConfigError, Groups, NotAdded, Resolver};
use crate::rt::log::warnx;
use crate::util::address;

/// # Safety
/// `base` is NULL or a resolver that is not freed meanwhile.
unsafe fn resolver(base: *mut evdns_base) -> Option<Resolver> {
    // SAFETY: the caller's promise.
    unsafe { Resolver::from_ptr(base) }
}

/// A result as the functions that add a server have it.
fn added(result: Result<(), NotAdded>) -> c_int {
    match result {
        Ok(()) => 0,
        Err(NotAdded::Failed) => 1,
        Err(NotAdded::Twice) => 3,
        Err(NotAdded::Unparsable) => 4,
    }
}

pub(crate) fn add_ipv4(resolver: Resolver, address: c_ulong) -> c_int {
    // What does not belong to an address is cut off, as in the original.
    let ip = Ipv4Addr::from((address as u32).to_ne_bytes());
    added(resolver.add_server(SocketAddr::new(IpAddr::V4(ip), 53)))
}

pub(crate) fn add_text(resolver: Resolver, text: &CStr) -> c_int {
    added(resolver.add_server_text(text.to_bytes()))
}

pub(crate) fn parse_resolv_conf(
    resolver: Option<Resolver>,
    flags: c_int,
    file: Option<&CStr>,
) -> c_int {
    let groups = Groups::from_bits_truncate(flags);
    let read = resolver.map_or(Err(ConfigError::NotOpened), |resolver| {
        resolver.read_resolv_conf(groups, file)
    });
    read.map_or_else(|error| error as c_int, |()| 0)
}

/// Makes a resolver that uses `event_base`. `flags` are EVDNS_BASE_ values; with
/// EVDNS_BASE_INITIALIZE_NAMESERVERS, /etc/resolv.conf and /etc/hosts are read: see
/// evdns_base_resolv_conf_parse(), any of whose errors makes this fail. NULL on failure. Free it with
/// evdns_base_free(), before the event_base.
///
/// While it has name servers it keeps the loop running, unless EVDNS_BASE_DISABLE_WHEN_INACTIVE was
/// given. Once threads are set up (event2/thread.h), all threads can use it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_new(
    event_base: *mut event_base,
    flags: c_int,
) -> *mut evdns_base {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let base = unsafe { Base::from_ptr(event_base) };
    let flags = BaseFlags::from_bits(flags).unwrap_or_else(|| {
        warnx!(
            "Unrecognized flag passed to evdns_base_new(). Assuming you meant \
             EVDNS_BASE_INITIALIZE_NAMESERVERS."
        );
        BaseFlags::INITIALIZE_NAMESERVERS
    });
    let resolver = base.and_then(|base| Resolver::new(base, flags).ok());
    resolver.map_or(ptr::null_mut(), Resolver::as_ptr)
}

/// Frees a resolver. Requests under way end with DNS_ERR_SHUTDOWN, told by the loop later, if
/// `fail_requests`; otherwise they are dropped without a call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_free(base: *mut evdns_base, fail_requests: c_int) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(resolver) = unsafe { resolver(base) } {
        resolver.free(fail_requests != 0);
    }
}

/// Forgets what was read from hosts files.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_clear_host_addresses(base: *mut evdns_base) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(resolver) = unsafe { resolver(base) } {
        resolver.clear_hosts();
    }
}

/// A text for a DNS_ERR_ value.
#[unsafe(no_mangle)]
pub extern "C" fn evdns_err_to_string(err: c_int) -> *const c_char {
    super::describe(err).as_ptr()
}

/// Adds a name server: its IPv4 address in network byte order. Returns 0; 3 if it is there already; 1 if
/// there is no socket to be had.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_nameserver_add(
    base: *mut evdns_base,
    address: c_ulong,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { resolver(base) }.map_or(-1, |resolver| add_ipv4(resolver, address))
}

/// How many name servers were added, those that have failed included.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_count_nameservers(base: *mut evdns_base) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { resolver(base) }.map_or(0, |resolver| resolver.count_servers() as c_int)
}

/// Takes all name servers out. Requests under way wait until evdns_base_resume(). Returns 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_clear_nameservers_and_suspend(base: *mut evdns_base) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { resolver(base) }.map_or(-1, |resolver| {
        resolver.clear_servers_and_suspend();
        0
    })
}

/// Sends the requests that wait since evdns_base_clear_nameservers_and_suspend(), or since there was no
/// name server at all. Returns 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_resume(base: *mut evdns_base) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { resolver(base) }.map_or(-1, |resolver| {
        resolver.resume();
        0
    })
}

/// Adds a name server by the text of its address, as evutil_parse_sockaddr_port() takes it; without a
/// port, it is port 53. Returns as evdns_base_nameserver_add(), or 4 if the text is no address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_nameserver_ip_add(
    base: *mut evdns_base,
    ip_as_string: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (resolver, text) = unsafe { (resolver(base), text(ip_as_string)) };
    resolver
        .zip(text)
        .map_or(-1, |(resolver, text)| add_text(resolver, text))
}

/// Adds a name server by its address, of IPv4 or IPv6. `flags` are 0. Returns as
/// evdns_base_nameserver_add(), or 2 if `len` is more than any address has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_nameserver_sockaddr_add(
    base: *mut evdns_base,
    sa: *const sockaddr,
    len: socklen_t,
    _flags: c_uint,
) -> c_int {
    if len as usize > size_of::<sockaddr_storage>() {
        return 2;
    }
    // SAFETY: the pointers come from the program, which vouches for them.
    let (resolver, address) = unsafe {
        let address = if sa.is_null() {
            None
        } else {
            address::read(sa)
        };
        (resolver(base), address)
    };
    resolver.map_or(-1, |resolver| {
        added(address.map_or(Err(NotAdded::Failed), |address| {
            resolver.add_server(address)
        }))
    })
}

/// Sets an option: `ndots`, `timeout`, `attempts`, `max-timeouts`, `max-inflight`, `randomize-case`,
/// `bind-to`, `initial-probe-timeout`, `max-probe-timeout`, `probe-backoff-factor`,
/// `getaddrinfo-allow-skew`, `so-rcvbuf`, `so-sndbuf`, `tcp-idle-timeout`, `use-vc`, `ignore-tc`,
/// `edns-udp-size`. A colon at the end of the name makes no difference; times are seconds, of which
/// there may be fractions. Others do nothing. Returns 0, or -1 for a bad value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_set_option(
    base: *mut evdns_base,
    option: *const c_char,
    val: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (resolver, option, val) = unsafe { (resolver(base), text(option), text(val)) };
    let done = resolver
        .zip(option)
        .zip(val)
        .map(|((resolver, option), val)| {
            resolver.set_option(option.to_bytes(), val.to_bytes(), Groups::all())
        });
    done.map_or(-1, super::super::status)
}

/// Reads a file in the form of resolv.conf. `flags` are DNS_OPTION_ values: what to take from it. Keywords
/// are nameserver, domain, search and options; see evdns_base_set_option() for the options. Returns 0
/// or an EVDNS_ERROR_ value; where the file cannot be opened, or names no server, there may be a
/// server at 127.0.0.1 nevertheless.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_resolv_conf_parse(
    base: *mut evdns_base,
    flags: c_int,
    filename: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (resolver, filename) = unsafe { (resolver(base), text(filename)) };
    parse_resolv_conf(resolver, flags, filename)
}

/// Reads a file in the form of /etc/hosts, whose names evdns_getaddrinfo() knows from then on; NULL for
/// the names of this host alone. What was read before stays. Returns 0, or -1 if there is no such
/// file; the names of this host are known then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_load_hosts(
    base: *mut evdns_base,
    hosts_fname: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (resolver, name) = unsafe { (resolver(base), text(hosts_fname)) };
    resolver.map_or(-1, |resolver| {
        super::super::status(resolver.load_hosts(name))
    })
}

/// Empties the list of search domains.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_search_clear(base: *mut evdns_base) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(resolver) = unsafe { resolver(base) } {
        resolver.clear_search_domains();
    }
}

/// Adds a domain to the end of the list of search domains.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_search_add(base: *mut evdns_base, domain: *const c_char) {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (resolver, domain) = unsafe { (resolver(base), text(domain)) };
    if let Some((resolver, domain)) = resolver.zip(domain) {
        resolver.add_search_domain(domain.to_bytes());
    }
}

/// Sets how many dots a name must have to be tried as it is before it is searched for.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_search_ndots_set(base: *mut evdns_base, ndots: c_int) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(resolver) = unsafe { resolver(base) } {
        resolver.set_ndots(ndots);
    }
}

/// Stores the address of a name server, `idx` places after the one that is asked next, and returns its
/// length: if that is more than `len`, nothing was stored. -1 if there is no such server.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_get_nameserver_addr(
    base: *mut evdns_base,
    idx: c_int,
    sa: *mut sockaddr,
    len: socklen_t,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let address = unsafe { resolver(base) }.and_then(|resolver| resolver.server_address(idx));
    let Some(address) = address else {
        return -1;
    };
    let needed = match address {
        SocketAddr::V4(_) => size_of::<libc::sockaddr_in>(),
        SocketAddr::V6(_) => size_of::<libc::sockaddr_in6>(),
    };
    if len as usize >= needed {
        // SAFETY: the program vouches for so much room.
        unsafe { address::write(&address, sa, needed) };
    }
    needed as c_int
}

/// A UDP socket of a name server, `idx` places after the one that is asked next. There may be others.
/// -1 if there is none. It stays the library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_get_nameserver_fd(base: *mut evdns_base, idx: c_int) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let fd = unsafe { resolver(base) }.and_then(|resolver| resolver.server_fd(idx));
    fd.unwrap_or(-1)
}

/// Sets what receives the messages of all resolvers; NULL: the library's log.
#[unsafe(no_mangle)]
pub extern "C" fn evdns_set_log_fn(r#fn: evdns_debug_log_fn_type) {
    dns::set_log_callback(r#fn);
}

/// Does nothing, as in libevent since 2.0.4: the numbers of questions always come from the kernel's random
/// numbers.
#[unsafe(no_mangle)]
pub extern "C" fn evdns_set_transaction_id_fn(_fn: Option<unsafe extern "C" fn() -> u16>) {}

/// Does nothing, as evdns_set_transaction_id_fn().
#[unsafe(no_mangle)]
pub extern "C" fn evdns_set_random_bytes_fn(
    _fn: Option<unsafe extern "C" fn(bytes: *mut c_char, n: usize)>,
) {
}
