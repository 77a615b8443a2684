//! Connections of clients: whom they are to, how they are set up, and the requests that wait for their turn.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_int, c_short, c_void};
use std::mem;
use std::ops::Deref;

use libc::{sockaddr_storage, time_t, timeval};

use super::Failed;
use super::connecting::peer_of;
use super::connection::{Conn, Setup, Side};
use super::request::{ByClient, Req};
use super::sockets::peer_name;
use crate::base::{Base, Ev, Events, Timeout, Wait, event};
use crate::bufferevent::{Bev, Options};
use crate::dns::Resolver;
use crate::ds::handle::Handle;
use crate::ds::list::List;
use crate::ffi::http::{
    EVHTTP_CON_READ_ON_WRITE_ERROR, EVHTTP_CON_REUSE_CONNECTED_ADDR, evhttp_ext_method_cb,
};
use crate::rt::text::Text;

/// How long connecting may take, in seconds, unless told otherwise.
const USUAL_CONNECT_TIME: time_t = 45;
/// How long reading and writing may stand still.
const USUAL_TIME: time_t = 50;
/// How long the first retry waits.
const USUAL_RETRY_TIME: time_t = 2;

/// How far a connection is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stage {
    Down,
    Connecting,
    Up,
}

/// What the address of a connection is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// A name, or the address, of a host.
    Host,
    /// The path of a UNIX socket.
    Path,
}

/// The times that a program sets; none for the usual.
#[derive(Clone, Copy, Default)]
pub(crate) struct Times {
    pub(crate) connect: Option<timeval>,
    pub(crate) read: Option<timeval>,
    pub(crate) write: Option<timeval>,
}

/// What only connections of clients have.
pub(crate) struct Outgoing {
    pub(super) target: Target,
    pub(super) resolver: Option<Resolver>,
    pub(super) family: Cell<c_int>,
    pub(super) local_address: RefCell<Option<Text>>,
    pub(super) local_port: Cell<u16>,
    pub(super) stage: Cell<Stage>,
    /// Requests that were not sent yet.
    pub(super) waiting: List<Req, ByClient>,
    /// Requests whose program is yet to hear that there is no connection.
    pub(super) failing: List<Req, ByClient>,
    times: Cell<Times>,
    flags: Cell<c_int>,
    /// Whether the connection is freed behind its last request.
    pub(super) free_when_done: Cell<bool>,
    /// How often connecting is tried again; below 0 without end.
    pub(super) max_retries: Cell<c_int>,
    pub(super) retries: Cell<c_int>,
    pub(super) first_delay: Cell<timeval>,
    /// Runs until the next try.
    timer: event,
    pub(super) more_methods: Cell<evhttp_ext_method_cb>,
    /// Whether the body of the request waits until the server says that it wants it.
    pub(super) withholds: Cell<bool>,
    /// Whether writing has failed, and only the response is of interest.
    pub(super) only_reads: Cell<bool>,
    /// Whether the connection carries something else, which is the program's.
    pub(super) tunnels: Cell<bool>,
}

/// A client's connection.
#[derive(Clone, Copy)]
pub(crate) struct Client {
    pub(super) conn: Conn,
    own: Handle<Outgoing>,
}

impl Deref for Client {
    type Target = Outgoing;
    fn deref(&self) -> &Outgoing {
        &self.own
    }
}

/// Whom a connection is to be to.
pub(crate) struct To<'a> {
    address: &'a [u8],
    /// `None` for the path of a UNIX socket.
    port: Option<u16>,
}

impl<'a> To<'a> {
    pub(crate) fn host(address: &'a CStr, port: u16) -> Self {
        To {
            address: address.to_bytes(),
            port: Some(port),
        }
    }

    pub(crate) fn path(path: &'a CStr) -> Self {
        To {
            address: path.to_bytes(),
            port: None,
        }
    }
}

