//! Common timeouts: durations that a program says many events share.
//!
//! The timer heap needs no help with them (an event armed with the same duration again and again
//! only moves later, which costs nothing), so all that is left is the C interface: a `timeval` with
//! marks in the upper bits of its microseconds, which `event_add` has to read as the duration.

use std::ptr::NonNull;

use libc::{suseconds_t, timeval};

use super::{Base, Failed};
use crate::ds::vec::CellVec;
use crate::rt::log::warnx;
use crate::rt::mm;

/// How many different durations a base takes.
const MAX: usize = 256;

const MICROSECONDS: suseconds_t = 0x000f_ffff;
const INDEX: suseconds_t = 0x0ff0_0000;
const INDEX_SHIFT: u32 = 20;
const MARK: suseconds_t = 0x5000_0000;
const MARK_BITS: suseconds_t = 0xf000_0000;

/// The durations; programs keep pointers to them for as long as the base lives.
pub(crate) struct CommonTimeouts(CellVec<NonNull<timeval>>);

impl CommonTimeouts {
    pub(crate) const fn new() -> Self {
        CommonTimeouts(CellVec::new())
    }

    fn is_common(&self, tv: &timeval) -> bool {
        tv.tv_usec & MARK_BITS == MARK
            && (((tv.tv_usec & INDEX) >> INDEX_SHIFT) as usize) < self.0.len()
    }
}

impl Drop for CommonTimeouts {
    fn drop(&mut self) {
        for duration in self.0.iter() {
            // SAFETY: `common_timeout` made it, and it is dropped once.
            unsafe { mm::unboxed(duration) };
        }
    }
}

impl Base {
    /// `tv` as a duration, without the marks of a common timeout.
    #[inline]
    pub(crate) fn plain_timeout(self, tv: timeval) -> timeval {
        if tv.tv_usec & MARK_BITS != 0 && self.common_timeouts.is_common(&tv) {
            return timeval {
                tv_sec: tv.tv_sec,
                tv_usec: tv.tv_usec & MICROSECONDS,
            };
        }
        tv
    }

    /// The marked form of `duration`, the same pointer for equal durations.
    pub(crate) fn common_timeout(self, duration: timeval) -> Result<NonNull<timeval>, Failed> {
        let _lock = self.lock();
        let mut duration = self.plain_timeout(duration);
        if duration.tv_usec >= 1_000_000 {
            duration.tv_sec = duration.tv_sec.saturating_add(duration.tv_usec / 1_000_000);
            duration.tv_usec %= 1_000_000;
        }
        let known = &self.common_timeouts.0;
        for common in known.iter() {
            // SAFETY: made below, and freed only with the base.
            let tv = unsafe { common.read() };
            if tv.tv_sec == duration.tv_sec && tv.tv_usec & MICROSECONDS == duration.tv_usec {
                return Ok(common);
            }
        }
        if known.len() == MAX {
            warnx!(
                "event_base_init_common_timeout: Too many common timeouts already in use; \
                 we only support {MAX} per event_base"
            );
            return Err(Failed);
        }
        known.reserve(1)?;
        let index = (known.len() as suseconds_t) << INDEX_SHIFT;
        let common = mm::boxed(timeval {
            tv_sec: duration.tv_sec,
            tv_usec: duration.tv_usec | MARK | index,
        })?;
        known.push(common)?;
        Ok(common)
    }
}
