//! The sessions of a client, for the next connections to the same hosts.

use std::ptr::NonNull;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::mbedtls::{
    libevent_mbedtls_session_free, libevent_mbedtls_session_of, mbedtls_ssl_context,
    mbedtls_ssl_session, mbedtls_ssl_set_session,
};

/// Of so many hosts at most.
const MAX_HOSTS: usize = 256;
/// The server has to show its certificate again after that.
const LIFETIME: Duration = Duration::from_secs(86400);

/// A session in memory of its own.
///
/// INVARIANT: it is one.
struct Session(NonNull<mbedtls_ssl_session>);

impl Drop for Session {
    fn drop(&mut self) {
        // SAFETY: the invariant; it is not used again.
        unsafe { libevent_mbedtls_session_free(self.0.as_ptr()) };
    }
}

struct Saved {
    host: Vec<u8>,
    session: Session,
    /// When the server has shown its certificate.
    verified: Instant,
}

/// One for each host, the oldest first.
pub(crate) struct Sessions(Mutex<Vec<Saved>>);

impl Sessions {
    pub(crate) const fn new() -> Self {
        Sessions(Mutex::new(Vec::new()))
    }

    /// Nobody is called while it is locked, so nothing is left half done.
    fn lock(&self) -> MutexGuard<'_, Vec<Saved>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets all.
    pub(crate) fn clear(&self) {
        let old = std::mem::take(&mut *self.lock());
        drop(old);
    }

    /// Forgets the session with a host.
    pub(crate) fn forget(&self, host: &[u8]) {
        self.lock().retain(|saved| saved.host != host);
    }

    /// Has a connection go on with the last session with its host, if the server wants to.
    ///
    /// # Safety
    /// `ssl` is a client's context that has not begun.
    pub(crate) unsafe fn offer(&self, host: &[u8], ssl: *mut mbedtls_ssl_context) {
        let sessions = self.lock();
        let is_right = |saved: &&Saved| saved.host == host && saved.verified.elapsed() < LIFETIME;
        if let Some(saved) = sessions.iter().find(is_right) {
            // SAFETY: the caller's promise; it makes a copy. It fails only without memory: then the session is a new one.
            unsafe { mbedtls_ssl_set_session(ssl, saved.session.0.as_ptr()) };
        }
    }

    /// Saves the session of a connection. One that was resumed is as old as it was. Without memory, none is saved.
    ///
    /// # Safety
    /// `ssl` is a client's context whose handshake is over.
    pub(crate) unsafe fn save(
        &self,
        host: &[u8],
        ssl: *const mbedtls_ssl_context,
        is_resumed: bool,
    ) {
        // SAFETY: the caller's promise.
        let Some(session) = NonNull::new(unsafe { libevent_mbedtls_session_of(ssl) }) else {
            return;
        };
        let session = Session(session);
        let mut name = Vec::new();
        if name.try_reserve_exact(host.len()).is_err() {
            return;
        }
        name.extend_from_slice(host);
        let mut sessions = self.lock();
        let place = sessions.iter().position(|saved| saved.host == host);
        let old = match place {
            Some(place) => Some(sessions.remove(place)),
            None if sessions.len() >= MAX_HOSTS => {
                sessions.remove(0);
                None
            }
            None => None,
        };
        let verified = match old {
            Some(old) if is_resumed => old.verified,
            // What it has gone on with was forgotten: so is this.
            None if is_resumed => return,
            _ => Instant::now(),
        };
        if sessions.try_reserve(1).is_ok() {
            sessions.push(Saved {
                host: name,
                session,
                verified,
            });
        }
    }
}
