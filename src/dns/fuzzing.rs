//! What the fuzz targets in `fuzz/` call: arbitrary bytes in, and what must hold whatever they are.
#![allow(missing_docs)]

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;

use libc::addrinfo;

use super::asker::Asker;
use super::flight::Way;
use super::message::{Message, kind};
use super::name::Name;
use super::query::{self, Found};
use super::request::{Carrier, Consumer, Request};
use super::settings::{Groups, Settings};
use super::writer::Writer;
use super::{BaseFlags, Resolver, hosts_file, log, resolv_conf};
use crate::base::{Base, LoopFlags, event_config};
use crate::ffi::dns_record::evdns_record;

/// The wire codec: what is read can be written, and read again.
pub fn codec(data: &[u8]) {
    if let Ok(name) = Name::from_text(data) {
        assert_same(&name);
    }
    let Ok(message) = Message::new(data) else {
        return;
    };
    for question in message.questions().map_while(Result::ok) {
        assert_same(&question.name);
    }
    for record in message
        .records()
        .into_iter()
        .flatten()
        .map_while(Result::ok)
    {
        let _ = record.decode();
        if let Ok(owner) = record.owner() {
            assert_same(&owner);
        }
    }
    for kind in [kind::A, kind::AAAA, kind::PTR, kind::MX, kind::ALL] {
        let _ = query::read(message, kind, &mut Found::nothing(), |_| Ok::<(), ()>(()));
    }
}

/// A name is the same after a way through text, and after one through a message, compressed.
fn assert_same(name: &Name) {
    let text = name.text();
    assert_eq!(Name::from_text(text.as_bytes()), Ok(*name));
    assert_eq!(text.as_bytes().len(), name.text_len());
    let mut message = [0; 600];
    let mut writer = Writer::new(&mut message);
    // A header, one question, and the name once more as a question.
    let written = writer
        .header([0, 0, 2, 0, 0, 0])
        .and_then(|()| writer.name(name.wire()))
        .and_then(|()| writer.u32(0))
        .and_then(|()| writer.name(name.wire()))
        .and_then(|()| writer.u32(0));
    assert_eq!(written, Ok(()));
    let len = writer.len();
    let message = Message::new(&message[..len]).unwrap();
    let names = message.questions().map(|question| question.unwrap().name);
    assert!(names.eq([*name; 2]));
}

/// The files and options.
pub fn files(data: &[u8]) {
    let mut settings = Settings::default();
    for directive in resolv_conf::directives(data) {
        match directive {
            resolv_conf::Directive::Option { name, value } => {
                let _ = settings.set(name, value, Groups::all());
            }
            resolv_conf::Directive::Search(words) => words.for_each(drop),
            _ => {}
        }
    }
    hosts_file::entries(data).for_each(|entry| entry.names.for_each(drop));
    let (name, value) = data.split_at(data.len() / 2);
    let _ = settings.set(name, value, Groups::all());
    assert!(settings.attempts > 0 && settings.max_inflight > 0 && settings.timeout > 0);
}

unsafe extern "C" fn silent(_: c_int, _: *const c_char) {}

fn quiet_base() -> Base {
    log::set_callback(Some(silent));
    Base::new(&event_config::new()).unwrap()
}

thread_local! {
    static BASE: Base = quiet_base();
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

fn count_call() {
    CALLS.set(CALLS.get() + 1);
}

unsafe extern "C" fn answered(
    _: c_int,
    _: c_char,
    _: c_int,
    _: c_int,
    _: *mut c_void,
    _: *mut c_void,
) {
    count_call();
}

unsafe extern "C" fn records(_: c_int, count: c_int, records: *const evdns_record, _: *mut c_void) {
    count_call();
    for i in 0..usize::try_from(count).unwrap_or(0) {
        // SAFETY: the library gives as many records.
        let name = unsafe { CStr::from_ptr((*records.add(i)).name) };
        std::hint::black_box(name.to_bytes().len());
    }
}

unsafe extern "C" fn addresses(_: c_int, list: *mut addrinfo, _: *mut c_void) {
    count_call();
    // SAFETY: the list is the callee's.
    unsafe { crate::util::gai::free(list) };
}

/// A whole resolver, to which happens what the bytes say: requests, answers, and all that a program
/// can do meanwhile. Each request gets one call.
pub fn resolver(data: &[u8]) {
    BASE.with(|base| {
        CALLS.set(0);
        let resolver = Resolver::new(*base, BaseFlags::DISABLE_WHEN_INACTIVE).unwrap();
        let mut run = Run {
            base: *base,
            resolver,
            rest: data,
            begun: 0,
        };
        run.add_server();
        resolver.add_search_domain(b"a.example");
        while let Some((&step, rest)) = run.rest.split_first() {
            run.rest = rest;
            run.step(step);
        }
        let (begun, fails) = (run.begun, data.len().is_multiple_of(2));
        resolver.free(fails);
        run.turn();
        if fails {
            assert_eq!(CALLS.get(), begun);
        }
    });
}

struct Run<'a> {
    base: Base,
    resolver: Resolver,
    rest: &'a [u8],
    begun: usize,
}

