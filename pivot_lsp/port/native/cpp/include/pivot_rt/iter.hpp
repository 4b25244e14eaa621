// What `for` walks over and what consumes it: range, enumerate, zip, sums, minima, any and all.
//
// A walk has begin() and end(); its cursor asks `!= nullptr` before each step and yields values, never references,
// so a list may grow while it is walked over. Walks are never stored in variables of a port.
#pragma once

#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>

#include "pivot_rt/dict.hpp"
#include "pivot_rt/list.hpp"
#include "pivot_rt/ops.hpp"
#include "pivot_rt/region.hpp"

namespace rt::walks {

template <class Walk>
using cursor_t = decltype(std::declval<const Walk&>().begin());

struct Range {
    struct Cursor {
        std::int64_t at;
        std::int64_t stop;
        Int operator*() const { return at; }
        void operator++() { ++at; }
        bool operator!=(std::nullptr_t) const { return at < stop; }
    };
    std::int64_t start;
    std::int64_t stop;
    Cursor begin() const { return {start, stop}; }
    static std::nullptr_t end() { return nullptr; }
};

struct SteppedRange {
    struct Cursor {
        std::uint64_t at;  // wraps only after the last element
        std::uint64_t step;
        std::uint64_t left;
        Int operator*() const { return static_cast<std::int64_t>(at); }
        void operator++() {
            at += step;
            --left;
        }
        bool operator!=(std::nullptr_t) const { return left != 0; }
    };
    Cursor first;
    Cursor begin() const { return first; }
    static std::nullptr_t end() { return nullptr; }
};

template <class T>
struct Reversed {
    struct Cursor {
        const ListBody<T>* body;
        std::int64_t at;
        T operator*() const { return body->data[at]; }
        void operator++() { --at; }
        bool operator!=(std::nullptr_t) const { return at >= 0 && at < body->size; }
    };
    List<T> xs;
    Cursor begin() const { return {xs.body(), xs.size() - 1}; }
    static std::nullptr_t end() { return nullptr; }
};

template <class Walk>
struct Enumerated {
    struct Cursor {
        cursor_t<Walk> inner;
        Int number;
        auto operator*() const { return std::tuple<Int, element_t<Walk>>(number, *inner); }
        void operator++() {
            ++inner;
            number += 1;
        }
        bool operator!=(std::nullptr_t) { return inner != nullptr; }
    };
    Walk walk;
    Int start;
    Cursor begin() const { return {walk.begin(), start}; }
    static std::nullptr_t end() { return nullptr; }
};

// Ends with the shortest; asks the walks in order, as CPython's zip does.
template <class... Walks>
struct Zipped {
    struct Cursor {
        std::tuple<cursor_t<Walks>...> inner;
        auto operator*() const {
            return std::apply([](const auto&... each) { return std::tuple<element_t<Walks>...>(*each...); }, inner);
        }
        void operator++() {
            std::apply([](auto&... each) { (++each, ...); }, inner);
        }
        bool operator!=(std::nullptr_t) {
            return std::apply([](auto&... each) { return ((each != nullptr) && ...); }, inner);
        }
    };
    std::tuple<Walks...> walks;
    Cursor begin() const {
        return std::apply([](const Walks&... each) { return Cursor{{each.begin()...}}; }, walks);
    }
    static std::nullptr_t end() { return nullptr; }
};

// One after the other; the second is begun when the first has ended.
template <class First, class Second>
struct Chained {
    struct Cursor {
        cursor_t<First> first;
        Second rest;
        std::optional<cursor_t<Second>> second;
        element_t<First> operator*() const { return second.has_value() ? *second.value() : *first; }
        void operator++() {
            if (second.has_value()) {
                ++second.value();
            } else {
                ++first;
            }
        }
        bool operator!=(std::nullptr_t) {
            if (!second.has_value()) {
                if (first != nullptr) {
                    return true;
                }
                second.emplace(rest.begin());
            }
            return second.value() != nullptr;
        }
    };
    First walk;
    Second rest;
    Cursor begin() const { return {walk.begin(), rest, std::nullopt}; }
    static std::nullptr_t end() { return nullptr; }
};

// A walk that asks for signals now and then.
template <class Walk>
struct Polled {
    struct Cursor {
        cursor_t<Walk> inner;
        Poll poll;
        auto operator*() const { return *inner; }
        void operator++() { ++inner; }
        bool operator!=(std::nullptr_t) { return poll() && inner != nullptr; }
    };
    Walk walk;
    Cursor begin() const { return {walk.begin(), {}}; }
    static std::nullptr_t end() { return nullptr; }
};

}  // namespace rt::walks

