//! Records as C programs see them.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use super::answer::Answer;
use super::cursor::Malformed;
use super::message::{Data, Message, Record, Section};
use super::name::Name;
use super::request::Outcome;
use crate::ds::vec::CellVec;
use crate::ffi::dns::{DNS_ERR_NONE, DNS_ERR_UNKNOWN};
use crate::ffi::dns_record::{
    evdns_record, evdns_record_caa, evdns_record_callback_type, evdns_record_data, evdns_record_mx,
    evdns_record_soa, evdns_record_srv, evdns_record_txt,
};
use crate::rt::mm::OutOfMemory;

/// No records can be shown.
struct NotShown;

impl From<Malformed> for NotShown {
    fn from(_: Malformed) -> Self {
        NotShown
    }
}

impl From<OutOfMemory> for NotShown {
    fn from(_: OutOfMemory) -> Self {
        NotShown
    }
}

/// Calls the program with the records of an answer.
pub(super) fn tell(outcome: &Outcome, callback: evdns_record_callback_type, arg: *mut c_void) {
    let Some(callback) = callback else {
        return;
    };
    let (mut error, shown) = (outcome.error, Shown::new());
    if let Answer::Message(bytes) = &outcome.answer
        && shown.show_all(bytes.as_slice()).is_err()
    {
        error = DNS_ERR_UNKNOWN;
    }
    let (count, records) = match error {
        DNS_ERR_NONE => (shown.records.len(), shown.records.as_mut_ptr().cast_const()),
        _ => (0, ptr::null()),
    };
    let count = c_int::try_from(count).unwrap_or(c_int::MAX);
    // SAFETY: the program vouched for its callback; the records stay until it returns.
    unsafe { callback(error, count, records, arg) };
}

/// Records, and the names that they point to.
struct Shown {
    records: CellVec<evdns_record>,
    names: CellVec<*mut c_char>,
}

impl Shown {
    fn new() -> Self {
        Shown {
            records: CellVec::new(),
            names: CellVec::new(),
        }
    }

    fn show_all(&self, bytes: &[u8]) -> Result<(), NotShown> {
        let mut records = Message::new(bytes)?.records()?;
        while records.next_section() == Some(Section::Answer)
            && let Some(record) = records.next()
        {
            self.records.push(self.show(&record?)?)?;
        }
        Ok(())
    }

    fn show(&self, record: &Record<'_>) -> Result<evdns_record, NotShown> {
        let data = match record.decode()? {
            Data::A(a) => evdns_record_data { a },
            Data::Aaaa(aaaa) => evdns_record_data { aaaa },
            Data::Name(name) => evdns_record_data {
                name: self.text(&name)?,
            },
            Data::Mx {
                preference,
                exchange,
            } => evdns_record_data {
                mx: evdns_record_mx {
                    preference: preference.into(),
                    exchange: self.text(&exchange)?,
                },
            },
            Data::Srv {
                priority,
                weight,
                port,
                target,
            } => evdns_record_data {
                srv: evdns_record_srv {
                    priority: priority.into(),
                    weight: weight.into(),
                    port: port.into(),
                    target: self.text(&target)?,
                },
            },
            Data::Soa {
                server,
                mailbox,
                numbers: [serial, refresh, retry, expire, minimum],
            } => evdns_record_data {
                soa: evdns_record_soa {
                    server: self.text(&server)?,
                    mailbox: self.text(&mailbox)?,
                    serial,
                    refresh,
                    retry,
                    expire,
                    minimum,
                },
            },
            Data::Txt(strings) => evdns_record_data {
                txt: evdns_record_txt {
                    count: strings.count() as c_int,
                    strings: record.data.as_ptr(),
                },
            },
            Data::Caa { flags, tag, value } => evdns_record_data {
                caa: evdns_record_caa {
                    flags: flags.into(),
                    tag: tag.as_ptr().cast(),
                    tag_len: tag.len() as c_int,
                    value: value.as_ptr().cast(),
                    value_len: value.len() as c_int,
                },
            },
            Data::Other => evdns_record_data { aaaa: [0; 16] },
        };
        Ok(evdns_record {
            name: self.text(&record.owner()?)?,
            r#type: record.kind.into(),
            ttl: record.ttl,
            raw: record.data.as_ptr(),
            raw_len: record.data.len(),
            data,
        })
    }

    /// A name as a C string, which stays as long as the records.
    fn text(&self, name: &Name) -> Result<*const c_char, OutOfMemory> {
        self.names.reserve(1)?;
        let copy = CellVec::new();
        copy.extend_from_slice(name.text().with_nul())?;
        let text: *mut c_char = copy.into_raw().cast();
        self.names.push(text)?;
        Ok(text)
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        while let Some(name) = self.names.pop() {
            // SAFETY: `text` made it.
            unsafe { crate::rt::mm::free(name.cast()) };
        }
    }
}
