//! Handles on blocks of memory of their own.

use std::ops::Deref;
use std::ptr::NonNull;

use crate::rt::mm::{self, OutOfMemory};

/// A handle on a block of memory of its own. It borrows nothing.
///
/// INVARIANT: whoever holds a handle uses it only until the block is freed.
pub(crate) struct Handle<T>(NonNull<T>);

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Handle<T> {}

impl<T> PartialEq for Handle<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Deref for Handle<T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: the invariant. What changes is in cells, so other handles may change it.
        unsafe { self.0.as_ref() }
    }
}

impl<T> Handle<T> {
    pub(crate) fn make(value: T) -> Result<Self, OutOfMemory> {
        mm::boxed(value).map(Handle)
    }

    /// Makes a block whose value needs to know where it is.
    pub(crate) fn make_at(make: impl FnOnce(NonNull<T>) -> T) -> Result<Self, OutOfMemory> {
        mm::boxed_at(make).map(Handle)
    }

    /// # Safety
    /// `pointer` is null, or came from [`as_ptr`](Self::as_ptr) and was not freed.
    pub(crate) unsafe fn from_ptr(pointer: *mut T) -> Option<Self> {
        NonNull::new(pointer).map(Handle)
    }

    pub(crate) fn as_ptr(self) -> *mut T {
        self.0.as_ptr()
    }

    /// A handle on what is part of another object.
    ///
    /// # Safety
    /// The handle is not used any more when the object goes.
    pub(crate) unsafe fn of_part(part: &T) -> Self {
        Handle(NonNull::from(part))
    }

    /// The first part of the block.
    ///
    /// # Safety
    /// `T` has the layout of C, and begins with an `U`.
    pub(crate) unsafe fn first_part<U>(self) -> Handle<U> {
        Handle(self.0.cast())
    }

    /// # Safety
    /// No other handle on the block is used any more.
    pub(crate) unsafe fn dispose(self) {
        // SAFETY: `make` boxed it; the rest is the caller's promise.
        unsafe {
            self.0.drop_in_place();
            mm::free(self.0.as_ptr().cast());
        }
    }
}
