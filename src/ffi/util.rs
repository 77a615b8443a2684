//! Types, macros and functions that hide differences between systems: integers of a known size,
//! sockets, clocks, time values, text, addresses, random numbers.
//!
//! The functions keep no state, and any thread may call them, except where said otherwise.
//!
//! Functions that return int give 0 on success and -1 on failure, unless they say otherwise.

use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::fmt;
use std::ptr::{self, NonNull};
use std::slice;

use libc::{AF_INET, AF_INET6, sockaddr, timeval, tm};

use super::status;
use crate::rt::time::{MonotonicClock as evutil_monotonic_timer, Source};
use crate::rt::{mm, rng};
use crate::util::{address, date, gai, ip_text, socket, text};

// In C these names are macros (parts/util_types.h), since programs test for them with #ifdef.

/// A socket.
/// cbindgen:ignore
pub type evutil_socket_t = c_int;
/// An integer of 8 bits.
/// cbindgen:ignore
pub type ev_uint8_t = u8;
/// An integer of 16 bits.
/// cbindgen:ignore
pub type ev_uint16_t = u16;
/// An integer of 32 bits.
/// cbindgen:ignore
pub type ev_uint32_t = u32;
/// An integer of 64 bits.
/// cbindgen:ignore
pub type ev_uint64_t = u64;
/// A signed integer of 64 bits.
/// cbindgen:ignore
pub type ev_int64_t = i64;
/// A signed size.
/// cbindgen:ignore
pub type ev_ssize_t = isize;
/// An offset in a file.
/// cbindgen:ignore
pub type ev_off_t = i64;
/// The length of a socket address.
/// cbindgen:ignore
pub type ev_socklen_t = libc::socklen_t;
/// The variable arguments of a function, as they are passed on. Only C code looks into them.
/// cbindgen:ignore
pub type va_list = *mut c_void;
/// What a name resolves to; `struct evutil_addrinfo` in C.
/// cbindgen:ignore
pub type evutil_addrinfo = libc::addrinfo;

/// What is never a socket.
pub const EVUTIL_INVALID_SOCKET: evutil_socket_t = -1;

/// For evutil_configure_monotonic_time(): a clock that is exact rather than cheap.
pub const EV_MONOT_PRECISE: c_int = 1;
/// For evutil_configure_monotonic_time(): do without the system's monotonic clock, and correct
/// the time of day so that it never goes backwards.
pub const EV_MONOT_FALLBACK: c_int = 2;

// Errors of evutil_getaddrinfo() and evdns_getaddrinfo(): those of the system's getaddrinfo().

/// Lookup error: the host has no address of this family.
pub const EVUTIL_EAI_ADDRFAMILY: c_int = -9;
/// Lookup error: the name server could not answer now; try again later.
pub const EVUTIL_EAI_AGAIN: c_int = -3;
/// Lookup error: the flags of the hints are wrong.
pub const EVUTIL_EAI_BADFLAGS: c_int = -1;
/// Lookup error: the name server failed for good.
pub const EVUTIL_EAI_FAIL: c_int = -4;
/// Lookup error: this address family is not supported.
pub const EVUTIL_EAI_FAMILY: c_int = -6;
/// Lookup error: out of memory.
pub const EVUTIL_EAI_MEMORY: c_int = -10;
/// Lookup error: the host exists but has no address.
pub const EVUTIL_EAI_NODATA: c_int = -5;
/// Lookup error: no such host.
pub const EVUTIL_EAI_NONAME: c_int = -2;
/// Lookup error: the service is not known for this type of socket.
pub const EVUTIL_EAI_SERVICE: c_int = -8;
/// Lookup error: this type of socket is not supported.
pub const EVUTIL_EAI_SOCKTYPE: c_int = -7;
/// Lookup error: a system call failed: see errno.
pub const EVUTIL_EAI_SYSTEM: c_int = -11;
/// Lookup error: the request was cancelled. Not an error of the system.
pub const EVUTIL_EAI_CANCEL: c_int = -90001;

// Flags in the hints of evutil_getaddrinfo() and evdns_getaddrinfo().

