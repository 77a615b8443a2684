//! Connections: their bufferevent, the request under way, and how they end.

use std::cell::Cell;
use std::ffi::{c_char, c_short, c_void};
use std::ops::Deref;
use std::ptr::NonNull;

use libc::{sockaddr, sockaddr_storage, timeval};

use super::Failed;
use super::client::{Client, Outgoing, Times};
use super::request::Req;
use super::server::{Server, timeout_of};
use super::watch::Watchers;
use crate::base::{Base, Call, Deferred, Events, Turn};
use crate::bufferevent::{Bev, Callbacks, What, bufferevent};
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked};
use crate::ds::vec::CellVec;
use crate::ffi::http_struct::EVHTTP_REQ_OWN_CONNECTION;
use crate::rt::mm;
use crate::rt::text::Text;
use crate::rt::time::Micros;
use crate::util::socket;

/// A function that is called with a connection.
pub(crate) type ConnectionCallback =
    Option<unsafe extern "C" fn(*mut evhttp_connection, *mut c_void)>;

/// What a connection reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
    /// The first line of a message is to come.
    FirstLine,
    Headers,
    Body,
    /// Headers behind a body in chunks.
    Trailers,
    /// What a client still sends of a request that was answered before its end. It is dropped.
    Rest,
    /// Nothing: a server's program has the request, or its response is being sent; a client has nothing to
    /// wait for yet.
    Nothing,
}

/// Whose connection it is, with what only such connections have.
#[derive(Clone, Copy)]
pub(super) enum Side<C> {
    Server(Server),
    Client(C),
}

/// What is to be done when all output has been sent.
#[derive(Clone, Copy)]
pub(super) enum Sent {
    Nothing,
    /// A client's request is complete.
    Request,
    /// A part of a client's body, which its program makes.
    BodyPart,
    /// The response is complete.
    Response,
    /// A part of it was sent: the program wants to know.
    Part(ConnectionCallback, *mut c_void),
}

/// A connection. Opaque to C programs.
pub struct evhttp_connection {
    /// A client's may come later.
    base: Cell<Option<Base>>,
    pub(super) bev: Bev,
    side: Side<Handle<Outgoing>>,
    link: Link<Conn>,
    pub(super) state: Cell<State>,
    pub(super) request: Cell<Option<Req>>,
    pub(super) sent: Cell<Sent>,
    address: Text,
    port: u16,
    peer: Cell<sockaddr_storage>,
    pub(super) max_headers: Cell<u64>,
    pub(super) max_body: Cell<u64>,
    /// How much of the input has no end of line.
    pub(super) scanned: Cell<usize>,
    /// The value of a header that goes on from line to line.
    pub(super) folded: CellVec<u8>,
    close_callback: Cell<ConnectionCallback>,
    close_arg: Cell<*mut c_void>,
    /// Whether there were too many connections already when it came.
    pub(super) surplus: Cell<bool>,
    /// Whether the request under way may have a body.
    pub(super) takes_body: Cell<bool>,
    /// Whether the body that is read comes in chunks.
    pub(super) comes_in_chunks: Cell<bool>,
    /// Whether the response goes out in parts.
    pub(super) in_parts: Cell<bool>,
    /// Whether there was a trailer, which may go on in the next line.
    pub(super) has_trailer: Cell<bool>,
    /// When the head under way has begun to come; 0 if it has not.
    pub(super) head_began: Cell<Micros>,
    /// Whether the body is refused, but read to its end first, so that the client gets to read why.
    pub(super) refused: Cell<bool>,
    /// Whether the other side has gone while the program had a request.
    pub(super) gone: Cell<bool>,
    /// Who uses it: the server until it is freed, and calls from the loop.
    users: Cell<u32>,
    pub(super) freed: Cell<bool>,
    /// Reads what came behind a request.
    more: Deferred,
    watchers: Watchers,
}

/// A handle on a connection. It borrows nothing.
///
/// INVARIANT: whoever holds a handle uses it only until the connection is freed, or while being one of its
/// users.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Conn(NonNull<evhttp_connection>);

impl Deref for Conn {
    type Target = evhttp_connection;
    fn deref(&self) -> &evhttp_connection {
        // SAFETY: the invariant. What changes is in cells.
        unsafe { self.0.as_ref() }
    }
}

pub(super) struct ByServer;
impl Linked<Conn> for ByServer {
    fn link(element: &Conn) -> &Link<Conn> {
        &element.link
    }
}

/// Keeps a connection's memory while it is used.
pub(crate) struct Using(Conn);

impl Drop for Using {
    fn drop(&mut self) {
        self.0.drop_user();
    }
}

