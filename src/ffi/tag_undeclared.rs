//! What code calls that the generator of event2/rpc.h has made, though no header declares it. The variadic ones are in
//! variadic.c.

use std::ffi::c_int;

use super::buffer::{buf, evbuffer};
use super::util::{ev_uint32_t, ev_uint64_t};
use crate::buffer::{Buf, Failed};
use crate::tag::{Code, Decoded};

/// Stores what was decoded. Gives how many bytes that took, or -1.
///
/// # Safety
/// The pointers come from the program, which vouches for them; the place may be null.
unsafe fn taken<T, U: TryFrom<T>>(
    evbuf: *mut evbuffer,
    place: *mut U,
    take: impl FnOnce(Buf) -> Result<Decoded<T>, Failed>,
) -> c_int {
    // SAFETY: the caller's promise.
    let taken = unsafe {
        buf(evbuf).and_then(take).and_then(|decoded| {
            let value = U::try_from(decoded.value).map_err(|_| Failed)?;
            if !place.is_null() {
                place.write(value);
            }
            Ok(decoded.len)
        })
    };
    taken.map_or(-1, |len| len as c_int)
}

/// Takes a number. Returns 0, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_decode_int(
    pnumber: *mut ev_uint32_t,
    evbuf: *mut evbuffer,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them, here and below.
    unsafe { taken(evbuf, pnumber, |buf| buf.take_number(32)) }.min(0)
}

/// The same with 64 bits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_decode_int64(
    pnumber: *mut ev_uint64_t,
    evbuf: *mut evbuffer,
) -> c_int {
    // SAFETY: as above.
    unsafe { taken(evbuf, pnumber, |buf| buf.take_number(64)) }.min(0)
}

/// Takes a tag. Returns how many bytes it had, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_decode_tag(ptag: *mut ev_uint32_t, evbuf: *mut evbuffer) -> c_int {
    // SAFETY: as above.
    unsafe { taken(evbuf, ptag, Buf::take_tag) }
}

/// Adds a tag. Returns how many bytes it has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_encode_tag(evbuf: *mut evbuffer, tag: ev_uint32_t) -> c_int {
    let code = Code::new().tag(tag);
    // SAFETY: as above.
    let _ = unsafe { buf(evbuf) }.and_then(|buf| buf.add_code(&code));
    code.bytes().len() as c_int
}
