//! Replies: the records that a program adds to a request, and the message that is made of them.

use std::cell::Cell;
use std::ptr::NonNull;
use std::slice;

use super::Failed;
use crate::dns::message::{HEADER_LEN, Section, kind};
use crate::dns::name::Name;
use crate::dns::writer::{Full, Writer};
use crate::rt::mm;

/// The largest message by UDP that is read, and sent to those who say that they take it.
pub(super) const MAX_UDP: usize = 4096;
/// The largest message by UDP for those who say nothing (RFC 1035, section 4.2.1).
pub(super) const USUAL_UDP: usize = 512;

/// The record that tells what extensions are understood: none but the size (RFC 6891, section 6.1.2).
const OPT_RECORD: [u8; 11] = {
    let [kind_high, kind_low] = kind::OPT.to_be_bytes();
    let [size_high, size_low] = (MAX_UDP as u16).to_be_bytes();
    [
        0, kind_high, kind_low, size_high, size_low, 0, 0, 0, 0, 0, 0,
    ]
};

/// Type, class, time to live and length of the data.
const FIXED_LEN: usize = 10;

/// What a record says.
#[derive(Clone, Copy)]
pub(crate) enum RecordData<'a> {
    Bytes(&'a [u8]),
    /// A name, which may be compressed.
    Name(&'a [u8]),
}

/// A record to be added.
#[derive(Clone, Copy)]
pub(crate) struct NewRecord<'a> {
    /// Whom it is about.
    pub(crate) owner: &'a [u8],
    pub(crate) kind: u16,
    pub(crate) class: u16,
    pub(crate) ttl: u32,
    pub(crate) data: RecordData<'a>,
}

/// A record that was added. Its owner, as [`Name::wire`] gives it, and its data follow it in memory.
struct Record {
    next: Cell<Option<NonNull<Record>>>,
    owner_len: u8,
    /// Whether the data are a name, too.
    is_name: bool,
    kind: u16,
    class: u16,
    ttl: u32,
    data_len: u16,
}

/// A record, and what is behind it.
struct Parts<'a> {
    record: &'a Record,
    owner: &'a [u8],
    data: &'a [u8],
}

impl Parts<'_> {
    /// # Safety
    /// `append` made the record, and it is not freed for this lifetime.
    unsafe fn of<'a>(record: NonNull<Record>) -> Parts<'a> {
        // SAFETY: the caller's promise; nobody changes what is behind the record.
        unsafe {
            let behind = record.add(1).cast::<u8>();
            let record = record.as_ref();
            let (owner_len, data_len) = (record.owner_len.into(), record.data_len.into());
            let owner = slice::from_raw_parts(behind.as_ptr(), owner_len);
            let data = slice::from_raw_parts(behind.add(owner_len).as_ptr(), data_len);
            Parts {
                record,
                owner,
                data,
            }
        }
    }

    /// The most that it takes in a message.
    fn max_len(&self) -> usize {
        self.owner.len() + FIXED_LEN + self.data.len()
    }

    fn write(&self, writer: &mut Writer<'_>) -> Result<(), Full> {
        writer.name(self.owner)?;
        writer.u16(self.record.kind)?;
        writer.u16(self.record.class)?;
        writer.u32(self.record.ttl)?;
        writer.u16(self.record.data_len)?;
        if !self.record.is_name {
            return writer.bytes(self.data);
        }
        let start = writer.len();
        writer.name(self.data)?;
        // At most as long as it was.
        writer.set_u16(start - 2, (writer.len() - start) as u16);
        Ok(())
    }
}

/// The records of a section, in the order in which they were added.
pub(super) struct Records {
    first: Cell<Option<NonNull<Record>>>,
    last: Cell<Option<NonNull<Record>>>,
    count: Cell<u16>,
}

impl Records {
    pub(super) const fn new() -> Self {
        Records {
            first: Cell::new(None),
            last: Cell::new(None),
            count: Cell::new(0),
        }
    }

