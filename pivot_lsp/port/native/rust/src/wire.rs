//! Values on the wire: how each type is read from the arguments' slots and written to the result's.
//!
//! Where a type's memory is its slots (`FLAT` and the sizes agree), arguments are used in place. What a result
//! points to lies in the region, which is the bridge's memory and lives until the result is built.

use std::cell::RefCell;
use std::mem::offset_of;
use std::ptr::NonNull;

use crate::abi::{fallback, Reason};
use crate::dict::Dict;
use crate::list::List;
use crate::order::Key;
use crate::region::Cx;
use crate::set::Set;
use crate::str::Str;

/// Bytes of a slot.
pub const SLOT: usize = 8;

/// A type that crosses the boundary.
///
/// # Safety
/// `SLOTS` is the shape's number of slots, and `FLAT` is true only if the first bytes of the slots of a value, as
/// many as the type has, are a valid value.
pub unsafe trait Wire<'a>: Copy {
    /// How many slots it takes inline.
    const SLOTS: usize;
    /// Whether its slots begin with its very memory.
    const FLAT: bool;
    /// How many mutable objects it can hold: 0, 1, or 2 for more.
    const MUTABLE: usize;

    /// Reads a value.
    ///
    /// # Safety
    /// `from` points to a value of this shape, which lives and does not change for `'a`.
    unsafe fn read(cx: &'a Cx, from: *const u64) -> Self;

    /// Writes a value.
    ///
    /// # Safety
    /// `to` points to `SLOTS` slots.
    unsafe fn write(self, out: &Out<'a>, to: *mut u64);
}

/// Where a result is written, and which mutable objects it has held so far.
pub struct Out<'a> {
    cx: &'a Cx,
    seen: Option<RefCell<Vec<*const u8>>>,
}

impl<'a> Out<'a> {
    /// For a result that can hold `mutable` mutable objects.
    pub fn new(cx: &'a Cx, mutable: usize) -> Out<'a> {
        Out {
            cx,
            seen: (mutable > 1).then(RefCell::default),
        }
    }

    /// Notes a mutable object. One that was not made in this call falls back: the caller would get a copy of it. So
    /// does, in [`Out::finish`], one that the result holds twice: the caller would get two.
    pub fn meet(&self, identity: *const u8) {
        if !self.cx.made(identity) {
            fallback(Reason::Value);
        }
        if let Some(seen) = &self.seen {
            seen.borrow_mut().push(identity);
        }
    }

    /// Ends the result.
    pub fn finish(self) {
        let mut seen = self.seen.map(RefCell::into_inner).unwrap_or_default();
        seen.sort_unstable();
        if seen.windows(2).any(|pair| pair[0] == pair[1]) {
            fallback(Reason::Value);
        }
    }

    /// Slots that live until the result is built.
    fn slots(&self, count: usize) -> NonNull<u64> {
        self.cx.array(count)
    }

    unsafe fn array<T: Wire<'a>>(
        &self,
        to: *mut u64,
        count: usize,
        items: impl Iterator<Item = T>,
    ) {
        let slots = self.slots(count * T::SLOTS).as_ptr();
        for (place, item) in items.enumerate() {
            item.write(self, slots.add(place * T::SLOTS));
        }
        to.write(slots as u64);
        to.add(1).write(count as u64);
    }
}

macro_rules! scalar {
    ($type:ty, |$slot:ident| $read:expr, |$value:ident| $write:expr, flat = $flat:expr) => {
        // SAFETY: one slot; FLAT holds on a little-endian machine, where a narrow value is the slot's first bytes
        unsafe impl<'a> Wire<'a> for $type {
            const SLOTS: usize = 1;
            const FLAT: bool = $flat && cfg!(target_endian = "little");
            const MUTABLE: usize = 0;

            #[inline]
            unsafe fn read(_: &'a Cx, from: *const u64) -> Self {
                let $slot = from.read();
                $read
            }

            #[inline]
            unsafe fn write(self, _: &Out<'a>, to: *mut u64) {
                let $value = self;
                to.write($write);
            }
        }
    };
}

scalar!(i64, |slot| slot as i64, |value| value as u64, flat = true);
scalar!(
    f64,
    |slot| f64::from_bits(slot),
    |value| value.to_bits(),
    flat = true
);
scalar!(
    bool,
    |slot| slot != 0,
    |value| u64::from(value),
    flat = true
);
scalar!((), |_slot| (), |_value| 0, flat = false);

// SAFETY: Str is repr(C) {pointer, u32 bytes, u32 chars}, which are the two slots on a little-endian machine
unsafe impl<'a> Wire<'a> for Str<'a> {
    const SLOTS: usize = 2;
    const FLAT: bool = cfg!(target_endian = "little") && size_of::<Str<'a>>() == 2 * SLOT;
    const MUTABLE: usize = 0;

    #[inline]
    unsafe fn read(_: &'a Cx, from: *const u64) -> Self {
        Str::from_wire(from.read() as *const u8, from.add(1).read())
    }

    unsafe fn write(self, out: &Out<'a>, to: *mut u64) {
        // text outside of the region belongs to the arguments or to the library: the result keeps a copy
        let kept = if self.is_empty() || out.cx.holds(self.as_bytes().as_ptr()) {
            self
        } else {
            Str::copied(out.cx, self.as_str())
        };
        let (start, lengths) = kept.to_wire();
        to.write(start as u64);
        to.add(1).write(lengths);
    }
}

