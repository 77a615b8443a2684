//! The settings of clients, or of a server: an SSL_CTX, and what it has of ours.

use std::ffi::{CStr, CString, c_char, c_int, c_long, c_uchar, c_uint, c_void};
use std::ptr::{self, NonNull};
use std::sync::{OnceLock, PoisonError, RwLock};

use crate::openssl::{
    CRYPTO_EX_INDEX_SSL, CRYPTO_EX_INDEX_SSL_CTX, CRYPTO_get_ex_new_index, ExFree,
    SSL_CTRL_MIN_VERSION, SSL_CTX_ctrl, SSL_CTX_free, SSL_CTX_get_ex_data, SSL_CTX_new,
    SSL_CTX_set_ex_data, SSL_free, SSL_get_SSL_CTX, SSL_get_ex_data, SSL_new, SSL_set_ex_data,
    SslCtx, SslMethod, SslSession, ssl_st,
};
use crate::sessions::Sessions;
use event_tls_core::library::{Failed, place};

/// The oldest version that is spoken: TLS 1.2 (RFC 8996).
const MIN_VERSION: c_long = 0x0303;

/// An SSL_CTX. Its connections keep it.
pub(crate) struct Settings(NonNull<SslCtx>);

/// What the SSL_CTX has of ours, and frees with itself.
pub(crate) struct Shared {
    pub(crate) sessions: Sessions,
    /// The protocols of a server, the best first, each behind its length.
    pub(crate) protocols: RwLock<Vec<u8>>,
}

impl Drop for Settings {
    fn drop(&mut self) {
        // SAFETY: it is not used again.
        unsafe { SSL_CTX_free(self.as_ptr()) };
    }
}

/// What is freed with an SSL, or an SSL_CTX.
struct Place {
    index: OnceLock<c_int>,
    class: c_int,
    free: ExFree,
}

static SHARED: Place = Place::new(CRYPTO_EX_INDEX_SSL_CTX, free::<Shared>);
static HOST: Place = Place::new(CRYPTO_EX_INDEX_SSL, free::<CString>);

impl Place {
    const fn new(class: c_int, free: ExFree) -> Self {
        Place {
            index: OnceLock::new(),
            class,
            free,
        }
    }

    /// Its number; negative if there is none.
    fn index(&self) -> c_int {
        *self.index.get_or_init(|| {
            let (none, unused) = (ptr::null_mut(), ptr::null());
            // SAFETY: the function is one of that kind.
            unsafe { CRYPTO_get_ex_new_index(self.class, 0, none, unused, unused, Some(self.free)) }
        })
    }
}

unsafe extern "C" fn free<T>(
    _parent: *mut c_void,
    own: *mut c_void,
    _data: *mut c_void,
    _index: c_int,
    _number: c_long,
    _arg: *mut c_void,
) {
    if !own.is_null() {
        // SAFETY: it was put there as a Box of this type, and is not used again.
        drop(unsafe { Box::from_raw(own.cast::<T>()) });
    }
}

/// Has `put` take a value for its own.
fn hand_over<T>(value: T, put: impl FnOnce(*mut c_void) -> c_int) -> Result<(), Failed> {
    let value = Box::into_raw(place(value)?);
    if put(value.cast()) == 1 {
        return Ok(());
    }
    // SAFETY: it was not taken.
    drop(unsafe { Box::from_raw(value) });
    Err(Failed)
}

impl Settings {
    /// # Safety
    /// `method` is one of OpenSSL's.
    pub(crate) unsafe fn new(method: *const SslMethod) -> Result<Self, Failed> {
        // SAFETY: the caller's promise.
        let settings = Settings(NonNull::new(unsafe { SSL_CTX_new(method) }).ok_or(Failed)?);
        let shared = Shared {
            sessions: Sessions::new(),
            protocols: RwLock::new(Vec::new()),
        };
        // SAFETY: the context is new.
        unsafe {
            SSL_CTX_ctrl(
                settings.as_ptr(),
                SSL_CTRL_MIN_VERSION,
                MIN_VERSION,
                ptr::null_mut(),
            );
            hand_over(shared, |shared| {
                SSL_CTX_set_ex_data(settings.as_ptr(), SHARED.index(), shared)
            })?;
        }
        Ok(settings)
    }

