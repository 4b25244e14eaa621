//! The items of a list while nothing makes it longer or shorter: where they lie and how many there are, which stay in
//! registers throughout a loop.
//!
//! Invariant: whoever makes a view sees to it that no list of that type changes its length while the view is used; the
//! compiler makes one only where it has proved that. Items may change meanwhile: each is a cell, read when it is asked
//! for. A view of a row that is not there has no items, and its IndexError is that of asking for the row.

use std::cell::Cell;
use std::ptr::NonNull;

use crate::abi::{fallback, Reason};
use crate::exc::{kinds, raised, Exc, Outcome};
use crate::list::List;

/// The items of a list of which the length stays.
pub struct View<'a, T> {
    items: &'a [Cell<T>],
}

impl<T> Clone for View<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for View<'_, T> {}

/// Where the items of a row that is not there are said to be; never read.
static NOT_THERE: u64 = 0;

impl<'a, T: Copy> View<'a, T> {
    /// A view of a row that is not there.
    #[cold]
    fn not_there() -> Self {
        // SAFETY: no items, at an address that is aligned for all of them
        View {
            items: unsafe {
                std::slice::from_raw_parts(std::ptr::from_ref(&NOT_THERE).cast::<Cell<T>>(), 0)
            },
        }
    }

    /// The item that `index` means, counted from the end if it is negative.
    #[inline]
    fn item(self, index: i64) -> Option<&'a Cell<T>> {
        let place = if index < 0 {
            (index as usize).wrapping_add(self.items.len()) // a negative place is a huge one
        } else {
            index as usize
        };
        self.items.get(place)
    }

    /// `len(xs)`.
    #[inline]
    pub fn size(self) -> i64 {
        self.items.len() as i64
    }

    /// `for x in xs`.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = T> + Clone + 'a {
        self.items.iter().map(Cell::get)
    }

    /// `xs[index]`.
    #[inline]
    pub fn at(self, index: i64) -> Outcome<T> {
        match self.item(index) {
            Some(item) => Ok(item.get()),
            None => Err(not_found()),
        }
    }

    /// `xs[index]` of an index that is not negative.
    #[inline]
    pub fn nth(self, index: i64) -> Outcome<T> {
        match self.items.get(index as usize) {
            Some(item) => Ok(item.get()),
            None => Err(not_found()),
        }
    }

    /// `xs[index] = item` of an index that is not negative.
    #[inline]
    pub fn set_nth(self, index: i64, item: T) -> Outcome<()> {
        match self.items.get(index as usize) {
            Some(place) => {
                place.set(item);
                Ok(())
            }
            None => Err(self.not_assigned()),
        }
    }

    /// `xs[index] = item`.
    #[inline]
    pub fn set_at(self, index: i64, item: T) -> Outcome<()> {
        match self.item(index) {
            Some(place) => {
                place.set(item);
                Ok(())
            }
            None => Err(self.not_assigned()),
        }
    }

    #[cold]
    fn not_assigned(self) -> Exc {
        if std::ptr::addr_eq(self.items.as_ptr(), &NOT_THERE) {
            return not_found();
        }
        raised(kinds::IndexError, "list assignment index out of range")
    }
}

#[cold]
fn not_found() -> Exc {
    raised(kinds::IndexError, "list index out of range")
}

impl<'a, T: Copy> List<'a, T> {
    /// The items, to be read.
    #[inline]
    pub fn view(self) -> View<'a, T> {
        View {
            // SAFETY: the items are initialised; whoever asks keeps the list as long as it is
            items: unsafe {
                std::slice::from_raw_parts(self.items().as_ptr().cast::<Cell<T>>(), self.count())
            },
        }
    }

    /// The items, to be changed. Falls back when they are somebody else's.
    #[inline]
    pub fn view_mut(self) -> View<'a, T> {
        if self.is_borrowed() && !self.is_empty() {
            fallback(Reason::Value);
        }
        self.view()
    }
}

/// Lists of lists, and views of such.
/// The items of a list that a loop fills and nobody else knows; the list gets them back from `done`.
pub struct Filling<'a, T> {
    list: List<'a, T>,
    items: NonNull<T>,
    len: usize,
    room: usize,
}

