//! How clients' connections come and go.

use std::ffi::{CStr, c_int, c_short, c_void};
use std::mem;
use std::net::SocketAddr;
use std::ptr;

use libc::{sockaddr, sockaddr_storage, sockaddr_un, socklen_t, timeval};

use super::Failed;
use super::client::{Client, Stage, Target};
use super::connection::{Conn, Sent, State};
use super::sockets;
use crate::base::Events;
use crate::bufferevent::What;
use crate::dns::no_hints;
use crate::ffi::http::{
    EVHTTP_CON_READ_ON_WRITE_ERROR, EVHTTP_CON_REUSE_CONNECTED_ADDR, evhttp_request_error,
};
use crate::rt::mm;
use crate::rt::text::Text;
use crate::rt::time;
use crate::util::{address, socket};

/// The longest wait before a retry, in microseconds.
const MAX_DELAY: i64 = 3600 * 1_000_000;

impl Client {
    /// Connects, if that is not under way. That it fails is told later, or within the call if it shows at once;
    /// an error is for what keeps it from beginning.
    pub(super) fn connect(self) -> Result<(), Failed> {
        if self.stage.get() == Stage::Connecting {
            return Ok(());
        }
        self.disconnect();
        let conn = self.conn;
        if conn.is_freed() || conn.bev.base().is_none() {
            return Err(Failed);
        }
        let family = self.bind()?;
        self.stage.set(Stage::Connecting);
        self.apply_times();
        let begun = conn
            .bev
            .enable(Events::WRITE)
            .map_err(|_| Failed)
            .and_then(|()| self.begin_connecting(family));
        if begun.is_err() && !conn.is_freed() && self.stage.get() == Stage::Connecting {
            self.could_not_connect();
        }
        Ok(())
    }

    fn begin_connecting(self, family: c_int) -> Result<(), Failed> {
        let (conn, bev) = (self.conn, self.conn.bev);
        let known = conn.peer_address();
        // SAFETY: the connection has room for every address.
        let known_family = unsafe { address::family(known) };
        if self.has_flag(EVHTTP_CON_REUSE_CONNECTED_ADDR) && known_family != libc::AF_UNSPEC {
            // SAFETY: as above.
            let known = unsafe { address::read(known) }.ok_or(Failed)?;
            return address::with(&known, |to, len| {
                // SAFETY: the address is as long as it says.
                unsafe { bev.connect(to, len as c_int) }.map_err(|_| Failed)
            });
        }
        match self.target {
            Target::Host => {
                let mut hints = no_hints();
                hints.ai_family = family;
                hints.ai_socktype = libc::SOCK_STREAM;
                hints.ai_protocol = libc::IPPROTO_TCP;
                let port = conn.port().into();
                let name = conn.address().as_c_str();
                self.note_target(name);
                bev.connect_to_name(self.resolver, &hints, Some(name), port)
                    .map_err(|_| Failed)
            }
            Target::Path => {
                let path = unix_address(conn.address())?;
                let len = size_of_val(&path) as c_int;
                // SAFETY: the address is as long as it says.
                unsafe { bev.connect((&raw const path).cast(), len) }.map_err(|_| Failed)
            }
        }
    }

    /// What is connected to is known ahead if its name is an address.
    fn note_target(self, name: &CStr) {
        let ip = name.to_str().ok().and_then(|name| name.parse().ok());
        if let Some(ip) = ip {
            let target = SocketAddr::new(ip, self.conn.port());
            self.conn.set_peer_address(address::storage(&target).0);
        }
    }

    /// Makes a socket for the address and port that the program wants to connect from, if it does. Gives the family
    /// of addresses to connect to.
    fn bind(self) -> Result<c_int, Failed> {
        let family = self.family.get();
        let local = self.local_address.borrow();
        let port = self.local_port.get();
        if local.is_none() && port == 0 {
            return Ok(family);
        }
        let host = local.as_ref().map(Text::as_c_str);
        let fd = sockets::with_passive_address(host, port, family, |address, len| {
            bound_socket(address, len)
        })?;
        if self.conn.bev.set_fd(fd).is_err() {
            socket::close(fd);
            return Err(Failed);
        }
        Ok(match family {
            libc::AF_UNSPEC => family_of_socket(fd),
            family => family,
        })
    }

