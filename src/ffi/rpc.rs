//! Remote procedure calls over HTTP, with structs that a generator describes.
//!
//! For structs `request` and `reply` made by the generator, EVRPC_HEADER() declares a call,
//! EVRPC_GENERATE() defines it in one source file, EVRPC_REGISTER() serves it on an evrpc_base,
//! and EVRPC_MAKE_REQUEST() makes it through an evrpc_pool of connections. Hooks may look at
//! each message, change it, and hold it up.

use std::ffi::{c_char, c_int, c_void};
use std::{ptr, slice};

use super::buffer::evbuffer;
use super::http::{evhttp, evhttp_connection};
use super::http_struct::evhttp_request;
use super::rpc_struct::{evrpc, evrpc_status};
use super::{enum_EVRPC_HOOK_RESULT, enum_EVRPC_HOOK_TYPE, status, text};
use crate::base::{Base, event_base};
use crate::ds::handle::Handle;
use crate::http::{Conn, Failed};
use crate::rpc::{Context, Direction, Functions, Hooks, Pool, Request, RpcBase, ServiceFunctions};
pub use crate::rpc::{
    evrpc_base, evrpc_hook_meta, evrpc_pool, evrpc_req_generic, evrpc_request_wrapper,
};

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

// Serving calls.

/// Makes a server of calls on an HTTP server, which answers them at paths that begin with "/.rpc.". NULL without
/// memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_init(server: *mut evhttp) -> *mut evrpc_base {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let server = unsafe { Handle::from_ptr(server) };
    let base = server.ok_or(Failed).and_then(RpcBase::new);
    base.map_or(ptr::null_mut(), RpcBase::as_ptr)
}

/// Frees a server of calls, but not its HTTP server, with what is registered and its hooks. Calls that a hook has
/// paused are answered with an error; those that the program has are still to be ended with EVRPC_REQUEST_DONE().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_free(base: *mut evrpc_base) {
    // SAFETY: the pointer comes from the program, which gives it up.
    if let Some(base) = unsafe { RpcBase::from_ptr(base) } {
        base.free();
    }
}

/// Serves a call described by a struct. The struct and its name come from malloc() and are the library's from then on,
/// unless it fails. Returns -1 without memory, and if the HTTP server is gone. Where a name is registered twice, the
/// first one serves. EVRPC_REGISTER() is easier.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_register_rpc(
    base: *mut evrpc_base,
    rpc: *mut evrpc,
    cb: Option<unsafe extern "C" fn(req: *mut evrpc_req_generic, arg: *mut c_void)>,
    cb_arg: *mut c_void,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let base = unsafe { RpcBase::from_ptr(base) };
    let Some(base) = base.filter(|_| !rpc.is_null()) else {
        return -1;
    };
    // SAFETY: as above.
    status(unsafe { base.register(rpc, cb, cb_arg) })
}

/// What EVRPC_REGISTER() calls. Returns -1 without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_register_generic(
    base: *mut evrpc_base,
    name: *const c_char,
    callback: Option<unsafe extern "C" fn(req: *mut evrpc_req_generic, arg: *mut c_void)>,
    cbarg: *mut c_void,
    req_new: Option<unsafe extern "C" fn(arg: *mut c_void) -> *mut c_void>,
    req_new_arg: *mut c_void,
    req_free: Option<unsafe extern "C" fn(request: *mut c_void)>,
    req_unmarshal: Option<
        unsafe extern "C" fn(request: *mut c_void, buffer: *mut evbuffer) -> c_int,
    >,
    rpl_new: Option<unsafe extern "C" fn(arg: *mut c_void) -> *mut c_void>,
    rpl_new_arg: *mut c_void,
    rpl_free: Option<unsafe extern "C" fn(reply: *mut c_void)>,
    rpl_complete: Option<unsafe extern "C" fn(reply: *mut c_void) -> c_int>,
    rpl_marshal: Option<unsafe extern "C" fn(buffer: *mut evbuffer, reply: *mut c_void)>,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (Some(base), Some(name)) = (unsafe { (RpcBase::from_ptr(base), text(name)) }) else {
        return -1;
    };
    let functions = ServiceFunctions {
        request_new: req_new,
        request_new_arg: req_new_arg,
        request_free: req_free,
        request_unmarshal: req_unmarshal,
        reply_new: rpl_new,
        reply_new_arg: rpl_new_arg,
        reply_free: rpl_free,
        reply_complete: rpl_complete,
        reply_marshal: rpl_marshal,
    };
    status(base.register_functions(name.to_bytes(), functions, callback, cbarg))
}

