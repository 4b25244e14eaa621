//! `dict`: insertion-ordered hash map in the region, behind a handle.
//!
//! Entries stand in the order of insertion; an open-addressed table of (hash, place) finds them. A deleted entry
//! stays as a gap until the entries are copied. `version` counts the changes of the set of keys, so that an iterator
//! can tell that somebody changed the dict under it. A dict that came with the arguments gets its table when a key is
//! first looked for: until then it has no room, whatever its entries.

mod given;

use std::cell::Cell;
use std::fmt;
use std::ptr::NonNull;

use crate::abi::{fallback, Reason};
use crate::exc::{kinds, Exc, Outcome};
use crate::order::{Key, Same};
use crate::region::Cx;

/// An entry: its hash, or GAP once it is deleted.
struct Entry<K, V> {
    hash: u32,
    key: K,
    value: V,
}

/// Not a hash: `hash_of` never gives it.
const GAP: u32 = u32::MAX;
/// A slot of the table that was never used.
const FREE: u64 = 0;
/// A slot whose entry was deleted.
const DELETED: u64 = (GAP as u64) << 32;
const FIRST_ROOM: usize = 4;
/// A dict with room for so many entries has no table: they are looked through.
const SMALL: usize = 8;
/// Slots of the table per entry there is room for.
const SPARSE: usize = 2;

/// What a dict handle points to.
pub struct DictData<'a, K, V> {
    cx: &'a Cx,
    entries: Cell<NonNull<Entry<K, V>>>,
    /// Entries used, gaps included.
    used: Cell<usize>,
    live: Cell<usize>,
    room: Cell<usize>,
    /// `room * SPARSE` slots, none in a small dict: hash in the high half, place + 1 in the low half.
    table: Cell<NonNull<u64>>,
    /// The key that was found last, and its place: `d[k] = d[k] + 1` asks for one key twice.
    recent: Cell<Option<(K, usize)>>,
    version: Cell<u32>,
    borrowed: Cell<bool>,
    /// Of a set: what CPython's table would remember (set.rs).
    past: Cell<u8>,
    /// Of a set: CPython's table, where `past` says so (set.rs).
    order: Cell<*const u8>,
}

/// A Python dict.
pub struct Dict<'a, K, V>(&'a DictData<'a, K, V>);

impl<K, V> Clone for Dict<'_, K, V> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, V> Copy for Dict<'_, K, V> {}

/// `{k: v, ...}`.
pub fn dict<K: Key, V: Copy, const N: usize>(cx: &Cx, items: [(K, V); N]) -> Dict<'_, K, V> {
    let dict = Dict::new(cx);
    for (key, value) in items {
        dict.set(key, value);
    }
    dict
}

/// `dict(items)`.
pub fn dict_of<K: Key, V: Copy>(cx: &Cx, items: impl Iterator<Item = (K, V)>) -> Dict<'_, K, V> {
    let dict = Dict::new(cx);
    for (key, value) in items {
        dict.set(key, value);
    }
    dict
}

#[cold]
fn key_error<K: Key>(key: K) -> Exc {
    Exc::new(kinds::KeyError, [key.arg()])
}

#[inline]
fn hash_of<K: Key>(key: K) -> u32 {
    let hash = key.hash();
    ((hash ^ hash >> 32) as u32).min(GAP - 1)
}

impl<'a, K: Copy, V: Copy> Dict<'a, K, V> {
    /// `{}`.
    pub fn new(cx: &'a Cx) -> Dict<'a, K, V> {
        let data = cx.array::<DictData<'a, K, V>>(1);
        // SAFETY: fresh and large enough; DictData needs no drop
        unsafe {
            data.write(DictData {
                cx,
                entries: Cell::new(NonNull::dangling()),
                used: Cell::new(0),
                live: Cell::new(0),
                room: Cell::new(0),
                table: Cell::new(NonNull::dangling()),
                recent: Cell::new(None),
                version: Cell::new(0),
                borrowed: Cell::new(false),
                past: Cell::new(0),
                order: Cell::new(std::ptr::null()),
            });
            Dict(data.as_ref())
        }
    }

    /// Says that the dict stands for an object of the caller: read only.
    pub(crate) fn mark_borrowed(self) {
        self.0.borrowed.set(true);
    }

    /// Where a set notes its past.
    #[inline]
    pub(crate) fn past(self) -> &'a Cell<u8> {
        &self.0.past
    }

