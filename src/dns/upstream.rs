//! The name servers that are asked: which is next, which have failed, and when those are tried again.

use std::cell::Cell;
use std::ffi::c_int;
use std::fmt;
use std::net::SocketAddr;

use super::log::{dns_debug, dns_note, dns_warn};
use super::message::kind;
use super::name::Name;
use super::request::{Consumer, QueryFlags, Question, Request};
use super::search::Search;
use super::tcp::Connection;
use super::udp::Ports;
use super::{Failed, Resolver};
use crate::base::Base;
use crate::ds::handle::Handle;
use crate::ds::vec::CellVec;
use crate::ffi::dns::{DNS_ERR_CANCEL, DNS_ERR_NONE, DNS_ERR_NOTEXIST};
use crate::rt::time::Micros;

/// What a failed server is asked, to see whether it is up again: a name that all should know.
const PROBE_NAME: &[u8] = b"google.com";

/// A name server that is asked.
pub(crate) struct Nameserver {
    pub(super) resolver: Resolver,
    address: Cell<SocketAddr>,
    up: Cell<bool>,
    /// How many requests in a row had no answer.
    timeouts: Cell<u32>,
    /// When it is to be probed, if it has failed.
    pub(super) probe_at: Cell<Option<Micros>>,
    probe_interval: Cell<Micros>,
    pub(super) probe: Cell<Option<Request>>,
    pub(super) ports: Ports,
    pub(super) connection: Cell<Option<Connection>>,
}

/// A handle on a name server. It is valid until its resolver is freed.
pub(crate) type Server = Handle<Nameserver>;

/// The servers of a resolver, which are asked in turns.
pub(super) struct Ring {
    servers: CellVec<Server>,
    /// The one that comes next.
    head: Cell<usize>,
    good: Cell<usize>,
    /// Those that were taken out.
    retired: CellVec<Server>,
}

