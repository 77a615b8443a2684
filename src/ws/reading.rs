//! What a session hears.

use super::close::Close;
use super::message::{Event, Kind, Message, Refusal};
use super::session::{Session, State};
use crate::ffi::ws::{WS_BINARY_FRAME, WS_TEXT_FRAME};
use crate::rt::text::Text;

impl Session {
    /// Takes what has come.
    pub(super) fn read(self) {
        self.pinged.set(false);
        while let State::Open | State::Closing = self.state.get() {
            if self.is_late() {
                return self.end();
            }
            match self.take() {
                Ok(Some(event)) => self.heard(event),
                Ok(None) if self.bev.input().len() == 0 => return,
                Ok(None) => {}
                Err(refusal) => self.refuse(refusal),
            }
        }
        if self.state.get() != State::Ended {
            let input = self.bev.input();
            let _ = input.drain(input.len());
            if self.is_late() {
                self.end();
            }
        }
    }

    /// Takes bytes from the first block of the input.
    fn take(self) -> Result<Option<Event>, Refusal> {
        let input = self.bev.input();
        let len = input.first_piece_len();
        if len == 0 {
            return Ok(None);
        }
        let start = input.pull_up(Some(len)).map_err(|_| Refusal::NoMemory)?;
        // SAFETY: so many bytes are in one piece, and nothing changes the input before `drain`.
        let bytes = unsafe { std::slice::from_raw_parts(start.as_ptr(), len) };
        let (used, event) = self.reader.borrow_mut().take(bytes)?;
        let _ = input.drain(used);
        Ok(event)
    }

    fn heard(self, event: Event) {
        let is_open = self.state.get() == State::Open;
        match event {
            Event::Message(message) => self.tell(message),
            Event::Ping(payload) if is_open => {
                self.pong.set(Some(payload));
                self.send_pong();
            }
            Event::Ping(_) | Event::Pong => {}
            Event::Close(close) => {
                self.note_close(close);
                if is_open {
                    // It says farewell in the same way.
                    self.send_close(Close::with_code(close.code()));
                }
                self.leave();
            }
        }
    }

    /// Gives a message to the program.
    fn tell(self, message: Message) {
        let kind = match message.kind {
            Kind::Text => WS_TEXT_FRAME,
            Kind::Binary => WS_BINARY_FRAME,
        };
        if let (Some(callback), arg) = self.on_message {
            let (data, len) = (message.as_ptr(), message.bytes().len());
            // SAFETY: the program vouched for its function and argument. The message is nobody else's meanwhile.
            unsafe { callback(self.as_ptr(), kind, data, len, arg) };
        }
        self.reader.borrow_mut().recycle(message);
    }

    fn note_close(self, close: Close) {
        self.code.set(close.code());
        // Without memory it stays unsaid.
        *self.reason.borrow_mut() = Text::new(close.reason()).ok();
    }
}
