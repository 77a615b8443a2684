//! The layout of struct event, for programs that keep events in their own structs.
//!
//! Its size and fields are fixed for all releases 2.1, but programs do well to treat it as opaque
//! and use event_new() instead: see event2/event.h.

use std::ffi::c_int;

use crate::base::event;

// The flags of an event, in evcb_flags.

/// It waits for a timeout.
pub const EVLIST_TIMEOUT: c_int = 0x01;
/// It waits for a descriptor or signal.
pub const EVLIST_INSERTED: c_int = 0x02;
/// Unused.
pub const EVLIST_SIGNAL: c_int = 0x04;
/// Its callback is due.
pub const EVLIST_ACTIVE: c_int = 0x08;
/// It is the library's own and does not keep the loop running.
pub const EVLIST_INTERNAL: c_int = 0x10;
/// Its callback is due in the next turn of the loop.
pub const EVLIST_ACTIVE_LATER: c_int = 0x20;
/// It is being finalized.
pub const EVLIST_FINALIZING: c_int = 0x40;
/// It has been assigned.
pub const EVLIST_INIT: c_int = 0x80;
/// All of these.
pub const EVLIST_ALL: c_int = 0xff;

/// The head of a tail queue of events.
#[repr(C)]
pub struct event_list {
    /// The first event.
    pub tqh_first: *mut event,
    /// The link that is NULL, of the last event or of this head.
    pub tqh_last: *mut *mut event,
}

/// The head of a list of events.
#[repr(C)]
pub struct event_dlist {
    /// The first event.
    pub lh_first: *mut event,
}
