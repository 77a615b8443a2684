//! What a program can ask of a base before it is made.

use std::ffi::{CStr, c_int};

use bitflags::bitflags;
use libc::timeval;

use crate::backend::{Features, METHODS, Method};
use crate::rt::time::{self, Micros};

bitflags! {
    /// `EVENT_BASE_FLAG_*`.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub(crate) struct Flags: c_int {
        const NOLOCK = 0x01;
        const IGNORE_ENV = 0x02;
        const STARTUP_IOCP = 0x04;
        const NO_CACHE_TIME = 0x08;
        const EPOLL_USE_CHANGELIST = 0x10;
        const PRECISE_TIMER = 0x20;
        const EPOLL_DISALLOW_TIMERFD = 0x40;
        const USE_SIGNALFD = 0x80;
        const _ = !0;
    }
}

/// How much one turn of the loop may do before it polls again.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// How long callbacks may take together.
    pub(crate) interval: Option<Micros>,
    /// How many callbacks may run.
    pub(crate) callbacks: c_int,
    /// The limits hold for this priority and less important ones.
    pub(crate) from_priority: c_int,
}

impl Limits {
    const NONE: Self = Limits {
        interval: None,
        callbacks: c_int::MAX,
        from_priority: c_int::MAX,
    };
}

/// Wishes for a base to be. Opaque to C programs.
pub struct event_config {
    /// One bit for each entry of [`METHODS`].
    avoided: u32,
    required: Features,
    flags: Flags,
    limits: Limits,
}

impl event_config {
    pub(crate) const fn new() -> Self {
        event_config {
            avoided: 0,
            required: Features::empty(),
            flags: Flags::empty(),
            limits: Limits::NONE,
        }
    }

    /// Do not use the backend of this name. Names of other systems' backends are fine.
    pub(crate) fn avoid(&mut self, name: &CStr) {
        for (i, method) in METHODS.iter().enumerate() {
            if method.name == name {
                self.avoided |= 1 << i;
            }
        }
    }

    pub(crate) fn require(&mut self, features: c_int) {
        self.required = Features::from_bits_retain(features);
    }

    pub(crate) fn set_flag(&mut self, flag: c_int) {
        self.flags |= Flags::from_bits_retain(flag);
    }

    pub(crate) fn limit(&mut self, interval: Option<&timeval>, callbacks: c_int, from: c_int) {
        let interval = interval.map(time::from_timeval).filter(|span| *span >= 0);
        let callbacks = if callbacks >= 0 {
            callbacks
        } else {
            c_int::MAX
        };
        self.limits = if interval.is_none() && callbacks == c_int::MAX {
            Limits::NONE
        } else {
            Limits {
                interval,
                callbacks,
                from_priority: from.max(0),
            }
        };
    }

    pub(crate) fn flags(&self) -> Flags {
        self.flags
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// Whether the wishes leave room for this entry of [`METHODS`].
    pub(crate) fn allows(&self, index: usize, method: &Method) -> bool {
        self.avoided >> index & 1 == 0 && method.features.contains(self.required)
    }
}
