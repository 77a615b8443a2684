//! Frames (RFC 6455, section 5.2): their heads, and masking.
#![forbid(unsafe_code)]

use super::Role;

/// The longest head: two bytes, a length of eight, a mask of four.
pub(super) const MAX_HEAD: usize = 14;
/// The most that a control frame carries.
pub(super) const MAX_CONTROL: usize = 125;

const FIN: u8 = 0x80;
const RESERVED: u8 = 0x70;
const MASKED: u8 = 0x80;
/// What stands for a length of two bytes, or eight, that follows.
const LEN_16: u8 = 126;
const LEN_64: u8 = 127;

/// What a frame is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Opcode {
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}

impl Opcode {
    fn of(byte: u8) -> Option<Self> {
        Some(match byte & 0xf {
            0 => Opcode::Continuation,
            1 => Opcode::Text,
            2 => Opcode::Binary,
            8 => Opcode::Close,
            9 => Opcode::Ping,
            10 => Opcode::Pong,
            _ => return None,
        })
    }

    pub(super) fn is_control(self) -> bool {
        self as u8 >= 8
    }
}

/// The bytes do not begin a frame that the other side may send.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Malformed;

/// The mask of a frame.
pub(super) type Mask = [u8; 4];

/// The head of a frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Head {
    /// Whether it is the last of its message.
    pub(super) fin: bool,
    pub(super) opcode: Opcode,
    /// How many bytes follow.
    pub(super) len: u64,
    pub(super) mask: Option<Mask>,
}

impl Head {
    /// Reads a head that `from` has sent, and tells how long it is; none if more has to come first. What can
    /// be seen to be wrong is refused at once.
    pub(super) fn read(bytes: &[u8], from: Role) -> Result<Option<(Head, usize)>, Malformed> {
        let Some(&first) = bytes.first() else {
            return Ok(None);
        };
        let opcode = Opcode::of(first).ok_or(Malformed)?;
        let fin = first & FIN != 0;
        if first & RESERVED != 0 || opcode.is_control() && !fin {
            return Err(Malformed);
        }
        let Some(&second) = bytes.get(1) else {
            return Ok(None);
        };
        let is_masked = second & MASKED != 0;
        let short = second & !MASKED;
        if is_masked != from.masks() || opcode.is_control() && usize::from(short) > MAX_CONTROL {
            return Err(Malformed);
        }
        let rest = &bytes[2..];
        let Some((len, rest)) = read_len(short, rest)? else {
            return Ok(None);
        };
        let (mask, rest) = match rest.split_first_chunk() {
            Some((mask, rest)) if is_masked => (Some(*mask), rest),
            None if is_masked => return Ok(None),
            _ => (None, rest),
        };
        let head = Head {
            fin,
            opcode,
            len,
            mask,
        };
        Ok(Some((head, bytes.len() - rest.len())))
    }

    /// Writes the head; gives as many bytes of `room` as it takes.
    pub(super) fn write<'a>(&self, room: &'a mut [u8; MAX_HEAD]) -> &'a [u8] {
        room[0] = self.opcode as u8 | if self.fin { FIN } else { 0 };
        let masked = if self.mask.is_some() { MASKED } else { 0 };
        let bytes = self.len.to_be_bytes();
        let (short, len): (u8, &[u8]) = match self.len {
            0..126 => (bytes[7], &[]),
            126..0x1_0000 => (LEN_16, &bytes[6..]),
            _ => (LEN_64, &bytes),
        };
        room[1] = short | masked;
        let mut end = 2;
        for part in [len, self.mask.as_ref().map_or(&[], |mask| mask)] {
            room[end..end + part.len()].copy_from_slice(part);
            end += part.len();
        }
        &room[..end]
    }
}

/// The length of a frame, and what follows it; none if more has to come first. It must have its shortest form.
fn read_len(short: u8, rest: &[u8]) -> Result<Option<(u64, &[u8])>, Malformed> {
    let (len, rest, least) = match short {
        LEN_16 => match rest.split_first_chunk() {
            Some((len, rest)) => (u64::from(u16::from_be_bytes(*len)), rest, 126),
            None => return Ok(None),
        },
        LEN_64 => match rest.split_first_chunk() {
            Some((len, rest)) => (u64::from_be_bytes(*len), rest, 0x1_0000),
            None => return Ok(None),
        },
        short => (u64::from(short), rest, 0),
    };
    if len < least || len > i64::MAX as u64 {
        return Err(Malformed);
    }
    Ok(Some((len, rest)))
}

