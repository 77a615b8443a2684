//! Telling of changes to a buffer.
//!
//! The program's callbacks are called at once, or from the loop; after them, and always at once, the
//! function of the object in this library that the buffer belongs to.

use std::cell::{Cell, OnceCell};
use std::ffi::{c_int, c_void};
use std::ptr::{self, NonNull};

use super::{Buf, Chain, Failed, Flags};
use crate::base::{Base, Deferred, Turn};
use crate::ds::list::{Link, Linked, List};
use crate::ffi::buffer::{EVBUFFER_CB_ENABLED, evbuffer_cb_func, evbuffer_cb_info};
use crate::ffi::buffer_compat::evbuffer_cb;
use crate::rt::mm::{self, OutOfMemory};

/// How many bytes came and went.
#[derive(Clone, Copy, Default)]
pub(crate) struct Change {
    pub(crate) added: usize,
    pub(crate) deleted: usize,
}

impl Change {
    #[inline]
    pub(crate) fn added(added: usize) -> Self {
        Change { added, deleted: 0 }
    }

    #[inline]
    pub(crate) fn deleted(deleted: usize) -> Self {
        Change { added: 0, deleted }
    }

    /// What buffers are like where somebody is told of it.
    #[inline]
    fn observed(self) -> Flags {
        if self.deleted == 0 {
            Flags::GROWTH_OBSERVED
        } else {
            Flags::LOSS_OBSERVED
        }
    }
}

/// The program's function, in the form it was given in.
#[derive(Clone, Copy)]
pub(crate) enum Observer {
    WithInfo(evbuffer_cb_func),
    WithLengths(evbuffer_cb),
}

/// One of the program's callbacks.
pub struct evbuffer_cb_entry {
    link: Link<Entry>,
    observer: Observer,
    arg: *mut c_void,
    flags: Cell<c_int>,
    /// Removed while callbacks were running: freed when they are done.
    removed: Cell<bool>,
}

/// A handle on an entry of a buffer.
///
/// INVARIANT: whoever holds a handle uses it only while the entry is on its buffer's list.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Entry(NonNull<evbuffer_cb_entry>);

impl std::ops::Deref for Entry {
    type Target = evbuffer_cb_entry;
    fn deref(&self) -> &evbuffer_cb_entry {
        // SAFETY: the invariant. What changes is in cells.
        unsafe { self.0.as_ref() }
    }
}

impl Entry {
    /// # Safety
    /// `entry` is null or an entry that was not removed.
    pub(crate) unsafe fn from_ptr(entry: *mut evbuffer_cb_entry) -> Option<Self> {
        NonNull::new(entry).map(Entry)
    }

    pub(crate) fn as_ptr(self) -> *mut evbuffer_cb_entry {
        self.0.as_ptr()
    }

    fn free(self) {
        // SAFETY: `add_callback` boxed it, and it is on no list.
        unsafe { mm::unboxed(self.0) };
    }
}

struct EntryLink;
impl Linked<Entry> for EntryLink {
    fn link(element: &Entry) -> &Link<Entry> {
        &element.link
    }
}

/// What the owner of a buffer, an object of this library, is told of changes with.
#[derive(Clone, Copy)]
pub(crate) struct Hook {
    pub(crate) function: unsafe fn(*mut c_void, Change),
    pub(crate) owner: *mut c_void,
}

/// Deferred calls of a buffer's callbacks.
struct Later {
    base: Cell<Base>,
    call: Deferred,
}

/// The program's callbacks.
struct Observers {
    entries: List<Entry, EntryLink>,
    later: OnceCell<Later>,
    /// What they have not been told of.
    untold: Cell<Change>,
    /// How many calls are under way.
    running: Cell<u32>,
}

/// Whose a buffer is.
#[derive(Clone, Copy)]
pub(super) enum Owner {
    /// An object of this library, which is told of changes.
    Object(Hook),
    /// The program. The buffer keeps blocks, of which this is the first.
    Program(Option<Chain>),
}

/// Whom a buffer tells.
pub(super) struct Callbacks {
    /// Made when the program wants any, which it seldom does; there until the buffer ends.
    observers: Cell<Option<NonNull<Observers>>>,
    pub(super) owner: Cell<Owner>,
}

impl Observers {
    /// Removes an entry; one that may be being called, later.
    fn remove(&self, entry: Entry) {
        if self.running.get() > 0 {
            entry.removed.set(true);
        } else {
            self.entries.remove(entry);
            entry.free();
        }
    }

    fn sweep(&self) {
        for entry in self.entries.iter() {
            if entry.removed.get() {
                self.entries.remove(entry);
                entry.free();
            }
        }
    }
}

impl Callbacks {
    pub(super) const fn new() -> Self {
        Callbacks {
            observers: Cell::new(None),
            owner: Cell::new(Owner::Program(None)),
        }
    }

