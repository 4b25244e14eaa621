// Calls that may change what the caller can see: lists, dicts and records cross as numbered objects
// (pivot_lsp/runtime/abi.py).
//
// Invariants: one object of the caller is one object here, under however many names it came, so aliases behave as in
// Python; what the call leaves behind is written as a table, the caller's objects first, then those it has made.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "pivot_rt/boundary.hpp"
#include "pivot_rt/set.hpp"
#include "pivot_rt/wire.hpp"

namespace rt {

// Where contents lie, and how many there are.
struct Contents {
    const Slot* data;
    std::uint64_t count;
};

class Graph;

// Specialised for each kind of value. slots: how many it takes. read and write move a slot pointer past the value.
template <class T>
struct Linked;

// Specialised for each kind of object: shell makes one to be filled; address tells it from all others.
template <class T>
struct Object;

class Graph {
public:
    explicit Graph(const Slot*& args) : table_(std::bit_cast<const Contents*>(args[0])), known_(args[1]) { args += 2; }
    Graph(const Graph&) = delete;
    Graph& operator=(const Graph&) = delete;

    // Reads a reference; the object is a shell until `fill`.
    template <class T>
    T object(const Slot*& at) {
        Known& known = known_[*at];
        const Slot number = *at++;
        if (known.address == nullptr) {
            const T made = Object<T>::shell();
            known = known_as(made);
            numbers_.emplace(known.address, number);
            if constexpr (requires { Object<T>::at_once; }) {  // what hashes its value may hold it
                Object<T>::fill(*this, made, table_[number]);
            } else {
                pending_.push_back(number);
            }
            return made;
        }
        return Object<T>::at(known.address);
    }
    // Fills every object that the arguments reach.
    void fill() {
        while (!pending_.empty()) {
            const Slot number = pending_.back();
            pending_.pop_back();
            const Known known = known_[number];
            known.fill(*this, known.address, table_[number]);
        }
        current_region->arguments_are_read();
    }
    // The number of an object; one that is new gets the next. A module constant has none: it would be copied.
    template <class T>
    Slot number(const T& object) {
        const void* const address = Object<T>::address(object);
        const auto found = numbers_.find(address);
        if (found != numbers_.end()) {
            return found->second;
        }
        if (!current_region->made_here(address)) {
            fall_back(Reason::Value);
        }
        known_.push_back(known_as(object));
        numbers_.emplace(address, known_.size() - 1);
        return known_.size() - 1;
    }
    // Writes what the call has left behind.
    void store(Slot* out) {
        std::vector<Contents> contents;
        for (std::size_t i = 0; i < known_.size(); ++i) {
            const Known known = known_[i];
            contents.push_back(known.address != nullptr ? known.store(*this, known.address) : table_[i]);
        }
        auto* const table = allocate<Contents>(contents.size());
        std::uninitialized_copy(contents.begin(), contents.end(), table);
        out[0] = std::bit_cast<Slot>(table);
        out[1] = contents.size();
    }

private:
    struct Known {
        const void* address = nullptr;
        void (*fill)(Graph&, const void*, Contents) = nullptr;
        Contents (*store)(Graph&, const void*) = nullptr;
    };
    template <class T>
    static Known known_as(const T& object) {
        return {Object<T>::address(object),
                [](Graph& graph, const void* address, Contents from) {
                    Object<T>::fill(graph, Object<T>::at(address), from);
                },
                [](Graph& graph, const void* address) { return Object<T>::store(graph, Object<T>::at(address)); }};
    }

