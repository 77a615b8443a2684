//! Servers: a port calls back for each query, with a request that the program adds records to and
//! answers with evdns_server_request_respond(), or drops, in the callback or later.
//!
//! Functions that return an int return 0, and -1 on failure, unless they say otherwise.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::{ptr, slice};

use libc::{in_addr, sockaddr};

use super::evdns_request_callback_fn_type;
use super::evdns_server_option::{EVDNS_SOPT_TCP_IDLE_TIMEOUT, EVDNS_SOPT_TCP_MAX_CLIENTS};
use crate::base::{Base, event_base};
use crate::dns::server::{
    Failed, INTERNET, NewRecord, RecordData, Request, Responded, Section, ServerPort, Setup,
    TcpOption, evdns_server_port, kind, reverse_name,
};
use crate::ffi::dns_struct::evdns_server_request;
use crate::ffi::util::evutil_socket_t;
use crate::ffi::{enum_evdns_server_option, status};
use crate::listener::{Listener, evconnlistener};

/// Answers questions that come to a UDP socket, which is bound and nonblocking. NULL on failure; the
/// socket is then still the caller's. `flags` must be 0.
///
/// The port closes the socket when it ends: see evdns_close_server_port().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_add_server_port_with_base(
    base: *mut event_base,
    socket: evutil_socket_t,
    flags: c_int,
    callback: evdns_request_callback_fn_type,
    user_data: *mut c_void,
) -> *mut evdns_server_port {
    let setup = Setup {
        // SAFETY: the pointer comes from the program, which vouches for it.
        base: unsafe { Base::from_ptr(base) },
        callback,
        arg: user_data,
    };
    new_port(&setup, socket, flags)
}

/// Makes a port for a UDP socket.
pub(crate) fn new_port(
    setup: &Setup,
    socket: evutil_socket_t,
    flags: c_int,
) -> *mut evdns_server_port {
    if flags != 0 {
        return ptr::null_mut();
    }
    pointer(ServerPort::new(setup, socket))
}

/// Answers questions that come by TCP, on connections of a listener. NULL on failure; the listener is
/// then still the caller's. `flags` must be 0.
///
/// The listener, with its callbacks, is the port's from now on, and freed when the port is closed. Make
/// it with LEV_OPT_CLOSE_ON_FREE, and with LEV_OPT_THREADSAFE if other threads use the port.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_add_server_port_with_listener(
    base: *mut event_base,
    listener: *mut evconnlistener,
    flags: c_int,
    callback: evdns_request_callback_fn_type,
    user_data: *mut c_void,
) -> *mut evdns_server_port {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (base, listener) = unsafe { (Base::from_ptr(base), Listener::from_ptr(listener)) };
    let setup = Setup {
        base,
        callback,
        arg: user_data,
    };
    match listener {
        Some(listener) if flags == 0 => pointer(ServerPort::on_listener(&setup, listener)),
        _ => ptr::null_mut(),
    }
}

/// Closes a port. It ends, and a UDP socket is closed, when its last request has been answered or
/// dropped; until then questions go on coming by UDP, but not by TCP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_close_server_port(port: *mut evdns_server_port) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(port) = unsafe { ServerPort::from_ptr(port) } {
        port.close();
    }
}

/// Sets an option of a port for TCP: how many clients it may have at a time, 10 unless set, further
/// ones being closed at once; or after how many seconds without a query or an answer one is closed, 10
/// unless set, 0 for never. Fails for other options, and for UDP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_server_port_set_option(
    port: *mut evdns_server_port,
    option: enum_evdns_server_option,
    value: usize,
) -> c_int {
    const MAX_CLIENTS: enum_evdns_server_option = EVDNS_SOPT_TCP_MAX_CLIENTS as _;
    const IDLE_TIMEOUT: enum_evdns_server_option = EVDNS_SOPT_TCP_IDLE_TIMEOUT as _;
    let option = match option {
        MAX_CLIENTS => TcpOption::MaxClients,
        IDLE_TIMEOUT => TcpOption::IdleTimeout,
        _ => return -1,
    };
    // SAFETY: the pointer comes from the program, which vouches for it.
    let port = unsafe { ServerPort::from_ptr(port) };
    port.map_or(-1, |port| status(port.set_option(option, value)))
}

