#include "pivot_rt/int.hpp"

#include <bit>
#include <cmath>

#include "pivot_rt/exc.hpp"

namespace rt {

void raise_int_division_by_zero() { raise(ZeroDivisionError, "integer division or modulo by zero"); }
void raise_int_modulo_by_zero() { raise(ZeroDivisionError, "integer modulo by zero"); }

double true_div(Int a, Int b) {
    constexpr Int EXACT = std::int64_t{1} << 53;
    if (b == 0) {
        raise(ZeroDivisionError, "division by zero");
    }
    if (a > EXACT || a < -EXACT || b > EXACT || b < -EXACT) {
        overflow();
    }
    return to_float(a) / to_float(b);
}

Int int_pow(Int base, Int power) {
    if (power < 0) {
        fall_back(Reason::Value);
    }
    Int result = 1;
    for (std::int64_t rest = power.v; rest != 0;) {
        if ((rest & 1) != 0) {
            result *= base;
        }
        rest >>= 1;
        if (rest != 0) {
            // 0, 1 and -1 never leave 64 bits, so any other base ends here soon.
            base *= base;
        }
    }
    return result;
}

Int shift_left(Int a, Int count) {
    if (count < 0) {
        raise(ValueError, "negative shift count");
    }
    if (a == 0) {
        return 0;
    }
    if (count > 62) {
        overflow();
    }
    return a * Int(std::int64_t{1} << count.v);
}

Int shift_right(Int a, Int count) {
    if (count < 0) {
        raise(ValueError, "negative shift count");
    }
    return a.v >> (count > 63 ? 63 : count.v);
}

Int bit_length(Int a) {
    const auto bits = static_cast<std::uint64_t>(a.v);
    return std::bit_width(a.v < 0 ? 0 - bits : bits);
}

int compare_int_float(Int a, double b) {
    constexpr double LIMIT = 9223372036854775808.0;
    if (std::isnan(b)) {
        return 2;
    }
    if (b >= LIMIT) {
        return -1;
    }
    if (b < -LIMIT) {
        return 1;
    }
    const double whole = std::trunc(b);
    const auto other = static_cast<std::int64_t>(whole);
    if (a.v != other) {
        return a.v < other ? -1 : 1;
    }
    return b == whole ? 0 : (b > whole ? -1 : 1);
}

}  // namespace rt
