//! What is done with one buffer.

use std::ffi::{c_int, c_uint, c_void};
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, IntoRawFd};
use std::os::unix::net::UnixStream;
use std::sync::LazyLock;
use std::{mem, ptr, slice};

use memchr::{memchr, memmem};

use super::{BACK, EMPTY, FRONT, Input, LIVE, MAX_LEN, POOL, Twin, joined, status};
use crate::buffer::DEFAULT_MAX_READ;
use crate::ffi::buffer::bytes::*;
use crate::ffi::buffer::transfer::*;
use crate::ffi::buffer::*;

pub(super) const STEPS: [fn(&mut Twin, &mut Input); 18] = [
    add,
    prepend,
    drain,
    remove,
    copy_out,
    pull_up,
    expand,
    reserve,
    look,
    add_pieces,
    add_reference,
    add_file,
    read_line,
    find_line_end,
    find,
    freeze,
    write,
    read,
];

fn add(twin: &mut Twin, input: &mut Input) {
    let len = input.odd_len();
    if len > isize::MAX as usize {
        // SAFETY: the buffer is there, and such a length is refused before anything is looked at.
        let got = unsafe { evbuffer_add(twin.buf, POOL.as_ptr().cast(), len) };
        assert_eq!(got, -1);
    } else if twin.has_room(len) {
        let text = input.text(len);
        let is_done = !twin.is_frozen[BACK];
        // SAFETY: the buffer is there, here and below, and so are the bytes.
        let got = unsafe { evbuffer_add(twin.buf, text.as_ptr().cast(), len) };
        assert_eq!(got, status(is_done));
        if is_done {
            twin.model.extend(text);
        }
    }
}

fn prepend(twin: &mut Twin, input: &mut Input) {
    let len = input.len();
    if twin.has_room(len) {
        let text = input.text(len);
        let is_done = twin.front_gives(len);
        // SAFETY: as in `add`.
        let got = unsafe { evbuffer_prepend(twin.buf, text.as_ptr().cast(), len) };
        assert_eq!(got, status(is_done));
        if is_done {
            twin.model.splice(..0, text.iter().copied());
        }
    }
}

fn drain(twin: &mut Twin, input: &mut Input) {
    let len = input.odd_len();
    let is_done = twin.front_gives(twin.model.len());
    // SAFETY: as above.
    assert_eq!(unsafe { evbuffer_drain(twin.buf, len) }, status(is_done));
    if is_done {
        twin.model.drain(..len.min(twin.model.len()));
    }
}

fn remove(twin: &mut Twin, input: &mut Input) {
    let asked = input.odd_len();
    let len = asked.min(twin.model.len());
    let mut got = vec![0u8; len];
    // SAFETY: there is room for all that is in the buffer.
    let count = unsafe { evbuffer_remove(twin.buf, got.as_mut_ptr().cast(), asked) };
    if twin.front_gives(len) {
        assert_eq!(count, len as c_int);
        assert!(twin.model.drain(..len).eq(got));
    } else {
        assert_eq!(count, -1);
    }
}

/// A position in the buffer, its end included, in two steps, and one that cannot be made.
fn position(twin: &Twin, input: &mut Input) -> (usize, evbuffer_ptr) {
    let at = input.below(twin.model.len() + 1);
    let first = input.below(at + 1);
    // SAFETY: a position is integers and a pointer that may be null.
    unsafe {
        let mut place: evbuffer_ptr = mem::zeroed();
        assert_eq!(evbuffer_ptr_set(twin.buf, &mut place, first, 0), 0);
        assert_eq!(evbuffer_ptr_set(twin.buf, &mut place, at - first, 1), 0);
        assert_eq!(place.pos, at as isize);
        let mut beyond: evbuffer_ptr = mem::zeroed();
        let len = twin.model.len() + 1;
        assert_eq!(evbuffer_ptr_set(twin.buf, &mut beyond, len, 0), -1);
        assert_eq!(beyond.pos, -1);
        (at, place)
    }
}

