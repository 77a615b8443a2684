//! Requests: a question, how far it has come, and who is to be told.

use std::cell::{Cell, RefCell};
use std::ffi::{c_char, c_int, c_void};
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicBool, Ordering};

use bitflags::bitflags;

use super::answer::Answer;
use super::family::Family;
use super::log::dns_debug;
use super::lookup::Lookup;
use super::name::{Case, Name};
use super::record;
use super::search::Search;
use super::tcp::Connection;
use super::udp::Port;
use super::upstream::Server;
use super::{Failed, Resolver};
use crate::base::{Call, Deferred, Turn};
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked};
use crate::ffi::dns::{
    DNS_CNAME, DNS_ERR_CANCEL, DNS_ERR_NONE, DNS_IPv4_A, DNS_IPv6_AAAA, DNS_PTR,
    evdns_callback_type,
};
use crate::ffi::dns_record::evdns_record_callback_type;
use crate::rt::mm::OutOfMemory;
use crate::rt::time::Micros;

use super::message::kind;

bitflags! {
    /// `DNS_QUERY_*` and `DNS_CNAME_CALLBACK`.
    #[derive(Clone, Copy)]
    pub(crate) struct QueryFlags: c_int {
        const NO_SEARCH = 0x01;
        const USE_TCP = 0x02;
        const IGNORE_TRUNCATION = 0x04;
        const CNAME_CALLBACK = 0x80;
        const _ = !0;
    }
}

/// On which list of the resolver a request is that is not over.
#[derive(Clone, Copy)]
pub(super) enum Stage {
    Waiting,
    InFlight,
}

/// What has carried a question that waits for its answer.
#[derive(Clone, Copy)]
pub(super) enum Carrier {
    None,
    Udp(Port),
    Tcp(Connection),
}

/// Who is told the result.
#[derive(Clone, Copy)]
pub(super) enum Consumer {
    Program(evdns_callback_type, *mut c_void),
    Records(evdns_record_callback_type, *mut c_void),
    /// A look-up of addresses, and which of its two families this is.
    Lookup(Lookup, Family),
    /// It is tried whether a server is up again.
    Probe(Server),
}

impl Consumer {
    /// Whether names that an answer holds are of interest, and not only addresses.
    fn sees_names(&self, question: &Question) -> bool {
        match self {
            Consumer::Program(..) => {
                question.kind == kind::PTR || question.flags.contains(QueryFlags::CNAME_CALLBACK)
            }
            Consumer::Records(..) | Consumer::Lookup(..) => true,
            Consumer::Probe(_) => false,
        }
    }
}

/// How a request ended.
pub(super) struct Outcome {
    /// `DNS_ERR_*`.
    pub(super) error: c_int,
    /// For how many seconds it holds.
    pub(super) ttl: u32,
    pub(super) answer: Answer,
}

impl Outcome {
    pub(super) const fn error(error: c_int) -> Self {
        Outcome {
            error,
            ttl: 0,
            answer: Answer::None,
        }
    }
}

/// A request. Opaque to C programs.
pub struct evdns_request {
    /// Not to be used when the request is over.
    resolver: Resolver,
    /// Whether its end is known, and the loop will tell. The resolver may be gone, and its lock with it: atomic.
    is_over: AtomicBool,
    pub(super) stage: Cell<Stage>,
    link: Link<Request>,
    carrier_link: Link<Request>,
    pub(super) carrier: Cell<Carrier>,
    pub(super) server: Cell<Option<Server>>,
    /// When the answer is overdue.
    pub(super) deadline: Cell<Micros>,
    pub(super) id: Cell<u16>,
    /// How often the question was sent to servers that were not known to fail.
    pub(super) transmissions: Cell<u32>,
    /// How often a server said that it will not answer.
    pub(super) reissues: Cell<u32>,
    /// A UDP answer was cut off.
    pub(super) was_truncated: Cell<bool>,
    pub(super) kind: u16,
    pub(super) flags: QueryFlags,
    /// The name as it was sent: a candidate of the search, in mixed case.
    pub(super) asked: RefCell<Name>,
    /// The case that its letters had, if answers may show them to the program.
    case: Cell<Option<Case>>,
    /// How many bytes of it are labels that the program gave.
    own_labels: u8,
    search: Cell<Search>,
    pub(super) consumer: Consumer,
    outcome: Cell<Outcome>,
    call: Deferred,
}

/// A handle on a request. It is valid until the program has been told the end.
pub(crate) type Request = Handle<evdns_request>;

/// The list of a resolver that a request is on.
pub(crate) struct ByResolver;
impl Linked<Request> for ByResolver {
    fn link(element: &Request) -> &Link<Request> {
        &element.link
    }
}

/// The list of what has carried a request.
pub(crate) struct ByCarrier;
impl Linked<Request> for ByCarrier {
    fn link(element: &Request) -> &Link<Request> {
        &element.carrier_link
    }
}

