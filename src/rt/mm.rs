//! Memory that a program may replace and that may run out.
//!
//! Everything a C program can see, and every growing structure, is allocated here, through the
//! functions given to `event_set_mem_functions`. Running out is an ordinary error, never an abort.

use std::ffi::c_void;
use std::mem;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};

/// `malloc` as a program may replace it.
pub(crate) type MallocFn = unsafe extern "C" fn(usize) -> *mut c_void;
/// `realloc` as a program may replace it.
pub(crate) type ReallocFn = unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void;
/// `free` as a program may replace it.
pub(crate) type FreeFn = unsafe extern "C" fn(*mut c_void);

// Null stands for libc's own function. They are set before any other call, says the manual, so
// relaxed loads are enough.
static MALLOC: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());
static REALLOC: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());
static FREE: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());

/// No memory was to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OutOfMemory;

/// Replaces the allocation functions; `None` brings libc's back.
pub(crate) fn set_functions(
    malloc: Option<MallocFn>,
    realloc: Option<ReallocFn>,
    free: Option<FreeFn>,
) {
    MALLOC.store(
        malloc.map_or(ptr::null_mut(), |f| f as *mut c_void),
        Relaxed,
    );
    REALLOC.store(
        realloc.map_or(ptr::null_mut(), |f| f as *mut c_void),
        Relaxed,
    );
    FREE.store(free.map_or(ptr::null_mut(), |f| f as *mut c_void), Relaxed);
}

/// Allocates `size` bytes, uninitialised. Zero bytes give `None`.
pub(crate) fn malloc(size: usize) -> Option<NonNull<c_void>> {
    if size == 0 {
        return None;
    }
    let replaced = MALLOC.load(Relaxed);
    let memory = if replaced.is_null() {
        // SAFETY: malloc takes any size.
        unsafe { libc::malloc(size) }
    } else {
        // SAFETY: `set_functions` stored a function of this type.
        unsafe { mem::transmute::<*mut c_void, MallocFn>(replaced)(size) }
    };
    let memory = NonNull::new(memory);
    if memory.is_none() {
        out_of_memory();
    }
    memory
}

/// Grows or shrinks an allocation, as `realloc` does.
///
/// # Safety
/// `memory` is null or was allocated here and not freed.
pub(crate) unsafe fn realloc(memory: *mut c_void, size: usize) -> Option<NonNull<c_void>> {
    let replaced = REALLOC.load(Relaxed);
    let memory = if replaced.is_null() {
        // SAFETY: the caller's promise.
        unsafe { libc::realloc(memory, size) }
    } else {
        // SAFETY: `set_functions` stored a function of this type; the caller vouches for `memory`.
        unsafe { mem::transmute::<*mut c_void, ReallocFn>(replaced)(memory, size) }
    };
    let memory = NonNull::new(memory);
    if memory.is_none() {
        out_of_memory();
    }
    memory
}

/// Frees an allocation; null is ignored.
///
/// # Safety
/// `memory` is null or was allocated here, and is not used again.
pub(crate) unsafe fn free(memory: *mut c_void) {
    if memory.is_null() {
        return;
    }
    let replaced = FREE.load(Relaxed);
    if replaced.is_null() {
        // SAFETY: the caller's promise.
        unsafe { libc::free(memory) }
    } else {
        // SAFETY: `set_functions` stored a function of this type; the caller vouches for `memory`.
        unsafe { mem::transmute::<*mut c_void, FreeFn>(replaced)(memory) }
    }
}

/// Moves `value` into memory of its own.
pub(crate) fn boxed<T>(value: T) -> Result<NonNull<T>, OutOfMemory> {
    boxed_at(|_| value)
}

/// Puts a value into memory of its own, which needs to know where that is.
pub(crate) fn boxed_at<T>(make: impl FnOnce(NonNull<T>) -> T) -> Result<NonNull<T>, OutOfMemory> {
    const { assert!(mem::align_of::<T>() <= mem::align_of::<libc::max_align_t>()) };
    let memory = malloc(mem::size_of::<T>()).ok_or(OutOfMemory)?.cast::<T>();
    // SAFETY: the memory is large enough, and malloc aligns for every ordinary type.
    unsafe { memory.write(make(memory)) };
    Ok(memory)
}

/// Takes back what [`boxed`] gave.
///
/// # Safety
/// `memory` came from [`boxed`] and is not used again.
pub(crate) unsafe fn unboxed<T>(memory: NonNull<T>) -> T {
    // SAFETY: the caller's promise.
    unsafe {
        let value = memory.read();
        free(memory.as_ptr().cast());
        value
    }
}

fn out_of_memory() {
    // Replaced functions may not set it; callers of the C interface look at it.
    set_errno(libc::ENOMEM);
}

/// The calling thread's `errno`.
pub(crate) fn errno() -> i32 {
    // SAFETY: the location is valid for the calling thread.
    unsafe { *libc::__errno_location() }
}

/// Sets the calling thread's `errno`.
pub(crate) fn set_errno(value: i32) {
    // SAFETY: as in `errno`.
    unsafe { *libc::__errno_location() = value }
}
