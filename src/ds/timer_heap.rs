//! The queue of pending timeouts: a four-ary heap with the keys inline.
//!
//! A program that keeps a connection alive moves its timeout later again and again. Such a move does
//! not touch the heap: an entry's key may lie *before* the element's deadline, and is put right only
//! when the entry comes to the top. Each element carries its position, so that cancelling is a
//! removal from the middle. Elements with the same deadline come out in the order they were armed.

use std::cell::Cell;

use super::vec::CellVec;
use crate::rt::mm::OutOfMemory;
use crate::rt::time::Micros;

const ARITY: usize = 4;

/// The part of an element that the heap keeps its notes in.
#[repr(C)]
pub(crate) struct HeapPos {
    index: Cell<u32>,
    /// Counts up with each arming, to order equal deadlines.
    seq: Cell<u32>,
    /// The key in the heap: at or before the deadline.
    key: Cell<Micros>,
}

impl HeapPos {
    pub(crate) const fn new() -> Self {
        HeapPos {
            index: Cell::new(0),
            seq: Cell::new(0),
            key: Cell::new(0),
        }
    }
}

/// An element that has a deadline.
pub(crate) trait Timed: Copy {
    fn pos(&self) -> &HeapPos;
    fn deadline(&self) -> Micros;
}

#[derive(Clone, Copy)]
struct Entry<H> {
    key: Micros,
    seq: u32,
    element: H,
}

impl<H> Entry<H> {
    #[inline]
    fn before(&self, other: &Self) -> bool {
        // The counter may wrap: what counts is which of the two is ahead.
        self.key < other.key
            || (self.key == other.key && (self.seq.wrapping_sub(other.seq) as i32) < 0)
    }
}

/// Elements ordered by deadline.
pub(crate) struct TimerHeap<H: Copy> {
    entries: CellVec<Entry<H>>,
    next_seq: Cell<u32>,
}

impl<H: Timed> TimerHeap<H> {
    pub(crate) const fn new() -> Self {
        TimerHeap {
            entries: CellVec::new(),
            next_seq: Cell::new(0),
        }
    }

    /// Makes sure that the next [`insert`](Self::insert) has room.
    #[inline]
    pub(crate) fn reserve(&self) -> Result<(), OutOfMemory> {
        if self.entries.len() >= u32::MAX as usize {
            return Err(OutOfMemory);
        }
        self.entries.reserve(1)
    }

    #[inline]
    fn stamp(&self) -> u32 {
        let seq = self.next_seq.get();
        self.next_seq.set(seq.wrapping_add(1));
        seq
    }

    /// Adds an element that is not in the heap, at its deadline.
    pub(crate) fn insert(&self, element: H) -> Result<(), OutOfMemory> {
        let key = element.deadline();
        let seq = self.stamp();
        let entry = Entry { key, seq, element };
        self.entries.push(entry)?;
        element.pos().seq.set(seq);
        element.pos().key.set(key);
        self.sift_up(self.entries.len() - 1, entry);
        Ok(())
    }

    /// Tells that the deadline of an element in the heap has changed.
    #[inline]
    pub(crate) fn rearmed(&self, element: H) {
        let pos = element.pos();
        let key = element.deadline();
        let seq = self.stamp();
        pos.seq.set(seq);
        if key < pos.key.get() {
            pos.key.set(key);
            self.sift_up(pos.index.get() as usize, Entry { key, seq, element });
        }
    }

    /// Takes out an element that is in the heap.
    pub(crate) fn remove(&self, element: H) {
        let index = element.pos().index.get() as usize;
        let Some(last) = self.entries.pop() else {
            return;
        };
        if index == self.entries.len() {
            return;
        }
        if index > 0 && last.before(&self.entries.at((index - 1) / ARITY)) {
            self.sift_up(index, last);
        } else {
            self.sift_down(index, last);
        }
    }

    /// The element with the earliest deadline.
    #[inline]
    pub(crate) fn first(&self) -> Option<H> {
        loop {
            let top = self.entries.get(0)?;
            let pos = top.element.pos();
            let deadline = top.element.deadline();
            if pos.seq.get() == top.seq && deadline == top.key {
                return Some(top.element);
            }
            // It was armed again since it was put here.
            pos.key.set(deadline);
            self.sift_down(
                0,
                Entry {
                    key: deadline,
                    seq: pos.seq.get(),
                    element: top.element,
                },
            );
        }
    }

