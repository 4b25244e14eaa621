//! What consumes an iterator: `list`, `sorted`, `sum`, `min`, `max`.

use std::cmp::Ordering;

use crate::abi::{fallback, Reason};
use crate::exc::{kinds, python, raised, Exc, Outcome};
use crate::list::List;
use crate::order::Order;
use crate::region::Cx;

/// `list(items)`.
pub fn list_of<T: Copy>(cx: &Cx, items: impl Iterator<Item = T>) -> List<'_, T> {
    let list = List::with_room(cx, items.size_hint().0);
    list.extend(items);
    list
}

/// `next(items)` that found this.
#[inline]
pub fn next<T>(found: Option<T>) -> Outcome<T> {
    found.ok_or_else(|| Exc::new(kinds::StopIteration, []))
}

/// The order to sort by: stable either way, so reversing keeps the order of equals.
#[inline]
fn direction<K: Order>(reverse: bool, a: K, b: K) -> Ordering {
    if reverse {
        b.order(a)
    } else {
        a.order(b)
    }
}

fn sort_items<T: Order>(items: &mut [T], reverse: bool) {
    items.sort_by(|&a, &b| direction(reverse, a, b));
}

fn sort_items_by<T: Copy, K: Order>(
    items: &mut [T],
    mut key: impl FnMut(T) -> Outcome<K>,
    reverse: bool,
) -> Outcome<()> {
    let mut keyed = Vec::with_capacity(items.len());
    for &item in items.iter() {
        keyed.push((key(item)?, item));
    }
    keyed.sort_by(|&(a, _), &(b, _)| direction(reverse, a, b));
    for (place, (_, item)) in items.iter_mut().zip(keyed) {
        *place = item;
    }
    Ok(())
}

impl<T: Copy> List<'_, T> {
    /// `xs.sort(reverse=reverse)`.
    pub fn sort(self, reverse: bool)
    where
        T: Order,
    {
        self.while_empty(|items| sort_items(items, reverse));
    }

    /// `xs.sort(key=key, reverse=reverse)`.
    pub fn sort_by<K: Order>(self, mut key: impl FnMut(T) -> K, reverse: bool) {
        crate::exc::never(self.try_sort_by(|item| Ok(key(item)), reverse));
    }

    /// [`List::sort_by`] with a key that can raise.
    pub fn try_sort_by<K: Order>(
        self,
        key: impl FnMut(T) -> Outcome<K>,
        reverse: bool,
    ) -> Outcome<()> {
        self.while_empty(|items| sort_items_by(items, key, reverse))
    }
}

/// `sorted(items, reverse=reverse)`.
pub fn sorted<T: Order>(cx: &Cx, items: impl Iterator<Item = T>, reverse: bool) -> List<'_, T> {
    let list = list_of(cx, items);
    list.sort(reverse);
    list
}

/// `sorted(items, key=key, reverse=reverse)`.
pub fn sorted_by<T: Copy, K: Order>(
    cx: &Cx,
    items: impl Iterator<Item = T>,
    key: impl FnMut(T) -> K,
    reverse: bool,
) -> List<'_, T> {
    let list = list_of(cx, items);
    list.sort_by(key, reverse);
    list
}

/// [`sorted_by`] with a key that can raise.
pub fn try_sorted_by<T: Copy, K: Order>(
    cx: &Cx,
    items: impl Iterator<Item = T>,
    key: impl FnMut(T) -> Outcome<K>,
    reverse: bool,
) -> Outcome<List<'_, T>> {
    let list = list_of(cx, items);
    list.try_sort_by(key, reverse)?;
    Ok(list)
}

/// `sum(items)` of ints.
#[inline]
pub fn sum_int(items: impl Iterator<Item = i64>) -> i64 {
    sum_int_from(items, 0)
}

/// `sum(items, start)` of ints.
#[inline]
pub fn sum_int_from(items: impl Iterator<Item = i64>, start: i64) -> i64 {
    items.fold(start, |sum, item| sum + item)
}