/// Masks the bytes of a frame's payload from the `at`-th on, or takes the mask off.
pub(super) fn apply_mask(mask: Mask, at: u64, bytes: &mut [u8]) {
    let mut turned = mask;
    turned.rotate_left((at % 4) as usize);
    let word = u64::from(u32::from_ne_bytes(turned));
    let word = word << 32 | word;
    let mut words = bytes.chunks_exact_mut(8);
    for eight in &mut words {
        if let Ok(value) = <[u8; 8]>::try_from(&*eight) {
            eight.copy_from_slice(&(u64::from_ne_bytes(value) ^ word).to_ne_bytes());
        }
    }
    let rest = words.into_remainder();
    for (byte, mask) in rest.iter_mut().zip(turned.iter().cycle()) {
        *byte ^= mask;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(opcode: Opcode, len: u64, mask: Option<Mask>) -> Head {
        Head {
            fin: true,
            opcode,
            len,
            mask,
        }
    }

    #[test]
    fn what_is_written_is_read() {
        for len in [0, 1, 125, 126, 127, 255, 65535, 65536, i64::MAX as u64] {
            for mask in [None, Some([1, 2, 3, 4])] {
                for fin in [false, true] {
                    let head = Head {
                        fin,
                        ..head(Opcode::Binary, len, mask)
                    };
                    let mut room = [0; MAX_HEAD];
                    let bytes = head.write(&mut room);
                    let from = [Role::Server, Role::Client][usize::from(mask.is_some())];
                    assert_eq!(Head::read(bytes, from), Ok(Some((head, bytes.len()))));
                    for cut in 0..bytes.len() {
                        assert_eq!(Head::read(&bytes[..cut], from), Ok(None));
                    }
                    let other = [Role::Client, Role::Server][usize::from(mask.is_some())];
                    assert_eq!(Head::read(bytes, other), Err(Malformed));
                }
            }
        }
    }

    #[test]
    fn known_heads() {
        let mut room = [0; MAX_HEAD];
        assert_eq!(head(Opcode::Text, 5, None).write(&mut room), [0x81, 5]);
        let ping = head(Opcode::Ping, 5, Some([0x37, 0xfa, 0x21, 0x3d]));
        assert_eq!(ping.write(&mut room), [0x89, 0x85, 0x37, 0xfa, 0x21, 0x3d]);
        let long = head(Opcode::Binary, 256, None);
        assert_eq!(long.write(&mut room), [0x82, 126, 1, 0]);
        let longest = head(Opcode::Binary, 65536, None);
        assert_eq!(
            longest.write(&mut room),
            [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]
        );
    }

    #[test]
    fn malformed_heads() {
        let bad: &[&[u8]] = &[
            // Reserved bits.
            &[0xc1],
            &[0xa1],
            &[0x91],
            // Opcodes that mean nothing.
            &[0x83],
            &[0x87],
            &[0x8b],
            &[0x8f],
            // Control frames: in parts, and too long.
            &[0x08],
            &[0x09, 0],
            &[0x88, 126],
            &[0x89, 127],
            // A mask from a server.
            &[0x81, 0x80],
            // Lengths in more bytes than they need, or too large.
            &[0x82, 126, 0, 125],
            &[0x82, 127, 0, 0, 0, 0, 0, 0, 0xff, 0xff],
            &[0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0],
        ];
        for bytes in bad {
            assert_eq!(
                Head::read(bytes, Role::Server),
                Err(Malformed),
                "{bytes:x?}"
            );
        }
        assert_eq!(Head::read(&[0x81, 5], Role::Client), Err(Malformed));
    }

    #[test]
    fn masks() {
        let mask = [0x12, 0x34, 0x56, 0x78];
        let plain: Vec<u8> = (0..100).collect();
        let slow = |at: usize, bytes: &[u8]| -> Vec<u8> {
            let masked = bytes.iter().enumerate();
            masked.map(|(i, byte)| byte ^ mask[(at + i) % 4]).collect()
        };
        for at in 0..9 {
            for len in 0..plain.len() {
                let mut bytes = plain[..len].to_vec();
                apply_mask(mask, at as u64, &mut bytes);
                assert_eq!(bytes, slow(at, &plain[..len]));
            }
        }
    }
}
