//! `list`: a handle to a growing array in the region. Copying the handle aliases the list, as in Python.
//!
//! Invariant: `items[..len]` are initialised. `room` is 0 while the items belong to somebody else (the bridge):
//! such a list is only read, and changing it falls back. No reference into the items outlives a method, so a list
//! may change while it is walked over.

use std::cell::Cell;
use std::fmt;
use std::ptr::NonNull;

use crate::abi::{fallback, Reason};
use crate::exc::{kinds, raised, Exc, Outcome};
use crate::iter::{ListIter, Reversed};
use crate::region::Cx;
use crate::slice::slice_places;

mod room;

/// What a list handle points to.
pub struct ListData<'a, T> {
    cx: &'a Cx,
    items: Cell<NonNull<T>>,
    len: Cell<usize>,
    room: Cell<usize>,
}

/// A Python list.
pub struct List<'a, T>(&'a ListData<'a, T>);

impl<T> Clone for List<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for List<'_, T> {}

const FIRST_ROOM: usize = 4;
/// Where the items of an empty borrowed list are said to be; never read.
static NOT_OURS: u64 = 0;

#[cold]
fn index_error(message: &str) -> Exc {
    raised(kinds::IndexError, message)
}

/// `[a, b, ...]`.
#[inline]
pub fn list<T: Copy, const N: usize>(cx: &Cx, items: [T; N]) -> List<'_, T> {
    let list = List::with_room(cx, N);
    for item in items {
        list.push(item);
    }
    list
}

impl<'a, T: Copy> List<'a, T> {
    /// `[]`.
    #[inline]
    pub fn new(cx: &'a Cx) -> List<'a, T> {
        List::with_room(cx, 0)
    }

    /// `[]`, with room for that many items.
    pub fn with_room(cx: &'a Cx, room: usize) -> List<'a, T> {
        let items = if room == 0 {
            NonNull::dangling()
        } else {
            cx.array(room)
        };
        List::made(
            cx,
            items,
            0,
            if size_of::<T>() == 0 {
                usize::MAX
            } else {
                room
            },
        )
    }

    #[inline]
    fn made(cx: &'a Cx, items: NonNull<T>, len: usize, room: usize) -> List<'a, T> {
        let data = cx.array::<ListData<'a, T>>(1);
        // SAFETY: fresh and large enough; ListData needs no drop
        unsafe {
            data.write(ListData {
                cx,
                items: Cell::new(items),
                len: Cell::new(len),
                room: Cell::new(room),
            });
            List(data.as_ref())
        }
    }

    /// A list over items that the bridge owns: read only.
    ///
    /// # Safety
    /// `items` points to `len` values that live and do not change for `'a`.
    pub(crate) unsafe fn borrowed(cx: &'a Cx, items: NonNull<T>, len: usize) -> List<'a, T> {
        // an empty one must not look like an empty list of our own, whose items dangle
        let items = if len == 0 {
            NonNull::from(&NOT_OURS).cast()
        } else {
            items
        };
        List::made(cx, items, len, 0)
    }

    /// Whether the items belong to the bridge.
    #[inline]
    pub(crate) fn is_borrowed(self) -> bool {
        self.0.room.get() == 0 && self.0.items.get() != NonNull::dangling()
    }

    /// The address that tells this list from all others.
    pub(crate) fn identity(self) -> *const u8 {
        std::ptr::from_ref(self.0).cast()
    }

    /// The list at an address that `identity` gave.
    ///
    /// # Safety
    /// It is a list of this type, and lives for `'a`.
    pub(crate) unsafe fn at_address(address: *const u8) -> List<'a, T> {
        List(&*address.cast())
    }

    /// The number of items.
    #[inline]
    pub(crate) fn count(self) -> usize {
        self.0.len.get()
    }

    /// The items as they are now.
    ///
    /// # Safety
    /// The list does not change while the slice lives.
    #[inline]
    pub(crate) unsafe fn items(self) -> &'a [T] {
        std::slice::from_raw_parts(self.0.items.get().as_ptr(), self.count())
    }

    /// The items as they are now, to be changed.
    ///
    /// # Safety
    /// Nothing else reads or changes the list while the slice lives.
    #[inline]
    pub(crate) unsafe fn items_mut(self) -> &'a mut [T] {
        std::slice::from_raw_parts_mut(self.writable(), self.count())
    }

    /// The items' address, for a change.
    #[inline]
    fn writable(self) -> *mut T {
        if self.is_borrowed() {
            fallback(Reason::Value);
        }
        self.0.items.get().as_ptr()
    }

    /// Item `place`, if there is one.
    #[inline]
    pub(crate) fn get(self, place: usize) -> Option<T> {
        if place < self.count() {
            // SAFETY: place < len
            return Some(unsafe { self.0.items.get().add(place).read() });
        }
        None
    }

    /// The place that `index` means, counted from the end if it is negative.
    #[inline]
    fn place(self, index: i64) -> Option<usize> {
        let length = self.len();
        let place = if index < 0 {
            index.wrapping_add(length)
        } else {
            index
        };
        // a negative place is a huge unsigned one
        ((place as u64) < length as u64).then_some(place as usize)
    }

    /// `xs[index]`, if there is such an item.
    #[inline]
    pub(crate) fn at_or_none(self, index: i64) -> Option<T> {
        self.place(index).and_then(|place| self.get(place))
    }

    /// `len(xs)`.
    #[inline]
    pub fn len(self) -> i64 {
        self.count() as i64
    }

    /// Whether there are no items.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.count() == 0
    }

