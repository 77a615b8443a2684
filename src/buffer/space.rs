//! Room for bytes to come, and bytes in one piece.

use std::ptr::NonNull;

use super::chain::{Chain, ChainList, MAX_CHAIN};
use super::{Buf, Change, End, Failed};
use crate::ffi::buffer::evbuffer_iovec;

/// A block with more bytes than this is not copied to make room behind them.
const MAX_TO_COPY: usize = 4096;

impl Buf {
    /// Makes room for `n` bytes in one piece.
    pub(crate) fn expand(self, n: usize) -> Result<(), Failed> {
        let _lock = self.lock();
        self.make_room_in_one(n).map(drop)
    }

    /// A block with room for `n` bytes, behind the last bytes.
    #[inline]
    pub(super) fn make_room_in_one(self, n: usize) -> Result<Chain, Failed> {
        match self.last_with_data.get() {
            Some(last) if last.room() > n => Ok(last),
            _ => self.find_room_in_one(n),
        }
    }

    fn find_room_in_one(self, n: usize) -> Result<Chain, Failed> {
        let chain = match self.write_chain() {
            Some(full) if full.room() == 0 => full.next(),
            other => other,
        };
        let Some(chain) = chain.filter(|chain| chain.is_writable()) else {
            return self.push_room(n);
        };
        if chain.room() >= n {
            return Ok(chain);
        }
        if chain.is_empty() {
            return self.push_room(n);
        }
        if chain.should_realign(n) {
            chain.realign();
            return Ok(chain);
        }
        let worth_copying = chain.room() >= chain.capacity() / 8
            && chain.len() <= MAX_TO_COPY
            && n < MAX_CHAIN - chain.len();
        if worth_copying {
            return self.replace_by_larger(chain, n);
        }
        match chain.next() {
            Some(next) if next.room() >= n => Ok(next),
            _ => self.push_room(n),
        }
    }

    /// A new, empty block at the end.
    fn push_room(self, n: usize) -> Result<Chain, Failed> {
        let chain = self.new_block(n)?;
        self.push_chain(chain);
        Ok(chain)
    }

    /// Puts a block with the bytes of `old`, the last one with bytes, and room for `n` more in its
    /// place.
    fn replace_by_larger(self, old: Chain, n: usize) -> Result<Chain, Failed> {
        let new = Chain::with_room(old.len() + n)?;
        // SAFETY: the buffer is locked, and the blocks are two.
        new.append(unsafe { old.bytes() });
        new.set_next(old.next());
        let before = self.chains().find(|chain| chain.next() == Some(old));
        match before {
            Some(before) => before.set_next(Some(new)),
            None => self.first.set(Some(new)),
        }
        if self.last.get() == Some(old) {
            self.last.set(Some(new));
        }
        self.last_with_data.set(Some(new));
        old.release();
        Ok(new)
    }

    /// Makes room for `n` bytes in at most `pieces` blocks.
    pub(super) fn make_room(self, n: usize, pieces: usize) -> Result<(), Failed> {
        if self.last.get().is_some_and(|last| !last.is_writable()) {
            // Behind bytes that are not the buffer's own there is room for all of them. The room before
            // such bytes is only used if they are none.
            return self.push_room(n).map(drop);
        }
        let mut room = 0;
        let mut used = 0;
        let mut next = self.write_chain();
        while let Some(chain) = next {
            if chain.is_empty() && chain.is_writable() {
                chain.clear();
            }
            if chain.room() > 0 {
                room += chain.room();
                used += 1;
            }
            if room >= n {
                return Ok(());
            }
            if used == pieces {
                break;
            }
            next = chain.next();
        }
        if used < pieces {
            let chain = Chain::with_room(n - room.min(n))?;
            self.link_last(chain);
            return Ok(());
        }
        // Too many small ones: only the room behind the last bytes stays.
        let room = self.last_with_data.get().map_or(0, Chain::room);
        let chain = Chain::with_room(n - room.min(n))?;
        self.drop_empty_chains();
        self.link_last(chain);
        Ok(())
    }

    /// The last block with bytes, and those behind it.
    fn spare_chains(self) -> impl Iterator<Item = Chain> {
        std::iter::successors(self.write_chain(), |chain| chain.next())
    }

    /// The blocks with room that is to be filled next.
    pub(super) fn chains_with_room(self) -> impl Iterator<Item = Chain> {
        self.spare_chains().filter(|chain| chain.room() > 0)
    }

