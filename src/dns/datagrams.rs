//! Reading datagrams, several with one system call where several are expected.

use std::ffi::c_int;
use std::mem::{self, MaybeUninit};
use std::ptr;

use libc::{iovec, mmsghdr, sockaddr, sockaddr_storage, socklen_t};

use crate::rt::mm;

/// The longest datagram that is read.
pub(super) const MAX_DATAGRAM: usize = 4096;
/// How many are read with one system call at most.
pub(super) const BATCH: usize = 8;

/// Datagrams, and where they came from.
///
/// INVARIANT: of the first `count` datagrams the bytes, and of their addresses those, are initialised that
/// `lens` and `address_lens` tell.
pub(super) struct Datagrams {
    bytes: [MaybeUninit<[u8; MAX_DATAGRAM]>; BATCH],
    lens: [usize; BATCH],
    addresses: [MaybeUninit<sockaddr_storage>; BATCH],
    address_lens: [socklen_t; BATCH],
    count: usize,
}

impl Datagrams {
    pub(super) const fn new() -> Self {
        Datagrams {
            bytes: [const { MaybeUninit::uninit() }; BATCH],
            lens: [0; BATCH],
            addresses: [const { MaybeUninit::uninit() }; BATCH],
            address_lens: [0; BATCH],
            count: 0,
        }
    }

    /// Reads what has come, `most` datagrams at most, and tells how many; `errno` says why there are none.
    pub(super) fn read(&mut self, fd: c_int, most: usize) -> usize {
        self.count = 0;
        self.count = match most.min(BATCH) {
            // The simple call is quicker for one.
            1 => self.read_one(fd),
            most => self.read_many(fd, most),
        };
        self.count
    }

    fn read_one(&mut self, fd: c_int) -> usize {
        let mut len = size_of::<sockaddr_storage>() as socklen_t;
        // SAFETY: the message and the address have room for as many bytes as told.
        let got = unsafe {
            let to = self.bytes[0].as_mut_ptr().cast();
            let from = self.addresses[0].as_mut_ptr().cast::<sockaddr>();
            libc::recvfrom(fd, to, MAX_DATAGRAM, libc::MSG_DONTWAIT, from, &mut len)
        };
        let Ok(got) = usize::try_from(got) else {
            return 0;
        };
        (self.lens[0], self.address_lens[0]) = (got, len);
        1
    }

    fn read_many(&mut self, fd: c_int, most: usize) -> usize {
        let mut rooms = [const { MaybeUninit::<iovec>::uninit() }; BATCH];
        // SAFETY: all zeroes is a valid message header: one that asks for nothing.
        let mut heads: [mmsghdr; BATCH] = unsafe { mem::zeroed() };
        for (i, head) in heads[..most].iter_mut().enumerate() {
            let room = rooms[i].write(iovec {
                iov_base: self.bytes[i].as_mut_ptr().cast(),
                iov_len: MAX_DATAGRAM,
            });
            head.msg_hdr.msg_iov = room;
            head.msg_hdr.msg_iovlen = 1;
            head.msg_hdr.msg_name = self.addresses[i].as_mut_ptr().cast();
            head.msg_hdr.msg_namelen = size_of::<sockaddr_storage>() as socklen_t;
        }
        let (start, flags) = (heads.as_mut_ptr(), libc::MSG_DONTWAIT);
        // SAFETY: each header has room for a message and an address, as many bytes as told.
        let got = unsafe { libc::recvmmsg(fd, start, most as u32, flags, ptr::null_mut()) };
        let got = usize::try_from(got).unwrap_or(0).min(most);
        for (i, head) in heads[..got].iter().enumerate() {
            self.lens[i] = head.msg_len as usize;
            self.address_lens[i] = head.msg_hdr.msg_namelen;
        }
        got
    }

    /// Whether reading has failed for another reason than that nothing is there.
    pub(super) fn has_failed() -> bool {
        !matches!(mm::errno(), libc::EAGAIN | libc::EINTR)
    }

    /// A datagram that was read.
    pub(super) fn get(&mut self, i: usize) -> &mut [u8] {
        assert!(i < self.count);
        let len = self.lens[i].min(MAX_DATAGRAM);
        // SAFETY: the invariant.
        unsafe { std::slice::from_raw_parts_mut(self.bytes[i].as_mut_ptr().cast(), len) }
    }

    /// Where it came from, and how long that address is.
    pub(super) fn address(&self, i: usize) -> (*const sockaddr, usize) {
        let len = self.address_lens[i] as usize;
        (self.addresses[i].as_ptr().cast(), len)
    }
}
