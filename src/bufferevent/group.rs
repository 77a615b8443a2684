//! Groups of bufferevents that share one rate limit.
//!
//! A member locks itself first and then the group. So the group, when its limit is used up or there
//! again, touches no member: it only [has each one's event called](super::Bev::group_changed), in that
//! one's loop.

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_void};
use std::ops::Deref;
use std::ptr::NonNull;

use super::limits::MemberLink;
use super::rate::{Buckets, Config};
use super::{Bev, Failed};
use crate::base::{Base, Debug, Ev, Events, Timeout, Wait, event};
use crate::ds::list::List;
use crate::rt::lock::SharedLock;
use crate::rt::mm;
use crate::rt::thread;

/// What a member may transfer at once, at least, unless told otherwise.
const DEFAULT_MIN_SHARE: usize = 64;

/// A group. Opaque to C programs.
pub struct bufferevent_rate_limit_group {
    lock: Option<SharedLock>,
    members: List<Bev, MemberLink>,
    count: Cell<usize>,
    config: Cell<Config>,
    buckets: Cell<Buckets>,
    /// Whether reading and writing have paused since the limit was used up.
    used_up: [Cell<bool>; 2],
    totals: Cell<Totals>,
    /// As the program has set it; it is never more than a tick brings.
    min_share: Cell<usize>,
    /// The program has freed the group: it stays until the last member has left.
    given_up: Cell<bool>,
    tick: event,
}

/// How many bytes the members have transferred.
#[derive(Clone, Copy, Default)]
pub(crate) struct Totals {
    pub(crate) read: u64,
    pub(crate) written: u64,
}

/// A handle on a group. It borrows nothing.
///
/// INVARIANT: whoever holds a handle uses it only while the group exists: until it is freed, or while
/// it has a member that does not leave.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group(NonNull<bufferevent_rate_limit_group>);

impl Deref for Group {
    type Target = bufferevent_rate_limit_group;
    fn deref(&self) -> &bufferevent_rate_limit_group {
        // SAFETY: the invariant. What changes is in cells.
        unsafe { self.0.as_ref() }
    }
}

const fn index(what: Events) -> usize {
    (what.bits() == Events::WRITE.bits()) as usize
}

impl Group {
    /// # Safety
    /// `group` is null or a group that was not freed, and stays so for as long as the handle is used.
    pub(crate) unsafe fn from_ptr(group: *mut bufferevent_rate_limit_group) -> Option<Self> {
        NonNull::new(group).map(Group)
    }

    pub(crate) fn as_ptr(self) -> *mut bufferevent_rate_limit_group {
        self.0.as_ptr()
    }

    pub(crate) fn new(base: Base, config: &Config) -> Result<Self, Failed> {
        let lock = SharedLock::if_asked(thread::locking_enabled())?;
        let made = mm::boxed_at(|at: NonNull<bufferevent_rate_limit_group>| {
            bufferevent_rate_limit_group {
                lock,
                members: List::new(),
                count: Cell::new(0),
                config: Cell::new(*config),
                buckets: Cell::new(Buckets::new(config, base.turn_time())),
                used_up: [Cell::new(false), Cell::new(false)],
                totals: Cell::new(Totals::default()),
                min_share: Cell::new(DEFAULT_MIN_SHARE),
                given_up: Cell::new(false),
                tick: event::new(
                    Some(base),
                    -1,
                    Events::PERSIST,
                    Some(tick),
                    at.as_ptr().cast(),
                ),
            }
        })?;
        let group = Group(made);
        Debug::note_set_up(group.tick());
        group.start_ticks();
        Ok(group)
    }

    fn tick(self) -> Ev {
        // SAFETY: the event is part of the group.
        unsafe { Ev::new(NonNull::from(&self.tick)) }
    }

    fn start_ticks(self) {
        let tick = self.config.get().tick();
        // Fails only without memory; by hand the buckets can still be filled.
        let _ = self.tick().add(Some(Timeout::After(tick)));
    }

    /// Runs `body` with the lock held.
    fn locked<R>(self, body: impl FnOnce() -> R) -> R {
        let lock = self.lock.as_ref().map(SharedLock::acquire);
        let result = body();
        if let Some(lock) = lock {
            lock.release();
        }
        result
    }

    /// The program gives the group up. Members it has go on without it.
    pub(crate) fn free(self) {
        let empty = self.locked(|| {
            self.given_up.set(true);
            let _ = self.tick().del(Wait::No);
            self.tell_members();
            self.count.get() == 0
        });
        if empty {
            self.destroy();
        }
    }

