//! `set` and `frozenset`: the keys of a dict without values, behind a handle.
//!
//! It stands in the order of insertion. CPython's order is that of its hash table: where the compiler sees that a walk
//! shows it, the set keeps that table too (`set_table`), or legacy answers. Where two sets hold equal elements that can be told apart (0.0 and -0.0), the result keeps the one that
//! CPython keeps (Objects/setobject.c).

use std::fmt;

use crate::abi::{fallback, Reason};
use crate::dict::{Dict, Items};
use crate::exc::{kinds, Arg, Exc, Outcome};
use crate::order::{Key, Same};
use crate::region::Cx;
use crate::set_table::Table;

/// What the hash table of CPython's own set would remember, and the order of insertion does not. A set without a past
/// was added to one by one and in CPython's order, so that adding its elements again makes the very table, and with it
/// the order in which Python code walks over it. Any other that would reach the caller is left to legacy.
mod past {
    /// An argument: the table is the caller's, and its elements came in the order of its walk.
    pub const GIVEN: u8 = 1;
    /// Given, and added to since.
    pub const GROWN: u8 = 2;
    /// Given, and taken from since.
    pub const SHRUNK: u8 = 4;
    /// Made, or changed, in a way that adding its elements one by one would not repeat.
    pub const MIXED: u8 = 8;
    /// An element was popped: CPython goes on looking for the next one from there.
    pub const POPPED: u8 = 16;
    /// No past: CPython's table stands beside the elements, and is theirs.
    pub const TABLED: u8 = 32;
}

/// The number of elements up to which CPython never enlarges the first table.
const SMALLEST: i64 = 4;

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

/// `set(d)`, which keeps CPython's table: it makes room for all keys at once.
pub fn set_of_dict<'a, K: Key, V: Copy>(cx: &'a Cx, d: Dict<'a, K, V>) -> Set<'a, K> {
    let set = Set::new(cx);
    if d.len_dict() > SMALLEST {
        let table = Table::new(cx);
        table.make_room(d.len_dict() as usize);
        set.keep(table);
        set.note(past::MIXED);
    }
    set.extend(d.keys());
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
        self.mark_given();
    }

    /// Says that the set came from the caller.
    pub(crate) fn mark_given(self) {
        self.0.past().set(past::GIVEN);
    }

    fn has_past(self, what: u8) -> bool {
        self.0.past().get() & what != 0
    }

    fn note(self, what: u8) {
        self.0.past().set(self.0.past().get() | what);
    }

    /// What CPython's table remembers.
    fn history(self) -> u8 {
        self.0.past().get() & !past::TABLED
    }

    /// CPython's table, where it is known.
    #[inline]
    fn table(self) -> Option<&'a Table<'a, T>> {
        // SAFETY: whoever says TABLED has set the table of this very type
        self.has_past(past::TABLED)
            .then(|| unsafe { &*self.0.order().get().cast::<Table<'a, T>>() })
    }

    /// From now on CPython's table is not known.
    fn lose_table(self) {
        self.0
            .past()
            .set(self.0.past().get() & !past::TABLED | past::MIXED);
    }

    /// The set, where CPython walks over it in an order that is known.
    pub fn as_given(self) -> Self {
        if !self.ordered() {
            fallback(Reason::Value);
        }
        self
    }

    /// An element was taken out.
    fn shrunk(self) {
        let simple = self.has_past(past::GIVEN) && !self.has_past(past::GROWN);
        self.note(if simple {
            past::SHRUNK
        } else {
            past::SHRUNK | past::MIXED
        });
    }

    /// Whether a walk over it has CPython's order.
    fn ordered(self) -> bool {
        self.len() < 2
            || self.has_past(past::TABLED)
            || self.history() & !past::SHRUNK == past::GIVEN
    }

    /// The set as it may reach the caller: changed as the caller's own set can be changed, or without a past.
    pub(crate) fn settled(self) -> Self {
        if self.has_past(past::MIXED) && (self.has_past(past::GIVEN) || self.len() > 1) {
            fallback(Reason::Value);
        }
        self
    }

    /// The set as it may become a new object of the caller.
    pub(crate) fn settled_anew(self) -> Self {
        if self.history() != 0 && self.len() > 1 {
            fallback(Reason::Value);
        }
        self
    }

    /// The set, whose elements came in an order or by steps that CPython's set would not know them by.
    pub fn blurred(self) -> Self {
        self.lose_table();
        self
    }

    /// The set, filled by a walk over `source`.
    pub fn following<U: Copy>(self, source: Set<'a, U>) -> Self {
        if !source.ordered() {
            self.lose_table();
        }
        self
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

    /// The elements, in CPython's order where it is known, else in one that must not show; falls back when the set
    /// changes meanwhile.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = T> + use<'a, T> {
        Walk {
            inserted: self.0.items(),
            table: self.table(),
            place: 0,
        }
    }

    /// `s.clear()`.
    pub fn clear(self) {
        self.0.clear_dict();
        if let Some(table) = self.table() {
            table.clear();
        }
        let given = self.has_past(past::GIVEN);
        let stays = self.0.past().get() & (past::POPPED | past::TABLED);
        self.0
            .past()
            .set(stays | if given { past::GIVEN | past::MIXED } else { 0 });
    }
}

/// Walks over a set.
struct Walk<'a, T> {
    inserted: Items<'a, T, ()>,
    table: Option<&'a Table<'a, T>>,
    place: usize,
}

