//! The URIs that C programs hold.

use std::cell::Cell;
use std::ffi::{c_char, c_int};
use std::io::{Cursor, Write};
use std::ptr;

use super::Failed;
use super::uri::{self, Part, Parts, UriFlags};
use crate::ds::handle::Handle;
use crate::rt::text::{self, Text};

/// The parts of a URI that are texts.
#[derive(Clone, Copy)]
pub(crate) enum Piece {
    Scheme,
    Userinfo,
    Host,
    UnixSocket,
    Path,
    Query,
    Fragment,
}

/// A URI in its parts. Opaque to C programs.
pub struct evhttp_uri {
    flags: Cell<UriFlags>,
    port: Cell<Option<u16>>,
    /// Whether the host is an address whose brackets are left out.
    bare: Cell<bool>,
    pieces: [Field; 7],
    /// The pieces that were parsed, each with a NUL.
    _text: Option<Text>,
}

/// A part: none, or a C string.
struct Field {
    start: Cell<*const c_char>,
    /// One that was set by itself.
    own: Cell<Option<Text>>,
}

impl Field {
    const fn none() -> Self {
        Field {
            start: Cell::new(ptr::null()),
            own: Cell::new(None),
        }
    }
}

/// A handle on a URI. It is valid until it is freed.
pub(crate) type Uri = Handle<evhttp_uri>;

impl Uri {
    pub(crate) fn new() -> Result<Self, Failed> {
        Ok(Handle::make(evhttp_uri {
            flags: Cell::new(UriFlags::empty()),
            port: Cell::new(None),
            bare: Cell::new(false),
            pieces: [const { Field::none() }; 7],
            _text: None,
        })?)
    }

    /// Takes a text apart.
    pub(crate) fn parse(text: &[u8], flags: UriFlags) -> Result<Self, Failed> {
        Self::of_parts(uri::parse(text, flags)?, flags)
    }

    /// Takes the authority that a text begins with: a host, and perhaps a port.
    pub(super) fn parse_authority(text: &[u8]) -> Result<Self, Failed> {
        Self::of_parts(uri::parse_authority(text)?, UriFlags::empty())
    }

    fn of_parts(parts: Parts<'_>, flags: UriFlags) -> Result<Self, Failed> {
        let (host, bare) = match parts.host {
            Some([b'[', address @ .., b']']) if flags.contains(UriFlags::STRIP_BRACKETS) => {
                (Some(address), true)
            }
            host => (host, false),
        };
        let Parts {
            scheme,
            userinfo,
            unix_socket,
            path,
            query,
            fragment,
            ..
        } = parts;
        let all = [
            scheme,
            userinfo,
            host,
            unix_socket,
            Some(path),
            query,
            fragment,
        ];
        let len = all.iter().flatten().map(|piece| piece.len() + 1).sum();
        let pieces = [const { Field::none() }; 7];
        let text = Text::filled(len, |mut room| {
            for (piece, field) in all.iter().zip(&pieces) {
                if let Some(piece) = piece {
                    let (start, rest) = room.split_at_mut(piece.len() + 1);
                    start[..piece.len()].copy_from_slice(piece);
                    field.start.set(start.as_ptr().cast());
                    room = rest;
                }
            }
        })?;
        Ok(Handle::make(evhttp_uri {
            flags: Cell::new(flags),
            port: Cell::new(parts.port),
            bare: Cell::new(bare),
            pieces,
            _text: Some(text),
        })?)
    }

    pub(crate) fn free(self) {
        // SAFETY: the program, or the request, gives it up.
        unsafe { self.dispose() };
    }

    pub(crate) fn set_flags(self, flags: UriFlags) {
        self.flags.set(flags);
    }

    fn is_lenient(self) -> bool {
        self.flags.get().contains(UriFlags::NONCONFORMANT)
    }

    /// A piece as a C string, or null.
    pub(crate) fn piece(self, which: Piece) -> *const c_char {
        self.pieces[which as usize].start.get()
    }

