//! The event as C programs lay it out in their own memory, and the handles the library uses for it.

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_void};
use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicI16, Ordering::Relaxed};

use bitflags::bitflags;
use libc::timeval;

use super::{Base, Debug};
use crate::ds::list::{Link, Linked};
use crate::ds::timer_heap::{HeapPos, Timed};
use crate::ffi::event::events::{event_callback_fn, event_finalize_callback_fn};
use crate::rt::time::{self, Micros};

bitflags! {
    /// What an event waits for, and what happened: `EV_*`.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    #[repr(transparent)]
    pub(crate) struct Events: c_short {
        const TIMEOUT = 0x01;
        const READ = 0x02;
        const WRITE = 0x04;
        const SIGNAL = 0x08;
        const PERSIST = 0x10;
        const ET = 0x20;
        const FINALIZE = 0x40;
        const CLOSED = 0x80;
        const IO = Self::READ.bits() | Self::WRITE.bits() | Self::CLOSED.bits();
    }

    /// Which queues an event is on: `EVLIST_*`.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    #[repr(transparent)]
    pub(crate) struct State: c_short {
        const TIMEOUT = 0x01;
        const INSERTED = 0x02;
        const ACTIVE = 0x08;
        const INTERNAL = 0x10;
        /// Active, but only after the next wait.
        const ACTIVE_LATER = 0x20;
        const FINALIZING = 0x40;
        /// An event, not a deferred call.
        const INIT = 0x80;
        /// About to become active, since its fd is assumed to be ready.
        const ASSUMED = 0x100;
        const QUEUED = Self::TIMEOUT.bits()
            | Self::INSERTED.bits()
            | Self::ACTIVE.bits()
            | Self::ASSUMED.bits();
    }
}

/// What to do when a callback's turn comes. A plain number rather than an enum, since a program may
/// hand over memory that it never assigned.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Closure(u8);

impl Closure {
    /// Call the event's callback.
    pub(crate) const EVENT: Self = Closure(0);
    /// The same, as often as the signal came.
    pub(crate) const SIGNAL: Self = Closure(1);
    /// Arm the event's timeout again, then call its callback.
    pub(crate) const PERSIST: Self = Closure(2);
    /// Make the deferred call.
    pub(crate) const DEFERRED: Self = Closure(3);
    /// Call the finalizer.
    pub(crate) const FINALIZE: Self = Closure(5);
    /// Call the finalizer, then free the event.
    pub(crate) const FINALIZE_FREE: Self = Closure(6);
}

/// The functions a callback may hold; its [`Closure`] says which.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) union Function {
    pub(crate) event: event_callback_fn,
    pub(crate) finalizer: event_finalize_callback_fn,
    pub(crate) deferred: Option<DeferredFn>,
}

/// What a deferred call calls, with its argument.
pub(crate) type DeferredFn = unsafe fn(*mut c_void, Turn);

/// Why a deferred call is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Its turn in the loop has come.
    Come,
    /// The base is freed, and its turn never comes.
    Lost,
}

/// Something that can be made active: a deferred call, or the head of an event.
/// `struct event_callback` in C.
#[repr(C)]
pub(crate) struct event_callback {
    active_link: Link<Callback>,
    /// The [`State`]. It changes with the base's lock held, but who holds the lock of the object that an event
    /// belongs to may look without it: the loop may take the event off its queues meanwhile, and then calls it
    /// when that lock is free.
    state: AtomicI16,
    priority: Cell<u8>,
    closure: Cell<Closure>,
    function: Cell<Function>,
    arg: Cell<*mut c_void>,
}

/// An event. `struct event` in C, where it may be part of a program's own structures.
#[repr(C)]
pub struct event {
    callback: event_callback,
    timer: HeapPos,
    fd: Cell<c_int>,
    base: Cell<Option<Base>>,
    /// On the list of events of its fd or signal.
    peer_link: Link<Ev>,
    /// The interval of a persistent event's timeout, zero for none; of a signal event, in the
    /// seconds, how often its callback is still to be called.
    interval: Cell<timeval>,
    events: Cell<Events>,
    result: Cell<Events>,
    deadline: Cell<timeval>,
}

