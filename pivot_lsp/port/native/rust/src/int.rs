//! `int` within 64 bits and `bool`. `+`, `-`, `*` and negation are Rust's own, with overflow checks on.

use std::cmp::Ordering;

use crate::abi::{fallback, Reason};
use crate::exc::{kinds, raised, Exc, Outcome};

/// Ints whose magnitude is at most this are exact as floats.
const EXACT: u64 = 1 << 53;

#[cold]
fn zero_division(message: &str) -> Exc {
    raised(kinds::ZeroDivisionError, message)
}

/// Python's operations on an int.
pub trait IntExt: Sized {
    /// `a // b`, towards minus infinity.
    fn floor_div(self, other: i64) -> Outcome<i64>;
    /// `a % b`, with the sign of `b`.
    fn floor_mod(self, other: i64) -> Outcome<i64>;
    /// `divmod(a, b)`.
    fn div_mod(self, other: i64) -> Outcome<(i64, i64)>;
    /// `a / b`, correctly rounded.
    fn true_div(self, other: i64) -> Outcome<f64>;
    /// `a ** b`; a negative exponent falls back.
    fn int_pow(self, exponent: i64) -> i64;
    /// `a << b`.
    fn shift_left(self, count: i64) -> Outcome<i64>;
    /// `a >> b`.
    fn shift_right(self, count: i64) -> Outcome<i64>;
    /// `abs(a)`.
    fn abs_int(self) -> i64;
    /// `a.bit_length()`.
    fn bit_length(self) -> i64;
    /// `a == b`, exactly.
    fn eq_int_float(self, other: f64) -> bool;
    /// `a != b`, exactly.
    fn ne_int_float(self, other: f64) -> bool;
    /// `a < b`, exactly.
    fn lt_int_float(self, other: f64) -> bool;
    /// `a <= b`, exactly.
    fn le_int_float(self, other: f64) -> bool;
    /// `a > b`, exactly.
    fn gt_int_float(self, other: f64) -> bool;
    /// `a >= b`, exactly.
    fn ge_int_float(self, other: f64) -> bool;
}

/// Compares exactly, as float_richcompare does; None with a NaN.
pub(crate) fn compare_int_float(int: i64, float: f64) -> Option<Ordering> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if float.is_nan() {
        return None;
    }
    if float >= LIMIT {
        return Some(Ordering::Less);
    }
    if float < -LIMIT {
        return Some(Ordering::Greater);
    }
    let whole = float.trunc();
    let rest = (0.0).partial_cmp(&(float - whole));
    Some(
        int.cmp(&(whole as i64))
            .then(rest.unwrap_or(Ordering::Equal)),
    )
}

/// The float nearest to `a / b`, where one of them is not a float: 63 bits of the quotient and a sticky one.
#[cold]
fn divide_exactly(a: i64, b: i64) -> f64 {
    let (dividend, divisor) = (u128::from(a.unsigned_abs()), u128::from(b.unsigned_abs()));
    if dividend == 0 {
        return a as f64 / b as f64; // the sign of the zero
    }
    let shift = dividend.leading_zeros();
    let (quotient, rest) = ((dividend << shift) / divisor, (dividend << shift) % divisor);
    let rounded = (quotient | u128::from(rest != 0)) as f64;
    let size = rounded * f64::from_bits((1023 - u64::from(shift)) << 52);
    if (a < 0) != (b < 0) {
        -size
    } else {
        size
    }
}

impl IntExt for i64 {
    #[inline]
    fn floor_div(self, other: i64) -> Outcome<i64> {
        if other == 0 {
            return Err(zero_division("integer division or modulo by zero"));
        }
        let Some(quotient) = self.checked_div(other) else {
            fallback(Reason::Overflow)
        };
        let inexact = quotient.wrapping_mul(other) != self;
        Ok(quotient - i64::from(inexact && (self < 0) != (other < 0)))
    }

    #[inline]
    fn floor_mod(self, other: i64) -> Outcome<i64> {
        if other == 0 {
            return Err(zero_division("integer modulo by zero"));
        }
        let rest = self.wrapping_rem(other);
        Ok(if rest != 0 && (rest < 0) != (other < 0) {
            rest + other
        } else {
            rest
        })
    }

    #[inline]
    fn div_mod(self, other: i64) -> Outcome<(i64, i64)> {
        Ok((self.floor_div(other)?, self.floor_mod(other)?))
    }

    #[inline]
    fn true_div(self, other: i64) -> Outcome<f64> {
        if other == 0 {
            return Err(zero_division("division by zero"));
        }
        if self.unsigned_abs() > EXACT || other.unsigned_abs() > EXACT {
            return Ok(divide_exactly(self, other));
        }
        Ok(self as f64 / other as f64)
    }

    #[inline]
    fn int_pow(self, exponent: i64) -> i64 {
        if exponent < 0 {
            fallback(Reason::Value);
        }
        match (self, u32::try_from(exponent)) {
            (_, Ok(small)) => self
                .checked_pow(small)
                .unwrap_or_else(|| fallback(Reason::Overflow)),
            (0 | 1, Err(_)) => self,
            (-1, Err(_)) => 1 - 2 * (exponent & 1),
            _ => fallback(Reason::Overflow),
        }
    }

    #[inline]
    fn shift_left(self, count: i64) -> Outcome<i64> {
        if count < 0 {
            return Err(raised(kinds::ValueError, "negative shift count"));
        }
        if self == 0 {
            return Ok(0);
        }
        if count < 64 {
            let shifted = self << count;
            if shifted >> count == self {
                return Ok(shifted);
            }
        }
        fallback(Reason::Overflow)
    }

    #[inline]
    fn shift_right(self, count: i64) -> Outcome<i64> {
        if count < 0 {
            return Err(raised(kinds::ValueError, "negative shift count"));
        }
        Ok(self >> count.min(63))
    }

    #[inline]
    fn abs_int(self) -> i64 {
        self.checked_abs()
            .unwrap_or_else(|| fallback(Reason::Overflow))
    }

    #[inline]
    fn bit_length(self) -> i64 {
        i64::from(64 - self.unsigned_abs().leading_zeros())
    }

    #[inline]
    fn eq_int_float(self, other: f64) -> bool {
        compare_int_float(self, other) == Some(Ordering::Equal)
    }

    #[inline]
    fn ne_int_float(self, other: f64) -> bool {
        !self.eq_int_float(other)
    }

    #[inline]
    fn lt_int_float(self, other: f64) -> bool {
        compare_int_float(self, other).is_some_and(Ordering::is_lt)
    }

    #[inline]
    fn le_int_float(self, other: f64) -> bool {
        compare_int_float(self, other).is_some_and(Ordering::is_le)
    }

    #[inline]
    fn gt_int_float(self, other: f64) -> bool {
        compare_int_float(self, other).is_some_and(Ordering::is_gt)
    }

    #[inline]
    fn ge_int_float(self, other: f64) -> bool {
        compare_int_float(self, other).is_some_and(Ordering::is_ge)
    }
}
