//! Connecting a socket, by address and by name.

use std::ffi::{CStr, c_int};
use std::io::Write;
use std::net::SocketAddr;
use std::ptr;

use libc::{addrinfo, sockaddr, socklen_t};

use super::callbacks::Trigger;
use super::suspend::Reasons;
use super::{Bev, Failed, What};
use crate::base::{Events, Wait};
use crate::buffer::End;
use crate::dns::{AddressList, Asker, Resolver};
use crate::rt::mm;
use crate::util::{address, gai, socket};

/// How connect(2) went.
pub(super) enum Started {
    InProgress,
    Done,
    Refused,
}

/// # Safety
/// `to` is an address of `len` bytes.
unsafe fn start(fd: c_int, to: *const sockaddr, len: socklen_t) -> Result<Started, Failed> {
    // SAFETY: the caller's promise.
    if unsafe { libc::connect(fd, to, len) } == 0 {
        return Ok(Started::Done);
    }
    match mm::errno() {
        libc::EINPROGRESS | libc::EINTR => Ok(Started::InProgress),
        libc::ECONNREFUSED => Ok(Started::Refused),
        _ => Err(Failed),
    }
}

/// Makes a socket that does not block.
fn open(family: c_int) -> Result<c_int, Failed> {
    let kind = libc::SOCK_STREAM | libc::SOCK_NONBLOCK;
    // SAFETY: socket takes any numbers.
    let fd = unsafe { libc::socket(family, kind, 0) };
    if fd < 0 { Err(Failed) } else { Ok(fd) }
}

/// Begins to connect a new socket. `errno` says why that fails.
pub(super) fn open_and_start(to: &SocketAddr) -> Result<(c_int, Started), Failed> {
    let fd = open(address::family_of(to))?;
    // SAFETY: the address is as long as it says.
    let started = address::with(to, |to, len| unsafe { start(fd, to, len) });
    match started {
        Ok(Started::Refused) | Err(Failed) => {
            let errno = mm::errno();
            socket::close(fd);
            mm::set_errno(errno);
            Err(Failed)
        }
        Ok(started) => Ok((fd, started)),
    }
}

impl Bev {
    /// Connects to an address, or waits for a connection that the program has begun, if `to` is null.
    ///
    /// # Safety
    /// `to` is null or an address of `len` bytes.
    pub(crate) unsafe fn connect(self, to: *const sockaddr, len: c_int) -> Result<(), Failed> {
        let _lock = self.lock();
        if self.give_up_name() {
            self.resume_after_lookup();
        }
        // SAFETY: the caller's promise.
        unsafe { self.connect_locked(to, len) }
    }

    /// # Safety
    /// As for [`connect`](Self::connect).
    unsafe fn connect_locked(self, to: *const sockaddr, len: c_int) -> Result<(), Failed> {
        if !self.has_socket() {
            return Err(Failed);
        }
        let mut fd = self.socket_fd();
        let is_new = fd < 0;
        if is_new {
            if to.is_null() {
                return Err(Failed);
            }
            // SAFETY: the caller's promise.
            fd = open(unsafe { address::family(to) })?;
        }
        let started = if to.is_null() {
            Ok(Started::InProgress)
        } else {
            // SAFETY: the caller's promise.
            unsafe { start(fd, to, len as socklen_t) }
        };
        let begun = started.and_then(|started| {
            if is_new {
                self.set_fd(fd)?;
            }
            match started {
                Started::InProgress => self.await_connection(),
                Started::Done => self.report_connection(),
                Started::Refused => {
                    let _ = self.disable(Events::READ | Events::WRITE);
                    self.report_failure(libc::ECONNREFUSED);
                    Ok(())
                }
            }
        });
        if begun.is_err() && is_new {
            let errno = mm::errno();
            let _ = self.set_fd(-1);
            socket::close(fd);
            mm::set_errno(errno);
        }
        begun
    }

    /// The end of connecting shows as a readiness to write.
    pub(super) fn await_connection(self) -> Result<(), Failed> {
        let event = self.write_event();
        // It may be pending on the assumption that the socket can be written to.
        event.del(Wait::No)?;
        event.add(self.write_timeout())?;
        self.connecting.set(true);
        Ok(())
    }

    /// There is a connection already. The program learns it from the loop; as in the original, it hears
    /// before that that it may write.
    fn report_connection(self) -> Result<(), Failed> {
        let event = self.write_event();
        event.del(Wait::No)?;
        event.assume_ready(self.write_timeout())?;
        self.connecting.set(true);
        self.trigger(Events::WRITE, Trigger::DEFER_CALLBACKS);
        Ok(())
    }

    /// There will be no connection. The program learns it from the loop.
    pub(super) fn report_failure(self, errno: c_int) {
        self.refuse_tls(errno);
        mm::set_errno(errno);
        self.call_event(What::ERROR, Trigger::DEFER_CALLBACKS);
    }

    /// The socket can be written to, or has failed. Tells whether there is a connection; if there never
    /// will be, the program learns it.
    pub(super) fn finish_connecting(self, fd: c_int) -> bool {
        let error = socket::take_error(fd);
        if matches!(error, libc::EINPROGRESS | libc::EINTR) {
            return false;
        }
        self.connecting.set(false);
        if error == 0 {
            return true;
        }
        for event in [self.read_event(), self.write_event()] {
            let _ = event.del(Wait::No);
        }
        self.refuse_tls(error);
        mm::set_errno(error);
        self.report(What::ERROR);
        false
    }

