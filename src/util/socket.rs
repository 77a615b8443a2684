//! Options of sockets.

use std::ffi::c_int;
use std::ptr;

use crate::rt::log::warn_errno;
use crate::rt::mm;

/// A system call failed; `errno` says why.
pub(crate) struct Failed;

/// Closes a socket that is not used any more.
pub(crate) fn close(fd: c_int) {
    // SAFETY: the caller gives the fd up.
    unsafe { libc::close(fd) };
}

/// Tells the other side that nothing more comes.
pub(crate) fn end_writing(fd: c_int) {
    // SAFETY: shutdown takes any number.
    unsafe { libc::shutdown(fd, libc::SHUT_WR) };
}

fn set_option(fd: c_int, level: c_int, option: c_int, value: c_int) -> Result<(), Failed> {
    // SAFETY: the value is readable for its size.
    let result = unsafe {
        libc::setsockopt(
            fd,
            level,
            option,
            ptr::from_ref(&value).cast(),
            size_of::<c_int>() as libc::socklen_t,
        )
    };
    if result < 0 { Err(Failed) } else { Ok(()) }
}

/// The error that is pending on a socket, which it is then no more; 0 for none. An error of the question
/// itself is one too.
pub(crate) fn take_error(fd: c_int) -> c_int {
    let mut error: c_int = 0;
    let mut len = size_of::<c_int>() as libc::socklen_t;
    // SAFETY: the value is writable for its size.
    let result = unsafe {
        let value = ptr::from_mut(&mut error).cast();
        libc::getsockopt(fd, libc::SOL_SOCKET, libc::SO_ERROR, value, &mut len)
    };
    if result < 0 { mm::errno() } else { error }
}

/// Whether a socket has a peer.
pub(crate) fn is_connected(fd: c_int) -> bool {
    let mut len = 0;
    // SAFETY: there is no room for an address, so none is written.
    unsafe { libc::getpeername(fd, ptr::null_mut(), &mut len) == 0 }
}

/// Sets a flag of an fd that is not set yet, by one of fcntl's pairs of commands.
fn set_flag(
    fd: c_int,
    (get, get_name): (c_int, &str),
    (set, set_name): (c_int, &str),
    flag: c_int,
) -> Result<(), Failed> {
    // SAFETY: fcntl may be asked about any number.
    let flags = unsafe { libc::fcntl(fd, get) };
    if flags < 0 {
        warn_errno!("fcntl({fd}, {get_name})");
        return Err(Failed);
    }
    // SAFETY: as above.
    if flags & flag == 0 && unsafe { libc::fcntl(fd, set, flags | flag) } < 0 {
        warn_errno!("fcntl({fd}, {set_name})");
        return Err(Failed);
    }
    Ok(())
}

pub(crate) fn make_nonblocking(fd: c_int) -> Result<(), Failed> {
    set_flag(
        fd,
        (libc::F_GETFL, "F_GETFL"),
        (libc::F_SETFL, "F_SETFL"),
        libc::O_NONBLOCK,
    )
}

pub(crate) fn close_on_exec(fd: c_int) -> Result<(), Failed> {
    set_flag(
        fd,
        (libc::F_GETFD, "F_GETFD"),
        (libc::F_SETFD, "F_SETFD"),
        libc::FD_CLOEXEC,
    )
}

pub(crate) fn reuse_address(fd: c_int) -> Result<(), Failed> {
    set_option(fd, libc::SOL_SOCKET, libc::SO_REUSEADDR, 1)
}

pub(crate) fn reuse_port(fd: c_int) -> Result<(), Failed> {
    set_option(fd, libc::SOL_SOCKET, libc::SO_REUSEPORT, 1)
}

/// Whether an IPv6 socket leaves IPv4 to others.
pub(crate) fn ipv6_only(fd: c_int, only: bool) -> Result<(), Failed> {
    set_option(fd, libc::IPPROTO_IPV6, libc::IPV6_V6ONLY, only.into())
}

/// Sets how much the kernel keeps for a socket, in bytes; 0 leaves it as it is.
pub(crate) fn set_buffer_sizes(fd: c_int, receive: c_int, send: c_int) -> Result<(), Failed> {
    for (option, size) in [(libc::SO_RCVBUF, receive), (libc::SO_SNDBUF, send)] {
        if size > 0 {
            set_option(fd, libc::SOL_SOCKET, option, size)?;
        }
    }
    Ok(())
}

/// Connections are accepted when their first data has come.
pub(crate) fn defer_accept(fd: c_int) -> Result<(), Failed> {
    set_option(fd, libc::IPPROTO_TCP, libc::TCP_DEFER_ACCEPT, 1)
}

/// How many probes go unanswered before a connection counts as broken.
const KEEPALIVE_PROBES: c_int = 3;

/// Switches keep-alive on, first probe after `idle` seconds (0: the system's default), or off.
pub(crate) fn keep_alive(fd: c_int, on: bool, idle: c_int) -> Result<(), Failed> {
    set_option(fd, libc::SOL_SOCKET, libc::SO_KEEPALIVE, on.into())?;
    if on && idle > 0 {
        let interval = (idle / KEEPALIVE_PROBES).max(1);
        set_option(fd, libc::IPPROTO_TCP, libc::TCP_KEEPIDLE, idle)?;
        set_option(fd, libc::IPPROTO_TCP, libc::TCP_KEEPINTVL, interval)?;
        set_option(fd, libc::IPPROTO_TCP, libc::TCP_KEEPCNT, KEEPALIVE_PROBES)?;
    }
    Ok(())
}
