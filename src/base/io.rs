//! Which events wait on which fd, and what the backend has been told of it.

use std::ffi::c_int;

use super::config::Flags;
use super::debug::Debug;
use super::event_struct::{Ev, Events, PeerLink};
use super::{Base, Failed};
use crate::backend::Interest;
use crate::ds::list::Stack;
use crate::ds::vec::CellVec;
use crate::rt::log::warnx;
use crate::rt::mm;

/// The events of one fd, in the order they are called: the newest first.
type Peers = Stack<Ev, PeerLink>;

/// fds from here on are looked at before a table for them is made: a program's garbage must not cost
/// gigabytes.
const IMPLAUSIBLE_FD: c_int = 1 << 22;

/// One fd.
#[derive(Clone, Copy)]
struct Slot {
    events: Peers,
    readers: u16,
    writers: u16,
    closers: u16,
    /// What the backend was last told.
    told: Interest,
    /// On the list of changes to tell before the next wait.
    changed: bool,
}

const EMPTY: Slot = Slot {
    events: Peers::EMPTY,
    readers: 0,
    writers: 0,
    closers: 0,
    told: Interest::empty(),
    changed: false,
};

impl Slot {
    /// What the backend should know. `once`: it understands [`Interest::ONCE`].
    fn wanted(&self, once: bool) -> Interest {
        let Some(first) = self.events.first() else {
            return Interest::empty();
        };
        let mut wanted = Interest::empty();
        wanted.set(Interest::READ, self.readers > 0);
        wanted.set(Interest::WRITE, self.writers > 0);
        wanted.set(Interest::CLOSED, self.closers > 0);
        wanted.set(Interest::EDGE, first.events().contains(Events::ET));
        // A lone event that will be called once: when it is added again, the fd is still registered.
        // One that waits only for a close is left out, since an error, which counts as readable and
        // writable, silences the fd without activating the event.
        let lone = Peers::next(first).is_none();
        let simple = !first.events().intersects(Events::ET | Events::PERSIST)
            && wanted.intersects(Interest::READ | Interest::WRITE);
        wanted.set(Interest::ONCE, once && lone && simple);
        wanted
    }

    /// Whether the backend knows enough to report what is `wanted`, and no more.
    fn is_settled(&self, wanted: Interest) -> bool {
        wanted == self.told
            // That an event has become a lone one is not worth a system call.
            || wanted == self.told | Interest::ONCE
            // A silent fd may stay registered: the kernel forgets it when it is closed.
            || (wanted.is_empty() && self.told.contains(Interest::SILENT))
    }

    /// Puts the event in; `None` if there are too many.
    fn insert(&mut self, ev: Ev) -> Option<()> {
        for (kind, count) in self.counters() {
            if ev.events().contains(kind) {
                *count = count.checked_add(1)?;
            }
        }
        self.events.push(ev);
        Some(())
    }

    fn remove(&mut self, ev: Ev) {
        for (kind, count) in self.counters() {
            if ev.events().contains(kind) {
                *count -= 1;
            }
        }
        self.events.remove(ev);
    }

    fn counters(&mut self) -> [(Events, &mut u16); 3] {
        [
            (Events::READ, &mut self.readers),
            (Events::WRITE, &mut self.writers),
            (Events::CLOSED, &mut self.closers),
        ]
    }
}

/// All fds of a base.
pub(crate) struct FdMap {
    slots: CellVec<Slot>,
    /// With the change list: the fds whose changes are told together, before the next wait.
    changes: CellVec<c_int>,
}

impl FdMap {
    pub(crate) const fn new() -> Self {
        FdMap {
            slots: CellVec::new(),
            changes: CellVec::new(),
        }
    }

    fn slot(&self, fd: c_int) -> Option<Slot> {
        self.slots.get(usize::try_from(fd).ok()?)
    }

    /// The slot of an `fd` that is not negative, made if need be.
    fn slot_for(&self, fd: c_int) -> Result<Slot, Failed> {
        if let Some(slot) = self.slot(fd) {
            return Ok(slot);
        }
        // SAFETY: fcntl may be asked about any number.
        if fd >= IMPLAUSIBLE_FD && unsafe { libc::fcntl(fd, libc::F_GETFD) } < 0 {
            return Err(Failed);
        }
        let len = (fd as usize + 1).next_power_of_two().max(32);
        self.slots.extend_to(len, EMPTY)?;
        Ok(EMPTY)
    }

    fn store(&self, fd: c_int, slot: Slot) {
        self.slots.set(fd as usize, slot);
    }

    /// All events that wait on fds.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Ev> + '_ {
        self.slots.iter().flat_map(|slot| slot.events.iter())
    }

    pub(crate) fn fds(&self) -> std::ops::Range<c_int> {
        0..self.slots.len() as c_int
    }

    /// The event that is called first when `fd` is ready.
    pub(crate) fn first(&self, fd: c_int) -> Option<Ev> {
        self.slot(fd)?.events.first()
    }
}

