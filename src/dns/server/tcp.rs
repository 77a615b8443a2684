//! Ports for TCP: a listener, and the clients that it accepts.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr;

use libc::{sockaddr, socklen_t, timeval};

use super::client::{Client, OfPort};
use super::port::Setup;
use super::request::Address;
use super::{Failed, Port};
use crate::base::Timeout;
use crate::ds::list::List;
use crate::listener::{Listener, evconnlistener};
use crate::util::socket;

/// How many clients there may be, unless told otherwise.
const MAX_CLIENTS: usize = 10;
/// After how many seconds an idle client is turned out, unless told otherwise.
const IDLE_SECONDS: usize = 10;
/// The longest time that makes sense.
const MAX_IDLE_SECONDS: usize = 100 * 366 * 24 * 60 * 60;
/// What a port for TCP has.
pub(super) struct Tcp {
    /// Freed when the program closes the port.
    listener: Cell<Option<Listener>>,
    clients: List<Client, OfPort>,
    count: Cell<usize>,
    max_clients: Cell<usize>,
    idle_seconds: Cell<usize>,
    closed: Cell<bool>,
}

/// An option of a port for TCP.
#[derive(Clone, Copy)]
pub(crate) enum TcpOption {
    MaxClients,
    IdleTimeout,
}

impl Tcp {
    /// Stops accepting and reading. Clients that wait for nothing more are turned out.
    pub(super) fn close(&self, port: Port) {
        // No longer than the port: the listener's callback uses it.
        if let Some(listener) = self.listener.take() {
            if port.is_shared() {
                let _ = listener.disable();
            }
            listener.free();
        }
        let lock = port.lock();
        self.closed.set(true);
        for client in self.clients.iter() {
            client.stop_reading();
        }
        drop(lock);
        loop {
            port.acquire();
            let Some(client) = self.clients.iter().find(|client| client.is_done()) else {
                port.release();
                return;
            };
            client.add_user();
            client.close();
            client.release_for_good();
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// With the lock held, as for the others.
    pub(super) fn admit(&self, client: Client) {
        self.clients.push_back(client);
        self.count.set(self.count.get() + 1);
    }

    /// A client that was admitted has closed its connection.
    pub(super) fn let_go(&self, client: Client) {
        self.clients.remove(client);
        self.count.set(self.count.get() - 1);
    }

    pub(super) fn idle_timeout(&self) -> Option<Timeout> {
        let seconds = self.idle_seconds.get();
        (seconds > 0).then_some(Timeout::After(timeval {
            tv_sec: seconds.min(MAX_IDLE_SECONDS) as libc::time_t,
            tv_usec: 0,
        }))
    }
}

impl Port {
    /// Makes a port for the connections of a listener, which is freed with it.
    pub(crate) fn on_listener(setup: &Setup, listener: Listener) -> Result<Self, Failed> {
        let tcp = Tcp {
            listener: Cell::new(Some(listener)),
            clients: List::new(),
            count: Cell::new(0),
            max_clients: Cell::new(MAX_CLIENTS),
            idle_seconds: Cell::new(IDLE_SECONDS),
            closed: Cell::new(false),
        };
        let base = setup.base.or(listener.base());
        let port = Port::with(&Setup { base, ..*setup }, -1, Some(tcp))?;
        let arg = port.as_ptr().cast();
        if listener.set_callback(Some(accepted), arg).is_err() {
            // It had no callback before.
            let _ = listener.set_callback(None, ptr::null_mut());
            port.free();
            return Err(Failed);
        }
        listener.set_error_callback(None);
        Ok(port)
    }

    /// Sets an option; fails for a port that is not for TCP.
    pub(crate) fn set_option(self, option: TcpOption, value: usize) -> Result<(), Failed> {
        let _lock = self.lock();
        let tcp = self.tcp().ok_or(Failed)?;
        match option {
            TcpOption::MaxClients => tcp.max_clients.set(value),
            TcpOption::IdleTimeout => tcp.idle_seconds.set(value),
        }
        Ok(())
    }
}

/// The listener's callback.
unsafe extern "C" fn accepted(
    _listener: *mut evconnlistener,
    fd: c_int,
    address: *mut sockaddr,
    len: c_int,
    port: *mut c_void,
) {
    // SAFETY: the port has not ended, since it waits for the listener's callback before that.
    let port = unsafe { Port::from_ptr(port.cast()) };
    // SAFETY: the listener gives an address of this length.
    let address = unsafe { Address::new(address, usize::try_from(len).unwrap_or(0)) };
    let Some((port, tcp)) = port.as_ref().and_then(|port| Some((*port, port.tcp()?))) else {
        socket::close(fd);
        return;
    };
    let _lock = port.lock();
    let allowed = !tcp.closed.get() && tcp.count.get() < tcp.max_clients.get();
    if !allowed || Client::begin(port, tcp, fd, address).is_err() {
        socket::close(fd);
        return;
    }
    send_at_once(fd);
}

/// Has the kernel send each reply without waiting for acknowledgements of those before, if it is a TCP
/// socket.
fn send_at_once(fd: c_int) {
    let on: c_int = 1;
    // SAFETY: the value is readable for its size.
    unsafe {
        let (value, len) = (ptr::from_ref(&on).cast(), size_of::<c_int>() as socklen_t);
        libc::setsockopt(fd, libc::IPPROTO_TCP, libc::TCP_NODELAY, value, len);
    }
}
