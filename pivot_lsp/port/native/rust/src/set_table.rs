//! The hash table that CPython would have for a set, element by element (Objects/setobject.c), so that a walk gets its
//! order: open addresses, runs of ten neighbours, then jumps; a deleted element leaves a mark that a later one may take.
//!
//! It is kept beside the native set, and only for sets whose order somebody asks for. Hashes are CPython's (`Key`).

use std::cell::Cell;
use std::ptr::NonNull;

use crate::order::Key;
use crate::region::Cx;

/// The slots of the smallest table.
const SMALLEST: usize = 8;
/// Neighbours that are looked at after the first slot.
const NEIGHBOURS: usize = 9;
/// From this many elements on a full table doubles instead of growing fourfold.
const MANY: usize = 50_000;

/// What a slot holds.
#[derive(Clone, Copy)]
enum Slot<T> {
    Free,
    Deleted,
    Live(u64, T),
}

/// The table of one set.
pub(crate) struct Table<'a, T> {
    cx: &'a Cx,
    slots: Cell<NonNull<Slot<T>>>,
    mask: Cell<usize>,
    /// Slots that are not free.
    fill: Cell<usize>,
    used: Cell<usize>,
    /// Where `pop` goes on looking.
    finger: Cell<usize>,
}

impl<'a, T: Copy> Table<'a, T> {
    /// The table of an empty set.
    pub(crate) fn new(cx: &'a Cx) -> Table<'a, T> {
        Table {
            cx,
            slots: Cell::new(free(cx, SMALLEST)),
            mask: Cell::new(SMALLEST - 1),
            fill: Cell::new(0),
            used: Cell::new(0),
            finger: Cell::new(0),
        }
    }

    #[inline]
    fn at(&self, place: usize) -> Slot<T> {
        debug_assert!(place <= self.mask.get());
        // SAFETY: there are mask + 1 slots, all of them written
        unsafe { self.slots.get().add(place).read() }
    }

    #[inline]
    fn put(&self, place: usize, slot: Slot<T>) {
        debug_assert!(place <= self.mask.get());
        // SAFETY: as above
        unsafe { self.slots.get().add(place).write(slot) }
    }

    /// The next element at or after slot `place`, and the slot behind it.
    #[inline]
    pub(crate) fn next(&self, place: usize) -> Option<(T, usize)> {
        (place..=self.mask.get()).find_map(|place| match self.at(place) {
            Slot::Live(_, item) => Some((item, place + 1)),
            _ => None,
        })
    }

    fn live(&self) -> impl Iterator<Item = (u64, T)> + '_ {
        (0..=self.mask.get()).filter_map(|place| match self.at(place) {
            Slot::Live(hash, item) => Some((hash, item)),
            _ => None,
        })
    }

    /// The slot, of those where an element of this hash may stand, that `ends` the search.
    #[inline]
    fn search(&self, hash: u64, mut ends: impl FnMut(usize) -> bool) -> usize {
        let mask = self.mask.get();
        let mut start = hash as usize & mask;
        let mut rest = hash;
        loop {
            let run = if start + NEIGHBOURS <= mask {
                NEIGHBOURS
            } else {
                0
            };
            for place in start..=start + run {
                if ends(place) {
                    return place;
                }
            }
            rest >>= 5;
            start = (start.wrapping_mul(5).wrapping_add(1)).wrapping_add(rest as usize) & mask;
        }
    }

    /// Adds what is not there to a table without deleted elements.
    fn insert_clean(&self, hash: u64, item: T) {
        let place = self.search(hash, |place| matches!(self.at(place), Slot::Free));
        self.put(place, Slot::Live(hash, item));
    }

    /// Makes the table anew for more than `wanted` elements.
    fn resize(&self, wanted: usize) {
        let mut size = SMALLEST;
        while size <= wanted {
            size *= 2;
        }
        let mask = self.mask.get();
        if size == SMALLEST && mask == SMALLEST - 1 && self.fill == self.used {
            return;
        }
        let old = self.slots.replace(free(self.cx, size));
        self.mask.set(size - 1);
        self.fill.set(self.used.get());
        for place in 0..=mask {
            // SAFETY: the old table has mask + 1 slots, all of them written
            if let Slot::Live(hash, item) = unsafe { old.add(place).read() } {
                self.insert_clean(hash, item);
            }
        }
        // SAFETY: nobody else knows the old table
        unsafe {
            self.cx
                .release(old.cast().as_ptr(), (mask + 1) * size_of::<Slot<T>>());
        }
    }

