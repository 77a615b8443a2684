//! The TCP connection to a server (RFC 7766): one for all of its questions, which need not wait for each
//! other. Each message comes after its length, in two bytes.

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_void};

use super::Failed;
use super::flight::Way;
use super::query::{self, MAX_QUESTION};
use super::request::{ByCarrier, Carrier, List, Request};
use super::udp::open_socket;
use super::upstream::Server;
use crate::base::{Base, Ev, Events, Timeout, Wait, event};
use crate::ds::handle::Handle;
use crate::ds::vec::CellVec;
use crate::rt::mm;
use crate::rt::time;
use crate::util::{address, socket};

/// How much is received at a time.
const CHUNK: usize = 4096;

/// A connection, or the memory of one.
pub(crate) struct TcpConnection {
    read_event: event,
    write_event: event,
    server: Server,
    /// Questions that went, or will go, through it, and have no answer yet.
    pub(super) requests: List<ByCarrier>,
    /// What is still to be sent.
    output: CellVec<u8>,
    /// The beginning of a message that has not come to its end.
    input: Cell<CellVec<u8>>,
    /// Whether messages are being taken in, from the connection as it is now.
    receiving: Cell<bool>,
}

/// A handle on a connection. It is valid until its resolver is freed.
pub(crate) type Connection = Handle<TcpConnection>;

impl Server {
    /// Sends a request through the connection, which is made if there is none.
    pub(super) fn send_by_tcp(self, request: Request) {
        let connection = match self.connection.get() {
            Some(connection) => Ok(connection),
            None => Connection::new_closed(self),
        };
        let sent = connection.and_then(|connection| {
            connection.open()?;
            connection.requests.push_back(request);
            request.carrier.set(Carrier::Tcp(connection));
            connection.send(request)
        });
        if sent.is_err() {
            self.resolver.not_sent(request, self);
        }
    }
}

impl Connection {
    fn new_closed(server: Server) -> Result<Self, Failed> {
        let connection = Handle::make(TcpConnection {
            read_event: event::unused(),
            write_event: event::unused(),
            server,
            requests: List::new(),
            output: CellVec::new(),
            input: Cell::new(CellVec::new()),
            receiving: Cell::new(false),
        })?;
        let (base, arg) = (server.resolver.base, connection.as_ptr().cast());
        let reading = Events::READ | Events::PERSIST;
        connection
            .read_event()
            .assign_for(base, reading, Some(readable), arg);
        let writing = Events::WRITE | Events::PERSIST;
        connection
            .write_event()
            .assign_for(base, writing, Some(writable), arg);
        server.connection.set(Some(connection));
        Ok(connection)
    }

    fn read_event(self) -> Ev {
        // SAFETY: the event is part of the connection.
        unsafe { Ev::new((&self.read_event).into()) }
    }

    fn write_event(self) -> Ev {
        // SAFETY: as above.
        unsafe { Ev::new((&self.write_event).into()) }
    }

    fn fd(self) -> c_int {
        self.read_event().fd()
    }

    /// Begins to connect, unless that was done.
    fn open(self) -> Result<(), Failed> {
        if self.fd() >= 0 {
            return Ok(());
        }
        let resolver = self.server.resolver;
        let to = self.server.address();
        let fd = open_socket(resolver, to, libc::SOCK_STREAM)?;
        let connected = address::with(&to, |to, len| {
            // SAFETY: the address is as long as it says.
            match unsafe { libc::connect(fd, to, len) } {
                0 => Ok(()),
                _ if matches!(mm::errno(), libc::EINPROGRESS | libc::EINTR) => Ok(()),
                _ => Err(Failed),
            }
        });
        self.read_event().set_fd(fd);
        self.write_event().set_fd(fd);
        let idle = time::to_timeval(resolver.settings().tcp_idle_timeout);
        let opened = connected
            .and_then(|()| self.read_event().add(Some(Timeout::After(idle))))
            .and_then(|()| self.write_event().add(None));
        if opened.is_err() {
            self.close();
        }
        opened
    }

    /// Closes the connection. The questions that wait on it will time out.
    pub(super) fn close(self) {
        while let Some(request) = self.requests.pop_front() {
            request.carrier.set(Carrier::None);
        }
        let fd = self.fd();
        if fd < 0 {
            return;
        }
        for event in [self.read_event(), self.write_event()] {
            // A callback that runs in another thread may wait for the lock.
            let _ = event.del(Wait::No);
            event.set_fd(-1);
        }
        socket::close(fd);
        self.output.clear();
        self.input.set(CellVec::new());
        self.receiving.set(false);
    }

