//! Messages as they come (RFC 1035, section 4): a header, questions, and records in three sections.
#![forbid(unsafe_code)]

use bitflags::bitflags;

use super::cursor::{Cursor, Malformed};
use super::name::{Name, POINTER};

/// The length of a message's header.
pub(crate) const HEADER_LEN: usize = 12;

/// Types of records, those that this library knows (IANA's registry "DNS Parameters").
pub(crate) mod kind {
    pub(crate) const A: u16 = 1;
    pub(crate) const NS: u16 = 2;
    pub(crate) const CNAME: u16 = 5;
    pub(crate) const SOA: u16 = 6;
    pub(crate) const PTR: u16 = 12;
    pub(crate) const MX: u16 = 15;
    pub(crate) const TXT: u16 = 16;
    pub(crate) const AAAA: u16 = 28;
    pub(crate) const SRV: u16 = 33;
    pub(crate) const OPT: u16 = 41;
    /// A question for records of every type.
    pub(crate) const ALL: u16 = 255;
    pub(crate) const CAA: u16 = 257;
}

/// The class of records of the Internet.
pub(crate) const INTERNET: u16 = 1;

bitflags! {
    /// The second word of the header, but for the opcode and the response code.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) struct Flags: u16 {
        const RESPONSE = 0x8000;
        const AUTHORITATIVE = 0x0400;
        const TRUNCATED = 0x0200;
        const RECURSION_DESIRED = 0x0100;
        const RECURSION_AVAILABLE = 0x0080;
        const CHECKING_DISABLED = 0x0010;
    }
}

/// The header of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) id: u16,
    pub(crate) flags: Flags,
    /// What kind of question it is: 0 is a standard one.
    pub(crate) opcode: u8,
    /// The response code: 0 for success.
    pub(crate) rcode: u8,
    questions: u16,
    answers: u16,
    authorities: u16,
    additionals: u16,
}

/// A section of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Answer,
    Authority,
    Additional,
}

/// A question.
#[derive(Clone, Copy)]
pub(crate) struct Question {
    pub(crate) name: Name,
    pub(crate) kind: u16,
    pub(crate) class: u16,
}

/// A record. Its name and its data may point to anywhere in the message.
#[derive(Clone, Copy)]
pub(crate) struct Record<'a> {
    pub(crate) section: Section,
    pub(crate) kind: u16,
    pub(crate) class: u16,
    /// For how many seconds it holds.
    pub(crate) ttl: u32,
    /// The data, as they are.
    pub(crate) data: &'a [u8],
    owner_at: Cursor<'a>,
    data_at: Cursor<'a>,
}

/// A message whose header has been read.
#[derive(Clone, Copy)]
pub(crate) struct Message<'a> {
    pub(crate) header: Header,
    body: Cursor<'a>,
}

impl<'a> Message<'a> {
    /// Reads the header.
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut body = Cursor::new(bytes);
        let (id, word) = (body.u16()?, body.u16()?);
        let header = Header {
            id,
            flags: Flags::from_bits_truncate(word),
            opcode: (word >> 11 & 0xf) as u8,
            rcode: (word & 0xf) as u8,
            questions: body.u16()?,
            answers: body.u16()?,
            authorities: body.u16()?,
            additionals: body.u16()?,
        };
        Ok(Message { header, body })
    }

    /// The questions. After one that is malformed come no more.
    pub(crate) fn questions(self) -> Questions<'a> {
        Questions {
            left: self.header.questions,
            at: self.body,
        }
    }

    /// How many questions there are.
    pub(crate) fn question_count(self) -> u16 {
        self.header.questions
    }

    /// Whether the first question is this one; `exact` if letters must have the same case. Its name is
    /// expected as it was asked for: there is nothing before it that it could point to.
    pub(crate) fn asks(self, name: &Name, kind: u16, exact: bool) -> bool {
        let mut at = self.body;
        let question = at.bytes(name.wire().len()).ok().filter(|wire| {
            *wire == name.wire() || !exact && wire.eq_ignore_ascii_case(name.wire())
        });
        question.is_some() && at.u16() == Ok(kind) && at.u16() == Ok(INTERNET)
    }

    /// Whether there should be records in the additional section.
    pub(crate) fn has_additional(self) -> bool {
        self.header.additionals > 0
    }

    /// The records, without a look at the names of the questions.
    pub(crate) fn records(self) -> Result<Records<'a>, Malformed> {
        let mut at = self.body;
        for _ in 0..self.header.questions {
            Name::skip(&mut at)?;
            at.bytes(4)?;
        }
        Ok(Records {
            left: [
                self.header.answers,
                self.header.authorities,
                self.header.additionals,
            ],
            at,
        })
    }
}