impl event_callback {
    /// What is not an event and not yet a deferred call.
    pub(crate) const fn unused() -> Self {
        event_callback {
            active_link: Link::new(),
            state: AtomicI16::new(State::empty().bits()),
            priority: Cell::new(0),
            closure: Cell::new(Closure::EVENT),
            function: Cell::new(Function { event: None }),
            arg: Cell::new(std::ptr::null_mut()),
        }
    }

    /// A deferred call of `function` with `arg`.
    pub(crate) fn deferred(function: DeferredFn, arg: *mut c_void) -> Self {
        let deferred = Some(function);
        let call = event_callback::unused();
        call.function.set(Function { deferred });
        call.closure.set(Closure::DEFERRED);
        call.arg.set(arg);
        call
    }

    /// The function of a deferred call.
    pub(crate) fn deferred_function(&self) -> Option<DeferredFn> {
        // SAFETY: all members of the union are nullable function pointers, valid at any type until
        // called; which one may be called, the closure says.
        unsafe { self.function.get().deferred }
    }

    #[inline]
    pub(crate) fn state(&self) -> State {
        State::from_bits_retain(self.state.load(Relaxed))
    }

    #[inline]
    fn set_state(&self, state: State) {
        self.state.store(state.bits(), Relaxed);
    }

    #[inline]
    pub(crate) fn is(&self, state: State) -> bool {
        self.state().intersects(state)
    }

    #[inline]
    pub(crate) fn mark(&self, state: State) {
        self.set_state(self.state() | state);
    }

    #[inline]
    pub(crate) fn unmark(&self, state: State) {
        self.set_state(self.state() - state);
    }

    #[inline]
    pub(crate) fn priority(&self) -> u8 {
        self.priority.get()
    }

    pub(crate) fn set_priority(&self, priority: u8) {
        self.priority.set(priority);
    }

    #[inline]
    pub(crate) fn closure(&self) -> Closure {
        self.closure.get()
    }

    #[inline]
    pub(crate) fn arg(&self) -> *mut c_void {
        self.arg.get()
    }
}

/// A handle on something that can be made active. It borrows nothing, as [`Ev`] does not.
///
/// INVARIANT: whoever holds a handle uses it only while the memory is valid; if it is the head of an
/// event, the handle was made from one on the event.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Callback(NonNull<event_callback>);

impl Deref for Callback {
    type Target = event_callback;
    #[inline]
    fn deref(&self) -> &event_callback {
        // SAFETY: the invariant. All fields are cells, so other handles may change them.
        unsafe { self.0.as_ref() }
    }
}

impl Callback {
    /// # Safety
    /// `call` is a deferred call, which stays where it is for as long as the handle is used.
    pub(crate) const unsafe fn new(call: NonNull<event_callback>) -> Self {
        Callback(call)
    }

    /// The event that this is the head of; none for a deferred call.
    #[inline]
    pub(crate) fn event(self) -> Option<Ev> {
        self.is(State::INIT).then_some(Ev(self.0.cast()))
    }

    /// Where it is, for messages.
    pub(crate) fn set_arg(self, arg: *mut c_void) {
        self.arg.set(arg);
    }

    pub(crate) fn as_ptr(self) -> *mut event_callback {
        self.0.as_ptr()
    }
}

const ZERO: timeval = timeval {
    tv_sec: 0,
    tv_usec: 0,
};

impl event {
    /// An event as `event_assign` makes it: on no queue.
    pub(crate) fn new(
        base: Option<Base>,
        fd: c_int,
        events: Events,
        function: event_callback_fn,
        arg: *mut c_void,
    ) -> Self {
        let ev = event::unused();
        ev.assign(base, fd, events, function, arg);
        ev
    }

    /// Makes it an event that is on no queue.
    #[inline]
    pub(crate) fn assign(
        &self,
        base: Option<Base>,
        fd: c_int,
        events: Events,
        function: event_callback_fn,
        arg: *mut c_void,
    ) {
        let closure = if events.contains(Events::SIGNAL) {
            Closure::SIGNAL
        } else if events.contains(Events::PERSIST) {
            Closure::PERSIST
        } else {
            Closure::EVENT
        };
        let callback = &self.callback;
        callback.set_state(State::INIT);
        callback
            .priority
            .set(base.map_or(0, Base::default_priority));
        callback.closure.set(closure);
        callback.function.set(Function { event: function });
        callback.arg.set(arg);
        self.fd.set(fd);
        self.base.set(base);
        self.events.set(events);
    }