    /// Adds a record; fails if what should be a name is none, if there is too much, and if there is no
    /// memory.
    pub(super) fn add(&self, new: &NewRecord<'_>) -> Result<(), Failed> {
        let mut owner = Name::ROOT;
        owner.set_text(new.owner)?;
        match new.data {
            RecordData::Bytes(bytes) => self.append(new, owner.wire(), bytes, false),
            RecordData::Name(text) => {
                let mut name = Name::ROOT;
                name.set_text(text)?;
                self.append(new, owner.wire(), name.wire(), true)
            }
        }
    }

    fn append(
        &self,
        new: &NewRecord<'_>,
        owner: &[u8],
        data: &[u8],
        is_name: bool,
    ) -> Result<(), Failed> {
        let count = self.count.get().checked_add(1).ok_or(Failed)?;
        let owner_len = u8::try_from(owner.len()).map_err(|_| Failed)?;
        let data_len = u16::try_from(data.len()).map_err(|_| Failed)?;
        let size = size_of::<Record>() + owner.len() + data.len();
        let record: NonNull<Record> = mm::malloc(size).ok_or(Failed)?.cast();
        // SAFETY: the memory is large enough for the record, and the owner and the data behind it.
        unsafe {
            record.write(Record {
                next: Cell::new(None),
                owner_len,
                is_name,
                kind: new.kind,
                class: new.class,
                ttl: new.ttl,
                data_len,
            });
            let behind = record.add(1).cast::<u8>();
            behind.copy_from_nonoverlapping(NonNull::from(owner).cast(), owner.len());
            let behind = behind.add(owner.len());
            behind.copy_from_nonoverlapping(NonNull::from(data).cast(), data.len());
        }
        match self.last.replace(Some(record)) {
            // SAFETY: records live as long as the list.
            Some(last) => unsafe { last.as_ref() }.next.set(Some(record)),
            None => self.first.set(Some(record)),
        }
        self.count.set(count);
        Ok(())
    }

    fn iter(&self) -> impl Iterator<Item = Parts<'_>> {
        // SAFETY: records live as long as the list.
        let next = |record: &NonNull<Record>| unsafe { record.as_ref() }.next.get();
        // SAFETY: as above.
        std::iter::successors(self.first.get(), next).map(|record| unsafe { Parts::of(record) })
    }

    fn have(&self, kind: u16) -> bool {
        self.iter().any(|parts| parts.record.kind == kind)
    }
}

impl Drop for Records {
    fn drop(&mut self) {
        let mut next = self.first.take();
        while let Some(record) = next {
            // SAFETY: the record is in memory of its own, and nobody uses it any more.
            unsafe {
                next = record.as_ref().next.get();
                mm::free(record.as_ptr().cast());
            }
        }
    }
}

/// The sections of a reply.
pub(super) struct Sections([Records; 3]);

impl Sections {
    pub(super) const fn new() -> Self {
        Sections([Records::new(), Records::new(), Records::new()])
    }

    pub(super) fn of(&self, section: Section) -> &Records {
        &self.0[section as usize]
    }
}

/// A question, as it is repeated in a reply: the text of a name, type and class.
pub(super) struct Asked<'a> {
    pub(super) name: &'a [u8],
    pub(super) kind: u16,
    pub(super) class: u16,
}

/// What a reply is made of, besides questions.
pub(super) struct Reply<'a> {
    pub(super) id: u16,
    /// The second word of the header, as it goes.
    pub(super) word: u16,
    pub(super) sections: &'a Sections,
    /// Whether the query had an `OPT` record, so that the reply must have one.
    pub(super) extended: bool,
}

/// The bit of the header that says that something was left out.
const TRUNCATED: u16 = crate::dns::message::Flags::TRUNCATED.bits();

