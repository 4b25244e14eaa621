// NumPy's arrays of one and two dimensions: handles on contiguous elements, which are the caller's own memory or the
// region's; and the arithmetic of their elements, numpy.float64 and numpy.int64.
//
// Invariants: two views of the same memory see what the other writes; where NumPy would warn, or has words of its own
// (an index out of range, a negative size), the call falls back.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>

#include "pivot_rt/int.hpp"
#include "pivot_rt/linked.hpp"
#include "pivot_rt/region.hpp"
#include "pivot_rt/wire.hpp"

namespace rt::types {

// The place that `index` means among `count`, from the end where it is negative.
inline std::int64_t array_place(Int index, std::int64_t count) {
    const std::int64_t counted = index.v < 0 ? index.v + count : index.v;
    if (static_cast<std::uint64_t>(counted) >= static_cast<std::uint64_t>(count)) [[unlikely]] {
        fall_back(Reason::Value);
    }
    return counted;
}

template <class T>
class Array2;

template <class T>
class Array1 {
public:
    using value_type = T;
    struct Cursor {
        const T* at;
        const T* stop;
        T operator*() const { return *at; }
        void operator++() { ++at; }
        bool operator!=(std::nullptr_t) const { return at != stop; }
    };
    Cursor begin() const { return {data_, data_ + size_}; }
    static std::nullptr_t end() { return nullptr; }

    Array1() = default;
    Array1(T* data, std::int64_t size) : data_(data), size_(size) {}

    T* data() const { return data_; }
    Int size() const { return size_; }

    T operator[](Int index) const { return data_[array_place(index, size_)]; }
    void set(Int index, std::type_identity_t<T> value) const { data_[array_place(index, size_)] = value; }
    // a[start:stop], a view (Objects/sliceobject.c, PySlice_AdjustIndices, with a step of 1)
    Array1 part(std::optional<Int> start, std::optional<Int> stop) const {
        const std::int64_t first = bound(start, 0);
        return {data_ + first, std::max<std::int64_t>(bound(stop, size_) - first, 0)};
    }
    Array2<T> shaped(Int rows, Int columns) const {
        if (rows.v < 0 || columns.v < 0 || (rows * columns).v != size_) [[unlikely]] {
            fall_back(Reason::Value);
        }
        return {data_, rows.v, columns.v};
    }

private:
    std::int64_t bound(std::optional<Int> given, std::int64_t none) const {
        if (!given.has_value()) {
            return none;
        }
        return given->v < 0 ? std::max<std::int64_t>(given->v + size_, 0) : std::min(given->v, size_);
    }

    T* data_ = nullptr;
    std::int64_t size_ = 0;
};

template <class T>
class Array2 {
public:
    Array2() = default;
    Array2(T* data, std::int64_t rows, std::int64_t columns) : data_(data), rows_(rows), columns_(columns) {}

    T* data() const { return data_; }
    Int rows() const { return rows_; }
    Int columns() const { return columns_; }

    T at(Int row, Int column) const { return data_[place(row, column)]; }
    void set(Int row, Int column, std::type_identity_t<T> value) const { data_[place(row, column)] = value; }
    Array1<T> row(Int index) const { return {data_ + array_place(index, rows_) * columns_, columns_}; }
    Array1<T> flat() const { return {data_, rows_ * columns_}; }

private:
    std::int64_t place(Int row, Int column) const {
        const std::int64_t first = array_place(row, rows_) * columns_;
        return first + array_place(column, columns_);
    }

    T* data_ = nullptr;
    std::int64_t rows_ = 0;
    std::int64_t columns_ = 0;
};

}  // namespace rt::types

namespace rt {

using types::Array1;
using types::Array2;

// A new array of `count` elements.
template <class T>
Array1<T> filled(Int count, T value) {
    if (count.v < 0) [[unlikely]] {
        fall_back(Reason::Value);
    }
    if (count.v > INT64_MAX / static_cast<std::int64_t>(sizeof(T))) [[unlikely]] {
        fall_back(Reason::Memory);
    }
    T* const data = allocate<T>(static_cast<std::size_t>(count.v));
    std::uninitialized_fill_n(data, count.v, value);
    return {data, count.v};
}
// A new array of `rows` times `columns` elements.
template <class T>
Array2<T> filled(Int rows, Int columns, T value) {
    if (rows.v < 0 || columns.v < 0) [[unlikely]] {
        fall_back(Reason::Value);
    }
    return filled(rows * columns, value).shaped(rows, columns);
}

// The address of the elements, and the sizes of the dimensions. The bridge, which knows the memory of the arguments,
// looks for what a result holds twice.
template <class T>
struct Wire<Array1<T>> {
    static constexpr std::size_t slots = 2;
    static constexpr bool flat = false;
    static Array1<T> read(const Slot*& at) {
        const Array1<T> found(std::bit_cast<T*>(at[0]), static_cast<std::int64_t>(at[1]));
        at += slots;
        return found;
    }
    static void write(Slot*& at, Array1<T> a, Seen&) { store(at, a); }
    static void store(Slot*& at, Array1<T> a) {
        *at++ = std::bit_cast<Slot>(a.data());
        *at++ = static_cast<Slot>(a.size().v);
    }
};
template <class T>
struct Wire<Array2<T>> {
    static constexpr std::size_t slots = 3;
    static constexpr bool flat = false;
    static Array2<T> read(const Slot*& at) {
        const Array2<T> found(std::bit_cast<T*>(at[0]), static_cast<std::int64_t>(at[1]),
                              static_cast<std::int64_t>(at[2]));
        at += slots;
        return found;
    }
    static void write(Slot*& at, Array2<T> a, Seen&) { store(at, a); }
    static void store(Slot*& at, Array2<T> a) {
        *at++ = std::bit_cast<Slot>(a.data());
        *at++ = static_cast<Slot>(a.rows().v);
        *at++ = static_cast<Slot>(a.columns().v);
    }
};
template <class A>
struct LinkedArray {
    static constexpr std::size_t slots = Wire<A>::slots;
    static A read(Graph&, const Slot*& at) { return Wire<A>::read(at); }
    static void write(Graph&, Slot*& at, A a) { Wire<A>::store(at, a); }
};
template <class T>
struct Linked<Array1<T>> : LinkedArray<Array1<T>> {};
template <class T>
struct Linked<Array2<T>> : LinkedArray<Array2<T>> {};

// Elements: IEEE's and libm's arithmetic, as NumPy has it.
namespace np {

// `result`, unless an operation on `a` and `b` that gave it has raised one of the processor's flags: a NaN or an
// infinity that no operand was.
[[gnu::cold, gnu::noinline]] double explained(double result, double a, double b);

inline double checked(double result, double a, double b) {
    if (!std::isfinite(result)) [[unlikely]] {
        return explained(result, a, b);
    }
    return result;
}
inline double add(double a, double b) { return checked(a + b, a, b); }
inline double subtract(double a, double b) { return checked(a - b, a, b); }
inline double multiply(double a, double b) { return checked(a * b, a, b); }
inline double divide(double a, double b) { return checked(a / b, a, b); }
double floor_divide(double a, double b);
double remainder(double a, double b);
double power(double a, double b);
Int floor_divide_int(Int a, Int b);
Int remainder_int(Int a, Int b);
// An int where a float is taken; beyond 2**53 it falls back.
inline double float_of_int(Int i) {
    constexpr std::int64_t EXACT = std::int64_t{1} << 53;
    if (i.v > EXACT || i.v < -EXACT) [[unlikely]] {
        fall_back(Reason::Value);
    }
    return static_cast<double>(i.v);
}

}  // namespace np

}  // namespace rt
