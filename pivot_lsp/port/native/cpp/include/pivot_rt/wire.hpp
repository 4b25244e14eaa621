// Values as the slots of the calling convention (pivot_lsp/runtime/abi.py), both ways.
//
// Invariants: arguments are never written to; lists whose elements look alike in memory and on the wire are used in
// place both ways; a result that holds one mutable object twice, or one of the caller's, falls back, for the caller
// would get copies where Python gives the object.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>

#include "pivot_rt/dict.hpp"
#include "pivot_rt/list.hpp"
#include "pivot_rt/set.hpp"

namespace rt {

// The mutable objects a result has shown so far. `note` falls back on one that was noted before, and on one that was
// not made by this call: an argument or a module constant.
class Seen {
public:
    void note(const void* object);

private:
    static constexpr std::uint64_t FEW = 8;

    void enter(const void* object);

    const void* few_[FEW] = {};
    const void** places_ = nullptr;
    std::uint64_t count_ = 0;
    std::uint64_t capacity_ = 0;
};

// slots: how many a value takes. flat: memory and wire look alike. read and write move a slot pointer past the value.
template <class T>
struct Wire;

template <>
struct Wire<Int> {
    static constexpr std::size_t slots = 1;
    static constexpr bool flat = true;
    static Int read(const Slot*& at) { return static_cast<std::int64_t>(*at++); }
    static void write(Slot*& at, Int value, Seen&) { *at++ = static_cast<Slot>(value.v); }
};
template <>
struct Wire<double> {
    static constexpr std::size_t slots = 1;
    static constexpr bool flat = true;
    static double read(const Slot*& at) { return std::bit_cast<double>(*at++); }
    static void write(Slot*& at, double value, Seen&) { *at++ = std::bit_cast<Slot>(value); }
};
template <>
struct Wire<bool> {
    static constexpr std::size_t slots = 1;
    static constexpr bool flat = false;
    static bool read(const Slot*& at) { return *at++ != 0; }
    static void write(Slot*& at, bool value, Seen&) { *at++ = value ? 1 : 0; }
};
template <>
struct Wire<None> {
    static constexpr std::size_t slots = 1;
    static constexpr bool flat = false;
    static None read(const Slot*& at) {
        ++at;
        return none;
    }
    static void write(Slot*& at, None, Seen&) { *at++ = 0; }
};
template <>
struct Wire<Str> {
    static constexpr std::size_t slots = 2;
    static constexpr bool flat = true;
    static Str read(const Slot*& at) {
        const auto sizes = at[1];
        const Str value{std::bit_cast<const char*>(at[0]), static_cast<std::uint32_t>(sizes),
                        static_cast<std::uint32_t>(sizes >> 32)};
        at += 2;
        return value;
    }
    static void write(Slot*& at, Str value, Seen&) {
        *at++ = std::bit_cast<Slot>(value.data);
        *at++ = value.bytes | (static_cast<Slot>(value.chars) << 32);
    }
};
template <class T>
struct Wire<std::optional<T>> {
    static constexpr std::size_t slots = 1 + Wire<T>::slots;
    static constexpr bool flat = false;
    static std::optional<T> read(const Slot*& at) {
        if (*at++ == 0) {
            at += Wire<T>::slots;
            return std::nullopt;
        }
        return Wire<T>::read(at);
    }
    static void write(Slot*& at, const std::optional<T>& value, Seen& seen) {
        *at++ = value.has_value() ? 1 : 0;
        if (value.has_value()) {
            Wire<T>::write(at, *value, seen);
        } else {
            for (std::size_t i = 0; i < Wire<T>::slots; ++i) {
                *at++ = 0;
            }
        }
    }
};
template <class... T>
struct Wire<std::tuple<T...>> {
    static constexpr std::size_t slots = (Wire<T>::slots + ... + 0);
    static constexpr bool flat = false;
    static std::tuple<T...> read(const Slot*& at) { return std::tuple<T...>{Wire<T>::read(at)...}; }
    static void write(Slot*& at, const std::tuple<T...>& value, Seen& seen) {
        std::apply([&](const T&... items) { (Wire<T>::write(at, items, seen), ...); }, value);
    }
};

template <class T>
struct Wire<List<T>> {
    static constexpr std::size_t slots = 2;
    static constexpr bool flat = false;
    static List<T> read(const Slot*& at) {
        const auto* element = std::bit_cast<const Slot*>(at[0]);
        const auto size = static_cast<std::int64_t>(at[1]);
        at += 2;
        auto* const body = allocate<ListBody<T>>(1);
        if constexpr (Wire<T>::flat) {
            *body = {std::bit_cast<T*>(element), size, 0};
        } else {
            T* const data = allocate<T>(static_cast<std::size_t>(size));
            for (std::int64_t i = 0; i < size; ++i) {
                std::construct_at(data + i, Wire<T>::read(element));
            }
            *body = {data, size, 0};
        }
        return List<T>(body);
    }
    static void write(Slot*& at, List<T> xs, Seen& seen) {
        seen.note(xs.body());
        write_items(at, xs, seen);
    }
    static void write_items(Slot*& at, List<T> xs, Seen& seen) {
        const std::int64_t size = xs.size();
        if constexpr (Wire<T>::flat) {
            *at++ = std::bit_cast<Slot>(xs.data());
        } else {
            auto* element = allocate<Slot>(static_cast<std::size_t>(size) * Wire<T>::slots);
            *at++ = std::bit_cast<Slot>(element);
            for (std::int64_t i = 0; i < size; ++i) {
                Wire<T>::write(element, xs.data()[i], seen);
            }
        }
        *at++ = static_cast<Slot>(size);
    }
};
template <class T>
struct Wire<Tuple<T>> {
    static constexpr std::size_t slots = 2;
    static constexpr bool flat = false;
    static Tuple<T> read(const Slot*& at) { return Tuple<T>(Wire<List<T>>::read(at)); }
    static void write(Slot*& at, Tuple<T> xs, Seen& seen) { Wire<List<T>>::write_items(at, xs, seen); }
};
template <class K, class V>
struct Wire<Dict<K, V>> {
    static constexpr std::size_t slots = 2;
    static constexpr bool flat = false;
    static Dict<K, V> read(const Slot*& at) {
        const auto* pair = std::bit_cast<const Slot*>(at[0]);
        const auto size = static_cast<std::int64_t>(at[1]);
        at += 2;
        const auto made = dict<K, V>();
        made.fill_given(static_cast<std::uint64_t>(size), [&pair] {
            const K key = Wire<K>::read(pair);
            return std::pair<K, V>(key, Wire<V>::read(pair));
        });
        return made;
    }
    static void write(Slot*& at, Dict<K, V> d, Seen& seen) {
        seen.note(d.body());
        const auto size = static_cast<std::size_t>(d.size());
        auto* pair = allocate<Slot>(size * (Wire<K>::slots + Wire<V>::slots));
        *at++ = std::bit_cast<Slot>(pair);
        *at++ = size;
        for (const auto [key, value] : d.items()) {
            Wire<K>::write(pair, key, seen);
            Wire<V>::write(pair, value, seen);
        }
    }
};

template <class T>
struct Wire<Set<T>> {
    static constexpr std::size_t slots = 2;
    static constexpr bool flat = false;
    static Set<T> read(const Slot*& at) {
        const auto* element = std::bit_cast<const Slot*>(at[0]);
        const auto size = static_cast<std::int64_t>(at[1]);
        at += 2;
        const auto made = set<T>();
        made.reserve(checked_size(static_cast<std::size_t>(size)));
        for (std::int64_t i = 0; i < size; ++i) {
            made.add(Wire<T>::read(element));
        }
        made.mark_given();
        return made;
    }
    static void write(Slot*& at, Set<T> s, Seen& seen) {
        seen.note(s.identity());
        const auto size = static_cast<std::size_t>(s.size());
        auto* element = allocate<Slot>(size * Wire<T>::slots);
        *at++ = std::bit_cast<Slot>(element);
        *at++ = size;
        for (const T item : s.settled_anew()) {
            Wire<T>::write(element, item, seen);
        }
    }
};

// A dataclass: a handle to its carried fields, in order. When every field looks on the wire as in memory and none is
// packed closer than there, a row of the arguments is the record.
template <class Record, bool FROZEN, auto... Fields>
struct RecordWire {
    template <auto Field>
    using Of = std::remove_cvref_t<decltype(std::declval<const Record&>().*Field)>;
    template <class T>
    static constexpr bool plain = Wire<T>::flat || std::is_same_v<T, bool>;

    static constexpr std::size_t slots = (Wire<Of<Fields>>::slots + ... + 0);
    static constexpr bool flat = false;

    static const Record* read(const Slot*& at) {
        if constexpr ((plain<Of<Fields>> && ...) && sizeof(Record) == slots * sizeof(Slot)) {
            const auto* const record = std::bit_cast<const Record*>(at);
            at += slots;
            return record;
        } else {
            return std::construct_at(allocate<Record>(1), Record{Wire<Of<Fields>>::read(at)...});
        }
    }
    static void write(Slot*& at, const Record* record, Seen& seen) {
        if constexpr (!FROZEN) {
            seen.note(record);
        }
        (Wire<Of<Fields>>::write(at, record->*Fields, seen), ...);
    }
};

// `make(Sale{...})` is a new object of the call.
template <class Record>
const Record* make(const Record& fields) {
    return std::construct_at(allocate<Record>(1), fields);
}

}  // namespace rt
