//! The settings of clients and servers.

use std::ffi::{CStr, c_ulong, c_void};
use std::fmt;
use std::ptr::{self, NonNull};
use std::sync::Arc;

use event_tls_core::Provider;
use event_tls_core::library::{Failed, Library, Protocols};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore, ServerConfig};

use crate::object::Role;
use crate::pem;
use crate::provider::{self, with};
use crate::verify::Trusted;

/// rustls.
pub(crate) struct Backend;

/// The settings of clients, or of a server. Connections share them, and changes are about those that are made later.
pub(crate) enum Settings {
    Client(Arc<ClientConfig>),
    Server(Arc<ServerConfig>),
}

fn crypto() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// Settings of clients that trust whom the system trusts: nobody, if it has no list.
fn client() -> Result<ClientConfig, Failed> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let builder = ClientConfig::builder_with_provider(crypto())
        .with_safe_default_protocol_versions()
        .map_err(|_| Failed)?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Settings of clients that trust the certificates in a file. They know no sessions: who was trusted before need not be
/// trusted now.
fn client_that_trusts(file: &CStr) -> Result<ClientConfig, Failed> {
    let trusted = Trusted::new(pem::certificates(file)?, crypto())?;
    let builder = ClientConfig::builder_with_provider(crypto())
        .with_safe_default_protocol_versions()
        .map_err(|_| Failed)?;
    Ok(builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(trusted))
        .with_no_client_auth())
}

fn server(chain: &CStr, key: &CStr) -> Result<ServerConfig, Failed> {
    let mut config = ServerConfig::builder_with_provider(crypto())
        .with_safe_default_protocol_versions()
        .map_err(|_| Failed)?
        .with_no_client_auth()
        .with_single_cert(pem::certificates(chain)?, pem::key(key)?)
        .map_err(|_| Failed)?;
    // Clients keep their sessions themselves.
    config.ticketer = ring::Ticketer::new().map_err(|_| Failed)?;
    Ok(config)
}

impl Library for Backend {
    type Context = Settings;

    const PROVIDER: &'static Provider = &provider::PROVIDER;

    fn client() -> Result<Settings, Failed> {
        Ok(Settings::Client(Arc::new(client()?)))
    }

    fn server(chain: &CStr, key: &CStr) -> Result<Settings, Failed> {
        Ok(Settings::Server(Arc::new(server(chain, key)?)))
    }

    fn trust(settings: &mut Settings, file: &CStr) -> Result<(), Failed> {
        let Settings::Client(config) = settings else {
            return Err(Failed);
        };
        let mut new = client_that_trusts(file)?;
        new.alpn_protocols.clone_from(&config.alpn_protocols);
        *config = Arc::new(new);
        Ok(())
    }

    fn set_alpn(settings: &mut Settings, protocols: Protocols<'_>) -> Result<(), Failed> {
        let protocols = protocols.iter().map(<[u8]>::to_vec).collect();
        match settings {
            Settings::Client(config) => Arc::make_mut(config).alpn_protocols = protocols,
            Settings::Server(config) => Arc::make_mut(config).alpn_protocols = protocols,
        }
        Ok(())
    }

    fn connect(settings: &Settings, host: &CStr) -> Result<NonNull<c_void>, Failed> {
        let Settings::Client(config) = settings else {
            return Err(Failed);
        };
        let host = ServerName::try_from(host.to_bytes()).map_err(|_| Failed)?;
        provider::new(Role::Client(Arc::clone(config), host.to_owned()))
    }

    fn accept(settings: &Settings) -> Result<NonNull<c_void>, Failed> {
        let Settings::Server(config) = settings else {
            return Err(Failed);
        };
        provider::new(Role::Server(Arc::clone(config)))
    }

    unsafe fn alpn<'a>(object: *mut c_void) -> Option<&'a [u8]> {
        // SAFETY: the caller's promise; the name stays as long as the connection.
        unsafe {
            let name = with(object, |object| Some(ptr::from_ref(object.talk()?.alpn()?)));
            Some(&*name??)
        }
    }

    unsafe fn is_resumed(object: *mut c_void) -> bool {
        // SAFETY: the caller's promise.
        let is_resumed =
            unsafe { with(object, |object| object.talk().map(|talk| talk.is_resumed())) };
        is_resumed.flatten().unwrap_or(false)
    }

    unsafe fn describe(object: *mut c_void, _: c_ulong, to: &mut dyn fmt::Write) -> fmt::Result {
        // SAFETY: the caller's promise.
        unsafe { with(object, |object| object.describe(to)) }.unwrap_or(Ok(()))
    }
}
