//! HTTP: servers and clients.

mod client;
mod connecting;
mod connection;
mod escape;
mod exchange;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod head;
mod headers;
mod hosts;
mod method;
mod paths;
mod query;
mod reading;
mod reply;
mod request;
mod request_head;
mod response_head;
mod server;
mod sockets;
mod status;
mod streaming;
mod upgrade;
mod uri;
mod uri_object;
mod watch;
mod writing;

use crate::rt::mm::OutOfMemory;

pub(crate) use client::{Client, To};
pub use connection::evhttp_connection;
pub(crate) use connection::{Conn, limit};
pub(crate) use escape::{Plus, decode, encode, escape_html};
pub(crate) use headers::Headers;
pub(crate) use paths::PathError;
pub(crate) use query::{QueryFlags, parse as parse_query};
pub(crate) use request::Req;
pub use server::evhttp;
pub(crate) use server::{Server, timeout_of};
pub(crate) use sockets::Bound;
pub use sockets::evhttp_bound_socket;
pub(crate) use upgrade::Line;
pub(crate) use uri::UriFlags;
pub use uri_object::evhttp_uri;
pub(crate) use uri_object::{Piece, Uri};
pub(crate) use watch::Watcher;

/// The library said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failed;

impl From<OutOfMemory> for Failed {
    fn from(_: OutOfMemory) -> Self {
        Failed
    }
}
