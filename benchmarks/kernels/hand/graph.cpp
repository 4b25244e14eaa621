// By hand: the standard library's map, and the order of first sight, which is the queue, beside it.
#include "hand_graph.hpp"

#include <unordered_map>
#include <utility>
#include <vector>

namespace hand_graph {

rt::Dict<rt::Int, rt::Int> levels(rt::Dict<rt::Int, rt::List<rt::Int>> neighbours, rt::Int start) {
    std::unordered_map<std::int64_t, rt::List<rt::Int>> edges;
    for (const auto [node, others] : neighbours.items()) {
        edges.emplace(node.v, others);
    }
    std::unordered_map<std::int64_t, std::int64_t> seen{{start.v, 0}};
    std::vector<std::int64_t> order{start.v};
    for (std::size_t next = 0; next < order.size(); ++next) {
        const std::int64_t node = order[next];
        const std::int64_t level = seen.at(node) + 1;
        for (const rt::Int other : edges.at(node)) {
            if (seen.try_emplace(other.v, level).second) {
                order.push_back(other.v);
            }
        }
    }
    const auto found = rt::dict<rt::Int, rt::Int>();
    for (const std::int64_t node : order) {
        found.set(node, seen.at(node));
    }
    return found;
}

}  // namespace hand_graph