impl Reply<'_> {
    /// The most that the message can take, if nothing were compressed.
    pub(super) fn max_len<'q>(&self, questions: impl Iterator<Item = Asked<'q>>) -> usize {
        // A name takes two bytes more than its text at most.
        let questions = questions.map(|question| question.name.len() + 2 + 4);
        let records = self.sections.0.iter().flat_map(Records::iter);
        let records = records.map(|parts| parts.max_len());
        HEADER_LEN + questions.sum::<usize>() + records.sum::<usize>() + OPT_RECORD.len()
    }

    /// Writes the message, and says how long it is. What does not fit is left out from the first record
    /// on that does not, and the message says so. There is room for [`USUAL_UDP`] bytes at least, or for
    /// all.
    pub(super) fn write<'q>(
        &self,
        questions: impl Iterator<Item = Asked<'q>>,
        room: &mut [u8],
    ) -> Result<usize, Failed> {
        let opt = self.extended && !self.sections.of(Section::Additional).have(kind::OPT);
        let opt_len = if opt { OPT_RECORD.len() } else { 0 };
        let room_for_records = room.len().checked_sub(opt_len).ok_or(Failed)?;
        let mut writer = Writer::new(&mut room[..room_for_records]);
        // The header's words come last.
        let mut words = [self.id, self.word, 0, 0, 0, 0];
        writer.bytes(&[0; HEADER_LEN]).map_err(|Full| Failed)?;
        let whole = self.write_body(questions, &mut writer, &mut words)?;
        if !whole {
            words[1] |= TRUNCATED;
        }
        let len = writer.len();
        if opt {
            words[5] += 1;
            room[len..len + opt_len].copy_from_slice(&OPT_RECORD);
        }
        for (place, word) in room.chunks_exact_mut(2).zip(words) {
            place.copy_from_slice(&word.to_be_bytes());
        }
        Ok(len + opt_len)
    }

    /// Writes questions and records for as long as there is room, and counts them. Tells whether that
    /// was all.
    fn write_body<'q>(
        &self,
        questions: impl Iterator<Item = Asked<'q>>,
        writer: &mut Writer<'_>,
        words: &mut [u16; HEADER_LEN / 2],
    ) -> Result<bool, Failed> {
        let mut name = Name::ROOT;
        for question in questions {
            name.set_text(question.name)?;
            if !whole(writer, |writer| {
                writer.name(name.wire())?;
                writer.u16(question.kind)?;
                writer.u16(question.class)
            }) {
                return Ok(false);
            }
            words[2] += 1;
        }
        for (section, count) in self.sections.0.iter().zip(&mut words[3..]) {
            for parts in section.iter() {
                if !whole(writer, |writer| parts.write(writer)) {
                    return Ok(false);
                }
                *count += 1;
            }
        }
        Ok(true)
    }
}