impl<T: Copy> Iterator for Walk<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        let Some(table) = self.table else {
            return self.inserted.next().map(|(item, ())| item);
        };
        self.inserted.held();
        let (item, place) = table.next(self.place)?;
        self.place = place;
        Some(item)
    }
}

impl<'a, T: Key> Set<'a, T> {
    /// `s.add(item)`: an equal element that is there stays.
    #[inline]
    pub fn add(self, item: T) {
        if self.0.past().get() != 0 && !self.has(item) {
            self.grown(item);
        }
        self.0.set(item, ());
    }

    /// `item`, which is not there, will be added.
    #[inline(never)]
    fn grown(self, item: T) {
        if self.history() != 0 {
            let again = self.has_past(past::SHRUNK);
            self.note(if again {
                past::GROWN | past::MIXED
            } else {
                past::GROWN
            });
        }
        if let Some(table) = self.table() {
            table.add(item);
        }
    }

    /// The set, which keeps CPython's table from now on where that can be known.
    pub fn tabled(self) -> Self {
        if self.0.past().get() == 0 {
            let cx = self.0.region();
            let table = cx.place(Table::new(cx));
            self.iter().for_each(|item| table.add(item));
            self.0.order().set(std::ptr::from_ref(table).cast());
            self.note(past::TABLED);
        }
        self
    }

    /// The set, whose walk shows CPython's order.
    pub fn in_order(self) -> Self {
        self.tabled().as_given()
    }

    /// `s.pop()`.
    pub fn pop(self) -> Outcome<T> {
        if self.is_empty() {
            return Err(Exc::new(
                kinds::KeyError,
                [Arg::from("pop from an empty set")],
            ));
        }
        let item = match self.table() {
            Some(table) => table.pop(),
            None if self.len() == 1 => self
                .iter()
                .next()
                .unwrap_or_else(|| fallback(Reason::Internal)),
            None => fallback(Reason::Value),
        };
        self.0.pop_or(item, ());
        self.note(past::SHRUNK | past::MIXED | past::POPPED);
        Ok(item)
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
        let before = self.len();
        self.0.pop_or(item, ());
        if self.len() != before {
            self.taken(item);
        }
    }

    /// `item` was there.
    fn taken(self, item: T) {
        self.shrunk();
        if let Some(table) = self.table() {
            table.discard(item);
        }
    }

    /// `s.remove(item)`.
    pub fn remove(self, item: T) -> Outcome<()> {
        self.0.delete(item)?;
        self.taken(item);
        Ok(())
    }

    /// `s.copy()`: CPython takes over the table, or makes it as large as it will be.
    pub fn copy(self, cx: &'a Cx) -> Set<'a, T> {
        let made = set_of(cx, self.iter());
        made.note(past::MIXED);
        if let Some(table) = self.table() {
            made.keep(table.copy());
        }
        made
    }

    /// Takes `table` for CPython's.
    fn keep(self, table: Table<'a, T>) {
        self.0
            .order()
            .set(std::ptr::from_ref(self.0.region().place(table)).cast());
        self.note(past::TABLED);
    }

    /// `s | other`.
    pub fn union(self, cx: &'a Cx, other: Set<'a, T>) -> Set<'a, T> {
        let made = self.copy(cx);
        if self.identity() != other.identity() {
            made.update_set(other);
        }
        made
    }