    /// An event of the library's own that is not assigned yet.
    pub(crate) const fn unused() -> Self {
        event {
            callback: event_callback::unused(),
            timer: HeapPos::new(),
            fd: Cell::new(-1),
            base: Cell::new(None),
            peer_link: Link::new(),
            interval: Cell::new(ZERO),
            events: Cell::new(Events::empty()),
            result: Cell::new(Events::empty()),
            deadline: Cell::new(ZERO),
        }
    }
}

/// A handle on an event. It borrows nothing: the event may be freed by any callback.
///
/// INVARIANT: whoever holds a handle uses it only while the event's memory is valid. Queues hold
/// handles of events that their owners have not freed, since freeing takes an event off its queues.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Ev(NonNull<event>);

impl Deref for Ev {
    type Target = event;
    #[inline]
    fn deref(&self) -> &event {
        // SAFETY: the invariant of `Ev`. All fields are cells, so other handles may change them.
        unsafe { self.0.as_ref() }
    }
}

impl Ev {
    /// # Safety
    /// `event` points to memory for an event that was initialised by `event_assign` (or zeroed), and
    /// stays valid for as long as the handle is used.
    #[inline]
    pub(crate) unsafe fn from_ptr(event: *const event) -> Option<Self> {
        NonNull::new(event.cast_mut()).map(Ev)
    }

    /// # Safety
    /// As for [`from_ptr`](Self::from_ptr).
    pub(crate) const unsafe fn new(event: NonNull<event>) -> Self {
        Ev(event)
    }

    pub(crate) fn as_ptr(self) -> *mut event {
        self.0.as_ptr()
    }

    #[inline]
    pub(crate) fn fd(self) -> c_int {
        self.fd.get()
    }

    /// Changes the fd of an event that is on no queue.
    pub(crate) fn set_fd(self, fd: c_int) {
        self.fd.set(fd);
    }

    /// Whether the event waits for anything, or is active.
    pub(crate) fn is_queued(self) -> bool {
        self.is(State::QUEUED)
    }

    /// Whether the event waits for its fd or signal.
    #[inline]
    pub(crate) fn is_added(self) -> bool {
        self.is(State::INSERTED | State::ASSUMED)
    }

    /// Whether the event waits for its fd or signal, and the kernel has been asked.
    #[inline]
    pub(crate) fn asks_kernel(self) -> bool {
        self.is(State::INSERTED)
    }

    #[inline]
    pub(crate) fn base(self) -> Option<Base> {
        self.base.get()
    }

    /// Makes an event of the library's own, which is on no queue: persistent, most important, not
    /// counted, and with its base as the argument of its callback.
    pub(crate) fn assign_internal(self, base: Base, fd: c_int, function: event_callback_fn) {
        let events = Events::READ | Events::PERSIST;
        let arg = base.as_ptr().cast();
        self.assign(Some(base), fd, events, function, arg);
        Debug::note_set_up(self);
        self.mark(State::INTERNAL);
        self.set_priority(0);
    }

    /// Makes an event of an object of the library, which is on no queue; the fd is set later.
    pub(crate) fn assign_for(
        self,
        base: Base,
        events: Events,
        f: event_callback_fn,
        arg: *mut c_void,
    ) {
        self.assign(Some(base), -1, events, f, arg);
        Debug::note_set_up(self);
    }

    /// Whether the event keeps the loop running. It is not added.
    pub(crate) fn set_counted(self, counted: bool) {
        if counted {
            self.unmark(State::INTERNAL);
        } else {
            self.mark(State::INTERNAL);
        }
    }

    pub(crate) fn set_arg(self, arg: *mut c_void) {
        self.callback.arg.set(arg);
    }

    pub(crate) fn set_base(self, base: Base) {
        self.base.set(Some(base));
        self.set_priority(base.default_priority());
    }

    #[inline]
    pub(crate) fn events(self) -> Events {
        self.events.get()
    }

    #[inline]
    pub(crate) fn result(self) -> Events {
        self.result.get()
    }

    /// What the event is active with; nothing, if it is not active.
    pub(crate) fn result_if_active(self) -> Events {
        if self.is(State::ACTIVE) {
            self.result()
        } else {
            Events::empty()
        }
    }

