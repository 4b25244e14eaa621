//! `bytes`: ints in 0..=255 that nobody changes, so that which object it is cannot be seen.

use std::cmp::Ordering;
use std::fmt;

use crate::abi::{fallback, Reason};
use crate::described::Described;
use crate::exc::{Arg, Outcome};
use crate::linked::{Graph, Linked};
use crate::list::List;
use crate::order::{Key, Order, Same};
use crate::region::Cx;
use crate::wire::{Out, Wire};

/// A Python bytes.
#[derive(Clone, Copy)]
pub struct Bytes<'a>(List<'a, i64>);

impl<'a> Bytes<'a> {
    /// The bytes of a list that nobody else holds, whose items are in 0..=255.
    #[inline]
    pub fn of(items: List<'a, i64>) -> Self {
        Bytes(items)
    }

    /// Its ints, to be read only.
    #[inline]
    pub fn ints(self) -> List<'a, i64> {
        self.0
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// `data[index]`.
    #[inline]
    pub fn byte_at(self, index: i64) -> Outcome<i64> {
        self.0.byte_at(index)
    }
}

impl Same for Bytes<'_> {
    fn same(self, other: Self) -> bool {
        self.0.same(other.0)
    }
}

impl Order for Bytes<'_> {
    fn order(self, other: Self) -> Ordering {
        self.0.order(other.0)
    }
}

impl Key for Bytes<'_> {
    fn hash(self) -> u64 {
        self.0.hash()
    }

    fn arg(self) -> Arg {
        fallback(Reason::Value)
    }
}

impl Described for Bytes<'_> {
    fn described(self) -> String {
        fallback(Reason::Value)
    }
}

impl fmt::Debug for Bytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

// SAFETY: pointer and count, as of a list
unsafe impl<'a> Wire<'a> for Bytes<'a> {
    const SLOTS: usize = 2;
    const FLAT: bool = false;
    const MUTABLE: usize = 0;

    unsafe fn read(cx: &'a Cx, from: *const u64) -> Self {
        Bytes(Wire::read(cx, from))
    }

    unsafe fn write(self, _: &Out<'a>, to: *mut u64) {
        let items = self.0.items();
        to.write(items.as_ptr() as u64);
        to.add(1).write(items.len() as u64);
    }
}

// SAFETY: the number of the list
unsafe impl<'a> Linked<'a> for Bytes<'a> {
    const SLOTS: usize = 1;

    #[inline]
    unsafe fn read(graph: &Graph<'a>, from: *const u64) -> Self {
        Bytes(Linked::read(graph, from))
    }

    #[inline]
    unsafe fn write(self, graph: &Graph<'a>, to: *mut u64) {
        Linked::write(self.0, graph, to);
    }
}
