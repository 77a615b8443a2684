//! Requests: a query as programs see it, and what becomes of it.
//!
//! A request, its questions and their names are one piece of memory, which lives until the request is
//! answered or dropped.

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::{MaybeUninit, offset_of};
use std::net::Ipv4Addr;
use std::ops::Deref;
use std::ptr::{self, NonNull};
use std::slice;

use libc::{sockaddr, sockaddr_storage};

use super::client::Client;
use super::reply::{Asked, MAX_UDP, NewRecord, Reply, Sections, USUAL_UDP};
use super::{Failed, Port};
use crate::dns::message::{self, Flags, Message, Question, Section, kind};
use crate::dns::name::Name;
use crate::ds::list::{Link, Linked};
use crate::ffi::dns::{EVDNS_FLAGS_AA, EVDNS_FLAGS_RD};
use crate::ffi::dns_struct::{evdns_server_question, evdns_server_request};
use crate::rt::mm;

/// Whom a query came from.
#[derive(Clone, Copy)]
pub(super) struct Address {
    storage: MaybeUninit<sockaddr_storage>,
    len: usize,
}

impl Address {
    /// # Safety
    /// `len` bytes at `address` are readable.
    pub(super) unsafe fn new(address: *const sockaddr, len: usize) -> Self {
        let mut storage = MaybeUninit::<sockaddr_storage>::uninit();
        let len = len.min(size_of::<sockaddr_storage>());
        // SAFETY: the caller's promise; there is room.
        unsafe { ptr::copy_nonoverlapping(address.cast::<u8>(), storage.as_mut_ptr().cast(), len) };
        Address { storage, len }
    }

    pub(super) fn as_ptr(&self) -> *const sockaddr {
        self.storage.as_ptr().cast()
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }
}

/// A request with what the program does not see.
#[repr(C)]
pub(crate) struct Object {
    /// The program may write to it at any time.
    public: evdns_server_request,
    port: Port,
    /// Where it came from by TCP.
    client: Option<Client>,
    address: Address,
    id: u16,
    /// How many questions there are, whatever the program has written.
    asked: u16,
    /// Whether the query had an `OPT` record.
    extended: bool,
    /// How long a reply may be.
    limit: usize,
    /// How much memory it takes.
    size: usize,
    sections: Sections,
    /// The message, while it waits to be sent.
    message: Cell<Option<NonNull<[u8]>>>,
    waiting_link: Link<Request>,
}

/// Replies that wait to be sent.
pub(super) struct Waiting;
impl Linked<Request> for Waiting {
    fn link(element: &Request) -> &Link<Request> {
        &element.waiting_link
    }
}

/// A handle on a request. It borrows nothing.
///
/// INVARIANT: whoever holds a handle uses it only until the request is answered or dropped.
#[derive(Clone, Copy)]
pub(crate) struct Request(NonNull<Object>);

impl Deref for Request {
    type Target = Object;
    #[inline]
    fn deref(&self) -> &Object {
        // SAFETY: the invariant. What changes is in cells, but for what the program sees, and that is
        // read when nobody else can be writing.
        unsafe { self.0.as_ref() }
    }
}

/// What has become of a reply.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Responded {
    Sent,
    /// It is sent later.
    Waits,
}

/// The flags of a query that a program gets to see, and that the reply repeats.
const KEPT: Flags = Flags::RECURSION_DESIRED.union(Flags::CHECKING_DISABLED);
/// The longest message by TCP, whose length comes in two bytes.
const MAX_TCP: usize = u16::MAX as usize;

/// How much memory the questions of a query may take. Compressed, a long message could ask for a long name ten
/// thousand times.
const MAX_QUESTIONS: usize = 256 * 1024;

/// Where the text of a question's name is.
const NAME_AT: usize = offset_of!(evdns_server_question, name);
const QUESTION_ALIGN: usize = align_of::<evdns_server_question>();

/// How much memory a question takes whose name's text is of this length.
fn question_size(text_len: usize) -> usize {
    (NAME_AT + text_len + 1).next_multiple_of(QUESTION_ALIGN)
}

