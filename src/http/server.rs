//! Servers: what they listen on, and whom they ask for answers.

use std::cell::{Cell, RefCell};
use std::ffi::{c_char, c_int, c_uint, c_void};
use std::ptr;

use libc::{time_t, timeval};

use super::Failed;
use super::connection::{ByServer, Conn};
use super::hosts::Alias;
use super::method;
use super::paths::{PathError, Paths};
use super::request::{Req, RequestCallback};
use super::sockets::{BevCallback, Bound};
use super::watch::Watchers;
use crate::base::Base;
use crate::buffer::{Buf, evbuffer};
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked, List};
use crate::ds::users::{Used, Users};
use crate::ffi::http::{
    EVHTTP_METHOD_HAS_BODY, HTTP_NOTIMPLEMENTED, HTTP_SERVUNAVAIL, evhttp_ext_method,
    evhttp_ext_method_cb,
};
use crate::ffi::http_struct::evhttp_request;
use crate::rt::text::{self, Short, Text};
use crate::util::date;
use crate::ws::{BySession, Session};

/// Hears of a request that is to come. Below 0 it is not taken.
pub(crate) type NewRequestCallback =
    Option<unsafe extern "C" fn(*mut evhttp_request, *mut c_void) -> c_int>;

/// Makes the page of an error. Below 0 the usual page is sent.
pub(crate) type ErrorCallback = Option<
    unsafe extern "C" fn(
        *mut evhttp_request,
        *mut evbuffer,
        c_int,
        *const c_char,
        *mut c_void,
    ) -> c_int,
>;

/// The methods that a server allows, unless told otherwise.
const USUAL_METHODS: u32 = method::GET | method::POST | method::HEAD | method::PUT | method::DELETE;
/// How long a client may take, in seconds, unless told otherwise.
const USUAL_TIMEOUT: time_t = 50;
const USUAL_TYPE: &[u8] = b"text/html; charset=ISO-8859-1";

/// A server. Opaque to C programs.
pub struct evhttp {
    /// None for one that is a virtual host only.
    pub(super) base: Option<Base>,
    pub(super) sockets: List<Bound, ByHttp>,
    /// Who answers.
    pub(super) answers: Paths,
    /// Who looks at requests before their bodies come.
    pub(super) heads: Paths,
    pub(super) connections: List<Conn, ByServer>,
    /// What connections have become that speak WebSocket now.
    pub(super) sessions: List<Session, BySession>,
    pub(super) virtual_hosts: List<Server, ByHttp>,
    pub(super) aliases: List<Alias, ByHttp>,
    /// The name of a virtual host, as a pattern.
    pub(super) pattern: RefCell<Option<Text>>,
    /// Whose virtual host it is.
    pub(super) parent: Cell<Option<Server>>,
    pub(super) link: Link<Server>,
    pub(super) read_timeout: Cell<timeval>,
    pub(super) write_timeout: Cell<timeval>,
    pub(super) max_headers: Cell<u64>,
    pub(super) max_body: Cell<u64>,
    pub(super) methods: Cell<u32>,
    pub(super) default_type: RefCell<Option<Text>>,
    pub(super) bev_callback: Cell<(BevCallback, *mut c_void)>,
    pub(super) new_request: Cell<(NewRequestCallback, *mut c_void)>,
    pub(super) error_page: Cell<(ErrorCallback, *mut c_void)>,
    pub(super) more_methods: Cell<evhttp_ext_method_cb>,
    pub(super) connection_count: Cell<usize>,
    /// 0 for any number.
    pub(super) max_connections: Cell<usize>,
    pub(super) lingers: Cell<bool>,
    /// The date of the last response, and when that was.
    pub(super) date: Cell<([u8; DATE_LEN], time_t)>,
    watchers: Watchers,
    /// The program until it frees it, and calls that need it to stay.
    users: Users,
    freed: Cell<bool>,
}

/// `Thu, 01 Jan 1970 00:00:00 GMT`
const DATE_LEN: usize = 29;

pub(crate) type Server = Handle<evhttp>;

impl Used for evhttp {
    fn users(&self) -> &Users {
        &self.users
    }
}

/// The lists of a server.
pub(super) struct ByHttp;
impl Linked<Server> for ByHttp {
    fn link(element: &Server) -> &Link<Server> {
        &element.link
    }
}
const fn seconds(tv_sec: time_t) -> timeval {
    timeval { tv_sec, tv_usec: 0 }
}

