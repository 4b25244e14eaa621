// The region: all memory of one call, taken from the bridge and gone when the call's result has been built.
//
// Invariants: nothing is freed one by one, so handles are plain pointers; a block outgrown by a list may be handed
// to another; texts have a stretch of their own, so that `s += x` finds its end free and extends in place.
#pragma once

#include <cstddef>
#include <cstdint>

#include "pivot_rt/abi.hpp"

namespace rt {

class Region {
public:
    // Without a context the memory is the process's and stays: module constants live there.
    explicit Region(Ctx* ctx) noexcept : ctx_(ctx) {}
    Region(const Region&) = delete;
    Region& operator=(const Region&) = delete;
    ~Region();

    Ctx* ctx() const { return ctx_; }

    // Tells what the call makes from what it was given: `made_here` is true of objects allocated since.
    void arguments_are_read() noexcept {
        given_ = chunks_;
        fresh_ = objects_;
    }
    bool made_here(const void* object) const noexcept;

    // 8-aligned, uninitialised. Falls back when the call's memory is used up.
    void* objects(std::size_t bytes) {
        bytes = (bytes + 7) & ~std::size_t{7};
        if (static_cast<std::size_t>(objects_.end - objects_.top) < bytes + GAP) [[unlikely]] {
            refill(objects_, bytes);
        }
        return take(objects_, bytes);
    }
    // Unaligned bytes for a text; `extend` makes the newest text longer where it stands.
    char* text(std::size_t bytes) {
        if (static_cast<std::size_t>(texts_.end - texts_.top) < bytes + GAP) [[unlikely]] {
            refill(texts_, bytes);
        }
        return take(texts_, bytes);
    }
    // A text of `bytes` that is likely to grow: room for as many again is kept behind it for a while.
    char* growing_text(std::size_t bytes);
    // Whether a text that ends at `end` can grow by `bytes` in place; if so it has.
    bool extend(const char* end, std::size_t bytes) {
        if (GAP == 0 && end == texts_.top) {
            if (static_cast<std::size_t>(texts_.end - end) < bytes) {
                return false;
            }
            texts_.top += bytes;
            return true;
        }
        for (Bump& room : growing_) {
            if (room.top == end && static_cast<std::size_t>(room.end - end) >= bytes) {
                room.top += bytes;
                return true;
            }
        }
        return false;
    }

    // Blocks of 2**k bytes for growing lists and dicts; `give_back` makes one available again.
    void* block(std::size_t bytes);
    void give_back(void* data, std::size_t bytes);

    int depth = 0;  // of recursive functions

private:
    struct Bump {
        char* top = nullptr;
        char* end = nullptr;
    };
    struct Free {
        Free* next;
    };
    struct Chunk {
        Chunk* next;
        std::size_t bytes;
    };
#ifdef __SANITIZE_ADDRESS__
    static constexpr std::size_t GAP = 16;  // poisoned, so that the sanitizer sees one object run into the next
#else
    static constexpr std::size_t GAP = 0;
#endif
    char* take(Bump& bump, std::size_t bytes);
    void refill(Bump& bump, std::size_t bytes);

    Ctx* ctx_;
    Bump objects_;
    Bump texts_;
    Bump growing_[4];
    std::size_t oldest_ = 0;  // of the growing texts: the one whose room is given up next
    Free* free_[48] = {};
    Chunk* chunks_ = nullptr;
    const Chunk* given_ = nullptr;
    Bump fresh_;
    std::size_t taken_ = 0;
    std::size_t next_ = 4096;
};

// The region of the call that runs in this thread.
[[gnu::visibility("hidden")]] extern constinit thread_local Region* current_region;

#ifndef __SANITIZE_ADDRESS__
inline char* Region::take(Bump& bump, std::size_t bytes) {
    char* const found = bump.top;
    bump.top += bytes;
    return found;
}
#endif

// Makes `region` the current one while it stands; calls may nest.
class Entered {
public:
    explicit Entered(Region& region) noexcept : outer_(current_region) { current_region = &region; }
    Entered(const Entered&) = delete;
    Entered& operator=(const Entered&) = delete;
    ~Entered() { current_region = outer_; }

private:
    Region* outer_;
};

template <class T>
T* allocate(std::size_t count) {
    return static_cast<T*>(current_region->objects(count * sizeof(T)));
}

Region& process_region();

// Builds a module constant once, in memory that stays.
template <class Make>
auto permanent(Make make) {
    const Entered entered(process_region());
    return make();
}

// Stands in a recursive function: beyond 400 levels the call falls back, well before the stack ends.
class Depth {
public:
    Depth() : region_(*current_region) {
        if (++region_.depth > 400) [[unlikely]] {
            too_deep();
        }
    }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    ~Depth() { --region_.depth; }

private:
    [[noreturn, gnu::cold]] void too_deep();
    Region& region_;
};

[[gnu::cold, gnu::noinline]] void poll_now();

// `while (poll() && ...)`: asks for signals every 1024th round; always true, or falls back.
class Poll {
public:
    bool operator()() {
        if ((++rounds_ & 1023) == 0) [[unlikely]] {
            poll_now();
        }
        return true;
    }

private:
    std::uint32_t rounds_ = 0;
};

}  // namespace rt
