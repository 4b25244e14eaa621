//! Walks that go on where they were left: what the place of `iter(xs)` or `cycle(xs)` is lies in a list of one int, so
//! that everybody who walks over the same iterator takes from the same items. `islice` counts what it lets through.

use crate::abi::{fallback, Reason};
use crate::list::List;

fn put(place: List<'_, i64>, at: i64) {
    place.put_first(at);
}

/// What is left of `iter(items)`; `place` holds how many were taken.
#[derive(Clone)]
pub struct Rest<'a, T> {
    place: List<'a, i64>,
    items: List<'a, T>,
}

/// What is left of `iter(items)`.
#[inline]
pub fn rest<'a, T: Copy>(place: List<'a, i64>, items: List<'a, T>) -> Rest<'a, T> {
    Rest { place, items }
}

impl<T: Copy> Iterator for Rest<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        let at = self.place.get(0)?;
        let item = usize::try_from(at).ok().and_then(|at| self.items.get(at));
        // once exhausted it stays exhausted, also when the list grows
        put(self.place, if item.is_some() { at + 1 } else { i64::MAX });
        item
    }
}

/// `cycle(items)`: `place` is at or above 0 in the first round, in which `saved` gets what the later ones repeat; then
/// it is -1 less the place in `saved`.
#[derive(Clone)]
pub struct Cycle<'a, T> {
    place: List<'a, i64>,
    items: List<'a, T>,
    saved: List<'a, T>,
}

/// `cycle(items)`.
#[inline]
pub fn cycle<'a, T: Copy>(
    place: List<'a, i64>,
    items: List<'a, T>,
    saved: List<'a, T>,
) -> Cycle<'a, T> {
    Cycle {
        place,
        items,
        saved,
    }
}

impl<T: Copy> Iterator for Cycle<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        let at = self.place.get(0)?;
        if let Ok(first) = usize::try_from(at) {
            if let Some(item) = self.items.get(first) {
                self.saved.push(item);
                put(self.place, at + 1);
                return Some(item);
            }
        }
        let again = usize::try_from(-1 - at).unwrap_or(0);
        let item = self.saved.get(again);
        let next = if again + 1 < self.saved.count() {
            again + 1
        } else {
            0
        };
        put(self.place, -1 - next as i64);
        item
    }
}

/// `islice(items, start, stop, step)` (Modules/itertoolsmodule.c, islice_next): it takes what it leaves out, too.
#[derive(Clone)]
pub struct Cut<I> {
    items: I,
    taken: i64,
    next: i64,
    stop: i64,
    step: i64,
}

/// `islice(items, start, stop, step)`; no stop is the greatest int. What is no place falls back: Python raises.
pub fn islice<I: Iterator>(items: I, start: i64, stop: i64, step: i64) -> Cut<I> {
    if start < 0 || stop < 0 || step < 1 {
        fallback(Reason::Value);
    }
    Cut {
        items,
        taken: 0,
        next: start,
        stop,
        step,
    }
}

impl<I: Iterator> Iterator for Cut<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        while self.taken < self.next {
            self.items.next()?;
            self.taken += 1;
        }
        if self.taken >= self.stop {
            return None;
        }
        let item = self.items.next()?;
        self.taken += 1;
        self.next = self.next.saturating_add(self.step).min(self.stop);
        Some(item)
    }
}
