//! Objects whose memory stays while they are used, though the program may give them up meanwhile.

use std::cell::Cell;

use super::handle::Handle;

/// How many use an object: who owns it, until that gives it up, and calls that need it to stay.
pub(crate) struct Users(Cell<u32>);

impl Users {
    /// Only the owner.
    pub(crate) const fn new() -> Self {
        Users(Cell::new(1))
    }
}

/// An object with users, in a block of memory of its own.
pub(crate) trait Used: Sized {
    fn users(&self) -> &Users;
}

/// Keeps an object's memory while it lives.
pub(crate) struct Using<T: Used>(Handle<T>);

impl<T: Used> Drop for Using<T> {
    fn drop(&mut self) {
        self.0.drop_user();
    }
}

impl<T: Used> Handle<T> {
    pub(crate) fn enter(self) -> Using<T> {
        self.add_user();
        Using(self)
    }

    pub(crate) fn add_user(self) {
        self.users().0.update(|users| users + 1);
    }

    /// A user goes, with the last one the memory.
    pub(crate) fn drop_user(self) {
        let users = &self.users().0;
        users.update(|users| users - 1);
        if users.get() == 0 {
            // SAFETY: nobody uses it any more.
            unsafe { self.dispose() };
        }
    }
}
