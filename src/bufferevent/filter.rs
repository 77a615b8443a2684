//! Filters: bufferevents whose data is changed on its way to and from another bufferevent.

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_void};
use std::ptr::NonNull;

use super::callbacks::Trigger;
use super::suspend::Reasons;
use super::timeouts::TIMERS;
use super::{Bev, Failed, Flushed, Kind, Mode, Of, Options, Own, Setup, What, bufferevent_ops};
use crate::base::Events;
use crate::buffer::{Buf, Change};
use crate::ffi::bufferevent::{bufferevent_filter_cb, bufferevent_filter_result};
use crate::ffi::bufferevent_struct::bufferevent;

/// What a filter has of its own.
pub(super) struct Filter {
    below: Bev,
    input: bufferevent_filter_cb,
    output: bufferevent_filter_cb,
    context: Context,
    /// Input is left below, since there was no room for it.
    left_below: Cell<bool>,
    /// The output filter is running: what that does to the output is its own business.
    filtering: Cell<bool>,
}

/// The program's part of a filter.
#[derive(Clone, Copy)]
pub(crate) struct Context {
    pub(crate) arg: *mut c_void,
    pub(crate) free: Option<unsafe extern "C" fn(*mut c_void)>,
}

impl Own for Filter {
    const OPS: &'static bufferevent_ops = &bufferevent_ops {
        kind: Kind::Filter,
        enable,
        disable,
        adjust_timeouts: Bev::adjust_timers,
        flush,
        set_fd,
        unlink: |bev| {
            if let Some(below) = bev.below_filter() {
                bev.let_go_of(below);
            }
        },
        destroy,
    };
}

impl Bev {
    /// Puts a filter on top of a bufferevent, whose callbacks it takes. Without a function, data goes
    /// through unchanged.
    pub(crate) fn new_filter(
        below: Bev,
        input: bufferevent_filter_cb,
        output: bufferevent_filter_cb,
        options: Options,
        context: Context,
    ) -> Result<Self, Failed> {
        let _lock = below.lock();
        let base = below.base().ok_or(Failed)?;
        let [read, write] = TIMERS;
        let setup = Setup {
            base: Some(base),
            options,
            fd: -1,
            read,
            write,
        };
        let own = Filter {
            below,
            input,
            output,
            context,
            left_below: Cell::new(false),
            filtering: Cell::new(false),
        };
        let bev = Bev::new_on_top(below, setup, own)?;
        bev.watch_buffers(input_changed, output_changed);
        bev.input().observe();
        bev.take_over(below, [below_has_read, below_has_written], below_has_event);
        Ok(bev)
    }

    /// What is below a filter.
    pub(super) fn below_filter(self) -> Option<Bev> {
        self.own::<Filter>().map(|filter| filter.below)
    }
}

impl Of<Filter> {
    /// Runs one of the filter's functions, or moves the data as it is.
    fn run(
        self,
        function: bufferevent_filter_cb,
        from: Buf,
        to: Buf,
        room: Option<usize>,
        mode: Mode,
    ) -> Verdict {
        let Some(function) = function else {
            return match to.take_from(from, room.unwrap_or(usize::MAX)) {
                Ok(_) => Verdict::Ok,
                Err(_) => Verdict::Stop,
            };
        };
        let limit = room.map_or(-1, |room| isize::try_from(room).unwrap_or(-1));
        // SAFETY: the program vouched for its function and argument.
        let result = unsafe {
            function(
                from.as_ptr(),
                to.as_ptr(),
                limit,
                mode as _,
                self.context.arg,
            )
        };
        if result == bufferevent_filter_result::BEV_OK as _ {
            Verdict::Ok
        } else {
            Verdict::Stop
        }
    }

    /// Puts what came in below through the filter. Tells whether it said that it made something of it.
    fn process_input(self, mode: Mode) -> bool {
        let bev = self.0;
        let (from, to) = (self.below.input(), bev.input());
        let room = || bev.room_for_input().filter(|_| mode == Mode::Normal);
        let may_go_on = || bev.is_enabled(Events::READ) && room() != Some(0);
        if mode == Mode::Normal && !may_go_on() {
            return false;
        }
        let mut any = false;
        loop {
            let before = (from.len(), to.len());
            if self.run(self.input, from, to, room(), mode) == Verdict::Stop {
                break;
            }
            any = true;
            // A filter that does nothing at all would do so for ever.
            let progress = before != (from.len(), to.len());
            if !progress || from.len() == 0 || !may_go_on() {
                break;
            }
        }
        if any {
            bev.restart_read_timer();
        }
        any
    }

    /// How much more output may go below; `None` for any amount.
    fn room_below(self) -> Option<usize> {
        match self.below.wm_write.high.get() {
            0 => None,
            high => Some(high.saturating_sub(self.below.output().len())),
        }
    }

