//! `float`: `+`, `-`, `*`, comparisons and negation are Rust's own, which are IEEE's; the rest follows
//! Objects/floatobject.c.

use std::cmp::Ordering;
use std::hint::black_box;

use crate::abi::{fallback, Reason};
use crate::exc::{kinds, python, raised, Exc, Outcome};
use crate::int::compare_int_float;

extern "C" {
    fn pow(base: f64, exponent: f64) -> f64;
}

/// The platform's `pow`, as CPython calls it: never folded into a product or a square root.
#[inline]
pub(crate) fn libm_pow(base: f64, exponent: f64) -> f64 {
    // SAFETY: a pure function of the C library
    unsafe { pow(black_box(base), black_box(exponent)) }
}

/// The first float beyond 64-bit ints.
const LIMIT: f64 = 9_223_372_036_854_775_808.0;

/// An integral float as an int; falls back beyond 64 bits, and with inf and nan.
#[inline]
pub(crate) fn whole_to_int(whole: f64) -> i64 {
    if (-LIMIT..LIMIT).contains(&whole) {
        whole as i64
    } else {
        fallback(Reason::Overflow)
    }
}

/// `ERANGE` and its text in the C library: the args of the OverflowError of `**`.
const OUT_OF_RANGE: (i64, &str) = (34, "Numerical result out of range");

#[cold]
fn zero_division(message: &str) -> Exc {
    raised(kinds::ZeroDivisionError, message)
}

/// Python's operations on a float.
pub trait FloatExt: Sized {
    /// `x / y`.
    fn true_div_float(self, other: f64) -> Outcome<f64>;
    /// `x // y`.
    fn floor_div_float(self, other: f64) -> Outcome<f64>;
    /// `x % y`.
    fn floor_mod_float(self, other: f64) -> Outcome<f64>;
    /// `x ** y`; a complex result falls back.
    fn pow_float(self, exponent: f64) -> Outcome<f64>;
    /// `abs(x)`.
    fn abs_float(self) -> f64;
    /// `x.is_integer()`.
    fn is_integer(self) -> bool;
    /// `int(x)`.
    fn int_of_float(self) -> i64;
    /// `round(x)`.
    fn round_half_even(self) -> i64;
    /// `x == i`, exactly.
    fn eq_float_int(self, other: i64) -> bool;
    /// `x != i`, exactly.
    fn ne_float_int(self, other: i64) -> bool;
    /// `x < i`, exactly.
    fn lt_float_int(self, other: i64) -> bool;
    /// `x <= i`, exactly.
    fn le_float_int(self, other: i64) -> bool;
    /// `x > i`, exactly.
    fn gt_float_int(self, other: i64) -> bool;
    /// `x >= i`, exactly.
    fn ge_float_int(self, other: i64) -> bool;
}

impl FloatExt for f64 {
    #[inline]
    fn true_div_float(self, other: f64) -> Outcome<f64> {
        if other == 0.0 {
            return Err(zero_division("float division by zero"));
        }
        Ok(self / other)
    }

    #[inline]
    fn floor_div_float(self, other: f64) -> Outcome<f64> {
        if other == 0.0 {
            return Err(zero_division("float floor division by zero"));
        }
        let rest = self % other;
        let mut quotient = (self - rest) / other;
        if rest != 0.0 && (other < 0.0) != (rest < 0.0) {
            quotient -= 1.0;
        }
        if quotient == 0.0 {
            return Ok((0.0_f64).copysign(self / other));
        }
        let floor = quotient.floor();
        Ok(if quotient - floor > 0.5 {
            floor + 1.0
        } else {
            floor
        })
    }

    #[inline]
    fn floor_mod_float(self, other: f64) -> Outcome<f64> {
        if other == 0.0 {
            let message = if python() >= 313 {
                "float modulo by zero"
            } else {
                "float modulo"
            };
            return Err(zero_division(message));
        }
        let rest = self % other;
        if rest == 0.0 {
            return Ok((0.0_f64).copysign(other));
        }
        Ok(if (other < 0.0) != (rest < 0.0) {
            rest + other
        } else {
            rest
        })
    }

    fn pow_float(self, exponent: f64) -> Outcome<f64> {
        if exponent == 0.0 {
            return Ok(1.0);
        }
        if self.is_nan() {
            return Ok(self);
        }
        if exponent.is_nan() {
            return Ok(if self == 1.0 { 1.0 } else { exponent });
        }
        if exponent.is_infinite() {
            let size = self.abs();
            return Ok(match (size == 1.0, (exponent > 0.0) == (size > 1.0)) {
                (true, _) => 1.0,
                (false, true) => f64::INFINITY,
                (false, false) => 0.0,
            });
        }
        let odd = exponent.abs() % 2.0 == 1.0;
        if self.is_infinite() {
            return Ok(match (exponent > 0.0, odd) {
                (true, true) => self,
                (true, false) => self.abs(),
                (false, true) => (0.0_f64).copysign(self),
                (false, false) => 0.0,
            });
        }
        if self == 0.0 {
            if exponent < 0.0 {
                return Err(zero_division("0.0 cannot be raised to a negative power"));
            }
            return Ok(if odd { self } else { 0.0 });
        }
        if self < 0.0 && exponent != exponent.floor() {
            fallback(Reason::Value);
        }
        let negate = self < 0.0 && odd;
        let size = self.abs();
        let power = if size == 1.0 {
            1.0
        } else {
            libm_pow(size, exponent)
        };
        if power.is_infinite() {
            return Err(Exc::new(
                kinds::OverflowError,
                [OUT_OF_RANGE.0.into(), OUT_OF_RANGE.1.into()],
            ));
        }
        Ok(if negate { -power } else { power })
    }

    #[inline]
    fn abs_float(self) -> f64 {
        self.abs()
    }

    #[inline]
    fn is_integer(self) -> bool {
        self.is_finite() && self.floor() == self
    }

    #[inline]
    fn int_of_float(self) -> i64 {
        whole_to_int(self.trunc())
    }

    #[inline]
    fn round_half_even(self) -> i64 {
        whole_to_int(self.round_ties_even())
    }

    #[inline]
    fn eq_float_int(self, other: i64) -> bool {
        compare_int_float(other, self) == Some(Ordering::Equal)
    }

    #[inline]
    fn ne_float_int(self, other: i64) -> bool {
        !self.eq_float_int(other)
    }

    #[inline]
    fn lt_float_int(self, other: i64) -> bool {
        compare_int_float(other, self).is_some_and(Ordering::is_gt)
    }

    #[inline]
    fn le_float_int(self, other: i64) -> bool {
        compare_int_float(other, self).is_some_and(Ordering::is_ge)
    }

    #[inline]
    fn gt_float_int(self, other: i64) -> bool {
        compare_int_float(other, self).is_some_and(Ordering::is_lt)
    }

    #[inline]
    fn ge_float_int(self, other: i64) -> bool {
        compare_int_float(other, self).is_some_and(Ordering::is_le)
    }
}
