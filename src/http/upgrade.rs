//! Connections that go on with another protocol.

use super::Failed;
use super::client::{Client, Stage};
use super::connection::{Conn, Side, State};
use super::method;
use super::request::Req;
use super::server::Server;
use crate::base::Base;
use crate::bufferevent::Bev;
use crate::ffi::http::HTTP_SWITCH_PROTOCOLS;
use crate::ws::Session;

/// What is left of a connection when it ends otherwise than by being closed.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    pub(crate) base: Base,
    pub(crate) bev: Bev,
    pub(crate) server: Server,
}

impl Req {
    /// Whether the program has the request and has not begun to answer it.
    pub(crate) fn awaits_answer(self) -> bool {
        !self.is_answered()
            && self
                .connection()
                .is_none_or(|conn| conn.state.get() == State::Nothing && !conn.in_parts.get())
    }

    /// The connection of a request behind which another protocol may begin: GET of HTTP/1.1, and nobody
    /// wants the connection to end. Nothing is changed.
    pub(crate) fn line(self) -> Option<Line> {
        let (conn, server) = self.asker().filter(|(conn, _)| !conn.gone.get())?;
        let fits = self.r#type.get() == method::GET
            && self.major.get() == 1
            && self.is_modern()
            && !self.closes();
        fits.then_some(Line {
            base: conn.base()?,
            bev: conn.bev,
            server,
        })
    }

    /// Sends the head of a response that says so, with the program's headers, and frees the request and its
    /// connection, whose bufferevent is the caller's then. Whoever waits for the connection to be closed is not
    /// called: it is not. A failure ends the connection and its request.
    pub(crate) fn switch_protocols(self) -> Result<(), Failed> {
        let (conn, server) = self.asker().ok_or(Failed)?;
        self.set_answered(true);
        self.set_status(HTTP_SWITCH_PROTOCOLS, None);
        if self.write_head((conn, server), None).is_err() {
            conn.fail();
            return Err(Failed);
        }
        conn.leave_bufferevent();
        Ok(())
    }
}

impl Conn {
    /// Ends the connection and its request, but not its bufferevent. Calls from the loop that are using the
    /// connection find it freed.
    fn leave_bufferevent(self) {
        if self.freed.replace(true) {
            return;
        }
        match self.side() {
            Side::Server(server) => server.forget_connection(self),
            Side::Client(client) => client.end_without_a_word(),
        }
        if let Some(req) = self.request.take() {
            req.evcon.set(std::ptr::null_mut());
            // Even one that the program owns, as when it is answered in another way.
            req.free();
        }
        self.drop_user();
    }
}

impl Client {
    /// The base and the bufferevent, if it is connected and no request is under way.
    pub(crate) fn idle_bufferevent(self) -> Option<(Base, Bev)> {
        let is_idle = self.stage.get() == Stage::Up && self.conn.request.get().is_none();
        Some((self.conn.base().filter(|_| is_idle)?, self.conn.bev))
    }

    /// Frees the connection, but not its bufferevent, which is the caller's then.
    pub(crate) fn leave_bufferevent(self) {
        self.conn.leave_bufferevent();
    }
}

impl Server {
    /// Owns a session from now on, which counts as a connection.
    pub(crate) fn add_session(self, session: Session) {
        self.sessions.push_back(session);
        self.connection_count.update(|count| count + 1);
    }

    pub(crate) fn forget_session(self, session: Session) {
        self.sessions.remove(session);
        self.connection_count.update(|count| count - 1);
    }
}
