//! One block of a buffer's bytes, and the memory behind it.

use std::cell::Cell;
use std::ffi::c_void;
use std::ops::Deref;
use std::ptr::{self, NonNull};
use std::slice;
use std::sync::atomic::{AtomicU32, Ordering};

use super::Failed;
use super::reference::Reference;
use super::segment::Segment;
use crate::rt::mm::{self, OutOfMemory};

/// The smallest block in memory of its own, header included.
const MIN_ALLOCATION: usize = 1024;
/// Its capacity, the smallest that a program sees.
pub(crate) const SMALLEST: usize = MIN_ALLOCATION - HEADER;
/// The room of the smallest one in an object of this library.
pub(crate) const LITTLE: usize = 256 - HEADER;
/// The most that a block may hold: a length has to fit `ssize_t`.
pub(crate) const MAX_CHAIN: usize = isize::MAX as usize;
/// Moving this many bytes to the start of their block is cheaper than a new block.
const MAX_TO_REALIGN: usize = 2048;

/// A block. Its bytes follow it in the same allocation, unless they are somebody else's.
#[repr(C)]
pub(crate) struct chain {
    next: Cell<Option<Chain>>,
    /// Where the room for bytes begins; dangling while a part of a file is not in memory.
    start: Cell<NonNull<u8>>,
    capacity: usize,
    /// The room before the first byte. For a part of a file: where in the segment it begins.
    misalign: Cell<usize>,
    len: Cell<usize>,
    users: AtomicU32,
    source: Cell<Source>,
    /// Whether bytes may be put into it: its memory is its own, and no other block shows it.
    writable: Cell<bool>,
}

/// What is behind a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// Memory of its own.
    Own,
    /// Memory of the program's.
    Reference,
    /// A file segment, mapped or read into memory.
    Mapped,
    /// A file segment that is sent with sendfile(2).
    File,
    /// Another block.
    Chain,
}

/// What a block without memory of its own has in its place.
union Behind {
    reference: Reference,
    segment: Segment,
    chain: Chain,
}

const HEADER: usize = size_of::<chain>();
const _: () = assert!(HEADER == 48, "the extents that programs see depend on it");

/// A handle on a block. It borrows nothing.
///
/// INVARIANT: whoever holds a handle uses it only while the block is on a buffer that it has locked,
/// or owns one of the block's users.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Chain(NonNull<chain>);

impl Deref for Chain {
    type Target = chain;
    #[inline]
    fn deref(&self) -> &chain {
        // SAFETY: the invariant. What changes is in cells.
        unsafe { self.0.as_ref() }
    }
}

impl Chain {
    fn allocate(
        size: usize,
        source: Source,
        start: Option<NonNull<u8>>,
        capacity: usize,
    ) -> Result<Self, OutOfMemory> {
        let memory = mm::malloc(size).ok_or(OutOfMemory)?.cast::<u8>();
        // SAFETY: every allocation has room for the header, and malloc aligns for it.
        let after = unsafe { memory.add(HEADER) };
        let header = memory.cast::<chain>();
        let block = chain {
            next: Cell::new(None),
            start: Cell::new(start.unwrap_or(after)),
            capacity,
            misalign: Cell::new(0),
            len: Cell::new(0),
            users: AtomicU32::new(1),
            source: Cell::new(source),
            writable: Cell::new(source == Source::Own),
        };
        // SAFETY: as above.
        unsafe { header.write(block) };
        Ok(Chain(header))
    }

    /// An empty block with room for at least `room` bytes.
    pub(crate) fn with_room(room: usize) -> Result<Self, OutOfMemory> {
        if room > MAX_CHAIN - HEADER {
            return Err(OutOfMemory);
        }
        let capacity = Self::capacity_for(room);
        Self::allocate(capacity + HEADER, Source::Own, None, capacity)
    }

    /// An empty block with room for at least `room` bytes and not much more: for one of many buffers, each
    /// of which has little.
    pub(crate) fn with_little_room(room: usize) -> Result<Self, OutOfMemory> {
        if room > MIN_ALLOCATION - HEADER {
            return Self::with_room(room);
        }
        let size = (room + HEADER).next_power_of_two();
        Self::with_exact_room((size - HEADER).max(LITTLE))
    }

    /// The capacity of a block with room for at least `room` bytes, which is less than the most.
    pub(crate) const fn capacity_for(room: usize) -> usize {
        let size = room + HEADER;
        if size >= MAX_CHAIN / 2 {
            room
        } else if size < MIN_ALLOCATION {
            SMALLEST
        } else {
            size.next_power_of_two() - HEADER
        }
    }

    /// An empty block with room for `room` bytes and no more.
    pub(crate) fn with_exact_room(room: usize) -> Result<Self, OutOfMemory> {
        Self::allocate(room + HEADER, Source::Own, None, room)
    }

