//! Pairs: what is written to one comes in at the other.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::NonNull;

use super::callbacks::Trigger;
use super::timeouts::TIMERS;
use super::watermarks::input_changed;
use super::{Bev, Failed, Flushed, Kind, Mode, Options, Own, Setup, What, bufferevent_ops};
use crate::base::{Base, Events};
use crate::buffer::Change;
use crate::rt::lock::SharedLock;

/// What one of a pair has of its own.
pub(super) struct Pair {
    /// Until that is freed.
    partner: Cell<Option<Bev>>,
}

impl Own for Pair {
    const OPS: &'static bufferevent_ops = &bufferevent_ops {
        kind: Kind::Pair,
        enable,
        disable,
        adjust_timeouts: Bev::adjust_timers,
        flush,
        set_fd: |_, _| Err(Failed),
        unlink,
        destroy,
    };
}

impl Bev {
    fn new_half(base: Base, options: Options) -> Result<Self, Failed> {
        let [read, write] = TIMERS;
        let setup = Setup {
            base: Some(base),
            // Two that call each other at once could go on for ever.
            options: options | Options::DEFER_CALLBACKS,
            fd: -1,
            read,
            write,
        };
        let own = Pair {
            partner: Cell::new(None),
        };
        let half = Bev::new(setup, own)?;
        half.freeze_buffers();
        half.watch_buffers(input_changed, output_changed);
        Ok(half)
    }

    /// Makes two bufferevents that are connected with each other.
    pub(crate) fn new_pair(base: Base, options: Options) -> Result<[Self; 2], Failed> {
        let first = Bev::new_half(base, options)?;
        let second = Bev::new_half(base, options);
        let lock = SharedLock::if_asked(options.contains(Options::THREADSAFE));
        match (second, lock) {
            (Ok(second), Ok(lock)) => {
                first.join(second, lock);
                Ok([first, second])
            }
            (second, _) => {
                first.release();
                if let Ok(second) = second {
                    second.release();
                }
                Err(Failed)
            }
        }
    }

    fn join(self, other: Bev, lock: Option<SharedLock>) {
        for (half, partner) in [(self, other), (other, self)] {
            if let Some(lock) = &lock {
                half.share_lock(lock.clone());
            }
            half.set_partner(Some(partner));
        }
    }

    fn set_partner(self, partner: Option<Bev>) {
        if let Some(pair) = self.own::<Pair>() {
            pair.partner.set(partner);
        }
    }

    fn partner(self) -> Option<Bev> {
        self.own::<Pair>()?.partner.get()
    }

    /// The other one of a pair.
    pub(crate) fn pair_partner(self) -> Option<Bev> {
        let _lock = self.lock();
        self.partner()
    }

    /// Whether there is something to move to the partner, and both want it.
    fn wants_to_move_to(self, partner: Bev) -> bool {
        self.is_enabled(Events::WRITE) && partner.is_active(Events::READ) && self.output().len() > 0
    }

    /// Moves output to the partner's input, as much as that may take; but if it can take nothing,
    /// all, if `forced`. Both are called, even if nothing moves.
    fn move_to_partner(self, partner: Bev, forced: bool) {
        // Callbacks of the buffers may free both.
        let _locks = (self.lock(), partner.lock());
        let room = match partner.room_for_input() {
            Some(0) if forced => usize::MAX,
            room => room.unwrap_or(usize::MAX),
        };
        // Without memory, what is there stays for the next time.
        let _ = partner.input().take_from(self.output(), room);
        if partner.is_enabled(Events::READ) {
            partner.restart_read_timer();
        }
        if self.output().len() > 0 {
            self.restart_write_timer();
        } else {
            self.stop_write_timer();
        }
        partner.data_came();
        self.data_went();
    }
}

unsafe fn output_changed(bev: *mut c_void, change: Change) {
    if let Some(bev) = NonNull::new(bev.cast()).map(Bev)
        && change.added > 0
        && let Some(partner) = bev.partner()
        && bev.wants_to_move_to(partner)
    {
        bev.move_to_partner(partner, false);
    }
}

fn enable(bev: Bev, what: Events) -> Result<(), Failed> {
    if what.contains(Events::READ) {
        bev.restart_read_timer();
    }
    if what.contains(Events::WRITE) && bev.output().len() > 0 {
        bev.restart_write_timer();
    }
    let _lock = bev.lock();
    if what.contains(Events::READ)
        && let Some(partner) = bev.partner()
        && partner.wants_to_move_to(bev)
    {
        partner.move_to_partner(bev, false);
    }
    // It may have been freed meanwhile.
    if what.contains(Events::WRITE)
        && let Some(partner) = bev.partner()
        && bev.wants_to_move_to(partner)
    {
        bev.move_to_partner(partner, false);
    }
    Ok(())
}

fn disable(bev: Bev, what: Events) -> Result<(), Failed> {
    if what.contains(Events::READ) {
        bev.stop_read_timer();
    }
    if what.contains(Events::WRITE) {
        bev.stop_write_timer();
    }
    Ok(())
}

fn flush(bev: Bev, what: Events, mode: Mode) -> Result<Flushed, Failed> {
    let partner = bev.partner().ok_or(Failed)?;
    if mode == Mode::Normal {
        return Ok(Flushed::Nothing);
    }
    let _lock = partner.lock();
    if what.contains(Events::READ) {
        partner.move_to_partner(bev, true);
    }
    if what.contains(Events::WRITE) {
        bev.move_to_partner(partner, true);
    }
    if mode == Mode::Finished {
        let mut end = What::EOF;
        end.set(What::WRITING, what.contains(Events::READ));
        end.set(What::READING, what.contains(Events::WRITE));
        partner.call_event(end, Trigger::empty());
    }
    Ok(Flushed::Nothing)
}

fn unlink(bev: Bev) {
    if let Some(partner) = bev.partner() {
        bev.set_partner(None);
        partner.set_partner(None);
    }
}

unsafe fn destroy(bev: Bev) {
    // SAFETY: the caller's promise.
    unsafe { bev.free_memory::<Pair>() };
}
