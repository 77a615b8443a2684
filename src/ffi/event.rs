//! Events, and the loop that waits for them.
//!
//! An event_base watches file descriptors, signals and timers through the best method the
//! system offers. An event says what to watch and which function to call; after event_add()
//! it is pending, when its condition comes true it is active, and event_base_loop() calls its
//! function.
//!
//! Unless a function says otherwise:
//! - functions that return int give 0 on success and -1 on failure;
//! - pointers must be valid, and whatever is passed in stays the caller's;
//! - a struct timeval holds seconds and microseconds; timeouts are relative to now;
//! - once locking is set up (event2/thread.h), any thread may use a base and its events,
//!   except to free the base or to configure it while it runs.

pub mod base;
pub mod config;
pub mod dispatch;
pub mod events;
pub mod global;
