//! Taking bytes out of a buffer, from its start.

use std::ptr::NonNull;

use super::chain::{Chain, ChainList, LITTLE, MAX_CHAIN};
use super::{Blocks, Buf, Change, End, Failed, Position, evbuffer, lock_two};
use crate::rt::lock::LockRef;

impl Buf {
    /// Removes the first `n` bytes, or all if there are fewer.
    #[inline]
    pub(crate) fn drain(self, n: usize) -> Result<(), Failed> {
        if self.is_bare(End::Start) {
            if self.len() > 0 {
                self.discard(n.min(self.len()));
            }
            return Ok(());
        }
        let _lock = self.lock();
        self.take_off(n)
    }

    /// The same with the lock taken.
    #[inline]
    pub(super) fn take_off(self, n: usize) -> Result<(), Failed> {
        if self.len() == 0 {
            return Ok(());
        }
        self.check_not_frozen(End::Start)?;
        let n = n.min(self.len());
        self.discard(n);
        self.changed(Change::deleted(n));
        Ok(())
    }

    /// Removes the first `n` bytes, of which there are so many, and tells nobody.
    #[inline]
    pub(super) fn discard(self, n: usize) {
        match self.first.get() {
            Some(first) if n < first.len() => self.drain_first(first, n),
            _ if n == self.len() => self.discard_all(),
            _ => self.discard_blocks(n),
        }
    }

    /// Removes the first `n` bytes of the first block, which has more.
    #[inline]
    fn drain_first(self, first: Chain, n: usize) {
        self.len.set(self.len() - n);
        first.drain(n);
    }

    /// Removes the first `n` bytes, of which there are more, and the blocks that they fill.
    fn discard_blocks(self, n: usize) {
        self.discard_to(n, |block| self.keep(block));
    }

    /// Removes the first `n` bytes, and gives the blocks that have no others to `heir`, when all else is done: a
    /// reference's cleanup function may use the buffer.
    #[inline(never)]
    pub(super) fn discard_to(self, n: usize, heir: impl Fn(Chain)) {
        self.len.set(self.len() - n);
        let mut gone = self.first.get();
        let mut left = n;
        while let Some(first) = self.first.get() {
            if left < first.len() {
                first.drain(left);
                break;
            }
            left -= first.len();
            self.unlink_first(first);
        }
        let rest = self.first.get();
        while let Some(block) = gone
            && gone != rest
        {
            gone = block.next();
            heir(block);
        }
    }

    /// Removes all bytes.
    pub(super) fn discard_all(self) {
        let mut list = self.take_list();
        while let Some(first) = list.first {
            list.first = first.next();
            self.keep(first);
        }
    }

    /// Copies the bytes from `from` on to `to`, `n` or as many as there are; gives how many.
    ///
    /// # Safety
    /// `n` bytes at `to` are writable and not the buffer's.
    pub(crate) unsafe fn copy_out(
        self,
        from: Option<&Position>,
        to: NonNull<u8>,
        n: usize,
    ) -> Result<usize, Failed> {
        let _lock = self.lock();
        let (next, skip, available) = match from {
            None => (self.first.get(), 0, self.len()),
            Some(at) if n > MAX_CHAIN - at.pos => return Err(Failed),
            Some(at) => {
                let left = self.len().checked_sub(at.pos).ok_or(Failed)?;
                (at.chain, at.in_chain, left)
            }
        };
        let n = n.min(available);
        if n > 0 {
            self.check_not_frozen(End::Start)?;
            // SAFETY: the caller's promise.
            unsafe { copy_blocks(next, skip, to, n)? };
        }
        Ok(n)
    }

    /// Copies the first bytes to `to`, `n` or as many as there are, and removes them.
    ///
    /// # Safety
    /// As for [`copy_out`](Self::copy_out).
    #[inline]
    pub(crate) unsafe fn remove(self, to: NonNull<u8>, n: usize) -> Result<usize, Failed> {
        // SAFETY: the caller's promise.
        unsafe {
            if self.is_bare(End::Start) {
                self.remove_unwatched(to, n)
            } else {
                self.lock_and_remove(to, n)
            }
        }
    }

