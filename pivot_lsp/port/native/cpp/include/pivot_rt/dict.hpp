// dict: a handle to a hash map in insertion order, after CPython's compact dict (Objects/dictobject.c).
//
// Invariants: entries stand in insertion order, deleted ones leave a gap until the next growth; small dicts have no
// index and are searched in order; one that came with the arguments gets its index when a key is first looked for; a
// walk over a dict whose keys change falls back.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "pivot_rt/list.hpp"
#include "pivot_rt/ops.hpp"
#include "pivot_rt/region.hpp"

namespace rt {

template <class K, class V>
struct DictBody {
    struct Entry {
        std::uint64_t hash;  // 0: deleted
        K key;
        V value;
    };
    Entry* entries;
    std::uint32_t* index;  // entry number + 1, 0 for free; null while the dict is small
    std::uint32_t used;    // entries, gaps included
    std::uint32_t live;
    std::uint32_t capacity;
    std::uint32_t mask;
    std::uint32_t changes;  // counts insertions and deletions
    std::uint32_t recent;   // where the latest look-up ended, and for which key
    std::uint8_t past;      // of a set: what CPython's table would remember (set.hpp)
    void* order;            // of a set: CPython's table, where it is asked for and known (set.hpp)
    K recent_key;
    bool lasting;  // a module constant: it outlives the texts of a call, so no look-up is remembered
};

// Which part of the entries a walk yields.
enum class Part { Keys, Values, Items };

}  // namespace rt

namespace rt::types {

template <class K, class V, Part PART>
class DictWalk {
public:
    using Body = DictBody<K, V>;
    struct Cursor {
        const Body* body;
        std::uint32_t at;
        std::uint32_t changes;

        auto operator*() const {
            const auto& entry = body->entries[at];
            if constexpr (PART == Part::Keys) {
                return entry.key;
            } else if constexpr (PART == Part::Values) {
                return entry.value;
            } else {
                return std::tuple<K, V>(entry.key, entry.value);
            }
        }
        void operator++() { ++at; }
        // Falls back when the keys have changed since.
        void held() const {
            if (body->changes != changes) [[unlikely]] {
                fall_back(Reason::Value);
            }
        }
        bool operator!=(std::nullptr_t) {
            held();
            while (at < body->used && body->entries[at].hash == 0) {
                ++at;
            }
            return at < body->used;
        }
    };
    explicit DictWalk(const Body* body) : body_(body) {}
    Cursor begin() const { return {body_, 0, body_->changes}; }
    static std::nullptr_t end() { return nullptr; }

private:
    const Body* body_;
};

template <class K, class V>
class Dict {
public:
    using Body = DictBody<K, V>;
    using Entry = typename Body::Entry;

    Dict() = default;  // no dict yet
    explicit Dict(Body* body) : body_(body) {}

    auto begin() const { return keys().begin(); }
    static std::nullptr_t end() { return nullptr; }

    Body* body() const { return body_; }
    std::int64_t size() const { return body_->live; }
    bool empty() const { return body_->live == 0; }

    using Key = std::type_identity_t<K>;
    using Value = std::type_identity_t<V>;

