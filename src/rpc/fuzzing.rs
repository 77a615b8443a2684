//! What the fuzz targets in `fuzz/` call: arbitrary bytes in, and what must hold whatever they are.
#![allow(missing_docs)]

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_void};
use std::ptr;

use super::{Functions, Pool, Request, RpcBase, ServiceFunctions, evrpc_req_generic};
use crate::base::{Base, LoopFlags};
use crate::buffer::evbuffer;
use crate::ffi::buffer::bytes::evbuffer_copyout;
use crate::ffi::buffer::evbuffer_get_length;
use crate::ffi::event::events::{EV_TIMEOUT, event_base_once};
use crate::ffi::http_struct::evhttp_request;
use crate::ffi::rpc::{
    EVRPC_HOOK_RESULT, EVRPC_HOOK_TYPE, evrpc_add_hook, evrpc_get_reply, evrpc_get_request,
    evrpc_request_done, evrpc_resume_request,
};
use crate::ffi::rpc_struct::{EVRPC_STATUS_ERR_NONE, evrpc_status};
use crate::ffi::tag::{evtag_marshal_int64, evtag_peek, evtag_unmarshal_int64};
use crate::http::Server;
use crate::http::fuzzing::{BASE, answers, compare, converse};

const NAME: &[u8] = b"x";

/// Numbers with tags.
type Numbers = Vec<(u32, u64)>;
/// A request or a reply.
type Message = RefCell<Numbers>;
/// What the program is told of a call: errors, and replies.
type Told = Vec<(c_int, Numbers)>;

thread_local! {
    /// How many messages there are.
    static LIVE: Cell<usize> = const { Cell::new(0) };
    /// The server or the pool of the moment.
    static HOOKED: Cell<*mut c_void> = const { Cell::new(ptr::null_mut()) };
}

/// # Safety
/// It points to a message.
unsafe fn message<'a>(message: *mut c_void) -> &'a Message {
    // SAFETY: the caller's promise.
    unsafe { &*message.cast() }
}

unsafe extern "C" fn make(_: *mut c_void) -> *mut c_void {
    LIVE.set(LIVE.get() + 1);
    Box::into_raw(Box::<Message>::default()).cast()
}

unsafe extern "C" fn free(message: *mut c_void) {
    LIVE.set(LIVE.get() - 1);
    // SAFETY: `make` made it, and it is not used again.
    drop(unsafe { Box::<Message>::from_raw(message.cast()) });
}

unsafe extern "C" fn clear(message: *mut c_void) {
    // SAFETY: a message, here and below.
    unsafe { self::message(message) }.borrow_mut().clear();
}

unsafe extern "C" fn complete(message: *mut c_void) -> c_int {
    // SAFETY: as above.
    let is_complete = unsafe { !self::message(message).borrow().is_empty() };
    if is_complete { 0 } else { -1 }
}

unsafe extern "C" fn marshal(buf: *mut evbuffer, message: *mut c_void) {
    // SAFETY: as above, and the buffer is there.
    unsafe {
        for &(tag, number) in &*self::message(message).borrow() {
            evtag_marshal_int64(buf, tag, number);
        }
    }
}

unsafe extern "C" fn unmarshal(message: *mut c_void, buf: *mut evbuffer) -> c_int {
    // SAFETY: as above.
    unsafe {
        while evbuffer_get_length(buf) > 0 {
            let (mut tag, mut number) = (0, 0);
            if evtag_peek(buf, &mut tag) == -1 || evtag_unmarshal_int64(buf, tag, &mut number) == -1
            {
                return -1;
            }
            self::message(message).borrow_mut().push((tag, number));
        }
    }
    0
}

/// A body's first tag says what becomes of its call.
unsafe extern "C" fn hook(
    call: *mut c_void,
    _: *mut evhttp_request,
    body: *mut evbuffer,
    base: *mut c_void,
) -> c_int {
    let mut tag = 0u8;
    // SAFETY: the buffer is there, and so is the base.
    unsafe {
        evbuffer_copyout(body, ptr::from_mut(&mut tag).cast(), 1);
        match tag {
            2 => {
                event_base_once(base.cast(), -1, EV_TIMEOUT, Some(resume), call, ptr::null());
                EVRPC_HOOK_RESULT::EVRPC_PAUSE as c_int
            }
            3 => EVRPC_HOOK_RESULT::EVRPC_TERMINATE as c_int,
            _ => EVRPC_HOOK_RESULT::EVRPC_CONTINUE as c_int,
        }
    }
}

