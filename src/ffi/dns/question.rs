//! Questions: for addresses, for names of addresses, and as getaddrinfo() has them.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use libc::{in_addr, in6_addr};

use super::super::text;
use super::super::util::evutil_addrinfo;
use super::{
    evdns_base, evdns_callback_type, evdns_getaddrinfo_cb, evdns_getaddrinfo_request, evdns_request,
};
use crate::dns::{self, Asker, Lookup, Request, Resolver, reverse_name};

fn as_c(request: Option<Request>) -> *mut evdns_request {
    request.map_or(ptr::null_mut(), Request::as_ptr)
}

/// # Safety
/// The name is NULL or a string.
pub(crate) unsafe fn resolve(
    resolver: Option<Resolver>,
    name: *const c_char,
    kind: c_int,
    flags: c_int,
    callback: evdns_callback_type,
    arg: *mut c_void,
) -> *mut evdns_request {
    // SAFETY: the caller's promise.
    let name = unsafe { text(name) };
    as_c(resolver.zip(name).and_then(|(resolver, name)| {
        let name = name.to_bytes();
        resolver
            .resolve(name, kind as u16, flags, callback, arg)
            .ok()
    }))
}

/// # Safety
/// The address is NULL or one.
pub(crate) unsafe fn resolve_reverse_ipv4(
    resolver: Option<Resolver>,
    ip: *const in_addr,
    flags: c_int,
    callback: evdns_callback_type,
    arg: *mut c_void,
) -> *mut evdns_request {
    // SAFETY: the caller's promise.
    let ip = unsafe { ip.as_ref() };
    as_c(resolver.zip(ip).and_then(|(resolver, ip)| {
        let name = reverse_name::of_ipv4(ip.s_addr.to_ne_bytes());
        resolver.resolve_reverse(&name, flags, callback, arg).ok()
    }))
}

/// # Safety
/// The address is NULL or one.
pub(crate) unsafe fn resolve_reverse_ipv6(
    resolver: Option<Resolver>,
    ip: *const in6_addr,
    flags: c_int,
    callback: evdns_callback_type,
    arg: *mut c_void,
) -> *mut evdns_request {
    // SAFETY: the caller's promise.
    let ip = unsafe { ip.as_ref() };
    as_c(resolver.zip(ip).and_then(|(resolver, ip)| {
        let name = reverse_name::of_ipv6(ip.s6_addr);
        resolver.resolve_reverse(&name, flags, callback, arg).ok()
    }))
}

/// Asks for the IPv4 addresses of a name. `flags` are DNS_QUERY_ values and DNS_CNAME_CALLBACK. The callback
/// is called once, from the loop. NULL, without a call, if the name is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_resolve_ipv4(
    base: *mut evdns_base,
    name: *const c_char,
    flags: c_int,
    callback: evdns_callback_type,
    ptr: *mut c_void,
) -> *mut evdns_request {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe {
        resolve(
            Resolver::from_ptr(base),
            name,
            super::EVDNS_TYPE_A,
            flags,
            callback,
            ptr,
        )
    }
}

/// Asks for the IPv6 addresses of a name. See evdns_base_resolve_ipv4().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_resolve_ipv6(
    base: *mut evdns_base,
    name: *const c_char,
    flags: c_int,
    callback: evdns_callback_type,
    ptr: *mut c_void,
) -> *mut evdns_request {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe {
        resolve(
            Resolver::from_ptr(base),
            name,
            super::EVDNS_TYPE_AAAA,
            flags,
            callback,
            ptr,
        )
    }
}

