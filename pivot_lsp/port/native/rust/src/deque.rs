//! `deque`: a ring of items in the region, behind a handle.
//!
//! `version` counts the changes, so that a walk falls back when the deque changes under it (CPython raises).

use std::cell::Cell;
use std::fmt;

use crate::abi::{fallback, Reason};
use crate::described::Described;
use crate::exc::{kinds, raised, Exc, Outcome};
use crate::list::List;
use crate::order::Same;
use crate::region::Cx;

/// What a deque handle points to: `items` is the ring, of which `len` items from `first` on are used.
pub struct DequeData<'a, T> {
    ring: List<'a, T>,
    first: Cell<usize>,
    len: Cell<usize>,
    version: Cell<u32>,
    most: usize,
}

/// A Python deque.
pub struct Deque<'a, T>(&'a DequeData<'a, T>);

impl<T> Clone for Deque<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Deque<'_, T> {}

/// `deque(items)`.
pub fn deque_of<T: Copy>(cx: &Cx, items: impl Iterator<Item = T>) -> Deque<'_, T> {
    let deque = Deque::new(cx);
    deque.extend(items);
    deque
}

/// `deque(items, most)`: one that drops items at the other end. What is no length falls back: Python raises.
pub fn deque_within<T: Copy>(cx: &Cx, items: impl Iterator<Item = T>, most: i64) -> Deque<'_, T> {
    let Ok(most) = usize::try_from(most) else {
        fallback(Reason::Value)
    };
    let deque = Deque::within(cx, most);
    deque.extend(items);
    deque
}

#[cold]
fn out_of_range() -> Exc {
    raised(kinds::IndexError, "deque index out of range")
}

#[cold]
fn empty() -> Exc {
    raised(kinds::IndexError, "pop from an empty deque")
}

