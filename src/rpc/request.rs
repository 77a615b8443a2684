//! Calls being made: from the struct, through hooks and a connection, to the reply.

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_void};
use std::ptr;

use libc::timeval;

use super::hooks::{Direction, Pause, Verdict};
use super::meta::{Context, Meta};
use super::path_of;
use super::pool::Pool;
use crate::base::{Base, Debug, Ev, Events, Timeout, Wait, event};
use crate::buffer::evbuffer;
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked};
use crate::ds::users::{Used, Users, Using};
use crate::ffi::http::evhttp_cmd_type;
use crate::ffi::http_struct::evhttp_request;
use crate::ffi::rpc_struct::{
    EVRPC_STATUS_ERR_BADPAYLOAD, EVRPC_STATUS_ERR_HOOKABORTED, EVRPC_STATUS_ERR_NONE,
    EVRPC_STATUS_ERR_TIMEOUT, EVRPC_STATUS_ERR_UNSTARTED, evrpc_status,
};
use crate::http::{Conn, Failed, Req, Watcher};
use crate::rt::text::Text;

/// Hears how a call ended: gets the status, the request, the reply and its argument.
pub(crate) type DoneFunction =
    Option<unsafe extern "C" fn(*mut evrpc_status, *mut c_void, *mut c_void, *mut c_void)>;

/// The functions for the structs of a call.
#[derive(Clone, Copy)]
pub(crate) struct Functions {
    pub(crate) marshal: unsafe extern "C" fn(*mut evbuffer, *mut c_void),
    pub(crate) clear: unsafe extern "C" fn(*mut c_void),
    pub(crate) unmarshal: unsafe extern "C" fn(*mut c_void, *mut evbuffer) -> c_int,
}

/// How far a call is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The program has made it, and may start it.
    Made,
    Waiting,
    /// With the hooks for output. Its HTTP request is the call's.
    Starting,
    /// Its HTTP request is its connection's.
    Sent,
    /// With the hooks for input. Its HTTP request is the call's if it is paused.
    Ending,
    /// The program has heard of its end, or nobody wants to hear of it.
    Over,
}

/// A call being made. Opaque to C programs.
#[repr(C)]
pub struct evrpc_request_wrapper {
    /// First, as for calls being served.
    hook_meta: Cell<Option<Meta>>,
    pool: Cell<Option<Pool>>,
    stage: Cell<Stage>,
    conn: Cell<Option<Conn>>,
    conn_watcher: Watcher,
    req: Cell<Option<Req>>,
    req_watcher: Watcher,
    name: Text,
    functions: Functions,
    request: *mut c_void,
    reply: *mut c_void,
    done: Cell<(DoneFunction, *mut c_void)>,
    /// Runs while there is a time for it.
    timer: event,
    has_timer: Cell<bool>,
    pause: Pause,
    link: Link<Request>,
    /// The program or a pool until the call is over, and those who use it.
    users: Users,
}

pub(crate) type Request = Handle<evrpc_request_wrapper>;

pub(super) struct ByPool;
impl Linked<Request> for ByPool {
    fn link(element: &Request) -> &Link<Request> {
        &element.link
    }
}

impl Used for evrpc_request_wrapper {
    fn users(&self) -> &Users {
        &self.users
    }
}

impl Request {
    pub(crate) fn new(
        pool: Option<Pool>,
        name: &[u8],
        functions: Functions,
        (request, reply): (*mut c_void, *mut c_void),
        done: (DoneFunction, *mut c_void),
    ) -> Result<Self, Failed> {
        let call = Handle::make(evrpc_request_wrapper {
            hook_meta: Cell::new(None),
            pool: Cell::new(None),
            stage: Cell::new(Stage::Made),
            conn: Cell::new(None),
            conn_watcher: Watcher::new(conn_gone),
            req: Cell::new(None),
            req_watcher: Watcher::new(req_gone),
            name: Text::new(name)?,
            functions,
            request,
            reply,
            done: Cell::new(done),
            timer: event::unused(),
            has_timer: Cell::new(false),
            pause: Pause::new(resume),
            link: Link::new(),
            users: Users::new(),
        })?;
        call.set_pool(pool);
        Ok(call)
    }