    /// `xs[index]`.
    #[inline]
    pub fn at(self, index: i64) -> Outcome<T> {
        match self.place(index) {
            // SAFETY: place < len
            Some(place) => Ok(unsafe { self.0.items.get().add(place).read() }),
            None => Err(index_error("list index out of range")),
        }
    }

    /// `t[index]` of a tuple of any length.
    #[inline]
    pub fn at_tuple(self, index: i64) -> Outcome<T> {
        match self.place(index).and_then(|place| self.get(place)) {
            Some(item) => Ok(item),
            None => Err(index_error("tuple index out of range")),
        }
    }

    /// `data[index]` of bytes.
    #[inline]
    pub fn byte_at(self, index: i64) -> Outcome<T> {
        match self.place(index).and_then(|place| self.get(place)) {
            Some(item) => Ok(item),
            None => Err(index_error("index out of range")),
        }
    }

    /// Puts `item` in the place of the first; the list is not empty.
    #[inline]
    pub(crate) fn put_first(self, item: T) {
        // SAFETY: the items do not change while the slice lives
        let items = unsafe { self.items_mut() };
        items[0] = item;
    }

    /// `xs[index] = item`.
    #[inline]
    pub fn set_at(self, index: i64, item: T) -> Outcome<()> {
        match self.place(index) {
            Some(place) => {
                // SAFETY: place < len, and the items are ours
                unsafe { self.writable().add(place).write(item) };
                Ok(())
            }
            None => Err(index_error("list assignment index out of range")),
        }
    }

    /// `del xs[index]`.
    pub fn delete_at(self, index: i64) -> Outcome<()> {
        match self.place(index) {
            Some(place) => {
                self.take(place);
                Ok(())
            }
            None => Err(index_error("list assignment index out of range")),
        }
    }

    /// `xs.append(item)`.
    #[inline]
    pub fn push(self, item: T) {
        let len = self.count();
        if len >= self.0.room.get() {
            self.grow(len + 1);
        }
        // SAFETY: len < room
        unsafe { self.0.items.get().add(len).write(item) };
        self.0.len.set(len + 1);
    }

    #[cold]
    #[inline(never)]
    fn grow(self, least: usize) {
        if self.is_borrowed() {
            fallback(Reason::Value);
        }
        let (cx, size) = (self.0.cx, size_of::<T>());
        let (old, room) = (self.0.items.get(), self.0.room.get());
        let wished = least.max(room.saturating_mul(2)).max(FIRST_ROOM);
        let Some(more) = (wished - room).checked_mul(size) else {
            fallback(Reason::Memory)
        };
        self.0.room.set(wished);
        if room > 0 && cx.extend_in_place(old.as_ptr().wrapping_add(room).cast(), more) {
            return;
        }
        let items = cx.recycled::<T>(wished);
        // SAFETY: distinct blocks of at least `len` items; the old block is reachable through this list only
        unsafe {
            items.copy_from_nonoverlapping(old, self.count());
            if room > 0 {
                cx.release(old.cast().as_ptr(), room * size);
            }
        }
        self.0.items.set(items);
    }

