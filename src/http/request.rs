//! Requests: one exchange each, with what came in and what goes out.

use std::cell::Cell;
use std::ffi::{c_char, c_int, c_void};
use std::mem::MaybeUninit;
use std::ops::Deref;
use std::ptr::{self, NonNull};

use super::Failed;
use super::connection::Conn;
use super::headers::Headers;
use super::streaming::Streaming;
use super::uri_object::{Piece, Uri};
use super::watch::Watchers;
use crate::buffer::Buf;
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked};
use crate::ffi::http_struct::{EVHTTP_USER_OWNED, evhttp_request};
use crate::ffi::keyvalq_struct::{TailqEntry, evkeyvalq};
use crate::rt::mm;
use crate::rt::text::{self, Text};

/// A function that is called with a request.
pub(crate) type RequestCallback = Option<unsafe extern "C" fn(*mut evhttp_request, *mut c_void)>;

/// `enum evhttp_request_kind`.
const KIND_RESPONSE: u32 = 1;
/// The bits of `bits_chunked_userdone`.
const CHUNKED: u32 = 1;
const USER_DONE: u32 = 2;

/// A request with what C programs do not see.
#[repr(C)]
struct Object {
    public: evhttp_request,
    /// Among those that wait for their turn on a client's connection.
    link: Link<Req>,
    streaming: Cell<Option<Handle<Streaming>>>,
    /// How many calls need it to stay.
    keepers: Cell<u32>,
    /// Whether it is to be freed when they have returned.
    goes: Cell<bool>,
    watchers: Watchers,
    input_headers: MaybeUninit<evkeyvalq>,
    output_headers: MaybeUninit<evkeyvalq>,
}

/// A handle on a request. It borrows nothing.
///
/// INVARIANT: whoever holds a handle uses it only until the request is freed. Programs may change the
/// fields, but not the pointers to lists and buffers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Req(NonNull<evhttp_request>);

impl Deref for Req {
    type Target = evhttp_request;
    fn deref(&self) -> &evhttp_request {
        // SAFETY: the invariant. What changes is in cells.
        unsafe { self.0.as_ref() }
    }
}

/// The requests of a client's connection.
pub(super) struct ByClient;
impl Linked<Req> for ByClient {
    fn link(element: &Req) -> &Link<Req> {
        &element.object().link
    }
}

impl Req {
    /// # Safety
    /// `req` is null or a request that is not freed while the handle is used.
    pub(crate) unsafe fn from_ptr(req: *const evhttp_request) -> Option<Self> {
        NonNull::new(req.cast_mut()).map(Req)
    }

    pub(crate) fn as_ptr(self) -> *mut evhttp_request {
        self.0.as_ptr()
    }

    pub(crate) fn new(callback: RequestCallback, arg: *mut c_void) -> Result<Self, Failed> {
        let input = Buf::new().map_err(|_| Failed)?;
        let output = Buf::new()
            .map_err(|_| input.release())
            .map_err(|()| Failed)?;
        let made = mm::boxed_at(|at: NonNull<Object>| {
            let at = at.as_ptr();
            // SAFETY: the fields are within the block.
            let (input_headers, output_headers) = unsafe {
                (
                    (&raw mut (*at).input_headers).cast::<evkeyvalq>(),
                    (&raw mut (*at).output_headers).cast::<evkeyvalq>(),
                )
            };
            Object {
                public: evhttp_request {
                    next: TailqEntry {
                        tqe_next: ptr::null_mut(),
                        tqe_prev: ptr::null_mut(),
                    },
                    evcon: Cell::new(ptr::null_mut()),
                    flags: Cell::new(0),
                    input_headers,
                    output_headers,
                    remote_host: Cell::new(ptr::null_mut()),
                    remote_port: Cell::new(0),
                    host_cache: Cell::new(ptr::null_mut()),
                    kind: Cell::new(KIND_RESPONSE),
                    r#type: Cell::new(0),
                    headers_size: Cell::new(0),
                    body_size: Cell::new(0),
                    uri: Cell::new(ptr::null_mut()),
                    uri_elems: Cell::new(ptr::null_mut()),
                    major: Cell::new(0),
                    minor: Cell::new(0),
                    response_code: Cell::new(0),
                    response_code_line: Cell::new(ptr::null_mut()),
                    input_buffer: input.as_ptr(),
                    ntoread: Cell::new(0),
                    bits_chunked_userdone: Cell::new(0),
                    output_buffer: output.as_ptr(),
                    cb: Cell::new(callback),
                    cb_arg: Cell::new(arg),
                    chunk_cb: Cell::new(None),
                    header_cb: Cell::new(None),
                    error_cb: Cell::new(None),
                    on_complete_cb: Cell::new(None),
                    on_complete_cb_arg: Cell::new(ptr::null_mut()),
                },
                link: Link::new(),
                streaming: Cell::new(None),
                keepers: Cell::new(0),
                goes: Cell::new(false),
                watchers: Watchers::new(),
                input_headers: MaybeUninit::uninit(),
                output_headers: MaybeUninit::uninit(),
            }
        });
        let Ok(object) = made else {
            input.release();
            output.release();
            return Err(Failed);
        };
        let req = Req(object.cast());
        for list in [req.input_headers, req.output_headers] {
            // SAFETY: the lists are part of the request.
            unsafe { Headers::set_up(NonNull::new_unchecked(list)) };
        }
        Ok(req)
    }

