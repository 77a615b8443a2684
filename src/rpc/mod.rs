//! Calls over HTTP: a server of calls, and pools of connections to make them through.
//!
//! A call is a POST whose body is a struct that the program's functions write and read; so is its reply.
//!
//! - [`server`]: what is served, and under which path. [`call`] is one call on its way through.
//! - [`pool`]: connections, and the calls that wait for one. [`request`] is one call on its way through.
//! - [`hooks`]: what both sides have called with each message, and calls that a hook has paused.
//! - [`meta`]: what hooks attach to a call.
//!
//! A server of calls, a pool and the calls themselves may be freed by every function of the program that is called.
//! So each is kept by those who use it (`users`), and after a call of the program it is looked whether it is over.

mod call;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod hooks;
mod meta;
mod pool;
mod request;
mod server;

pub use call::evrpc_req_generic;
pub(crate) use hooks::{Direction, Hooks};
pub(crate) use meta::Context;
pub use meta::evrpc_hook_meta;
pub(crate) use pool::Pool;
pub use pool::evrpc_pool;
pub use request::evrpc_request_wrapper;
pub(crate) use request::{Functions, Request};
pub use server::evrpc_base;
pub(crate) use server::{Functions as ServiceFunctions, RpcBase};

use crate::http::Failed;
use crate::rt::text::Text;

/// The path of a call.
fn path_of(name: &[u8]) -> Result<Text, Failed> {
    Ok(Text::joined(&[b"/.rpc.", name])?)
}