impl Base {
    fn uses_change_list(self) -> bool {
        self.flags.contains(Flags::EPOLL_USE_CHANGELIST) && self.backend.reports_once()
    }

    /// Starts waiting for an event's fd. Negative fds are never ready.
    pub(crate) fn add_io(self, ev: Ev) -> Result<(), Failed> {
        let fd = ev.fd();
        if fd < 0 {
            return Ok(());
        }
        let mut slot = self.io.slot_for(fd)?;
        Debug::check_same_trigger(slot.events.first(), ev)?;
        let before = slot;
        if slot.insert(ev).is_none() {
            warnx!("Too many events reading or writing on fd {fd}");
            return Err(Failed);
        }
        self.io.store(fd, slot);
        if let Err(failed) = self.tell(fd) {
            let errno = mm::errno();
            slot.remove(ev);
            self.io.store(fd, before);
            mm::set_errno(errno);
            return Err(failed);
        }
        Ok(())
    }

    /// Stops waiting for an event's fd.
    pub(crate) fn del_io(self, ev: Ev) -> Result<(), Failed> {
        let fd = ev.fd();
        let Some(mut slot) = self.io.slot(fd) else {
            return Ok(());
        };
        slot.remove(ev);
        self.io.store(fd, slot);
        self.tell(fd)
    }

    /// Tells the backend what is wanted of `fd` now, or notes that it has to be told.
    fn tell(self, fd: c_int) -> Result<(), Failed> {
        let Some(mut slot) = self.io.slot(fd) else {
            return Ok(());
        };
        let wanted = slot.wanted(self.backend.reports_once());
        if slot.is_settled(wanted) {
            return Ok(());
        }
        // Removals are never put off: by then the number may stand for another file.
        if self.uses_change_list() && !wanted.is_empty() {
            if slot.changed {
                return Ok(());
            }
            if self.io.changes.push(fd).is_ok() {
                slot.changed = true;
                self.io.store(fd, slot);
                return Ok(());
            }
        }
        self.backend.change(fd, slot.told, wanted)?;
        slot.told = wanted;
        self.io.store(fd, slot);
        Ok(())
    }

    /// Tells the backend of the changes that were put off.
    pub(crate) fn flush_changes(self) {
        for fd in self.io.changes.iter() {
            let Some(mut slot) = self.io.slot(fd) else {
                continue;
            };
            slot.changed = false;
            let wanted = slot.wanted(true);
            if !slot.is_settled(wanted) && !wanted.is_empty() {
                // The backend has warned if this fails; the event then waits for nothing.
                if self.backend.change(fd, slot.told, wanted).is_ok() {
                    slot.told = wanted;
                }
            }
            self.io.store(fd, slot);
        }
        self.io.changes.empty();
    }

    /// Makes the events active that wait for what `fd` is ready for.
    #[inline]
    pub(crate) fn fd_ready(self, fd: c_int, what: Interest) {
        let Some(mut slot) = self.io.slot(fd) else {
            return;
        };
        if slot.told.contains(Interest::ONCE) {
            slot.told |= Interest::SILENT;
            self.io.store(fd, slot);
        }
        self.activate_fd(slot, Events::from(what));
    }

    /// With `ET` in `happened`, events that asked for edges are told that they got one.
    #[inline]
    fn activate_fd(self, slot: Slot, happened: Events) {
        for ev in slot.events.iter() {
            let result = ev.events() & happened;
            if result.intersects(Events::IO) {
                self.activate(ev, result, 1);
            }
        }
    }

    /// Makes events active as if their fd had become ready, or their timeout had come.
    pub(crate) fn pretend_fd_ready(self, fd: c_int, happened: Events) {
        let _lock = self.lock();
        if happened.contains(Events::TIMEOUT) {
            self.activate_timers_of(fd);
        } else if let Some(slot) = self.io.slot(fd) {
            self.activate_fd(slot, happened & Events::IO);
        }
    }

    fn activate_timers_of(self, fd: c_int) {
        for ev in self.timers.iter().filter(|ev| ev.fd() == fd) {
            self.activate(ev, Events::TIMEOUT, 1);
        }
    }

    /// Registers all fds with a backend that was opened anew.
    pub(crate) fn register_all_fds(self) -> Result<(), Failed> {
        let mut result = Ok(());
        for fd in self.io.fds() {
            if let Some(mut slot) = self.io.slot(fd) {
                slot.told = Interest::empty();
                self.io.store(fd, slot);
                if let Err(failed) = self.tell(fd) {
                    result = Err(failed);
                }
            }
        }
        result
    }
}