    V operator[](Key key) const {  // KeyError
        const Entry* const entry = find(key);
        if (entry == nullptr) [[unlikely]] {
            raise_key_error(to_arg(key));
        }
        return entry->value;
    }
    std::optional<V> get(Key key) const {
        const Entry* const entry = find(key);
        return entry != nullptr ? std::optional<V>(entry->value) : std::nullopt;
    }
    V get(Key key, Value otherwise) const {
        const Entry* const entry = find(key);
        return entry != nullptr ? entry->value : otherwise;
    }
    bool has(Key key) const { return find(key) != nullptr; }
    void set(Key key, Value value) const {
        if (recently(key)) {
            body_->entries[body_->recent].value = value;
            return;
        }
        const std::uint64_t hash = hash_of(key);
        if (Entry* const entry = search(key, hash)) {
            entry->value = value;
        } else {
            insert(key, value, hash);
        }
    }
    void erase(Key key) const {  // KeyError
        Entry* const entry = find(key);
        if (entry == nullptr) [[unlikely]] {
            raise_key_error(to_arg(key));
        }
        drop(entry);
    }
    V setdefault(Key key, Value value) const {
        const std::uint64_t hash = hash_of(key);
        if (const Entry* const entry = find(key, hash)) {
            return entry->value;
        }
        insert(key, value, hash);
        return value;
    }
    // d[key] of a defaultdict.
    template <class Make>
    V get_or_make(Key key, Make make) const {
        const std::uint64_t hash = hash_of(key);
        if (const Entry* const entry = find(key, hash)) {
            return entry->value;
        }
        const V value = make();
        insert(key, value, hash);
        return value;
    }
    V pop(Key key) const {  // KeyError
        Entry* const entry = find(key);
        if (entry == nullptr) [[unlikely]] {
            raise_key_error(to_arg(key));
        }
        const V value = entry->value;
        drop(entry);
        return value;
    }
    V pop(Key key, Value otherwise) const {
        Entry* const entry = find(key);
        if (entry == nullptr) {
            return otherwise;
        }
        const V value = entry->value;
        drop(entry);
        return value;
    }
    void clear() const {
        const std::uint32_t changes = body_->changes + 1;
        *body_ = Body{nullptr, nullptr, 0, 0, 0, 0, changes, NOWHERE, 0, nullptr, K(), body_->lasting};
    }
    Dict copy() const;
    void update(Dict other) const {
        if (other.body_ == body_) {
            return;
        }
        for (const auto [key, value] : other.items()) {
            set(key, value);
        }
    }
    DictWalk<K, V, Part::Keys> keys() const { return DictWalk<K, V, Part::Keys>(body_); }
    DictWalk<K, V, Part::Values> values() const { return DictWalk<K, V, Part::Values>(body_); }
    DictWalk<K, V, Part::Items> items() const { return DictWalk<K, V, Part::Items>(body_); }

    void reserve(std::uint32_t entries) const {
        if (entries > body_->capacity) {
            resize(entries);
        }
    }
    // Fills a new dict with pairs of the caller's, whose keys all differ; `next` gives one.
    template <class Next>
    void fill_given(std::uint64_t pairs, Next next) const {
        if (pairs == 0) {
            return;
        }
        const std::uint64_t capacity = room_for(pairs);
        body_->entries = entries_for(capacity);
        body_->capacity = static_cast<std::uint32_t>(capacity);
        for (std::uint64_t i = 0; i < pairs; ++i) {
            const auto [key, value] = next();
            std::construct_at(&body_->entries[i], Entry{pairs > SMALL ? UNKNOWN : hash_of(key), key, value});
        }
        body_->used = body_->live = static_cast<std::uint32_t>(pairs);
    }
    static constexpr std::uint32_t NOWHERE = ~std::uint32_t{0};

private:
    static constexpr std::uint32_t FIRST = 4;  // the room that the first entry makes
    static constexpr std::uint32_t SMALL = 8;
    static constexpr std::uint64_t UNKNOWN = 1;  // the hash of a live entry before there is an index

    static std::uint64_t hash_of(const K& key) { return Ops<K>::hash(key) | 1; }