impl Client {
    pub(super) fn new(conn: Conn, own: Handle<Outgoing>) -> Self {
        Client { conn, own }
    }

    /// Makes a connection, on a bufferevent of the program's, which it owns from then on, or on one of its own.
    pub(crate) fn make(
        base: Option<Base>,
        resolver: Option<Resolver>,
        bev: Option<Bev>,
        to: To,
    ) -> Result<Self, Failed> {
        let address = Text::new(to.address)?;
        let own = Handle::make(Outgoing::new(to.port.is_none(), resolver))?;
        let made = match bev {
            Some(bev) => Ok(bev),
            None => {
                let base = base.or_else(Base::current);
                Bev::new_socket(base, -1, Options::CLOSE_ON_FREE)
            }
        };
        let made = made.map_err(|_| Failed).and_then(|made| {
            let setup = Setup {
                base,
                bev: made,
                side: Side::Client(own),
                address,
                port: to.port.unwrap_or(0),
                // SAFETY: all zeroes is a valid address.
                peer: unsafe { mem::zeroed::<sockaddr_storage>() },
                max_headers: u64::MAX,
                max_body: u64::MAX,
            };
            Conn::new(setup).inspect_err(|_| {
                // The program's stays the program's.
                if bev.is_none() {
                    made.free();
                }
            })
        });
        match made {
            Ok(conn) => Ok(Client { conn, own }),
            Err(failed) => {
                // SAFETY: nobody else knows it.
                unsafe { own.dispose() };
                Err(failed)
            }
        }
    }

    /// Makes a connection of a bufferevent that is connected, to whom it is connected to.
    pub(crate) fn of_connected(
        base: Option<Base>,
        resolver: Option<Resolver>,
        bev: Bev,
    ) -> Result<Self, Failed> {
        let peer = peer_of(bev.fd()).ok_or(Failed)?;
        let (address, port) = peer_name(&peer)?;
        let to = To {
            address: address.as_bytes(),
            port: Some(port),
        };
        let client = Self::make(base, resolver, Some(bev), to)?;
        client.conn.set_peer_address(peer);
        client.take_over();
        Ok(client)
    }

    pub(crate) fn conn(self) -> Conn {
        self.conn
    }

    pub(super) fn timer(&self) -> Ev {
        // SAFETY: the event is part of the connection.
        unsafe { Ev::new((&self.own.timer).into()) }
    }

    pub(super) fn stop_timer(self) {
        // It was not set up before the first retry.
        if self.retries.get() > 0 {
            let _ = self.timer().del(Wait::No);
        }
    }

    /// Has the loop call a function later.
    pub(super) fn start_timer(
        self,
        delay: timeval,
        function: unsafe extern "C" fn(c_int, c_short, *mut c_void),
    ) -> Result<(), Failed> {
        let base = self.conn.base().ok_or(Failed)?;
        let timer = self.timer();
        timer.assign_for(
            base,
            Events::empty(),
            Some(function),
            self.conn.as_ptr().cast(),
        );
        timer.add(Some(Timeout::After(delay))).map_err(|_| Failed)
    }

    // Settings.

    /// Sets the base of a connection that has none, and does nothing yet.
    pub(crate) fn set_base(self, base: Base) -> Result<(), Failed> {
        if self.conn.own_base().is_some() || self.stage.get() != Stage::Down {
            return Err(Failed);
        }
        self.conn.bev.move_to(base).map_err(|_| Failed)?;
        self.conn.set_base(base);
        Ok(())
    }

    pub(crate) fn set_family(self, family: c_int) {
        self.family.set(family);
    }

    /// Fails for flags that are none.
    pub(crate) fn set_flags(self, flags: c_int) -> Result<(), Failed> {
        let known = EVHTTP_CON_REUSE_CONNECTED_ADDR | EVHTTP_CON_READ_ON_WRITE_ERROR;
        if flags & !known != 0 {
            return Err(Failed);
        }
        self.flags.set(flags);
        Ok(())
    }

