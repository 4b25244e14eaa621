// deque: a handle to a ring of items.
//
// Invariant: `size` items from `first` on are used; a walk falls back when the deque changes meanwhile, where CPython
// raises RuntimeError.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <type_traits>

#include "pivot_rt/iter.hpp"
#include "pivot_rt/list.hpp"
#include "pivot_rt/ops.hpp"
#include "pivot_rt/region.hpp"

namespace rt {

[[noreturn, gnu::cold]] void raise_deque_index();
[[noreturn, gnu::cold]] void raise_deque_empty();

template <class T>
struct DequeBody {
    T* ring;
    std::int64_t room;
    std::int64_t first;
    std::int64_t size;
    std::int64_t most;
    std::uint32_t changes;

    T& spot(std::int64_t place) {
        const std::int64_t at = first + place;
        return ring[at >= room ? at - room : at];
    }
};

}  // namespace rt

namespace rt::types {

template <class T>
class Deque {
public:
    using Body = DequeBody<T>;
    using Item = std::type_identity_t<T>;

    struct Cursor {
        Body* body;
        std::int64_t at;
        std::int64_t step;
        std::uint32_t changes;
        T operator*() const { return body->spot(at); }
        void operator++() { at += step; }
        bool operator!=(std::nullptr_t) const {
            if (body->changes != changes) [[unlikely]] {
                fall_back(Reason::Value);
            }
            return at >= 0 && at < body->size;
        }
    };
    struct Backwards {
        Body* body;
        Cursor begin() const { return {body, body->size - 1, -1, body->changes}; }
        static std::nullptr_t end() { return nullptr; }
    };

    Deque() = default;  // no deque yet
    explicit Deque(Body* body) : body_(body) {}

    Cursor begin() const { return {body_, 0, 1, body_->changes}; }
    static std::nullptr_t end() { return nullptr; }
    Backwards backwards() const { return {body_}; }

    Body* body() const { return body_; }
    std::int64_t size() const { return body_->size; }
    bool empty() const { return body_->size == 0; }

    T operator[](Int index) const { return body_->spot(place(index)); }  // IndexError
    void set(Int index, Item item) const { body_->spot(place(index)) = item; }  // IndexError
    void append(Item item) const {
        if (body_->size == body_->most) [[unlikely]] {
            if (empty()) {
                return;
            }
            popleft();
        }
        make_room();
        std::construct_at(&body_->spot(body_->size), item);
        ++body_->size;
    }
    void appendleft(Item item) const {
        if (body_->size == body_->most) [[unlikely]] {
            if (empty()) {
                return;
            }
            pop();
        }
        make_room();
        body_->first = (body_->first == 0 ? body_->room : body_->first) - 1;
        ++body_->size;
        std::construct_at(&body_->spot(0), item);
    }
    T pop() const {  // IndexError
        need_item();
        return body_->spot(--body_->size);
    }
    T popleft() const {  // IndexError
        need_item();
        const T item = body_->spot(0);
        body_->first = body_->first + 1 == body_->room ? 0 : body_->first + 1;
        --body_->size;
        return item;
    }
    template <class Walk>
    void extend(Walk walk) const {
        for (const auto item : walk) {
            append(item);
        }
    }
    template <class Walk>
    void extendleft(Walk walk) const {
        for (const auto item : walk) {
            appendleft(item);
        }
    }
    void clear() const {
        ++body_->changes;
        body_->size = 0;
    }
    void rotate(Int times) const {
        if (empty()) {
            return;
        }
        std::int64_t by = times.v % body_->size;
        for (by = by < 0 ? by + body_->size : by; by > 0; --by) {
            appendleft(pop());
        }
    }
    void reverse() const {
        for (std::int64_t i = 0, j = body_->size - 1; i < j; ++i, --j) {
            std::swap(body_->spot(i), body_->spot(j));
        }
    }
    Deque copy() const;
    bool has(Item item) const { return count(item).v > 0; }
    Int count(Item item) const {
        std::int64_t found = 0;
        for (const auto each : *this) {
            found += Ops<T>::eq(each, item) ? 1 : 0;
        }
        return found;
    }

private:
    std::int64_t place(Int index) const {
        const std::int64_t at = index.v < 0 ? index.v + body_->size : index.v;
        if (at < 0 || at >= body_->size) [[unlikely]] {
            raise_deque_index();
        }
        return at;
    }
    void need_item() const {
        if (empty()) [[unlikely]] {
            raise_deque_empty();
        }
        ++body_->changes;
    }
    void make_room() const {
        ++body_->changes;
        if (body_->size < body_->room) {
            return;
        }
        const std::int64_t room = std::max<std::int64_t>(8, body_->room * 2);
        T* const fresh = allocate<T>(static_cast<std::size_t>(room));
        for (std::int64_t i = 0; i < body_->size; ++i) {
            std::construct_at(fresh + i, body_->spot(i));
        }
        body_->ring = fresh;
        body_->room = room;
        body_->first = 0;
    }

    Body* body_ = nullptr;
};

}  // namespace rt::types

namespace rt {

using types::Deque;

// A new, empty deque.
template <class T>
Deque<T> deque(std::int64_t most = std::numeric_limits<std::int64_t>::max()) {
    auto* const body = allocate<DequeBody<T>>(1);
    *body = {nullptr, 0, 0, 0, most, 0};
    return Deque<T>(body);
}

template <class Walk>
auto deque_of(Walk walk) {
    const auto made = deque<element_t<Walk>>();
    made.extend(walk);
    return made;
}

// One that drops items at the other end. What is no length falls back: Python raises.
template <class Walk>
auto deque_within(Walk walk, Int most) {
    if (most.v < 0) {
        fall_back(Reason::Value);
    }
    const auto made = deque<element_t<Walk>>(most.v);
    made.extend(walk);
    return made;
}

template <class T>
Deque<T> Deque<T>::copy() const {
    return deque_within(*this, body_->most);
}

template <class T>
Int len(Deque<T> d) {
    return d.size();
}
template <class T>
auto reversed(Deque<T> d) {
    return d.backwards();
}

template <class T>
struct Ops<Deque<T>> {
    static bool eq(Deque<T> a, Deque<T> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (std::int64_t i = 0; i < a.size(); ++i) {
            if (!Ops<T>::eq(a[i], b[i])) {
                return false;
            }
        }
        return true;
    }
    static bool nan(Deque<T>) { return false; }
};

}  // namespace rt