    #[inline]
    fn observers(&self) -> Option<&Observers> {
        // SAFETY: they end with the buffer.
        self.observers
            .get()
            .map(|observers| unsafe { observers.as_ref() })
    }

    /// The same, made if there are none.
    fn observers_or_new(&self) -> Result<&Observers, OutOfMemory> {
        if self.observers.get().is_none() {
            self.observers.set(Some(mm::boxed(Observers {
                entries: List::new(),
                later: OnceCell::new(),
                untold: Cell::default(),
                running: Cell::new(0),
            })?));
        }
        self.observers().ok_or(OutOfMemory)
    }

    /// Whether a change may lead to the buffer's end at once. Owners end later.
    #[inline]
    pub(super) fn may_free(&self) -> bool {
        self.observers()
            .is_some_and(|observers| !observers.entries.is_empty())
    }

    /// Frees everything.
    pub(super) fn clear(&self) {
        if let Some(observers) = self.observers.take() {
            // SAFETY: `observers_or_new` boxed it. A pending call would keep the buffer alive.
            let observers = unsafe { mm::unboxed(observers) };
            while let Some(entry) = observers.entries.pop_front() {
                entry.free();
            }
        }
    }
}

impl Buf {
    /// Tells the program of a change that was made, with the lock held.
    #[inline]
    pub(super) fn changed(self, change: Change) {
        if self.has(change.observed()) {
            self.note_and_tell(change);
        }
    }

    #[inline(never)]
    fn note_and_tell(self, change: Change) {
        self.note(change);
        self.tell_all(change);
    }

    /// Remembers a change that the program is to be [told](Self::tell) of. When two buffers change
    /// together, each one's callbacks may change the other: then both changes are noted first.
    #[inline]
    pub(super) fn note(self, change: Change) {
        if let Some(observers) = self.callbacks.observers()
            && !observers.entries.is_empty()
        {
            let untold = observers.untold.get();
            observers.untold.set(Change {
                added: untold.added.wrapping_add(change.added),
                deleted: untold.deleted.wrapping_add(change.deleted),
            });
        }
    }

    /// Tells of a change that was noted.
    #[inline]
    pub(super) fn tell(self, change: Change) {
        if self.has(change.observed()) {
            self.tell_all(change);
        }
    }

    #[inline]
    fn tell_all(self, change: Change) {
        match self.callbacks.observers() {
            None => self.tell_owner(change),
            Some(observers) => self.tell_program_and_owner(observers, change),
        }
    }

    #[inline(never)]
    fn tell_program_and_owner(self, observers: &Observers, change: Change) {
        self.tell_program(observers);
        self.tell_owner(change);
    }

    #[inline]
    fn tell_owner(self, change: Change) {
        if let Owner::Object(hook) = self.callbacks.owner.get()
            && (change.added > 0 || change.deleted > 0)
        {
            // SAFETY: who set the hook vouched for it.
            unsafe { (hook.function)(hook.owner, change) };
        }
    }

    /// Calls the callbacks, now or later, if there is something that they were not told of.
    fn tell_program(self, observers: &Observers) {
        let untold = observers.untold.get();
        if observers.entries.is_empty() || (untold.added == 0 && untold.deleted == 0) {
            return;
        }
        match observers.later.get() {
            None => self.call_entries(observers),
            Some(later) => self.call_entries_later(later),
        }
    }

    /// Says whom the buffer belongs to, who is told of what it is made to [observe](Self::observe).
    ///
    /// # Safety
    /// The function may be called with the owner until the hook is taken away.
    pub(crate) unsafe fn set_hook(self, hook: Option<Hook>) {
        self.drop_spares();
        let owner = hook.map_or(Owner::Program(None), Owner::Object);
        self.callbacks.owner.set(owner);
    }

    /// Has the buffer's owner told of bytes that come.
    pub(crate) fn observe_growth(self) {
        self.flag(Flags::GROWTH_OBSERVED, true);
    }

    /// Has the buffer's owner told of bytes that come and of those that go.
    pub(crate) fn observe(self) {
        self.flag(Flags::OBSERVED, true);
    }

    fn call_entries_later(self, later: &Later) {
        // SAFETY: it lives as long as the buffer, and does not move.
        let call = unsafe { later.call.handle() };
        if later.base.get().schedule(call) {
            self.retain();
        }
    }

