//! The BIO for a socket.
//!
//! OpenSSL has one too. That calls read(2) and write(2), which raise SIGPIPE and take the kernel longer than the calls
//! for sockets do; and each record is sent by itself. This one can be corked: then it gathers records, and sends them
//! with one call.

use std::cell::Cell;
use std::ffi::{c_char, c_int, c_long, c_void};
use std::io::IoSlice;
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

/// How much is gathered at most. As much is given to TLS at most, so the record that goes beyond it is the last one: it
/// is sent with those before it, from where it is.
const MAX_GATHERED: usize = 4 * 16384;

thread_local! {
    /// Room for gathering that no socket of this thread needs at present.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Room to gather records in; `None` without memory.
fn take_room() -> Option<Vec<u8>> {
    let mut room = SPARE.try_with(Cell::take).unwrap_or_default();
    room.try_reserve_exact(MAX_GATHERED).ok()?;
    Some(room)
}

/// Gives room back, for the next connection that the thread has.
fn give_back(mut room: Vec<u8>) {
    room.clear();
    // A thread that ends keeps none.
    let _ = SPARE.try_with(|spare| spare.set(room));
}

/// What the BIO has of its own.
pub(crate) struct Socket {
    fd: Cell<c_int>,
    is_corked: Cell<bool>,
    /// Whether the next try to send is in vain, since one has just shown that there is no room.
    is_full: Cell<bool>,
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
        is_full: Cell::new(false),
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
        self.is_full.set(false);
    }

    /// From now on it gathers what is written. Tells whether it can.
    pub(crate) fn cork(&self) -> bool {
        let gathered = match self.gathered.take() {
            none if none.capacity() == 0 => take_room(),
            gathered => Some(gathered),
        };
        self.is_corked.set(gathered.is_some());
        self.gathered.set(gathered.unwrap_or_default());
        self.is_corked.get()
    }

    /// Sends what was gathered. It does not gather any more.
    pub(crate) fn uncork(&self) -> Moved {
        self.is_corked.set(false);
        match self.is_full.take() {
            true => Moved::NotNow,
            false => self.send_with(&[]),
        }
    }

    /// Sends what was gathered, and `last` behind it. Gives how much of `last` is sent when nothing else is left.
    fn send_with(&self, last: &[u8]) -> Moved {
        let mut gathered = self.gathered.take();
        let rest = &gathered[self.sent.get()..];
        let moved = match rest.len() + last.len() {
            0 => Moved::Bytes(0),
            _ => moving::send_pieces(self.fd.get(), &[IoSlice::new(rest), IoSlice::new(last)]),
        };
        let rest = rest.len();
        let n = match moved {
            Moved::Bytes(n) => n,
            Moved::NotNow => 0,
            Moved::Failed => {
                self.gathered.set(gathered);
                return Moved::Failed;
            }
        };
        // Who is corked tries once more at once, with the rest of a record or in order to uncork.
        self.is_full
            .set(self.is_corked.get() && n < rest + last.len());
        if n < rest {
            self.sent.update(|sent| sent + n);
            self.gathered.set(gathered);
            return Moved::NotNow;
        }
        self.sent.set(0);
        gathered.clear();
        match self.is_corked.get() {
            true => self.gathered.set(gathered),
            false => give_back(gathered),
        }
        match n - rest {
            0 if !last.is_empty() => Moved::NotNow,
            of_last => Moved::Bytes(of_last),
        }
    }

    /// Puts bytes to those that were gathered, if there is room.
    fn gather(&self, bytes: &[u8]) -> bool {
        let mut gathered = self.gathered.take();
        let has_room = gathered.len() + bytes.len() < MAX_GATHERED.min(gathered.capacity());
        if has_room {
            gathered.extend_from_slice(bytes);
        }
        self.gathered.set(gathered);
        has_room
    }

    fn write(&self, bytes: &[u8]) -> Moved {
        if self.is_full.take() {
            return Moved::NotNow;
        }
        if self.is_corked.get() && self.gather(bytes) {
            return Moved::Bytes(bytes.len());
        }
        if self.unsent() > 0 {
            return self.send_with(bytes);
        }
        // SAFETY: there are so many bytes.
        unsafe { moving::send(self.fd.get(), bytes.as_ptr().cast(), bytes.len()) }
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
                c_long::from(tell(bio, socket.send_with(&[]), BIO_FLAGS_WRITE) >= 0)
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