/// Writes something wholly or not at all. Tells which.
fn whole(writer: &mut Writer<'_>, write: impl FnOnce(&mut Writer<'_>) -> Result<(), Full>) -> bool {
    let start = writer.len();
    let written = write(writer).is_ok();
    if !written {
        writer.truncate(start);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::message::{Data, INTERNET, Message};

    fn question() -> Asked<'static> {
        Asked {
            name: b"a.b",
            kind: kind::A,
            class: INTERNET,
        }
    }

    fn add(sections: &Sections, section: Section, owner: &str, kind: u16, data: RecordData<'_>) {
        let owner = owner.as_bytes();
        let (class, ttl) = (INTERNET, 5);
        let record = NewRecord {
            owner,
            kind,
            class,
            ttl,
            data,
        };
        sections.of(section).add(&record).unwrap();
    }

    /// A reply to a question for `a.b`, with at most so many bytes.
    fn write(sections: &Sections, extended: bool, limit: usize) -> Vec<u8> {
        let reply = Reply {
            id: 0x1234,
            word: 0x8183,
            sections,
            extended,
        };
        let mut room = vec![0xee; limit];
        let len = reply.write([question()].into_iter(), &mut room);
        room.truncate(len.unwrap());
        let max = reply.max_len([question()].into_iter());
        assert!(room.len() <= max);
        room
    }

    #[test]
    fn names_are_compressed_in_data_too() {
        let sections = Sections::new();
        let address = RecordData::Bytes(&[1, 2, 3, 4]);
        add(&sections, Section::Additional, "ns.a.b", kind::A, address);
        add(
            &sections,
            Section::Answer,
            "a.b",
            kind::CNAME,
            RecordData::Name(b"c.a.b."),
        );
        add(
            &sections,
            Section::Authority,
            "b",
            kind::NS,
            RecordData::Name(b"ns.a.b"),
        );
        let expected = [
            b"\x12\x34\x81\x83\0\x01\0\x01\0\x01\0\x01\x01a\x01b\0\0\x01\0\x01".as_slice(),
            b"\xc0\x0c\0\x05\0\x01\0\0\0\x05\0\x04\x01c\xc0\x0c",
            b"\xc0\x0e\0\x02\0\x01\0\0\0\x05\0\x05\x02ns\xc0\x0c",
            b"\xc0\x31\0\x01\0\x01\0\0\0\x05\0\x04\x01\x02\x03\x04",
        ];
        assert_eq!(write(&sections, false, 512), expected.concat());
    }

    #[test]
    fn refused() {
        let records = Records::new();
        let long = [0; 0x10000];
        for (owner, data) in [
            ("a..b", RecordData::Bytes(&[])),
            ("a", RecordData::Name(b".a")),
            ("a", RecordData::Bytes(&long)),
        ] {
            let owner = owner.as_bytes();
            let (kind, class, ttl) = (kind::TXT, INTERNET, 0);
            let record = NewRecord {
                owner,
                kind,
                class,
                ttl,
                data,
            };
            assert_eq!(records.add(&record), Err(Failed));
        }
        assert_eq!(records.iter().count(), 0);
    }

    /// Whatever does not fit, the message has whole records, as many as it says.
    #[test]
    fn truncated_to_whole_records() {
        let sections = Sections::new();
        for (section, owner) in [
            (Section::Answer, "x.a.b"),
            (Section::Answer, "y"),
            (Section::Authority, "z.y"),
            (Section::Additional, "a.b"),
        ] {
            add(
                &sections,
                section,
                owner,
                kind::PTR,
                RecordData::Name(b"q.y"),
            );
        }
        for extended in [false, true] {
            let whole = write(&sections, extended, 512);
            let opt_len = if extended { OPT_RECORD.len() } else { 0 };
            let mut last = 0;
            for limit in HEADER_LEN + opt_len..=whole.len() {
                let bytes = write(&sections, extended, limit);
                assert!(bytes.len() <= limit && bytes.len() >= last, "{limit}");
                last = bytes.len();
                let message = Message::new(&bytes).unwrap();
                assert!(message.questions().all(|question| question.is_ok()));
                let mut records = message.records().unwrap();
                let mut kinds = Vec::new();
                for record in records.by_ref() {
                    let record = record.unwrap();
                    let is_name = matches!(record.decode(), Ok(Data::Name(_)));
                    assert!(record.owner().is_ok() && is_name == (record.kind == kind::PTR));
                    kinds.push(record.kind);
                }
                assert!(records.at_end());
                assert_eq!(kinds.contains(&kind::OPT), extended);
                let truncated = bytes[2] & (TRUNCATED >> 8) as u8 != 0;
                assert_eq!(truncated, bytes.len() < whole.len());
            }
        }
    }

    #[test]
    fn an_own_opt_record_is_enough() {
        let sections = Sections::new();
        add(
            &sections,
            Section::Additional,
            "",
            kind::OPT,
            RecordData::Bytes(&[]),
        );
        assert_eq!(
            write(&sections, true, 512).len(),
            write(&sections, false, 512).len()
        );
    }

    #[test]
    fn no_room_at_all() {
        let sections = Sections::new();
        let reply = Reply {
            id: 0,
            word: 0,
            sections: &sections,
            extended: true,
        };
        for limit in [0, 10, 22] {
            let mut room = vec![0; limit];
            assert_eq!(reply.write([].into_iter(), &mut room), Err(Failed));
        }
    }
}
