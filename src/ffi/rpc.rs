//! Remote procedure calls over HTTP, with structs that a generator describes.
//!
//! For structs `request` and `reply` made by the generator, EVRPC_HEADER() declares a call,
//! EVRPC_GENERATE() defines it in one source file, EVRPC_REGISTER() serves it on an evrpc_base,
//! and EVRPC_MAKE_REQUEST() makes it through an evrpc_pool of connections. Hooks may look at
//! each message, change it, and hold it up.

/// When a hook is called.
#[repr(C)]
pub enum EVRPC_HOOK_TYPE {
    /// For messages that come in.
    EVRPC_INPUT,
    /// For messages that go out.
    EVRPC_OUTPUT,
}

/// What a hook says.
#[repr(C)]
pub enum EVRPC_HOOK_RESULT {
    /// Give the call up.
    EVRPC_TERMINATE = -1,
    /// Go on.
    EVRPC_CONTINUE = 0,
    /// Wait for evrpc_resume_request().
    EVRPC_PAUSE = 1,
}

/// A server of calls.
pub struct evrpc_base {
    _private: (),
}

/// Connections through which calls are made.
pub struct evrpc_pool {
    _private: (),
}

/// Data that hooks have attached to a call.
pub struct evrpc_hook_meta {
    _private: (),
}

/// A call being served, whatever its types.
pub struct evrpc_req_generic {
    _private: (),
}

/// A call being made, whatever its types.
pub struct evrpc_request_wrapper {
    _private: (),
}
