//! The UDP sockets from which servers are asked.
//!
//! Who wants to forge an answer has to guess the port that it must go to. So each question goes out from
//! another port, which the kernel chooses at random, but for those asked in quick succession: a few of
//! them share one. A socket gets a new port by being connected anew, which is quicker than making one.
//! Being connected, it receives nothing from anyone but its server, and learns when nobody listens there.

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_void};
use std::mem;
use std::net::SocketAddr;

use libc::{sockaddr, socklen_t};

use super::datagrams::{BATCH, Datagrams, MAX_DATAGRAM};
use super::flight::Way;
use super::query::{self, MAX_QUESTION};
use super::request::{ByCarrier, Carrier, List, Request};
use super::upstream::Server;
use super::{Failed, Resolver};
use crate::base::{Base, Ev, Events, Wait, event};
use crate::ds::handle::Handle;
use crate::ds::list::{self, Link, Linked};
use crate::rt::call::uninterrupted;
use crate::rt::log::warn_errno;
use crate::rt::mm;
use crate::util::{address, socket};

/// How many questions go out from one port.
const MAX_PER_PORT: u32 = 16;
/// How many sockets a server has at most.
const MAX_PORTS: usize = 64;
/// How many of them stay open when they are not used.
const MAX_IDLE: usize = 8;
/// How many datagrams are received before other events have their turn.
const MAX_IN_A_TURN: usize = 64;

/// A socket, or the memory of one that was closed.
pub(crate) struct UdpPort {
    event: event,
    server: Server,
    link: Link<Port>,
    /// Questions that went out from it and have no answer yet.
    pub(super) requests: List<ByCarrier>,
    /// How many questions it has sent since it was connected.
    taken: Cell<u32>,
    connected: Cell<bool>,
    /// Goes up with each connection, and its end.
    connections: Cell<u32>,
}

/// A handle on a socket. It is valid until its resolver is freed.
pub(crate) type Port = Handle<UdpPort>;

struct ByServer;
impl Linked<Port> for ByServer {
    fn link(element: &Port) -> &Link<Port> {
        &element.link
    }
}

/// The sockets of a server.
pub(super) struct Ports {
    /// Those that are open, first the idle ones.
    open: list::List<Port, ByServer>,
    closed: list::List<Port, ByServer>,
    count: Cell<usize>,
    idle: Cell<usize>,
    /// The one used last.
    current: Cell<Option<Port>>,
    /// The one that is always open and keeps the loop running.
    home: Cell<Option<Port>>,
}

impl Ports {
    pub(super) const fn new() -> Self {
        Ports {
            open: list::List::new(),
            closed: list::List::new(),
            count: Cell::new(0),
            idle: Cell::new(0),
            current: Cell::new(None),
            home: Cell::new(None),
        }
    }

    pub(super) fn home_fd(&self) -> Option<c_int> {
        self.home.get().map(|home| home.ev().fd())
    }

    /// Frees the memory of the sockets, which are all closed.
    pub(super) fn free(&self, base: Base) {
        while let Some(port) = self.closed.pop_front() {
            base.await_callback(port.ev());
            // SAFETY: nothing of it is used any more.
            unsafe { port.dispose() };
        }
    }
}

/// Makes a socket that is not connected yet.
pub(super) fn open_socket(
    resolver: Resolver,
    to: SocketAddr,
    kind: c_int,
) -> Result<c_int, Failed> {
    let family = address::family_of(&to);
    // SAFETY: socket takes any numbers.
    let fd = unsafe { libc::socket(family, kind | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC, 0) };
    if fd < 0 {
        return Err(Failed);
    }
    let settings = resolver.settings();
    let sized = socket::set_buffer_sizes(fd, settings.so_rcvbuf, settings.so_sndbuf);
    // From an address of ours, loopback servers might not be reached.
    let from = settings.bind_to.filter(|_| !to.ip().is_loopback());
    let bound = sized.map_err(|_| Failed).and_then(|()| match from {
        Some(from) => succeeded(address::with(&from, |from, len| {
            // SAFETY: the address is as long as it says.
            unsafe { libc::bind(fd, from, len) }
        })),
        None => Ok(()),
    });
    if bound.is_err() {
        warn_errno!("Could not set up a socket for nameserver {to}");
        socket::close(fd);
    }
    bound.map(|()| fd)
}

fn succeeded(result: c_int) -> Result<(), Failed> {
    if result < 0 { Err(Failed) } else { Ok(()) }
}

impl Server {
    /// Opens the socket that is always there.
    pub(super) fn open_home(self) -> Result<(), Failed> {
        let home = self.open_port(!self.resolver.lets_loop_end())?;
        self.ports.home.set(Some(home));
        Ok(())
    }

