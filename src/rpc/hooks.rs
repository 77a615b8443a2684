//! Hooks: functions that see each message, and calls that wait for what a hook has yet to say.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr;

use crate::buffer::{Buf, evbuffer};
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked, List};
use crate::ffi::http_struct::evhttp_request;
use crate::ffi::rpc::EVRPC_HOOK_RESULT;
use crate::http::{Failed, Req};

/// A hook: gets the call, its HTTP request, the body and its argument.
pub(crate) type HookFunction =
    unsafe extern "C" fn(*mut c_void, *mut evhttp_request, *mut evbuffer, *mut c_void) -> c_int;

/// Which messages hooks see.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    In,
    Out,
}

/// What becomes of a call behind its hooks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Continue,
    Pause,
    Terminate,
}

/// One hook. C programs have a pointer to it.
struct Entry {
    function: HookFunction,
    arg: *mut c_void,
    /// Greater than those of the hooks that were added before it.
    number: u64,
    link: Link<Hook>,
}

type Hook = Handle<Entry>;

struct ByHooks;
impl Linked<Hook> for ByHooks {
    fn link(element: &Hook) -> &Link<Hook> {
        &element.link
    }
}

/// A call's place among those that are paused. Part of the call.
pub(super) struct Pause {
    resume: fn(*mut c_void, bool),
    call: Cell<*mut c_void>,
    is_paused: Cell<bool>,
    link: Link<Handle<Pause>>,
}

struct ByPause;
impl Linked<Handle<Pause>> for ByPause {
    fn link(element: &Handle<Pause>) -> &Link<Handle<Pause>> {
        &element.link
    }
}

impl Pause {
    /// The function is called with the call when it goes on, and whether it does so, or is given up.
    pub(super) const fn new(resume: fn(*mut c_void, bool)) -> Self {
        Pause {
            resume,
            call: Cell::new(ptr::null_mut()),
            is_paused: Cell::new(false),
            link: Link::new(),
        }
    }

    fn handle(&self) -> Handle<Pause> {
        // SAFETY: a call leaves the list before it goes.
        unsafe { Handle::of_part(self) }
    }
}

/// The hooks of a server of calls or of a pool: the first part of both.
pub(crate) struct Hooks {
    input: List<Hook, ByHooks>,
    output: List<Hook, ByHooks>,
    paused: List<Handle<Pause>, ByPause>,
    last_number: Cell<u64>,
}

impl Hooks {
    pub(super) const fn new() -> Self {
        Hooks {
            input: List::new(),
            output: List::new(),
            paused: List::new(),
            last_number: Cell::new(0),
        }
    }

    fn list(&self, direction: Direction) -> &List<Hook, ByHooks> {
        match direction {
            Direction::In => &self.input,
            Direction::Out => &self.output,
        }
    }

    pub(super) fn has(&self, direction: Direction) -> bool {
        !self.list(direction).is_empty()
    }

    /// Frees all hooks.
    pub(super) fn clear(&self) {
        for list in [&self.input, &self.output] {
            while let Some(hook) = list.pop_front() {
                // SAFETY: it is on no list any more; running hooks are copied.
                unsafe { hook.dispose() };
            }
        }
    }

    pub(super) fn pause(&self, pause: &Pause, call: *mut c_void) {
        if !pause.is_paused.replace(true) {
            pause.call.set(call);
            self.paused.push_back(pause.handle());
        }
    }

    pub(super) fn unpause(&self, pause: &Pause) {
        if pause.is_paused.replace(false) {
            self.paused.remove(pause.handle());
        }
    }
}

impl Handle<Hooks> {
    /// Adds a hook behind the others. Gives what names it.
    pub(crate) fn add(
        self,
        direction: Direction,
        function: HookFunction,
        arg: *mut c_void,
    ) -> Result<*mut c_void, Failed> {
        let number = self.last_number.get() + 1;
        let hook = Handle::make(Entry {
            function,
            arg,
            number,
            link: Link::new(),
        })?;
        self.last_number.set(number);
        self.list(direction).push_back(hook);
        Ok(hook.as_ptr().cast())
    }

    /// Tells whether there was such a hook.
    pub(crate) fn remove(self, direction: Direction, name: *mut c_void) -> bool {
        let list = self.list(direction);
        let found = list.iter().find(|hook| ptr::eq(hook.as_ptr().cast(), name));
        if let Some(hook) = found {
            list.remove(hook);
            // SAFETY: it is on no list any more; running hooks are copied.
            unsafe { hook.dispose() };
        }
        found.is_some()
    }

    /// Calls the hooks in order, until one does not say that the call goes on. They may add and remove hooks.
    /// The caller keeps whom the hooks belong to.
    pub(super) fn run(
        self,
        direction: Direction,
        call: *mut c_void,
        req: Req,
        body: Buf,
    ) -> Verdict {
        const CONTINUE: c_int = EVRPC_HOOK_RESULT::EVRPC_CONTINUE as c_int;
        const PAUSE: c_int = EVRPC_HOOK_RESULT::EVRPC_PAUSE as c_int;
        let (req, body) = (req.as_ptr(), body.as_ptr());
        let mut done = 0;
        while let Some((function, arg, number)) = self.behind(direction, done) {
            done = number;
            // SAFETY: the program vouched for its function and argument.
            match unsafe { function(call, req, body, arg) } {
                CONTINUE => {}
                PAUSE => return Verdict::Pause,
                _ => return Verdict::Terminate,
            }
        }
        Verdict::Continue
    }

    /// The first hook behind that of a number.
    fn behind(self, direction: Direction, done: u64) -> Option<(HookFunction, *mut c_void, u64)> {
        let mut hooks = self.list(direction).iter();
        let hook = hooks.find(|hook| hook.number > done)?;
        Some((hook.function, hook.arg, hook.number))
    }

    /// Has a paused call go on, or gives it up. Fails if there is no such call.
    pub(crate) fn resume(self, call: *mut c_void, goes_on: bool) -> Result<(), Failed> {
        let mut paused = self.paused.iter();
        let found = paused.find(|pause| ptr::eq(pause.call.get(), call));
        self.release(found.ok_or(Failed)?, goes_on);
        Ok(())
    }

    /// Gives all paused calls up.
    pub(super) fn give_up_paused(self) {
        while let Some(pause) = self.paused.first() {
            self.release(pause, false);
        }
    }

    fn release(self, pause: Handle<Pause>, goes_on: bool) {
        self.unpause(&pause);
        let (resume, call) = (pause.resume, pause.call.get());
        resume(call, goes_on);
    }
}