    const Contents* table_;
    std::vector<Known> known_;
    std::vector<Slot> pending_;
    std::unordered_map<const void*, Slot> numbers_;
};

// What is no object crosses as ever.
template <class T>
struct Plain {
    static constexpr std::size_t slots = Wire<T>::slots;
    static T read(Graph&, const Slot*& at) { return Wire<T>::read(at); }
    static void write(Graph&, Slot*& at, T value) {
        Seen seen;
        Wire<T>::write(at, value, seen);
    }
};
template <>
struct Linked<Int> : Plain<Int> {};
template <>
struct Linked<double> : Plain<double> {};
template <>
struct Linked<bool> : Plain<bool> {};
template <>
struct Linked<None> : Plain<None> {};
template <>
struct Linked<Str> : Plain<Str> {};

template <class T>
struct Linked<std::optional<T>> {
    static constexpr std::size_t slots = 1 + Linked<T>::slots;
    static std::optional<T> read(Graph& graph, const Slot*& at) {
        if (*at++ == 0) {
            at += Linked<T>::slots;
            return std::nullopt;
        }
        return Linked<T>::read(graph, at);
    }
    static void write(Graph& graph, Slot*& at, const std::optional<T>& value) {
        *at++ = value.has_value() ? 1 : 0;
        if (value.has_value()) {
            Linked<T>::write(graph, at, *value);
        } else {
            for (std::size_t i = 0; i < Linked<T>::slots; ++i) {
                *at++ = 0;
            }
        }
    }
};
template <class... T>
struct Linked<std::tuple<T...>> {
    static constexpr std::size_t slots = (Linked<T>::slots + ... + 0);
    static std::tuple<T...> read(Graph& graph, const Slot*& at) {
        return std::tuple<T...>{Linked<T>::read(graph, at)...};
    }
    static void write(Graph& graph, Slot*& at, const std::tuple<T...>& value) {
        std::apply([&](const T&... items) { (Linked<T>::write(graph, at, items), ...); }, value);
    }
};

// The elements of a list or tuple: in memory of their own or, where memory and wire look alike, where they stand.
template <class T>
Contents stored_items(Graph& graph, List<T> xs) {
    const auto size = static_cast<std::size_t>(xs.size());
    if constexpr (requires { Wire<T>::flat; }) {
        if constexpr (Wire<T>::flat) {
            return {std::bit_cast<const Slot*>(xs.data()), size};
        }
    }
    auto* const slots = allocate<Slot>(size * Linked<T>::slots);
    Slot* at = slots;
    for (std::size_t i = 0; i < size; ++i) {
        Linked<T>::write(graph, at, xs.data()[i]);
    }
    return {slots, size};
}
template <class T>
void read_items(Graph& graph, List<T> xs, Contents from) {
    auto* const body = xs.body();
    const auto size = static_cast<std::int64_t>(from.count);
    if constexpr (requires { Wire<T>::flat; }) {
        if constexpr (Wire<T>::flat) {
            *body = {std::bit_cast<T*>(from.data), size, 0};
            return;
        }
    }
    const Slot* at = from.data;
    xs.reserve(size);
    for (std::int64_t i = 0; i < size; ++i) {
        xs.append(Linked<T>::read(graph, at));
    }
}

// A reference: the object's number.
template <class T>
struct Reference {
    static constexpr std::size_t slots = 1;
    static T read(Graph& graph, const Slot*& at) { return graph.object<T>(at); }
    static void write(Graph& graph, Slot*& at, const T& object) { *at++ = graph.number(object); }
};
template <class T>
struct Linked<List<T>> : Reference<List<T>> {};
template <class T>
struct Linked<Tuple<T>> : Reference<Tuple<T>> {};
template <class T>
struct Linked<Set<T>> : Reference<Set<T>> {};
template <class K, class V>
struct Linked<Dict<K, V>> : Reference<Dict<K, V>> {};

template <class T>
struct Object<List<T>> {
    static List<T> shell() { return list<T>(); }
    static const void* address(List<T> xs) { return xs.body(); }
    static List<T> at(const void* address) {
        return List<T>(const_cast<ListBody<T>*>(static_cast<const ListBody<T>*>(address)));
    }
    static void fill(Graph& graph, List<T> xs, Contents from) { read_items(graph, xs, from); }
    static Contents store(Graph& graph, List<T> xs) { return stored_items(graph, xs); }
};
template <class T>
struct Object<Tuple<T>> {
    static constexpr bool at_once = true;
    static Tuple<T> shell() { return tuple<T>(); }
    static const void* address(Tuple<T> xs) { return xs.body(); }
    static Tuple<T> at(const void* address) { return Tuple<T>(Object<List<T>>::at(address)); }
    static void fill(Graph& graph, Tuple<T> xs, Contents from) { read_items(graph, static_cast<List<T>>(xs), from); }
    static Contents store(Graph& graph, Tuple<T> xs) { return stored_items(graph, static_cast<List<T>>(xs)); }
};
template <class K, class V>
struct Object<Dict<K, V>> {
    static Dict<K, V> shell() { return dict<K, V>(); }
    static const void* address(Dict<K, V> d) { return d.body(); }
    static Dict<K, V> at(const void* address) {
        return Dict<K, V>(const_cast<DictBody<K, V>*>(static_cast<const DictBody<K, V>*>(address)));
    }
    static void fill(Graph& graph, Dict<K, V> d, Contents from) {
        const Slot* at = from.data;
        d.fill_given(from.count, [&graph, &at] {
            const K key = Linked<K>::read(graph, at);
            return std::pair<K, V>(key, Linked<V>::read(graph, at));
        });
    }
    static Contents store(Graph& graph, Dict<K, V> d) {
        const auto size = static_cast<std::size_t>(d.size());
        auto* const slots = allocate<Slot>(size * (Linked<K>::slots + Linked<V>::slots));
        Slot* at = slots;
        for (const auto [key, value] : d.items()) {
            Linked<K>::write(graph, at, key);
            Linked<V>::write(graph, at, value);
        }
        return {slots, size};
    }
};
template <class T>
struct Object<Set<T>> {
    static constexpr bool at_once = true;
    static Set<T> shell() { return Set<T>(dict<T, None>()); }
    static const void* address(Set<T> s) { return s.identity(); }
    static Set<T> at(const void* address) { return Set<T>(Object<Dict<T, None>>::at(address)); }
    static void fill(Graph& graph, Set<T> s, Contents from) {
        const Slot* at = from.data;
        s.reserve(checked_size(from.count));
        for (std::uint64_t i = 0; i < from.count; ++i) {
            s.add(Linked<T>::read(graph, at));
        }
        s.mark_given();
    }
    static Contents store(Graph& graph, Set<T> s) {
        const auto size = static_cast<std::size_t>(s.size());
        auto* const slots = allocate<Slot>(size * Linked<T>::slots);
        Slot* at = slots;
        for (const auto item : s.settled()) {
            Linked<T>::write(graph, at, item);
        }
        return {slots, size};
    }
};

// A record: its carried fields, in order. The handle is a pointer to const; a field that the unit assigns is mutable.
template <class Record, auto... Fields>
struct RecordObject {
    template <auto Field>
    using Of = std::remove_cvref_t<decltype(std::declval<const Record&>().*Field)>;

