// str: an immutable view of UTF-8 text with its number of code points; indexing is by code point.
//
// Invariants: always well-formed UTF-8 (lone surrogates never get in); laid out as the two slots of the wire.
// What needs CPython's Unicode tables beyond ASCII (case, character classes) falls back on non-ASCII text.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <tuple>

#include "pivot_rt/int.hpp"

namespace rt {

// Whether `bytes` bytes are the same. Most texts that are compared are short: those are not worth a call.
inline bool same_bytes(const char* a, const char* b, std::size_t bytes) {
    const auto same_words = [&]<class Word>(Word first, Word second) {
        std::memcpy(&first, a, sizeof(Word));
        std::memcpy(&second, b, sizeof(Word));
        Word difference = first ^ second;
        std::memcpy(&first, a + bytes - sizeof(Word), sizeof(Word));
        std::memcpy(&second, b + bytes - sizeof(Word), sizeof(Word));
        difference |= first ^ second;
        return difference == 0;
    };
    if (bytes > 16) {
        return std::memcmp(a, b, bytes) == 0;
    }
    if (bytes >= 8) {
        return same_words(std::uint64_t{}, std::uint64_t{});
    }
    if (bytes >= 4) {
        return same_words(std::uint32_t{}, std::uint32_t{});
    }
    return bytes == 0 || (a[0] == b[0] && a[bytes / 2] == b[bytes / 2] && a[bytes - 1] == b[bytes - 1]);
}

}  // namespace rt

namespace rt::types {

template <class T>
class List;

struct Str {
    const char* data;
    std::uint32_t bytes;
    std::uint32_t chars;

    // Walks over the code points, each as a text of its own.
    struct Cursor {
        const char* at;
        const char* end;
        Str operator*() const;
        void operator++() { at += width(); }
        bool operator!=(std::nullptr_t) const { return at != end; }
        // The bytes of the code point, as the first of them says.
        std::uint32_t width() const {
            const auto first = static_cast<unsigned char>(*at);
            return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        }
    };
    Cursor begin() const { return {data, data + bytes}; }
    static std::nullptr_t end() { return nullptr; }

    constexpr std::string_view view() const { return {data, bytes}; }
    constexpr bool ascii() const { return bytes == chars; }
    constexpr bool empty() const { return bytes == 0; }
    constexpr const char* stop() const { return data + bytes; }
    Str operator[](Int index) const;  // IndexError

    // UTF-8 keeps the order of code points, so bytes decide.
    friend bool operator==(Str a, Str b) {
        return a.bytes == b.bytes && (a.data == b.data || same_bytes(a.data, b.data, a.bytes));
    }
    friend std::strong_ordering operator<=>(Str a, Str b) { return a.view() <=> b.view(); }

    Str upper() const;
    Str lower() const;
    Str title() const;
    Str capitalize() const;
    Str swapcase() const;
    Str strip() const;
    Str lstrip() const;
    Str rstrip() const;
    Str strip(Str characters) const;
    Str lstrip(Str characters) const;
    Str rstrip(Str characters) const;
    List<Str> split() const;
    List<Str> split(Str separator) const;  // ValueError on an empty separator
    List<Str> split(Str separator, Int most) const;
    List<Str> rsplit(Str separator, Int most) const;
    List<Str> splitlines() const;
    std::tuple<Str, Str, Str> partition(Str separator) const;
    std::tuple<Str, Str, Str> rpartition(Str separator) const;
    template <class Texts>
    Str join(Texts texts) const;
    bool startswith(Str prefix) const { return view().starts_with(prefix.view()); }
    bool endswith(Str suffix) const { return view().ends_with(suffix.view()); }
    Str removeprefix(Str prefix) const;
    Str removesuffix(Str suffix) const;
    Str replace(Str old, Str with) const;
    Int find(Str part) const;   // -1 when absent
    Int rfind(Str part) const;  // -1 when absent
    Int index(Str part) const;  // ValueError when absent
    Int count(Str part) const;
    bool isdigit() const;
    bool isdecimal() const;
    bool isnumeric() const;
    bool isalpha() const;
    bool isalnum() const;
    bool isspace() const;
    bool isupper() const;
    bool islower() const;
    bool isascii() const { return ascii(); }
    Str zfill(Int width) const;
    Str ljust(Int width) const;
    Str rjust(Int width) const;
    Str center(Int width) const;
    Str ljust(Int width, Str fill) const;  // TypeError unless one character
    Str rjust(Int width, Str fill) const;
    Str center(Int width, Str fill) const;
};

// The code points of a text, each its number.
struct Points {
    struct Cursor {
        Str::Cursor inner;
        Int operator*() const {
            const auto first = static_cast<unsigned char>(*inner.at);
            return first < 0x80 ? Int(first) : wide();
        }
        Int wide() const;
        void operator++() { ++inner; }
        bool operator!=(std::nullptr_t) const { return inner != nullptr; }
    };
    Str text;
    Cursor begin() const { return {text.begin()}; }
    static std::nullptr_t end() { return nullptr; }
};

inline Str Str::Cursor::operator*() const { return {at, width(), 1}; }

static_assert(sizeof(Str) == 16);

}  // namespace rt::types