    /// The connection is of no use any more: its questions are asked again, or were asked often enough.
    fn lost(self) {
        let requests = List::<ByCarrier>::new();
        while let Some(request) = self.requests.pop_front() {
            request.carrier.set(Carrier::None);
            requests.push_back(request);
        }
        self.close();
        while let Some(request) = requests.pop_front() {
            self.server.resolver.timed_out(request);
        }
    }

    /// Frees the memory of a connection that was closed.
    pub(super) fn free(self, base: Base) {
        base.await_callback(self.read_event());
        base.await_callback(self.write_event());
        // SAFETY: nothing of it is used any more.
        unsafe { self.dispose() };
    }

    pub(super) fn drop_request(self, request: Request) {
        self.requests.remove(request);
    }

    /// Puts a question to what is to be sent, which goes out at once if it can.
    fn send(self, request: Request) -> Result<(), Failed> {
        let mut message = [0; 2 + MAX_QUESTION];
        let (length, packet) = message.split_at_mut(2);
        let (id, name) = (request.id.get(), request.asked.borrow());
        // There is no need to tell how long answers may be.
        let n = query::write(packet, id, &name, request.kind, 0).map_err(|_| Failed)?;
        length.copy_from_slice(&u16::try_from(n).map_err(|_| Failed)?.to_be_bytes());
        let waits = self.output.len() > 0 || self.write_event().is_added();
        self.output.extend_from_slice(&message[..2 + n])?;
        // Until it is connected, and while there is more to be sent, the event tells when to go on.
        if waits { Ok(()) } else { self.flush() }
    }

    /// Sends what can be sent.
    fn flush(self) -> Result<(), Failed> {
        while self.output.len() > 0 {
            let flags = libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT;
            // SAFETY: the buffer holds as many bytes.
            let n = unsafe {
                let start = self.output.as_mut_ptr().cast();
                libc::send(self.fd(), start, self.output.len(), flags)
            };
            match usize::try_from(n) {
                Ok(n) => self.output.remove_front(n),
                Err(_) => match mm::errno() {
                    libc::EAGAIN | libc::EINTR => return self.write_event().add(None),
                    _ => return Err(Failed),
                },
            }
        }
        self.write_event().del(Wait::No)
    }

    fn is_open(self) -> bool {
        !self.server.resolver.closing.get() && self.fd() >= 0
    }

    fn may_write(self) {
        let _lock = self.server.resolver.lock();
        if self.is_open() && self.flush().is_err() {
            self.lost();
        }
    }

    fn may_read(self, what: Events) {
        let _lock = self.server.resolver.lock();
        if !self.is_open() {
            return;
        }
        if what.contains(Events::TIMEOUT) {
            // Requests have timeouts of their own.
            if self.requests.is_empty() {
                self.close();
            }
            return;
        }
        let mut buffer = [0u8; CHUNK];
        // SAFETY: the buffer has as much room.
        let n = unsafe {
            let start = buffer.as_mut_ptr().cast();
            libc::recv(self.fd(), start, buffer.len(), libc::MSG_DONTWAIT)
        };
        match usize::try_from(n) {
            Ok(0) => self.lost(),
            Ok(n) => self.received(&buffer[..n]),
            Err(_) if matches!(mm::errno(), libc::EAGAIN | libc::EINTR) => {}
            Err(_) => self.lost(),
        }
    }

    fn received(self, bytes: &[u8]) {
        // What is called may close the connection, and open it again: the bytes are ours meanwhile.
        let mut input = self.input.replace(CellVec::new());
        if input.extend_from_slice(bytes).is_err() {
            self.lost();
            return;
        }
        self.receiving.set(true);
        while self.receiving.get()
            && let Some(length) = message_length(&input)
        {
            self.server.resolver.message_came(
                &self.requests,
                Way::Tcp,
                &mut input.as_mut_slice()[2..length],
            );
            input.remove_front(length);
        }
        if self.receiving.replace(false) {
            self.input.set(input);
        }
    }
}

/// How long the first message is, with its length before it, if all of it is there.
fn message_length(input: &CellVec<u8>) -> Option<usize> {
    let length = 2 + usize::from(u16::from_be_bytes([input.get(0)?, input.get(1)?]));
    (input.len() >= length).then_some(length)
}

unsafe extern "C" fn readable(_fd: c_int, what: c_short, connection: *mut c_void) {
    // SAFETY: the event's argument is its connection, whose resolver waits for this call before it goes.
    if let Some(connection) = unsafe { Handle::from_ptr(connection.cast::<TcpConnection>()) } {
        connection.may_read(Events::from_bits_truncate(what));
    }
}

unsafe extern "C" fn writable(_fd: c_int, _what: c_short, connection: *mut c_void) {
    // SAFETY: as in `readable`.
    if let Some(connection) = unsafe { Handle::from_ptr(connection.cast::<TcpConnection>()) } {
        connection.may_write();
    }
}
