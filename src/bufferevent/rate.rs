//! Token buckets: the arithmetic of rate limits.
#![forbid(unsafe_code)]

use libc::timeval;

use super::Failed;
use crate::rt::time::{self, Micros};

/// The most that a rate or a burst may be.
const MAX: usize = isize::MAX as usize;
const MILLISECOND: Micros = 1000;
const SECOND: timeval = timeval {
    tv_sec: 1,
    tv_usec: 0,
};

/// Rates of a token bucket. Opaque to C programs.
#[derive(Clone, Copy, PartialEq)]
pub struct ev_token_bucket_cfg {
    read: Rate,
    write: Rate,
    /// How long a tick is; at least a millisecond.
    tick: Micros,
}

pub(crate) type Config = ev_token_bucket_cfg;

/// The limit of one direction, in bytes.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Rate {
    /// What each tick adds.
    pub(crate) per_tick: usize,
    /// The most that ticks add up to.
    pub(crate) burst: usize,
}

impl Config {
    /// `None` for the tick is a second.
    pub(crate) fn new(read: Rate, write: Rate, tick: Option<&timeval>) -> Result<Self, Failed> {
        let tick = time::from_timeval(tick.unwrap_or(&SECOND));
        let valid = |rate: Rate| (1..=rate.burst).contains(&rate.per_tick) && rate.burst <= MAX;
        if !valid(read) || !valid(write) || tick < MILLISECOND {
            return Err(Failed);
        }
        Ok(Config { read, write, tick })
    }

    /// The smaller of the two rates.
    pub(crate) fn least_rate(&self) -> usize {
        self.read.per_tick.min(self.write.per_tick)
    }

    pub(crate) fn tick(&self) -> timeval {
        time::to_timeval(self.tick)
    }

    /// The number of the tick in which `now` is.
    fn tick_at(&self, now: Micros) -> i64 {
        now / self.tick
    }
}

/// The tokens of both directions: how many bytes may still go. Below zero after a debt.
#[derive(Clone, Copy)]
pub(crate) struct Buckets {
    pub(crate) read: isize,
    pub(crate) write: isize,
    last_tick: i64,
}

impl Buckets {
    /// Buckets with what one tick adds.
    pub(crate) fn new(config: &Config, now: Micros) -> Self {
        Buckets {
            read: config.read.per_tick as isize,
            write: config.write.per_tick as isize,
            last_tick: config.tick_at(now),
        }
    }

    /// The same buckets under another configuration: none holds more than that allows.
    pub(crate) fn clipped(self, config: &Config, now: Micros) -> Self {
        Buckets {
            read: self.read.min(config.read.burst as isize),
            write: self.write.min(config.write.burst as isize),
            last_tick: config.tick_at(now),
        }
    }

    /// Adds what the ticks since the last time bring.
    #[must_use]
    pub(crate) fn refilled(self, config: &Config, now: Micros) -> Self {
        let tick = config.tick_at(now);
        let ticks = tick - self.last_tick;
        if ticks <= 0 {
            return self;
        }
        Buckets {
            read: fill(self.read, config.read, ticks),
            write: fill(self.write, config.write, ticks),
            last_tick: tick,
        }
    }
}

/// A bucket that holds more than the burst, since it was filled by hand, stays as it is.
fn fill(tokens: isize, rate: Rate, ticks: i64) -> isize {
    let added = i128::from(ticks) * rate.per_tick as i128;
    let full = (rate.burst as isize).max(tokens);
    isize::try_from(tokens as i128 + added).map_or(full, |sum| sum.min(full))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(per_tick: usize, burst: usize) -> Config {
        let rate = Rate { per_tick, burst };
        Config::new(rate, rate, None).unwrap()
    }

    #[test]
    fn ticks_fill_up_to_the_burst() {
        let config = config(10, 25);
        let buckets = Buckets::new(&config, 500_000);
        assert_eq!(buckets.refilled(&config, 999_999).read, 10);
        assert_eq!(buckets.refilled(&config, 1_000_000).read, 20);
        assert_eq!(buckets.refilled(&config, 2_000_000).write, 25);
        assert_eq!(buckets.refilled(&config, 400_000).read, 10);
    }

    #[test]
    fn no_sum_overflows() {
        let config = config(MAX, MAX);
        for tokens in [isize::MIN, -1, 0, isize::MAX] {
            let buckets = Buckets {
                read: tokens,
                ..Buckets::new(&config, 0)
            };
            assert!(buckets.refilled(&config, Micros::MAX).read >= isize::MAX - 1);
        }
    }

    #[test]
    fn what_is_refused() {
        let rate = |per_tick, burst| Rate { per_tick, burst };
        let good = rate(1, 1);
        for bad in [rate(0, 1), rate(2, 1), rate(1, MAX + 1)] {
            assert!(Config::new(bad, good, None).is_err());
            assert!(Config::new(good, bad, None).is_err());
        }
        let tick = timeval {
            tv_sec: 0,
            tv_usec: 999,
        };
        assert!(Config::new(good, good, Some(&tick)).is_err());
    }
}
