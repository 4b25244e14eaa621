// By hand: vectors of floats and the standard library's algorithms.
#include "hand_spread.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace hand_spread {

std::tuple<double, double, double, double, double> summary(rt::List<double> xs, rt::List<double> ys) {
    const std::span<const double> a(xs.data(), static_cast<std::size_t>(xs.size()));
    const std::span<const double> b(ys.data(), static_cast<std::size_t>(ys.size()));
    const auto n = static_cast<double>(a.size());
    const double mean_a = std::accumulate(a.begin(), a.end(), 0.0) / n;
    const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / n;
    double xx = 0.0;
    double yy = 0.0;
    double xy = 0.0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        const double dx = a[i] - mean_a;
        const double dy = b[i] - mean_b;
        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    const auto [least, most] = std::minmax_element(a.begin(), a.end());
    return {mean_a, std::sqrt(xx / n), *least, *most, xy / std::sqrt(xx * yy)};
}

}  // namespace hand_spread