impl<'a, T: Copy> Deque<'a, T> {
    /// `deque()`.
    pub fn new(cx: &'a Cx) -> Deque<'a, T> {
        Deque::within(cx, usize::MAX)
    }

    fn within(cx: &'a Cx, most: usize) -> Deque<'a, T> {
        let data = cx.array::<DequeData<'a, T>>(1);
        // SAFETY: fresh and large enough; DequeData needs no drop
        unsafe {
            data.write(DequeData {
                ring: List::new(cx),
                first: Cell::new(0),
                len: Cell::new(0),
                version: Cell::new(0),
                most,
            });
            Deque(data.as_ref())
        }
    }

    /// The address that tells this deque from all others.
    pub(crate) fn identity(self) -> *const u8 {
        std::ptr::from_ref(self.0).cast()
    }

    #[inline]
    fn changing(self) {
        self.0.version.set(self.0.version.get().wrapping_add(1));
    }

    /// The item at `place`, counted from the front; `place` is below the length.
    #[inline]
    fn item(self, place: usize) -> T {
        // SAFETY: the ring does not change while the slice lives
        let ring = unsafe { self.0.ring.items() };
        let at = self.0.first.get() + place;
        ring[if at >= ring.len() {
            at - ring.len()
        } else {
            at
        }]
    }

    #[inline]
    fn put(self, place: usize, item: T) {
        // SAFETY: as above
        let ring = unsafe { self.0.ring.items_mut() };
        let at = self.0.first.get() + place;
        let room = ring.len();
        ring[if at >= room { at - room } else { at }] = item;
    }

    /// Room for one more; `item` fills what is not used yet.
    #[inline]
    fn make_room(self, item: T) {
        if self.0.len.get() == self.0.ring.count() {
            self.grow(item);
        }
    }

    #[cold]
    fn grow(self, item: T) {
        let first = self.0.first.get();
        // SAFETY: as above
        unsafe { self.0.ring.items_mut() }.rotate_left(first);
        self.0.first.set(0);
        let more = self.0.ring.count().max(8);
        self.0.ring.extend(std::iter::repeat_n(item, more));
    }

    /// `len(d)`.
    #[inline]
    pub fn len(self) -> i64 {
        self.0.len.get() as i64
    }

    /// Whether there are no items.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0.len.get() == 0
    }

    /// `d.append(item)`.
    #[inline]
    pub fn push(self, item: T) {
        self.changing();
        if self.0.len.get() == self.0.most && self.pop_left().is_err() {
            return; // there is room for none
        }
        self.make_room(item);
        let len = self.0.len.get();
        self.0.len.set(len + 1);
        self.put(len, item);
    }

    /// `d.appendleft(item)`.
    pub fn push_left(self, item: T) {
        self.changing();
        if self.0.len.get() == self.0.most && self.pop().is_err() {
            return;
        }
        self.make_room(item);
        let first = self.0.first.get();
        self.0.first.set(
            if first == 0 {
                self.0.ring.count()
            } else {
                first
            } - 1,
        );
        self.0.len.set(self.0.len.get() + 1);
        self.put(0, item);
    }

    /// `d.pop()`.
    pub fn pop(self) -> Outcome<T> {
        let len = self.0.len.get().checked_sub(1).ok_or_else(empty)?;
        self.changing();
        let item = self.item(len);
        self.0.len.set(len);
        Ok(item)
    }

    /// `d.popleft()`.
    #[inline]
    pub fn pop_left(self) -> Outcome<T> {
        let len = self.0.len.get().checked_sub(1).ok_or_else(empty)?;
        self.changing();
        let item = self.item(0);
        let next = self.0.first.get() + 1;
        self.0
            .first
            .set(if next == self.0.ring.count() { 0 } else { next });
        self.0.len.set(len);
        Ok(item)
    }

    /// `d.extend(items)`.
    pub fn extend(self, items: impl Iterator<Item = T>) {
        items.for_each(|item| self.push(item));
    }

    /// `d.extendleft(items)`.
    pub fn extend_left(self, items: impl Iterator<Item = T>) {
        items.for_each(|item| self.push_left(item));
    }

    fn place(self, index: i64) -> Outcome<usize> {
        let place = if index < 0 { index + self.len() } else { index };
        if (0..self.len()).contains(&place) {
            Ok(place as usize)
        } else {
            Err(out_of_range())
        }
    }

    /// `d[index]`.
    pub fn at(self, index: i64) -> Outcome<T> {
        Ok(self.item(self.place(index)?))
    }

    /// `d[index] = item`.
    pub fn set_at(self, index: i64, item: T) -> Outcome<()> {
        self.put(self.place(index)?, item);
        Ok(())
    }

    /// `d.clear()`.
    pub fn clear(self) {
        self.changing();
        self.0.len.set(0);
    }

    /// `d.rotate(times)`.
    pub fn rotate(self, times: i64) {
        if !self.is_empty() {
            self.changing();
            let by = times.rem_euclid(self.len()) as usize;
            // SAFETY: as above
            let ring = unsafe { self.0.ring.items_mut() };
            ring.rotate_left(self.0.first.get());
            self.0.first.set(0);
            ring[..self.0.len.get()].rotate_right(by);
        }
    }

    /// `d.reverse()`.
    pub fn reverse(self) {
        for place in 0..self.0.len.get() / 2 {
            let other = self.0.len.get() - 1 - place;
            let (a, b) = (self.item(place), self.item(other));
            self.put(place, b);
            self.put(other, a);
        }
    }

    /// `iter(d)`.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = T> + use<'a, T> {
        let version = self.0.version.get();
        let mut next = 0;
        std::iter::from_fn(move || {
            if self.0.version.get() != version {
                fallback(Reason::Value);
            }
            next += 1;
            (next <= self.0.len.get()).then(|| self.item(next - 1))
        })
    }

    /// `reversed(d)`.
    pub fn reversed(self) -> impl Iterator<Item = T> + use<'a, T> {
        let version = self.0.version.get();
        let mut left = self.0.len.get();
        std::iter::from_fn(move || {
            if self.0.version.get() != version {
                fallback(Reason::Value);
            }
            left = left.checked_sub(1)?;
            Some(self.item(left))
        })
    }

    /// `d.copy()`.
    pub fn copy(self, cx: &'a Cx) -> Deque<'a, T> {
        let copied = Deque::within(cx, self.0.most);
        copied.extend(self.iter());
        copied
    }
}

impl<T: Same> Deque<'_, T> {
    /// `item in d`.
    pub fn contains(self, item: T) -> bool {
        self.iter().any(|found| found.same(item))
    }

    /// `d.count(item)`.
    pub fn count_of(self, item: T) -> i64 {
        self.iter().filter(|found| found.same(item)).count() as i64
    }

    /// `d == e`.
    pub fn equal(self, other: Self) -> bool {
        self.len() == other.len() && self.iter().zip(other.iter()).all(|(a, b)| a.same(b))
    }
}

impl<T: Same> Same for Deque<'_, T> {
    fn same(self, other: Self) -> bool {
        self.identity() == other.identity() || self.equal(other)
    }
}

impl<T> Described for Deque<'_, T> {
    fn described(self) -> String {
        fallback(Reason::Value)
    }
}

impl<T: Copy + fmt::Debug> fmt::Debug for Deque<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