    /// Calls the program's callbacks, the newest first.
    fn call_entries(self, observers: &Observers) {
        let change = observers.untold.take();
        let new_len = self.len();
        let old_len = new_len
            .wrapping_add(change.deleted)
            .wrapping_sub(change.added);
        let info = evbuffer_cb_info {
            orig_size: old_len,
            n_added: change.added,
            n_deleted: change.deleted,
        };
        observers.running.set(observers.running.get() + 1);
        // Entries that are removed meanwhile stay on the list until all is done.
        for entry in observers.entries.iter() {
            if entry.removed.get() || entry.flags.get() & EVBUFFER_CB_ENABLED == 0 {
                continue;
            }
            let (buffer, arg) = (self.as_ptr(), entry.arg);
            // SAFETY: the program vouched for its functions and arguments.
            unsafe {
                match entry.observer {
                    Observer::WithInfo(Some(f)) => f(buffer, &info, arg),
                    Observer::WithLengths(Some(f)) => f(buffer, old_len, new_len, arg),
                    Observer::WithInfo(None) | Observer::WithLengths(None) => {}
                }
            }
        }
        observers.running.set(observers.running.get() - 1);
        if observers.running.get() == 0 {
            observers.sweep();
        }
    }

    /// Has a function called after each change.
    pub(crate) fn add_callback(
        self,
        observer: Observer,
        arg: *mut c_void,
    ) -> Result<Entry, Failed> {
        let _lock = self.lock();
        let observers = self.callbacks.observers_or_new()?;
        let entry = Entry(mm::boxed(evbuffer_cb_entry {
            link: Link::new(),
            observer,
            arg,
            flags: Cell::new(EVBUFFER_CB_ENABLED),
            removed: Cell::new(false),
        })?);
        self.flag(Flags::OBSERVED, true);
        observers.entries.push_front(entry);
        Ok(entry)
    }

    /// Has `observer`, and none of those before, called after each change. Those are gone even if there
    /// is no memory for it.
    pub(crate) fn replace_callbacks(
        self,
        observer: Option<Observer>,
        arg: *mut c_void,
    ) -> Result<(), Failed> {
        let _lock = self.lock();
        if let Some(observers) = self.callbacks.observers() {
            for entry in observers.entries.iter() {
                observers.remove(entry);
            }
        }
        observer.map_or(Ok(()), |observer| {
            self.add_callback(observer, arg).map(drop)
        })
    }

    /// Removes an entry.
    pub(crate) fn remove_callback(self, entry: Entry) {
        let _lock = self.lock();
        if let Some(observers) = self.callbacks.observers() {
            observers.remove(entry);
        }
    }

    /// The program gives the buffer up. Callbacks that are being called hear no more of it; deferred ones
    /// still hear of what has been.
    pub(crate) fn free_from_program(self) {
        if let Some(observers) = self.callbacks.observers()
            && observers.running.get() > 0
            && observers.later.get().is_none()
        {
            for entry in observers.entries.iter() {
                entry.removed.set(true);
            }
        }
        self.release();
    }

    /// The newest entry with this function and argument.
    pub(crate) fn find_callback(
        self,
        function: evbuffer_cb_func,
        arg: *mut c_void,
    ) -> Option<Entry> {
        let _lock = self.lock();
        self.callbacks.observers()?.entries.iter().find(|entry| {
            // The original has both kinds in one union, so programs find either.
            let same = match (entry.observer, function) {
                (Observer::WithInfo(Some(f)), Some(g)) => ptr::fn_addr_eq(f, g),
                (Observer::WithLengths(Some(f)), Some(g)) => ptr::fn_addr_eq(f, g),
                _ => false,
            };
            same && entry.arg == arg && !entry.removed.get()
        })
    }

    /// Sets or clears flags of an entry, those that programs may.
    pub(crate) fn flag_callback(self, entry: Entry, flags: c_int, on: bool) {
        let _lock = self.lock();
        let flags = flags & EVBUFFER_CB_ENABLED;
        let old = entry.flags.get();
        entry.flags.set(if on { old | flags } else { old & !flags });
    }

    /// Has callbacks called from the loop of `base`, from the next change on.
    pub(crate) fn defer_callbacks(self, base: Base) -> Result<(), Failed> {
        let _lock = self.lock();
        let later = self
            .callbacks
            .observers_or_new()?
            .later
            .get_or_init(|| Later {
                base: Cell::new(base),
                call: Deferred::new(call_deferred, self.as_ptr().cast(), base.default_priority()),
            });
        later.base.set(base);
        Ok(())
    }
}

/// The deferred call of a buffer's callbacks.
///
/// # Safety
/// `buffer` is a buffer, of which the call is a user.
unsafe fn call_deferred(buffer: *mut c_void, turn: Turn) {
    // SAFETY: the caller's promise.
    let Some(buf) = (unsafe { Buf::from_ptr(buffer.cast()) }) else {
        return;
    };
    if turn == Turn::Come {
        let _lock = buf.lock();
        if let Some(observers) = buf.callbacks.observers() {
            buf.call_entries(observers);
        }
    }
    buf.release();
}
