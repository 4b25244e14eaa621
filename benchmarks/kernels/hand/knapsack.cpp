// By hand: the table as a vector of rows.
#include "hand_knapsack.hpp"

#include <algorithm>
#include <vector>

namespace hand_knapsack {

rt::Int best(rt::List<rt::Int> weights, rt::List<rt::Int> values, rt::Int capacity) {
    const auto room = static_cast<std::size_t>(capacity.v);
    const auto items = static_cast<std::size_t>(weights.size());
    std::vector<std::vector<std::int64_t>> table(items + 1, std::vector<std::int64_t>(room + 1));
    for (std::size_t i = 1; i <= items; ++i) {
        const auto weight = static_cast<std::size_t>(weights.data()[i - 1].v);
        const std::int64_t value = values.data()[i - 1].v;
        for (std::size_t c = 0; c <= room; ++c) {
            const std::int64_t without = table[i - 1][c];
            table[i][c] = weight <= c ? std::max(without, table[i - 1][c - weight] + value) : without;
        }
    }
    return table[items][room];
}

}  // namespace hand_knapsack
