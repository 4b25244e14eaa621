// By hand: the standard library's heap.
#include "hand_dijkstra.hpp"

#include <functional>
#include <queue>
#include <utility>
#include <vector>

namespace hand_dijkstra {

rt::List<rt::Int> shortest(rt::List<rt::Int> starts, rt::List<std::tuple<rt::Int, rt::Int>> edges, rt::Int nodes) {
    using Reached = std::pair<std::int64_t, std::int64_t>;
    std::vector<std::int64_t> distances(static_cast<std::size_t>(nodes.v), -1);
    std::priority_queue<Reached, std::vector<Reached>, std::greater<>> heap;
    heap.emplace(0, 0);
    while (!heap.empty()) {
        const auto [so_far, node] = heap.top();
        heap.pop();
        std::int64_t& distance = distances.at(static_cast<std::size_t>(node));
        if (distance >= 0) {
            continue;
        }
        distance = so_far;
        for (rt::Int e = starts[node]; e < starts[node + 1]; ++e.v) {
            const auto [goal, length] = edges[e];
            if (distances.at(static_cast<std::size_t>(goal.v)) < 0) {
                heap.emplace(so_far + length.v, goal.v);
            }
        }
    }
    const auto found = rt::list<rt::Int>();
    for (const std::int64_t distance : distances) {
        found.append(distance);
    }
    return found;
}

}  // namespace hand_dijkstra
