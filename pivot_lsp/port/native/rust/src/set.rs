//! `set` and `frozenset`: the keys of a dict without values, behind a handle.
//!
//! It stands in the order of insertion. CPython's order is that of its hash table, so the compiler lets no port show
//! the order. Where two sets hold equal elements that can be told apart (0.0 and -0.0), the result keeps the one that
//! CPython keeps (Objects/setobject.c).

use std::fmt;

use crate::abi::{fallback, Reason};
use crate::dict::Dict;
use crate::exc::{Arg, Outcome};
use crate::order::{Key, Same};
use crate::region::Cx;

/// A Python set or frozenset.
pub struct Set<'a, T>(Dict<'a, T, ()>);

impl<T> Clone for Set<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Set<'_, T> {}

/// `set(items)`.
pub fn set_of<T: Key>(cx: &Cx, items: impl Iterator<Item = T>) -> Set<'_, T> {
    let set = Set::new(cx);
    set.extend(items);
    set
}

/// What the order of a set's elements would show is left to legacy.
#[cold]
pub fn give_up() {
    fallback(Reason::Value)
}

impl<'a, T: Copy> Set<'a, T> {
    /// `set()`.
    pub fn new(cx: &'a Cx) -> Set<'a, T> {
        Set(Dict::new(cx))
    }

    /// Says that the set stands for an object of the caller: read only.
    pub(crate) fn mark_borrowed(self) {
        self.0.mark_borrowed();
    }

    /// The address that tells this set from all others.
    pub(crate) fn identity(self) -> *const u8 {
        self.0.identity()
    }

    /// The set at an address that `identity` gave.
    ///
    /// # Safety
    /// It is a set of this type, and lives for `'a`.
    pub(crate) unsafe fn at_address(address: *const u8) -> Set<'a, T> {
        Set(Dict::at_address(address))
    }

    /// `len(s)`.
    #[inline]
    pub fn len(self) -> i64 {
        self.0.len_dict()
    }

    /// Whether there are no elements.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The elements, in an order that must not show; falls back when the set changes meanwhile.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = T> + use<'a, T> {
        self.0.keys()
    }

    /// `s.clear()`.
    pub fn clear(self) {
        self.0.clear_dict();
    }
}

impl<'a, T: Key> Set<'a, T> {
    /// `s.add(item)`: an equal element that is there stays.
    #[inline]
    pub fn add(self, item: T) {
        self.0.set(item, ());
    }

    /// `s.update(items)`.
    #[inline]
    pub fn extend(self, items: impl Iterator<Item = T>) {
        for item in items {
            self.add(item);
        }
    }

    /// `item in s`.
    #[inline]
    pub fn has(self, item: T) -> bool {
        self.0.has(item)
    }

    /// `s.discard(item)`.
    #[inline]
    pub fn discard(self, item: T) {
        self.0.pop_or(item, ());
    }

    /// `s.remove(item)`.
    pub fn remove(self, item: T) -> Outcome<()> {
        self.0.delete(item)
    }

    /// `s.copy()`.
    pub fn copy(self, cx: &'a Cx) -> Set<'a, T> {
        set_of(cx, self.iter())
    }

    /// `s | other`.
    pub fn union(self, cx: &'a Cx, other: Set<'a, T>) -> Set<'a, T> {
        let made = self.copy(cx);
        made.extend(other.iter());
        made
    }

    /// `s & other`: the elements of the smaller one, of the other one when they are as large.
    pub fn intersection(self, cx: &'a Cx, other: Set<'a, T>) -> Set<'a, T> {
        let (walked, asked) = if other.len() > self.len() {
            (self, other)
        } else {
            (other, self)
        };
        set_of(cx, walked.iter().filter(|&item| asked.has(item)))
    }

    /// `s - other`.
    pub fn difference(self, cx: &'a Cx, other: Set<'a, T>) -> Set<'a, T> {
        set_of(cx, self.iter().filter(|&item| !other.has(item)))
    }

    /// `s ^ other`.
    pub fn symmetric_difference(self, cx: &'a Cx, other: Set<'a, T>) -> Set<'a, T> {
        let made = other.difference(cx, self);
        made.extend(self.iter().filter(|&item| !other.has(item)));
        made
    }

    /// `s |= other`.
    pub fn update_set(self, other: Set<'a, T>) {
        if self.identity() != other.identity() {
            self.extend(other.iter());
        }
    }

    /// `s &= other`.
    pub fn intersect(self, other: Set<'a, T>) {
        let kept = self.intersection(self.0.region(), other);
        self.clear();
        self.extend(kept.iter());
    }

    /// `s -= other`.
    pub fn subtract_set(self, other: Set<'a, T>) {
        if self.identity() == other.identity() {
            self.clear();
        } else {
            other.iter().for_each(|item| self.discard(item));
        }
    }

    /// `s ^= other`.
    pub fn toggle(self, other: Set<'a, T>) {
        if self.identity() == other.identity() {
            self.clear();
            return;
        }
        for item in other.iter() {
            if self.has(item) {
                self.discard(item);
            } else {
                self.add(item);
            }
        }
    }

    /// `s <= other`.
    pub fn is_subset(self, other: Set<'a, T>) -> bool {
        self.len() <= other.len() && self.iter().all(|item| other.has(item))
    }

    /// `s < other`.
    pub fn is_proper_subset(self, other: Set<'a, T>) -> bool {
        self.len() < other.len() && self.is_subset(other)
    }

    /// `s == other`.
    pub fn equal_set(self, other: Set<'a, T>) -> bool {
        self.len() == other.len() && self.is_subset(other)
    }

    /// `s.isdisjoint(other)`.
    pub fn is_disjoint(self, other: Set<'a, T>) -> bool {
        !self.iter().any(|item| other.has(item))
    }
}

impl<T: Key> Same for Set<'_, T> {
    fn same(self, other: Self) -> bool {
        self.identity() == other.identity() || self.equal_set(other)
    }
}

impl<T: Key> Key for Set<'_, T> {
    fn hash(self) -> u64 {
        // the order of the elements must not count
        self.iter()
            .fold(0, |sum, item| item.hash().wrapping_add(sum))
    }

    fn arg(self) -> Arg {
        fallback(Reason::Value)
    }
}

impl<T> crate::described::Described for Set<'_, T> {
    fn described(self) -> String {
        fallback(Reason::Value)
    }
}

impl<T: Copy + fmt::Debug> fmt::Debug for Set<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
