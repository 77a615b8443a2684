//! A small hash table keyed by address, in memory that may run out.

use crate::rt::mm::{self, OutOfMemory};

/// A map from addresses to plain values: open addressing, at most three quarters full.
pub(crate) struct PtrMap<V: Copy> {
    /// Power-of-two many, or none.
    slots: Slots<V>,
    len: usize,
}

#[derive(Clone, Copy)]
struct Slot<V> {
    /// Zero in an empty slot.
    key: usize,
    value: V,
}

/// The table itself.
struct Slots<V: Copy>(Option<std::ptr::NonNull<[Slot<V>]>>);

// SAFETY: the table is owned by the map alone, and holds plain values.
unsafe impl<V: Copy + Send> Send for Slots<V> {}

impl<V: Copy> Slots<V> {
    fn get(&self) -> &[Slot<V>] {
        // SAFETY: `allocate` initialised all of it, and it is freed only with `self`.
        self.0.map_or(&[], |slots| unsafe { slots.as_ref() })
    }

    fn get_mut(&mut self) -> &mut [Slot<V>] {
        // SAFETY: as in `get`, and `self` is borrowed exclusively.
        self.0
            .map_or(&mut [], |mut slots| unsafe { slots.as_mut() })
    }

    fn allocate(len: usize, empty: Slot<V>) -> Result<Self, OutOfMemory> {
        let bytes = len.checked_mul(size_of::<Slot<V>>()).ok_or(OutOfMemory)?;
        let start = mm::malloc(bytes).ok_or(OutOfMemory)?.cast::<Slot<V>>();
        for i in 0..len {
            // SAFETY: the memory fits `len` slots.
            unsafe { start.add(i).write(empty) };
        }
        Ok(Slots(Some(std::ptr::NonNull::slice_from_raw_parts(
            start, len,
        ))))
    }
}

impl<V: Copy> Drop for Slots<V> {
    fn drop(&mut self) {
        if let Some(slots) = self.0 {
            // SAFETY: `allocate` gave it, and it is not used any more.
            unsafe { mm::free(slots.as_ptr().cast()) };
        }
    }
}

impl<V: Copy> PtrMap<V> {
    pub(crate) const fn new() -> Self {
        PtrMap {
            slots: Slots(None),
            len: 0,
        }
    }

    /// Where `key` is, or where it would be put.
    fn find(&self, key: usize) -> Option<usize> {
        let slots = self.slots.get();
        let mask = slots.len().checked_sub(1)?;
        // The low bits of addresses are alike: multiply to spread the others over them.
        let mut at = ((key as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & mask;
        while slots[at].key != key && slots[at].key != 0 {
            at = (at + 1) & mask;
        }
        Some(at)
    }

    pub(crate) fn get(&self, key: usize) -> Option<V> {
        let slot = self.slots.get()[self.find(key)?];
        (slot.key == key).then_some(slot.value)
    }

    /// Puts `key`, which is not zero, in, or replaces its value.
    pub(crate) fn insert(&mut self, key: usize, value: V) -> Result<(), OutOfMemory> {
        if self.len * 4 >= self.slots.get().len() * 3 {
            self.grow(value)?;
        }
        let at = self.find(key).ok_or(OutOfMemory)?;
        let slot = &mut self.slots.get_mut()[at];
        self.len += usize::from(slot.key == 0);
        *slot = Slot { key, value };
        Ok(())
    }

    fn grow(&mut self, filler: V) -> Result<(), OutOfMemory> {
        let len = (self.slots.get().len() * 2).max(16);
        let empty = Slot {
            key: 0,
            value: filler,
        };
        let old = std::mem::replace(&mut self.slots, Slots::allocate(len, empty)?);
        for slot in old.get().iter().filter(|slot| slot.key != 0) {
            if let Some(at) = self.find(slot.key) {
                self.slots.get_mut()[at] = *slot;
            }
        }
        Ok(())
    }

    /// Changes the value of a `key` that is in; tells whether it is.
    pub(crate) fn update(&mut self, key: usize, value: V) -> bool {
        let Some(at) = self.find(key) else {
            return false;
        };
        let slot = &mut self.slots.get_mut()[at];
        if slot.key != key {
            return false;
        }
        slot.value = value;
        true
    }

    pub(crate) fn remove(&mut self, key: usize) {
        let Some(mut hole) = self.find(key) else {
            return;
        };
        let slots = self.slots.get_mut();
        if slots[hole].key != key {
            return;
        }
        slots[hole].key = 0;
        self.len -= 1;
        // Those behind the hole may have been pushed there by what was in it: put them in again.
        let mask = slots.len() - 1;
        loop {
            hole = (hole + 1) & mask;
            let moved = self.slots.get()[hole];
            if moved.key == 0 {
                return;
            }
            self.slots.get_mut()[hole].key = 0;
            if let Some(at) = self.find(moved.key) {
                self.slots.get_mut()[at] = moved;
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_standard_map() {
        let mut map = PtrMap::new();
        let mut model = std::collections::HashMap::new();
        let mut state = 7u64;
        let steps = if cfg!(miri) { 500 } else { 5000 };
        for _ in 0..steps {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let key = ((state >> 40) as usize % 300 + 1) * 128;
            match state >> 33 & 3 {
                0 => {
                    map.remove(key);
                    model.remove(&key);
                }
                1 => assert_eq!(map.update(key, state), model.contains_key(&key)),
                _ => map.insert(key, state).unwrap(),
            }
            if map.get(key).is_some() {
                model.insert(key, state);
            }
            assert_eq!(map.get(key), model.get(&key).copied());
            assert_eq!(map.len, model.len());
        }
        assert!(model.iter().all(|(k, v)| map.get(*k) == Some(*v)));
        map.clear();
        assert_eq!(map.get(128), None);
    }
}
