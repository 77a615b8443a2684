//! What the fuzz target in `fuzz/` calls: arbitrary bytes say what is done with some buffers, and the same is done with
//! as many vectors of bytes.
#![allow(missing_docs)]

mod steps;

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::sync::LazyLock;
use std::{array, iter, ptr, slice};

use super::evbuffer;
use crate::ffi::buffer::bytes::*;
use crate::ffi::buffer::transfer::*;
use crate::ffi::buffer::*;

const BUFFERS: usize = 3;
/// No buffer gets longer.
const MAX_LEN: usize = 20_000;
/// The ends of a buffer, as evbuffer_freeze() has them.
const BACK: usize = 0;
const FRONT: usize = 1;

/// What buffers are filled with: line ends and NUL bytes are in it more often than others.
static POOL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    const BYTES: &[u8] = b"abcdefghijklmnop\r\r\n\n\0";
    let next = |n: &u32| Some(n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
    let numbers = iter::successors(Some(1), next).take(2 * MAX_LEN);
    let bytes = numbers.map(|n| BYTES[(n >> 24) as usize % BYTES.len()]);
    bytes.collect()
});

thread_local! {
    /// References and segments that have not been cleaned up.
    static LIVE: Cell<usize> = const { Cell::new(0) };
}

/// The bytes that say what to do; when they are used up, all are 0.
struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn byte(&mut self) -> usize {
        let (&first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        first.into()
    }

    /// A length, mostly short.
    fn len(&mut self) -> usize {
        match self.byte() {
            n @ 0..200 => n,
            n @ 200..255 => (n - 199) * 97,
            _ => self.below(MAX_LEN),
        }
    }

    /// A length, or, seldom, one that cannot be.
    fn odd_len(&mut self) -> usize {
        match self.len() {
            20 => usize::MAX - self.byte(),
            n => n,
        }
    }

    fn below(&mut self, n: usize) -> usize {
        (self.byte() * 256 + self.byte()) % n
    }

    /// Bytes that stay there for ever.
    fn text(&mut self, len: usize) -> &'static [u8] {
        let start = self.below(MAX_LEN);
        &POOL[start..start + len]
    }
}

/// A buffer, and the same in the plainest way.
struct Twin {
    buf: *mut evbuffer,
    model: Vec<u8>,
    /// Whether its ends are.
    is_frozen: [bool; 2],
}

impl Twin {
    fn new() -> Self {
        // SAFETY: the buffer is new; the callback may be called as long as it is there.
        let buf = unsafe {
            let buf = evbuffer_new();
            assert!(!evbuffer_add_cb(buf, Some(changed), ptr::null_mut()).is_null());
            buf
        };
        Twin {
            buf,
            model: Vec::new(),
            is_frozen: [false; 2],
        }
    }

    fn has_room(&self, len: usize) -> bool {
        self.model.len().saturating_add(len) <= MAX_LEN
    }

    /// Whether so many bytes may be taken from the front, or put there: none always may.
    fn front_gives(&self, len: usize) -> bool {
        !self.is_frozen[FRONT] || len == 0
    }

    /// The buffer has what the model has.
    fn check(&self) {
        let len = self.model.len();
        // SAFETY: the buffer is there, and its bytes are where it says.
        unsafe {
            assert_eq!(evbuffer_get_length(self.buf), len);
            let count = evbuffer_peek(self.buf, -1, ptr::null_mut(), ptr::null_mut(), 0);
            let mut pieces = vec![EMPTY; count as usize];
            evbuffer_peek(
                self.buf,
                -1,
                ptr::null_mut(),
                pieces.as_mut_ptr(),
                pieces.len() as c_int,
            );
            assert_eq!(joined(&pieces), self.model);
            let first = pieces.first().map_or(0, |piece| piece.iov_len);
            assert_eq!(evbuffer_get_contiguous_space(self.buf), first);
        }
    }
}

impl Drop for Twin {
    fn drop(&mut self) {
        // SAFETY: it is not used again.
        unsafe { evbuffer_free(self.buf) };
    }
}

