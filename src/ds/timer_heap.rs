//! The queue of pending timeouts: a four-ary heap with the keys inline.
//!
//! A program that keeps a connection alive moves its timeout later again and again. Such a move does
//! not touch the heap: an entry's key may lie *before* the element's deadline, and is put right only
//! when the entry comes to the top. Each element carries its position; one that is taken out leaves its
//! entry behind, empty, which goes when it comes to the top, or with all others of its kind when they are
//! most of the heap. Elements with the same deadline come out in the order they were armed.

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
    rank: Rank,
    /// None if it was taken out.
    element: Option<H>,
}

impl<H> Entry<H> {
    #[inline]
    fn new(key: Micros, seq: u64, element: H) -> Self {
        Entry {
            rank: Rank { key, seq },
            element: Some(element),
        }
    }
}

/// By what entries are ordered: the key, then the number of the arming.
#[derive(Clone, Copy, PartialEq)]
struct Rank {
    key: Micros,
    seq: u64,
}

impl Rank {
    /// Both as one number: which of two timers is earlier no processor can foresee, and numbers are compared
    /// and chosen without a jump.
    #[inline]
    fn number(self) -> i128 {
        (i128::from(self.key) << 64) | i128::from(self.seq)
    }

    #[inline]
    fn before(self, other: Self) -> bool {
        self.number() < other.number()
    }
}

/// Elements ordered by deadline.
pub(crate) struct TimerHeap<H: Copy> {
    /// INVARIANT: the first has an element.
    entries: CellVec<Entry<H>>,
    /// How many of the entries have none.
    empty: Cell<usize>,
    next_seq: Cell<u64>,
}