    /// Makes the table anew when it has become too full.
    fn grow(&self) {
        let used = self.used.get();
        self.resize(if used > MANY { used * 2 } else { used * 4 });
    }

    /// Makes room for `more` elements at once, as CPython does before it adds a set or a dict.
    pub(crate) fn make_room(&self, more: usize) {
        if (self.fill.get() + more) * 5 >= self.mask.get() * 3 {
            self.resize((self.used.get() + more) * 2);
        }
    }

    /// The table of a copy.
    pub(crate) fn copy(&self) -> Table<'a, T> {
        let made = Table::new(self.cx);
        made.make_room(self.used.get());
        made.take_all(self);
        made
    }

    /// Takes the elements of `other` where nothing was ever put, and where there is room.
    fn take_all(&self, other: &Table<'a, T>) {
        if self.mask == other.mask && other.fill == other.used {
            for place in 0..=other.mask.get() {
                self.put(place, other.at(place));
            }
        } else {
            for (hash, item) in other.live() {
                self.insert_clean(hash, item);
            }
        }
        self.fill.set(other.used.get());
        self.used.set(other.used.get());
    }

    /// Takes all elements out; where `pop` goes on looking stays.
    pub(crate) fn clear(&self) {
        self.slots.set(free(self.cx, SMALLEST));
        self.mask.set(SMALLEST - 1);
        self.fill.set(0);
        self.used.set(0);
    }

    /// Takes the elements of `other`, which nobody uses any more.
    pub(crate) fn take_over(&self, other: &Table<'a, T>) {
        self.slots.set(other.slots.get());
        self.mask.set(other.mask.get());
        self.fill.set(other.fill.get());
        self.used.set(other.used.get());
    }

    /// Whether there are no elements.
    pub(crate) fn is_empty(&self) -> bool {
        self.used.get() == 0
    }

    /// The element that `pop` takes out; there is one.
    pub(crate) fn pop(&self) -> T {
        let mask = self.mask.get();
        let mut place = self.finger.get() & mask;
        loop {
            if let Slot::Live(_, item) = self.at(place) {
                self.put(place, Slot::Deleted);
                self.used.set(self.used.get() - 1);
                self.finger.set(place + 1);
                return item;
            }
            place = (place + 1) & mask;
        }
    }
}

impl<'a, T: Key> Table<'a, T> {
    /// Adds an element that may be there.
    pub(crate) fn add(&self, item: T) {
        self.add_entry(item.python_hash() as u64, item);
    }

    fn add_entry(&self, hash: u64, item: T) {
        let mut deleted = None;
        let place = self.search(hash, |place| match self.at(place) {
            Slot::Free => true,
            Slot::Live(known, other) => known == hash && other.same(item),
            Slot::Deleted => {
                deleted = Some(place);
                false
            }
        });
        if !matches!(self.at(place), Slot::Free) {
            return;
        }
        self.used.set(self.used.get() + 1);
        if let Some(place) = deleted {
            self.put(place, Slot::Live(hash, item));
            return;
        }
        self.put(place, Slot::Live(hash, item));
        self.fill.set(self.fill.get() + 1);
        if self.fill.get() * 5 >= self.mask.get() * 3 {
            self.grow();
        }
    }

    /// Takes out an element that is there, or nothing.
    pub(crate) fn discard(&self, item: T) {
        let hash = item.python_hash() as u64;
        let place = self.search(hash, |place| match self.at(place) {
            Slot::Free => true,
            Slot::Live(known, other) => known == hash && other.same(item),
            Slot::Deleted => false,
        });
        if !matches!(self.at(place), Slot::Free) {
            self.put(place, Slot::Deleted);
            self.used.set(self.used.get() - 1);
        }
    }

    /// Makes the table anew when more than a quarter of it is deleted, as CPython does after `-=`.
    pub(crate) fn purge(&self) {
        if self.fill.get() - self.used.get() > self.mask.get() / 4 {
            self.grow();
        }
    }

    /// `s |= other`, for the elements of another set.
    pub(crate) fn merge(&self, other: &Table<'a, T>) {
        if other.used.get() == 0 {
            return;
        }
        self.make_room(other.used.get());
        if self.fill.get() == 0 {
            self.take_all(other);
        } else {
            for (hash, item) in other.live() {
                self.add_entry(hash, item);
            }
        }
    }
}

/// So many free slots.
fn free<T>(cx: &Cx, count: usize) -> NonNull<Slot<T>> {
    let slots = cx.recycled::<Slot<T>>(count);
    for place in 0..count {
        // SAFETY: fresh memory of that size
        unsafe { slots.add(place).write(Slot::Free) };
    }
    slots
}
