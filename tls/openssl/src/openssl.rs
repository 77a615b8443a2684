//! What OpenSSL has, from version 1.1.1 on: `openssl/ssl.h`, `bio.h` and `err.h`.

use std::ffi::{c_char, c_int, c_long, c_uchar, c_uint, c_ulong, c_void};

/// OpenSSL's `SSL`. Opaque here.
#[repr(C)]
pub struct ssl_st {
    _private: [u8; 0],
}

/// OpenSSL's `BIO`. Opaque here.
#[repr(C)]
pub(crate) struct Bio {
    _private: [u8; 0],
}

/// OpenSSL's `BIO_METHOD`. Opaque here.
#[repr(C)]
pub(crate) struct BioMethod {
    _private: [u8; 0],
}

/// OpenSSL's `SSL_CTX`. Opaque here.
#[repr(C)]
pub(crate) struct SslCtx {
    _private: [u8; 0],
}

/// OpenSSL's `SSL_SESSION`. Opaque here.
#[repr(C)]
pub(crate) struct SslSession {
    _private: [u8; 0],
}

/// OpenSSL's `SSL_METHOD`. Opaque here.
#[repr(C)]
pub(crate) struct SslMethod {
    _private: [u8; 0],
}

/// OpenSSL's `X509_STORE`. Opaque here.
#[repr(C)]
pub(crate) struct X509Store {
    _private: [u8; 0],
}

/// OpenSSL's `X509_VERIFY_PARAM`. Opaque here.
#[repr(C)]
pub(crate) struct X509VerifyParam {
    _private: [u8; 0],
}

pub(crate) const SSL_CTRL_SESS_CACHE_MODE: c_int = 44;
pub(crate) const SSL_CTRL_TLSEXT_HOSTNAME: c_int = 55;
pub(crate) const SSL_CTRL_MIN_VERSION: c_int = 123;
pub(crate) const SSL_SESS_CACHE_CLIENT: c_long = 0x1;
pub(crate) const SSL_SESS_CACHE_NO_INTERNAL: c_long = 0x300;
pub(crate) const SSL_VERIFY_PEER: c_int = 1;
pub(crate) const SSL_FILETYPE_PEM: c_int = 1;
pub(crate) const X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS: c_uint = 0x4;
pub(crate) const X509_V_OK: c_long = 0;
pub(crate) const CRYPTO_EX_INDEX_SSL: c_int = 0;
pub(crate) const CRYPTO_EX_INDEX_SSL_CTX: c_int = 1;

/// `CRYPTO_EX_free`.
pub(crate) type ExFree =
    unsafe extern "C" fn(*mut c_void, *mut c_void, *mut c_void, c_int, c_long, *mut c_void);
/// `SSL_CTX_alpn_select_cb_func`.
pub(crate) type AlpnSelect = unsafe extern "C" fn(
    *mut ssl_st,
    *mut *const c_uchar,
    *mut c_uchar,
    *const c_uchar,
    c_uint,
    *mut c_void,
) -> c_int;
/// A callback for new sessions.
pub(crate) type NewSession = unsafe extern "C" fn(*mut ssl_st, *mut SslSession) -> c_int;

pub(crate) const SSL_ERROR_NONE: c_int = 0;
pub(crate) const SSL_ERROR_SSL: c_int = 1;
pub(crate) const SSL_ERROR_WANT_READ: c_int = 2;
pub(crate) const SSL_ERROR_WANT_WRITE: c_int = 3;
pub(crate) const SSL_ERROR_SYSCALL: c_int = 5;
pub(crate) const SSL_ERROR_ZERO_RETURN: c_int = 6;

pub(crate) const SSL_CTRL_MODE: c_int = 33;
pub(crate) const SSL_MODE_ENABLE_PARTIAL_WRITE: c_long = 1;
pub(crate) const SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER: c_long = 2;

pub(crate) const ERR_LIB_SSL: c_ulong = 20;
/// The reason that OpenSSL 3 gives for an end without a farewell.
pub(crate) const SSL_R_UNEXPECTED_EOF_WHILE_READING: c_ulong = 294;

pub(crate) type Read = unsafe extern "C" fn(*mut Bio, *mut c_char, c_int) -> c_int;
pub(crate) type Write = unsafe extern "C" fn(*mut Bio, *const c_char, c_int) -> c_int;
pub(crate) type Ctrl = unsafe extern "C" fn(*mut Bio, c_int, c_long, *mut c_void) -> c_long;
pub(crate) type Destroy = unsafe extern "C" fn(*mut Bio) -> c_int;