/// The questions of a message.
#[derive(Clone)]
pub(crate) struct Questions<'a> {
    left: u16,
    at: Cursor<'a>,
}

impl Questions<'_> {
    /// The next question's type and class; its name goes to `name`.
    pub(crate) fn next_into(&mut self, name: &mut Name) -> Option<Result<(u16, u16), Malformed>> {
        self.left = self.left.checked_sub(1)?;
        let question = self.read(name);
        if question.is_err() {
            self.left = 0;
        }
        Some(question)
    }

    fn read(&mut self, name: &mut Name) -> Result<(u16, u16), Malformed> {
        name.set_read(&mut self.at)?;
        Ok((self.at.u16()?, self.at.u16()?))
    }
}

impl Iterator for Questions<'_> {
    type Item = Result<Question, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.left == 0 {
            return None;
        }
        let mut name = Name::ROOT;
        let question = self.next_into(&mut name)?;
        Some(question.map(|(kind, class)| Question { name, kind, class }))
    }
}

/// The records of a message, section by section. After one that is malformed come no more.
pub(crate) struct Records<'a> {
    left: [u16; 3],
    at: Cursor<'a>,
}

impl<'a> Records<'a> {
    /// Whether the records ended where the message does.
    #[cfg(test)]
    pub(crate) fn at_end(&self) -> bool {
        self.at.at_end()
    }

    /// Where the next record is.
    pub(crate) fn next_section(&self) -> Option<Section> {
        let index = self.left.iter().position(|&left| left > 0)?;
        Some([Section::Answer, Section::Authority, Section::Additional][index])
    }

    fn read(&mut self, section: Section) -> Result<Record<'a>, Malformed> {
        let owner_at = self.at;
        Name::skip(&mut self.at)?;
        let (kind, class) = (self.at.u16()?, self.at.u16()?);
        // Numbers that large mean 0 (RFC 2181, section 8).
        let ttl = self
            .at
            .u32()
            .map(|ttl| if ttl >> 31 == 0 { ttl } else { 0 })?;
        let length = self.at.u16()?;
        let data_at = self.at;
        Ok(Record {
            section,
            kind,
            class,
            ttl,
            data: self.at.bytes(length.into())?,
            owner_at,
            data_at,
        })
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        let section = self.next_section()?;
        self.left[section as usize] -= 1;
        let record = self.read(section);
        if record.is_err() {
            self.left = [0; 3];
        }
        Some(record)
    }
}

/// A record's data, decoded.
// It is looked at where it was made, and kept nowhere.
#[allow(clippy::large_enum_variant)]
pub(crate) enum Data<'a> {
    A([u8; 4]),
    Aaaa([u8; 16]),
    /// Of `NS`, `CNAME` and `PTR`.
    Name(Name),
    Mx {
        preference: u16,
        exchange: Name,
    },
    Srv {
        priority: u16,
        weight: u16,
        port: u16,
        target: Name,
    },
    Soa {
        server: Name,
        mailbox: Name,
        /// Serial number, refresh, retry, expire, minimum.
        numbers: [u32; 5],
    },
    Txt(Strings<'a>),
    Caa {
        flags: u8,
        tag: &'a [u8],
        value: &'a [u8],
    },
    /// Of a type that is not decoded.
    Other,
}

impl<'a> Record<'a> {
    /// Whether the owner's name is one.
    pub(crate) fn check_owner(&self) -> Result<(), Malformed> {
        // Nearly always it points to the name of the question, which is right behind the header.
        const QUESTION: [u8; 2] = [POINTER, HEADER_LEN as u8];
        if self.owner_at.clone().array() == Ok(QUESTION) {
            return Ok(());
        }
        self.owner().map(|_| ())
    }

    /// The name that the data begin with, whatever follows.
    pub(crate) fn name(&self) -> Result<Name, Malformed> {
        Name::read(&mut self.data_at.clone())
    }