    /// Goes back to where there was no connection. If there was one, the program hears of that.
    pub(super) fn disconnect(self) {
        let conn = self.conn;
        let was = self.stage.replace(Stage::Down);
        if was == Stage::Up {
            conn.tell_of_end();
        }
        // The program may have freed it, or begun anew.
        if !conn.is_freed() && self.stage.get() == Stage::Down {
            self.drop_connection();
        }
    }

    /// The same, without a word.
    pub(super) fn drop_connection(self) {
        let conn = self.conn;
        self.stage.set(Stage::Down);
        conn.bev.disconnect();
        conn.state.set(State::Nothing);
        conn.sent.set(Sent::Nothing);
        self.withholds.set(false);
        self.only_reads.set(false);
        self.tunnels.set(false);
    }

    /// Something has happened to the bufferevent.
    pub(super) fn take_event(self, what: What) {
        match self.stage.get() {
            Stage::Down => {}
            Stage::Connecting if what.contains(What::CONNECTED) => self.connected(),
            Stage::Connecting if self.may_be_retried(what) => self.could_not_connect(),
            Stage::Connecting => self.fail(evhttp_request_error::EVREQ_HTTP_EOF),
            Stage::Up if !what.intersects(What::ERROR | What::EOF | What::TIMEOUT) => {}
            Stage::Up => self.broke(what),
        }
    }

    /// There is a connection.
    fn connected(self) {
        let conn = self.conn;
        self.stage.set(Stage::Up);
        self.retries.set(0);
        self.apply_times();
        if let Some(peer) = peer_of(conn.bev.fd()) {
            conn.set_peer_address(peer);
        }
        self.next_request();
    }

    /// Whether connecting has failed in a way that another try may mend.
    fn may_be_retried(self, what: What) -> bool {
        let is_refused = self.conn.bev.dns_error() == 0 && mm::errno() == libc::ECONNREFUSED;
        what.contains(What::TIMEOUT) || is_refused
    }

    /// Makes it a connection that is there already.
    pub(crate) fn take_over(self) {
        self.stage.set(Stage::Up);
        self.apply_times();
    }

    /// Tries again later, or fails all requests.
    fn could_not_connect(self) {
        self.disconnect();
        if self.conn.is_freed() {
            return;
        }
        let (max, retries) = (self.max_retries.get(), self.retries.get());
        if max < 0 || retries < max {
            let delay = retry_delay(self.first_delay.get(), retries);
            self.retries.set(retries.saturating_add(1));
            if self.start_timer(delay, retry).is_ok() {
                return;
            }
        }
        self.give_up_retrying();
        self.fail_all();
    }

    /// There is no connection for the requests that wait: their program hears of each.
    pub(super) fn fail_all(self) {
        while let Some(req) = self.waiting.pop_front() {
            self.failing.push_back(req);
        }
        while let Some(req) = self.failing.pop_front() {
            req.evcon.set(ptr::null_mut());
            req.end_with(|req| req.call(req.cb.get(), req.cb_arg.get()));
        }
        self.free_if_done();
    }

    /// There is no retry to wait for any more.
    pub(super) fn give_up_retrying(self) {
        self.stop_timer();
        self.retries.set(0);
    }

    /// The connection has failed, or is at its end.
    fn broke(self, what: What) {
        let conn = self.conn;
        let Some(req) = conn.request.get() else {
            return self.distrust();
        };
        if what.contains(What::TIMEOUT) {
            return self.fail(evhttp_request_error::EVREQ_HTTP_TIMEOUT);
        }
        if what == What::READING | What::EOF && conn.reads_to_the_end(req) {
            return self.finish_at_end(req);
        }
        let may_be_answered = what.contains(What::WRITING)
            && self.has_flag(EVHTTP_CON_READ_ON_WRITE_ERROR)
            && !self.only_reads.get();
        if may_be_answered {
            self.only_read();
        } else {
            self.fail(evhttp_request_error::EVREQ_HTTP_EOF);
        }
    }

