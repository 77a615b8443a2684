//! Events: what to watch for, and what to call.

use std::ffi::{c_int, c_short, c_uint, c_void};
use std::ptr::{self, NonNull};
use std::sync::atomic::AtomicU8;

use libc::timeval;

use crate::base::{
    Base, Debug, Ev, Events, Failed, Finalizer, State, Timeout, Wait, event, event_base,
};
use crate::ffi::status;
use crate::ffi::util::evutil_socket_t;
use crate::rt::log::{rarely, warnx};
use crate::rt::mm;

/// The timeout has passed. Only ever passed to callbacks.
pub const EV_TIMEOUT: c_short = 0x01;
/// The descriptor can be read.
pub const EV_READ: c_short = 0x02;
/// The descriptor can be written to.
pub const EV_WRITE: c_short = 0x04;
/// The signal was received; the event's descriptor is the signal's number.
pub const EV_SIGNAL: c_short = 0x08;
/// The event stays added when it becomes active; its timeout then starts anew.
pub const EV_PERSIST: c_short = 0x10;
/// Report only when the state of the descriptor changes, where the method can do that.
pub const EV_ET: c_short = 0x20;
/// event_del() does not wait for a callback that runs in another thread; to be set by those who
/// end the event's life with event_finalize().
pub const EV_FINALIZE: c_short = 0x40;
/// The other side has closed the connection, seen without reading; not with every method.
pub const EV_CLOSED: c_short = 0x80;

/// An event's callback: the descriptor or signal, what happened (EV_ values together), and the
/// argument that was given with the callback.
pub type event_callback_fn =
    Option<unsafe extern "C" fn(fd: evutil_socket_t, what: c_short, arg: *mut c_void)>;

/// Called when an event is being finalized, with the event and its callback's argument: from
/// here on the library does not touch the event.
pub type event_finalize_callback_fn =
    Option<unsafe extern "C" fn(ev: *mut event, arg: *mut c_void)>;

/// A stand-in for the callback argument: an event assigned with it gets itself as argument.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_self_cbarg() -> *mut c_void {
    SELF_ARG.as_ptr().cast()
}

/// Makes an event; free it with event_free(). NULL on failure.
///
/// `events` says what to wait for: EV_READ, EV_WRITE and EV_CLOSED on the descriptor `fd`, or
/// EV_SIGNAL with the signal's number for `fd`, or none of them (and -1) for a mere timer;
/// EV_PERSIST and EV_ET may be added. The event is not pending until event_add().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_new(
    base: *mut event_base,
    fd: evutil_socket_t,
    events: c_short,
    callback: event_callback_fn,
    callback_arg: *mut c_void,
) -> *mut event {
    let Some(memory) = mm::malloc(size_of::<event>()).map(NonNull::cast) else {
        return ptr::null_mut();
    };
    // SAFETY: the memory fits an event; the rest is the caller's promise.
    let assigned = unsafe { assign(memory, base, fd, events, callback, callback_arg) };
    if assigned.is_err() {
        // SAFETY: allocated above.
        unsafe { mm::free(memory.as_ptr().cast()) };
        return ptr::null_mut();
    }
    memory.as_ptr()
}

/// Makes an event in the caller's memory, which may hold anything before; see event_new().
///
/// Never call it on an event that is pending or active: event_del() it first. Fails for a
/// combination of `events` that makes no sense.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_assign(
    ev: *mut event,
    base: *mut event_base,
    fd: evutil_socket_t,
    events: c_short,
    callback: event_callback_fn,
    callback_arg: *mut c_void,
) -> c_int {
    let Some(ev) = NonNull::new(ev) else {
        return -1;
    };
    // SAFETY: the caller's promise is ours.
    status(unsafe { assign(ev, base, fd, events, callback, callback_arg) })
}

/// Deletes and frees an event from event_new(). If its callback runs in another thread, waits
/// until it has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_free(ev: *mut event) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return;
    };
    Debug::assert_is_set_up(ev);
    let _ = ev.del(Wait::Auto);
    Debug::note_torn_down(ev);
    // SAFETY: `event_new` made it, it is on no queue, and the program does not use it again.
    unsafe { mm::free(ev.as_ptr().cast()) };
}

/// Ends an event's life without waiting: it is deleted, its callback will not be called any
/// more, and once no callback of it runs, `callback` is called from the loop.
///
/// For events from event_assign() whose memory `callback` then releases. `flags` must be 0.
/// Calls to add or activate the event from now on do nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_finalize(
    flags: c_uint,
    ev: *mut event,
    callback: event_finalize_callback_fn,
) -> c_int {
    // Flags are for later versions.
    let _ = flags;
    // SAFETY: the pointer comes from the program, which vouches for it.
    let ev = unsafe { Ev::from_ptr(ev) };
    let finalizer = Finalizer {
        callback,
        free: false,
    };
    ev.map_or(-1, |ev| status(ev.finalize(finalizer)))
}

