// float: CPython's arithmetic on IEEE doubles (Objects/floatobject.c), its text and its rounding.
//
// Invariant: `+ - *` stay the language's own, never fused or reassociated; whatever calls libm lives in the compiled
// library, where no compiler can fold it with other digits than the platform's libm gives.
#pragma once

#include <cmath>

#include "pivot_rt/str.hpp"

namespace rt {

[[noreturn, gnu::cold, gnu::noinline]] void raise_float_division_by_zero();

inline double true_div_float(double a, double b) {
    if (b == 0.0) [[unlikely]] {
        raise_float_division_by_zero();
    }
    return a / b;
}
double floor_div_float(double a, double b);  // ZeroDivisionError
double floor_mod_float(double a, double b);  // ZeroDivisionError
double pow_float(double base, double power);  // OverflowError, ZeroDivisionError; complex results fall back
inline double abs_float(double x) { return std::fabs(x); }
inline bool is_integer(double x) { return std::isfinite(x) && std::floor(x) == x; }

Int int_of_float(double x);     // truncates
Int int_of_str(Str s);          // ValueError
double float_of_str(Str s);     // ValueError
Int round_half_even(double x);  // round(x)
double round_exact(double x, Int digits);

// round(x, digits) gives the double nearest to the correctly rounded decimal. The scaled value decides when it is
// far from a tie by more than its own error; close to one, the exact digits do.
inline double round_to(double x, Int digits) {
    constexpr double POWERS[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10};
    if (digits.v >= 0 && digits.v <= 10) [[likely]] {
        const double power = POWERS[digits.v];
        const double scaled = x * power;
        if (std::fabs(scaled) < 4e15) [[likely]] {
            const auto whole = static_cast<double>(static_cast<std::int64_t>(scaled));
            const double away = std::fabs(std::fabs(scaled - whole) - 0.5);
            if (away > 1e-15 * std::fabs(scaled) && scaled != 0.0) [[likely]] {
                const double up = std::fabs(scaled - whole) > 0.5 ? (scaled < 0.0 ? -1.0 : 1.0) : 0.0;
                return std::copysign((whole + up) / power, x);
            }
        }
    }
    return round_exact(x, digits);
}

// format(value, spec); the front end lets only specs of the supported grammar through.
Str format_int(Int value, Str spec);
Str format_float(double value, Str spec);
Str format_str(Str value, Str spec);

// The math module. Where CPython raises, these fall back.
namespace math {
double sqrt(double x);
double exp(double x);
double log(double x);
double log2(double x);
double log10(double x);
double sin(double x);
double cos(double x);
double tan(double x);
double asin(double x);
double acos(double x);
double atan(double x);
double sinh(double x);
double cosh(double x);
double tanh(double x);
inline double fabs(double x) { return std::fabs(x); }
double degrees(double x);
double radians(double x);
double pow(double x, double y);
double atan2(double y, double x);
double fmod(double x, double y);
inline double copysign(double x, double y) { return std::copysign(x, y); }
Int floor(double x);
Int ceil(double x);
Int trunc(double x);
inline bool isnan(double x) { return std::isnan(x); }
inline bool isinf(double x) { return std::isinf(x); }
inline bool isfinite(double x) { return std::isfinite(x); }
Int gcd(Int a, Int b);
Int isqrt(Int n);
}  // namespace math

}  // namespace rt
