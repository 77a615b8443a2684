//! Queries: `name=value` pairs with `&` between them.

use super::Failed;
use super::escape::{self, Plus};
use super::headers::Headers;
use bitflags::bitflags;

bitflags! {
    /// `EVHTTP_URI_QUERY_*`.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(crate) struct QueryFlags: u32 {
        /// Names without a value, and empty pairs, are taken.
        const NONCONFORMANT = 0x01;
        /// Of several values for one name the last stays.
        const LAST_VALUE = 0x02;
    }
}

/// Adds the pairs of a query to an empty list, which is empty again if that fails.
pub(crate) fn parse(query: &[u8], flags: QueryFlags, list: Headers) -> Result<(), Failed> {
    let parsed = pairs(query, flags, list);
    if parsed.is_err() {
        list.clear();
    }
    parsed
}

fn pairs(query: &[u8], flags: QueryFlags, list: Headers) -> Result<(), Failed> {
    if query.is_empty() {
        return Ok(());
    }
    let lenient = flags.contains(QueryFlags::NONCONFORMANT);
    // One may stand at the end.
    let query = query
        .strip_suffix(b"&")
        .filter(|rest| !rest.is_empty())
        .unwrap_or(query);
    for pair in query.split(|byte| *byte == b'&') {
        let mut parts = pair.splitn(2, |byte| *byte == b'=');
        let (name, value) = (parts.next().unwrap_or_default(), parts.next());
        let value = match value {
            Some(value) if !name.is_empty() => value,
            None if !name.is_empty() && lenient => b"",
            _ if lenient => continue,
            _ => return Err(Failed),
        };
        let value = escape::decode(value, Plus::Space)?;
        list.push(name, &[value.as_bytes()])?;
    }
    if flags.contains(QueryFlags::LAST_VALUE) {
        list.keep_last_values()?;
    }
    Ok(())
}