const EMPTY: evbuffer_iovec = evbuffer_iovec {
    iov_base: ptr::null_mut(),
    iov_len: 0,
};

/// # Safety
/// There are bytes where the pieces say.
unsafe fn joined(pieces: &[evbuffer_iovec]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.iov_len > 0) {
        // SAFETY: the caller's promise.
        bytes.extend(unsafe { slice::from_raw_parts(piece.iov_base.cast::<u8>(), piece.iov_len) });
    }
    bytes
}

unsafe extern "C" fn changed(buf: *mut evbuffer, info: *const evbuffer_cb_info, _: *mut c_void) {
    // SAFETY: both are there while this is called.
    let (len, info) = unsafe { (evbuffer_get_length(buf), &*info) };
    assert!(info.n_added > 0 || info.n_deleted > 0);
    assert_eq!(info.orig_size + info.n_added - info.n_deleted, len);
}

/// What C functions return.
fn status(is_done: bool) -> c_int {
    if is_done { 0 } else { -1 }
}

/// What is done with two buffers, or with one and itself.
#[derive(Clone, Copy, PartialEq)]
enum Move {
    Remove,
    Prepend,
    Add,
    Refer,
}

const MOVES: [Move; 4] = [Move::Remove, Move::Prepend, Move::Add, Move::Refer];

/// Sequences of operations.
pub fn operations(data: &[u8]) {
    let mut input = Input(data);
    let mut twins: [Twin; BUFFERS] = array::from_fn(|_| Twin::new());
    while !input.0.is_empty() {
        let what = input.byte() % (MOVES.len() + steps::STEPS.len());
        let to = input.byte() % BUFFERS;
        match MOVES.get(what) {
            Some(how) => {
                let from = input.byte() % BUFFERS;
                between(*how, &mut twins, to, from, &mut input);
            }
            None => steps::STEPS[what - MOVES.len()](&mut twins[to], &mut input),
        }
        twins.iter().for_each(Twin::check);
    }
    drop(twins);
    assert_eq!(LIVE.get(), 0);
}

fn between(how: Move, twins: &mut [Twin; BUFFERS], to: usize, from: usize, input: &mut Input) {
    let mut bytes = twins[from].model.clone();
    let asked = match how {
        Move::Remove => input.odd_len(),
        _ => bytes.len(),
    };
    bytes.truncate(asked);
    if !twins[to].has_room(bytes.len()) {
        return;
    }
    let grows = if how == Move::Prepend { FRONT } else { BACK };
    let is_allowed = !twins[to].is_frozen[grows] && !twins[from].is_frozen[FRONT];
    let is_nothing = to == from || bytes.is_empty();
    let (target, source) = (twins[to].buf, twins[from].buf);
    // SAFETY: the buffers are there.
    let (got, expected) = unsafe {
        match how {
            Move::Remove => {
                let moved = match (to == from || asked == 0, is_allowed) {
                    (true, _) => 0,
                    (false, true) => bytes.len() as c_int,
                    (false, false) => -1,
                };
                (evbuffer_remove_buffer(source, target, asked), moved)
            }
            Move::Prepend => {
                let expected = status(is_nothing || is_allowed);
                (evbuffer_prepend_buffer(target, source), expected)
            }
            Move::Add => {
                let expected = status(is_nothing || is_allowed);
                (evbuffer_add_buffer(target, source), expected)
            }
            Move::Refer => {
                // It is refused for some kinds of blocks, too.
                let is_done = evbuffer_add_buffer_reference(target, source) == 0;
                assert!(!is_done || bytes.is_empty() || to != from && !twins[to].is_frozen[BACK]);
                if is_done {
                    twins[to].model.extend(bytes);
                }
                return;
            }
        }
    };
    assert_eq!(got, expected);
    if is_allowed && to != from {
        twins[from].model.drain(..bytes.len());
        let model = &mut twins[to].model;
        let at = if grows == FRONT { 0 } else { model.len() };
        model.splice(at..at, bytes);
    }
}
