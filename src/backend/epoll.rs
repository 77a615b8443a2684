//! epoll(7).

use std::cell::Cell;
use std::ffi::c_int;
use std::ptr;

use libc::{
    EPOLL_CTL_ADD, EPOLL_CTL_DEL, EPOLL_CTL_MOD, EPOLLERR, EPOLLET, EPOLLHUP, EPOLLIN,
    EPOLLONESHOT, EPOLLOUT, EPOLLRDHUP, epoll_event,
};

use super::{Failed, Interest, Options};
use crate::base::{Base, Events};
use crate::ds::vec::CellVec;
use crate::rt::log::{debug_log, warn_errno};
use crate::rt::mm;
use crate::rt::time::{self, Micros};

/// How many reports the first call can take, and how many at most.
const INITIAL_REPORTS: usize = 32;
const MAX_REPORTS: usize = 4096;

/// Longer waits are cut: some kernels overflow on them.
const MAX_WAIT_MILLIS: i64 = 35 * 60 * 1000;

const NO_REPORT: epoll_event = epoll_event { events: 0, u64: 0 };

pub(crate) struct Epoll {
    fd: Cell<c_int>,
    reports: CellVec<epoll_event>,
    /// Wait with epoll_pwait2(2), to the microsecond; given up on kernels that lack it.
    precise: Cell<bool>,
}

impl Epoll {
    pub(crate) fn open(options: Options) -> Result<Self, Failed> {
        let reports = CellVec::new();
        reports
            .extend_to(INITIAL_REPORTS, NO_REPORT)
            .map_err(|_| Failed)?;
        Ok(Epoll {
            fd: Cell::new(create()?),
            reports,
            precise: Cell::new(options.precise),
        })
    }

    pub(crate) fn reopen(&self) -> Result<(), Failed> {
        self.close();
        self.fd.set(create()?);
        Ok(())
    }

    /// Lets go of all fds at once.
    pub(crate) fn close(&self) {
        let fd = self.fd.replace(-1);
        if fd >= 0 {
            // SAFETY: the fd is this object's own.
            unsafe { libc::close(fd) };
        }
    }

    pub(crate) fn change(&self, fd: c_int, old: Interest, new: Interest) -> Result<(), Failed> {
        let op = if new.is_empty() {
            EPOLL_CTL_DEL
        } else if old.is_empty() {
            EPOLL_CTL_ADD
        } else {
            EPOLL_CTL_MOD
        };
        if op == EPOLL_CTL_DEL && self.fd.get() < 0 {
            // Closed: the base ends, and all fds went with it.
            return Ok(());
        }
        debug_log!("epoll: fd {fd}: {old:?} -> {new:?}");
        if self.control(op, fd, new) {
            return Ok(());
        }
        // The kernel forgets an fd that is closed, and remembers one whose file lives on in a
        // duplicate. Both look different from what we know when the number is used again.
        let settled = match (op, mm::errno()) {
            (EPOLL_CTL_MOD, libc::ENOENT) => self.control(EPOLL_CTL_ADD, fd, new),
            (EPOLL_CTL_ADD, libc::EEXIST) => self.control(EPOLL_CTL_MOD, fd, new),
            (EPOLL_CTL_DEL, libc::ENOENT | libc::EBADF | libc::EPERM) => true,
            _ => false,
        };
        if settled {
            return Ok(());
        }
        warn_of_failure(op, fd, old, new);
        Err(Failed)
    }

    fn control(&self, op: c_int, fd: c_int, interest: Interest) -> bool {
        let mut event = epoll_event {
            events: to_epoll(interest),
            u64: fd as u64,
        };
        // SAFETY: `event` is valid for the call.
        unsafe { libc::epoll_ctl(self.fd.get(), op, fd, &mut event) == 0 }
    }

