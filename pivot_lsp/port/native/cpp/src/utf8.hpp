// UTF-8 by code point. All texts are well-formed, so a lead byte tells the whole.
#pragma once

#include <cstddef>
#include <cstdint>

#include "pivot_rt/str.hpp"

namespace rt::utf8 {

inline bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

inline std::size_t length(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

inline const char* advance(Str s, const char* at, std::int64_t chars) {
    if (s.ascii()) {
        return at + chars;
    }
    for (; chars > 0; --chars) {
        at += length(*at);
    }
    return at;
}

inline const char* retreat(const char* at, std::int64_t chars) {
    for (; chars > 0; --chars) {
        do {
            --at;
        } while (continues(*at));
    }
    return at;
}

inline std::uint32_t count(const char* from, const char* to, bool ascii) {
    const auto bytes = static_cast<std::size_t>(to - from);
    return ascii ? static_cast<std::uint32_t>(bytes) : count_chars(from, bytes);
}

inline Str text_between(const char* from, const char* to, bool ascii) {
    return {from, static_cast<std::uint32_t>(to - from), count(from, to, ascii)};
}

inline std::uint32_t decode(const char* at) {
    const auto byte = [at](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(at[i])); };
    switch (length(*at)) {
        case 1: return byte(0);
        case 2: return ((byte(0) & 0x1FU) << 6) | (byte(1) & 0x3FU);
        case 3: return ((byte(0) & 0x0FU) << 12) | ((byte(1) & 0x3FU) << 6) | (byte(2) & 0x3FU);
        default:
            return ((byte(0) & 0x07U) << 18) | ((byte(1) & 0x3FU) << 12) | ((byte(2) & 0x3FU) << 6) | (byte(3) & 0x3FU);
    }
}

inline std::size_t encoded_length(std::uint32_t code) {
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

inline std::size_t encode(char* out, std::uint32_t code) {
    const std::size_t bytes = encoded_length(code);
    if (bytes == 1) {
        out[0] = static_cast<char>(code);
        return 1;
    }
    for (std::size_t i = bytes - 1; i > 0; --i) {
        out[i] = static_cast<char>(0x80U | (code & 0x3FU));
        code >>= 6;
    }
    out[0] = static_cast<char>((0xF00U >> bytes) | code);
    return bytes;
}

// CPython's own list of white space (Objects/unicodetype_db.h, _PyUnicode_IsWhitespace).
inline bool is_space(std::uint32_t code) {
    return (code >= 0x09 && code <= 0x0D) || (code >= 0x1C && code <= 0x20) || code == 0x85 || code == 0xA0 ||
           code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
           code == 0x205F || code == 0x3000;
}

// Where str.splitlines breaks (Objects/unicodetype_db.h, _PyUnicode_IsLinebreak).
inline bool is_break(std::uint32_t code) {
    return (code >= 0x0A && code <= 0x0D) || (code >= 0x1C && code <= 0x1E) || code == 0x85 || code == 0x2028 ||
           code == 0x2029;
}

}  // namespace rt::utf8
