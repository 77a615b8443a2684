//! OpenSSL as the library behind the contexts of `event2/bufferevent_tls.h`.

use std::ffi::{CStr, c_int, c_long, c_uint, c_ulong, c_void};
use std::fmt;
use std::net::IpAddr;
use std::ptr::{self, NonNull};
use std::sync::PoisonError;

use crate::openssl::{
    ERR_clear_error, ERR_reason_error_string, SSL_CTRL_SESS_CACHE_MODE, SSL_CTRL_TLSEXT_HOSTNAME,
    SSL_CTX_check_private_key, SSL_CTX_ctrl, SSL_CTX_sess_set_new_cb, SSL_CTX_set_alpn_protos,
    SSL_CTX_set_alpn_select_cb, SSL_CTX_set_cert_store, SSL_CTX_set_default_verify_paths,
    SSL_CTX_set_verify, SSL_CTX_use_PrivateKey_file, SSL_CTX_use_certificate_chain_file,
    SSL_FILETYPE_PEM, SSL_SESS_CACHE_CLIENT, SSL_SESS_CACHE_NO_INTERNAL, SSL_VERIFY_PEER, SSL_ctrl,
    SSL_get_verify_result, SSL_get0_alpn_selected, SSL_get0_param, SSL_is_server,
    SSL_session_reused, SSL_set_accept_state, SSL_set_connect_state, SSL_set_hostflags,
    SSL_set1_host, TLS_client_method, TLS_server_method, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS,
    X509_STORE_free, X509_STORE_load_locations, X509_STORE_new, X509_V_OK,
    X509_VERIFY_PARAM_set1_ip_asc, X509_verify_cert_error_string,
};
use crate::provider::{PROVIDER, prepare};
use crate::sessions::copy_of;
use crate::settings::{Settings, Ssl, choose_protocol, constant, new_session};
use event_tls_core::library::{Failed, Library, Protocols};
use event_tls_core::{CLOSE_ON_FREE, Provider};

pub(crate) struct OpenSsl;

/// OpenSSL's answer to most questions.
fn done(result: c_int) -> Result<(), Failed> {
    if result == 1 {
        return Ok(());
    }
    // Nobody is told of these.
    // SAFETY: it may always be called.
    unsafe { ERR_clear_error() };
    Err(Failed)
}

impl Library for OpenSsl {
    type Context = Settings;
    const PROVIDER: &'static Provider = &PROVIDER;

    fn client() -> Result<Settings, Failed> {
        // SAFETY: the context is new, and the functions are of the right kind.
        unsafe {
            let settings = Settings::new(TLS_client_method())?;
            let context = settings.as_ptr();
            SSL_CTX_set_verify(context, SSL_VERIFY_PEER, None);
            done(SSL_CTX_set_default_verify_paths(context))?;
            let mode = SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL;
            SSL_CTX_ctrl(context, SSL_CTRL_SESS_CACHE_MODE, mode, ptr::null_mut());
            SSL_CTX_sess_set_new_cb(context, Some(new_session));
            Ok(settings)
        }
    }

    fn server(chain: &CStr, key: &CStr) -> Result<Settings, Failed> {
        // SAFETY: the context is new.
        unsafe {
            let settings = Settings::new(TLS_server_method())?;
            let context = settings.as_ptr();
            done(SSL_CTX_use_certificate_chain_file(context, chain.as_ptr()))?;
            done(SSL_CTX_use_PrivateKey_file(
                context,
                key.as_ptr(),
                SSL_FILETYPE_PEM,
            ))?;
            done(SSL_CTX_check_private_key(context))?;
            Ok(settings)
        }
    }

    fn trust(context: &mut Settings, file: &CStr) -> Result<(), Failed> {
        // SAFETY: the store is new; the context takes it over.
        unsafe {
            let store = X509_STORE_new();
            if store.is_null() {
                return Err(Failed);
            }
            done(X509_STORE_load_locations(store, file.as_ptr(), ptr::null()))
                .inspect_err(|_| X509_STORE_free(store))?;
            SSL_CTX_set_cert_store(context.as_ptr(), store);
        }
        Ok(())
    }