    pub(super) fn has_flag(self, flag: c_int) -> bool {
        self.flags.get() & flag != 0
    }

    /// Sets what connections are made from; `None` for any address.
    pub(crate) fn set_local_address(self, address: Option<&[u8]>) {
        // Without memory it is any.
        *self.local_address.borrow_mut() = address.and_then(|address| Text::new(address).ok());
    }

    pub(crate) fn set_local_port(self, port: u16) {
        self.local_port.set(port);
    }

    pub(crate) fn set_retries(self, max: c_int) {
        self.max_retries.set(max);
    }

    /// Sets how long the first retry waits; `None` for the usual.
    pub(crate) fn set_first_delay(self, delay: Option<timeval>) {
        self.first_delay
            .set(delay.unwrap_or(seconds(USUAL_RETRY_TIME)));
    }

    pub(crate) fn set_more_methods(self, callback: evhttp_ext_method_cb) {
        self.more_methods.set(callback);
    }

    /// Whether there is nothing to be sent, or to come.
    pub(crate) fn is_idle(self) -> bool {
        self.conn.request.get().is_none() && self.waiting.is_empty() && self.failing.is_empty()
    }

    /// Whether the program has set times.
    pub(crate) fn has_times(self) -> bool {
        let times = self.times.get();
        [times.connect, times.read, times.write]
            .iter()
            .any(Option::is_some)
    }

    pub(crate) fn free_when_done(self) {
        self.free_when_done.set(true);
    }

    pub(crate) fn update_times(self, change: impl FnOnce(&mut Times)) {
        let mut times = self.times.get();
        change(&mut times);
        self.times.set(times);
        self.apply_times();
    }

    pub(super) fn apply_times(self) {
        let times = self.times.get();
        if self.stage.get() == Stage::Connecting {
            let connect = or_usual(times.connect, USUAL_CONNECT_TIME);
            self.conn.set_patience(connect, connect);
        } else {
            self.conn.set_patience(
                or_usual(times.read, USUAL_TIME),
                or_usual(times.write, USUAL_TIME),
            );
        }
    }

    /// Ends it: the program hears of that, but not of the requests, which are freed.
    pub(super) fn end(self) {
        if self.stage.replace(Stage::Down) == Stage::Up {
            self.conn.tell_of_end();
        }
        self.end_without_a_word();
    }

    pub(super) fn end_without_a_word(self) {
        self.stop_timer();
        for list in [&self.waiting, &self.failing] {
            while let Some(req) = list.pop_front() {
                req.evcon.set(std::ptr::null_mut());
                req.free_unless_owned();
            }
        }
    }
}

impl Outgoing {
    fn new(is_path: bool, resolver: Option<Resolver>) -> Self {
        Outgoing {
            target: if is_path { Target::Path } else { Target::Host },
            resolver,
            family: Cell::new(libc::AF_UNSPEC),
            local_address: RefCell::new(None),
            local_port: Cell::new(0),
            stage: Cell::new(Stage::Down),
            waiting: List::new(),
            failing: List::new(),
            times: Cell::new(Times::default()),
            flags: Cell::new(0),
            free_when_done: Cell::new(false),
            max_retries: Cell::new(0),
            retries: Cell::new(0),
            first_delay: Cell::new(seconds(USUAL_RETRY_TIME)),
            timer: event::unused(),
            more_methods: Cell::new(None),
            withholds: Cell::new(false),
            only_reads: Cell::new(false),
            tunnels: Cell::new(false),
        }
    }
}

const fn seconds(tv_sec: time_t) -> timeval {
    timeval { tv_sec, tv_usec: 0 }
}

fn or_usual(time: Option<timeval>, usual: time_t) -> timeval {
    time.filter(|time| time.tv_sec != 0 || time.tv_usec != 0)
        .unwrap_or(seconds(usual))
}