impl Server {
    pub(crate) fn new(base: Option<Base>) -> Result<Self, Failed> {
        Ok(Handle::make(evhttp {
            base,
            sockets: List::new(),
            answers: Paths::new(),
            heads: Paths::new(),
            connections: List::new(),
            sessions: List::new(),
            virtual_hosts: List::new(),
            aliases: List::new(),
            pattern: RefCell::new(None),
            parent: Cell::new(None),
            link: Link::new(),
            read_timeout: Cell::new(seconds(USUAL_TIMEOUT)),
            write_timeout: Cell::new(seconds(USUAL_TIMEOUT)),
            max_headers: Cell::new(u64::MAX),
            max_body: Cell::new(u64::MAX),
            methods: Cell::new(USUAL_METHODS),
            default_type: RefCell::new(Some(Text::new(USUAL_TYPE)?)),
            bev_callback: Cell::new((None, ptr::null_mut())),
            new_request: Cell::new((None, ptr::null_mut())),
            error_page: Cell::new((None, ptr::null_mut())),
            more_methods: Cell::new(None),
            connection_count: Cell::new(0),
            max_connections: Cell::new(0),
            lingers: Cell::new(false),
            date: Cell::new(([0; DATE_LEN], 0)),
            watchers: Watchers::new(),
            users: Users::new(),
            freed: Cell::new(false),
        })?)
    }

    /// Frees the server with its sockets, connections and virtual hosts.
    pub(crate) fn free(self) {
        if self.freed.replace(true) {
            return;
        }
        self.watchers.tell();
        if let Some(parent) = self.parent.get() {
            parent.virtual_hosts.remove(self);
        }
        while let Some(bound) = self.sockets.first() {
            self.remove_socket(bound);
        }
        while let Some(connection) = self.connections.first() {
            connection.free();
        }
        while let Some(session) = self.sessions.first() {
            session.free();
        }
        self.answers.clear();
        self.heads.clear();
        while let Some(host) = self.virtual_hosts.pop_front() {
            host.parent.set(None);
            host.free();
        }
        while let Some(alias) = self.aliases.pop_front() {
            // SAFETY: nobody else knows it.
            unsafe { alias.dispose() };
        }
        self.drop_user();
    }

    pub(super) fn is_freed(self) -> bool {
        self.freed.get()
    }

    /// Those who have to know when it is freed.
    pub(crate) fn watchers(&self) -> &Watchers {
        &self.watchers
    }

    // Whom it asks.

    /// Has a function called for the requests of a path. Fails if it has one.
    pub(crate) fn set_path(
        self,
        path: &[u8],
        callback: RequestCallback,
        arg: *mut c_void,
    ) -> Result<(), PathError> {
        self.answers.set(path, (callback, arg))
    }

    /// Tells whether there was one.
    pub(crate) fn remove_path(self, path: &[u8]) -> bool {
        self.answers.remove(path)
    }

    /// Has a function called for all other requests.
    pub(crate) fn set_general(self, callback: RequestCallback, arg: *mut c_void) {
        self.answers.set_general((callback, arg));
    }

    /// Has a function called with the heads of requests of a path, or of all others. Fails if the path has one.
    pub(crate) fn set_head_callback(
        self,
        path: Option<&[u8]>,
        callback: RequestCallback,
        arg: *mut c_void,
    ) -> Result<(), PathError> {
        match path {
            Some(path) => self.heads.set(path, (callback, arg)),
            None => {
                self.heads.set_general((callback, arg));
                Ok(())
            }
        }
    }

    pub(crate) fn set_bev_callback(self, callback: BevCallback, arg: *mut c_void) {
        self.bev_callback.set((callback, arg));
    }

    pub(crate) fn set_new_request_callback(self, callback: NewRequestCallback, arg: *mut c_void) {
        self.new_request.set((callback, arg));
    }

    /// Whether the program takes a request that is to come.
    pub(super) fn takes(self, req: Req) -> bool {
        match self.new_request.get() {
            // SAFETY: the program vouched for its function and argument.
            (Some(callback), arg) => unsafe { callback(req.as_ptr(), arg) >= 0 },
            (None, _) => true,
        }
    }

    pub(crate) fn set_error_callback(self, callback: ErrorCallback, arg: *mut c_void) {
        self.error_page.set((callback, arg));
    }

    /// Has the program make the page of an error. Tells whether it did.
    pub(super) fn make_error_page(self, req: Req, page: Buf, code: c_int, reason: &[u8]) -> bool {
        let (Some(callback), arg) = self.error_page.get() else {
            return false;
        };
        let Ok(reason) = Text::new(reason) else {
            return false;
        };
        // SAFETY: the program vouched for its function and argument; the page is lent to it.
        let made =
            unsafe { callback(req.as_ptr(), page.as_ptr(), code, reason.as_ptr(), arg) >= 0 };
        if !made {
            // The usual page begins anew.
            let _ = page.drain(page.len());
        }
        made
    }

