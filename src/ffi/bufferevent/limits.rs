//! Rate limits, for one bufferevent and for groups.
//!
//! A limit is a token bucket: each tick adds the rate, up to the burst, and each byte takes one. When
//! it is empty, reading or writing pauses.

use std::ffi::c_int;
use std::ptr::{self, NonNull};

use libc::timeval;

use super::super::util::{ev_ssize_t, ev_uint64_t};
use super::{bev, bufferevent, status, store};
use crate::base::{Base, Events, event_base};
use crate::bufferevent::{Bev, Config, Failed, Group, Rate};
pub use crate::bufferevent::{bufferevent_rate_limit_group, ev_token_bucket_cfg};
use crate::rt::mm;

/// # Safety
/// The group is NULL or was not freed.
unsafe fn group(group: *mut bufferevent_rate_limit_group) -> Result<Group, Failed> {
    // SAFETY: the caller's promise.
    unsafe { Group::from_ptr(group) }.ok_or(Failed)
}

fn signed(n: usize) -> ev_ssize_t {
    ev_ssize_t::try_from(n).unwrap_or(ev_ssize_t::MAX)
}

/// Makes a configuration: bytes for each tick, and the most that may come together, for reading and
/// for writing. A tick is `tick_len` long, at least a millisecond; NULL is a second. NULL on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ev_token_bucket_cfg_new(
    read_rate: usize,
    read_burst: usize,
    write_rate: usize,
    write_burst: usize,
    tick_len: *const timeval,
) -> *mut ev_token_bucket_cfg {
    let rate = |per_tick, burst| Rate { per_tick, burst };
    // SAFETY: the pointer comes from the program, which vouches for it.
    let tick = unsafe { tick_len.as_ref() };
    Config::new(
        rate(read_rate, read_burst),
        rate(write_rate, write_burst),
        tick,
    )
    .and_then(|config| Ok(mm::boxed(config)?))
    .map_or(ptr::null_mut(), NonNull::as_ptr)
}

/// Frees a configuration that no bufferevent has any more. Groups have copies of their own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ev_token_bucket_cfg_free(cfg: *mut ev_token_bucket_cfg) {
    if let Some(config) = NonNull::new(cfg) {
        // SAFETY: ev_token_bucket_cfg_new() made it, says the program.
        unsafe { mm::unboxed(config) };
    }
}

/// Limits a bufferevent, or no longer, if `cfg` is NULL. The configuration has to stay until then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_set_rate_limit(
    bev: *mut bufferevent,
    cfg: *mut ev_token_bucket_cfg,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    status(unsafe { self::bev(bev).and_then(|bev| bev.set_rate_limit(NonNull::new(cfg))) })
}

/// What bufferevent_set_rate_limit() has set, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_token_bucket_cfg(
    bev: *const bufferevent,
) -> *const ev_token_bucket_cfg {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { self::bev(bev) }.map_or(ptr::null(), Bev::rate_limit)
}

/// How many bytes the bufferevent's own limit still allows to read: EV_SSIZE_MAX without one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_read_limit(bev: *mut bufferevent) -> ev_ssize_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { self::bev(bev) }.map_or(ev_ssize_t::MAX, |bev| bev.own_limit_left(Events::READ))
}

/// How many bytes the bufferevent's own limit still allows to write: EV_SSIZE_MAX without one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_write_limit(bev: *mut bufferevent) -> ev_ssize_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { self::bev(bev) }.map_or(ev_ssize_t::MAX, |bev| bev.own_limit_left(Events::WRITE))
}

/// How many bytes the next read may have, by all limits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_max_to_read(bev: *mut bufferevent) -> ev_ssize_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { self::bev(bev) }.map_or(0, |bev| signed(bev.max_to_transfer(Events::READ)))
}

/// How many bytes the next write may have, by all limits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_max_to_write(bev: *mut bufferevent) -> ev_ssize_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { self::bev(bev) }.map_or(0, |bev| signed(bev.max_to_transfer(Events::WRITE)))
}

/// Takes bytes from the bufferevent's own limit to read, or puts them back, if `decr` is negative.
/// Returns -1 without a limit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_decrement_read_limit(
    bev: *mut bufferevent,
    decr: ev_ssize_t,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(unsafe { self::bev(bev) }.and_then(|bev| bev.decrement_limit(Events::READ, decr)))
}

/// Takes bytes from the bufferevent's own limit to write, or puts them back, if `decr` is negative.
/// Returns -1 without a limit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_decrement_write_limit(
    bev: *mut bufferevent,
    decr: ev_ssize_t,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(unsafe { self::bev(bev) }.and_then(|bev| bev.decrement_limit(Events::WRITE, decr)))
}

