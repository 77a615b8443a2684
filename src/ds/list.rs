//! An intrusive doubly linked list of handles.
//!
//! The links live inside the elements, two words that C headers declare as a `TAILQ_ENTRY` or
//! `LIST_ENTRY`, so that putting an element on a list never allocates.

use std::cell::Cell;
use std::marker::PhantomData;

/// The two words in an element.
#[repr(C)]
pub(crate) struct Link<H> {
    next: Cell<Option<H>>,
    prev: Cell<Option<H>>,
}

impl<H> Link<H> {
    pub(crate) const fn new() -> Self {
        Link {
            next: Cell::new(None),
            prev: Cell::new(None),
        }
    }
}

/// Says which of its links an element of the list `Self` uses.
pub(crate) trait Linked<H> {
    fn link(element: &H) -> &Link<H>;
}

/// A list of handles `H` linked through the field that `L` names.
pub(crate) struct List<H, L> {
    first: Cell<Option<H>>,
    last: Cell<Option<H>>,
    link: PhantomData<L>,
}

impl<H: Copy, L: Linked<H>> List<H, L> {
    pub(crate) const fn new() -> Self {
        List {
            first: Cell::new(None),
            last: Cell::new(None),
            link: PhantomData,
        }
    }

    #[inline]
    pub(crate) fn first(&self) -> Option<H> {
        self.first.get()
    }

    pub(crate) fn last(&self) -> Option<H> {
        self.last.get()
    }

    pub(crate) fn next(element: H) -> Option<H> {
        L::link(&element).next.get()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.first.get().is_none()
    }

    #[inline]
    pub(crate) fn push_back(&self, element: H) {
        let link = L::link(&element);
        let last = self.last.replace(Some(element));
        link.prev.set(last);
        link.next.set(None);
        match last {
            Some(last) => L::link(&last).next.set(Some(element)),
            None => self.first.set(Some(element)),
        }
    }

    pub(crate) fn push_front(&self, element: H) {
        let link = L::link(&element);
        let first = self.first.replace(Some(element));
        link.next.set(first);
        link.prev.set(None);
        match first {
            Some(first) => L::link(&first).prev.set(Some(element)),
            None => self.last.set(Some(element)),
        }
    }

    /// Puts `element` behind the last of those that come `before` it.
    pub(crate) fn insert_sorted(&self, element: H, before: impl Fn(H) -> bool) {
        let mut place = self.last.get();
        while let Some(other) = place {
            if before(other) {
                break;
            }
            place = L::link(&other).prev.get();
        }
        let Some(place) = place else {
            self.push_front(element);
            return;
        };
        let Some(next) = Self::next(place) else {
            self.push_back(element);
            return;
        };
        let link = L::link(&element);
        link.prev.set(Some(place));
        link.next.set(Some(next));
        L::link(&place).next.set(Some(element));
        L::link(&next).prev.set(Some(element));
    }

    /// Takes out `element`, which is on this list.
    #[inline]
    pub(crate) fn remove(&self, element: H) {
        let link = L::link(&element);
        let (prev, next) = (link.prev.get(), link.next.get());
        match prev {
            Some(prev) => L::link(&prev).next.set(next),
            None => self.first.set(next),
        }
        match next {
            Some(next) => L::link(&next).prev.set(prev),
            None => self.last.set(prev),
        }
    }

    /// Takes out `first`, which is the first of this list.
    #[inline]
    pub(crate) fn remove_first(&self, first: H) {
        let next = L::link(&first).next.get();
        self.first.set(next);
        match next {
            Some(next) => L::link(&next).prev.set(None),
            None => self.last.set(None),
        }
    }

    pub(crate) fn pop_front(&self) -> Option<H> {
        let first = self.first.get()?;
        self.remove_first(first);
        Some(first)
    }

    /// Visits the elements. The next one is looked up before this one is handed out, so that this
    /// one, and only this one, may be removed.
    pub(crate) fn iter(&self) -> impl Iterator<Item = H> {
        std::iter::successors(self.first.get(), |element| Self::next(*element))
    }
}

/// A list in one word, the newest element first; a plain value, for tables of many lists.
pub(crate) struct Stack<H, L> {
    first: Option<H>,
    link: PhantomData<L>,
}

impl<H: Copy, L> Clone for Stack<H, L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<H: Copy, L> Copy for Stack<H, L> {}

