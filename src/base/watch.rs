//! Watchers: callbacks before and after the loop waits.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::NonNull;

use super::{Base, Failed};
use crate::ds::list::{Link, Linked, List};
use crate::rt::mm;
use crate::rt::time::Micros;

/// What a prepare watcher can ask about: how long the loop is about to wait. Opaque to C programs.
pub struct evwatch_prepare_cb_info {
    pub(crate) timeout: Option<Micros>,
}

/// What a check watcher can ask about: nothing yet. Opaque to C programs.
pub struct evwatch_check_cb_info {
    _nothing: u8,
}

/// The callback of a watcher.
#[derive(Clone, Copy)]
pub(crate) enum Hook {
    /// Before the loop waits.
    Prepare(unsafe extern "C" fn(*mut evwatch, *const evwatch_prepare_cb_info, *mut c_void)),
    /// After it has waited, before events are called.
    Check(unsafe extern "C" fn(*mut evwatch, *const evwatch_check_cb_info, *mut c_void)),
}

/// A watcher. Opaque to C programs.
pub struct evwatch {
    link: Link<Watcher>,
    base: Base,
    hook: Hook,
    arg: *mut c_void,
}

/// A handle on a watcher that was not freed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Watcher(NonNull<evwatch>);

impl Watcher {
    /// # Safety
    /// `watcher` is null or came from [`Watcher::new`], and is not freed while the handle is used.
    pub(crate) unsafe fn from_ptr(watcher: *const evwatch) -> Option<Self> {
        NonNull::new(watcher.cast_mut()).map(Watcher)
    }

    pub(crate) fn as_ptr(self) -> *mut evwatch {
        self.0.as_ptr()
    }

    fn get(&self) -> &evwatch {
        // SAFETY: whoever holds a handle uses it only while the watcher exists.
        unsafe { self.0.as_ref() }
    }

    pub(crate) fn new(base: Base, hook: Hook, arg: *mut c_void) -> Result<Self, Failed> {
        let _lock = base.lock();
        let watcher = Watcher(mm::boxed(evwatch {
            link: Link::new(),
            base,
            hook,
            arg,
        })?);
        base.watchers.list(hook).push_back(watcher);
        Ok(watcher)
    }

    pub(crate) fn base(self) -> Base {
        self.get().base
    }

    pub(crate) fn free(self) {
        let base = self.base();
        let _lock = base.lock();
        let watchers = &base.watchers;
        if watchers.next.get() == Some(self) {
            watchers.next.set(WatcherList::next(self));
        }
        watchers.list(self.get().hook).remove(self);
        // SAFETY: it is off its list, and the loop's place in the list has moved on.
        unsafe { mm::unboxed(self.0) };
    }

    fn call(self, timeout: Option<Micros>) {
        let (base, hook, arg) = (self.base(), self.get().hook, self.get().arg);
        // The watcher is not touched from here on: its callback may free it.
        // SAFETY: whoever made the watcher vouched for its callback and argument.
        base.unlocked(|| unsafe {
            match hook {
                Hook::Prepare(call) => {
                    call(self.as_ptr(), &evwatch_prepare_cb_info { timeout }, arg);
                }
                Hook::Check(call) => {
                    call(self.as_ptr(), &evwatch_check_cb_info { _nothing: 0 }, arg);
                }
            }
        });
    }
}

/// The list that a watcher is on.
pub(crate) struct WatchLink;
impl Linked<Watcher> for WatchLink {
    fn link(element: &Watcher) -> &Link<Watcher> {
        &element.get().link
    }
}

type WatcherList = List<Watcher, WatchLink>;

/// The watchers of a base.
pub(crate) struct Watchers {
    prepare: WatcherList,
    check: WatcherList,
    /// The watcher that is called next. Freeing it moves this on.
    next: Cell<Option<Watcher>>,
}

impl Watchers {
    pub(crate) const fn new() -> Self {
        Watchers {
            prepare: WatcherList::new(),
            check: WatcherList::new(),
            next: Cell::new(None),
        }
    }

    fn list(&self, hook: Hook) -> &WatcherList {
        match hook {
            Hook::Prepare(_) => &self.prepare,
            Hook::Check(_) => &self.check,
        }
    }
}

impl Base {
    /// Tells whether there were any, who may have changed what the loop is about to do.
    #[inline]
    pub(crate) fn run_prepare_watchers(self, timeout: Option<Micros>) -> bool {
        let Some(first) = self.watchers.prepare.first() else {
            return false;
        };
        self.run_watchers(first, timeout);
        true
    }

    #[inline]
    pub(crate) fn run_check_watchers(self) {
        if let Some(first) = self.watchers.check.first() {
            self.run_watchers(first, None);
        }
    }

    #[inline(never)]
    fn run_watchers(self, first: Watcher, timeout: Option<Micros>) {
        let next = &self.watchers.next;
        next.set(Some(first));
        while let Some(watcher) = next.get() {
            next.set(WatcherList::next(watcher));
            watcher.call(timeout);
        }
    }
}

/// Frees the watchers of a base that ends.
pub(crate) fn free_all(base: Base) {
    for list in [&base.watchers.prepare, &base.watchers.check] {
        while let Some(watcher) = list.pop_front() {
            // SAFETY: it is off its list.
            unsafe { mm::unboxed(watcher.0) };
        }
    }
}
