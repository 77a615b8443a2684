//! What the fuzz targets in `fuzz/` call: arbitrary bytes in, and what must hold whatever they are.
#![allow(missing_docs)]

use std::cell::RefCell;
use std::ffi::{c_int, c_void};
use std::io::{ErrorKind, Read, Write};
use std::os::fd::IntoRawFd;
use std::os::unix::net::UnixStream;
use std::ptr;
use std::slice;

use super::client::Client;
use super::escape::{self, Plus};
use super::head;
use super::request::Req;
use super::server::Server;
use super::uri::{self, UriFlags};
use super::uri_object::Uri;
use crate::base::{Base, LoopFlags, event_config};
use crate::bufferevent::{Bev, Options};
use crate::ffi::http_struct::evhttp_request;

/// URIs, encodings, and lines of heads.
pub fn texts(data: &[u8]) {
    let coded = escape::encode(data, true).unwrap();
    let back = escape::decode(coded.as_bytes(), Plus::Space).unwrap();
    assert_eq!(back.as_bytes(), data);
    let _ = escape::escape_html(data);
    for flags in [UriFlags::empty(), UriFlags::NONCONFORMANT, UriFlags::all()] {
        let Ok(parts) = uri::parse(data, flags) else {
            continue;
        };
        if data.contains(&0) {
            continue;
        }
        // What was taken apart can be put together again.
        let whole = Uri::parse(data, flags).unwrap();
        let mut room = vec![0; data.len() + 1];
        if whole.join(&mut room).is_ok() && !data.ends_with(b":") && parts.port.is_none() {
            let len = room.iter().position(|byte| *byte == 0).unwrap();
            assert_eq!(uri::parse(&room[..len], flags).unwrap().path, parts.path);
        }
        whole.free();
    }
    let _ = uri::parse_authority(data);
    let _ = head::chunk_size(data);
    if let Ok(line) = head::request_line(data) {
        assert!(line.method.len() + line.uri.len() < data.len());
    }
    if let Ok(head::HeaderLine::Header { name, value }) = head::header_line(data) {
        assert!(!name.is_empty() && name.len() + value.len() < data.len());
    }
}

thread_local! {
    pub(crate) static BASE: Base = Base::new(&event_config::new()).unwrap();
}

/// Answers with what has come.
unsafe extern "C" fn echo(req: *mut evhttp_request, _: *mut c_void) {
    // SAFETY: the server gives a request.
    let req = unsafe { Req::from_ptr(req) }.unwrap();
    req.reply(200, None, Some(req.input()));
}

/// What a server answers, which is freed then, whose client sends these bytes, the first `cut` of them ahead.
pub(crate) fn answers(base: Base, server: Server, data: &[u8], cut: usize) -> Vec<u8> {
    server.set_max_body(100_000);
    let (mut client, ours) = UnixStream::pair().unwrap();
    client.set_nonblocking(true).unwrap();
    ours.set_nonblocking(true).unwrap();
    let fd: c_int = ours.into_raw_fd();
    server
        .connect(fd, ptr::null(), 0, (None, ptr::null_mut()))
        .unwrap();
    let mut said = Vec::new();
    for part in [&data[..cut], &data[cut..]] {
        // It may have closed the connection.
        let _ = client.write_all(part);
        // Each turn of the loop answers a request at most.
        let mut quiet = 0;
        while quiet < 3 {
            let _ = base.run(LoopFlags::NONBLOCK | LoopFlags::ONCE);
            let before = said.len();
            match client.read_to_end(&mut said) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                _ => break,
            }
            quiet = if said.len() == before { quiet + 1 } else { 0 };
        }
    }
    drop(client);
    server.free();
    let _ = base.run(LoopFlags::NONBLOCK);
    said
}

/// Requests that come in two parts get the answers of those that come at once.
pub(crate) fn compare(data: &[u8], answers: impl Fn(&[u8], usize) -> Vec<u8>) {
    let Some((cut, data)) = data.split_first() else {
        return;
    };
    let whole = answers(data, 0);
    let parts = answers(data, usize::from(*cut).min(data.len()));
    // Whether a client waits to be told to go on depends on what has come.
    let waits = data
        .windows(5)
        .any(|bytes| bytes.eq_ignore_ascii_case(b"xpect"));
    assert!(waits || without_dates(&whole) == without_dates(&parts));
}

