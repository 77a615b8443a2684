//! Connecting a socket, by address and by name.

use std::ffi::{CStr, c_int};
use std::io::Write;
use std::ptr;

use libc::{addrinfo, sockaddr, socklen_t};

use super::callbacks::Trigger;
use super::suspend::Reasons;
use super::{Bev, Failed, What};
use crate::base::{Events, Wait};
use crate::dns::{AddressList, Asker, Resolver};
use crate::rt::mm;
use crate::util::{address, gai, socket};

/// How connect(2) went.
enum Started {
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

impl Bev {
    /// Connects to an address, or waits for a connection that the program has begun, if `to` is null.
    ///
    /// # Safety
    /// `to` is null or an address of `len` bytes.
    pub(crate) unsafe fn connect(self, to: *const sockaddr, len: c_int) -> Result<(), Failed> {
        let _lock = self.lock();
        self.cancel_lookup();
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
            let kind = libc::SOCK_STREAM | libc::SOCK_NONBLOCK;
            // SAFETY: socket takes any numbers; the address is the caller's promise.
            fd = unsafe { libc::socket(address::family(to), kind, 0) };
            if fd < 0 {
                return Err(Failed);
            }
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
                    self.report_refusal();
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
    fn await_connection(self) -> Result<(), Failed> {
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

    /// Connecting was refused at once. The program learns it from the loop.
    fn report_refusal(self) {
        // There is nothing that TLS could be spoken on.
        self.give_up_tls();
        let _ = self.disable(Events::READ | Events::WRITE);
        mm::set_errno(libc::ECONNREFUSED);
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
        mm::set_errno(error);
        self.report(What::ERROR);
        false
    }

    /// Connects to the first address of a host name. A resolver looks it up while the loop goes on; without
    /// one, the caller waits.
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
        self.cancel_lookup();
        for what in [Events::READ, Events::WRITE] {
            self.suspend(what, Reasons::LOOKUP);
        }
        let Some(resolver) = resolver else {
            let mut list = ptr::null_mut();
            let (name, service) = (name.as_ptr(), service.as_c_str().as_ptr());
            // SAFETY: both are strings; the list is ours.
            let error = unsafe { gai::resolve(name, service, Some(hints), &mut list) };
            // SAFETY: a list that was found, or null.
            unsafe {
                self.connect_to_first(error, list);
                gai::free(list);
            }
            return Ok(());
        };
        // The look-up uses the bufferevent until it tells its result.
        self.retain();
        let asker = Asker::Bufferevent(self);
        let lookup = resolver.look_up(Some(name), Some(service.as_c_str()), Some(hints), asker);
        self.lookup.set(lookup);
        Ok(())
    }

    /// The name is not wanted any more. The look-up tells so later.
    pub(super) fn cancel_lookup(self) {
        if let Some(lookup) = self.lookup.take() {
            lookup.cancel();
        }
    }

    /// A look-up has come to its end.
    pub(crate) fn name_looked_up(self, result: &Result<AddressList, c_int>) {
        let _lock = self.lock();
        match result {
            // There may be another look-up by now.
            Err(gai::CANCEL) => self.dns_error.set(gai::CANCEL),
            Err(error) => {
                self.lookup.set(None);
                // SAFETY: no list at all.
                unsafe { self.connect_to_first(*error, ptr::null()) };
            }
            Ok(list) => {
                self.lookup.set(None);
                // SAFETY: the list stays until it has been connected to.
                unsafe { self.connect_to_first(0, list.as_ptr()) };
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
    unsafe fn connect_to_first(self, error: c_int, list: *const addrinfo) {
        for what in [Events::READ, Events::WRITE] {
            self.resume(what, Reasons::LOOKUP);
        }
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
