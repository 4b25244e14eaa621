// Numbers as texts and texts as numbers: str, repr, int(), float().
#include <clocale>
#include <cstdlib>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <span>
#include <string>

#include "digits.hpp"
#include "pivot_rt/exc.hpp"
#include "pivot_rt/float.hpp"
#include "pivot_rt/str.hpp"
#include "printable.hpp"
#include "utf8.hpp"

namespace rt {

namespace {

// C's isspace: what CPython strips before it reads a number out of an ASCII text.
bool blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool digit(char c) { return c >= '0' && c <= '9'; }

std::string_view stripped(Str s) {
    if (!s.ascii()) {
        fall_back(Reason::Value);  // other scripts' digits and spaces count too
    }
    std::string_view text = s.view();
    while (!text.empty() && blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

[[noreturn]] void raise_int(Str s) {
    Str shown = repr_str(s);
    if (shown.chars > 200) {
        shown = slice_str(shown, std::nullopt, 200, std::nullopt);
    }
    throw ValueError(concat("invalid literal for int() with base 10: "_s, shown));
}

[[noreturn]] void raise_float(Str s) {
    throw ValueError(concat("could not convert string to float: "_s, repr_str(s)));
}

bool equal_letters(std::string_view text, std::string_view word) {
    if (text.size() != word.size()) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((text[i] | 0x20) != word[i]) {
            return false;
        }
    }
    return true;
}

// Underscores may stand between digits only.
std::string without_underscores(std::string_view text, Str whole) {
    std::string kept;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_') {
            kept.push_back(text[i]);
        } else if (i == 0 || !digit(text[i - 1]) || i + 1 == text.size() || !digit(text[i + 1])) {
            raise_float(whole);
        }
    }
    return kept;
}

// digits [. digits] [e [sign] digits], at least one digit before the exponent.
bool decimal(std::string_view text) {
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t start = at;
        while (at < text.size() && digit(text[at])) {
            ++at;
        }
        return at - start;
    };
    std::size_t found = digits();
    if (at < text.size() && text[at] == '.') {
        ++at;
        found += digits();
    }
    if (found == 0) {
        return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
            ++at;
        }
        if (digits() == 0) {
            return false;
        }
    }
    return at == text.size();
}

bool within(std::span<const CodeRange> ranges, std::uint32_t code) {
    const auto after = std::upper_bound(ranges.begin(), ranges.end(), code,
                                        [](std::uint32_t c, const CodeRange& range) { return c < range.first; });
    return after != ranges.begin() && code <= std::prev(after)->last;
}

bool printable(std::uint32_t code) {
    if (code < 0x80) {
        return code >= ' ' && code < 0x7F;
    }
    if (within(NEWER, code)) {
        fall_back(Reason::Value);
    }
    return within(PRINTABLE, code);
}

// \xNN, \uNNNN or \UNNNNNNNN.
std::string escaped(std::uint32_t code) {
    constexpr std::string_view HEX = "0123456789abcdef";
    const int digits = code < 0x100 ? 2 : code < 0x10000 ? 4 : 8;
    std::string text = digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U";
    for (int i = digits - 1; i >= 0; --i) {
        text += HEX[(code >> (4 * i)) & 15U];
    }
    return text;
}

// Beyond the range of a double: an infinity or a zero, which from_chars does not tell apart.
double beyond_range(const char* text) {
    static const locale_t plain = newlocale(LC_ALL_MASK, "C", nullptr);
    return strtod_l(text, nullptr, plain);
}

}  // namespace

Str str_of_int(Int a) {
    std::array<char, 24> buffer;
    const auto end = std::to_chars(buffer.begin(), buffer.end(), a.v).ptr;
    return ascii_text(buffer.begin(), static_cast<std::size_t>(end - buffer.begin()));
}

Str str_of_float(double x) {
    if (std::isnan(x)) {
        return "nan"_s;
    }
    if (std::isinf(x)) {
        return x < 0.0 ? "-inf"_s : "inf"_s;
    }
    const std::string text = (std::signbit(x) ? "-" : "") + lay_out(x, 'r', 0, true);
    return ascii_text(text.data(), text.size());
}

Str repr_str(Str s) {
    const std::string_view text = s.view();
    const char quote = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos ? '"' : '\'';
    std::string shown(1, quote);
    for (const Str each : s) {
        const char c = *each.data;
        if (c == quote || c == '\\') {
            shown += {'\\', c};
        } else if (c == '\n' || c == '\r' || c == '\t') {
            shown += {'\\', c == '\n' ? 'n' : c == '\r' ? 'r' : 't'};
        } else if (const std::uint32_t code = utf8::decode(each.data); printable(code)) {
            shown += each.view();
        } else {
            shown += escaped(code);
        }
    }
    shown += quote;
    char* const copy = new_text(shown.size());
    std::memcpy(copy, shown.data(), shown.size());
    return {copy, static_cast<std::uint32_t>(shown.size()), count_chars(copy, shown.size())};
}

Int int_of_str(Str s) {
    std::string_view text = stripped(s);
    const bool negative = !text.empty() && text.front() == '-';
    if (negative || (!text.empty() && text.front() == '+')) {
        text.remove_prefix(1);
    }
    Int value = 0;
    bool after_digit = false;
    bool large = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '_' && after_digit && i + 1 < text.size()) {
            after_digit = false;
            continue;
        }
        if (!digit(text[i])) {
            raise_int(s);
        }
        after_digit = true;
        // Counted downwards, where the smallest int has room. A number too large is still checked to its end.
        std::int64_t next = 0;
        large = large || __builtin_mul_overflow(value.v, std::int64_t{10}, &next) ||
                __builtin_sub_overflow(next, std::int64_t{text[i] - '0'}, &next);
        value = large ? 0 : next;
    }
    if (text.empty() || !after_digit) {
        raise_int(s);
    }
    if (large || text.size() > 4300) {
        overflow();  // beyond 4300 digits CPython raises a ValueError of its own
    }
    return negative ? value : -value;
}

double float_of_str(Str s) {
    const std::string text = without_underscores(stripped(s), s);
    std::string_view rest = text;
    const bool negative = !rest.empty() && rest.front() == '-';
    if (negative || (!rest.empty() && rest.front() == '+')) {
        rest.remove_prefix(1);
    }
    double value = 0.0;
    if (equal_letters(rest, "inf") || equal_letters(rest, "infinity")) {
        value = std::numeric_limits<double>::infinity();
    } else if (equal_letters(rest, "nan")) {
        value = std::numeric_limits<double>::quiet_NaN();
    } else if (!decimal(rest)) {
        raise_float(s);
    } else if (std::from_chars(rest.data(), rest.data() + rest.size(), value).ec != std::errc()) {
        value = beyond_range(rest.data());
    }
    return negative ? -value : value;
}

}  // namespace rt
