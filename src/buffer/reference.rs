//! Bytes that stay where they are: the program's own memory, and the blocks of another buffer.

use std::ffi::c_void;
use std::ptr::NonNull;

use super::chain::{Chain, ChainList};
use super::{Buf, Change, End, Failed, lock_two};
use crate::ffi::buffer::evbuffer_ref_cleanup_cb;

/// Memory of the program's, and whom to tell when it is no longer needed.
#[derive(Clone, Copy)]
pub(crate) struct Reference {
    /// What the program handed over, which the bytes in the buffer are a part of.
    pub(crate) data: *const c_void,
    pub(crate) len: usize,
    pub(crate) cleanup: evbuffer_ref_cleanup_cb,
    pub(crate) extra: *mut c_void,
}

impl Reference {
    pub(super) fn clean_up(self) {
        if let Some(cleanup) = self.cleanup {
            // SAFETY: the program vouched for its function and arguments.
            unsafe { cleanup(self.data, self.len, self.extra) };
        }
    }
}

impl Buf {
    /// Appends the bytes of `reference` from `offset`, without copying.
    ///
    /// # Safety
    /// They stay as they are until the reference is cleaned up.
    pub(crate) unsafe fn add_reference(
        self,
        reference: Reference,
        offset: usize,
    ) -> Result<(), Failed> {
        let len = reference.len.checked_sub(offset).ok_or(Failed)?;
        let start = reference.data.cast::<u8>().wrapping_add(offset);
        let bytes = NonNull::new(start.cast_mut()).unwrap_or(NonNull::dangling());
        if self.is_bare(End::Back) {
            return self.append_reference(bytes, len, reference);
        }
        self.add_reference_with_care(bytes, len, reference)
    }

    #[inline(never)]
    fn add_reference_with_care(
        self,
        bytes: NonNull<u8>,
        len: usize,
        reference: Reference,
    ) -> Result<(), Failed> {
        let _lock = self.lock();
        self.check_not_frozen(End::Back)?;
        self.append_reference(bytes, len, reference)?;
        self.changed(Change::added(len));
        Ok(())
    }

    /// The same with the lock taken; tells nobody.
    #[inline(always)]
    fn append_reference(
        self,
        bytes: NonNull<u8>,
        len: usize,
        reference: Reference,
    ) -> Result<(), Failed> {
        self.check_fits(len)?;
        self.push_chain(Chain::of_reference(bytes, len, reference)?);
        Ok(())
    }

    /// Appends the bytes of `source`, without copying: both have them then. Refused if that has such
    /// bytes itself, or parts of files.
    pub(crate) fn add_chains_of(self, source: Buf) -> Result<(), Failed> {
        let _locks = lock_two(self, source);
        let len = source.len();
        if len == 0 {
            return Ok(());
        }
        self.check_not_frozen(End::Back)?;
        self.check_fits(len)?;
        let refused = |chain: Chain| chain.is_multicast() || chain.is_of_segment();
        if self == source || source.chains().any(refused) {
            return Err(Failed);
        }
        // Made first, so that there is nothing to undo when memory runs out.
        let mut copies = ChainList::new();
        for chain in source.chains().filter(|chain| !chain.is_empty()) {
            copies.push(Chain::of_chain(chain)?);
        }
        self.append_list(copies);
        self.changed(Change::added(len));
        Ok(())
    }
}
