//! The block that a buffer keeps of those that have become empty, for bytes to come.
//!
//! It is on no list, so nobody sees it, and it serves where a new block would have its size. Buffers of
//! this library's objects keep none: there may be many that are idle.

use super::callbacks::Owner;
use super::chain::{Chain, USUAL};
use super::{Buf, OutOfMemory};

/// The capacity of blocks for more than the usual. No larger ones are kept.
const LARGER: usize = Chain::capacity_for(USUAL + 1);

impl Buf {
    /// An empty block with room for at least `n` bytes.
    #[inline]
    pub(super) fn new_block(self, n: usize) -> Result<Chain, OutOfMemory> {
        match self.callbacks.owner.get() {
            Owner::Program(Some(spare)) if spare.capacity() == capacity_of_spare(n) => {
                self.callbacks.owner.set(Owner::Program(None));
                Ok(spare)
            }
            _ => Chain::with_room(n),
        }
    }

    /// The same for `n` bytes that are appended, and perhaps not many more.
    pub(super) fn new_block_for(self, n: usize) -> Result<Chain, OutOfMemory> {
        match self.callbacks.owner.get() {
            Owner::Object(_) => Chain::with_little_room(n),
            Owner::Program(_) => self.new_block(n),
        }
    }

    /// Keeps a block that has done its service, or frees it. Larger ones are harder to come by.
    #[inline]
    pub(super) fn keep(self, chain: Chain) {
        let is_worth_it = matches!(chain.capacity(), USUAL | LARGER) && chain.is_writable();
        let kept = match self.callbacks.owner.get() {
            Owner::Program(kept) if is_worth_it => kept,
            _ => return chain.release(),
        };
        match kept {
            Some(kept) if kept.capacity() >= chain.capacity() => chain.release(),
            _ => {
                chain.clear();
                chain.set_next(None);
                self.callbacks.owner.set(Owner::Program(Some(chain)));
                if let Some(kept) = kept {
                    kept.release();
                }
            }
        }
    }

    /// Gives the block that is kept to another buffer: bytes that pass through buffers need no new ones
    /// then.
    #[inline]
    pub(super) fn pass_spare(self, to: Buf) {
        if let Owner::Program(Some(spare)) = self.callbacks.owner.get() {
            self.callbacks.owner.set(Owner::Program(None));
            to.keep(spare);
        }
    }

    /// Frees the block that is kept.
    pub(super) fn drop_spare(self) {
        if let Owner::Program(Some(spare)) = self.callbacks.owner.get() {
            self.callbacks.owner.set(Owner::Program(None));
            spare.release();
        }
    }
}

/// What a spare block must have to serve as a new one with room for `n` bytes.
fn capacity_of_spare(n: usize) -> usize {
    if n <= USUAL {
        USUAL
    } else if n <= LARGER {
        LARGER
    } else {
        usize::MAX
    }
}
