//! One connection's TLS object, with the functions of its provider.

use std::ffi::{c_char, c_int, c_ulong, c_void};
use std::mem::offset_of;
use std::ptr::{self, NonNull};

use super::super::{Bev, Failed};
use crate::ffi::bufferevent_tls::bufferevent_tls_provider;
use crate::ffi::enum_bufferevent_tls_result;

/// A TLS object. Copies mean the same one.
///
/// INVARIANT: whoever uses it does so only while the object exists, and has checked by making it that
/// the provider has the functions that all need.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    provider: &'static bufferevent_tls_provider,
    object: *mut c_void,
}

/// How something ended that TLS did.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    /// It waits for data from the other side.
    WantRead,
    /// It waits until data can be sent.
    WantWrite,
    Over(End),
}

/// How a connection ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// With a farewell.
    Closed,
    /// Without one.
    Truncated,
    /// What it is on has failed.
    Broken,
    Failed,
}

impl From<enum_bufferevent_tls_result> for Outcome {
    fn from(result: enum_bufferevent_tls_result) -> Self {
        match result {
            0 => Outcome::Done,
            1 => Outcome::WantRead,
            2 => Outcome::WantWrite,
            3 => Outcome::Over(End::Closed),
            4 => Outcome::Over(End::Truncated),
            6 => Outcome::Over(End::Broken),
            _ => Outcome::Over(End::Failed),
        }
    }
}

/// What ends behind this is known to every program that has been compiled.
const OLDEST_SIZE: usize = offset_of!(bufferevent_tls_provider, free) + size_of::<usize>();

impl Session {
    /// # Safety
    /// The provider is null or one as its header describes it, and stays.
    pub(crate) unsafe fn new(
        provider: *const bufferevent_tls_provider,
        object: *mut c_void,
    ) -> Result<Self, Failed> {
        // SAFETY: the caller's promise.
        let provider = unsafe { provider.as_ref() }.ok_or(Failed)?;
        let is_whole = provider.size >= OLDEST_SIZE
            && provider.handshake.is_some()
            && provider.read.is_some()
            && provider.write.is_some();
        if object.is_null() || !is_whole {
            return Err(Failed);
        }
        Ok(Session { provider, object })
    }

    /// The object, if `provider` serves it.
    pub(crate) fn object_of(self, provider: *const bufferevent_tls_provider) -> *mut c_void {
        if ptr::eq(self.provider, provider) {
            self.object
        } else {
            ptr::null_mut()
        }
    }

    pub(super) fn set_fd(self, fd: c_int) -> Result<(), Failed> {
        let set_fd = self.provider.set_fd.ok_or(Failed)?;
        // SAFETY: the provider vouches for its functions, here and below.
        match unsafe { set_fd(self.object, fd) } {
            0 => Ok(()),
            _ => Err(Failed),
        }
    }

    pub(super) fn set_underlying(self, below: Bev) -> Result<(), Failed> {
        let set_underlying = self.provider.set_underlying.ok_or(Failed)?;
        // SAFETY: as above.
        match unsafe { set_underlying(self.object, below.as_ptr()) } {
            0 => Ok(()),
            _ => Err(Failed),
        }
    }

    pub(super) fn handshake(self) -> Outcome {
        match self.provider.handshake {
            // SAFETY: as above.
            Some(handshake) => unsafe { handshake(self.object) }.into(),
            None => Outcome::Over(End::Failed),
        }
    }

    /// Reads to `n` bytes at `to`. Gives how many came; none unless it is done.
    ///
    /// # Safety
    /// They are writable.
    pub(super) unsafe fn read(self, to: NonNull<u8>, n: usize) -> (Outcome, usize) {
        let Some(read) = self.provider.read else {
            return (Outcome::Over(End::Failed), 0);
        };
        let mut done = 0;
        // SAFETY: as above; the rest is the caller's promise.
        let result = unsafe { read(self.object, to.as_ptr().cast(), n, &mut done) };
        transferred(result, done, n)
    }

    /// Writes `n` bytes from `from`. Gives how many went; none unless it is done.
    ///
    /// # Safety
    /// They are readable.
    pub(super) unsafe fn write(self, from: NonNull<u8>, n: usize) -> (Outcome, usize) {
        let Some(write) = self.provider.write else {
            return (Outcome::Over(End::Failed), 0);
        };
        let mut done = 0;
        // SAFETY: as above; the rest is the caller's promise.
        let result = unsafe { write(self.object, from.as_ptr().cast(), n, &mut done) };
        transferred(result, done, n)
    }

    /// How many bytes can be read without new data from the other side. A provider that cannot tell is
    /// asked to read, so that it does.
    pub(super) fn pending(self) -> usize {
        // SAFETY: as above.
        self.provider
            .pending
            .map_or(1, |pending| unsafe { pending(self.object) })
    }

    pub(super) fn renegotiate(self) -> Result<(), Failed> {
        let renegotiate = self.provider.renegotiate.ok_or(Failed)?;
        // SAFETY: as above.
        match unsafe { renegotiate(self.object) } {
            0 => Ok(()),
            _ => Err(Failed),
        }
    }

    pub(super) fn shutdown(self) -> Outcome {
        match self.provider.shutdown {
            // SAFETY: as above.
            Some(shutdown) => unsafe { shutdown(self.object) }.into(),
            None => Outcome::Done,
        }
    }

    /// Has the provider keep back what there is to send. Tells whether it does.
    pub(super) fn cork(self) -> bool {
        self.provider
            .cork
            // SAFETY: as above.
            .is_some_and(|cork| Outcome::from(unsafe { cork(self.object, 1) }) == Outcome::Done)
    }

    /// Has the provider send what it has kept back.
    pub(super) fn uncork(self) -> Outcome {
        match self.provider.cork {
            // SAFETY: as above.
            Some(cork) => unsafe { cork(self.object, 0) }.into(),
            None => Outcome::Done,
        }
    }

    /// Takes the oldest error of the last failure.
    pub(super) fn take_error(self) -> Option<c_ulong> {
        let take_error = self.provider.take_error?;
        // SAFETY: as above.
        Some(unsafe { take_error(self.object) }).filter(|error| *error != 0)
    }

    /// Writes the text for an error, and gives its length.
    ///
    /// # Safety
    /// There is so much room, or none for null.
    pub(crate) unsafe fn describe(
        self,
        error: c_ulong,
        buf: *mut c_char,
        size: usize,
    ) -> Option<usize> {
        let describe = self.provider.describe?;
        // SAFETY: as above; the rest is the caller's promise.
        Some(unsafe { describe(self.object, error, buf, size) })
    }

    pub(super) fn free(self) {
        if let Some(free) = self.provider.free {
            // SAFETY: as above; the object is not used again.
            unsafe { free(self.object) };
        }
    }
}

/// A provider that claims what cannot be has failed.
fn transferred(result: enum_bufferevent_tls_result, done: usize, n: usize) -> (Outcome, usize) {
    match Outcome::from(result) {
        Outcome::Done if done == 0 || done > n => (Outcome::Over(End::Failed), 0),
        Outcome::Done => (Outcome::Done, done),
        other => (other, 0),
    }
}