fn copy_out(twin: &mut Twin, input: &mut Input) {
    let (at, place) = position(twin, input);
    let asked = input.len();
    let expected = &twin.model[at..twin.model.len().min(at + asked)];
    let mut got = vec![0u8; expected.len()];
    let to = got.as_mut_ptr().cast();
    // SAFETY: there is room for all behind the position.
    let count = unsafe { evbuffer_copyout_from(twin.buf, &place, to, asked) };
    if twin.front_gives(expected.len()) {
        assert_eq!(count, expected.len() as isize);
        assert_eq!(got, expected);
    } else {
        assert_eq!(count, -1);
    }
}

fn pull_up(twin: &mut Twin, input: &mut Input) {
    let (asked, len) = match input.len() {
        0 => (-1, twin.model.len()),
        len => (len as isize, len),
    };
    // SAFETY: the buffer has so many bytes in one piece then.
    unsafe {
        let start = evbuffer_pullup(twin.buf, asked);
        assert_eq!(start.is_null(), len == 0 || len > twin.model.len());
        if !start.is_null() {
            assert_eq!(slice::from_raw_parts(start, len), &twin.model[..len]);
        }
    }
}

fn expand(twin: &mut Twin, input: &mut Input) {
    let len = input.odd_len();
    let expected = status(len <= isize::MAX as usize);
    // SAFETY: as above.
    assert_eq!(unsafe { evbuffer_expand(twin.buf, len) }, expected);
}

/// Reserves room, and fills a part of it.
fn reserve(twin: &mut Twin, input: &mut Input) {
    let len = input.len();
    let mut pieces = vec![EMPTY; 1 + input.byte() % 4];
    let count = pieces.len() as c_int;
    // SAFETY: there is room where the pieces say.
    unsafe {
        let got = evbuffer_reserve_space(twin.buf, len as isize, pieces.as_mut_ptr(), count);
        assert_eq!(got < 0, twin.is_frozen[BACK]);
        let Ok(used) = usize::try_from(got) else {
            return;
        };
        pieces.truncate(used);
        assert!(pieces.iter().map(|piece| piece.iov_len).sum::<usize>() >= len);
        for piece in &mut pieces {
            let len = input.below(piece.iov_len + 1).min(MAX_LEN);
            let text = input.text(len);
            let to = piece.iov_base.cast::<u8>();
            to.copy_from_nonoverlapping(text.as_ptr(), text.len());
            piece.iov_len = text.len();
        }
        let added = joined(&pieces);
        if twin.has_room(added.len()) {
            assert_eq!(evbuffer_commit_space(twin.buf, pieces.as_mut_ptr(), got), 0);
            twin.model.extend(added);
        }
    }
}

fn look(twin: &mut Twin, input: &mut Input) {
    let (at, mut place) = position(twin, input);
    let asked = input.len();
    let mut pieces = vec![EMPTY; input.byte() % 5];
    let (room, count) = (pieces.as_mut_ptr(), pieces.len() as c_int);
    let rest = &twin.model[at..];
    // SAFETY: there are bytes where the pieces say.
    unsafe {
        let used = evbuffer_peek(twin.buf, asked as isize, &mut place, room, count);
        let is_all = used <= count;
        pieces.truncate(used.try_into().unwrap());
        let got = joined(&pieces);
        assert!(rest.starts_with(&got));
        assert!(!is_all || got.len() >= asked.min(rest.len()));
    }
}

fn add_pieces(twin: &mut Twin, input: &mut Input) {
    let mut pieces = Vec::new();
    for _ in 0..input.byte() % 5 {
        let len = input.len();
        let text = input.text(len);
        pieces.push(evbuffer_iovec {
            iov_base: text.as_ptr().cast_mut().cast(),
            iov_len: len,
        });
    }
    // SAFETY: the bytes are there, and nobody writes to them.
    unsafe {
        let bytes = joined(&pieces);
        if twin.has_room(bytes.len()) {
            let len = if twin.is_frozen[BACK] { 0 } else { bytes.len() };
            let got = evbuffer_add_iovec(twin.buf, pieces.as_mut_ptr(), pieces.len() as c_int);
            assert_eq!(got, len);
            twin.model.extend(&bytes[..len]);
        }
    }
}

unsafe extern "C" fn on_release(data: *const c_void, len: usize, extra: *mut c_void) {
    // SAFETY: `add_reference` made it for this.
    let bytes = unsafe { *Box::from_raw(extra.cast::<&[u8]>()) };
    assert_eq!((bytes.as_ptr().cast(), bytes.len()), (data, len));
    LIVE.set(LIVE.get() - 1);
}