    /// Whom the record is about.
    pub(crate) fn owner(&self) -> Result<Name, Malformed> {
        Name::read(&mut self.owner_at.clone())
    }

    /// Decodes the data, which must be neither too short nor too long.
    pub(crate) fn decode(&self) -> Result<Data<'a>, Malformed> {
        let mut at = self.data_at;
        let data = match self.kind {
            kind::A => Data::A(at.array()?),
            kind::AAAA => Data::Aaaa(at.array()?),
            kind::NS | kind::CNAME | kind::PTR => Data::Name(Name::read(&mut at)?),
            kind::MX => Data::Mx {
                preference: at.u16()?,
                exchange: Name::read(&mut at)?,
            },
            // RFC 2782
            kind::SRV => Data::Srv {
                priority: at.u16()?,
                weight: at.u16()?,
                port: at.u16()?,
                target: Name::read(&mut at)?,
            },
            kind::SOA => Data::Soa {
                server: Name::read(&mut at)?,
                mailbox: Name::read(&mut at)?,
                numbers: [at.u32()?, at.u32()?, at.u32()?, at.u32()?, at.u32()?],
            },
            kind::TXT => return Strings::new(self.data).map(Data::Txt),
            kind::CAA => return self.decode_caa(),
            _ => return Ok(Data::Other),
        };
        let end = self.data_at.position() + self.data.len();
        if at.position() == end {
            Ok(data)
        } else {
            Err(Malformed)
        }
    }

    /// RFC 8659, section 4.1.
    fn decode_caa(&self) -> Result<Data<'a>, Malformed> {
        let mut at = Cursor::new(self.data);
        let (flags, length) = (at.u8()?, at.u8()?);
        let tag = at.bytes(length.into())?;
        Ok(Data::Caa {
            flags,
            tag,
            value: &self.data[at.position()..],
        })
    }
}

/// The strings of a text record, at least one.
#[derive(Clone)]
pub(crate) struct Strings<'a>(&'a [u8]);

impl<'a> Strings<'a> {
    fn new(data: &'a [u8]) -> Result<Self, Malformed> {
        let mut at = Cursor::new(data);
        loop {
            let length = at.u8()?;
            at.bytes(length.into())?;
            if at.at_end() {
                return Ok(Strings(data));
            }
        }
    }
}

