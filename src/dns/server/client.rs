//! Clients by TCP, whose messages come with their length before them (RFC 1035, section 4.2.2, and
//! RFC 7766).
//!
//! A client may send many queries before it reads an answer. Where too much waits for it, or for the
//! program, no more is read. Whoever reads a client's messages sends the replies to all of them at once.

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_void};
use std::ops::Deref;
use std::ptr::NonNull;
use std::slice;

use super::request::{Address, Request};
use super::tcp::Tcp;
use super::{Failed, Port};
use crate::base::{Debug, Ev, Events, Wait, event};
use crate::buffer::{Buf, Calls, Transfer};
use crate::dns::message::HEADER_LEN;
use crate::ds::list::{Link, Linked};
use crate::rt::mm;
use crate::util::socket;

/// How many bytes of replies may wait for a client that sends more queries.
const MAX_OUTPUT: usize = 64 * 1024;
/// How much memory requests may take that a client has sent and the program has not answered.
const MAX_UNANSWERED: usize = 256 * 1024;
/// The most that is read at a time.
const MAX_READ: usize = 16 * 1024;
/// The length before each message.
const PREFIX_LEN: usize = 2;

/// A client, by TCP.
pub(super) struct TcpClient {
    port: Port,
    address: Address,
    readable: event,
    writable: event,
    /// Only has a timeout, which starts anew with each query and each sending.
    idle: event,
    input: Buf,
    output: Buf,
    open: Cell<bool>,
    /// The client sends no more.
    ended: Cell<bool>,
    /// Too much waits, so nothing is read.
    stalled: Cell<bool>,
    /// Its messages are being read, and replies sent after that.
    reading: Cell<bool>,
    /// Requests that are not answered, and the memory that they take.
    requests: Cell<u32>,
    unanswered: Cell<usize>,
    /// Who uses the client: requests, callbacks while they run, and the connection while it is open.
    uses: Cell<u32>,
    link: Link<Client>,
}

/// A handle on a client. It borrows nothing.
///
/// INVARIANT: whoever holds a handle uses it only for as long as one is counted in `uses`, or is in a
/// callback of its events, for the end of which the last user waits.
#[derive(Clone, Copy)]
pub(super) struct Client(NonNull<TcpClient>);

impl Deref for Client {
    type Target = TcpClient;
    fn deref(&self) -> &TcpClient {
        // SAFETY: the invariant. What changes is in cells.
        unsafe { self.0.as_ref() }
    }
}

/// The clients of a port.
pub(super) struct OfPort;
impl Linked<Client> for OfPort {
    fn link(element: &Client) -> &Link<Client> {
        &element.link
    }
}

impl Client {
    /// Makes a client of a connection, and has its queries read. With the lock held.
    pub(super) fn begin(port: Port, tcp: &Tcp, fd: c_int, address: Address) -> Result<(), Failed> {
        let input = Buf::new()?;
        let output = Buf::new().inspect_err(|_| input.release())?;
        let made = mm::boxed_at(|at: NonNull<TcpClient>| {
            let new = |fd, what, function| {
                event::new(port.base(), fd, what, function, at.as_ptr().cast())
            };
            TcpClient {
                port,
                address,
                readable: new(fd, Events::READ | Events::PERSIST, Some(readable)),
                writable: new(fd, Events::WRITE | Events::PERSIST, Some(writable)),
                idle: new(-1, Events::empty(), Some(idle)),
                input,
                output,
                open: Cell::new(true),
                ended: Cell::new(false),
                stalled: Cell::new(false),
                reading: Cell::new(false),
                requests: Cell::new(0),
                unanswered: Cell::new(0),
                uses: Cell::new(1),
                link: Link::new(),
            }
        });
        let client = Client(made.inspect_err(|_| {
            input.release();
            output.release();
        })?);
        client.events().into_iter().for_each(Debug::note_set_up);
        let added = client.event(&client.readable).add(None);
        if added.is_err() || client.restart_timer(tcp).is_err() {
            client.dequeue(Wait::No);
            client.free();
            return Err(Failed);
        }
        tcp.admit(client);
        port.add_user();
        Ok(())
    }

    fn event(self, event: &event) -> Ev {
        // SAFETY: the events are part of the client.
        unsafe { Ev::new(NonNull::from(event)) }
    }

    fn events(self) -> [Ev; 3] {
        [
            self.event(&self.readable),
            self.event(&self.writable),
            self.event(&self.idle),
        ]
    }

    fn fd(self) -> c_int {
        self.event(&self.readable).fd()
    }

    /// The part of the port that has clients.
    fn tcp(&self) -> Option<&Tcp> {
        self.port.tcp()
    }

    pub(super) fn is_open(self) -> bool {
        self.open.get()
    }

