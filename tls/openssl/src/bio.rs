//! What OpenSSL reads from and writes to: here bufferevents, and what all kinds of BIOs need.

use std::ffi::{CStr, c_char, c_int, c_long, c_void};
use std::ptr;
use std::sync::OnceLock;

use crate::openssl::{
    BIO_C_GET_FD, BIO_CTRL_DUP, BIO_CTRL_EOF, BIO_CTRL_FLUSH, BIO_CTRL_GET_CLOSE, BIO_CTRL_PENDING,
    BIO_CTRL_SET_CLOSE, BIO_CTRL_WPENDING, BIO_FLAGS_READ, BIO_FLAGS_RETRIES,
    BIO_FLAGS_SHOULD_RETRY, BIO_FLAGS_WRITE, BIO_TYPE_SOURCE_SINK, BIO_clear_flags, BIO_ctrl,
    BIO_get_data, BIO_get_new_index, BIO_get_shutdown, BIO_meth_new, BIO_meth_set_ctrl,
    BIO_meth_set_destroy, BIO_meth_set_read, BIO_meth_set_write, BIO_method_type, BIO_new,
    BIO_set_data, BIO_set_flags, BIO_set_init, BIO_set_shutdown, Bio, BioMethod, Ctrl, Destroy,
    Read, SSL_get_wbio, Write, ssl_st,
};
use event_tls_core::moving::{self, Moved};
use event_tls_core::{
    bufferevent, bufferevent_get_input, bufferevent_get_output, evbuffer_get_length,
};

/// A kind of BIO, which is made once and stays.
pub(crate) struct Kind {
    name: &'static CStr,
    /// Beside being a source and a sink.
    kind: c_int,
    read: Read,
    write: Write,
    ctrl: Ctrl,
    destroy: Option<Destroy>,
    method: OnceLock<Option<Method>>,
}

struct Method {
    method: *mut BioMethod,
    kind: c_int,
}
// SAFETY: nobody changes it after it was made.
unsafe impl Send for Method {}
// SAFETY: as above.
unsafe impl Sync for Method {}

static BUFFEREVENT: Kind = Kind::new(
    c"libevent bufferevent",
    0,
    bufferevent_read,
    bufferevent_write,
    bufferevent_ctrl,
    None,
);

impl Kind {
    pub(crate) const fn new(
        name: &'static CStr,
        kind: c_int,
        read: Read,
        write: Write,
        ctrl: Ctrl,
        destroy: Option<Destroy>,
    ) -> Self {
        Kind {
            name,
            kind,
            read,
            write,
            ctrl,
            destroy,
            method: OnceLock::new(),
        }
    }

    fn method(&self) -> Option<&Method> {
        let method = self.method.get_or_init(|| {
            // SAFETY: the functions are those of such a method.
            unsafe {
                let index = BIO_get_new_index();
                if index < 0 {
                    return None;
                }
                let kind = index | BIO_TYPE_SOURCE_SINK | self.kind;
                let method = BIO_meth_new(kind, self.name.as_ptr());
                if method.is_null() {
                    return None;
                }
                BIO_meth_set_read(method, self.read);
                BIO_meth_set_write(method, self.write);
                BIO_meth_set_ctrl(method, self.ctrl);
                if let Some(destroy) = self.destroy {
                    BIO_meth_set_destroy(method, destroy);
                }
                Some(Method { method, kind })
            }
        });
        method.as_ref()
    }

    /// Makes one; null without memory.
    pub(crate) fn make(&self, data: *mut c_void) -> *mut Bio {
        let Some(method) = self.method() else {
            return ptr::null_mut();
        };
        // SAFETY: the method is whole, and the BIO new.
        unsafe {
            let bio = BIO_new(method.method);
            if !bio.is_null() {
                BIO_set_data(bio, data);
                BIO_set_shutdown(bio, 0);
                BIO_set_init(bio, 1);
            }
            bio
        }
    }

