//! What was read from below that rustls has not taken yet.
//!
//! rustls reads 4 KB at a time, which are four or five calls of the system for a full record. This reads more with one
//! call, and rustls from this.

use std::cell::Cell;
use std::io::{self, Read};
use std::mem;

use event_tls_core::moving::{Moved, set_errno};

use crate::below::Below;

/// How much is read at once: two full records, with what encryption adds.
const MAX_AHEAD: usize = 2 * (16384 + 256);

thread_local! {
    /// Room for reading that no connection of this thread needs at present.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// It has no room as long as there is nothing in it.
pub(crate) struct Ahead {
    bytes: Vec<u8>,
    /// How many of them rustls has taken.
    taken: usize,
}

impl Ahead {
    pub(crate) const fn new() -> Self {
        Ahead {
            bytes: Vec::new(),
            taken: 0,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.rest().len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest().is_empty()
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.taken..).unwrap_or_default()
    }

    /// Reads what there is below. Nothing may be in it.
    pub(crate) fn fill(&mut self, below: Below) -> Moved {
        self.bytes = SPARE.try_with(Cell::take).unwrap_or_default();
        if self.bytes.try_reserve_exact(MAX_AHEAD).is_err() {
            set_errno(libc::ENOMEM);
            return Moved::Failed;
        }
        // SAFETY: there is so much room, since it is empty.
        let moved = unsafe { below.take(self.bytes.as_mut_ptr(), MAX_AHEAD) };
        match moved {
            // SAFETY: so many bytes have come.
            Moved::Bytes(n @ 1..) => unsafe { self.bytes.set_len(n) },
            _ => self.clear(),
        }
        moved
    }

    /// Forgets what is in it, and keeps the room for another one, if the thread goes on.
    pub(crate) fn clear(&mut self) {
        let mut bytes = mem::take(&mut self.bytes);
        bytes.clear();
        self.taken = 0;
        let _ = SPARE.try_with(|spare| spare.set(bytes));
    }
}

impl Read for Ahead {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.rest().read(to)?;
        self.taken += n;
        if self.is_empty() {
            self.clear();
        }
        Ok(n)
    }
}
