//! Large blocks that a loop keeps for what it transfers.
//!
//! A read does not know how much there is: it goes to a block set aside for it, from which what came
//! goes to its buffer. And large blocks that have been written out serve again: the memory of a new one
//! costs the kernel more work than filling it.

use std::cell::Cell;
use std::ffi::c_int;
use std::ptr::NonNull;

use super::chain::Chain;
use super::{Buf, Change, End, Failed, Transfer};
use crate::rt::mm::OutOfMemory;

/// The room of the block for reads, usually, and the least that is worth keeping.
const USUAL: usize = 16384;
/// How much a single read may bring, however much is asked for, and the most that is kept.
const MOST: usize = 1 << 18;
/// How many blocks are kept.
const KEPT: usize = 4;

/// The blocks that are kept. One thread uses them.
pub(crate) struct Landing([Cell<Option<Chain>>; KEPT]);

impl Landing {
    pub(crate) const fn new() -> Self {
        Landing([const { Cell::new(None) }; KEPT])
    }

    /// Takes a kept block that suits.
    fn find(&self, suits: impl Fn(Chain) -> bool) -> Option<Chain> {
        let kept = self.0.iter();
        kept.filter(|place| place.get().is_some_and(&suits))
            .find_map(Cell::take)
    }

    /// An empty block with room for `n` bytes, or for fewer if memory is short.
    fn take(&self, n: usize) -> Result<Chain, OutOfMemory> {
        let room = n.clamp(USUAL, MOST);
        self.find(|kept| (room..=room + room / 2).contains(&kept.capacity()))
            .or_else(|| Chain::with_exact_room(room).ok())
            .or_else(|| self.find(|_| true))
            .ok_or(OutOfMemory)
    }

    /// Keeps a block that has done its service, if that is worth it.
    pub(super) fn keep(&self, chain: Chain) {
        let is_worth_it = (USUAL..=MOST).contains(&chain.capacity()) && chain.is_writable();
        match self.0.iter().find(|place| place.get().is_none()) {
            Some(place) if is_worth_it => {
                chain.clear();
                chain.set_next(None);
                place.set(Some(chain));
            }
            _ => chain.release(),
        }
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        for chain in self.0.iter().filter_map(Cell::take) {
            chain.release();
        }
    }
}

impl Buf {
    /// Reads at most `n` bytes from `fd` to the end, with one system call. That nobody else may append
    /// does not matter.
    #[inline]
    pub(crate) fn receive(self, fd: c_int, n: usize, landing: &Landing) -> Transfer {
        let mut result = Transfer::Refused;
        let landed = self.land(n, landing, |to, room| {
            // SAFETY: there is that much room.
            result = Transfer::of(unsafe { libc::read(fd, to.as_ptr().cast(), room) });
            match result {
                Transfer::Done(got) => got,
                _ => 0,
            }
        });
        match landed {
            Ok(_) => result,
            Err(OutOfMemory) => Transfer::Refused,
        }
    }

    /// Appends what `fill` brings: it writes at most as many bytes as it is told, which is `n` or fewer,
    /// to where it is told, and says how many.
    #[inline]
    pub(crate) fn land(
        self,
        n: usize,
        landing: &Landing,
        fill: impl FnOnce(NonNull<u8>, usize) -> usize,
    ) -> Result<usize, OutOfMemory> {
        let _lock = self.lock();
        let block = landing.take(n)?;
        let got = fill(block.tail(), n.min(block.room()));
        if got == 0 {
            landing.keep(block);
            return Ok(0);
        }
        block.grow(got);
        // A short message would waste the block; a long one costs more to copy than a new block.
        let is_short = got <= block.capacity() / 2;
        // SAFETY: the block is on no buffer, and does not change meanwhile.
        if is_short && self.append(unsafe { block.bytes() }).is_ok() {
            landing.keep(block);
        } else {
            self.push_chain(block);
        }
        self.changed(Change::added(got));
        Ok(got)
    }

    /// Appends bytes, in a kept block if there is one like that which they need.
    pub(crate) fn add_landing(self, bytes: &[u8], landing: &Landing) -> Result<(), Failed> {
        let _lock = self.lock();
        self.check_not_frozen(End::Back)?;
        self.append_with(bytes, |room| {
            let capacity = Chain::capacity_for(room);
            let kept = landing.find(|kept| kept.capacity() == capacity);
            kept.map_or_else(|| Chain::with_room(room), Ok)
        })?;
        self.changed(Change::added(bytes.len()));
        Ok(())
    }
}
