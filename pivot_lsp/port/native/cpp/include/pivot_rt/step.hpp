// Walks that go on where they were left: the place of iter(xs) or cycle(xs) lies in a list of one int, so that
// everybody who walks over the same iterator takes from the same items. `islice` counts what it lets through.
//
// A cursor takes its item when it is asked whether there is one, as it is asked once before each step.
#pragma once

#include <cstdint>
#include <limits>
#include <type_traits>

#include "pivot_rt/iter.hpp"
#include "pivot_rt/list.hpp"

namespace rt::walks {

inline constexpr std::int64_t NO_END = std::numeric_limits<std::int64_t>::max();

// `place` holds how many were taken; once exhausted it stays exhausted, also when the list grows.
template <class T>
struct Rest {
    struct Cursor {
        List<Int> place;
        const ListBody<T>* body;
        std::int64_t at;
        T operator*() const { return body->data[at]; }
        void operator++() {}
        bool operator!=(std::nullptr_t) {
            at = place[0].v;
            const bool there = at < body->size;
            place.set(0, there ? at + 1 : NO_END);
            return there;
        }
    };
    List<Int> place;
    List<T> items;
    Cursor begin() const { return {place, items.body(), 0}; }
    static std::nullptr_t end() { return nullptr; }
};

// `place` is at or above 0 in the first round, in which `saved` gets what the later ones repeat; then it is -1 less
// the place in `saved`. `at` is the item's place in `saved`.
template <class T>
struct Cycle {
    struct Cursor {
        List<Int> place;
        List<T> items;
        List<T> saved;
        std::int64_t at;
        T operator*() const { return saved[at]; }
        void operator++() {}
        bool operator!=(std::nullptr_t) {
            at = place[0].v;
            if (at >= 0 && at < items.size()) {
                saved.append(items[at]);
                place.set(0, at + 1);
                at = saved.size() - 1;
                return true;
            }
            at = at >= 0 ? 0 : -1 - at;
            place.set(0, at + 1 < saved.size() ? -2 - at : -1);
            return !saved.empty();
        }
    };
    List<Int> place;
    List<T> items;
    List<T> saved;
    Cursor begin() const { return {place, items, saved, 0}; }
    static std::nullptr_t end() { return nullptr; }
};

// Modules/itertoolsmodule.c, islice_next: it takes what it leaves out, too, and asks for nothing behind stop.
template <class Walk>
struct Cut {
    struct Cursor {
        cursor_t<Walk> inner;
        std::int64_t next;
        std::int64_t stop;
        std::int64_t step;
        std::int64_t taken;
        auto operator*() const { return *inner; }
        void operator++() {}
        bool operator!=(std::nullptr_t) {
            while (taken < next) {
                if (!take()) {
                    return false;
                }
            }
            if (taken >= stop || !take()) {
                return false;
            }
            next = step > stop - next ? stop : next + step;
            return true;
        }
        bool take() {
            if (taken > 0) {
                ++inner;
            }
            const bool there = inner != nullptr;
            taken += there ? 1 : 0;
            return there;
        }
    };
    Walk walk;
    std::int64_t start;
    std::int64_t stop;
    std::int64_t step;
    Cursor begin() const { return {walk.begin(), start, stop, step, 0}; }
    static std::nullptr_t end() { return nullptr; }
};

}  // namespace rt::walks

namespace rt {

// What is left of iter(items).
template <class T>
walks::Rest<T> rest(List<Int> place, List<T> items) {
    return {place, items};
}

template <class T>
walks::Cycle<T> cycle(List<Int> place, List<T> items, List<T> saved) {
    return {place, items, saved};
}

// No stop is the greatest int. What is no place falls back: Python raises.
template <class Walk>
walks::Cut<Walk> islice(Walk walk, Int start, Int stop, Int step) {
    if (start.v < 0 || stop.v < 0 || step.v < 1) {
        fall_back(Reason::Value);
    }
    return {walk, start.v, stop.v, step.v};
}

}  // namespace rt
