//! Bufferevents on sockets, or other file descriptors that can be polled.
//!
//! Output is written without asking first whether the socket can take it: see `base/assumed.rs`. The
//! kernel is asked where the answer matters: while connecting, after a write that the socket did not
//! take whole, for file descriptors that block, and before a program is told that it may write though
//! it has written nothing yet.

use std::ffi::{c_int, c_short, c_void};
use std::ptr::NonNull;

use super::suspend::Reasons;
use super::watermarks::input_changed;
use super::{Bev, Failed, Flushed, Kind, Options, Own, Setup, What, bufferevent_ops};
use crate::base::{Base, Ev, Events, Timeout, Wait};
use crate::buffer::{Calls, Change, Transfer};
use crate::rt::lock::SharedLock;
use crate::rt::mm;

/// A bufferevent on a socket has nothing but what all have.
struct Socket;

/// What is known of writing to the fd.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    Unknown,
    /// It is no socket, and blocks, so the kernel has to be asked before each write.
    Blocks,
    /// It is no socket, and does not block.
    Nonblocking,
    /// Writing does not block, and has moved data: it is connected.
    Works,
}

impl Own for Socket {
    const OPS: &'static bufferevent_ops = &bufferevent_ops {
        kind: Kind::Socket,
        enable,
        disable,
        adjust_timeouts: |bev| bev.restart_socket_timeouts(Events::READ | Events::WRITE),
        flush: |_, _, _| Ok(Flushed::Nothing),
        set_fd: Bev::set_socket,
        unlink: |_| {},
        destroy,
    };
}

impl Bev {
    /// Makes a bufferevent on a socket, or for one to come if `fd` is negative.
    pub(crate) fn new_socket(
        base: Option<Base>,
        fd: c_int,
        options: Options,
    ) -> Result<Self, Failed> {
        let events = Events::PERSIST;
        let setup = Setup {
            base,
            options,
            fd,
            read: (events | Events::READ, Some(readable)),
            write: (events | Events::WRITE, Some(writable)),
        };
        let lock = SharedLock::if_asked(options.contains(Options::THREADSAFE))?;
        let bev = Bev::new(setup, Socket)?;
        if let Some(lock) = lock {
            bev.share_lock(lock);
        }
        bev.freeze_buffers();
        bev.output().set_drains_to_fd(true);
        bev.watch_buffers(input_changed, output_changed);
        Ok(bev)
    }

    /// The fd of a socket; -1 for none.
    pub(super) fn socket_fd(self) -> c_int {
        self.read_event().fd()
    }

    fn set_socket(self, fd: c_int) -> Result<(), Failed> {
        self.change_socket(fd);
        if fd >= 0 {
            return self.enable(self.enabled());
        }
        Ok(())
    }

    /// Has the events wait for another socket, or, if `fd` is negative, for none, from when they are
    /// added again.
    pub(super) fn change_socket(self, fd: c_int) {
        for event in [self.read_event(), self.write_event()] {
            let _ = event.del(Wait::No);
            event.set_fd(fd);
        }
        self.calls.set(Calls::Socket);
        self.writing.set(Writing::Unknown);
    }

    /// Whether writing to the fd may block.
    pub(super) fn blocks(self) -> bool {
        // The calls for sockets say that they must not. TLS makes calls of its own.
        if self.calls.get() == Calls::Socket && self.ops().kind == Kind::Socket {
            return false;
        }
        if self.writing.get() == Writing::Unknown {
            // SAFETY: fcntl may be asked about any number.
            let flags = unsafe { libc::fcntl(self.socket_fd(), libc::F_GETFL) };
            self.writing.set(match flags {
                -1 => return true,
                flags if flags & libc::O_NONBLOCK == 0 => Writing::Blocks,
                _ => Writing::Nonblocking,
            });
        }
        self.writing.get() == Writing::Blocks
    }

