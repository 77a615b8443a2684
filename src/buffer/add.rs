//! Putting bytes into a buffer, at its end and before its start.

use std::cell::Cell;
use std::ffi::c_int;
use std::ptr::NonNull;

use super::chain::{Chain, MAX_CHAIN};
use super::{Buf, Change, End, Failed, lock_two};
use crate::ffi::buffer::evbuffer_iovec;
use crate::rt::lock::LockRef;
use crate::rt::mm::OutOfMemory;

/// Blocks grow with the buffer, up to this capacity.
const MAX_GROWN: usize = 4096;
/// The room that is made for a formatted text at first.
const USUAL_TEXT: usize = 64;

/// Makes a block with at least so much room.
pub(super) trait Allocate: FnOnce(usize) -> Result<Chain, OutOfMemory> {}
impl<F: FnOnce(usize) -> Result<Chain, OutOfMemory>> Allocate for F {}

impl Buf {
    /// Fails if `n` more bytes would be more than can be counted.
    #[inline]
    pub(super) fn check_fits(self, n: usize) -> Result<(), Failed> {
        match self.len().checked_add(n) {
            Some(sum) if sum <= MAX_CHAIN => Ok(()),
            _ => Err(Failed),
        }
    }

    /// Appends bytes.
    #[inline]
    pub(crate) fn add(self, bytes: &[u8]) -> Result<(), Failed> {
        if self.is_bare(End::Back) {
            self.append(bytes)
        } else {
            self.lock_and_add(bytes)
        }
    }

    /// Appends `first` and then `second`, telling of each; or neither of them, when memory runs out.
    pub(crate) fn add_both(self, first: &[u8], second: &[u8]) -> Result<(), Failed> {
        let _lock = self.lock();
        self.check_fits(first.len().saturating_add(second.len()))?;
        // What the second may need is there before the first is added.
        let block = match self.chain_with_room_for(first.len() + second.len()) {
            Some(_) => None,
            None => Some(self.new_block(second.len())?),
        };
        let block = Cell::new(block);
        let result = self.append_and_tell(first).and_then(|()| {
            self.append_with(second, |room| match block.take() {
                Some(block) => Ok(block),
                None => self.new_block_for(room),
            })?;
            self.changed(Change::added(second.len()));
            Ok(())
        });
        if let Some(block) = block.take() {
            block.release();
        }
        result
    }

    // Neither is where it is called, so that the short ways need few registers.
    #[inline(never)]
    fn lock_and_add(self, bytes: &[u8]) -> Result<(), Failed> {
        let lock = self.acquire();
        if !self.is_unwatched(End::Back) {
            return self.add_with_care(lock, bytes);
        }
        let appended = self.append(bytes);
        self.release_lock();
        appended
    }

    #[inline(never)]
    fn add_with_care(self, lock: Option<LockRef>, bytes: &[u8]) -> Result<(), Failed> {
        let _lock = self.locked(lock);
        self.append_and_tell(bytes)
    }

    /// The same with the lock taken.
    #[inline]
    fn append_and_tell(self, bytes: &[u8]) -> Result<(), Failed> {
        self.check_not_frozen(End::Back)?;
        self.append(bytes)?;
        self.changed(Change::added(bytes.len()));
        Ok(())
    }

    /// Appends bytes, and tells nobody.
    #[inline]
    pub(super) fn append(self, bytes: &[u8]) -> Result<(), Failed> {
        self.append_with(bytes, |room| self.new_block_for(room))
    }

    /// The same, with a new block from `allocate`, which is told how much room it is to have at least.
    #[inline(always)]
    pub(super) fn append_with(self, bytes: &[u8], allocate: impl Allocate) -> Result<(), Failed> {
        match self.write_chain() {
            None => self.append_first(bytes, allocate),
            Some(chain) if chain.can_take(bytes.len()) => {
                self.fill(chain, bytes);
                Ok(())
            }
            Some(chain) => self.append_across(chain, bytes, allocate),
        }
    }

    /// The block to which `n` bytes can be appended as they are.
    pub(super) fn chain_with_room_for(self, n: usize) -> Option<Chain> {
        self.write_chain().filter(|chain| chain.can_take(n))
    }

    /// Copies bytes to the end of a block, which has room for them.
    #[inline]
    fn fill(self, chain: Chain, bytes: &[u8]) {
        chain.append(bytes);
        if !bytes.is_empty() {
            self.last_with_data.set(Some(chain));
        }
        self.len.set(self.len() + bytes.len());
    }

    /// Appends a text that `write` puts where it is told there is room; it says how long the text is, or
    /// less than 0 if there is none. If that, with a NUL, is more than the room, it is called again.
    pub(crate) fn add_text(
        self,
        write: impl Fn(NonNull<u8>, usize) -> c_int,
    ) -> Result<usize, Failed> {
        let _lock = self.lock();
        self.check_not_frozen(End::Back)?;
        let mut room = USUAL_TEXT;
        loop {
            let chain = self.make_room_in_one(room)?;
            let len = write(chain.tail(), chain.room());
            let len = usize::try_from(len).map_err(|_| Failed)?;
            self.check_fits(len)?;
            if len < chain.room() {
                self.grow_chain(chain, len);
                self.changed(Change::added(len));
                return Ok(len);
            }
            room = len + 1;
        }
    }

