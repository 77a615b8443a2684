//! DNS without waiting: a resolver, and what it takes to write a server.
//!
//! An evdns_base asks name servers, the ones in resolv.conf or others, and calls back with the
//! answers. evdns_getaddrinfo() does what getaddrinfo() does; the evdns_base_resolve_ functions
//! ask for one kind of record. An evdns_server_port answers questions of others.

#![allow(non_upper_case_globals)]

use std::ffi::{CStr, c_char, c_int, c_void};

use super::dns_struct::evdns_server_request;
use super::util::evutil_addrinfo;
pub use crate::dns::server::evdns_server_port;
pub use crate::dns::{evdns_base, evdns_getaddrinfo_request, evdns_request};

pub mod question;
pub mod resolver;
pub mod server;

/// No error.
pub const DNS_ERR_NONE: c_int = 0;
/// The server did not understand the question.
pub const DNS_ERR_FORMAT: c_int = 1;
/// The server failed.
pub const DNS_ERR_SERVERFAILED: c_int = 2;
/// The name does not exist.
pub const DNS_ERR_NOTEXIST: c_int = 3;
/// The server cannot answer questions of this kind.
pub const DNS_ERR_NOTIMPL: c_int = 4;
/// The server does not want to answer.
pub const DNS_ERR_REFUSED: c_int = 5;
/// The answer was cut off or made no sense.
pub const DNS_ERR_TRUNCATED: c_int = 65;
/// An error of no known kind.
pub const DNS_ERR_UNKNOWN: c_int = 66;
/// No answer came in time.
pub const DNS_ERR_TIMEOUT: c_int = 67;
/// The evdns_base is being freed.
pub const DNS_ERR_SHUTDOWN: c_int = 68;
/// The request was cancelled.
pub const DNS_ERR_CANCEL: c_int = 69;
/// The name exists but has no such record.
pub const DNS_ERR_NODATA: c_int = 70;

/// Type of result: IPv4 addresses, 4 bytes each in network byte order.
pub const DNS_IPv4_A: c_int = 1;
/// Type of result: one name, as a pointer to text.
pub const DNS_PTR: c_int = 2;
/// Type of result: IPv6 addresses, 16 bytes each.
pub const DNS_IPv6_AAAA: c_int = 3;
/// Type of result: the canonical name, as a pointer to text.
pub const DNS_CNAME: c_int = 4;

/// Flag of a query: do not try the search domains.
pub const DNS_QUERY_NO_SEARCH: c_int = 0x01;
/// Flag of a query: ask through TCP at once.
pub const DNS_QUERY_USEVC: c_int = 0x02;
/// Flag of a query: take what a truncated answer has, and do not ask again through TCP.
pub const DNS_QUERY_IGNTC: c_int = 0x04;
/// Flag of a query: call back for the canonical name, too, with DNS_CNAME.
pub const DNS_CNAME_CALLBACK: c_int = 0x80;
/// The old name of DNS_QUERY_NO_SEARCH.
pub const DNS_NO_SEARCH: c_int = 0x01;

/// From resolv.conf take: the search domains.
pub const DNS_OPTION_SEARCH: c_int = 1;
/// From resolv.conf take: the name servers.
pub const DNS_OPTION_NAMESERVERS: c_int = 2;
/// From resolv.conf take: all other settings.
pub const DNS_OPTION_MISC: c_int = 4;
/// Besides resolv.conf, read the hosts file.
pub const DNS_OPTION_HOSTSFILE: c_int = 8;
/// All of these.
pub const DNS_OPTIONS_ALL: c_int = 15;
/// If resolv.conf names no server, do not fall back to one on this host.
pub const DNS_OPTION_NAMESERVERS_NO_DEFAULT: c_int = 16;

/// For evdns_base_new(): read resolv.conf.
pub const EVDNS_BASE_INITIALIZE_NAMESERVERS: c_int = 1;
/// For evdns_base_new(): keep no cache of answers.
pub const EVDNS_BASE_NO_CACHE: c_int = 0x10;
/// For evdns_base_new(): do not keep the loop running while there are no requests.
pub const EVDNS_BASE_DISABLE_WHEN_INACTIVE: c_int = 0x8000;
/// For evdns_base_new(): see DNS_OPTION_NAMESERVERS_NO_DEFAULT.
pub const EVDNS_BASE_NAMESERVERS_NO_DEFAULT: c_int = 0x10000;

