//! Fixed notation of floats, exactly, by whole numbers where they suffice.

/// `value` (finite, not negative) with so many decimals, rounded half to even; None where it takes more than 64 bits.
///
/// The significand times 10**places is a number of at most 83 bits; the exponent says how many of them to drop.
pub fn rounded(value: f64, places: usize) -> Option<String> {
    let power = 10_u128.pow(u32::try_from(places).ok().filter(|&p| p <= 9)?);
    let bits = value.to_bits();
    let raised = bits >> 52 & 0x7FF;
    let drop = 1075_u64
        .checked_sub(raised)
        .filter(|d| (1..=120).contains(d))?;
    if raised == 0 {
        return None;
    }
    let product = u128::from(bits & ((1 << 52) - 1) | 1 << 52) * power;
    let whole = u64::try_from(product >> drop)
        .ok()
        .filter(|&w| w >> 63 == 0)?;
    let rest = product & ((1 << drop) - 1);
    let half = 1 << (drop - 1);
    let up = rest > half || rest == half && whole & 1 == 1;
    let mut digits = (whole + u64::from(up)).to_string();
    if places > 0 {
        if digits.len() <= places {
            digits.insert_str(0, &"0".repeat(places + 1 - digits.len()));
        }
        digits.insert(digits.len() - places, '.');
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn agrees_with_the_long_way() {
        let mut bits = 0x9E37_79B9_7F4A_7C15_u64;
        for round in 0..200_000_u32 {
            bits = bits
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let power = i32::try_from(bits >> 58).unwrap_or(0) - 40;
            let some = (bits >> 11) as f64 / 1e15 * 2_f64.powi(power);
            let tie = f64::from(round) / 8.0;
            for value in [some, tie, tie + 0.005] {
                for places in [0, 1, 2, 3, 9] {
                    let text = rounded(value, places);
                    assert!(
                        text.is_none() || text == Some(format!("{value:.places$}")),
                        "{value} {places} {text:?}"
                    );
                }
            }
        }
        assert_eq!(rounded(2.675, 2).as_deref(), Some("2.67"));
        assert_eq!(rounded(0.125, 2).as_deref(), Some("0.12"));
    }
}
