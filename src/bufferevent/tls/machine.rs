//! The state of a connection, and what each readiness makes of it.
//!
//! TLS may have to read in order to write, and the other way round. After each step
//! [`update`](Of::update) looks at the whole state and waits for exactly what is needed next.

use super::super::callbacks::Trigger;
use super::super::socket::Connecting;
use super::super::suspend::Reasons;
use super::super::{Of, What};
use super::session::{End, Outcome};
use super::{Flags, Phase, Tls};
use crate::base::{Events, Wait};
use crate::buffer::Landing;
use crate::rt::mm;

/// The most that a record holds, so the most that is worth giving to TLS at once.
const MAX_RECORD: usize = 16384;

impl Of<Tls> {
    /// What is below, or the other side of the socket, can be read from or written to.
    pub(super) fn proceed(self, ready: Events) {
        if ready.contains(Events::WRITE) {
            self.is_full.set(false);
        }
        match self.phase.get() {
            Phase::Handshake(needs) if ready.contains(needs) => self.shake_hands(),
            Phase::Handshake(_) | Phase::Over => {}
            Phase::Open => {
                if ready.contains(Events::READ) {
                    self.write_needs_read.set(false);
                    self.read();
                }
                if ready.contains(Events::WRITE) && self.read_needs_write.take() {
                    self.read();
                }
                // Also what reading has made possible.
                self.write();
            }
        }
        self.update();
    }

    pub(super) fn shake_hands(self) {
        match self.session.handshake() {
            Outcome::Done => {
                self.phase.set(Phase::Open);
                self.0.report(What::CONNECTED);
                // The first data may have come with the last of the handshake.
                if self.has_something_to_read() {
                    self.read();
                }
                if self.below.is_some() {
                    self.write();
                }
            }
            Outcome::WantRead => self.phase.set(Phase::Handshake(Events::READ)),
            Outcome::WantWrite => {
                self.is_full.set(true);
                self.phase.set(Phase::Handshake(Events::WRITE));
            }
            Outcome::Over(end) => self.end(What::READING, end),
        }
    }

    fn is_open(self) -> bool {
        self.phase.get() == Phase::Open
    }

    /// Whether reading makes sense though the socket may have nothing new.
    pub(super) fn has_something_to_read(self) -> bool {
        self.session.pending() > 0 || self.below.is_some_and(|below| below.input().len() > 0)
    }

    /// Reads what there is, and tells the program once.
    fn read(self) {
        let bev = self.0;
        let mut any = false;
        let mut end = None;
        while self.is_open() && bev.is_active(Events::READ) && !self.read_needs_write.get() {
            let room = bev.room_for_input().unwrap_or(usize::MAX);
            let most = bev.allowance(Events::READ).min(room);
            if most == 0 {
                break;
            }
            match self.read_once(most) {
                (Outcome::Done, n) => {
                    any = true;
                    bev.spend(Events::READ, n);
                    if !self.has_something_to_read() {
                        break;
                    }
                }
                (Outcome::WantRead, _) => break,
                (Outcome::WantWrite, _) => {
                    self.is_full.set(true);
                    self.read_needs_write.set(true);
                }
                (Outcome::Over(how), _) => {
                    end = Some(how);
                    break;
                }
            }
        }
        if any {
            if self.below.is_some() {
                bev.restart_read_timer();
            }
            let errno = mm::errno();
            bev.data_came();
            mm::set_errno(errno);
        }
        if let Some(end) = end {
            self.end(What::READING, end);
        }
    }

    fn read_once(self, n: usize) -> (Outcome, usize) {
        let bev = self.0;
        let own = Landing::new();
        let base = bev.base();
        let landing = base.as_ref().and_then(|base| base.landing_in_loop());
        let mut outcome = Outcome::Over(End::Failed);
        let landed = bev.input().land(n, landing.unwrap_or(&own), |to, room| {
            let got;
            // SAFETY: there is so much room.
            (outcome, got) = unsafe { self.session.read(to, room) };
            got
        });
        (outcome, landed.unwrap_or(0))
    }

    /// Whether what is below can take more.
    fn is_room_below(self) -> bool {
        self.below.is_none_or(|below| {
            let high = below.wm_write.high.get();
            high == 0 || below.output().len() < high
        })
    }