fn add_reference(twin: &mut Twin, input: &mut Input) {
    let len = input.len();
    if !twin.has_room(len) {
        return;
    }
    let text = input.text(len);
    let offset = input.below(len + 1);
    let (buf, data) = (twin.buf, text.as_ptr().cast());
    let extra = Box::into_raw(Box::new(text)).cast();
    LIVE.set(LIVE.get() + 1);
    // SAFETY: the bytes stay.
    unsafe {
        let (rest, release) = (len - offset, Some(on_release as _));
        let got = evbuffer_add_reference_with_offset(buf, data, offset, rest, release, extra);
        assert_eq!(got, status(!twin.is_frozen[BACK]));
        if got == 0 {
            twin.model.extend(&text[offset..]);
        } else {
            on_release(data, len, extra);
        }
    }
}

const FILE_LEN: usize = 9000;
/// A file with the start of `POOL` in it.
static FILE: LazyLock<File> = LazyLock::new(|| {
    // SAFETY: the name is a C string, and the fd nobody else's.
    let mut file = unsafe { File::from_raw_fd(libc::memfd_create(c"fuzz".as_ptr(), 0)) };
    file.write_all(&POOL[..FILE_LEN]).unwrap();
    file
});

unsafe extern "C" fn on_segment(_: *const evbuffer_file_segment, _: c_int, _: *mut c_void) {
    LIVE.set(LIVE.get() - 1);
}

/// A part of the file, of a segment that is given up at once.
fn add_file(twin: &mut Twin, input: &mut Input) {
    let (start, flags) = (input.below(FILE_LEN), input.byte() as c_uint % 16);
    let segment_len = 1 + input.below(FILE_LEN - start);
    let (skip, len) = (input.len(), input.len());
    if !twin.has_room(len) {
        return;
    }
    let fd = if flags & EVBUF_FS_CLOSE_ON_FREE != 0 {
        FILE.try_clone().unwrap().into_raw_fd()
    } else {
        FILE.as_raw_fd()
    };
    LIVE.set(LIVE.get() + 1);
    // SAFETY: the segment is there until the buffer needs it no more.
    let got = unsafe {
        let segment = evbuffer_file_segment_new(fd, start as i64, segment_len as i64, flags);
        assert!(!segment.is_null());
        evbuffer_file_segment_add_cleanup_cb(segment, Some(on_segment), ptr::null_mut());
        let got = evbuffer_add_file_segment(twin.buf, segment, skip as i64, len as i64);
        evbuffer_file_segment_free(segment);
        got
    };
    let is_done = !twin.is_frozen[BACK] && skip + len <= segment_len;
    assert_eq!(got, status(is_done));
    if is_done {
        twin.model.extend(&POOL[start + skip..][..len]);
    }
}

/// Where the first line ends from `from` on, and how many bytes end it.
fn line_end(model: &[u8], from: usize, style: c_uint) -> Option<(usize, usize)> {
    let rest = &model[from..];
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let (at, len) = match style {
        0 => {
            let at = rest.iter().position(is_end)?;
            let ends = rest[at..].iter().take_while(|byte| is_end(byte));
            (at, ends.count())
        }
        1 => match memchr(b'\n', rest)? {
            at if at > 0 && rest[at - 1] == b'\r' => (at - 1, 2),
            at => (at, 1),
        },
        2 => (memmem::find(rest, b"\r\n")?, 2),
        3 => (memchr(b'\n', rest)?, 1),
        _ => (memchr(0, rest)?, 1),
    };
    Some((from + at, len))
}

fn read_line(twin: &mut Twin, input: &mut Input) {
    let style = input.byte() as c_uint % 5;
    let mut len = 0;
    // SAFETY: as above.
    let line = unsafe { evbuffer_readln(twin.buf, &mut len, style) };
    let expected = line_end(&twin.model, 0, style).filter(|_| !twin.is_frozen[FRONT]);
    assert_eq!(line.is_null(), expected.is_none());
    if let Some((at, ends)) = expected {
        // SAFETY: a line has its length and a NUL byte, and is the caller's.
        unsafe {
            let bytes = slice::from_raw_parts(line.cast::<u8>(), len + 1);
            assert_eq!((&bytes[..len], bytes[len]), (&twin.model[..at], 0));
            libc::free(line.cast());
        }
        twin.model.drain(..at + ends);
    }
}

