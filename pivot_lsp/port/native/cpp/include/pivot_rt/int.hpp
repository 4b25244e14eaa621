// int: 64 bits, every operation checked. What leaves 64 bits falls back, so a value is always CPython's value.
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <tuple>

#include "pivot_rt/fallback.hpp"

namespace rt::types {

// The runtime's types live in `types`, its functions in `rt`: so a ported function may be called `sum` or `sorted`
// and argument-dependent lookup never offers the runtime's.
struct Int {
    std::int64_t v;

    Int() = default;
    template <std::integral I>
        requires(!std::same_as<I, bool>)
    constexpr Int(I value) : v(static_cast<std::int64_t>(value)) {}

    constexpr Int& operator+=(Int other) {
        if (__builtin_add_overflow(v, other.v, &v)) [[unlikely]] {
            overflow();
        }
        return *this;
    }
    constexpr Int& operator-=(Int other) {
        if (__builtin_sub_overflow(v, other.v, &v)) [[unlikely]] {
            overflow();
        }
        return *this;
    }
    constexpr Int& operator*=(Int other) {
        if (__builtin_mul_overflow(v, other.v, &v)) [[unlikely]] {
            overflow();
        }
        return *this;
    }
    constexpr Int& operator&=(Int other) {
        v &= other.v;
        return *this;
    }
    constexpr Int& operator|=(Int other) {
        v |= other.v;
        return *this;
    }
    constexpr Int& operator^=(Int other) {
        v ^= other.v;
        return *this;
    }
    friend constexpr Int operator+(Int a, Int b) { return a += b; }
    friend constexpr Int operator-(Int a, Int b) { return a -= b; }
    friend constexpr Int operator*(Int a, Int b) { return a *= b; }
    friend constexpr Int operator&(Int a, Int b) { return a &= b; }
    friend constexpr Int operator|(Int a, Int b) { return a |= b; }
    friend constexpr Int operator^(Int a, Int b) { return a ^= b; }
    friend constexpr Int operator>>(Int a, Int count) { return Int(a.v >> count.v); }  // by 0 to 63, as CPython shifts
    friend constexpr Int operator-(Int a) { return Int(0) - a; }
    friend constexpr Int operator~(Int a) { return Int(~a.v); }
    friend constexpr bool operator==(Int a, Int b) = default;
    friend constexpr auto operator<=>(Int a, Int b) = default;
};

}  // namespace rt::types

namespace rt {

using types::Int;

inline namespace literals {
// 5_i is an int where a bare 5 would leave a template's argument undecided.
consteval Int operator""_i(unsigned long long value) { return Int(value); }
}  // namespace literals

[[noreturn, gnu::cold, gnu::noinline]] void raise_int_division_by_zero();
[[noreturn, gnu::cold, gnu::noinline]] void raise_int_modulo_by_zero();

inline Int floor_div(Int a, Int b) {
    if (b.v == 0) [[unlikely]] {
        raise_int_division_by_zero();
    }
    if (b.v == -1) [[unlikely]] {
        return -a;
    }
    const std::int64_t quotient = a.v / b.v;
    const bool inexact = a.v % b.v != 0;
    return quotient - (inexact && ((a.v < 0) != (b.v < 0)) ? 1 : 0);
}

inline Int floor_mod(Int a, Int b) {
    if (b.v == 0) [[unlikely]] {
        raise_int_modulo_by_zero();
    }
    if (b.v == -1) [[unlikely]] {
        return 0;
    }
    const std::int64_t rest = a.v % b.v;
    return rest != 0 && ((rest < 0) != (b.v < 0)) ? rest + b.v : rest;
}

inline std::tuple<Int, Int> div_mod(Int a, Int b) {
    const Int quotient = floor_div(a, b);  // its message is divmod's too
    return {quotient, floor_mod(a, b)};
}

double true_div(Int a, Int b);     // exact below 2**53, else falls back; ZeroDivisionError
Int int_pow(Int base, Int power);  // a negative power falls back
Int shift_left(Int a, Int count);  // ValueError on a negative count
Int shift_right(Int a, Int count);
inline Int abs_int(Int a) { return a < 0 ? -a : a; }
Int bit_length(Int a);

constexpr Int int_of_bool(bool b) { return b ? 1 : 0; }
constexpr double float_of_bool(bool b) { return b ? 1.0 : 0.0; }
constexpr double to_float(Int a) { return static_cast<double>(a.v); }
constexpr bool and_bool(bool a, bool b) { return a && b; }  // both are evaluated already
constexpr bool or_bool(bool a, bool b) { return a || b; }

// int against float, exactly (CPython, Objects/floatobject.c, float_richcompare).
// -1, 0, 1; 2 when `b` is NaN.
int compare_int_float(Int a, double b);
inline bool eq_int_float(Int a, double b) { return compare_int_float(a, b) == 0; }
inline bool ne_int_float(Int a, double b) { return compare_int_float(a, b) != 0; }
inline bool lt_int_float(Int a, double b) { return compare_int_float(a, b) == -1; }
inline bool le_int_float(Int a, double b) { return compare_int_float(a, b) <= 0; }
inline bool gt_int_float(Int a, double b) { return compare_int_float(a, b) == 1; }
inline bool ge_int_float(Int a, double b) {
    const int order = compare_int_float(a, b);
    return order == 0 || order == 1;
}
inline bool eq_float_int(double a, Int b) { return eq_int_float(b, a); }
inline bool ne_float_int(double a, Int b) { return ne_int_float(b, a); }
inline bool lt_float_int(double a, Int b) { return gt_int_float(b, a); }
inline bool le_float_int(double a, Int b) { return ge_int_float(b, a); }
inline bool gt_float_int(double a, Int b) { return lt_int_float(b, a); }
inline bool ge_float_int(double a, Int b) { return le_int_float(b, a); }

}  // namespace rt