/// Serves a call no longer. Those under way are still answered. Returns -1 if there is none of this name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_unregister_rpc(base: *mut evrpc_base, name: *const c_char) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let both = unsafe { RpcBase::from_ptr(base).zip(text(name)) };
    status(
        both.ok_or(Failed)
            .and_then(|(base, name)| base.unregister(name.to_bytes())),
    )
}

/// What EVRPC_REQUEST_DONE() calls: sends the reply, once the call has been given to its function. If the reply is not
/// complete, the client gets an error. The call is gone then, with its structs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_request_done(req: *mut evrpc_req_generic) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(call) = unsafe { Handle::from_ptr(req) } {
        call.done();
    }
}

/// The request struct of a call being served.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_get_request(req: *mut evrpc_req_generic) -> *mut c_void {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { Handle::from_ptr(req) }.map_or(ptr::null_mut(), |call| call.request())
}

/// The reply struct of a call being served.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_get_reply(req: *mut evrpc_req_generic) -> *mut c_void {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { Handle::from_ptr(req) }.map_or(ptr::null_mut(), |call| call.reply())
}

// Making calls.

/// Makes a pool of connections. Those that have no event base get this one, unless it is NULL. NULL without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_pool_new(base: *mut event_base) -> *mut evrpc_pool {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let base = unsafe { Base::from_ptr(base) };
    Pool::new(base).map_or(ptr::null_mut(), Pool::as_ptr)
}

/// Frees a pool with its connections and hooks. Of calls that have not ended nothing more is heard.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_pool_free(pool: *mut evrpc_pool) {
    // SAFETY: the pointer comes from the program, which gives it up.
    if let Some(pool) = unsafe { Pool::from_ptr(pool) } {
        pool.free();
    }
}

/// Adds a client's connection, which the pool owns from then on, and which carries calls that wait. Its timeouts are
/// the pool's, unless the program has set them. Nothing happens if the pool has it already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_pool_add_connection(
    pool: *mut evrpc_pool,
    evcon: *mut evhttp_connection,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (pool, conn) = unsafe { (Pool::from_ptr(pool), Conn::from_ptr(evcon)) };
    if let (Some(pool), Some(client)) = (pool, conn.and_then(Conn::client)) {
        // Without memory it is not added.
        let _ = pool.add(client);
    }
}

/// Takes a connection away, which the program owns then. A call that it carries goes on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_pool_remove_connection(
    pool: *mut evrpc_pool,
    evcon: *mut evhttp_connection,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let (Some(pool), Some(conn)) = unsafe { (Pool::from_ptr(pool), Conn::from_ptr(evcon)) } {
        pool.remove(conn);
    }
}

/// Sets how many seconds a call may take once it is sent; 0 or less for any time. The connections get it as their
/// timeout, too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_pool_set_timeout(pool: *mut evrpc_pool, timeout_in_secs: c_int) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(pool) = unsafe { Pool::from_ptr(pool) } {
        pool.set_timeout(timeout_in_secs);
    }
}

/// What EVRPC_MAKE_CTX() calls: makes a call without starting it. It is gone when it has ended. NULL without memory,
/// and if a name or a function is missing. request and reply must live until `cb` is called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_make_request_ctx(
    pool: *mut evrpc_pool,
    request: *mut c_void,
    reply: *mut c_void,
    rpcname: *const c_char,
    req_marshal: Option<unsafe extern "C" fn(buffer: *mut evbuffer, request: *mut c_void)>,
    rpl_clear: Option<unsafe extern "C" fn(reply: *mut c_void)>,
    rpl_unmarshal: Option<unsafe extern "C" fn(reply: *mut c_void, buffer: *mut evbuffer) -> c_int>,
    cb: Option<
        unsafe extern "C" fn(
            status: *mut evrpc_status,
            request: *mut c_void,
            reply: *mut c_void,
            arg: *mut c_void,
        ),
    >,
    cbarg: *mut c_void,
) -> *mut evrpc_request_wrapper {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (pool, name) = unsafe { (Pool::from_ptr(pool), text(rpcname)) };
    let (Some(name), Some(marshal), Some(clear), Some(unmarshal)) =
        (name, req_marshal, rpl_clear, rpl_unmarshal)
    else {
        return ptr::null_mut();
    };
    let functions = Functions {
        marshal,
        clear,
        unmarshal,
    };
    let structs = (request, reply);
    let made = Request::new(pool, name.to_bytes(), functions, structs, (cb, cbarg));
    made.map_or(ptr::null_mut(), Request::as_ptr)
}

