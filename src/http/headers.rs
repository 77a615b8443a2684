//! Lists of names and values, as C programs see and walk them.

use std::mem::offset_of;
use std::ptr::{self, NonNull};
use std::slice;

use super::Failed;
use crate::ds::vec::CellVec;
use crate::ffi::keyvalq_struct::{TailqEntry, evkeyval, evkeyvalq};
use crate::rt::mm;
use crate::rt::text;

/// A handle on a list. It borrows nothing.
///
/// INVARIANT: whoever holds a handle uses it only while the list exists. Its entries are as `push` made
/// them, but programs may change their order, and what they point to.
#[derive(Clone, Copy)]
pub(crate) struct Headers(NonNull<evkeyvalq>);

impl Headers {
    /// # Safety
    /// `list` is null or a list that was set up, and stays so for as long as the handle is used.
    pub(crate) unsafe fn from_ptr(list: *const evkeyvalq) -> Option<Self> {
        NonNull::new(list.cast_mut()).map(Headers)
    }

    /// # Safety
    /// `list` is a list that was set up, and stays so for as long as the handle is used.
    pub(super) const unsafe fn new_unchecked(list: *mut evkeyvalq) -> Self {
        // SAFETY: the caller's promise.
        Headers(unsafe { NonNull::new_unchecked(list) })
    }

    /// Makes an empty list of memory that holds anything.
    ///
    /// # Safety
    /// `list` is writable, and stays so for as long as the handle is used.
    pub(crate) unsafe fn set_up(list: NonNull<evkeyvalq>) -> Self {
        // SAFETY: the caller's promise.
        unsafe {
            (&raw mut (*list.as_ptr()).tqh_first).write(ptr::null_mut());
            (&raw mut (*list.as_ptr()).tqh_last).write(&raw mut (*list.as_ptr()).tqh_first);
        }
        Headers(list)
    }

    fn first(self) -> *mut evkeyval {
        // SAFETY: the invariant.
        unsafe { (*self.0.as_ptr()).tqh_first }
    }

    fn entries(self) -> impl Iterator<Item = NonNull<evkeyval>> {
        // SAFETY: the invariant.
        let next =
            |entry: &NonNull<evkeyval>| NonNull::new(unsafe { entry.as_ref() }.next.tqe_next);
        std::iter::successors(NonNull::new(self.first()), next)
    }

