// The hash table that CPython would have for a set, element by element (Objects/setobject.c), so that a walk gets its
// order: open addresses, runs of ten neighbours, then jumps; a deleted element leaves a mark that a later one may take.
//
// It is kept beside the native set, and only for sets whose order somebody asks for.
#pragma once

#include <cstddef>
#include <cstdint>

#include "pivot_rt/ops.hpp"
#include "pivot_rt/python_hash.hpp"
#include "pivot_rt/region.hpp"

namespace rt {

template <class T>
class SetTable {
public:
    enum class State : std::uint8_t { Free, Deleted, Live };
    struct Slot {
        std::uint64_t hash;
        T item;
        State state;
    };

    SetTable() : slots_(free_slots(SMALLEST)) {}

    // The first slot at or after `place` that holds an element, or size().
    std::size_t live(std::size_t place) const {
        while (place < size_ && slots_[place].state != State::Live) {
            ++place;
        }
        return place;
    }
    std::size_t size() const { return size_; }
    const T& item(std::size_t place) const { return slots_[place].item; }
    bool empty() const { return used_ == 0; }

    void add(const T& item) { add(static_cast<std::uint64_t>(PythonHash<T>::of(item)), item); }
    void discard(const T& item) {
        const auto hash = static_cast<std::uint64_t>(PythonHash<T>::of(item));
        Slot& found = search(hash, [&](const Slot& slot) { return ends(slot, hash, item); });
        if (found.state == State::Live) {
            found.state = State::Deleted;
            --used_;
        }
    }
    // The next element, which is taken out; there is one.
    T pop() {
        std::size_t place = finger_ & (size_ - 1);
        while (slots_[place].state != State::Live) {
            place = (place + 1) & (size_ - 1);
        }
        slots_[place].state = State::Deleted;
        --used_;
        finger_ = place + 1;
        return slots_[place].item;
    }
    // Room for more elements at once, as CPython makes it before it adds a set or a dict.
    void make_room(std::size_t more) {
        if ((fill_ + more) * 5 >= (size_ - 1) * 3) {
            resize((used_ + more) * 2);
        }
    }
    // Made anew when more than a quarter of it is deleted, as CPython does after `-=`.
    void purge() {
        if (fill_ - used_ > (size_ - 1) / 4) {
            grow();
        }
    }
    // s |= other
    void merge(const SetTable& other) {
        if (other.used_ == 0) {
            return;
        }
        make_room(other.used_);
        if (fill_ != 0) {
            for (std::size_t at = other.live(0); at < other.size_; at = other.live(at + 1)) {
                add(other.slots_[at].hash, other.slots_[at].item);
            }
            return;
        }
        if (size_ == other.size_ && other.fill_ == other.used_) {
            std::copy_n(other.slots_, size_, slots_);
        } else {
            for (std::size_t at = other.live(0); at < other.size_; at = other.live(at + 1)) {
                insert_clean(other.slots_[at]);
            }
        }
        fill_ = used_ = other.used_;
    }
    // Takes all elements out; where `pop` goes on looking stays.
    void clear() { take_over(SetTable()); }
    // Takes the elements of `other`, which nobody uses any more.
    void take_over(const SetTable& other) {
        slots_ = other.slots_;
        size_ = other.size_;
        fill_ = other.fill_;
        used_ = other.used_;
    }

private:
    static constexpr std::size_t SMALLEST = 8;
    static constexpr std::size_t NEIGHBOURS = 9;  // looked at after the first slot
    static constexpr std::size_t MANY = 50'000;   // from here on a full table doubles instead of growing fourfold

    static Slot* free_slots(std::size_t count) {
        auto* const slots = static_cast<Slot*>(current_region->block(std::bit_ceil(count * sizeof(Slot))));
        for (std::size_t at = 0; at < count; ++at) {
            std::construct_at(&slots[at], Slot{0, T(), State::Free});
        }
        return slots;
    }
    static bool ends(const Slot& slot, std::uint64_t hash, const T& item) {
        return slot.state == State::Free ||
               (slot.state == State::Live && slot.hash == hash && Ops<T>::eq(slot.item, item));
    }
    // The slot, of those where an element of this hash may stand, that ends the search.
    template <class Ends>
    Slot& search(std::uint64_t hash, Ends ends_here) const {
        const std::size_t mask = size_ - 1;
        std::size_t start = hash & mask;
        std::uint64_t rest = hash;
        while (true) {
            const std::size_t last = start + NEIGHBOURS <= mask ? start + NEIGHBOURS : start;
            for (std::size_t place = start; place <= last; ++place) {
                if (ends_here(slots_[place])) {
                    return slots_[place];
                }
            }
            rest >>= 5;
            start = (start * 5 + 1 + rest) & mask;
        }
    }
    // Adds what is not there to a table without deleted elements.
    void insert_clean(const Slot& one) {
        search(one.hash, [](const Slot& slot) { return slot.state == State::Free; }) = one;
    }
    void add(std::uint64_t hash, const T& item) {
        Slot* mark = nullptr;
        Slot& found = search(hash, [&](Slot& slot) {
            if (slot.state == State::Deleted) {
                mark = &slot;
                return false;
            }
            return ends(slot, hash, item);
        });
        if (found.state == State::Live) {
            return;
        }
        ++used_;
        if (mark != nullptr) {
            *mark = Slot{hash, item, State::Live};
            return;
        }
        found = Slot{hash, item, State::Live};
        ++fill_;
        if (fill_ * 5 >= (size_ - 1) * 3) {
            grow();
        }
    }
    void grow() { resize(used_ > MANY ? used_ * 2 : used_ * 4); }
    // Made anew for more than `wanted` elements.
    void resize(std::size_t wanted) {
        const std::size_t size = std::max(SMALLEST, std::bit_ceil(wanted + 1));
        if (size == SMALLEST && size_ == SMALLEST && fill_ == used_) {
            return;
        }
        SetTable old = *this;
        slots_ = free_slots(size);
        size_ = size;
        fill_ = used_;
        for (std::size_t at = old.live(0); at < old.size_; at = old.live(at + 1)) {
            insert_clean(old.slots_[at]);
        }
        current_region->give_back(old.slots_, std::bit_ceil(old.size_ * sizeof(Slot)));
    }

    Slot* slots_;
    std::size_t size_ = SMALLEST;
    std::size_t fill_ = 0;  // slots that are not free
    std::size_t used_ = 0;
    std::size_t finger_ = 0;  // where `pop` goes on looking
};

}  // namespace rt