/// Starts a call, or has it wait until a connection of its pool has nothing else to do. Returns 0, and -1 if there is
/// no pool. In either case the function is called when the call has ended, which may be before this returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_make_request(ctx: *mut evrpc_request_wrapper) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let call = unsafe { Request::from_ptr(ctx) };
    status(call.ok_or(Failed).and_then(Request::launch))
}

/// What EVRPC_MAKE_REQUEST() calls, for a call with these structs and functions. If it cannot be made, the function is
/// called with EVRPC_STATUS_ERR_UNSTARTED, and -1 returned.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_send_request_generic(
    pool: *mut evrpc_pool,
    request: *mut c_void,
    reply: *mut c_void,
    cb: Option<
        unsafe extern "C" fn(
            status: *mut evrpc_status,
            request: *mut c_void,
            reply: *mut c_void,
            arg: *mut c_void,
        ),
    >,
    cb_arg: *mut c_void,
    rpcname: *const c_char,
    req_marshal: Option<unsafe extern "C" fn(buffer: *mut evbuffer, request: *mut c_void)>,
    rpl_clear: Option<unsafe extern "C" fn(reply: *mut c_void)>,
    rpl_unmarshal: Option<unsafe extern "C" fn(reply: *mut c_void, buffer: *mut evbuffer) -> c_int>,
) -> c_int {
    // SAFETY: as for the function itself.
    let call = unsafe {
        evrpc_make_request_ctx(
            pool,
            request,
            reply,
            rpcname,
            req_marshal,
            rpl_clear,
            rpl_unmarshal,
            cb,
            cb_arg,
        )
    };
    if !call.is_null() {
        // SAFETY: it was just made.
        return unsafe { evrpc_make_request(call) };
    }
    let mut status = evrpc_status {
        error: super::rpc_struct::EVRPC_STATUS_ERR_UNSTARTED,
        http_req: ptr::null_mut(),
    };
    if let Some(cb) = cb {
        // SAFETY: the program vouched for its function and argument.
        unsafe { cb(&mut status, request, reply, cb_arg) };
    }
    -1
}

/// The pool of a call being made; NULL if it is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_request_get_pool(
    ctx: *mut evrpc_request_wrapper,
) -> *mut evrpc_pool {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let pool = unsafe { Request::from_ptr(ctx) }.and_then(Request::pool);
    pool.map_or(ptr::null_mut(), Pool::as_ptr)
}

/// Has another pool make a call. Nothing happens once evrpc_make_request() was called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_request_set_pool(
    ctx: *mut evrpc_request_wrapper,
    pool: *mut evrpc_pool,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (call, pool) = unsafe { (Request::from_ptr(ctx), Pool::from_ptr(pool)) };
    if let Some(call) = call {
        call.set_pool(pool);
    }
}

/// Has another function called when a call has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_request_set_cb(
    ctx: *mut evrpc_request_wrapper,
    cb: Option<
        unsafe extern "C" fn(
            status: *mut evrpc_status,
            request: *mut c_void,
            reply: *mut c_void,
            arg: *mut c_void,
        ),
    >,
    cb_arg: *mut c_void,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(call) = unsafe { Request::from_ptr(ctx) } {
        call.set_done(cb, cb_arg);
    }
}

// Hooks.

/// # Safety
/// `vbase` is NULL, or a server of calls or a pool that was not freed.
unsafe fn hooks(vbase: *mut c_void) -> Option<Handle<Hooks>> {
    // SAFETY: the caller's promise; both begin with their hooks.
    unsafe { Handle::from_ptr(vbase.cast()) }
}

