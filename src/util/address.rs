//! Socket addresses as C has them.

use std::cmp::Ordering;
use std::ffi::c_int;
use std::mem::MaybeUninit;
use std::net::{SocketAddr, SocketAddrV4, SocketAddrV6};
use std::ptr;

use libc::{AF_INET, AF_INET6, sockaddr, sockaddr_in, sockaddr_in6, sockaddr_storage, socklen_t};

/// Reads an IPv4 or IPv6 address; none for another family.
///
/// # Safety
/// `address` is readable for the size of its family's struct. It need not be aligned.
pub(crate) unsafe fn read(address: *const sockaddr) -> Option<SocketAddr> {
    // SAFETY: the caller's promise.
    match unsafe { family(address) } {
        AF_INET => {
            // SAFETY: the caller's promise.
            let a = unsafe { address.cast::<sockaddr_in>().read_unaligned() };
            let ip = a.sin_addr.s_addr.to_ne_bytes();
            Some(SocketAddrV4::new(ip.into(), u16::from_be(a.sin_port)).into())
        }
        AF_INET6 => {
            // SAFETY: the caller's promise.
            let a = unsafe { address.cast::<sockaddr_in6>().read_unaligned() };
            let (ip, port) = (a.sin6_addr.s6_addr, u16::from_be(a.sin6_port));
            Some(SocketAddrV6::new(ip.into(), port, a.sin6_flowinfo, a.sin6_scope_id).into())
        }
        _ => None,
    }
}

/// The family of an address.
///
/// # Safety
/// `address` is readable for the size of the family. It need not be aligned.
pub(crate) unsafe fn family(address: *const sockaddr) -> c_int {
    // SAFETY: the caller's promise.
    let family = unsafe { (&raw const (*address).sa_family).read_unaligned() };
    family.into()
}

pub(crate) fn family_of(address: &SocketAddr) -> c_int {
    if address.is_ipv4() { AF_INET } else { AF_INET6 }
}

/// Stores an address if it needs no more than `room` bytes, and zeros in the rest of them; gives
/// how many it needs.
///
/// # Safety
/// `out` is writable for `room` bytes. It need not be aligned.
pub(crate) unsafe fn write(address: &SocketAddr, out: *mut sockaddr, room: usize) -> Option<usize> {
    match address {
        SocketAddr::V4(a) => {
            let address = sockaddr_in {
                sin_family: AF_INET as libc::sa_family_t,
                sin_port: a.port().to_be(),
                sin_addr: libc::in_addr {
                    s_addr: u32::from_ne_bytes(a.ip().octets()),
                },
                sin_zero: [0; 8],
            };
            // SAFETY: the caller's promise.
            unsafe { store(address, out, room) }
        }
        SocketAddr::V6(a) => {
            let address = sockaddr_in6 {
                sin6_family: AF_INET6 as libc::sa_family_t,
                sin6_port: a.port().to_be(),
                sin6_flowinfo: a.flowinfo(),
                sin6_addr: libc::in6_addr {
                    s6_addr: a.ip().octets(),
                },
                sin6_scope_id: a.scope_id(),
            };
            // SAFETY: the caller's promise.
            unsafe { store(address, out, room) }
        }
    }
}

/// Makes a system call with an address.
pub(crate) fn with<R>(
    address: &SocketAddr,
    call: impl FnOnce(*const sockaddr, socklen_t) -> R,
) -> R {
    let (storage, len) = storage(address);
    call(ptr::from_ref(&storage).cast(), len)
}

/// An address as system calls have it, and its length.
pub(crate) fn storage(address: &SocketAddr) -> (sockaddr_storage, socklen_t) {
    let mut storage = MaybeUninit::<sockaddr_storage>::zeroed();
    let out = storage.as_mut_ptr().cast::<sockaddr>();
    // SAFETY: the storage is as large as that, and has room for every address.
    let len = unsafe { write(address, out, size_of::<sockaddr_storage>()) };
    // SAFETY: zeroes are an address, and so is what was written.
    let storage = unsafe { storage.assume_init() };
    (storage, len.unwrap_or(0) as socklen_t)
}

/// # Safety
/// `out` is writable for `room` bytes.
unsafe fn store<T>(address: T, out: *mut sockaddr, room: usize) -> Option<usize> {
    if size_of::<T>() > room {
        return None;
    }
    // SAFETY: the caller's promise; there is room.
    unsafe {
        ptr::write_bytes(out.cast::<u8>(), 0, room);
        out.cast::<T>().write_unaligned(address);
    }
    Some(size_of::<T>())
}

/// Orders two addresses: by family, then by address, then by port if `include_port`. Of families
/// other than IPv4 and IPv6, the first is always the greater one.
///
/// The order is libevent's: numbers count as they lie in memory, in network order.
///
/// # Safety
/// As for [`read`], for both.
pub(crate) unsafe fn compare(a: *const sockaddr, b: *const sockaddr, include_port: bool) -> c_int {
    // SAFETY: the caller's promise.
    let (family, other_family) = unsafe { (family(a), family(b)) };
    if family != other_family {
        return family - other_family;
    }
    // SAFETY: the caller's promise.
    let (a, b) = match unsafe { (read(a), read(b)) } {
        (Some(a), Some(b)) => (a, b),
        _ => return 1,
    };
    let order = match (&a, &b) {
        (SocketAddr::V4(a), SocketAddr::V4(b)) => {
            let number = |a: &SocketAddrV4| u32::from_ne_bytes(a.ip().octets());
            number(a).cmp(&number(b))
        }
        _ => a.ip().cmp(&b.ip()),
    };
    if order == Ordering::Equal && include_port {
        let port = |a: &SocketAddr| c_int::from(a.port().to_be());
        return port(&a) - port(&b);
    }
    order as c_int
}

/// The number of the network interface of this name.
pub(crate) fn interface_index(name: &[u8]) -> Option<u32> {
    let mut buffer = [0u8; libc::IF_NAMESIZE];
    // Longer names do not exist; the NUL stays.
    let room = buffer.len() - 1;
    buffer[..room].get_mut(..name.len())?.copy_from_slice(name);
    if cfg!(miri) {
        // Which does not know the function.
        return None;
    }
    // SAFETY: the buffer ends with a NUL.
    match unsafe { libc::if_nametoindex(buffer.as_ptr().cast()) } {
        0 => None,
        index => Some(index),
    }
}
