//! TLS for bufferevents with OpenSSL: what `libevent_openssl` has.
//!
//! It is a provider of TLS as `event2/bufferevent_tls.h` of the main library describes it, and uses nothing of the main
//! library but what its headers declare.

#![allow(non_camel_case_types)]

mod bio;
mod core;
pub mod ffi;
mod openssl;
mod provider;