    /// Writes what there is, as far as it goes.
    pub(super) fn write(self) {
        let bev = self.0;
        let mut any = false;
        while self.is_open()
            && bev.is_active(Events::WRITE)
            && bev.output().len() > 0
            && !self.write_needs_read.get()
            && !self.is_full.get()
            && self.is_room_below()
        {
            let most = bev.allowance(Events::WRITE);
            if most == 0 {
                break;
            }
            match self.write_once(most) {
                Some((Outcome::Done, n)) => {
                    any = true;
                    self.retry.set(0);
                    // Nothing is frozen.
                    let _ = bev.output().drain(n);
                    bev.spend(Events::WRITE, n);
                }
                Some((Outcome::WantWrite, _)) => self.is_full.set(true),
                Some((Outcome::WantRead, _)) => self.write_needs_read.set(true),
                Some((Outcome::Over(end), _)) => {
                    self.end(What::WRITING, end);
                    break;
                }
                None => break,
            }
        }
        if any {
            if self.below.is_some() {
                bev.restart_write_timer();
            }
            // From the loop, since this may be within a call that appends output.
            bev.trigger(Events::WRITE, Trigger::DEFER_CALLBACKS);
        }
        self.say_farewell();
    }

    /// Gives the start of the output to TLS. `None` without memory.
    fn write_once(self, most: usize) -> Option<(Outcome, usize)> {
        let output = self.0.output();
        let n = match self.retry.get() {
            0 if self.flags.get().contains(Flags::BATCH_WRITE) => output.len(),
            0 => output.first_piece_len(),
            // What TLS has seen once it must see again.
            again => again,
        };
        let n = n.min(most.max(self.retry.get())).min(MAX_RECORD);
        let bytes = output.pull_up(Some(n)).ok()?;
        // SAFETY: so many bytes are in one piece now.
        let (outcome, done) = unsafe { self.session.write(bytes, n) };
        if matches!(outcome, Outcome::WantRead | Outcome::WantWrite) {
            self.retry.set(n);
        }
        Some((outcome, done))
    }

    /// Sends the farewell that the program has asked for, after all output.
    fn say_farewell(self) {
        let is_time = self.is_leaving.get() && self.is_open() && self.0.output().len() == 0;
        if !is_time || self.is_full.get() {
            return;
        }
        match self.session.shutdown() {
            Outcome::WantWrite => self.is_full.set(true),
            // If that has failed, the connection will show it.
            _ => self.is_leaving.set(false),
        }
    }

    /// The connection is over: nothing is waited for any more, and the program told why.
    pub(super) fn end(self, direction: What, end: End) {
        let errno = mm::errno();
        let errors = std::array::from_fn(|_| self.session.take_error().unwrap_or(0));
        self.errors.set(errors);
        while self.session.take_error().is_some() {}
        self.phase.set(Phase::Over);
        self.update();
        let allowed = self.flags.get().contains(Flags::DIRTY_SHUTDOWN);
        let what = match end {
            End::Closed => What::EOF,
            End::Truncated if allowed => What::EOF,
            End::Truncated | End::Failed => What::ERROR,
        };
        mm::set_errno(errno);
        self.0.report(direction | what);
    }

    /// What has to be waited for.
    fn needs(self) -> Events {
        let bev = self.0;
        match self.phase.get() {
            Phase::Over => Events::empty(),
            Phase::Handshake(needs) => needs,
            Phase::Open => {
                let (first_write, first_read) =
                    (self.read_needs_write.get(), self.write_needs_read.get());
                let mut needs = Events::empty();
                let reads = bev.is_active(Events::READ) && !first_write;
                needs.set(Events::READ, first_read || reads);
                let has_output = bev.output().len() > 0 || self.is_leaving.get();
                let writes = bev.is_active(Events::WRITE) && has_output && !first_read;
                needs.set(Events::WRITE, first_write || writes);
                needs
            }
        }
    }

    /// Waits for what is needed, and for nothing else.
    pub(super) fn update(self) {
        let needs = self.needs();
        match self.below {
            None if self.0.connecting.get() == Connecting::No => self.update_events(needs),
            None => {}
            Some(below) => {
                // Output below is always written; its callback tells when there is room again.
                let is_paused = below.read_suspended.get().contains(Reasons::FILTER);
                if needs.contains(Events::READ) == is_paused {
                    if is_paused {
                        below.resume(Events::READ, Reasons::FILTER);
                    } else {
                        below.suspend(Events::READ, Reasons::FILTER);
                    }
                }
            }
        }
    }

    fn update_events(self, needs: Events) {
        let bev = self.0;
        let (read, write) = (bev.read_event(), bev.write_event());
        // Failures are those of memory, or of the backend, which has warned.
        let _ = match needs.contains(Events::READ) {
            true if read.is_added() => Ok(()),
            true => read.add(bev.read_timeout()),
            false => read.del(Wait::No),
        };
        let _ = match needs.contains(Events::WRITE) {
            false => write.del(Wait::No),
            true if write.asks_kernel() => Ok(()),
            true if self.is_full.get() => write.ask_kernel(bev.write_timeout()),
            true if write.is_added() => Ok(()),
            true => bev.start_writing().map_err(|_| crate::base::Failed),
        };
    }
}
