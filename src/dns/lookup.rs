//! Look-ups of addresses: `evdns_getaddrinfo`.

use std::cell::Cell;
use std::ffi::{CStr, c_int, c_short, c_void};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::ptr;

use libc::addrinfo;

use super::addrinfo::{List, Local, addresses, answer_locally, canonical_name, no_hints};
use super::answer::Answer;
use super::asker::Asker;
use super::cache::Known;
use super::family::{FAMILIES, Family, wanted};
use super::request::{Consumer, Outcome, QueryFlags, Request};
use super::{BaseFlags, Failed, Resolver};
use crate::base::{Call, Deferred, Ev, Events, Timeout, Turn, Wait, event};
use crate::bufferevent::Bev;
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked};
use crate::ds::vec::CellVec;
use crate::ffi::dns::{DNS_ERR_NODATA, DNS_ERR_NOTEXIST};
use crate::rt::lock::SharedLock;
use crate::rt::time::{self, Micros};
use crate::util::{address, gai};

/// How long IPv6 addresses have to come before IPv4 addresses are connected to (RFC 8305, section 3).
const RESOLUTION_DELAY: Micros = 50_000;

/// What one of the families has come to.
struct Half {
    request: Cell<Option<Request>>,
    addresses: CellVec<SocketAddr>,
    /// Whether the answer, if there are no addresses, is that there are none.
    known: Cell<bool>,
    /// Whether who asked knows the addresses.
    told: Cell<bool>,
}

impl Half {
    const fn new() -> Self {
        Half {
            request: Cell::new(None),
            addresses: CellVec::new(),
            known: Cell::new(false),
            told: Cell::new(false),
        }
    }
}

/// A look-up under way. Opaque to C programs.
pub struct evdns_getaddrinfo_request {
    /// None when it is being freed.
    resolver: Cell<Option<Resolver>>,
    /// The resolver's lock, which may outlive it.
    lock: Option<SharedLock>,
    link: Link<Lookup>,
    asker: Asker,
    name: CellVec<u8>,
    hints: addrinfo,
    port: u16,
    halves: [Half; 2],
    canonical: CellVec<u8>,
    ttl: Cell<u32>,
    /// `EVUTIL_EAI_*`: of the half that failed last.
    error: Cell<c_int>,
    stage: Cell<Stage>,
    /// The second answer is waited for until then.
    skew: event,
    call: Deferred,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    UnderWay,
    Cancelled,
    /// Who asked has been told. The memory is freed when no half is left.
    Told,
    /// The resolver was freed, and who asked is not to be told.
    Dropped,
}

/// A handle on a look-up. It is valid until its end is told.
pub(crate) type Lookup = Handle<evdns_getaddrinfo_request>;

/// The look-ups of a resolver.
pub(super) struct ByResolver;
impl Linked<Lookup> for ByResolver {
    fn link(element: &Lookup) -> &Link<Lookup> {
        &element.link
    }
}

pub(super) type Lookups = crate::ds::list::List<Lookup, ByResolver>;

struct Locked<'a>(&'a Option<SharedLock>);

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        if let Some(lock) = self.0 {
            lock.release();
        }
    }
}

impl Resolver {
    /// Looks up the addresses of a host. What is known at once is told at once, and gives nothing.
    pub(crate) fn look_up(
        self,
        node: Option<&CStr>,
        service: Option<&CStr>,
        hints: Option<&addrinfo>,
        asker: Asker,
    ) -> Option<Lookup> {
        let (hints, port) = match answer_locally(node, service, hints) {
            Local::Known(result) => {
                asker.tell(result);
                return None;
            }
            Local::Ask { hints, port } => (hints, port),
        };
        let name = node.map(CStr::to_bytes).unwrap_or_default();
        let known = self.known_addresses(name, &hints, port);
        match known.unwrap_or_else(|| self.begin(name, &hints, port, asker)) {
            Begun::Known(result) => {
                asker.tell(result);
                None
            }
            Begun::Lookup(lookup) => Some(lookup),
        }
    }

    /// Looks into the hosts files and the cache.
    fn known_addresses(self, name: &[u8], hints: &addrinfo, port: u16) -> Option<Begun> {
        let _lock = self.lock();
        let mut hosts = self.hosts.addresses(name).peekable();
        let known = if hosts.peek().is_some() {
            let mut list = list_of(hosts, hints, port);
            if let Ok(list) = &mut list
                && hints.ai_socktype == 0
            {
                // As in the original.
                list.clear_datagram_ports();
            }
            list
        } else {
            self.cached(name, hints, port)?
        };
        Some(Begun::Known(known))
    }