/// `sum(items)` of floats. No items: Python gives the int 0, so legacy does.
#[inline]
pub fn sum_float(mut items: impl Iterator<Item = f64>) -> f64 {
    match items.next() {
        Some(first) => sum_float_from(items, 0.0 + first), // 0 + -0.0 is 0.0
        None => fallback(Reason::Value),
    }
}

/// `sum(items, start)` of floats: plain on 3.11, compensated from 3.12 on (Python/bltinmodule.c, builtin_sum_impl).
#[inline]
pub fn sum_float_from(items: impl Iterator<Item = f64>, start: f64) -> f64 {
    if python() < 312 {
        return items.fold(start, |sum, item| sum + item);
    }
    let (mut sum, mut lost) = (start, 0.0);
    for item in items {
        let next = sum + item;
        lost += if f64::abs(sum) >= item.abs() {
            (sum - next) + item
        } else {
            (item - next) + sum
        };
        sum = next;
    }
    if lost != 0.0 && lost.is_finite() {
        sum + lost
    } else {
        sum
    }
}

#[cold]
fn empty(function: &str) -> Exc {
    let message = if python() >= 312 {
        "iterable argument is empty"
    } else {
        "arg is an empty sequence"
    };
    raised(kinds::ValueError, &format!("{function}() {message}"))
}

/// `min(items)`: the first of equals.
#[inline]
pub fn min<T: Order>(items: impl Iterator<Item = T>) -> Outcome<T> {
    items
        .reduce(|least, item| if item.less(least) { item } else { least })
        .ok_or_else(|| empty("min"))
}

/// `max(items)`: the first of equals.
#[inline]
pub fn max<T: Order>(items: impl Iterator<Item = T>) -> Outcome<T> {
    items
        .reduce(|most, item| if most.less(item) { item } else { most })
        .ok_or_else(|| empty("max"))
}

/// `min(items, default=other)`.
#[inline]
pub fn min_or<T: Order>(items: impl Iterator<Item = T>, other: T) -> T {
    min(items).unwrap_or(other)
}

/// `max(items, default=other)`.
#[inline]
pub fn max_or<T: Order>(items: impl Iterator<Item = T>, other: T) -> T {
    max(items).unwrap_or(other)
}

/// `min(items, key=key)`.
#[inline]
pub fn min_by<T: Copy, K: Order>(
    items: impl Iterator<Item = T>,
    mut key: impl FnMut(T) -> K,
) -> Outcome<T> {
    try_min_by(items, |item| Ok(key(item)))
}

/// `max(items, key=key)`.
#[inline]
pub fn max_by<T: Copy, K: Order>(
    items: impl Iterator<Item = T>,
    mut key: impl FnMut(T) -> K,
) -> Outcome<T> {
    try_max_by(items, |item| Ok(key(item)))
}

/// [`min_by`] with a key that can raise.
#[inline]
pub fn try_min_by<T: Copy, K: Order>(
    items: impl Iterator<Item = T>,
    key: impl FnMut(T) -> Outcome<K>,
) -> Outcome<T> {
    best_by(items, key, |a, b| a.less(b), "min")
}

/// [`max_by`] with a key that can raise.
#[inline]
pub fn try_max_by<T: Copy, K: Order>(
    items: impl Iterator<Item = T>,
    key: impl FnMut(T) -> Outcome<K>,
) -> Outcome<T> {
    best_by(items, key, |a, b| b.less(a), "max")
}

#[inline]
fn best_by<T: Copy, K: Order>(
    items: impl Iterator<Item = T>,
    mut key: impl FnMut(T) -> Outcome<K>,
    better: impl Fn(K, K) -> bool,
    function: &str,
) -> Outcome<T> {
    let mut best: Option<(K, T)> = None;
    for item in items {
        let key = key(item)?;
        match best {
            Some((most, _)) if !better(key, most) => {}
            _ => best = Some((key, item)),
        }
    }
    best.map(|(_, item)| item).ok_or_else(|| empty(function))
}
