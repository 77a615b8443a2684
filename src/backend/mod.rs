//! The kernel's ways of waiting for many file descriptors, behind one small interface.
//!
//! A backend knows fds and what is wanted of each; which events those serve is the business of
//! `base::io`. To add a backend: one file with a type that has the five operations of [`Backend`],
//! a variant, and a row in [`METHODS`].

mod epoll;
mod poll;
mod select;

use std::ffi::{CStr, c_int};

use bitflags::bitflags;

use crate::base::{Base, Events};
use crate::rt::time::Micros;

bitflags! {
    /// What is wanted of an fd, or what it is ready for. The first four have the values of [`Events`].
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub(crate) struct Interest: u8 {
        const READ = 0x02;
        const WRITE = 0x04;
        /// The peer has closed its side.
        const CLOSED = 0x80;
        /// Report changes only; reported: it was a change.
        const EDGE = 0x20;
        /// Report once, then keep the fd registered but silent.
        const ONCE = 0x08;
        /// Registered but silent: it was reported once.
        const SILENT = 0x10;
    }

    /// What a backend can do: `EV_FEATURE_*`.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub(crate) struct Features: c_int {
        /// Edge-triggered events.
        const ET = 0x01;
        /// The cost of one event does not grow with the number of events.
        const O1 = 0x02;
        /// Any kind of file, not only sockets and pipes.
        const FDS = 0x04;
        /// A peer's close is seen without reading what came before it.
        const EARLY_CLOSE = 0x08;
    }
}

impl From<Interest> for Events {
    /// What of it events know of.
    #[inline]
    fn from(interest: Interest) -> Events {
        Events::from_bits_retain(interest.bits().into()) & (Events::IO | Events::ET)
    }
}

const _: () = {
    assert!(Interest::READ.bits() as i16 == Events::READ.bits());
    assert!(Interest::WRITE.bits() as i16 == Events::WRITE.bits());
    assert!(Interest::CLOSED.bits() as i16 == Events::CLOSED.bits());
    assert!(Interest::EDGE.bits() as i16 == Events::ET.bits());
};

/// A system call failed; `errno` says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failed;

/// What is asked of a backend when it is opened.
#[derive(Clone, Copy)]
pub(crate) struct Options {
    /// Wait to the microsecond rather than the millisecond.
    pub(crate) precise: bool,
}

/// A kind of backend.
pub(crate) struct Method {
    pub(crate) name: &'static CStr,
    pub(crate) features: Features,
    /// The environment variable that forbids it.
    pub(crate) forbidden_by: &'static CStr,
    pub(crate) open: fn(Options) -> Result<Backend, Failed>,
}

/// All backends, best first.
pub(crate) static METHODS: [Method; 3] = [
    Method {
        name: c"epoll",
        features: Features::ET
            .union(Features::O1)
            .union(Features::EARLY_CLOSE),
        forbidden_by: c"EVENT_NOEPOLL",
        open: |options| Ok(Backend::Epoll(epoll::Epoll::open(options)?)),
    },
    Method {
        name: c"poll",
        features: Features::FDS.union(Features::EARLY_CLOSE),
        forbidden_by: c"EVENT_NOPOLL",
        open: |_| Ok(Backend::Poll(poll::Poll::new())),
    },
    Method {
        name: c"select",
        features: Features::FDS,
        forbidden_by: c"EVENT_NOSELECT",
        open: |_| Ok(Backend::Select(select::Select::new())),
    },
];

/// An open backend.
pub(crate) enum Backend {
    Epoll(epoll::Epoll),
    Poll(poll::Poll),
    Select(select::Select),
}

impl Backend {
    /// Changes what is wanted of `fd`, from `old` (empty: not registered) to `new` (empty: no longer).
    #[inline]
    pub(crate) fn change(&self, fd: c_int, old: Interest, new: Interest) -> Result<(), Failed> {
        match self {
            Backend::Epoll(epoll) => epoll.change(fd, old, new),
            Backend::Poll(poll) => poll.change(fd, new),
            Backend::Select(select) => select.change(fd, old, new),
        }
    }

    /// Waits for at most `timeout` (`None`: without limit) and tells `base` of every ready fd. The
    /// base's lock, held by the caller, is released while waiting.
    #[inline]
    pub(crate) fn wait(&self, base: Base, timeout: Option<Micros>) -> Result<(), Failed> {
        match self {
            Backend::Epoll(epoll) => epoll.wait(base, timeout),
            Backend::Poll(poll) => poll.wait(base, timeout),
            Backend::Select(select) => select.wait(base, timeout),
        }
    }

    /// Whether [`Interest::ONCE`] is understood.
    #[inline]
    pub(crate) fn reports_once(&self) -> bool {
        matches!(self, Backend::Epoll(_))
    }

    /// Whether a child process needs a backend of its own, with all fds registered anew.
    pub(crate) fn is_shared_by_fork(&self) -> bool {
        matches!(self, Backend::Epoll(_))
    }

    /// Closes the kernel's side. What was registered with it need not be removed, and, in a child
    /// process that shares it with its parent, must not be.
    pub(crate) fn close(&self) {
        match self {
            Backend::Epoll(epoll) => epoll.close(),
            Backend::Poll(_) | Backend::Select(_) => {}
        }
    }

    /// Opens the kernel's side anew, with no fd registered.
    pub(crate) fn reopen(&self) -> Result<(), Failed> {
        match self {
            Backend::Epoll(epoll) => epoll.reopen(),
            Backend::Poll(_) | Backend::Select(_) => Ok(()),
        }
    }
}