pub(crate) type List<L> = crate::ds::list::List<Request, L>;

/// What is asked.
pub(super) struct Question {
    pub(super) name: Name,
    pub(super) kind: u16,
    pub(super) flags: QueryFlags,
    pub(super) search: Search,
}

impl Resolver {
    /// Makes a request, which is on no list. The question's name becomes the one that is sent.
    pub(super) fn request(
        self,
        question: &mut Question,
        consumer: Consumer,
    ) -> Result<Request, Failed> {
        let own_labels = question.name.labels_len();
        let search = question.search.find(&mut question.name).ok_or(Failed)?;
        let case = consumer.sees_names(question).then(|| question.name.case());
        let id = self.randomize(&mut question.name);
        let request = Handle::make_at(|at: NonNull<evdns_request>| evdns_request {
            resolver: self,
            is_over: AtomicBool::new(false),
            stage: Cell::new(Stage::Waiting),
            link: Link::new(),
            carrier_link: Link::new(),
            carrier: Cell::new(Carrier::None),
            server: Cell::new(None),
            deadline: Cell::new(0),
            id: Cell::new(id),
            transmissions: Cell::new(0),
            reissues: Cell::new(0),
            was_truncated: Cell::new(false),
            kind: question.kind,
            flags: question.flags,
            asked: RefCell::new(question.name),
            case: Cell::new(case),
            own_labels,
            search: Cell::new(search),
            consumer,
            outcome: Cell::new(Outcome::error(DNS_ERR_NONE)),
            call: Deferred::new(tell, at.as_ptr().cast(), self.base.default_priority()),
        })?;
        search.begin();
        Ok(request)
    }

    /// Chooses what whoever wants to forge an answer must guess: the case of letters, and the id that
    /// this gives.
    fn randomize(self, name: &mut Name) -> u16 {
        let mut random = [0; 2 + 32];
        let needed = if self.settings().randomize_case {
            2 + name.wire().len().div_ceil(8)
        } else {
            2
        };
        self.random.take(&mut random[..needed]);
        let [high, low, ref bits @ ..] = random;
        name.set_case(&bits[..needed - 2]);
        u16::from_be_bytes([high, low])
    }

    /// Chooses another id.
    pub(super) fn random_id(self) -> u16 {
        let mut id = [0; 2];
        self.random.take(&mut id);
        u16::from_be_bytes(id)
    }

    /// Asks for a name, and for what it may mean in the search domains. A name of nothing, or one that
    /// is none, is refused.
    pub(super) fn ask(
        self,
        name: &[u8],
        kind: u16,
        flags: QueryFlags,
        consumer: Consumer,
    ) -> Result<Request, Failed> {
        let _lock = self.lock();
        let search = match self.search_for(name) {
            _ if flags.contains(QueryFlags::NO_SEARCH) => Search::NONE,
            // Nothing at all stands for the root, which is in no domain.
            search if name.is_empty() => search.for_itself().ok_or(Failed)?,
            search => search,
        };
        let mut question = Question {
            name: Name::ROOT,
            kind,
            flags,
            search,
        };
        question.name.set_text(name).map_err(|_| Failed)?;
        let request = self.request(&mut question, consumer)?;
        self.submit(request);
        Ok(request)
    }

    /// Asks for addresses, for the program.
    pub(crate) fn resolve(
        self,
        name: &[u8],
        kind: u16,
        flags: c_int,
        callback: evdns_callback_type,
        arg: *mut c_void,
    ) -> Result<Request, Failed> {
        dns_debug!("Resolve requested for {}", name.escape_ascii());
        let flags = QueryFlags::from_bits_retain(flags);
        self.ask(name, kind, flags, Consumer::Program(callback, arg))
    }

    /// Asks for the name of an address, given as the name that has it as a PTR record.
    pub(crate) fn resolve_reverse(
        self,
        name: &[u8],
        flags: c_int,
        callback: evdns_callback_type,
        arg: *mut c_void,
    ) -> Result<Request, Failed> {
        let flags = QueryFlags::from_bits_retain(flags) | QueryFlags::NO_SEARCH;
        self.ask(name, kind::PTR, flags, Consumer::Program(callback, arg))
    }

    /// Asks for all records of a type, for the program.
    pub(crate) fn resolve_records(
        self,
        name: &[u8],
        kind: u16,
        flags: c_int,
        callback: evdns_record_callback_type,
        arg: *mut c_void,
    ) -> Result<Request, Failed> {
        let flags = QueryFlags::from_bits_retain(flags);
        self.ask(name, kind, flags, Consumer::Records(callback, arg))
    }
}

impl Request {
    fn call(self) -> Call {
        // SAFETY: the call is part of the request, which is freed when the call has been made.
        unsafe { self.call.handle() }
    }

    /// The name that was asked for, before its case was mixed.
    pub(super) fn asked_for(self) -> Name {
        let mut name = *self.asked.borrow();
        if let Some(case) = self.case.get() {
            name.set_case(&case);
        }
        name
    }

