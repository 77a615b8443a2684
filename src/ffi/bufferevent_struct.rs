//! The layout of struct bufferevent, for programs that read its fields. New programs use the
//! functions of event2/bufferevent.h, and none should write to the fields.

use std::ffi::{c_short, c_void};

use libc::timeval;

use super::buffer::evbuffer;
use super::bufferevent::{bufferevent_data_cb, bufferevent_event_cb};
use crate::base::{event, event_base};

/// Bounds for the length of a buffer in bytes.
#[repr(C)]
pub struct event_watermark {
    /// Below this there are no callbacks for reading, and those for writing begin.
    pub low: usize,
    /// From here on reading pauses. 0: no bound.
    pub high: usize,
}

/// How a kind of bufferevent does its work. Known to the library alone.
pub struct bufferevent_ops {
    _private: (),
}

/// A connection with its buffers.
#[repr(C)]
pub struct bufferevent {
    /// The base.
    pub ev_base: *mut event_base,
    /// The kind of this bufferevent.
    pub be_ops: *const bufferevent_ops,
    /// The event for reading, or for the read timeout alone.
    pub ev_read: event,
    /// The event for writing, or for the write timeout alone.
    pub ev_write: event,
    /// What has come in. Belongs to the bufferevent.
    pub input: *mut evbuffer,
    /// What is to go out. Belongs to the bufferevent.
    pub output: *mut evbuffer,
    /// Bounds for the input.
    pub wm_read: event_watermark,
    /// Bounds for the output.
    pub wm_write: event_watermark,
    /// Called when there is data to read.
    pub readcb: bufferevent_data_cb,
    /// Called when the output has drained.
    pub writecb: bufferevent_data_cb,
    /// Called for everything else.
    pub errorcb: bufferevent_event_cb,
    /// The argument of the callbacks.
    pub cbarg: *mut c_void,
    /// How long reading may take; zero for no limit.
    pub timeout_read: timeval,
    /// How long writing may take; zero for no limit.
    pub timeout_write: timeval,
    /// Which directions are enabled: EV_READ and EV_WRITE.
    pub enabled: c_short,
}
