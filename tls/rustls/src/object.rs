//! The TLS object of a bufferevent.

use std::ffi::c_ulong;
use std::fmt;
use std::sync::Arc;

use event_tls_core::moving::set_errno;
use event_tls_core::{BROKEN, CLOSED, FAILED, TRUNCATED, TlsResult, WANT_READ, WANT_WRITE};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, Error, ServerConfig, ServerConnection};

use crate::below::Below;
use crate::error;
use crate::talk::{Stop, Talk};

/// How connections are made.
pub(crate) enum Role {
    Client(Arc<ClientConfig>, ServerName<'static>),
    Server(Arc<ServerConfig>),
}

impl Role {
    fn begin(&self) -> Result<Talk, Error> {
        let connection = match self {
            Role::Client(config, host) => {
                ClientConnection::new(Arc::clone(config), host.clone())?.into()
            }
            Role::Server(config) => ServerConnection::new(Arc::clone(config))?.into(),
        };
        Ok(Talk::new(connection))
    }
}

pub(crate) struct Object {
    role: Role,
    below: Below,
    /// Begins when it is first needed: then the session of an earlier connection is known.
    talk: Option<Talk>,
    /// The last failure.
    failure: Option<Error>,
    /// Its number, until that is taken; 0 for none.
    number: c_ulong,
}

impl Object {
    pub(crate) fn new(role: Role) -> Self {
        Object {
            role,
            below: Below::Socket(-1),
            talk: None,
            failure: None,
            number: 0,
        }
    }

    /// From now on it is on this. The connection begins anew.
    pub(crate) fn set_below(&mut self, below: Below) {
        self.below = below;
        self.talk = None;
        self.failure = None;
        self.number = 0;
    }

    /// The connection, if it has begun.
    pub(crate) fn talk(&mut self) -> Option<&mut Talk> {
        self.talk.as_mut()
    }

    /// Does something with the connection.
    pub(crate) fn ask<T>(
        &mut self,
        question: impl FnOnce(&mut Talk, Below) -> Result<T, Stop>,
    ) -> Result<T, TlsResult> {
        let talk = match self.talk.take() {
            Some(talk) => Ok(talk),
            None => self.role.begin().map_err(Stop::Failed),
        };
        talk.and_then(|talk| question(self.talk.insert(talk), self.below))
            .map_err(|stop| self.note(stop))
    }

    /// Keeps why something could not be done.
    fn note(&mut self, stop: Stop) -> TlsResult {
        match stop {
            Stop::WantRead => WANT_READ,
            Stop::WantWrite => WANT_WRITE,
            Stop::Closed => CLOSED,
            Stop::Truncated => TRUNCATED,
            Stop::Broken(errno) => {
                set_errno(errno);
                BROKEN
            }
            Stop::Failed(error) => {
                self.number = error::number(&error);
                self.failure = Some(error);
                FAILED
            }
        }
    }

    pub(crate) fn take_error(&mut self) -> c_ulong {
        std::mem::take(&mut self.number)
    }

    /// Says what the last failure was.
    pub(crate) fn describe(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        match &self.failure {
            Some(failure) => error::describe(failure, to),
            None => to.write_str("TLS has failed"),
        }
    }
}