    /// `s & other`: the elements of the smaller one, of the other one when they are as large.
    pub fn intersection(self, cx: &'a Cx, other: Set<'a, T>) -> Set<'a, T> {
        if self.identity() == other.identity() {
            return self.copy(cx);
        }
        let (walked, asked) = if other.len() > self.len() {
            (self, other)
        } else {
            (other, self)
        };
        walked.kept(cx, asked, true)
    }

    /// The elements that are in `other`, or those that are not.
    fn kept(self, cx: &'a Cx, other: Set<'a, T>, common: bool) -> Set<'a, T> {
        let made = set_of(cx, self.iter().filter(|&item| other.has(item) == common));
        if !self.ordered() || (other.has_past(past::MIXED) && !other.has_past(past::TABLED)) {
            made.note(past::MIXED);
        }
        made
    }

    /// `s - other`: where s is much the larger, CPython takes from a copy of it.
    pub fn difference(self, cx: &'a Cx, other: Set<'a, T>) -> Set<'a, T> {
        let copied = self.len() >> 2 > other.len();
        if copied && self.has_past(past::TABLED) {
            let made = self.copy(cx);
            made.subtract_set(other);
            return made;
        }
        let made = self.kept(cx, other, false);
        if copied {
            made.note(past::MIXED);
        }
        made
    }

    /// `s ^ other`.
    pub fn symmetric_difference(self, cx: &'a Cx, other: Set<'a, T>) -> Set<'a, T> {
        if other.has_past(past::TABLED) {
            let made = other.copy(cx);
            made.toggle(self);
            return made;
        }
        let made = other.difference(cx, self);
        made.extend(self.iter().filter(|&item| !other.has(item)));
        made.blurred()
    }

    /// `s |= other`: CPython makes room for all at once, which shows unless the smallest table has it. An empty set takes
    /// the other's table over as it is, which the order of a walk does not tell.
    pub fn update_set(self, other: Set<'a, T>) {
        if self.identity() == other.identity() || other.is_empty() {
            return;
        }
        let alike = if self.is_empty() {
            other.len() < 2 || other.history() == 0
        } else {
            other.ordered()
        };
        let plain = self.history() == 0 && alike;
        if !plain || self.len() + other.len() > SMALLEST {
            self.note(past::MIXED);
        }
        if let Some(table) = self.table() {
            match other.table() {
                Some(added) => table.merge(added),
                None if other.ordered() && (!table.is_empty() || other.len() < 2) => {
                    table.make_room(other.len() as usize);
                    other.iter().for_each(|item| table.add(item));
                }
                None => self.lose_table(),
            }
        }
        other.iter().for_each(|item| self.0.set(item, ()));
    }

    /// `s &= other`.
    pub fn intersect(self, other: Set<'a, T>) {
        let kept = self.intersection(self.0.region(), other);
        let table = self.table();
        self.clear();
        kept.iter().for_each(|item| self.0.set(item, ()));
        self.note(kept.history());
        if let Some(table) = table {
            match kept.tabled().table() {
                Some(found) => table.take_over(found),
                None => self.lose_table(),
            }
        }
    }

    /// `s -= other`.
    pub fn subtract_set(self, other: Set<'a, T>) {
        if self.identity() == other.identity() {
            self.clear();
            return;
        }
        let before = self.len();
        other.iter().for_each(|item| self.discard(item));
        if let Some(table) = self.table() {
            table.purge();
        }
        if self.history() != 0 || self.len() != before {
            self.note(past::MIXED); // CPython makes the table anew when much of it was taken
        }
    }

    /// `s ^= other`.
    pub fn toggle(self, other: Set<'a, T>) {
        if self.identity() == other.identity() {
            self.clear();
            return;
        }
        if !other.is_empty() {
            self.note(past::MIXED);
        }
        if !other.ordered() && self.has_past(past::TABLED) {
            self.lose_table();
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