/// Sets flags of the reply: EVDNS_FLAGS_AA and EVDNS_FLAGS_RD are set or cleared, others only set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_server_request_set_flags(
    req: *mut evdns_server_request,
    flags: c_int,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(request) = unsafe { Request::from_ptr(req) } {
        request.set_flags(flags);
    }
}

/// Adds a record to a section of the reply, one of EVDNS_ANSWER_SECTION, EVDNS_AUTHORITY_SECTION and
/// EVDNS_ADDITIONAL_SECTION. Everything is copied.
///
/// The record is about `name`; `type` and `dns_class` are EVDNS_TYPE_ and EVDNS_CLASS_ values or others,
/// and `ttl` says for how many seconds it holds. With `is_name`, `data` is the text of a name, which is
/// compressed, and `datalen` does not matter; otherwise `data` are the `datalen` bytes of the record as
/// they go over the wire, at least 1, or NULL for none.
///
/// Fails if a name has an empty or overlong label or is overlong itself, and if the request has been
/// answered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_server_request_add_reply(
    req: *mut evdns_server_request,
    section: c_int,
    name: *const c_char,
    r#type: c_int,
    dns_class: c_int,
    ttl: c_int,
    datalen: c_int,
    is_name: c_int,
    data: *const c_char,
) -> c_int {
    let section = match section {
        super::EVDNS_ANSWER_SECTION => Section::Answer,
        super::EVDNS_AUTHORITY_SECTION => Section::Authority,
        super::EVDNS_ADDITIONAL_SECTION => Section::Additional,
        _ => return -1,
    };
    // SAFETY: the pointers come from the program, which vouches for them.
    let data = unsafe {
        if is_name != 0 {
            text(data).map(RecordData::Name)
        } else {
            bytes(data.cast(), datalen, 1).map(RecordData::Bytes)
        }
    };
    // What is too large for the wire is cut to its size, as in the original.
    let (kind, class) = (r#type as u16, dns_class as u16);
    // SAFETY: as above.
    unsafe { add(req, section, name, (kind, class), ttl, data) }
}

/// Adds an answer with `n` IPv4 addresses, 4 bytes each in network byte order. All are in one record;
/// programs that others than this library ask for more than one address add a record for each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_server_request_add_a_reply(
    req: *mut evdns_server_request,
    name: *const c_char,
    n: c_int,
    addrs: *const c_void,
    ttl: c_int,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe {
        let data = bytes(addrs.cast(), n, 4).map(RecordData::Bytes);
        add_answer(req, name, kind::A, ttl, data)
    }
}

/// Adds an answer with `n` IPv6 addresses, 16 bytes each: see evdns_server_request_add_a_reply().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_server_request_add_aaaa_reply(
    req: *mut evdns_server_request,
    name: *const c_char,
    n: c_int,
    addrs: *const c_void,
    ttl: c_int,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe {
        let data = bytes(addrs.cast(), n, 16).map(RecordData::Bytes);
        add_answer(req, name, kind::AAAA, ttl, data)
    }
}

/// Adds an answer with the name that belongs to an address. Either `in` is the address, or
/// `inaddr_name` the name that stands for it, such as "1.2.0.192.in-addr.arpa"; the other is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_server_request_add_ptr_reply(
    req: *mut evdns_server_request,
    r#in: *mut in_addr,
    inaddr_name: *const c_char,
    hostname: *const c_char,
    ttl: c_int,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe {
        let data = text(hostname).map(RecordData::Name);
        match (r#in.as_ref(), inaddr_name.is_null()) {
            (None, false) => add_answer(req, inaddr_name, kind::PTR, ttl, data),
            (Some(address), true) => {
                let name = reverse_name(u32::from_be(address.s_addr).into());
                add_answer(req, name.as_ptr().cast(), kind::PTR, ttl, data)
            }
            _ => -1,
        }
    }
}

