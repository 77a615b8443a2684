//! Finalizers: called when an event is certain not to be in use, so that its memory can go.

use super::debug::Debug;
use super::event_struct::{Closure, Ev, Events, State};
use super::queue::Wait;
use super::{Base, Failed};
use crate::ffi::event::events::event_finalize_callback_fn;
use crate::rt::log::warnx;
use crate::rt::mm;

/// What is to be done with a finalized event.
#[derive(Clone, Copy)]
pub(crate) struct Finalizer {
    pub(crate) callback: event_finalize_callback_fn,
    /// Whether the event, which `event_new` made, is freed afterwards.
    pub(crate) free: bool,
}

impl Ev {
    /// Takes the event off its queues for good, and has its finalizer called by the loop.
    pub(crate) fn finalize(self, finalizer: Finalizer) -> Result<(), Failed> {
        let Some(base) = self.base() else {
            warnx!("event_finalize_impl_: event has no event_base set.");
            return Err(Failed);
        };
        let _lock = base.lock();
        let _ = base.del(self, Wait::No);
        let closure = if finalizer.free {
            Closure::FINALIZE_FREE
        } else {
            Closure::FINALIZE
        };
        self.set_finalizer(finalizer.callback, closure);
        base.activate(self, Events::FINALIZE, 1);
        self.mark(State::FINALIZING);
        Ok(())
    }
}

impl Base {
    /// Calls the finalizer of an event that is on no queue, and frees the event if that was asked.
    pub(crate) fn call_finalizer(self, ev: Ev) {
        let (finalizer, arg, free) = (
            ev.finalizer(),
            ev.arg(),
            ev.closure() == Closure::FINALIZE_FREE,
        );
        Debug::note_torn_down(ev);
        self.unlocked(|| {
            if let Some(finalizer) = finalizer {
                // SAFETY: whoever set the finalizer vouched for it.
                unsafe { finalizer(ev.as_ptr(), arg) };
            }
            if free {
                // SAFETY: `event_new` made the event, and nothing refers to it any more.
                unsafe { mm::free(ev.as_ptr().cast()) };
            }
        });
    }
}