/// Reading a configuration: no error.
pub const EVDNS_ERROR_NONE: c_int = 0;
/// Reading a configuration: the file cannot be opened.
pub const EVDNS_ERROR_FAILED_TO_OPEN_FILE: c_int = 1;
/// Reading a configuration: the file's size cannot be found out.
pub const EVDNS_ERROR_FAILED_TO_STAT_FILE: c_int = 2;
/// Reading a configuration: the file is too large.
pub const EVDNS_ERROR_FILE_TOO_LARGE: c_int = 3;
/// Reading a configuration: out of memory.
pub const EVDNS_ERROR_OUT_OF_MEMORY: c_int = 4;
/// Reading a configuration: the file was shorter than it said.
pub const EVDNS_ERROR_SHORT_READ_FROM_FILE: c_int = 5;
/// Reading a configuration: it names no server.
pub const EVDNS_ERROR_NO_NAMESERVERS_CONFIGURED: c_int = 6;

/// Part of a server's reply: the answers.
pub const EVDNS_ANSWER_SECTION: c_int = 0;
/// Part of a server's reply: who is the authority.
pub const EVDNS_AUTHORITY_SECTION: c_int = 1;
/// Part of a server's reply: what else may help.
pub const EVDNS_ADDITIONAL_SECTION: c_int = 2;

/// Type of record: an IPv4 address.
pub const EVDNS_TYPE_A: c_int = 1;
/// Type of record: the name of a name server.
pub const EVDNS_TYPE_NS: c_int = 2;
/// Type of record: the canonical name.
pub const EVDNS_TYPE_CNAME: c_int = 5;
/// Type of record: the start of a zone.
pub const EVDNS_TYPE_SOA: c_int = 6;
/// Type of record: the name that belongs to an address.
pub const EVDNS_TYPE_PTR: c_int = 12;
/// Type of record: a mail server.
pub const EVDNS_TYPE_MX: c_int = 15;
/// Type of record: text.
pub const EVDNS_TYPE_TXT: c_int = 16;
/// Type of record: an IPv6 address.
pub const EVDNS_TYPE_AAAA: c_int = 28;
/// Type of question: a whole zone.
pub const EVDNS_QTYPE_AXFR: c_int = 252;
/// Type of question: every type of record.
pub const EVDNS_QTYPE_ALL: c_int = 255;
/// Class of record: the Internet.
pub const EVDNS_CLASS_INET: c_int = 1;

/// Flag of a server's reply: it comes from the authority.
pub const EVDNS_FLAGS_AA: c_int = 0x400;
/// Flag of a server's reply: recursion was asked for.
pub const EVDNS_FLAGS_RD: c_int = 0x080;

/// For evdns_server_port_set_option().
#[repr(C)]
pub enum evdns_server_option {
    /// The most TCP clients at a time.
    EVDNS_SOPT_TCP_MAX_CLIENTS = 0,
    /// After how many seconds an idle TCP client is turned out.
    EVDNS_SOPT_TCP_IDLE_TIMEOUT = 1,
}

/// Called with the answer to a question: a DNS_ERR_ value; if that is DNS_ERR_NONE, the type of
/// result, how many there are, for how many seconds they hold, and the results themselves, which
/// are valid during the call only.
pub type evdns_callback_type = Option<
    unsafe extern "C" fn(
        result: c_int,
        type_: c_char,
        count: c_int,
        ttl: c_int,
        addresses: *mut c_void,
        arg: *mut c_void,
    ),
>;

/// Receives messages of the resolver.
pub type evdns_debug_log_fn_type =
    Option<unsafe extern "C" fn(is_warning: c_int, msg: *const c_char)>;

/// Called with the result of evdns_getaddrinfo(): 0 or an EVUTIL_EAI_ value, and the addresses,
/// which the callee frees with evutil_freeaddrinfo().
pub type evdns_getaddrinfo_cb =
    Option<unsafe extern "C" fn(result: c_int, res: *mut evutil_addrinfo, arg: *mut c_void)>;

/// Called with a question that came to a server port, to be answered now or later.
pub type evdns_request_callback_fn_type =
    Option<unsafe extern "C" fn(req: *mut evdns_server_request, arg: *mut c_void)>;

/// The text for a DNS_ERR_ value.
pub(crate) fn describe(error: c_int) -> &'static CStr {
    match error {
        DNS_ERR_NONE => c"no error",
        DNS_ERR_FORMAT => c"misformatted query",
        DNS_ERR_SERVERFAILED => c"server failed",
        DNS_ERR_NOTEXIST => c"name does not exist",
        DNS_ERR_NOTIMPL => c"query not implemented",
        DNS_ERR_REFUSED => c"refused",
        DNS_ERR_TRUNCATED => c"reply truncated or ill-formed",
        DNS_ERR_UNKNOWN => c"unknown",
        DNS_ERR_TIMEOUT => c"request timed out",
        DNS_ERR_SHUTDOWN => c"dns subsystem shut down",
        DNS_ERR_CANCEL => c"dns request canceled",
        DNS_ERR_NODATA => c"no records in the reply",
        _ => c"[Unknown error code]",
    }
}
