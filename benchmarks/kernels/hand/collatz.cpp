// By hand: plain 64-bit numbers.
#include "hand_collatz.hpp"

namespace hand_collatz {

rt::Int longest(rt::Int limit) {
    std::int64_t best = 0;
    std::int64_t best_start = 0;
    for (std::int64_t start = 1; start < limit.v; ++start) {
        std::int64_t steps = 0;
        for (std::int64_t n = start; n != 1; ++steps) {
            n = n % 2 == 0 ? n / 2 : 3 * n + 1;
        }
        if (steps > best) {
            best = steps;
            best_start = start;
        }
    }
    return best_start;
}

}  // namespace hand_collatz