/// The most that one read transfers. 0 and lengths above EV_SSIZE_MAX set it back to 16384.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_set_max_single_read(
    bev: *mut bufferevent,
    size: usize,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(unsafe { self::bev(bev) }.map(|bev| bev.set_max_single(Events::READ, size)))
}

/// The most that one write transfers. 0 and lengths above EV_SSIZE_MAX set it back to 16384.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_set_max_single_write(
    bev: *mut bufferevent,
    size: usize,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(unsafe { self::bev(bev) }.map(|bev| bev.set_max_single(Events::WRITE, size)))
}

/// What bufferevent_set_max_single_read() has set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_max_single_read(bev: *mut bufferevent) -> ev_ssize_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { self::bev(bev) }.map_or(0, |bev| signed(bev.max_single(Events::READ).get()))
}

/// What bufferevent_set_max_single_write() has set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_max_single_write(bev: *mut bufferevent) -> ev_ssize_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { self::bev(bev) }.map_or(0, |bev| signed(bev.max_single(Events::WRITE).get()))
}

// ---- Groups

/// Makes a group, whose members share one limit. It keeps a copy of `cfg`. NULL on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_rate_limit_group_new(
    base: *mut event_base,
    cfg: *const ev_token_bucket_cfg,
) -> *mut bufferevent_rate_limit_group {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (base, config) = unsafe { (Base::from_ptr(base), cfg.as_ref()) };
    match (base, config) {
        (Some(base), Some(config)) => {
            Group::new(base, config).map_or(ptr::null_mut(), Group::as_ptr)
        }
        _ => ptr::null_mut(),
    }
}

/// Frees a group. Members that it still has go on without it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_rate_limit_group_free(g: *mut bufferevent_rate_limit_group) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Ok(group) = unsafe { group(g) } {
        group.free();
    }
}

/// Changes the limit of a group. Returns -1 if `cfg` is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_rate_limit_group_set_cfg(
    g: *mut bufferevent_rate_limit_group,
    cfg: *const ev_token_bucket_cfg,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (group, config) = unsafe { (group(g), cfg.as_ref()) };
    status(group.and_then(|group| {
        group.set_config(config.ok_or(Failed)?);
        Ok(())
    }))
}

/// Sets what a member may transfer at once, at least: at most what a tick brings; 64 at first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_rate_limit_group_set_min_share(
    g: *mut bufferevent_rate_limit_group,
    min_share: usize,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(unsafe { group(g) }.map(|group| group.set_min_share(min_share)))
}

/// Makes a bufferevent a member of a group, and of no other. NULL for the group leaves the one it is in.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_add_to_rate_limit_group(
    bev: *mut bufferevent,
    g: *mut bufferevent_rate_limit_group,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (bev, group) = unsafe { (self::bev(bev), Group::from_ptr(g)) };
    status(bev.and_then(|bev| bev.join_group(group)))
}

/// Has a bufferevent leave its group, if it is in one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_remove_from_rate_limit_group(bev: *mut bufferevent) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(unsafe { self::bev(bev) }.and_then(|bev| bev.join_group(None)))
}

/// How many bytes the limit of a group still allows to read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_rate_limit_group_get_read_limit(
    g: *mut bufferevent_rate_limit_group,
) -> ev_ssize_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { group(g) }.map_or(0, |group| group.limit_left(Events::READ))
}

/// How many bytes the limit of a group still allows to write.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_rate_limit_group_get_write_limit(
    g: *mut bufferevent_rate_limit_group,
) -> ev_ssize_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { group(g) }.map_or(0, |group| group.limit_left(Events::WRITE))
}

/// Takes bytes from the limit of a group to read, or puts them back, if `decr` is negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_rate_limit_group_decrement_read(
    g: *mut bufferevent_rate_limit_group,
    decr: ev_ssize_t,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(unsafe { group(g) }.map(|group| group.decrement(Events::READ, decr)))
}

/// Takes bytes from the limit of a group to write, or puts them back, if `decr` is negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_rate_limit_group_decrement_write(
    g: *mut bufferevent_rate_limit_group,
    decr: ev_ssize_t,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(unsafe { group(g) }.map(|group| group.decrement(Events::WRITE, decr)))
}

/// Stores how many bytes the members have read and written, where the pointers are not NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_rate_limit_group_get_totals(
    grp: *mut bufferevent_rate_limit_group,
    total_read_out: *mut ev_uint64_t,
    total_written_out: *mut ev_uint64_t,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Ok(group) = unsafe { group(grp) } {
        let totals = group.totals();
        // SAFETY: as above.
        unsafe {
            store(total_read_out, totals.read);
            store(total_written_out, totals.written);
        }
    }
}

/// Sets what bufferevent_rate_limit_group_get_totals() tells back to 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_rate_limit_group_reset_totals(
    grp: *mut bufferevent_rate_limit_group,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Ok(group) = unsafe { group(grp) } {
        group.reset_totals();
    }
}
