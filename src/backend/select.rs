//! select(2), with sets as large as the fds need: Linux takes any size.

use std::cell::Cell;
use std::ffi::{c_int, c_ulong};
use std::ptr;

use libc::timeval;

use super::{Failed, Interest};
use crate::base::Base;
use crate::ds::vec::CellVec;
use crate::rt::log::warn_errno;
use crate::rt::mm::{self, OutOfMemory};
use crate::rt::time::{self, Micros};

const BITS: usize = c_ulong::BITS as usize;

/// A set of fds, laid out as `fd_set`.
struct FdSet(CellVec<c_ulong>);

impl FdSet {
    const fn new() -> Self {
        FdSet(CellVec::new())
    }

    fn contains(&self, fd: usize) -> bool {
        self.0
            .get(fd / BITS)
            .is_some_and(|word| word >> (fd % BITS) & 1 == 1)
    }

    /// Puts `fd`, which the set has room for, in or out.
    fn set(&self, fd: usize, member: bool) {
        let (index, bit) = (fd / BITS, 1 << (fd % BITS));
        let word = self.0.at(index);
        self.0
            .set(index, if member { word | bit } else { word & !bit });
    }

    fn make_room_for(&self, fd: usize) -> Result<(), OutOfMemory> {
        self.0.extend_to(fd / BITS + 1, 0)
    }

    fn as_mut_ptr(&self) -> *mut libc::fd_set {
        self.0.as_mut_ptr().cast()
    }
}

pub(crate) struct Select {
    wanted_read: FdSet,
    wanted_write: FdSet,
    ready_read: FdSet,
    ready_write: FdSet,
    /// One more than the largest fd ever in a set.
    fds: Cell<usize>,
    /// Where to begin telling of ready fds, so that none is always last.
    turn: Cell<usize>,
}

impl Select {
    pub(crate) fn new() -> Self {
        Select {
            wanted_read: FdSet::new(),
            wanted_write: FdSet::new(),
            ready_read: FdSet::new(),
            ready_write: FdSet::new(),
            fds: Cell::new(0),
            turn: Cell::new(0),
        }
    }

    pub(crate) fn change(&self, fd: c_int, old: Interest, new: Interest) -> Result<(), Failed> {
        let slot = fd as usize;
        if old.is_empty() && new.is_empty() {
            return Ok(());
        }
        self.wanted_read.make_room_for(slot).map_err(|_| Failed)?;
        self.wanted_write.make_room_for(slot).map_err(|_| Failed)?;
        self.wanted_read.set(slot, new.contains(Interest::READ));
        self.wanted_write.set(slot, new.contains(Interest::WRITE));
        self.fds.set(self.fds.get().max(slot + 1));
        Ok(())
    }

    pub(crate) fn wait(&self, base: Base, timeout: Option<Micros>) -> Result<(), Failed> {
        let n = self.fds.get();
        // Other threads may change what is wanted while we wait; these two only this method touches.
        let (read, write) = (&self.ready_read, &self.ready_write);
        read.0.copy_from(&self.wanted_read.0).map_err(|_| Failed)?;
        write
            .0
            .copy_from(&self.wanted_write.0)
            .map_err(|_| Failed)?;
        let mut limit = timeout.map(time::to_timeval);
        let limit = limit
            .as_mut()
            .map_or(ptr::null_mut(), ptr::from_mut::<timeval>);
        // SAFETY: the sets have room for `n` fds, and nobody else touches them while we wait.
        let ready = base.wait_unlocked(|| unsafe {
            libc::select(
                n as c_int,
                read.as_mut_ptr(),
                write.as_mut_ptr(),
                ptr::null_mut(),
                limit,
            )
        });
        if ready < 0 {
            if mm::errno() == libc::EINTR {
                return Ok(());
            }
            warn_errno!("select");
            return Err(Failed);
        }
        if ready == 0 {
            return Ok(());
        }
        let start = self.turn.get();
        self.turn.set(start.wrapping_add(1));
        for i in 0..n {
            let fd = (start % n + i) % n;
            let mut what = Interest::empty();
            what.set(Interest::READ, read.contains(fd));
            what.set(Interest::WRITE, write.contains(fd));
            if !what.is_empty() {
                base.fd_ready(fd as c_int, what);
            }
        }
        Ok(())
    }
}