    fn destroy(self) {
        let _ = self.tick().del(Wait::Yes);
        Debug::note_torn_down(self.tick());
        // SAFETY: `new` boxed it, and it has no member.
        drop(unsafe { mm::unboxed(self.0) });
    }

    pub(super) fn is_given_up(self) -> bool {
        self.locked(|| self.given_up.get())
    }

    pub(super) fn add(self, member: Bev) {
        self.locked(|| {
            self.members.push_back(member);
            self.count.set(self.count.get() + 1);
        });
    }

    pub(super) fn remove(self, member: Bev) {
        let last = self.locked(|| {
            self.members.remove(member);
            self.count.set(self.count.get() - 1);
            self.given_up.get() && self.count.get() == 0
        });
        if last {
            self.destroy();
        }
    }

    fn tell_members(self) {
        for member in self.members.iter() {
            member.group_changed();
        }
    }

    /// How much a member may transfer; `None` while the limit is used up.
    pub(super) fn share(self, what: Events) -> Option<usize> {
        self.locked(|| {
            if self.used_up[index(what)].get() {
                return None;
            }
            let left = usize::try_from(self.left(what)).unwrap_or(0);
            let share = (left / self.count.get().max(1)).max(self.least_share());
            // Nobody would be told when there is more than nothing.
            Some(share.max(1))
        })
    }

    fn left(self, what: Events) -> isize {
        let buckets = self.buckets.get();
        if what == Events::READ {
            buckets.read
        } else {
            buckets.write
        }
    }

    fn least_share(self) -> usize {
        self.min_share.get().min(self.config.get().least_rate())
    }

    /// Takes `n` bytes from the limit, or puts them back. `counts`: a member has transferred them.
    pub(super) fn spend(self, what: Events, n: isize, counts: bool) {
        self.locked(|| {
            let (mut buckets, mut totals) = (self.buckets.get(), self.totals.get());
            let (left, total) = if what == Events::READ {
                (&mut buckets.read, &mut totals.read)
            } else {
                (&mut buckets.write, &mut totals.written)
            };
            *left = left.saturating_sub(n);
            *total = total.wrapping_add(n as u64);
            self.buckets.set(buckets);
            if counts {
                self.totals.set(totals);
            }
            self.note_left(what, 1);
        });
    }

    /// Pauses a direction when its limit is used up, and lets it go on when there are at least
    /// `enough` bytes again.
    fn note_left(self, what: Events, enough: isize) {
        let used_up = &self.used_up[index(what)];
        let left = self.left(what);
        let now_used_up = left <= 0 || (used_up.get() && left < enough);
        if used_up.replace(now_used_up) != now_used_up {
            self.tell_members();
        }
    }

    /// A tick has come.
    fn refill(self) {
        self.locked(|| {
            let Some(base) = self.tick().base() else {
                return;
            };
            let config = self.config.get();
            self.buckets
                .set(self.buckets.get().refilled(&config, base.turn_time()));
            let enough = self.least_share().max(1) as isize;
            self.note_left(Events::READ, enough);
            self.note_left(Events::WRITE, enough);
        });
    }

    /// Takes bytes from the limit, or, if `n` is negative, puts them back.
    pub(crate) fn decrement(self, what: Events, n: isize) {
        self.spend(what, n, false);
    }

    pub(crate) fn set_config(self, config: &Config) {
        self.locked(|| {
            let Some(base) = self.tick().base() else {
                return;
            };
            if self.config.get() == *config {
                return;
            }
            self.config.set(*config);
            self.buckets
                .set(self.buckets.get().clipped(config, base.turn_time()));
            self.start_ticks();
        });
    }

    pub(crate) fn set_min_share(self, share: usize) {
        self.locked(|| self.min_share.set(share.min(isize::MAX as usize)));
    }

    pub(crate) fn limit_left(self, what: Events) -> isize {
        self.locked(|| self.left(what))
    }

    pub(crate) fn totals(self) -> Totals {
        self.locked(|| self.totals.get())
    }

    pub(crate) fn reset_totals(self) {
        self.locked(|| self.totals.set(Totals::default()));
    }
}

unsafe extern "C" fn tick(_: c_int, _: c_short, group: *mut c_void) {
    if let Some(group) = NonNull::new(group.cast()).map(Group) {
        group.refill();
    }
}