    fn is_over(self) -> bool {
        self.stage.get() == Stage::Over
    }

    fn context(self) -> Option<Context> {
        // SAFETY: the call is there, and begins with such a cell.
        unsafe { Context::from_ptr(self.as_ptr().cast()) }
    }

    pub(crate) fn pool(self) -> Option<Pool> {
        self.pool.get()
    }

    /// Has another pool make the call, if it was not made yet.
    pub(crate) fn set_pool(self, pool: Option<Pool>) {
        if self.stage.get() != Stage::Made {
            return;
        }
        if let Some(old) = self.pool.take() {
            old.others.remove(self);
        }
        if let Some(pool) = pool.filter(|pool| !pool.is_freed()) {
            pool.others.push_back(self);
            self.pool.set(Some(pool));
        }
    }

    pub(crate) fn set_done(self, done: DoneFunction, arg: *mut c_void) {
        self.done.set((done, arg));
    }

    /// Makes the call when a connection has nothing else to do. Without a pool it fails, and the program hears of
    /// that, too.
    pub(crate) fn launch(self) -> Result<(), Failed> {
        if self.stage.get() != Stage::Made {
            return Err(Failed);
        }
        let Some(pool) = self.pool.get() else {
            let _using = self.enter();
            self.fail(EVRPC_STATUS_ERR_UNSTARTED);
            return Err(Failed);
        };
        self.stage.set(Stage::Waiting);
        pool.others.remove(self);
        pool.waiting.push_back(self);
        pool.schedule();
        Ok(())
    }

    /// Begins the call on a connection.
    pub(super) fn start(self, pool: Pool, conn: Conn) {
        let _using = self.enter();
        self.stage.set(Stage::Starting);
        self.conn.set(Some(conn));
        conn.watchers()
            .add(&self.conn_watcher, self.as_ptr().cast());
        match self.prepare(pool) {
            _ if self.is_over() => {}
            Verdict::Continue => self.send(),
            Verdict::Pause => pool.hooks().pause(&self.pause, self.as_ptr().cast()),
            Verdict::Terminate => self.fail(EVRPC_STATUS_ERR_UNSTARTED),
        }
    }

    /// Makes the HTTP request and shows it to the hooks.
    fn prepare(self, pool: Pool) -> Verdict {
        let Ok(req) = Req::new(Some(replied), self.as_ptr().cast()) else {
            return Verdict::Terminate;
        };
        self.req.set(Some(req));
        req.watchers().add(&self.req_watcher, self.as_ptr().cast());
        let (verdict, _) = req.kept_during(|req| {
            // SAFETY: the program vouched for its function, which gets its struct.
            unsafe { (self.functions.marshal)(req.output().as_ptr(), self.request) };
            self.pass_hooks(pool, Direction::Out, req)
        });
        verdict
    }

    fn pass_hooks(self, pool: Pool, direction: Direction, req: Req) -> Verdict {
        let hooks = pool.hooks();
        if self.is_over() || !hooks.has(direction) {
            return Verdict::Continue;
        }
        let Some(context) = self.context() else {
            return Verdict::Terminate;
        };
        if context.set_connection(self.conn.get()).is_err() {
            return Verdict::Terminate;
        }
        let body = match direction {
            Direction::In => req.input(),
            Direction::Out => req.output(),
        };
        hooks.run(direction, self.as_ptr().cast(), req, body)
    }

    /// Sends the HTTP request.
    fn send(self) {
        let sent = self.try_to_send();
        match self.stage.get() {
            // The program has heard of its end meanwhile.
            Stage::Ending | Stage::Over => {}
            _ if sent.is_err() => self.fail(EVRPC_STATUS_ERR_UNSTARTED),
            // The connection has ended within the call.
            _ if self.req.get().is_none() => self.fail(EVRPC_STATUS_ERR_TIMEOUT),
            _ => self.stage.set(Stage::Sent),
        }
    }

