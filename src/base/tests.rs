//! What callbacks may do to the objects that are calling them, through the C interface. These run
//! under Miri too, which finds references that live too long.

use std::ffi::{c_int, c_short, c_void};
use std::ptr;

use libc::timeval;

use super::event_base;
use crate::ffi::event::base::{event_base_free, event_base_new, event_base_priority_init};
use crate::ffi::event::dispatch::{event_base_dispatch, event_base_loop};
use crate::ffi::event::events::*;
use crate::ffi::watch::{evwatch_check_new, evwatch_free, evwatch_prepare_new};

const SOON: timeval = timeval {
    tv_sec: 0,
    tv_usec: 1000,
};

/// What callbacks get: the base, and events to do something to.
struct Scene {
    base: *mut event_base,
    events: Vec<*mut super::event>,
    calls: usize,
}

/// Runs the loop on `n` timers with `callback`, all due at once, and counts the calls.
fn run(n: usize, flags: c_short, callback: event_callback_fn) -> usize {
    // SAFETY: the interface is used as documented; the scene outlives the loop.
    unsafe {
        let base = event_base_new();
        event_base_priority_init(base, 3);
        let scene = Box::into_raw(Box::new(Scene {
            base,
            events: Vec::new(),
            calls: 0,
        }));
        for _ in 0..n {
            let ev = event_new(base, -1, flags, callback, scene.cast());
            (*scene).events.push(ev);
            event_add(ev, &SOON);
        }
        for ev in &(*scene).events {
            event_active(*ev, EV_TIMEOUT.into(), 1);
        }
        event_base_loop(base, 0x03);
        let scene = Box::from_raw(scene);
        scene.events.iter().for_each(|ev| event_free(*ev));
        event_base_free(base);
        scene.calls
    }
}

/// # Safety
/// Called by the loop of [`run`], with its scene.
unsafe fn count(scene: *mut c_void) -> *mut Scene {
    let scene = scene.cast::<Scene>();
    // SAFETY: the caller's promise; nobody else looks at the scene now.
    unsafe { (*scene).calls += 1 };
    scene
}

#[test]
fn freeing_itself_and_all_others() {
    unsafe extern "C" fn free_all(_: c_int, _: c_short, scene: *mut c_void) {
        // SAFETY: as `count` and the interface ask.
        unsafe {
            let scene = count(scene);
            let events = std::mem::take(&mut (*scene).events);
            events.into_iter().for_each(|ev| event_free(ev));
        }
    }
    assert_eq!(run(4, 0, Some(free_all)), 1);
    assert_eq!(run(4, EV_PERSIST, Some(free_all)), 1);
}

#[test]
fn deleting_the_next_and_adding_more() {
    unsafe extern "C" fn replace(_: c_int, _: c_short, scene: *mut c_void) {
        // SAFETY: as `count` and the interface ask.
        unsafe {
            let scene = count(scene);
            if (*scene).calls > 6 {
                return;
            }
            if let Some(last) = (*scene).events.pop() {
                event_free(last);
            }
            let ev = event_new((*scene).base, -1, 0, Some(replace), scene.cast());
            (*scene).events.insert(0, ev);
            event_priority_set(ev, ((*scene).calls % 3) as c_int);
            event_active(ev, EV_TIMEOUT.into(), 1);
        }
    }
    assert!(run(3, 0, Some(replace)) > 6);
}

#[test]
fn finalizing_and_assigning_again() {
    unsafe extern "C" fn assign_again(ev: *mut super::event, scene: *mut c_void) {
        // SAFETY: as `count` and the interface ask.
        unsafe {
            let scene = count(scene);
            event_assign(ev, (*scene).base, -1, 0, None, ptr::null_mut());
        }
    }
    unsafe extern "C" fn finalize(_: c_int, _: c_short, scene: *mut c_void) {
        // SAFETY: as `count` and the interface ask.
        unsafe {
            let scene = count(scene);
            for ev in &(*scene).events {
                event_finalize(0, *ev, Some(assign_again));
            }
        }
    }
    assert_eq!(run(3, 0, Some(finalize)), 1 + 3);
}

#[test]
fn watchers_that_free_each_other_and_once_events() {
    unsafe extern "C" fn once(_: c_int, _: c_short, calls: *mut c_void) {
        // SAFETY: the counter outlives the loop.
        unsafe { *calls.cast::<usize>() += 1 };
    }
    unsafe extern "C" fn before(
        watcher: *mut super::evwatch,
        _: *const super::evwatch_prepare_cb_info,
        other: *mut c_void,
    ) {
        // SAFETY: both exist, and are freed once: this is not called again.
        unsafe {
            evwatch_free(other.cast());
            evwatch_free(watcher);
        }
    }
    unsafe extern "C" fn after(
        watcher: *mut super::evwatch,
        _: *const super::evwatch_check_cb_info,
        _: *mut c_void,
    ) {
        // SAFETY: it exists.
        unsafe { evwatch_free(watcher) };
    }
    // SAFETY: the interface is used as documented; the counter outlives the loop.
    unsafe {
        let base = event_base_new();
        let calls = Box::into_raw(Box::new(0usize));
        event_base_once(base, -1, EV_TIMEOUT, Some(once), calls.cast(), ptr::null());
        event_base_once(base, -1, EV_TIMEOUT, Some(once), calls.cast(), &SOON);
        let other = evwatch_prepare_new(base, Some(before), ptr::null_mut());
        evwatch_free(other);
        let other = evwatch_check_new(base, Some(after), ptr::null_mut());
        evwatch_prepare_new(base, Some(before), other.cast());
        evwatch_check_new(base, Some(after), ptr::null_mut());
        assert_eq!(event_base_dispatch(base), 1);
        assert_eq!(*Box::from_raw(calls), 2);
        event_base_once(base, -1, EV_TIMEOUT, Some(once), ptr::null_mut(), &SOON);
        event_base_free(base);
    }
}