/// Lookup flag: the addresses are to listen on: without a name, that of all interfaces.
pub const EVUTIL_AI_PASSIVE: c_int = 0x0001;
/// Lookup flag: give the canonical name, too.
pub const EVUTIL_AI_CANONNAME: c_int = 0x0002;
/// Lookup flag: the name must be a numeric address.
pub const EVUTIL_AI_NUMERICHOST: c_int = 0x0004;
/// Lookup flag: if IPv6 is asked for and there is only IPv4, give IPv4 addresses mapped to IPv6.
pub const EVUTIL_AI_V4MAPPED: c_int = 0x0008;
/// Lookup flag: with EVUTIL_AI_V4MAPPED, give the mapped IPv4 addresses in any case.
pub const EVUTIL_AI_ALL: c_int = 0x0010;
/// Lookup flag: only families for which this host has an address.
pub const EVUTIL_AI_ADDRCONFIG: c_int = 0x0020;
/// Lookup flag: the service must be a port number.
pub const EVUTIL_AI_NUMERICSERV: c_int = 0x0400;

// ---- Sockets

/// Makes a socket nonblocking.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_make_socket_nonblocking(sock: evutil_socket_t) -> c_int {
    status(socket::make_nonblocking(sock))
}

/// Makes a socket close itself when the process executes another program.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_make_socket_closeonexec(sock: evutil_socket_t) -> c_int {
    status(socket::close_on_exec(sock))
}

/// Lets a socket listen on an address at once, though connections of an earlier listener linger.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_make_listen_socket_reuseable(sock: evutil_socket_t) -> c_int {
    status(socket::reuse_address(sock))
}

/// Lets several sockets listen on one and the same address and port, to share the connections.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_make_listen_socket_reuseable_port(sock: evutil_socket_t) -> c_int {
    status(socket::reuse_port(sock))
}

/// Makes an IPv6 socket serve IPv6 alone, so that another can serve IPv4 on the same port.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_make_listen_socket_ipv6only(sock: evutil_socket_t) -> c_int {
    status(socket::ipv6_only(sock, true))
}

/// Makes an IPv6 socket serve IPv4 as well.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_make_listen_socket_not_ipv6only(sock: evutil_socket_t) -> c_int {
    status(socket::ipv6_only(sock, false))
}

/// Makes a listening TCP socket accept connections only when their first data has come.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_make_tcp_listen_socket_deferred(sock: evutil_socket_t) -> c_int {
    status(socket::defer_accept(sock))
}

/// Switches TCP keep-alive on (`on` not 0) or off. When on, the connection counts as broken
/// after about `timeout` seconds without an answer; 0 leaves the times as they are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_set_tcp_keepalive(
    sock: evutil_socket_t,
    on: c_int,
    timeout: c_int,
) -> c_int {
    status(socket::keep_alive(sock, on != 0, timeout))
}

/// Closes a socket. Returns 0, or -1 with errno set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_closesocket(sock: evutil_socket_t) -> c_int {
    // SAFETY: the program gives the socket up.
    unsafe { libc::close(sock) }
}

/// Makes two connected sockets, as socketpair() does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_socketpair(
    d: c_int,
    type_: c_int,
    protocol: c_int,
    sv: *mut evutil_socket_t,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it; NULL gives an error.
    unsafe { libc::socketpair(d, type_, protocol, sv) }
}

// ---- Clocks

/// Makes a clock that never goes backwards; configure it before use. NULL if out of memory.
/// Free it with evutil_monotonic_timer_free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_monotonic_timer_new() -> *mut evutil_monotonic_timer {
    mm::boxed(evutil_monotonic_timer::new(Source::WallClock))
        .map_or(ptr::null_mut(), NonNull::as_ptr)
}

/// Frees a clock.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_monotonic_timer_free(timer: *mut evutil_monotonic_timer) {
    if let Some(timer) = NonNull::new(timer) {
        // SAFETY: `evutil_monotonic_timer_new` made it, and the program does not use it again.
        unsafe { mm::unboxed(timer) };
    }
}

/// Chooses how a clock works: 0, or EV_MONOT_PRECISE and EV_MONOT_FALLBACK together.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_configure_monotonic_time(
    timer: *mut evutil_monotonic_timer,
    flags: c_int,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(timer) = (unsafe { timer.as_ref() }) else {
        return -1;
    };
    timer.configure(if flags & EV_MONOT_FALLBACK != 0 {
        Source::WallClock
    } else if flags & EV_MONOT_PRECISE != 0 {
        Source::Precise
    } else {
        Source::Coarse
    });
    0
}