/// The questions of a query that has any, all of which make sense, and not too many.
struct Questions<'a, 'n> {
    first: &'n Name,
    /// The first one's type and class, and how long the text of its name is.
    kinds: (u16, u16),
    first_len: usize,
    others: message::Questions<'a>,
    count: u16,
    /// How much memory they take.
    size: usize,
}

impl<'a, 'n> Questions<'a, 'n> {
    /// The first one's name is kept in `first`.
    fn of(message: Message<'a>, first: &'n mut Name) -> Option<Self> {
        let mut questions = message.questions();
        let kinds = questions.next_into(first)?.ok()?;
        let others = questions.clone();
        let first_len = first.text_len();
        let (mut count, mut size) = (1, question_size(first_len));
        for question in questions {
            size += question_size(question.ok()?.name.text_len());
            count += 1;
            if size > MAX_QUESTIONS {
                return None;
            }
        }
        Some(Questions {
            first,
            kinds,
            first_len,
            others,
            count,
            size,
        })
    }

    /// Stores the questions in the memory behind `array`, which gets to point to them.
    ///
    /// # Safety
    /// There is room for as many pointers as there are questions, and for the questions behind them.
    unsafe fn store(self, array: NonNull<*mut evdns_server_question>) {
        // SAFETY: the caller's promise.
        let mut at = unsafe { array.add(self.count.into()) }.cast::<u8>();
        let mut store = |i: usize, name: &Name, len: usize, (kind, class): (u16, u16)| {
            let place = at.cast::<evdns_server_question>().as_ptr();
            // SAFETY: the caller's promise; the questions are those that were measured. The text is
            // zeroed first, with the NUL behind it.
            unsafe {
                (&raw mut (*place).r#type).write(kind.into());
                (&raw mut (*place).dns_question_class).write(class.into());
                let text = at.add(NAME_AT);
                text.write_bytes(0, len + 1);
                name.write_text(slice::from_raw_parts_mut(text.as_ptr(), len));
                array.add(i).write(place);
                at = at.add(question_size(len));
            }
        };
        store(0, self.first, self.first_len, self.kinds);
        for (i, question) in self.others.flatten().enumerate() {
            let Question { name, kind, class } = question;
            store(i + 1, &name, name.text_len(), (kind, class));
        }
    }
}

/// The size of messages that the sender takes, if it tells (RFC 6891, section 6.2.3).
fn advertised_size(message: Message<'_>) -> Option<u16> {
    if !message.has_additional() {
        return None;
    }
    let records = message.records().ok()?;
    let mut records = records.map_while(Result::ok);
    let opt = records.find(|it| it.section == Section::Additional && it.kind == kind::OPT)?;
    Some(opt.class)
}

impl Request {
    /// # Safety
    /// `request` is null, or a request that is neither answered nor dropped while the handle is used.
    pub(crate) unsafe fn from_ptr(request: *mut evdns_server_request) -> Option<Self> {
        NonNull::new(request).map(|request| Request(request.cast()))
    }

    pub(super) fn as_ptr(self) -> *mut evdns_server_request {
        self.0.as_ptr().cast()
    }

    /// Makes a request of a message, which then uses its port and client. None if the message is no
    /// query, or malformed, or there is no memory. With the lock held.
    pub(super) fn new(
        port: Port,
        client: Option<Client>,
        bytes: &[u8],
        address: &Address,
    ) -> Option<Self> {
        let message = Message::new(bytes).ok()?;
        let header = message.header;
        if header.flags.contains(Flags::RESPONSE) {
            return None;
        }
        let mut first = Name::ROOT;
        let questions = Questions::of(message, &mut first)?;
        let asked = questions.count;
        let size = size_of::<Object>() + usize::from(asked) * size_of::<usize>() + questions.size;
        let advertised = advertised_size(message);
        let limit = match (client, advertised) {
            (Some(_), _) => MAX_TCP,
            (None, Some(size)) => usize::from(size).clamp(USUAL_UDP, MAX_UDP),
            (None, None) => USUAL_UDP,
        };
        let object: NonNull<Object> = mm::malloc(size)?.cast();
        // SAFETY: the memory has room for the object, then as many pointers, and then the questions.
        let request = unsafe {
            let array = object.add(1).cast::<*mut evdns_server_question>();
            object.write(Object {
                public: evdns_server_request {
                    flags: (header.flags & KEPT).bits().into(),
                    nquestions: asked.into(),
                    questions: array.as_ptr(),
                },
                port,
                client,
                address: *address,
                id: header.id,
                asked,
                extended: advertised.is_some(),
                limit,
                size,
                sections: Sections::new(),
                message: Cell::new(None),
                waiting_link: Link::new(),
            });
            questions.store(array);
            Request(object)
        };
        match client {
            Some(client) => client.note_asked(size),
            None => port.add_user(),
        }
        Some(request)
    }

