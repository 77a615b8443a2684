//! Which families of addresses this host has (`AI_ADDRCONFIG`).

use std::ffi::c_int;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::ptr;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use crate::util::address;

const LOOKED: u8 = 1;
const HAS_IPV4: u8 = 2;
const HAS_IPV6: u8 = 4;

/// What was seen when it was first looked; as in the original, it is not looked again.
static SEEN: AtomicU8 = AtomicU8::new(0);

/// The only family of which this host has an address that others can reach.
pub(super) fn only_family() -> Option<c_int> {
    let mut seen = SEEN.load(Relaxed);
    if seen & LOOKED == 0 {
        seen = look();
        SEEN.store(seen, Relaxed);
    }
    match seen & (HAS_IPV4 | HAS_IPV6) {
        HAS_IPV4 => Some(libc::AF_INET),
        HAS_IPV6 => Some(libc::AF_INET6),
        _ => None,
    }
}

fn look() -> u8 {
    let mut list = ptr::null_mut();
    // SAFETY: the list is writable.
    if unsafe { libc::getifaddrs(&mut list) } < 0 {
        return 0;
    }
    let mut seen = LOOKED;
    // SAFETY: a list from the system, whose entries lead to each other.
    let mut rest = unsafe { list.as_ref() };
    while let Some(entry) = rest {
        if !entry.ifa_addr.is_null() {
            // SAFETY: the entry's address is as long as its family says.
            seen |= match unsafe { address::read(entry.ifa_addr) } {
                Some(SocketAddr::V4(a)) if !is_local(*a.ip()) => HAS_IPV4,
                Some(SocketAddr::V6(a)) if !is_local6(*a.ip()) => HAS_IPV6,
                _ => 0,
            };
        }
        // SAFETY: as above.
        rest = unsafe { entry.ifa_next.as_ref() };
    }
    // SAFETY: it came from `getifaddrs`.
    unsafe { libc::freeifaddrs(list) };
    seen
}

fn is_local(ip: Ipv4Addr) -> bool {
    ip.octets()[0] == 0 || ip.is_loopback() || ip.is_link_local() || ip.is_multicast()
}

fn is_local6(ip: Ipv6Addr) -> bool {
    let segments = ip.segments();
    // As the original has it: among others, loopback, link-local and what used to be site-local.
    segments[..4] == [0; 4]
        || segments[0] & 0xff80 == 0xfe80
        || ip.is_unique_local()
        || ip.is_multicast()
}