    /// Has the write event called: in this turn of the loop, if it can be assumed that the socket takes
    /// data, else when the kernel says so.
    pub(super) fn start_writing(self) -> Result<(), Failed> {
        let event = self.write_event();
        if self.connecting.get() || self.blocks() {
            event.add(self.write_timeout())?;
        } else {
            event.assume_ready(self.write_timeout())?;
        }
        Ok(())
    }

    /// The timeouts begin anew, in what is waited for.
    pub(super) fn restart_socket_timeouts(self, what: Events) -> Result<(), Failed> {
        let restart = |event: Ev, timeout: Option<Timeout>| match timeout {
            _ if !event.is_added() => Ok(()),
            Some(timeout) => event.add(Some(timeout)),
            None => event.remove_timer(),
        };
        if what.contains(Events::READ) {
            restart(self.read_event(), self.read_timeout())?;
        }
        if what.contains(Events::WRITE) {
            restart(self.write_event(), self.write_timeout())?;
        }
        Ok(())
    }
}

/// There is output: it goes out in this turn of the loop.
unsafe fn output_changed(bev: *mut c_void, change: Change) {
    if let Some(bev) = NonNull::new(bev.cast()).map(Bev)
        && change.added > 0
        && !bev.answering.get()
        && bev.is_active(Events::WRITE)
        && !bev.write_event().is_added()
    {
        // Fails only without memory, and is tried again with the next output.
        let _ = bev.start_writing();
    }
}

fn enable(bev: Bev, what: Events) -> Result<(), Failed> {
    if what.contains(Events::READ) {
        bev.read_event().add(bev.read_timeout())?;
    }
    if what.contains(Events::WRITE) {
        bev.start_writing()?;
    }
    Ok(())
}

fn disable(bev: Bev, what: Events) -> Result<(), Failed> {
    if what.contains(Events::READ) {
        bev.read_event().del(Wait::No)?;
    }
    // Connecting ends with a readiness to write.
    if what.contains(Events::WRITE) && !bev.connecting.get() {
        bev.write_event().del(Wait::No)?;
    }
    Ok(())
}

unsafe fn destroy(bev: Bev) {
    bev.close_if_owned(bev.socket_fd());
    // SAFETY: the caller's promise.
    unsafe { bev.free_memory::<Socket>() };
}

/// How a transfer that brought no bytes is to be seen.
enum Setback {
    /// Nothing is wrong: later.
    NotNow,
    /// The connection is over, in this way.
    End(What),
}

/// `errno` says why.
fn setback() -> Setback {
    match mm::errno() {
        libc::EAGAIN | libc::EINTR => Setback::NotNow,
        _ => Setback::End(What::ERROR),
    }
}

unsafe extern "C" fn readable(fd: c_int, what: c_short, bev: *mut c_void) {
    if let Some(bev) = NonNull::new(bev.cast()).map(Bev)
        && let Some(_lock) = bev.enter()
    {
        if what == Events::TIMEOUT.bits() {
            bev.time_out(Events::READ);
        } else {
            read(bev, fd);
        }
    }
}

fn read(bev: Bev, fd: c_int) {
    let room = bev.room_for_input();
    if room == Some(0) {
        bev.suspend(Events::READ, Reasons::WATERMARK);
        return;
    }
    let most = bev.allowance(Events::READ).min(room.unwrap_or(usize::MAX));
    if bev.is_suspended(Events::READ) || most == 0 {
        return;
    }
    let end = match bev.receive(fd, most) {
        Transfer::Done(0) => What::EOF,
        Transfer::Done(n) => {
            bev.spend(Events::READ, n);
            if n == most && bev.is_active(Events::READ) && !bev.blocks() {
                // There is probably more.
                bev.read_event().assume_still_ready();
            }
            pass_on(bev);
            return;
        }
        Transfer::Failed | Transfer::Refused => match setback() {
            Setback::NotNow => return,
            Setback::End(what) => what,
        },
    };
    let errno = mm::errno();
    let _ = bev.disable(Events::READ);
    mm::set_errno(errno);
    bev.report(What::READING | end);
}