    fn open_port(self, counted: bool) -> Result<Port, Failed> {
        let (ports, resolver) = (&self.ports, self.resolver);
        let fd = open_socket(resolver, self.address(), libc::SOCK_DGRAM)?;
        let port = match ports.closed.first() {
            Some(port) => Ok(port),
            None => Port::new_closed(self),
        };
        let opened = port.map_err(Failed::from).and_then(|port| {
            let ev = port.ev();
            ev.set_fd(fd);
            ev.set_counted(counted);
            ev.add(None)?;
            Ok(port)
        });
        match opened {
            Ok(port) => {
                ports.closed.remove(port);
                ports.open.push_front(port);
                ports.count.set(ports.count.get() + 1);
                ports.idle.set(ports.idle.get() + 1);
            }
            Err(Failed) => socket::close(fd),
        }
        opened
    }

    /// A socket for another question.
    fn port(self) -> Result<Port, Failed> {
        let ports = &self.ports;
        let current = ports.current.get();
        if let Some(current) = current
            && !current.requests.is_empty()
            && current.taken.get() < MAX_PER_PORT
        {
            return Ok(current);
        }
        let idle = ports.open.first().filter(|port| port.requests.is_empty());
        let port = match idle {
            Some(port) => port,
            None if ports.count.get() < MAX_PORTS => match self.open_port(false) {
                Ok(port) => port,
                // There are no more sockets to be had.
                Err(Failed) => return current.ok_or(Failed),
            },
            None => return current.ok_or(Failed),
        };
        port.renew()?;
        ports.current.set(Some(port));
        Ok(port)
    }

    /// Sends a request, which waits on the socket for its answer.
    pub(super) fn send_by_udp(self, request: Request) {
        let port = self.port();
        if let Ok(port) = port {
            port.take(request);
        }
        self.send_from(port, request);
    }

    /// Sends a request once more.
    pub(super) fn repeat_by_udp(self, port: Port, request: Request) {
        self.send_from(Ok(port), request);
    }

    fn send_from(self, port: Result<Port, Failed>, request: Request) {
        let resolver = self.resolver;
        let sent = port.and_then(|port| {
            let mut packet = [0; MAX_QUESTION];
            let udp_size = resolver.settings().edns_udp_size.min(MAX_DATAGRAM as u16);
            let (id, name) = (request.id.get(), request.asked.borrow());
            let length = query::write(&mut packet, id, &name, request.kind, udp_size);
            port.send(&packet[..length.map_err(|_| Failed)?])
        });
        if sent.is_err() {
            resolver.not_sent(request, self);
        }
    }

    pub(super) fn close_ports(self) {
        while let Some(port) = self.ports.open.first() {
            port.close();
        }
        self.ports.home.set(None);
        self.ports.current.set(None);
    }

    /// Makes the socket that is always there anew, if it has failed.
    fn reopen_home(self) {
        if self.ports.home.get().is_some_and(|home| home.ev().fd() < 0) {
            self.ports.home.set(None);
            // If that fails, questions open sockets of their own.
            let _ = self.open_home();
        }
    }

    /// Sets the sizes of the sockets' buffers to what the settings say.
    pub(super) fn resize_buffers(self) -> Result<(), Failed> {
        let settings = self.resolver.settings();
        let resized = self.ports.open.iter().try_for_each(|port| {
            let fd = port.ev().fd();
            socket::set_buffer_sizes(fd, settings.so_rcvbuf, settings.so_sndbuf)
        });
        resized.map_err(|_| Failed)
    }
}

impl Port {
    /// A socket to be opened, on the list of those.
    fn new_closed(server: Server) -> Result<Self, mm::OutOfMemory> {
        let port = Handle::make(UdpPort {
            event: event::unused(),
            server,
            link: Link::new(),
            requests: List::new(),
            taken: Cell::new(0),
            connected: Cell::new(false),
            connections: Cell::new(0),
        })?;
        let events = Events::READ | Events::PERSIST;
        let base = server.resolver.base;
        port.ev()
            .assign_for(base, events, Some(readable), port.as_ptr().cast());
        server.ports.closed.push_back(port);
        Ok(port)
    }

    fn ev(self) -> Ev {
        // SAFETY: the event is part of the socket.
        unsafe { Ev::new((&self.event).into()) }
    }