    static const Record* shell() { return std::construct_at(allocate<Record>(1)); }
    static const void* address(const Record* record) { return record; }
    static const Record* at(const void* address) { return static_cast<const Record*>(address); }
    static void fill(Graph& graph, const Record* record, Contents from) {
        const Slot* at = from.data;
        static_cast<void>(at);
        *const_cast<Record*>(record) = Record{Linked<Of<Fields>>::read(graph, at)...};
    }
    static Contents store(Graph& graph, const Record* record) {
        auto* const slots = allocate<Slot>((Linked<Of<Fields>>::slots + ... + 0));
        Slot* at = slots;
        static_cast<void>(at);
        (Linked<Of<Fields>>::write(graph, at, record->*Fields), ...);
        return {slots, 1};
    }
};

template <class Function>
struct LinkedEntry;

template <class Result, class... Params>
struct LinkedEntry<Result (*)(Params...)> {
    template <Result (*FUNCTION)(Params...)>
    static void run(const Slot* args, Slot* out) {
        Graph graph(args);
        const std::tuple<Params...> values{Linked<Params>::read(graph, args)...};
        graph.fill();
        Slot* at = out + 2;
        try {
            if constexpr (std::is_void_v<Result>) {
                std::apply(FUNCTION, values);
                *at = 0;
            } else {
                const Result result = std::apply(FUNCTION, values);
                Linked<Result>::write(graph, at, result);
            }
        } catch (const Exc&) {  // what was done before it stays done
            graph.store(out);
            throw;
        }
        graph.store(out);
    }
};

template <auto FUNCTION>
std::int32_t call_linked(const Slot* args, Slot* out, Ctx* ctx) noexcept {
    return enter(ctx, [&] { LinkedEntry<decltype(FUNCTION)>::template run<FUNCTION>(args, out); });
}

}  // namespace rt
