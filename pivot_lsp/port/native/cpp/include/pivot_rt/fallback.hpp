// How a call says "not me": it unwinds to the boundary and CPython answers instead, exactly.
//
// Invariant: no generated handler and no runtime function catches a Fallback; only the boundary does.
#pragma once

#include <cstdint>

namespace rt {

enum class Reason : std::int64_t { Overflow = 1, Value = 2, Memory = 3, Depth = 4, Interrupt = 5, Internal = 6 };

// Thrown, never caught by a Python handler: deliberately not a std::exception and not an Exc.
struct Fallback final {
    Reason reason;
};

// Ends the call; out of line so that the hot path keeps only a jump.
[[noreturn, gnu::cold, gnu::noinline]] void fall_back(Reason reason);
[[noreturn, gnu::cold, gnu::noinline]] void overflow();

}  // namespace rt