    /// # Safety
    /// `block` is null or came from [`as_ptr`](Self::as_ptr), and the block is still on its buffer.
    pub(crate) unsafe fn from_ptr(block: *mut c_void) -> Option<Self> {
        NonNull::new(block.cast()).map(Chain)
    }

    pub(crate) fn as_ptr(self) -> *mut c_void {
        self.0.as_ptr().cast()
    }

    fn behind(self) -> *mut Behind {
        // SAFETY: only asked for blocks that were allocated with room for it.
        unsafe { self.0.as_ptr().cast::<u8>().add(HEADER).cast() }
    }

    fn over(
        source: Source,
        bytes: NonNull<u8>,
        capacity: usize,
        behind: Behind,
    ) -> Result<Self, OutOfMemory> {
        let block = Self::allocate(HEADER + size_of::<Behind>(), source, Some(bytes), capacity)?;
        // SAFETY: allocated with room for it.
        unsafe { block.behind().write(behind) };
        Ok(block)
    }

    /// A block over memory of the program's.
    pub(crate) fn of_reference(
        bytes: NonNull<u8>,
        len: usize,
        reference: Reference,
    ) -> Result<Self, OutOfMemory> {
        let block = Self::over(Source::Reference, bytes, len, Behind { reference })?;
        block.len.set(len);
        Ok(block)
    }

    /// A block for `len` bytes of a segment, from `offset`, which are not in memory yet.
    pub(crate) fn of_file(
        segment: Segment,
        offset: usize,
        len: usize,
    ) -> Result<Self, OutOfMemory> {
        let behind = Behind { segment };
        let block = Self::over(Source::File, NonNull::dangling(), offset + len, behind)?;
        segment.retain();
        block.misalign.set(offset);
        block.len.set(len);
        Ok(block)
    }

    /// A block over the bytes of `other`, to which nothing can be added any more.
    pub(crate) fn of_chain(other: Chain) -> Result<Self, OutOfMemory> {
        let behind = Behind { chain: other };
        let block = Self::over(Source::Chain, other.start.get(), other.capacity, behind)?;
        other.users.fetch_add(1, Ordering::Relaxed);
        other.writable.set(false);
        block.misalign.set(other.misalign.get());
        block.len.set(other.len.get());
        Ok(block)
    }

    /// Gives the block up, and frees it if nobody else uses it.
    #[inline]
    pub(crate) fn release(self) {
        // Its only user need not count: nobody else can become one.
        if self.users.load(Ordering::Acquire) == 1 || self.users.fetch_sub(1, Ordering::AcqRel) == 1
        {
            self.free();
        }
    }

    /// Frees the block, whose last user is gone.
    fn free(self) {
        let source = self.source.get();
        // SAFETY: the source says which is behind it; an own block is not asked.
        unsafe {
            match source {
                Source::Own => {}
                Source::Reference => (*self.behind()).reference.clean_up(),
                Source::Mapped | Source::File => (*self.behind()).segment.release(),
                Source::Chain => (*self.behind()).chain.release(),
            }
        }
        // SAFETY: `allocate` made it, and it is not used again.
        unsafe { mm::free(self.0.as_ptr().cast()) };
    }

    #[inline]
    pub(crate) fn next(self) -> Option<Chain> {
        self.next.get()
    }

    #[inline]
    pub(crate) fn set_next(self, next: Option<Chain>) {
        self.next.set(next);
    }

    #[inline]
    pub(crate) fn len(self) -> usize {
        self.len.get()
    }

    #[inline]
    pub(crate) fn is_empty(self) -> bool {
        self.len() == 0
    }

    #[inline]
    pub(crate) fn capacity(self) -> usize {
        self.capacity
    }

    #[inline]
    pub(crate) fn misalign(self) -> usize {
        self.misalign.get()
    }

    /// Whether bytes may be put into it.
    #[inline]
    pub(crate) fn is_writable(self) -> bool {
        self.writable.get()
    }

    /// Whether its bytes are those of another block.
    pub(crate) fn is_multicast(self) -> bool {
        self.source.get() == Source::Chain
    }

    /// Whether its bytes come from a file segment.
    pub(crate) fn is_of_segment(self) -> bool {
        matches!(self.source.get(), Source::Mapped | Source::File)
    }

    /// The segment and the offset in it, for a block that is not in memory.
    pub(crate) fn file(self) -> Option<(Segment, usize)> {
        // SAFETY: such a block has a segment behind it.
        (self.source.get() == Source::File)
            .then(|| unsafe { ((*self.behind()).segment, self.misalign()) })
    }

    /// Sees to it that the bytes are in memory.
    #[inline]
    pub(crate) fn bring_to_memory(self) -> Result<(), Failed> {
        match self.file() {
            None => Ok(()),
            Some((segment, _)) => {
                self.start.set(segment.bring_to_memory()?);
                self.source.set(Source::Mapped);
                Ok(())
            }
        }
    }