fn find_line_end(twin: &mut Twin, input: &mut Input) {
    let (from, mut place) = position(twin, input);
    let style = input.byte() as c_uint % 5;
    let mut len = 0;
    // SAFETY: the position is the buffer's.
    let found = unsafe { evbuffer_search_eol(twin.buf, &mut place, &mut len, style) };
    let expected = line_end(&twin.model, from, style).map_or((-1, 0), |(at, n)| (at as isize, n));
    assert_eq!((found.pos, len), expected);
}

fn find(twin: &mut Twin, input: &mut Input) {
    let ((from, start), (to, end)) = (position(twin, input), position(twin, input));
    let len = 1 + input.byte() % 40;
    // What is somewhere in it, or perhaps not.
    let at = input.below(twin.model.len() + 1);
    let what = match twin.model.get(at..at + len) {
        Some(bytes) => bytes.to_vec(),
        None => input.text(len).to_vec(),
    };
    // SAFETY: the positions are the buffer's.
    let found = unsafe { evbuffer_search_range(twin.buf, what.as_ptr().cast(), len, &start, &end) };
    let range = twin.model.get(from..to).unwrap_or(&[]);
    let expected = memmem::find(range, &what).map_or(-1, |at| (from + at) as isize);
    assert_eq!(found.pos, expected);
}

/// Freezes an end, or thaws it, or says that what goes is written to an fd.
fn freeze(twin: &mut Twin, input: &mut Input) {
    let what = input.byte();
    let (end, how) = (what % 2, what / 2 % 3);
    let at_front = (end == FRONT).into();
    // SAFETY: as above.
    let got = unsafe {
        match how {
            0 => evbuffer_freeze(twin.buf, at_front),
            1 => evbuffer_unfreeze(twin.buf, at_front),
            _ => evbuffer_set_flags(twin.buf, EVBUFFER_FLAG_DRAINS_TO_FD as u64),
        }
    };
    assert_eq!(got, 0);
    if how < 2 {
        twin.is_frozen[end] = how == 0;
    }
}

/// A connection that is empty between the steps.
static LINK: LazyLock<[UnixStream; 2]> = LazyLock::new(|| {
    let (near, far) = UnixStream::pair().unwrap();
    [near, far].map(|end| {
        end.set_nonblocking(true).unwrap();
        end
    })
});

/// All that has come to this end.
fn take_all(mut end: &UnixStream) -> Vec<u8> {
    let mut all = Vec::new();
    let result = end.read_to_end(&mut all);
    assert_eq!(result.unwrap_err().kind(), ErrorKind::WouldBlock);
    all
}

fn write(twin: &mut Twin, input: &mut Input) {
    let (most, limit) = match input.len() {
        0 => (-1, twin.model.len()),
        len => (len as isize, len.min(twin.model.len())),
    };
    // SAFETY: as above.
    let got = unsafe { evbuffer_write_atmost(twin.buf, LINK[0].as_raw_fd(), most) };
    let sent = take_all(&LINK[1]);
    if twin.is_frozen[FRONT] || limit == 0 {
        assert_eq!((got, sent.len()), (-1, 0));
    } else {
        assert!(got > 0 && got as usize <= limit);
        assert_eq!(sent.len(), got as usize);
        assert!(twin.model.drain(..sent.len()).eq(sent));
    }
}

fn read(twin: &mut Twin, input: &mut Input) {
    let len = input.len();
    let (most, limit) = match input.len() {
        0 => (-1, DEFAULT_MAX_READ),
        most => (most as c_int, most.min(DEFAULT_MAX_READ)),
    };
    if !twin.has_room(len) {
        return;
    }
    let text = input.text(len);
    (&LINK[0]).write_all(text).unwrap();
    // SAFETY: as above.
    let got = unsafe { evbuffer_read(twin.buf, LINK[1].as_raw_fd(), most) };
    let rest = take_all(&LINK[1]);
    let taken = if twin.is_frozen[BACK] {
        0
    } else {
        len.min(limit)
    };
    assert_eq!(got, if taken == 0 { -1 } else { taken as c_int });
    assert_eq!(rest, &text[taken..]);
    twin.model.extend(&text[..taken]);
}