pub(crate) const BIO_TYPE_DESCRIPTOR: c_int = 0x0100;
pub(crate) const BIO_TYPE_SOURCE_SINK: c_int = 0x0400;
pub(crate) const BIO_FLAGS_READ: c_int = 0x01;
pub(crate) const BIO_FLAGS_WRITE: c_int = 0x02;
pub(crate) const BIO_FLAGS_SHOULD_RETRY: c_int = 0x08;
/// There is nothing more to read, from version 3 on.
pub(crate) const BIO_FLAGS_IN_EOF: c_int = 0x800;
/// All that say what to retry.
pub(crate) const BIO_FLAGS_RETRIES: c_int = 0x0f;
pub(crate) const BIO_CTRL_EOF: c_int = 2;
pub(crate) const BIO_CTRL_GET_CLOSE: c_int = 8;
pub(crate) const BIO_CTRL_SET_CLOSE: c_int = 9;
pub(crate) const BIO_CTRL_PENDING: c_int = 10;
pub(crate) const BIO_CTRL_FLUSH: c_int = 11;
pub(crate) const BIO_CTRL_DUP: c_int = 12;
pub(crate) const BIO_CTRL_WPENDING: c_int = 13;
pub(crate) const BIO_C_GET_FD: c_int = 105;

#[link(name = "ssl")]
unsafe extern "C" {
    pub(crate) fn TLS_client_method() -> *const SslMethod;
    pub(crate) fn TLS_server_method() -> *const SslMethod;
    pub(crate) fn SSL_CTX_new(method: *const SslMethod) -> *mut SslCtx;
    pub(crate) fn SSL_CTX_free(ctx: *mut SslCtx);
    pub(crate) fn SSL_CTX_ctrl(
        ctx: *mut SslCtx,
        cmd: c_int,
        number: c_long,
        at: *mut c_void,
    ) -> c_long;
    pub(crate) fn SSL_CTX_set_ex_data(ctx: *mut SslCtx, index: c_int, data: *mut c_void) -> c_int;
    pub(crate) fn SSL_CTX_get_ex_data(ctx: *const SslCtx, index: c_int) -> *mut c_void;
    /// The function verifies instead of OpenSSL; there is none.
    pub(crate) fn SSL_CTX_set_verify(
        ctx: *mut SslCtx,
        mode: c_int,
        verify: Option<unsafe extern "C" fn(c_int, *mut c_void) -> c_int>,
    );
    pub(crate) fn SSL_CTX_set_default_verify_paths(ctx: *mut SslCtx) -> c_int;
    pub(crate) fn SSL_CTX_set_cert_store(ctx: *mut SslCtx, store: *mut X509Store);
    pub(crate) fn SSL_CTX_use_certificate_chain_file(
        ctx: *mut SslCtx,
        file: *const c_char,
    ) -> c_int;
    pub(crate) fn SSL_CTX_use_PrivateKey_file(
        ctx: *mut SslCtx,
        file: *const c_char,
        kind: c_int,
    ) -> c_int;
    pub(crate) fn SSL_CTX_check_private_key(ctx: *const SslCtx) -> c_int;
    pub(crate) fn SSL_CTX_sess_set_new_cb(ctx: *mut SslCtx, cb: Option<NewSession>);
    pub(crate) fn SSL_CTX_set_alpn_protos(
        ctx: *mut SslCtx,
        list: *const c_uchar,
        len: c_uint,
    ) -> c_int;
    pub(crate) fn SSL_CTX_set_alpn_select_cb(
        ctx: *mut SslCtx,
        cb: Option<AlpnSelect>,
        arg: *mut c_void,
    );
    pub(crate) fn SSL_new(ctx: *mut SslCtx) -> *mut ssl_st;
    pub(crate) fn SSL_get_SSL_CTX(ssl: *const ssl_st) -> *mut SslCtx;
    pub(crate) fn SSL_set_ex_data(ssl: *mut ssl_st, index: c_int, data: *mut c_void) -> c_int;
    pub(crate) fn SSL_get_ex_data(ssl: *const ssl_st, index: c_int) -> *mut c_void;
    pub(crate) fn SSL_set_hostflags(ssl: *mut ssl_st, flags: c_uint);
    pub(crate) fn SSL_set1_host(ssl: *mut ssl_st, host: *const c_char) -> c_int;
    pub(crate) fn SSL_get0_param(ssl: *mut ssl_st) -> *mut X509VerifyParam;
    pub(crate) fn SSL_get_verify_result(ssl: *const ssl_st) -> c_long;
    pub(crate) fn SSL_get0_alpn_selected(
        ssl: *const ssl_st,
        data: *mut *const c_uchar,
        len: *mut c_uint,
    );
    pub(crate) fn SSL_session_reused(ssl: *const ssl_st) -> c_int;
    pub(crate) fn SSL_set_session(ssl: *mut ssl_st, session: *mut SslSession) -> c_int;
    pub(crate) fn SSL_SESSION_dup(session: *const SslSession) -> *mut SslSession;
    pub(crate) fn SSL_SESSION_free(session: *mut SslSession);
    pub(crate) fn SSL_SESSION_get_protocol_version(session: *const SslSession) -> c_int;
    pub(crate) fn SSL_free(ssl: *mut ssl_st);
    pub(crate) fn SSL_set_connect_state(ssl: *mut ssl_st);
    pub(crate) fn SSL_set_accept_state(ssl: *mut ssl_st);
    pub(crate) fn SSL_is_server(ssl: *const ssl_st) -> c_int;
    pub(crate) fn SSL_in_before(ssl: *const ssl_st) -> c_int;
    pub(crate) fn SSL_clear(ssl: *mut ssl_st) -> c_int;
    pub(crate) fn SSL_do_handshake(ssl: *mut ssl_st) -> c_int;
    pub(crate) fn SSL_read_ex(
        ssl: *mut ssl_st,
        data: *mut c_void,
        size: usize,
        done: *mut usize,
    ) -> c_int;
    pub(crate) fn SSL_write_ex(
        ssl: *mut ssl_st,
        data: *const c_void,
        size: usize,
        done: *mut usize,
    ) -> c_int;
    pub(crate) fn SSL_shutdown(ssl: *mut ssl_st) -> c_int;
    pub(crate) fn SSL_renegotiate(ssl: *mut ssl_st) -> c_int;
    pub(crate) fn SSL_has_pending(ssl: *const ssl_st) -> c_int;
    pub(crate) fn SSL_get_error(ssl: *const ssl_st, result: c_int) -> c_int;
    pub(crate) fn SSL_set_read_ahead(ssl: *mut ssl_st, on: c_int);
    pub(crate) fn SSL_ctrl(ssl: *mut ssl_st, cmd: c_int, number: c_long, at: *mut c_void)
    -> c_long;
    pub(crate) fn SSL_set_bio(ssl: *mut ssl_st, read: *mut Bio, write: *mut Bio);
    pub(crate) fn SSL_get_wbio(ssl: *const ssl_st) -> *mut Bio;
}

