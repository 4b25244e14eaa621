// The math module over the platform's libm (CPython, Modules/mathmodule.c). Where CPython raises, these fall back.
#include <cmath>
#include <cstdint>
#include <numbers>
#include <numeric>

#include "pivot_rt/float.hpp"

namespace rt::math {

namespace {

// CPython's math_1: a NaN out of a number, or an infinity out of a finite number, is an error.
double checked(double x, double result) {
    if ((std::isnan(result) && !std::isnan(x)) || (std::isinf(result) && std::isfinite(x))) {
        fall_back(Reason::Value);
    }
    return result;
}

Int integral(double whole) { return int_of_float(whole); }

std::uint64_t magnitude(Int a) {
    const auto bits = static_cast<std::uint64_t>(a.v);
    return a.v < 0 ? 0 - bits : bits;
}

}  // namespace

double sqrt(double x) { return checked(x, ::sqrt(x)); }
double exp(double x) { return checked(x, ::exp(x)); }
double log(double x) { return checked(x, ::log(x)); }
double log2(double x) { return checked(x, ::log2(x)); }
double log10(double x) { return checked(x, ::log10(x)); }
double sin(double x) { return checked(x, ::sin(x)); }
double cos(double x) { return checked(x, ::cos(x)); }
double tan(double x) { return checked(x, ::tan(x)); }
double asin(double x) { return checked(x, ::asin(x)); }
double acos(double x) { return checked(x, ::acos(x)); }
double atan(double x) { return checked(x, ::atan(x)); }
double sinh(double x) { return checked(x, ::sinh(x)); }
double cosh(double x) { return checked(x, ::cosh(x)); }
double tanh(double x) { return checked(x, ::tanh(x)); }
double degrees(double x) { return x * (180.0 / std::numbers::pi); }
double radians(double x) { return x * (std::numbers::pi / 180.0); }

double pow(double x, double y) {
    const double result = ::pow(x, y);
    const bool finite = std::isfinite(x) && std::isfinite(y);
    if ((finite && !std::isfinite(result)) || (x == 0.0 && std::isinf(y))) {
        fall_back(Reason::Value);
    }
    return result;
}

double atan2(double y, double x) { return ::atan2(y, x); }

double fmod(double x, double y) {
    if (std::isinf(y) && std::isfinite(x)) {
        return x;
    }
    const double result = ::fmod(x, y);
    if (std::isnan(result) && !std::isnan(x) && !std::isnan(y)) {
        fall_back(Reason::Value);
    }
    return result;
}

Int floor(double x) { return integral(std::floor(x)); }
Int ceil(double x) { return integral(std::ceil(x)); }
Int trunc(double x) { return integral(std::trunc(x)); }

Int gcd(Int a, Int b) {
    const std::uint64_t common = std::gcd(magnitude(a), magnitude(b));
    if (common > static_cast<std::uint64_t>(INT64_MAX)) {
        overflow();
    }
    return static_cast<std::int64_t>(common);
}

Int isqrt(Int n) {
    if (n < 0) {
        fall_back(Reason::Value);
    }
    auto root = static_cast<std::uint64_t>(::sqrt(static_cast<double>(n.v)));
    const std::uint64_t square = static_cast<std::uint64_t>(n.v);
    while (root * root > square) {
        --root;
    }
    while ((root + 1) * (root + 1) <= square) {
        ++root;
    }
    return static_cast<std::int64_t>(root);
}

}  // namespace rt::math
