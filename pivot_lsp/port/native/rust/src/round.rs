//! `round(x, n)`: the float nearest to the decimal nearest to `x`, ties to even, as CPython's dtoa gives it.

use crate::abi::{fallback, Reason};

/// Powers of ten that are exact as floats.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];
/// Floats below this have bits for halves.
const HALVES: f64 = 4_503_599_627_370_496.0;
/// The relative error of a product is at most half of 2**-52; four times that is surely enough.
const DOUBT: f64 = 4.5e-16;
/// Beyond these, rounding changes nothing, or leaves nothing (NDIGITS_MAX and NDIGITS_MIN of float___round___impl).
const MOST_DIGITS: i64 = 323;
const LEAST_DIGITS: i64 = -308;

/// Rounding to decimal places.
pub trait RoundExt {
    /// `round(x, digits)`.
    fn round_to(self, digits: i64) -> f64;
}

impl RoundExt for f64 {
    #[inline]
    fn round_to(self, digits: i64) -> f64 {
        if let Some(&ten) = usize::try_from(digits).ok().and_then(|n| TENS.get(n)) {
            let scaled = self * ten;
            let size = scaled.abs();
            if size < HALVES {
                let fraction = size - size.floor();
                if (fraction - 0.5).abs() > DOUBT * size + f64::MIN_POSITIVE {
                    // the nearest integer is beyond doubt, and so is its quotient: both operands are exact
                    return scaled.round_ties_even() / ten;
                }
            }
        }
        round_exactly(self, digits)
    }
}

#[cold]
fn round_exactly(x: f64, digits: i64) -> f64 {
    if !x.is_finite() || digits > MOST_DIGITS || x == 0.0 {
        return x;
    }
    if digits < LEAST_DIGITS {
        return 0.0 * x;
    }
    let text = if digits >= 0 {
        format!("{x:.*}", digits as usize)
    } else {
        rounded_left(x, -digits as usize)
    };
    match text.parse::<f64>() {
        Ok(rounded) if rounded.is_finite() => rounded,
        _ => fallback(Reason::Value), // OverflowError: rounded value too large to represent
    }
}

/// `x` as a decimal, rounded `places` places left of the point.
fn rounded_left(x: f64, places: usize) -> String {
    let all = format!("{:.0}", x.abs().trunc()); // every digit of the integral part, exactly
    let sign = if x < 0.0 { "-" } else { "" };
    let Some(kept) = all.len().checked_sub(places) else {
        return format!("{sign}0");
    };
    let (head, tail) = all.split_at(kept);
    let half = format!("5{:0<width$}", "", width = places - 1);
    let odd = head.ends_with(['1', '3', '5', '7', '9']);
    let up = match tail.cmp(half.as_str()) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => odd || x.fract() != 0.0,
    };
    let mut digits = format!("0{head}").into_bytes();
    if up {
        for digit in digits.iter_mut().rev() {
            if *digit == b'9' {
                *digit = b'0';
            } else {
                *digit += 1;
                break;
            }
        }
    }
    let head: String = digits.into_iter().map(char::from).collect();
    format!("{sign}{head}{:0<places$}", "")
}
