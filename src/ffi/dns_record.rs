//! Records of any type: what evdns can be asked for besides addresses and names of addresses.
//!
//! This header is no part of the original libevent.

use std::ffi::{c_char, c_int, c_uint, c_void};

use super::dns::evdns_base;
use super::text;
use crate::dns::{Request, Resolver, evdns_request};

/// Type of record: where a service is (RFC 2782).
pub const EVDNS_TYPE_SRV: c_int = 33;
/// Type of record: who may issue certificates (RFC 8659).
pub const EVDNS_TYPE_CAA: c_int = 257;

/// A record. What it points to is valid during the callback only.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct evdns_record {
    /// Whom it is about.
    pub name: *const c_char,
    /// EVDNS_TYPE_ or another type: it says which member of `data` is set.
    pub r#type: c_int,
    /// For how many seconds it holds.
    pub ttl: c_uint,
    /// The data as they came, and how many bytes they are. Names in them may be compressed.
    pub raw: *const u8,
    /// See `raw`.
    pub raw_len: usize,
    /// The data, decoded.
    pub data: evdns_record_data,
}

/// The data of a record.
#[repr(C)]
#[derive(Clone, Copy)]
pub union evdns_record_data {
    /// EVDNS_TYPE_A: in network byte order.
    pub a: [u8; 4],
    /// EVDNS_TYPE_AAAA.
    pub aaaa: [u8; 16],
    /// EVDNS_TYPE_NS, EVDNS_TYPE_CNAME, EVDNS_TYPE_PTR: a name.
    pub name: *const c_char,
    /// EVDNS_TYPE_MX.
    pub mx: evdns_record_mx,
    /// EVDNS_TYPE_SRV.
    pub srv: evdns_record_srv,
    /// EVDNS_TYPE_SOA.
    pub soa: evdns_record_soa,
    /// EVDNS_TYPE_TXT.
    pub txt: evdns_record_txt,
    /// EVDNS_TYPE_CAA.
    pub caa: evdns_record_caa,
}

/// A mail server.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct evdns_record_mx {
    /// The lowest is tried first.
    pub preference: c_int,
    /// The mail server's name.
    pub exchange: *const c_char,
}

/// Where a service is.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct evdns_record_srv {
    /// The lowest is tried first.
    pub priority: c_int,
    /// The share of those of the same priority.
    pub weight: c_int,
    /// The port.
    pub port: c_int,
    /// The host's name.
    pub target: *const c_char,
}

/// The start of a zone.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct evdns_record_soa {
    /// The first name server.
    pub server: *const c_char,
    /// Whom to write to; the first dot stands for an at sign.
    pub mailbox: *const c_char,
    /// The version of the zone.
    pub serial: c_uint,
    /// After how many seconds secondary servers look again.
    pub refresh: c_uint,
    /// After how many seconds they try again, if that failed.
    pub retry: c_uint,
    /// After how many seconds in vain they give up.
    pub expire: c_uint,
    /// For how many seconds it holds that there is no record.
    pub minimum: c_uint,
}

/// Texts. None of them ends with a NUL byte; they may contain any bytes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct evdns_record_txt {
    /// How many there are, at least one.
    pub count: c_int,
    /// All of them, each after a byte that says how long it is.
    pub strings: *const u8,
}

/// Who may issue certificates.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct evdns_record_caa {
    /// 128: who does not understand the tag must not issue.
    pub flags: c_int,
    /// What the record says; `tag_len` bytes.
    pub tag: *const c_char,
    /// See `tag`.
    pub tag_len: c_int,
    /// The rest; `value_len` bytes.
    pub value: *const c_char,
    /// See `value`.
    pub value_len: c_int,
}

/// Called with the answer to evdns_base_resolve_record(): a DNS_ERR_ value; if that is DNS_ERR_NONE, how
/// many records of the answer section there are, of the type asked for and of those that led to them
/// (CNAME), and the records.
pub type evdns_record_callback_type = Option<
    unsafe extern "C" fn(
        result: c_int,
        count: c_int,
        records: *const evdns_record,
        arg: *mut c_void,
    ),
>;

/// Asks for the records of a type: EVDNS_TYPE_ values, EVDNS_QTYPE_ALL, or any other number up to 65535.
/// `flags` are DNS_QUERY_ values. The callback is called once, from the loop. NULL, without a call, if
/// the name or the type is none; evdns_cancel_request() takes back what this returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_base_resolve_record(
    base: *mut evdns_base,
    name: *const c_char,
    r#type: c_int,
    flags: c_int,
    callback: evdns_record_callback_type,
    arg: *mut c_void,
) -> *mut evdns_request {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (resolver, name) = unsafe { (Resolver::from_ptr(base), text(name)) };
    let request = resolver.zip(name).and_then(|(resolver, name)| {
        let kind = u16::try_from(r#type).ok()?;
        let name = name.to_bytes();
        resolver
            .resolve_records(name, kind, flags, callback, arg)
            .ok()
    });
    request.map_or(std::ptr::null_mut(), Request::as_ptr)
}
