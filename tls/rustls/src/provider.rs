//! rustls as a provider of TLS. The TLS object is an [`Object`].

use std::cell::RefCell;
use std::ffi::{c_int, c_ulong, c_void};
use std::ptr::NonNull;

use event_tls_core::library::{Failed, place};
use event_tls_core::{DONE, FAILED, Provider, TlsResult, bufferevent};

use crate::below::Below;
use crate::context;
use crate::object::{Object, Role};

pub(crate) static PROVIDER: Provider = Provider {
    size: size_of::<Provider>(),
    set_fd,
    set_underlying,
    handshake,
    read,
    write,
    pending,
    renegotiate,
    shutdown,
    cork: Some(cork),
    take_error,
    describe: Some(context::describe),
    free,
};

pub(crate) fn new(role: Role) -> Result<NonNull<c_void>, Failed> {
    let object = place(RefCell::new(Object::new(role)))?;
    Ok(NonNull::from(Box::leak(object)).cast())
}

/// Does something with an object, unless something is being done with it: what is below may call back.
///
/// # Safety
/// It is one of these objects, which one thread uses at a time.
pub(crate) unsafe fn with<T>(tls: *mut c_void, call: impl FnOnce(&mut Object) -> T) -> Option<T> {
    // SAFETY: the caller's promise.
    let object = unsafe { &*tls.cast::<RefCell<Object>>() };
    object
        .try_borrow_mut()
        .ok()
        .map(|mut object| call(&mut object))
}

fn outcome(result: Option<Result<(), TlsResult>>) -> TlsResult {
    match result {
        Some(Ok(())) => DONE,
        Some(Err(obstacle)) => obstacle,
        None => FAILED,
    }
}

/// # Safety
/// `done` is writable.
unsafe fn transferred(result: Option<Result<usize, TlsResult>>, done: *mut usize) -> TlsResult {
    outcome(result.map(|result| {
        // SAFETY: the caller's promise.
        result.map(|n| unsafe { done.write(n) })
    }))
}

/// # Safety
/// It is one of these objects.
unsafe fn set_below(tls: *mut c_void, below: Below) -> c_int {
    // SAFETY: the caller's promise.
    match unsafe { with(tls, |object| object.set_below(below)) } {
        Some(()) => 0,
        None => -1,
    }
}

unsafe extern "C" fn set_fd(tls: *mut c_void, fd: c_int) -> c_int {
    // SAFETY: the main library gives an object of ours, here and below.
    unsafe { set_below(tls, Below::Socket(fd)) }
}

unsafe extern "C" fn set_underlying(tls: *mut c_void, below: *mut bufferevent) -> c_int {
    // SAFETY: as above.
    unsafe { set_below(tls, Below::Bufferevent(below)) }
}

unsafe extern "C" fn handshake(tls: *mut c_void) -> TlsResult {
    // SAFETY: as above.
    outcome(unsafe {
        with(tls, |object| {
            object.ask(|talk, below| talk.shake_hands(below))
        })
    })
}

unsafe extern "C" fn read(
    tls: *mut c_void,
    data: *mut c_void,
    size: usize,
    done: *mut usize,
) -> TlsResult {
    let Some(to) = NonNull::new(data.cast()) else {
        return FAILED;
    };
    // SAFETY: as above; the room is as large as it says.
    unsafe {
        let got = with(tls, |object| {
            object.ask(|talk, below| talk.read(below, to, size))
        });
        transferred(got, done)
    }
}

unsafe extern "C" fn write(
    tls: *mut c_void,
    data: *const c_void,
    size: usize,
    done: *mut usize,
) -> TlsResult {
    if data.is_null() {
        return FAILED;
    }
    // SAFETY: as above; there are so many bytes.
    unsafe {
        let bytes = std::slice::from_raw_parts(data.cast(), size);
        let written = with(tls, |object| {
            object.ask(|talk, below| talk.write(below, bytes))
        });
        transferred(written, done)
    }
}

unsafe extern "C" fn pending(tls: *mut c_void) -> usize {
    // SAFETY: as above.
    unsafe { with(tls, |object| object.talk().map_or(0, |talk| talk.pending())) }.unwrap_or(0)
}

/// rustls has no such thing.
unsafe extern "C" fn renegotiate(_tls: *mut c_void) -> c_int {
    -1
}

unsafe extern "C" fn shutdown(tls: *mut c_void) -> TlsResult {
    // SAFETY: as above.
    outcome(unsafe {
        with(tls, |object| {
            object.ask(|talk, below| talk.say_farewell(below))
        })
    })
}

unsafe extern "C" fn cork(tls: *mut c_void, on: c_int) -> TlsResult {
    // SAFETY: as above.
    let result = unsafe {
        with(tls, |object| {
            object.ask(|talk, below| match on {
                0 => talk.uncork(below),
                _ => {
                    talk.cork();
                    Ok(())
                }
            })
        })
    };
    outcome(result)
}

unsafe extern "C" fn take_error(tls: *mut c_void) -> c_ulong {
    // SAFETY: as above.
    unsafe { with(tls, Object::take_error) }.unwrap_or(0)
}

unsafe extern "C" fn free(tls: *mut c_void) {
    // SAFETY: `new` has made it, and it is not used again.
    drop(unsafe { Box::from_raw(tls.cast::<RefCell<Object>>()) });
}