/// Asks for the name of an IPv4 address. See evdns_base_resolve_ipv4().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_resolve_reverse(
    base: *mut evdns_base,
    r#in: *const in_addr,
    flags: c_int,
    callback: evdns_callback_type,
    ptr: *mut c_void,
) -> *mut evdns_request {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { resolve_reverse_ipv4(Resolver::from_ptr(base), r#in, flags, callback, ptr) }
}

/// Asks for the name of an IPv6 address. See evdns_base_resolve_ipv4().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_resolve_reverse_ipv6(
    base: *mut evdns_base,
    r#in: *const in6_addr,
    flags: c_int,
    callback: evdns_callback_type,
    ptr: *mut c_void,
) -> *mut evdns_request {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { resolve_reverse_ipv6(Resolver::from_ptr(base), r#in, flags, callback, ptr) }
}

/// Takes a request back whose callback was not called yet: it is called with DNS_ERR_CANCEL, from the loop;
/// or with the answer, if that has come already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_cancel_request(_base: *mut evdns_base, req: *mut evdns_request) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(request) = unsafe { Request::from_ptr(req) } {
        request.cancel();
    }
}

/// Looks up the addresses of a host and the port of a service, as getaddrinfo() does: name servers are asked
/// for IPv4 and IPv6 at once. When one has answered, the other answer is waited for no longer than
/// the option getaddrinfo-allow-skew says.
///
/// What is known without asking, addresses and names of the hosts file among that, and what is wrong,
/// is told at once; then this returns NULL. Otherwise the callback is called from the loop.
/// AI_V4MAPPED and AI_ALL do nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_getaddrinfo(
    dns_base: *mut evdns_base,
    nodename: *const c_char,
    servname: *const c_char,
    hints_in: *const evutil_addrinfo,
    cb: evdns_getaddrinfo_cb,
    arg: *mut c_void,
) -> *mut evdns_getaddrinfo_request {
    let asker = Asker::Program(cb, arg);
    // SAFETY: the pointers come from the program, which vouches for them.
    let (resolver, node, service, hints) = unsafe {
        let resolver = Resolver::from_ptr(dns_base);
        (resolver, text(nodename), text(servname), hints_in.as_ref())
    };
    let Some(resolver) = resolver.or_else(dns::global) else {
        asker.no_resolver();
        return ptr::null_mut();
    };
    let lookup = resolver.look_up(node, service, hints, asker);
    lookup.map_or(ptr::null_mut(), Lookup::as_ptr)
}

/// Takes back an evdns_getaddrinfo() whose callback was not called yet: it is called with
/// EVUTIL_EAI_CANCEL, from the loop.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_getaddrinfo_cancel(req: *mut evdns_getaddrinfo_request) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(lookup) = unsafe { Lookup::from_ptr(req) } {
        lookup.cancel();
    }
}

/// Keeps addresses of a name, as evdns_getaddrinfo() keeps those it finds, for `ttl` seconds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_cache_write(
    dns_base: *mut evdns_base,
    nodename: *mut c_char,
    res: *mut evutil_addrinfo,
    ttl: c_int,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (resolver, name) = unsafe { (Resolver::from_ptr(dns_base), text(nodename)) };
    let Some((resolver, name)) = resolver.zip(name) else {
        return;
    };
    // SAFETY: as above.
    unsafe { resolver.write_cache(name.to_bytes(), res, ttl) };
}

/// Looks into the cache alone, for the family that the hints say, and stores a list of addresses with this
/// port, to be freed with evutil_freeaddrinfo(). Returns 0, or -1 if nothing is known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_cache_lookup(
    base: *mut evdns_base,
    nodename: *const c_char,
    hints: *mut evutil_addrinfo,
    port: u16,
    res: *mut *mut evutil_addrinfo,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (resolver, name, hints) =
        unsafe { (Resolver::from_ptr(base), text(nodename), hints.as_ref()) };
    let found = resolver
        .zip(name)
        .and_then(|(resolver, name)| resolver.read_cache(name.to_bytes(), hints, port));
    match found {
        Some(list) if !res.is_null() => {
            // SAFETY: as above.
            unsafe { res.write(list.into_raw()) };
            0
        }
        _ => -1,
    }
}
