// set and frozenset: the keys of a dict without values, behind a handle.
//
// Invariants: it stands in the order of insertion. CPython's order is that of its hash table: where the compiler sees
// that a walk shows it, the set keeps that table too, or legacy answers; of equal elements that can be told apart (0.0 and -0.0) the one stays that CPython keeps
// (Objects/setobject.c).
#pragma once

#include <cstdint>
#include <type_traits>

#include "pivot_rt/dict.hpp"
#include "pivot_rt/set_table.hpp"

namespace rt::past {

// What the hash table of CPython's own set would remember, and the order of insertion does not. A set without a past
// was added to one by one and in CPython's order, so that adding its elements again makes the very table, and with it
// the order in which Python code walks over it. Any other that would reach the caller is left to legacy.
constexpr std::uint8_t GIVEN = 1;   // an argument: the table is the caller's, its elements came as it walks over them
constexpr std::uint8_t GROWN = 2;   // given, and added to since
constexpr std::uint8_t SHRUNK = 4;  // given, and taken from since
constexpr std::uint8_t MIXED = 8;   // made, or changed, in a way that adding its elements would not repeat
constexpr std::uint8_t POPPED = 16;  // an element was popped: CPython goes on looking for the next one from there

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

    // Walks in CPython's order where it is known, else in one that must not show.
    struct Cursor {
        typename DictWalk<T, None, Part::Keys>::Cursor inserted;
        const SetTable<T>* table;
        std::size_t place;

        T operator*() const { return table != nullptr ? table->item(place) : *inserted; }
        void operator++() {
            if (table != nullptr) {
                ++place;
            } else {
                ++inserted;
            }
        }
        bool operator!=(std::nullptr_t) {
            if (table == nullptr) {
                return inserted != nullptr;
            }
            inserted.held();
            place = table->live(place);
            return place < table->size();
        }
    };
    Cursor begin() const { return {items_.keys().begin(), table(), 0}; }
    static std::nullptr_t end() { return nullptr; }

    const void* identity() const { return items_.body(); }
    std::int64_t size() const { return items_.size(); }
    bool empty() const { return items_.empty(); }
    void reserve(std::uint32_t items) const { items_.reserve(items); }

    bool has(Item item) const { return items_.has(item); }
    void add(Item item) const {
        if ((history() != 0 || table() != nullptr) && !has(item)) [[unlikely]] {
            grown(item);
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
            taken(item);
        }
    }
    void remove(Item item) const {  // KeyError
        items_.erase(item);
        taken(item);
    }
    T pop() const {  // KeyError
        if (empty()) {
            raise_key_error(Arg("pop from an empty set"_s));
        }
        if (table() == nullptr && size() != 1) {
            fall_back(Reason::Value);
        }
        const T found = table() != nullptr ? table()->pop() : *begin_of_one();
        items_.pop(found, None());
        note(past::SHRUNK | past::MIXED | past::POPPED);
        return found;
    }
    void clear() const {
        const int stays = history() & (past::GIVEN | past::POPPED);
        auto* const kept_table = table();
        items_.clear();
        items_.body()->past = static_cast<std::uint8_t>(stays | (stays & past::GIVEN ? past::MIXED : 0));
        items_.body()->order = kept_table;
        if (kept_table != nullptr) {
            kept_table->clear();
        }
    }
    // CPython takes over the table, or makes it as large as it will be.
    Set copy() const {
        const Set made(items_.copy());
        made.note(past::MIXED);
        if (table() != nullptr) {
            made.keep(SetTable<T>()).merge(*table());
        }
        return made;
    }

