//! Connections with the settings of a `bufferevent_tls_context`. They are as the others, know who the server has to be,
//! and go on with sessions.

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_uchar, c_ulong, c_void};
use std::fmt::{self, Write};
use std::net::IpAddr;
use std::ptr::{self, NonNull};

use event_tls_core::library::{Failed, Library, Protocols, place};
use event_tls_core::{DONE, Provider, TlsResult, WANT_READ, WANT_WRITE, bufferevent};

use crate::mbedtls::{
    ERR_X509_CERT_VERIFY_FAILED, X509_BADCERT_CN_MISMATCH, libevent_mbedtls_context_new,
    libevent_mbedtls_context_owner, libevent_mbedtls_is_for_address, mbedtls_ssl_context,
    mbedtls_ssl_get_alpn_protocol, mbedtls_ssl_get_verify_result, mbedtls_ssl_session,
    mbedtls_ssl_set_hostname, mbedtls_ssl_set_verify, mbedtls_ssl_ticket_parse, mbedtls_strerror,
    mbedtls_x509_crt, mbedtls_x509_crt_verify_info,
};
use crate::provider;
use crate::settings::Settings;
use crate::shared::Shared;

static PROVIDER: Provider = Provider {
    set_fd,
    set_underlying,
    handshake,
    free,
    ..provider::provider(provider::set_fd)
};

/// Mbed TLS.
pub(crate) enum Backend {}

impl Library for Backend {
    type Context = Shared<Settings>;

    const PROVIDER: &'static Provider = &PROVIDER;

    fn client() -> Result<Self::Context, Failed> {
        Shared::new(Settings::client()?)
    }

    fn server(chain: &CStr, key: &CStr) -> Result<Self::Context, Failed> {
        Shared::new(Settings::server(chain, key, parse_ticket)?)
    }

    fn trust(context: &mut Self::Context, file: &CStr) -> Result<(), Failed> {
        context.trust(file)
    }

    fn set_alpn(context: &mut Self::Context, protocols: Protocols<'_>) -> Result<(), Failed> {
        context.set_alpn(protocols)
    }

    fn connect(context: &Self::Context, host: &CStr) -> Result<NonNull<c_void>, Failed> {
        let peer = Peer::new(host)?;
        // There is no server's name for an address.
        let name = match peer.address {
            Some(_) => ptr::null(),
            None => host.as_ptr(),
        };
        let object = Connection::begin(context, Some(peer))?;
        let ssl = object.as_ptr();
        // SAFETY: it is new, and belongs to the connection, which the callback takes.
        unsafe {
            mbedtls_ssl_set_verify(ssl.cast(), Some(verify), connection(ssl).as_ptr().cast());
            match mbedtls_ssl_set_hostname(ssl.cast(), name) {
                0 => Ok(object),
                _ => {
                    free(ssl);
                    Err(Failed)
                }
            }
        }
    }

    fn accept(context: &Self::Context) -> Result<NonNull<c_void>, Failed> {
        Connection::begin(context, None)
    }

    unsafe fn alpn<'a>(object: *mut c_void) -> Option<&'a [u8]> {
        // SAFETY: the caller's promise. The name belongs to the settings, which stay as long.
        unsafe {
            let name = NonNull::new(mbedtls_ssl_get_alpn_protocol(object.cast()).cast_mut())?;
            Some(CStr::from_ptr(name.as_ptr()).to_bytes())
        }
    }

    unsafe fn is_resumed(object: *mut c_void) -> bool {
        // SAFETY: the caller's promise.
        unsafe { connection(object).as_ref() }.is_resumed.get()
    }

    unsafe fn describe(
        object: *mut c_void,
        error: c_ulong,
        to: &mut dyn fmt::Write,
    ) -> fmt::Result {
        let error = error as c_int;
        let mut text: [c_char; 1024] = [0; _];
        if error == ERR_X509_CERT_VERIFY_FAILED {
            // SAFETY: the caller's promise; there is so much room.
            unsafe {
                let flags = mbedtls_ssl_get_verify_result(object.cast());
                let (at, size) = (text.as_mut_ptr(), text.len());
                if mbedtls_x509_crt_verify_info(at, size, c"".as_ptr(), flags) > 0 {
                    return write_lines(&text, to);
                }
            }
        }
        // SAFETY: there is so much room.
        unsafe { mbedtls_strerror(error, text.as_mut_ptr(), text.len()) };
        write_lines(&text, to)
    }
}

/// Writes lines into one.
fn write_lines(text: &[c_char], to: &mut dyn Write) -> fmt::Result {
    // Mbed TLS's texts are ASCII.
    let text = text.iter().map(|byte| char::from(*byte as u8));
    let mut is_between = false;
    for char in text.take_while(|char| *char != '\0') {
        if char == '\n' {
            is_between = true;
            continue;
        }
        if std::mem::take(&mut is_between) {
            to.write_str("; ")?;
        }
        to.write_char(char)?;
    }
    Ok(())
}

/// Who the server has to be.
struct Peer {
    host: Vec<u8>,
    /// If it is one.
    address: Option<IpAddr>,
}

impl Peer {
    fn new(name: &CStr) -> Result<Self, Failed> {
        let name = name.to_bytes();
        let mut host = Vec::new();
        host.try_reserve_exact(name.len()).map_err(|_| Failed)?;
        host.extend_from_slice(name);
        host.make_ascii_lowercase();
        let address = str::from_utf8(&host)
            .ok()
            .and_then(|host| host.parse().ok());
        Ok(Peer { host, address })
    }

