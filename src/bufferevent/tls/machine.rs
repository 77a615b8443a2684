//! The state of a connection, and what each readiness makes of it.
//!
//! TLS may have to read in order to write, and the other way round. After each step
//! [`update`](Of::update) looks at the whole state and waits for exactly what is needed next.

use std::ptr::NonNull;

use super::super::callbacks::Trigger;
use super::super::suspend::Reasons;
use super::super::{Failed, Of, What};
use super::session::{End, Outcome, Session};
use super::{Ended, FROM_LOOP, Flags, Phase, Tls};
use crate::base::{Events, Wait};
use crate::buffer::{Blocks, End as BufferEnd};
use crate::rt::mm;

/// The most that a record holds, so the most that is worth giving to TLS at once.
const MAX_RECORD: usize = 16384;
/// The most that is read in one go, so that other connections get their turn.
const MAX_READ: usize = 4 * MAX_RECORD;
/// The most that is given to TLS before it sends all of that together.
const MAX_GATHERED: usize = 4 * MAX_RECORD;

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
        if self.update().is_err() {
            self.0.report(What::ERROR);
        }
    }

    /// Calls the provider. What is below may call back from within that.
    fn ask<T>(self, question: impl FnOnce(Session) -> T) -> T {
        self.is_busy.set(true);
        let answer = question(self.session);
        self.is_busy.set(false);
        answer
    }

    pub(super) fn shake_hands(self) {
        let outcome = self.ask(Session::handshake);
        if self.phase.get() == Phase::Over {
            // Freed in a callback of TLS.
            return;
        }
        match outcome {
            Outcome::Done => {
                self.phase.set(Phase::Open);
                self.0.report(What::CONNECTED);
                // The first data may have come with the last of the handshake.
                if self.is_open() && self.has_something_to_read() {
                    self.read();
                }
                if self.below.is_some() {
                    self.write();
                }
            }
            Outcome::WantRead if self.has_below_ended.get() => {
                self.end(What::empty(), End::Truncated);
            }
            Outcome::WantRead => self.phase.set(Phase::Handshake(Events::READ)),
            Outcome::WantWrite => {
                self.is_full.set(true);
                self.phase.set(Phase::Handshake(Events::WRITE));
            }
            Outcome::Over(end) => self.end(What::READING, end),
        }
    }

    /// Begins a new handshake.
    pub(super) fn renegotiate(self) -> Result<(), Failed> {
        if !self.is_open() {
            return Err(Failed);
        }
        self.ask(Session::renegotiate).inspect_err(|_| {
            // In trying, TLS may have read what nothing else will tell of.
            if self.has_something_to_read() {
                self.read_from_loop();
            }
        })?;
        self.phase.set(Phase::Handshake(Events::WRITE));
        self.shake_hands();
        self.update()
    }

    /// Whether TLS may be given something to do.
    fn is_open(self) -> bool {
        self.phase.get() == Phase::Open && !self.is_busy.get() && self.is_connected()
    }

    /// Whether there is something to speak TLS on.
    fn is_connected(self) -> bool {
        let bev = self.0;
        self.below.is_some() || (bev.socket_fd() >= 0 && !bev.connecting.get())
    }

    /// Whether a direction goes on.
    fn goes_on(self, what: Events) -> bool {
        self.is_open() && self.0.is_active(what) && !self.has_ended(what)
    }

    /// Whether a direction is over.
    pub(super) fn has_ended(self, what: Events) -> bool {
        self.phase.get() == Phase::Over || self.ended.get().contains(what)
    }

    /// Whether reading makes sense though the socket may have nothing new.
    pub(super) fn has_something_to_read(self) -> bool {
        self.session.pending() > 0 || self.below.is_some_and(|below| below.input().len() > 0)
    }

    /// Reads what there is, and tells the program once.
    fn read(self) {
        let bev = self.0;
        let mut total = 0;
        let mut end = None;
        while self.goes_on(Events::READ) && !self.read_needs_write.get() {
            let room = bev.room_for_input().unwrap_or(usize::MAX);
            let most = bev.allowance(Events::READ).min(room).min(MAX_RECORD);
            if most == 0 {
                break;
            }
            if total >= MAX_READ {
                self.read_from_loop();
                break;
            }
            match self.read_once(most) {
                Some((Outcome::Done, n)) => {
                    total += n;
                    bev.spend(Events::READ, n);
                    // After a full record there is likely another one.
                    let is_likely = n == MAX_RECORD || self.has_below_ended.get();
                    if !is_likely && !self.has_something_to_read() {
                        break;
                    }
                }
                Some((Outcome::WantRead, _)) => {
                    if self.has_below_ended.get() {
                        end = Some(self.note_end(What::empty(), End::Truncated));
                    }
                    break;
                }
                Some((Outcome::WantWrite, _)) => {
                    self.is_full.set(true);
                    self.read_needs_write.set(true);
                }
                Some((Outcome::Over(how), _)) => {
                    end = Some(self.note_end(What::READING, how));
                    break;
                }
                None => {
                    end = Some(self.pause_without_memory(Events::READ, What::READING));
                    break;
                }
            }
        }
        let errno = mm::errno();
        if total > 0 {
            if self.below.is_some() {
                bev.restart_read_timer();
            }
            bev.data_came();
        }
        // The program may have put a new socket in the place of the one that has ended.
        if let Some(what) = end
            && (self.has_ended(Events::READ) || !bev.is_enabled(Events::READ))
        {
            mm::set_errno(errno);
            bev.report(what);
        }
    }

    /// Reads at most `n` bytes into the input. `None` without memory.
    fn read_once(self, n: usize) -> Option<(Outcome, usize)> {
        let bev = self.0;
        let own = Blocks::new();
        let base = bev.base();
        let blocks = base.as_ref().and_then(|base| base.blocks_in_loop());
        let mut outcome = None;
        let appended = bev
            .input()
            .append_read(n, blocks.unwrap_or(&own), |to, room| {
                // SAFETY: there is so much room.
                let (how, got) = self.ask(|session| unsafe { session.read(to, room) });
                outcome = Some(how);
                got
            });
        Some((outcome?, appended.unwrap_or(0)))
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
        let mut end = None;
        let base = bev.base();
        let mut was_asked = false;
        while self.goes_on(Events::WRITE)
            && bev.output().len() > 0
            && !self.write_needs_read.get()
            && !self.is_full.get()
            && self.is_room_below()
        {
            was_asked = true;
            let Some((outcome, n)) = self.write_some() else {
                end = Some(self.pause_without_memory(Events::WRITE, What::WRITING));
                break;
            };
            if n > 0 {
                any = true;
                let blocks = base.as_ref().and_then(|base| base.blocks_in_loop());
                bev.output().drop_sent(n, blocks);
            }
            match outcome {
                // No tokens are left.
                Outcome::Done if n == 0 => break,
                Outcome::Done => {}
                Outcome::WantWrite => self.is_full.set(true),
                Outcome::WantRead if self.has_below_ended.get() => {
                    end = Some(self.note_end(What::WRITING, End::Truncated));
                }
                Outcome::WantRead => self.write_needs_read.set(true),
                Outcome::Over(how) => end = Some(self.note_end(What::WRITING, how)),
            }
        }
        let errno = mm::errno();
        let has_timer = || !bev.write_event().pending(Events::TIMEOUT, None).is_empty();
        if self.below.is_some() && (any || !has_timer()) {
            bev.adjust_write_timer();
        }
        if any {
            // From the loop, since this may be within a call that appends output.
            bev.trigger(Events::WRITE, Trigger::DEFER_CALLBACKS);
        }
        // In order to write, TLS may have read what nothing else will tell of.
        let could_read = self.goes_on(Events::READ) && !self.read_needs_write.get();
        if was_asked && could_read && self.session.pending() > 0 {
            self.read_from_loop();
        }
        self.say_farewell();
        if let Some(what) = end {
            mm::set_errno(errno);
            bev.report(what);
        }
    }

    /// Has TLS send the start of the output. Gives how many bytes are sent, also if there is an obstacle then. `None`
    /// without memory.
    fn write_some(self) -> Option<(Outcome, usize)> {
        let output = self.0.output();
        let in_flight = self.in_flight.get();
        if in_flight > 0 {
            return Some(self.uncork(in_flight));
        }
        let is_batch = self.flags.get().contains(Flags::BATCH_WRITE);
        let n = match self.retry.get() {
            0 if is_batch => output.len().min(MAX_RECORD),
            0 => output.first_piece_len().min(MAX_RECORD),
            // What TLS has seen once it must see again, unless the program has taken it away.
            again => again.min(output.len()),
        };
        let all = output.len().min(MAX_GATHERED);
        let is_more = n < all && self.retry.get() == 0 && self.below.is_none();
        if is_more && self.ask(Session::cork) {
            return self.write_gathered(all, is_batch);
        }
        let from = output.pull_up(Some(n)).ok()?;
        Some(self.write_record(from, n))
    }

    /// Gives the first `all` bytes of the output to TLS, which is corked, and has them sent together.
    fn write_gathered(self, all: usize, is_batch: bool) -> Option<(Outcome, usize)> {
        let output = self.0.output();
        let mut given = 0;
        let mut written = Ok((Outcome::Done, 1));
        if is_batch {
            written = output.pull_up(Some(all)).map(|_| (Outcome::Done, 1));
        }
        while given < all
            && self.goes_on(Events::WRITE)
            && matches!(written, Ok((Outcome::Done, 1..)))
        {
            written = output.piece_at(given).map(|(from, piece)| {
                self.write_record(from, piece.min(all - given).min(MAX_RECORD))
            });
            given += written.map_or(0, |(_, n)| n);
        }
        match self.uncork(given) {
            // What could be given may be enough.
            (Outcome::Done, 1..) => Some((written.map_or(Outcome::Done, |(how, _)| how), given)),
            (Outcome::Done, 0) => written.ok(),
            obstacle => Some(obstacle),
        }
    }

    /// Gives at most `n` bytes of the output to TLS, and gives how many it takes; none if no more may be sent now.
    fn write_record(self, from: NonNull<u8>, n: usize) -> (Outcome, usize) {
        let bev = self.0;
        let n = match self.retry.get() {
            0 => n.min(bev.allowance(Events::WRITE)),
            _ => n,
        };
        if n == 0 {
            return (Outcome::Done, 0);
        }
        // SAFETY: the output has so many bytes there.
        let (outcome, done) = self.ask(|session| unsafe { session.write(from, n) });
        let is_later = matches!(outcome, Outcome::WantRead | Outcome::WantWrite);
        self.retry.set(if is_later { n } else { 0 });
        bev.spend(Events::WRITE, done);
        (outcome, done)
    }

    /// Has TLS send what it has kept back, `given` bytes of the output. Gives how many of these are sent.
    fn uncork(self, given: usize) -> (Outcome, usize) {
        let outcome = self.ask(Session::uncork);
        let (left, sent) = match outcome {
            Outcome::Done => (0, given),
            Outcome::WantRead | Outcome::WantWrite => (given, 0),
            Outcome::Over(_) => (0, 0),
        };
        self.set_in_flight(left);
        (outcome, sent)
    }

    /// Notes how many bytes of output are in flight.
    pub(super) fn set_in_flight(self, n: usize) {
        if self.in_flight.replace(n) != n {
            self.0.output().set_frozen(BufferEnd::Start, n > 0);
        }
    }

    /// Has the loop read what TLS holds.
    pub(super) fn read_from_loop(self) {
        match self.below {
            Some(below) => below.trigger(Events::READ, FROM_LOOP),
            None => self.0.read_event().activate(Events::READ, 1),
        }
    }

    /// Sends the farewell that the program has asked for, after all output.
    fn say_farewell(self) {
        let is_time = self.is_leaving.get() && self.is_open() && self.0.output().len() == 0;
        if !is_time || self.is_full.get() || self.has_ended(Events::WRITE) {
            return;
        }
        match self.ask(Session::shutdown) {
            Outcome::WantWrite => self.is_full.set(true),
            // If that has failed, the connection will show it.
            _ => self.is_leaving.set(false),
        }
    }

    /// The connection is over, or a direction of it: nothing is waited for any more, and the program told
    /// why.
    pub(super) fn end(self, direction: What, end: End) {
        let what = self.note_end(direction, end);
        // It is about less than was waited for.
        let errno = mm::errno();
        let _ = self.update();
        mm::set_errno(errno);
        self.0.report(what);
    }

    /// Notes that a direction is over, or everything. Gives what the program is to be told.
    fn note_end(self, direction: What, end: End) -> What {
        let errno = mm::errno();
        let errors = std::array::from_fn(|_| self.session.take_error().unwrap_or(0));
        while self.session.take_error().is_some() {}
        self.errors.set(errors);
        self.how.set(Some(match end {
            End::Closed => Ended::Closed,
            End::Truncated => Ended::Truncated,
            End::Broken => Ended::Broken(errno),
            End::Failed => Ended::Failed(self.session, errors[0]),
        }));
        let allowed = self.flags.get().contains(Flags::DIRTY_SHUTDOWN);
        let what = match end {
            End::Closed => What::EOF,
            End::Truncated | End::Broken if allowed => What::EOF,
            End::Truncated | End::Broken | End::Failed => What::ERROR,
        };
        let ended = match end {
            _ if self.phase.get() != Phase::Open => None,
            End::Failed => None,
            // The socket has failed; what the other side has sent before can still be read.
            _ if direction == What::WRITING => Some(Events::WRITE),
            // The other side may still be reading.
            _ if what == What::EOF => Some(Events::READ),
            _ => None,
        };
        match ended {
            Some(what) => self.ended.set(self.ended.get() | what),
            None => self.phase.set(Phase::Over),
        }
        mm::set_errno(errno);
        direction | what
    }

    /// There is no memory: as with other bufferevents, the program may enable the direction again.
    fn pause_without_memory(self, what: Events, direction: What) -> What {
        let _ = self.0.disable(what);
        mm::set_errno(libc::ENOMEM);
        direction | What::ERROR
    }

    /// What has to be waited for.
    fn needs(self) -> Events {
        match self.phase.get() {
            Phase::Over => Events::empty(),
            Phase::Handshake(needs) => needs,
            Phase::Open => {
                let (first_write, first_read) =
                    (self.read_needs_write.get(), self.write_needs_read.get());
                let mut needs = Events::empty();
                let reads = self.goes_on(Events::READ) && !first_write;
                needs.set(Events::READ, first_read || reads);
                let has_output = self.0.output().len() > 0 || self.is_leaving.get();
                let writes = self.goes_on(Events::WRITE) && has_output && !first_read;
                needs.set(Events::WRITE, first_write || writes);
                needs
            }
        }
    }

    /// Waits for what is needed, and for nothing else. Fails without memory, or if the kernel does.
    pub(super) fn update(self) -> Result<(), Failed> {
        let needs = self.needs();
        match self.below {
            None if self.is_connected() => self.update_events(needs)?,
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
        Ok(())
    }

    fn update_events(self, needs: Events) -> Result<(), Failed> {
        let bev = self.0;
        let (read, write) = (bev.read_event(), bev.write_event());
        match needs.contains(Events::READ) {
            true if read.is_added() => {}
            true => read.add(bev.read_timeout())?,
            false => read.del(Wait::No)?,
        }
        match needs.contains(Events::WRITE) {
            false => write.del(Wait::No)?,
            true if write.asks_kernel() => {}
            true if self.is_full.get() => write.ask_kernel(bev.write_timeout())?,
            true if write.is_added() => {}
            true => bev.start_writing()?,
        }
        Ok(())
    }
}
