#include "pivot_rt/boundary.hpp"

#include <bit>
#include <new>

#include "pivot_rt/iter.hpp"

namespace rt {

std::int32_t refuse(Ctx* ctx, Reason reason) noexcept {
    ctx->reason = static_cast<std::int64_t>(reason);
    return static_cast<std::int32_t>(Status::Fallback);
}

namespace {

void write_arg(Slot*& at, const Arg& arg) {
    *at++ = static_cast<Slot>(arg.tag);
    switch (arg.tag) {
        case Tag::Str:
            *at++ = std::bit_cast<Slot>(arg.text.data);
            *at++ = arg.text.bytes | (static_cast<Slot>(arg.text.chars) << 32);
            return;
        case Tag::Float: *at++ = std::bit_cast<Slot>(arg.number); break;
        default: *at++ = static_cast<Slot>(arg.integer); break;
    }
    *at++ = 0;
}

std::int32_t raised(Ctx* ctx, const Exc& exc) {
    Slot* const slots = allocate<Slot>(std::size_t{3} * exc.count());
    Slot* at = slots;
    for (std::uint32_t i = 0; i < exc.count(); ++i) {
        write_arg(at, exc.args()[i]);
    }
    ctx->exc_kind = exc.kind();
    ctx->exc_args = slots;
    ctx->exc_count = exc.count();
    return static_cast<std::int32_t>(Status::Raised);
}

}  // namespace

std::int32_t report(Ctx* ctx) noexcept {
    try {
        try {
            throw;
        } catch (const Exc& exc) {
            return raised(ctx, exc);
        }
    } catch (const Fallback& fallback) {
        return refuse(ctx, fallback.reason);
    } catch (const std::bad_alloc&) {
        return refuse(ctx, Reason::Memory);
    } catch (...) {
        return refuse(ctx, Reason::Internal);
    }
}

walks::SteppedRange range(Int start, Int stop, Int step) {
    const auto from = static_cast<std::uint64_t>(start.v);
    const auto to = static_cast<std::uint64_t>(stop.v);
    const auto by = static_cast<std::uint64_t>(step.v);
    if (step == 0) {
        raise(ValueError, "range() arg 3 must not be zero");
    }
    std::uint64_t count = 0;
    if (step > 0 && start < stop) {
        count = (to - from - 1) / by + 1;
    } else if (step < 0 && start > stop) {
        count = (from - to - 1) / (0 - by) + 1;
    }
    return {{from, by, count}};
}

// An open-addressing set of pointers; the first few are kept in place, for most results hold few.
void Seen::note(const void* object) {
    if (!current_region->made_here(object)) {
        fall_back(Reason::Value);
    }
    if (places_ == nullptr) {
        for (std::uint64_t i = 0; i < count_; ++i) {
            if (few_[i] == object) {
                fall_back(Reason::Value);
            }
        }
        if (count_ < FEW) {
            few_[count_++] = object;
            return;
        }
    }
    if (count_ * 2 >= capacity_) {
        const void** const old = places_ != nullptr ? places_ : few_;
        const std::uint64_t old_size = places_ != nullptr ? capacity_ : FEW;
        capacity_ = old_size * 4;
        places_ = static_cast<const void**>(current_region->block(capacity_ * sizeof(void*)));
        std::fill_n(places_, capacity_, nullptr);
        for (std::uint64_t i = 0; i < old_size; ++i) {
            if (old[i] != nullptr) {
                enter(old[i]);
            }
        }
    }
    enter(object);
    ++count_;
}

void Seen::enter(const void* object) {
    for (std::uint64_t at = mix(std::bit_cast<std::uint64_t>(object), 0);; ++at) {
        const void*& place = places_[at & (capacity_ - 1)];
        if (place == object) {
            fall_back(Reason::Value);
        }
        if (place == nullptr) {
            place = object;
            return;
        }
    }
}

}  // namespace rt
