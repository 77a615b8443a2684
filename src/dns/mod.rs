//! evdns: a resolver that never waits, and what it takes to write a server.
#![allow(dead_code)]

mod cursor;
mod message;
mod name;
pub(crate) mod server;
mod writer;
