//! The `math` module. Where CPython raises ValueError or OverflowError, legacy is left to say so.

use std::hint::black_box;

use crate::abi::{fallback, Reason};
use crate::float::{libm_pow, whole_to_int};

/// The platform's libm, un-folded: the very functions CPython calls.
mod libm {
    extern "C" {
        pub fn exp(x: f64) -> f64;
        pub fn log(x: f64) -> f64;
        pub fn log2(x: f64) -> f64;
        pub fn log10(x: f64) -> f64;
        pub fn sin(x: f64) -> f64;
        pub fn cos(x: f64) -> f64;
        pub fn tan(x: f64) -> f64;
        pub fn asin(x: f64) -> f64;
        pub fn acos(x: f64) -> f64;
        pub fn atan(x: f64) -> f64;
        pub fn sinh(x: f64) -> f64;
        pub fn cosh(x: f64) -> f64;
        pub fn tanh(x: f64) -> f64;
        pub fn atan2(y: f64, x: f64) -> f64;
    }
}

/// The result, unless CPython would raise for it (Modules/mathmodule.c, math_1).
#[inline]
fn checked(x: f64, result: f64) -> f64 {
    if (result.is_nan() && !x.is_nan()) || (result.is_infinite() && x.is_finite()) {
        fallback(Reason::Value);
    }
    result
}

macro_rules! from_libm {
    ($($name:ident)*) => {
        $(
            #[doc = concat!("`math.", stringify!($name), "(x)`.")]
            #[inline]
            pub fn $name(x: f64) -> f64 {
                // SAFETY: a pure function of the C library
                checked(x, unsafe { libm::$name(black_box(x)) })
            }
        )*
    };
}

from_libm!(exp sin cos tan asin acos atan sinh cosh tanh);

macro_rules! logarithms {
    ($($name:ident)*) => {
        $(
            #[doc = concat!("`math.", stringify!($name), "(x)`.")]
            #[inline]
            pub fn $name(x: f64) -> f64 {
                if x <= 0.0 {
                    fallback(Reason::Value);
                }
                // SAFETY: a pure function of the C library
                unsafe { libm::$name(black_box(x)) }
            }
        )*
    };
}

logarithms!(log log2 log10);

/// `math.sqrt(x)`.
#[inline]
pub fn sqrt(x: f64) -> f64 {
    checked(x, x.sqrt())
}

/// `math.fabs(x)`.
#[inline]
pub fn fabs(x: f64) -> f64 {
    x.abs()
}

/// `math.degrees(x)`.
#[inline]
pub fn degrees(x: f64) -> f64 {
    x * (180.0 / std::f64::consts::PI)
}

/// `math.radians(x)`.
#[inline]
pub fn radians(x: f64) -> f64 {
    x * (std::f64::consts::PI / 180.0)
}

/// `math.pow(x, y)` (math_pow_impl); its errors fall back.
pub fn pow(x: f64, y: f64) -> f64 {
    let power = if x == 1.0 || y == 0.0 {
        1.0
    } else {
        libm_pow(x, y)
    };
    if x.is_finite() && y.is_finite() && !power.is_finite() {
        fallback(Reason::Value);
    }
    power
}

/// `math.atan2(y, x)`.
#[inline]
pub fn atan2(y: f64, x: f64) -> f64 {
    // SAFETY: a pure function of the C library
    unsafe { libm::atan2(black_box(y), black_box(x)) }
}

/// `math.fmod(x, y)`.
#[inline]
pub fn fmod(x: f64, y: f64) -> f64 {
    if y.is_infinite() && x.is_finite() {
        return x;
    }
    let rest = x % y;
    if rest.is_nan() && !x.is_nan() && !y.is_nan() {
        fallback(Reason::Value);
    }
    rest
}

/// `math.copysign(x, y)`.
#[inline]
pub fn copysign(x: f64, y: f64) -> f64 {
    x.copysign(y)
}

/// `math.floor(x)`.
#[inline]
pub fn floor(x: f64) -> i64 {
    whole_to_int(x.floor())
}

/// `math.ceil(x)`.
#[inline]
pub fn ceil(x: f64) -> i64 {
    whole_to_int(x.ceil())
}

/// `math.trunc(x)`.
#[inline]
pub fn trunc(x: f64) -> i64 {
    whole_to_int(x.trunc())
}

/// `math.isnan(x)`.
#[inline]
pub fn isnan(x: f64) -> bool {
    x.is_nan()
}

/// `math.isinf(x)`.
#[inline]
pub fn isinf(x: f64) -> bool {
    x.is_infinite()
}

/// `math.isfinite(x)`.
#[inline]
pub fn isfinite(x: f64) -> bool {
    x.is_finite()
}

/// `math.gcd(a, b)`.
pub fn gcd(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i64::try_from(a).unwrap_or_else(|_| fallback(Reason::Overflow))
}

/// `math.isqrt(n)`.
pub fn isqrt(n: i64) -> i64 {
    match u64::try_from(n) {
        Ok(n) => n.isqrt() as i64,
        Err(_) => fallback(Reason::Value),
    }
}
