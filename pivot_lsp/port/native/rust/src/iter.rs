//! What `for` walks over: each step looks at the container as it is then, as in CPython.

use crate::abi::{fallback, Reason};
use crate::exc::{kinds, raised, Outcome};
use crate::list::List;

/// Walks over a list from the front.
#[derive(Clone)]
pub struct ListIter<'a, T> {
    list: List<'a, T>,
    next: usize,
}

impl<'a, T: Copy> ListIter<'a, T> {
    #[inline]
    pub(crate) fn new(list: List<'a, T>) -> Self {
        ListIter { list, next: 0 }
    }
}

impl<T: Copy> Iterator for ListIter<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        let item = self.list.get(self.next);
        // once exhausted it stays exhausted, also when the list grows
        self.next = if item.is_some() {
            self.next + 1
        } else {
            usize::MAX
        };
        item
    }
}

/// Walks over a list from the back.
#[derive(Clone)]
pub struct Reversed<'a, T> {
    list: List<'a, T>,
    left: usize,
}

impl<'a, T: Copy> Reversed<'a, T> {
    #[inline]
    pub(crate) fn new(list: List<'a, T>) -> Self {
        Reversed {
            list,
            left: list.count(),
        }
    }
}

impl<T: Copy> Iterator for Reversed<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.left = self.left.checked_sub(1)?;
        let item = self.list.get(self.left);
        if item.is_none() {
            self.left = 0;
        }
        item
    }
}

/// `range(start, stop, step)`.
#[derive(Clone)]
pub struct Range {
    next: i64,
    step: i64,
    left: u64,
}

/// `range(start, stop, step)`; a step of 0 is a ValueError.
pub fn range_step(start: i64, stop: i64, step: i64) -> Outcome<Range> {
    if step == 0 {
        return Err(raised(kinds::ValueError, "range() arg 3 must not be zero"));
    }
    let distance = if step > 0 {
        i128::from(stop) - i128::from(start)
    } else {
        i128::from(start) - i128::from(stop)
    };
    let size = u128::from(step.unsigned_abs());
    let left = u128::try_from(distance).map_or(0, |distance| distance.div_ceil(size));
    Ok(Range {
        next: start,
        step,
        left: left as u64,
    })
}

impl Iterator for Range {
    type Item = i64;

    #[inline]
    fn next(&mut self) -> Option<i64> {
        self.left = self.left.checked_sub(1)?;
        let now = self.next;
        self.next = now.wrapping_add(self.step); // the one after the last may not be an i64; nobody sees it
        Some(now)
    }
}

/// `enumerate(items, start)`.
#[derive(Clone)]
pub struct Enumerate<I> {
    items: I,
    next: i64,
}

/// `enumerate(items, start)`.
#[inline]
pub fn enumerate<I: Iterator>(items: I, start: i64) -> Enumerate<I> {
    Enumerate { items, next: start }
}

impl<I: Iterator> Iterator for Enumerate<I> {
    type Item = (i64, I::Item);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let item = self.items.next()?;
        let now = self.next;
        if now == i64::MAX {
            fallback(Reason::Overflow);
        }
        self.next = now + 1;
        Some((now, item))
    }
}

/// `zip(a, b)`.
#[inline]
pub fn zip<A: Iterator, B: Iterator>(a: A, b: B) -> std::iter::Zip<A, B> {
    a.zip(b)
}

/// `zip(a, b, c)`.
#[inline]
pub fn zip3<A: Iterator, B: Iterator, C: Iterator>(
    a: A,
    b: B,
    c: C,
) -> impl Iterator<Item = (A::Item, B::Item, C::Item)> {
    a.zip(b).zip(c).map(|((a, b), c)| (a, b, c))
}

/// `any(items)`.
#[inline]
pub fn any(mut items: impl Iterator<Item = bool>) -> bool {
    items.any(|item| item)
}

/// `all(items)`.
#[inline]
pub fn all(mut items: impl Iterator<Item = bool>) -> bool {
    items.all(|item| item)
}
