//! Heads of messages, as they go out.

use super::Failed;
use super::headers::Headers;
use super::method;
use super::request::{Req, field};
use crate::buffer::Buf;
use crate::rt::text::Short;

/// A head under construction, which goes to the output in few pieces.
struct HeadWriter {
    bytes: [u8; 1024],
    len: usize,
    to: Buf,
    failed: bool,
}

impl HeadWriter {
    fn new(to: Buf) -> Self {
        HeadWriter {
            bytes: [0; 1024],
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

    fn flush(&mut self) {
        self.failed |= self.to.add(&self.bytes[..self.len]).is_err();
        self.len = 0;
    }
}

/// Writes a head: its first line, in parts, and its headers.
pub(super) fn write_head(to: Buf, line: &[&[u8]], headers: Headers) -> Result<(), Failed> {
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
    head.flush();
    if head.failed { Err(Failed) } else { Ok(()) }
}

impl Req {
    /// Whether the length of a request's body is told: where there is a body, and where servers expect one, but not
    /// beside chunks.
    fn tells_length(self, length: usize) -> bool {
        const EXPECTED: u32 = method::POST | method::PUT;
        let in_chunks = self.to_send().value(b"Transfer-Encoding").is_some();
        !in_chunks && (length > 0 || self.r#type.get() & EXPECTED != 0)
    }

    /// Writes the head of a request.
    pub(super) fn write_request_head(self, to: Buf, method: &[u8]) -> Result<(), Failed> {
        let headers = self.to_send();
        // It is of no use to whom it says nothing.
        while headers.remove(b"Proxy-Connection") {}
        let length = self.output().len();
        if self.tells_length(length) && headers.value(b"Content-Length").is_none() {
            let length = Short::<20>::new(format_args!("{length}"));
            headers.push(b"Content-Length", &[length.as_bytes()])?;
        }
        let (major, minor) = self.version();
        let version = Short::<16>::new(format_args!(" HTTP/{major}.{minor}"));
        let line = [method, b" ", field(&self.uri), version.as_bytes()];
        write_head(to, &line, headers)
    }
}