fn direction(hook_type: enum_EVRPC_HOOK_TYPE) -> Option<Direction> {
    const INPUT: enum_EVRPC_HOOK_TYPE = EVRPC_HOOK_TYPE::EVRPC_INPUT as enum_EVRPC_HOOK_TYPE;
    const OUTPUT: enum_EVRPC_HOOK_TYPE = EVRPC_HOOK_TYPE::EVRPC_OUTPUT as enum_EVRPC_HOOK_TYPE;
    match hook_type {
        INPUT => Some(Direction::In),
        OUTPUT => Some(Direction::Out),
        _ => None,
    }
}

/// Has a function called with each message of a server of calls or of a pool, behind those that were added before. It
/// gets the call, its HTTP request, the body, which it may change, and its argument, and returns one of enum
/// EVRPC_HOOK_RESULT; anything else gives the call up. Returns what names it, or NULL without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_add_hook(
    vbase: *mut c_void,
    hook_type: enum_EVRPC_HOOK_TYPE,
    cb: Option<
        unsafe extern "C" fn(
            ctx: *mut c_void,
            req: *mut evhttp_request,
            body: *mut evbuffer,
            arg: *mut c_void,
        ) -> c_int,
    >,
    cb_arg: *mut c_void,
) -> *mut c_void {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let hooks = unsafe { hooks(vbase) };
    let (Some(hooks), Some(direction), Some(cb)) = (hooks, direction(hook_type), cb) else {
        return ptr::null_mut();
    };
    hooks.add(direction, cb, cb_arg).unwrap_or(ptr::null_mut())
}

/// Removes a hook, which evrpc_add_hook() has named. Returns 1, and 0 if there is no such hook.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_remove_hook(
    vbase: *mut c_void,
    hook_type: enum_EVRPC_HOOK_TYPE,
    handle: *mut c_void,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let both = unsafe { hooks(vbase) }.zip(direction(hook_type));
    both.is_some_and(|(hooks, direction)| hooks.remove(direction, handle))
        .into()
}

/// Has a call go on that a hook has paused, or gives it up for EVRPC_TERMINATE. The hooks behind the one that paused it
/// are not called. Returns -1 if no such call is paused.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_resume_request(
    vbase: *mut c_void,
    ctx: *mut c_void,
    res: enum_EVRPC_HOOK_RESULT,
) -> c_int {
    let goes_on = res != EVRPC_HOOK_RESULT::EVRPC_TERMINATE as enum_EVRPC_HOOK_RESULT;
    // SAFETY: the pointer comes from the program, which vouches for it.
    let hooks = unsafe { hooks(vbase) };
    status(
        hooks
            .ok_or(Failed)
            .and_then(|hooks| hooks.resume(ctx, goes_on)),
    )
}

/// Attaches a copy of data to a call, for hooks that are called later. Nothing is attached without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_hook_add_meta(
    ctx: *mut c_void,
    key: *const c_char,
    data: *const c_void,
    data_size: usize,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (Some(context), Some(key)) = (unsafe { (Context::from_ptr(ctx), text(key)) }) else {
        return;
    };
    let data = match data_size {
        0 => &[],
        _ if data.is_null() => return,
        // SAFETY: as above.
        _ => unsafe { slice::from_raw_parts(data.cast(), data_size) },
    };
    let _ = context.add(key.to_bytes(), data);
}

/// Finds the data that was attached first under a name, which is the call's, and its size. Returns -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_hook_find_meta(
    ctx: *mut c_void,
    key: *const c_char,
    data: *mut *mut c_void,
    data_size: *mut usize,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let both = unsafe { Context::from_ptr(ctx).zip(text(key)) };
    let found = both.and_then(|(context, key)| context.find(key.to_bytes()));
    // SAFETY: as above.
    let places = unsafe { data.as_mut().zip(data_size.as_mut()) };
    let Some(((found, size), (data, data_size))) = found.zip(places) else {
        return -1;
    };
    *data = found;
    *data_size = size;
    0
}

/// The connection of a call that hooks are called with; NULL if it is gone, and if no hook was called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evrpc_hook_get_connection(ctx: *mut c_void) -> *mut evhttp_connection {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let conn = unsafe { Context::from_ptr(ctx) }.and_then(Context::connection);
    conn.map_or(ptr::null_mut(), Conn::as_ptr)
}
