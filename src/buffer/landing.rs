//! Reading without knowing how much there is: into a block set aside for it, from which what came goes
//! to its buffer.

use std::cell::Cell;
use std::ffi::c_int;
use std::ptr::NonNull;

use super::chain::Chain;
use super::{Buf, Change, Transfer};
use crate::rt::mm::OutOfMemory;

/// How much room there usually is.
const USUAL: usize = 16384;
/// How much a single read may bring, however much is asked for.
const MOST: usize = 1 << 18;

/// The block that reads go to. One thread uses it.
pub(crate) struct Landing(Cell<Option<Chain>>);

impl Landing {
    pub(crate) const fn new() -> Self {
        Landing(Cell::new(None))
    }

    /// An empty block with room for `n` bytes, or for fewer if memory is short.
    fn take(&self, n: usize) -> Result<Chain, OutOfMemory> {
        let kept = self.0.take();
        let room = n.clamp(USUAL, MOST);
        if let Some(chain) = kept.filter(|chain| chain.room() >= room) {
            return Ok(chain);
        }
        match (Chain::with_exact_room(room), kept) {
            (Ok(larger), kept) => {
                if let Some(smaller) = kept {
                    smaller.release();
                }
                Ok(larger)
            }
            (Err(_), Some(smaller)) => Ok(smaller),
            (Err(none), None) => Err(none),
        }
    }

    fn put_back(&self, chain: Chain) {
        chain.clear();
        self.0.set(Some(chain));
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        if let Some(chain) = self.0.take() {
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
            landing.put_back(block);
            return Ok(0);
        }
        block.grow(got);
        // A short message would waste the block; a long one costs more to copy than a new block.
        let is_short = got <= block.capacity() / 2;
        // SAFETY: the block is on no buffer, and does not change meanwhile.
        if is_short && self.append(unsafe { block.bytes() }).is_ok() {
            landing.put_back(block);
        } else {
            self.push_chain(block);
        }
        self.changed(Change::added(got));
        Ok(got)
    }
}
