//! The BIO for a socket.
//!
//! OpenSSL has one too. That calls read(2) and write(2), which raise SIGPIPE and take the kernel longer than the calls
//! for sockets do; and each record is sent by itself. This one can be corked: then it gathers records, and sends them
//! with one call.

use std::cell::Cell;
use std::ffi::{c_char, c_int, c_long, c_void};
use std::ptr;

use crate::bio::{self, Kind, tell};
use crate::openssl::{
    BIO_C_GET_FD, BIO_CTRL_EOF, BIO_CTRL_FLUSH, BIO_CTRL_WPENDING, BIO_FLAGS_IN_EOF,
    BIO_FLAGS_READ, BIO_FLAGS_WRITE, BIO_TYPE_DESCRIPTOR, BIO_get_data, BIO_set_flags,
    BIO_test_flags, Bio, SSL_get_wbio, ssl_st,
};
use event_tls_core::moving::{self, Moved};

static SOCKET: Kind = Kind::new(
    c"libevent socket",
    BIO_TYPE_DESCRIPTOR,
    read,
    write,
    ctrl,
    Some(destroy),
);

/// How much is gathered: four full records, with what encryption adds.
const MAX_GATHERED: usize = 4 * (16384 + 256);

thread_local! {
    /// Room for gathering that no socket of this thread needs at present.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// What the BIO has of its own.
pub(crate) struct Socket {
    fd: Cell<c_int>,
    is_corked: Cell<bool>,
    /// What was gathered. It has no room as long as nothing is.
    gathered: Cell<Vec<u8>>,
    /// How much of that is sent.
    sent: Cell<usize>,
}

/// Makes a BIO for a socket, which it never closes; null without memory.
pub(crate) fn new(fd: c_int) -> *mut Bio {
    let mut place = Vec::new();
    if place.try_reserve_exact(1).is_err() {
        return ptr::null_mut();
    }
    place.push(Socket {
        fd: Cell::new(fd),
        is_corked: Cell::new(false),
        gathered: Cell::new(Vec::new()),
        sent: Cell::new(0),
    });
    let place: *mut [Socket] = Box::into_raw(place.into_boxed_slice());
    let socket: *mut Socket = place.cast();
    let bio = SOCKET.make(socket.cast());
    if bio.is_null() {
        free(socket);
    }
    bio
}

fn free(socket: *mut Socket) {
    // SAFETY: it was made in `new`, and is not used again.
    drop(unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(socket, 1)) });
}

/// The socket of an SSL's BIO, if that is one of these.
///
/// # Safety
/// `ssl` is an SSL, which keeps its BIO as long as the result is used.
pub(crate) unsafe fn own<'a>(ssl: *mut ssl_st) -> Option<&'a Socket> {
    // SAFETY: the caller's promise.
    unsafe {
        let bio = SSL_get_wbio(ssl);
        SOCKET.is_of(bio).then(|| of(bio))
    }
}

/// # Safety
/// `bio` is one of these.
unsafe fn of<'a>(bio: *mut Bio) -> &'a Socket {
    // SAFETY: the caller's promise; it has one as long as it lives.
    unsafe { &*BIO_get_data(bio).cast() }
}

impl Socket {
    /// From now on it is on another socket; on none if that is negative.
    pub(crate) fn set_fd(&self, fd: c_int) {
        self.fd.set(fd);
    }

    /// Forgets what has not been sent.
    pub(crate) fn forget(&self) {
        self.gathered.set(Vec::new());
        self.sent.set(0);
        self.is_corked.set(false);
    }

    /// From now on it gathers what is written. Tells whether it can.
    pub(crate) fn cork(&self) -> bool {
        let mut gathered = self.gathered.take();
        if gathered.capacity() == 0 {
            gathered = SPARE.try_with(Cell::take).unwrap_or_default();
        }
        let has_room = gathered.capacity() > 0 || gathered.try_reserve_exact(MAX_GATHERED).is_ok();
        self.gathered.set(gathered);
        self.is_corked.set(has_room);
        has_room
    }

