//! Room that connections need only for a while. Each thread keeps what was used last, for the next one.

use std::cell::Cell;
use std::thread::LocalKey;

pub(crate) type Spare = LocalKey<Cell<Vec<u8>>>;

/// Room for `size` bytes, the same at each call; `None` without memory.
pub(crate) fn take(spare: &'static Spare, size: usize) -> Option<Vec<u8>> {
    let mut room = spare.try_with(Cell::take).unwrap_or_default();
    room.try_reserve_exact(size).ok()?;
    Some(room)
}

/// Gives room back.
pub(crate) fn put(spare: &'static Spare, mut room: Vec<u8>) {
    room.clear();
    // For another one, if the thread goes on.
    let _ = spare.try_with(|spare| spare.set(room));
}
