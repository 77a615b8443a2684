//! HTTP: servers and clients.

mod escape;
mod headers;
mod query;
mod uri;
mod uri_object;

use crate::rt::mm::OutOfMemory;

pub(crate) use escape::{Plus, decode, encode, escape_html};
pub(crate) use headers::Headers;
pub(crate) use query::{QueryFlags, parse as parse_query};
pub(crate) use uri::UriFlags;
pub use uri_object::evhttp_uri;
pub(crate) use uri_object::{Piece, Uri};

/// The library said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failed;

impl From<OutOfMemory> for Failed {
    fn from(_: OutOfMemory) -> Self {
        Failed
    }
}
