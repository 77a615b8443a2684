//! What the fuzz target in `fuzz/` calls: arbitrary bytes in, and what must hold whatever they are.
#![allow(missing_docs)]

use std::ffi::c_char;
use std::ptr;

use crate::buffer::evbuffer;
use crate::ffi::buffer::{evbuffer_add, evbuffer_free, evbuffer_get_length, evbuffer_new};
use crate::ffi::tag::{
    evtag_consume, evtag_encode_int64, evtag_marshal_buffer, evtag_marshal_int64, evtag_peek,
    evtag_peek_length, evtag_unmarshal, evtag_unmarshal_fixed, evtag_unmarshal_int,
    evtag_unmarshal_int64, evtag_unmarshal_string, evtag_unmarshal_timeval,
};
use crate::ffi::tag_undeclared::{evtag_decode_int64, evtag_decode_tag, evtag_encode_tag};

/// A buffer that is freed with this.
struct Own(*mut evbuffer);

impl Own {
    fn new(bytes: &[u8]) -> Self {
        // SAFETY: the buffer is new, and there are so many bytes.
        unsafe {
            let buf = evbuffer_new();
            assert!(!buf.is_null());
            assert_eq!(evbuffer_add(buf, bytes.as_ptr().cast(), bytes.len()), 0);
            Own(buf)
        }
    }

    fn len(&self) -> usize {
        // SAFETY: it is there, here and below.
        unsafe { evbuffer_get_length(self.0) }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        // SAFETY: it is not used again.
        unsafe { evbuffer_free(self.0) };
    }
}

/// Reads bytes as records, which may have records in them, and writes what was read.
pub fn records(data: &[u8]) {
    let buf = Own::new(data);
    while read_record(&buf) {}
    for call in 0..6 {
        read_as(&Own::new(data), call);
    }
    numbers(data);
}

/// Takes a record, and tells whether there was one.
fn read_record(buf: &Own) -> bool {
    let (mut tag, mut all) = (0, 0);
    // SAFETY: the buffers are there.
    unsafe {
        let before = buf.len();
        let is_head = evtag_peek_length(buf.0, &mut all) == 0;
        assert_eq!(buf.len(), before);
        let is_whole = is_head && before >= all as usize;
        let payload = Own::new(&[]);
        assert!(evtag_peek(buf.0, &mut tag) > 0 || !is_head);
        let copy = tag;
        let n = evtag_unmarshal(buf.0, &mut tag, payload.0);
        assert_eq!(n >= 0, is_whole);
        if n < 0 {
            return false;
        }
        assert_eq!((tag, payload.len()), (copy, n as usize));
        assert_eq!(before - buf.len(), all as usize);
        // What is written is no longer than what was read, and the same.
        let written = Own::new(&[]);
        evtag_marshal_buffer(written.0, tag, payload.0);
        assert!(written.len() <= all as usize);
        let again = Own::new(&[]);
        assert_eq!(evtag_unmarshal(written.0, &mut tag, again.0), n);
        assert_eq!((tag, written.len()), (copy, 0));
        while read_record(&again) {}
        true
    }
}

/// Takes the first record as one of a kind.
fn read_as(buf: &Own, call: u32) {
    let (mut tag, mut number, mut number64) = (0, 0, 0);
    let mut text: *mut c_char = ptr::null_mut();
    let mut fixed = [0u8; 5];
    let mut time = libc::timeval {
        tv_sec: 0,
        tv_usec: 0,
    };
    // SAFETY: the buffer is there, and so are the places.
    unsafe {
        evtag_peek(buf.0, &mut tag);
        match call {
            0 => evtag_unmarshal_int(buf.0, tag, &mut number),
            1 => evtag_unmarshal_int64(buf.0, tag, &mut number64),
            2 => evtag_unmarshal_fixed(buf.0, tag, fixed.as_mut_ptr().cast(), fixed.len()),
            3 => evtag_unmarshal_string(buf.0, tag, &mut text),
            4 => evtag_unmarshal_timeval(buf.0, tag, &mut time),
            _ => evtag_consume(buf.0),
        };
        libc::free(text.cast());
    }
}

/// Numbers and tags come back.
fn numbers(data: &[u8]) {
    for bytes in data.as_chunks::<8>().0 {
        let number = u64::from_le_bytes(*bytes);
        let buf = Own::new(&[]);
        let (mut tag, mut got) = (0, 0);
        // SAFETY: the buffer is there, and so are the places.
        unsafe {
            evtag_encode_int64(buf.0, number);
            evtag_marshal_int64(buf.0, number as u32, number);
            evtag_encode_tag(buf.0, number as u32);
            assert_eq!(evtag_decode_int64(&mut got, buf.0), 0);
            assert_eq!(got, number);
            assert!(evtag_unmarshal_int64(buf.0, number as u32, &mut got) > 0);
            assert_eq!(got, number);
            assert!(evtag_decode_tag(&mut tag, buf.0) > 0);
        }
        assert_eq!((tag, buf.len()), (number as u32, 0));
    }
}