    /// Puts a block with these bytes into the buffer, which has none.
    #[inline(never)]
    fn append_first(self, bytes: &[u8], allocate: impl Allocate) -> Result<(), Failed> {
        let chain = allocate(bytes.len())?;
        self.first.set(Some(chain));
        self.last.set(Some(chain));
        self.fill(chain, bytes);
        Ok(())
    }

    /// Appends bytes, for which `chain`, the last block, has no room: by moving those that it has, or
    /// with a new block for what does not fit in.
    #[inline(never)]
    fn append_across(
        self,
        chain: Chain,
        bytes: &[u8],
        allocate: impl Allocate,
    ) -> Result<(), Failed> {
        self.check_fits(bytes.len())?;
        if chain.should_realign(bytes.len()) && !chain.holds(bytes) {
            chain.realign();
            self.fill(chain, bytes);
            return Ok(());
        }
        let mut room = chain.capacity();
        if room <= MAX_GROWN / 2 {
            room *= 2;
        }
        let (here, there) = bytes.split_at(chain.room());
        let new = allocate(room.max(bytes.len()))?;
        if !here.is_empty() {
            self.fill(chain, here);
        }
        new.append(there);
        self.push_chain(new);
        Ok(())
    }

    /// Puts bytes before the first one.
    pub(crate) fn prepend(self, bytes: &[u8]) -> Result<(), Failed> {
        let _lock = self.lock();
        if bytes.is_empty() {
            return Ok(());
        }
        self.check_not_frozen(End::Start)?;
        self.check_fits(bytes.len())?;
        let first = self.first.get().filter(|chain| chain.is_writable());
        if let Some(chain) = first.filter(|chain| chain.is_empty()) {
            chain.open_at_end();
        }
        let room = first.map_or(0, Chain::misalign).min(bytes.len());
        let (there, here) = bytes.split_at(bytes.len() - room);
        let new = match there {
            [] => None,
            there => Some(self.new_block(there.len())?),
        };
        if let Some(chain) = first
            && !here.is_empty()
        {
            chain.prepend(here);
            self.len.set(self.len() + here.len());
            if self.last_with_data.get().is_none() {
                self.last_with_data.set(Some(chain));
            }
        }
        if let Some(chain) = new {
            chain.open_at_end();
            chain.prepend(there);
            self.push_chain_front(chain);
        }
        self.changed(Change::added(bytes.len()));
        Ok(())
    }

    /// Moves all bytes of `source` to the end, without copying.
    #[inline]
    pub(crate) fn add_buffer(self, source: Buf) -> Result<(), Failed> {
        if self.is_bare(End::Back) && source.is_bare(End::Start) && self != source {
            self.check_fits(source.len())?;
            if source.len() > 0 {
                self.take_over(source);
            }
            return Ok(());
        }
        self.add_buffer_with_care(source)
    }

    #[inline(never)]
    fn add_buffer_with_care(self, source: Buf) -> Result<(), Failed> {
        let _locks = lock_two(self, source);
        let n = source.len();
        if n == 0 || self == source {
            return Ok(());
        }
        self.check_not_frozen(End::Back)?;
        source.check_not_frozen(End::Start)?;
        self.check_fits(n)?;
        self.append_all(source);
        Ok(())
    }

    /// Moves all bytes of `source`, of which there are some, to the end, where they fit, and tells nobody.
    /// In exchange the source gets the blocks that this buffer has kept.
    #[inline]
    fn take_over(self, source: Buf) {
        // First, since less is at hand then that would have to be kept meanwhile.
        self.drop_empty_chains();
        self.link_list(source.take_list());
        self.pass_spares(source);
    }

    /// The same, and tells.
    #[inline]
    pub(super) fn append_all(self, source: Buf) {
        let n = source.len();
        self.take_over(source);
        self.note(Change::added(n));
        source.changed(Change::deleted(n));
        self.tell(Change::added(n));
    }

    /// Moves all bytes of `source` before the first one, without copying.
    pub(crate) fn prepend_buffer(self, source: Buf) -> Result<(), Failed> {
        let _locks = lock_two(self, source);
        let n = source.len();
        if n == 0 || self == source {
            return Ok(());
        }
        self.check_not_frozen(End::Start)?;
        source.check_not_frozen(End::Start)?;
        self.check_fits(n)?;
        self.prepend_list(source.take_list());
        self.note(Change::added(n));
        source.changed(Change::deleted(n));
        self.tell(Change::added(n));
        Ok(())
    }

    /// Appends the bytes of several pieces of memory. Gives how many that were; fewer than all when
    /// memory ran out.
    ///
    /// # Safety
    /// Each piece is readable.
    pub(crate) unsafe fn add_pieces(self, pieces: &[evbuffer_iovec]) -> usize {
        let _lock = self.lock();
        let mut done = 0;
        // A sum that is too large wraps, as the original's does; adding the piece then fails.
        let total = pieces
            .iter()
            .fold(0usize, |sum, piece| sum.wrapping_add(piece.iov_len));
        if self.make_room(total, 2).is_err() {
            return 0;
        }
        for piece in pieces.iter().filter(|piece| piece.iov_len > 0) {
            if piece.iov_len > MAX_CHAIN {
                break;
            }
            // SAFETY: the caller's promise.
            let bytes = unsafe { std::slice::from_raw_parts(piece.iov_base.cast(), piece.iov_len) };
            if self.append_and_tell(bytes).is_err() {
                break;
            }
            done += bytes.len();
        }
        done
    }
}
