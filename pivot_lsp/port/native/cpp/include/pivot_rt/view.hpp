// The items of a list while nothing makes it longer or shorter: where they lie and how many there are, which stay in
// registers throughout a loop.
//
// Invariants: whoever makes a view sees to it that no list of that type changes its length while the view is used, nor
// is written where one of its views is not `own_view`'s; the compiler makes one only where it has proved that. A view
// of a row that is not there has no items, and its IndexError is that of asking for the row.
#pragma once

#include <cstdint>
#include <type_traits>

#include "pivot_rt/list.hpp"

namespace rt {

inline constinit std::int64_t not_there = 0;  // where the items of a row that is not there are said to be

// `data` is where the view's items lie.
[[noreturn, gnu::cold, gnu::noinline]] void raise_view_assignment(const void* data);

}  // namespace rt

namespace rt::types {

template <class T>
class View {
public:
    struct Cursor {
        const T* at;
        const T* stop;
        T operator*() const { return *at; }
        void operator++() { ++at; }
        bool operator!=(std::nullptr_t) const { return at != stop; }
    };
    Cursor begin() const { return {data_, data_ + size_}; }
    static std::nullptr_t end() { return nullptr; }

    View(T* data, std::int64_t size) : data_(data), size_(size) {}

    Int size() const { return size_; }

    // Where the item is that `index` means; null when there is none.
    const T* find(Int index) const {
        const std::uint64_t at = place(index);
        return there(at) ? data_ + at : nullptr;
    }
    T operator[](Int index) const {  // IndexError
        const std::uint64_t at = place(index);
        if (!there(at)) [[unlikely]] {
            raise_list_index();
        }
        return data_[at];
    }
    // Of an index that is not negative.
    T nth(Int index) const {  // IndexError
        if (!there(static_cast<std::uint64_t>(index.v))) [[unlikely]] {
            raise_list_index();
        }
        return data_[index.v];
    }
    void set_nth(Int index, std::type_identity_t<T> value) const {  // IndexError
        if (!there(static_cast<std::uint64_t>(index.v))) [[unlikely]] {
            raise_view_assignment(data_);
        }
        data_[index.v] = value;
    }
    void set(Int index, std::type_identity_t<T> value) const {  // IndexError
        const std::uint64_t at = place(index);
        if (!there(at)) [[unlikely]] {
            raise_view_assignment(data_);
        }
        data_[at] = value;
    }

private:
    // A place before the first is a huge one.
    std::uint64_t place(Int index) const {
        return static_cast<std::uint64_t>(index.v < 0 ? index.v + size_ : index.v);
    }
    bool there(std::uint64_t at) const { return at < static_cast<std::uint64_t>(size_); }

    T* data_;
    std::int64_t size_;
};

// The items of a list that a loop fills and nobody else knows: the list gets them back from `done`.
template <class T>
class Filling {
public:
    explicit Filling(List<T> list)
        : list_(list), data_(list.data()), size_(list.size()), capacity_(list.body()->capacity) {}

    Int size() const { return size_; }
    T operator[](Int index) const { return View<T>(data_, size_)[index]; }                                       // IndexError
    void set(Int index, std::type_identity_t<T> value) const { View<T>(data_, size_).set(index, value); }  // IndexError
    T nth(Int index) const { return View<T>(data_, size_).nth(index); }  // IndexError
    void set_nth(Int index, std::type_identity_t<T> value) const {       // IndexError
        View<T>(data_, size_).set_nth(index, value);
    }
    void append(std::type_identity_t<T> value) {
        if (size_ >= capacity_) [[unlikely]] {
            const Grown grown = more(list_, size_);
            data_ = grown.data;
            capacity_ = grown.capacity;
        }
        std::construct_at(data_ + size_, value);
        ++size_;
    }
    void done() const { list_.body()->size = size_; }

private:
    struct Grown {
        T* data;
        std::int64_t capacity;
    };
    // Takes and gives values, so that the filling itself need not lie in memory.
    [[gnu::noinline, gnu::cold]] static Grown more(List<T> list, std::int64_t size) {
        list.body()->size = size;
        list.reserve(size + 1);
        return {list.data(), list.body()->capacity};
    }

    List<T> list_;
    T* data_;
    std::int64_t size_;
    std::int64_t capacity_;
};

}  // namespace rt::types

namespace rt {

using types::Filling;
using types::View;

template <class T>
Filling<T> filling(List<T> xs) {
    return Filling<T>(xs);
}

// The items, where nothing writes to a list of this type that came with the arguments.
template <class T>
View<T> view(List<T> xs) {
    return {xs.data(), xs.size()};
}
// The items, in memory of the list's own: where they lie stays when one is changed.
template <class T>
View<T> own_view(List<T> xs) {
    xs.own();
    return view(xs);
}

template <class T>
View<T> no_row() {
    static_assert(alignof(T) <= alignof(std::int64_t));
    return {static_cast<T*>(static_cast<void*>(&not_there)), 0};
}
template <class T>
View<T> row(View<List<T>> table, Int index) {
    const List<T>* const found = table.find(index);
    return found != nullptr ? view(*found) : no_row<T>();
}
template <class T>
View<T> own_row(View<List<T>> table, Int index) {
    const List<T>* const found = table.find(index);
    return found != nullptr ? own_view(*found) : no_row<T>();
}
template <class T>
View<T> row(List<List<T>> table, Int index) {
    return row(view(table), index);
}
template <class T>
View<T> own_row(List<List<T>> table, Int index) {
    return own_row(view(table), index);
}

}  // namespace rt