    fn try_to_send(self) -> Result<(), Failed> {
        let (Some(req), Some(conn)) = (self.req.get(), self.conn.get()) else {
            return Err(Failed);
        };
        let client = conn.client().ok_or(Failed)?;
        let path = path_of(self.name.as_bytes())?;
        self.start_timer(conn)?;
        let method = evhttp_cmd_type::EVHTTP_REQ_POST as u32;
        client.make_request(req, method, path.as_bytes())
    }

    /// The HTTP layer is done with the request, which is kept meanwhile; none if it has failed.
    fn take_reply(self, req: Option<Req>) {
        self.unwatch_request();
        self.stop_timer();
        self.stage.set(Stage::Ending);
        let (Some(req), Some(pool)) = (req, self.pool.get()) else {
            return self.finish(None, true);
        };
        let _pool = pool.enter();
        let verdict = self.pass_hooks(pool, Direction::In, req);
        match verdict {
            _ if self.is_over() => {}
            Verdict::Continue => self.finish(Some(req), true),
            Verdict::Terminate => self.finish(Some(req), false),
            Verdict::Pause => {
                req.own();
                self.req.set(Some(req));
                req.watchers().add(&self.req_watcher, self.as_ptr().cast());
                pool.hooks().pause(&self.pause, self.as_ptr().cast());
            }
        }
    }

    /// Reads the reply, and tells the program.
    fn finish(self, req: Option<Req>, goes_on: bool) {
        let error = match req {
            None => EVRPC_STATUS_ERR_TIMEOUT,
            Some(_) if !goes_on => EVRPC_STATUS_ERR_HOOKABORTED,
            Some(req) => {
                // SAFETY: the program vouched for its function, which gets its struct.
                let read = unsafe { (self.functions.unmarshal)(self.reply, req.input().as_ptr()) };
                match read {
                    -1 => EVRPC_STATUS_ERR_BADPAYLOAD,
                    _ => EVRPC_STATUS_ERR_NONE,
                }
            }
        };
        if error != EVRPC_STATUS_ERR_NONE && !self.is_over() {
            // SAFETY: as above.
            unsafe { (self.functions.clear)(self.reply) };
        }
        self.tell(error, req);
    }

    /// Ends a call that has not come as far as a reply.
    fn fail(self, error: c_int) {
        if error == EVRPC_STATUS_ERR_TIMEOUT {
            return self.finish(None, true);
        }
        self.free_request();
        self.tell(error, None);
    }

    /// Tells the program of the end, and has another call begin.
    fn tell(self, error: c_int, req: Option<Req>) {
        if self.is_over() {
            return;
        }
        let pool = self.pool.get();
        let _pool = pool.map(Pool::enter);
        if let Some(pool) = pool {
            pool.others.remove(self);
        }
        self.leave();
        let (done, arg) = self.done.get();
        let mut status = evrpc_status {
            error,
            http_req: req.map_or(ptr::null_mut(), Req::as_ptr),
        };
        if let Some(done) = done {
            // SAFETY: the program vouched for its function and argument.
            unsafe { done(&mut status, self.request, self.reply, arg) };
        }
        if let Some(pool) = pool {
            pool.schedule();
        }
    }

    /// The pool goes, and with it the call, if it was made.
    pub(super) fn forget(self) {
        if self.stage.get() == Stage::Made {
            self.pool.set(None);
            return;
        }
        let _using = self.enter();
        self.free_request();
        self.leave();
    }

    /// The call is over, and on no list of its pool.
    fn leave(self) {
        self.stage.set(Stage::Over);
        self.stop_timer();
        self.unwatch_request();
        if let Some(conn) = self.conn.take() {
            conn.watchers().remove(&self.conn_watcher);
        }
        if let Some(pool) = self.pool.take() {
            pool.hooks().unpause(&self.pause);
        }
        if let Some(context) = self.context() {
            context.clear();
        }
        self.drop_user();
    }

