// Decimal digits of doubles: shortest or exactly rounded, as CPython's dtoa gives them.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

namespace rt {

// |x| = 0.DIGITS * 10**point, DIGITS without trailing zeros except for a lone "0" (then point is 1), as in
// Python/dtoa.c. `x` is finite.
struct Digits {
    std::string text;
    int point;
};

// Enough digits for the double to be read back: repr.
Digits shortest_digits(double x);
// `count` significant digits, count >= 1.
Digits significant_digits(double x, int count);
// |x| times 10**places, rounded half to even, exactly; nothing where it takes more than 63 bits.
std::optional<std::uint64_t> scaled(double x, int places);
// Fixed notation with `places` decimals of |x|.
std::string fixed_text(double x, int places);

// The text of a finite |x| as CPython's format_float_short lays it out (Python/pystrtod.c). type: e f g r.
// add_point: at least ".0" (Py_DTSF_ADD_DOT_0).
std::string lay_out(double x, char type, int precision, bool add_point);

}  // namespace rt