    /// Where a set keeps CPython's table.
    #[inline]
    pub(crate) fn order(self) -> &'a Cell<*const u8> {
        &self.0.order
    }

    /// The region it lies in.
    pub(crate) fn region(self) -> &'a Cx {
        self.0.cx
    }

    /// The address that tells this dict from all others.
    pub(crate) fn identity(self) -> *const u8 {
        std::ptr::from_ref(self.0).cast()
    }

    /// The dict at an address that `identity` gave.
    ///
    /// # Safety
    /// It is a dict of this type, and lives for `'a`.
    pub(crate) unsafe fn at_address(address: *const u8) -> Dict<'a, K, V> {
        Dict(&*address.cast())
    }

    #[inline]
    fn entry(self, place: usize) -> *mut Entry<K, V> {
        debug_assert!(place < self.0.used.get());
        self.0.entries.get().as_ptr().wrapping_add(place)
    }

    #[inline]
    fn mask(self) -> usize {
        self.0.room.get() * SPARSE - 1
    }

    /// Whether there is no table.
    #[inline]
    fn is_small(self) -> bool {
        self.0.room.get() <= SMALL
    }

    /// A change of the set of keys.
    #[inline]
    fn changing(self) {
        if self.0.borrowed.get() {
            fallback(Reason::Value);
        }
        self.0.version.set(self.0.version.get().wrapping_add(1));
    }

    /// `len(d)`.
    #[inline]
    pub fn len_dict(self) -> i64 {
        self.0.live.get() as i64
    }

    /// Whether there are no entries.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0.live.get() == 0
    }

    /// Copies the live entries to where there is room for twice as many, and makes a new table.
    #[cold]
    #[inline(never)]
    fn rebuild(self) {
        let (cx, live, used, room) = (
            self.0.cx,
            self.0.live.get(),
            self.0.used.get(),
            self.0.room.get(),
        );
        let least = (live + 1).next_power_of_two();
        let full = live * 2 > room && (live >= SMALL || least <= room);
        let wished = least
            .saturating_mul(if full { 2 } else { 1 })
            .max(FIRST_ROOM);
        if wished >= GAP as usize {
            fallback(Reason::Memory);
        }
        let old = self.0.entries.get();
        let entries = cx.recycled::<Entry<K, V>>(wished);
        let slots = if wished > SMALL { wished * SPARSE } else { 0 };
        let table = cx.recycled::<u64>(slots);
        // SAFETY: fresh blocks of that size; the old ones are reachable through this dict only
        unsafe {
            table.as_ptr().write_bytes(0, slots);
            let mut place = 0;
            for from in 0..used {
                let entry = old.add(from).read();
                if entry.hash == GAP {
                    continue;
                }
                let hash = entry.hash;
                entries.add(place).write(entry);
                if slots > 0 {
                    let mut slot = hash as usize & (slots - 1);
                    while table.add(slot).read() != FREE {
                        slot = (slot + 1) & (slots - 1);
                    }
                    table
                        .add(slot)
                        .write(u64::from(hash) << 32 | (place as u64 + 1));
                }
                place += 1;
            }
            if room > 0 {
                cx.release(old.cast().as_ptr(), room * size_of::<Entry<K, V>>());
            }
            if room > SMALL {
                cx.release(
                    self.0.table.get().cast().as_ptr(),
                    room * SPARSE * size_of::<u64>(),
                );
            }
        }
        self.0.recent.set(None);
        self.0.entries.set(entries);
        self.0.table.set(table);
        self.0.room.set(wished);
        self.0.used.set(live);
    }

    /// `d.clear()`.
    pub fn clear_dict(self) {
        self.changing();
        self.0.used.set(0);
        self.0.live.set(0);
        self.0.recent.set(None);
        if self.is_small() {
            return;
        }
        // SAFETY: the table has that many slots
        unsafe {
            self.0
                .table
                .get()
                .as_ptr()
                .write_bytes(0, self.0.room.get() * SPARSE)
        };
    }

    /// `d.keys()`, and `iter(d)`.
    #[inline]
    pub fn keys(self) -> impl Iterator<Item = K> + use<'a, K, V> {
        self.items().map(|(key, _)| key)
    }

    /// `d.values()`.
    #[inline]
    pub fn values(self) -> impl Iterator<Item = V> + use<'a, K, V> {
        self.items().map(|(_, value)| value)
    }

    /// `d.items()`.
    #[inline]
    pub fn items(self) -> Items<'a, K, V> {
        Items {
            dict: self,
            version: self.0.version.get(),
            next: 0,
        }
    }
}