    fn cached(self, name: &[u8], hints: &addrinfo, port: u16) -> Option<Result<List, c_int>> {
        if self.flags.contains(BaseFlags::NO_CACHE) {
            return None;
        }
        let mut list = List::new();
        let mut canonical = None;
        for family in wanted(hints) {
            let hit = self
                .cache
                .find(name, family.number(), self.base.turn_time())?;
            match list_of(hit.addresses().iter().copied(), hints, port) {
                Ok(half) => list.append(half),
                Err(error) => return Some(Err(error)),
            }
            canonical = canonical.or((!hit.canonical().is_empty()).then_some(hit));
        }
        if list.is_empty() {
            return None;
        }
        if let Some(hit) = canonical
            && hints.ai_flags & libc::AI_CANONNAME != 0
            && list.set_canonical_name(hit.canonical()).is_err()
        {
            return Some(Err(libc::EAI_MEMORY));
        }
        Some(Ok(list))
    }

    fn begin(self, name: &[u8], hints: &addrinfo, port: u16, asker: Asker) -> Begun {
        let _lock = self.lock();
        let Ok(lookup) = self.new_lookup(name, hints, port, asker) else {
            return Begun::Known(Err(libc::EAI_MEMORY));
        };
        let mut begun = false;
        for family in wanted(hints) {
            let consumer = Consumer::Lookup(lookup, family);
            if let Ok(request) = self.ask(name, family.kind(), QueryFlags::empty(), consumer) {
                lookup.half(family).request.set(Some(request));
                begun = true;
            }
        }
        if begun {
            return Begun::Lookup(lookup);
        }
        lookup.forget();
        Begun::Known(Err(libc::EAI_FAIL))
    }

    fn new_lookup(
        self,
        name: &[u8],
        hints: &addrinfo,
        port: u16,
        asker: Asker,
    ) -> Result<Lookup, Failed> {
        let copy = CellVec::new();
        copy.extend_from_slice(name)?;
        let lookup = Handle::make(evdns_getaddrinfo_request {
            resolver: Cell::new(Some(self)),
            lock: self.lock.clone(),
            link: Link::new(),
            asker,
            name: copy,
            hints: *hints,
            port,
            halves: [Half::new(), Half::new()],
            canonical: CellVec::new(),
            ttl: Cell::new(u32::MAX),
            error: Cell::new(0),
            stage: Cell::new(Stage::UnderWay),
            skew: event::unused(),
            call: Deferred::new(end, ptr::null_mut(), self.base.default_priority()),
        })?;
        let arg = lookup.as_ptr().cast();
        lookup.call().set_arg(arg);
        lookup
            .skew()
            .assign_for(self.base, Events::empty(), Some(skew_is_over), arg);
        self.lookups.push_back(lookup);
        Ok(lookup)
    }

    /// Keeps the addresses of a name that the program has found out, for `ttl` seconds.
    ///
    /// # Safety
    /// `list` is null or a list of addresses.
    pub(crate) unsafe fn write_cache(self, name: &[u8], list: *const addrinfo, ttl: c_int) {
        let _lock = self.lock();
        if self.flags.contains(BaseFlags::NO_CACHE) {
            return;
        }
        // SAFETY: the caller's promise.
        let canonical = unsafe { canonical_name(list) };
        for family in FAMILIES {
            let own = CellVec::<SocketAddr>::new();
            // SAFETY: the caller's promise.
            let addresses = unsafe { addresses(list) };
            let all_there = addresses
                .filter(|address| address.is_ipv4() == (family == Family::Ipv4))
                // Lists have an address once for each kind of socket.
                .try_for_each(|mut address| {
                    address.set_port(0);
                    if own.as_slice().contains(&address) {
                        return Ok(());
                    }
                    own.push(address)
                });
            if all_there.is_ok() {
                self.keep(name, family, own.as_slice(), canonical, ttl);
            }
        }
    }

    fn keep(
        self,
        name: &[u8],
        family: Family,
        addresses: &[SocketAddr],
        canonical: &[u8],
        ttl: c_int,
    ) {
        if ttl <= 0 {
            return;
        }
        // Without memory it is not kept.
        let _ = self.cache.keep(&Known {
            name,
            family: family.number(),
            addresses,
            canonical,
            expires: self.base.turn_time() + Micros::from(ttl) * 1_000_000,
        });
    }

    /// The addresses of a name, from the cache alone.
    pub(crate) fn read_cache(
        self,
        name: &[u8],
        hints: Option<&addrinfo>,
        port: u16,
    ) -> Option<List> {
        let hints = hints.copied().unwrap_or_else(no_hints);
        let _lock = self.lock();
        self.cached(name, &hints, port)?.ok()
    }
}