/// Does what event_finalize() does, for an event from event_new(), and frees it after `callback`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_free_finalize(
    flags: c_uint,
    ev: *mut event,
    callback: event_finalize_callback_fn,
) -> c_int {
    // Flags are for later versions.
    let _ = flags;
    // SAFETY: the pointer comes from the program, which vouches for it.
    let ev = unsafe { Ev::from_ptr(ev) };
    let finalizer = Finalizer {
        callback,
        free: true,
    };
    ev.map_or(-1, |ev| status(ev.finalize(finalizer)))
}

/// Has `callback` called once when one of `events` comes true or `timeout` (NULL: none) has
/// passed; no event to free. If the base is freed before, it is not called.
///
/// EV_SIGNAL and EV_PERSIST are not allowed. Without descriptor events, NULL for `timeout` means
/// at once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_once(
    base: *mut event_base,
    fd: evutil_socket_t,
    events: c_short,
    callback: event_callback_fn,
    arg: *mut c_void,
    timeout: *const timeval,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (base, timeout) = unsafe { (Base::from_ptr(base), timeout.as_ref()) };
    let events = Events::from_bits_retain(events);
    base.map_or(-1, |base| {
        status(base.once(fd, events, callback, arg, timeout.copied()))
    })
}

/// Makes an event pending, with a timeout unless `timeout` is NULL.
///
/// On an event that is pending already, a timeout replaces the old one and NULL changes
/// nothing. Without EV_PERSIST the event is no longer pending when its callback is called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_add(ev: *mut event, timeout: *const timeval) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (ev, timeout) = unsafe { (Ev::from_ptr(ev), timeout.as_ref()) };
    ev.map_or(-1, |ev| {
        status(ev.add_in_place(timeout.copied().map(Timeout::After)))
    })
}

/// Takes away the timeout of a pending event and leaves it waiting for everything else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_remove_timer(ev: *mut event) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return -1;
    };
    status(ev.remove_timer())
}

/// Makes an event neither pending nor active. No error if it is neither.
///
/// If its callback runs in another thread, waits until it has ended, unless the event has
/// EV_FINALIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_del(ev: *mut event) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return -1;
    };
    status(ev.del(Wait::Auto))
}

/// Deletes an event without ever waiting for its callback, which may still be running.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_del_noblock(ev: *mut event) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return -1;
    };
    status(ev.del(Wait::No))
}

/// Deletes an event and always waits for a callback that runs in another thread, even if the
/// event has EV_FINALIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_del_block(ev: *mut event) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return -1;
    };
    status(ev.del(Wait::Yes))
}

/// Activates an event, pending or not: its callback is called with `res` (EV_ values) soon.
///
/// For a signal event `ncalls` says how often; it is ignored otherwise. May be called from other
/// threads, and wakes the loop.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_active(ev: *mut event, res: c_int, ncalls: c_short) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return;
    };
    ev.activate(Events::from_bits_retain(res as c_short), ncalls);
}

/// Which of `events` (EV_READ, EV_WRITE, EV_CLOSED, EV_SIGNAL, EV_TIMEOUT) the event is pending
/// or active for; 0 if none.
///
/// If it has a timeout, EV_TIMEOUT is asked for and `tv` is not NULL, stores there the time of
/// day at which it ends.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_pending(
    ev: *const event,
    events: c_short,
    tv: *mut timeval,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (ev, tv) = unsafe { (Ev::from_ptr(ev), tv.as_mut()) };
    let Some(ev) = ev else {
        return 0;
    };
    let pending = ev.pending(Events::from_bits_retain(events), tv);
    c_int::from(pending.bits())
}

/// Whether an event has been assigned: not 0 if so. Reliable only for memory that was zeroed
/// before, so not for memory fresh from malloc().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_initialized(ev: *const event) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return 0;
    };
    c_int::from(ev.is(State::INIT))
}

/// The descriptor of an event, or its signal, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_get_fd(ev: *const event) -> evutil_socket_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return -1;
    };
    Debug::assert_is_set_up(ev);
    ev.fd()
}

/// The base of an event.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_get_base(ev: *const event) -> *mut event_base {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return ptr::null_mut();
    };
    Debug::assert_is_set_up(ev);
    ev.base().map_or(ptr::null_mut(), Base::as_ptr)
}

