//! poll(2).

use std::cell::Cell;
use std::ffi::{c_int, c_short};

use libc::{POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, POLLRDHUP, pollfd};

use super::{Failed, Interest};
use crate::base::Base;
use crate::ds::vec::CellVec;
use crate::rt::log::warn_errno;
use crate::rt::mm;
use crate::rt::time::{self, Micros};

/// "This fd is not in the set."
const ABSENT: u32 = u32::MAX;

pub(crate) struct Poll {
    set: CellVec<pollfd>,
    /// Where in `set` each fd is.
    positions: CellVec<u32>,
    /// What poll(2) works on while other threads may change `set`.
    in_kernel: CellVec<pollfd>,
    /// Where to begin telling of ready fds, so that none is always last.
    turn: Cell<usize>,
}

impl Poll {
    pub(crate) fn new() -> Self {
        Poll {
            set: CellVec::new(),
            positions: CellVec::new(),
            in_kernel: CellVec::new(),
            turn: Cell::new(0),
        }
    }

    pub(crate) fn change(&self, fd: c_int, new: Interest) -> Result<(), Failed> {
        let slot = fd as usize;
        let position = self.positions.get(slot).unwrap_or(ABSENT);
        let events = to_poll(new);
        match (position, new.is_empty()) {
            (ABSENT, true) => {}
            (ABSENT, false) => {
                self.positions
                    .extend_to(slot + 1, ABSENT)
                    .map_err(|_| Failed)?;
                let entry = pollfd {
                    fd,
                    events,
                    revents: 0,
                };
                self.set.push(entry).map_err(|_| Failed)?;
                self.positions.set(slot, self.set.len() as u32 - 1);
            }
            (position, false) => self.set.set(
                position as usize,
                pollfd {
                    fd,
                    events,
                    revents: 0,
                },
            ),
            (position, true) => {
                self.positions.set(slot, ABSENT);
                self.set.swap_remove(position as usize);
                if let Some(moved) = self.set.get(position as usize) {
                    self.positions.set(moved.fd as usize, position);
                }
            }
        }
        Ok(())
    }

    pub(crate) fn wait(&self, base: Base, timeout: Option<Micros>) -> Result<(), Failed> {
        let fds = if base.is_shared() {
            self.in_kernel.copy_from(&self.set).map_err(|_| Failed)?;
            &self.in_kernel
        } else {
            &self.set
        };
        let millis = match timeout {
            None => -1,
            Some(t) => time::to_millis_rounded_up(t).min(c_int::MAX.into()) as c_int,
        };
        let n = fds.len();
        let ready = base.wait_unlocked(|| {
            // SAFETY: `fds` has `n` elements, and nobody else touches it while we wait.
            unsafe { libc::poll(fds.as_mut_ptr(), n as libc::nfds_t, millis) }
        });
        match ready {
            -1 if mm::errno() == libc::EINTR => return Ok(()),
            -1 => {
                warn_errno!("poll");
                return Err(Failed);
            }
            0 => return Ok(()),
            _ => {}
        }
        let start = self.turn.get();
        self.turn.set(start.wrapping_add(1));
        for i in 0..n {
            let entry = fds.at((start % n + i) % n);
            let what = from_poll(entry.revents);
            if !what.is_empty() {
                base.fd_ready(entry.fd, what);
            }
        }
        Ok(())
    }
}

fn to_poll(interest: Interest) -> c_short {
    let mut events = 0;
    for (wanted, bit) in [
        (Interest::READ, POLLIN),
        (Interest::WRITE, POLLOUT),
        (Interest::CLOSED, POLLRDHUP),
    ] {
        if interest.contains(wanted) {
            events |= bit;
        }
    }
    events
}

fn from_poll(events: c_short) -> Interest {
    let mut what = Interest::empty();
    // After an error or a hang-up, reading and writing both give the reason.
    let failed = events & (POLLERR | POLLHUP | POLLNVAL) != 0;
    what.set(Interest::READ, failed || events & POLLIN != 0);
    what.set(Interest::WRITE, failed || events & POLLOUT != 0);
    what.set(Interest::CLOSED, events & POLLRDHUP != 0);
    what
}