impl<H: Copy, L: Linked<H>> Stack<H, L> {
    pub(crate) const EMPTY: Self = Stack {
        first: None,
        link: PhantomData,
    };

    pub(crate) fn first(&self) -> Option<H> {
        self.first
    }

    pub(crate) fn next(element: H) -> Option<H> {
        L::link(&element).next.get()
    }

    pub(crate) fn push(&mut self, element: H) {
        let link = L::link(&element);
        link.prev.set(None);
        link.next.set(self.first);
        if let Some(first) = self.first.replace(element) {
            L::link(&first).prev.set(Some(element));
        }
    }

    /// Takes out `element`, which is on this list.
    pub(crate) fn remove(&mut self, element: H) {
        let link = L::link(&element);
        let (prev, next) = (link.prev.get(), link.next.get());
        match prev {
            Some(prev) => L::link(&prev).next.set(next),
            None => self.first = next,
        }
        if let Some(next) = next {
            L::link(&next).prev.set(prev);
        }
    }

    /// Visits the elements. The next one is looked up before this one is handed out, so that this
    /// one, and only this one, may be removed.
    pub(crate) fn iter(self) -> impl Iterator<Item = H> {
        std::iter::successors(self.first, |element| Self::next(*element))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Node {
        value: i32,
        link: Link<NodeRef>,
    }

    #[derive(Clone, Copy)]
    struct NodeRef(std::ptr::NonNull<Node>);

    impl std::ops::Deref for NodeRef {
        type Target = Node;
        fn deref(&self) -> &Node {
            // SAFETY: each test keeps its nodes until it ends.
            unsafe { self.0.as_ref() }
        }
    }

    struct ByLink;
    impl Linked<NodeRef> for ByLink {
        fn link(element: &NodeRef) -> &Link<NodeRef> {
            &element.link
        }
    }

    fn nodes(n: i32) -> Vec<Node> {
        let node = |value| Node {
            value,
            link: Link::new(),
        };
        (0..n).map(node).collect()
    }

    /// Handles on nodes, which stay where they are.
    fn refs(nodes: &[Node]) -> Vec<NodeRef> {
        nodes.iter().map(|node| NodeRef(node.into())).collect()
    }

    fn values(list: &List<NodeRef, ByLink>) -> Vec<i32> {
        list.iter().map(|n| n.value).collect()
    }

    #[test]
    fn order_and_removal() {
        let (list, nodes) = (List::<_, ByLink>::new(), nodes(5));
        let n = refs(&nodes);
        assert!(list.is_empty() && list.pop_front().is_none());
        n[1..4].iter().for_each(|n| list.push_back(*n));
        list.push_front(n[0]);
        list.push_back(n[4]);
        assert_eq!(values(&list), [0, 1, 2, 3, 4]);
        list.remove(n[0]);
        list.remove(n[2]);
        list.remove(n[4]);
        assert_eq!(values(&list), [1, 3]);
        list.push_back(n[0]);
        assert_eq!(list.pop_front().map(|n| n.value), Some(1));
        assert_eq!(values(&list), [3, 0]);
    }

    #[test]
    fn sorted() {
        let (list, nodes) = (List::<_, ByLink>::new(), nodes(4));
        let n = refs(&nodes);
        for i in [2, 0, 3, 1] {
            list.insert_sorted(n[i], |before| before.value <= n[i].value);
        }
        assert_eq!(values(&list), [0, 1, 2, 3]);
        assert_eq!(list.last().map(|n| n.value), Some(3));
    }

    #[test]
    fn stack_order_and_removal() {
        let (mut stack, nodes) = (Stack::<_, ByLink>::EMPTY, nodes(4));
        let n = refs(&nodes);
        n.iter().for_each(|n| stack.push(*n));
        stack.remove(n[3]);
        stack.remove(n[1]);
        let values: Vec<_> = stack.iter().map(|n| n.value).collect();
        assert_eq!(values, [2, 0]);
        stack.remove(n[0]);
        stack.remove(n[2]);
        assert!(stack.first().is_none());
    }

    #[test]
    fn visited_element_may_go() {
        let (list, nodes) = (List::<_, ByLink>::new(), nodes(3));
        let n = refs(&nodes);
        n.iter().for_each(|n| list.push_back(*n));
        for node in list.iter() {
            list.remove(node);
        }
        assert!(list.is_empty());
    }
}
