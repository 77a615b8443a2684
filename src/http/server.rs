//! Servers: what they listen on, and whom they ask for answers.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::mem;
use std::ptr;

use libc::{sockaddr, sockaddr_storage, time_t, timeval};

use super::Failed;
use super::connection::{ByServer, Conn, Setup};
use super::escape::{Plus, decode};
use super::method;
use super::request::{Req, RequestCallback};
use super::uri_object::Piece;
use crate::base::Base;
use crate::base::event_base;
use crate::buffer::{Buf, evbuffer};
use crate::bufferevent::{Bev, Options, bufferevent};
use crate::dns::no_hints;
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked, List};
use crate::ffi::http::{
    EVHTTP_METHOD_HAS_BODY, HTTP_NOTIMPLEMENTED, HTTP_SERVUNAVAIL, evhttp_ext_method,
    evhttp_ext_method_cb,
};
use crate::ffi::http_struct::evhttp_request;
use crate::listener::{self, Listener, evconnlistener};
use crate::rt::log::warnx;
use crate::rt::mm;
use crate::rt::text::{self, Short, Text};
use crate::util::{address, date, gai, ip_text, socket};

/// Makes the bufferevent of a new connection.
pub(crate) type BevCallback =
    Option<unsafe extern "C" fn(*mut event_base, *mut c_void) -> *mut bufferevent>;

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
/// How many connections may wait to be accepted.
const BACKLOG: c_int = 128;
const USUAL_TYPE: &[u8] = b"text/html; charset=ISO-8859-1";

/// A server. Opaque to C programs.
pub struct evhttp {
    /// None for one that is a virtual host only.
    base: Option<Base>,
    sockets: List<Bound, ByHttp>,
    callbacks: List<Path, ByHttp>,
    connections: List<Conn, ByServer>,
    virtual_hosts: List<Server, ByHttp>,
    aliases: List<Alias, ByHttp>,
    /// The name of a virtual host, as a pattern.
    pattern: RefCell<Option<Text>>,
    /// Whose virtual host it is.
    parent: Cell<Option<Server>>,
    link: Link<Server>,
    read_timeout: Cell<timeval>,
    write_timeout: Cell<timeval>,
    max_headers: Cell<u64>,
    max_body: Cell<u64>,
    methods: Cell<u32>,
    default_type: RefCell<Option<Text>>,
    general: Cell<RequestCallback>,
    general_arg: Cell<*mut c_void>,
    bev_callback: Cell<(BevCallback, *mut c_void)>,
    new_request: Cell<(NewRequestCallback, *mut c_void)>,
    error_page: Cell<(ErrorCallback, *mut c_void)>,
    more_methods: Cell<evhttp_ext_method_cb>,
    connection_count: Cell<usize>,
    /// 0 for any number.
    max_connections: Cell<usize>,
    lingers: Cell<bool>,
    /// The date of the last response, and when that was.
    date: Cell<([u8; DATE_LEN], time_t)>,
}

/// `Thu, 01 Jan 1970 00:00:00 GMT`
const DATE_LEN: usize = 29;

/// A socket on which a server listens. Opaque to C programs.
pub struct evhttp_bound_socket {
    server: Server,
    listener: Listener,
    /// Makes bufferevents in the place of the server's function.
    bev_callback: Cell<(BevCallback, *mut c_void)>,
    link: Link<Bound>,
}

/// A function for the requests of a path.
pub(crate) struct OnePath {
    path: Text,
    callback: RequestCallback,
    arg: *mut c_void,
    link: Link<Path>,
}

pub(crate) struct OneAlias {
    name: Text,
    link: Link<Alias>,
}

pub(crate) type Server = Handle<evhttp>;
pub(crate) type Bound = Handle<evhttp_bound_socket>;
type Path = Handle<OnePath>;
type Alias = Handle<OneAlias>;

