//! The sockets on which a server listens, and the connections that come through them.

use std::cell::Cell;
use std::ffi::{CStr, c_int, c_void};
use std::mem;
use std::ptr;

use libc::{sockaddr, sockaddr_storage, socklen_t};

use super::Failed;
use super::connection::{Conn, Setup, Side};
use super::server::{ByHttp, Server};
use crate::base::event_base;
use crate::bufferevent::{Bev, Options, bufferevent};
use crate::dns::no_hints;
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked};
use crate::listener::{self, Listener, evconnlistener};
use crate::rt::log::warnx;
use crate::rt::mm;
use crate::rt::text::{Short, Text};
use crate::util::{address, gai, ip_text, socket};

/// Makes the bufferevent of a new connection.
pub(crate) type BevCallback =
    Option<unsafe extern "C" fn(*mut event_base, *mut c_void) -> *mut bufferevent>;

/// How many connections may wait to be accepted.
const BACKLOG: c_int = 128;

/// A socket on which a server listens. Opaque to C programs.
pub struct evhttp_bound_socket {
    server: Server,
    listener: Listener,
    /// Makes bufferevents in the place of the server's function.
    bev_callback: Cell<(BevCallback, *mut c_void)>,
    /// Greater than those of the sockets before it.
    number: u64,
    link: Link<Bound>,
}

/// A handle on a socket. It is valid until it is taken away.
pub(crate) type Bound = Handle<evhttp_bound_socket>;

impl Linked<Bound> for ByHttp {
    fn link(element: &Bound) -> &Link<Bound> {
        &element.link
    }
}

impl Server {
    /// Takes connections from a listener, which it owns from then on.
    pub(crate) fn listen_on(self, listener: Listener) -> Result<Bound, Failed> {
        let bound = Handle::make(evhttp_bound_socket {
            server: self,
            listener,
            bev_callback: Cell::new((None, ptr::null_mut())),
            number: self.sockets.last().map_or(1, |last| last.number + 1),
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
        let setup = listener::Setup {
            base: Some(self.base.ok_or(Failed)?),
            callback: None,
            arg: ptr::null_mut(),
            options: listener::Options::REUSEABLE
                | listener::Options::CLOSE_ON_EXEC
                | listener::Options::CLOSE_ON_FREE,
            backlog: BACKLOG,
        };
        let listener = with_passive_address(host, port, libc::AF_UNSPEC, |address, len| {
            // SAFETY: the address has that length.
            let made = unsafe { Listener::bind(&setup, address, len as c_int) };
            made.map_err(|_| Failed)
        })?;
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

    /// Calls a function with each socket. It may add and remove any, or free the server.
    pub(crate) fn for_each_socket(self, mut call: impl FnMut(Bound)) {
        let _using = self.enter();
        let mut done = 0;
        while let Some(bound) = self.sockets.iter().find(|bound| bound.number > done) {
            done = bound.number;
            call(bound);
        }
    }

    /// Makes a connection of a socket. Fails if that is still the caller's.
    pub(super) fn connect(
        self,
        fd: c_int,
        peer: *const sockaddr,
        len: c_int,
        make: (BevCallback, *mut c_void),
    ) -> Result<(), Failed> {
        let base = self.base.ok_or(Failed)?;
        let _using = self.enter();
        let bev = match make {
            // SAFETY: the program vouched for its function and argument, and gives the bufferevent away.
            (Some(make), arg) => unsafe { Bev::from_ptr(make(base.as_ptr(), arg)) },
            (None, _) => None,
        };
        if self.is_freed() {
            // The program did so in its function.
            bev.into_iter().for_each(Bev::free);
            return Err(Failed);
        }
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
        let _using_connection = connection.enter();
        connection.set_patience(self.read_timeout.get(), self.write_timeout.get());
        if connection.begin_request(self).is_err() || connection.read_again().is_err() {
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
            base: self.base,
            bev,
            side: Side::Server(self),
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

/// Calls a function with an address to bind a socket to: a host's, or any.
pub(super) fn with_passive_address<R>(
    host: Option<&CStr>,
    port: u16,
    family: c_int,
    call: impl FnOnce(*const sockaddr, socklen_t) -> Result<R, Failed>,
) -> Result<R, Failed> {
    let service = Short::<6>::new(format_args!("{port}\0"));
    let mut hints = no_hints();
    hints.ai_family = family;
    hints.ai_socktype = libc::SOCK_STREAM;
    hints.ai_flags = libc::AI_PASSIVE | libc::AI_ADDRCONFIG;
    let host = host.map_or(ptr::null(), CStr::as_ptr);
    let service = service.as_bytes().as_ptr().cast();
    let mut list = ptr::null_mut();
    // SAFETY: both are strings, or null; the list is ours.
    let error = unsafe { gai::resolve(host, service, Some(&hints), &mut list) };
    if error != 0 {
        warnx!("getaddrinfo: {}", gai::describe(error).to_string_lossy());
    }
    // SAFETY: the list holds addresses of the lengths it says, or is null.
    let first = unsafe { list.as_ref() }.filter(|_| error == 0);
    let called = first
        .ok_or(Failed)
        .and_then(|first| call(first.ai_addr, first.ai_addrlen));
    let errno = mm::errno();
    // SAFETY: a list that was found, or null.
    unsafe { gai::free(list) };
    mm::set_errno(errno);
    called
}

/// An address as text, and its port.
pub(super) fn peer_name(peer: &sockaddr_storage) -> Result<(Text, u16), Failed> {
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
