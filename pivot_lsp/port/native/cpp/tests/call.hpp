// A call's region for tests: memory from the heap, a Python version, a limit.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "pivot_rt.hpp"

namespace rt {

// Failed comparisons show values as Python would.
namespace types {
inline void PrintTo(Int value, std::ostream* out) { *out << value.v; }
inline void PrintTo(const Str& value, std::ostream* out) { *out << '"' << value.view() << '"'; }
}  // namespace types

class Call : public ::testing::Test {
protected:
    void python(std::uint32_t version) { ctx_.python = version; }
    Ctx& ctx() { return ctx_; }

    // The message that `work` raises with `kind`; "" when it does not.
    template <class Work>
    static std::string raised(Kind kind, Work work) {
        try {
            work();
        } catch (const Exc& exc) {
            return exc.kind() == kind.index ? std::string(exc.text().view()) : "another kind";
        }
        return "";
    }
    template <class Work>
    static bool falls_back(Work work, Reason reason) {
        try {
            work();
        } catch (const Fallback& fallback) {
            return fallback.reason == reason;
        }
        return false;
    }

private:
    struct Heap : Ctx {
        std::vector<std::unique_ptr<char[]>> blocks;
    };
    static void* take(Ctx* ctx, std::size_t bytes) {
        auto& blocks = static_cast<Heap*>(ctx)->blocks;
        blocks.push_back(std::make_unique<char[]>(bytes));
        return blocks.back().get();
    }
    static std::int32_t quiet(Ctx*) { return 0; }

    Heap ctx_{{ABI, 311, take, quiet, 0, 0, nullptr, 0, std::uint64_t{1} << 30, nullptr}, {}};
    Region region_{&ctx_};
    Entered entered_{region_};
};

}  // namespace rt
