//! The blocks that a buffer keeps of those that have become empty, for bytes to come: one of each of the
//! two smallest sizes.
//!
//! They are on a list of their own, so nobody sees them, and serve where a new block would have their
//! size. Buffers of this library's objects keep none: there may be many that are idle.

use std::iter::successors;

use super::callbacks::Owner;
use super::chain::{Chain, SMALLEST};
use super::{Buf, OutOfMemory};

/// The capacity of blocks for more than the usual. No larger ones are kept.
const LARGER: usize = Chain::capacity_for(SMALLEST + 1);

/// What a spare block must have to serve as a new one with room for `n` bytes.
fn capacity_of_spare(n: usize) -> usize {
    if n <= SMALLEST {
        SMALLEST
    } else if n <= LARGER {
        LARGER
    } else {
        usize::MAX
    }
}

fn spares(first: Option<Chain>) -> impl Iterator<Item = Chain> {
    successors(first, |spare| spare.next())
}

impl Buf {
    /// An empty block with room for at least `n` bytes.
    #[inline]
    pub(super) fn new_block(self, n: usize) -> Result<Chain, OutOfMemory> {
        match self.take_spare(n) {
            Some(spare) => Ok(spare),
            None => Chain::with_room(n),
        }
    }

    /// The same for `n` bytes that are appended, and perhaps not many more.
    pub(super) fn new_block_for(self, n: usize) -> Result<Chain, OutOfMemory> {
        match self.callbacks.owner.get() {
            Owner::Object(_) => Chain::with_little_room(n),
            Owner::Program(_) => self.new_block(n),
        }
    }

    #[inline]
    fn take_spare(self, n: usize) -> Option<Chain> {
        let Owner::Program(Some(first)) = self.callbacks.owner.get() else {
            return None;
        };
        let wanted = capacity_of_spare(n);
        if first.capacity() == wanted {
            self.callbacks.owner.set(Owner::Program(first.next()));
            first.set_next(None);
            return Some(first);
        }
        let second = first.next().filter(|spare| spare.capacity() == wanted)?;
        first.set_next(None);
        Some(second)
    }

    /// Keeps a block that has done its service, or frees it.
    #[inline]
    pub(super) fn keep(self, chain: Chain) {
        let is_worth_it = matches!(chain.capacity(), SMALLEST | LARGER) && chain.is_writable();
        match self.callbacks.owner.get() {
            Owner::Program(first)
                if is_worth_it
                    && spares(first).all(|spare| spare.capacity() != chain.capacity()) =>
            {
                chain.clear();
                chain.set_next(first);
                self.callbacks.owner.set(Owner::Program(Some(chain)));
            }
            _ => chain.release(),
        }
    }

    /// Gives the blocks that are kept to another buffer, unless it has some: bytes that pass through buffers
    /// need no new ones then.
    #[inline]
    pub(super) fn pass_spares(self, to: Buf) {
        if let Owner::Program(None) = to.callbacks.owner.get()
            && let kept @ Owner::Program(Some(_)) = self.callbacks.owner.get()
        {
            self.callbacks.owner.set(Owner::Program(None));
            to.callbacks.owner.set(kept);
        }
    }

    /// Frees the blocks that are kept.
    pub(super) fn drop_spares(self) {
        if let Owner::Program(mut next @ Some(_)) = self.callbacks.owner.get() {
            self.callbacks.owner.set(Owner::Program(None));
            while let Some(spare) = next {
                next = spare.next();
                spare.release();
            }
        }
    }
}
