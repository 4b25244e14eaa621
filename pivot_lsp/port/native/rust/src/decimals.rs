//! Fixed notation of floats, exactly, by whole numbers where they suffice.

use crate::region::Cx;
use crate::str::Str;

/// `value` (not negative) times 10**places, rounded half to even; None where it takes more than 63 bits.
///
/// The significand times the power is a number of at most 83 bits; the exponent says how many of them to drop.
pub fn scaled(value: f64, places: usize) -> Option<u64> {
    const POWERS: [u64; 10] = [
        1,
        10,
        100,
        1_000,
        10_000,
        100_000,
        1_000_000,
        10_000_000,
        100_000_000,
        1_000_000_000,
    ];
    let power = u128::from(*POWERS.get(places)?);
    let bits = value.to_bits();
    let drop = 1075_u64
        .checked_sub(bits >> 52 & 0x7FF)
        .filter(|drop| (1..=120).contains(drop))?;
    let product = u128::from(bits & ((1 << 52) - 1) | 1 << 52) * power;
    let whole = u64::try_from(product >> drop)
        .ok()
        .filter(|&whole| whole >> 63 == 0)?;
    let rest = product & ((1 << drop) - 1);
    let half = 1 << (drop - 1);
    Some(whole + u64::from(rest > half || rest == half && whole & 1 == 1))
}

const ROOM: usize = 32;

/// The text of a whole number of 10**-places.
pub struct Decimals {
    bytes: [u8; ROOM],
    start: usize,
}

impl Decimals {
    /// `places` is at most 9.
    pub fn new(mut whole: u64, places: usize, negative: bool) -> Decimals {
        let (mut bytes, mut start, mut written) = ([0; ROOM], ROOM, 0);
        let mut put = |byte: u8| {
            start -= 1;
            bytes[start] = byte;
        };
        while written <= places || whole > 0 {
            if written == places && places > 0 {
                put(b'.');
            }
            put(b'0' + (whole % 10) as u8);
            whole /= 10;
            written += 1;
        }
        if negative {
            put(b'-');
        }
        Decimals { bytes, start }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[self.start..]).unwrap_or_default()
    }

    /// The text, in the region.
    pub fn text<'a>(&self, cx: &'a Cx) -> Str<'a> {
        Str::copied(cx, self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{scaled, Decimals};

    fn rounded(value: f64, places: usize) -> Option<String> {
        let whole = scaled(value, places)?;
        Some(Decimals::new(whole, places, false).as_str().to_owned())
    }

    #[test]
    fn agrees_with_the_long_way() {
        let (mut bits, mut answered) = (0x9E37_79B9_7F4A_7C15_u64, 0);
        for round in 0..20_000_u32 {
            bits = bits
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let power = i32::try_from(bits >> 58).unwrap_or(0) - 40;
            let some = (bits >> 11) as f64 / 1e15 * 2_f64.powi(power);
            let tie = f64::from(round) / 8.0;
            for value in [some, tie, tie + 0.005] {
                for places in [0, 1, 2, 3, 9] {
                    if let Some(text) = rounded(value, places) {
                        assert_eq!(text, format!("{value:.places$}"));
                        answered += 1;
                    }
                }
            }
        }
        assert!(answered > 200_000);
        assert_eq!(rounded(2.675, 2).as_deref(), Some("2.67"));
        assert_eq!(rounded(0.125, 2).as_deref(), Some("0.12"));
        assert_eq!(rounded(f64::INFINITY, 2), None);
        assert_eq!(rounded(0.0, 2), None);
    }
}
