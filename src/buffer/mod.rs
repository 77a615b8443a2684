//! Buffers: queues of bytes in a chain of blocks.
//!
//! The blocks with bytes come first, then those that are empty. Appending goes to the last block with
//! bytes and those after it, removing to the first; moving whole blocks from one buffer to another
//! copies nothing. How large blocks are, and when one is begun, programs can see
//! (`evbuffer_reserve_space`, `evbuffer_peek`), so it follows the original.

mod add;
mod blocks;
mod callbacks;
mod chain;
mod fd;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod lines;
mod lock;
mod pointer;
mod reference;
mod remove;
mod segment;
mod space;
mod spare;

use std::cell::{Cell, OnceCell};
use std::ops::Deref;
use std::ptr::NonNull;

use bitflags::bitflags;

pub(crate) use blocks::Blocks;
pub(crate) use callbacks::Change;
pub use callbacks::evbuffer_cb_entry;
pub(crate) use callbacks::{Entry, Hook, Observer};
pub(crate) use chain::Chain;
pub(crate) use fd::{Calls, Transfer};
pub(crate) use lines::LineEnd;
use lock::lock_two;
pub(crate) use pointer::{Position, Step};
pub(crate) use reference::Reference;
pub use segment::evbuffer_file_segment;
pub(crate) use segment::{Segment, SegmentFlags};

use chain::ChainList;

use crate::rt::lock::SharedLock;
use crate::rt::mm::{self, OutOfMemory};

/// The library said no; nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failed;

impl From<OutOfMemory> for Failed {
    fn from(_: OutOfMemory) -> Self {
        Failed
    }
}

/// How much `evbuffer_read` reads at the most, unless told otherwise.
const DEFAULT_MAX_READ: usize = 4096;

bitflags! {
    /// What a buffer is like.
    #[derive(Clone, Copy, PartialEq, Eq)]
    struct Flags: u8 {
        /// Nothing may be removed from or put before the start.
        const START_FROZEN = 0x01;
        /// Nothing may be added to the end.
        const END_FROZEN = 0x02;
        /// What is removed has been written to an fd: files need not come to memory.
        const DRAINS_TO_FD = 0x04;
        /// Somebody is told when bytes come, or was once.
        const GROWTH_OBSERVED = 0x08;
        /// The same when bytes go.
        const LOSS_OBSERVED = 0x10;
        const OBSERVED = 0x18;
    }
}

/// One of a buffer's ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Start,
    Back,
}

impl End {
    fn frozen(self) -> Flags {
        match self {
            End::Start => Flags::START_FROZEN,
            End::Back => Flags::END_FROZEN,
        }
    }

    /// Bytes come at the back, and go at the start.
    fn observed(self) -> Flags {
        match self {
            End::Start => Flags::LOSS_OBSERVED,
            End::Back => Flags::GROWTH_OBSERVED,
        }
    }
}

/// A queue of bytes.
#[repr(C)]
pub struct evbuffer {
    first: Cell<Option<Chain>>,
    last: Cell<Option<Chain>>,
    /// The last block with bytes; those after it are empty.
    last_with_data: Cell<Option<Chain>>,
    len: Cell<usize>,
    lock: OnceCell<SharedLock>,
    max_read: Cell<usize>,
    callbacks: callbacks::Callbacks,
    users: Cell<u32>,
    /// How many of the users are the program's evbuffer_lock().
    holds: Cell<u32>,
    flags: Cell<Flags>,
}

impl evbuffer {
    const fn empty() -> Self {
        evbuffer {
            first: Cell::new(None),
            last: Cell::new(None),
            last_with_data: Cell::new(None),
            len: Cell::new(0),
            lock: OnceCell::new(),
            max_read: Cell::new(DEFAULT_MAX_READ),
            callbacks: callbacks::Callbacks::new(),
            users: Cell::new(1),
            holds: Cell::new(0),
            flags: Cell::new(Flags::empty()),
        }
    }
}

// An idle bufferevent has two.
const _: () = assert!(size_of::<evbuffer>() <= 88);

/// A handle on a buffer. It borrows nothing: the buffer may be freed by any callback.
///
/// INVARIANT: whoever holds a handle uses it only while the buffer exists.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Buf(NonNull<evbuffer>);

