//! Arithmetic of NumPy's scalars: IEEE's and libm's, as NumPy has it. Where NumPy would warn, the call falls back.

use crate::abi::{fallback, Reason};
use crate::float::{libm_pow, FloatExt};

const QUIET: u64 = 1 << 51;
/// Up to here every int is a float.
const EXACT: u64 = 1 << 53;

/// `result`, unless an operation on `a` and `b` that gave it has raised one of the processor's flags: a NaN or an
/// infinity that no operand was.
#[cold]
#[inline(never)]
fn explained(result: f64, a: f64, b: f64) -> f64 {
    let signals = |x: f64| x.is_nan() && x.to_bits() & QUIET == 0;
    let known = if result.is_nan() {
        a.is_nan() || b.is_nan()
    } else {
        a.is_infinite() || b.is_infinite()
    };
    if !known || signals(a) || signals(b) {
        fallback(Reason::Value);
    }
    result
}

#[inline]
fn checked(result: f64, a: f64, b: f64) -> f64 {
    if result.is_finite() {
        result
    } else {
        explained(result, a, b)
    }
}

/// `a + b`.
#[inline]
pub fn add(a: f64, b: f64) -> f64 {
    checked(a + b, a, b)
}

/// `a - b`.
#[inline]
pub fn subtract(a: f64, b: f64) -> f64 {
    checked(a - b, a, b)
}

/// `a * b`.
#[inline]
pub fn multiply(a: f64, b: f64) -> f64 {
    checked(a * b, a, b)
}

/// `a / b`.
#[inline]
pub fn divide(a: f64, b: f64) -> f64 {
    checked(a / b, a, b)
}

/// Operands of `//` and `%` for which NumPy does what CPython does.
#[inline]
fn plain(a: f64, b: f64) {
    if b == 0.0 || !a.is_finite() || !b.is_finite() {
        fallback(Reason::Value);
    }
}

/// `a // b`.
#[inline]
pub fn floor_divide(a: f64, b: f64) -> f64 {
    plain(a, b);
    match a.floor_div_float(b) {
        Ok(quotient) => checked(quotient, a, b),
        Err(_) => fallback(Reason::Value),
    }
}

/// `a % b`.
#[inline]
pub fn remainder(a: f64, b: f64) -> f64 {
    plain(a, b);
    match a.floor_mod_float(b) {
        Ok(rest) => rest,
        Err(_) => fallback(Reason::Value),
    }
}

/// `a ** b`.
#[inline]
pub fn power(a: f64, b: f64) -> f64 {
    checked(libm_pow(a, b), a, b)
}

/// `a // b` of ints.
#[inline]
pub fn floor_divide_int(a: i64, b: i64) -> i64 {
    if b == 0 || b == -1 {
        return if b == 0 { fallback(Reason::Value) } else { -a };
    }
    let quotient = a / b;
    if a % b != 0 && (a < 0) != (b < 0) {
        quotient - 1
    } else {
        quotient
    }
}

/// `a % b` of ints.
#[inline]
pub fn remainder_int(a: i64, b: i64) -> i64 {
    if b == 0 {
        fallback(Reason::Value);
    }
    let rest = a.wrapping_rem(b);
    if rest != 0 && (rest < 0) != (b < 0) {
        rest + b
    } else {
        rest
    }
}

/// An int where a float is taken.
#[inline]
pub fn float_of_int(i: i64) -> f64 {
    if i.unsigned_abs() > EXACT {
        fallback(Reason::Value);
    }
    i as f64
}
