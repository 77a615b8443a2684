//! What a TLS library has to do for the functions of `event2/bufferevent_tls.h` that are the same with each of them.

use std::ffi::{CStr, c_ulong, c_void};
use std::fmt;
use std::ptr::NonNull;

use crate::Provider;

/// It could not be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Failed;

/// A TLS library.
///
/// TLS objects are those of its provider. They own themselves, and use what they need of the context also when that is
/// gone.
pub trait Library {
    /// The settings of clients, or of a server.
    type Context;

    /// For connections that begin with a handshake.
    const PROVIDER: &'static Provider;

    /// Settings of clients. They verify the server, and trust whom the system trusts.
    fn client() -> Result<Self::Context, Failed>;

    /// Settings of a server, with files in the PEM format: its certificate and those between it and the root, and its key.
    fn server(chain: &CStr, key: &CStr) -> Result<Self::Context, Failed>;

    /// Has clients trust the certificates in a file in the PEM format, and nobody else.
    fn trust(context: &mut Self::Context, file: &CStr) -> Result<(), Failed>;

    /// Sets the application protocols, the best first.
    fn set_alpn(context: &mut Self::Context, protocols: Protocols<'_>) -> Result<(), Failed>;

    /// A TLS object for a connection to `host`, which is a name or an address. It resumes the last session with it.
    fn connect(context: &Self::Context, host: &CStr) -> Result<NonNull<c_void>, Failed>;

    /// A TLS object for a connection to a server.
    fn accept(context: &Self::Context) -> Result<NonNull<c_void>, Failed>;

    /// The application protocol that was agreed on.
    ///
    /// # Safety
    /// `object` is a TLS object, here and below, and stays as long as what is given.
    unsafe fn alpn<'a>(object: *mut c_void) -> Option<&'a [u8]>;

    /// Whether the connection goes on with an earlier session.
    ///
    /// # Safety
    /// As above.
    unsafe fn is_resumed(object: *mut c_void) -> bool;

    /// Frees an object that no bufferevent has taken.
    ///
    /// # Safety
    /// As above.
    unsafe fn free(object: *mut c_void) {
        // SAFETY: the caller's promise.
        unsafe { (Self::PROVIDER.free)(object) };
    }

    /// Says why a connection has failed; `error` is the first of the provider's errors.
    ///
    /// # Safety
    /// As above.
    unsafe fn describe(object: *mut c_void, error: c_ulong, to: &mut dyn fmt::Write)
    -> fmt::Result;
}

/// Names of application protocols (RFC 7301), the best first: at least one, each of 1 to 255 bytes.
#[derive(Clone, Copy)]
pub struct Protocols<'a>(&'a [u8]);

impl<'a> Protocols<'a> {
    /// `names` has commas between them.
    pub fn new(names: &'a CStr) -> Result<Self, Failed> {
        let protocols = Protocols(names.to_bytes());
        // The list has 16 bits for its length.
        let is_right = |name: &[u8]| (1..=255).contains(&name.len());
        if names.count_bytes() < 0xffff && protocols.iter().all(is_right) {
            Ok(protocols)
        } else {
            Err(Failed)
        }
    }

    pub fn iter(self) -> impl Iterator<Item = &'a [u8]> {
        self.0.split(|byte| *byte == b',')
    }
}

/// Puts a value on the heap. Fails without memory.
pub fn place<T>(value: T) -> Result<Box<T>, Failed> {
    let mut place = Vec::new();
    place.try_reserve_exact(1).map_err(|_| Failed)?;
    place.push(value);
    let place: *mut [T] = Box::into_raw(place.into_boxed_slice());
    // SAFETY: a slice of one is laid out as the one.
    Ok(unsafe { Box::from_raw(place.cast()) })
}

/// Text for C: as much as there is room for, and a NUL at its end.
pub struct Text<'a> {
    room: &'a mut [u8],
    /// How long the whole is.
    len: usize,
}

impl<'a> Text<'a> {
    pub fn new(room: &'a mut [u8]) -> Self {
        Text { room, len: 0 }
    }

    /// Ends it. Gives how long the whole is, without the NUL.
    pub fn end(self) -> usize {
        let last = self.room.len().saturating_sub(1);
        if let Some(end) = self.room.get_mut(self.len.min(last)) {
            *end = 0;
        }
        self.len
    }
}

impl fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.add(text.as_bytes());
        Ok(())
    }
}

impl Text<'_> {
    pub fn add(&mut self, bytes: &[u8]) {
        let rest = self.room.get_mut(self.len..).unwrap_or_default();
        for (to, from) in rest.iter_mut().zip(bytes) {
            *to = *from;
        }
        self.len += bytes.len();
    }
}

/// The room that a program gives for a text. Null is none.
///
/// # Safety
/// `buf` is null, or `size` bytes are there for as long as the result is used.
pub unsafe fn room<'a>(buf: *mut u8, size: usize) -> &'a mut [u8] {
    match NonNull::new(buf) {
        // SAFETY: the caller's promise.
        Some(buf) => unsafe { NonNull::slice_from_raw_parts(buf, size).as_mut() },
        None => &mut [],
    }
}
