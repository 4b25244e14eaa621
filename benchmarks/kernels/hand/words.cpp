// By hand: word count with the standard library's map, and the order of first sight beside it.
#include "hand_words.hpp"

#include <string_view>
#include <unordered_map>
#include <vector>

namespace hand_words {

rt::Dict<rt::Str, rt::Int> count_words(rt::List<rt::Str> words) {
    std::unordered_map<std::string_view, std::size_t> places;
    std::vector<std::pair<rt::Str, std::int64_t>> counts;
    for (const rt::Str word : words) {
        const auto [at, fresh] = places.try_emplace(word.view(), counts.size());
        if (fresh) {
            counts.emplace_back(word, 0);
        }
        ++counts[at->second].second;
    }
    const auto result = rt::dict<rt::Str, rt::Int>();
    for (const auto& [word, count] : counts) {
        result.set(word, count);
    }
    return result;
}

}  // namespace hand_words
