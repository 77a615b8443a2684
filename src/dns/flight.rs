//! Requests in flight: sending them, their timeouts, and their answers.

use std::ffi::{c_int, c_short, c_void};

use super::answer;
use super::log::dns_debug;
use super::message::{Flags, HEADER_LEN, Message};
use super::query::{self, rcode};
use super::request::{ByCarrier, Carrier, Consumer, List, Outcome, QueryFlags, Request, Stage};
use super::upstream::Server;
use super::{Handle, Resolver, evdns_base};
use crate::base::{Timeout, Wait};
use crate::ffi::dns::{
    DNS_ERR_FORMAT, DNS_ERR_NOTEXIST, DNS_ERR_NOTIMPL, DNS_ERR_REFUSED, DNS_ERR_SERVERFAILED,
    DNS_ERR_TIMEOUT, DNS_ERR_TRUNCATED, DNS_ERR_UNKNOWN, describe,
};
use crate::rt::time::Micros;

/// The way by which an answer came.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Udp,
    Tcp,
}

/// The timer's callback.
pub(super) unsafe extern "C" fn time_has_come(_fd: c_int, _what: c_short, resolver: *mut c_void) {
    // SAFETY: the timer's argument is its resolver, which waits for this call before it goes.
    if let Some(resolver) = unsafe { Handle::from_ptr(resolver.cast::<evdns_base>()) } {
        resolver.time_has_come();
    }
}

impl Resolver {
    /// Sends a request, or has it wait for its turn.
    pub(super) fn submit(self, request: Request) {
        match self.pick_server() {
            Some(server) if self.flying.get() < self.settings().max_inflight.into() => {
                self.launch(request, server);
            }
            _ => self.waiting.push_back(request),
        }
    }

    /// Sends a request that is on no list to a server.
    pub(super) fn launch(self, request: Request, server: Server) {
        request.stage.set(Stage::InFlight);
        request.server.set(Some(server));
        self.flying.set(self.flying.get() + 1);
        self.enlist(request);
        self.transmit(request);
    }

    /// Puts a request where the order of timeouts has it: nearly always at the end.
    fn enlist(self, request: Request) {
        request
            .deadline
            .set(self.base.turn_time() + self.settings().timeout);
        self.in_flight.insert_sorted(request, |before| {
            before.deadline.get() <= request.deadline.get()
        });
        self.set_timer();
    }

    /// Takes a request off all lists.
    pub(super) fn unlist(self, request: Request) {
        match request.stage.get() {
            Stage::Waiting => self.waiting.remove(request),
            Stage::InFlight => {
                self.in_flight.remove(request);
                self.flying.set(self.flying.get() - 1);
                request.leave_carrier();
                if self.flying.get() == 0 {
                    self.idle();
                }
            }
        }
    }

    /// Nothing is in flight any more.
    pub(super) fn idle(self) {
        if self.lets_loop_end() {
            self.servers.iter().for_each(Server::rest);
        }
        self.armed.set(None);
        let _ = self.timer().del(Wait::No);
        self.set_timer();
    }

    /// Sends waiting requests while there is room.
    pub(super) fn pump(self) {
        if self.closing.get() {
            return;
        }
        while self.flying.get() < self.settings().max_inflight.into() {
            let Some(request) = self.waiting.first() else {
                return;
            };
            let Some(server) = self.pick_server() else {
                return;
            };
            self.waiting.remove(request);
            self.launch(request, server);
        }
    }

    /// All requests in flight wait again, before those that wait already: their servers are gone.
    pub(super) fn ground_all(self) {
        while let Some(request) = self.in_flight.last() {
            self.unlist(request);
            request.server.set(None);
            request.transmissions.set(0);
            request.reissues.set(0);
            request.stage.set(Stage::Waiting);
            self.waiting.push_front(request);
        }
    }

    /// Arms the timer for what comes first.
    pub(super) fn set_timer(self) {
        let timeout = self.in_flight.first().map(|request| request.deadline.get());
        let first = match (timeout, self.first_probe()) {
            (Some(timeout), Some(probe)) => timeout.min(probe),
            (timeout, probe) => match timeout.or(probe) {
                Some(first) => first,
                None => return,
            },
        };
        if self.armed.get().is_none_or(|armed| first < armed) {
            // A timer alone takes no memory but for the heap's. Failing that, it is tried again with
            // the next request.
            if self.timer().add(Some(Timeout::At(first))).is_ok() {
                self.armed.set(Some(first));
            }
        }
    }

