//! Rate limits of one bufferevent: its own, and its share of a group's.

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_void};
use std::ptr::{self, NonNull};

use super::group::Group;
use super::rate::{Buckets, Config};
use super::suspend::Reasons;
use super::{Bev, Failed};
use crate::base::{Base, Debug, Ev, Events, Timeout, Wait, event};
use crate::ds::list::{Link, Linked};
use crate::rt::mm;
use crate::rt::time::Micros;

/// What a bufferevent with a rate limit has; made for the first one.
pub(super) struct Limits {
    own: Cell<Option<OwnLimit>>,
    group: Cell<Option<Group>>,
    /// On the group's list of members.
    link: Link<Bev>,
    /// Comes with the next tick, if the own limit is used up; and when the group calls.
    refill: event,
}

#[derive(Clone, Copy)]
struct OwnLimit {
    /// INVARIANT: the program keeps it for as long as it is set.
    config: NonNull<Config>,
    buckets: Buckets,
}

impl OwnLimit {
    fn config(&self) -> &Config {
        // SAFETY: the invariant.
        unsafe { self.config.as_ref() }
    }
}

/// The list of a group's members.
pub(super) struct MemberLink;
impl Linked<Bev> for MemberLink {
    fn link(element: &Bev) -> &Link<Bev> {
        // SAFETY: a member has limits, which live as long as it does.
        unsafe { &element.limits.get().unwrap_unchecked().as_ref().link }
    }
}

/// The direction of what is limited.
const DIRECTIONS: [Events; 2] = [Events::READ, Events::WRITE];

fn tokens(buckets: &mut Buckets, what: Events) -> &mut isize {
    if what == Events::READ {
        &mut buckets.read
    } else {
        &mut buckets.write
    }
}

impl Bev {
    fn limits(&self) -> Option<&Limits> {
        // SAFETY: they live as long as the bufferevent.
        self.limits.get().map(|limits| unsafe { limits.as_ref() })
    }

    /// The limits, made if there are none.
    fn make_limits(&self) -> Result<&Limits, Failed> {
        if self.limits.get().is_none() {
            let arg = self.as_ptr().cast();
            let made = mm::boxed(Limits {
                own: Cell::new(None),
                group: Cell::new(None),
                link: Link::new(),
                refill: event::new(self.base(), -1, Events::FINALIZE, Some(refill), arg),
            })?;
            self.limits.set(Some(made));
            Debug::note_set_up(self.refill_event().ok_or(Failed)?);
        }
        self.limits().ok_or(Failed)
    }

    fn refill_event(&self) -> Option<Ev> {
        // SAFETY: the event is part of the limits.
        self.limits()
            .map(|limits| unsafe { Ev::new(NonNull::from(&limits.refill)) })
    }

    /// Moves what ticks to another base; refused while it waits for a tick.
    pub(super) fn move_limits(self, base: Base) -> Result<(), Failed> {
        match self.refill_event() {
            Some(timer) => Ok(timer.move_to(base)?),
            None => Ok(()),
        }
    }

    /// The end is near: leaves the group and needs no more ticks.
    pub(super) fn leave_limits(self) {
        if self.limits.get().is_some() {
            self.take_out_of_group();
            if let Some(timer) = self.refill_event() {
                let _ = timer.del(Wait::No);
            }
        }
    }

    /// Frees the limits, with which nobody has to do any more.
    pub(super) fn free_limits(self) {
        if let Some(timer) = self.refill_event() {
            Debug::note_torn_down(timer);
        }
        if let Some(limits) = self.limits.take() {
            // SAFETY: `make_limits` boxed them.
            unsafe { mm::unboxed(limits) };
        }
    }

    fn now(self) -> Micros {
        self.base().map_or(0, |base| base.turn_time())
    }

    /// The own limit, brought up to date.
    fn own_limit(&self) -> Option<OwnLimit> {
        let limits = self.limits()?;
        let mut own = limits.own.get()?;
        own.buckets = own.buckets.refilled(own.config(), self.now());
        limits.own.set(Some(own));
        Some(own)
    }

    /// The configuration of the own limit; null for none.
    pub(crate) fn rate_limit(self) -> *const Config {
        let _lock = self.lock();
        let own = self.limits().and_then(|limits| limits.own.get());
        own.map_or(ptr::null(), |own| own.config.as_ptr())
    }

    /// Sets or takes away the own limit.
    ///
    /// # Safety
    /// The configuration stays until it is taken away or the bufferevent has ended.
    pub(crate) unsafe fn set_rate_limit(
        self,
        config: Option<NonNull<Config>>,
    ) -> Result<(), Failed> {
        let _lock = self.lock();
        let Some(config) = config else {
            self.drop_own_limit();
            return Ok(());
        };
        let now = self.now();
        let limits = self.make_limits()?;
        let buckets = match limits.own.get() {
            Some(old) if old.config == config => return Ok(()),
            // SAFETY: the caller's promise.
            Some(old) => old.buckets.clipped(unsafe { config.as_ref() }, now),
            // SAFETY: as above.
            None => Buckets::new(unsafe { config.as_ref() }, now),
        };
        limits.own.set(Some(OwnLimit { config, buckets }));
        self.apply_own_limit(true);
        Ok(())
    }

    fn drop_own_limit(self) {
        let Some(limits) = self.limits() else {
            return;
        };
        if limits.own.take().is_some() {
            if let Some(timer) = self.refill_event() {
                let _ = timer.del(Wait::No);
            }
            for what in DIRECTIONS {
                self.resume(what, Reasons::RATE);
            }
        }
    }

