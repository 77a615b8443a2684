//! Connecting to whichever address of a host answers first (RFC 8305, "Happy Eyeballs").
//!
//! Addresses of IPv6 and IPv4 take turns, IPv6 first. Each has a head start before the next one is tried
//! beside it; one that fails makes way at once. The first connection becomes the bufferevent's, and the
//! other attempts are closed. A race begins with the addresses of the family that is looked up first.

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_void};
use std::net::SocketAddr;
use std::ptr::NonNull;

use libc::{addrinfo, timeval};

use super::connect::{Started, open_and_start};
use super::{Bev, Failed, NO_TIMEOUT};
use crate::base::{Debug, Ev, Events, Timeout, Wait, event};
use crate::dns::{AddressList, Lookup, addresses};
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked, List};
use crate::ds::vec::CellVec;
use crate::rt::mm;
use crate::rt::time;
use crate::util::socket;

/// The shortest head start (RFC 8305, section 5), in microseconds.
const MIN_HEAD_START: i64 = 10_000;

/// How a bufferevent races. It is freed with it.
pub(crate) struct Race {
    head_start: Cell<timeval>,
    /// Whether names are raced for from now on.
    wanted: Cell<bool>,
    stage: Cell<Stage>,
    /// The addresses that were not tried yet: of IPv6 and of IPv4.
    untried: [CellVec<SocketAddr>; 2],
    /// Of which of them the next one is.
    turn: Cell<usize>,
    attempts: List<Attempt, ByRace>,
    /// Runs during the head start of the last attempt.
    timer: event,
    /// `errno` of the attempt that failed last.
    errno: Cell<c_int>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// There is no race, or it is over.
    Over,
    /// No address is known yet.
    LookUp,
    Running,
}

/// A socket that may become the bufferevent's. Its memory serves again.
struct OneAttempt {
    bev: Bev,
    link: Link<Attempt>,
    event: event,
    running: Cell<bool>,
}

type Attempt = Handle<OneAttempt>;

struct ByRace;
impl Linked<Attempt> for ByRace {
    fn link(element: &Attempt) -> &Link<Attempt> {
        &element.link
    }
}

impl Attempt {
    fn ev(&self) -> Ev {
        // SAFETY: the event is part of the attempt.
        unsafe { Ev::new((&self.event).into()) }
    }

    /// Ends it; the socket stays open.
    fn end(self) -> c_int {
        let _ = self.ev().del(Wait::No);
        self.running.set(false);
        self.ev().fd()
    }
}

impl Race {
    const fn new() -> Self {
        Race {
            head_start: Cell::new(NO_TIMEOUT),
            wanted: Cell::new(true),
            stage: Cell::new(Stage::Over),
            untried: [CellVec::new(), CellVec::new()],
            turn: Cell::new(0),
            attempts: List::new(),
            timer: event::unused(),
            errno: Cell::new(0),
        }
    }

    fn timer(&self) -> Ev {
        // SAFETY: the event is part of the race.
        unsafe { Ev::new((&self.timer).into()) }
    }

    fn running(&self) -> impl Iterator<Item = Attempt> {
        self.attempts.iter().filter(|attempt| attempt.running.get())
    }

    /// # Safety
    /// `list` is null or a list of addresses.
    unsafe fn add(&self, list: *const addrinfo) {
        // SAFETY: the caller's promise.
        for address in unsafe { addresses(list) } {
            let family = &self.untried[usize::from(address.is_ipv4())];
            // Lists may have an address once for each kind of socket. Without memory there is one less.
            if !family.as_slice().contains(&address) {
                let _ = family.push(address);
            }
        }
    }

    fn next_address(&self) -> Option<SocketAddr> {
        let turn = self.turn.get();
        let family = [turn, 1 - turn]
            .into_iter()
            .find(|family| self.untried[*family].len() > 0)?;
        self.turn.set(1 - family);
        let address = self.untried[family].get(0);
        self.untried[family].remove_front(1);
        address
    }

    /// The memory for an attempt.
    fn attempt_of(&self, bev: Bev) -> Result<Attempt, Failed> {
        if let Some(idle) = self.attempts.iter().find(|attempt| !attempt.running.get()) {
            return Ok(idle);
        }
        let attempt = Handle::make(OneAttempt {
            bev,
            link: Link::new(),
            event: event::unused(),
            running: Cell::new(false),
        })?;
        self.attempts.push_back(attempt);
        Ok(attempt)
    }
}

