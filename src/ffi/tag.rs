//! Tagged data: numbers, texts, times and nested records in a buffer, each with a number that says
//! what it is. This is how event2/rpc.h and the code that its generator writes pack structs.
//!
//! Without memory, the functions that add something add nothing.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::NonNull;

use libc::timeval;

use super::buffer::{buf, evbuffer};
use super::status;
use super::util::{ev_uint32_t, ev_uint64_t};
use crate::buffer::Failed;
use crate::rt::mm;
use crate::tag::{Code, Decoded};

/// A length, or -1.
fn length(result: Result<usize, Failed>) -> c_int {
    result
        .ok()
        .and_then(|len| c_int::try_from(len).ok())
        .unwrap_or(-1)
}

/// Stores a value where the program wants it, if it does.
///
/// # Safety
/// The place is null, or comes from the program, which vouches for it.
unsafe fn store<T>(place: *mut T, value: T) {
    if let Some(place) = NonNull::new(place) {
        // SAFETY: the caller's promise.
        unsafe { place.write(value) };
    }
}

/// Does nothing: there is nothing to be set up.
#[unsafe(no_mangle)]
pub extern "C" fn evtag_init() {}

/// Takes the head of a record, and stores its tag in `*ptag`, unless that is NULL. Returns how long the payload
/// is, which is next in the buffer; -1 if there is no whole record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_unmarshal_header(
    evbuf: *mut evbuffer,
    ptag: *mut ev_uint32_t,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them, here and below.
    unsafe {
        length(buf(evbuf).and_then(|buf| {
            let (tag, len) = buf.take_header()?;
            store(ptag, tag);
            Ok(len)
        }))
    }
}

/// Adds a record with `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_marshal(
    evbuf: *mut evbuffer,
    tag: ev_uint32_t,
    data: *const c_void,
    len: ev_uint32_t,
) {
    let payload: &[u8] = match data.is_null() || len == 0 {
        true => &[],
        // SAFETY: as above.
        false => unsafe { std::slice::from_raw_parts(data.cast(), len as usize) },
    };
    // SAFETY: as above.
    let _ = unsafe { buf(evbuf) }.and_then(|buf| buf.add_record(tag, payload));
}

/// Adds a record with all that is in `data`, which is empty then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_marshal_buffer(
    evbuf: *mut evbuffer,
    tag: ev_uint32_t,
    data: *mut evbuffer,
) {
    // SAFETY: as above.
    let _ = unsafe {
        buf(evbuf).and_then(|to| {
            let data = buf(data)?;
            let len = u32::try_from(data.len()).map_err(|_| Failed)?;
            to.add_code(&Code::header(tag, len))?;
            to.add_buffer(data)
        })
    };
}

/// Adds a number without a tag: half a byte says how many of its halves of bytes follow.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_encode_int(evbuf: *mut evbuffer, number: ev_uint32_t) {
    // SAFETY: as above.
    unsafe { evtag_encode_int64(evbuf, number.into()) };
}

/// As evtag_encode_int(), with 64 bits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_encode_int64(evbuf: *mut evbuffer, number: ev_uint64_t) {
    // SAFETY: as above.
    let _ = unsafe { buf(evbuf) }.and_then(|buf| buf.add_code(&Code::new().number(number)));
}

/// Adds a record with a number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_marshal_int(
    evbuf: *mut evbuffer,
    tag: ev_uint32_t,
    integer: ev_uint32_t,
) {
    // SAFETY: as above.
    unsafe { evtag_marshal_int64(evbuf, tag, integer.into()) };
}

/// As evtag_marshal_int(), with 64 bits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_marshal_int64(
    evbuf: *mut evbuffer,
    tag: ev_uint32_t,
    integer: ev_uint64_t,
) {
    let payload = Code::new().number(integer);
    // SAFETY: as above.
    let _ = unsafe { buf(evbuf) }.and_then(|buf| buf.add_record_of(tag, &payload));
}

/// Adds a record with a text, without its NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_marshal_string(
    buf: *mut evbuffer,
    tag: ev_uint32_t,
    string: *const c_char,
) {
    if string.is_null() {
        return;
    }
    // SAFETY: as above.
    let _ = unsafe {
        let text = CStr::from_ptr(string).to_bytes();
        self::buf(buf).and_then(|buf| buf.add_record(tag, text))
    };
}

/// Adds a record with a time, of which 32 bits of seconds count.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_marshal_timeval(
    evbuf: *mut evbuffer,
    tag: ev_uint32_t,
    tv: *mut timeval,
) {
    // SAFETY: as above.
    if let Some(time) = unsafe { tv.as_ref() } {
        let payload = Code::new().time(time);
        // SAFETY: as above.
        let _ = unsafe { buf(evbuf) }.and_then(|buf| buf.add_record_of(tag, &payload));
    }
}

/// Moves the payload of the next record to the end of `dst`, and stores the tag in `*ptag`, unless that is NULL.
/// Returns how long the payload is, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_unmarshal(
    src: *mut evbuffer,
    ptag: *mut ev_uint32_t,
    dst: *mut evbuffer,
) -> c_int {
    // SAFETY: as above.
    unsafe {
        length(buf(src).and_then(|from| {
            let to = buf(dst)?;
            let (tag, len) = from.take_header()?;
            store(ptag, tag);
            from.remove_to(to, len)
        }))
    }
}