    /// # Safety
    /// `bio` is a BIO, or null.
    pub(crate) unsafe fn is_of(&self, bio: *mut Bio) -> bool {
        let made = self.method.get().and_then(Option::as_ref);
        // SAFETY: the caller's promise.
        made.is_some_and(|made| !bio.is_null() && unsafe { BIO_method_type(bio) } == made.kind)
    }
}

/// The socket that an SSL is on, through whatever BIO; negative if there is none.
///
/// # Safety
/// `ssl` is an SSL.
pub(crate) unsafe fn socket_of(ssl: *mut ssl_st) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        match SSL_get_wbio(ssl) {
            bio if bio.is_null() => -1,
            bio => BIO_ctrl(bio, BIO_C_GET_FD, 0, ptr::null_mut()) as c_int,
        }
    }
}

/// Makes a BIO for a bufferevent, which has to stay; null without memory.
pub(crate) fn of_bufferevent(bev: *mut bufferevent) -> *mut Bio {
    BUFFEREVENT.make(bev.cast())
}

/// Says that a call is to be repeated when `what` can be done, or not at all.
fn set_retry(bio: *mut Bio, what: Option<c_int>) {
    // SAFETY: OpenSSL's callbacks give a BIO, and so they do below.
    unsafe {
        BIO_clear_flags(bio, BIO_FLAGS_RETRIES);
        if let Some(what) = what {
            BIO_set_flags(bio, what | BIO_FLAGS_SHOULD_RETRY);
        }
    }
}

/// Tells OpenSSL what came of moving bytes.
pub(crate) fn tell(bio: *mut Bio, moved: Moved, what: c_int) -> c_int {
    set_retry(bio, Some(what).filter(|_| moved == Moved::NotNow));
    match moved {
        // At most what was asked for.
        Moved::Bytes(n) => n as c_int,
        Moved::NotNow | Moved::Failed => -1,
    }
}

/// # Safety
/// `bio` is a BIO.
pub(crate) unsafe fn any_ctrl(bio: *mut Bio, cmd: c_int, number: c_long) -> c_long {
    match cmd {
        BIO_CTRL_FLUSH | BIO_CTRL_DUP => 1,
        // SAFETY: the caller's promise.
        BIO_CTRL_GET_CLOSE => unsafe { BIO_get_shutdown(bio) }.into(),
        BIO_CTRL_SET_CLOSE => {
            // SAFETY: the caller's promise.
            unsafe { BIO_set_shutdown(bio, number as c_int) };
            1
        }
        _ => 0,
    }
}

/// # Safety
/// `bio` is one of a bufferevent, which is still there.
unsafe fn below(bio: *mut Bio) -> *mut bufferevent {
    // SAFETY: the caller's promise.
    unsafe { BIO_get_data(bio) }.cast()
}

unsafe extern "C" fn bufferevent_read(bio: *mut Bio, to: *mut c_char, len: c_int) -> c_int {
    // SAFETY: the bufferevent outlives TLS on top of it; OpenSSL gives so much room.
    let moved = unsafe { moving::take(below(bio), to.cast(), len as usize) };
    tell(bio, moved, BIO_FLAGS_READ)
}

unsafe extern "C" fn bufferevent_write(bio: *mut Bio, from: *const c_char, len: c_int) -> c_int {
    // SAFETY: as above; OpenSSL gives so many bytes.
    let moved = unsafe { moving::give(below(bio), from.cast(), len as usize) };
    tell(bio, moved, BIO_FLAGS_WRITE)
}

unsafe extern "C" fn bufferevent_ctrl(
    bio: *mut Bio,
    cmd: c_int,
    number: c_long,
    _at: *mut c_void,
) -> c_long {
    // SAFETY: as above.
    unsafe {
        match cmd {
            BIO_CTRL_PENDING => evbuffer_get_length(bufferevent_get_input(below(bio))) as c_long,
            BIO_CTRL_WPENDING => evbuffer_get_length(bufferevent_get_output(below(bio))) as c_long,
            // More may always come; that it does not is for the bufferevent to say.
            BIO_CTRL_EOF => 0,
            _ => any_ctrl(bio, cmd, number),
        }
    }
}
