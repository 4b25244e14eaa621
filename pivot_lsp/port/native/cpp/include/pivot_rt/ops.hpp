// Equality, order and hash as CPython has them inside containers: identity or equality.
//
// Invariant: a native NaN has no identity, so meeting one here falls back; `==` and `<` of plain floats do not come here.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "pivot_rt/exc.hpp"
#include "pivot_rt/int.hpp"
#include "pivot_rt/str.hpp"

namespace rt {

// Specialised for each kind of value: eq, and lt and hash where Python has them. The generated glue adds the records.
template <class T>
struct Ops;

template <class T>
bool eq(const T& a, const T& b) {
    return Ops<T>::eq(a, b);
}
template <class T>
bool lt(const T& a, const T& b) {
    return Ops<T>::lt(a, b);
}
template <class T>
bool gt(const T& a, const T& b) {
    return Ops<T>::lt(b, a);
}
template <class T>
bool le(const T& a, const T& b) {
    return Ops<T>::le(a, b);
}
template <class T>
bool ge(const T& a, const T& b) {
    return Ops<T>::le(b, a);
}

constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a ^ 0x9E3779B97F4A7C15U) * (b ^ 0xD1B54A32D192ED03U);
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t hash_bytes_long(const char* data, std::size_t bytes);
inline std::uint64_t hash_bytes(const char* data, std::size_t bytes) {
    if (bytes > 16) {
        return hash_bytes_long(data, bytes);
    }
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    if (bytes >= 8) {
        std::memcpy(&low, data, 8);
        std::memcpy(&high, data + bytes - 8, 8);
    } else if (bytes >= 4) {
        std::uint32_t part = 0;
        std::memcpy(&part, data, 4);
        low = part;
        std::memcpy(&part, data + bytes - 4, 4);
        high = part;
    } else if (bytes > 0) {
        low = static_cast<unsigned char>(data[0]);
        high = (static_cast<std::uint64_t>(static_cast<unsigned char>(data[bytes / 2])) << 8) |
               static_cast<unsigned char>(data[bytes - 1]);
    }
    return mix(low ^ bytes, high);
}

template <class T>
struct Total {
    static bool eq(T a, T b) { return a == b; }
    static bool lt(T a, T b) { return a < b; }
    static bool le(T a, T b) { return a <= b; }
    static bool nan(T) { return false; }
    static bool same(T a, T b) { return a == b; }
};

template <>
struct Ops<Int> : Total<Int> {
    static std::uint64_t hash(Int a) { return mix(static_cast<std::uint64_t>(a.v), 0); }
};
template <>
struct Ops<bool> : Total<bool> {
    static std::uint64_t hash(bool a) { return mix(a ? 1 : 0, 0); }
};
template <>
struct Ops<Str> : Total<Str> {
    static std::uint64_t hash(Str a) { return hash_bytes(a.data, a.bytes); }
    static bool same(Str a, Str b) { return a.data == b.data && a.bytes == b.bytes; }
};
template <>
struct Ops<None> {
    static bool eq(None, None) { return true; }
    static bool nan(None) { return false; }
};
template <>
struct Ops<double> {
    static bool nan(double a) { return std::isnan(a); }
    static double known(double a) {
        if (std::isnan(a)) [[unlikely]] {
            fall_back(Reason::Value);
        }
        return a;
    }
    static bool eq(double a, double b) { return known(a) == known(b); }
    static bool lt(double a, double b) { return known(a) < known(b); }
    static bool le(double a, double b) { return known(a) <= known(b); }
    static bool same(double a, double b) { return a == b; }
    static std::uint64_t hash(double a) {
        return mix(std::bit_cast<std::uint64_t>(known(a) == 0.0 ? 0.0 : a), 1);  // -0.0 equals 0.0
    }
};

template <class T>
struct Ops<std::optional<T>> {
    static bool eq(const std::optional<T>& a, const std::optional<T>& b) {
        return a.has_value() == b.has_value() && (!a.has_value() || Ops<T>::eq(*a, *b));
    }
    static bool nan(const std::optional<T>& a) { return a.has_value() && Ops<T>::nan(*a); }
};

template <class... T>
struct Ops<std::tuple<T...>> {
    using Tuple = std::tuple<T...>;
    static constexpr auto indices = std::index_sequence_for<T...>();

    static bool eq(const Tuple& a, const Tuple& b) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return (Ops<T>::eq(std::get<I>(a), std::get<I>(b)) && ...);
        }(indices);
    }
    // The first items that differ decide.
    static bool lt(const Tuple& a, const Tuple& b) { return ordered<false>(a, b); }
    static bool le(const Tuple& a, const Tuple& b) { return ordered<true>(a, b); }
    static bool nan(const Tuple& a) {
        return std::apply([](const T&... items) { return (Ops<T>::nan(items) || ...); }, a);
    }
    static bool same(const Tuple& a, const Tuple& b) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return (Ops<T>::same(std::get<I>(a), std::get<I>(b)) && ...);
        }(indices);
    }
    static std::uint64_t hash(const Tuple& a) {
        std::uint64_t seed = sizeof...(T);
        std::apply([&](const T&... items) { ((seed = mix(seed, Ops<T>::hash(items))), ...); }, a);
        return seed;
    }

private:
    template <bool EQUAL, std::size_t I = 0>
    static bool ordered(const Tuple& a, const Tuple& b) {
        if constexpr (I == sizeof...(T)) {
            return EQUAL;
        } else {
            using Item = std::tuple_element_t<I, Tuple>;
            if (Ops<Item>::eq(std::get<I>(a), std::get<I>(b))) {
                return ordered<EQUAL, I + 1>(a, b);
            }
            return Ops<Item>::lt(std::get<I>(a), std::get<I>(b));
        }
    }
};

// A dataclass with eq: its fields, compared as a tuple. `Fields` are pointers to members, all of them.
template <class Record, auto... Fields>
struct RecordOps {
    static bool eq(const Record* a, const Record* b) {
        return (Ops<std::remove_cvref_t<decltype(a->*Fields)>>::eq(a->*Fields, b->*Fields) && ...);
    }
    static bool nan(const Record*) { return false; }
};

// A class compared by identity.
template <class Record>
struct ObjectOps {
    static bool eq(const Record* a, const Record* b) { return a == b; }
    static bool nan(const Record*) { return false; }
};

// The same where the bridge does not carry identity, and two handles may be one object: it falls back.
template <class Record>
struct IdentityOps {
    static bool eq(const Record*, const Record*) { fall_back(Reason::Value); }
    static bool nan(const Record*) { return false; }
};

// The first of equals wins; floats compare as Python's own `<` and `>`, NaN and all.
template <class T>
bool below(const T& a, const T& b) {
    if constexpr (std::is_same_v<T, double>) {
        return a < b;
    } else {
        return Ops<T>::lt(a, b);
    }
}
template <class T>
T min2(T a, std::type_identity_t<T> b) {
    return below(b, a) ? b : a;
}
template <class T>
T max2(T a, std::type_identity_t<T> b) {
    return below(a, b) ? b : a;
}

// A value that the flow has shown not to be None.
template <class T>
T unwrap(const std::optional<T>& value) {
    if (!value.has_value()) [[unlikely]] {
        fall_back(Reason::Internal);
    }
    return *value;
}

// A key or element as an exception's argument; what repr cannot give exactly falls back.
template <class T>
Arg to_arg(const T& value) {
    if constexpr (std::is_constructible_v<Arg, T>) {
        return Arg(value);
    } else {
        fall_back(Reason::Value);
    }
}

}  // namespace rt
