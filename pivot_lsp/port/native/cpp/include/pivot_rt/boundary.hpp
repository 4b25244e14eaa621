// The C boundary: reads the arguments, runs the function, writes its result or says how it ended.
//
// Invariant: nothing ever leaves it but a status: a Python exception is RAISED, everything else that was thrown is a
// FALLBACK, so that CPython answers.
#pragma once

#include <cstdint>
#include <tuple>
#include <type_traits>

#include "pivot_rt/region.hpp"
#include "pivot_rt/wire.hpp"

namespace rt {

// Called inside a handler: turns what was thrown into a status.
std::int32_t report(Ctx* ctx) noexcept;
std::int32_t refuse(Ctx* ctx, Reason reason) noexcept;

template <class Function>
struct Entry;

template <class Result, class... Params>
struct Entry<Result (*)(Params...)> {
    template <Result (*FUNCTION)(Params...)>
    static void run(const Slot* args, Slot* out) {
        std::tuple<Params...> values{Wire<Params>::read(args)...};
        current_region->arguments_are_read();
        if constexpr (std::is_void_v<Result>) {
            std::apply(FUNCTION, values);
            *out = 0;
        } else {
            const Result result = std::apply(FUNCTION, values);
            Seen seen;
            Wire<Result>::write(out, result, seen);
        }
    }
};

// Runs `body` as the call that ctx describes.
template <class Body>
std::int32_t enter(Ctx* ctx, Body body) noexcept {
    if (ctx->abi != ABI) {
        return refuse(ctx, Reason::Internal);
    }
    Region region(ctx);
    const Entered entered(region);
    try {
        body();
        return static_cast<std::int32_t>(Status::Result);
    } catch (...) {
        return report(ctx);
    }
}

template <auto FUNCTION>
std::int32_t call(const Slot* args, Slot* out, Ctx* ctx) noexcept {
    return enter(ctx, [&] { Entry<decltype(FUNCTION)>::template run<FUNCTION>(args, out); });
}

}  // namespace rt
