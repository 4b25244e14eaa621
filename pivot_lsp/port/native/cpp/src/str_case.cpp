// Case, character classes, white space: ASCII as CPython; beyond ASCII only what needs no Unicode table.
#include <array>
#include <cstring>

#include "pivot_rt/list.hpp"
#include "pivot_rt/str.hpp"
#include "utf8.hpp"

namespace rt::types {

namespace {

using utf8::text_between;

bool upper_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool lower_letter(char c) { return c >= 'a' && c <= 'z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return upper_letter(c) || lower_letter(c); }
char to_upper(char c) { return lower_letter(c) ? static_cast<char>(c - 32) : c; }
char to_lower(char c) { return upper_letter(c) ? static_cast<char>(c + 32) : c; }

void need_ascii(Str s) {
    if (!s.ascii()) {
        fall_back(Reason::Value);
    }
}

template <class Change>
Str changed(Str s, Change change) {
    need_ascii(s);
    char* const text = new_text(s.bytes);
    for (std::uint32_t i = 0; i < s.bytes; ++i) {
        text[i] = change(s.data[i], i);
    }
    return {text, s.bytes, s.chars};
}

template <class Test>
bool every(Str s, Test test) {
    need_ascii(s);
    for (std::uint32_t i = 0; i < s.bytes; ++i) {
        if (!test(s.data[i])) {
            return false;
        }
    }
    return !s.empty();
}

// Some letter, and none of the other case.
template <class Wanted, class Other>
bool cased(Str s, Wanted wanted, Other other) {
    need_ascii(s);
    bool found = false;
    for (std::uint32_t i = 0; i < s.bytes; ++i) {
        if (other(s.data[i])) {
            return false;
        }
        found = found || wanted(s.data[i]);
    }
    return found;
}

bool space_at(const char* at) { return utf8::is_space(utf8::decode(at)); }

template <class Test>
const char* skip(const char* at, const char* end, Test test) {
    while (at != end && test(at)) {
        at += utf8::length(*at);
    }
    return at;
}

template <class Test>
const char* skip_back(const char* start, const char* end, Test test) {
    while (end != start) {
        const char* const before = utf8::retreat(end, 1);
        if (!test(before)) {
            break;
        }
        end = before;
    }
    return end;
}

auto one_of(Str characters) {
    return [characters](const char* at) {
        return contains(characters, Str{at, static_cast<std::uint32_t>(utf8::length(*at)), 1});
    };
}

template <class Test>
Str stripped(Str s, Test test, bool left, bool right) {
    const char* const from = left ? skip(s.data, s.stop(), test) : s.data;
    const char* const to = right ? skip_back(from, s.stop(), test) : s.stop();
    return text_between(from, to, s.ascii());
}

}  // namespace

Str Str::upper() const {
    return changed(*this, [](char c, std::uint32_t) { return to_upper(c); });
}
Str Str::lower() const {
    return changed(*this, [](char c, std::uint32_t) { return to_lower(c); });
}
Str Str::swapcase() const {
    return changed(*this, [](char c, std::uint32_t) { return upper_letter(c) ? to_lower(c) : to_upper(c); });
}
Str Str::capitalize() const {
    return changed(*this, [](char c, std::uint32_t i) { return i == 0 ? to_upper(c) : to_lower(c); });
}
Str Str::title() const {
    bool inside = false;
    return changed(*this, [&inside](char c, std::uint32_t) {
        const char result = inside ? to_lower(c) : to_upper(c);
        inside = letter(c);
        return result;
    });
}

bool Str::isdigit() const { return every(*this, digit); }
bool Str::isdecimal() const { return every(*this, digit); }
bool Str::isnumeric() const { return every(*this, digit); }
bool Str::isalpha() const { return every(*this, letter); }
bool Str::isalnum() const {
    return every(*this, [](char c) { return letter(c) || digit(c); });
}
bool Str::isspace() const { return !empty() && skip(data, stop(), space_at) == stop(); }
bool Str::isupper() const { return cased(*this, upper_letter, lower_letter); }
bool Str::islower() const { return cased(*this, lower_letter, upper_letter); }

Str Str::strip() const { return stripped(*this, space_at, true, true); }
Str Str::lstrip() const { return stripped(*this, space_at, true, false); }
Str Str::rstrip() const { return stripped(*this, space_at, false, true); }
Str Str::strip(Str characters) const { return stripped(*this, one_of(characters), true, true); }
Str Str::lstrip(Str characters) const { return stripped(*this, one_of(characters), true, false); }
Str Str::rstrip(Str characters) const { return stripped(*this, one_of(characters), false, true); }

List<Str> Str::split() const {
    const auto parts = list<Str>();
    const auto no_space = [](const char* at) { return !space_at(at); };
    for (const char* at = skip(data, stop(), space_at); at != stop(); at = skip(at, stop(), space_at)) {
        const char* const end = skip(at, stop(), no_space);
        parts.append(text_between(at, end, ascii()));
        at = end;
    }
    return parts;
}

List<Str> Str::splitlines() const {
    const auto parts = list<Str>();
    const auto no_break = [](const char* at) { return !utf8::is_break(utf8::decode(at)); };
    for (const char* at = data; at != stop();) {
        const char* const end = skip(at, stop(), no_break);
        parts.append(text_between(at, end, ascii()));
        if (end == stop()) {
            break;
        }
        at = end + utf8::length(*end);
        if (*end == '\r' && at != stop() && *at == '\n') {
            ++at;
        }
    }
    return parts;
}

}  // namespace rt::types
