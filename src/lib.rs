//! libevent, written anew in Rust, with the C ABI of libevent 2.1.
#![allow(non_camel_case_types)]

mod backend;
mod base;
mod buffer;
mod bufferevent;
mod dns;
#[cfg(feature = "fuzzing")]
pub use {
    buffer::fuzzing as buffer_fuzzing, dns::fuzzing, http::fuzzing as http_fuzzing,
    rpc::fuzzing as rpc_fuzzing, tag::fuzzing as tag_fuzzing, ws::fuzzing as ws_fuzzing,
    ws::session_fuzzing as ws_session_fuzzing,
};
mod ds;
pub mod ffi;
mod http;
mod listener;
mod rpc;
mod rt;
mod tag;
mod util;
mod ws;