    /// Whether an answer's names are shown to the program.
    pub(super) fn shows_names(self) -> bool {
        self.case.get().is_some()
    }

    /// Goes on to what else the name may mean. Tells whether there is anything.
    pub(super) fn search_on(self) -> bool {
        let mut name = self.asked_for().first_labels(self.own_labels);
        let next = self.search.get().find_next(&mut name);
        if let Some(search) = next {
            self.case.set(self.case.get().map(|_| name.case()));
            self.resolver.randomize(&mut name);
            self.search.set(search);
            self.asked.replace(name);
        }
        next.is_some()
    }

    /// Ends a request: it leaves all lists, and the loop will tell.
    pub(super) fn finish(self, outcome: Outcome) {
        let resolver = self.resolver;
        resolver.unlist(self);
        self.search.get().end();
        self.is_over.store(true, Ordering::Release);
        if let Consumer::Probe(server) = self.consumer {
            server.probe_ended(outcome.error);
            // SAFETY: nobody but the server knew it.
            unsafe { self.dispose() };
        } else {
            self.outcome.set(outcome);
            resolver.base.schedule(self.call());
        }
        resolver.pump();
    }

    /// Ends a request without telling anybody.
    pub(super) fn discard(self) {
        self.resolver.unlist(self);
        self.search.get().end();
        match self.consumer {
            Consumer::Lookup(lookup, family) => lookup.abandoned(family),
            Consumer::Probe(server) => server.probe_ended(DNS_ERR_CANCEL),
            Consumer::Program(..) | Consumer::Records(..) => {}
        }
        // SAFETY: the program knows that it is gone.
        unsafe { self.dispose() };
    }

    /// The program does not want to know any more, and is told so.
    pub(crate) fn cancel(self) {
        // What is over may not look at its resolver. It does not come back from there.
        if self.is_over() {
            return;
        }
        let _lock = self.resolver.lock();
        if !self.is_over() {
            self.finish(Outcome::error(DNS_ERR_CANCEL));
        }
    }

    fn is_over(self) -> bool {
        self.is_over.load(Ordering::Acquire)
    }

    /// Calls who is to be told.
    fn tell(self) {
        let outcome = self.outcome.replace(Outcome::error(DNS_ERR_NONE));
        match self.consumer {
            Consumer::Program(callback, arg) => self.tell_program(&outcome, callback, arg),
            Consumer::Records(callback, arg) => record::tell(&outcome, callback, arg),
            Consumer::Lookup(lookup, family) => lookup.answered(family, &outcome),
            Consumer::Probe(_) => {}
        }
    }

    fn tell_program(self, outcome: &Outcome, callback: evdns_callback_type, arg: *mut c_void) {
        let Some(callback) = callback else {
            return;
        };
        let ttl = c_int::try_from(outcome.ttl).unwrap_or(c_int::MAX);
        let tell = |kind: c_int, count: usize, data: *mut c_void| {
            let count = c_int::try_from(count).unwrap_or(c_int::MAX);
            // SAFETY: the program vouched for its callback; the data hold as many results.
            unsafe { callback(outcome.error, kind as c_char, count, ttl, data, arg) };
        };
        match &outcome.answer {
            Answer::Addresses { bytes, canonical } => {
                let (kind, size) = match self.kind {
                    kind::A => (DNS_IPv4_A, 4),
                    _ => (DNS_IPv6_AAAA, 16),
                };
                tell(kind, bytes.len() / size, bytes.as_mut_ptr().cast());
                if self.flags.contains(QueryFlags::CNAME_CALLBACK) && canonical.len() > 0 {
                    tell(DNS_CNAME, 1, canonical.as_mut_ptr().cast());
                }
            }
            // As in the original, what is pointed to is a pointer to the text.
            Answer::Name(text) => {
                let mut text: *mut c_char = text.as_mut_ptr().cast();
                tell(DNS_PTR, 1, ptr::from_mut(&mut text).cast());
            }
            Answer::None | Answer::Message(_) => tell(0, 0, ptr::null_mut()),
        }
    }
}

/// The deferred call.
///
/// # Safety
/// `request` is one that is over.
unsafe fn tell(request: *mut c_void, turn: Turn) {
    // SAFETY: the caller's promise.
    let Some(request) = (unsafe { Handle::from_ptr(request.cast::<evdns_request>()) }) else {
        return;
    };
    match (turn, request.consumer) {
        (Turn::Come, _) => request.tell(),
        (Turn::Lost, Consumer::Lookup(lookup, family)) => lookup.abandoned(family),
        (Turn::Lost, _) => {}
    }
    // SAFETY: the program has been told that it is over.
    unsafe { request.dispose() };
}

impl From<OutOfMemory> for Outcome {
    fn from(_: OutOfMemory) -> Self {
        Outcome::error(crate::ffi::dns::DNS_ERR_UNKNOWN)
    }
}
