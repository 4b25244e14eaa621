// set and frozenset: the keys of a dict without values, behind a handle.
//
// Invariants: it stands in the order of insertion, which the compiler lets no port show (CPython's order is that of its
// hash table); of equal elements that can be told apart (0.0 and -0.0) the one stays that CPython keeps
// (Objects/setobject.c).
#pragma once

#include <cstdint>
#include <type_traits>

#include "pivot_rt/dict.hpp"

namespace rt::past {

// What the hash table of CPython's own set would remember, and the order of insertion does not. A set without a past
// was added to one by one and in CPython's order, so that adding its elements again makes the very table, and with it
// the order in which Python code walks over it. Any other that would reach the caller is left to legacy.
constexpr std::uint8_t GIVEN = 1;   // an argument: the table is the caller's, its elements came as it walks over them
constexpr std::uint8_t GROWN = 2;   // given, and added to since
constexpr std::uint8_t SHRUNK = 4;  // given, and taken from since
constexpr std::uint8_t MIXED = 8;   // made, or changed, in a way that adding its elements would not repeat

// The number of elements up to which CPython never enlarges the first table.
constexpr std::int64_t SMALLEST = 4;

}  // namespace rt::past

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
    void add(Item item) const {
        if (history() != 0 && !has(item)) [[unlikely]] {
            note(has_past(past::SHRUNK) ? past::GROWN | past::MIXED : past::GROWN);
        }
        items_.setdefault(item, None());
    }
    template <class Walk>
    void extend(Walk walk) const {
        for (const auto item : walk) {
            add(item);
        }
    }
    void discard(Item item) const {
        const auto before = size();
        items_.pop(item, None());
        if (size() != before) {
            shrunk();
        }
    }
    void remove(Item item) const {  // KeyError
        items_.erase(item);
        shrunk();
    }
    void clear() const {
        const bool given = has_past(past::GIVEN);
        items_.clear();
        items_.body()->past = given ? past::GIVEN | past::MIXED : 0;
    }
    // CPython takes over the table, or makes it as large as it will be.
    Set copy() const { return Set(items_.copy()).blurred(); }

    Set union_with(Set other) const {
        const Set made = copy();
        made.extend(other);
        return made.blurred();
    }
    // The elements of the smaller one, of the other one when they are as large.
    Set intersection(Set other) const {
        const Set walked = other.size() > size() ? *this : other;
        const Set asked = other.size() > size() ? other : *this;
        return walked.kept(asked, true);
    }
    // Where this one is much the larger, CPython takes from a copy of it.
    Set difference(Set other) const {
        const Set made = kept(other, false);
        return size() >> 2 > other.size() ? made.blurred() : made;
    }
    Set symmetric_difference(Set other) const {
        const Set made = other.difference(*this);
        made.extend(difference(other));
        return made.blurred();
    }

    // CPython makes room for all at once, which shows unless the smallest table has it.
    void update_set(Set other) const {
        if (identity() == other.identity() || other.empty()) {
            return;
        }
        // an empty set takes the other's table over as it is, which the order of a walk does not tell
        const bool alike = empty() ? other.size() < 2 || other.history() == 0 : other.ordered();
        if (history() != 0 || !alike || size() + other.size() > past::SMALLEST) {
            note(past::MIXED);
        }
        extend(other);
    }
    void intersect(Set other) const {
        const Set common = intersection(other);
        clear();
        extend(common);
        note(common.history());
    }
    void subtract_set(Set other) const {
        if (identity() == other.identity()) {
            clear();
            return;
        }
        const auto before = size();
        for (const auto item : other) {
            discard(item);
        }
        if (history() != 0 || size() != before) {
            note(past::MIXED);  // CPython makes the table anew when much of it was taken
        }
    }
    void toggle(Set other) const {
        if (identity() == other.identity()) {
            clear();
            return;
        }
        if (!other.empty()) {
            note(past::MIXED);
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

    // Says that the set came from the caller.
    void mark_given() const { items_.body()->past = past::GIVEN; }
    // The set as it may reach the caller: changed as the caller's own set can be changed, or without a past.
    Set settled() const {
        if (has_past(past::MIXED) && (has_past(past::GIVEN) || size() > 1)) [[unlikely]] {
            fall_back(Reason::Value);
        }
        return *this;
    }
    // The set as it may become a new object of the caller.
    Set settled_anew() const {
        if (history() != 0 && size() > 1) [[unlikely]] {
            fall_back(Reason::Value);
        }
        return *this;
    }
    // The set, whose elements came in an order or by steps that CPython's set would not know them by.
    Set blurred() const {
        note(past::MIXED);
        return *this;
    }
    // The set, filled by a walk over `source`.
    template <class U>
    Set following(Set<U> source) const {
        return source.ordered() ? *this : blurred();
    }
    // Whether CPython walks over it in the order of insertion.
    bool ordered() const { return size() < 2 || (history() & ~past::SHRUNK) == past::GIVEN; }

private:
    std::uint8_t history() const { return items_.body()->past; }
    bool has_past(int what) const { return (history() & what) != 0; }
    void note(int what) const { items_.body()->past = static_cast<std::uint8_t>(history() | what); }
    void shrunk() const {
        const bool simple = has_past(past::GIVEN) && !has_past(past::GROWN);
        note(simple ? past::SHRUNK : past::SHRUNK | past::MIXED);
    }
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
    return ordered() && !other.has_past(past::MIXED) ? made : made.blurred();
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
