//! How a session ends: with close frames from both sides, or because something breaks. Each step has its time.

use libc::timeval;

use super::close::Close;
use super::message::Refusal;
use super::session::{Session, State};
use crate::base::Events;
use crate::bufferevent::{Failed, What};
use crate::rt::time;
use crate::util::socket;

/// How long the other side may take, without doing anything, for each step of the end.
const PATIENCE: timeval = timeval {
    tv_sec: 5,
    tv_usec: 0,
};

impl Session {
    /// Sends a close frame and waits for the other side's. Fails if it is closing already.
    pub(super) fn close(self, close: Close) -> Result<(), Failed> {
        if self.state.get() != State::Open {
            return Err(Failed);
        }
        self.send_close(close);
        self.state.set(State::Closing);
        self.reader.borrow_mut().drop_messages();
        self.wait();
        Ok(())
    }

    /// The other side has done what it must not: it is told, and not listened to any longer.
    pub(super) fn refuse(self, refusal: Refusal) {
        self.refused.set(true);
        self.code.set(refusal.code());
        if self.state.get() == State::Open {
            self.send_close(Close::with_code(refusal.code()));
        }
        self.leave();
    }

    /// All has been said.
    pub(super) fn leave(self) {
        self.state.set(State::Leaving);
        self.reader.borrow_mut().drop_messages();
        self.wait();
        self.leave_if_sent();
    }

    /// The other side's time to answer a close frame begins when it can have it.
    pub(super) fn output_sent(self) {
        if self.state.get() == State::Closing && !self.is_sending() {
            self.wait();
        }
        self.leave_if_sent();
    }

    fn is_sending(self) -> bool {
        self.bev.output().len() > 0
    }

    /// Goes on to the end when all output has been sent.
    fn leave_if_sent(self) {
        if self.state.get() != State::Leaving || self.is_sending() {
            return;
        }
        // The server closes first. But what it has not read would have its last words lost.
        if self.server.is_some() && !self.refused.get() {
            self.end();
            return;
        }
        self.state.set(State::Lingering);
        if self.refused.get() {
            self.shut_down_writing();
        }
        self.wait();
    }

    fn shut_down_writing(self) {
        let fd = self.bev.fd();
        if fd >= 0 && self.bev.underlying().is_none() && self.bev.tls_session().is_none() {
            socket::end_writing(fd);
        }
    }

    /// What comes next has its time.
    fn wait(self) {
        self.deadline
            .set(self.base.turn_time() + time::from_timeval(&PATIENCE));
        let _ = self.bev.set_timeouts(Some(PATIENCE), Some(PATIENCE));
        // To enable what is enabled would have it told again that all output has gone.
        let missing = (Events::READ | Events::WRITE) & !self.bev.enabled();
        if self.bev.enable(missing).is_err() {
            self.break_later();
        }
    }

    pub(super) fn is_late(self) -> bool {
        self.state.get() != State::Open
            && !self.is_sending()
            && self.base.turn_time() >= self.deadline.get()
    }

    /// The connection has failed, is at its end, or stands still.
    pub(super) fn broke(self, what: What) {
        if what.contains(What::CONNECTED) {
            return;
        }
        let goes_on = match self.state.get() {
            State::Open => {
                what == What::TIMEOUT | What::READING && self.pings.get() && self.bears_silence()
            }
            // Who has much to read may take its time, and need not send any more. Whether it does read, the
            // timeout for writing tells.
            State::Closing => what == What::TIMEOUT | What::READING && self.is_sending(),
            State::Leaving => {
                what.contains(What::READING) && !what.contains(What::ERROR) && self.is_sending()
            }
            State::Lingering | State::Ended => false,
        };
        let reads_on = goes_on && !what.contains(What::EOF);
        if !goes_on || reads_on && self.bev.enable(Events::READ).is_err() {
            self.end();
        }
    }

    /// Nothing has come for as long as the program allows: asks the other side, once, if it can be expected to
    /// have read what was sent before.
    fn bears_silence(self) -> bool {
        self.is_sending() || !self.pinged.replace(true) && self.ping(&[]).is_ok()
    }
}