    /// Removes item `place`, which exists, and closes the gap.
    pub(crate) fn take(self, place: usize) -> T {
        let len = self.count();
        // SAFETY: place < len, and the items are ours
        unsafe {
            let at = self.writable().add(place);
            let item = at.read();
            std::ptr::copy(at.add(1), at, len - place - 1);
            self.0.len.set(len - 1);
            item
        }
    }

    /// `xs.extend(items)`.
    pub fn extend(self, items: impl Iterator<Item = T>) {
        for item in items {
            self.push(item);
        }
    }

    /// `xs.insert(index, item)`; an index out of range means an end.
    pub fn insert(self, index: i64, item: T) {
        let len = self.len();
        let from = if index < 0 {
            index.saturating_add(len).max(0)
        } else {
            index.min(len)
        };
        let (place, len) = (from as usize, len as usize);
        self.push(item);
        // SAFETY: push made room for one more; the items are ours
        unsafe {
            let at = self.writable().add(place);
            std::ptr::copy(at, at.add(1), len - place);
            at.write(item);
        }
    }

    /// `xs.pop()`.
    #[inline]
    pub fn pop(self) -> Outcome<T> {
        match self.count().checked_sub(1) {
            Some(last) => Ok(self.take(last)),
            None => Err(index_error("pop from empty list")),
        }
    }

    /// `xs.pop(index)`.
    pub fn pop_at(self, index: i64) -> Outcome<T> {
        match self.place(index) {
            Some(place) => Ok(self.take(place)),
            None if self.is_empty() => Err(index_error("pop from empty list")),
            None => Err(index_error("pop index out of range")),
        }
    }

    /// `xs.clear()`.
    pub fn clear(self) {
        self.writable();
        self.0.len.set(0);
    }

    /// `del xs[start:stop:step]`.
    pub fn delete_slice(
        self,
        start: Option<i64>,
        stop: Option<i64>,
        step: Option<i64>,
    ) -> Outcome<()> {
        let places = slice_places(self.len(), start, stop, step)?;
        if places.count > 0 {
            let last = places.first + (places.count as i64 - 1) * places.step;
            let (low, high, by) = (
                places.first.min(last),
                places.first.max(last),
                places.step.abs(),
            );
            let mut place = -1;
            let kept = |_: &T| {
                place += 1;
                !(low..=high).contains(&place) || (place - low) % by != 0
            };
            self.keep(kept);
        }
        Ok(())
    }

    /// Keeps the items of which `wanted` is true.
    fn keep(self, mut wanted: impl FnMut(&T) -> bool) {
        // SAFETY: nothing else looks at the list meanwhile
        let items = unsafe { self.items_mut() };
        let mut kept = 0;
        for place in 0..items.len() {
            if wanted(&items[place]) {
                items[kept] = items[place];
                kept += 1;
            }
        }
        self.0.len.set(kept);
    }

    /// `xs[start:stop:step] = items`.
    pub fn set_slice(
        self,
        start: Option<i64>,
        stop: Option<i64>,
        step: Option<i64>,
        items: List<'a, T>,
    ) -> Outcome<()> {
        let places = slice_places(self.len(), start, stop, step)?;
        let (first, count) = (places.first as usize, places.count);
        let (old, new) = (self.copy(self.0.cx), items.copy(self.0.cx));
        if places.step != 1 {
            if new.count() != count {
                return Err(raised(
                    kinds::ValueError,
                    &format!(
                        "attempt to assign sequence of size {} to extended slice of size {count}",
                        new.count()
                    ),
                ));
            }
            for (round, item) in new.iter().enumerate() {
                self.set_at(places.first + round as i64 * places.step, item)?;
            }
            return Ok(());
        }
        self.clear();
        self.extend(
            old.iter()
                .take(first)
                .chain(new.iter())
                .chain(old.iter().skip(first + count)),
        );
        Ok(())
    }