    #[inline]
    pub(crate) fn set_result(self, result: Events) {
        self.result.set(result);
    }

    /// The part of the event that queues of active events hold.
    #[inline]
    pub(crate) fn callback(self) -> Callback {
        Callback(self.0.cast())
    }

    #[inline]
    pub(crate) fn state(self) -> State {
        self.callback.state()
    }

    #[inline]
    pub(crate) fn is(self, state: State) -> bool {
        self.callback.is(state)
    }

    #[inline]
    pub(crate) fn mark(self, state: State) {
        self.callback.mark(state);
    }

    #[inline]
    pub(crate) fn unmark(self, state: State) {
        self.callback.unmark(state);
    }

    #[inline]
    pub(crate) fn priority(self) -> u8 {
        self.callback.priority()
    }

    pub(crate) fn set_priority(self, priority: u8) {
        self.callback.set_priority(priority);
    }

    #[inline]
    pub(crate) fn closure(self) -> Closure {
        self.callback.closure()
    }

    #[inline]
    pub(crate) fn arg(self) -> *mut c_void {
        self.callback.arg()
    }

    #[inline]
    pub(crate) fn function(self) -> event_callback_fn {
        // SAFETY: all members of the union are nullable function pointers, valid at any type until
        // called; which one may be called, the closure says.
        unsafe { self.callback.function.get().event }
    }

    pub(crate) fn finalizer(self) -> event_finalize_callback_fn {
        // SAFETY: as in `function`.
        unsafe { self.callback.function.get().finalizer }
    }

    /// Makes the next callback of the event its finalizer.
    pub(crate) fn set_finalizer(self, finalizer: event_finalize_callback_fn, closure: Closure) {
        self.callback.function.set(Function { finalizer });
        self.callback.closure.set(closure);
    }

    #[inline]
    pub(crate) fn interval(self) -> timeval {
        self.interval.get()
    }

    #[inline]
    pub(crate) fn has_interval(self) -> bool {
        let interval = self.interval();
        interval.tv_sec != 0 || interval.tv_usec != 0
    }

    #[inline]
    pub(crate) fn set_interval(self, interval: timeval) {
        self.interval.set(interval);
    }

    pub(crate) fn clear_interval(self) {
        self.interval.set(ZERO);
    }

    pub(crate) fn signal_calls(self) -> c_short {
        self.interval.get().tv_sec as c_short
    }

    pub(crate) fn set_signal_calls(self, calls: c_short) {
        self.interval.set(timeval {
            tv_sec: calls.into(),
            tv_usec: 0,
        });
    }

    #[inline]
    pub(crate) fn set_deadline(self, deadline: timeval) {
        self.deadline.set(deadline);
    }
}

impl Timed for Ev {
    #[inline]
    fn pos(&self) -> &HeapPos {
        &self.timer
    }
    #[inline]
    fn deadline(&self) -> Micros {
        time::from_timeval(&self.deadline.get())
    }
}

/// A list of active callbacks.
pub(crate) struct ActiveLink;
impl Linked<Callback> for ActiveLink {
    #[inline]
    fn link(element: &Callback) -> &Link<Callback> {
        &element.active_link
    }
}

/// The list of events on one fd or signal.
pub(crate) struct PeerLink;
impl Linked<Ev> for PeerLink {
    #[inline]
    fn link(element: &Ev) -> &Link<Ev> {
        &element.peer_link
    }
}

// Programs embed these structures: their layout is part of the ABI.
#[cfg(target_pointer_width = "64")]
const _: () = {
    use std::mem::{offset_of, size_of};
    assert!(size_of::<event>() == 128 && size_of::<event_callback>() == 40);
    assert!(offset_of!(event_callback, state) == 16);
    assert!(offset_of!(event_callback, priority) == 18);
    assert!(offset_of!(event_callback, function) == 24);
    assert!(offset_of!(event, timer) == 40 && offset_of!(event, fd) == 56);
    assert!(offset_of!(event, base) == 64 && offset_of!(event, peer_link) == 72);
    assert!(offset_of!(event, interval) == 88 && offset_of!(event, events) == 104);
    assert!(offset_of!(event, result) == 106 && offset_of!(event, deadline) == 112);
};