namespace rt {

// `next(items)` that found this; StopIteration.
template <class T>
T next(std::optional<T> found) {
    if (!found.has_value()) [[unlikely]] {
        throw StopIteration();
    }
    return *found;
}

inline walks::Range range(Int stop) { return {0, stop.v}; }
inline walks::Range range(Int start, Int stop) { return {start.v, stop.v}; }
walks::SteppedRange range(Int start, Int stop, Int step);  // ValueError when the step is zero

template <class T>
walks::Reversed<T> reversed(List<T> xs) {
    return {xs};
}
template <class Walk>
walks::Enumerated<Walk> enumerate(Walk walk, Int start = 0) {
    return {walk, start};
}
template <class... Walks>
walks::Zipped<Walks...> zip(Walks... walks) {
    return {{walks...}};
}
template <class First, class Second>
walks::Chained<First, Second> chained(First first, Second second) {
    return {first, second};
}
template <class Walk>
walks::Polled<Walk> polled(Walk walk) {
    return {walk};
}

template <class Walk>
auto list_of(Walk walk) {
    const auto made = list<element_t<Walk>>();
    made.extend(walk);
    return made;
}

template <class Walk>
auto tuple_of(Walk walk) {
    return Tuple<element_t<Walk>>(list_of(walk));
}

template <class Walk>
auto dict_of(Walk walk) {
    using Pair = element_t<Walk>;
    const auto made = dict<std::tuple_element_t<0, Pair>, std::tuple_element_t<1, Pair>>();
    for (const auto [key, value] : walk) {
        made.set(key, value);
    }
    return made;
}

template <class Walk>
auto sorted(Walk walk, bool reverse) {
    const auto made = list_of(walk);
    made.sort(reverse);
    return made;
}
template <class Walk, class Key>
auto sorted(Walk walk, Key key, bool reverse) {
    const auto made = list_of(walk);
    made.sort(key, reverse);
    return made;
}

template <class Walk>
Int sum_int(Walk walk, Int total = 0) {
    for (const Int x : walk) {
        total += x;
    }
    return total;
}

// The running Python's float sum: plain up to 3.11, compensated from 3.12 on (Python/bltinmodule.c, after Neumaier,
// "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", 1974).
template <class Walk>
double sum_float(Walk walk, double total) {
    if (python() < 312) {
        for (const double x : walk) {
            total += x;
        }
        return total;
    }
    double lost = 0.0;
    for (const double x : walk) {
        const double next = total + x;
        lost += std::fabs(total) >= std::fabs(x) ? (total - next) + x : (x - next) + total;
        total = next;
    }
    return lost != 0.0 && std::isfinite(lost) ? total + lost : total;
}
// Without a start, Python adds the first to the int 0; of no floats it makes the int 0, so that falls back.
template <class Walk>
double sum_float(Walk walk) {
    struct Rest {
        walks::cursor_t<Walk> cursor;
        auto begin() const { return cursor; }
        static std::nullptr_t end() { return nullptr; }
    };
    auto cursor = walk.begin();
    if (!(cursor != nullptr)) {
        fall_back(Reason::Value);
    }
    const double first = 0.0 + *cursor;
    ++cursor;
    return sum_float(Rest{cursor}, first);
}

// What `min` and `max` share: the first of equals wins.
template <bool MAXIMUM, class Walk, class Key>
auto extreme(Walk& walk, Key key) {
    std::optional<element_t<Walk>> best;
    std::optional<std::remove_cvref_t<decltype(key(*walk.begin()))>> mark;
    for (const auto x : walk) {
        const auto own = key(x);
        if (!mark.has_value() || (MAXIMUM ? below(*mark, own) : below(own, *mark))) {
            best = x;
            mark = own;
        }
    }
    return best;
}

inline constexpr auto itself = [](const auto& x) { return x; };

template <class Walk>
auto min(Walk walk) {
    const auto found = extreme<false>(walk, itself);
    return found.has_value() ? *found : (raise_empty(false), *found);
}
template <class Walk>
auto max(Walk walk) {
    const auto found = extreme<true>(walk, itself);
    return found.has_value() ? *found : (raise_empty(true), *found);
}
template <class Walk>
element_t<Walk> min_or(Walk walk, std::type_identity_t<element_t<Walk>> otherwise) {
    return extreme<false>(walk, itself).value_or(otherwise);
}
template <class Walk>
element_t<Walk> max_or(Walk walk, std::type_identity_t<element_t<Walk>> otherwise) {
    return extreme<true>(walk, itself).value_or(otherwise);
}
template <class Walk, class Key>
auto min_by(Walk walk, Key key) {
    const auto found = extreme<false>(walk, key);
    return found.has_value() ? *found : (raise_empty(false), *found);
}
template <class Walk, class Key>
auto max_by(Walk walk, Key key) {
    const auto found = extreme<true>(walk, key);
    return found.has_value() ? *found : (raise_empty(true), *found);
}

template <class Walk>
bool any(Walk walk) {
    for (const bool x : walk) {
        if (x) {
            return true;
        }
    }
    return false;
}
template <class Walk>
bool all(Walk walk) {
    for (const bool x : walk) {
        if (!x) {
            return false;
        }
    }
    return true;
}

}  // namespace rt
