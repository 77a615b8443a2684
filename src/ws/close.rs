//! Close frames: codes and reasons (RFC 6455, sections 5.5.1 and 7.4).
#![forbid(unsafe_code)]

use super::frame::MAX_CONTROL;

/// What came is not as the protocol has it.
pub(super) const PROTOCOL_ERROR: u16 = 1002;
/// A close frame came without a code. Never sent.
pub(super) const NO_CODE: u16 = 1005;
/// The connection ended without a close frame. Never sent.
pub(super) const ABNORMAL: u16 = 1006;
/// A text is not UTF-8.
pub(super) const BAD_TEXT: u16 = 1007;
/// A message is too large.
pub(super) const TOO_BIG: u16 = 1009;
/// Something failed here, such as memory.
pub(super) const INTERNAL: u16 = 1011;

/// Whether a close frame may have this code: those of the protocol and its registry, and those that
/// libraries and programs choose.
pub(super) fn may_be_sent(code: u16) -> bool {
    matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999)
}

/// What a control frame carries.
#[derive(Clone, Copy)]
pub(super) struct Control {
    bytes: [u8; MAX_CONTROL],
    len: u8,
}

/// More than a control frame may carry, or not what it may carry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Unfit;

impl Control {
    pub(super) const fn new() -> Self {
        Control {
            bytes: [0; MAX_CONTROL],
            len: 0,
        }
    }

    pub(super) fn of(bytes: &[u8]) -> Result<Self, Unfit> {
        let mut control = Self::new();
        control.push(bytes)?;
        Ok(control)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    pub(super) fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes[..usize::from(self.len)]
    }

    pub(super) fn push(&mut self, more: &[u8]) -> Result<(), Unfit> {
        let start = usize::from(self.len);
        let room = self.bytes.get_mut(start..start + more.len());
        room.ok_or(Unfit)?.copy_from_slice(more);
        self.len += more.len() as u8;
        Ok(())
    }
}

/// A close frame.
#[derive(Clone, Copy)]
pub(super) struct Close {
    /// What is sent: nothing, or the code and the reason.
    payload: Control,
}

impl Close {
    /// A close frame to send. A code that must not be sent is left out.
    pub(super) fn with_code(code: u16) -> Self {
        Self::new(code, "").unwrap_or(Close {
            payload: Control::new(),
        })
    }

    pub(super) fn new(code: u16, reason: &str) -> Result<Self, Unfit> {
        if !may_be_sent(code) {
            return Err(Unfit);
        }
        let mut payload = Control::of(&code.to_be_bytes())?;
        payload.push(reason.as_bytes())?;
        Ok(Close { payload })
    }

    /// What a close frame with this payload says.
    pub(super) fn read(payload: Control) -> Result<Self, Unread> {
        match payload.bytes() {
            [] => {}
            [high, low, reason @ ..] => {
                if !may_be_sent(u16::from_be_bytes([*high, *low])) {
                    return Err(Unread::Malformed);
                }
                std::str::from_utf8(reason).map_err(|_| Unread::BadText)?;
            }
            [_] => return Err(Unread::Malformed),
        }
        Ok(Close { payload })
    }

    pub(super) fn payload(&self) -> &[u8] {
        self.payload.bytes()
    }

    pub(super) fn code(&self) -> u16 {
        match self.payload() {
            [high, low, ..] => u16::from_be_bytes([*high, *low]),
            _ => NO_CODE,
        }
    }

    pub(super) fn reason(&self) -> &[u8] {
        self.payload().get(2..).unwrap_or_default()
    }
}

/// Why a close frame is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unread {
    Malformed,
    BadText,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<(u16, Vec<u8>), Unread> {
        let close = Close::read(Control::of(bytes).unwrap())?;
        Ok((close.code(), close.reason().to_vec()))
    }

    #[test]
    fn what_is_sent_is_read() {
        let close = Close::new(1000, "bye").unwrap();
        assert_eq!(close.payload(), b"\x03\xe8bye");
        assert_eq!(read(close.payload()), Ok((1000, b"bye".to_vec())));
        assert_eq!(read(&[]), Ok((NO_CODE, vec![])));
        for code in [0, 1005, 1006, 1015, 5000] {
            assert!(Close::new(code, "").is_err());
            assert_eq!(Close::with_code(code).payload(), b"");
        }
        assert!(Close::new(1000, &"x".repeat(123)).is_ok());
        assert!(Close::new(1000, &"x".repeat(124)).is_err());
    }

    #[test]
    fn what_is_refused() {
        assert_eq!(read(b"\x03"), Err(Unread::Malformed));
        assert_eq!(read(b"\x03\xed"), Err(Unread::Malformed));
        assert_eq!(read(b"\x03\xe8\xff"), Err(Unread::BadText));
        assert_eq!(read(b"\x03\xe8\xe2\x82"), Err(Unread::BadText));
    }

    #[test]
    fn codes() {
        let may = (0..=u16::MAX).filter(|code| may_be_sent(*code));
        assert_eq!(may.count(), 4 + 8 + 2000);
        for code in [
            0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535,
        ] {
            assert!(!may_be_sent(code), "{code}");
        }
    }
}