    fn object(&self) -> &Object {
        // SAFETY: every request is part of an object, and the invariant.
        unsafe { self.0.cast::<Object>().as_ref() }
    }

    /// Those who have to know when it is freed.
    pub(crate) fn watchers(&self) -> &Watchers {
        &self.object().watchers
    }

    pub(super) fn streaming(&self) -> &Cell<Option<Handle<Streaming>>> {
        &self.object().streaming
    }

    /// The headers that came in.
    pub(crate) fn received(self) -> Headers {
        // SAFETY: the invariant; `new` has set the list up.
        unsafe { Headers::new_unchecked(self.input_headers) }
    }

    /// The headers to send.
    pub(crate) fn to_send(self) -> Headers {
        // SAFETY: as above.
        unsafe { Headers::new_unchecked(self.output_headers) }
    }

    /// The body that came in.
    pub(crate) fn input(self) -> Buf {
        // SAFETY: the invariant; the buffer lives as long as the request.
        unsafe { Buf::new_unchecked(NonNull::new_unchecked(self.input_buffer)) }
    }

    /// The body to send.
    pub(crate) fn output(self) -> Buf {
        // SAFETY: as above.
        unsafe { Buf::new_unchecked(NonNull::new_unchecked(self.output_buffer)) }
    }

    pub(crate) fn connection(self) -> Option<Conn> {
        // SAFETY: a connection takes itself away from its requests before it goes.
        unsafe { Conn::from_ptr(self.evcon.get()) }
    }

    fn bit(self, bit: u32) -> bool {
        self.bits_chunked_userdone.get() & bit != 0
    }

    fn set_bit(self, bit: u32, on: bool) {
        let others = self.bits_chunked_userdone.get() & !bit;
        self.bits_chunked_userdone
            .set(if on { others | bit } else { others });
    }

    /// Whether the body comes, or goes, in chunks.
    pub(super) fn is_chunked(self) -> bool {
        self.bit(CHUNKED)
    }

    pub(super) fn set_chunked(self, on: bool) {
        self.set_bit(CHUNKED, on);
    }

    /// Whether the program has answered.
    pub(crate) fn is_answered(self) -> bool {
        self.bit(USER_DONE)
    }

    pub(super) fn set_answered(self, on: bool) {
        self.set_bit(USER_DONE, on);
    }

    pub(super) fn has_flag(self, flag: c_int) -> bool {
        self.flags.get() & flag != 0
    }

    pub(super) fn set_flag(self, flag: c_int) {
        self.flags.set(self.flags.get() | flag);
    }

    pub(super) fn clear_flag(self, flag: c_int) {
        self.flags.set(self.flags.get() & !flag);
    }

    /// The program frees it, and not the library.
    pub(crate) fn own(self) {
        self.set_flag(EVHTTP_USER_OWNED);
    }

    /// The library frees it.
    pub(crate) fn disown(self) {
        self.clear_flag(EVHTTP_USER_OWNED);
    }

    pub(crate) fn is_owned(self) -> bool {
        self.has_flag(EVHTTP_USER_OWNED)
    }

    /// The version that the other side speaks.
    pub(super) fn version(self) -> (c_char, c_char) {
        (self.major.get(), self.minor.get())
    }