impl Run<'_> {
    fn add_server(&self) {
        // Nobody listens there: what is sent is lost.
        let _ = self.resolver.add_server("127.0.0.1:1".parse().unwrap());
    }

    fn turn(&self) {
        let _ = self.base.run(LoopFlags::NONBLOCK | LoopFlags::ONCE);
    }

    fn bytes(&mut self, n: usize) -> Vec<u8> {
        let (bytes, rest) = self.rest.split_at(n.min(self.rest.len()));
        self.rest = rest;
        bytes.to_vec()
    }

    fn request(&self, which: u8) -> Option<Request> {
        let requests: Vec<_> = self.resolver.in_flight.iter().collect();
        requests
            .get(usize::from(which) % requests.len().max(1))
            .copied()
    }

    fn step(&mut self, step: u8) {
        let (what, which) = (step & 7, step >> 3);
        match what {
            0 | 1 => self.ask(which),
            2..=4 => self.answer(which),
            5 => {
                if let Some(request) = self.request(which)
                    && matches!(
                        request.consumer,
                        Consumer::Program(..) | Consumer::Records(..)
                    )
                {
                    request.cancel();
                }
            }
            6 if which.is_multiple_of(8) => {
                self.resolver.clear_servers_and_suspend();
                self.add_server();
                self.resolver.resume();
            }
            _ => self.turn(),
        }
    }

    fn ask(&mut self, which: u8) {
        const KINDS: [u16; 6] = [
            kind::A,
            kind::AAAA,
            kind::MX,
            kind::TXT,
            kind::SOA,
            kind::ALL,
        ];
        let (resolver, kind, arg) = (
            self.resolver,
            KINDS[usize::from(which) % 6],
            ptr::null_mut(),
        );
        let flags = c_int::from(which & 0x87);
        let begun = match which % 4 {
            0 => resolver
                .resolve(b"b", kind::A, flags, Some(answered), arg)
                .is_ok(),
            1 => resolver
                .resolve_reverse(b"1.in-addr.arpa", 0, Some(answered), arg)
                .is_ok(),
            2 => resolver
                .resolve_records(b"c.d", kind, flags, Some(records), arg)
                .is_ok(),
            _ => {
                let asker = Asker::Program(Some(addresses), arg);
                // What is known already is told at once.
                let _ = resolver.look_up(Some(c"e.f"), None, None, asker);
                true
            }
        };
        self.begun += usize::from(begun);
    }

    /// A packet that repeats the question, or bytes as they are.
    fn answer(&mut self, which: u8) {
        let Some(request) = self.request(which) else {
            return;
        };
        let header = self.bytes(10);
        let id = request.id.get().to_be_bytes();
        let mut packet = id.to_vec();
        packet.extend(&header);
        if which & 1 == 0 && packet.len() == 12 {
            packet[2] |= 0x80;
            packet[4..6].copy_from_slice(&[0, 1]);
            packet.extend(request.asked.borrow().wire());
            packet.extend(request.kind.to_be_bytes());
            packet.extend([0, 1]);
        }
        let length = self.bytes(1).first().copied().unwrap_or(0);
        packet.extend(self.bytes(length.into()));
        match request.carrier.get() {
            Carrier::None => {}
            Carrier::Udp(port) => self
                .resolver
                .message_came(&port.requests, Way::Udp, &mut packet),
            Carrier::Tcp(connection) => {
                self.resolver
                    .message_came(&connection.requests, Way::Tcp, &mut packet);
            }
        }
    }
}