    /// Whether `element`, which is in the heap, is at its top.
    #[inline]
    pub(crate) fn is_first(&self, element: H) -> bool {
        element.pos().index.get() == 0
    }

    /// All elements, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = H> + '_ {
        self.entries.iter().map(|entry| entry.element)
    }

    #[inline]
    fn place(&self, index: usize, entry: Entry<H>) {
        self.entries.set(index, entry);
        entry.element.pos().index.set(index as u32);
    }

    fn sift_up(&self, mut index: usize, entry: Entry<H>) {
        while index > 0 {
            let parent = (index - 1) / ARITY;
            let above = self.entries.at(parent);
            if !entry.before(&above) {
                break;
            }
            self.place(index, above);
            index = parent;
        }
        self.place(index, entry);
    }

    fn sift_down(&self, mut index: usize, entry: Entry<H>) {
        let len = self.entries.len();
        loop {
            let children = index * ARITY + 1;
            if children >= len {
                break;
            }
            let (mut least, mut least_entry) = (children, self.entries.at(children));
            for child in children + 1..len.min(children + ARITY) {
                let candidate = self.entries.at(child);
                if candidate.before(&least_entry) {
                    (least, least_entry) = (child, candidate);
                }
            }
            if !least_entry.before(&entry) {
                break;
            }
            self.place(index, least_entry);
            index = least;
        }
        self.place(index, entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Timer {
        id: usize,
        pos: HeapPos,
        deadline: Cell<Micros>,
    }
    impl Timed for &Timer {
        fn pos(&self) -> &HeapPos {
            &self.pos
        }
        fn deadline(&self) -> Micros {
            self.deadline.get()
        }
    }

    fn timer(id: usize, deadline: Micros) -> Timer {
        Timer {
            id,
            pos: HeapPos::new(),
            deadline: Cell::new(deadline),
        }
    }

    fn drain(heap: &TimerHeap<&Timer>) -> Vec<usize> {
        std::iter::from_fn(|| {
            let first = heap.first()?;
            heap.remove(first);
            Some(first.id)
        })
        .collect()
    }

    /// A small generator, so that the tests repeat.
    fn numbers(mut state: u64) -> impl FnMut(u64) -> u64 {
        move |below| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        }
    }

    #[test]
    fn equal_deadlines_keep_the_order_of_arming() {
        let timers: Vec<_> = (0..20).map(|id| timer(id, 5)).collect();
        let heap = TimerHeap::new();
        timers.iter().for_each(|t| heap.insert(t).unwrap());
        heap.rearmed(&timers[3]);
        let mut expected: Vec<_> = (0..20).filter(|id| *id != 3).collect();
        expected.push(3);
        assert_eq!(drain(&heap), expected);
    }

    #[test]
    fn later_deadline_is_put_right_at_the_top() {
        let (a, b) = (timer(0, 10), timer(1, 20));
        let heap = TimerHeap::new();
        heap.insert(&a).unwrap();
        heap.insert(&b).unwrap();
        a.deadline.set(30);
        heap.rearmed(&a);
        assert!(heap.is_first(&a));
        assert_eq!(heap.first().map(|t| t.id), Some(1));
        a.deadline.set(15);
        heap.rearmed(&a);
        assert_eq!(drain(&heap), [0, 1]);
    }

    #[test]
    fn agrees_with_sorting() {
        let mut random = numbers(42);
        for _ in 0..20 {
            let n = 1 + random(60) as usize;
            let timers: Vec<_> = (0..n).map(|id| timer(id, random(50) as i64)).collect();
            let heap = TimerHeap::new();
            let mut armed: Vec<usize> = Vec::new();
            timers.iter().for_each(|t| {
                heap.insert(t).unwrap();
                armed.push(t.id);
            });
            for _ in 0..200 {
                let id = random(n as u64) as usize;
                let was_armed = armed.iter().position(|a| *a == id);
                if let Some(at) = was_armed {
                    armed.remove(at);
                }
                match (was_armed, random(3)) {
                    (Some(_), 0) => heap.remove(&timers[id]),
                    (was_armed, _) => {
                        timers[id].deadline.set(random(50) as i64);
                        match was_armed {
                            Some(_) => heap.rearmed(&timers[id]),
                            None => heap.insert(&timers[id]).unwrap(),
                        }
                        armed.push(id);
                    }
                }
            }
            armed.sort_by_key(|id| timers[*id].deadline.get());
            assert_eq!(heap.iter().count(), armed.len());
            assert_eq!(drain(&heap), armed);
        }
    }
}