/// The lists of a server.
struct ByHttp;
impl Linked<Bound> for ByHttp {
    fn link(element: &Bound) -> &Link<Bound> {
        &element.link
    }
}
impl Linked<Path> for ByHttp {
    fn link(element: &Path) -> &Link<Path> {
        &element.link
    }
}
impl Linked<Server> for ByHttp {
    fn link(element: &Server) -> &Link<Server> {
        &element.link
    }
}
impl Linked<Alias> for ByHttp {
    fn link(element: &Alias) -> &Link<Alias> {
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
            callbacks: List::new(),
            connections: List::new(),
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
            general: Cell::new(None),
            general_arg: Cell::new(ptr::null_mut()),
            bev_callback: Cell::new((None, ptr::null_mut())),
            new_request: Cell::new((None, ptr::null_mut())),
            error_page: Cell::new((None, ptr::null_mut())),
            more_methods: Cell::new(None),
            connection_count: Cell::new(0),
            max_connections: Cell::new(0),
            lingers: Cell::new(false),
            date: Cell::new(([0; DATE_LEN], 0)),
        })?)
    }

    /// Frees the server with its sockets, connections and virtual hosts.
    pub(crate) fn free(self) {
        if let Some(parent) = self.parent.get() {
            parent.virtual_hosts.remove(self);
        }
        while let Some(bound) = self.sockets.first() {
            self.remove_socket(bound);
        }
        while let Some(connection) = self.connections.first() {
            connection.free();
        }
        while let Some(path) = self.callbacks.pop_front() {
            // SAFETY: nobody else knows it.
            unsafe { path.dispose() };
        }
        while let Some(host) = self.virtual_hosts.pop_front() {
            host.parent.set(None);
            host.free();
        }
        while let Some(alias) = self.aliases.pop_front() {
            // SAFETY: nobody else knows it.
            unsafe { alias.dispose() };
        }
        // SAFETY: the program gives it up, and nothing of it is left.
        unsafe { self.dispose() };
    }

    // What it listens on.

    /// Takes connections from a listener, which it owns from then on.
    pub(crate) fn listen_on(self, listener: Listener) -> Result<Bound, Failed> {
        let bound = Handle::make(evhttp_bound_socket {
            server: self,
            listener,
            bev_callback: Cell::new((None, ptr::null_mut())),
            link: Link::new(),
        })?;
        if listener
            .set_callback(Some(accepted), bound.as_ptr().cast())
            .is_err()
        {
            // SAFETY: nobody else knows it.
            unsafe { bound.dispose() };
            return Err(Failed);
        }
        self.sockets.push_back(bound);
        Ok(bound)
    }

    /// Binds a socket to an address of a host, or to any address, and listens.
    pub(crate) fn bind(self, host: Option<&CStr>, port: u16) -> Result<Bound, Failed> {
        let service = Short::<6>::new(format_args!("{port}\0"));
        let mut hints = no_hints();
        hints.ai_socktype = libc::SOCK_STREAM;
        hints.ai_flags = libc::AI_PASSIVE | libc::AI_ADDRCONFIG;
        let host = host.map_or(ptr::null(), CStr::as_ptr);
        let service = service.as_bytes().as_ptr().cast();
        let mut list = ptr::null_mut();
        // SAFETY: both are strings, or null; the list is ours.
        let error = unsafe { gai::resolve(host, service, Some(&hints), &mut list) };
        let setup = listener::Setup {
            base: Some(self.base.ok_or(Failed)?),
            callback: None,
            arg: ptr::null_mut(),
            options: listener::Options::REUSEABLE
                | listener::Options::CLOSE_ON_EXEC
                | listener::Options::CLOSE_ON_FREE,
            backlog: BACKLOG,
        };
        if error != 0 {
            warnx!("getaddrinfo: {}", gai::describe(error).to_string_lossy());
        }
        // SAFETY: the list holds addresses of the lengths it says, or is null.
        let first = unsafe { list.as_ref() }.filter(|_| error == 0);
        let listener = first.ok_or(Failed).and_then(|first| {
            // SAFETY: as above.
            let made = unsafe { Listener::bind(&setup, first.ai_addr, first.ai_addrlen as c_int) };
            made.map_err(|_| Failed)
        });
        let errno = mm::errno();
        // SAFETY: a list that was found, or null.
        unsafe { gai::free(list) };
        mm::set_errno(errno);
        let listener = listener?;
        self.listen_on(listener).inspect_err(|_| listener.free())
    }

    /// Accepts connections on a socket that listens already.
    pub(crate) fn accept_on(self, fd: c_int) -> Result<Bound, Failed> {
        let setup = listener::Setup {
            base: Some(self.base.ok_or(Failed)?),
            callback: None,
            arg: ptr::null_mut(),
            options: listener::Options::CLOSE_ON_EXEC | listener::Options::CLOSE_ON_FREE,
            backlog: 0,
        };
        let listener = Listener::new(&setup, fd).map_err(|_| Failed)?;
        self.listen_on(listener).inspect_err(|_| listener.free())
    }

    /// Stops listening on a socket, and closes it if the listener does.
    pub(crate) fn remove_socket(self, bound: Bound) {
        self.sockets.remove(bound);
        bound.listener.free();
        // SAFETY: the listener does not call it any more.
        unsafe { bound.dispose() };
    }

    /// Calls a function with each socket, which it may remove.
    pub(crate) fn for_each_socket(self, mut call: impl FnMut(Bound)) {
        let mut next = self.sockets.first();
        while let Some(bound) = next {
            next = List::<Bound, ByHttp>::next(bound);
            call(bound);
        }
    }

    /// Makes a connection of a socket. Fails if that is still the caller's.
    fn connect(
        self,
        fd: c_int,
        peer: *const sockaddr,
        len: c_int,
        make: (BevCallback, *mut c_void),
    ) -> Result<(), Failed> {
        let base = self.base.ok_or(Failed)?;
        let bev = match make {
            // SAFETY: the program vouched for its function and argument, and gives the bufferevent away.
            (Some(make), arg) => unsafe { Bev::from_ptr(make(base.as_ptr(), arg)) },
            (None, _) => None,
        };
        let bev = match bev {
            Some(bev) => bev.set_fd(fd).map(|()| bev),
            None => Bev::new_socket(Some(base), fd, Options::CLOSE_ON_FREE),
        };
        let bev = bev.map_err(|_| Failed)?;
        let Ok(connection) = self.new_connection(bev, peer, len) else {
            // With its socket.
            bev.free();
            return Ok(());
        };
        connection.surplus.set(self.is_full());
        self.connections.push_back(connection);
        self.connection_count.update(|count| count + 1);
        connection.set_timeouts(
            Some(self.read_timeout.get()),
            Some(self.write_timeout.get()),
        );
        if connection.begin_request().is_err() || connection.read_again().is_err() {
            connection.free();
        }
        Ok(())
    }

    fn new_connection(self, bev: Bev, peer: *const sockaddr, len: c_int) -> Result<Conn, Failed> {
        // SAFETY: all zeroes is a valid address.
        let mut storage: sockaddr_storage = unsafe { mem::zeroed() };
        let len = usize::try_from(len).unwrap_or(0).min(size_of_val(&storage));
        let mut name = (Text::new(b"localhost")?, 0);
        if !peer.is_null() && len > 0 {
            let to = ptr::from_mut(&mut storage).cast::<u8>();
            // SAFETY: the listener gives an address of that length.
            unsafe { to.copy_from_nonoverlapping(peer.cast(), len) };
            name = peer_name(&storage)?;
        }
        Conn::new(Setup {
            base: self.base.ok_or(Failed)?,
            bev,
            server: self,
            address: name.0,
            port: name.1,
            peer: storage,
            max_headers: self.max_headers.get(),
            max_body: self.max_body.get(),
        })
    }

    pub(super) fn forget_connection(self, connection: Conn) {
        self.connections.remove(connection);
        self.connection_count.update(|count| count - 1);
    }

    // Whom it asks.

    /// Has a function called for the requests of a path. Fails if it has one.
    pub(crate) fn set_path(
        self,
        path: &[u8],
        callback: RequestCallback,
        arg: *mut c_void,
    ) -> Result<(), PathError> {
        if self.find_path(path).is_some() {
            return Err(PathError::Taken);
        }
        let path = Text::new(path).map_err(|_| PathError::NoMemory)?;
        let entry = Handle::make(OnePath {
            path,
            callback,
            arg,
            link: Link::new(),
        });
        self.callbacks
            .push_back(entry.map_err(|_| PathError::NoMemory)?);
        Ok(())
    }

    /// Tells whether there was one.
    pub(crate) fn remove_path(self, path: &[u8]) -> bool {
        let found = self.find_path(path);
        if let Some(entry) = found {
            self.callbacks.remove(entry);
            // SAFETY: nobody else knows it.
            unsafe { entry.dispose() };
        }
        found.is_some()
    }

    fn find_path(self, path: &[u8]) -> Option<Path> {
        self.callbacks
            .iter()
            .find(|entry| entry.path.as_bytes() == path)
    }

    pub(crate) fn set_general(self, callback: RequestCallback, arg: *mut c_void) {
        self.general.set(callback);
        self.general_arg.set(arg);
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
    fn is_full(self) -> bool {
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

    /// Makes another server answer for the hosts that a pattern names. Fails if it does so already.
    pub(crate) fn add_virtual_host(self, pattern: &[u8], host: Server) -> Result<(), Failed> {
        let is_taken = host.pattern.borrow().is_some() || host.parent.get().is_some();
        if is_taken || !host.sockets.is_empty() {
            return Err(Failed);
        }
        *host.pattern.borrow_mut() = Some(Text::new(pattern)?);
        host.parent.set(Some(self));
        self.virtual_hosts.push_back(host);
        Ok(())
    }

    pub(crate) fn remove_virtual_host(self, host: Server) -> Result<(), Failed> {
        if host.parent.get() != Some(self) {
            return Err(Failed);
        }
        self.virtual_hosts.remove(host);
        host.parent.set(None);
        *host.pattern.borrow_mut() = None;
        Ok(())
    }

    pub(crate) fn add_alias(self, name: &[u8]) -> Result<(), Failed> {
        let alias = Handle::make(OneAlias {
            name: Text::new(name)?,
            link: Link::new(),
        })?;
        self.aliases.push_back(alias);
        Ok(())
    }

    pub(crate) fn remove_alias(self, name: &[u8]) -> Result<(), Failed> {
        let mut all = self.aliases.iter();
        let alias = all.find(|it| it.name.as_bytes().eq_ignore_ascii_case(name));
        let alias = alias.ok_or(Failed)?;
        self.aliases.remove(alias);
        // SAFETY: nobody else knows it.
        unsafe { alias.dispose() };
        Ok(())
    }

    fn has_alias(self, host: &[u8]) -> bool {
        let mut all = self.aliases.iter();
        all.any(|it| it.name.as_bytes().eq_ignore_ascii_case(host))
    }

    /// The server in this tree that has a name as its alias.
    fn with_alias(self, name: &[u8]) -> Option<Server> {
        if self.has_alias(name) {
            return Some(self);
        }
        let mut hosts = self.virtual_hosts.iter();
        hosts.find_map(|host| host.with_alias(name))
    }

    /// The server for a name: a virtual host, and one of its virtual hosts, or itself.
    fn host_for(self, name: &[u8]) -> Server {
        if let Some(server) = self.with_alias(name) {
            return server;
        }
        let mut hosts = self.virtual_hosts.iter();
        let host = hosts.find(|host| {
            let pattern = host.pattern.borrow();
            let pattern = pattern.as_ref().map(Text::as_bytes);
            pattern.is_some_and(|pattern| matches_pattern(pattern, name))
        });
        host.map_or(self, |host| host.host_for(name))
    }

    /// Whether a host in a URI is this server's. If not, it is a proxy that is asked.
    pub(super) fn answers_for(self, name: &[u8]) -> bool {
        self.with_alias(name).is_some() || self.host_for(name) != self
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
        if req.r#type.get() & self.methods.get() == 0 {
            req.reply_error(HTTP_NOTIMPLEMENTED, None);
            return;
        }
        if req.connection().is_some_and(|conn| conn.surplus.get()) {
            req.reply_error(HTTP_SERVUNAVAIL, None);
            return;
        }
        // SAFETY: the host is a C string of the request's, or null.
        let host = unsafe { text::bytes(req.host()) };
        let server = host.map_or(self, |host| self.host_for(host));
        let (callback, arg) = match server.path_of(req) {
            Some(path) => (path.callback, path.arg),
            None => (server.general.get(), server.general_arg.get()),
        };
        match callback {
            Some(_) => req.call(callback, arg),
            None => req.not_found(),
        }
    }

    fn path_of(self, req: Req) -> Option<Path> {
        self.callbacks.first()?;
        let path = req.uri_parts()?.bytes(Piece::Path)?;
        // Without memory it is none.
        let path = decode(path, Plus::Itself).ok()?;
        self.find_path(path.as_bytes())
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

/// Why a path has no function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathError {
    Taken,
    NoMemory,
}

impl Bound {
    pub(crate) fn set_bev_callback(self, callback: BevCallback, arg: *mut c_void) {
        self.bev_callback.set((callback, arg));
    }

    pub(crate) fn fd(self) -> c_int {
        self.listener.fd()
    }

    pub(crate) fn listener(self) -> *mut evconnlistener {
        self.listener.as_ptr()
    }
}

/// Whether a pattern, in which each `*` stands for anything that something follows, is that of a name. The case of
/// letters does not count.
fn matches_pattern(pattern: &[u8], name: &[u8]) -> bool {
    match pattern.split_first() {
        None => name.is_empty(),
        Some((b'*', rest)) => (0..name.len()).any(|i| matches_pattern(rest, &name[i..])),
        Some((first, rest)) => name.split_first().is_some_and(|(own, others)| {
            own.eq_ignore_ascii_case(first) && matches_pattern(rest, others)
        }),
    }
}

/// An address as text, and its port.
fn peer_name(peer: &sockaddr_storage) -> Result<(Text, u16), Failed> {
    let start = ptr::from_ref(peer).cast::<sockaddr>();
    // SAFETY: the storage is as large as every address.
    if let Some(address) = unsafe { address::read(start) } {
        let text = Short::<64>::new(format_args!("{}", ip_text::Shown(address.ip())));
        return Ok((Text::new(text.as_bytes())?, address.port()));
    }
    // As getnameinfo() has it for UNIX sockets.
    Ok((Text::new(b"localhost")?, 0))
}

/// The listener's callback.
unsafe extern "C" fn accepted(
    _listener: *mut evconnlistener,
    fd: c_int,
    peer: *mut sockaddr,
    len: c_int,
    bound: *mut c_void,
) {
    // SAFETY: the listener's argument is the socket it belongs to.
    if let Some(bound) = unsafe { Handle::from_ptr(bound.cast::<evhttp_bound_socket>()) } {
        let make = match bound.bev_callback.get() {
            (None, _) => bound.server.bev_callback.get(),
            own => own,
        };
        if bound.server.connect(fd, peer, len, make).is_err() {
            socket::close(fd);
        }
    }
}
