//! Portable helpers that programs use besides events.

pub(crate) mod address;
pub(crate) mod date;
pub(crate) mod gai;
pub(crate) mod ip_text;
pub(crate) mod socket;
pub(crate) mod text;
