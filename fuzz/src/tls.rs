//! A client and a server over TLS, and between them somebody who passes on what they send, or something else. Each of
//! the TLS libraries has the same functions, so this is compiled with each.

use std::cell::Cell;
use std::ffi::{CStr, CString, c_int, c_short, c_void};
use std::io::{ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::fd::IntoRawFd;
use std::os::unix::net::UnixStream;
use std::ptr;

use event_rs::ffi::bufferevent::socket::*;
use event_rs::ffi::bufferevent::*;
use event_rs::ffi::event::base::*;
use event_rs::ffi::event::dispatch::*;
use event_rs::ffi::event::events::*;

use crate::library::*;

const HOST: &CStr = c"localhost";
const CLIENT: usize = 0;
const SERVER: usize = 1;

/// What all sessions use.
struct Common {
    base: *mut c_void,
    contexts: [*mut bufferevent_tls_context; 2],
}

impl Common {
    fn new() -> Self {
        // A certificate for localhost that signs itself, and its key.
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/localhost.pem");
        let file = CString::new(file).unwrap();
        // SAFETY: the file's name is a string, and the contexts are never freed.
        unsafe {
            let client = bufferevent_tls_context_new_client();
            let server = bufferevent_tls_context_new_server(file.as_ptr(), file.as_ptr());
            assert_eq!(bufferevent_tls_context_trust_file(client, file.as_ptr()), 0);
            assert!(!server.is_null());
            Common {
                base: event_base_new().cast(),
                contexts: [client, server],
            }
        }
    }
}

thread_local! {
    static COMMON: Common = Common::new();
}

/// What the program of a side has been told.
#[derive(Default)]
struct Told {
    is_connected: Cell<bool>,
    is_over: Cell<bool>,
    received: Cell<usize>,
}

/// The bytes that are sent.
fn content(at: usize) -> u8 {
    (at ^ at >> 8) as u8
}

unsafe extern "C" fn came(bev: *mut bufferevent, told: *mut c_void) {
    // SAFETY: what is told outlives the bufferevent.
    let told = unsafe { &*told.cast::<Told>() };
    assert!(told.is_connected.get() && !told.is_over.get());
    let mut bytes = [0u8; 1000];
    loop {
        // SAFETY: the bufferevent is there, and there is so much room.
        let len = unsafe { bufferevent_read(bev, bytes.as_mut_ptr().cast(), bytes.len()) };
        if len == 0 {
            return;
        }
        let start = told.received.get();
        let sent = (start..start + len).map(content);
        assert!(sent.eq(bytes[..len].iter().copied()));
        told.received.set(start + len);
    }
}

unsafe extern "C" fn happened(_: *mut bufferevent, what: c_short, told: *mut c_void) {
    // SAFETY: as above.
    let told = unsafe { &*told.cast::<Told>() };
    assert!(!told.is_over.get());
    match what & !(BEV_EVENT_READING | BEV_EVENT_WRITING) {
        BEV_EVENT_CONNECTED => assert!(!told.is_connected.replace(true)),
        BEV_EVENT_EOF | BEV_EVENT_ERROR => told.is_over.set(true),
        other => panic!("{other:#x}"),
    }
}

/// A bufferevent, and the other end of its socket.
struct Side {
    bev: *mut bufferevent,
    told: Box<Told>,
    /// How many bytes its program has sent, and whether it has said farewell.
    sent: usize,
    is_done: bool,
    wire: UnixStream,
    /// What it has sent, and nobody has passed on.
    flow: Vec<u8>,
}

impl Side {
    fn new(common: &Common, who: usize, is_filter: bool, options: c_int) -> Self {
        let (ours, wire) = UnixStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        wire.set_nonblocking(true).unwrap();
        let (base, context) = (common.base, common.contexts[who]);
        let (fd, host, told) = (ours.into_raw_fd(), HOST.as_ptr(), Box::<Told>::default());
        // SAFETY: all is there, and the socket is given away.
        let bev = unsafe {
            let below = || {
                let options = options | bufferevent_options::BEV_OPT_CLOSE_ON_FREE as c_int;
                bufferevent_socket_new(base.cast(), fd, options).cast()
            };
            let base = base.cast();
            let bev = match (who, is_filter) {
                (CLIENT, false) => bufferevent_tls_client_new(base, fd, context, host, options),
                (CLIENT, true) => {
                    bufferevent_tls_client_filter_new(below(), context, host, options)
                }
                (_, false) => bufferevent_tls_server_new(base, fd, context, options),
                (_, true) => bufferevent_tls_server_filter_new(below(), context, options),
            };
            let bev: *mut bufferevent = bev.cast();
            assert!(!bev.is_null());
            let arg = ptr::from_ref(&*told).cast_mut().cast();
            bufferevent_setcb(bev, Some(came), None, Some(happened), arg);
            assert_eq!(bufferevent_enable(bev, EV_READ | EV_WRITE), 0);
            bev
        };
        Side {
            bev,
            told,
            sent: 0,
            is_done: false,
            wire,
            flow: Vec::new(),
        }
    }

    fn write(&mut self, len: usize) {
        if self.is_done || self.told.is_over.get() {
            return;
        }
        let bytes: Vec<u8> = (self.sent..self.sent + len).map(content).collect();
        // SAFETY: the bufferevent is there, and so are the bytes.
        let got = unsafe { bufferevent_write(self.bev, bytes.as_ptr().cast(), len) };
        assert_eq!(got, 0);
        self.sent += len;
    }

    /// Takes from the wire what is there.
    fn collect(&mut self) {
        match self.wire.read_to_end(&mut self.flow) {
            Err(error) if error.kind() != ErrorKind::WouldBlock => {
                assert_eq!(error.kind(), ErrorKind::ConnectionReset);
            }
            _ => {}
        }
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        // SAFETY: it is not used again.
        unsafe { bufferevent_free(self.bev) };
    }
}

/// A session while the bytes say what happens to it.
struct Session<'a> {
    base: *mut c_void,
    sides: [Side; 2],
    input: &'a [u8],
    /// Whether all that was sent has been passed on as it was, and neither side has ended.
    is_intact: bool,
}