    Entry* find(const K& key) const {
        if (recently(key)) {
            return &body_->entries[body_->recent];
        }
        return body_->live == 0 ? (hash_of(key), nullptr) : search(key, hash_of(key));
    }
    bool recently(const K& key) const {
        return body_->recent < body_->used && Ops<K>::same(body_->recent_key, key) &&
               body_->entries[body_->recent].hash != 0;
    }
    Entry* find(const K& key, std::uint64_t hash) const {
        return recently(key) ? &body_->entries[body_->recent] : search(key, hash);
    }
    Entry* search(const K& key, std::uint64_t hash) const {
        if (body_->index == nullptr) {
            if (body_->used <= SMALL) {
                for (std::uint32_t i = 0; i < body_->used; ++i) {
                    if (body_->entries[i].hash == hash && Ops<K>::eq(body_->entries[i].key, key)) {
                        return found(key, i);
                    }
                }
                return nullptr;
            }
            hash_given();
        }
        for (std::uint64_t at = hash >> 7;; ++at) {
            const std::uint32_t number = body_->index[at & body_->mask];
            if (number == 0) {
                return nullptr;
            }
            if (body_->entries[number - 1].hash == hash && Ops<K>::eq(body_->entries[number - 1].key, key)) {
                return found(key, number - 1);
            }
        }
    }
    Entry* found(const K& key, std::uint32_t number) const {
        if (!body_->lasting) {
            body_->recent = number;
            body_->recent_key = key;
        }
        return &body_->entries[number];
    }
    void insert(const K& key, const V& value, std::uint64_t hash) const {
        if (body_->used == body_->capacity) [[unlikely]] {
            resize(body_->live * 2);
        }
        std::construct_at(&body_->entries[body_->used], Entry{hash, key, value});
        enter(body_->used, hash);
        found(key, body_->used);
        ++body_->used;
        ++body_->live;
        ++body_->changes;
    }
    void enter(std::uint32_t number, std::uint64_t hash) const {
        if (body_->index != nullptr) {
            std::uint64_t at = hash >> 7;
            while (body_->index[at & body_->mask] != 0) {
                ++at;
            }
            body_->index[at & body_->mask] = number + 1;
        }
    }
    void drop(Entry* entry) const {
        entry->hash = 0;
        --body_->live;
        ++body_->changes;
    }
    static std::uint64_t room_for(std::uint64_t wanted) {
        const std::uint64_t capacity = std::bit_ceil(std::max<std::uint64_t>(wanted, FIRST));
        if (capacity > (std::uint64_t{1} << 30)) {
            fall_back(Reason::Memory);
        }
        return capacity;
    }
    static Entry* entries_for(std::uint64_t capacity) {
        return static_cast<Entry*>(current_region->block(std::bit_ceil(capacity * sizeof(Entry))));
    }
    // The entries of a dict that the caller gave get their hashes, and an index.
    [[gnu::noinline]] void hash_given() const {
        for (std::uint32_t i = 0; i < body_->used; ++i) {
            body_->entries[i].hash = hash_of(body_->entries[i].key);
        }
        make_index();
    }
    void make_index() const {
        const std::uint64_t places = std::uint64_t{body_->capacity} * 2;
        body_->index = static_cast<std::uint32_t*>(current_region->block(places * sizeof(std::uint32_t)));
        std::fill_n(body_->index, places, 0U);
        body_->mask = static_cast<std::uint32_t>(places - 1);
        for (std::uint32_t i = 0; i < body_->used; ++i) {
            enter(i, body_->entries[i].hash);
        }
    }
    [[gnu::noinline]] void resize(std::uint64_t wanted) const {
        const std::uint64_t capacity = room_for(wanted);
        auto* const fresh = entries_for(capacity);
        std::uint32_t used = 0;
        for (std::uint32_t i = 0; i < body_->used; ++i) {
            if (body_->entries[i].hash != 0) {
                std::construct_at(&fresh[used++], body_->entries[i]);
            }
        }
        if (body_->capacity != 0) {
            current_region->give_back(body_->entries, std::bit_ceil(std::uint64_t{body_->capacity} * sizeof(Entry)));
            if (body_->index != nullptr) {
                current_region->give_back(body_->index, (std::uint64_t{body_->mask} + 1) * sizeof(std::uint32_t));
            }
        }
        body_->entries = fresh;
        body_->used = used;
        body_->capacity = static_cast<std::uint32_t>(capacity);
        body_->recent = NOWHERE;
        body_->index = nullptr;
        if (capacity > SMALL) {
            make_index();
        }
    }

    Body* body_ = nullptr;
};

}  // namespace rt::types

namespace rt {

using types::Dict;

// A new, empty dict.
template <class K, class V>
Dict<K, V> dict() {
    auto* const body = allocate<DictBody<K, V>>(1);
    std::construct_at(body, DictBody<K, V>{nullptr, nullptr, 0, 0, 0, 0, 0, Dict<K, V>::NOWHERE, 0, nullptr, K(),
                                              current_region->ctx() == nullptr});
    return Dict<K, V>(body);
}
// Later duplicates win and keep the first's place.
template <class K, class V>
Dict<K, V> dict(std::initializer_list<std::tuple<K, V>> items) {
    const auto made = dict<K, V>();
    for (const auto& [key, value] : items) {
        made.set(key, value);
    }
    return made;
}

template <class K, class V>
Dict<K, V> Dict<K, V>::copy() const {
    const auto made = dict<K, V>();
    made.reserve(body_->live);
    made.update(*this);
    return made;
}

template <class K, class V>
Int len(Dict<K, V> d) {
    return d.size();
}

template <class K, class V>
struct Ops<Dict<K, V>> {
    static bool eq(Dict<K, V> a, Dict<K, V> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (const auto [key, value] : a.items()) {
            const auto other = b.get(key);
            if (!other.has_value() || !Ops<V>::eq(value, *other)) {
                return false;
            }
        }
        return true;
    }
    static bool nan(Dict<K, V>) { return false; }
};

template <class K, class V>
bool equal(Dict<K, V> a, Dict<K, V> b) {
    return Ops<Dict<K, V>>::eq(a, b);
}

}  // namespace rt