/// What a connection is made with.
pub(super) struct Setup {
    pub(super) base: Option<Base>,
    pub(super) bev: Bev,
    pub(super) side: Side<Handle<Outgoing>>,
    pub(super) address: Text,
    pub(super) port: u16,
    pub(super) peer: sockaddr_storage,
    pub(super) max_headers: u64,
    pub(super) max_body: u64,
}

impl Conn {
    /// # Safety
    /// `connection` is null, or a connection that is not freed while the handle is used.
    pub(crate) unsafe fn from_ptr(connection: *const evhttp_connection) -> Option<Self> {
        NonNull::new(connection.cast_mut()).map(Conn)
    }

    pub(crate) fn as_ptr(self) -> *mut evhttp_connection {
        self.0.as_ptr()
    }

    /// Makes a connection on a bufferevent, which it owns from then on.
    pub(super) fn new(setup: Setup) -> Result<Self, Failed> {
        let Setup {
            base,
            bev,
            side,
            address,
            port,
            peer,
            max_headers,
            max_body,
        } = setup;
        let priority = base.map_or(0, Base::default_priority);
        let made = mm::boxed_at(|at: NonNull<evhttp_connection>| evhttp_connection {
            base: Cell::new(base),
            bev,
            side,
            link: Link::new(),
            state: Cell::new(State::Nothing),
            request: Cell::new(None),
            sent: Cell::new(Sent::Nothing),
            address,
            port,
            peer: Cell::new(peer),
            max_headers: Cell::new(max_headers),
            max_body: Cell::new(max_body),
            scanned: Cell::new(0),
            folded: CellVec::new(),
            close_callback: Cell::new(None),
            close_arg: Cell::new(std::ptr::null_mut()),
            surplus: Cell::new(false),
            takes_body: Cell::new(false),
            comes_in_chunks: Cell::new(false),
            in_parts: Cell::new(false),
            has_trailer: Cell::new(false),
            head_began: Cell::new(0),
            refused: Cell::new(false),
            gone: Cell::new(false),
            users: Cell::new(1),
            freed: Cell::new(false),
            more: Deferred::new(read_more, at.as_ptr().cast(), priority),
            watchers: Watchers::new(),
        })?;
        let conn = Conn(made);
        bev.set_callbacks(Callbacks {
            read: Some(readable),
            write: Some(written),
            event: Some(happened),
            arg: conn.as_ptr().cast(),
        });
        Ok(conn)
    }

    pub(crate) fn enter(self) -> Using {
        self.users.set(self.users.get() + 1);
        Using(self)
    }

    pub(super) fn drop_user(self) {
        let left = self.users.get() - 1;
        self.users.set(left);
        if left == 0 {
            // SAFETY: it was boxed, and nobody uses it any more.
            let conn = unsafe { mm::unboxed(self.0) };
            if let Side::Client(own) = conn.side {
                // SAFETY: as above.
                unsafe { own.dispose() };
            }
        }
    }

    pub(crate) fn is_freed(self) -> bool {
        self.freed.get()
    }

    fn call_more(self) -> Call {
        // SAFETY: the call is part of the connection, which it is a user of while it is due.
        unsafe { self.more.handle() }
    }

    /// Has the loop read what is there already.
    pub(super) fn read_later(self) {
        if let Some(base) = self.base()
            && base.schedule_at(self.call_more(), base.default_priority())
        {
            self.users.set(self.users.get() + 1);
        }
    }

    /// Those who have to know when it ends. They must not call the program.
    pub(crate) fn watchers(&self) -> &Watchers {
        &self.watchers
    }

    /// The base that the program has given; a client's may have none.
    pub(crate) fn own_base(self) -> Option<Base> {
        self.base.get()
    }

    pub(crate) fn base(self) -> Option<Base> {
        self.own_base().or_else(|| self.bev.base())
    }

    pub(super) fn set_base(self, base: Base) {
        self.base.set(Some(base));
    }

    pub(crate) fn bufferevent(self) -> *mut bufferevent {
        self.bev.as_ptr()
    }

    pub(crate) fn server(self) -> Option<Server> {
        match self.side {
            Side::Server(server) => Some(server),
            Side::Client(_) => None,
        }
    }

    pub(crate) fn client(self) -> Option<Client> {
        match self.side() {
            Side::Server(_) => None,
            Side::Client(client) => Some(client),
        }
    }

    pub(super) fn side(self) -> Side<Client> {
        match self.side {
            Side::Server(server) => Side::Server(server),
            Side::Client(own) => Side::Client(Client::new(self, own)),
        }
    }

    /// The address of the other side as text, and its port.
    pub(crate) fn peer(self) -> (*const c_char, u16) {
        (self.address.as_ptr(), self.port)
    }