impl Deref for Buf {
    type Target = evbuffer;
    #[inline]
    fn deref(&self) -> &evbuffer {
        // SAFETY: the invariant of `Buf`. What changes is in cells.
        unsafe { self.0.as_ref() }
    }
}

impl Buf {
    /// # Safety
    /// `buffer` is null or a buffer that was not freed, and stays so for as long as the handle is used.
    #[inline]
    pub(crate) unsafe fn from_ptr(buffer: *const evbuffer) -> Option<Self> {
        NonNull::new(buffer.cast_mut()).map(Buf)
    }

    /// # Safety
    /// `buffer` is a buffer that was not freed, and stays so for as long as the handle is used.
    #[inline]
    pub(crate) const unsafe fn new_unchecked(buffer: NonNull<evbuffer>) -> Self {
        Buf(buffer)
    }

    #[inline]
    pub(crate) const fn as_non_null(self) -> NonNull<evbuffer> {
        self.0
    }

    #[inline]
    pub(crate) fn as_ptr(self) -> *mut evbuffer {
        self.0.as_ptr()
    }

    pub(crate) fn new() -> Result<Self, Failed> {
        Ok(Buf(mm::boxed(evbuffer::empty())?))
    }

    /// Frees the buffer, which has no user any more.
    fn free(self) {
        drop(self.take_list());
        self.drop_spares();
        self.callbacks.clear();
        // SAFETY: `new` boxed it, and the last user is gone.
        drop(unsafe { mm::unboxed(self.0) });
    }

    /// How many bytes there are.
    #[inline]
    pub(crate) fn len(self) -> usize {
        self.len.get()
    }

    /// How many bytes there are, seen from outside.
    pub(crate) fn locked_len(self) -> usize {
        let _lock = self.lock();
        self.len()
    }

    /// How many bytes the first block has.
    pub(crate) fn first_piece_len(self) -> usize {
        let _lock = self.lock();
        self.first_len()
    }

    #[inline]
    fn first_len(self) -> usize {
        self.first.get().map_or(0, Chain::len)
    }

    #[inline]
    fn has(self, flags: Flags) -> bool {
        self.flags.get().intersects(flags)
    }

    /// Allows or forbids changes at one end. Tells whether they were forbidden.
    pub(crate) fn set_frozen(self, end: End, frozen: bool) -> bool {
        let _lock = self.lock();
        let was_frozen = self.has(end.frozen());
        self.flag(end.frozen(), frozen);
        was_frozen
    }

    fn flag(self, flag: Flags, on: bool) {
        let mut flags = self.flags.get();
        flags.set(flag, on);
        self.flags.set(flags);
    }

    /// Fails if changes at `end` are forbidden.
    #[inline]
    fn check_not_frozen(self, end: End) -> Result<(), Failed> {
        if self.has(end.frozen()) {
            Err(Failed)
        } else {
            Ok(())
        }
    }

    /// Whether appending, or removing from the start, takes nothing but that: there is no lock, and nobody
    /// to tell.
    #[inline]
    fn is_bare(self, end: End) -> bool {
        self.lock.get().is_none() && self.is_unwatched(end)
    }

    /// The same where there may be a lock, which is taken.
    #[inline]
    fn is_unwatched(self, end: End) -> bool {
        !self.has(end.frozen() | end.observed())
    }

    /// Says whether what is removed has been written to an fd.
    pub(crate) fn set_drains_to_fd(self, on: bool) {
        let _lock = self.lock();
        self.flag(Flags::DRAINS_TO_FD, on);
    }

    pub(crate) fn max_read(self) -> usize {
        self.max_read.get()
    }

    pub(crate) fn set_max_read(self, max: usize) {
        let _lock = self.lock();
        self.max_read.set(max);
    }

    /// The blocks, from the first.
    fn chains(self) -> impl Iterator<Item = Chain> {
        std::iter::successors(self.first.get(), |chain| chain.next())
    }

    /// The first block with bytes; empty ones before it are freed.
    #[inline]
    fn first_with_data(self) -> Option<Chain> {
        loop {
            let first = self.first.get()?;
            if !first.is_empty() {
                return Some(first);
            }
            self.drop_first(first);
        }
    }

