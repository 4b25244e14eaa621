//! Equality, order and hashing as CPython's containers use them.
//!
//! Containers compare by identity first and by `==` then. A native value has no identity, which only a NaN can tell
//! (it differs from itself), so a NaN met here falls back.

use std::cmp::Ordering;

use crate::abi::{fallback, Reason};
use crate::exc::Arg;
use crate::python_hash::{of_float, of_int, OfTuple};
use crate::str::Str;

/// `==` inside a container.
pub trait Same: Copy {
    /// Whether the two are identical or equal.
    fn same(self, other: Self) -> bool;
}

/// `<` on values whose order is total once NaN is out of the way.
pub trait Order: Same {
    /// The order of the two; falls back with a NaN.
    fn order(self, other: Self) -> Ordering;

    /// `a < b` outside of containers: a float is compared as a float, NaN and all.
    #[inline]
    fn less(self, other: Self) -> bool {
        self.order(other).is_lt()
    }
}

/// What may be the key of a dict.
pub trait Key: Same {
    /// Equal keys have equal hashes; the upper 32 bits are as good as the lower.
    fn hash(self) -> u64;

    /// Whether the two are the same at a glance: what this is true of is equal, and has been hashed before.
    #[inline]
    fn identical(self, _: Self) -> bool {
        false
    }

    /// The key as the argument of a KeyError; a tuple falls back.
    fn arg(self) -> Arg;

    /// `hash(key)` of CPython, asked only for types whose hash is the same in every process.
    fn python_hash(self) -> i64 {
        fallback(Reason::Internal)
    }
}

/// An odd constant with well spread bits, for multiplicative hashing.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

#[inline]
fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a ^ SPREAD) * u128::from(b ^ 0xD6E8_FEB8_6659_FD93);
    (product as u64) ^ (product >> 64) as u64
}

impl<T: Key> Key for crate::list::List<'_, T> {
    /// Only tuples of any length are keys: nobody changes them.
    fn hash(self) -> u64 {
        self.iter()
            .fold(SPREAD, |hash, item| mix(hash, item.hash()))
    }

    fn python_hash(self) -> i64 {
        self.iter()
            .fold(OfTuple::new(), |hash, item| hash.with(item.python_hash()))
            .done()
    }

    fn arg(self) -> Arg {
        fallback(Reason::Value)
    }
}

macro_rules! plain {
    ($type:ty, $hash:expr, $identical:expr, $python:expr) => {
        impl Same for $type {
            #[inline]
            fn same(self, other: Self) -> bool {
                self == other
            }
        }

        impl Order for $type {
            #[inline]
            fn order(self, other: Self) -> Ordering {
                self.cmp(&other)
            }
        }

        impl Key for $type {
            #[inline]
            fn hash(self) -> u64 {
                let hash: fn($type) -> u64 = $hash;
                hash(self)
            }

            #[inline]
            fn identical(self, other: Self) -> bool {
                let identical: fn($type, $type) -> bool = $identical;
                identical(self, other)
            }

            #[inline]
            fn python_hash(self) -> i64 {
                let hash: fn($type) -> i64 = $python;
                hash(self)
            }

            fn arg(self) -> Arg {
                self.into()
            }
        }
    };
}

plain!(
    i64,
    |value| mix(value as u64, SPREAD),
    |a, b| a == b,
    of_int
);
plain!(
    bool,
    |value| mix(u64::from(value), SPREAD),
    |a, b| a == b,
    i64::from
);
plain!(Str<'_>, hash_bytes_of, |a, b| a.lies_at(b), |_| fallback(
    Reason::Internal
));

/// The 8 (or 4) bytes at `at`, as a number.
macro_rules! word {
    ($type:ty, $bytes:expr, $at:expr) => {{
        let mut buffer = [0; size_of::<$type>()];
        buffer.copy_from_slice(&$bytes[$at..$at + size_of::<$type>()]);
        u64::from(<$type>::from_le_bytes(buffer))
    }};
}