    /// Puts the output through the filter. Tells whether it said that it made something of it.
    fn process_output(self, mode: Mode) -> bool {
        let bev = self.0;
        let (from, to) = (bev.output(), self.below.output());
        let room = || self.room_below().filter(|_| mode == Mode::Normal);
        let may_go_on = || bev.is_enabled(Events::WRITE) && from.len() > 0 && room() != Some(0);
        if mode == Mode::Normal && !may_go_on() {
            return false;
        }
        let (mut any, mut news) = (false, false);
        self.filtering.set(true);
        loop {
            let before = (from.len(), to.len());
            let verdict = self.run(self.output, from, to, room(), mode);
            let progress = before != (from.len(), to.len());
            news |= verdict == Verdict::Ok;
            if verdict == Verdict::Ok && progress && may_go_on() {
                continue;
            }
            if !news {
                break;
            }
            (any, news) = (true, false);
            let left = from.len();
            bev.data_went();
            // The program may have written more.
            let goes_on = verdict == Verdict::Ok && (progress || from.len() > left);
            if !goes_on || !may_go_on() {
                break;
            }
        }
        self.filtering.set(false);
        if any {
            bev.restart_write_timer();
        }
        any
    }

    /// Reads what came in below.
    fn read(self) {
        if self.process_input(Mode::Normal) {
            self.0.data_came();
            // No news from below may come to bring on what did not fit.
            if self.below.input().len() > 0 && self.0.room_for_input() == Some(0) {
                self.left_below.set(true);
            }
        }
    }
}

/// What a filter's function said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Ok,
    /// It needs more, or has failed.
    Stop,
}

/// The filter that a callback of the bufferevent below is for.
fn filter(bev: *mut c_void) -> Option<Of<Filter>> {
    NonNull::new(bev.cast()).map(Bev)?.own()
}

unsafe extern "C" fn below_has_read(_: *mut bufferevent, bev: *mut c_void) {
    if let Some(filter) = filter(bev)
        && let Some(_lock) = filter.0.enter()
    {
        filter.read();
    }
}

unsafe extern "C" fn below_has_written(_: *mut bufferevent, bev: *mut c_void) {
    if let Some(filter) = filter(bev)
        && let Some(_lock) = filter.0.enter()
    {
        filter.process_output(Mode::Normal);
    }
}

unsafe extern "C" fn below_has_event(_: *mut bufferevent, what: c_short, bev: *mut c_void) {
    if let Some(filter) = filter(bev)
        && let Some(_lock) = filter.0.enter()
    {
        filter.0.report(What::from_bits_retain(what));
    }
}

/// Input was taken: what waits below can follow.
unsafe fn input_changed(bev: *mut c_void, change: Change) {
    if let Some(filter) = filter(bev) {
        let _lock = filter.0.lock();
        filter.0.input_changed(change);
        if filter.left_below.get() && filter.0.room_for_input() != Some(0) {
            filter.left_below.set(false);
            if filter.below.input().len() > 0 {
                filter.read();
            }
        }
    }
}

/// There is output: it goes through the filter at once.
unsafe fn output_changed(bev: *mut c_void, change: Change) {
    if let Some(filter) = filter(bev)
        && change.added > 0
        && !filter.filtering.get()
    {
        let _lock = filter.0.lock();
        filter.process_output(Mode::Normal);
    }
}

fn enable(bev: Bev, what: Events) -> Result<(), Failed> {
    let filter = bev.own::<Filter>().ok_or(Failed)?;
    if what.contains(Events::WRITE) {
        bev.restart_write_timer();
    }
    if what.contains(Events::READ) {
        bev.restart_read_timer();
        filter.below.resume(Events::READ, Reasons::FILTER);
    }
    if what.contains(Events::WRITE) && bev.output().len() > 0 {
        // What was written meanwhile goes on from the loop.
        let how = Trigger::DEFER_CALLBACKS | Trigger::IGNORE_WATERMARKS;
        filter.below.trigger(Events::WRITE, how);
    }
    Ok(())
}

fn disable(bev: Bev, what: Events) -> Result<(), Failed> {
    let filter = bev.own::<Filter>().ok_or(Failed)?;
    if what.contains(Events::WRITE) {
        bev.stop_write_timer();
    }
    if what.contains(Events::READ) {
        bev.stop_read_timer();
        filter.below.suspend(Events::READ, Reasons::FILTER);
    }
    Ok(())
}

fn flush(bev: Bev, what: Events, mode: Mode) -> Result<Flushed, Failed> {
    let filter = bev.own::<Filter>().ok_or(Failed)?;
    let mut any = false;
    if what.contains(Events::READ) {
        any |= filter.process_input(mode);
    }
    if what.contains(Events::WRITE) {
        any |= filter.process_output(mode);
    }
    let _ = filter.below.flush(what, mode);
    Ok(match any {
        true => Flushed::Something,
        false => Flushed::Nothing,
    })
}

fn set_fd(bev: Bev, fd: c_int) -> Result<(), Failed> {
    bev.below_filter().ok_or(Failed)?.set_fd(fd)
}

unsafe fn destroy(bev: Bev) {
    if let Some(filter) = bev.own::<Filter>() {
        let Filter { below, context, .. } = *filter;
        if let Some(free) = context.free {
            // SAFETY: the program vouched for its function and argument.
            unsafe { free(context.arg) };
        }
        below.release();
    }
    // SAFETY: the caller's promise.
    unsafe { bev.free_memory::<Filter>() };
}
