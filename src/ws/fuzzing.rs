//! What the fuzz target in `fuzz/` calls: arbitrary bytes in, and what must hold whatever they are.
#![allow(missing_docs)]
#![forbid(unsafe_code)]

use super::Role;
use super::close::Close;
use super::frame::{Head, MAX_HEAD};
use super::handshake;
use super::message::{Event, Kind, Reader};

/// Messages larger than this are refused.
const MAX: usize = 200;

/// What comes of bytes, until it is refused.
struct Told {
    reader: Reader,
    said: Vec<String>,
    is_refused: bool,
}

impl Told {
    fn new(from: Role) -> Self {
        let mut reader = Reader::new(from);
        reader.set_max(MAX);
        Told {
            reader,
            said: Vec::new(),
            is_refused: false,
        }
    }

    fn take(&mut self, mut bytes: &[u8]) {
        while !self.is_refused {
            let (used, event) = match self.reader.take(bytes) {
                Ok(taken) => taken,
                Err(refusal) => {
                    self.said.push(format!("{}", refusal.code()));
                    self.is_refused = true;
                    return;
                }
            };
            bytes = &bytes[used..];
            let Some(event) = event else {
                assert!(bytes.is_empty());
                return;
            };
            assert!(used > 0);
            self.note(event);
        }
    }

    fn note(&mut self, event: Event) {
        self.said.push(match &event {
            Event::Message(message) => {
                let bytes = message.bytes();
                assert!(bytes.len() <= MAX);
                assert!(message.kind == Kind::Binary || std::str::from_utf8(bytes).is_ok());
                format!("{:?} {bytes:x?}", message.kind)
            }
            Event::Ping(payload) => format!("ping {:x?}", payload.bytes()),
            Event::Pong => "pong".into(),
            Event::Close(close) => {
                // What came may be sent, except that it may be nothing.
                let reason = std::str::from_utf8(close.reason()).unwrap();
                assert!(close.payload().is_empty() || Close::new(close.code(), reason).is_ok());
                format!("close {} {reason}", close.code())
            }
        });
        if let Event::Message(message) = event {
            self.reader.recycle(message);
        }
    }
}

/// Frames: how they are cut makes no difference, and heads that are read can be written.
pub fn frames(data: &[u8]) {
    let Some(([how, cut], data)) = data.split_first_chunk() else {
        return;
    };
    let from = if how & 1 == 0 {
        Role::Client
    } else {
        Role::Server
    };
    let mut whole = Told::new(from);
    whole.take(data);
    let mut single = Told::new(from);
    data.chunks(1).for_each(|byte| single.take(byte));
    assert_eq!(single.said, whole.said);
    let mut parts = Told::new(from);
    let (start, end) = data.split_at(usize::from(*cut).min(data.len()));
    parts.take(start);
    if how & 2 != 0 {
        // What nobody wants makes no message, and is not looked at.
        parts.reader.drop_messages();
        parts.take(end);
        return;
    }
    parts.take(end);
    assert_eq!(parts.said, whole.said);
    if let Ok(Some((head, len))) = Head::read(data, from) {
        assert_eq!(head.write(&mut [0; MAX_HEAD]), &data[..len]);
    }
    let lines = data.split(|byte| *byte == b'\n');
    let headers = lines.filter_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        Some((&line[..colon], line[colon + 1..].trim_ascii()))
    });
    let _ = handshake::read_request(headers.clone());
    let _ = handshake::is_granted(headers.clone(), headers);
}
