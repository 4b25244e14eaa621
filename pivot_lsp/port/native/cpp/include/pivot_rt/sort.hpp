// Sorting: a stable merge sort. For a total order every stable sort gives CPython's result, so NaN falls back.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "pivot_rt/list.hpp"

namespace rt {

template <class T, class Less>
void insertion_sort(T* data, std::int64_t size, Less less) {
    for (std::int64_t i = 1; i < size; ++i) {
        const T moving = data[i];
        std::int64_t at = i;
        for (; at > 0 && less(moving, data[at - 1]); --at) {
            data[at] = data[at - 1];
        }
        data[at] = moving;
    }
}

// Runs of 8, then merges of neighbours; what stands in order already is not touched.
template <class T, class Less>
void merge_sort(T* data, std::int64_t size, Less less) {
    constexpr std::int64_t RUN = 8;
    for (std::int64_t start = 0; start < size; start += RUN) {
        insertion_sort(data + start, std::min(RUN, size - start), less);
    }
    if (size <= RUN) {
        return;
    }
    const auto bytes = std::bit_ceil(static_cast<std::uint64_t>(size) * sizeof(T));
    T* const buffer = static_cast<T*>(current_region->block(bytes));
    for (std::int64_t width = RUN; width < size; width *= 2) {
        for (std::int64_t left = 0; left + width < size; left += 2 * width) {
            const std::int64_t middle = left + width;
            const std::int64_t right = std::min(middle + width, size);
            if (!less(data[middle], data[middle - 1])) {
                continue;
            }
            std::uninitialized_copy_n(data + left, width, buffer);
            const T* low = buffer;
            const T* const low_end = buffer + width;
            const T* high = data + middle;
            const T* const high_end = data + right;
            T* out = data + left;
            while (low != low_end && high != high_end) {
                const bool later = less(*high, *low);  // no branch: which side wins cannot be foreseen
                *out++ = later ? *high : *low;
                high += later ? 1 : 0;
                low += later ? 0 : 1;
            }
            std::copy(low, low_end, out);
        }
    }
    current_region->give_back(buffer, bytes);
}

template <class T, class Key, class KeyOf>
void sort_stretch(T* data, std::int64_t size, KeyOf key_of, bool reverse) {
    if (size < 2) {
        return;
    }
    for (std::int64_t i = 0; i < size; ++i) {
        if (Ops<Key>::nan(key_of(data[i]))) [[unlikely]] {
            fall_back(Reason::Value);
        }
    }
    if (reverse) {
        merge_sort(data, size, [&](const T& a, const T& b) { return below(key_of(b), key_of(a)); });
    } else {
        merge_sort(data, size, [&](const T& a, const T& b) { return below(key_of(a), key_of(b)); });
    }
}

template <class T>
void merge_sort_list(T* data, std::int64_t size, bool reverse) {
    sort_stretch<T, T>(data, size, [](const T& x) -> const T& { return x; }, reverse);
}

// Keys are computed once each, in order, before anything moves. As in CPython the list looks empty meanwhile, and
// has its elements back when a key raises.
template <class T>
template <class Key>
void types::List<T>::sort(Key key, bool reverse) const {
    using Mark = std::remove_cvref_t<decltype(key(std::declval<const T&>()))>;
    struct Keyed {
        Mark mark;
        T value;
    };
    struct Emptied {
        Body* body;
        Body before;
        ~Emptied() { *body = before; }
    };
    own();
    const std::int64_t size = body_->size;
    if (size == 0) {
        return;
    }
    const auto bytes = std::bit_ceil(static_cast<std::uint64_t>(size) * sizeof(Keyed));
    auto* const keyed = static_cast<Keyed*>(current_region->block(bytes));
    {
        const Emptied emptied{body_, *body_};
        *body_ = {nullptr, 0, 0};
        for (std::int64_t i = 0; i < size; ++i) {
            const T value = emptied.before.data[i];
            std::construct_at(keyed + i, Keyed{key(value), value});
        }
        if (body_->size != 0) [[unlikely]] {
            fall_back(Reason::Value);  // CPython: list modified during sort
        }
        sort_stretch<Keyed, Mark>(keyed, size, [](const Keyed& each) -> const Mark& { return each.mark; }, reverse);
    }
    for (std::int64_t i = 0; i < size; ++i) {
        body_->data[i] = keyed[i].value;
    }
    current_region->give_back(keyed, bytes);
}

}  // namespace rt