/// Stores what a clock shows: the time since some fixed but unknown moment. For one thread at a
/// time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_gettime_monotonic(
    timer: *mut evutil_monotonic_timer,
    tp: *mut timeval,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    match unsafe { (timer.as_ref(), tp.as_mut()) } {
        (Some(timer), Some(tp)) => {
            *tp = timer.now().timeval();
            0
        }
        _ => -1,
    }
}

// ---- Text

/// Reads a 64-bit integer from text, as strtoll() does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_strtoll(
    s: *const c_char,
    endptr: *mut *mut c_char,
    base: c_int,
) -> ev_int64_t {
    // SAFETY: the caller's promise is the one strtoll asks for.
    unsafe { libc::strtoll(s, endptr, base) }
}

// variadic.c defines these two: Rust has no stable way to.
unsafe extern "C" {
    /// Writes formatted text as snprintf() does, in at most `buflen` bytes with the final NUL,
    /// which is always there. Returns the length that the whole text has, -1 on an error, and 0 if
    /// `buflen` is 0.
    pub fn evutil_snprintf(buf: *mut c_char, buflen: usize, format: *const c_char, ...) -> c_int;

    /// evutil_snprintf() with the arguments in a va_list.
    pub fn evutil_vsnprintf(
        buf: *mut c_char,
        buflen: usize,
        format: *const c_char,
        ap: va_list,
    ) -> c_int;
}

/// Compares two texts as strcasecmp() does, whatever the locale: only ASCII letters have a case.
/// Returns a number below 0, 0, or one above 0, as the first is before, the same as, or behind the second.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_ascii_strcasecmp(
    str1: *const c_char,
    str2: *const c_char,
) -> c_int {
    // SAFETY: two strings of the program's.
    let (a, b) = unsafe { (CStr::from_ptr(str1), CStr::from_ptr(str2)) };
    text::compare_ignoring_case(a.to_bytes(), b.to_bytes()) as c_int
}

/// As evutil_ascii_strcasecmp(), for the first `n` bytes at most.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_ascii_strncasecmp(
    str1: *const c_char,
    str2: *const c_char,
    n: usize,
) -> c_int {
    // SAFETY: two strings of the program's, of which only the first `n` bytes need exist.
    let (a, b) = unsafe { (bounded(str1, n), bounded(str2, n)) };
    text::compare_ignoring_case(a, b) as c_int
}

/// Writes a date in the form of RFC 1123, "Thu, 01 Jan 1970 00:00:00 GMT": 29 bytes and a NUL.
///
/// `tm` is in UTC; NULL stands for now. Returns the length of the whole text, as
/// evutil_snprintf() does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_date_rfc1123(
    date: *mut c_char,
    datelen: usize,
    tm: *const tm,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let given = unsafe { tm.as_ref() };
    let mut out = Buffer::new(date, datelen);
    match given {
        Some(tm) => date::write_rfc1123(&mut out, tm),
        None => date::write_rfc1123(&mut out, &date::now_utc()),
    }
    .map_or(-1, |()| out.finish())
}

// ---- Names and addresses

/// Writes an address as text, with a NUL: of 4 bytes (`af` AF_INET) or 16 (AF_INET6) at `src`.
///
/// Returns `dst`, or NULL if the text does not fit in `len` bytes or the family is another one.
/// INET_ADDRSTRLEN and INET6_ADDRSTRLEN bytes are enough.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_inet_ntop(
    af: c_int,
    src: *const c_void,
    dst: *mut c_char,
    len: usize,
) -> *const c_char {
    if src.is_null() {
        return ptr::null();
    }
    let mut out = Buffer::new(dst, len);
    let written = match af {
        // SAFETY: the program has an address of that size there.
        AF_INET => ip_text::write_ipv4(&mut out, unsafe { src.cast::<[u8; 4]>().read() }),
        // SAFETY: the same.
        AF_INET6 => ip_text::write_ipv6(&mut out, unsafe { src.cast::<[u8; 16]>().read() }),
        _ => return ptr::null(),
    };
    let fits = written.is_ok() && out.len < out.size;
    out.finish();
    if fits { dst } else { ptr::null() }
}