    /// Pauses each direction that is used up, until a tick, and lets the others go on, those too, if the
    /// limit is new, that have not paused.
    fn apply_own_limit(self, is_new: bool) {
        let own = || self.limits().and_then(|limits| limits.own.get());
        let mut used_up = None;
        for what in DIRECTIONS {
            // What goes on may call the program, which may take the limit away.
            let Some(mut own) = own() else {
                return;
            };
            if *tokens(&mut own.buckets, what) <= 0 {
                self.suspend(what, Reasons::RATE);
                used_up = Some(own.config().tick());
            } else if is_new || self.is_suspended(what) {
                self.resume(what, Reasons::RATE);
            }
        }
        let Some(timer) = self.refill_event().filter(|_| own().is_some()) else {
            return;
        };
        let _ = match used_up {
            Some(tick) => timer.add(Some(Timeout::After(tick))),
            None => timer.del(Wait::No),
        };
    }

    /// Takes `n` bytes from the bucket of a direction.
    fn spend_own(self, what: Events, n: isize) -> Result<(), Failed> {
        let limits = self.limits().ok_or(Failed)?;
        let mut own = limits.own.get().ok_or(Failed)?;
        let left = tokens(&mut own.buckets, what);
        let before = *left;
        *left = left.saturating_sub(n);
        let crossed = (before > 0) != (*left > 0);
        limits.own.set(Some(own));
        if crossed {
            self.apply_own_limit(false);
        }
        Ok(())
    }

    /// `n` bytes have been transferred.
    #[inline]
    pub(super) fn spend(self, what: Events, n: usize) {
        if self.limits.get().is_some() {
            self.spend_limits(what, n as isize);
        }
    }

    #[cold]
    fn spend_limits(self, what: Events, n: isize) {
        // Fails without a limit of its own.
        let _ = self.spend_own(what, n);
        if let Some(group) = self.group() {
            group.spend(what, n, true);
        }
    }

    /// Takes bytes from the own limit, or, if `n` is negative, puts them back.
    pub(crate) fn decrement_limit(self, what: Events, n: isize) -> Result<(), Failed> {
        let _lock = self.lock();
        self.spend_own(what, n)
    }

    /// What the own limit still allows; without one, any amount.
    pub(crate) fn own_limit_left(self, what: Events) -> isize {
        let _lock = self.lock();
        self.own_limit()
            .map_or(isize::MAX, |mut own| *tokens(&mut own.buckets, what))
    }

    /// How many bytes may go in one system call.
    #[inline]
    pub(super) fn allowance(self, what: Events) -> usize {
        let single = self.max_single(what).get();
        if self.limits.get().is_none() {
            return single;
        }
        self.limited_allowance(what, single)
    }

    #[cold]
    fn limited_allowance(self, what: Events, single: usize) -> usize {
        let own = self.own_limit();
        // The bucket counts rather than the size of single transfers.
        let mut most = own.map_or(single, |mut own| {
            usize::try_from(*tokens(&mut own.buckets, what)).unwrap_or(0)
        });
        if let Some(group) = self.group() {
            let share = group.share(what);
            if share.is_none() {
                self.suspend(what, Reasons::GROUP);
            }
            most = most.min(share.unwrap_or(0));
        }
        most
    }

    /// As [`allowance`](Self::allowance), seen from outside.
    pub(crate) fn max_to_transfer(self, what: Events) -> usize {
        let _lock = self.lock();
        self.allowance(what)
    }

    fn group(&self) -> Option<Group> {
        self.limits()?.group.get()
    }

    /// Joins a group, and leaves the one it was in.
    pub(crate) fn join_group(self, group: Option<Group>) -> Result<(), Failed> {
        let _lock = self.lock();
        let Some(group) = group else {
            self.leave_group();
            return Ok(());
        };
        let limits = self.make_limits()?;
        if limits.group.get() == Some(group) {
            return Ok(());
        }
        // What goes on then may call the program, so that is left to the end.
        self.take_out_of_group();
        limits.group.set(Some(group));
        group.add(self);
        self.apply_group_limit();
        Ok(())
    }

    /// Leaves its group, if it is in one, and goes on.
    fn leave_group(self) {
        if self.take_out_of_group() {
            for what in DIRECTIONS {
                self.resume(what, Reasons::GROUP);
            }
        }
    }

    /// Takes it off the list of its group. Tells whether it was in one.
    fn take_out_of_group(self) -> bool {
        let group = self.limits().and_then(|limits| limits.group.take());
        group.inspect(|group| group.remove(self)).is_some()
    }

    /// Pauses each direction that the group has used up, and lets the others go on.
    fn apply_group_limit(self) {
        if self.group().is_some_and(Group::is_given_up) {
            self.leave_group();
            return;
        }
        for what in DIRECTIONS {
            // What goes on may call the program, which may leave the group, and free it.
            let Some(group) = self.group() else {
                return;
            };
            match group.share(what) {
                None => self.suspend(what, Reasons::GROUP),
                Some(_) if self.is_suspended(what) => self.resume(what, Reasons::GROUP),
                Some(_) => {}
            }
        }
    }

    /// The group's limit has been used up, or is there again. Called by the group, with its lock but
    /// not the bufferevent's, which looks into it in its own loop.
    pub(super) fn group_changed(self) {
        if let Some(refill) = self.refill_event() {
            refill.activate(Events::READ, 1);
        }
    }
}

/// A tick has come, or the group has changed.
unsafe extern "C" fn refill(_: c_int, what: c_short, bev: *mut c_void) {
    let Some(bev) = NonNull::new(bev.cast()).map(Bev) else {
        return;
    };
    let Some(_lock) = bev.enter() else {
        return;
    };
    if Events::from_bits_retain(what).contains(Events::TIMEOUT) && bev.own_limit().is_some() {
        bev.apply_own_limit(false);
    }
    bev.apply_group_limit();
}