    /// Connects to the first address of a host name, or to the one that answers first, if the program has
    /// asked for that. A resolver looks it up while the loop goes on; without one, the caller waits.
    pub(crate) fn connect_to_name(
        self,
        resolver: Option<Resolver>,
        hints: &addrinfo,
        name: Option<&CStr>,
        port: c_int,
    ) -> Result<(), Failed> {
        const FAMILIES: [c_int; 3] = [libc::AF_INET, libc::AF_INET6, libc::AF_UNSPEC];
        let port = u16::try_from(port).ok().filter(|port| *port > 0);
        let port = port.ok_or(Failed)?;
        if !FAMILIES.contains(&hints.ai_family) {
            return Err(Failed);
        }
        if !self.has_socket() {
            return Err(Failed);
        }
        let service = Decimal::new(port);
        let name = name.ok_or(Failed)?;
        let _lock = self.lock();
        self.give_up_name();
        for what in [Events::READ, Events::WRITE] {
            self.suspend(what, Reasons::LOOKUP);
        }
        let races = self.announce_race();
        let Some(resolver) = resolver else {
            let mut list = ptr::null_mut();
            let (name, service) = (name.as_ptr(), service.as_c_str().as_ptr());
            // SAFETY: both are strings; the list is ours.
            let error = unsafe { gai::resolve(name, service, Some(hints), &mut list) };
            // SAFETY: a list that was found, or null.
            unsafe {
                if races {
                    self.race_to(error, list);
                } else {
                    self.connect_to_first(error, list);
                }
                gai::free(list);
            }
            return Ok(());
        };
        // The look-up uses the bufferevent until it tells its result.
        self.retain();
        let asker = Asker::Bufferevent { bev: self, races };
        let lookup = resolver.look_up(Some(name), Some(service.as_c_str()), Some(hints), asker);
        self.lookup.set(lookup);
        Ok(())
    }

    /// Ends the connection, or connecting: the socket is closed, and what was read, or is to be written, is gone.
    pub(crate) fn disconnect(self) {
        let _lock = self.lock();
        if self.base().is_none() {
            // It cannot have begun anything.
            return;
        }
        if self.give_up_name() {
            self.resume_after_lookup();
        }
        // There is nobody to be told of a failure, here and below.
        let _ = self.disable(Events::READ | Events::WRITE);
        let fd = self.fd();
        let _ = self.set_fd(-1);
        if fd >= 0 {
            socket::close(fd);
        }
        self.connecting.set(false);
        self.forget_due_calls();
        let _ = self.input().drain(self.input().len());
        self.forget_output();
    }

    /// What is to be written is gone.
    pub(crate) fn forget_output(self) {
        let _lock = self.lock();
        let output = self.output();
        let was_frozen = output.set_frozen(End::Start, false);
        let _ = output.drain(output.len());
        output.set_frozen(End::Start, was_frozen);
    }

    /// The name is not wanted any more, nor are its addresses. Tells whether it was being looked up; the
    /// look-up tells its end later.
    pub(super) fn give_up_name(self) -> bool {
        self.stop_race();
        let lookup = self.lookup.take();
        if let Some(lookup) = lookup {
            lookup.cancel();
        }
        lookup.is_some()
    }

    /// A look-up has come to its end. If its addresses race, these are those that it has not told before.
    pub(crate) fn name_looked_up(self, result: &Result<AddressList, c_int>, races: bool) {
        let _lock = self.lock();
        if let Err(gai::CANCEL) = result {
            // There may be another look-up by now.
            self.dns_error.set(gai::CANCEL);
        } else {
            self.lookup.set(None);
            let (error, list) = match result {
                Ok(list) => (0, list.as_ptr()),
                Err(error) => (*error, ptr::null()),
            };
            // SAFETY: the list, if there is one, stays until it has been used.
            unsafe {
                if races {
                    self.race_to(error, list);
                } else {
                    self.connect_to_first(error, list);
                }
            }
        }
        self.drop_user();
    }

    /// There will be no result, since the resolver was freed.
    pub(crate) fn look_up_dropped(self) {
        let _lock = self.lock();
        self.lookup.set(None);
        self.drop_user();
    }

    /// # Safety
    /// `list` is null or a list of addresses.
    pub(super) unsafe fn connect_to_first(self, error: c_int, list: *const addrinfo) {
        self.resume_after_lookup();
        // SAFETY: the caller's promise.
        let first = unsafe { list.as_ref() };
        self.dns_error.set(match first {
            None if error == 0 => libc::EAI_NODATA,
            _ => error,
        });
        let connected = match first {
            Some(first) if error == 0 => {
                // SAFETY: the list holds addresses of the lengths it says.
                unsafe { self.connect_locked(first.ai_addr, first.ai_addrlen as c_int) }
            }
            _ => Err(Failed),
        };
        if connected.is_err() {
            self.report(What::ERROR);
        }
    }

    /// There is an address, or none at all.
    pub(super) fn resume_after_lookup(self) {
        for what in [Events::READ, Events::WRITE] {
            self.resume(what, Reasons::LOOKUP);
        }
    }
}

/// A number as a C string.
struct Decimal([u8; 6]);

impl Decimal {
    fn new(number: u16) -> Self {
        let mut text = [0; 6];
        // Five digits are the most, so it fits, and the NUL stays.
        let _ = write!(&mut text[..5], "{number}");
        Decimal(text)
    }

    fn as_c_str(&self) -> &CStr {
        CStr::from_bytes_until_nul(&self.0).unwrap_or_default()
    }
}
