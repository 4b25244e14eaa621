// The hashes of CPython that are the same in every process: numbers modulo 2**61 - 1 (Python/pyhash.c), tuples by
// xxHash (Objects/tupleobject.c). The order of a set's elements comes from them.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <tuple>

#include "pivot_rt/fallback.hpp"
#include "pivot_rt/int.hpp"

namespace rt {

// hash(x) of CPython for the types that have one; asked only for these.
template <class T>
struct PythonHash {
    static std::int64_t of(const T&) { fall_back(Reason::Internal); }
};

namespace python_hash {

constexpr int BITS = 61;
constexpr std::uint64_t MODULUS = (std::uint64_t{1} << BITS) - 1;
constexpr std::int64_t INFINITE = 314159;

// -1 means an error to CPython.
constexpr std::int64_t no_error(std::int64_t hash) { return hash == -1 ? -2 : hash; }

// A tuple's, item by item.
class OfTuple {
public:
    void add(std::int64_t hash) {
        sum_ += static_cast<std::uint64_t>(hash) * 14029467366897019727U;
        sum_ = std::rotl(sum_, 31) * 11400714785074694791U;
        ++items_;
    }
    std::int64_t done() const {
        const auto hash = static_cast<std::int64_t>(sum_ + (items_ ^ (START ^ 3527539U)));
        return hash == -1 ? 1546275796 : hash;
    }

private:
    static constexpr std::uint64_t START = 2870177450012600261U;
    std::uint64_t sum_ = START;
    std::uint64_t items_ = 0;
};

}  // namespace python_hash

template <>
struct PythonHash<Int> {
    static std::int64_t of(Int x) {
        const auto bits = static_cast<std::uint64_t>(x.v);
        const auto hash = static_cast<std::int64_t>((x.v < 0 ? 0 - bits : bits) % python_hash::MODULUS);
        return python_hash::no_error(x.v < 0 ? -hash : hash);
    }
};

template <>
struct PythonHash<bool> {
    static std::int64_t of(bool x) { return x ? 1 : 0; }
};

// Mantissa times a power of two, modulo a prime of which 2**61 is 1.
template <>
struct PythonHash<double> {
    static std::int64_t of(double x) {
        if (std::isnan(x)) [[unlikely]] {
            fall_back(Reason::Value);
        }
        if (std::isinf(x)) {
            return x > 0 ? python_hash::INFINITE : -python_hash::INFINITE;
        }
        const auto bits = std::bit_cast<std::uint64_t>(std::fabs(x));
        const auto raw = static_cast<int>(bits >> 52);
        const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1);
        const std::uint64_t mantissa = raw == 0 ? fraction : fraction | (std::uint64_t{1} << 52);
        const int exponent = raw == 0 ? -1074 : raw - 1075;
        const int turn = (exponent % python_hash::BITS + python_hash::BITS) % python_hash::BITS;
        __extension__ using Wide = unsigned __int128;
        const auto hash = static_cast<std::int64_t>((static_cast<Wide>(mantissa) << turn) % python_hash::MODULUS);
        return python_hash::no_error(x < 0 ? -hash : hash);
    }
};

template <class... T>
struct PythonHash<std::tuple<T...>> {
    static std::int64_t of(const std::tuple<T...>& items) {
        python_hash::OfTuple found;
        std::apply([&](const T&... item) { (found.add(PythonHash<T>::of(item)), ...); }, items);
        return found.done();
    }
};

}  // namespace rt
