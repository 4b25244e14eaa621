// The calling convention between the bridge and a vessel, as pivot_lsp/runtime/abi.py words it.
//
// Invariant: this file and abi.py say the same; the numbers are part of the convention and never change meaning.
#pragma once

#include <cstddef>
#include <cstdint>

namespace rt {

using Slot = std::uint64_t;

struct Ctx {
    std::uint32_t abi;
    std::uint32_t python;  // 311, 312, 313: float sums and some messages differ
    void* (*alloc)(Ctx*, std::size_t bytes);  // 8-aligned, lives until the result is built; null: no memory
    std::int32_t (*poll)(Ctx*);               // not 0: a signal handler wants to run
    std::int64_t reason;
    std::int64_t exc_kind;
    const Slot* exc_args;
    std::int64_t exc_count;
    std::uint64_t memory;  // bytes the vessel may allocate for itself in this call
    // Keeps UTF-8 to be written when the call has ended; null asks for a flush. Not 0: there is no memory.
    std::int32_t (*print)(Ctx*, const char* text, std::size_t bytes);
};

inline constexpr std::uint32_t ABI = 2;

enum class Status : std::int32_t { Result = 0, Fallback = 1, Raised = 2 };

enum class Tag : Slot { None, Int, Float, Bool, Str };

}  // namespace rt