impl Bev {
    /// Has names that are connected to from now on raced for, with this head start; or not, for `None`.
    pub(crate) fn set_happy_eyeballs(self, head_start: Option<timeval>) -> Result<(), Failed> {
        let _lock = self.lock();
        if self.base().is_none() || !self.has_socket() {
            return Err(Failed);
        }
        let Some(head_start) = head_start else {
            if let Some(race) = self.race.get() {
                race.wanted.set(false);
            }
            return Ok(());
        };
        if head_start.tv_sec < 0 || !(0..1_000_000).contains(&head_start.tv_usec) {
            return Err(Failed);
        }
        let race = match self.race.get() {
            Some(race) => race,
            None => Handle::make(Race::new())?,
        };
        self.race.set(Some(race));
        race.wanted.set(true);
        let head_start = time::from_timeval(&head_start).max(MIN_HEAD_START);
        race.head_start.set(time::to_timeval(head_start));
        Ok(())
    }

    /// A name is looked up. Tells whether there will be a race.
    pub(super) fn announce_race(self) -> bool {
        let race = self.race.get().filter(|race| race.wanted.get());
        let Some(race) = race.filter(|_| self.socket_fd() < 0) else {
            return false;
        };
        race.stage.set(Stage::LookUp);
        true
    }

    /// Whether attempts are under way.
    pub(super) fn is_racing(self) -> bool {
        let race = self.race.get();
        race.is_some_and(|race| race.stage.get() == Stage::Running)
    }

    fn begin_race(self, race: &Race) -> Result<(), Failed> {
        let base = self.base().ok_or(Failed)?;
        let (timer, arg) = (race.timer(), self.as_ptr().cast());
        timer.assign_for(base, Events::empty(), Some(head_start_is_over), arg);
        timer.prioritize(self.priority())?;
        // While there is no socket, the write event is a timer: of the whole race.
        self.write_event().add(self.write_timeout())?;
        self.connecting.set(true);
        race.turn.set(0);
        race.stage.set(Stage::Running);
        Ok(())
    }

    /// Ends the race, if there is one: attempts are closed, and addresses forgotten.
    pub(super) fn stop_race(self) {
        let Some(race) = self.race.get() else {
            return;
        };
        if race.stage.replace(Stage::Over) != Stage::Running {
            return;
        }
        for attempt in race.running() {
            socket::close(attempt.end());
        }
        for family in &race.untried {
            family.clear();
        }
        let _ = race.timer().del(Wait::No);
        self.connecting.set(false);
        let _ = self.write_event().del(Wait::No);
        self.resume_after_lookup();
    }

    /// Some addresses are known, and the look-up goes on.
    pub(crate) fn addresses_came(self, lookup: Lookup, list: &AddressList) {
        let _lock = self.lock();
        if self.lookup.get() == Some(lookup) {
            // SAFETY: the list stays until its addresses have been copied.
            unsafe { self.race_to(0, list.as_ptr()) };
        }
    }

    /// A look-up has come to its end, with an error, or with the addresses that were not told before.
    ///
    /// # Safety
    /// `list` is null or a list of addresses.
    pub(super) unsafe fn race_to(self, error: c_int, list: *const addrinfo) {
        let Some(race) = self.race.get() else {
            return;
        };
        match race.stage.get() {
            Stage::Over => {}
            Stage::LookUp if error != 0 || list.is_null() || self.socket_fd() >= 0 => {
                race.stage.set(Stage::Over);
                // SAFETY: the caller's promise.
                unsafe { self.connect_to_first(error, list) };
            }
            Stage::LookUp => {
                self.dns_error.set(0);
                if self.begin_race(&race).is_err() {
                    race.stage.set(Stage::Over);
                    self.resume_after_lookup();
                    self.report_failure(libc::ENOMEM);
                    return;
                }
                // SAFETY: the caller's promise.
                unsafe { race.add(list) };
                self.try_next(&race);
            }
            Stage::Running => {
                // SAFETY: the caller's promise.
                unsafe { race.add(list) };
                if !race.timer().is_added() {
                    self.try_next(&race);
                }
            }
        }
    }

