//! Bufferevents: a connection with a buffer for what came in and one for what goes out.
//!
//! The library moves data between the connection and the buffers and calls back when there is
//! something to read, when the output has been written, and when the connection begins, ends,
//! fails or is idle too long. Beneath may be a socket, another bufferevent through a filter, one
//! half of a pair, or TLS.
//!
//! A bufferevent that was made with BEV_OPT_THREADSAFE may be used by several threads.
//!
//! Functions that return int give 0 on success and -1 on failure, unless they say otherwise.

pub mod limits;
pub mod socket;

use std::ffi::{c_int, c_short, c_void};
use std::ptr;

use libc::timeval;

pub use super::bufferevent_struct::bufferevent;
use super::{
    buffer::{bytes, evbuffer},
    enum_bufferevent_filter_result, enum_bufferevent_flush_mode, status,
    util::ev_ssize_t,
};
use crate::base::{Base, Events, event_base};
use crate::buffer::Buf;
use crate::bufferevent::{
    Bev, Callbacks, Context, Failed, Flushed, Marks, Mode, Options, Trigger, What,
};

/// It happened while reading.
pub const BEV_EVENT_READING: c_short = 0x01;
/// It happened while writing.
pub const BEV_EVENT_WRITING: c_short = 0x02;
/// The other side has ended the connection.
pub const BEV_EVENT_EOF: c_short = 0x10;
/// An error that cannot be recovered from; see EVUTIL_SOCKET_ERROR().
pub const BEV_EVENT_ERROR: c_short = 0x20;
/// A timeout passed; that direction is disabled now.
pub const BEV_EVENT_TIMEOUT: c_short = 0x40;
/// The connection that was begun is there.
pub const BEV_EVENT_CONNECTED: c_short = 0x80;

/// Options for making a bufferevent, to be combined.
#[repr(C)]
pub enum bufferevent_options {
    /// Freeing the bufferevent frees what is beneath: socket, other bufferevent, TLS object.
    BEV_OPT_CLOSE_ON_FREE = 0x01,
    /// Use a lock, if threading is set up.
    BEV_OPT_THREADSAFE = 0x02,
    /// Call callbacks from the loop, not from within the call that caused them.
    BEV_OPT_DEFER_CALLBACKS = 0x04,
    /// Do not hold the lock while calling callbacks. Needs BEV_OPT_DEFER_CALLBACKS.
    BEV_OPT_UNLOCK_CALLBACKS = 0x08,
}

/// Options for bufferevent_trigger() and bufferevent_trigger_event().
#[repr(C)]
pub enum bufferevent_trigger_options {
    /// Call back whatever the watermarks say.
    BEV_TRIG_IGNORE_WATERMARKS = 0x10000,
    /// Call back from the loop, even if this bufferevent does not always do so.
    BEV_TRIG_DEFER_CALLBACKS = 0x04,
}

/// How urgently data is to be passed on.
#[repr(C)]
pub enum bufferevent_flush_mode {
    /// As much as is convenient.
    BEV_NORMAL = 0,
    /// As much as possible.
    BEV_FLUSH = 1,
    /// Everything: no more data will come.
    BEV_FINISHED = 2,
}

/// What a filter did.
#[repr(C)]
pub enum bufferevent_filter_result {
    /// It wrote data.
    BEV_OK = 0,
    /// It wrote nothing and needs more input to do so.
    BEV_NEED_MORE = 1,
    /// It failed, and so has the connection.
    BEV_ERROR = 2,
}

/// Called when there is data to read, or when the output has drained.
pub type bufferevent_data_cb =
    Option<unsafe extern "C" fn(bev: *mut bufferevent, ctx: *mut c_void)>;

/// Called when something happens to the connection: `what` is of BEV_EVENT_ values.
pub type bufferevent_event_cb =
    Option<unsafe extern "C" fn(bev: *mut bufferevent, what: c_short, ctx: *mut c_void)>;

/// A filter: moves data from `src` to `dst`, changing it on the way. It should write no more than
/// `dst_limit` bytes, unless that is -1.
pub type bufferevent_filter_cb = Option<
    unsafe extern "C" fn(
        src: *mut evbuffer,
        dst: *mut evbuffer,
        dst_limit: ev_ssize_t,
        mode: enum_bufferevent_flush_mode,
        ctx: *mut c_void,
    ) -> enum_bufferevent_filter_result,
