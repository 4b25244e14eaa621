// float arithmetic after CPython's Objects/floatobject.c.
#include "pivot_rt/float.hpp"

#include <cerrno>
#include <charconv>
#include <cmath>

#include "digits.hpp"
#include "pivot_rt/exc.hpp"

namespace rt {

void raise_float_division_by_zero() { raise(ZeroDivisionError, "float division by zero"); }

namespace {

constexpr double LIMIT = 9223372036854775808.0;  // 2**63

Int to_int(double whole) {
    if (!(whole >= -LIMIT && whole < LIMIT)) {
        if (std::isfinite(whole)) {
            overflow();
        }
        fall_back(Reason::Value);
    }
    return static_cast<std::int64_t>(whole);
}

bool odd_integer(double x) { return std::fmod(std::fabs(x), 2.0) == 1.0; }

}  // namespace

double floor_div_float(double a, double b) {
    if (b == 0.0) {
        raise(ZeroDivisionError, "float floor division by zero");
    }
    double rest = std::fmod(a, b);
    double quotient = (a - rest) / b;
    if (rest != 0.0) {
        if ((b < 0.0) != (rest < 0.0)) {
            rest += b;
            quotient -= 1.0;
        }
    }
    if (quotient == 0.0) {
        return std::copysign(0.0, a / b);
    }
    double whole = std::floor(quotient);
    if (quotient - whole > 0.5) {
        whole += 1.0;
    }
    return whole;
}

double floor_mod_float(double a, double b) {
    if (b == 0.0) {
        raise(ZeroDivisionError, python() < 313 ? "float modulo" : "float modulo by zero");
    }
    const double rest = std::fmod(a, b);
    if (rest == 0.0) {
        return std::copysign(0.0, b);
    }
    return (b < 0.0) != (rest < 0.0) ? rest + b : rest;
}

double pow_float(double base, double power) {
    if (power == 0.0) {
        return 1.0;
    }
    if (std::isnan(base)) {
        return base;
    }
    if (std::isnan(power)) {
        return base == 1.0 ? 1.0 : power;
    }
    if (std::isinf(power)) {
        const double size = std::fabs(base);
        if (size == 1.0) {
            return 1.0;
        }
        return (power > 0.0) == (size > 1.0) ? std::fabs(power) : 0.0;
    }
    if (std::isinf(base)) {
        if (power > 0.0) {
            return odd_integer(power) ? base : std::fabs(base);
        }
        return odd_integer(power) ? std::copysign(0.0, base) : 0.0;
    }
    if (base == 0.0) {
        if (power < 0.0) {
            raise(ZeroDivisionError, "0.0 cannot be raised to a negative power");
        }
        return odd_integer(power) ? base : 0.0;
    }
    bool negative = false;
    if (base < 0.0) {
        if (power != std::floor(power)) {
            fall_back(Reason::Value);  // a complex number in Python
        }
        base = -base;
        negative = odd_integer(power);
    }
    if (base == 1.0) {
        return negative ? -1.0 : 1.0;
    }
    errno = 0;
    const double result = ::pow(base, power);
    if (std::isinf(result) || (errno != 0 && result != 0.0)) {
        if (errno != 0 && errno != ERANGE) {
            fall_back(Reason::Value);
        }
        throw OverflowError(Int(ERANGE), "Numerical result out of range"_s);
    }
    return negative ? -result : result;
}

Int int_of_float(double x) { return to_int(std::trunc(x)); }

Int round_half_even(double x) { return to_int(std::nearbyint(x)); }

// Through the correctly rounded decimal text, as CPython's double_round does with dtoa.
double round_exact(double x, Int digits) {
    if (!std::isfinite(x) || x == 0.0 || digits.v > 323) {
        return x;
    }
    if (digits.v < -308) {
        return 0.0 * x;
    }
    const auto places = static_cast<int>(digits.v);
    std::string text;
    if (places >= 0) {
        text = fixed_text(x, places);
    } else {
        const Digits exact = significant_digits(x, 800);
        const int kept = exact.point + places;  // digits left of the rounding place
        if (kept < 0) {
            return std::copysign(0.0, x);
        }
        if (kept == 0) {
            const bool up = exact.text[0] > '5' || (exact.text[0] == '5' && exact.text.size() > 1);
            text = (up ? "1e" : "0e") + std::to_string(-places);
        } else {
            const Digits rounded = significant_digits(x, kept);
            text = "0." + rounded.text + "e" + std::to_string(rounded.point);
        }
    }
    double result = 0.0;
    if (std::from_chars(text.data(), text.data() + text.size(), result).ec != std::errc()) {
        fall_back(Reason::Overflow);  // OverflowError: rounded value too large to represent
    }
    return std::copysign(result, x);
}

}  // namespace rt
