// list: a handle; copying it aliases the list, as assigning one does in Python.
//
// Invariants: data that came with the arguments is used in place and never written (capacity 0: the first change
// copies it); a walk looks at the length in each step; elements are read by value, since growing moves them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <type_traits>

#include "pivot_rt/ops.hpp"
#include "pivot_rt/python_hash.hpp"
#include "pivot_rt/region.hpp"
#include "pivot_rt/str.hpp"

namespace rt {

[[noreturn, gnu::cold, gnu::noinline]] void raise_list_index();
[[noreturn, gnu::cold, gnu::noinline]] void raise_tuple_index();
[[noreturn, gnu::cold, gnu::noinline]] void raise_byte_index();
[[noreturn, gnu::cold, gnu::noinline]] void raise_list_assignment();
[[noreturn, gnu::cold, gnu::noinline]] void raise_pop(bool empty);
[[noreturn, gnu::cold, gnu::noinline]] void raise_remove();

template <class Walk>
using element_t = std::remove_cvref_t<decltype(*std::declval<const Walk&>().begin())>;

// A type that no element has: so a compiler knows that a store into the items leaves the size as it is.
using Size = long long;
static_assert(sizeof(Size) == sizeof(std::int64_t) && !std::is_same_v<Size, std::int64_t>);

template <class T>
struct ListBody {
    T* data;
    Size size;
    Size capacity;
};

template <class T>
void merge_sort_list(T* data, std::int64_t size, bool reverse);

}  // namespace rt

namespace rt::types {

template <class T>
class List {
public:
    using Body = ListBody<T>;
    using value_type = T;

    struct Cursor {
        const Body* body;
        std::int64_t at;
        T operator*() const { return body->data[at]; }
        void operator++() { ++at; }
        bool operator!=(std::nullptr_t) const { return at < body->size; }
    };
    Cursor begin() const { return {body_, 0}; }
    static std::nullptr_t end() { return nullptr; }

    List() = default;  // no list yet: a variable declared before it is assigned
    explicit List(Body* body) : body_(body) {}

    Body* body() const { return body_; }
    std::int64_t size() const { return body_->size; }
    bool empty() const { return body_->size == 0; }
    T* data() const { return body_->data; }

    T operator[](Int index) const { return body_->data[checked(index)]; }  // IndexError

    // Of an index that is not negative.
    T nth(Int index) const {  // IndexError
        if (static_cast<std::uint64_t>(index.v) >= static_cast<std::uint64_t>(body_->size)) [[unlikely]] {
            raise_list_index();
        }
        return body_->data[index.v];
    }

    void set(Int index, std::type_identity_t<T> value) const {  // IndexError
        const std::int64_t at = assigned(index);
        own();
        body_->data[at] = value;
    }
    void erase(Int index) const {  // IndexError
        remove_at(assigned(index));
    }
    void append(std::type_identity_t<T> value) const {
        if (body_->size >= body_->capacity) [[unlikely]] {
            reserve(body_->size + 1);
        }
        std::construct_at(body_->data + body_->size, value);
        ++body_->size;
    }
    template <class Walk>
    void extend(Walk walk) const {
        if constexpr (std::is_same_v<Walk, List>) {
            const std::int64_t more = walk.size();  // as it is now: `xs.extend(xs)` ends
            reserve(body_->size + more);
            std::uninitialized_copy_n(walk.data(), more, body_->data + body_->size);
            body_->size += more;
        } else {
            for (const auto value : walk) {
                append(value);
            }
        }
    }
    void insert(Int index, std::type_identity_t<T> value) const {
        const std::int64_t size = body_->size;
        const std::int64_t at = index.v < 0 ? std::max<std::int64_t>(index.v + size, 0) : std::min(index.v, size);
        append(value);
        std::move_backward(body_->data + at, body_->data + size, body_->data + size + 1);
        body_->data[at] = value;
    }
    T pop() const {  // IndexError
        if (body_->size == 0) [[unlikely]] {
            raise_pop(true);
        }
        own();
        return body_->data[--body_->size];
    }
    T pop(Int index) const {  // IndexError
        const std::int64_t size = body_->size;
        const std::int64_t at = index.v < 0 ? index.v + size : index.v;
        if (at < 0 || at >= size) [[unlikely]] {
            raise_pop(size == 0);
        }
        const T value = body_->data[at];
        remove_at(at);
        return value;
    }
    void remove(std::type_identity_t<T> value) const {  // ValueError
        for (std::int64_t i = 0; i < body_->size; ++i) {
            if (Ops<T>::eq(body_->data[i], value)) {
                remove_at(i);
                return;
            }
        }
        raise_remove();
    }
    Int index(std::type_identity_t<T> value) const {  // ValueError
        for (std::int64_t i = 0; i < body_->size; ++i) {
            if (Ops<T>::eq(body_->data[i], value)) {
                return i;
            }
        }
        raise_not_in_list(to_arg(value));
    }
    Int count(std::type_identity_t<T> value) const {
        std::int64_t found = 0;
        for (std::int64_t i = 0; i < body_->size; ++i) {
            found += Ops<T>::eq(body_->data[i], value) ? 1 : 0;
        }
        return found;
    }
    void clear() const {
        own();
        body_->size = 0;
    }
    List copy() const;
    void reverse() const {
        own();
        std::reverse(body_->data, body_->data + body_->size);
    }
    void sort(bool reverse) const {
        own();
        merge_sort_list(body_->data, body_->size, reverse);
    }
    template <class Key>
    void sort(Key key, bool reverse) const;