    /// Takes all blocks away, of which the caller takes care.
    #[inline]
    fn forget_blocks(self) {
        self.first.set(None);
        self.last.set(None);
        self.last_with_data.set(None);
        self.len.set(0);
    }

    /// Takes all blocks away.
    fn take_list(self) -> ChainList {
        ChainList {
            first: self.first.take(),
            last: self.last.take(),
            last_with_data: self.last_with_data.take(),
            len: self.len.take(),
        }
    }

    /// Puts the blocks of a list at the end.
    fn append_list(self, list: ChainList) {
        self.drop_empty_chains();
        self.link_list(list);
    }

    /// The same, where no empty blocks are.
    #[inline]
    fn link_list(self, mut list: ChainList) {
        let Some(first) = list.first.take() else {
            return;
        };
        match self.last.get() {
            Some(last) => last.set_next(Some(first)),
            None => self.first.set(Some(first)),
        }
        self.last.set(list.last);
        self.last_with_data
            .set(list.last_with_data.or(self.last_with_data.get()));
        self.len.set(self.len() + list.len);
    }

    /// Puts the blocks of a list, which has bytes, at the start; also the empty ones at its end.
    fn prepend_list(self, mut list: ChainList) {
        let (Some(first), Some(last)) = (list.first.take(), list.last) else {
            return;
        };
        if self.len() == 0 {
            drop(self.take_list());
        }
        last.set_next(self.first.replace(Some(first)));
        if self.last.get().is_none() {
            self.last.set(Some(last));
        }
        if self.last_with_data.get().is_none() {
            self.last_with_data.set(list.last_with_data);
        }
        self.len.set(self.len() + list.len);
    }

    /// The first block to which bytes may be appended, if it has room: the last one with bytes, or,
    /// without bytes, the first.
    #[inline]
    fn write_chain(self) -> Option<Chain> {
        self.last_with_data.get().or(self.first.get())
    }

    /// Puts a block at the end, behind the last one with bytes; empty ones there are freed.
    fn push_chain(self, chain: Chain) {
        self.drop_empty_chains();
        self.link_last(chain);
        if !chain.is_empty() {
            self.last_with_data.set(Some(chain));
            self.len.set(self.len() + chain.len());
        }
    }

    /// Frees the empty blocks at the end.
    #[inline]
    fn drop_empty_chains(self) {
        let keep = self.last_with_data.get();
        let empty = match keep {
            Some(chain) => chain.next(),
            None => self.first.get(),
        };
        if let Some(empty) = empty {
            self.drop_chains_from(empty, keep);
        }
    }

    /// Frees the blocks from `empty` on, the one behind `keep`.
    #[cold]
    fn drop_chains_from(self, empty: Chain, keep: Option<Chain>) {
        self.last.set(keep);
        match keep {
            Some(chain) => chain.set_next(None),
            None => self.first.set(None),
        }
        // Only now: who is told that his memory is no longer needed may use the buffer.
        let mut list = ChainList::new();
        list.first = Some(empty);
    }

    /// Links a block to the end of the list, and nothing else.
    fn link_last(self, chain: Chain) {
        match self.last.replace(Some(chain)) {
            Some(last) => last.set_next(Some(chain)),
            None => self.first.set(Some(chain)),
        }
    }

    /// Puts a block with bytes at the start.
    fn push_chain_front(self, chain: Chain) {
        chain.set_next(self.first.get());
        self.first.set(Some(chain));
        if self.last.get().is_none() {
            self.last.set(Some(chain));
        }
        if self.last_with_data.get().is_none() {
            self.last_with_data.set(Some(chain));
        }
        self.len.set(self.len() + chain.len());
    }

    /// Takes the first block off the list, and frees it.
    fn drop_first(self, first: Chain) {
        self.unlink_first(first);
        first.release();
    }

    /// Takes the first block off the list.
    fn unlink_first(self, first: Chain) {
        self.first.set(first.next());
        if self.last_with_data.get() == Some(first) {
            self.last_with_data.set(None);
        }
        if first.next().is_none() {
            self.last.set(None);
        }
    }
}