/// How a look-up begins.
enum Begun {
    Known(Result<List, c_int>),
    Lookup(Lookup),
}

/// A list of those addresses that have the family hinted at.
fn list_of(
    addresses: impl Iterator<Item = SocketAddr>,
    hints: &addrinfo,
    port: u16,
) -> Result<List, c_int> {
    let mut list = List::new();
    for mut address in addresses {
        let family = address::family_of(&address);
        if [libc::AF_UNSPEC, family].contains(&hints.ai_family) {
            address.set_port(port);
            list.push(address, hints).map_err(|_| libc::EAI_MEMORY)?;
        }
    }
    Ok(list)
}

impl Lookup {
    fn lock(&self) -> Locked<'_> {
        if let Some(lock) = &self.lock {
            lock.acquire();
        }
        Locked(&self.lock)
    }

    fn skew(self) -> Ev {
        // SAFETY: the event is part of the look-up.
        unsafe { Ev::new((&self.skew).into()) }
    }

    fn call(self) -> Call {
        // SAFETY: the call is part of the look-up, which is freed by it at the earliest.
        unsafe { self.call.handle() }
    }

    fn half(&self, family: Family) -> &Half {
        &self.halves[family as usize]
    }

    fn is_waiting(&self) -> bool {
        self.halves.iter().any(|half| half.request.get().is_some())
    }

    /// The program wants no answer any more. It is told so by the loop, when the requests have ended.
    pub(crate) fn cancel(self) {
        let _lock = self.lock();
        if self.stage.get() != Stage::UnderWay {
            return;
        }
        self.stage.set(Stage::Cancelled);
        self.give_up();
    }

    fn give_up(self) {
        for half in &self.halves {
            if let Some(request) = half.request.get() {
                request.cancel();
            }
        }
    }

    /// The answer to one of the requests. The loop calls; nothing is locked.
    pub(super) fn answered(self, family: Family, outcome: &Outcome) {
        let lock = self.lock();
        self.half(family).request.set(None);
        if self.stage.get() == Stage::UnderWay {
            self.take(family, outcome);
        }
        if self.is_waiting() {
            if self.stage.get() == Stage::UnderWay {
                match self.asker.racer() {
                    Some(bev) if family == Family::Ipv6 => self.tell_racer(bev, lock),
                    _ => self.wait_for_other(),
                }
            }
            return;
        }
        let stage = self.stage.get();
        let result = match stage {
            Stage::UnderWay => self.result(),
            _ => Err(gai::CANCEL),
        };
        drop(lock);
        let asker = self.asker;
        self.forget();
        match stage {
            Stage::UnderWay | Stage::Cancelled => asker.tell(result),
            Stage::Told => {}
            Stage::Dropped => asker.dropped(),
        }
    }

    /// Notes what an answer says.
    fn take(self, family: Family, outcome: &Outcome) {
        let half = self.half(family);
        let Answer::Addresses { bytes, canonical } = &outcome.answer else {
            half.known.set(outcome.error == DNS_ERR_NODATA);
            self.error.set(match outcome.error {
                DNS_ERR_NOTEXIST => libc::EAI_NONAME,
                _ => libc::EAI_FAIL,
            });
            return;
        };
        half.known.set(true);
        self.ttl.set(self.ttl.get().min(outcome.ttl));
        let bytes = bytes.as_slice();
        let noted = match family {
            Family::Ipv4 => half.take_all(bytes, |ip: [u8; 4]| IpAddr::V4(Ipv4Addr::from(ip))),
            Family::Ipv6 => half.take_all(bytes, |ip: [u8; 16]| IpAddr::V6(Ipv6Addr::from(ip))),
        };
        if noted.is_err() {
            half.addresses.clear();
            self.error.set(libc::EAI_MEMORY);
        }
        if self.canonical.len() == 0 {
            // Without memory there is no such name.
            let _ = self.canonical.extend_from_slice(canonical.as_slice());
        }
    }

    /// The other answer is waited for a while longer.
    fn wait_for_other(self) {
        if let Some(resolver) = self.resolver.get() {
            let skew = match self.asker.racer() {
                Some(_) => RESOLUTION_DELAY,
                None => resolver.settings().allow_skew,
            };
            let skew = time::to_timeval(skew);
            // Without a timer, it is waited for as long as it takes.
            let _ = self.skew().add(Some(Timeout::After(skew)));
        }
    }

    /// The other answer has not come in time.
    fn skew_is_over(self) {
        let lock = self.lock();
        if self.stage.get() != Stage::UnderWay {
            return;
        }
        if let Some(bev) = self.asker.racer() {
            return self.tell_racer(bev, lock);
        }
        self.stage.set(Stage::Told);
        let result = self.result();
        let asker = self.asker;
        // The last answer, though it is not told any more, frees the look-up.
        self.give_up();
        drop(lock);
        asker.tell(result);
    }

    /// A bufferevent need not wait for the second answer to try the addresses in the first.
    fn tell_racer(self, bev: Bev, lock: Locked<'_>) {
        let list = self.untold_addresses();
        drop(lock);
        if let Ok(list) = list
            && !list.is_empty()
        {
            bev.addresses_came(self, &list);
        }
    }

    /// What was found and not told yet, IPv4 first.
    fn untold_addresses(self) -> Result<List, c_int> {
        let mut list = List::new();
        for half in &self.halves {
            if !half.told.get() {
                let addresses = half.addresses.iter();
                list.append(list_of(addresses, &self.hints, self.port)?);
                half.told.set(half.addresses.len() > 0);
            }
        }
        Ok(list)
    }

    /// What was found and not told yet; or the error.
    fn result(self) -> Result<List, c_int> {
        let mut list = self.untold_addresses()?;
        if self.halves.iter().all(|half| !half.told.get()) {
            // A record without an address is no error, and no answer either.
            let error = self.error.get();
            return Err(if error == 0 { libc::EAI_NODATA } else { error });
        }
        let canonical = self.canonical.as_slice();
        if self.hints.ai_flags & libc::AI_CANONNAME != 0 && !canonical.is_empty() {
            list.set_canonical_name(canonical)
                .map_err(|_| libc::EAI_MEMORY)?;
        }
        if let Some(resolver) = self.resolver.get() {
            self.keep(resolver);
        }
        Ok(list)
    }

    fn keep(self, resolver: Resolver) {
        let ttl = c_int::try_from(self.ttl.get()).unwrap_or(c_int::MAX);
        if resolver.flags.contains(BaseFlags::NO_CACHE) {
            return;
        }
        for family in FAMILIES {
            let half = self.half(family);
            if half.known.get() {
                let (name, canonical) = (self.name.as_slice(), self.canonical.as_slice());
                resolver.keep(name, family, half.addresses.as_slice(), canonical, ttl);
            }
        }
    }

    /// A request has ended without an answer: the resolver is being freed, or the loop is. The
    /// resolver's lock is held.
    pub(super) fn abandoned(self, family: Family) {
        self.half(family).request.set(None);
        self.stage.set(Stage::Dropped);
        // The skew's callback, which may be waiting for the lock, looks at it.
        if !self.is_waiting()
            && let Some(base) = self.skew().base()
        {
            base.schedule_last(self.call());
        }
    }

    /// Its resolver goes.
    pub(super) fn leave_resolver(self) {
        if let Some(resolver) = self.resolver.take() {
            resolver.lookups.remove(self);
        }
    }

    /// Frees a look-up that no request knows, and whose callback does not run.
    fn forget(self) {
        let lock = self.lock.clone();
        if let Some(lock) = &lock {
            lock.acquire();
        }
        self.leave_resolver();
        if let Some(lock) = &lock {
            lock.release();
        }
        let _ = self.skew().del(Wait::No);
        // SAFETY: nobody knows it any more.
        unsafe { self.dispose() };
    }
}

impl Half {
    fn take_all<const N: usize>(
        &self,
        bytes: &[u8],
        ip: impl Fn([u8; N]) -> IpAddr,
    ) -> Result<(), crate::rt::mm::OutOfMemory> {
        let (addresses, _) = bytes.as_chunks::<N>();
        addresses
            .iter()
            .try_for_each(|bytes| self.addresses.push(SocketAddr::new(ip(*bytes), 0)))
    }
}

unsafe extern "C" fn skew_is_over(_fd: c_int, _what: c_short, lookup: *mut c_void) {
    // SAFETY: the timer's argument is its look-up, which is freed by this thread only.
    if let Some(lookup) = unsafe { Handle::from_ptr(lookup.cast::<evdns_getaddrinfo_request>()) } {
        lookup.skew_is_over();
    }
}

/// The deferred call: frees a look-up that was abandoned.
///
/// # Safety
/// `lookup` is one that is over.
unsafe fn end(lookup: *mut c_void, _turn: Turn) {
    // SAFETY: the caller's promise.
    if let Some(lookup) = unsafe { Handle::from_ptr(lookup.cast::<evdns_getaddrinfo_request>()) } {
        let asker = lookup.asker;
        lookup.forget();
        asker.dropped();
    }
}
