//! Blocks that a loop keeps for what its bufferevents transfer.
//!
//! A read does not know how much there is: it goes to a large block set aside for it, from which what
//! came goes to its buffer. And blocks that have been written out serve again, little ones for messages
//! and large ones, the memory of which would cost the kernel more work than filling it.

use std::cell::Cell;
use std::ffi::c_int;
use std::ptr::NonNull;

use super::chain::{Chain, LITTLE};
use super::{Buf, Calls, Change, End, Failed, Transfer};
use crate::rt::mm::OutOfMemory;

/// The room of the block for reads, usually, and the least that is worth keeping.
const USUAL: usize = 16384;
/// How much a single read may bring, however much is asked for, and the most that is kept.
const MOST: usize = 1 << 18;
/// How many large blocks are kept.
const MAX_LARGE: usize = 4;
/// How many little ones.
const MAX_LITTLE: u32 = 512;

/// The blocks that are kept. One thread uses them.
pub(crate) struct Blocks {
    large: [Cell<Option<Chain>>; MAX_LARGE],
    /// A list of the smallest blocks that bufferevents have.
    little: Cell<Option<Chain>>,
    little_count: Cell<u32>,
}

impl Blocks {
    pub(crate) const fn new() -> Self {
        Blocks {
            large: [const { Cell::new(None) }; MAX_LARGE],
            little: Cell::new(None),
            little_count: Cell::new(0),
        }
    }

    /// Takes a large block that suits.
    #[inline]
    fn find(&self, suits: impl Fn(Chain) -> bool) -> Option<Chain> {
        let kept = self.large.iter();
        kept.filter(|place| place.get().is_some_and(&suits))
            .find_map(Cell::take)
    }

    /// An empty block with room for `n` bytes, or for fewer if memory is short.
    #[inline]
    fn take(&self, n: usize) -> Result<Chain, OutOfMemory> {
        let room = n.clamp(USUAL, MOST);
        self.find(|kept| (room..=room + room / 2).contains(&kept.capacity()))
            .map_or_else(|| self.make(room), Ok)
    }

    /// The same where none that is kept suits.
    #[cold]
    fn make(&self, room: usize) -> Result<Chain, OutOfMemory> {
        Chain::with_exact_room(room).or_else(|failed| self.find(|_| true).ok_or(failed))
    }

    /// A block for bytes in a buffer of a bufferevent, with room for at least `n`.
    #[inline]
    fn allocate(&self, n: usize) -> Result<Chain, OutOfMemory> {
        if n <= LITTLE
            && let Some(first) = self.little.get()
        {
            self.little.set(first.next());
            self.little_count.set(self.little_count.get() - 1);
            first.set_next(None);
            return Ok(first);
        }
        self.allocate_other(n)
    }

    /// The same where no little one that is kept does.
    #[inline(never)]
    fn allocate_other(&self, n: usize) -> Result<Chain, OutOfMemory> {
        if n >= USUAL {
            let capacity = Chain::capacity_for(n);
            let kept = self.find(|kept| kept.capacity() == capacity);
            return kept.map_or_else(|| Chain::with_room(n), Ok);
        }
        Chain::with_little_room(n)
    }

    /// Keeps a block that has done its service, if that is worth it.
    #[inline]
    pub(super) fn keep(&self, chain: Chain) {
        if !chain.is_writable() {
            chain.release();
            return;
        }
        chain.clear();
        match chain.capacity() {
            LITTLE => self.keep_little(chain),
            USUAL..=MOST => self.keep_large(chain),
            _ => chain.release(),
        }
    }

    fn keep_little(&self, chain: Chain) {
        let count = self.little_count.get();
        if count < MAX_LITTLE {
            chain.set_next(self.little.replace(Some(chain)));
            self.little_count.set(count + 1);
        } else {
            chain.release();
        }
    }

    fn keep_large(&self, chain: Chain) {
        match self.large.iter().find(|place| place.get().is_none()) {
            Some(place) => {
                chain.set_next(None);
                place.set(Some(chain));
            }
            None => chain.release(),
        }
    }
}

impl Drop for Blocks {
    fn drop(&mut self) {
        for chain in self.large.iter().filter_map(Cell::take) {
            chain.release();
        }
        while let Some(chain) = self.little.get() {
            self.little.set(chain.next());
            chain.release();
        }
    }
}

impl Buf {
    /// Reads at most `n` bytes from `fd` to the end, with one system call. That nobody else may append
    /// does not matter.
    #[inline]
    pub(crate) fn receive(self, calls: Calls, fd: c_int, n: usize, blocks: &Blocks) -> Transfer {
        let mut result = Transfer::Refused;
        let appended = self.append_read(n, blocks, |to, room| {
            // SAFETY: there is that much room.
            result = unsafe { calls.read(fd, to, room) };
            match result {
                Transfer::Done(got) => got,
                _ => 0,
            }
        });
        match appended {
            Ok(_) => result,
            Err(OutOfMemory) => Transfer::Refused,
        }
    }

    /// Appends what `read` brings: it writes at most as many bytes as it is told, which is `n` or fewer,
    /// to where it is told, and says how many.
    #[inline]
    pub(crate) fn append_read(
        self,
        n: usize,
        blocks: &Blocks,
        read: impl FnOnce(NonNull<u8>, usize) -> usize,
    ) -> Result<usize, OutOfMemory> {
        let _lock = self.lock();
        let block = blocks.take(n)?;
        let got = read(block.tail(), n.min(block.capacity()));
        if got == 0 {
            blocks.keep_large(block);
            return Ok(0);
        }
        // A short message would waste the block; a long one costs more to copy than a new block.
        let is_short = got <= block.capacity() / 2;
        let copy = || {
            // SAFETY: they have been read; the block is on no buffer, and does not change meanwhile.
            let bytes = unsafe { block.in_room(got) };
            self.append_with(bytes, |room| blocks.allocate(room))
        };
        if is_short && copy().is_ok() {
            blocks.keep_large(block);
        } else {
            block.grow(got);
            self.push_chain(block);
        }
        self.changed(Change::added(got));
        Ok(got)
    }

    /// Removes the first `n` bytes, of which there are so many; the blocks that had no others are kept in
    /// `blocks`.
    #[inline]
    pub(super) fn discard_with(self, n: usize, blocks: &Blocks) {
        match self.first.get() {
            // Mostly it is all, in one block.
            Some(first) if n == first.len() && self.last.get() == Some(first) => {
                self.forget_blocks();
                blocks.keep(first);
            }
            _ => self.discard_to(n, |chain| blocks.keep(chain)),
        }
    }

    /// Appends bytes, in a kept block if they need one like it.
    pub(crate) fn add_with(self, bytes: &[u8], blocks: &Blocks) -> Result<(), Failed> {
        let _lock = self.lock();
        self.check_not_frozen(End::Back)?;
        self.append_with(bytes, |room| blocks.allocate(room))?;
        self.changed(Change::added(bytes.len()));
        Ok(())
    }
}
