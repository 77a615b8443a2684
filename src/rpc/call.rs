//! Calls being served: from the request, through hooks and the program, to the reply.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;

use super::hooks::{Direction, Pause, Verdict};
use super::meta::{Context, Meta};
use super::server::Service;
use crate::buffer::{Buf, evbuffer};
use crate::ds::handle::Handle;
use crate::ffi::http::{HTTP_OK, HTTP_SERVUNAVAIL, evhttp_cmd_type};
use crate::ffi::http_struct::evhttp_request;
use crate::ffi::rpc_struct::evrpc;
use crate::http::{Failed, Req, Watcher};

/// How far a call is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// With the hooks for input.
    Coming,
    /// With the program, which is to answer.
    Given,
    /// With the hooks for output, or beyond.
    Going,
}

/// A call being served. Its first fields are those of EVRPC_STRUCT().
#[repr(C)]
pub struct evrpc_req_generic {
    hook_meta: Cell<Option<Meta>>,
    request: Cell<*mut c_void>,
    reply: Cell<*mut c_void>,
    rpc: *mut evrpc,
    /// NULL when it has gone with its server.
    http_req: Cell<*mut evhttp_request>,
    rpc_data: Cell<*mut evbuffer>,
    service: Service,
    stage: Cell<Stage>,
    pause: Pause,
    http_watcher: Watcher,
}

pub(super) type Call = Handle<evrpc_req_generic>;

/// A request for a call has come.
pub(super) unsafe extern "C" fn asked(req: *mut evhttp_request, service: *mut c_void) {
    // SAFETY: the path's argument is its service.
    let (req, service) = unsafe { (Req::from_ptr(req), Service::from_ptr(service.cast())) };
    let (Some(req), Some(service)) = (req, service) else {
        return;
    };
    let is_post = req.r#type.get() == evhttp_cmd_type::EVHTTP_REQ_POST as u32;
    let call = Some(req).filter(|req| is_post && req.input().len() > 0);
    match call.ok_or(Failed).and_then(|req| Call::new(service, req)) {
        Ok(call) => call.begin(),
        Err(_) => refuse(req),
    }
}

fn refuse(req: Req) {
    req.reply_error(HTTP_SERVUNAVAIL, None);
}

impl Call {
    fn new(service: Service, req: Req) -> Result<Self, Failed> {
        let call = Handle::make(evrpc_req_generic {
            hook_meta: Cell::new(None),
            request: Cell::new(ptr::null_mut()),
            reply: Cell::new(ptr::null_mut()),
            rpc: service.rpc(),
            http_req: Cell::new(req.as_ptr()),
            rpc_data: Cell::new(ptr::null_mut()),
            service,
            stage: Cell::new(Stage::Coming),
            pause: Pause::new(resume),
            http_watcher: Watcher::new(http_gone),
        })?;
        service.add_user();
        req.watchers().add(&call.http_watcher, call.as_ptr().cast());
        Ok(call)
    }

    fn context(self) -> Option<Context> {
        // SAFETY: the call is there, and begins with such a cell.
        unsafe { Context::from_ptr(self.as_ptr().cast()) }
    }

    fn req(self) -> Option<Req> {
        // SAFETY: the field is cleared when the request goes.
        unsafe { Req::from_ptr(self.http_req.get()) }
    }

    fn begin(self) {
        match self.pass_hooks(Direction::In, |req| req.input()) {
            Verdict::Continue => self.give(),
            Verdict::Terminate => self.fail(),
            Verdict::Pause => {}
        }
    }

    /// Has hooks see a message. If one pauses the call, it is on the list of those.
    fn pass_hooks(self, direction: Direction, body: impl FnOnce(Req) -> Buf) -> Verdict {
        let base = self.service.base();
        if !base.hooks().has(direction) {
            return Verdict::Continue;
        }
        let (Some(req), Some(context)) = (self.req(), self.context()) else {
            return Verdict::Terminate;
        };
        if context.set_connection(req.connection()).is_err() {
            return Verdict::Terminate;
        }
        let (verdict, _) = req.kept_during(|req| {
            let hooks = base.hooks();
            hooks.run(direction, self.as_ptr().cast(), req, body(req))
        });
        match verdict {
            // Nobody could have it go on.
            Verdict::Pause if base.is_freed() => return Verdict::Terminate,
            Verdict::Pause => base.hooks().pause(&self.pause, self.as_ptr().cast()),
            Verdict::Continue | Verdict::Terminate => {}
        }
        verdict
    }

    /// Reads the request, and has the program serve it.
    fn give(self) {
        match self.read() {
            Ok(()) if self.service.is_registered() => {}
            _ => return self.fail(),
        }
        self.stage.set(Stage::Given);
        // SAFETY: the struct lives as long as the service.
        let (serve, arg) = unsafe { ((*self.rpc).cb, (*self.rpc).cb_arg) };
        match serve {
            // SAFETY: the program vouched for its function and argument.
            Some(serve) => unsafe { serve(self.as_ptr(), arg) },
            None => self.fail(),
        }
    }

