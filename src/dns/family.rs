//! The families of addresses.

use std::ffi::c_int;

use libc::addrinfo;

use super::message::kind;

/// One of the two families that are looked up side by side.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Ipv4 = 0,
    Ipv6 = 1,
}

pub(super) const FAMILIES: [Family; 2] = [Family::Ipv4, Family::Ipv6];

impl Family {
    /// `AF_INET` or `AF_INET6`.
    pub(super) fn number(self) -> c_int {
        [libc::AF_INET, libc::AF_INET6][self as usize]
    }

    /// The type of record that has such addresses.
    pub(super) fn kind(self) -> u16 {
        [kind::A, kind::AAAA][self as usize]
    }
}

/// The families that hints ask for.
pub(super) fn wanted(hints: &addrinfo) -> impl Iterator<Item = Family> {
    let family = hints.ai_family;
    let is_wanted = move |it: &Family| [libc::AF_UNSPEC, it.number()].contains(&family);
    FAMILIES.into_iter().filter(is_wanted)
}
