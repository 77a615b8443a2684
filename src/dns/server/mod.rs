//! Server ports: where questions come in, by UDP or TCP, and replies go out.
//!
//! A [`Port`] has a socket, or a listener with its [`Client`]s. For each query there is a [`Request`],
//! which the program answers or drops when it likes. The lock of the port is that of its clients and
//! requests, too; it is never held while the program is called. The port stays until the program has
//! closed it and all its requests and clients have gone, a client until its requests have.

mod client;
mod port;
mod reply;
mod request;
mod tcp;

pub(crate) use super::message::{INTERNET, Section, kind};
use port::Port;
pub(crate) use port::Port as ServerPort;
pub(crate) use port::Setup;
pub use port::evdns_server_port;
pub(crate) use reply::{NewRecord, RecordData};
pub(crate) use request::{Request, Responded, reverse_name};
pub(crate) use tcp::TcpOption;

/// The library said no; `errno` may say why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failed;

impl From<crate::base::Failed> for Failed {
    fn from(_: crate::base::Failed) -> Self {
        Failed
    }
}

impl From<crate::buffer::Failed> for Failed {
    fn from(_: crate::buffer::Failed) -> Self {
        Failed
    }
}

impl From<crate::rt::mm::OutOfMemory> for Failed {
    fn from(_: crate::rt::mm::OutOfMemory) -> Self {
        Failed
    }
}

impl From<super::name::NotAName> for Failed {
    fn from(_: super::name::NotAName) -> Self {
        Failed
    }
}