/// Adds an answer that gives the canonical name of an alias.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_server_request_add_cname_reply(
    req: *mut evdns_server_request,
    name: *const c_char,
    cname: *const c_char,
    ttl: c_int,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe {
        let data = text(cname).map(RecordData::Name);
        add_answer(req, name, kind::CNAME, ttl, data)
    }
}

/// Sends the reply, with an error code from DNS_ERR_NONE to 15, and frees the request. Returns 0 when
/// it was sent, 1 when the socket does not take it yet and it is sent later, and -1 on failure; the
/// request is then still there, to be answered in another way, or dropped.
///
/// A reply has as many records as there is room for, in the order of the sections, and says so if that
/// was not all. By UDP there is room for 512 bytes, or what the query said, up to 4096; by TCP for 65535.
/// It is no failure if a TCP client has gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_server_request_respond(
    req: *mut evdns_server_request,
    err: c_int,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let request = unsafe { Request::from_ptr(req) };
    match request.map_or(Err(Failed), |request| request.respond(err)) {
        Ok(Responded::Sent) => 0,
        Ok(Responded::Waits) => 1,
        Err(Failed) => -1,
    }
}

/// Frees a request without an answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_server_request_drop(req: *mut evdns_server_request) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    match unsafe { Request::from_ptr(req) } {
        Some(request) => {
            request.discard();
            0
        }
        None => -1,
    }
}

/// Stores the address that a request came from, and returns its length; -1 if that is more than
/// `addr_len`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_server_request_get_requesting_addr(
    req: *mut evdns_server_request,
    sa: *mut sockaddr,
    addr_len: c_int,
) -> c_int {
    let Ok(room) = usize::try_from(addr_len) else {
        return -1;
    };
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe {
        let request = Request::from_ptr(req);
        let copied = request.and_then(|request| request.copy_address(sa, room));
        copied.map_or(-1, |len| len as c_int)
    }
}

fn pointer(port: Result<ServerPort, Failed>) -> *mut evdns_server_port {
    port.map_or(ptr::null_mut(), ServerPort::as_ptr)
}

/// # Safety
/// `text` is null, or a string that stays as it is for the call.
unsafe fn text<'a>(text: *const c_char) -> Option<&'a [u8]> {
    // SAFETY: the caller's promise.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_bytes())
}

/// The bytes of `n` items; none for null, and an error if `n` is not above 0.
///
/// # Safety
/// `data` is null, or so many bytes, which stay as they are for the call.
unsafe fn bytes<'a>(data: *const u8, n: c_int, size: usize) -> Option<&'a [u8]> {
    if data.is_null() {
        return Some(&[]);
    }
    let len = usize::try_from(n).ok()?.checked_mul(size)?;
    // SAFETY: the caller's promise.
    (len > 0).then(|| unsafe { slice::from_raw_parts(data, len) })
}

/// # Safety
/// As for [`add`].
unsafe fn add_answer(
    req: *mut evdns_server_request,
    name: *const c_char,
    kind: u16,
    ttl: c_int,
    data: Option<RecordData<'_>>,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { add(req, Section::Answer, name, (kind, INTERNET), ttl, data) }
}

/// Adds a record of a type and class.
///
/// # Safety
/// `req` is null or a request, and `name` null or a string.
unsafe fn add(
    req: *mut evdns_server_request,
    section: Section,
    name: *const c_char,
    (kind, class): (u16, u16),
    ttl: c_int,
    data: Option<RecordData<'_>>,
) -> c_int {
    // SAFETY: the caller's promise.
    let (request, owner) = unsafe { (Request::from_ptr(req), text(name)) };
    let (Some(request), Some(owner), Some(data)) = (request, owner, data) else {
        return -1;
    };
    let record = NewRecord {
        owner,
        kind,
        class,
        ttl: ttl as u32,
        data,
    };
    status(request.add(section, &record))
}