// SAFETY: tag and value
unsafe impl<'a, T: Wire<'a>> Wire<'a> for Option<T> {
    const SLOTS: usize = 1 + T::SLOTS;
    const FLAT: bool = false;
    const MUTABLE: usize = T::MUTABLE;

    #[inline]
    unsafe fn read(cx: &'a Cx, from: *const u64) -> Self {
        (from.read() != 0).then(|| T::read(cx, from.add(1)))
    }

    #[inline]
    unsafe fn write(self, out: &Out<'a>, to: *mut u64) {
        to.write(u64::from(self.is_some()));
        match self {
            Some(value) => value.write(out, to.add(1)),
            None => to.add(1).write_bytes(0, T::SLOTS),
        }
    }
}

/// The number of mutable objects in several values, capped at "more than one".
pub const fn add_mutable(a: usize, b: usize) -> usize {
    if a + b > 2 {
        2
    } else {
        a + b
    }
}

// SAFETY: pointer and count; never FLAT, as a handle is no array
unsafe impl<'a, T: Wire<'a>> Wire<'a> for List<'a, T> {
    const SLOTS: usize = 2;
    const FLAT: bool = false;
    const MUTABLE: usize = if T::MUTABLE > 0 { 2 } else { 1 };

    unsafe fn read(cx: &'a Cx, from: *const u64) -> Self {
        let (slots, count) = (from.read() as *const u64, from.add(1).read() as usize);
        let items = if T::FLAT && size_of::<T>() == T::SLOTS * SLOT {
            NonNull::new(slots.cast_mut().cast()).unwrap_or(NonNull::dangling())
        } else {
            let items = cx.array::<T>(count);
            for place in 0..count {
                items
                    .add(place)
                    .write(T::read(cx, slots.add(place * T::SLOTS)));
            }
            items
        };
        List::borrowed(cx, items, count)
    }

    unsafe fn write(self, out: &Out<'a>, to: *mut u64) {
        out.meet(self.identity());
        let items = self.items();
        if T::FLAT && T::SLOTS == 1 && size_of::<T>() == SLOT {
            to.write(items.as_ptr() as u64);
            to.add(1).write(items.len() as u64);
        } else {
            out.array(to, items.len(), items.iter().copied());
        }
    }
}

// SAFETY: pointer and count of pairs
unsafe impl<'a, K: Wire<'a> + Key, V: Wire<'a>> Wire<'a> for Dict<'a, K, V> {
    const SLOTS: usize = 2;
    const FLAT: bool = false;
    const MUTABLE: usize = if V::MUTABLE > 0 { 2 } else { 1 };

    unsafe fn read(cx: &'a Cx, from: *const u64) -> Self {
        let (slots, count) = (from.read() as *const u64, from.add(1).read() as usize);
        let dict = Dict::new(cx);
        dict.fill_given(count, |place| {
            let pair = slots.add(place * (K::SLOTS + V::SLOTS));
            (K::read(cx, pair), V::read(cx, pair.add(K::SLOTS)))
        });
        dict.mark_borrowed();
        dict
    }

    unsafe fn write(self, out: &Out<'a>, to: *mut u64) {
        out.meet(self.identity());
        out.array(to, self.len_dict() as usize, self.items());
    }
}

// SAFETY: pointer and count of elements
unsafe impl<'a, T: Wire<'a> + Key> Wire<'a> for Set<'a, T> {
    const SLOTS: usize = 2;
    const FLAT: bool = false;
    const MUTABLE: usize = 1;

    unsafe fn read(cx: &'a Cx, from: *const u64) -> Self {
        let (slots, count) = (from.read() as *const u64, from.add(1).read() as usize);
        let set = Set::new(cx);
        for place in 0..count {
            set.add(T::read(cx, slots.add(place * T::SLOTS)));
        }
        set.mark_borrowed();
        set
    }

    unsafe fn write(self, out: &Out<'a>, to: *mut u64) {
        out.meet(self.identity());
        out.array(to, self.len() as usize, self.settled_anew().iter());
    }
}

/// Whether a field at byte `offset` of a flat type stands at slot `slot`.
pub const fn in_place(flat: bool, offset: usize, slot: usize) -> bool {
    flat && offset == slot * SLOT
}

