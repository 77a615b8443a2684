//! Questions as they are asked, and what an answer says to them.
#![forbid(unsafe_code)]

use super::cursor::Malformed;
use super::message::{Data, Flags, HEADER_LEN, INTERNET, Message, Section, kind};
use super::name::Name;
use super::writer::{Full, Writer};

/// The longest datagram without EDNS (RFC 1035, section 4.2.1).
pub(crate) const PLAIN_UDP_SIZE: u16 = 512;
/// The longest question: header, name, type and class, and the OPT record.
pub(crate) const MAX_QUESTION: usize = HEADER_LEN + 255 + 4 + 11;

/// Response codes (RFC 1035, section 4.1.1).
pub(crate) mod rcode {
    pub(crate) const SERVER_FAILED: u8 = 2;
    pub(crate) const NAME_ERROR: u8 = 3;
    pub(crate) const NOT_IMPLEMENTED: u8 = 4;
    pub(crate) const REFUSED: u8 = 5;
}

/// Writes a question. A UDP size that is more than the plain one is told to the server (RFC 6891).
pub(crate) fn write(
    out: &mut [u8],
    id: u16,
    name: &Name,
    kind: u16,
    udp_size: u16,
) -> Result<usize, Full> {
    let edns = udp_size > PLAIN_UDP_SIZE;
    let mut writer = Writer::new(out);
    writer.header([id, Flags::RECURSION_DESIRED.bits(), 1, 0, 0, edns.into()])?;
    writer.bytes(name.wire())?;
    writer.u16(kind)?;
    writer.u16(INTERNET)?;
    if edns {
        writer.bytes(Name::ROOT.wire())?;
        writer.u16(kind::OPT)?;
        writer.u16(udp_size)?;
        // No extended flags, and no options.
        writer.u32(0)?;
        writer.u16(0)?;
    }
    Ok(writer.len())
}

/// Whether a message answers a question: it repeats it, in the same case of letters if `exact`. Servers
/// that report an error may leave it out.
pub(crate) fn answers(message: Message<'_>, name: &Name, kind: u16, exact: bool) -> bool {
    let header = message.header;
    if !header.flags.contains(Flags::RESPONSE) || header.opcode != 0 {
        return false;
    }
    match message.question_count() {
        0 => !matches!(header.rcode, 0 | rcode::NAME_ERROR),
        1 => message.asks(name, kind, exact),
        _ => false,
    }
}

/// What an answer says, besides the addresses.
#[derive(Debug)]
pub(crate) struct Found {
    /// For how many seconds all of it holds.
    pub(crate) ttl: u32,
    /// Whether there is a record of the kind asked for.
    pub(crate) any: bool,
    /// The name that a PTR record leads to.
    pub(crate) target: Option<Name>,
    /// The name that the first CNAME record leads to.
    pub(crate) canonical: Option<Name>,
}

impl Found {
    pub(crate) fn nothing() -> Self {
        Found {
            ttl: 0,
            any: false,
            target: None,
            canonical: None,
        }
    }
}

/// Why an answer says nothing.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unusable<E> {
    Malformed,
    /// What the collector said.
    NotCollected(E),
}

impl<E> From<Malformed> for Unusable<E> {
    fn from(_: Malformed) -> Self {
        Unusable::Malformed
    }
}

/// The data of an address record: addresses of `SIZE` bytes.
fn whole<const SIZE: usize>(data: &[u8]) -> Result<&[u8], Malformed> {
    if data.len().is_multiple_of(SIZE) {
        Ok(data)
    } else {
        Err(Malformed)
    }
}

/// Reads the answer to a question for addresses or for a name. `found` says nothing yet; `collect`
/// receives the data of each address record.
pub(crate) fn read<E>(
    message: Message<'_>,
    kind: u16,
    found: &mut Found,
    mut collect: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), Unusable<E>> {
    let mut ttl = u32::MAX;
    let mut records = message.records()?;
    // Where there is an answer, the other sections do not matter.
    while records.next_section() == Some(Section::Answer) || !found.any {
        let Some(record) = records.next() else {
            break;
        };
        let record = record?;
        if record.class != INTERNET {
            continue;
        }
        match (record.section, record.kind) {
            // Where there are addresses, a broken name does not matter.
            (Section::Answer, kind::CNAME) if kind != kind::CNAME && found.canonical.is_none() => {
                found.canonical = record.name().ok();
            }
            (Section::Answer, of) if of == kind || kind == kind::ALL => {
                record.check_owner()?;
                match of {
                    // As the original takes them, and as its server makes them: with several addresses.
                    kind::A => collect(whole::<4>(record.data)?).map_err(Unusable::NotCollected)?,
                    kind::AAAA => {
                        collect(whole::<16>(record.data)?).map_err(Unusable::NotCollected)?;
                    }
                    // The first is the one.
                    kind::PTR if found.target.is_some() => continue,
                    kind::PTR => found.target = Some(record.name()?),
                    _ => {}
                }
                found.any = true;
                ttl = ttl.min(record.ttl);
            }
            // How long it holds that there is nothing (RFC 2308, section 5).
            (Section::Authority, kind::SOA) => {
                if let Data::Soa { numbers, .. } = record.decode()? {
                    ttl = ttl.min(record.ttl).min(numbers[4]);
                }
            }
            _ => {}
        }
    }
    if ttl != u32::MAX {
        found.ttl = ttl;
    }
    Ok(())
}