impl Session<'_> {
    fn byte(&mut self) -> usize {
        let (&first, rest) = self.input.split_first().unwrap_or((&0, &[]));
        self.input = rest;
        first.into()
    }

    fn turn(&mut self) {
        for _ in 0..2 {
            // SAFETY: the base is never freed.
            unsafe { event_base_loop(self.base.cast(), EVLOOP_NONBLOCK) };
        }
        self.sides.iter_mut().for_each(Side::collect);
    }

    /// Passes on the first bytes of what a side has sent.
    fn pass(&mut self, from: usize, len: usize) {
        let len = len.min(self.sides[from].flow.len());
        let bytes: Vec<u8> = self.sides[from].flow.drain(..len).collect();
        // There may be nobody any more who reads it.
        if self.sides[1 - from].wire.write_all(&bytes).is_err() {
            self.is_intact = false;
        }
    }

    /// Passes on everything until nobody says anything.
    fn settle(&mut self) {
        loop {
            self.turn();
            if self.sides.iter().all(|side| side.flow.is_empty()) {
                return;
            }
            for from in [CLIENT, SERVER] {
                self.pass(from, usize::MAX);
            }
        }
    }

    fn step(&mut self) {
        let what = self.byte();
        let (who, n) = (what >> 3 & 1, what >> 4);
        match what & 7 {
            0 => self.settle(),
            1 => self.pass(who, n * n),
            2 => self.sides[who].write(n.pow(4)),
            3 => self.change(who, n),
            4 => self.end_or_pause(who, n),
            _ => self.pass(who, usize::MAX),
        }
        self.turn();
    }

    /// Puts other bytes in the place of some that a side has sent, or of none.
    fn change(&mut self, who: usize, n: usize) {
        let at = self.byte() * 256 + self.byte();
        let len = self.byte();
        let (bytes, rest) = self.input.split_at(n.min(self.input.len()));
        self.input = rest;
        let flow = &mut self.sides[who].flow;
        let start = at % (flow.len() + 1);
        let end = (start + len % 16).min(flow.len());
        self.is_intact &= flow[start..end] == *bytes;
        flow.splice(start..end, bytes.iter().copied());
    }

    fn end_or_pause(&mut self, who: usize, n: usize) {
        let side = &mut self.sides[who];
        let bev = side.bev;
        // SAFETY: the bufferevent is there.
        unsafe {
            match n % 4 {
                0 => bufferevent_disable(bev, EV_READ),
                1 => bufferevent_enable(bev, EV_READ),
                2 => bufferevent_flush(bev, EV_WRITE, bufferevent_flush_mode::BEV_FINISHED as _),
                _ => side.wire.shutdown(Shutdown::Write).map_or(-1, |()| 0),
            };
        }
        side.is_done |= n % 4 == 2;
        self.is_intact &= n % 4 < 2;
    }

    fn end(mut self) {
        for side in &self.sides {
            // SAFETY: the bufferevent is there.
            unsafe { bufferevent_enable(side.bev, EV_READ) };
        }
        self.settle();
        let [client, server] = &self.sides;
        for (side, peer) in [(client, server), (server, client)] {
            let told = &side.told;
            assert!(told.received.get() <= peer.sent);
            if self.is_intact {
                assert!(told.is_connected.get() && !told.is_over.get());
                assert_eq!(told.received.get(), peer.sent);
            }
            let _ = side.wire.shutdown(Shutdown::Both);
        }
        self.turn();
        for side in &self.sides {
            assert!(side.told.is_over.get());
        }
    }
}

/// A session, to which happens what the bytes say.
pub(crate) fn run(data: &[u8]) {
    let Some((&how, input)) = data.split_first() else {
        return;
    };
    COMMON.with(|common| {
        let options = if how & 1 == 0 {
            0
        } else {
            bufferevent_options::BEV_OPT_DEFER_CALLBACKS as c_int
        };
        let side = |who| Side::new(common, who, how >> 1 >> who & 1 == 1, options);
        let mut session = Session {
            base: common.base,
            sides: [side(CLIENT), side(SERVER)],
            input,
            is_intact: true,
        };
        session.turn();
        while !session.input.is_empty() {
            session.step();
        }
        session.end();
        // What has been freed goes from the loop.
        // SAFETY: the base is never freed.
        unsafe { event_base_loop(common.base.cast(), EVLOOP_NONBLOCK) };
    });
}