    /// Its bytes, which are [in memory](Self::bring_to_memory).
    #[inline]
    pub(crate) fn data(self) -> NonNull<u8> {
        // SAFETY: within the block's room.
        unsafe { self.start.get().add(self.misalign.get()) }
    }

    /// Its bytes, borrowed.
    ///
    /// # Safety
    /// They are in memory, and neither freed nor changed while they are borrowed.
    #[inline]
    pub(crate) unsafe fn bytes<'a>(self) -> &'a [u8] {
        // SAFETY: the caller's promise; the first `len` bytes are initialised.
        unsafe { slice::from_raw_parts(self.data().as_ptr(), self.len()) }
    }

    /// The first `n` bytes of the room, borrowed.
    ///
    /// # Safety
    /// They have been written, and are neither freed nor changed while they are borrowed.
    #[inline]
    pub(crate) unsafe fn in_room<'a>(self, n: usize) -> &'a [u8] {
        // SAFETY: the caller's promise.
        unsafe { slice::from_raw_parts(self.tail().as_ptr(), n) }
    }

    /// Where the next byte would go.
    #[inline]
    pub(crate) fn tail(self) -> NonNull<u8> {
        // SAFETY: within the block's room, or just behind it.
        unsafe { self.data().add(self.len()) }
    }

    /// How many bytes can be put after the last one.
    #[inline]
    pub(crate) fn room(self) -> usize {
        if self.is_writable() {
            self.capacity - self.misalign.get() - self.len.get()
        } else {
            0
        }
    }

    /// Whether `n` bytes can be appended.
    #[inline]
    pub(crate) fn can_take(self, n: usize) -> bool {
        self.is_writable() && n <= self.room()
    }

    /// Makes `n` bytes, which have been written at the [tail](Self::tail), part of the block.
    #[inline]
    pub(crate) fn grow(self, n: usize) {
        self.len.set(self.len() + n);
    }

    /// Copies bytes to the end. There is [room](Self::room) for them.
    #[inline]
    pub(crate) fn append(self, bytes: &[u8]) {
        // SAFETY: the room is writable, and not part of anything that may be borrowed.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), self.tail().as_ptr(), bytes.len()) };
        self.grow(bytes.len());
    }

    /// Copies bytes before the first one. There is that much [room](Self::misalign) there.
    pub(crate) fn prepend(self, bytes: &[u8]) {
        self.misalign.set(self.misalign() - bytes.len());
        self.grow(bytes.len());
        // SAFETY: as in `append`.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), self.data().as_ptr(), bytes.len()) };
    }

    /// Removes the first `n` bytes.
    #[inline]
    pub(crate) fn drain(self, n: usize) {
        self.misalign.set(self.misalign() + n);
        self.len.set(self.len() - n);
    }

    /// Empties the block; all its room is behind the bytes to come.
    #[inline]
    pub(crate) fn clear(self) {
        self.misalign.set(0);
        self.len.set(0);
    }

    /// Puts the room of an empty block before the bytes to come.
    pub(crate) fn open_at_end(self) {
        self.misalign.set(self.capacity);
    }

    /// Whether moving the bytes to the start of the block is the best way to room for `n` more.
    pub(crate) fn should_realign(self, n: usize) -> bool {
        self.is_writable()
            && self.capacity - self.len() >= n
            && self.len() < self.capacity / 2
            && self.len() <= MAX_TO_REALIGN
    }

    /// Moves the bytes to the start of the block.
    pub(crate) fn realign(self) {
        // SAFETY: both are within the block.
        unsafe { ptr::copy(self.data().as_ptr(), self.start.get().as_ptr(), self.len()) };
        self.misalign.set(0);
    }

    /// Whether `bytes` lie in this block.
    pub(crate) fn holds(self, bytes: &[u8]) -> bool {
        let start = self.start.get().addr().get();
        (start..start + self.capacity).contains(&bytes.as_ptr().addr())
    }
}

/// Blocks that are on no buffer; freed with the list.
pub(super) struct ChainList {
    pub(super) first: Option<Chain>,
    pub(super) last: Option<Chain>,
    /// The last one with bytes; those after it are empty.
    pub(super) last_with_data: Option<Chain>,
    pub(super) len: usize,
}

impl ChainList {
    pub(super) const fn new() -> Self {
        ChainList {
            first: None,
            last: None,
            last_with_data: None,
            len: 0,
        }
    }

    /// Puts a block at the end.
    pub(super) fn push(&mut self, chain: Chain) {
        chain.set_next(None);
        match self.last {
            Some(last) => last.set_next(Some(chain)),
            None => self.first = Some(chain),
        }
        self.last = Some(chain);
        if !chain.is_empty() {
            self.last_with_data = Some(chain);
        }
        self.len += chain.len();
    }
}

impl Drop for ChainList {
    fn drop(&mut self) {
        let mut next = self.first.take();
        while let Some(chain) = next {
            next = chain.next();
            chain.release();
        }
    }
}