    pub(crate) fn set_more_methods(self, callback: evhttp_ext_method_cb) {
        self.more_methods.set(callback);
    }

    pub(crate) fn set_max_connections(self, max: usize) {
        self.max_connections.set(max);
    }

    pub(crate) fn connection_count(self) -> usize {
        self.connection_count.get()
    }

    /// Whether there are as many connections as there may be.
    pub(super) fn is_full(self) -> bool {
        let max = self.max_connections.get();
        max > 0 && self.connection_count.get() >= max
    }

    /// Whether connections that end with an error first take in the rest of the request.
    pub(crate) fn set_lingering(self, on: bool) {
        self.lingers.set(on);
    }

    pub(super) fn lingers(self) -> bool {
        self.lingers.get()
    }

    /// The bit of a method, and whether its requests may have a body.
    pub(super) fn method(self, name: &[u8]) -> Option<(u32, bool)> {
        if let Some(method) = method::by_name(name) {
            return Some((method.bit, method.has_body));
        }
        let callback = self.more_methods.get()?;
        let name = Text::new(name).ok()?;
        let mut method = evhttp_ext_method {
            method: name.as_ptr(),
            r#type: 0,
            flags: 0,
        };
        // SAFETY: the program vouched for its function.
        let found = unsafe { callback(&mut method) >= 0 };
        let has_body = c_int::from(method.flags) & EVHTTP_METHOD_HAS_BODY != 0;
        (found && method.r#type != 0).then_some((method.r#type, has_body))
    }

    /// Has a request answered.
    pub(super) fn handle(self, req: Req) {
        if let Some(status) = self.refuses(req) {
            return req.reply_error(status, None);
        }
        let (callback, arg) = self.host_of(req).answers.of(req);
        match callback {
            Some(_) => req.call(callback, arg),
            None => req.not_found(),
        }
    }

    /// The status of requests that the program does not see.
    fn refuses(self, req: Req) -> Option<c_int> {
        let is_allowed = req.r#type.get() & self.methods.get() != 0;
        let is_surplus = req.connection().is_some_and(|conn| conn.surplus.get());
        match (is_allowed, is_surplus) {
            (false, _) => Some(HTTP_NOTIMPLEMENTED),
            (true, true) => Some(HTTP_SERVUNAVAIL),
            (true, false) => None,
        }
    }

    /// Shows the program the head of a request whose body is to come.
    pub(super) fn show_head(self, req: Req) {
        if self.refuses(req).is_some() {
            // It hears so behind its body.
            return;
        }
        let (callback, arg) = self.host_of(req).heads.of(req);
        req.call(callback, arg);
    }

    /// The host, which may be a virtual one, that a request is for.
    fn host_of(self, req: Req) -> Server {
        if self.virtual_hosts.is_empty() {
            return self;
        }
        // SAFETY: the host is a C string of the request's, or null.
        let host = unsafe { text::bytes(req.host()) };
        host.map_or(self, |host| self.host_for(host))
    }

    // Its settings.

    pub(crate) fn set_read_timeout(self, time: timeval) {
        self.read_timeout.set(time);
    }

    pub(crate) fn set_write_timeout(self, time: timeval) {
        self.write_timeout.set(time);
    }

    pub(crate) fn set_max_headers(self, max: u64) {
        self.max_headers.set(max);
    }

    pub(crate) fn set_max_body(self, max: u64) {
        self.max_body.set(max);
    }

    pub(crate) fn set_methods(self, methods: c_uint) {
        self.methods.set(methods);
    }

    /// Sets the type of bodies for which the program says none; for `None` none is told.
    pub(crate) fn set_default_type(self, kind: Option<&[u8]>) {
        // Without memory none is told.
        *self.default_type.borrow_mut() = kind.and_then(|kind| Text::new(kind).ok());
    }

    pub(super) fn with_default_type<R>(self, call: impl FnOnce(Option<&[u8]>) -> R) -> R {
        call(self.default_type.borrow().as_ref().map(Text::as_bytes))
    }

    /// The date for a response.
    pub(super) fn date(self) -> [u8; DATE_LEN] {
        // SAFETY: time may be asked without a place for the result.
        let now = unsafe { libc::time(ptr::null_mut()) };
        let (mut text, when) = self.date.get();
        if when != now {
            let written =
                Short::<DATE_LEN>::new(format_args!("{}", date::Rfc1123(&date::now_utc())));
            // All dates are as long, in this millennium and some more.
            text = written.as_bytes().try_into().unwrap_or(text);
            self.date.set((text, now));
        }
        text
    }
}

/// A time in seconds; below 0 for the usual one.
pub(crate) fn timeout_of(time: c_int) -> timeval {
    seconds(if time < 0 { USUAL_TIMEOUT } else { time.into() })
}