    fn unwatch_request(self) {
        if let Some(req) = self.req.take() {
            req.watchers().remove(&self.req_watcher);
        }
    }

    /// Frees the HTTP request, if the call has one; one that is under way tells nobody.
    fn free_request(self) {
        let Some(req) = self.req.get() else {
            return;
        };
        self.unwatch_request();
        req.cb.set(None);
        if req.connection().is_none() {
            req.free();
        }
    }

    // Its time.

    fn timer(&self) -> Ev {
        // SAFETY: the event is part of the call.
        unsafe { Ev::new((&self.timer).into()) }
    }

    fn start_timer(self, conn: Conn) -> Result<(), Failed> {
        let Some(pool) = self.pool.get().filter(|pool| pool.timeout() > 0) else {
            return Ok(());
        };
        let base = pool.base().or_else(|| conn.base()).or_else(Base::current);
        let timer = self.timer();
        timer.assign_for(
            base.ok_or(Failed)?,
            Events::empty(),
            Some(late),
            self.as_ptr().cast(),
        );
        self.has_timer.set(true);
        let time = timeval {
            tv_sec: pool.timeout().into(),
            tv_usec: 0,
        };
        timer.add(Some(Timeout::After(time))).map_err(|_| Failed)
    }

    fn stop_timer(self) {
        if self.has_timer.take() {
            let _ = self.timer().del(Wait::No);
            Debug::note_torn_down(self.timer());
        }
    }

    /// The call takes too long: its connection begins anew.
    fn give_up(self) {
        let Some(req) = self.req.get() else {
            return;
        };
        self.unwatch_request();
        self.stop_timer();
        req.cb.set(None);
        req.cancel();
        if !self.is_over() {
            self.fail(EVRPC_STATUS_ERR_TIMEOUT);
        }
    }
}

/// # Safety
/// `call` is an argument that the call has given out: itself.
unsafe fn used(call: *mut c_void) -> Option<(Request, Using<evrpc_request_wrapper>)> {
    // SAFETY: the caller's promise.
    let call = unsafe { Request::from_ptr(call.cast()) }?;
    Some((call, call.enter()))
}

unsafe extern "C" fn replied(req: *mut evhttp_request, call: *mut c_void) {
    // SAFETY: the request's argument is its call, which takes itself away before it goes.
    let (req, call) = unsafe { (Req::from_ptr(req), used(call)) };
    if let Some((call, _using)) = call {
        call.take_reply(req);
    }
}

unsafe extern "C" fn late(_fd: c_int, _what: c_short, call: *mut c_void) {
    // SAFETY: the timer's argument is its call.
    if let Some((call, _using)) = unsafe { used(call) } {
        call.give_up();
    }
}

/// A call that was paused goes on, or is given up.
fn resume(call: *mut c_void, goes_on: bool) {
    // SAFETY: calls leave the list of those that are paused before they go.
    let Some((call, _using)) = (unsafe { used(call) }) else {
        return;
    };
    match (call.stage.get(), call.req.get()) {
        (Stage::Starting, _) if goes_on => call.send(),
        (Stage::Starting, _) => call.fail(EVRPC_STATUS_ERR_UNSTARTED),
        (_, Some(req)) => {
            call.unwatch_request();
            // The program may make it its own.
            req.disown();
            req.end_with(|req| call.finish(Some(req), goes_on));
        }
        (_, None) => call.finish(None, goes_on),
    }
}

fn conn_gone(call: *mut c_void) {
    // SAFETY: the watcher's argument is what it is part of.
    if let Some(call) = unsafe { Request::from_ptr(call.cast()) } {
        call.conn.set(None);
    }
}

/// The HTTP request has gone without a word: its connection was freed, or it was cancelled.
fn req_gone(call: *mut c_void) {
    // SAFETY: as above.
    let Some((call, _using)) = (unsafe { used(call) }) else {
        return;
    };
    call.req.set(None);
    if call.stage.get() == Stage::Sent {
        call.fail(EVRPC_STATUS_ERR_TIMEOUT);
    }
}