/// Whole words, the last ones overlapping: no loop over single bytes.
#[inline]
fn hash_bytes_of(text: Str<'_>) -> u64 {
    let bytes = text.as_bytes();
    let len = bytes.len();
    let seed = SPREAD ^ len as u64;
    match len {
        0 => SPREAD,
        1..=3 => {
            let ends = u64::from(bytes[0]) << 16
                | u64::from(bytes[len / 2]) << 8
                | u64::from(bytes[len - 1]);
            mix(ends, seed)
        }
        4..=8 => mix(
            word!(u32, bytes, 0) << 32 | word!(u32, bytes, len - 4),
            seed,
        ),
        9..=16 => mix(word!(u64, bytes, 0), seed ^ word!(u64, bytes, len - 8)),
        _ => {
            let mut hash = seed;
            for at in (0..len - 8).step_by(8) {
                hash = mix(hash ^ word!(u64, bytes, at), SPREAD.rotate_left(17));
            }
            mix(hash ^ word!(u64, bytes, len - 8), seed)
        }
    }
}

#[inline]
fn known(x: f64) -> f64 {
    if x.is_nan() {
        fallback(Reason::Value);
    }
    x
}

impl Same for f64 {
    #[inline]
    fn same(self, other: Self) -> bool {
        known(self) == known(other)
    }
}

impl Order for f64 {
    #[inline]
    fn order(self, other: Self) -> Ordering {
        self.partial_cmp(&other)
            .unwrap_or_else(|| fallback(Reason::Value))
    }

    #[inline]
    fn less(self, other: Self) -> bool {
        self < other
    }
}

impl Key for f64 {
    #[inline]
    fn hash(self) -> u64 {
        mix((known(self) + 0.0).to_bits(), SPREAD) // -0.0 equals 0.0
    }

    fn python_hash(self) -> i64 {
        of_float(known(self))
    }

    fn arg(self) -> Arg {
        self.into()
    }
}

impl Same for () {
    #[inline]
    fn same(self, (): ()) -> bool {
        true
    }
}

impl<T: Same> Same for Option<T> {
    #[inline]
    fn same(self, other: Self) -> bool {
        match (self, other) {
            (Some(a), Some(b)) => a.same(b),
            (None, None) => true,
            _ => false,
        }
    }
}

macro_rules! tuple {
    ($($name:ident $place:tt),+) => {
        impl<$($name: Same),+> Same for ($($name,)+) {
            #[inline]
            fn same(self, other: Self) -> bool {
                $(self.$place.same(other.$place))&&+
            }
        }

        impl<$($name: Order),+> Order for ($($name,)+) {
            #[inline]
            fn order(self, other: Self) -> Ordering {
                $(
                    let order = self.$place.order(other.$place);
                    if order.is_ne() {
                        return order;
                    }
                )+
                Ordering::Equal
            }
        }

        impl<$($name: Key),+> Key for ($($name,)+) {
            #[inline]
            fn hash(self) -> u64 {
                let mut hash = SPREAD;
                $(hash = mix(hash, self.$place.hash());)+
                hash
            }

            #[inline]
            fn identical(self, other: Self) -> bool {
                $(self.$place.identical(other.$place))&&+
            }

            fn python_hash(self) -> i64 {
                OfTuple::new()$(.with(self.$place.python_hash()))+.done()
            }

            fn arg(self) -> Arg {
                fallback(Reason::Value)
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

/// `a == b` on tuples, optionals and records.
#[inline]
pub fn eq<T: Same>(a: T, b: T) -> bool {
    a.same(b)
}

/// `a < b` on tuples.
#[inline]
pub fn lt<T: Order>(a: T, b: T) -> bool {
    a.order(b).is_lt()
}

/// `a <= b` on tuples.
#[inline]
pub fn le<T: Order>(a: T, b: T) -> bool {
    a.order(b).is_le()
}

/// `a > b` on tuples.
#[inline]
pub fn gt<T: Order>(a: T, b: T) -> bool {
    a.order(b).is_gt()
}

/// `a >= b` on tuples.
#[inline]
pub fn ge<T: Order>(a: T, b: T) -> bool {
    a.order(b).is_ge()
}

/// `min(a, b)`: the first of equals; a NaN as `<` treats it.
#[inline]
pub fn min2<T: Order>(a: T, b: T) -> T {
    if b.less(a) {
        b
    } else {
        a
    }
}

/// `max(a, b)`: the first of equals; a NaN as `>` treats it.
#[inline]
pub fn max2<T: Order>(a: T, b: T) -> T {
    if a.less(b) {
        b
    } else {
        a
    }
}