    // Neither is where it is called, so that the short ways need few registers.
    #[inline(never)]
    unsafe fn lock_and_remove(self, to: NonNull<u8>, n: usize) -> Result<usize, Failed> {
        let lock = self.acquire();
        if !self.is_unwatched(End::Start) {
            // SAFETY: the caller's promise.
            return unsafe { self.remove_with_care(lock, to, n) };
        }
        // SAFETY: the caller's promise.
        let removed = unsafe { self.remove_unwatched(to, n) };
        self.release_lock();
        removed
    }

    /// The same with the lock taken, where nobody is told.
    #[inline(always)]
    unsafe fn remove_unwatched(self, to: NonNull<u8>, n: usize) -> Result<usize, Failed> {
        if let Some(first) = self.first.get()
            && n < first.len()
            && first.file().is_none()
        {
            // SAFETY: the block has so many bytes, and the caller vouches for where they go to.
            unsafe { first.data().copy_to_nonoverlapping(to, n) };
            self.drain_first(first, n);
            return Ok(n);
        }
        // SAFETY: the caller's promise.
        unsafe { self.remove_blocks(to, n) }
    }

    /// The same where it may take more than one block.
    #[inline(never)]
    unsafe fn remove_blocks(self, to: NonNull<u8>, n: usize) -> Result<usize, Failed> {
        let n = n.min(self.len());
        if n > 0 {
            // SAFETY: the caller's promise.
            unsafe { self.copy_first(to, n)? };
            self.discard(n);
        }
        Ok(n)
    }

    #[inline(never)]
    unsafe fn remove_with_care(
        self,
        lock: Option<LockRef>,
        to: NonNull<u8>,
        n: usize,
    ) -> Result<usize, Failed> {
        // SAFETY: the caller's promise.
        unsafe { self.remove_and(lock, to, n, |n| self.discard(n)) }
    }

    /// The same; the blocks that had no other bytes are kept in `blocks`.
    ///
    /// # Safety
    /// As for [`copy_out`](Self::copy_out).
    pub(crate) unsafe fn remove_with(
        self,
        to: NonNull<u8>,
        n: usize,
        blocks: &Blocks,
    ) -> Result<usize, Failed> {
        // SAFETY: the caller's promise.
        unsafe { self.remove_and(self.acquire(), to, n, |n| self.discard_with(n, blocks)) }
    }

    /// Copies the first bytes to `to`, `n` or as many as there are, which `discard` then removes; gives the
    /// `lock`, which the caller has taken, back.
    ///
    /// # Safety
    /// As for [`copy_out`](Self::copy_out).
    #[inline]
    unsafe fn remove_and(
        self,
        lock: Option<LockRef>,
        to: NonNull<u8>,
        n: usize,
        discard: impl FnOnce(usize),
    ) -> Result<usize, Failed> {
        let _lock = self.locked(lock);
        let n = n.min(self.len());
        if n > 0 {
            self.check_not_frozen(End::Start)?;
            // SAFETY: the caller's promise.
            unsafe { self.copy_first(to, n)? };
            discard(n);
            self.changed(Change::deleted(n));
        }
        Ok(n)
    }

    /// Copies the first `n` bytes, of which there are so many, to `to`.
    ///
    /// # Safety
    /// As for [`copy_out`](Self::copy_out).
    #[inline]
    pub(super) unsafe fn copy_first(self, to: NonNull<u8>, n: usize) -> Result<(), Failed> {
        match self.first.get() {
            Some(first) if n <= first.len() => {
                first.bring_to_memory()?;
                // SAFETY: the block has so many bytes, and the caller vouches for where they go to.
                unsafe { first.data().copy_to_nonoverlapping(to, n) };
                Ok(())
            }
            // SAFETY: the caller's promise.
            first => unsafe { copy_blocks(first, 0, to, n) },
        }
    }

    /// Moves the first `n` bytes, or all if there are fewer, to the end of `target`. Gives how many.
    pub(crate) fn remove_to(self, target: Buf, n: usize) -> Result<usize, Failed> {
        if self.is_bare(End::Start) && target.is_bare(End::Back) && self != target {
            return target.take_first(self, n);
        }
        self.remove_with_care_to(target, n)
    }

    #[inline(never)]
    fn remove_with_care_to(self, target: Buf, n: usize) -> Result<usize, Failed> {
        let _locks = lock_two(self, target);
        if n == 0 || self == target {
            return Ok(0);
        }
        target.check_not_frozen(End::Back)?;
        self.check_not_frozen(End::Start)?;
        target.take_first(self, n)
    }

