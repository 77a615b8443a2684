//! Monotonic time, in microseconds.

use std::cell::Cell;

use libc::{clockid_t, timespec, timeval};

/// A point or span of monotonic time, in microseconds. Spans saturate rather than overflow.
pub(crate) type Micros = i64;

const PER_SECOND: i64 = 1_000_000;

pub(crate) fn from_timeval(tv: &timeval) -> Micros {
    tv.tv_sec
        .saturating_mul(PER_SECOND)
        .saturating_add(tv.tv_usec)
}

pub(crate) fn to_timeval(time: Micros) -> timeval {
    timeval {
        tv_sec: time.div_euclid(PER_SECOND),
        tv_usec: time.rem_euclid(PER_SECOND),
    }
}

pub(crate) fn to_timespec(time: Micros) -> timespec {
    timespec {
        tv_sec: time.div_euclid(PER_SECOND),
        tv_nsec: time.rem_euclid(PER_SECOND) * 1000,
    }
}

/// A point of time as a `timeval` whose microseconds are less than a second, so that nothing has to be divided.
///
/// Small enough to be returned in registers: going through memory, where two halves are written and a whole is
/// read, costs more than all that is done with it.
#[derive(Clone, Copy)]
pub(crate) struct Moment(timeval);

impl From<Micros> for Moment {
    fn from(micros: Micros) -> Self {
        Moment(to_timeval(micros))
    }
}

impl Moment {
    #[inline]
    fn new(tv_sec: i64, tv_usec: i64) -> Self {
        Moment(timeval { tv_sec, tv_usec })
    }

    #[inline]
    pub(crate) fn timeval(self) -> timeval {
        self.0
    }

    #[inline]
    pub(crate) fn micros(self) -> Micros {
        self.0.tv_sec * PER_SECOND + self.0.tv_usec
    }

    /// The moment after a span, or the last one there is.
    #[inline]
    pub(crate) fn after(self, span: &timeval) -> Moment {
        match self.after_plain(span) {
            Some(moment) => moment,
            None => self.micros().saturating_add(from_timeval(span)).into(),
        }
    }

    /// The moment after a span that is not negative, not overlong, and has less than a second of microseconds.
    #[inline]
    pub(crate) fn after_plain(self, span: &timeval) -> Option<Moment> {
        const OVERLONG: u64 = 1 << 40;
        let plain = span.tv_sec.cast_unsigned() < OVERLONG
            && span.tv_usec.cast_unsigned() < PER_SECOND as u64;
        plain.then(|| {
            let tv_usec = self.0.tv_usec + span.tv_usec;
            let carry = i64::from(tv_usec >= PER_SECOND);
            Moment::new(
                self.0.tv_sec + span.tv_sec + carry,
                tv_usec - carry * PER_SECOND,
            )
        })
    }
}

/// Milliseconds, rounded up: a timer must not fire before its time.
pub(crate) fn to_millis_rounded_up(span: Micros) -> i64 {
    span.saturating_add(999) / 1000
}

/// The wall clock.
pub(crate) fn wall_clock() -> Micros {
    let mut now = timeval {
        tv_sec: 0,
        tv_usec: 0,
    };
    // SAFETY: `now` is writable; no time zone is asked for.
    unsafe { libc::gettimeofday(&mut now, std::ptr::null_mut()) };
    from_timeval(&now)
}

/// How a [`MonotonicClock`] measures.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Source {
    /// The kernel's tick: cheap, a few milliseconds coarse. What libevent uses unless told otherwise.
    Coarse,
    /// Full resolution.
    Precise,
    /// The wall clock, kept from going backwards.
    WallClock,
}

/// A clock that never goes backwards.
pub struct MonotonicClock {
    source: Cell<Source>,
    last: Cell<Micros>,
    /// What was added so far to make up for the wall clock going backwards.
    adjustment: Cell<Micros>,
}

impl MonotonicClock {
    pub(crate) const fn new(source: Source) -> Self {
        MonotonicClock {
            source: Cell::new(source),
            last: Cell::new(0),
            adjustment: Cell::new(0),
        }
    }

    pub(crate) fn configure(&self, source: Source) {
        self.source.set(source);
        self.last.set(0);
        self.adjustment.set(0);
    }

    #[inline]
    pub(crate) fn now(&self) -> Moment {
        match self.source.get() {
            Source::Coarse => read_clock(libc::CLOCK_MONOTONIC_COARSE),
            Source::Precise => read_clock(libc::CLOCK_MONOTONIC),
            Source::WallClock => self.steady_wall_clock(),
        }
    }

    #[cold]
    fn steady_wall_clock(&self) -> Moment {
        self.ratchet(wall_clock()).into()
    }

    fn ratchet(&self, wall: Micros) -> Micros {
        let mut now = wall.saturating_add(self.adjustment.get());
        let step_back = self.last.get() - now;
        if step_back > 0 {
            self.adjustment.set(self.adjustment.get() + step_back);
            now = self.last.get();
        }
        self.last.set(now);
        now
    }
}

#[inline]
fn read_clock(clock: clockid_t) -> Moment {
    let mut now = timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // Linux has both clocks since 2.6.32, so the call cannot fail.
    // SAFETY: `now` is writable.
    unsafe { libc::clock_gettime(clock, &mut now) };
    Moment::new(now.tv_sec, now.tv_nsec / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeval_round_trip() {
        for time in [0, 1, 999_999, 1_000_000, 1_500_000, -1, -1_000_001] {
            let tv = to_timeval(time);
            assert!((0..1_000_000).contains(&tv.tv_usec));
            assert_eq!(from_timeval(&tv), time);
        }
    }

    #[test]
    fn huge_timeval_saturates() {
        let tv = timeval {
            tv_sec: i64::MAX,
            tv_usec: 5,
        };
        assert_eq!(from_timeval(&tv), i64::MAX);
        assert_eq!(to_millis_rounded_up(i64::MAX), i64::MAX / 1000);
    }

    #[test]
    fn moments_after_spans() {
        let now = Moment::new(7, 600_000);
        for (tv_sec, tv_usec) in [
            (0, 0),
            (0, 399_999),
            (0, 400_000),
            (3, 999_999),
            (1 << 40, 0),
            (2, 1_500_000),
            (-1, 0),
            (0, -1),
            (i64::MAX, 999_999),
        ] {
            let span = timeval { tv_sec, tv_usec };
            let after = now.after(&span);
            assert_eq!(
                after.micros(),
                now.micros().saturating_add(from_timeval(&span))
            );
            assert!((0..1_000_000).contains(&after.timeval().tv_usec));
            assert_eq!(from_timeval(&after.timeval()), after.micros());
        }
    }

    #[test]
    fn milliseconds_round_up() {
        assert_eq!(to_millis_rounded_up(0), 0);
        assert_eq!(to_millis_rounded_up(1), 1);
        assert_eq!(to_millis_rounded_up(1000), 1);
        assert_eq!(to_millis_rounded_up(1001), 2);
    }

    #[test]
    fn wall_clock_going_back_is_made_up_for() {
        let clock = MonotonicClock::new(Source::WallClock);
        assert_eq!(clock.ratchet(100), 100);
        assert_eq!(clock.ratchet(40), 100);
        assert_eq!(clock.ratchet(50), 110);
    }
}
