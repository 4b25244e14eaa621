// set and frozenset: the keys of a dict without values, behind a handle.
//
// Invariants: it stands in the order of insertion, which the compiler lets no port show (CPython's order is that of its
// hash table); of equal elements that can be told apart (0.0 and -0.0) the one stays that CPython keeps
// (Objects/setobject.c).
#pragma once

#include <cstdint>
#include <type_traits>

#include "pivot_rt/dict.hpp"

namespace rt::types {

template <class T>
class Set {
public:
    using Item = std::type_identity_t<T>;
    using value_type = T;

    Set() = default;  // no set yet
    explicit Set(Dict<T, None> items) : items_(items) {}

    auto begin() const { return items_.keys().begin(); }
    static std::nullptr_t end() { return nullptr; }

    const void* identity() const { return items_.body(); }
    std::int64_t size() const { return items_.size(); }
    bool empty() const { return items_.empty(); }
    void reserve(std::uint32_t items) const { items_.reserve(items); }

    bool has(Item item) const { return items_.has(item); }
    void add(Item item) const { items_.setdefault(item, None()); }
    template <class Walk>
    void extend(Walk walk) const {
        for (const auto item : walk) {
            add(item);
        }
    }
    void discard(Item item) const { items_.pop(item, None()); }
    void remove(Item item) const { items_.erase(item); }  // KeyError
    void clear() const { items_.clear(); }
    Set copy() const { return Set(items_.copy()); }

    Set union_with(Set other) const {
        const Set made = copy();
        made.extend(other);
        return made;
    }
    // The elements of the smaller one, of the other one when they are as large.
    Set intersection(Set other) const {
        const Set walked = other.size() > size() ? *this : other;
        const Set asked = other.size() > size() ? other : *this;
        return walked.kept(asked, true);
    }
    Set difference(Set other) const { return kept(other, false); }
    Set symmetric_difference(Set other) const {
        const Set made = other.difference(*this);
        made.extend(difference(other));
        return made;
    }

    void update_set(Set other) const {
        if (identity() != other.identity()) {
            extend(other);
        }
    }
    void intersect(Set other) const {
        const Set common = intersection(other);
        clear();
        extend(common);
    }
    void subtract_set(Set other) const {
        if (identity() == other.identity()) {
            clear();
            return;
        }
        for (const auto item : other) {
            discard(item);
        }
    }
    void toggle(Set other) const {
        if (identity() == other.identity()) {
            clear();
            return;
        }
        for (const auto item : other) {
            if (has(item)) {
                discard(item);
            } else {
                add(item);
            }
        }
    }

    bool is_subset(Set other) const { return size() <= other.size() && shares(other, true); }
    bool is_proper_subset(Set other) const { return size() < other.size() && shares(other, true); }
    bool equal_set(Set other) const { return size() == other.size() && shares(other, true); }
    bool is_disjoint(Set other) const { return shares(other, false); }

private:
    Set kept(Set other, bool common) const;
    bool shares(Set other, bool all) const {
        for (const auto item : *this) {
            if (other.has(item) != all) {
                return false;
            }
        }
        return true;
    }

    Dict<T, None> items_;
};

}  // namespace rt::types

namespace rt {

using types::Set;

// A new, empty set.
template <class T>
Set<T> set() {
    return Set<T>(dict<T, None>());
}

template <class T>
Set<T> Set<T>::kept(Set other, bool common) const {
    const auto made = set<T>();
    for (const auto item : *this) {
        if (other.has(item) == common) {
            made.add(item);
        }
    }
    return made;
}

template <class Walk>
auto set_of(Walk walk) {
    const auto made = set<element_t<Walk>>();
    made.extend(walk);
    return made;
}

template <class T>
Int len(Set<T> s) {
    return s.size();
}

template <class T>
struct Ops<Set<T>> {
    static bool eq(Set<T> a, Set<T> b) { return a.equal_set(b); }
    static bool same(Set<T> a, Set<T> b) { return a.identity() == b.identity(); }
    static bool nan(Set<T>) { return false; }
    static std::uint64_t hash(Set<T> s) {  // the order of the elements must not count
        std::uint64_t sum = 0;
        for (const auto item : s) {
            sum += Ops<T>::hash(item);
        }
        return mix(sum, 2);
    }
};

// What the order of a set's elements would show is left to legacy.
[[gnu::cold]] inline void give_up() { fall_back(Reason::Value); }

}  // namespace rt
