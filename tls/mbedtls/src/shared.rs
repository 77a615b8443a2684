//! A value that several own. It is `Arc`, but that cannot fail without memory.

use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering, fence};

use event_tls_core::library::{Failed, place};

/// One owner's share.
///
/// INVARIANT: the value is there, and the owners were counted.
pub(crate) struct Shared<T>(NonNull<Counted<T>>);

struct Counted<T> {
    owners: AtomicUsize,
    value: T,
}

impl<T> Shared<T> {
    /// Fails without memory.
    pub(crate) fn new(value: T) -> Result<Self, Failed> {
        let counted = place(Counted {
            owners: AtomicUsize::new(1),
            value,
        })?;
        Ok(Shared(NonNull::from(Box::leak(counted))))
    }

    fn counted(&self) -> &Counted<T> {
        // SAFETY: the invariant.
        unsafe { self.0.as_ref() }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        // The new owner has it from this one.
        self.counted().owners.fetch_add(1, Ordering::Relaxed);
        Shared(self.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.counted().value
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        if self.counted().owners.fetch_sub(1, Ordering::Release) == 1 {
            // What the other owners have done comes before.
            fence(Ordering::Acquire);
            // SAFETY: it was placed so, and this was the last owner.
            drop(unsafe { Box::from_raw(self.0.as_ptr()) });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::Shared;

    struct Drops<'a>(&'a Cell<u32>);

    impl Drop for Drops<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }

    #[test]
    fn the_last_owner_drops_it() {
        let drops = Cell::new(0);
        let first = Shared::new(Drops(&drops)).ok();
        let second = first.clone();
        drop(first);
        assert_eq!(drops.get(), 0);
        assert!(second.is_some_and(|value| value.counted().value.0.get() == 0));
        assert_eq!(drops.get(), 1);
    }
}
