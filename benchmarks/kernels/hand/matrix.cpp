// By hand: vectors of rows.
#include "hand_matrix.hpp"

#include <vector>

namespace hand_matrix {

rt::List<rt::List<double>> multiply(rt::List<rt::List<double>> a, rt::List<rt::List<double>> b) {
    std::vector<std::vector<double>> right;
    for (const auto row : b) {
        right.emplace_back(row.data(), row.data() + row.size());
    }
    const std::size_t columns = right.at(0).size();
    const auto product = rt::list<rt::List<double>>();
    for (const auto list : a) {
        const std::vector<double> row(list.data(), list.data() + list.size());
        const auto out = rt::list<double>();
        for (std::size_t j = 0; j < columns; ++j) {
            double total = 0.0;
            for (std::size_t k = 0; k < right.size(); ++k) {
                total += row.at(k) * right[k].at(j);
            }
            out.append(total);
        }
        product.append(out);
    }
    return product;
}

}  // namespace hand_matrix
