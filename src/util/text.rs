//! Comparing text without regard to case, whatever the locale.
#![forbid(unsafe_code)]

use std::cmp::Ordering;

/// Compares two texts, each up to its end, ASCII letters without regard to case. Bytes count as
/// `char` does in C on this machine's ABI: signed.
pub(crate) fn compare_ignoring_case(a: &[u8], b: &[u8]) -> Ordering {
    folded(a).cmp(folded(b))
}

/// The end counts as a character too: NUL, which is greater than the negative ones.
fn folded(text: &[u8]) -> impl Iterator<Item = i8> {
    text.iter()
        .map(|c| c.to_ascii_lowercase().cast_signed())
        .chain(std::iter::once(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ascii_letters_have_a_case() {
        let order = |a: &str, b: &str| compare_ignoring_case(a.as_bytes(), b.as_bytes());
        assert_eq!(order("aBc", "AbC"), Ordering::Equal);
        assert_eq!(order("abc", "abcd"), Ordering::Less);
        assert_eq!(order("b", "A"), Ordering::Greater);
        assert_eq!(order("_", "A"), Ordering::Less);
        assert_ne!(order("É", "é"), Ordering::Equal);
        assert_eq!(order("é", "e"), Ordering::Less);
        assert_eq!(order("", "é"), Ordering::Greater);
    }
}