    /// Whether the other side speaks HTTP/1.1 or later.
    pub(super) fn is_modern(self) -> bool {
        self.version() >= (1, 1)
    }

    pub(super) fn set_text(field: &Cell<*mut c_char>, value: Option<Text>) {
        let value = value.map_or(ptr::null_mut(), Text::into_raw);
        // SAFETY: the fields hold blocks of `mm`, or null.
        unsafe { mm::free(field.replace(value).cast()) };
    }

    /// The URI's parts, if there is a URI that makes sense.
    pub(crate) fn uri_parts(self) -> Option<Uri> {
        // SAFETY: the request holds it.
        unsafe { Handle::from_ptr(self.uri_elems.get()) }
    }

    pub(super) fn set_uri_parts(self, uri: Option<Uri>) {
        let new = uri.map_or(ptr::null_mut(), Uri::as_ptr);
        // SAFETY: the request held it.
        if let Some(old) = unsafe { Handle::from_ptr(self.uri_elems.replace(new)) } {
            old.free();
        }
    }

    /// The host that is asked for: the URI's, or that of the header without its port; a C string, or null.
    pub(crate) fn host(self) -> *const c_char {
        if !self.host_cache.get().is_null() {
            return self.host_cache.get();
        }
        let of_uri = self.uri_parts().map(|uri| uri.piece(Piece::Host));
        if let Some(host) = of_uri.filter(|host| !host.is_null()) {
            return host;
        }
        let Some(header) = self.received().value(b"Host") else {
            return ptr::null();
        };
        let digits = header.iter().rev().take_while(|byte| byte.is_ascii_digit());
        let before = &header[..header.len() - digits.count()];
        let host = match before.strip_suffix(b":") {
            Some(host) if !host.is_empty() => host,
            _ => header,
        };
        // Without memory it is not known.
        Self::set_text(&self.host_cache, Text::new(host).ok());
        self.host_cache.get()
    }

    /// Frees the request; while the library uses it, as soon as that is over.
    pub(crate) fn free(self) {
        if self.object().keepers.get() > 0 {
            self.object().goes.set(true);
            return;
        }
        for field in [
            &self.remote_host,
            &self.uri,
            &self.response_code_line,
            &self.host_cache,
        ] {
            Self::set_text(field, None);
        }
        self.set_uri_parts(None);
        self.forget_streaming();
        self.received().clear();
        self.to_send().clear();
        self.input().release();
        self.output().release();
        let watchers = self.object().watchers.take();
        // SAFETY: `new` boxed it, and nobody uses it any more.
        unsafe { mm::unboxed(self.0.cast::<Object>()) };
        watchers.tell();
    }

    /// Frees the request if the program does not own it.
    pub(super) fn free_unless_owned(self) {
        if !self.is_owned() {
            self.free();
        }
    }

    /// Shows the program the head. Tells whether it wants the rest.
    pub(super) fn takes_headers(self) -> bool {
        match self.header_cb.get() {
            // SAFETY: the program vouched for its function and argument.
            Some(function) => unsafe { function(self.as_ptr(), self.cb_arg.get()) >= 0 },
            None => true,
        }
    }

    /// Calls the program, and keeps the request meanwhile. Gives what the call says, and whether the request is
    /// still there.
    pub(crate) fn kept_during<R>(self, call: impl FnOnce(Req) -> R) -> (R, bool) {
        let keepers = &self.object().keepers;
        keepers.update(|others| others + 1);
        let said = call(self);
        keepers.update(|others| others - 1);
        let goes = self.object().goes.get();
        if goes {
            self.free();
        }
        (said, !goes)
    }

    /// Calls the program for the last time, and frees the request, if it is not the program's.
    pub(crate) fn end_with(self, call: impl FnOnce(Req)) {
        if let ((), true) = self.kept_during(call) {
            self.free_unless_owned();
        }
    }

    /// Calls one of the program's functions.
    pub(super) fn call(self, function: RequestCallback, arg: *mut c_void) {
        if let Some(function) = function {
            // SAFETY: the program vouched for its function and argument.
            unsafe { function(self.as_ptr(), arg) };
        }
    }
}

/// A field that is a C string, as bytes.
pub(super) fn field<'a>(field: &Cell<*mut c_char>) -> &'a [u8] {
    // SAFETY: such fields hold C strings, or null.
    unsafe { text::bytes(field.get()) }.unwrap_or_default()
}