    pub(crate) fn peer_address(self) -> *const sockaddr {
        // SAFETY: the field is part of the connection.
        unsafe { (&raw const (*self.0.as_ptr()).peer).cast() }
    }

    pub(super) fn set_peer_address(self, peer: sockaddr_storage) {
        self.peer.set(peer);
    }

    pub(super) fn address(&self) -> &Text {
        &self.address
    }

    pub(super) fn port(self) -> u16 {
        self.port
    }

    pub(crate) fn set_close_callback(self, callback: ConnectionCallback, arg: *mut c_void) {
        self.close_callback.set(callback);
        self.close_arg.set(arg);
    }

    pub(crate) fn set_max_headers(self, max: u64) {
        self.max_headers.set(max);
    }

    pub(crate) fn set_max_body(self, max: u64) {
        self.max_body.set(max);
    }

    /// Sets all times; `None` for the usual.
    pub(crate) fn set_timeouts(self, time: Option<timeval>) {
        match self.side() {
            Side::Server(_) => {
                let time = time.unwrap_or_else(|| timeout_of(-1));
                self.set_patience(time, time);
            }
            Side::Client(client) => client.update_times(|times| {
                *times = Times {
                    connect: time,
                    read: time,
                    write: time,
                };
            }),
        }
    }

    /// Sets for how long reading and writing may stand still.
    pub(super) fn set_patience(self, read: timeval, write: timeval) {
        // Fails only without memory; then there is no timeout.
        let _ = self.bev.set_timeouts(Some(read), Some(write));
    }

    /// What is read next is a body, of which so much is to come.
    pub(super) fn begin_body(self, in_chunks: bool, length: i64) {
        self.comes_in_chunks.set(in_chunks);
        self.state.set(State::Body);
        if let Some(req) = self.request.get() {
            req.ntoread.set(length);
        }
    }

    /// A message is to come.
    pub(super) fn begin_message(self) {
        self.state.set(State::FirstLine);
        self.scanned.set(0);
        self.folded.clear();
        self.head_began.set(0);
        self.has_trailer.set(false);
    }

    /// Makes the request that is to come to a server.
    pub(super) fn begin_request(self, server: Server) -> Result<(), Failed> {
        let req = Req::new(None, std::ptr::null_mut())?;
        req.evcon.set(self.as_ptr());
        req.set_flag(EVHTTP_REQ_OWN_CONNECTION);
        req.kind.set(0);
        req.ntoread.set(-1);
        let address = Text::new(self.address.as_bytes());
        let Ok(address) = address else {
            req.free();
            return Err(Failed);
        };
        Req::set_text(&req.remote_host, Some(address));
        req.remote_port.set(self.port);
        self.request.set(Some(req));
        self.in_parts.set(false);
        self.begin_message();
        // The program may free the connection instead.
        if server.takes(req) && !self.is_freed() {
            Ok(())
        } else {
            Err(Failed)
        }
    }

    /// Ends the connection, and its request, whether that was answered or not.
    pub(crate) fn free(self) {
        self.end(|_| false);
    }

    /// Ends a connection that has failed. A request that the program has yet to answer is freed when it does.
    pub(super) fn fail(self) {
        self.end(|req| self.state.get() == State::Nothing && !req.is_answered());
    }

    /// Tells the program that the connection ends.
    pub(super) fn tell_of_end(self) {
        if let Some(callback) = self.close_callback.get() {
            // SAFETY: the program vouched for its function and argument.
            unsafe { callback(self.as_ptr(), self.close_arg.get()) };
        }
    }

    /// Tells the program, if it takes a body in parts, that the rest will not come.
    pub(super) fn tell_of_cut(self, req: Req) {
        if self.is_in_body() {
            req.give_part(std::ptr::null_mut());
        }
    }

    /// Whether a body has begun to come, and has not come to its end.
    pub(super) fn is_in_body(self) -> bool {
        matches!(self.state.get(), State::Body | State::Trailers)
    }

    fn end(self, is_kept: impl FnOnce(Req) -> bool) {
        if self.freed.replace(true) {
            return;
        }
        self.watchers.tell();
        let kept = self.request.get().filter(|req| is_kept(*req));
        if let Some(req) = kept {
            self.request.set(None);
            req.evcon.set(std::ptr::null_mut());
        }
        match self.side() {
            Side::Server(server) => {
                // Before the callback, which may free the server.
                server.forget_connection(self);
                self.tell_of_end();
            }
            Side::Client(client) => client.end(),
        }
        if let Some(req) = self.request.take() {
            req.evcon.set(std::ptr::null_mut());
            req.end_with(|req| self.tell_of_cut(req));
        }
        let fd = self.bev.fd();
        let closes = self.bev.closes_on_free();
        self.bev.free();
        if !closes && fd >= 0 {
            // The program's function has made a bufferevent that leaves it.
            socket::close(fd);
        }
        self.drop_user();
    }
}

