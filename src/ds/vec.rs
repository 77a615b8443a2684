//! A growable array of plain values, changed through shared references.

use std::cell::Cell;
use std::mem;
use std::ptr::NonNull;

use crate::rt::mm::{self, OutOfMemory};

/// A growable array that hands out copies, never references, so that code it calls may change it.
pub(crate) struct CellVec<T: Copy> {
    /// INVARIANT: points to `capacity` elements, of which the first `len` are initialised.
    start: Cell<NonNull<T>>,
    len: Cell<usize>,
    capacity: Cell<usize>,
}

impl<T: Copy> CellVec<T> {
    pub(crate) const fn new() -> Self {
        CellVec {
            start: Cell::new(NonNull::dangling()),
            len: Cell::new(0),
            capacity: Cell::new(0),
        }
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.len.get()
    }

    /// How many elements there is memory for.
    pub(crate) fn capacity(&self) -> usize {
        self.capacity.get()
    }

    #[inline]
    fn cells(&self) -> &[Cell<T>] {
        // SAFETY: the first `len` elements are initialised, and `Cell<T>` has the layout of `T`. The
        // slice does not outlive the statement that uses it, so no call can free it meanwhile.
        unsafe { std::slice::from_raw_parts(self.start.get().as_ptr().cast(), self.len.get()) }
    }

    /// The element at `index`, which is within the length.
    #[inline]
    pub(crate) fn at(&self, index: usize) -> T {
        self.cells()[index].get()
    }

    /// The element at `index`, if there is one.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> Option<T> {
        self.cells().get(index).map(Cell::get)
    }

    /// The `N` elements from `index` on, if there are so many.
    #[inline]
    pub(crate) fn array<const N: usize>(&self, index: usize) -> Option<[T; N]> {
        let cells: &[Cell<T>; N] = self.cells().get(index..)?.first_chunk()?;
        Some(cells.each_ref().map(Cell::get))
    }

    /// Changes the element at `index`, which is within the length.
    #[inline]
    pub(crate) fn set(&self, index: usize, value: T) {
        self.cells()[index].set(value);
    }

    /// Makes room for `additional` more elements.
    #[inline]
    pub(crate) fn reserve(&self, additional: usize) -> Result<(), OutOfMemory> {
        match self.len.get().checked_add(additional) {
            Some(wanted) if wanted <= self.capacity.get() => Ok(()),
            Some(wanted) => self.grow(wanted),
            None => Err(OutOfMemory),
        }
    }

    #[cold]
    fn grow(&self, wanted: usize) -> Result<(), OutOfMemory> {
        let capacity = wanted.max(self.capacity.get() * 2).max(8);
        let bytes = capacity
            .checked_mul(mem::size_of::<T>())
            .ok_or(OutOfMemory)?;
        let old = match self.capacity.get() {
            0 => std::ptr::null_mut(),
            _ => self.start.get().as_ptr().cast(),
        };
        // SAFETY: `old` is null or what an earlier call gave.
        let start = unsafe { mm::realloc(old, bytes) }.ok_or(OutOfMemory)?;
        self.start.set(start.cast());
        self.capacity.set(capacity);
        Ok(())
    }

    pub(crate) fn push(&self, value: T) -> Result<(), OutOfMemory> {
        self.reserve(1)?;
        let len = self.len.get();
        // SAFETY: `reserve` made room for the element at `len`.
        unsafe { self.start.get().add(len).write(value) };
        self.len.set(len + 1);
        Ok(())
    }

    /// Puts a value before the element at `index`, or at the end.
    pub(crate) fn insert(&self, index: usize, value: T) -> Result<(), OutOfMemory> {
        self.push(value)?;
        for i in (index + 1..self.len()).rev() {
            self.set(i, self.at(i - 1));
        }
        self.set(index, value);
        Ok(())
    }

    /// Turns the order of the elements round.
    pub(crate) fn reverse(&self) {
        let len = self.len();
        for i in 0..len / 2 {
            let other = self.at(len - 1 - i);
            self.set(len - 1 - i, self.at(i));
            self.set(i, other);
        }
    }

    /// Adds copies of all of `values`, which are not the array's own.
    pub(crate) fn extend_from_slice(&self, values: &[T]) -> Result<(), OutOfMemory> {
        self.reserve(values.len())?;
        let len = self.len.get();
        // SAFETY: `reserve` made room for as many elements at `len`.
        unsafe {
            let end = self.start.get().as_ptr().add(len);
            end.copy_from_nonoverlapping(values.as_ptr(), values.len());
        }
        self.len.set(len + values.len());
        Ok(())
    }

    pub(crate) fn pop(&self) -> Option<T> {
        let last = self.len.get().checked_sub(1)?;
        let value = self.at(last);
        self.len.set(last);
        Some(value)
    }

    /// Lengthens the array to `len` elements by copies of `value`; never shortens it.
    pub(crate) fn extend_to(&self, len: usize, value: T) -> Result<(), OutOfMemory> {
        self.reserve(len.saturating_sub(self.len()))?;
        while self.len() < len {
            self.push(value)?;
        }
        Ok(())
    }

    /// Removes the element at `index` and puts the last one in its place.
    pub(crate) fn swap_remove(&self, index: usize) {
        let last = self.at(self.len() - 1);
        self.set(index, last);
        self.len.set(self.len() - 1);
    }

    /// Keeps those elements for which `wanted` says so, in their order.
    pub(crate) fn retain(&self, wanted: impl Fn(T) -> bool) {
        let mut kept = 0;
        for value in self.iter().filter(|value| wanted(*value)) {
            self.set(kept, value);
            kept += 1;
        }
        self.len.set(kept);
    }

    /// Removes the first `n` elements, which are there.
    pub(crate) fn remove_front(&self, n: usize) {
        let rest = self.len.get() - n;
        let start = self.start.get().as_ptr();
        // SAFETY: the first `len` elements are there, so those from `n` are.
        unsafe { start.copy_from(start.add(n), rest) };
        self.len.set(rest);
    }

    /// The elements, of an array that nobody else can change.
    pub(crate) fn as_slice(&self) -> &[T] {
        // SAFETY: see `cells`.
        unsafe { std::slice::from_raw_parts(self.start.get().as_ptr(), self.len.get()) }
    }

    pub(crate) fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: see `cells`; nobody else has the array.
        unsafe { std::slice::from_raw_parts_mut(self.start.get().as_ptr(), self.len.get()) }
    }

    /// Gives the elements up, as a block of `mm` if there are any.
    pub(crate) fn into_raw(self) -> *mut T {
        mem::ManuallyDrop::new(self).as_mut_ptr()
    }

    /// Forgets the elements and keeps the memory.
    pub(crate) fn empty(&self) {
        self.len.set(0);
    }

    /// Replaces the contents by those of `other`.
    pub(crate) fn copy_from(&self, other: &Self) -> Result<(), OutOfMemory> {
        self.empty();
        self.reserve(other.len())?;
        for i in 0..other.len() {
            self.push(other.at(i))?;
        }
        Ok(())
    }

    /// Where the elements are, for a system call to read or fill. Valid until the array grows.
    pub(crate) fn as_mut_ptr(&self) -> *mut T {
        self.start.get().as_ptr()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = T> + '_ {
        (0..).map_while(|i| self.get(i))
    }

    /// Frees the memory; the array is empty and usable afterwards.
    pub(crate) fn clear(&self) {
        if self.capacity.replace(0) != 0 {
            // SAFETY: it came from `mm::realloc`, and nothing refers to it any more.
            unsafe { mm::free(self.start.get().as_ptr().cast()) };
        }
        self.start.set(NonNull::dangling());
        self.len.set(0);
    }
}

