// By hand: two rows of numbers over the texts' characters.
#include "hand_edit.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace hand_edit {

namespace {

// The bytes of an ASCII text, else its characters.
std::vector<char32_t> characters(rt::Str text) {
    std::vector<char32_t> found;
    for (const rt::Str c : text) {
        char32_t bytes = 0;
        for (const char byte : c.view()) {
            bytes = bytes << 8 | static_cast<unsigned char>(byte);
        }
        found.push_back(bytes);
    }
    return found;
}

}  // namespace

rt::Int distance(rt::Str a, rt::Str b) {
    const auto left = characters(a);
    const auto right = characters(b);
    std::vector<std::int64_t> previous(right.size() + 1);
    std::vector<std::int64_t> current(right.size() + 1);
    std::iota(previous.begin(), previous.end(), 0);
    for (std::size_t i = 0; i < left.size(); ++i) {
        current[0] = static_cast<std::int64_t>(i) + 1;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::int64_t changed = previous[j] + (left[i] == right[j] ? 0 : 1);
            current[j + 1] = std::min({changed, previous[j + 1] + 1, current[j] + 1});
        }
        std::swap(previous, current);
    }
    return previous[right.size()];
}

}  // namespace hand_edit