macro_rules! tuple {
    ($($name:ident $place:tt),+) => {
        // SAFETY: the items' slots, one after another; FLAT only if the compiler laid them out so
        unsafe impl<'a, $($name: Wire<'a>),+> Wire<'a> for ($($name,)+) {
            const SLOTS: usize = 0 $(+ $name::SLOTS)+;
            const FLAT: bool = {
                let mut slot = 0;
                let mut flat = true;
                $(
                    flat = flat && in_place($name::FLAT, offset_of!(Self, $place), slot);
                    slot += $name::SLOTS;
                )+
                flat && size_of::<Self>() <= slot * SLOT
            };
            const MUTABLE: usize = {
                let mut mutable = 0;
                $(mutable = add_mutable(mutable, $name::MUTABLE);)+
                mutable
            };

            #[inline]
            unsafe fn read(cx: &'a Cx, from: *const u64) -> Self {
                let mut slot = 0;
                ($({
                    let at = from.add(slot);
                    slot += $name::SLOTS;
                    let _ = slot;
                    $name::read(cx, at)
                },)+)
            }

            #[inline]
            unsafe fn write(self, out: &Out<'a>, to: *mut u64) {
                let mut slot = 0;
                $(
                    self.$place.write(out, to.add(slot));
                    slot += $name::SLOTS;
                )+
                let _ = slot;
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);

/// How records are compared: `same!(Sale: Sale<'a> { day: Str<'a> }, eq)`: field by field, or as an `object`, or by
/// an `identity` that handles do not tell.
#[macro_export]
macro_rules! same {
    (@same eq $a:ident $b:ident $($field:ident $(= $cell:ident)?),*) => {
        true $(&& $crate::Same::same(
            $crate::same!(@value $a $field $($cell)?),
            $crate::same!(@value $b $field $($cell)?)
        ))*
    };
    // the caller may have given one object twice, which are two here
    (@same identity $a:ident $b:ident $($field:ident $(= $cell:ident)?),*) => { $crate::fallback($crate::Reason::Value) };
    (@same object $a:ident $b:ident $($field:ident $(= $cell:ident)?),*) => { false };
    (@value $this:ident $field:ident cell) => { $this.$field.get() };
    (@value $this:ident $field:ident) => { $this.$field };
    ($name:ident: $full:ty { $($field:ident: $type:ty $(= $cell:ident)?),* $(,)? }, $eq:ident) => {
        impl<'a> $crate::Same for &'a $full {
            fn same(self, other: Self) -> bool {
                std::ptr::eq(self, other) || $crate::same!(@same $eq self other $($field $(= $cell)?),*)
            }
        }
    };
}

/// How a record crosses the boundary: `record!(Sale: Sale<'a> { day: Str<'a> }, frozen)`.
///
/// The fields are those that are carried, in order. `frozen` ones are values; a `mutable` one is an object whose
/// identity the caller can see.
#[macro_export]
macro_rules! record {
    (@mutable frozen) => { 0 };
    (@mutable mutable) => { 1 };
    (@meet frozen $out:ident $this:ident) => {};
    (@meet mutable $out:ident $this:ident) => { $out.meet(std::ptr::from_ref($this).cast()); };
    ($name:ident: $full:ty { $($field:ident: $type:ty),* $(,)? }, $frozen:ident) => {
        // SAFETY: the carried fields' slots, one after another; read in place only if the struct is laid out so
        unsafe impl<'a> $crate::Wire<'a> for &'a $full {
            const SLOTS: usize = 0 $(+ <$type as $crate::Wire<'a>>::SLOTS)*;
            const FLAT: bool = false;
            const MUTABLE: usize = {
                let mutable: usize = $crate::record!(@mutable $frozen);
                $(let mutable = $crate::wire::add_mutable(mutable, <$type as $crate::Wire<'a>>::MUTABLE);)*
                mutable
            };

            #[allow(unused_mut, unused_variables, unused_assignments, reason = "there may be no carried field")]
            unsafe fn read(cx: &'a $crate::Cx, from: *const u64) -> Self {
                let in_place = const {
                    let mut slot = 0;
                    let mut flat = true;
                    $(
                        let offset = std::mem::offset_of!($full, $field);
                        flat = flat && $crate::wire::in_place(<$type as $crate::Wire<'a>>::FLAT, offset, slot);
                        slot += <$type as $crate::Wire<'a>>::SLOTS;
                    )*
                    flat && slot > 0 && size_of::<$full>() <= slot * $crate::wire::SLOT
                };
                if in_place {
                    return &*from.cast();
                }
                let mut slot = 0;
                cx.place($name {
                    $($field: {
                        let at = from.add(slot);
                        slot += <$type as $crate::Wire<'a>>::SLOTS;
                        $crate::Wire::read(cx, at)
                    }),*
                })
            }

            #[allow(unused_mut, unused_variables, unused_assignments, reason = "there may be no carried field")]
            unsafe fn write(self, out: &$crate::Out<'a>, to: *mut u64) {
                let this = self;
                $crate::record!(@meet $frozen out this);
                let mut slot = 0;
                $(
                    $crate::Wire::write(this.$field, out, to.add(slot));
                    slot += <$type as $crate::Wire<'a>>::SLOTS;
                )*
            }
        }
    };
}
