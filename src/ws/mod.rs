//! WebSockets (RFC 6455): sessions over bufferevents, which on a server begin with an HTTP request.
//!
//! What the bytes mean is safe code without a socket: `frame.rs`, `message.rs` and `handshake.rs`.

mod close;
mod frame;
mod handshake;
mod message;

/// Which side of a session somebody is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
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
