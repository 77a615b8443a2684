//! Names for bufferevents from libevent 1.x. New programs use event2/bufferevent.h alone.

use std::ffi::{c_int, c_short, c_void};

use libc::timeval;

use super::bufferevent::{
    BEV_EVENT_EOF, BEV_EVENT_ERROR, BEV_EVENT_READING, BEV_EVENT_TIMEOUT, BEV_EVENT_WRITING, bev,
    bufferevent, bufferevent_data_cb, bufferevent_event_cb, pointer,
};
use super::util::evutil_socket_t;
use crate::base::Base;
use crate::bufferevent::{Bev, Callbacks, Options};

/// Use BEV_EVENT_READING instead.
pub const EVBUFFER_READ: c_short = BEV_EVENT_READING;
/// Use BEV_EVENT_WRITING instead.
pub const EVBUFFER_WRITE: c_short = BEV_EVENT_WRITING;
/// Use BEV_EVENT_EOF instead.
pub const EVBUFFER_EOF: c_short = BEV_EVENT_EOF;
/// Use BEV_EVENT_ERROR instead.
pub const EVBUFFER_ERROR: c_short = BEV_EVENT_ERROR;
/// Use BEV_EVENT_TIMEOUT instead.
pub const EVBUFFER_TIMEOUT: c_short = BEV_EVENT_TIMEOUT;

/// As bufferevent_socket_new(), in the base that event_init() made last, with callbacks.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_new(
    fd: evutil_socket_t,
    readcb: bufferevent_data_cb,
    writecb: bufferevent_data_cb,
    eventcb: bufferevent_event_cb,
    cbarg: *mut c_void,
) -> *mut bufferevent {
    let made = Bev::new_socket(Base::current(), fd, Options::empty());
    if let Ok(bev) = made {
        bev.set_callbacks(Callbacks {
            read: readcb,
            write: writecb,
            event: eventcb,
            arg: cbarg,
        });
    }
    pointer(made)
}

/// As bufferevent_set_timeouts(), in seconds; 0 for any time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_settimeout(
    bufev: *mut bufferevent,
    timeout_read: c_int,
    timeout_write: c_int,
) {
    let timeout = |seconds: c_int| {
        (seconds != 0).then_some(timeval {
            tv_sec: seconds.into(),
            tv_usec: 0,
        })
    };
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Ok(bev) = unsafe { bev(bufev) } {
        // The function has no way to tell of a failure.
        let _ = bev.set_timeouts(timeout(timeout_read), timeout(timeout_write));
    }
}