    pub(super) fn add_user(self) {
        self.uses.set(self.uses.get() + 1);
    }

    /// Releases the lock and stops using the client. The last one ends it.
    pub(super) fn release_for_good(self) {
        let others = self.uses.get() - 1;
        self.uses.set(others);
        if others > 0 {
            self.port.release();
            return;
        }
        let port = self.port;
        port.release();
        // Waits for a callback that another thread has entered but that is not counted yet.
        self.dequeue(Wait::Auto);
        self.free();
        port.acquire();
        port.release_for_good();
    }

    fn dequeue(self, wait: Wait) {
        for ev in self.events() {
            let _ = ev.del(wait);
        }
    }

    /// Frees the memory of a client whose events are on no queue, when no callback of it runs.
    fn free(self) {
        self.events().into_iter().for_each(Debug::note_torn_down);
        self.input.release();
        self.output.release();
        // SAFETY: `begin` allocated it, and nobody uses it any more.
        unsafe { mm::free(self.0.as_ptr().cast()) };
    }

    /// Closes the connection. The caller is a user, and holds the lock.
    pub(super) fn close(self) {
        if !self.open.replace(false) {
            return;
        }
        self.dequeue(Wait::No);
        socket::close(self.fd());
        if let Some(tcp) = self.tcp() {
            tcp.let_go(self);
        }
        self.uses.set(self.uses.get() - 1);
    }

    /// Whether the port takes no more queries.
    fn port_is_closed(self) -> bool {
        self.tcp().is_none_or(|tcp| tcp.is_closed())
    }

    /// Whether no more queries will come, and nothing is to be sent any more.
    pub(super) fn is_done(self) -> bool {
        let waits = self.requests.get() > 0 || self.output.len() > 0;
        let is_over = self.ended.get() && !self.stalled.get() || self.port_is_closed();
        is_over && !waits
    }

    /// Whether too much waits for more to be read.
    fn is_full(self) -> bool {
        self.output.len() > MAX_OUTPUT || self.unanswered.get() > MAX_UNANSWERED
    }

    pub(super) fn stop_reading(self) {
        let _ = self.event(&self.readable).del(Wait::No);
    }

    /// The time for being idle begins anew.
    fn restart_timer(self, tcp: &Tcp) -> Result<(), Failed> {
        let timer = self.event(&self.idle);
        match tcp.idle_timeout() {
            Some(timeout) => timer.add(Some(timeout))?,
            None => timer.del(Wait::No)?,
        }
        Ok(())
    }

    fn made_progress(self) {
        if let Some(tcp) = self.tcp() {
            // It is added already, so that it needs no memory.
            let _ = self.restart_timer(tcp);
        }
    }

    /// A request was made of a message that takes so much memory, and uses the client.
    pub(super) fn note_asked(self, size: usize) {
        self.requests.set(self.requests.get() + 1);
        self.unanswered.set(self.unanswered.get() + size);
        self.add_user();
    }

    /// A request has gone: goes on with what waited for that, and releases the lock.
    pub(super) fn note_done(self, size: usize) {
        self.requests.set(self.requests.get() - 1);
        self.unanswered.set(self.unanswered.get() - size);
        if self.is_open() {
            self.made_progress();
            self.go_on();
        }
        self.release_for_good();
    }

    /// Closes the connection if nothing is left to do, or reads on if that had to wait. Whoever is
    /// reading messages does so afterwards.
    fn go_on(self) {
        if !self.is_open() || self.reading.get() {
            return;
        }
        if self.is_done() {
            self.close();
        } else if self.stalled.get() && !self.is_full() && !self.port_is_closed() {
            self.stalled.set(false);
            let readable = self.event(&self.readable);
            if !self.ended.get() && readable.add(None).is_err() {
                self.close();
                return;
            }
            // Queries may have been read that were not looked at.
            readable.activate(Events::READ, 1);
        }
    }

    /// Sends a message that `write` writes, with its length before it, into room of so many bytes.
    pub(super) fn send(
        self,
        room: usize,
        write: impl FnOnce(&mut [u8]) -> Result<usize, Failed>,
    ) -> Result<(), Failed> {
        let memory = mm::malloc(PREFIX_LEN + room).ok_or(Failed)?.cast::<u8>();
        // SAFETY: the memory has so many bytes, all of which are set first.
        let bytes = unsafe {
            memory.write_bytes(0, PREFIX_LEN + room);
            slice::from_raw_parts_mut(memory.as_ptr(), PREFIX_LEN + room)
        };
        let added = write(&mut bytes[PREFIX_LEN..]).and_then(|len| {
            let prefix = u16::try_from(len).map_err(|_| Failed)?.to_be_bytes();
            bytes[..PREFIX_LEN].copy_from_slice(&prefix);
            Ok(self.output.add(&bytes[..PREFIX_LEN + len])?)
        });
        // SAFETY: it was allocated, and is not used again.
        unsafe { mm::free(memory.as_ptr().cast()) };
        added?;
        if !self.reading.get() && !self.event(&self.writable).is_added() {
            self.send_output();
        }
        Ok(())
    }

