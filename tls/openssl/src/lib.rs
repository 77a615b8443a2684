//! TLS for bufferevents with OpenSSL: what `libevent_openssl` has.
//!
//! It is a provider of TLS as `event2/bufferevent_tls.h` of the main library describes it, and uses nothing of the main
//! library but what its headers declare.

// Names are those of C, and its headers say what callers have to keep to.
#![allow(non_camel_case_types, clippy::missing_safety_doc)]

mod bio;
// So are these.
#[path = "../../core/src/context.rs"]
pub mod context;
pub mod ffi;
// Each of the TLS libraries exports these.
#[path = "../../core/src/flags.rs"]
pub mod flags;
mod library;
mod openssl;
mod provider;
mod sessions;
mod settings;
mod socket;

use library::OpenSsl as Backend;
