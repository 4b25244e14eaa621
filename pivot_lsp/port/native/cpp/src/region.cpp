#include "pivot_rt/region.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iterator>

#include "pivot_rt/fallback.hpp"
#include "pivot_rt/str.hpp"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

namespace rt {

constinit thread_local Region* current_region = nullptr;

Region& process_region() {
    static Region* const region = new Region(nullptr);
    return *region;
}

Region::~Region() {
#ifdef __SANITIZE_ADDRESS__
    for (Chunk* chunk = chunks_; chunk != nullptr; chunk = chunk->next) {
        ASAN_UNPOISON_MEMORY_REGION(chunk, chunk->bytes);
    }
#endif
}

// Chunks double up to 1 MiB, so a call that needs little takes little and one that needs much asks seldom.
void Region::refill(Bump& bump, std::size_t bytes) {
    constexpr std::size_t LARGEST = std::size_t{1} << 20;
    const std::size_t wanted = bytes + 2 * GAP + sizeof(Chunk);
    const std::size_t size = std::max(next_, wanted);
    if (ctx_ != nullptr && (size < bytes || taken_ + size > ctx_->memory)) {
        fall_back(Reason::Memory);
    }
    void* const memory = ctx_ != nullptr ? ctx_->alloc(ctx_, size) : std::malloc(size);
    if (memory == nullptr) {
        fall_back(Reason::Memory);
    }
    taken_ += size;
    next_ = std::min(next_ * 2, LARGEST);
    auto* const chunk = static_cast<Chunk*>(memory);
    chunk->next = chunks_;
    chunk->bytes = size;
    chunks_ = chunk;
    bump.top = static_cast<char*>(memory) + sizeof(Chunk);
    bump.end = static_cast<char*>(memory) + size;
#ifdef __SANITIZE_ADDRESS__
    ASAN_POISON_MEMORY_REGION(bump.top, static_cast<std::size_t>(bump.end - bump.top));
#endif
}

#ifdef __SANITIZE_ADDRESS__
char* Region::take(Bump& bump, std::size_t bytes) {
    char* const aligned = std::bit_cast<char*>((std::bit_cast<std::uintptr_t>(bump.top) + 7) & ~std::uintptr_t{7});
    bump.top = aligned + bytes + GAP / 2;
    ASAN_UNPOISON_MEMORY_REGION(aligned, bytes);
    return aligned;
}
#endif

bool Region::made_here(const void* object) const noexcept {
    const auto inside = [object](const char* start, const char* end) {
        return std::greater_equal<const void*>()(object, start) && std::less<const void*>()(object, end);
    };
    if (inside(fresh_.top, fresh_.end)) {
        return true;
    }
    for (const Chunk* chunk = chunks_; chunk != given_; chunk = chunk->next) {
        const char* const start = reinterpret_cast<const char*>(chunk);
        if (inside(start, start + chunk->bytes)) {
            return true;
        }
    }
    return false;
}

char* Region::growing_text(std::size_t bytes) {
    char* const start = text(2 * bytes);
    growing_[oldest_] = {start + bytes, start + 2 * bytes};
    oldest_ = (oldest_ + 1) % std::size(growing_);
    return start;
}

void* Region::block(std::size_t bytes) {
    const auto size_class = static_cast<std::size_t>(std::bit_width(bytes) - 1);
    Free*& head = free_[std::min<std::size_t>(size_class, 47)];
    if (head != nullptr && size_class < 47) {
        Free* const found = head;
#ifdef __SANITIZE_ADDRESS__
        ASAN_UNPOISON_MEMORY_REGION(found, bytes);
#endif
        head = found->next;
        return found;
    }
    return objects(bytes);
}

void Region::give_back(void* data, std::size_t bytes) {
    const auto size_class = static_cast<std::size_t>(std::bit_width(bytes) - 1);
    if (bytes < sizeof(Free) || size_class >= 47) {
        return;
    }
    auto* const block = static_cast<Free*>(data);
    block->next = free_[size_class];
    free_[size_class] = block;
#ifdef __SANITIZE_ADDRESS__
    ASAN_POISON_MEMORY_REGION(block + 1, bytes - sizeof(Free));
#endif
}

void Depth::too_deep() { fall_back(Reason::Depth); }

namespace {

void tell(const char* text, std::size_t bytes) {
    Ctx* const ctx = current_region->ctx();
    if (ctx->print(ctx, text, bytes) != 0) {
        fall_back(Reason::Memory);
    }
}

}  // namespace

void print(Str text) {
    if (text.bytes != 0) {
        tell(text.data, text.bytes);
    }
}

void flush() { tell(nullptr, 0); }

void poll_now() {
    Ctx* const ctx = current_region->ctx();
    if (ctx != nullptr && ctx->poll(ctx) != 0) {
        fall_back(Reason::Interrupt);
    }
}

}  // namespace rt
