//! The resolver that the functions of libevent 1.x use.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};

use super::{Resolver, evdns_base};

static GLOBAL: AtomicPtr<evdns_base> = AtomicPtr::new(ptr::null_mut());

/// The resolver, if there is one.
pub(crate) fn global() -> Option<Resolver> {
    // SAFETY: whoever frees it takes it away first.
    unsafe { Resolver::from_ptr(GLOBAL.load(Relaxed)) }
}

pub(crate) fn set_global(resolver: Option<Resolver>) {
    GLOBAL.store(resolver.map_or(ptr::null_mut(), Resolver::as_ptr), Relaxed);
}
