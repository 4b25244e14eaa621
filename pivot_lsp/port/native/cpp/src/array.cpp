// Arithmetic of numpy.float64 and numpy.int64, as far as it is not a single instruction.
#include "pivot_rt/array.hpp"

#include "pivot_rt/float.hpp"

namespace rt::np {

namespace {

bool signals(double x) {
    constexpr std::uint64_t QUIET = std::uint64_t{1} << 51;
    return std::isnan(x) && (std::bit_cast<std::uint64_t>(x) & QUIET) == 0;
}

// Operands of // and % for which NumPy does what CPython does.
void plain(double a, double b) {
    if (b == 0.0 || !std::isfinite(a) || !std::isfinite(b)) {
        fall_back(Reason::Value);
    }
}

}  // namespace

double explained(double result, double a, double b) {
    const bool known = std::isnan(result) ? std::isnan(a) || std::isnan(b) : std::isinf(a) || std::isinf(b);
    if (!known || signals(a) || signals(b)) {
        fall_back(Reason::Value);
    }
    return result;
}

double floor_divide(double a, double b) {
    plain(a, b);
    return checked(floor_div_float(a, b), a, b);
}

double remainder(double a, double b) {
    plain(a, b);
    return floor_mod_float(a, b);
}

double power(double a, double b) { return checked(std::pow(a, b), a, b); }

Int floor_divide_int(Int a, Int b) {
    if (b.v == 0) {
        fall_back(Reason::Value);
    }
    if (b.v == -1) {
        return -a;
    }
    const std::int64_t quotient = a.v / b.v;
    return a.v % b.v != 0 && (a.v < 0) != (b.v < 0) ? quotient - 1 : quotient;
}

Int remainder_int(Int a, Int b) {
    if (b.v == 0) {
        fall_back(Reason::Value);
    }
    if (b.v == -1) {
        return 0;
    }
    const std::int64_t rest = a.v % b.v;
    return rest != 0 && (rest < 0) != (b.v < 0) ? rest + b.v : rest;
}

}  // namespace rt::np
