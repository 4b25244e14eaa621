//! What loops ask of a list: items from the front, room for items that are to come, and to be filled in registers
//! (`view::Filling`).

use std::ptr::NonNull;

use super::{index_error, List};
use crate::exc::Outcome;

/// The most items for which a list makes room before they come.
const MOST_RESERVED: i64 = 1 << 16;

impl<'a, T: Copy> List<'a, T> {
    /// `xs[index]` of an index that is not negative.
    #[inline]
    pub fn nth(self, index: i64) -> Outcome<T> {
        match self.get(index as usize) {
            Some(item) => Ok(item),
            None => Err(index_error("list index out of range")),
        }
    }

    /// Makes room for `more` items that are to come.
    #[inline]
    pub fn reserve(self, more: i64) {
        let least = self.count() + more.clamp(0, MOST_RESERVED) as usize;
        if least > self.0.room.get() && more > 0 {
            self.grow(least);
        }
    }

    /// Where the items lie.
    #[inline]
    pub(crate) fn address(self) -> NonNull<T> {
        self.0.items.get()
    }

    /// For how many items there is room.
    #[inline]
    pub(crate) fn room(self) -> usize {
        self.0.room.get()
    }

    /// Where the items lie, and for how many there is room, when one more than the first `len` has found none.
    #[cold]
    #[inline(never)]
    pub(crate) fn with_more_room(self, len: usize) -> (NonNull<T>, usize) {
        self.fill_up(len);
        self.grow(len + 1);
        (self.0.items.get(), self.0.room.get())
    }

    /// The first `len` items are initialised.
    #[inline]
    pub(crate) fn fill_up(self, len: usize) {
        self.0.len.set(len);
    }
}