impl<'a, T: Copy> Filling<'a, T> {
    #[inline]
    fn view(&self) -> View<'a, T> {
        // SAFETY: so many items are initialised, and nobody else knows the list
        View {
            items: unsafe {
                std::slice::from_raw_parts(self.items.as_ptr().cast::<Cell<T>>(), self.len)
            },
        }
    }

    /// `len(xs)`.
    #[inline]
    pub fn size(&self) -> i64 {
        self.len as i64
    }

    /// `xs[index]`.
    #[inline]
    pub fn at(&self, index: i64) -> Outcome<T> {
        self.view().at(index)
    }

    /// `xs[index] = item`.
    #[inline]
    pub fn set_at(&self, index: i64, item: T) -> Outcome<()> {
        self.view().set_at(index, item)
    }

    /// `xs[index]` of an index that is not negative.
    #[inline]
    pub fn nth(&self, index: i64) -> Outcome<T> {
        self.view().nth(index)
    }

    /// `xs[index] = item` of an index that is not negative.
    #[inline]
    pub fn set_nth(&self, index: i64, item: T) -> Outcome<()> {
        self.view().set_nth(index, item)
    }

    /// `xs.append(item)`.
    #[inline]
    pub fn push(&mut self, item: T) {
        if self.len >= self.room {
            // values go there and back, so that the filling itself need not lie in memory
            (self.items, self.room) = self.list.with_more_room(self.len);
        }
        // SAFETY: len < room
        unsafe { self.items.add(self.len).write(item) };
        self.len += 1;
    }

    /// Gives the items back to the list.
    #[inline]
    pub fn done(self) {
        self.list.fill_up(self.len);
    }
}

impl<'a, T: Copy> List<'a, T> {
    /// The items of a list that was made in this call, to be appended to.
    #[inline]
    pub fn filling(self) -> Filling<'a, T> {
        Filling {
            list: self,
            items: self.address(),
            len: self.count(),
            room: self.room(),
        }
    }
}

macro_rules! rows {
    ($owner:ident) => {
        impl<'a, T: Copy> $owner<'a, List<'a, T>> {
            /// The items of row `index`, to be read.
            #[inline]
            pub fn row(self, index: i64) -> View<'a, T> {
                match self.at_or_none(index) {
                    Some(row) => row.view(),
                    None => View::not_there(),
                }
            }

            /// The items of row `index`, to be changed.
            #[inline]
            pub fn row_mut(self, index: i64) -> View<'a, T> {
                match self.at_or_none(index) {
                    Some(row) => row.view_mut(),
                    None => View::not_there(),
                }
            }
        }
    };
}

rows!(List);
rows!(View);

impl<T: Copy> View<'_, T> {
    #[inline]
    fn at_or_none(self, index: i64) -> Option<T> {
        self.item(index).map(Cell::get)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::list;
    use crate::region::Cx;

    fn text(exc: Exc) -> String {
        format!("{exc:?}")
    }

    #[test]
    fn a_view_reads_and_writes_the_list_itself() {
        let cx = Cx::with_limit(1 << 20);
        let xs = list(&cx, [1_i64, 2, 3]);
        let items = xs.view_mut();
        assert!(items.set_at(-1, 30).is_ok());
        assert!(xs.set_at(0, 10).is_ok());
        assert_eq!(xs.at(2).ok(), Some(30));
        assert_eq!(items.at(0).ok(), Some(10));
        assert_eq!(items.at(-3).ok(), Some(10));
    }

    #[test]
    fn a_filling_gives_its_items_back_to_the_list() {
        let cx = Cx::with_limit(1 << 20);
        let xs = list(&cx, [7_i64]);
        xs.reserve(3);
        let mut items = xs.filling();
        for i in 0..100 {
            items.push(i);
            assert_eq!(items.at(-1).ok(), Some(i));
            assert_eq!(items.nth(i + 1).ok(), Some(i));
        }
        assert!(items.set_nth(0, 8).is_ok());
        assert!(items.set_at(-2, 9).is_ok());
        assert!(items.nth(-1).is_err());
        assert_eq!(items.size(), 101);
        let other = list(&cx, [1_i64, 2, 3]);
        items.done();
        assert_eq!(
            (xs.len(), xs.at(0).ok(), xs.nth(99).ok()),
            (101, Some(8), Some(9))
        );
        assert_eq!(other.view().iter().sum::<i64>(), 6);
    }

    #[test]
    fn what_is_not_there_is_told_as_of_a_list() {
        let cx = Cx::with_limit(1 << 20);
        let xs = list(&cx, [1_i64, 2]);
        for index in [2, -3, i64::MAX, i64::MIN] {
            let (found, wanted) = (xs.view().at(index), xs.at(index));
            assert_eq!(found.map_err(text), wanted.map_err(text));
            let (found, wanted) = (xs.view_mut().set_at(index, 0), xs.set_at(index, 0));
            assert_eq!(found.map_err(text), wanted.map_err(text));
        }
    }

    #[test]
    fn a_row_that_is_not_there_is_told_when_it_is_asked() {
        let cx = Cx::with_limit(1 << 20);
        let table = list(&cx, [list(&cx, [1_i64, 2])]);
        assert_eq!(table.row(-1).at(1).ok(), Some(2));
        let wanted = table.at(1).map(drop).map_err(text);
        assert_eq!(table.row(1).at(0).map(drop).map_err(text), wanted);
        assert_eq!(table.view().row_mut(-2).set_at(0, 5).map_err(text), wanted);
    }
}