#[link(name = "crypto")]
unsafe extern "C" {
    pub(crate) fn CRYPTO_get_ex_new_index(
        class: c_int,
        number: c_long,
        arg: *mut c_void,
        new: *const c_void,
        dup: *const c_void,
        free: Option<ExFree>,
    ) -> c_int;
    pub(crate) fn X509_STORE_new() -> *mut X509Store;
    pub(crate) fn X509_STORE_free(store: *mut X509Store);
    pub(crate) fn X509_STORE_load_locations(
        store: *mut X509Store,
        file: *const c_char,
        dir: *const c_char,
    ) -> c_int;
    pub(crate) fn X509_VERIFY_PARAM_set1_ip_asc(
        param: *mut X509VerifyParam,
        address: *const c_char,
    ) -> c_int;
    pub(crate) fn X509_verify_cert_error_string(error: c_long) -> *const c_char;
    pub(crate) fn ERR_reason_error_string(error: c_ulong) -> *const c_char;
    pub(crate) fn ERR_get_error() -> c_ulong;
    pub(crate) fn ERR_peek_error() -> c_ulong;
    pub(crate) fn ERR_clear_error();

    pub(crate) fn BIO_get_new_index() -> c_int;
    pub(crate) fn BIO_meth_new(kind: c_int, name: *const c_char) -> *mut BioMethod;
    pub(crate) fn BIO_meth_set_write(method: *mut BioMethod, write: Write) -> c_int;
    pub(crate) fn BIO_meth_set_read(method: *mut BioMethod, read: Read) -> c_int;
    pub(crate) fn BIO_meth_set_ctrl(method: *mut BioMethod, ctrl: Ctrl) -> c_int;
    pub(crate) fn BIO_meth_set_destroy(method: *mut BioMethod, destroy: Destroy) -> c_int;
    pub(crate) fn BIO_method_type(bio: *const Bio) -> c_int;
    pub(crate) fn BIO_new(method: *const BioMethod) -> *mut Bio;
    pub(crate) fn BIO_ctrl(bio: *mut Bio, cmd: c_int, number: c_long, at: *mut c_void) -> c_long;
    pub(crate) fn BIO_set_data(bio: *mut Bio, data: *mut c_void);
    pub(crate) fn BIO_get_data(bio: *mut Bio) -> *mut c_void;
    pub(crate) fn BIO_set_init(bio: *mut Bio, init: c_int);
    pub(crate) fn BIO_set_flags(bio: *mut Bio, flags: c_int);
    pub(crate) fn BIO_clear_flags(bio: *mut Bio, flags: c_int);
    pub(crate) fn BIO_test_flags(bio: *const Bio, flags: c_int) -> c_int;
    pub(crate) fn BIO_set_shutdown(bio: *mut Bio, shutdown: c_int);
    pub(crate) fn BIO_get_shutdown(bio: *mut Bio) -> c_int;
}
