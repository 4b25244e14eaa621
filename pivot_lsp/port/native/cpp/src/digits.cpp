#include "digits.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>

namespace rt {

namespace {

// Takes d.ddde+xx apart.
Digits parse_scientific(const char* start, const char* end) {
    Digits digits{{}, 0};
    const char* at = start;
    for (; at != end && *at != 'e'; ++at) {
        if (*at != '.') {
            digits.text.push_back(*at);
        }
    }
    int exponent = 0;
    ++at;
    const bool negative = *at == '-';
    std::from_chars(at + 1, end, exponent);
    digits.point = (negative ? -exponent : exponent) + 1;
    while (digits.text.size() > 1 && digits.text.back() == '0') {
        digits.text.pop_back();
    }
    if (digits.text == "0") {
        digits.point = 1;
    }
    return digits;
}

std::string exponent_text(int exponent) {
    std::string text = exponent < 0 ? "e-" : "e+";
    const std::string number = std::to_string(std::abs(exponent));
    return text + (number.size() < 2 ? "0" : "") + number;
}

}  // namespace

Digits shortest_digits(double x) {
    std::array<char, 40> buffer;
    const auto end = std::to_chars(buffer.begin(), buffer.end(), std::fabs(x), std::chars_format::scientific).ptr;
    return parse_scientific(buffer.begin(), end);
}

Digits significant_digits(double x, int count) {
    // A double has at most 767 significant digits; what follows is zeros.
    std::array<char, 800> buffer;
    const int places = std::min(count - 1, 770);
    const auto end = std::to_chars(buffer.begin(), buffer.end(), std::fabs(x), std::chars_format::scientific, places).ptr;
    return parse_scientific(buffer.begin(), end);
}

// The digits of |x| rounded to `places` decimals as one whole number, exactly (half to even), where they fit: the
// significand times 10**places is a number of at most 83 bits, of which the exponent says how many to drop.
std::optional<std::uint64_t> scaled(double x, int places) {
    constexpr std::array<std::uint64_t, 10> POWERS = {1,      10,      100,      1000,      10000,
                                                      100000, 1000000, 10000000, 100000000, 1000000000};
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const int raised = static_cast<int>(bits >> 52 & 0x7FF);
    const int drop = 1075 - raised;
    if (places >= static_cast<int>(POWERS.size()) || raised == 0 || drop < 1 || drop > 120) {
        return std::nullopt;
    }
    __extension__ using Wide = unsigned __int128;
    const std::uint64_t significand = (bits & ((std::uint64_t{1} << 52) - 1)) | std::uint64_t{1} << 52;
    const Wide product = static_cast<Wide>(significand) * POWERS[static_cast<std::size_t>(places)];
    const Wide kept = product >> drop;
    if (kept >> 63 != 0) {
        return std::nullopt;
    }
    const Wide rest = product - (kept << drop);
    const Wide half = static_cast<Wide>(1) << (drop - 1);
    const auto whole = static_cast<std::uint64_t>(kept);
    return whole + ((rest > half || (rest == half && (whole & 1) != 0)) ? 1 : 0);
}

std::string fixed_text(double x, int places) {
    if (const auto digits = scaled(x, places)) {
        std::array<char, 24> number;
        const auto end = std::to_chars(number.begin(), number.end(), *digits).ptr;
        std::string text(number.begin(), end);
        if (places > 0) {
            const auto decimals = static_cast<std::size_t>(places);
            if (text.size() <= decimals) {
                text.insert(0, decimals + 1 - text.size(), '0');
            }
            text.insert(text.size() - decimals, 1, '.');
        }
        return text;
    }
    // At most 309 digits before the point and 1074 after it that are not zero.
    std::array<char, 1500> buffer;
    const int some = std::min(places, 1080);
    const auto end = std::to_chars(buffer.begin(), buffer.end(), std::fabs(x), std::chars_format::fixed, some).ptr;
    std::string text(buffer.begin(), end);
    text.append(static_cast<std::size_t>(places - some), '0');
    return text;
}

std::string lay_out(double x, char type, int precision, bool add_point) {
    if (type == 'f') {
        return fixed_text(x, precision);
    }
    Digits digits;
    bool scientific = false;
    if (type == 'e') {
        digits = significant_digits(x, precision + 1);
        digits.text.append(static_cast<std::size_t>(precision) + 1 - digits.text.size(), '0');
        scientific = true;
    } else if (type == 'r') {
        digits = shortest_digits(x);
        scientific = digits.point <= -4 || digits.point > 16;
    } else {
        const int count = std::max(precision, 1);
        digits = significant_digits(x, count);
        scientific = digits.point <= -4 || digits.point > count - (add_point ? 1 : 0);
    }
    if (x == 0.0) {
        digits.point = 1;
    }
    if (scientific) {
        std::string text = digits.text.substr(0, 1);
        if (digits.text.size() > 1) {
            text += "." + digits.text.substr(1);
        }
        return text + exponent_text(digits.point - 1);
    }
    const auto size = static_cast<int>(digits.text.size());
    if (digits.point <= 0) {
        return "0." + std::string(static_cast<std::size_t>(-digits.point), '0') + digits.text;
    }
    if (digits.point >= size) {
        return digits.text + std::string(static_cast<std::size_t>(digits.point - size), '0') + (add_point ? ".0" : "");
    }
    const auto point = static_cast<std::size_t>(digits.point);
    return digits.text.substr(0, point) + "." + digits.text.substr(point);
}

}  // namespace rt
