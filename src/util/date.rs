//! Dates as HTTP writes them.

use std::fmt::{self, Write};

use libc::tm;

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The present moment, in UTC.
pub(crate) fn now_utc() -> tm {
    // SAFETY: all zeroes is a valid `tm`, and gmtime_r fills it in; both pointers are valid.
    unsafe {
        let mut tm = std::mem::zeroed();
        let now = libc::time(std::ptr::null_mut());
        libc::gmtime_r(&now, &mut tm);
        tm
    }
}

/// Writes a date in the fixed form of RFC 1123: `Thu, 01 Jan 1970 00:00:00 GMT`.
pub(crate) fn write_rfc1123(out: &mut impl Write, date: &tm) -> fmt::Result {
    let name = |names: &'static [&'static str], index: i32| {
        usize::try_from(index)
            .ok()
            .and_then(|index| names.get(index))
            .copied()
            .unwrap_or("???")
    };
    write!(
        out,
        "{}, {:02} {} {:4} {:02}:{:02}:{:02} GMT",
        name(&DAYS, date.tm_wday),
        date.tm_mday,
        name(&MONTHS, date.tm_mon),
        i64::from(date.tm_year) + 1900,
        date.tm_hour,
        date.tm_min,
        date.tm_sec,
    )
}

/// A date, to be shown so.
pub(crate) struct Rfc1123<'a>(pub(crate) &'a tm);

impl fmt::Display for Rfc1123<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_rfc1123(f, self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_epoch_and_nonsense() {
        // SAFETY: all zeroes is a valid `tm`.
        let mut date: tm = unsafe { std::mem::zeroed() };
        (date.tm_mday, date.tm_year, date.tm_wday) = (1, 70, 4);
        let mut text = String::new();
        write_rfc1123(&mut text, &date).unwrap();
        assert_eq!(text, "Thu, 01 Jan 1970 00:00:00 GMT");
        (date.tm_wday, date.tm_mon) = (7, -1);
        text.clear();
        write_rfc1123(&mut text, &date).unwrap();
        assert_eq!(text, "???, 01 ??? 1970 00:00:00 GMT");
    }
}