/// Stores the next tag in `*ptag`, unless that is NULL, and leaves it where it is. Returns how long it is, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_peek(evbuf: *mut evbuffer, ptag: *mut ev_uint32_t) -> c_int {
    // SAFETY: as above.
    unsafe {
        length(buf(evbuf).and_then(|buf| {
            let tag = buf.peek_tag()?;
            store(ptag, tag.value);
            Ok(tag.len)
        }))
    }
}

/// Stores how long the next record is, head and payload, and leaves it where it is. It need not all be there. Returns
/// 0, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_peek_length(
    evbuf: *mut evbuffer,
    plength: *mut ev_uint32_t,
) -> c_int {
    // SAFETY: as above.
    unsafe {
        status(buf(evbuf).and_then(|buf| {
            let header = buf.peek_header()?;
            let all = header.payload.checked_add(header.len as u32);
            store(plength, all.ok_or(Failed)?);
            Ok(())
        }))
    }
}

/// Stores how long the payload of the next record is, and leaves it where it is. It need not all be there. Returns 0,
/// or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_payload_length(
    evbuf: *mut evbuffer,
    plength: *mut ev_uint32_t,
) -> c_int {
    // SAFETY: as above.
    unsafe {
        status(buf(evbuf).and_then(|buf| {
            store(plength, buf.peek_header()?.payload);
            Ok(())
        }))
    }
}

/// Removes the next record. Returns 0, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_consume(evbuf: *mut evbuffer) -> c_int {
    // SAFETY: as above.
    status(unsafe { buf(evbuf) }.and_then(|buf| {
        let (_, len) = buf.take_header()?;
        buf.drain(len)
    }))
}

/// What a function for numbers returns: how long the number is, or -1.
///
/// # Safety
/// The place comes from the program, which vouches for it.
unsafe fn stored<T: TryFrom<u64>>(number: Result<Decoded<u64>, Failed>, place: *mut T) -> c_int {
    length(number.and_then(|number| {
        let value = T::try_from(number.value).map_err(|_| Failed)?;
        // SAFETY: the caller's promise.
        unsafe { store(place, value) };
        Ok(number.len)
    }))
}

/// Takes the next record, which has to have this tag, and a number. Returns how long the number is, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_unmarshal_int(
    evbuf: *mut evbuffer,
    need_tag: ev_uint32_t,
    pinteger: *mut ev_uint32_t,
) -> c_int {
    // SAFETY: as above.
    unsafe {
        let number = buf(evbuf).and_then(|buf| buf.take_number_of(need_tag, 32));
        stored(number, pinteger)
    }
}

/// As evtag_unmarshal_int(), with 64 bits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_unmarshal_int64(
    evbuf: *mut evbuffer,
    need_tag: ev_uint32_t,
    pinteger: *mut ev_uint64_t,
) -> c_int {
    // SAFETY: as above.
    unsafe {
        let number = buf(evbuf).and_then(|buf| buf.take_number_of(need_tag, 64));
        stored(number, pinteger)
    }
}

/// Takes the next record, which has to have this tag, and as many bytes as there is room for. Returns 0, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_unmarshal_fixed(
    src: *mut evbuffer,
    need_tag: ev_uint32_t,
    data: *mut c_void,
    len: usize,
) -> c_int {
    // SAFETY: as above.
    status(unsafe {
        buf(src).and_then(|buf| {
            if buf.take_header_of(need_tag)? != len {
                return Err(Failed);
            }
            let to = NonNull::new(data.cast()).unwrap_or(NonNull::dangling());
            buf.remove(to, len).map(|_| ())
        })
    })
}

/// Takes the next record, which has to have this tag, and stores its bytes, with a NUL behind them, in memory that the
/// program has to free. Returns 0, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_unmarshal_string(
    evbuf: *mut evbuffer,
    need_tag: ev_uint32_t,
    pstring: *mut *mut c_char,
) -> c_int {
    // SAFETY: as above; the memory has room for the bytes and the NUL.
    status(unsafe {
        buf(evbuf).and_then(|buf| {
            let len = buf.take_header_of(need_tag)?;
            let text = mm::malloc(len + 1).ok_or(Failed)?.cast::<u8>();
            let got = buf.remove(text, len).inspect_err(|_| {
                mm::free(text.as_ptr().cast());
            })?;
            text.add(got).write(0);
            store(pstring, text.as_ptr().cast());
            Ok(())
        })
    })
}

/// Takes the next record, which has to have this tag, and a time. Returns 0, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evtag_unmarshal_timeval(
    evbuf: *mut evbuffer,
    need_tag: ev_uint32_t,
    ptv: *mut timeval,
) -> c_int {
    // SAFETY: as above.
    status(unsafe {
        buf(evbuf).and_then(|buf| {
            store(ptv, buf.take_time_of(need_tag)?);
            Ok(())
        })
    })
}