    pub(crate) fn wait(&self, base: Base, timeout: Option<Micros>) -> Result<(), Failed> {
        let ready = base.wait_unlocked(|| self.poll_kernel(timeout));
        if ready < 0 {
            if mm::errno() == libc::EINTR {
                return Ok(());
            }
            warn_errno!("epoll_wait");
            return Err(Failed);
        }
        let ready = ready as usize;
        debug_log!("epoll: {ready} ready");
        for report in self.reports.iter().take(ready) {
            let what = from_epoll(report.events as c_int);
            base.fd_ready(report.u64 as c_int, what);
        }
        if ready == self.reports.len() && ready < MAX_REPORTS {
            // More may be waiting. Without memory we go on with what we have.
            let _ = self.reports.extend_to(ready * 2, NO_REPORT);
        }
        Ok(())
    }

    fn poll_kernel(&self, timeout: Option<Micros>) -> c_int {
        let reports = self.reports.as_mut_ptr();
        let room = self.reports.len() as c_int;
        if self.precise.get() {
            let limit = timeout.map(|t| time::to_timespec(t.min(MAX_WAIT_MILLIS * 1000)));
            let limit = limit.as_ref().map_or(ptr::null(), ptr::from_ref);
            // SAFETY: `reports` has `room` elements, and nobody else uses them while we wait.
            let ready =
                unsafe { libc::epoll_pwait2(self.fd.get(), reports, room, limit, ptr::null()) };
            // Sandboxes that do not know the call forbid it.
            if ready >= 0 || !matches!(mm::errno(), libc::ENOSYS | libc::EPERM) {
                return ready;
            }
            self.precise.set(false);
        }
        let millis = match timeout {
            None => -1,
            Some(t) => time::to_millis_rounded_up(t).min(MAX_WAIT_MILLIS) as c_int,
        };
        // SAFETY: as above.
        unsafe { libc::epoll_wait(self.fd.get(), reports, room, millis) }
    }
}

impl Drop for Epoll {
    fn drop(&mut self) {
        self.close();
    }
}

fn create() -> Result<c_int, Failed> {
    // SAFETY: always allowed.
    let fd = unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) };
    if fd < 0 {
        if mm::errno() != libc::ENOSYS {
            warn_errno!("epoll_create");
        }
        return Err(Failed);
    }
    Ok(fd)
}

#[cold]
fn warn_of_failure(op: c_int, fd: c_int, old: Interest, new: Interest) {
    let name = match op {
        EPOLL_CTL_ADD => "ADD",
        EPOLL_CTL_MOD => "MOD",
        _ => "DEL",
    };
    let edge = new.contains(Interest::EDGE);
    let change = |kind| match (old.contains(kind), new.contains(kind)) {
        (false, true) if edge => "33 (add)",
        (false, true) => "1 (add)",
        (true, false) if edge => "34 (del)",
        (true, false) => "2 (del)",
        _ => "0 (none)",
    };
    warn_errno!(
        "Epoll {name}({}) on fd {fd} failed. Old events were {}; read change was {}; \
         write change was {}; close change was {}",
        to_epoll(new - Interest::ONCE).cast_signed(),
        (Events::from(old) & Events::IO).bits(),
        change(Interest::READ),
        change(Interest::WRITE),
        change(Interest::CLOSED),
    );
}

fn to_epoll(interest: Interest) -> u32 {
    let mut events = 0;
    for (wanted, bit) in [
        (Interest::READ, EPOLLIN),
        (Interest::WRITE, EPOLLOUT),
        (Interest::CLOSED, EPOLLRDHUP),
        (Interest::EDGE, EPOLLET),
        (Interest::ONCE, EPOLLONESHOT),
    ] {
        if interest.contains(wanted) {
            events |= bit;
        }
    }
    events as u32
}

/// What an fd is ready for, nothing else. It was an edge, for those who asked for edges.
#[inline]
fn from_epoll(events: c_int) -> Interest {
    if events & (EPOLLERR | EPOLLHUP) != 0 {
        // After an error, or a hang-up of both sides, reading and writing both give the reason.
        if events & EPOLLERR != 0 || events & EPOLLRDHUP == 0 {
            return Interest::READ | Interest::WRITE | Interest::EDGE;
        }
    }
    let mut what = Interest::EDGE;
    what.set(Interest::READ, events & EPOLLIN != 0);
    what.set(Interest::WRITE, events & EPOLLOUT != 0);
    what.set(Interest::CLOSED, events & EPOLLRDHUP != 0);
    what
}