impl<H: Timed> TimerHeap<H> {
    pub(crate) const fn new() -> Self {
        TimerHeap {
            entries: CellVec::new(),
            empty: Cell::new(0),
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
    fn stamp(&self) -> u64 {
        let seq = self.next_seq.get();
        self.next_seq.set(seq + 1);
        seq
    }

    /// The number of an element's last arming. The element has its lower half, which is enough for the last
    /// 2^32 of them.
    fn last_seq(&self, element: H) -> u64 {
        let next = self.next_seq.get();
        next - u64::from((next as u32).wrapping_sub(element.pos().seq.get()))
    }

    /// Adds an element that is not in the heap; `key` is its deadline.
    pub(crate) fn insert(&self, element: H, key: Micros) -> Result<(), OutOfMemory> {
        let seq = self.stamp();
        let entry = Entry::new(key, seq, element);
        self.entries.push(entry)?;
        element.pos().seq.set(seq as u32);
        element.pos().key.set(key);
        self.sift_up(self.entries.len() - 1, entry);
        Ok(())
    }

    /// Tells that the deadline of an element in the heap has changed, to `key`.
    #[inline]
    pub(crate) fn rearmed(&self, element: H, key: Micros) {
        let pos = element.pos();
        let seq = self.stamp();
        pos.seq.set(seq as u32);
        if key < pos.key.get() {
            pos.key.set(key);
            let entry = Entry::new(key, seq, element);
            self.sift_up(pos.index.get() as usize, entry);
        }
    }

    /// Takes out an element that is in the heap.
    #[inline]
    pub(crate) fn remove(&self, element: H) {
        let index = element.pos().index.get() as usize;
        if index == 0 {
            return self.remove_first();
        }
        if index + 1 == self.entries.len() {
            self.entries.pop();
            return;
        }
        let empty = Entry {
            rank: self.rank(index),
            element: None,
        };
        self.entries.set(index, empty);
        self.empty.set(self.empty.get() + 1);
        if self.empty.get() > self.entries.len() / 2 {
            self.drop_empty();
        }
    }

    // Not where it is called: most timers are taken out before they come to the top.
    #[inline(never)]
    fn remove_first(&self) {
        self.drop_first();
        self.drop_empty_top();
    }

    /// Drops the first entry, whoever it is of.
    fn drop_first(&self) {
        if let Some(last) = self.entries.pop()
            && self.entries.len() > 0
        {
            self.sift_down(0, last);
        }
    }

    /// Makes sure that the first entry has an element.
    fn drop_empty_top(&self) {
        while self.entries.get(0).is_some_and(|top| top.element.is_none()) {
            self.empty.set(self.empty.get() - 1);
            self.drop_first();
        }
    }

    /// Drops all empty entries. This takes time for each entry, but happens only after half as many removals.
    #[cold]
    fn drop_empty(&self) {
        self.entries.retain(|entry| entry.element.is_some());
        self.empty.set(0);
        let len = self.entries.len();
        for index in 0..len {
            self.place(index, self.entries.at(index));
        }
        for index in (0..len.div_ceil(ARITY)).rev() {
            self.sift_down(index, self.entries.at(index));
        }
    }

    /// The element with the earliest deadline.
    #[inline]
    pub(crate) fn first(&self) -> Option<H> {
        loop {
            let top = self.entries.get(0)?;
            let element = top.element?;
            let pos = element.pos();
            let key = element.deadline();
            if pos.seq.get() == top.rank.seq as u32 && key == top.rank.key {
                return Some(element);
            }
            self.put_right(element, key);
        }
    }

    /// Sorts in the first element, which was armed again, for `key`, since it was put there.
    fn put_right(&self, element: H, key: Micros) {
        element.pos().key.set(key);
        let seq = self.last_seq(element);
        self.sift_down(0, Entry::new(key, seq, element));
        self.drop_empty_top();
    }

    /// Whether `element`, which is in the heap, is at its top.
    #[inline]
    pub(crate) fn is_first(&self, element: H) -> bool {
        element.pos().index.get() == 0
    }

    /// All elements, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = H> + '_ {
        self.entries.iter().filter_map(|entry| entry.element)
    }

    #[inline]
    fn place(&self, index: usize, entry: Entry<H>) {
        self.entries.set(index, entry);
        if let Some(element) = entry.element {
            element.pos().index.set(index as u32);
        }
    }

    #[inline]
    fn rank(&self, index: usize) -> Rank {
        self.entries.at(index).rank
    }

    fn sift_up(&self, mut index: usize, entry: Entry<H>) {
        while index > 0 {
            let parent = (index - 1) / ARITY;
            let above = self.entries.at(parent);
            if !entry.rank.before(above.rank) {
                break;
            }
            self.place(index, above);
            index = parent;
        }
        self.place(index, entry);
    }

    fn sift_down(&self, mut index: usize, entry: Entry<H>) {
        while let Some((least, rank)) = self.least_child(index) {
            if !rank.before(entry.rank) {
                break;
            }
            self.place(index, self.entries.at(least));
            index = least;
        }
        self.place(index, entry);
    }

    /// The child of `index` that comes first.
    #[inline]
    fn least_child(&self, index: usize) -> Option<(usize, Rank)> {
        let first = index * ARITY + 1;
        let least = |a: (usize, Rank), b: (usize, Rank)| if b.1.before(a.1) { b } else { a };
        if let Some(children) = self.entries.array::<ARITY>(first) {
            let child = |n: usize| (first + n, children[n].rank);
            return Some(least(least(child(0), child(1)), least(child(2), child(3))));
        }
        let child = |index| (index, self.rank(index));
        (first..self.entries.len()).map(child).reduce(least)
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

    fn insert<'a>(heap: &TimerHeap<&'a Timer>, timer: &'a Timer) {
        heap.insert(timer, timer.deadline.get()).unwrap();
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
        timers.iter().for_each(|t| insert(&heap, t));
        heap.rearmed(&timers[3], 5);
        let mut expected: Vec<_> = (0..20).filter(|id| *id != 3).collect();
        expected.push(3);
        assert_eq!(drain(&heap), expected);
    }

    #[test]
    fn later_deadline_is_put_right_at_the_top() {
        let (a, b) = (timer(0, 10), timer(1, 20));
        let heap = TimerHeap::new();
        insert(&heap, &a);
        insert(&heap, &b);
        a.deadline.set(30);
        heap.rearmed(&a, 30);
        assert!(heap.is_first(&a));
        assert_eq!(heap.first().map(|t| t.id), Some(1));
        a.deadline.set(15);
        heap.rearmed(&a, 15);
        assert_eq!(drain(&heap), [0, 1]);
    }

    #[test]
    fn most_are_taken_out() {
        let timers: Vec<_> = (0..100).map(|id| timer(id, 1000 - id as i64)).collect();
        let heap = TimerHeap::new();
        timers.iter().for_each(|t| insert(&heap, t));
        // Not at the end of the array, where removal leaves nothing behind.
        timers.iter().skip(20).for_each(|t| heap.remove(t));
        assert!(heap.entries.len() <= 2 * 20 + 1);
        assert_eq!(heap.iter().count(), 20);
        let expected: Vec<_> = (0..20).rev().collect();
        assert_eq!(drain(&heap), expected);
        assert_eq!(heap.empty.get(), 0);
        assert!(heap.first().is_none());
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
                insert(&heap, t);
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
                        let deadline = random(50) as i64;
                        timers[id].deadline.set(deadline);
                        match was_armed {
                            Some(_) => heap.rearmed(&timers[id], deadline),
                            None => insert(&heap, &timers[id]),
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