    fn read(self) -> Result<(), Failed> {
        let rpc = self.rpc;
        // SAFETY: the struct lives as long as the service; the program vouched for its functions, which get what
        // they have made.
        unsafe {
            let request = (*rpc).request_new.ok_or(Failed)?((*rpc).request_new_arg);
            self.request.set(request);
            if request.is_null() {
                return Err(Failed);
            }
            let body = self.req().ok_or(Failed)?.input();
            if (*rpc).request_unmarshal.ok_or(Failed)?(request, body.as_ptr()) == -1 {
                return Err(Failed);
            }
            let reply = (*rpc).reply_new.ok_or(Failed)?((*rpc).reply_new_arg);
            self.reply.set(reply);
            if reply.is_null() {
                return Err(Failed);
            }
        }
        Ok(())
    }

    /// The program has filled in the reply.
    pub(crate) fn done(self) {
        if self.stage.get() != Stage::Given {
            return;
        }
        self.stage.set(Stage::Going);
        let Ok(data) = self.write() else {
            return self.fail();
        };
        match self.pass_hooks(Direction::Out, |_| data) {
            Verdict::Continue => self.send(),
            Verdict::Terminate => self.fail(),
            Verdict::Pause => {}
        }
    }

    fn write(self) -> Result<Buf, Failed> {
        let (rpc, reply) = (self.rpc, self.reply.get());
        // SAFETY: the struct lives as long as the service; the program vouched for its functions.
        unsafe {
            if (*rpc)
                .reply_complete
                .is_some_and(|check| check(reply) == -1)
            {
                return Err(Failed);
            }
            let marshal = (*rpc).reply_marshal.ok_or(Failed)?;
            let data = Buf::new().map_err(|_| Failed)?;
            self.rpc_data.set(data.as_ptr());
            marshal(data.as_ptr(), reply);
            Ok(data)
        }
    }

    fn send(self) {
        let req = self.leave_request();
        // SAFETY: the call has the buffer.
        let data = unsafe { Buf::from_ptr(self.rpc_data.get()) };
        if let Some(req) = req {
            let headers = req.to_send();
            let has_type = headers.value(b"Content-Type").is_some();
            let kind = b"application/octet-stream";
            if has_type || headers.add(b"Content-Type", kind).is_ok() {
                req.reply(HTTP_OK, Some(b"OK"), data);
            } else {
                refuse(req);
            }
        }
        self.free();
    }

    /// Ends the call with an error.
    fn fail(self) {
        if let Some(req) = self.leave_request() {
            refuse(req);
        }
        self.free();
    }

    /// The HTTP request, which is about to be answered, unless the program has done that itself.
    fn leave_request(self) -> Option<Req> {
        let req = self.req()?;
        req.watchers().remove(&self.http_watcher);
        Some(req).filter(|req| !req.is_answered())
    }

    fn free(self) {
        let rpc = self.rpc;
        let (request, reply) = (self.request.get(), self.reply.get());
        // SAFETY: the struct lives as long as the service; the program vouched for its functions, which get what
        // they have made.
        unsafe {
            if let Some(free) = (*rpc).request_free.filter(|_| !request.is_null()) {
                free(request);
            }
            if let Some(free) = (*rpc).reply_free.filter(|_| !reply.is_null()) {
                free(reply);
            }
        }
        // SAFETY: the call has the buffer.
        if let Some(data) = unsafe { Buf::from_ptr(self.rpc_data.get()) } {
            data.release();
        }
        if let Some(context) = self.context() {
            context.clear();
        }
        let service = self.service;
        // SAFETY: the program has given it up, or never had it.
        unsafe { self.dispose() };
        service.drop_user();
    }

    /// The struct of the request.
    pub(crate) fn request(self) -> *mut c_void {
        self.request.get()
    }

    /// The struct of the reply.
    pub(crate) fn reply(self) -> *mut c_void {
        self.reply.get()
    }
}

/// A call that was paused goes on, or is given up.
fn resume(call: *mut c_void, goes_on: bool) {
    // SAFETY: calls leave the list of those that are paused before they go.
    let Some(call) = (unsafe { Call::from_ptr(call.cast()) }) else {
        return;
    };
    match call.stage.get() {
        _ if !goes_on => call.fail(),
        Stage::Coming => call.give(),
        Stage::Given | Stage::Going => call.send(),
    }
}

fn http_gone(call: *mut c_void) {
    // SAFETY: the watcher's argument is what it is part of.
    if let Some(call) = unsafe { Call::from_ptr(call.cast()) } {
        call.http_req.set(ptr::null_mut());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::offset_of;

    /// What EVRPC_HEADER() declares.
    #[test]
    #[cfg(target_pointer_width = "64")]
    fn layout() {
        let offsets = [
            offset_of!(evrpc_req_generic, hook_meta),
            offset_of!(evrpc_req_generic, request),
            offset_of!(evrpc_req_generic, reply),
            offset_of!(evrpc_req_generic, rpc),
            offset_of!(evrpc_req_generic, http_req),
            offset_of!(evrpc_req_generic, rpc_data),
        ];
        assert_eq!(offsets, [0, 8, 16, 24, 32, 40]);
        assert_eq!(size_of::<Cell<Option<Meta>>>(), 8);
    }
}