    // Room for `size` elements; doubles, and gives the old block back.
    void reserve(std::int64_t size) const {
        if (size > body_->capacity) {
            grow(size);
        }
    }
    // Copies items that came with the arguments, before one is changed.
    void own() const {
        if (body_->capacity == 0 && body_->size != 0) [[unlikely]] {
            grow(body_->size);
        }
    }

private:
    std::int64_t checked(Int index) const {
        const std::int64_t at = index.v < 0 ? index.v + body_->size : index.v;
        if (static_cast<std::uint64_t>(at) >= static_cast<std::uint64_t>(body_->size)) [[unlikely]] {
            raise_list_index();
        }
        return at;
    }
    std::int64_t assigned(Int index) const {
        const std::int64_t at = index.v < 0 ? index.v + body_->size : index.v;
        if (static_cast<std::uint64_t>(at) >= static_cast<std::uint64_t>(body_->size)) [[unlikely]] {
            raise_list_assignment();
        }
        return at;
    }
    [[gnu::noinline]] void grow(std::int64_t size) const {
        const auto wanted = std::bit_ceil(static_cast<std::uint64_t>(std::max<std::int64_t>(size, 4)) * sizeof(T));
        if (static_cast<std::uint64_t>(size) >= (std::uint64_t{1} << 60) / sizeof(T)) {
            fall_back(Reason::Memory);
        }
        T* const fresh = static_cast<T*>(current_region->block(wanted));
        std::uninitialized_copy_n(body_->data, body_->size, fresh);
        if (body_->capacity != 0) {
            current_region->give_back(body_->data, std::bit_ceil(static_cast<std::uint64_t>(body_->capacity) * sizeof(T)));
        }
        body_->data = fresh;
        body_->capacity = static_cast<std::int64_t>(wanted / sizeof(T));
    }
    void remove_at(std::int64_t at) const {
        own();
        std::move(body_->data + at + 1, body_->data + body_->size, body_->data + at);
        --body_->size;
    }

    Body* body_ = nullptr;
};

// A tuple of any length: natively a list that nobody changes.
template <class T>
class Tuple : public List<T> {
public:
    Tuple() = default;
    explicit Tuple(List<T> items) : List<T>(items) {}

    T operator[](Int index) const {  // IndexError
        const std::int64_t at = index.v < 0 ? index.v + this->size() : index.v;
        if (static_cast<std::uint64_t>(at) >= static_cast<std::uint64_t>(this->size())) [[unlikely]] {
            raise_tuple_index();
        }
        return this->data()[at];
    }
};

}  // namespace rt::types

