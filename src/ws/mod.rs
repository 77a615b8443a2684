//! WebSockets (RFC 6455): sessions over bufferevents, which on a server begin with an HTTP request.
//!
//! What the bytes mean is safe code without a socket: `frame.rs`, `close.rs`, `message.rs` and `handshake.rs`.

mod begin;
mod close;
mod ending;
mod frame;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod handshake;
mod message;
mod reading;
mod send;
mod session;
#[cfg(feature = "fuzzing")]
pub mod session_fuzzing;

pub(crate) use begin::{ask, is_granted};
pub use session::evws_connection;
pub(crate) use session::{BySession, Session, Using};

/// Which side of a session somebody is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Role {
    Client,
    Server,
}

impl Role {
    /// Whether it masks what it sends.
    fn masks(self) -> bool {
        self == Role::Client
    }

    fn other(self) -> Self {
        match self {
            Role::Client => Role::Server,
            Role::Server => Role::Client,
        }
    }
}
