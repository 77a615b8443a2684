//! Functions of libevent 1.x that work on one resolver for the whole program. New programs use
//! event2/dns.h.

use std::ffi::{c_char, c_int, c_ulong, c_void};
use std::ptr;

use libc::{in_addr, in6_addr};

use super::dns::question::{resolve, resolve_reverse_ipv4, resolve_reverse_ipv6};
use super::dns::resolver::{add_ipv4, add_text, parse_resolv_conf};
use super::dns::server::new_port;
use super::dns::{
    EVDNS_TYPE_A, EVDNS_TYPE_AAAA, evdns_base, evdns_callback_type, evdns_request,
    evdns_request_callback_fn_type, evdns_server_port,
};
use super::util::evutil_socket_t;
use super::{status, text};
use crate::base::Base;
use crate::dns::server::Setup;
use crate::dns::{self, BaseFlags, Groups, Resolver};

fn make(flags: BaseFlags) -> Option<Resolver> {
    let resolver = Resolver::new(Base::current()?, flags).ok()?;
    dns::set_global(Some(resolver));
    Some(resolver)
}

/// The resolver, which is made if there is none yet, without name servers.
fn made() -> Option<Resolver> {
    dns::global().or_else(|| make(BaseFlags::empty()))
}

/// Whether a request was begun, as C has it.
fn begun(request: *mut evdns_request) -> c_int {
    if request.is_null() { -1 } else { 0 }
}

/// Makes the resolver, on the event_base made last, and reads /etc/resolv.conf. Returns 0, or -1. See
/// evdns_base_new().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_init() -> c_int {
    match make(BaseFlags::INITIALIZE_NAMESERVERS) {
        Some(_) => 0,
        None => -1,
    }
}

/// The resolver, or NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_get_global_base() -> *mut evdns_base {
    dns::global().map_or(ptr::null_mut(), Resolver::as_ptr)
}

/// Frees the resolver. See evdns_base_free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_shutdown(fail_requests: c_int) {
    if let Some(resolver) = dns::global() {
        dns::set_global(None);
        resolver.free(fail_requests != 0);
    }
}

/// See evdns_base_nameserver_add(). Makes the resolver, if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_nameserver_add(address: c_ulong) -> c_int {
    made().map_or(-1, |resolver| add_ipv4(resolver, address))
}

/// See evdns_base_nameserver_ip_add(). Makes the resolver, if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_nameserver_ip_add(ip_as_string: *const c_char) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let text = unsafe { text(ip_as_string) };
    made()
        .zip(text)
        .map_or(-1, |(resolver, text)| add_text(resolver, text))
}

/// See evdns_base_count_nameservers().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_count_nameservers() -> c_int {
    dns::global().map_or(0, |resolver| resolver.count_servers() as c_int)
}

/// See evdns_base_clear_nameservers_and_suspend().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_clear_nameservers_and_suspend() -> c_int {
    dns::global().map_or(-1, |resolver| {
        resolver.clear_servers_and_suspend();
        0
    })
}

/// See evdns_base_resume().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_resume() -> c_int {
    dns::global().map_or(-1, |resolver| {
        resolver.resume();
        0
    })
}

/// See evdns_base_resolve_ipv4(). Returns 0, or -1 where that returns NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_resolve_ipv4(
    name: *const c_char,
    flags: c_int,
    callback: evdns_callback_type,
    ptr: *mut c_void,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    begun(unsafe { resolve(dns::global(), name, EVDNS_TYPE_A, flags, callback, ptr) })
}

/// See evdns_base_resolve_ipv6(). Returns 0, or -1 where that returns NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_resolve_ipv6(
    name: *const c_char,
    flags: c_int,
    callback: evdns_callback_type,
    ptr: *mut c_void,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    begun(unsafe { resolve(dns::global(), name, EVDNS_TYPE_AAAA, flags, callback, ptr) })
}

/// See evdns_base_resolve_reverse(). Returns 0, or -1 where that returns NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_resolve_reverse(
    r#in: *const in_addr,
    flags: c_int,
    callback: evdns_callback_type,
    ptr: *mut c_void,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    begun(unsafe { resolve_reverse_ipv4(dns::global(), r#in, flags, callback, ptr) })
}

/// See evdns_base_resolve_reverse_ipv6(). Returns 0, or -1 where that returns NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_resolve_reverse_ipv6(
    r#in: *const in6_addr,
    flags: c_int,
    callback: evdns_callback_type,
    ptr: *mut c_void,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    begun(unsafe { resolve_reverse_ipv6(dns::global(), r#in, flags, callback, ptr) })
}

/// Sets an option, if `flags`, DNS_OPTION_ values, say that options of its kind are to be set. See
/// evdns_base_set_option(). Makes the resolver, if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_set_option(
    option: *const c_char,
    val: *const c_char,
    flags: c_int,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (option, val) = unsafe { (text(option), text(val)) };
    let groups = Groups::from_bits_truncate(flags);
    made()
        .zip(option)
        .zip(val)
        .map_or(-1, |((resolver, option), val)| {
            status(resolver.set_option(option.to_bytes(), val.to_bytes(), groups))
        })
}

/// See evdns_base_resolv_conf_parse(). Makes the resolver, if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_resolv_conf_parse(flags: c_int, filename: *const c_char) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let filename = unsafe { text(filename) };
    parse_resolv_conf(made(), flags, filename)
}

/// See evdns_base_search_clear().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_search_clear() {
    if let Some(resolver) = dns::global() {
        resolver.clear_search_domains();
    }
}

/// See evdns_base_search_add().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_search_add(domain: *const c_char) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let domain = unsafe { text(domain) };
    if let Some((resolver, domain)) = dns::global().zip(domain) {
        resolver.add_search_domain(domain.to_bytes());
    }
}

/// See evdns_base_search_ndots_set(). Makes the resolver, if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_search_ndots_set(ndots: c_int) {
    if let Some(resolver) = made() {
        resolver.set_ndots(ndots);
    }
}

/// As evdns_add_server_port_with_base(), in the base that event_init() made last.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_add_server_port(
    socket: evutil_socket_t,
    flags: c_int,
    callback: evdns_request_callback_fn_type,
    user_data: *mut c_void,
) -> *mut evdns_server_port {
    let setup = Setup {
        base: Base::current(),
        callback,
        arg: user_data,
    };
    new_port(&setup, socket, flags)
}
