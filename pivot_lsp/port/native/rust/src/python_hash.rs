//! The hashes of CPython that are the same in every process: numbers modulo 2**61 - 1 (Python/pyhash.c), tuples by
//! xxHash (Objects/tupleobject.c). The order of a set's elements comes from them.

const BITS: u32 = 61;
const MODULUS: u64 = (1 << BITS) - 1;
const INFINITE: i64 = 314_159;

/// -1 means an error to CPython.
fn no_error(hash: i64) -> i64 {
    if hash == -1 {
        -2
    } else {
        hash
    }
}

/// `hash(value)` of an int.
#[inline]
pub(crate) fn of_int(value: i64) -> i64 {
    let hash = (value.unsigned_abs() % MODULUS) as i64;
    no_error(if value < 0 { -hash } else { hash })
}

/// `hash(value)` of a float that is not NaN: mantissa times a power of two, modulo a prime of which 2**61 is 1.
pub(crate) fn of_float(value: f64) -> i64 {
    if value.is_infinite() {
        return if value > 0.0 { INFINITE } else { -INFINITE };
    }
    let bits = value.abs().to_bits();
    let (raw, fraction) = ((bits >> 52) as i64, bits & ((1 << 52) - 1));
    let (mantissa, exponent) = if raw == 0 {
        (fraction, -1074)
    } else {
        (fraction | 1 << 52, raw - 1075)
    };
    let turn = exponent.rem_euclid(i64::from(BITS)) as u32;
    let hash = ((u128::from(mantissa) << turn) % u128::from(MODULUS)) as i64;
    no_error(if value < 0.0 { -hash } else { hash })
}

/// The hash of a tuple, item by item.
pub(crate) struct OfTuple {
    sum: u64,
    items: u64,
}

impl OfTuple {
    const PRIMES: [u64; 3] = [
        11_400_714_785_074_694_791,
        14_029_467_366_897_019_727,
        2_870_177_450_012_600_261,
    ];

    /// Of no items yet.
    pub(crate) fn new() -> OfTuple {
        OfTuple {
            sum: Self::PRIMES[2],
            items: 0,
        }
    }

    /// With one more item, of this hash.
    pub(crate) fn with(self, hash: i64) -> OfTuple {
        let lane = (hash as u64).wrapping_mul(Self::PRIMES[1]);
        let sum = self.sum.wrapping_add(lane).rotate_left(31);
        OfTuple {
            sum: sum.wrapping_mul(Self::PRIMES[0]),
            items: self.items + 1,
        }
    }

    /// `hash(t)`.
    pub(crate) fn done(self) -> i64 {
        let hash = self
            .sum
            .wrapping_add(self.items ^ (Self::PRIMES[2] ^ 3_527_539)) as i64;
        if hash == -1 {
            1_546_275_796
        } else {
            hash
        }
    }
}
