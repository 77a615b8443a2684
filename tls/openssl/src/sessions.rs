//! The sessions of a context's clients, by host, for the next connection to resume.

use std::collections::HashMap;
use std::ffi::{CStr, CString, c_int};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::openssl::{
    SSL_SESSION_dup, SSL_SESSION_free, SSL_SESSION_get_protocol_version, SSL_set_session,
    SslSession, ssl_st,
};
use event_tls_core::library::Failed;

/// How many hosts are remembered.
const MAX_HOSTS: usize = 256;
/// From this version on a session is for one connection (RFC 8446, C.4).
const TLS1_3: c_int = 0x0304;

pub(crate) struct Sessions(Mutex<HashMap<CString, Session>>);

/// A session, which is nobody else's.
struct Session(*mut SslSession);
// SAFETY: OpenSSL lets any thread use it.
unsafe impl Send for Session {}

impl Drop for Session {
    fn drop(&mut self) {
        // SAFETY: it is not used again.
        unsafe { SSL_SESSION_free(self.0) };
    }
}

impl Sessions {
    pub(crate) fn new() -> Self {
        Sessions(Mutex::new(HashMap::new()))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<CString, Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers a session. Without memory it is not remembered.
    ///
    /// # Safety
    /// `session` is one.
    pub(crate) unsafe fn keep(&self, host: &CStr, session: *const SslSession) {
        // OpenSSL makes one unusable that ends without a farewell, as most do. That is not so for a copy.
        // SAFETY: the caller's promise.
        let copy = unsafe { SSL_SESSION_dup(session) };
        if copy.is_null() {
            return;
        }
        let copy = Session(copy);
        let mut sessions = self.lock();
        if let Some(old) = sessions.get_mut(host) {
            *old = copy;
            return;
        }
        if sessions.len() >= MAX_HOSTS {
            // Any one has to go.
            let one = sessions.keys().next().cloned();
            one.and_then(|one| sessions.remove(&one));
        }
        if sessions.try_reserve(1).is_ok()
            && let Ok(host) = copy_of(host)
        {
            sessions.insert(host, copy);
        }
    }

    /// Has a new connection resume the last session with its host, if there is one.
    ///
    /// # Safety
    /// `ssl` is an SSL of a client.
    pub(crate) unsafe fn resume(&self, host: &CStr, ssl: *mut ssl_st) {
        let mut sessions = self.lock();
        let Some(session) = sessions.get(host) else {
            return;
        };
        // SAFETY: both are there.
        let is_for_one = unsafe {
            SSL_set_session(ssl, session.0);
            SSL_SESSION_get_protocol_version(session.0) >= TLS1_3
        };
        if is_for_one {
            sessions.remove(host);
        }
    }
}

/// Copies a string. Fails without memory.
pub(crate) fn copy_of(text: &CStr) -> Result<CString, Failed> {
    let bytes = text.to_bytes_with_nul();
    let mut copy = Vec::new();
    copy.try_reserve_exact(bytes.len()).map_err(|_| Failed)?;
    copy.extend_from_slice(bytes);
    CString::from_vec_with_nul(copy).map_err(|_| Failed)
}
