// By hand: backtracking over a vector of rows.
#include "hand_queens.hpp"

#include <span>
#include <vector>

namespace hand_queens {

namespace {

bool free_of(std::span<const std::int64_t> rows, std::int64_t row) {
    const auto column = static_cast<std::int64_t>(rows.size());
    std::int64_t c = 0;
    for (const std::int64_t r : rows) {
        if (r == row || r - c == row - column || r + c == row + column) {
            return false;
        }
        ++c;
    }
    return true;
}

std::int64_t fill(std::vector<std::int64_t>& rows, std::size_t column) {
    if (column == rows.size()) {
        return 1;
    }
    std::int64_t found = 0;
    for (std::int64_t row = 0; row < static_cast<std::int64_t>(rows.size()); ++row) {
        if (free_of(std::span(rows).first(column), row)) {
            rows[column] = row;
            found += fill(rows, column + 1);
        }
    }
    return found;
}

}  // namespace

rt::Int queens(rt::Int n) {
    std::vector<std::int64_t> rows(static_cast<std::size_t>(n.v));
    return fill(rows, 0);
}

}  // namespace hand_queens