>;

/// The handle of a bufferevent.
///
/// # Safety
/// The bufferevent is NULL or was not freed.
pub(super) unsafe fn bev(bufev: *const bufferevent) -> Result<Bev, Failed> {
    // SAFETY: the caller's promise.
    unsafe { Bev::from_ptr(bufev) }.ok_or(Failed)
}

/// What a function returns that makes a bufferevent.
pub(super) fn pointer(made: Result<Bev, Failed>) -> *mut bufferevent {
    made.map_or(ptr::null_mut(), Bev::as_ptr)
}

fn mode(mode: enum_bufferevent_flush_mode) -> Mode {
    match mode {
        0 => Mode::Normal,
        1 => Mode::Flush,
        _ => Mode::Finished,
    }
}

// ---- Making and freeing

/// Makes two bufferevents in `pair` that are connected with each other: what is written to one comes
/// in at the other. The callbacks of both are called from the loop. Returns 0, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_pair_new(
    base: *mut event_base,
    options: c_int,
    pair: *mut *mut bufferevent,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let base = unsafe { Base::from_ptr(base) };
    let (Some(base), false) = (base, pair.is_null()) else {
        return -1;
    };
    let made = Bev::new_pair(base, Options::told(options));
    if let Ok(halves) = made {
        for (i, half) in halves.into_iter().enumerate() {
            // SAFETY: `pair` has room for two.
            unsafe { *pair.add(i) = half.as_ptr() };
        }
    }
    status(made.map(drop))
}

/// The other one of a pair; NULL if it was freed, or `bev` is not of a pair.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_pair_get_partner(bev: *mut bufferevent) -> *mut bufferevent {
    // SAFETY: the pointer comes from the program, which vouches for it.
    pointer(unsafe { self::bev(bev) }.and_then(|bev| bev.pair_partner().ok_or(Failed)))
}

/// Puts a filter on top of `underlying`, which it takes over: what comes in there goes through
/// `input_filter`, what is written to the filter through `output_filter`; NULL changes nothing. With
/// BEV_OPT_CLOSE_ON_FREE, `underlying` is freed with it. `ctx` is the argument of both, and given to
/// `free_context`, unless that is NULL, when the filter is no more. NULL on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_filter_new(
    underlying: *mut bufferevent,
    input_filter: bufferevent_filter_cb,
    output_filter: bufferevent_filter_cb,
    options: c_int,
    free_context: Option<unsafe extern "C" fn(ctx: *mut c_void)>,
    ctx: *mut c_void,
) -> *mut bufferevent {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let below = unsafe { bev(underlying) };
    let context = Context {
        arg: ctx,
        free: free_context,
    };
    let options = Options::told(options);
    pointer(
        below.and_then(|below| {
            Bev::new_filter(below, input_filter, output_filter, options, context)
        }),
    )
}

/// What is below a filter, or below TLS on another bufferevent; NULL for other kinds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_underlying(bufev: *mut bufferevent) -> *mut bufferevent {
    // SAFETY: the pointer comes from the program, which vouches for it.
    pointer(unsafe { bev(bufev) }.and_then(|bev| bev.underlying().ok_or(Failed)))
}

/// Frees a bufferevent, with what is in its buffers. No callback is called any more. The socket of
/// BEV_OPT_CLOSE_ON_FREE is closed by the loop, once nothing uses it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_free(bufev: *mut bufferevent) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Ok(bev) = unsafe { bev(bufev) } {
        bev.free();
    }
}

/// Adds a user: the bufferevent stays until each has called bufferevent_decref().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_incref(bufev: *mut bufferevent) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Ok(bev) = unsafe { bev(bufev) } {
        bev.retain();
    }
}

/// Ends what bufferevent_incref() began. Returns 1 if that was the last user, so that the bufferevent
/// is freed, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_decref(bufev: *mut bufferevent) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { bev(bufev) }.is_ok_and(Bev::release).into()
}

/// Takes the lock of a bufferevent that has one, and adds a user.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_lock(bufev: *mut bufferevent) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Ok(bev) = unsafe { bev(bufev) } {
        bev.lock_until_told();
    }
}

/// Ends what bufferevent_lock() began.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_unlock(bufev: *mut bufferevent) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Ok(bev) = unsafe { bev(bufev) } {
        bev.unlock();
    }
}

