//! The hosts that a resolver knows from hosts files.

use std::net::SocketAddr;

use crate::ds::vec::CellVec;
use crate::rt::mm::OutOfMemory;

#[derive(Clone, Copy)]
struct Host {
    address: SocketAddr,
    /// Where its name is among all of them.
    name_at: usize,
    name_len: usize,
}

/// Names and their addresses.
pub(super) struct Hosts {
    names: CellVec<u8>,
    hosts: CellVec<Host>,
}

impl Hosts {
    pub(super) const fn new() -> Self {
        Hosts {
            names: CellVec::new(),
            hosts: CellVec::new(),
        }
    }

    pub(super) fn add(&self, address: SocketAddr, name: &[u8]) -> Result<(), OutOfMemory> {
        self.hosts.reserve(1)?;
        let name_at = self.names.len();
        self.names.extend_from_slice(name)?;
        self.hosts.push(Host {
            address,
            name_at,
            name_len: name.len(),
        })
    }

    pub(super) fn clear(&self) {
        self.names.clear();
        self.hosts.clear();
    }

    /// The addresses of a name, in the order of the files.
    pub(super) fn addresses(&self, name: &[u8]) -> impl Iterator<Item = SocketAddr> {
        let is_it = move |host: &Host| {
            let own = &self.names.as_slice()[host.name_at..host.name_at + host.name_len];
            own.eq_ignore_ascii_case(name)
        };
        self.hosts.iter().filter(is_it).map(|host| host.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_name() {
        let hosts = Hosts::new();
        let [a, b] = ["1.2.3.4:0", "[::1]:0"].map(|text| text.parse().unwrap());
        for (address, name) in [(a, "one"), (b, "two"), (b, "ONE")] {
            hosts.add(address, name.as_bytes()).unwrap();
        }
        let addresses = |name: &str| hosts.addresses(name.as_bytes()).collect::<Vec<_>>();
        assert_eq!(addresses("One"), [a, b]);
        assert_eq!(addresses("two"), [b]);
        assert_eq!(addresses("tw"), []);
        hosts.clear();
        assert_eq!(addresses("one"), []);
    }
}
