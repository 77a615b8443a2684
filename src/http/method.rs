//! Methods, which are bits.
#![forbid(unsafe_code)]

/// A method: its name, its bit, and whether its requests may have a body.
#[derive(Clone, Copy)]
pub(super) struct Method {
    pub(super) name: &'static str,
    pub(super) bit: u32,
    pub(super) has_body: bool,
}

const fn method(name: &'static str, place: u32, has_body: bool) -> Method {
    Method {
        name,
        bit: 1 << place,
        has_body,
    }
}

pub(super) const GET: u32 = 1 << 0;
pub(super) const POST: u32 = 1 << 1;
pub(super) const HEAD: u32 = 1 << 2;
pub(super) const PUT: u32 = 1 << 3;
pub(super) const DELETE: u32 = 1 << 4;
pub(super) const CONNECT: u32 = 1 << 7;

/// Those that `enum evhttp_cmd_type` has.
const METHODS: [Method; 16] = [
    method("GET", 0, true),
    method("POST", 1, true),
    method("HEAD", 2, false),
    method("PUT", 3, true),
    method("DELETE", 4, true),
    method("OPTIONS", 5, true),
    method("TRACE", 6, false),
    method("CONNECT", 7, true),
    method("PATCH", 8, true),
    method("PROPFIND", 9, true),
    method("PROPPATCH", 10, true),
    method("MKCOL", 11, true),
    method("LOCK", 12, true),
    method("UNLOCK", 13, false),
    method("COPY", 14, false),
    method("MOVE", 15, false),
];

/// The method with a name, whose case counts.
pub(super) fn by_name(name: &[u8]) -> Option<Method> {
    METHODS
        .into_iter()
        .find(|method| method.name.as_bytes() == name)
}

/// The method with a bit.
pub(super) fn by_bit(bit: u32) -> Option<Method> {
    METHODS.into_iter().find(|method| method.bit == bit)
}