/// # Safety
/// `conn` is the argument of a bufferevent's callback: its connection.
unsafe fn user(conn: *mut c_void) -> Option<(Conn, Using)> {
    // SAFETY: the caller's promise.
    let conn = unsafe { Conn::from_ptr(conn.cast()) }?;
    Some((conn, conn.enter()))
}

unsafe extern "C" fn readable(_bev: *mut bufferevent, conn: *mut c_void) {
    // SAFETY: the bufferevent's argument is its connection.
    if let Some((conn, _using)) = unsafe { user(conn) } {
        conn.read();
    }
}

unsafe extern "C" fn written(_bev: *mut bufferevent, conn: *mut c_void) {
    // SAFETY: the bufferevent's argument is its connection.
    if let Some((conn, _using)) = unsafe { user(conn) } {
        conn.look_at_output();
    }
}

unsafe extern "C" fn happened(_bev: *mut bufferevent, what: c_short, conn: *mut c_void) {
    // SAFETY: the bufferevent's argument is its connection.
    if let Some((conn, _using)) = unsafe { user(conn) } {
        conn.take_event(What::from_bits_truncate(what));
    }
}

/// The deferred call.
///
/// # Safety
/// `conn` is a connection, of which the call is a user.
unsafe fn read_more(conn: *mut c_void, turn: Turn) {
    // SAFETY: the caller's promise.
    if let Some(conn) = unsafe { Conn::from_ptr(conn.cast()) } {
        if turn == Turn::Come && !conn.is_freed() {
            // The program may free the connection while its bufferevent is used.
            conn.bev.retain();
            conn.look_at_output();
            conn.stop_if_gone();
            conn.read();
            conn.bev.release();
        }
        conn.drop_user();
    }
}

impl Conn {
    /// All output may have been sent.
    fn look_at_output(self) {
        if self.bev.output().len() > 0 {
            return;
        }
        match self.sent.replace(Sent::Nothing) {
            Sent::Nothing | Sent::Part(None, _) => {}
            Sent::Request => self.request_sent(),
            Sent::BodyPart => {
                if let Some(client) = self.client() {
                    client.send_more();
                }
            }
            Sent::Response => self.response_sent(),
            // SAFETY: the program vouched for its function and argument.
            Sent::Part(Some(callback), arg) => unsafe { callback(self.as_ptr(), arg) },
        }
    }

    /// Something has happened to the bufferevent.
    fn take_event(self, what: What) {
        match self.side() {
            // With TLS it hears of the handshake too.
            Side::Server(_) if !what.intersects(What::ERROR | What::EOF | What::TIMEOUT) => {}
            Side::Server(_) => self.broke(what),
            Side::Client(client) => client.take_event(what),
        }
    }

    /// A client's connection has failed, or is at its end, as its server sees it.
    fn broke(self, what: What) {
        let is_answered = match self.state.get() {
            State::Nothing => true,
            State::Rest => self.request.get().is_some(),
            _ => false,
        };
        if !is_answered || !what.contains(What::READING) {
            return self.fail();
        }
        // The response may still be taken, and the program may take its time.
        if !what.contains(What::TIMEOUT) {
            self.gone.set(true);
            self.stop_if_gone();
        } else if self.in_parts.get() {
            let _ = self.read_again();
        }
    }

    /// A response in parts is begun: if the client has gone, or goes, there is nobody to send them to.
    pub(super) fn begin_parts(self) {
        self.in_parts.set(true);
        if self.gone.get() {
            // The program does not expect it to go within its call.
            self.read_later();
        } else {
            // Else it is only noticed when something cannot be sent.
            let _ = self.read_again();
        }
    }

    fn stop_if_gone(self) {
        if self.gone.get() && self.in_parts.get() {
            self.fail();
        }
    }

    /// Whether the head takes longer to come than reading may stand still: a client that sends a byte now and
    /// then is not waited for without end.
    pub(super) fn head_is_late(self) -> bool {
        let now = self.base().map_or(0, |base| base.turn_time());
        let began = self.head_began.get();
        if began == 0 {
            self.head_began.set(now);
            return false;
        }
        let time = self.bev.read_time();
        time > 0 && now - began > time
    }

    /// The program has an answer, and more requests may come.
    pub(super) fn read_again(self) -> Result<(), Failed> {
        self.bev.enable(Events::READ).map_err(|_| Failed)
    }
}

/// A program's limit: below 0 for none.
pub(crate) fn limit(max: isize) -> u64 {
    u64::try_from(max).unwrap_or(u64::MAX)
}
