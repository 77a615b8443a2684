//! TLS for bufferevents with rustls: programs need no TLS library of C.
//!
//! It is a provider of TLS as `event2/bufferevent_tls.h` of the main library describes it, and uses nothing of the main
//! library but what its headers declare.

// Names are those of C, and its headers say what callers have to keep to.
#![allow(non_camel_case_types, clippy::missing_safety_doc)]

mod ahead;
mod below;
// Each of the TLS libraries exports these.
#[path = "../../core/src/context.rs"]
pub mod context;
mod error;
#[path = "../../core/src/flags.rs"]
pub mod flags;
mod library;
mod object;
mod pem;
mod provider;
mod talk;
mod verify;

use library::Backend;
