//! Parts of files that can be put into buffers, again and again.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ops::Deref;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicU32, Ordering};

use bitflags::bitflags;

use super::chain::{Chain, MAX_CHAIN};
use super::{Buf, Change, End, Failed, Flags};
use crate::ffi::buffer::evbuffer_file_segment_cleanup_cb;
use crate::rt::call::uninterrupted;
use crate::rt::log::warn_errno;
use crate::rt::mm;

bitflags! {
    /// How a segment is used: `EVBUF_FS_*`.
    #[derive(Clone, Copy)]
    pub(crate) struct SegmentFlags: u32 {
        const CLOSE_ON_FREE = 0x01;
        const DISABLE_MMAP = 0x02;
        const DISABLE_SENDFILE = 0x04;
        const _ = !0;
    }
}

/// A part of a file.
pub struct evbuffer_file_segment {
    users: AtomicU32,
    flags: SegmentFlags,
    /// -1 once the program has it back.
    fd: Cell<c_int>,
    /// Where in the file it begins.
    offset: i64,
    len: usize,
    memory: Cell<Memory>,
    cleanup: Cell<evbuffer_file_segment_cleanup_cb>,
    cleanup_arg: Cell<*mut c_void>,
}

/// Where the bytes of a segment are.
#[derive(Clone, Copy)]
enum Memory {
    /// In the file only.
    None,
    Mapped {
        start: NonNull<u8>,
        /// What comes before the segment in the mapping, which begins with a page.
        before: usize,
    },
    Read(NonNull<u8>),
}

/// A handle on a segment. It borrows nothing.
///
/// INVARIANT: whoever holds a handle uses it only while it is one of the segment's users.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Segment(NonNull<evbuffer_file_segment>);

impl Deref for Segment {
    type Target = evbuffer_file_segment;
    fn deref(&self) -> &evbuffer_file_segment {
        // SAFETY: the invariant. What changes is in cells.
        unsafe { self.0.as_ref() }
    }
}

impl Segment {
    /// # Safety
    /// `segment` is null or a segment that was not freed, and stays so for as long as the handle is used.
    pub(crate) unsafe fn from_ptr(segment: *const evbuffer_file_segment) -> Option<Self> {
        NonNull::new(segment.cast_mut()).map(Segment)
    }

    pub(crate) fn as_ptr(self) -> *mut evbuffer_file_segment {
        self.0.as_ptr()
    }

    /// The part of the file from `offset`, `len` bytes long or, without a length, up to its end.
    pub(crate) fn new(
        fd: c_int,
        offset: i64,
        len: Option<i64>,
        flags: SegmentFlags,
    ) -> Result<Self, Failed> {
        let len = match len {
            Some(len) => len,
            None => file_size(fd)?.saturating_sub(offset),
        };
        let len = usize::try_from(len).map_err(|_| Failed)?;
        if offset < 0 || len > MAX_CHAIN - offset as usize {
            return Err(Failed);
        }
        let segment = Segment(mm::boxed(evbuffer_file_segment {
            users: AtomicU32::new(1),
            flags,
            fd: Cell::new(fd),
            offset,
            len,
            memory: Cell::new(Memory::None),
            cleanup: Cell::new(None),
            cleanup_arg: Cell::new(ptr::null_mut()),
        })?);
        if !segment.can_sendfile()
            && let Err(failed) = segment.bring_to_memory()
        {
            // The program keeps its fd.
            // SAFETY: just boxed, and known to nobody.
            unsafe { mm::unboxed(segment.0) };
            return Err(failed);
        }
        Ok(segment)
    }

    pub(crate) fn set_cleanup(self, cleanup: evbuffer_file_segment_cleanup_cb, arg: *mut c_void) {
        self.cleanup.set(cleanup);
        self.cleanup_arg.set(arg);
    }

    fn can_sendfile(self) -> bool {
        !self.flags.contains(SegmentFlags::DISABLE_SENDFILE)
    }

    /// Counts one more user.
    pub(crate) fn retain(self) {
        self.users.fetch_add(1, Ordering::Relaxed);
    }

    /// Gives the segment up; its last user frees it.
    pub(crate) fn release(self) {
        if self.users.fetch_sub(1, Ordering::AcqRel) > 1 {
            return;
        }
        self.forget_memory();
        let close = self.flags.contains(SegmentFlags::CLOSE_ON_FREE);
        // SAFETY: with that flag the fd is the segment's own.
        if close && self.fd.get() >= 0 && unsafe { libc::close(self.fd.get()) } < 0 {
            warn_errno!("evbuffer_file_segment_free: close");
        }
        if let Some(cleanup) = self.cleanup.get() {
            let (flags, arg) = (self.flags.bits() as c_int, self.cleanup_arg.get());
            // SAFETY: the program vouched for its function and argument.
            unsafe { cleanup(self.as_ptr(), flags, arg) };
        }
        // SAFETY: `new` boxed it, and the last user is gone.
        unsafe { mm::unboxed(self.0) };
    }

    /// Where its bytes are in memory, once they have been brought there.
    fn bytes(self) -> Option<NonNull<u8>> {
        match self.memory.get() {
            Memory::None => None,
            // SAFETY: within the mapping.
            Memory::Mapped { start, before } => Some(unsafe { start.add(before) }),
            Memory::Read(start) => Some(start),
        }
    }

    /// Maps or reads the segment, if that has not been done, and says where its bytes are. There are
    /// none of an empty one: an error, as in the original.
    pub(super) fn bring_to_memory(self) -> Result<NonNull<u8>, Failed> {
        if self.len == 0 {
            return Err(Failed);
        }
        if let Some(bytes) = self.bytes() {
            return Ok(bytes);
        }
        let mapped = !self.flags.contains(SegmentFlags::DISABLE_MMAP) && self.map().is_ok();
        if !mapped {
            self.read_all()?;
        }
        self.bytes().ok_or(Failed)
    }

