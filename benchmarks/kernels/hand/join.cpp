// By hand: the standard library's maps, and the order of first sight beside them.
#include "hand_join.hpp"

#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hand_join {

rt::Dict<rt::Str, double> join(
    rt::List<std::tuple<rt::Int, rt::Int, double>> orders,
    rt::List<std::tuple<rt::Int, rt::Str>> customers
) {
    std::unordered_map<std::int64_t, rt::Str> regions;
    for (const auto [id, region] : customers) {
        regions.insert_or_assign(id.v, region);
    }
    std::unordered_map<std::string_view, std::size_t> places;
    std::vector<std::pair<rt::Str, double>> amounts;
    for (const auto [_, customer, amount] : orders) {
        const auto found = regions.find(customer.v);
        if (found == regions.end()) {
            continue;
        }
        const auto [at, fresh] = places.try_emplace(found->second.view(), amounts.size());
        if (fresh) {
            amounts.emplace_back(found->second, 0.0);
        }
        amounts[at->second].second += amount;
    }
    const auto result = rt::dict<rt::Str, double>();
    for (const auto& [region, amount] : amounts) {
        result.set(region, amount);
    }
    return result;
}

}  // namespace hand_join