    /// Connects the socket, from a new port.
    fn renew(self) -> Result<(), Failed> {
        let fd = self.ev().fd();
        self.connections.update(|n| n.wrapping_add(1));
        if self.connected.replace(true) {
            // SAFETY: all zeroes is a valid address; its family means that there is none.
            let nowhere: sockaddr = unsafe { mem::zeroed() };
            let len = size_of::<sockaddr>() as socklen_t;
            // SAFETY: the address is as long as that.
            uninterrupted(|| unsafe { libc::connect(fd, &nowhere, len) });
        }
        self.taken.set(0);
        succeeded(address::with(&self.server.address(), |to, len| {
            // SAFETY: the address is as long as it says.
            uninterrupted(|| unsafe { libc::connect(fd, to, len) })
        }))
    }

    /// A question goes out.
    fn take(self, request: Request) {
        let ports = &self.server.ports;
        if self.requests.is_empty() {
            ports.idle.set(ports.idle.get() - 1);
            ports.open.remove(self);
            ports.open.push_back(self);
        }
        self.taken.set(self.taken.get() + 1);
        self.requests.push_back(request);
        request.carrier.set(Carrier::Udp(self));
    }

    /// A question needs no answer from here any more.
    pub(super) fn drop_request(self, request: Request) {
        let ports = &self.server.ports;
        self.requests.remove(request);
        if self.requests.is_empty() && self.ev().fd() >= 0 {
            ports.open.remove(self);
            ports.open.push_front(self);
            ports.idle.set(ports.idle.get() + 1);
            if ports.idle.get() > MAX_IDLE && ports.home.get() != Some(self) {
                self.close();
            }
        }
    }

    fn send(self, packet: &[u8]) -> Result<(), Failed> {
        let send = || {
            let flags = libc::MSG_NOSIGNAL;
            // SAFETY: the packet is readable for its length.
            let sent =
                unsafe { libc::send(self.ev().fd(), packet.as_ptr().cast(), packet.len(), flags) };
            if sent < 0 { mm::errno() } else { 0 }
        };
        let mut error = send();
        if error == libc::ECONNREFUSED {
            // That was what became of an earlier one.
            error = send();
        }
        match error {
            // Those that could not be sent now are, to others, lost on the way.
            0 | libc::ECONNREFUSED | libc::EAGAIN | libc::ENOBUFS | libc::EINTR => Ok(()),
            _ => Err(Failed),
        }
    }

    /// Closes the socket. The questions that wait on it will time out.
    fn close(self) {
        let ports = &self.server.ports;
        let ev = self.ev();
        if self.requests.is_empty() {
            ports.idle.set(ports.idle.get() - 1);
        }
        while let Some(request) = self.requests.pop_front() {
            request.carrier.set(Carrier::None);
        }
        // It may be that the callback runs in another thread and waits for the lock.
        let _ = ev.del(Wait::No);
        socket::close(ev.fd());
        ev.set_fd(-1);
        self.connected.set(false);
        self.connections.update(|n| n.wrapping_add(1));
        ports.open.remove(self);
        ports.closed.push_back(self);
        ports.count.set(ports.count.get() - 1);
        if ports.current.get() == Some(self) {
            ports.current.set(None);
        }
    }

    /// Receives what has come.
    fn receive(self) {
        let resolver = self.server.resolver;
        let _lock = resolver.lock();
        let mut messages = Datagrams::new();
        for _ in 0..MAX_IN_A_TURN / BATCH {
            if resolver.closing.get() || self.ev().fd() < 0 {
                return;
            }
            let asked = if self.requests.first() == self.requests.last() {
                1
            } else {
                BATCH
            };
            let got = messages.read(self.ev().fd(), asked);
            if got == 0 {
                return self.receiving_failed();
            }
            let connections = self.connections.get();
            for i in 0..got {
                resolver.message_came(&self.requests, Way::Udp, messages.get(i));
                // What comes to an earlier port is no answer to those who ask from a later one.
                if self.requests.is_empty()
                    || resolver.closing.get()
                    || self.connections.get() != connections
                {
                    return;
                }
            }
        }
    }

    /// There is nothing to receive. `errno` says why.
    fn receiving_failed(self) {
        let (server, resolver) = (self.server, self.server.resolver);
        if mm::errno() == libc::ECONNREFUSED {
            resolver.refused(server, &self.requests);
        } else if Datagrams::has_failed() {
            warn_errno!("Error receiving from nameserver {}", server.address());
            self.close();
            server.reopen_home();
        }
    }
}

/// The event's callback.
unsafe extern "C" fn readable(_fd: c_int, _what: c_short, port: *mut c_void) {
    // SAFETY: the event's argument is its socket, whose resolver waits for this call before it goes.
    if let Some(port) = unsafe { Handle::from_ptr(port.cast::<UdpPort>()) } {
        port.receive();
    }
}