    /// When the first server is to be probed. Without requests, nobody waits for it where the loop may
    /// end.
    fn first_probe(self) -> Option<Micros> {
        if self.lets_loop_end() && self.flying.get() == 0 {
            return None;
        }
        self.servers
            .iter()
            .filter_map(|server| server.probe_at.get())
            .min()
    }

    fn time_has_come(self) {
        let _lock = self.lock();
        if self.closing.get() {
            return;
        }
        self.armed.set(None);
        let now = self.base.turn_time();
        let overdue = || {
            let first = self.in_flight.first();
            first.filter(|request| request.deadline.get() <= now)
        };
        while let Some(request) = overdue() {
            self.timed_out(request);
        }
        for server in self.servers.iter() {
            if server.probe_at.get().is_some_and(|at| at <= now) {
                server.send_probe();
            }
        }
        self.set_timer();
    }

    /// No answer came in time, or none that is any good: the question goes out again, to the next
    /// server, or that was it.
    pub(super) fn timed_out(self, request: Request) {
        let Some(server) = request.server.get() else {
            return;
        };
        if request.transmissions.get() >= self.settings().attempts.into() {
            dns_debug!("Giving up on request {:p}", request.as_ptr());
            let error = if request.was_truncated.get() {
                DNS_ERR_TRUNCATED
            } else {
                DNS_ERR_TIMEOUT
            };
            request.finish(Outcome::error(error));
            server.failed(format_args!("request timed out."));
            return;
        }
        dns_debug!("Retransmitting request {:p}", request.as_ptr());
        server.count_timeout();
        let next = if request.is_probe() {
            server
        } else {
            self.pick_server().unwrap_or(server)
        };
        match request.carrier.get() {
            // So that a late answer to what was sent before is one.
            Carrier::Udp(port) if next == server => {
                self.in_flight.remove(request);
                self.enlist(request);
                request.transmissions.set(request.transmissions.get() + 1);
                server.repeat_by_udp(port, request);
            }
            _ => self.send_again(request, next),
        }
    }

    /// Sends a request in flight to another server, or once more to the same one.
    pub(super) fn send_again(self, request: Request, server: Server) {
        request.leave_carrier();
        request.id.set(self.random_id());
        request.server.set(Some(server));
        self.in_flight.remove(request);
        self.enlist(request);
        self.transmit(request);
    }

    fn transmit(self, request: Request) {
        let Some(server) = request.server.get() else {
            return;
        };
        request.transmissions.set(request.transmissions.get() + 1);
        let settings = self.settings();
        if settings.use_vc
            || request.was_truncated.get()
            || request.flags.contains(QueryFlags::USE_TCP)
        {
            server.send_by_tcp(request);
        } else {
            server.send_by_udp(request);
        }
    }

    /// A message came from a server to which `requests` went.
    pub(super) fn message_came(self, requests: &List<ByCarrier>, way: Way, bytes: &mut [u8]) {
        let Some(request) = self.request_of(requests, way, bytes) else {
            dns_debug!("Message that answers no question ({} bytes)", bytes.len());
            return;
        };
        if request.shows_names() {
            // Names in the answer are parts of the question's, whose case is not to be seen.
            let name = request.asked_for();
            if let Some(place) = bytes[HEADER_LEN..].get_mut(..name.wire().len()) {
                place.copy_from_slice(name.wire());
            }
        }
        if let (Some(server), Ok(message)) = (request.server.get(), Message::new(bytes)) {
            self.answered(request, server, way, message, bytes);
        }
    }

    /// The request that a message answers. Whatever does not repeat the question exactly may come from
    /// anybody.
    fn request_of(self, requests: &List<ByCarrier>, way: Way, bytes: &[u8]) -> Option<Request> {
        let message = Message::new(bytes).ok()?;
        let exact = way == Way::Udp && self.settings().randomize_case;
        requests.iter().find(|request| {
            request.id.get() == message.header.id
                && query::answers(message, &request.asked.borrow(), request.kind, exact)
        })
    }