impl<'a> Iterator for Strings<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (&length, rest) = self.0.split_first()?;
        let (string, rest) = rest.split_at_checked(length.into())?;
        self.0 = rest;
        Some(string)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A question for `a.b`, and records about it: type and data.
    fn message(records: &[(u16, &[u8])]) -> Vec<u8> {
        let mut bytes = vec![0x12, 0x34, 0x85, 0x83, 0, 1, 0, 0, 0, 0, 0, 0];
        bytes[7] = records.len() as u8;
        bytes.extend(b"\x01a\x01b\0\0\x01\0\x01");
        for (kind, data) in records {
            bytes.extend([0xc0, 12]);
            bytes.extend(kind.to_be_bytes());
            bytes.extend([0, 1, 0, 0, 1, 0]);
            bytes.extend((data.len() as u16).to_be_bytes());
            bytes.extend(*data);
        }
        bytes
    }

    fn text(name: &Name) -> String {
        String::from_utf8_lossy(name.text().as_bytes()).into()
    }

    #[test]
    fn header_question_and_record() {
        let bytes = message(&[(kind::A, &[1, 2, 3, 4])]);
        let message = Message::new(&bytes).unwrap();
        let header = message.header;
        assert_eq!((header.id, header.opcode, header.rcode), (0x1234, 0, 3));
        assert_eq!(
            header.flags,
            Flags::RESPONSE
                | Flags::AUTHORITATIVE
                | Flags::RECURSION_DESIRED
                | Flags::RECURSION_AVAILABLE
        );
        let questions: Vec<_> = message.questions().map(Result::unwrap).collect();
        assert_eq!(questions.len(), 1);
        assert_eq!(text(&questions[0].name), "a.b");
        assert_eq!((questions[0].kind, questions[0].class), (kind::A, INTERNET));
        let mut records = message.records().unwrap();
        let record = records.next().unwrap().unwrap();
        assert_eq!(record.section, Section::Answer);
        assert_eq!(
            (record.kind, record.class, record.ttl),
            (kind::A, INTERNET, 256)
        );
        assert_eq!(text(&record.owner().unwrap()), "a.b");
        assert!(matches!(record.decode(), Ok(Data::A([1, 2, 3, 4]))));
        assert!(records.next().is_none() && records.at_end());
    }

    #[test]
    fn cut_off() {
        let bytes = message(&[(kind::A, &[1, 2, 3, 4]), (kind::TXT, b"\x01x")]);
        for len in 0..bytes.len() {
            let Ok(message) = Message::new(&bytes[..len]) else {
                assert!(len < HEADER_LEN);
                continue;
            };
            let whole = message.records().is_ok_and(|records| {
                let read: Vec<_> = records.collect();
                read.len() == 2 && read.iter().all(Result::is_ok)
            });
            assert!(!whole, "{len}");
            assert_eq!(
                message.questions().all(|question| question.is_ok()),
                len >= 21
            );
        }
    }

    fn decoded(kind: u16, data: &[u8]) -> String {
        let bytes = message(&[(kind, data)]);
        let mut records = Message::new(&bytes).unwrap().records().unwrap();
        let record = records.next().unwrap().unwrap();
        match record.decode() {
            Ok(Data::A(ip)) => format!("{ip:?}"),
            Ok(Data::Aaaa(ip)) => format!("{ip:?}"),
            Ok(Data::Name(name)) => text(&name),
            Ok(Data::Mx {
                preference,
                exchange,
            }) => format!("{preference} {}", text(&exchange)),
            Ok(Data::Srv {
                priority,
                weight,
                port,
                target,
            }) => {
                format!("{priority} {weight} {port} {}", text(&target))
            }
            Ok(Data::Soa {
                server,
                mailbox,
                numbers,
            }) => {
                format!("{} {} {numbers:?}", text(&server), text(&mailbox))
            }
            Ok(Data::Txt(strings)) => {
                let strings = strings.map(|string| String::from_utf8_lossy(string).into_owned());
                format!("{:?}", strings.collect::<Vec<_>>())
            }
            Ok(Data::Caa { flags, tag, value }) => format!(
                "{flags} {} {}",
                String::from_utf8_lossy(tag),
                String::from_utf8_lossy(value)
            ),
            Ok(Data::Other) => "other".into(),
            Err(Malformed) => "malformed".into(),
        }
    }

    #[test]
    fn data() {
        for (kind, data, expected) in [
            (kind::A, &b"\x01\x02\x03\x04"[..], "[1, 2, 3, 4]"),
            (kind::A, b"\x01\x02\x03", "malformed"),
            (kind::A, b"\x01\x02\x03\x04\x05", "malformed"),
            (kind::AAAA, b"\x01\x02\x03\x04", "malformed"),
            (kind::NS, b"\x02ns\xc0\x0c", "ns.a.b"),
            (kind::CNAME, b"\xc0\x0c", "a.b"),
            (kind::PTR, b"\xc0\x0c\0", "malformed"),
            (kind::PTR, b"\xc0\xff", "malformed"),
            (kind::MX, b"\x00\x0a\x01m\xc0\x0c", "10 m.a.b"),
            (kind::SRV, b"\0\x01\0\x02\0\x50\x01s\0", "1 2 80 s"),
            (kind::SRV, b"\0\x01\0\x02\0\x50", "malformed"),
            (kind::TXT, b"\x02ab\0\x01c", r#"["ab", "", "c"]"#),
            (kind::TXT, b"", "malformed"),
            (kind::TXT, b"\x02a", "malformed"),
            (
                kind::CAA,
                b"\x80\x05issueca.example",
                "128 issue ca.example",
            ),
            (kind::CAA, b"\0\x05issu", "malformed"),
            (
                kind::SOA,
                b"\xc0\x0c\x01m\0\0\0\0\x01\0\0\0\x02\0\0\0\x03\0\0\0\x04\0\0\0\x05",
                "a.b m [1, 2, 3, 4, 5]",
            ),
            (kind::OPT, b"xyz", "other"),
        ] {
            assert_eq!(decoded(kind, data), expected, "{kind} {data:?}");
        }
    }
}
