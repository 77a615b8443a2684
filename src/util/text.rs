//! Comparing text without regard to case, whatever the locale.
#![forbid(unsafe_code)]

use std::cmp::Ordering;

/// Compares two texts, each up to its end, ASCII letters without regard to case.
pub(crate) fn compare_ignoring_case(a: &[u8], b: &[u8]) -> Ordering {
    a.iter()
        .map(u8::to_ascii_lowercase)
        .cmp(b.iter().map(u8::to_ascii_lowercase))
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
    }
}