    /// Adds a record to a section; not if the reply is on its way.
    pub(crate) fn add(self, section: Section, record: &NewRecord<'_>) -> Result<(), Failed> {
        let _lock = self.port.lock();
        if self.message.get().is_some() {
            return Err(Failed);
        }
        self.sections.of(section).add(record)
    }

    /// Gives the flags for the reply: the program's, in the place of those that it may set.
    pub(crate) fn set_flags(self, flags: c_int) {
        let _lock = self.port.lock();
        // SAFETY: the request lives, and nobody else writes to it at the same time.
        unsafe {
            let place = &raw mut (*self.as_ptr()).flags;
            *place = *place & !(EVDNS_FLAGS_AA | EVDNS_FLAGS_RD) | flags;
        }
    }

    /// Copies the address that the query came from, if it needs no more than `room` bytes, and says
    /// how many it needs.
    ///
    /// # Safety
    /// `room` bytes at `to` are writable.
    pub(crate) unsafe fn copy_address(self, to: *mut sockaddr, room: usize) -> Option<usize> {
        let len = self.address.len();
        if len > room {
            return None;
        }
        // SAFETY: the caller's promise; the address has so many bytes.
        unsafe {
            let from = self.address.as_ptr();
            ptr::copy_nonoverlapping(from.cast::<u8>(), to.cast(), len);
        }
        Some(len)
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    /// The questions as the program has left them.
    fn questions(&self) -> impl Iterator<Item = Asked<'_>> {
        let count = usize::try_from(self.public.nquestions).unwrap_or(0);
        let count = count.min(self.asked.into());
        // SAFETY: the array is the library's, and no shorter than `count`.
        let questions = unsafe { slice::from_raw_parts(self.public.questions, count) };
        questions.iter().map(|&question| {
            // SAFETY: questions in the array are the library's or the program's, and names end with NUL.
            let (question, name) = unsafe {
                let name = &raw const (*question).name;
                (&*question, CStr::from_ptr(name.cast::<c_char>()))
            };
            Asked {
                name: name.to_bytes(),
                kind: question.r#type as u16,
                class: question.dns_question_class as u16,
            }
        })
    }

    /// Answers: the request is gone then, unless that fails.
    pub(crate) fn respond(self, error: c_int) -> Result<Responded, Failed> {
        // The response code has four bits.
        let code = u16::try_from(error)
            .ok()
            .filter(|code| *code <= 0xf)
            .ok_or(Failed)?;
        let port = self.port;
        let lock = port.lock();
        if self.message.get().is_some() {
            return Err(Failed);
        }
        let responded = match self.client {
            Some(client) => self.respond_to_client(client, code)?,
            None => self.respond_by_udp(code)?,
        };
        if responded == Responded::Sent {
            std::mem::forget(lock);
            self.end();
        }
        Ok(responded)
    }

    fn respond_by_udp(self, code: u16) -> Result<Responded, Failed> {
        let mut room = self.port.room()?;
        let len = self.write(code, &mut room[..self.limit])?;
        self.port.send(self, &room[..len])
    }

    fn respond_to_client(self, client: Client, code: u16) -> Result<Responded, Failed> {
        if client.is_open() {
            let room = self.reply(code).max_len(self.questions()).min(self.limit);
            client.send(room, |room| self.write(code, room))?;
        }
        // Else nobody is there to hear it.
        Ok(Responded::Sent)
    }

    fn reply(&self, code: u16) -> Reply<'_> {
        Reply {
            id: self.id,
            word: self.public.flags as u16 | Flags::RESPONSE.bits() | code,
            sections: &self.sections,
            extended: self.extended,
        }
    }

    fn write(self, code: u16, room: &mut [u8]) -> Result<usize, Failed> {
        self.reply(code).write(self.questions(), room)
    }