/// Walks over a dict; falls back when its keys have changed since.
pub struct Items<'a, K, V> {
    dict: Dict<'a, K, V>,
    version: u32,
    next: usize,
}

impl<K: Copy, V: Copy> Items<'_, K, V> {
    /// Falls back when the keys have changed since.
    #[inline]
    pub(crate) fn held(&self) {
        if self.dict.0.version.get() != self.version {
            fallback(Reason::Value);
        }
    }
}

impl<K: Copy, V: Copy> Iterator for Items<'_, K, V> {
    type Item = (K, V);

    #[inline]
    fn next(&mut self) -> Option<(K, V)> {
        let data = self.dict.0;
        self.held();
        while self.next < data.used.get() {
            // SAFETY: next < used
            let entry = unsafe { &*self.dict.entry(self.next) };
            self.next += 1;
            if entry.hash != GAP {
                return Some((entry.key, entry.value));
            }
        }
        None
    }
}

/// Where a search ended: at an entry (its slot and place), or at no entry.
enum Found {
    At { slot: usize, place: usize },
    Nowhere,
}

impl<'a, K: Key, V: Copy> Dict<'a, K, V> {
    #[inline]
    fn find(self, key: K, hash: u32) -> Found {
        if self.is_small() {
            if self.0.used.get() <= SMALL {
                for place in 0..self.0.used.get() {
                    // SAFETY: place < used
                    let entry = unsafe { &*self.entry(place) };
                    if entry.hash == hash && entry.key.same(key) {
                        return Found::At { slot: 0, place };
                    }
                }
                return Found::Nowhere;
            }
            self.hash_given();
        }
        let mask = self.mask();
        let mut slot = hash as usize & mask;
        loop {
            // SAFETY: slot <= mask; places in the table are < used
            let found = unsafe { self.0.table.get().add(slot).read() };
            if found == FREE {
                return Found::Nowhere;
            }
            let place = found as u32;
            if (found >> 32) as u32 == hash && place != 0 {
                let place = place as usize - 1;
                // SAFETY: as above
                if unsafe { (*self.entry(place)).key }.same(key) {
                    return Found::At { slot, place };
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The place of the key that was found last, if `key` is that very object.
    #[inline]
    fn recent(self, key: K) -> Option<usize> {
        match self.0.recent.get() {
            Some((known, place)) if known.identical(key) => Some(place),
            _ => None,
        }
    }

    /// Notes where a key was found. A module constant outlives the objects it is asked with.
    #[inline]
    fn remember(self, key: K, place: usize) {
        if !self.0.cx.lasts() {
            self.0.recent.set(Some((key, place)));
        }
    }

    #[inline]
    fn value_of(self, key: K) -> Option<V> {
        let place = match self.recent(key) {
            Some(place) => place,
            None => match self.find(key, hash_of(key)) {
                Found::At { place, .. } => {
                    self.remember(key, place);
                    place
                }
                Found::Nowhere => return None,
            },
        };
        // SAFETY: place < used
        Some(unsafe { (*self.entry(place)).value })
    }

    /// A new entry at the end; `key` is not there yet.
    #[inline]
    fn add(self, key: K, hash: u32, value: V) {
        self.changing();
        if self.0.used.get() == self.0.room.get() {
            self.rebuild();
        }
        let place = self.0.used.get();
        // SAFETY: slot <= mask, used < room; a table twice as large as the entries has a free slot
        unsafe {
            if !self.is_small() {
                let mask = self.mask();
                let mut slot = hash as usize & mask;
                while self.0.table.get().add(slot).read() as u32 != 0 {
                    slot = (slot + 1) & mask;
                }
                self.0
                    .table
                    .get()
                    .add(slot)
                    .write(u64::from(hash) << 32 | (place as u64 + 1));
            }
            self.0
                .entries
                .get()
                .add(place)
                .write(Entry { hash, key, value });
        }
        self.remember(key, place);
        self.0.used.set(place + 1);
        self.0.live.set(self.0.live.get() + 1);
    }

    fn take(self, key: K) -> Option<V> {
        let Found::At { slot, place } = self.find(key, hash_of(key)) else {
            return None;
        };
        self.changing();
        self.0.recent.set(None);
        // SAFETY: slot <= mask, place < used
        unsafe {
            if !self.is_small() {
                self.0.table.get().add(slot).write(DELETED);
            }
            let entry = self.entry(place);
            (*entry).hash = GAP;
            self.0.live.set(self.0.live.get() - 1);
            Some((*entry).value)
        }
    }

    /// `d[key] = value`.
    #[inline]
    pub fn set(self, key: K, value: V) {
        if let Some(place) = self.recent(key) {
            self.change(place, value);
            return;
        }
        let hash = hash_of(key);
        match self.find(key, hash) {
            Found::At { place, .. } => {
                self.remember(key, place);
                self.change(place, value);
            }
            Found::Nowhere => self.add(key, hash, value),
        }
    }

    #[inline]
    fn change(self, place: usize, value: V) {
        if self.0.borrowed.get() {
            fallback(Reason::Value);
        }
        // SAFETY: places that a search gives are < used
        unsafe { (*self.entry(place)).value = value };
    }

    /// `d[key]`.
    #[inline]
    pub fn get_item(self, key: K) -> Outcome<V> {
        self.value_of(key).ok_or_else(|| key_error(key))
    }

    /// `key in d`.
    #[inline]
    pub fn has(self, key: K) -> bool {
        self.value_of(key).is_some()
    }

    /// `d.get(key)`.
    #[inline]
    pub fn get(self, key: K) -> Option<V> {
        self.value_of(key)
    }

    /// `d.get(key, other)`.
    #[inline]
    pub fn get_or(self, key: K, other: V) -> V {
        self.value_of(key).unwrap_or(other)
    }

    /// `d.setdefault(key, other)`.
    #[inline]
    pub fn set_default(self, key: K, other: V) -> V {
        let hash = hash_of(key);
        match self.find(key, hash) {
            // SAFETY: place < used
            Found::At { place, .. } => unsafe { (*self.entry(place)).value },
            Found::Nowhere => {
                self.add(key, hash, other);
                other
            }
        }
    }

    /// `d[key]` of a defaultdict.
    #[inline]
    pub fn get_or_make(self, key: K, make: impl FnOnce() -> V) -> V {
        let hash = hash_of(key);
        match self.find(key, hash) {
            // SAFETY: place < used
            Found::At { place, .. } => unsafe { (*self.entry(place)).value },
            Found::Nowhere => {
                let made = make();
                self.add(key, hash, made);
                made
            }
        }
    }

    /// `d.pop(key)`.
    pub fn pop_item(self, key: K) -> Outcome<V> {
        self.take(key).ok_or_else(|| key_error(key))
    }

    /// `d.pop(key, other)`.
    pub fn pop_or(self, key: K, other: V) -> V {
        self.take(key).unwrap_or(other)
    }

    /// `del d[key]`.
    pub fn delete(self, key: K) -> Outcome<()> {
        self.pop_item(key).map(drop)
    }

    /// `d.copy()`.
    pub fn copy_dict(self, cx: &'a Cx) -> Dict<'a, K, V> {
        dict_of(cx, self.items())
    }

    /// `d.update(other)`.
    pub fn update(self, other: Dict<'a, K, V>) {
        if self.identity() != other.identity() {
            for (key, value) in other.items() {
                self.set(key, value);
            }
        }
    }
}

impl<K: Key, V: Same> Dict<'_, K, V> {
    /// `d == e`: the same keys with the same values, in any order.
    pub fn equal_dict(self, other: Self) -> bool {
        self.len_dict() == other.len_dict()
            && self
                .items()
                .all(|(key, value)| other.value_of(key).is_some_and(|found| value.same(found)))
    }
}

impl<K: Key, V: Same> Same for Dict<'_, K, V> {
    fn same(self, other: Self) -> bool {
        self.identity() == other.identity() || self.equal_dict(other)
    }
}

impl<K, V> crate::described::Described for Dict<'_, K, V> {
    fn described(self) -> String {
        fallback(Reason::Value)
    }
}

impl<K: Copy + fmt::Debug, V: Copy + fmt::Debug> fmt::Debug for Dict<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.items()).finish()
    }
}