    /// `xs.copy()`.
    pub fn copy(self, cx: &'a Cx) -> List<'a, T> {
        self.concat_list(cx, List::new(cx))
    }

    /// `xs.reverse()`.
    pub fn reverse(self) {
        if self.count() > 1 {
            // SAFETY: nothing runs while the slice lives
            unsafe { self.items_mut() }.reverse();
        }
    }

    /// `xs + ys`.
    pub fn concat_list(self, cx: &'a Cx, other: List<'a, T>) -> List<'a, T> {
        let Some(count) = self.count().checked_add(other.count()) else {
            fallback(Reason::Memory)
        };
        let sum = List::with_room(cx, count);
        sum.copy_behind(self);
        sum.copy_behind(other);
        sum
    }

    /// Puts the items of `other` behind the own ones, for which there is room. Both are different lists.
    fn copy_behind(self, other: List<'a, T>) {
        let (len, more) = (self.count(), other.count());
        debug_assert!(self.0.room.get() - len >= more);
        // SAFETY: distinct blocks; len + more <= room
        unsafe {
            let to = self.0.items.get().add(len);
            to.copy_from_nonoverlapping(other.0.items.get(), more);
        }
        self.0.len.set(len + more);
    }

    /// `xs * times`.
    pub fn repeat(self, cx: &'a Cx, times: i64) -> List<'a, T> {
        let times = if self.is_empty() {
            0
        } else {
            usize::try_from(times).unwrap_or(0)
        };
        let Some(count) = times.checked_mul(self.count()) else {
            fallback(Reason::Memory)
        };
        let product = List::with_room(cx, count);
        if let (1, Some(item)) = (self.count(), self.get(0)) {
            for place in 0..count {
                // SAFETY: place < room
                unsafe { product.0.items.get().add(place).write(item) };
            }
            product.0.len.set(count);
            return product;
        }
        for _ in 0..times {
            product.copy_behind(self);
        }
        product
    }

    /// `xs[start:stop:step]`.
    pub fn slice(
        self,
        cx: &'a Cx,
        start: Option<i64>,
        stop: Option<i64>,
        step: Option<i64>,
    ) -> Outcome<List<'a, T>> {
        let places = slice_places(self.len(), start, stop, step)?;
        let part = List::with_room(cx, places.count);
        if places.step == 1 {
            // SAFETY: distinct blocks; the places are those of items, and the part has room for as many
            unsafe {
                let from = self.0.items.get().add(places.first as usize);
                part.0
                    .items
                    .get()
                    .copy_from_nonoverlapping(from, places.count);
            }
            part.0.len.set(places.count);
            return Ok(part);
        }
        let mut place = places.first;
        for _ in 0..places.count {
            part.extend(self.get(place as usize).into_iter());
            place = place.wrapping_add(places.step);
        }
        Ok(part)
    }

    /// `iter(xs)`: looks at the length in each step.
    #[inline]
    pub fn iter(self) -> ListIter<'a, T> {
        ListIter::new(self)
    }

    /// `reversed(xs)`.
    #[inline]
    pub fn reversed(self) -> Reversed<'a, T> {
        Reversed::new(self)
    }

    /// Runs `job` while the list looks empty to everybody else, as CPython's sort does; falls back when somebody
    /// puts something in meanwhile.
    pub(crate) fn while_empty<R>(self, job: impl FnOnce(&mut [T]) -> R) -> R {
        let len = self.count();
        self.writable();
        let (items, room) = (self.0.items.get(), self.0.room.get());
        self.0.items.set(NonNull::dangling());
        self.0
            .room
            .set(if size_of::<T>() == 0 { usize::MAX } else { 0 });
        self.0.len.set(0);
        // SAFETY: nobody else has the items' address now
        let result = job(unsafe { std::slice::from_raw_parts_mut(items.as_ptr(), len) });
        if self.0.len.get() != 0 || self.0.items.get() != NonNull::dangling() {
            fallback(Reason::Value);
        }
        self.0.items.set(items);
        self.0.room.set(room);
        self.0.len.set(len);
        result
    }
}

impl<T: Copy + fmt::Debug> fmt::Debug for List<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