    /// A connection without a request is no longer good for one.
    pub(super) fn distrust(self) {
        self.disconnect();
        if self.free_when_done.get() && self.waiting.is_empty() && !self.conn.is_freed() {
            self.conn.free();
        }
    }
}

/// The timer before a retry.
unsafe extern "C" fn retry(_fd: c_int, _what: c_short, conn: *mut c_void) {
    // SAFETY: the timer's argument is its connection.
    let conn = unsafe { Conn::from_ptr(conn.cast()) };
    let Some((conn, client)) = conn.and_then(|conn| Some((conn, conn.client()?))) else {
        return;
    };
    let _using = conn.enter();
    if client.connect().is_err() {
        client.could_not_connect();
    }
}

/// How long to wait before a retry: twice as long as before the one before it.
fn retry_delay(first: timeval, retries: c_int) -> timeval {
    let first = time::from_timeval(&first).clamp(0, MAX_DELAY);
    let times = u32::try_from(retries).unwrap_or(0).min(32);
    time::to_timeval(first.saturating_mul(1 << times).min(MAX_DELAY))
}

/// A socket bound to an address.
fn bound_socket(address: *const sockaddr, len: socklen_t) -> Result<c_int, Failed> {
    // SAFETY: the caller gives an address.
    let family = unsafe { address::family(address) };
    let kind = libc::SOCK_STREAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;
    // SAFETY: socket takes any numbers.
    let fd = unsafe { libc::socket(family, kind, 0) };
    if fd < 0 {
        return Err(Failed);
    }
    // The next connection from the same port may come soon.
    let bound = socket::reuse_address(fd).is_ok()
        // SAFETY: the address has that length.
        && unsafe { libc::bind(fd, address, len) } == 0;
    if !bound {
        socket::close(fd);
        return Err(Failed);
    }
    Ok(fd)
}

fn unix_address(path: &Text) -> Result<sockaddr_un, Failed> {
    // SAFETY: all zeroes is a valid address.
    let mut address: sockaddr_un = unsafe { mem::zeroed() };
    address.sun_family = libc::AF_UNIX as libc::sa_family_t;
    let path = path.as_bytes();
    // A NUL stays behind it.
    if path.len() >= address.sun_path.len() {
        return Err(Failed);
    }
    for (to, from) in address.sun_path.iter_mut().zip(path) {
        *to = from.cast_signed();
    }
    Ok(address)
}

/// The address that a socket is connected to.
pub(super) fn peer_of(fd: c_int) -> Option<sockaddr_storage> {
    // SAFETY: all zeroes is a valid address.
    let mut peer: sockaddr_storage = unsafe { mem::zeroed() };
    let mut len = size_of_val(&peer) as socklen_t;
    // SAFETY: the room is as large as it says.
    let got = unsafe { libc::getpeername(fd, (&raw mut peer).cast(), &mut len) };
    (got == 0).then_some(peer)
}

fn family_of_socket(fd: c_int) -> c_int {
    // SAFETY: all zeroes is a valid address.
    let mut own: sockaddr_storage = unsafe { mem::zeroed() };
    let mut len = size_of_val(&own) as socklen_t;
    // SAFETY: the room is as large as it says.
    unsafe { libc::getsockname(fd, (&raw mut own).cast(), &mut len) };
    own.ss_family.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double() {
        let first = timeval {
            tv_sec: 1,
            tv_usec: 500_000,
        };
        let delays = [0, 1, 2, 11, 12, 40, c_int::MAX].map(|n| retry_delay(first, n));
        let micros = delays.map(|delay| time::from_timeval(&delay));
        let second = 1_000_000;
        let expected = [
            3 * second / 2,
            3 * second,
            6 * second,
            3072 * second,
            MAX_DELAY,
            MAX_DELAY,
            MAX_DELAY,
        ];
        assert_eq!(micros, expected);
    }
}