unsafe extern "C" fn resume(_: c_int, _: i16, call: *mut c_void) {
    // SAFETY: it is there, or null; the call need not be.
    unsafe {
        let how = EVRPC_HOOK_RESULT::EVRPC_CONTINUE as c_int;
        evrpc_resume_request(HOOKED.get(), call, how);
    }
}

/// # Safety
/// It points to a server of calls, or to a pool.
unsafe fn add_hooks(base: Base, hooked: *mut c_void) {
    HOOKED.set(hooked);
    for kind in [EVRPC_HOOK_TYPE::EVRPC_INPUT, EVRPC_HOOK_TYPE::EVRPC_OUTPUT] {
        // SAFETY: the caller's promise.
        let hook = unsafe { evrpc_add_hook(hooked, kind as _, Some(hook), base.as_ptr().cast()) };
        assert!(!hook.is_null());
    }
}

/// Replies with what has come.
unsafe extern "C" fn echo(call: *mut evrpc_req_generic, _: *mut c_void) {
    // SAFETY: the call is there, and so are its messages until it is done.
    unsafe {
        let (request, reply) = (evrpc_get_request(call), evrpc_get_reply(call));
        message(reply).replace(message(request).borrow().clone());
        evrpc_request_done(call);
    }
}

/// A server of calls: those that come in two parts get the replies of those that come at once.
pub fn server(data: &[u8]) {
    let base = BASE.with(|base| *base);
    compare(data, |data, cut| {
        let http = Server::new(Some(base)).unwrap();
        let calls = RpcBase::new(http).ok().unwrap();
        let functions = ServiceFunctions {
            request_new: Some(make),
            request_new_arg: ptr::null_mut(),
            request_free: Some(free),
            request_unmarshal: Some(unmarshal),
            reply_new: Some(make),
            reply_new_arg: ptr::null_mut(),
            reply_free: Some(free),
            reply_complete: Some(complete),
            reply_marshal: Some(marshal),
        };
        let registered = calls.register_functions(NAME, functions, Some(echo), ptr::null_mut());
        assert!(registered.is_ok());
        // SAFETY: it is there until it is freed.
        unsafe { add_hooks(base, calls.as_ptr().cast()) };
        let answers = answers(base, http, data, cut);
        HOOKED.set(ptr::null_mut());
        calls.free();
        assert_eq!(LIVE.get(), 0);
        answers
    });
}

/// A call of a pool's.
#[derive(Default)]
struct Asked {
    request: Message,
    reply: Message,
    told: RefCell<Told>,
}

unsafe extern "C" fn done(
    status: *mut evrpc_status,
    _: *mut c_void,
    reply: *mut c_void,
    told: *mut c_void,
) {
    // SAFETY: they are there.
    unsafe {
        let (error, told) = ((*status).error, &(*told.cast::<Asked>()).told);
        let reply = message(reply).borrow().clone();
        assert!(error != EVRPC_STATUS_ERR_NONE || !(*status).http_req.is_null());
        told.borrow_mut().push((error, reply));
    }
}

/// What the program is told of its first call.
fn told(base: Base, data: &[u8], cut: usize, tag: u32) -> Told {
    let asked = [(); 2].map(|()| Asked::default());
    let pool = Pool::new(Some(base)).ok().unwrap();
    // SAFETY: it is there until it is freed.
    unsafe { add_hooks(base, pool.as_ptr().cast()) };
    converse(base, data, cut, |client| {
        assert!(pool.add(client).is_ok());
        for call in &asked {
            call.request.borrow_mut().push((tag, 7));
            let functions = Functions {
                marshal,
                clear,
                unmarshal,
            };
            let place = |message: &Message| ptr::from_ref(message).cast_mut().cast();
            let messages = (place(&call.request), place(&call.reply));
            let to = (Some(done as _), ptr::from_ref(call).cast_mut().cast());
            let call = Request::new(Some(pool), NAME, functions, messages, to);
            let _ = call.ok().unwrap().launch();
        }
    });
    HOOKED.set(ptr::null_mut());
    pool.free();
    let _ = base.run(LoopFlags::NONBLOCK);
    let [first, _] = asked;
    first.told.into_inner()
}

/// A pool: a reply that comes in two parts is the one that comes at once.
pub fn client(data: &[u8]) {
    let [cut, tag, data @ ..] = data else {
        return;
    };
    let base = BASE.with(|base| *base);
    let whole = told(base, data, 0, u32::from(*tag % 4));
    let parts = told(
        base,
        data,
        usize::from(*cut).min(data.len()),
        u32::from(*tag % 4),
    );
    assert_eq!(whole, parts);
    assert_eq!(whole.len(), 1);
}
