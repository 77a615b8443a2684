//! The layout of struct bufferevent, for programs that read its fields. New programs use the
//! functions of event2/bufferevent.h, and none should write to the fields.

use std::cell::Cell;
use std::ffi::{c_short, c_void};
use std::ptr::NonNull;

use libc::timeval;

use super::buffer::evbuffer;
use super::bufferevent::{bufferevent_data_cb, bufferevent_event_cb};
use crate::base::{event, event_base};
pub use crate::bufferevent::bufferevent_ops;

/// Bounds for the length of a buffer in bytes.
#[repr(C)]
pub struct event_watermark {
    /// Below this there are no callbacks for reading, and those for writing begin.
    pub low: Cell<usize>,
    /// From here on reading pauses. 0: no bound.
    pub high: Cell<usize>,
}

/// A connection with its buffers.
#[repr(C)]
pub struct bufferevent {
    /// The base.
    pub ev_base: Cell<*mut event_base>,
    /// The kind of this bufferevent.
    pub be_ops: *const bufferevent_ops,
    /// The event for reading, or for the read timeout alone.
    pub ev_read: event,
    /// The event for writing, or for the write timeout alone.
    pub ev_write: event,
    /// What has come in. Belongs to the bufferevent.
    pub input: NonNull<evbuffer>,
    /// What is to go out. Belongs to the bufferevent.
    pub output: NonNull<evbuffer>,
    /// Bounds for the input.
    pub wm_read: event_watermark,
    /// Bounds for the output.
    pub wm_write: event_watermark,
    /// Called when there is data to read.
    pub readcb: Cell<bufferevent_data_cb>,
    /// Called when the output has drained.
    pub writecb: Cell<bufferevent_data_cb>,
    /// Called for everything else.
    pub errorcb: Cell<bufferevent_event_cb>,
    /// The argument of the callbacks.
    pub cbarg: Cell<*mut c_void>,
    /// How long reading may take; zero for no limit.
    pub timeout_read: Cell<timeval>,
    /// How long writing may take; zero for no limit.
    pub timeout_write: Cell<timeval>,
    /// Which directions are enabled: EV_READ and EV_WRITE.
    pub enabled: Cell<c_short>,
}
