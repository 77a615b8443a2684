//! Lines and words of resolv.conf and hosts files, as libevent sees them: as a C string, where only
//! blanks and tabs are between words. A carriage return belongs to its word.
#![forbid(unsafe_code)]

/// The lines of a file, up to the first NUL.
pub(crate) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    before(text, 0).split(|&c| c == b'\n')
}

/// What comes before the first `end`, or all of it.
pub(crate) fn before(text: &[u8], end: u8) -> &[u8] {
    let len = memchr::memchr(end, text).unwrap_or(text.len());
    &text[..len]
}

/// The words of a line. None is empty.
#[derive(Clone, Copy, Default)]
pub(crate) struct Words<'a>(&'a [u8]);

impl<'a> Words<'a> {
    pub(crate) fn of(line: &'a [u8]) -> Self {
        Words(line)
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let blank = |&c: &u8| matches!(c, b' ' | b'\t');
        let start = self.0.iter().position(|c| !blank(c))?;
        let line = &self.0[start..];
        let len = line.iter().position(blank).unwrap_or(line.len());
        let (word, rest) = line.split_at(len);
        self.0 = rest;
        Some(word)
    }
}

/// Texts made of these pieces in an order that looks random and is always the same.
#[cfg(test)]
pub(super) fn jumbled(pieces: &[&[u8]]) -> impl Iterator<Item = Vec<u8>> {
    let mut state = 1u32;
    let mut below = move |limit: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize % limit
    };
    let count = if cfg!(miri) { 50 } else { 20_000 };
    (0..count).map(move |_| {
        let len = below(20);
        let pieces = (0..len).map(|_| pieces[below(pieces.len())]);
        pieces.flatten().copied().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_newlines_and_at_nul() {
        let all = |text| lines(text).collect::<Vec<_>>();
        assert_eq!(all(b"a b\nc"), [&b"a b"[..], b"c"]);
        assert_eq!(all(b"\n\na\r\n"), [&b""[..], b"", b"a\r", b""]);
        assert_eq!(all(b"a\nb\0c\nd"), [b"a", b"b"]);
        assert_eq!(all(b"\0a"), [b""]);
    }

    #[test]
    fn words_are_between_blanks_and_tabs() {
        let all = |line| Words::of(line).collect::<Vec<_>>();
        assert_eq!(all(b""), [b""; 0]);
        assert_eq!(all(b" \t "), [b""; 0]);
        assert_eq!(all(b"a"), [b"a"]);
        assert_eq!(all(b"\t a\t b\t"), [b"a", b"b"]);
        assert_eq!(all(b"a\rb\x0bc\x0cd \r"), [&b"a\rb\x0bc\x0cd"[..], b"\r"]);
    }
}