impl Ring {
    pub(super) const fn new() -> Self {
        Ring {
            servers: CellVec::new(),
            head: Cell::new(0),
            good: Cell::new(0),
            retired: CellVec::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.servers.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Server> {
        self.servers.iter()
    }

    /// The server that comes so many places after the next one.
    pub(super) fn nth(&self, index: usize) -> Option<Server> {
        (index < self.len()).then(|| self.servers.at((self.head.get() + index) % self.len()))
    }

    /// Puts a server behind the next one, as the original does.
    fn insert(&self, server: Server) -> Result<(), Failed> {
        let place = (self.head.get() + 1).min(self.len());
        self.servers.insert(place, server)?;
        self.good.set(self.good.get() + 1);
        Ok(())
    }

    fn advance(&self) -> Option<Server> {
        let next = self.nth(0)?;
        self.head.set((self.head.get() + 1) % self.len());
        Some(next)
    }

    /// Frees the memory of the servers, which have all been taken out.
    pub(super) fn free(&self, base: Base) {
        for server in self.retired.iter() {
            server.ports.free(base);
            if let Some(connection) = server.connection.get() {
                connection.free(base);
            }
            // SAFETY: nothing of it is used any more.
            unsafe { server.dispose() };
        }
        self.retired.clear();
    }
}

/// Why a server was not added.
pub(crate) enum NotAdded {
    /// It is there already.
    Twice,
    Unparsable,
    Failed,
}

impl Resolver {
    /// The server to ask next: one that is up, or any, if none is.
    pub(super) fn pick_server(self) -> Option<Server> {
        let ring = &self.servers;
        if ring.good.get() == 0 {
            // As in the original, the one after the next.
            ring.advance();
            return ring.nth(0);
        }
        std::iter::from_fn(|| ring.advance())
            .take(ring.len())
            .find(|server| server.is_up())
    }

    pub(super) fn has_other_good_server(self, than: Server) -> bool {
        self.servers.good.get() > usize::from(than.is_up())
    }

    pub(crate) fn add_server(self, address: SocketAddr) -> Result<(), NotAdded> {
        let _lock = self.lock();
        // A scope makes no difference.
        let is_it = |server: Server| {
            let other = server.address();
            (other.ip(), other.port()) == (address.ip(), address.port())
        };
        if self.servers.iter().any(is_it) {
            dns_debug!("Duplicate nameserver.");
            return Err(NotAdded::Twice);
        }
        self.add_new_server(address).map_err(|Failed| {
            dns_warn!("Unable to add nameserver {address}");
            NotAdded::Failed
        })
    }

    fn add_new_server(self, address: SocketAddr) -> Result<(), Failed> {
        // So that it can be taken out again.
        self.servers.retired.reserve(self.servers.len() + 1)?;
        let server = match self.servers.retired.pop() {
            Some(server) => server,
            None => Handle::make(Nameserver {
                resolver: self,
                address: Cell::new(address),
                up: Cell::new(true),
                timeouts: Cell::new(0),
                probe_at: Cell::new(None),
                probe_interval: Cell::new(0),
                probe: Cell::new(None),
                ports: Ports::new(),
                connection: Cell::new(None),
            })?,
        };
        server.address.set(address);
        server.up.set(true);
        server.timeouts.set(0);
        let added = server
            .open_home()
            .and_then(|()| self.servers.insert(server));
        if added.is_err() {
            server.close_sockets();
            self.servers.retired.push(server)?;
        }
        dns_debug!("Added nameserver {address}");
        added
    }

    pub(crate) fn count_servers(self) -> usize {
        let _lock = self.lock();
        self.servers.len()
    }

    /// The address of the server at a place, counted from the next one.
    pub(crate) fn server_address(self, index: c_int) -> Option<SocketAddr> {
        let _lock = self.lock();
        let server = self.servers.nth(usize::try_from(index).unwrap_or(0))?;
        Some(server.address())
    }

    /// The UDP socket of that server that is always open.
    pub(crate) fn server_fd(self, index: c_int) -> Option<c_int> {
        let _lock = self.lock();
        let server = self.servers.nth(usize::try_from(index).unwrap_or(0))?;
        server.ports.home_fd()
    }

    /// Takes all servers out. Requests in flight wait again, until [`resume`](Self::resume).
    pub(crate) fn clear_servers_and_suspend(self) {
        let _lock = self.lock();
        self.clear_servers();
    }

    pub(super) fn clear_servers(self) {
        for server in self.servers.iter() {
            server.probe_at.set(None);
            if let Some(probe) = server.probe.get() {
                probe.discard();
            }
        }
        self.ground_all();
        while let Some(server) = self.servers.servers.pop() {
            server.close_sockets();
            // There is room: see `add_new_server`.
            let _ = self.servers.retired.push(server);
        }
        self.servers.head.set(0);
        self.servers.good.set(0);
        // There are no probes any more.
        self.idle();
    }

    /// Sends what waits.
    pub(crate) fn resume(self) {
        let _lock = self.lock();
        self.pump();
    }
}

impl Server {
    pub(super) fn address(&self) -> SocketAddr {
        self.address.get()
    }

    pub(super) fn is_up(&self) -> bool {
        self.up.get()
    }

    pub(super) fn close_sockets(self) {
        self.close_ports();
        if let Some(connection) = self.connection.get() {
            connection.close();
        }
    }

    /// The loop may end, for all that this server has to say.
    pub(super) fn rest(self) {
        if let Some(connection) = self.connection.get() {
            connection.close();
        }
    }

    /// Something came from it.
    pub(super) fn is_heard(self) {
        self.timeouts.set(0);
    }

    /// A request had no answer in time. After too many it counts as failed.
    pub(super) fn count_timeout(self) {
        let timeouts = self.timeouts.get() + 1;
        self.timeouts.set(timeouts);
        if timeouts > self.resolver.settings().max_timeouts.into() {
            self.timeouts.set(0);
            self.failed(format_args!("request timed out."));
        }
    }

    /// It has failed: others are asked, until it is up again.
    pub(super) fn failed(self, why: fmt::Arguments<'_>) {
        if !self.up.replace(false) {
            return;
        }
        let (resolver, settings) = (self.resolver, self.resolver.settings());
        dns_note!("Nameserver {} has failed: {why}", self.address());
        let good = &resolver.servers.good;
        good.set(good.get() - 1);
        if good.get() == 0 {
            dns_note!("All nameservers have failed");
        }
        self.probe_interval.set(settings.initial_probe_timeout);
        self.probe_later();
    }

    fn probe_later(self) {
        let at = self.resolver.base.turn_time() + self.probe_interval.get();
        self.probe_at.set(Some(at));
        self.resolver.set_timer();
    }

    /// Asks a failed server for a well-known name.
    pub(super) fn send_probe(self) {
        self.probe_at.set(None);
        let resolver = self.resolver;
        let probe = Name::from_text(PROBE_NAME)
            .map_err(|_| Failed)
            .and_then(|name| {
                let mut question = Question {
                    name,
                    kind: kind::A,
                    flags: QueryFlags::NO_SEARCH,
                    search: Search::NONE,
                };
                resolver.request(&mut question, Consumer::Probe(self))
            });
        match probe {
            Ok(probe) => {
                self.probe.set(Some(probe));
                resolver.launch(probe, self);
            }
            Err(Failed) => self.probe_later(),
        }
    }

    /// What the probe has shown.
    pub(super) fn probe_ended(self, error: c_int) {
        self.probe.set(None);
        match error {
            DNS_ERR_NONE | DNS_ERR_NOTEXIST => self.came_up(None),
            // It came up in other ways.
            DNS_ERR_CANCEL => {}
            _ => {
                let settings = self.resolver.settings();
                let next = self.probe_interval.get();
                let next = next.saturating_mul(settings.probe_backoff_factor.into());
                self.probe_interval
                    .set(next.min(settings.max_probe_timeout));
                self.probe_later();
            }
        }
    }

    /// It has given a good answer, to this request.
    pub(super) fn came_up(self, answered: Option<Request>) {
        if self.up.replace(true) {
            return;
        }
        dns_note!("Nameserver {} is back up", self.address());
        self.probe_at.set(None);
        self.timeouts.set(0);
        let good = &self.resolver.servers.good;
        good.set(good.get() + 1);
        match self.probe.take() {
            // It ends by itself.
            probe if probe == answered => {}
            Some(probe) => probe.finish(super::request::Outcome::error(DNS_ERR_CANCEL)),
            None => {}
        }
    }
}