    /// Sends what there is; the rest when the socket can take it.
    fn send_output(self) {
        while self.is_open() && self.output.len() > 0 {
            match self.output.send(Calls::Socket, self.fd(), usize::MAX, None) {
                Transfer::Done(_) => self.made_progress(),
                Transfer::Failed if mm::errno() == libc::EINTR => {}
                Transfer::Failed if mm::errno() == libc::EAGAIN => {
                    if self.event(&self.writable).add(None).is_err() {
                        self.close();
                    }
                    return;
                }
                Transfer::Failed | Transfer::Refused => self.close(),
            }
        }
        if self.is_open() && self.event(&self.writable).is_added() {
            let _ = self.event(&self.writable).del(Wait::No);
        }
    }

    /// Makes requests of the messages that have come, and sends the replies that there are after that.
    fn take_messages(self) {
        loop {
            self.reading.set(true);
            while self.is_open() && !self.port_is_closed() && !self.is_full() {
                match self.take_message() {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(Failed) => self.close(),
                }
            }
            self.reading.set(false);
            let was_full = self.is_full();
            self.send_output();
            if self.is_open() && self.is_full() {
                self.stalled.set(true);
                self.stop_reading();
            } else if self.is_open() && was_full {
                continue;
            }
            break;
        }
        self.go_on();
    }

    /// Makes a request of the first message, if it is whole, and asks the program. Fails where no message
    /// can be, or there is no memory.
    fn take_message(self) -> Result<bool, Failed> {
        if self.input.len() < PREFIX_LEN {
            return Ok(false);
        }
        let len_at = self.input.pull_up(Some(PREFIX_LEN))?;
        // SAFETY: there are so many bytes, and nobody changes them meanwhile.
        let prefix = unsafe { len_at.cast::<[u8; PREFIX_LEN]>().read() };
        let len = usize::from(u16::from_be_bytes(prefix));
        if len < HEADER_LEN {
            return Err(Failed);
        }
        if self.input.len() < PREFIX_LEN + len {
            return Ok(false);
        }
        let start = self.input.pull_up(Some(PREFIX_LEN + len))?;
        // SAFETY: as above.
        let message = unsafe { slice::from_raw_parts(start.as_ptr().add(PREFIX_LEN), len) };
        let request = Request::new(self.port, Some(self), message, &self.address);
        self.input.drain(PREFIX_LEN + len)?;
        self.made_progress();
        if let Some(request) = request {
            self.port.ask_program(request);
        }
        Ok(true)
    }

    /// Calls `act` for a callback of an event, with the lock held.
    fn enter(client: *mut c_void, act: impl FnOnce(Self)) {
        let Some(client) = NonNull::new(client.cast()).map(Client) else {
            return;
        };
        client.port.acquire();
        if !client.is_open() {
            // Perhaps another thread is about to end it, and waits for this call to return.
            client.port.release();
            return;
        }
        client.add_user();
        act(client);
        client.release_for_good();
    }

    fn read(self) {
        if self.stalled.get() || self.port_is_closed() {
            return;
        }
        if !self.ended.get() {
            self.receive();
        }
        self.take_messages();
    }

    fn receive(self) {
        let Some(base) = self.port.base() else {
            return;
        };
        let blocks = base.blocks();
        match self
            .input
            .receive(Calls::Socket, self.fd(), MAX_READ, blocks)
        {
            Transfer::Done(0) => {
                self.ended.set(true);
                self.stop_reading();
            }
            Transfer::Done(_) => {}
            Transfer::Failed if matches!(mm::errno(), libc::EAGAIN | libc::EINTR) => {}
            Transfer::Failed | Transfer::Refused => self.close(),
        }
    }

    fn write(self) {
        self.send_output();
        self.go_on();
    }

    /// Nothing has come or gone for a while. The program may take its time to answer.
    fn time_out(self) {
        if self.requests.get() > 0 && self.output.len() == 0 {
            self.made_progress();
        } else {
            self.close();
        }
    }
}

/// The events' callbacks.
unsafe extern "C" fn readable(_fd: c_int, _what: c_short, client: *mut c_void) {
    Client::enter(client, Client::read);
}

unsafe extern "C" fn writable(_fd: c_int, _what: c_short, client: *mut c_void) {
    Client::enter(client, Client::write);
}

unsafe extern "C" fn idle(_fd: c_int, _what: c_short, client: *mut c_void) {
    Client::enter(client, Client::time_out);
}
