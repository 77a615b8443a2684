//! Names for bufferevents from libevent 1.x. New programs use event2/bufferevent.h alone.

use std::ffi::c_short;

use super::bufferevent::{
    BEV_EVENT_EOF, BEV_EVENT_ERROR, BEV_EVENT_READING, BEV_EVENT_TIMEOUT, BEV_EVENT_WRITING,
};

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
