//! evdns: a resolver that never waits, and what it takes to write a server.
//!
//! What goes over the wire is read and written by safe code that knows nothing else: `cursor`, `name`,
//! `message`, `writer`, `query`. The same holds for files: `resolv_conf`, `hosts_file`, `settings`.
//!
//! A resolver (`evdns_base`) has name servers, each with sockets, and requests: those in flight, in the
//! order in which they time out, and those that wait for their turn or for a server. One lock is for all
//! of it. It is never held while the program is called: results come by deferred calls of the loop.
//!
//! The callback of an event may have to wait for that lock in one thread while another one, which
//! holds it, ends what the event belongs to. So sockets and servers, once made, are kept until the
//! resolver is freed, which waits for such callbacks, and serve again meanwhile.

mod addrinfo;
mod answer;
mod asker;
mod cache;
mod configure;
mod cursor;
mod datagrams;
mod eight;
mod family;
mod flight;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod global;
mod hosts;
mod hosts_file;
mod interfaces;
mod log;
mod lookup;
mod message;
mod name;
mod query;
mod record;
mod request;
mod resolv_conf;
pub(crate) mod reverse_name;
mod search;
pub(crate) mod server;
mod settings;
mod tcp;
mod udp;
mod upstream;
mod words;
mod writer;

use std::cell::Cell;
use std::ffi::c_int;

use bitflags::bitflags;

use crate::base::{Base, Ev, Events, Failed, Wait, event};
use crate::ds::handle::Handle;
use crate::rt::lock::SharedLock;
use crate::rt::rng;
use crate::rt::thread;
use crate::rt::time::Micros;
use request::{ByResolver, Outcome};
use settings::Settings;

pub(crate) use addrinfo::{List as AddressList, addresses, no_hints};
pub(crate) use asker::Asker;
pub(crate) use configure::ConfigError;
pub(crate) use global::{global, set_global};
pub(crate) use log::set_callback as set_log_callback;
pub(crate) use lookup::Lookup;
pub use lookup::evdns_getaddrinfo_request;
pub(crate) use request::Request;
pub use request::evdns_request;
pub(crate) use settings::Groups;
pub(crate) use upstream::NotAdded;

bitflags! {
    /// `EVDNS_BASE_*`.
    #[derive(Clone, Copy)]
    pub(crate) struct BaseFlags: c_int {
        const INITIALIZE_NAMESERVERS = 0x1;
        const NO_CACHE = 0x10;
        const DISABLE_WHEN_INACTIVE = 0x8000;
        const NAMESERVERS_NO_DEFAULT = 0x10000;
    }
}

/// A resolver. Opaque to C programs.
pub struct evdns_base {
    base: Base,
    lock: Option<SharedLock>,
    flags: BaseFlags,
    settings: Cell<Settings>,
    /// The resolver is being freed: events that come now come too late.
    closing: Cell<bool>,
    /// Armed while requests are in flight or probes are due, for the first of their times, or earlier.
    timer: event,
    armed: Cell<Option<Micros>>,
    servers: upstream::Ring,
    search: Cell<Option<search::DomainList>>,
    random: rng::Pool,
    /// Requests that have been sent, the first to time out first.
    in_flight: request::List<ByResolver>,
    flying: Cell<u32>,
    /// Requests that wait until fewer are in flight, or there is a server.
    waiting: request::List<ByResolver>,
    hosts: hosts::Hosts,
    cache: cache::Cache,
    lookups: lookup::Lookups,
}

/// A handle on a resolver.
pub(crate) type Resolver = Handle<evdns_base>;

/// Holds a resolver's lock while it lives.
struct Locked(Resolver);

impl Drop for Locked {
    fn drop(&mut self) {
        if let Some(lock) = &self.0.lock {
            lock.release();
        }
    }
}

impl Resolver {
    /// Makes a resolver without servers.
    pub(crate) fn new_empty(base: Base, flags: BaseFlags) -> Result<Self, Failed> {
        let lock = SharedLock::if_asked(thread::locking_enabled())?;
        let resolver = Handle::make(evdns_base {
            base,
            lock,
            flags,
            settings: Cell::new(Settings::default()),
            closing: Cell::new(false),
            timer: event::unused(),
            armed: Cell::new(None),
            servers: upstream::Ring::new(),
            search: Cell::new(None),
            random: rng::Pool::new(),
            in_flight: request::List::new(),
            flying: Cell::new(0),
            waiting: request::List::new(),
            hosts: hosts::Hosts::new(),
            cache: cache::Cache::new(),
            lookups: lookup::Lookups::new(),
        })?;
        let timer = resolver.timer();
        let arg = resolver.as_ptr().cast();
        timer.assign_for(base, Events::empty(), Some(flight::time_has_come), arg);
        Ok(resolver)
    }

    fn lock(self) -> Locked {
        if let Some(lock) = &self.lock {
            lock.acquire();
        }
        Locked(self)
    }

    fn timer(self) -> Ev {
        // SAFETY: the event is part of the resolver.
        unsafe { Ev::new((&self.timer).into()) }
    }

    fn settings(&self) -> Settings {
        self.settings.get()
    }

    /// Whether the loop may end although there are servers to be heard.
    fn lets_loop_end(&self) -> bool {
        self.flags.contains(BaseFlags::DISABLE_WHEN_INACTIVE)
    }

    /// Ends the resolver. The requests under way end with an error, or are dropped without a call.
    pub(crate) fn free(self, fail_requests: bool) {
        let lock = self.lock();
        self.closing.set(true);
        while let Some(request) = self.first_request() {
            if fail_requests {
                request.finish(Outcome::error(crate::ffi::dns::DNS_ERR_SHUTDOWN));
            } else {
                request.discard();
            }
        }
        while let Some(lookup) = self.lookups.first() {
            lookup.leave_resolver();
        }
        self.clear_servers();
        self.clear_search_domains();
        let _ = self.timer().del(Wait::No);
        drop(lock);
        // Callbacks that wait for the lock see that they come too late, and return.
        self.base.await_callback(self.timer());
        self.servers.free(self.base);
        // SAFETY: no event of it is pending, and no callback of one runs; the program gives it up.
        unsafe { self.dispose() };
    }

    fn first_request(self) -> Option<Request> {
        self.waiting.first().or_else(|| self.in_flight.first())
    }
}