    /// The bytes of a piece. They stay until it is set.
    pub(super) fn bytes<'a>(self, which: Piece) -> Option<&'a [u8]> {
        // SAFETY: a C string that the URI holds, or null.
        unsafe { text::bytes(self.piece(which)) }
    }

    /// The port, or -1.
    pub(crate) fn port(self) -> c_int {
        self.port.get().map_or(-1, c_int::from)
    }

    /// Sets the port; -1 for none.
    pub(crate) fn set_port(self, port: c_int) -> Result<(), Failed> {
        let port = match port {
            -1 => None,
            port => Some(u16::try_from(port).map_err(|_| Failed)?),
        };
        self.port.set(port);
        Ok(())
    }

    /// Sets a piece, or takes it away. What cannot be such a piece leaves it as it is.
    pub(crate) fn set(self, which: Piece, value: Option<&[u8]>) -> Result<(), Failed> {
        let mut value = value;
        let mut bare = false;
        if let Some(bytes) = value {
            let fits = match which {
                Piece::Scheme => uri::is_scheme(bytes),
                Piece::Userinfo => uri::fits(bytes, Part::Userinfo),
                Piece::Host => uri::is_host(bytes),
                Piece::UnixSocket => true,
                // What would end the part ends it.
                Piece::Path if self.is_lenient() => !bytes.iter().any(|it| b"?#".contains(it)),
                Piece::Query if self.is_lenient() => !bytes.contains(&b'#'),
                Piece::Fragment if self.is_lenient() => true,
                Piece::Path => uri::fits(bytes, Part::Path),
                Piece::Query | Piece::Fragment => uri::fits(bytes, Part::Query),
            };
            if !fits {
                return Err(Failed);
            }
            if let (Piece::Host, [b'[', address @ .., b']']) = (which, bytes)
                && self.flags.get().contains(UriFlags::STRIP_BRACKETS)
            {
                (value, bare) = (Some(address), true);
            }
        }
        let own = value.map(Text::new).transpose()?;
        let field = &self.pieces[which as usize];
        field.start.set(text::pointer(own.as_ref()));
        field.own.set(own);
        if let Piece::Host = which {
            self.bare.set(bare);
        }
        Ok(())
    }

    /// Writes the whole, with a NUL, to where there may be too little room for it.
    pub(crate) fn join(self, room: &mut [u8]) -> Result<(), Failed> {
        let path = self.bytes(Piece::Path).unwrap_or_default();
        if self.bytes(Piece::Host).is_some() && path.first().is_some_and(|byte| *byte != b'/') {
            // It would become part of the host.
            return Err(Failed);
        }
        let mut out = Cursor::new(room);
        self.write(&mut out).map_err(|_| Failed)
    }

    fn write(self, out: &mut impl Write) -> std::io::Result<()> {
        if let Some(scheme) = self.bytes(Piece::Scheme) {
            out.write_all(scheme)?;
            out.write_all(b":")?;
        }
        let socket = self.bytes(Piece::UnixSocket);
        let host = self.bytes(Piece::Host);
        if socket.is_some() || host.is_some() {
            out.write_all(b"//")?;
            if let Some(userinfo) = self.bytes(Piece::Userinfo) {
                out.write_all(userinfo)?;
                out.write_all(b"@")?;
            }
        }
        let path = self.bytes(Piece::Path).unwrap_or_default();
        if let Some(socket) = socket {
            write!(out, "unix:")?;
            out.write_all(socket)?;
            out.write_all(b":")?;
        } else if let Some(host) = host {
            let brackets: [&[u8]; 2] = if self.bare.get() {
                [b"[", b"]"]
            } else {
                [b"", b""]
            };
            out.write_all(brackets[0])?;
            out.write_all(host)?;
            out.write_all(brackets[1])?;
            if let Some(port) = self.port.get() {
                write!(out, ":{port}")?;
            }
        }
        out.write_all(path)?;
        for (mark, piece) in [(b"?", Piece::Query), (b"#", Piece::Fragment)] {
            if let Some(piece) = self.bytes(piece) {
                out.write_all(mark)?;
                out.write_all(piece)?;
            }
        }
        out.write_all(&[0])
    }
}
