//! Lists of names and values, such as the headers of HTTP messages and the arguments of queries.

use std::ffi::c_char;

/// The links of an entry in a tail queue of `T`, as `TAILQ_ENTRY` of `<sys/queue.h>` lays them
/// out. In C this is an anonymous struct.
/// cbindgen:ignore
#[repr(C)]
pub struct TailqEntry<T> {
    /// The next entry, or NULL.
    pub tqe_next: *mut T,
    /// The pointer that points to this entry.
    pub tqe_prev: *mut *mut T,
}

/// A name and a value.
#[repr(C)]
pub struct evkeyval {
    /// The place in the list.
    pub next: TailqEntry<evkeyval>,
    /// The name. Belongs to the list.
    pub key: *mut c_char,
    /// The value. Belongs to the list.
    pub value: *mut c_char,
}

/// The head of a list of names and values.
#[repr(C)]
pub struct evkeyvalq {
    /// The first entry, or NULL.
    pub tqh_first: *mut evkeyval,
    /// The pointer that ends the list: the last entry's next, or tqh_first.
    pub tqh_last: *mut *mut evkeyval,
}
