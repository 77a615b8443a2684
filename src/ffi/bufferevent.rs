//! Bufferevents: a connection with a buffer for what came in and one for what goes out.
//!
//! The library moves data between the connection and the buffers and calls back when there is
//! something to read, when the output has been written, and when the connection begins, ends,
//! fails or is idle too long. Beneath may be a socket, another bufferevent through a filter, one
//! half of a pair, or TLS.
//!
//! A bufferevent that was made with BEV_OPT_THREADSAFE may be used by several threads.

use std::ffi::{c_short, c_void};

use super::bufferevent_struct::bufferevent;
use super::{
    buffer::evbuffer, enum_bufferevent_filter_result, enum_bufferevent_flush_mode, util::ev_ssize_t,
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

/// Rates and sizes of bursts for rate limits.
pub struct ev_token_bucket_cfg {
    _private: (),
}

/// Bufferevents that share one rate limit.
pub struct bufferevent_rate_limit_group {
    _private: (),
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
