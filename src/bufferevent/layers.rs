//! Bufferevents on top of others: what filters and TLS have in common.

use std::ffi::{c_short, c_void};

use super::callbacks::Callbacks;
use super::suspend::Reasons;
use super::{Bev, Failed, Options, Own, Setup};
use crate::base::Events;
use crate::ffi::bufferevent_struct::bufferevent;
use crate::rt::lock::SharedLock;

type DataFn = unsafe extern "C" fn(*mut bufferevent, *mut c_void);
type EventFn = unsafe extern "C" fn(*mut bufferevent, c_short, *mut c_void);

impl Bev {
    /// Makes a bufferevent that has its lock in common with the one below.
    pub(super) fn new_on_top<T: Own>(below: Bev, setup: Setup, own: T) -> Result<Self, Failed> {
        if setup.options.contains(Options::THREADSAFE) && below.lock.get().is_none() {
            below.share_lock(SharedLock::new()?);
        }
        let bev = Bev::new(setup, own)?;
        if let Some(lock) = below.lock.get() {
            bev.share_lock(lock.clone());
        }
        Ok(bev)
    }

    /// Becomes a user of the bufferevent below, and the one that it calls. That does not read yet.
    pub(super) fn take_over(self, below: Bev, [read, write]: [DataFn; 2], event: EventFn) {
        below.retain();
        below.set_callbacks(Callbacks {
            read: Some(read),
            write: Some(write),
            event: Some(event),
            arg: self.as_ptr().cast(),
        });
        let _ = below.enable(Events::READ | Events::WRITE);
        below.suspend(Events::READ, Reasons::FILTER);
    }

    /// Leaves the bufferevent below to others, and frees it if that was asked for. It stays until it is
    /// [released](Bev::release), which is for the end: TLS may still refer to it.
    pub(super) fn let_go_of(self, below: Bev) {
        if below.callbacks().arg == self.as_ptr().cast() {
            below.forget_callbacks();
        }
        if self.options.contains(Options::CLOSE_ON_FREE) {
            below.free();
        } else {
            below.resume(Events::READ, Reasons::FILTER);
        }
    }
}
