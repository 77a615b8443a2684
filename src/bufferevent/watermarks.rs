//! Watermarks: how much input is worth a callback, and how much is too much.

use std::ffi::c_void;
use std::ptr::NonNull;

use super::suspend::Reasons;
use super::{Bev, Failed};
use crate::base::Events;
use crate::buffer::Change;

/// Bounds of a buffer's length.
#[derive(Clone, Copy)]
pub(crate) struct Marks {
    pub(crate) low: usize,
    /// 0: no bound.
    pub(crate) high: usize,
}

impl Bev {
    /// Whether there is enough input for the program to be called.
    #[inline]
    pub(super) fn has_enough_input(self) -> bool {
        self.input().len() >= self.wm_read.low.get()
    }

    /// Whether so little output is left that the program is to be called.
    #[inline]
    pub(super) fn has_drained(self) -> bool {
        self.output().len() <= self.wm_write.low.get()
    }

    /// How much more input there may be; `None` for any amount.
    #[inline]
    pub(super) fn room_for_input(self) -> Option<usize> {
        match self.wm_read.high.get() {
            0 => None,
            high => Some(high.saturating_sub(self.input().len())),
        }
    }

    fn is_input_full(self) -> bool {
        self.room_for_input() == Some(0)
    }

    pub(crate) fn set_watermarks(self, what: Events, marks: Marks) {
        let _lock = self.lock();
        if what.contains(Events::WRITE) {
            self.wm_write.low.set(marks.low);
            self.wm_write.high.set(marks.high);
        }
        if what.contains(Events::READ) {
            self.wm_read.low.set(marks.low);
            self.wm_read.high.set(marks.high);
            if marks.high > 0 {
                self.input().observe();
            }
            if self.is_input_full() {
                self.suspend(Events::READ, Reasons::WATERMARK);
            } else {
                self.resume(Events::READ, Reasons::WATERMARK);
            }
        }
    }

    /// The marks for reading or writing; `what` is exactly one of these.
    pub(crate) fn watermarks(self, what: Events) -> Result<Marks, Failed> {
        let _lock = self.lock();
        let marks = match what {
            Events::READ => &self.wm_read,
            Events::WRITE => &self.wm_write,
            _ => return Err(Failed),
        };
        Ok(Marks {
            low: marks.low.get(),
            high: marks.high.get(),
        })
    }

    /// The input has changed, by whomever: reading pauses at the high watermark and goes on below it.
    #[inline]
    pub(super) fn input_changed(self, change: Change) {
        if self.wm_read.high.get() == 0 {
            return;
        }
        if !self.is_input_full() {
            if self.is_suspended(Events::READ) {
                self.resume(Events::READ, Reasons::WATERMARK);
            }
        } else if change.added > 0 {
            self.suspend(Events::READ, Reasons::WATERMARK);
        }
    }
}

/// The hook of the input of bufferevents that have nothing else to do with it.
///
/// # Safety
/// `bev` is a bufferevent.
pub(super) unsafe fn input_changed(bev: *mut c_void, change: Change) {
    if let Some(bev) = NonNull::new(bev.cast()).map(Bev) {
        bev.input_changed(change);
    }
}