namespace rt {

using types::Str;

constexpr std::uint32_t count_chars(const char* data, std::size_t bytes) {
    std::uint32_t chars = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
        chars += (static_cast<unsigned char>(data[i]) & 0xC0U) != 0x80U ? 1U : 0U;
    }
    return chars;
}

inline namespace literals {
consteval Str operator""_s(const char* data, std::size_t bytes) {
    return {data, static_cast<std::uint32_t>(bytes), count_chars(data, bytes)};
}
}  // namespace literals

// A text of this call: `write` bytes, later handed over with `done`. Texts of 4 GiB and more fall back.
char* new_text(std::size_t bytes);
Str ascii_text(const char* data, std::size_t bytes);  // copies
std::uint32_t checked_size(std::size_t bytes);

inline Int len_str(Str s) { return s.chars; }
Str concat(Str a, Str b);
Str repeat_str(Str s, Int times);
inline bool contains(Str s, Str part) { return part.empty() || s.view().find(part.view()) != std::string_view::npos; }
Str slice_str(Str s, std::optional<Int> start, std::optional<Int> stop, std::optional<Int> step);
Int ord(Str s);  // TypeError unless one character
inline types::Points points(Str s) { return {s}; }
types::List<Int> point_list(Str s);  // the code points as a list
// ord(s[index])
inline Int point_at(Str s, Int index) {  // IndexError
    if (s.ascii() && static_cast<std::uint64_t>(index.v) < s.chars) {
        return static_cast<unsigned char>(s.data[index.v]);
    }
    return ord(s[index]);
}
Str chr(Int code);
inline Str str_of_bool(bool b) { return b ? Str{"True", 4, 4} : Str{"False", 5, 5}; }
// print(): what it is given is written when the call has ended.
void print(Str text);

// print(flush=True): what was printed is flushed when it is written.
void flush();

Str str_of_int(Int a);
Str str_of_float(double x);
Str repr_str(Str s);

// An f-string: the parts, joined; braces keep them in order. Parts that stand one after another are not copied.
Str concat(std::initializer_list<Str> parts);

// The parts of `separator.join(texts)`, gathered first: the size must be known.
class Joiner {
public:
    explicit Joiner(Str separator) : separator_(separator) {}
    void add(Str text);
    Str done();

private:
    Str separator_;
    Str whole_{"", 0, 0};
    char* buffer_ = nullptr;
    std::size_t capacity_ = 0;
    bool any_ = false;
};

template <class Texts>
Str types::Str::join(Texts texts) const {
    Joiner joiner(*this);
    for (const Str text : texts) {
        joiner.add(text);
    }
    return joiner.done();
}

// CPython's slice arithmetic (Objects/sliceobject.c, PySlice_AdjustIndices): `count` elements from `start` by `step`.
struct Slice {
    std::int64_t start;
    std::int64_t step;
    std::int64_t count;
};
Slice adjust_slice(std::int64_t length, std::optional<Int> start, std::optional<Int> stop, std::optional<Int> step);

}  // namespace rt
