//! What a DNS server sees of a request.

use std::ffi::{c_char, c_int};

/// A request with its questions, for the callback of a server port.
#[repr(C)]
pub struct evdns_server_request {
    /// EVDNS_FLAGS_ values.
    pub flags: c_int,
    /// How many questions there are.
    pub nquestions: c_int,
    /// The questions.
    pub questions: *mut *mut evdns_server_question,
}

/// One question.
#[repr(C)]
pub struct evdns_server_question {
    /// EVDNS_TYPE_ or EVDNS_QTYPE_.
    pub r#type: c_int,
    /// EVDNS_CLASS_INET or another class. The field's name is `class` in C.
    pub dns_question_class: c_int,
    /// The name asked for: the text goes on behind the struct.
    pub name: [c_char; 1],
}
