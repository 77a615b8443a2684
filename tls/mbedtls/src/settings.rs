//! The settings of clients, or of a server.

use std::ffi::{CStr, c_int};
use std::ptr::NonNull;

use event_tls_core::library::{Failed, Protocols};

use crate::mbedtls::{
    ParseTicket, libevent_mbedtls_settings, libevent_mbedtls_settings_config,
    libevent_mbedtls_settings_free, libevent_mbedtls_settings_give_tickets,
    libevent_mbedtls_settings_new, libevent_mbedtls_settings_own,
    libevent_mbedtls_settings_set_protocols, libevent_mbedtls_settings_trust,
    libevent_mbedtls_settings_trust_system, mbedtls_ssl_config,
};
use crate::sessions::Sessions;

/// Connections read them also while other threads do: whoever changes them is the only one who uses them, which C
/// programs vouch for.
///
/// INVARIANT: the object is there.
pub(crate) struct Settings {
    object: NonNull<libevent_mbedtls_settings>,
    pub(crate) sessions: Sessions,
}

impl Drop for Settings {
    fn drop(&mut self) {
        // SAFETY: the invariant; it is not used again.
        unsafe { libevent_mbedtls_settings_free(self.object.as_ptr()) };
    }
}

/// What Mbed TLS gives.
fn status(result: c_int) -> Result<(), Failed> {
    match result {
        0 => Ok(()),
        _ => Err(Failed),
    }
}

impl Settings {
    fn new(is_server: bool) -> Result<Self, Failed> {
        // SAFETY: it takes any value.
        let object = unsafe { libevent_mbedtls_settings_new(is_server.into()) };
        Ok(Settings {
            object: NonNull::new(object).ok_or(Failed)?,
            sessions: Sessions::new(),
        })
    }

    pub(crate) fn client() -> Result<Self, Failed> {
        let settings = Settings::new(false)?;
        // SAFETY: the invariant, here and below.
        status(unsafe { libevent_mbedtls_settings_trust_system(settings.object.as_ptr()) })?;
        Ok(settings)
    }

    /// `parse` gets the tickets that come back from clients, and hands them to `mbedtls_ssl_ticket_parse`.
    pub(crate) fn server(chain: &CStr, key: &CStr, parse: ParseTicket) -> Result<Self, Failed> {
        let settings = Settings::new(true)?;
        let object = settings.object.as_ptr();
        // SAFETY: as above.
        unsafe {
            status(libevent_mbedtls_settings_own(
                object,
                chain.as_ptr(),
                key.as_ptr(),
            ))?;
            status(libevent_mbedtls_settings_give_tickets(object, parse))?;
        }
        Ok(settings)
    }

    pub(crate) fn config(&self) -> *const mbedtls_ssl_config {
        // SAFETY: as above.
        unsafe { libevent_mbedtls_settings_config(self.object.as_ptr()) }
    }

    /// What servers have shown to whom was trusted before does not count any more.
    pub(crate) fn trust(&self, file: &CStr) -> Result<(), Failed> {
        // SAFETY: as above.
        status(unsafe { libevent_mbedtls_settings_trust(self.object.as_ptr(), file.as_ptr()) })?;
        self.sessions.clear();
        Ok(())
    }

    pub(crate) fn set_alpn(&self, protocols: Protocols<'_>) -> Result<(), Failed> {
        let mut names: Vec<u8> = Vec::new();
        for name in protocols.iter() {
            names.try_reserve(name.len() + 1).map_err(|_| Failed)?;
            names.extend_from_slice(name);
            names.push(0);
        }
        // SAFETY: as above; so many names are there, each with a NUL.
        status(unsafe {
            libevent_mbedtls_settings_set_protocols(
                self.object.as_ptr(),
                names.as_ptr().cast(),
                names.len(),
                protocols.iter().count(),
            )
        })
    }
}