/// Reads an address from text: 4 bytes for `af` AF_INET, 16 for AF_INET6, stored at `dst`.
/// Returns 1, 0 if the text is no such address, and -1 if the family is another one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_inet_pton(
    af: c_int,
    src: *const c_char,
    dst: *mut c_void,
) -> c_int {
    // SAFETY: a string of the program's, or NULL, and room for an address.
    unsafe {
        let text = string(src);
        match af {
            AF_INET => store(text.and_then(ip_text::parse_ipv4), dst),
            AF_INET6 => store(text.and_then(ip_text::parse_ipv6), dst),
            _ => -1,
        }
    }
}

/// Does what evutil_inet_pton() does, and lets an IPv6 address name an interface: `fe80::1%eth0`
/// or `fe80::1%2`. Stores the interface's number at `indexp`; 0 if the text names none. Returns what
/// evutil_inet_pton() returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_inet_pton_scope(
    af: c_int,
    src: *const c_char,
    dst: *mut c_void,
    indexp: *mut c_uint,
) -> c_int {
    // SAFETY: a string of the program's, or NULL, and room for an address and a number.
    unsafe {
        let parse = |text| ip_text::parse_scoped(text, address::interface_index);
        let scoped = string(src).filter(|_| af == AF_INET6).and_then(parse);
        if let Some(index) = indexp.as_mut() {
            *index = scoped.map_or(0, |(_, index)| index);
        }
        if af == AF_INET6 {
            store(scoped.map(|(address, _)| address), dst)
        } else {
            evutil_inet_pton(af, src, dst)
        }
    }
}

/// Reads an IPv4 or IPv6 address with or without a port: `1.2.3.4:80`, `[::1]:80`, `1.2.3.4`,
/// `[::1]`, `::1`. Names are not looked up. Without a port in the text, the port is 0.
///
/// `*outlen` says how many bytes there are at `out`, best those of a struct sockaddr_storage, and
/// is set to how many were needed. Returns 0, or -1 if the text is wrong, its port is not in 1
/// to 65535, or the room is too small.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_parse_sockaddr_port(
    str: *const c_char,
    out: *mut sockaddr,
    outlen: *mut c_int,
) -> c_int {
    // SAFETY: a string of the program's, or NULL, and room for a number.
    let (Some(text), Some(outlen)) = (unsafe { (string(str), outlen.as_mut()) }) else {
        return -1;
    };
    let Some(parsed) = ip_text::parse_with_port(text, address::interface_index) else {
        return -1;
    };
    let room = if out.is_null() {
        0
    } else {
        usize::try_from(*outlen).unwrap_or(0)
    };
    // SAFETY: the program says that there is that much room.
    match unsafe { address::write(&parsed, out, room) } {
        Some(size) => {
            *outlen = size as c_int;
            0
        }
        None => -1,
    }
}

/// Orders two IPv4 or IPv6 addresses, with their ports if `include_port` is not 0. Returns 0 if
/// they are the same, less than 0 if `sa1` comes first, more if `sa2` does.
///
/// The order has no meaning; it serves for sorting. Addresses of other families are never equal.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_sockaddr_cmp(
    sa1: *const sockaddr,
    sa2: *const sockaddr,
    include_port: c_int,
) -> c_int {
    if sa1.is_null() || sa2.is_null() {
        return 1;
    }
    // SAFETY: two addresses of the program's, each of its family's size.
    unsafe { address::compare(sa1, sa2, include_port != 0) }
}

/// Finds the addresses for a host name or address (`nodename`) and a service name or port number
/// (`servname`), as getaddrinfo() does; one of the two may be NULL. It blocks while the system
/// asks name servers: evdns_getaddrinfo() does not.
///
/// In the hints, the flags, the family, the type and the protocol count. NULL stands for zeros, so
/// without the EVUTIL_AI_ADDRCONFIG that getaddrinfo() would take then. Returns 0 and stores the
/// list, which evutil_freeaddrinfo() frees, or returns an EVUTIL_EAI_ error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_getaddrinfo(
    nodename: *const c_char,
    servname: *const c_char,
    hints_in: *const evutil_addrinfo,
    res: *mut *mut evutil_addrinfo,
) -> c_int {
    if res.is_null() {
        return EVUTIL_EAI_FAIL;
    }
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { gai::resolve(nodename, servname, hints_in.as_ref(), res) }
}

