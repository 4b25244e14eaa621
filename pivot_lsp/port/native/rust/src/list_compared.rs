//! Lists whose elements are compared: searching, counting, sorting, and the order of lists themselves.

use std::cmp::Ordering;

use crate::described::Described;
use crate::exc::{kinds, raised, Outcome};
use crate::list::List;
use crate::order::{Order, Same};

impl<T: Same> List<'_, T> {
    /// `item in xs`.
    pub fn contains(self, item: T) -> bool {
        self.iter().any(|one| one.same(item))
    }

    /// `xs.index(item)`.
    pub fn index_of(self, item: T) -> Outcome<i64>
    where
        T: Described,
    {
        match self.iter().position(|one| one.same(item)) {
            Some(place) => Ok(place as i64),
            None => Err(raised(
                kinds::ValueError,
                &format!("{} is not in list", item.described()),
            )),
        }
    }

    /// `xs.count(item)`.
    pub fn count_of(self, item: T) -> i64 {
        self.iter().filter(|one| one.same(item)).count() as i64
    }

    /// `xs.remove(item)`.
    pub fn remove(self, item: T) -> Outcome<()> {
        match self.iter().position(|one| one.same(item)) {
            Some(place) => {
                self.take(place);
                Ok(())
            }
            None => Err(raised(kinds::ValueError, "list.remove(x): x not in list")),
        }
    }

    /// `xs == ys`.
    pub fn equal(self, other: Self) -> bool {
        self.count() == other.count() && self.iter().zip(other.iter()).all(|(a, b)| a.same(b))
    }
}

impl<T: Order> List<'_, T> {
    /// `xs < ys`.
    pub fn lt(self, other: Self) -> bool {
        self.order(other).is_lt()
    }

    /// `xs <= ys`.
    pub fn le(self, other: Self) -> bool {
        self.order(other).is_le()
    }

    /// `xs > ys`.
    pub fn gt(self, other: Self) -> bool {
        self.order(other).is_gt()
    }

    /// `xs >= ys`.
    pub fn ge(self, other: Self) -> bool {
        self.order(other).is_ge()
    }
}

impl<T: Same> Same for List<'_, T> {
    fn same(self, other: Self) -> bool {
        self.identity() == other.identity() || self.equal(other)
    }
}

impl<T: Order> Order for List<'_, T> {
    fn order(self, other: Self) -> Ordering {
        let pairs = self.iter().zip(other.iter());
        let differing = pairs.map(|(a, b)| a.order(b)).find(|order| order.is_ne());
        differing.unwrap_or_else(|| self.count().cmp(&other.count()))
    }
}