    Set union_with(Set other) const {
        const Set made = copy();
        if (identity() != other.identity()) {
            made.update_set(other);
        }
        return made;
    }
    // The elements of the smaller one, of the other one when they are as large.
    Set intersection(Set other) const {
        if (identity() == other.identity()) {
            return copy();
        }
        const Set walked = other.size() > size() ? *this : other;
        const Set asked = other.size() > size() ? other : *this;
        return walked.kept(asked, true);
    }
    // Where this one is much the larger, CPython takes from a copy of it.
    Set difference(Set other) const {
        const bool copied = size() >> 2 > other.size();
        if (copied && table() != nullptr) {
            const Set made = copy();
            made.subtract_set(other);
            return made;
        }
        const Set made = kept(other, false);
        return copied ? made.blurred() : made;
    }
    Set symmetric_difference(Set other) const {
        if (other.table() != nullptr) {
            const Set made = other.copy();
            made.toggle(*this);
            return made;
        }
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
        if (auto* const mine = table(); mine == nullptr) {
            // nothing to keep
        } else if (other.table() != nullptr) {
            mine->merge(*other.table());
        } else if (other.ordered() && (!mine->empty() || other.size() < 2)) {
            mine->make_room(static_cast<std::size_t>(other.size()));
            for (const auto item : other) {
                mine->add(item);
            }
        } else {
            lose_table();
        }
        take_items(other);
    }
    void intersect(Set other) const {
        const Set common = intersection(other);
        clear();
        take_items(common);
        note(common.history());
        if (auto* const mine = table(); mine != nullptr) {
            if (common.tabled().table() != nullptr) {
                mine->take_over(*common.table());
            } else {
                lose_table();
            }
        }
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
        if (table() != nullptr) {
            table()->purge();
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
        if (table() != nullptr && !other.ordered()) {
            lose_table();
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
        lose_table();
        return *this;
    }
    // The set, filled by a walk over `source`.
    template <class U>
    Set following(Set<U> source) const {
        return source.ordered() ? *this : blurred();
    }
    // Whether a walk over it has CPython's order.
    bool ordered() const {
        return size() < 2 || table() != nullptr || (history() & ~past::SHRUNK) == past::GIVEN;
    }
    // The set, which keeps CPython's table from now on where that can be known. A constant outlives the call's memory.
    Set tabled() const {
        if (history() == 0 && table() == nullptr && items_.body()->lasting == (current_region->ctx() == nullptr)) {
            SetTable<T> made;
            for (const auto item : *this) {
                made.add(item);
            }
            keep(made);
        }
        return *this;
    }
    // set(d): CPython makes room for all keys at once.
    template <class V>
    static Set of_dict(Dict<T, V> d) {
        const Set made(dict<T, None>());
        if (d.size() > past::SMALLEST) {
            made.keep(SetTable<T>()).make_room(static_cast<std::size_t>(d.size()));
            made.note(past::MIXED);
        }
        made.extend(d.keys());
        return made;
    }
    // The set, whose walk shows CPython's order.
    Set in_order() const { return tabled().as_given(); }
    // The set, where CPython walks over it in an order that is known.
    Set as_given() const {
        if (!ordered()) [[unlikely]] {
            fall_back(Reason::Value);
        }
        return *this;
    }

private:
    SetTable<T>* table() const { return static_cast<SetTable<T>*>(items_.body()->order); }
    // Takes `made` for CPython's table.
    SetTable<T>& keep(SetTable<T> made) const {
        auto* const place = allocate<SetTable<T>>(1);
        std::construct_at(place, made);
        items_.body()->order = place;
        return *place;
    }
    // From now on CPython's table is not known.
    void lose_table() const {
        items_.body()->order = nullptr;
        note(past::MIXED);
    }
    // `item`, which is not there, will be added.
    [[gnu::noinline]] void grown(Item item) const {
        if (history() != 0) {
            note(has_past(past::SHRUNK) ? past::GROWN | past::MIXED : past::GROWN);
        }
        if (table() != nullptr) {
            table()->add(item);
        }
    }
    // `item` was there.
    void taken(Item item) const {
        shrunk();
        if (table() != nullptr) {
            table()->discard(item);
        }
    }
    void take_items(Set other) const {
        for (const auto item : other) {
            items_.setdefault(item, None());
        }
    }
    // A walk that stands at the first element.
    Cursor begin_of_one() const {
        Cursor found = begin();
        static_cast<void>(found != nullptr);
        return found;
    }
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
    return ordered() && (!other.has_past(past::MIXED) || other.table() != nullptr) ? made : made.blurred();
}

template <class Walk>
auto set_of(Walk walk) {
    const auto made = set<element_t<Walk>>();
    made.extend(walk);
    return made;
}

template <class K, class V>
Set<K> set_of_dict(Dict<K, V> d) {
    return Set<K>::of_dict(d);
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