impl<T: Copy> Drop for CellVec<T> {
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_and_shrinks() {
        let v = CellVec::new();
        for i in 0..100 {
            v.push(i).unwrap();
        }
        assert_eq!(v.iter().sum::<i32>(), 4950);
        assert_eq!(v.pop(), Some(99));
        v.swap_remove(0);
        assert_eq!((v.len(), v.at(0), v.get(98)), (98, 98, None));
        v.extend_to(120, 7).unwrap();
        assert_eq!((v.len(), v.at(119)), (120, 7));
        v.clear();
        assert_eq!((v.len(), v.pop()), (0, None));
    }

    #[test]
    fn in_and_out_in_front() {
        let v = CellVec::new();
        v.extend_from_slice(&[1, 2, 3]).unwrap();
        v.insert(0, 0).unwrap();
        v.insert(4, 4).unwrap();
        v.insert(2, 9).unwrap();
        assert_eq!(v.as_slice(), [0, 1, 9, 2, 3, 4]);
        v.remove_front(2);
        v.reverse();
        assert_eq!(v.as_slice(), [4, 3, 2, 9]);
        v.remove_front(4);
        v.reverse();
        assert_eq!(v.len(), 0);
    }

    #[test]
    fn absurd_sizes_are_refused() {
        let v: CellVec<u64> = CellVec::new();
        v.push(1).unwrap();
        assert_eq!(v.reserve(usize::MAX), Err(OutOfMemory));
        assert_eq!(v.reserve(usize::MAX / 4), Err(OutOfMemory));
        assert_eq!(v.at(0), 1);
    }

    #[test]
    fn may_change_while_iterating() {
        let v = CellVec::new();
        v.push(1).unwrap();
        for x in v.iter() {
            if x < 50 {
                v.push(x + 1).unwrap();
            }
        }
        assert_eq!(v.len(), 50);
    }
}
