//! Those who have to know when an object of HTTP goes.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;

use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked, List};

/// Somebody who is told once that an object has gone. Part of another object.
pub(crate) struct Watcher {
    gone: fn(*mut c_void),
    arg: Cell<*mut c_void>,
    is_watching: Cell<bool>,
    link: Link<Handle<Watcher>>,
}

impl Watcher {
    /// The function is called with the argument given to [`Watchers::add`].
    pub(crate) const fn new(gone: fn(*mut c_void)) -> Self {
        Watcher {
            gone,
            arg: Cell::new(ptr::null_mut()),
            is_watching: Cell::new(false),
            link: Link::new(),
        }
    }

    fn handle(&self) -> Handle<Watcher> {
        // SAFETY: whoever it is part of has it removed before it goes.
        unsafe { Handle::of_part(self) }
    }
}

struct ByWatched;
impl Linked<Handle<Watcher>> for ByWatched {
    fn link(element: &Handle<Watcher>) -> &Link<Handle<Watcher>> {
        &element.link
    }
}

/// The watchers of an object.
pub(crate) struct Watchers {
    list: List<Handle<Watcher>, ByWatched>,
}

impl Watchers {
    pub(super) const fn new() -> Self {
        Watchers { list: List::new() }
    }

    /// The watcher watches nothing yet, and stays until it is told or removed.
    pub(crate) fn add(&self, watcher: &Watcher, arg: *mut c_void) {
        if !watcher.is_watching.replace(true) {
            watcher.arg.set(arg);
            self.list.push_back(watcher.handle());
        }
    }

    /// The watcher watches this object, or nothing.
    pub(crate) fn remove(&self, watcher: &Watcher) {
        if watcher.is_watching.replace(false) {
            self.list.remove(watcher.handle());
        }
    }

    /// The watchers, to be told when the object's memory has gone.
    pub(super) fn take(&self) -> Watchers {
        let taken = Watchers::new();
        while let Some(watcher) = self.list.pop_front() {
            taken.list.push_back(watcher);
        }
        taken
    }

    /// The object goes.
    pub(super) fn tell(&self) {
        while let Some(watcher) = self.list.pop_front() {
            watcher.is_watching.set(false);
            (watcher.gone)(watcher.arg.get());
        }
    }
}