// ---- Base and priority

/// Moves a bufferevent on a socket to another base. Returns -1 while it waits for something, and for
/// other kinds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_base_set(
    base: *mut event_base,
    bufev: *mut bufferevent,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (base, bev) = unsafe { (Base::from_ptr(base), bev(bufev)) };
    status(bev.and_then(|bev| bev.move_to(base.ok_or(Failed)?)))
}

/// The base of a bufferevent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_base(bev: *mut bufferevent) -> *mut event_base {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let base = unsafe { self::bev(bev) }.ok().and_then(Bev::base);
    base.map_or(ptr::null_mut(), Base::as_ptr)
}

/// Sets the priority of a bufferevent on a socket. Returns -1 for other kinds, and for a priority
/// that the base does not have.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_priority_set(bufev: *mut bufferevent, pri: c_int) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(unsafe { bev(bufev) }.and_then(|bev| bev.set_priority(pri)))
}

/// The priority of a bufferevent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_priority(bev: *const bufferevent) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { self::bev(bev) }.map_or(-1, Bev::priority)
}

// ---- Callbacks

/// Sets what is called: `readcb` when there is input, at least the low watermark; `writecb` when the
/// output has drained to its low watermark; `eventcb` for the end, errors, timeouts, and when a
/// connection is there. Each may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_setcb(
    bufev: *mut bufferevent,
    readcb: bufferevent_data_cb,
    writecb: bufferevent_data_cb,
    eventcb: bufferevent_event_cb,
    cbarg: *mut c_void,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Ok(bev) = unsafe { bev(bufev) } {
        bev.set_callbacks(Callbacks {
            read: readcb,
            write: writecb,
            event: eventcb,
            arg: cbarg,
        });
    }
}

/// Stores what bufferevent_setcb() has set, where the pointers are not NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_getcb(
    bufev: *mut bufferevent,
    readcb_ptr: *mut bufferevent_data_cb,
    writecb_ptr: *mut bufferevent_data_cb,
    eventcb_ptr: *mut bufferevent_event_cb,
    cbarg_ptr: *mut *mut c_void,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Ok(bev) = (unsafe { bev(bufev) }) else {
        return;
    };
    let callbacks = bev.callbacks();
    // SAFETY: as above.
    unsafe {
        store(readcb_ptr, callbacks.read);
        store(writecb_ptr, callbacks.write);
        store(eventcb_ptr, callbacks.event);
        store(cbarg_ptr, callbacks.arg);
    }
}

/// # Safety
/// `to` is NULL or writable.
unsafe fn store<T>(to: *mut T, value: T) {
    if !to.is_null() {
        // SAFETY: the caller's promise.
        unsafe { to.write(value) };
    }
}

/// Calls the read callback (EV_READ) and the write callback (EV_WRITE), where the watermarks allow
/// it. `options` are BEV_TRIG_ values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_trigger(
    bufev: *mut bufferevent,
    iotype: c_short,
    options: c_int,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Ok(bev) = unsafe { bev(bufev) } {
        bev.trigger(
            Events::from_bits_retain(iotype),
            Trigger::from_bits_truncate(options),
        );
    }
}

/// Calls the event callback. `what` are BEV_EVENT_ values, `options` BEV_TRIG_ values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_trigger_event(
    bufev: *mut bufferevent,
    what: c_short,
    options: c_int,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Ok(bev) = unsafe { bev(bufev) } {
        bev.trigger_event(
            What::from_bits_retain(what),
            Trigger::from_bits_truncate(options),
        );
    }
}

// ---- Data

/// Appends to the output. Returns 0, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_write(
    bufev: *mut bufferevent,
    data: *const c_void,
    size: usize,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    status(unsafe { bev(bufev).and_then(|bev| bev.write(bytes(data, size)?)) })
}

/// Moves all of `buf` to the output. Returns 0, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_write_buffer(
    bufev: *mut bufferevent,
    buf: *mut evbuffer,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (bev, buf) = unsafe { (bev(bufev), Buf::from_ptr(buf)) };
    status(bev.and_then(|bev| Ok(bev.output().add_buffer(buf.ok_or(Failed)?)?)))
}