    fn map(self) -> Result<(), Failed> {
        // To touch what is mapped but not in the file would end the process.
        if file_size(self.fd.get())? < self.offset + self.len as i64 {
            return Err(Failed);
        }
        // SAFETY: always allowed.
        let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
        let before = self.offset % page.max(1);
        // SAFETY: a new mapping, wherever the kernel likes; a bad fd gives an error.
        let start = unsafe {
            libc::mmap(
                ptr::null_mut(),
                self.len + before as usize,
                libc::PROT_READ,
                libc::MAP_PRIVATE,
                self.fd.get(),
                self.offset - before,
            )
        };
        if start == libc::MAP_FAILED {
            warn_errno!(
                "evbuffer_file_segment_new: mmap({}, {})",
                self.fd.get(),
                self.offset
            );
            return Err(Failed);
        }
        self.memory.set(Memory::Mapped {
            start: NonNull::new(start.cast()).ok_or(Failed)?,
            before: before as usize,
        });
        Ok(())
    }

    fn read_all(self) -> Result<(), Failed> {
        let memory = mm::malloc(self.len).ok_or(Failed)?.cast::<u8>();
        // SAFETY: the memory fits the segment.
        if let Err(failed) = unsafe { self.read_to(memory) } {
            // SAFETY: just allocated.
            unsafe { mm::free(memory.as_ptr().cast()) };
            return Err(failed);
        }
        self.memory.set(Memory::Read(memory));
        Ok(())
    }

    /// Reads the segment from the file.
    ///
    /// # Safety
    /// It fits at `to`.
    unsafe fn read_to(self, to: NonNull<u8>) -> Result<(), Failed> {
        let mut done = 0;
        while done < self.len {
            let (rest, at) = (self.len - done, self.offset + done as i64);
            // SAFETY: the caller's promise; a bad fd gives an error.
            let got = uninterrupted(|| unsafe {
                libc::pread(self.fd.get(), to.add(done).as_ptr().cast(), rest, at)
            });
            match got {
                // The file is shorter than was said.
                0 | -1 => return Err(Failed),
                got => done += got as usize,
            }
        }
        Ok(())
    }

    fn forget_memory(self) {
        match self.memory.replace(Memory::None) {
            Memory::None => {}
            // SAFETY: `map` made the mapping, and no block refers to it any more.
            Memory::Mapped { start, before } => unsafe {
                libc::munmap(start.as_ptr().cast(), self.len + before);
            },
            // SAFETY: `read_all` allocated it, and no block refers to it any more.
            Memory::Read(start) => unsafe { mm::free(start.as_ptr().cast()) },
        }
    }

    /// Sends `n` bytes from `skip` on to `fd`, as sendfile(2) does.
    pub(super) fn send(self, fd: c_int, skip: usize, n: usize) -> isize {
        let mut offset = self.offset + skip as i64;
        // SAFETY: the offset is valid for the call.
        unsafe { libc::sendfile(fd, self.fd.get(), &mut offset, n) }
    }

    /// The program keeps the fd.
    fn keep_fd_open(self) {
        self.fd.set(-1);
    }
}

impl Buf {
    /// Appends `len` bytes of a segment from `offset` on, or, without a length, all from there.
    pub(crate) fn add_segment(
        self,
        segment: Segment,
        offset: i64,
        len: Option<i64>,
    ) -> Result<(), Failed> {
        let offset = usize::try_from(offset).map_err(|_| Failed)?;
        let available = segment.len.checked_sub(offset).ok_or(Failed)?;
        let len = match len {
            Some(len) => usize::try_from(len).map_err(|_| Failed)?,
            None => available,
        };
        let _lock = self.lock();
        let sent = self.sends(segment);
        if !sent {
            segment.bring_to_memory()?;
        }
        self.check_not_frozen(End::Back)?;
        if len > available {
            return Err(Failed);
        }
        self.check_fits(len)?;
        let chain = Chain::of_file(segment, offset, len)?;
        if !sent {
            chain.bring_to_memory()?;
        }
        self.push_chain(chain);
        self.changed(Change::added(len));
        Ok(())
    }

    /// Whether bytes of the segment go from file to fd without coming to memory.
    fn sends(self, segment: Segment) -> bool {
        self.has(Flags::DRAINS_TO_FD) && segment.can_sendfile()
    }

    /// Appends a part of a file, which is closed when the bytes are gone. When it cannot be read it
    /// stays open; when the buffer cannot take it, it does not, as in the original.
    pub(crate) fn add_file(self, fd: c_int, offset: i64, len: Option<i64>) -> Result<(), Failed> {
        let segment = Segment::new(fd, offset, len, SegmentFlags::CLOSE_ON_FREE)?;
        let lock = self.lock();
        let readable = self.sends(segment) || segment.bring_to_memory().is_ok();
        let result = if readable {
            self.add_segment(segment, 0, len)
        } else {
            segment.keep_fd_open();
            Err(Failed)
        };
        drop(lock);
        segment.release();
        result
    }
}

fn file_size(fd: c_int) -> Result<i64, Failed> {
    // SAFETY: all zeroes is a valid `stat`, which fstat fills in.
    unsafe {
        let mut stat: libc::stat = std::mem::zeroed();
        if libc::fstat(fd, &mut stat) < 0 {
            return Err(Failed);
        }
        Ok(stat.st_size)
    }
}