/// A whole server.
pub fn server(data: &[u8]) {
    let base = BASE.with(|base| *base);
    compare(data, |data, cut| {
        let server = Server::new(Some(base)).unwrap();
        server.set_general(Some(echo), ptr::null_mut());
        answers(base, server, data, cut)
    });
}

/// What a client's program hears of a request: errors, and statuses, headers and bodies.
#[derive(Default, PartialEq, Debug)]
struct Heard {
    errors: Vec<u32>,
    said: Vec<(c_int, Vec<u8>, Vec<u8>)>,
}

/// The request's argument is where it is told.
unsafe extern "C" fn heard(req: *mut evhttp_request, to: *mut c_void) {
    // SAFETY: `asked` gives a place that outlives the requests.
    let to = unsafe { &*to.cast::<RefCell<Heard>>() };
    // SAFETY: the client gives a request, or null.
    let said = unsafe { Req::from_ptr(req) }.map(|req| {
        let len = req.input().len();
        let start = req.input().pull_up(None).ok().filter(|_| len > 0);
        // SAFETY: so many bytes are in one piece.
        let body = start.map(|start| unsafe { slice::from_raw_parts(start.as_ptr(), len) });
        let headers = req.received();
        let headers = headers.iter().flat_map(|(name, value)| [name, b":", value]);
        (
            req.response_code.get(),
            headers.collect::<Vec<_>>().concat(),
            body.unwrap_or_default().to_vec(),
        )
    });
    to.borrow_mut().said.push(said.unwrap_or_default());
}

unsafe extern "C" fn failed(error: u32, to: *mut c_void) {
    // SAFETY: as above.
    let to = unsafe { &*to.cast::<RefCell<Heard>>() };
    to.borrow_mut().errors.push(error);
}

fn turn(base: Base) {
    for _ in 0..3 {
        let _ = base.run(LoopFlags::NONBLOCK);
    }
}

/// A client that asks, and whose server sends these bytes, the first `cut` of them ahead, and closes.
pub(crate) fn converse(base: Base, data: &[u8], cut: usize, ask: impl FnOnce(Client)) -> Client {
    let (mut server, ours) = UnixStream::pair().unwrap();
    server.set_nonblocking(true).unwrap();
    ours.set_nonblocking(true).unwrap();
    let bev = Bev::new_socket(Some(base), ours.into_raw_fd(), Options::CLOSE_ON_FREE);
    let client = Client::of_connected(Some(base), None, bev.ok().unwrap()).unwrap();
    client.conn().set_max_body(100_000);
    ask(client);
    turn(base);
    let mut request = [0; 1000];
    let _ = server.read(&mut request);
    for part in [&data[..cut], &data[cut..]] {
        let _ = server.write_all(part);
        turn(base);
        let _ = server.read(&mut request);
    }
    drop(server);
    turn(base);
    client
}

/// What the program hears of its first request.
fn asked(base: Base, data: &[u8], cut: usize, method: u32) -> Heard {
    let heard_of = [(); 2].map(|()| RefCell::new(Heard::default()));
    let client = converse(base, data, cut, |client| {
        for to in &heard_of {
            let arg = ptr::from_ref(to).cast_mut().cast();
            let req = Req::new(Some(heard), arg).unwrap();
            req.error_cb.set(Some(failed));
            client.make_request(req, method, b"/").unwrap();
        }
    });
    let _using = client.conn().enter();
    client.conn().free();
    turn(base);
    let [first, _] = heard_of;
    first.into_inner()
}

/// A client: a response that comes in two parts is the one that comes at once.
pub fn client(data: &[u8]) {
    let [cut, method, data @ ..] = data else {
        return;
    };
    let method = [1, 2, 4, 128][usize::from(*method % 4)];
    BASE.with(|base| {
        let whole = asked(*base, data, 0, method);
        let cut = usize::from(*cut).min(data.len());
        let parts = asked(*base, data, cut, method);
        // What comes behind the first response at once costs the connection, and the second request its response.
        assert_eq!(whole, parts);
        assert_eq!(whole.said.len(), 1);
    });
}

/// The dates of two runs may differ.
fn without_dates(said: &[u8]) -> Vec<u8> {
    let mut rest = said;
    let mut out = Vec::new();
    while let Some(at) = rest.windows(6).position(|bytes| bytes == b"Date: ") {
        out.extend(&rest[..at]);
        rest = rest.get(at + 35..).unwrap_or_default();
    }
    out.extend(rest);
    out
}
