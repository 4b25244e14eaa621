// By hand: the standard library's map, and the order of first sight beside it.
#include "hand_groups.hpp"

#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hand_groups {

rt::Dict<rt::Str, double> revenue(rt::List<const Sale*> sales, rt::Int floor) {
    std::unordered_map<std::string_view, std::size_t> places;
    std::vector<std::pair<rt::Str, double>> totals;
    for (const Sale* const sale : sales) {
        if (sale->quantity < floor) {
            continue;
        }
        const auto [at, fresh] = places.try_emplace(sale->day.view(), totals.size());
        if (fresh) {
            totals.emplace_back(sale->day, 0.0);
        }
        totals[at->second].second += rt::round_to(static_cast<double>(sale->quantity.v) * sale->price, 2);
    }
    const auto result = rt::dict<rt::Str, double>();
    for (const auto& [day, total] : totals) {
        result.set(day, total);
    }
    return result;
}

}  // namespace hand_groups
