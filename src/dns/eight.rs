//! Eight bytes looked at in one go, as a word whose lowest byte comes first.
//!
//! What is said of a byte is said by its highest bit; all others are zero.
#![forbid(unsafe_code)]

const LOW: u64 = each(0x01);
const HIGH: u64 = each(0x80);

/// The same byte eight times.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Which bytes are this one.
pub(super) const fn equal(word: u64, byte: u8) -> u64 {
    let other = word ^ each(byte);
    !(((other & !HIGH) + !HIGH) | other) & HIGH
}

/// Which bytes are ASCII letters.
pub(super) const fn letters(word: u64) -> u64 {
    let small = (word | each(0x20)) & !HIGH;
    let from_a = small + each(0x80 - b'a');
    let beyond_z = small + each(0x7f - b'z');
    from_a & !beyond_z & !word & HIGH
}

/// Which bytes have their bit set, the lowest being the first one's.
pub(super) const fn chosen(bits: u8) -> u64 {
    const OWN: u64 = 0x8040_2010_0804_0201;
    (((bits as u64 * LOW) & OWN) + !HIGH) & HIGH
}

/// The places of those of which something is said, in order.
pub(super) fn places(mut said: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (said != 0).then(|| said.trailing_zeros() as usize / 8);
        said &= said.wrapping_sub(1);
        place
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_for_itself() {
        let same = |found: u64, bytes: [u8; 8], is: &dyn Fn(u8) -> bool| {
            let expected = bytes.map(|byte| if is(byte) { 0x80 } else { 0 });
            assert_eq!(found.to_le_bytes(), expected, "{bytes:?}");
        };
        for byte in 0..=u8::MAX {
            for bytes in [
                [byte, 0, 0xff, byte, b'.', byte, 0x2f, 0x80],
                [b'.', byte ^ 1, byte, b'Z', byte ^ 0x80, 0, b'@', byte],
            ] {
                let word = u64::from_le_bytes(bytes);
                for other in [0, b'.', b'\\', 0x80, 0xff] {
                    same(equal(word, other), bytes, &|byte| byte == other);
                }
                same(letters(word), bytes, &|byte| byte.is_ascii_alphabetic());
            }
            let places: Vec<_> = places(chosen(byte)).collect();
            let bits: Vec<_> = (0..8).filter(|i| byte >> i & 1 != 0).collect();
            assert_eq!(places, bits);
        }
    }
}
