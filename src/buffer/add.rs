//! Putting bytes into a buffer, at its end and before its start.

use super::chain::{Chain, MAX_CHAIN};
use super::{Buf, Change, End, Failed, lock_two};
use crate::ffi::buffer::evbuffer_iovec;

/// Blocks grow with the buffer, up to this capacity.
const MAX_GROWN: usize = 4096;

impl Buf {
    /// Fails if `n` more bytes would be more than can be counted.
    #[inline]
    pub(super) fn check_fits(self, n: usize) -> Result<(), Failed> {
        if n > MAX_CHAIN - self.len().min(MAX_CHAIN) {
            return Err(Failed);
        }
        Ok(())
    }

    /// Appends bytes.
    #[inline]
    pub(crate) fn add(self, bytes: &[u8]) -> Result<(), Failed> {
        let _lock = self.lock();
        self.check_not_frozen(End::Back)?;
        self.append(bytes)?;
        self.changed(Change::added(bytes.len()));
        Ok(())
    }

    /// Appends bytes, and tells nobody.
    #[inline]
    pub(super) fn append(self, bytes: &[u8]) -> Result<(), Failed> {
        if let Some(chain) = self.write_chain()
            && bytes.len() <= chain.room()
        {
            chain.append(bytes);
            self.last_with_data.set(Some(chain));
            self.len.set(self.len() + bytes.len());
            return Ok(());
        }
        self.append_elsewhere(bytes)
    }

    /// Appends bytes for which the last block has no room.
    fn append_elsewhere(self, bytes: &[u8]) -> Result<(), Failed> {
        self.check_fits(bytes.len())?;
        let Some(chain) = self.write_chain().filter(|_| !self.is_spare()) else {
            let chain = Chain::with_room(bytes.len())?;
            chain.append(bytes);
            self.push_chain(chain);
            return Ok(());
        };
        if chain.should_realign(bytes.len()) && !chain.holds(bytes) {
            chain.realign();
            return self.append(bytes);
        }
        let mut room = chain.capacity();
        if room <= MAX_GROWN / 2 {
            room *= 2;
        }
        let (here, there) = bytes.split_at(chain.room());
        let new = Chain::with_room(room.max(bytes.len()))?;
        if !here.is_empty() {
            chain.append(here);
            self.last_with_data.set(Some(chain));
            self.len.set(self.len() + here.len());
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
        if self.is_spare() {
            drop(self.take_list());
        }
        let first = self.first.get().filter(|chain| chain.is_writable());
        if let Some(chain) = first.filter(|chain| chain.is_empty()) {
            chain.open_at_end();
        }
        let room = first.map_or(0, Chain::misalign).min(bytes.len());
        let (there, here) = bytes.split_at(bytes.len() - room);
        let new = match there {
            [] => None,
            there => Some(Chain::with_room(there.len())?),
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
    pub(crate) fn add_buffer(self, source: Buf) -> Result<(), Failed> {
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

    /// Moves all bytes of `source` to the end, where they fit.
    pub(super) fn append_all(self, source: Buf) {
        let n = source.len();
        self.append_list(source.take_list());
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
        source.drop_empty_chains();
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
            if self.add(bytes).is_err() {
                break;
            }
            done += bytes.len();
        }
        done
    }
}