    /// Moves the first `n` bytes of `source`, or all if there are fewer, to the end. That nobody else
    /// may do so does not matter. Gives how many.
    pub(crate) fn take_from(self, source: Buf, n: usize) -> Result<usize, Failed> {
        let _locks = lock_two(self, source);
        self.take_first(source, n)
    }

    /// The same; little goes into room that there is. Were its block moved, many such parts would take a block each.
    pub(crate) fn gather_from(self, source: Buf, n: usize) -> Result<usize, Failed> {
        let _locks = lock_two(self, source);
        let n = n.min(source.len());
        let is_little = n <= LITTLE && n == source.first_len();
        if !is_little || self.len() == 0 || self.chain_with_room_for(n).is_none() {
            return self.take_first(source, n);
        }
        source.copy_part(self, n)?;
        source.discard(n);
        self.tell_of_move(source, n);
        Ok(n)
    }

    /// Tells that `n` bytes of `source` have come here.
    fn tell_of_move(self, source: Buf, n: usize) {
        source.note(Change::deleted(n));
        self.changed(Change::added(n));
        source.tell(Change::deleted(n));
    }

    /// The same as `take_from` with the locks taken.
    fn take_first(self, source: Buf, n: usize) -> Result<usize, Failed> {
        let n = n.min(source.len());
        if n == 0 {
            return Ok(0);
        }
        self.check_fits(n)?;
        if n == source.len() {
            self.append_all(source);
            return Ok(n);
        }
        if n < source.first_len() {
            source.copy_part(self, n)?;
            source.discard(n);
        } else {
            source.move_part(self, n)?;
        }
        self.tell_of_move(source, n);
        Ok(n)
    }

    /// Moves the first `n` bytes, of which there are more, but not in the first block, and tells nobody:
    /// blocks with none but these as they are, the bytes in the next block by copying.
    #[inline(never)]
    fn move_part(self, target: Buf, n: usize) -> Result<(), Failed> {
        let whole = self.take_whole_chains(n);
        let rest = n - whole.len;
        // Put together outside of the target, which must not change when memory runs out.
        let staging = evbuffer::empty();
        let moved = Buf(NonNull::from(&staging));
        moved.append_list(whole);
        let copied = self.copy_part(moved, rest);
        let moved = moved.take_list();
        if let Err(failed) = copied {
            self.prepend_list(moved);
            return Err(failed);
        }
        target.append_list(moved);
        if rest > 0 {
            self.discard(rest);
        }
        Ok(())
    }

    /// Takes the blocks away that have none but the first `n` bytes, of which there are more.
    fn take_whole_chains(self, n: usize) -> ChainList {
        let mut list = ChainList::new();
        while let Some(first) = self.first.get()
            && list.len + first.len() <= n
        {
            self.first.set(first.next());
            list.push(first);
        }
        self.len.set(self.len() - list.len);
        list
    }

    /// Appends a copy of the first `n` bytes, which are in one block, to `target`, and tells nobody.
    fn copy_part(self, target: Buf, n: usize) -> Result<(), Failed> {
        let Some(first) = self.first.get().filter(|_| n > 0) else {
            // Programs may see it, as an empty block.
            return target.append(&[]);
        };
        if let Some((segment, offset)) = first.file() {
            target.push_chain(Chain::of_file(segment, offset, n)?);
            return Ok(());
        }
        // SAFETY: the buffer is locked, and appending to another one leaves the block alone.
        let bytes = unsafe { first.bytes() };
        target.append(&bytes[..n])
    }
}

/// Copies `n` bytes to `to`, from the block `next` on, without the first `skip` of that.
///
/// # Safety
/// There are so many, on a buffer that is locked; `n` bytes at `to` are writable and not the buffer's.
unsafe fn copy_blocks(
    mut next: Option<Chain>,
    mut skip: usize,
    mut to: NonNull<u8>,
    n: usize,
) -> Result<(), Failed> {
    let mut left = n;
    while let Some(chain) = next {
        chain.bring_to_memory()?;
        let piece = left.min(chain.len().saturating_sub(skip));
        // SAFETY: the block has so many bytes, and the caller vouches for where they go to.
        unsafe {
            chain.data().add(skip).copy_to_nonoverlapping(to, piece);
            to = to.add(piece);
        }
        left -= piece;
        if left == 0 {
            break;
        }
        skip = 0;
        next = chain.next();
    }
    Ok(())
}
