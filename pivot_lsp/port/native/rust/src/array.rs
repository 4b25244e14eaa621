//! NumPy's arrays of one and two dimensions: handles on contiguous elements, which are the caller's own memory or the
//! region's.
//!
//! Invariant: elements are only read and written one by one, so views of the same memory, and arguments that are one
//! array, see what the others write. An index out of range, or a negative size, falls back: NumPy has its own words.

use std::cell::Cell;

use crate::abi::{fallback, Reason};
use crate::linked::{Graph, Linked};
use crate::region::Cx;
use crate::wire::{Out, Wire};

/// An array of one dimension, or a view of one.
pub struct Array1<'a, T>(&'a [Cell<T>]);

/// An array of two dimensions: its rows, one after another.
pub struct Array2<'a, T> {
    items: &'a [Cell<T>],
    rows: usize,
    columns: usize,
}

impl<T> Clone for Array1<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Array1<'_, T> {}

impl<T> Clone for Array2<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Array2<'_, T> {}

#[cold]
#[inline(never)]
fn odd() -> ! {
    fallback(Reason::Value)
}

/// The place that `index` means among `count`, from the end where it is negative.
#[inline]
fn place(index: i64, count: usize) -> usize {
    let counted = if index < 0 {
        index.wrapping_add(count as i64)
    } else {
        index
    };
    if counted as u64 >= count as u64 {
        odd();
    }
    counted as usize
}

/// Where a slice's bound lies among `count` (Objects/sliceobject.c, PySlice_AdjustIndices, with a step of 1).
#[inline]
fn bound(given: Option<i64>, count: usize, none: usize) -> usize {
    match given {
        None => none,
        Some(b) if b < 0 => b.saturating_add(count as i64).max(0) as usize,
        Some(b) => (b as usize).min(count),
    }
}

/// A new array of `count` elements.
pub fn filled<T: Copy>(cx: &Cx, count: i64, value: T) -> Array1<'_, T> {
    let Ok(count) = usize::try_from(count) else {
        odd()
    };
    let items = cx.array::<Cell<T>>(count);
    // SAFETY: fresh and large enough; every element is written before the slice is made
    unsafe {
        for i in 0..count {
            items.add(i).write(Cell::new(value));
        }
        Array1(std::slice::from_raw_parts(items.as_ptr(), count))
    }
}

/// A new array of `rows` times `columns` elements.
pub fn filled2<T: Copy>(cx: &Cx, rows: i64, columns: i64, value: T) -> Array2<'_, T> {
    if rows < 0 || columns < 0 {
        odd();
    }
    filled(cx, rows * columns, value).shaped(rows, columns)
}

impl<'a, T: Copy> Array1<'a, T> {
    /// An array without elements.
    pub fn empty() -> Array1<'a, T> {
        Array1(&[])
    }

    /// `len(a)`.
    #[inline]
    pub fn len(self) -> i64 {
        self.0.len() as i64
    }

    /// `a[index]`.
    #[inline]
    pub fn at(self, index: i64) -> T {
        self.0[place(index, self.0.len())].get()
    }

    /// `a[index] = value`.
    #[inline]
    pub fn set_at(self, index: i64, value: T) {
        self.0[place(index, self.0.len())].set(value);
    }

    /// `a[start:stop]`: a view.
    #[inline]
    pub fn part(self, start: Option<i64>, stop: Option<i64>) -> Array1<'a, T> {
        let count = self.0.len();
        let (first, last) = (bound(start, count, 0), bound(stop, count, count));
        Array1(&self.0[first..last.max(first)])
    }

    /// Its elements, each as it is when it is reached.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = T> + Clone + 'a {
        self.0.iter().map(Cell::get)
    }

    /// `a.reshape(rows, columns)`: a view.
    #[inline]
    pub fn shaped(self, rows: i64, columns: i64) -> Array2<'a, T> {
        if rows < 0 || columns < 0 || rows * columns != self.len() {
            odd();
        }
        Array2 {
            items: self.0,
            rows: rows as usize,
            columns: columns as usize,
        }
    }
}

impl<'a, T: Copy> Array2<'a, T> {
    /// An array without elements.
    pub fn empty() -> Array2<'a, T> {
        Array2 {
            items: &[],
            rows: 0,
            columns: 0,
        }
    }

    /// `a.shape[0]`.
    #[inline]
    pub fn rows(self) -> i64 {
        self.rows as i64
    }

    /// `a.shape[1]`.
    #[inline]
    pub fn columns(self) -> i64 {
        self.columns as i64
    }

    #[inline]
    fn place(self, row: i64, column: i64) -> usize {
        place(row, self.rows) * self.columns + place(column, self.columns)
    }

    /// `a[row, column]`.
    #[inline]
    pub fn at(self, row: i64, column: i64) -> T {
        self.items[self.place(row, column)].get()
    }

    /// `a[row, column] = value`.
    #[inline]
    pub fn set_at(self, row: i64, column: i64, value: T) {
        self.items[self.place(row, column)].set(value);
    }

    /// `a[index]`: a view.
    #[inline]
    pub fn row(self, index: i64) -> Array1<'a, T> {
        let first = place(index, self.rows) * self.columns;
        Array1(&self.items[first..first + self.columns])
    }

    /// All elements, row by row: a view.
    #[inline]
    pub fn flat(self) -> Array1<'a, T> {
        Array1(self.items)
    }
}

/// The elements at an address that the bridge gave.
///
/// # Safety
/// `count` elements lie there and stay for `'a`; whoever else writes to them does so one at a time.
unsafe fn elements<'a, T>(address: u64, count: usize) -> &'a [Cell<T>] {
    if count == 0 {
        return &[];
    }
    std::slice::from_raw_parts(address as *const Cell<T>, count)
}

macro_rules! crosses {
    ($name:ident, $slots:literal, |$from:ident| $read:expr, |$value:ident, $to:ident| $write:expr) => {
        // SAFETY: the address of the elements and the sizes of the dimensions
        unsafe impl<'a, T: Copy> Wire<'a> for $name<'a, T> {
            const SLOTS: usize = $slots;
            const FLAT: bool = false;
            /// The bridge looks for arrays that the result holds twice, since it knows their memory.
            const MUTABLE: usize = 0;

            #[inline]
            unsafe fn read(_: &'a Cx, $from: *const u64) -> Self {
                $read
            }

            unsafe fn write(self, _: &Out<'a>, $to: *mut u64) {
                let $value = self;
                $write
            }
        }

        // SAFETY: as on the plain wire: the bridge knows arrays by their memory
        unsafe impl<'a, T: Copy> Linked<'a> for $name<'a, T> {
            const SLOTS: usize = $slots;

            unsafe fn read(_: &Graph<'a>, $from: *const u64) -> Self {
                $read
            }

            unsafe fn write(self, _: &Graph<'a>, $to: *mut u64) {
                let $value = self;
                $write
            }
        }
    };
}

crosses!(
    Array1,
    2,
    |from| Array1(elements(from.read(), from.add(1).read() as usize)),
    |value, to| {
        to.write(value.0.as_ptr() as u64);
        to.add(1).write(value.0.len() as u64);
    }
);
crosses!(
    Array2,
    3,
    |from| {
        let (rows, columns) = (from.add(1).read() as usize, from.add(2).read() as usize);
        Array2 {
            items: elements(from.read(), rows * columns),
            rows,
            columns,
        }
    },
    |value, to| {
        to.write(value.items.as_ptr() as u64);
        to.add(1).write(value.rows as u64);
        to.add(2).write(value.columns as u64);
    }
);