namespace rt {

using types::List;
using types::Tuple;

// data[index] of bytes. IndexError
inline Int byte_at(const Tuple<Int>& data, Int index) {
    const std::int64_t at = index.v < 0 ? index.v + data.size() : index.v;
    if (static_cast<std::uint64_t>(at) >= static_cast<std::uint64_t>(data.size())) [[unlikely]] {
        raise_byte_index();
    }
    return data.data()[at];
}

// A new, empty list.
template <class T>
List<T> list() {
    auto* const body = allocate<ListBody<T>>(1);
    *body = {nullptr, 0, 0};
    return List<T>(body);
}
template <class T>
List<T> list(std::initializer_list<std::type_identity_t<T>> items) {
    const auto made = list<T>();
    made.reserve(static_cast<std::int64_t>(items.size()));
    for (const T& item : items) {
        made.append(item);
    }
    return made;
}

// Room for `more` items that are to come, or for the first of them.
template <class T>
void reserve(List<T> xs, Int more) {
    constexpr std::int64_t most = std::int64_t{1} << 16;
    if (more > 0) {
        xs.reserve(xs.size() + std::min(more.v, most));
    }
}

template <class T>
Tuple<T> tuple() {
    return Tuple<T>(list<T>());
}
template <class T>
Tuple<T> tuple(std::initializer_list<std::type_identity_t<T>> items) {
    return Tuple<T>(list<T>(items));
}

template <class T>
List<T> List<T>::copy() const {
    const auto made = list<T>();
    made.extend(*this);
    return made;
}

template <class T>
Int len(List<T> xs) {
    return xs.size();
}

template <class T>
List<T> slice(List<T> xs, std::optional<Int> start, std::optional<Int> stop, std::optional<Int> step) {
    const Slice part = adjust_slice(xs.size(), start, stop, step);
    const auto made = list<T>();
    made.reserve(part.count);
    for (std::int64_t i = 0, at = part.start; i < part.count; ++i, at += part.step) {
        made.append(xs.data()[at]);
    }
    return made;
}

template <class T>
void delete_slice(List<T> xs, std::optional<Int> start, std::optional<Int> stop, std::optional<Int> step) {
    const Slice part = adjust_slice(xs.size(), start, stop, step);
    if (part.count == 0) {
        return;
    }
    const std::int64_t last = part.start + (part.count - 1) * part.step;
    const std::int64_t low = std::min(part.start, last);
    const std::int64_t by = part.step < 0 ? -part.step : part.step;
    const auto old = xs.copy();
    xs.clear();
    for (std::int64_t i = 0; i < old.size(); ++i) {
        if (i < low || i > std::max(part.start, last) || (i - low) % by != 0) {
            xs.append(old.data()[i]);
        }
    }
}

[[noreturn, gnu::cold]] void raise_slice_size(std::int64_t given, std::int64_t wanted);

template <class T>
void set_slice(List<T> xs, std::optional<Int> start, std::optional<Int> stop, std::optional<Int> step,
               std::type_identity_t<List<T>> items) {  // ValueError
    const Slice part = adjust_slice(xs.size(), start, stop, step);
    const auto given = items.copy();
    if (part.step != 1) {
        if (given.size() != part.count) {
            raise_slice_size(given.size(), part.count);
        }
        for (std::int64_t i = 0; i < part.count; ++i) {
            xs.set(part.start + i * part.step, given.data()[i]);
        }
        return;
    }
    const auto old = xs.copy();
    xs.clear();
    xs.reserve(old.size() - part.count + given.size());
    for (std::int64_t i = 0; i < part.start; ++i) {
        xs.append(old.data()[i]);
    }
    xs.extend(given);
    for (std::int64_t i = part.start + part.count; i < old.size(); ++i) {
        xs.append(old.data()[i]);
    }
}

template <class T>
List<T> concat_list(List<T> a, List<T> b) {
    const auto made = list<T>();
    made.reserve(a.size() + b.size());
    made.extend(a);
    made.extend(b);
    return made;
}

template <class T>
List<T> repeat(List<T> xs, Int times) {
    const auto made = list<T>();
    if (times.v > 0 && !xs.empty()) {
        made.reserve((Int(xs.size()) * times).v);
        if (xs.size() == 1) {
            std::uninitialized_fill_n(made.data(), times.v, *xs.data());
            made.body()->size = times.v;
            return made;
        }
        for (std::int64_t i = 0; i < times.v; ++i) {
            made.extend(xs);
        }
    }
    return made;
}

template <class T>
bool contains(List<T> xs, std::type_identity_t<T> value) {
    for (const T x : xs) {
        if (Ops<T>::eq(x, value)) {
            return true;
        }
    }
    return false;
}

template <class T>
struct Ops<List<T>> {
    static bool eq(List<T> a, List<T> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (std::int64_t i = 0; i < a.size(); ++i) {
            if (!Ops<T>::eq(a.data()[i], b.data()[i])) {
                return false;
            }
        }
        return true;
    }
    static bool lt(List<T> a, List<T> b) { return ordered<false>(a, b); }
    static bool le(List<T> a, List<T> b) { return ordered<true>(a, b); }
    static bool nan(List<T> a) {
        for (const T x : a) {
            if (Ops<T>::nan(x)) {
                return true;
            }
        }
        return false;
    }

private:
    template <bool EQUAL>
    static bool ordered(List<T> a, List<T> b) {
        const std::int64_t common = std::min(a.size(), b.size());
        for (std::int64_t i = 0; i < common; ++i) {
            if (!Ops<T>::eq(a.data()[i], b.data()[i])) {
                return Ops<T>::lt(a.data()[i], b.data()[i]);
            }
        }
        return EQUAL ? a.size() <= b.size() : a.size() < b.size();
    }
};

template <class T>
struct Ops<Tuple<T>> : Ops<List<T>> {
    static bool same(Tuple<T> a, Tuple<T> b) { return a.body() == b.body(); }
    static std::uint64_t hash(Tuple<T> a) {
        auto seed = static_cast<std::uint64_t>(a.size());
        for (const auto item : a) {
            seed = mix(seed, Ops<T>::hash(item));
        }
        return seed;
    }
};

template <class T>
struct PythonHash<Tuple<T>> {
    static std::int64_t of(Tuple<T> items) {
        python_hash::OfTuple found;
        for (const auto item : items) {
            found.add(PythonHash<T>::of(item));
        }
        return found.done();
    }
};

template <class T>
bool equal(List<T> a, List<T> b) {
    return Ops<List<T>>::eq(a, b);
}

}  // namespace rt