/// Removes up to `size` bytes of input to `data`. Returns how many.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_read(
    bufev: *mut bufferevent,
    data: *mut c_void,
    size: usize,
) -> usize {
    // SAFETY: the pointers come from the program, which vouches for them.
    let Ok(bev) = (unsafe { bev(bufev) }) else {
        return 0;
    };
    let Some(data) = ptr::NonNull::new(data.cast()) else {
        return 0;
    };
    // SAFETY: as above.
    unsafe { bev.read(data, size) }.unwrap_or(0)
}

/// Moves all input to the end of `buf`. Returns 0, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_read_buffer(
    bufev: *mut bufferevent,
    buf: *mut evbuffer,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (bev, buf) = unsafe { (bev(bufev), Buf::from_ptr(buf)) };
    status(bev.and_then(|bev| Ok(buf.ok_or(Failed)?.add_buffer(bev.input())?)))
}

/// The input: what has come in. Nothing may be appended to it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_input(bufev: *mut bufferevent) -> *mut evbuffer {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { bev(bufev) }.map_or(ptr::null_mut(), |bev| bev.input().as_ptr())
}

/// The output: what is to go out. Nothing may be removed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_output(bufev: *mut bufferevent) -> *mut evbuffer {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { bev(bufev) }.map_or(ptr::null_mut(), |bev| bev.output().as_ptr())
}

/// Passes on what is waiting, as far as `mode` says, for reading (EV_READ), writing (EV_WRITE) or
/// both. Returns 1 if that made data, 0 if not, -1 on failure. Nothing happens on sockets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_flush(
    bufev: *mut bufferevent,
    iotype: c_short,
    mode: enum_bufferevent_flush_mode,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let flushed = unsafe { bev(bufev) }
        .and_then(|bev| bev.flush(Events::from_bits_retain(iotype), self::mode(mode)));
    match flushed {
        Ok(Flushed::Something) => 1,
        Ok(Flushed::Nothing) => 0,
        Err(Failed) => -1,
    }
}

// ---- Enabling, timeouts, watermarks

/// Begins to read (EV_READ) and write (EV_WRITE). New bufferevents write, and do not read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_enable(bufev: *mut bufferevent, event: c_short) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(unsafe { bev(bufev) }.and_then(|bev| bev.enable(Events::from_bits_retain(event))))
}

/// Stops reading (EV_READ) and writing (EV_WRITE).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_disable(bufev: *mut bufferevent, event: c_short) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(unsafe { bev(bufev) }.and_then(|bev| bev.disable(Events::from_bits_retain(event))))
}

/// What is enabled: EV_READ, EV_WRITE, both or 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_enabled(bufev: *mut bufferevent) -> c_short {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { bev(bufev) }.map_or(0, |bev| bev.enabled().bits())
}

/// How long reading and writing may take without progress; NULL for any time. When it has passed,
/// that direction is disabled and the event callback called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_set_timeouts(
    bufev: *mut bufferevent,
    timeout_read: *const timeval,
    timeout_write: *const timeval,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (read, write) = unsafe { (timeout_read.as_ref(), timeout_write.as_ref()) };
    // SAFETY: as above.
    let bev = unsafe { bev(bufev) };
    status(bev.and_then(|bev| bev.set_timeouts(read.copied(), write.copied())))
}

/// Sets the watermarks, in bytes, for reading (EV_READ), writing (EV_WRITE) or both. The read callback
/// waits for the low mark, and reading stops at the high one, unless that is 0. The write callback comes
/// when the output has drained to the low mark; the high one is for filters on top.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_setwatermark(
    bufev: *mut bufferevent,
    events: c_short,
    lowmark: usize,
    highmark: usize,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Ok(bev) = unsafe { bev(bufev) } {
        let marks = Marks {
            low: lowmark,
            high: highmark,
        };
        bev.set_watermarks(Events::from_bits_retain(events), marks);
    }
}

/// Stores the watermarks for reading (EV_READ) or writing (EV_WRITE), where the pointers are not NULL.
/// Returns -1 for anything else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_getwatermark(
    bufev: *mut bufferevent,
    events: c_short,
    lowmark: *mut usize,
    highmark: *mut usize,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let marks =
        unsafe { bev(bufev) }.and_then(|bev| bev.watermarks(Events::from_bits_retain(events)));
    if let Ok(marks) = marks {
        // SAFETY: as above.
        unsafe {
            store(lowmark, marks.low);
            store(highmark, marks.high);
        }
    }
    status(marks.map(|_| ()))
}
