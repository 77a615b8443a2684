//! Answers that are kept until they expire, for look-ups of addresses.

use std::ffi::c_int;
use std::net::SocketAddr;

use crate::ds::handle::Handle;
use crate::ds::vec::CellVec;
use crate::rt::mm::OutOfMemory;
use crate::rt::time::Micros;

/// How many names, counted once for each family, are kept.
const MAX_ENTRIES: usize = 1024;

/// The addresses of a name in one family, perhaps none.
struct Entry {
    name: CellVec<u8>,
    family: c_int,
    addresses: CellVec<SocketAddr>,
    /// As a C string, or nothing.
    canonical: CellVec<u8>,
    expires: Micros,
}

/// What is to be kept.
pub(super) struct Known<'a> {
    pub(super) name: &'a [u8],
    pub(super) family: c_int,
    pub(super) addresses: &'a [SocketAddr],
    pub(super) canonical: &'a [u8],
    pub(super) expires: Micros,
}

/// What was kept.
pub(super) struct Hit(Handle<Entry>);

impl Hit {
    pub(super) fn addresses(&self) -> &[SocketAddr] {
        self.0.addresses.as_slice()
    }

    pub(super) fn canonical(&self) -> &[u8] {
        self.0.canonical.as_slice()
    }
}

/// A cache.
pub(super) struct Cache(CellVec<Handle<Entry>>);

impl Cache {
    pub(super) const fn new() -> Self {
        Cache(CellVec::new())
    }

    /// What is known of a name in a family.
    pub(super) fn find(&self, name: &[u8], family: c_int, now: Micros) -> Option<Hit> {
        let index = self.position(name, family)?;
        let entry = self.0.at(index);
        if entry.expires <= now {
            self.remove(index);
            return None;
        }
        Some(Hit(entry))
    }

    fn position(&self, name: &[u8], family: c_int) -> Option<usize> {
        self.0.iter().position(|entry| {
            entry.family == family && entry.name.as_slice().eq_ignore_ascii_case(name)
        })
    }

    /// Keeps what is known, in the place of what was known before. When there is no more room, what
    /// expires first goes.
    pub(super) fn keep(&self, known: &Known<'_>) -> Result<(), OutOfMemory> {
        if let Some(index) = self.position(known.name, known.family) {
            self.remove(index);
        }
        if self.0.len() >= MAX_ENTRIES {
            let first = (0..self.0.len()).min_by_key(|&index| self.0.at(index).expires);
            first.into_iter().for_each(|index| self.remove(index));
        }
        self.0.reserve(1)?;
        let entry = Entry {
            name: CellVec::new(),
            family: known.family,
            addresses: CellVec::new(),
            canonical: CellVec::new(),
            expires: known.expires,
        };
        entry.name.extend_from_slice(known.name)?;
        entry.addresses.extend_from_slice(known.addresses)?;
        entry.canonical.extend_from_slice(known.canonical)?;
        self.0.push(Handle::make(entry)?)
    }

    fn remove(&self, index: usize) {
        let entry = self.0.at(index);
        self.0.swap_remove(index);
        // SAFETY: it was on the list only.
        unsafe { entry.dispose() };
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        while self.0.len() > 0 {
            self.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known<'a>(name: &'a str, expires: Micros, addresses: &'a [SocketAddr]) -> Known<'a> {
        Known {
            name: name.as_bytes(),
            family: libc::AF_INET,
            addresses,
            canonical: b"",
            expires,
        }
    }

    fn count(cache: &Cache, name: &str, now: Micros) -> Option<usize> {
        let hit = cache.find(name.as_bytes(), libc::AF_INET, now)?;
        Some(hit.addresses().len())
    }

    #[test]
    fn until_it_expires() {
        let cache = Cache::new();
        cache.keep(&known("a.example", 10, &[])).unwrap();
        assert_eq!(count(&cache, "A.Example", 9), Some(0));
        assert_eq!(count(&cache, "b.example", 9), None);
        assert!(cache.find(b"a.example", libc::AF_INET6, 9).is_none());
        let address = ["1.2.3.4:0".parse().unwrap()];
        cache.keep(&known("a.EXAMPLE", 20, &address)).unwrap();
        assert_eq!(count(&cache, "a.example", 19), Some(1));
        assert_eq!(count(&cache, "a.example", 20), None);
        assert_eq!(cache.0.len(), 0);
    }

    #[test]
    #[cfg_attr(miri, ignore = "compares a million names")]
    fn what_expires_first_goes() {
        let cache = Cache::new();
        for i in 0..MAX_ENTRIES + 1 {
            let expires = 1000 + (i as Micros * 7) % 1025;
            cache.keep(&known(&i.to_string(), expires, &[])).unwrap();
        }
        assert_eq!(cache.0.len(), MAX_ENTRIES);
        assert_eq!(count(&cache, "0", 0), None);
        assert_eq!(count(&cache, "1", 0), Some(0));
    }
}