    /// # Safety
    /// It is a certificate.
    unsafe fn has(&self, certificate: *const mbedtls_x509_crt) -> bool {
        // SAFETY: the caller's promise; the addresses are as long as they say.
        let is_for = |bytes: &[u8]| unsafe {
            libevent_mbedtls_is_for_address(certificate, bytes.as_ptr(), bytes.len()) != 0
        };
        match self.address {
            Some(IpAddr::V4(address)) => is_for(&address.octets()),
            Some(IpAddr::V6(address)) => is_for(&address.octets()),
            // Mbed TLS compares names.
            None => true,
        }
    }
}

/// What owns a context of Mbed TLS.
struct Connection {
    /// The context refers to them.
    settings: Shared<Settings>,
    /// `None` for a server's side.
    peer: Option<Peer>,
    /// The server has shown a certificate, which it does not if a session goes on.
    is_shown: Cell<bool>,
    is_resumed: Cell<bool>,
}

impl Connection {
    /// Makes a connection's context.
    fn begin(settings: &Shared<Settings>, peer: Option<Peer>) -> Result<NonNull<c_void>, Failed> {
        let connection = Box::into_raw(place(Connection {
            settings: settings.clone(),
            peer,
            is_shown: Cell::new(false),
            is_resumed: Cell::new(false),
        })?);
        // SAFETY: the settings stay as long as the connection, and that as long as the context.
        let ssl = unsafe { libevent_mbedtls_context_new(settings.config(), connection.cast()) };
        NonNull::new(ssl.cast()).ok_or_else(|| {
            // SAFETY: it was placed above, and nobody has it.
            drop(unsafe { Box::from_raw(connection) });
            Failed
        })
    }

    /// A new handshake will come.
    ///
    /// # Safety
    /// `ssl` is the connection's context.
    unsafe fn prepare(&self, ssl: *mut mbedtls_ssl_context) {
        self.is_shown.set(false);
        self.is_resumed.set(false);
        if let Some(peer) = &self.peer {
            // SAFETY: the caller's promise; it is a client's.
            unsafe { self.settings.sessions.offer(&peer.host, ssl) };
        }
    }

    /// A handshake has ended with success, or not.
    ///
    /// # Safety
    /// As above.
    unsafe fn finish(&self, ssl: *mut mbedtls_ssl_context, how: TlsResult) {
        let Some(peer) = &self.peer else {
            return;
        };
        let sessions = &self.settings.sessions;
        if how == DONE {
            let is_resumed = !self.is_shown.get();
            self.is_resumed.set(is_resumed);
            // SAFETY: the caller's promise; it is a client's.
            unsafe { sessions.save(&peer.host, ssl, is_resumed) };
        } else {
            // The session may be the reason.
            sessions.forget(&peer.host);
        }
    }
}

/// The owner of a context that was made here.
///
/// # Safety
/// It is one, and stays.
unsafe fn connection(ssl: *mut c_void) -> NonNull<Connection> {
    // SAFETY: the caller's promise. It was given an owner.
    unsafe { NonNull::new_unchecked(libevent_mbedtls_context_owner(ssl.cast()).cast()) }
}

thread_local! {
    /// Whose handshake is going on; null for nobody's.
    static CURRENT: Cell<*const Connection> = const { Cell::new(ptr::null()) };
}

unsafe extern "C" fn handshake(ssl: *mut c_void) -> TlsResult {
    // SAFETY: the object is a context that was made here, here and below.
    unsafe {
        let connection = connection(ssl);
        // What is below may call others in between.
        let outer = CURRENT.replace(connection.as_ptr());
        let how = provider::handshake(ssl);
        CURRENT.set(outer);
        if !matches!(how, WANT_READ | WANT_WRITE) {
            connection.as_ref().finish(ssl.cast(), how);
        }
        how
    }
}

/// Looks at a ticket that a client has brought: if it is good, its session goes on.
unsafe extern "C" fn parse_ticket(
    tickets: *mut c_void,
    session: *mut mbedtls_ssl_session,
    ticket: *mut c_uchar,
    len: usize,
) -> c_int {
    // SAFETY: Mbed TLS gives what its own function takes. A handshake keeps its connection.
    unsafe {
        let result = mbedtls_ssl_ticket_parse(tickets, session, ticket, len);
        if let Some(connection) = CURRENT.get().as_ref()
            && result == 0
        {
            connection.is_resumed.set(true);
        }
        result
    }
}

/// Looks at a certificate of the server's, which Mbed TLS has verified: `depth` 0 is its own.
unsafe extern "C" fn verify(
    connection: *mut c_void,
    certificate: *mut mbedtls_x509_crt,
    depth: c_int,
    flags: *mut u32,
) -> c_int {
    // SAFETY: the argument is the connection, which has the context; Mbed TLS gives the rest.
    unsafe {
        let connection = &*connection.cast::<Connection>();
        connection.is_shown.set(true);
        if let Some(peer) = &connection.peer
            && depth == 0
            && !peer.has(certificate)
        {
            *flags |= X509_BADCERT_CN_MISMATCH;
        }
    }
    0
}

unsafe extern "C" fn set_fd(ssl: *mut c_void, fd: c_int) -> c_int {
    // SAFETY: as above.
    unsafe {
        let result = provider::set_fd(ssl, fd);
        connection(ssl).as_ref().prepare(ssl.cast());
        result
    }
}

unsafe extern "C" fn set_underlying(ssl: *mut c_void, below: *mut bufferevent) -> c_int {
    // SAFETY: as above.
    unsafe {
        connection(ssl).as_ref().prepare(ssl.cast());
        provider::set_underlying(ssl, below)
    }
}

unsafe extern "C" fn free(ssl: *mut c_void) {
    // SAFETY: as above; neither is used again. The context comes first, as it refers to the settings.
    unsafe {
        let connection = connection(ssl);
        provider::free(ssl);
        drop(Box::from_raw(connection.as_ptr()));
    }
}
