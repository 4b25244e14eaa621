// By hand: rows against columns, both as they lie in memory.
#include "hand_matrix.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <vector>

namespace hand_matrix {

rt::List<rt::List<double>> multiply(rt::List<rt::List<double>> a, rt::List<rt::List<double>> b) {
    std::vector<std::vector<double>> columns(static_cast<std::size_t>(b[0].size()));
    for (const auto row : b) {
        for (std::size_t j = 0; j < columns.size(); ++j) {
            columns[j].push_back(row[j]);
        }
    }
    const auto product = rt::list<rt::List<double>>();
    for (const auto list : a) {
        const std::span<const double> row(list.data(), static_cast<std::size_t>(list.size()));
        const auto out = rt::repeat(rt::list<double>({0.0}), columns.size());
        std::ranges::transform(columns, out.data(), [row](const std::vector<double>& column) {
            return std::inner_product(row.begin(), row.end(), column.begin(), 0.0);
        });
        product.append(out);
    }
    return product;
}

}  // namespace hand_matrix