/// What an event was assigned to wait for: EV_ values together.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_get_events(ev: *const event) -> c_short {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return 0;
    };
    Debug::assert_is_set_up(ev);
    ev.events().bits()
}

/// The callback of an event.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_get_callback(ev: *const event) -> event_callback_fn {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let ev = unsafe { Ev::from_ptr(ev) }?;
    Debug::assert_is_set_up(ev);
    ev.function()
}

/// The argument of an event's callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_get_callback_arg(ev: *const event) -> *mut c_void {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return ptr::null_mut();
    };
    Debug::assert_is_set_up(ev);
    ev.arg()
}

/// The priority of an event; 0 is the most urgent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_get_priority(ev: *const event) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return -1;
    };
    Debug::assert_is_set_up(ev);
    c_int::from(ev.priority())
}

/// Stores everything an event was assigned with. Each pointer but the first may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_get_assignment(
    ev: *const event,
    base_out: *mut *mut event_base,
    fd_out: *mut evutil_socket_t,
    events_out: *mut c_short,
    callback_out: *mut event_callback_fn,
    arg_out: *mut *mut c_void,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return;
    };
    Debug::assert_is_set_up(ev);
    // SAFETY: the pointers come from the program, which vouches for them; NULL for what it does not ask.
    unsafe {
        if let Some(out) = base_out.as_mut() {
            *out = ev.base().map_or(ptr::null_mut(), Base::as_ptr);
        }
        if let Some(out) = fd_out.as_mut() {
            *out = ev.fd();
        }
        if let Some(out) = events_out.as_mut() {
            *out = ev.events().bits();
        }
        if let Some(out) = callback_out.as_mut() {
            *out = ev.function();
        }
        if let Some(out) = arg_out.as_mut() {
            *out = ev.arg();
        }
    }
}

/// Moves an event to another base: only for one that was assigned and is neither pending nor
/// active.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_set(base: *mut event_base, ev: *mut event) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    match unsafe { (Base::from_ptr(base), Ev::from_ptr(ev)) } {
        (Some(base), Some(ev)) => status(ev.move_to(base)),
        _ => -1,
    }
}

/// Gives an event a priority from 0 (most urgent) to one below the base's number of them.
/// Fails while the event is active and for priorities that the base does not have.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_priority_set(ev: *mut event, priority: c_int) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return -1;
    };
    status(ev.prioritize(priority))
}

/// Tells the checks of event_enable_debug_mode() that an event from event_assign() is gone, so
/// that its memory can be used for something else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_debug_unassign(ev: *mut event) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(ev) = (unsafe { Ev::from_ptr(ev) }) else {
        return;
    };
    Debug::assert_not_added(ev);
    Debug::note_torn_down(ev);
    ev.unmark(State::INIT);
}

/// Its address stands for "the event itself" as a callback argument. Written to by nobody; an atomic
/// only so that the address is that of writable memory, as its type in C promises.
static SELF_ARG: AtomicU8 = AtomicU8::new(0);

/// Makes an event in memory that may hold anything; for the current base, if `base` is NULL.
///
/// # Safety
/// As for `event_assign`.
#[inline]
pub(in crate::ffi) unsafe fn assign(
    memory: NonNull<event>,
    base: *mut event_base,
    fd: evutil_socket_t,
    events: c_short,
    callback: event_callback_fn,
    arg: *mut c_void,
) -> Result<(), Failed> {
    let events = Events::from_bits_retain(events);
    if events.contains(Events::SIGNAL) && events.intersects(Events::IO) {
        rarely(|| {
            warnx!("event_assign: EV_SIGNAL is not compatible with EV_READ, EV_WRITE or EV_CLOSED")
        });
        return Err(Failed);
    }
    if events.contains(Events::ET) && !events.contains(Events::SIGNAL) {
        Debug::assert_nonblocking(fd);
    }
    // SAFETY: a handle on what will be an event; debug mode looks at it only if it is one already.
    Debug::assert_not_added(unsafe { Ev::new(memory) });
    let arg = if arg == SELF_ARG.as_ptr().cast() {
        memory.as_ptr().cast()
    } else {
        arg
    };
    // SAFETY: the pointer comes from the program, which vouches for it.
    let base = unsafe { Base::from_ptr(base) }.or_else(Base::current);
    // SAFETY: the program has memory for an event there. It is written without being looked at.
    let ev = unsafe {
        memory.write(event::unused());
        Ev::new(memory)
    };
    // Where it is: an event that is assigned elsewhere and moved here costs twice.
    ev.assign(base, fd, events, callback, arg);
    Debug::note_set_up(ev);
    Ok(())
}