    fn answered(
        self,
        request: Request,
        server: Server,
        way: Way,
        message: Message<'_>,
        bytes: &[u8],
    ) {
        server.is_heard();
        let header = message.header;
        let truncated = header.flags.contains(Flags::TRUNCATED) && way == Way::Udp;
        let ignore =
            self.settings().ignore_tc || request.flags.contains(QueryFlags::IGNORE_TRUNCATION);
        if truncated && !ignore && matches!(header.rcode, 0 | rcode::NAME_ERROR) {
            request.was_truncated.set(true);
            request.transmissions.set(0);
            self.send_again(request, server);
            return;
        }
        let outcome = match header.rcode {
            0 | rcode::NAME_ERROR => request.read(message, bytes),
            code => Outcome::error(error_of(code)),
        };
        match header.rcode {
            rcode::NOT_IMPLEMENTED | rcode::REFUSED => {
                let reissues = request.reissues.get();
                if reissues < self.settings().reissues.into() && !request.is_probe() {
                    let reason = describe(outcome.error).to_str().unwrap_or_default();
                    server.failed(format_args!("Bad response {} ({reason})", outcome.error));
                    if self.reissue(request, server) {
                        return;
                    }
                }
            }
            rcode::SERVER_FAILED => {
                dns_debug!("Got a SERVERFAILED from nameserver at {}", server.address());
                self.timed_out(request);
                return;
            }
            _ => server.came_up(Some(request)),
        }
        if outcome.error != 0 && request.search_on() {
            request.transmissions.set(0);
            request.reissues.set(0);
            request.was_truncated.set(false);
            let server = self.pick_server().unwrap_or(server);
            self.send_again(request, server);
            return;
        }
        request.finish(outcome);
    }

    /// Has another server answer, if there is one.
    fn reissue(self, request: Request, refused_by: Server) -> bool {
        match self.pick_server() {
            Some(server) if server != refused_by => {
                request.reissues.set(request.reissues.get() + 1);
                request.transmissions.set(0);
                self.send_again(request, server);
                true
            }
            _ => false,
        }
    }

    /// A server has no port for us: its requests go to others that are up, if there are any. Else they
    /// wait for their timeouts, as if they had been lost.
    pub(super) fn refused(self, server: Server, requests: &List<ByCarrier>) {
        if !self.has_other_good_server(server) {
            return;
        }
        server.failed(format_args!("connection refused"));
        // Probes are for this server alone.
        let first = || requests.iter().find(|request| !request.is_probe());
        while let Some(request) = first() {
            match self.pick_server() {
                Some(other) if other != server && other.is_up() => {
                    self.send_again(request, other);
                }
                _ => return,
            }
        }
    }
}

impl Resolver {
    /// A request could not be sent to a server: another one gets it. Failing that, it waits for its
    /// timeout, as if it had been lost.
    pub(super) fn not_sent(self, request: Request, server: Server) {
        request.leave_carrier();
        let others = self.has_other_good_server(server);
        server.failed(format_args!("{}", std::io::Error::last_os_error()));
        if others
            && !request.is_probe()
            && let Some(other) = self.pick_server()
        {
            self.send_again(request, other);
        }
    }
}

impl Request {
    fn read(self, message: Message<'_>, bytes: &[u8]) -> Outcome {
        let records = matches!(self.consumer, Consumer::Records(..));
        let mut outcome = answer::read(message, bytes, self.kind, records);
        if message.header.rcode == rcode::NAME_ERROR && outcome.error != DNS_ERR_UNKNOWN {
            outcome = Outcome {
                error: DNS_ERR_NOTEXIST,
                ttl: outcome.ttl,
                answer: answer::Answer::None,
            };
        }
        outcome
    }

    fn is_probe(self) -> bool {
        matches!(self.consumer, Consumer::Probe(_))
    }

    /// Nothing carries the request any more.
    pub(super) fn leave_carrier(self) {
        match self.carrier.replace(Carrier::None) {
            Carrier::None => {}
            Carrier::Udp(port) => port.drop_request(self),
            Carrier::Tcp(connection) => connection.drop_request(self),
        }
    }
}

/// The error of a response code, other than those of success and of a name that does not exist.
fn error_of(code: u8) -> c_int {
    const ERRORS: [c_int; 5] = [
        DNS_ERR_FORMAT,
        DNS_ERR_SERVERFAILED,
        DNS_ERR_NOTEXIST,
        DNS_ERR_NOTIMPL,
        DNS_ERR_REFUSED,
    ];
    let index = usize::from(code).wrapping_sub(1);
    ERRORS.get(index).copied().unwrap_or(DNS_ERR_UNKNOWN)
}
