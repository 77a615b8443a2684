//! What was found, kept until the program is told.

use std::ffi::c_int;

use super::message::{Message, kind};
use super::name::Name;
use super::query::{self, Unusable};
use super::request::Outcome;
use crate::ds::vec::CellVec;
use crate::ffi::dns::{DNS_ERR_NODATA, DNS_ERR_NONE, DNS_ERR_UNKNOWN};
use crate::rt::mm::OutOfMemory;

/// What was found.
pub(super) enum Answer {
    None,
    /// Addresses of one family, and the canonical name as a C string, or nothing.
    Addresses {
        bytes: CellVec<u8>,
        canonical: CellVec<u8>,
    },
    /// A name, as a C string.
    Name(CellVec<u8>),
    /// A whole message, to be read when its records are asked for.
    Message(CellVec<u8>),
}

fn copy(bytes: &[u8]) -> Result<CellVec<u8>, OutOfMemory> {
    let copy = CellVec::new();
    copy.extend_from_slice(bytes)?;
    Ok(copy)
}

fn text(name: Option<Name>) -> Result<CellVec<u8>, OutOfMemory> {
    match name {
        Some(name) => copy(name.text().with_nul()),
        None => Ok(CellVec::new()),
    }
}

/// Reads a message that answers a question of type `kind` without an error. `bytes` are all of it;
/// `records`, whether all records are wanted.
pub(super) fn read(message: Message<'_>, bytes: &[u8], kind: u16, records: bool) -> Outcome {
    let addresses = CellVec::new();
    let found = query::read(message, kind, |address| {
        addresses.extend_from_slice(address)
    });
    let found = match found {
        Ok(found) => found,
        Err(Unusable::Malformed) => return Outcome::error(DNS_ERR_UNKNOWN),
        Err(Unusable::NotCollected(error)) => return error.into(),
    };
    let answer = if !found.any {
        Ok(Answer::None)
    } else if records {
        copy(bytes).map(Answer::Message)
    } else if kind == kind::PTR {
        text(found.target).map(Answer::Name)
    } else {
        text(found.canonical).map(|canonical| Answer::Addresses {
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
