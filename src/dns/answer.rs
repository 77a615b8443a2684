//! What was found, kept until the program is told.

use std::cell::Cell;
use std::ffi::c_int;
use std::slice;

use super::message::{Message, kind};
use super::name::Name;
use super::query::{self, Found, Unusable};
use super::request::Outcome;
use crate::ds::vec::CellVec;
use crate::ffi::dns::{DNS_ERR_NODATA, DNS_ERR_NONE, DNS_ERR_UNKNOWN};
use crate::rt::mm::OutOfMemory;

/// What was found.
pub(super) enum Answer {
    None,
    /// Addresses of one family, and the canonical name as a C string, or nothing.
    Addresses {
        bytes: Addresses,
        canonical: CellVec<u8>,
    },
    /// A name, as a C string.
    Name(CellVec<u8>),
    /// A whole message, to be read when its records are asked for.
    Message(CellVec<u8>),
}

/// How many bytes of addresses need no memory of their own: those of nearly all answers.
const FEW: usize = 16;

/// Addresses, one behind the other.
pub(super) struct Addresses {
    /// INVARIANT: the first `len` bytes are they, and at most all of `few`; or `many` is not empty, and
    /// has them all.
    few: Cell<[u8; FEW]>,
    len: Cell<usize>,
    many: CellVec<u8>,
}

impl Addresses {
    const fn none() -> Self {
        Addresses {
            few: Cell::new([0; FEW]),
            len: Cell::new(0),
            many: CellVec::new(),
        }
    }

    fn add(&self, bytes: &[u8]) -> Result<(), OutOfMemory> {
        if self.many.len() > 0 {
            return self.many.extend_from_slice(bytes);
        }
        let (mut few, len) = (self.few.get(), self.len.get());
        match few.get_mut(len..len + bytes.len()) {
            Some(room) => {
                room.copy_from_slice(bytes);
                self.few.set(few);
                self.len.set(len + bytes.len());
                Ok(())
            }
            None => {
                self.many.reserve(len + bytes.len())?;
                self.many.extend_from_slice(&few[..len])?;
                self.many.extend_from_slice(bytes)
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.as_slice().len()
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        if self.many.len() > 0 {
            return self.many.as_slice();
        }
        // SAFETY: the invariant. Nobody adds more when all have been read.
        unsafe { slice::from_raw_parts(self.few.as_ptr().cast(), self.len.get()) }
    }

    pub(super) fn as_mut_ptr(&self) -> *mut u8 {
        if self.many.len() > 0 {
            return self.many.as_mut_ptr();
        }
        self.few.as_ptr().cast()
    }
}

fn copy(bytes: &[u8]) -> Result<CellVec<u8>, OutOfMemory> {
    let copy = CellVec::new();
    copy.extend_from_slice(bytes)?;
    Ok(copy)
}

fn text(name: Option<&Name>) -> Result<CellVec<u8>, OutOfMemory> {
    match name {
        Some(name) => copy(name.text().with_nul()),
        None => Ok(CellVec::new()),
    }
}

/// Reads a message that answers a question of type `kind` without an error. `bytes` are all of it;
/// `records`, whether all records are wanted.
pub(super) fn read(message: Message<'_>, bytes: &[u8], kind: u16, records: bool) -> Outcome {
    let (addresses, mut found) = (Addresses::none(), Found::nothing());
    let read = query::read(message, kind, &mut found, |address| addresses.add(address));
    match read {
        Ok(()) => {}
        Err(Unusable::Malformed) => return Outcome::error(DNS_ERR_UNKNOWN),
        Err(Unusable::NotCollected(error)) => return error.into(),
    }
    let answer = if !found.any {
        Ok(Answer::None)
    } else if records {
        copy(bytes).map(Answer::Message)
    } else if kind == kind::PTR {
        text(found.target.as_ref()).map(Answer::Name)
    } else {
        text(found.canonical.as_ref()).map(|canonical| Answer::Addresses {
            bytes: addresses,
            canonical,
        })
    };
    let error: c_int = if found.any {
        DNS_ERR_NONE
    } else {
        DNS_ERR_NODATA
    };
    match answer {
        Ok(answer) => Outcome {
            error,
            ttl: found.ttl,
            answer,
        },
        Err(error) => error.into(),
    }
}