    /// Keeps a copy of the message until it can be sent. With the lock held.
    pub(super) fn keep_message(self, bytes: &[u8]) -> Result<(), Failed> {
        let copy = mm::malloc(bytes.len()).ok_or(Failed)?.cast::<u8>();
        // SAFETY: there is room.
        unsafe { copy.copy_from_nonoverlapping(NonNull::from(bytes).cast(), bytes.len()) };
        let copy = NonNull::slice_from_raw_parts(copy, bytes.len());
        self.message.set(Some(copy));
        Ok(())
    }

    /// The message that waits to be sent.
    pub(super) fn message(&self) -> &[u8] {
        match self.message.get() {
            // SAFETY: the message lives as long as the request, and nobody changes it.
            Some(message) => unsafe { message.as_ref() },
            None => &[],
        }
    }

    /// Frees the message. With the lock held.
    pub(super) fn forget_message(&self) {
        if let Some(message) = self.message.take() {
            // SAFETY: it was allocated, and is not used again.
            unsafe { mm::free(message.as_ptr().cast::<c_void>()) };
        }
    }

    /// Drops the request without an answer, or with one that still waits.
    pub(crate) fn discard(self) {
        self.port.acquire();
        if self.message.get().is_some() {
            self.port.forget_waiting(self);
        }
        self.end();
    }

    /// Frees the request, of which nobody knows any more, and releases the lock, which is held. The port
    /// may be gone then.
    fn end(self) {
        let port = self.port;
        match self.free() {
            (Some(client), size) => client.note_done(size),
            (None, _) => port.release_for_good(),
        }
    }

    /// Frees the request, and nothing else; tells who is used by one fewer, and how much memory it took.
    pub(super) fn free(self) -> (Option<Client>, usize) {
        self.forget_message();
        let freed = (self.client, self.size);
        // SAFETY: the request was allocated, and is not used again.
        unsafe {
            self.0.drop_in_place();
            mm::free(self.0.as_ptr().cast());
        }
        freed
    }
}

/// The name that stands for an IPv4 address (RFC 1035, section 3.5), with a NUL behind it.
pub(crate) fn reverse_name(address: Ipv4Addr) -> [u8; 30] {
    use std::io::Write;
    let mut name = [0; 30];
    let [a, b, c, d] = address.octets();
    // The longest such name has 29 bytes.
    let _ = write!(&mut name[..], "{d}.{c}.{b}.{a}.in-addr.arpa");
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reverse_names() {
        let text = |ip: [u8; 4]| {
            let name = reverse_name(ip.into());
            let name = CStr::from_bytes_until_nul(&name).unwrap();
            name.to_str().unwrap().to_owned()
        };
        assert_eq!(text([192, 0, 2, 1]), "1.2.0.192.in-addr.arpa");
        assert_eq!(text([255; 4]), "255.255.255.255.in-addr.arpa");
    }

    #[test]
    fn sizes() {
        let query = |records: &[u8], count: u8| {
            let mut bytes = b"\0\0\0\0\0\x02\0\0\0\0\0".to_vec();
            bytes.push(count);
            bytes.extend(b"\x01a\x01b\0\0\x01\0\x01\xc0\x0e\0\x01\0\x01");
            bytes.extend(records);
            bytes
        };
        let bytes = query(b"\0\0\x29\x10\0\0\0\0\0\0\0", 1);
        let message = Message::new(&bytes).unwrap();
        let mut first = Name::ROOT;
        let questions = Questions::of(message, &mut first).unwrap();
        assert_eq!(questions.count, 2);
        assert_eq!(questions.size, question_size(3) + question_size(1));
        assert_eq!(advertised_size(message), Some(0x1000));
        for records in [
            b"".as_slice(),
            b"\0\0\x29\x10",
            b"\0\0\x10\x10\0\0\0\0\0\0\0",
        ] {
            let bytes = query(records, 1);
            assert_eq!(advertised_size(Message::new(&bytes).unwrap()), None);
        }
        for none in [&bytes[..12], &[0; 12]] {
            let message = Message::new(none).unwrap();
            assert!(Questions::of(message, &mut first).is_none());
        }
        assert!(question_size(0).is_multiple_of(QUESTION_ALIGN));
    }
}