    /// Names and values, in order. The list stays as it is while the iterator is used.
    pub(crate) fn iter<'a>(self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        self.entries().map(|entry| {
            // SAFETY: the invariant: names and values are strings, or null by a program's doing.
            unsafe {
                let entry = entry.as_ref();
                let bytes = |pointer| text::bytes(pointer).unwrap_or_default();
                (bytes(entry.key), bytes(entry.value))
            }
        })
    }

    /// The value of the first entry with a name, letters of either case counting as one. It is as long as
    /// the list is left alone.
    pub(crate) fn value<'a>(self, name: &[u8]) -> Option<&'a [u8]> {
        let mut all = self.iter();
        all.find_map(|(own, value)| own.eq_ignore_ascii_case(name).then_some(value))
    }

    /// The first entry with a name.
    pub(crate) fn find(self, name: &[u8]) -> Option<NonNull<evkeyval>> {
        self.entries().find(|entry| {
            // SAFETY: as in `iter`.
            unsafe { text::bytes(entry.as_ref().key) }
                .is_some_and(|own| own.eq_ignore_ascii_case(name))
        })
    }

    /// Adds an entry that a program gives: the name and the value must fit into a message's head.
    pub(crate) fn add(self, name: &[u8], value: &[u8]) -> Result<(), Failed> {
        if name.iter().any(|byte| b"\r\n".contains(byte)) || !is_valid_value(value) {
            return Err(Failed);
        }
        self.push(name, &[value])
    }

    /// Adds an entry whose value is made of parts. What is behind a NUL is not seen by C.
    pub(crate) fn push(self, name: &[u8], value: &[&[u8]]) -> Result<(), Failed> {
        let value_len: usize = value.iter().map(|part| part.len()).sum();
        let size = size_of::<evkeyval>() + name.len() + 1 + value_len + 1;
        let entry = mm::malloc(size).ok_or(Failed)?.cast::<evkeyval>();
        // SAFETY: the memory is as large as the entry and both texts behind it; the list is ours to change.
        unsafe {
            let key = entry.add(1).cast::<u8>();
            let mut end = append(key, name).add(1);
            end.sub(1).write(0);
            let start = end;
            for part in value {
                end = append(end, part);
            }
            end.write(0);
            let last = (*self.0.as_ptr()).tqh_last;
            entry.write(evkeyval {
                next: TailqEntry {
                    tqe_next: ptr::null_mut(),
                    tqe_prev: last,
                },
                key: key.as_ptr().cast(),
                value: start.as_ptr().cast(),
            });
            *last = entry.as_ptr();
            (*self.0.as_ptr()).tqh_last = &raw mut (*entry.as_ptr()).next.tqe_next;
        }
        Ok(())
    }

    fn last(self) -> Option<NonNull<evkeyval>> {
        const { assert!(offset_of!(evkeyval, next.tqe_next) == 0) };
        // SAFETY: the invariant.
        let end = unsafe { (*self.0.as_ptr()).tqh_last };
        // The end of a list that is not empty is the link of the last entry, with which that begins.
        NonNull::new(end.cast()).filter(|_| !self.first().is_null())
    }

    /// The value of the last entry. It is as long as the list is left alone.
    pub(super) fn last_value<'a>(self) -> Option<&'a [u8]> {
        // SAFETY: as in `iter`.
        self.last()
            .map(|last| unsafe { text::bytes(last.as_ref().value) }.unwrap_or_default())
    }

    /// Gives the last entry another value.
    pub(super) fn set_last_value(self, value: &[u8]) -> Result<(), Failed> {
        let last = self.last().ok_or(Failed)?;
        // SAFETY: as in `iter`. The name is copied before the entry is freed.
        unsafe {
            self.push(text::bytes(last.as_ref().key).unwrap_or_default(), &[value])?;
            self.free(last);
        }
        Ok(())
    }

    /// Removes the first entry with a name. Tells whether there was one.
    pub(crate) fn remove(self, name: &[u8]) -> bool {
        let found = self.find(name);
        if let Some(entry) = found {
            // SAFETY: it is an entry of the list.
            unsafe { self.free(entry) };
        }
        found.is_some()
    }

    /// Removes all entries but the last of each name. There may be many: they are sorted, not searched for.
    pub(super) fn keep_last_values(self) -> Result<(), Failed> {
        let mut entries = CellVec::new();
        for (i, entry) in self.entries().enumerate() {
            entries.push((i, entry))?;
        }
        // SAFETY: as in `iter`.
        let name = |entry: &(usize, NonNull<evkeyval>)| unsafe {
            text::bytes(entry.1.as_ref().key).unwrap_or_default()
        };
        let compare = |a: &_, b: &_| {
            let small = |entry| name(entry).iter().map(u8::to_ascii_lowercase);
            small(a).cmp(small(b))
        };
        let sorted = entries.as_mut_slice();
        sorted.sort_unstable_by(|a, b| compare(a, b).then(a.0.cmp(&b.0)));
        for pair in sorted.windows(2) {
            if compare(&pair[0], &pair[1]).is_eq() {
                // SAFETY: it is an entry of the list, and not looked at again.
                unsafe { self.free(pair[0].1) };
            }
        }
        Ok(())
    }

    pub(crate) fn clear(self) {
        while let Some(entry) = NonNull::new(self.first()) {
            // SAFETY: it is an entry of the list.
            unsafe { self.free(entry) };
        }
    }

    /// # Safety
    /// `entry` is one of the list's, and is not used again.
    unsafe fn free(self, entry: NonNull<evkeyval>) {
        // SAFETY: the caller's promise, and the invariant.
        unsafe {
            let TailqEntry { tqe_next, tqe_prev } = entry.as_ref().next;
            match NonNull::new(tqe_next) {
                Some(next) => (*next.as_ptr()).next.tqe_prev = tqe_prev,
                None => (*self.0.as_ptr()).tqh_last = tqe_prev,
            }
            *tqe_prev = tqe_next;
            mm::free(entry.as_ptr().cast());
        }
    }
}

/// Copies bytes to a place; gives the place behind them.
///
/// # Safety
/// There is room for them.
unsafe fn append(to: NonNull<u8>, bytes: &[u8]) -> NonNull<u8> {
    // SAFETY: the caller's promise.
    unsafe {
        let room =
            slice::from_raw_parts_mut(to.as_ptr().cast::<std::mem::MaybeUninit<u8>>(), bytes.len());
        room.write_copy_of_slice(bytes);
        to.add(bytes.len())
    }
}

/// Whether each end of line in a value is followed by a space or a tab: it goes on then.
fn is_valid_value(value: &[u8]) -> bool {
    let mut rest = value;
    while let Some(at) = rest.iter().position(|byte| b"\r\n".contains(byte)) {
        rest = &rest[at..];
        let ends = rest
            .iter()
            .take_while(|byte| b"\r\n".contains(*byte))
            .count();
        rest = &rest[ends..];
        if !rest.first().is_some_and(|byte| b" \t".contains(byte)) {
            return false;
        }
    }
    true
}