    /// Sends what was gathered. It does not gather any more.
    pub(crate) fn uncork(&self) -> Moved {
        self.is_corked.set(false);
        self.send_gathered()
    }

    /// `Bytes` when nothing is left.
    fn send_gathered(&self) -> Moved {
        let mut gathered = self.gathered.take();
        let mut moved = Moved::Bytes(0);
        while let Moved::Bytes(n) = moved {
            self.sent.update(|sent| sent + n);
            let rest = &gathered[self.sent.get()..];
            if rest.is_empty() {
                break;
            }
            // SAFETY: there are so many bytes.
            moved = unsafe { moving::send(self.fd.get(), rest.as_ptr().cast(), rest.len()) };
        }
        if let Moved::Bytes(_) = moved {
            gathered.clear();
            self.sent.set(0);
            // For another one, if the thread goes on.
            let _ = SPARE.try_with(|spare| spare.set(gathered));
        } else {
            self.gathered.set(gathered);
        }
        moved
    }

    /// Puts bytes to those that were gathered, if there is room.
    fn gather(&self, bytes: &[u8]) -> bool {
        let mut gathered = self.gathered.take();
        let has_room = gathered.capacity() - gathered.len() >= bytes.len();
        if has_room {
            gathered.extend_from_slice(bytes);
        }
        self.gathered.set(gathered);
        has_room
    }

    fn write(&self, bytes: &[u8]) -> Moved {
        if self.is_corked.get() && self.gather(bytes) {
            return Moved::Bytes(bytes.len());
        }
        match self.send_gathered() {
            // SAFETY: there are so many bytes.
            Moved::Bytes(_) => unsafe {
                moving::send(self.fd.get(), bytes.as_ptr().cast(), bytes.len())
            },
            obstacle => obstacle,
        }
    }

    /// How many bytes were gathered that are not sent.
    pub(crate) fn unsent(&self) -> usize {
        let gathered = self.gathered.take();
        let unsent = gathered.len() - self.sent.get();
        self.gathered.set(gathered);
        unsent
    }
}

unsafe extern "C" fn read(bio: *mut Bio, to: *mut c_char, len: c_int) -> c_int {
    // SAFETY: OpenSSL gives a BIO of these and so much room.
    unsafe {
        let moved = moving::receive(of(bio).fd.get(), to.cast(), len as usize);
        if moved == Moved::Bytes(0) {
            BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
        }
        tell(bio, moved, BIO_FLAGS_READ)
    }
}

unsafe extern "C" fn write(bio: *mut Bio, from: *const c_char, len: c_int) -> c_int {
    // SAFETY: OpenSSL gives a BIO of these and so many bytes.
    unsafe {
        let bytes = std::slice::from_raw_parts(from.cast(), len as usize);
        tell(bio, of(bio).write(bytes), BIO_FLAGS_WRITE)
    }
}

unsafe extern "C" fn ctrl(bio: *mut Bio, cmd: c_int, number: c_long, at: *mut c_void) -> c_long {
    // SAFETY: OpenSSL gives a BIO of these; who asks for the fd gives a place for it, or null.
    unsafe {
        let socket = of(bio);
        match cmd {
            BIO_C_GET_FD => {
                if let Some(at) = at.cast::<c_int>().as_mut() {
                    *at = socket.fd.get();
                }
                socket.fd.get().into()
            }
            BIO_CTRL_EOF => (BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0).into(),
            BIO_CTRL_WPENDING => socket.unsent() as c_long,
            BIO_CTRL_FLUSH if !socket.is_corked.get() => {
                c_long::from(tell(bio, socket.send_gathered(), BIO_FLAGS_WRITE) >= 0)
            }
            _ => bio::any_ctrl(bio, cmd, number),
        }
    }
}

unsafe extern "C" fn destroy(bio: *mut Bio) -> c_int {
    // SAFETY: OpenSSL gives a BIO of these, which is not used again.
    free(unsafe { BIO_get_data(bio) }.cast());
    1
}
