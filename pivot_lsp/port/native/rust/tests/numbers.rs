//! Numbers against CPython's answers.

mod golden;

use std::panic::{catch_unwind, AssertUnwindSafe};

use pivot_rt::{math, prelude::*, set_python, sum_float, sum_float_from};

fn falls_back<T>(job: impl FnOnce() -> T) -> bool {
    catch_unwind(AssertUnwindSafe(job)).is_err()
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

#[test]
fn ints_divide_towards_minus_infinity() {
    for (a, b, quotient, rest) in [
        (7, 2, 3, 1),
        (-7, 2, -4, 1),
        (7, -2, -4, -1),
        (-7, -2, 3, -1),
        (6, -3, -2, 0),
    ] {
        assert_eq!(
            (a.floor_div(b).unwrap(), a.floor_mod(b).unwrap()),
            (quotient, rest),
            "{a} {b}"
        );
    }
    assert_eq!(1_i64.floor_div(0).unwrap_err().kind(), ZeroDivisionError);
    assert!(falls_back(|| i64::MIN.floor_div(-1)));
    assert_eq!(i64::MIN.floor_mod(-1).unwrap(), 0);
}

#[test]
fn int_quotients_are_correctly_rounded() {
    for &(a, b, quotient) in golden::DIVIDE {
        assert!(same(a.true_div(b).unwrap(), quotient), "{a} / {b}");
    }
}

#[test]
fn what_leaves_64_bits_falls_back() {
    assert!(falls_back(|| 2_i64.int_pow(63)));
    assert!(falls_back(|| 1_i64.shift_left(63)));
    assert!(falls_back(|| i64::MIN.abs_int()));
    assert!(falls_back(|| 1e19.int_of_float()));
    assert!(falls_back(|| f64::NAN.round_half_even()));
    assert_eq!((-2_i64).int_pow(63), i64::MIN);
    assert_eq!((-1_i64).int_pow(i64::MAX), -1);
    assert_eq!(0_i64.shift_left(i64::MAX).unwrap(), 0);
    assert_eq!((-5_i64).shift_right(1000).unwrap(), -1);
}

#[test]
fn ints_and_floats_compare_exactly() {
    let big = (1_i64 << 53) + 1;
    assert!(!big.eq_int_float(9007199254740992.0));
    assert!(big.gt_int_float(9007199254740992.0));
    assert!(i64::MAX.lt_int_float(9223372036854775808.0));
    assert!(i64::MIN.eq_int_float(-9223372036854775808.0));
    assert!(3_i64.lt_int_float(3.5) && (-3_i64).gt_int_float(-3.5));
    assert!(!1_i64.le_int_float(f64::NAN) && 1_i64.ne_int_float(f64::NAN));
}

#[test]
fn floats_divide_as_pythons() {
    for &(a, b, quotient, rest) in golden::FLOOR {
        assert!(same(a.floor_div_float(b).unwrap(), quotient), "{a} // {b}");
        assert!(same(a.floor_mod_float(b).unwrap(), rest), "{a} % {b}");
    }
}

#[test]
fn powers_follow_float_pow() {
    assert_eq!((-8.0).pow_float(3.0).unwrap(), -512.0);
    assert_eq!(0.0.pow_float(-1.0).unwrap_err().kind(), ZeroDivisionError);
    assert_eq!(10.0.pow_float(400.0).unwrap_err().kind(), OverflowError);
    assert!(falls_back(|| (-8.0).pow_float(0.5)));
    assert_eq!(f64::NAN.pow_float(0.0).unwrap(), 1.0);
    assert!(same((-0.0).pow_float(3.0).unwrap(), -0.0));
}

#[test]
fn rounding_is_exact_and_half_even() {
    for &(x, digits, rounded) in golden::ROUND {
        assert!(
            same(x.round_to(digits), rounded),
            "round({x}, {digits}) is {}",
            x.round_to(digits)
        );
    }
    assert_eq!(
        (
            2.5.round_half_even(),
            3.5.round_half_even(),
            (-0.5).round_half_even()
        ),
        (2, 4, 0)
    );
}

#[test]
fn repr_is_pythons() {
    let cx = Cx::with_limit(1 << 20);
    for &(x, text) in golden::REPR {
        assert_eq!(x.str_of_float(&cx).as_str(), text);
    }
}

#[test]
fn formats_are_pythons() {
    let cx = Cx::with_limit(1 << 20);
    for &(x, spec, text) in golden::FORMAT_FLOAT {
        assert_eq!(
            x.format_float(&cx, Str::new(spec)).as_str(),
            text,
            "{x} {spec:?}"
        );
    }
    for &(n, spec, text) in golden::FORMAT_INT {
        assert_eq!(
            n.format_int(&cx, Str::new(spec)).as_str(),
            text,
            "{n} {spec:?}"
        );
    }
    for (spec, text) in [("#x", "0x5"), ("#08b", "0b000101"), ("+#o", "+0o5")] {
        assert_eq!(5_i64.format_int(&cx, Str::new(spec)).as_str(), text);
    }
    for spec in ["c", "n", ",x", ".3d", "5,5", "?"] {
        assert!(
            falls_back(|| 5_i64.format_int(&cx, Str::new(spec))),
            "{spec:?}"
        );
    }
}

#[test]
fn sums_are_those_of_the_running_python() {
    let tenths = || std::iter::repeat_n(0.1, 10);
    set_python(311);
    assert_eq!(sum_float(tenths()), 0.9999999999999999);
    set_python(312);
    assert_eq!(sum_float(tenths()), 1.0);
    assert_eq!(
        sum_float_from([1e308, 1e308].into_iter(), 0.0),
        f64::INFINITY
    );
    set_python(311);
    assert!(same(sum_float([-0.0].into_iter()), 0.0));
    assert!(falls_back(|| sum_float(std::iter::empty())));
}

#[test]
fn math_leaves_its_errors_to_legacy() {
    assert!(
        falls_back(|| math::sqrt(-1.0))
            && falls_back(|| math::log(0.0))
            && falls_back(|| math::exp(1000.0))
    );
    assert!(falls_back(|| math::fmod(f64::INFINITY, 1.0)) && falls_back(|| math::isqrt(-1)));
    assert!(math::log(f64::NAN).is_nan() && math::sqrt(f64::INFINITY).is_infinite());
    assert_eq!(
        (math::gcd(-12, 18), math::isqrt(99), math::floor(-0.5)),
        (6, 9, -1)
    );
}
