//! Heads of messages, as they go out.

use std::slice;

use super::Failed;
use super::headers::Headers;
use super::method;
use super::request::{Req, field};
use crate::buffer::Buf;
use crate::rt::text::{Digits, Short};

/// Most heads are shorter.
const HEAD_SIZE: usize = 512;
const SMALL_BODY: usize = 256;

/// A head under construction, which goes to the output in few pieces.
struct HeadWriter {
    bytes: [u8; HEAD_SIZE],
    len: usize,
    to: Buf,
    failed: bool,
}

impl HeadWriter {
    fn new(to: Buf) -> Self {
        HeadWriter {
            bytes: [0; HEAD_SIZE],
            len: 0,
            to,
            failed: false,
        }
    }

    fn put(&mut self, text: &[u8]) {
        if text.len() > self.bytes.len() - self.len {
            self.flush();
        }
        if text.len() > self.bytes.len() {
            self.failed |= self.to.add(text).is_err();
            return;
        }
        self.bytes[self.len..self.len + text.len()].copy_from_slice(text);
        self.len += text.len();
    }

    /// Takes all out of a buffer.
    fn put_all(&mut self, from: Buf) -> Result<(), Failed> {
        let len = from.len();
        let start = from.pull_up(Some(len)).map_err(|_| Failed)?;
        // SAFETY: so many bytes are in one piece, and nothing changes the buffer before `drain`.
        self.put(unsafe { slice::from_raw_parts(start.as_ptr(), len) });
        from.drain(len).map_err(|_| Failed)
    }

    fn flush(&mut self) {
        self.failed |= self.to.add(&self.bytes[..self.len]).is_err();
        self.len = 0;
    }
}

/// Writes a head, its first line in parts, and a body, which is taken out of its buffer.
pub(super) fn write_message(
    to: Buf,
    line: &[&[u8]],
    headers: Headers,
    body: Option<Buf>,
) -> Result<(), Failed> {
    let mut head = HeadWriter::new(to);
    for part in line {
        head.put(part);
    }
    head.put(b"\r\n");
    for (name, value) in headers.iter() {
        head.put(name);
        head.put(b": ");
        head.put(value);
        head.put(b"\r\n");
    }
    head.put(b"\r\n");
    let body = body.filter(|body| body.len() > 0);
    if let Some(body) = body
        && body.len() <= SMALL_BODY
    {
        // In one piece with the head it takes the kernel less time.
        head.put_all(body)?;
    }
    head.flush();
    if head.failed {
        return Err(Failed);
    }
    match body {
        Some(body) if body.len() > 0 => to.add_buffer(body).map_err(|_| Failed),
        _ => Ok(()),
    }
}

impl Req {
    pub(super) fn with_version_name<R>(self, call: impl FnOnce(&[u8]) -> R) -> R {
        match self.version() {
            (1, 1) => call(b"HTTP/1.1"),
            (1, 0) => call(b"HTTP/1.0"),
            (major, minor) => {
                let other = Short::<16>::new(format_args!("HTTP/{major}.{minor}"));
                call(other.as_bytes())
            }
        }
    }

    /// Whether the length of a request's body is told: where there is a body, and where servers expect one, but not
    /// beside chunks.
    fn tells_length(self, length: usize) -> bool {
        const EXPECTED: u32 = method::POST | method::PUT;
        let in_chunks = self.to_send().value(b"Transfer-Encoding").is_some();
        !in_chunks && (length > 0 || self.r#type.get() & EXPECTED != 0)
    }

    /// Writes a request, with its body or without.
    pub(super) fn write_request(
        self,
        to: Buf,
        method: &[u8],
        body: Option<Buf>,
    ) -> Result<(), Failed> {
        let headers = self.to_send();
        // It is of no use to whom it says nothing.
        while headers.remove(b"Proxy-Connection") {}
        let length = self.output().len();
        if self.tells_length(length) && headers.value(b"Content-Length").is_none() {
            let length = Digits::new(length as u64);
            headers.push(b"Content-Length", &[length.as_bytes()])?;
        }
        self.with_version_name(|version| {
            let line = [method, b" ", field(&self.uri), b" ", version];
            write_message(to, &line, headers, body)
        })
    }
}