    pub(crate) fn as_ptr(&self) -> *mut SslCtx {
        self.0.as_ptr()
    }

    pub(crate) fn shared(&self) -> Option<&Shared> {
        // SAFETY: it stays as long as the context.
        unsafe { shared_of(self.as_ptr()) }
    }

    /// An SSL for a new connection.
    pub(crate) fn ssl(&self) -> Result<Ssl, Failed> {
        // SAFETY: the context is there.
        let ssl = unsafe { SSL_new(self.as_ptr()) };
        NonNull::new(ssl).map(Ssl).ok_or(Failed)
    }
}

/// # Safety
/// `context` is an SSL_CTX that stays.
unsafe fn shared_of<'a>(context: *mut SslCtx) -> Option<&'a Shared> {
    // SAFETY: the caller's promise; at this place is nothing else.
    unsafe {
        SSL_CTX_get_ex_data(context, SHARED.index())
            .cast::<Shared>()
            .as_ref()
    }
}

/// An SSL that nobody has taken yet.
pub(crate) struct Ssl(NonNull<ssl_st>);

impl Drop for Ssl {
    fn drop(&mut self) {
        // SAFETY: it is not used again.
        unsafe { SSL_free(self.as_ptr()) };
    }
}

impl Ssl {
    pub(crate) fn as_ptr(&self) -> *mut ssl_st {
        self.0.as_ptr()
    }

    pub(crate) fn into_object(self) -> NonNull<c_void> {
        let ssl = self.0;
        std::mem::forget(self);
        ssl.cast()
    }

    /// Notes with whom the connection is.
    pub(crate) fn set_host(&self, host: CString) -> Result<(), Failed> {
        // SAFETY: it is an SSL.
        hand_over(host, |host| unsafe {
            SSL_set_ex_data(self.as_ptr(), HOST.index(), host)
        })
    }
}

/// OpenSSL has a new session of a client.
pub(crate) unsafe extern "C" fn new_session(ssl: *mut ssl_st, session: *mut SslSession) -> c_int {
    // SAFETY: OpenSSL gives both.
    unsafe {
        let host = SSL_get_ex_data(ssl, HOST.index())
            .cast::<CString>()
            .as_ref();
        if let (Some(shared), Some(host)) = (shared_of(SSL_get_SSL_CTX(ssl)), host) {
            shared.sessions.keep(host, session);
        }
    }
    // It is not kept, but a copy.
    0
}

/// A client has protocols: the first of the server's that is among them.
pub(crate) unsafe extern "C" fn choose_protocol(
    ssl: *mut ssl_st,
    out: *mut *const c_uchar,
    out_len: *mut c_uchar,
    theirs: *const c_uchar,
    len: c_uint,
    _arg: *mut c_void,
) -> c_int {
    const OK: c_int = 0;
    const ALERT_FATAL: c_int = 2;
    // SAFETY: OpenSSL gives an SSL, its list, and places for the result.
    unsafe {
        let theirs = std::slice::from_raw_parts(theirs, len as usize);
        let Some(shared) = shared_of(SSL_get_SSL_CTX(ssl)) else {
            return ALERT_FATAL;
        };
        let ours = shared
            .protocols
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let chosen = names(&ours).find_map(|own| names(theirs).find(|name| *name == own));
        match chosen.map(|name| (name, u8::try_from(name.len()))) {
            Some((name, Ok(len))) => {
                out.write(name.as_ptr());
                out_len.write(len);
                OK
            }
            _ => ALERT_FATAL,
        }
    }
}

/// The names in a list in which each is behind its length (RFC 7301).
fn names(mut list: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (len, rest) = list.split_first()?;
        let (name, rest) = rest.split_at_checked(usize::from(*len))?;
        list = rest;
        Some(name)
    })
}

/// A string of OpenSSL's that stays.
///
/// # Safety
/// `text` is null or such a string.
pub(crate) unsafe fn constant(text: *const c_char) -> Option<&'static str> {
    if text.is_null() {
        return None;
    }
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(text) }.to_str().ok()
}