    /// Makes room for `n` bytes and says where it is. Gives how many of `pieces` that takes.
    pub(crate) fn reserve(self, n: usize, pieces: &mut [evbuffer_iovec]) -> Result<usize, Failed> {
        let _lock = self.lock();
        self.check_not_frozen(End::Back)?;
        if n > MAX_CHAIN {
            return Err(Failed);
        }
        match pieces {
            [] => Err(Failed),
            [piece] => {
                *piece = room_of(self.make_room_in_one(n)?);
                Ok(1)
            }
            pieces => {
                self.make_room(n, pieces.len())?;
                let mut room = 0;
                let mut used = 0;
                for (piece, chain) in pieces.iter_mut().zip(self.chains_with_room()) {
                    if room >= n {
                        break;
                    }
                    *piece = room_of(chain);
                    room += chain.room();
                    used += 1;
                }
                Ok(used)
            }
        }
    }

    /// Makes bytes part of the buffer that were written to reserved room. Fails, and changes nothing,
    /// if that is not where `pieces` are.
    pub(crate) fn commit(self, pieces: &[evbuffer_iovec]) -> Result<(), Failed> {
        let _lock = self.lock();
        self.check_not_frozen(End::Back)?;
        if pieces.is_empty() {
            return Ok(());
        }
        let lengths = pieces.iter().map(|piece| piece.iov_len);
        let n = lengths.fold(0, usize::saturating_add);
        self.check_fits(n)?;
        let fits = |piece: &evbuffer_iovec, chain: Chain| {
            piece.iov_base.cast() == chain.tail().as_ptr() && piece.iov_len <= chain.room()
        };
        // A single piece may be in a later block, though there is room before it.
        let single = match pieces {
            [piece] => self.spare_chains().find(|chain| fits(piece, *chain)),
            _ => None,
        };
        if let Some(chain) = single {
            self.grow_chain(chain, n);
        } else {
            let mut chains = self.chains_with_room();
            if !pieces
                .iter()
                .all(|piece| chains.next().is_some_and(|chain| fits(piece, chain)))
            {
                return Err(Failed);
            }
            for (piece, chain) in pieces.iter().zip(self.chains_with_room()) {
                self.grow_chain(chain, piece.iov_len);
            }
        }
        self.changed(Change::added(n));
        Ok(())
    }

    /// `n` bytes have been written to the room of `chain`.
    pub(super) fn grow_chain(self, chain: Chain, n: usize) {
        if n > 0 {
            chain.grow(n);
            self.last_with_data.set(Some(chain));
            self.len.set(self.len() + n);
        }
    }

    /// Puts the first `n` bytes in one piece, and says where they are. Fails if there are fewer, or
    /// none is asked for.
    pub(crate) fn pull_up(self, n: Option<usize>) -> Result<NonNull<u8>, Failed> {
        let _lock = self.lock();
        let n = n.unwrap_or(self.len());
        let first = self.first.get().filter(|_| n > 0 && n <= self.len());
        let first = first.ok_or(Failed)?;
        if first.len() >= n {
            first.bring_to_memory()?;
            return Ok(first.data());
        }
        let mut missing = n;
        let target = if first.is_writable() && first.capacity() - first.misalign() >= n {
            missing -= first.len();
            first
        } else {
            let target = Chain::with_room(n)?;
            target.set_next(Some(first));
            self.first.set(Some(target));
            target
        };
        // Freed when all is in place: who is told that his memory is no longer needed may use the buffer.
        let mut emptied = ChainList::new();
        while missing > 0
            && let Some(chain) = target.next()
        {
            let piece = missing.min(chain.len());
            chain.bring_to_memory()?;
            // SAFETY: the buffer is locked, and the blocks are two.
            target.append(unsafe { &chain.bytes()[..piece] });
            chain.drain(piece);
            missing -= piece;
            if chain.is_empty() {
                emptied.push(self.take_second(target, chain));
            }
        }
        while let Some(chain) = target.next().filter(|chain| chain.is_empty()) {
            emptied.push(self.take_second(target, chain));
        }
        Ok(target.data())
    }

    /// Where the bytes from `at` on are, and how many are there in one piece. There are more than `at`.
    pub(crate) fn piece_at(self, at: usize) -> Result<(NonNull<u8>, usize), Failed> {
        let _lock = self.lock();
        let mut skip = at;
        for chain in self.chains() {
            if skip < chain.len() {
                chain.bring_to_memory()?;
                // SAFETY: the buffer is locked.
                let rest = unsafe { &chain.bytes()[skip..] };
                return Ok((NonNull::from(rest).cast(), rest.len()));
            }
            skip -= chain.len();
        }
        Err(Failed)
    }

    /// Takes out `second`, which comes after `first` and whose bytes that has now.
    fn take_second(self, first: Chain, second: Chain) -> Chain {
        first.set_next(second.next());
        for end in [&self.last, &self.last_with_data] {
            if end.get() == Some(second) {
                end.set(Some(first));
            }
        }
        second
    }
}

fn room_of(chain: Chain) -> evbuffer_iovec {
    evbuffer_iovec {
        iov_base: chain.tail().as_ptr().cast(),
        iov_len: chain.room(),
    }
}