/// Tells the program of input, and writes what it answers at once, while all that belongs to it is in the
/// processor's cache. Where there was output before, others write too, and it waits for them.
#[inline]
fn pass_on(bev: Bev) {
    bev.answering.set(true);
    bev.data_came();
    bev.answering.set(false);
    let is_due = bev.output().len() > 0
        && bev.is_active(Events::WRITE)
        && !bev.write_event().is_added()
        && bev.is_owned();
    if !is_due {
        return;
    }
    if bev.socket_fd() < 0 || bev.base().is_none_or(Base::was_broken) {
        // Fails only without memory, and is tried again with the next output.
        let _ = bev.start_writing();
    } else {
        write_output(bev, bev.socket_fd());
    }
}

unsafe extern "C" fn writable(fd: c_int, what: c_short, bev: *mut c_void) {
    if let Some(bev) = NonNull::new(bev.cast()).map(Bev)
        && let Some(_lock) = bev.enter()
    {
        if what == Events::TIMEOUT.bits() {
            bev.time_out(Events::WRITE);
        } else if !bev.connecting.get() {
            write(bev, fd);
        } else if bev.finish_connecting(fd) {
            bev.report(What::CONNECTED);
            if bev.connecting.get() || bev.fd() != fd {
                // The program has begun another connection.
                return;
            }
            if bev.is_active(Events::WRITE) && bev.output().len() > 0 {
                write_output(bev, fd);
            } else {
                // The program knows that it can write.
                let _ = bev.write_event().del(Wait::No);
            }
        }
    }
}

/// Writes; with nothing to write, tells the program that it could.
fn write(bev: Bev, fd: c_int) {
    if bev.output().len() > 0 {
        write_output(bev, fd);
        return;
    }
    let event = bev.write_event();
    let is_a_guess = !event.asks_kernel() && bev.writing.get() != Writing::Works;
    if is_a_guess && bev.writecb.get().is_some() {
        wait_for_readiness(bev);
        return;
    }
    let _ = event.del(Wait::No);
    bev.data_went();
}

/// Writes output, of which there is some.
fn write_output(bev: Bev, fd: c_int) {
    let most = bev.allowance(Events::WRITE);
    if bev.is_suspended(Events::WRITE) || most == 0 {
        return;
    }
    let asked = most.min(bev.output().len());
    match bev.send(fd, asked) {
        Transfer::Done(0) => end_writing(bev, What::EOF),
        Transfer::Done(n) => {
            if bev.writing.get() != Writing::Blocks {
                bev.writing.set(Writing::Works);
            }
            bev.spend(Events::WRITE, n);
            // Whoever was told that bytes have gone may have disabled writing, or taken the socket away.
            let goes_on = bev.is_active(Events::WRITE) && bev.socket_fd() >= 0;
            if bev.output().len() == 0 || !goes_on {
                // In an answer it is not.
                if bev.write_event().is_queued() {
                    let _ = bev.write_event().del(Wait::No);
                }
            } else if n < asked {
                wait_for_readiness(bev);
            } else {
                let _ = bev.start_writing();
            }
            bev.data_went();
        }
        Transfer::Failed | Transfer::Refused => match setback() {
            Setback::NotNow => wait_for_readiness(bev),
            Setback::End(what) => end_writing(bev, what),
        },
    }
}

/// The socket did not take all: the kernel tells when it can take more.
fn wait_for_readiness(bev: Bev) {
    let event = bev.write_event();
    if !event.asks_kernel() && event.ask_kernel(bev.write_timeout()).is_err() {
        end_writing(bev, What::ERROR);
    }
}

fn end_writing(bev: Bev, what: What) {
    let errno = mm::errno();
    let _ = bev.disable(Events::WRITE);
    mm::set_errno(errno);
    bev.report(What::WRITING | what);
}