/// Frees a list from evutil_getaddrinfo() or evdns_getaddrinfo(). NULL is an empty one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_freeaddrinfo(ai: *mut evutil_addrinfo) {
    // SAFETY: a list that one of these functions gave to the program, which does not use it again.
    unsafe { gai::free(ai) };
}

/// The text for an EVUTIL_EAI_ error. Static.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_gai_strerror(err: c_int) -> *const c_char {
    gai::describe(err).as_ptr()
}

// ---- Random numbers

/// Fills `buf` with `n` unpredictable bytes, fit for keys.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_secure_rng_get_bytes(buf: *mut c_void, n: usize) {
    if n > 0 {
        // SAFETY: the program has `n` writable bytes there; zeroed, they may be borrowed.
        let bytes = unsafe {
            ptr::write_bytes(buf.cast::<u8>(), 0, n);
            slice::from_raw_parts_mut(buf.cast::<u8>(), n)
        };
        rng::fill(bytes);
    }
}

/// Starts the generator, which otherwise starts by itself when first used: for programs that
/// shut out system calls or files afterwards. Returns 0, or -1 if there is no randomness.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_secure_rng_init() -> c_int {
    // The kernel's generator needs no start.
    0
}

/// Names a file to take randomness from, where the generator reads a file. Returns 0, or -1
/// where it does not, but asks the system directly.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_secure_rng_set_urandom_device_file(fname: *mut c_char) -> c_int {
    // The kernel is asked directly.
    let _ = fname;
    -1
}

/// Mixes bytes into the generator. They need not be random: that never makes it worse.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evutil_secure_rng_add_bytes(dat: *const c_char, datlen: usize) {
    // The kernel's generator needs no help.
    let _ = (dat, datlen);
}

/// The bytes of a string; none for NULL.
///
/// # Safety
/// The string exists and stays unchanged, or the pointer is null.
unsafe fn string<'a>(string: *const c_char) -> Option<&'a [u8]> {
    // SAFETY: the caller's promise.
    (!string.is_null()).then(|| unsafe { CStr::from_ptr(string) }.to_bytes())
}

/// Stores the bytes of an address that was read, if it was; gives what evutil_inet_pton() returns.
///
/// # Safety
/// There is room for them at `out`, or it is null.
unsafe fn store<const N: usize>(address: Option<[u8; N]>, out: *mut c_void) -> c_int {
    let (Some(address), Some(out)) = (address, NonNull::new(out)) else {
        return 0;
    };
    // SAFETY: the caller's promise.
    unsafe { out.cast().write(address) };
    1
}

/// The bytes of a string, up to its end or the first `n`.
///
/// # Safety
/// The first `n` bytes, or those up to a NUL, exist and stay unchanged.
unsafe fn bounded<'a>(string: *const c_char, n: usize) -> &'a [u8] {
    // SAFETY: the caller's promise.
    unsafe { slice::from_raw_parts(string.cast(), libc::strnlen(string, n)) }
}

/// A C buffer being written to; what does not fit is counted, and dropped.
struct Buffer {
    start: *mut c_char,
    size: usize,
    len: usize,
}

impl Buffer {
    fn new(start: *mut c_char, size: usize) -> Self {
        Buffer {
            start,
            size,
            len: 0,
        }
    }

    /// Ends the text, and gives the length it would have had with enough room: 0 for no room at all.
    fn finish(self) -> c_int {
        if self.size == 0 {
            return 0;
        }
        // SAFETY: within the buffer, which the program vouches for.
        unsafe { self.start.add(self.len.min(self.size - 1)).write(0) };
        self.len as c_int
    }
}

impl fmt::Write for Buffer {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        let room = self.size.saturating_sub(self.len);
        // SAFETY: within the buffer, which the program vouches for.
        unsafe {
            ptr::copy_nonoverlapping(
                s.as_ptr(),
                self.start.wrapping_add(self.len).cast(),
                s.len().min(room),
            );
        }
        self.len += s.len();
        Ok(())
    }
}