    fn set_alpn(context: &mut Settings, protocols: Protocols<'_>) -> Result<(), Failed> {
        let mut list = Vec::new();
        for name in protocols.iter() {
            let len = u8::try_from(name.len()).map_err(|_| Failed)?;
            list.try_reserve(1 + name.len()).map_err(|_| Failed)?;
            list.push(len);
            list.extend_from_slice(name);
        }
        let len = c_uint::try_from(list.len()).map_err(|_| Failed)?;
        // SAFETY: the context copies the list for clients; the function is of the right kind.
        unsafe {
            // Here 0 is success.
            if SSL_CTX_set_alpn_protos(context.as_ptr(), list.as_ptr(), len) != 0 {
                return Err(Failed);
            }
            let shared = context.shared().ok_or(Failed)?;
            *shared
                .protocols
                .write()
                .unwrap_or_else(PoisonError::into_inner) = list;
            SSL_CTX_set_alpn_select_cb(context.as_ptr(), Some(choose_protocol), ptr::null_mut());
        }
        Ok(())
    }

    fn connect(context: &Settings, host: &CStr) -> Result<NonNull<c_void>, Failed> {
        let ssl = context.ssl()?;
        // SAFETY: the SSL is new.
        unsafe {
            SSL_set_connect_state(ssl.as_ptr());
            prepare(ssl.as_ptr(), CLOSE_ON_FREE);
            expect(&ssl, host)?;
            ssl.set_host(copy_of(host)?)?;
            if let Some(shared) = context.shared() {
                shared.sessions.resume(host, ssl.as_ptr());
            }
        }
        Ok(ssl.into_object())
    }

    fn accept(context: &Settings) -> Result<NonNull<c_void>, Failed> {
        let ssl = context.ssl()?;
        // SAFETY: the SSL is new.
        unsafe {
            SSL_set_accept_state(ssl.as_ptr());
            prepare(ssl.as_ptr(), CLOSE_ON_FREE);
        }
        Ok(ssl.into_object())
    }

    unsafe fn alpn<'a>(object: *mut c_void) -> Option<&'a [u8]> {
        let (mut data, mut len) = (ptr::null(), 0);
        // SAFETY: the object is an SSL, here and below; it keeps the name.
        unsafe {
            SSL_get0_alpn_selected(object.cast(), &mut data, &mut len);
            (!data.is_null()).then(|| std::slice::from_raw_parts(data, len as usize))
        }
    }

    unsafe fn is_resumed(object: *mut c_void) -> bool {
        // SAFETY: as above.
        unsafe { SSL_session_reused(object.cast()) != 0 }
    }

    unsafe fn describe(
        object: *mut c_void,
        error: c_ulong,
        to: &mut dyn fmt::Write,
    ) -> fmt::Result {
        // SAFETY: as above; the strings stay.
        unsafe {
            match constant(ERR_reason_error_string(error)) {
                Some(reason) => to.write_str(reason)?,
                None => write!(to, "OpenSSL's error {error:#x}")?,
            }
            let verified = SSL_get_verify_result(object.cast());
            if verified != X509_V_OK
                && SSL_is_server(object.cast()) == 0
                && let Some(reason) = constant(X509_verify_cert_error_string(verified))
            {
                write!(to, ": {reason}")?;
            }
        }
        Ok(())
    }
}

/// Has a client tell the server whom it wants, and verify that it is.
///
/// # Safety
/// The SSL is new.
unsafe fn expect(ssl: &Ssl, host: &CStr) -> Result<(), Failed> {
    let is_address = host
        .to_str()
        .is_ok_and(|host| host.parse::<IpAddr>().is_ok());
    // SAFETY: the caller's promise.
    unsafe {
        let ssl = ssl.as_ptr();
        if is_address {
            return done(X509_VERIFY_PARAM_set1_ip_asc(
                SSL_get0_param(ssl),
                host.as_ptr(),
            ));
        }
        SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        done(SSL_set1_host(ssl, host.as_ptr()))?;
        const HOST_NAME: c_long = 0;
        let name = host.as_ptr().cast_mut().cast();
        done(SSL_ctrl(ssl, SSL_CTRL_TLSEXT_HOSTNAME, HOST_NAME, name) as c_int)
    }
}
