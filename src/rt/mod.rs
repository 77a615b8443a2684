//! What the library needs from its surroundings: memory, logging, locks, time.

pub(crate) mod call;
pub(crate) mod futex;
pub(crate) mod lock;
pub(crate) mod log;
pub(crate) mod mm;
pub(crate) mod pthreads;
pub(crate) mod rng;
pub(crate) mod sigpipe;
pub(crate) mod text;
pub(crate) mod thread;
pub(crate) mod time;
