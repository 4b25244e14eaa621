// format(value, spec) after CPython's Python/formatter_unicode.c.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "digits.hpp"
#include "pivot_rt/exc.hpp"
#include "pivot_rt/float.hpp"
#include "pivot_rt/str.hpp"
#include "utf8.hpp"

namespace rt {

namespace {

// [[fill]align][sign][#][0][width][,|_][.precision][type]; what is beyond it falls back.
struct Spec {
    Str fill = " "_s;
    char align = 0;
    char sign = 0;
    bool alternate = false;
    std::int64_t width = -1;
    char group = 0;
    std::int64_t precision = -1;
    char type = 0;
};

bool is_align(char c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

class SpecReader {
public:
    explicit SpecReader(Str spec) : at_(spec.data), end_(spec.stop()) {}

    Spec read(char default_align) {
        Spec spec;
        spec.align = default_align;
        bool filled = false;
        bool aligned = false;
        const std::size_t first = at_ == end_ ? 0 : utf8::length(*at_);
        if (at_ != end_ && at_ + first != end_ && is_align(at_[first])) {
            spec.fill = {at_, static_cast<std::uint32_t>(first), 1};
            spec.align = at_[first];
            at_ += first + 1;
            filled = aligned = true;
        } else if (at_ != end_ && is_align(*at_)) {
            spec.align = *at_++;
            aligned = true;
        }
        if (at_ != end_ && (*at_ == '+' || *at_ == '-' || *at_ == ' ')) {
            spec.sign = *at_++;
        }
        if (at_ != end_ && *at_ == '#') {
            ++at_;
            spec.alternate = true;
        }
        if (at_ != end_ && *at_ == '0') {
            ++at_;
            if (!filled) {
                spec.fill = "0"_s;
                if (!aligned && default_align == '>') {
                    spec.align = '=';
                }
            }
        }
        spec.width = number();
        if (at_ != end_ && (*at_ == ',' || *at_ == '_')) {
            spec.group = *at_++;
        }
        if (at_ != end_ && *at_ == '.') {
            ++at_;
            spec.precision = number();
            if (spec.precision < 0) {
                fall_back(Reason::Value);
            }
        }
        if (at_ != end_) {
            spec.type = *at_++;
        }
        if (at_ != end_ || spec.width > 1'000'000 || spec.precision > 1'000'000) {
            fall_back(Reason::Value);
        }
        return spec;
    }

private:
    std::int64_t number() {
        std::int64_t value = -1;
        const auto result = std::from_chars(at_, end_, value);
        if (at_ == end_ || *at_ < '0' || *at_ > '9') {
            return -1;
        }
        if (result.ec != std::errc()) {
            fall_back(Reason::Value);
        }
        at_ = result.ptr;
        return value;
    }

    const char* at_;
    const char* end_;
};

Str text_of(const std::string& text) { return ascii_text(text.data(), text.size()); }

// Digits with separators, and with leading zeros up to `width` characters (_PyUnicode_InsertThousandsGrouping).
std::string grouped(const std::string& digits, char separator, int size, std::int64_t width) {
    std::string reversed;
    auto remaining = static_cast<std::int64_t>(digits.size());
    for (;;) {
        const std::int64_t length = std::min<std::int64_t>(size, std::max({remaining, width, std::int64_t{1}}));
        const std::int64_t taken = std::clamp<std::int64_t>(remaining, 0, length);
        for (std::int64_t i = 0; i < taken; ++i) {
            reversed.push_back(digits[static_cast<std::size_t>(remaining - 1 - i)]);
        }
        reversed.append(static_cast<std::size_t>(length - taken), '0');
        remaining -= taken;
        width -= length;
        if (remaining <= 0 && width <= 0) {
            break;
        }
        width -= 1;
        reversed.push_back(separator);
    }
    std::reverse(reversed.begin(), reversed.end());
    return reversed;
}

std::string sign_text(bool negative, char sign) {
    if (negative) {
        return "-";
    }
    return sign == '+' ? "+" : sign == ' ' ? " " : "";
}

Str pad(Str text, const Spec& spec) {
    const std::int64_t missing = spec.width - text.chars;
    if (missing <= 0) {
        return text;
    }
    const std::int64_t left = spec.align == '<' ? 0 : spec.align == '^' ? missing / 2 : missing;
    return concat({repeat_str(spec.fill, left), text, repeat_str(spec.fill, missing - left)});
}

// sign and prefix, then digits (grouped where asked), then the rest (point, decimals, exponent, percent sign).
Str number_text(bool negative, const std::string& prefix, const std::string& digits, const std::string& rest,
                const Spec& spec, int group_size) {
    const std::string sign = sign_text(negative, spec.sign) + prefix;
    const bool zeros_inside = spec.fill == "0"_s && spec.align == '=';
    std::string body = digits;
    if (spec.group != 0 && !digits.empty()) {
        const auto around = static_cast<std::int64_t>(sign.size() + rest.size());
        body = grouped(digits, spec.group, group_size, zeros_inside ? std::max<std::int64_t>(spec.width - around, 0) : 0);
    }
    if (spec.align != '=') {
        return pad(text_of(sign + body + rest), spec);
    }
    const auto size = static_cast<std::int64_t>(sign.size() + body.size() + rest.size());
    return concat({text_of(sign), repeat_str(spec.fill, spec.width - size), text_of(body + rest)});
}

std::string in_base(std::uint64_t magnitude, int base, bool upper) {
    std::array<char, 64> buffer;
    const auto end = std::to_chars(buffer.begin(), buffer.end(), magnitude, base).ptr;
    std::string text(buffer.begin(), end);
    if (upper) {
        std::transform(text.begin(), text.end(), text.begin(),
                       [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
    }
    return text;
}

bool float_type(char type) { return type != 0 && std::string_view("eEfFgG%").find(type) != std::string_view::npos; }

Str format_number(double value, const Spec& spec) {
    if (spec.alternate) {
        fall_back(Reason::Value);
    }
    char type = spec.type;
    bool add_point = false;
    std::int64_t precision = spec.precision;
    if (type == 0) {
        add_point = true;
        type = precision < 0 ? 'r' : 'g';
        precision = std::max<std::int64_t>(precision, 0);
    }
    const bool percent = type == '%';
    if (percent) {
        type = 'f';
        value *= 100.0;
    }
    precision = precision < 0 ? 6 : precision;
    const bool upper = type == 'E' || type == 'F' || type == 'G';
    const char lower = upper ? static_cast<char>(type + 32) : type;
    const bool negative = std::signbit(value) && !std::isnan(value);
    std::string text;
    if (std::isfinite(value)) {
        text = lay_out(value, lower, static_cast<int>(precision), add_point);
    } else {
        text = std::isnan(value) ? "nan" : "inf";
    }
    if (upper) {
        std::transform(text.begin(), text.end(), text.begin(),
                       [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
    }
    std::size_t whole = 0;
    while (whole < text.size() && text[whole] >= '0' && text[whole] <= '9') {
        ++whole;
    }
    return number_text(negative, "", text.substr(0, whole), text.substr(whole) + (percent ? "%" : ""), spec, 3);
}

}  // namespace

Str format_int(Int value, Str text) {
    if (text.empty()) {
        return str_of_int(value);
    }
    const Spec spec = SpecReader(text).read('>');
    if (float_type(spec.type)) {
        return format_number(to_float(value), spec);
    }
    if (spec.precision >= 0) {
        fall_back(Reason::Value);
    }
    const auto bits = static_cast<std::uint64_t>(value.v);
    const std::uint64_t magnitude = value.v < 0 ? 0 - bits : bits;
    switch (spec.type) {
        case 0:
        case 'd': return number_text(value.v < 0, "", in_base(magnitude, 10, false), "", spec, 3);
        case 'b':
        case 'o':
        case 'x':
        case 'X': break;
        default: fall_back(Reason::Value);
    }
    if (spec.group == ',') {
        fall_back(Reason::Value);
    }
    const int base = spec.type == 'b' ? 2 : spec.type == 'o' ? 8 : 16;
    const std::string prefix = spec.alternate ? std::string{'0', spec.type} : "";
    return number_text(value.v < 0, prefix, in_base(magnitude, base, spec.type == 'X'), "", spec, 4);
}

namespace {

// A number of 10**-places, laid out without a detour.
Str fixed_number(std::uint64_t whole, int places, bool negative) {
    std::array<char, 32> digits;
    std::size_t at = digits.size();
    for (int written = 0; written <= places || whole > 0; ++written, whole /= 10) {
        if (written == places && places > 0) {
            digits[--at] = '.';
        }
        digits[--at] = static_cast<char>('0' + whole % 10);
    }
    if (negative) {
        digits[--at] = '-';
    }
    return ascii_text(digits.data() + at, digits.size() - at);
}

}  // namespace

Str format_float(double value, Str text) {
    if (text.empty()) {
        return str_of_float(value);
    }
    if (text.bytes == 3 && text.data[0] == '.' && text.data[1] >= '0' && text.data[1] <= '9' && text.data[2] == 'f') {
        const int places = text.data[1] - '0';
        if (const auto whole = scaled(value, places)) {
            return fixed_number(*whole, places, std::signbit(value));
        }
    }
    const Spec spec = SpecReader(text).read('>');
    if (spec.type != 0 && !float_type(spec.type)) {
        fall_back(Reason::Value);
    }
    return format_number(value, spec);
}

Str format_str(Str value, Str text) {
    if (text.empty()) {
        return value;
    }
    const Spec spec = SpecReader(text).read('<');
    if ((spec.type != 0 && spec.type != 's') || spec.sign != 0 || spec.alternate || spec.group != 0 || spec.align == '=') {
        fall_back(Reason::Value);
    }
    if (spec.precision >= 0 && spec.precision < value.chars) {
        value = slice_str(value, std::nullopt, spec.precision, std::nullopt);
    }
    return pad(value, spec);
}

}  // namespace rt