    /// Tries addresses until an attempt is under way. If there is none any more, the race is lost.
    fn try_next(self, race: &Race) {
        while let Some(address) = race.next_address() {
            match self.attempt(race, &address) {
                Ok((fd, Started::Done)) => return self.win(fd),
                Ok(_) => {
                    let head_start = Timeout::After(race.head_start.get());
                    // Without memory for the timer there is no head start.
                    if race.timer().add(Some(head_start)).is_ok() {
                        return;
                    }
                }
                Err(Failed) => race.errno.set(mm::errno()),
            }
        }
        if race.running().next().is_none() && self.lookup.get().is_none() {
            self.stop_race();
            self.report_failure(race.errno.get());
        }
    }

    fn attempt(self, race: &Race, address: &SocketAddr) -> Result<(c_int, Started), Failed> {
        let (fd, started) = open_and_start(address)?;
        if let Started::InProgress = started
            && self.watch_attempt(race, fd).is_err()
        {
            socket::close(fd);
            mm::set_errno(libc::ENOMEM);
            return Err(Failed);
        }
        Ok((fd, started))
    }

    fn watch_attempt(self, race: &Race, fd: c_int) -> Result<(), Failed> {
        let base = self.base().ok_or(Failed)?;
        let attempt = race.attempt_of(self)?;
        let (ev, arg) = (attempt.ev(), attempt.as_ptr().cast());
        ev.assign_for(base, Events::WRITE, Some(attempt_is_over), arg);
        ev.set_fd(fd);
        ev.prioritize(self.priority())?;
        ev.add(None)?;
        attempt.running.set(true);
        Ok(())
    }

    /// A socket has its connection: the bufferevent takes it over, and the program learns of it as of
    /// any other.
    fn win(self, fd: c_int) {
        self.stop_race();
        let taken = self.set_fd(fd).and_then(|()| self.await_connection());
        if taken.is_err() {
            let _ = self.set_fd(-1);
            socket::close(fd);
            self.report_failure(libc::ENOMEM);
        }
    }

    /// An attempt may be over.
    fn attempt_is_over(self, attempt: Attempt, fd: c_int) {
        let Some(race) = self.race.get() else {
            return;
        };
        // Another thread may have ended it meanwhile.
        if !attempt.running.get() || attempt.ev().fd() != fd {
            return;
        }
        match socket::take_error(fd) {
            0 if socket::is_connected(fd) => {
                attempt.end();
                self.win(fd);
            }
            0 | libc::EINPROGRESS | libc::EINTR => {
                // It would never end without that, which fails only without memory.
                if attempt.ev().add(None).is_err() {
                    self.attempt_failed(&race, attempt, libc::ENOMEM);
                }
            }
            error => self.attempt_failed(&race, attempt, error),
        }
    }

    fn attempt_failed(self, race: &Race, attempt: Attempt, error: c_int) {
        socket::close(attempt.end());
        race.errno.set(error);
        self.try_next(race);
    }

    pub(super) fn free_race(self) {
        if let Some(race) = self.race.take() {
            Debug::note_torn_down(race.timer());
            while let Some(attempt) = race.attempts.pop_front() {
                Debug::note_torn_down(attempt.ev());
                // SAFETY: nobody uses it any more.
                unsafe { attempt.dispose() };
            }
            // SAFETY: as above.
            unsafe { race.dispose() };
        }
    }
}

unsafe extern "C" fn head_start_is_over(_fd: c_int, _what: c_short, bev: *mut c_void) {
    if let Some(bev) = NonNull::new(bev.cast()).map(Bev)
        && let Some(_lock) = bev.enter()
        && let Some(race) = bev.race.get()
        && bev.is_racing()
        && !race.timer().is_added()
    {
        bev.try_next(&race);
    }
}

unsafe extern "C" fn attempt_is_over(fd: c_int, _what: c_short, attempt: *mut c_void) {
    // SAFETY: the event's argument is its attempt, which lives as long as its bufferevent.
    if let Some(attempt) = unsafe { Handle::from_ptr(attempt.cast::<OneAttempt>()) }
        && let Some(_lock) = attempt.bev.enter()
    {
        attempt.bev.attempt_is_over(attempt, fd);
    }
}
