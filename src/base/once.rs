//! Events that are called once and that nobody has to free.

use std::ffi::{c_int, c_short, c_void};
use std::ptr::{self, NonNull};

use libc::timeval;

use super::event_struct::{Ev, Events, event};
use super::timer::Timeout;
use super::{Base, Debug, Failed};
use crate::ds::list::{Link, Linked, List};
use crate::ffi::event::events::event_callback_fn;
use crate::rt::mm;

/// An event with the program's callback behind it.
pub(crate) struct Once {
    event: event,
    link: Link<OnceRef>,
    callback: event_callback_fn,
    arg: *mut c_void,
}

/// A handle on a [`Once`] that was not freed.
#[derive(Clone, Copy)]
pub(crate) struct OnceRef(NonNull<Once>);

impl OnceRef {
    fn get(&self) -> &Once {
        // SAFETY: handles are on the base's list or in the callback's argument until it is freed.
        unsafe { self.0.as_ref() }
    }

    fn ev(self) -> Ev {
        // SAFETY: the event is part of the allocation that the handle stands for.
        unsafe { Ev::new(NonNull::from(&self.get().event)) }
    }
}

impl OnceRef {
    /// Frees it.
    ///
    /// # Safety
    /// It is on no list, its event on no queue, and no other handle is used again.
    unsafe fn take(self) {
        Debug::note_torn_down(self.ev());
        // SAFETY: `once` boxed it; the rest is the caller's promise.
        unsafe { mm::unboxed(self.0) };
    }
}

/// The list of a base.
pub(crate) struct OnceLink;
impl Linked<OnceRef> for OnceLink {
    fn link(element: &OnceRef) -> &Link<OnceRef> {
        &element.get().link
    }
}

pub(crate) type OnceList = List<OnceRef, OnceLink>;

impl Base {
    /// Calls `callback` when an fd is ready, or `after` a time, and forgets it.
    pub(crate) fn once(
        self,
        fd: c_int,
        events: Events,
        callback: event_callback_fn,
        arg: *mut c_void,
        after: Option<timeval>,
    ) -> Result<(), Failed> {
        let waits_for = events & Events::IO;
        if events.intersects(Events::SIGNAL | Events::PERSIST)
            || waits_for.is_empty() && !events.contains(Events::TIMEOUT)
        {
            return Err(Failed);
        }
        let fd = if waits_for.is_empty() { -1 } else { fd };
        let once = OnceRef(mm::boxed(Once {
            event: event::new(Some(self), fd, waits_for, Some(fire), ptr::null_mut()),
            link: Link::new(),
            callback,
            arg,
        })?);
        once.ev().set_arg(once.0.as_ptr().cast());
        Debug::note_set_up(once.ev());
        let _lock = self.lock();
        let at_once =
            waits_for.is_empty() && after.is_none_or(|tv| tv.tv_sec == 0 && tv.tv_usec == 0);
        if at_once {
            self.activate(once.ev(), Events::TIMEOUT, 1);
        } else if let Err(failed) = self.add(once.ev(), after.map(Timeout::After)) {
            let errno = mm::errno();
            // SAFETY: made above, and on no queue.
            unsafe { once.take() };
            mm::set_errno(errno);
            return Err(failed);
        }
        self.once.push_front(once);
        Ok(())
    }
}

unsafe extern "C" fn fire(fd: c_int, result: c_short, once: *mut c_void) {
    let Some(once) = NonNull::new(once.cast()).map(OnceRef) else {
        return;
    };
    let (base, callback, arg) = (once.ev().base(), once.get().callback, once.get().arg);
    // The event stays until then: it is the running one.
    if let Some(callback) = callback {
        // SAFETY: whoever scheduled it vouched for the callback and its argument.
        unsafe { callback(fd, result, arg) };
    }
    let Some(base) = base else {
        return;
    };
    let _lock = base.lock();
    base.once.remove(once);
    // SAFETY: it is off the list, and its event is on no queue.
    unsafe { once.take() };
}

/// Frees those that were never called. Their events are on no queue any more.
pub(crate) fn free_all(base: Base) {
    while let Some(once) = base.once.pop_front() {
        // SAFETY: it is off the list.
        unsafe { once.take() };
    }
}
