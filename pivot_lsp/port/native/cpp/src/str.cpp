// Building, slicing and searching texts.
#include "pivot_rt/str.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "pivot_rt/exc.hpp"
#include "pivot_rt/list.hpp"
#include "pivot_rt/ops.hpp"
#include "pivot_rt/region.hpp"
#include "utf8.hpp"

namespace rt {

namespace {

using utf8::text_between;

void need_separator(Str separator) {
    if (separator.empty()) {
        raise(ValueError, "empty separator");
    }
}

Str needs_one(Str fill) {
    if (fill.chars != 1) {
        raise(TypeError, "The fill character must be exactly one character long");
    }
    return fill;
}

Str padded(Str s, std::int64_t left, std::int64_t right, Str fill) {
    if (left <= 0 && right <= 0) {
        return s;
    }
    return concat({repeat_str(fill, left), s, repeat_str(fill, right)});
}

const char* find_from(const char* at, const char* end, Str part) {
    if (part.empty()) {
        return at;
    }
    return static_cast<const char*>(memmem(at, static_cast<std::size_t>(end - at), part.data, part.bytes));
}

const char* rfind_before(const char* start, const char* end, Str part) {
    const auto at = std::string_view(start, static_cast<std::size_t>(end - start)).rfind(part.view());
    return at == std::string_view::npos ? nullptr : start + at;
}

}  // namespace

std::uint32_t checked_size(std::size_t bytes) {
    if (bytes > std::numeric_limits<std::uint32_t>::max()) {
        fall_back(Reason::Memory);
    }
    return static_cast<std::uint32_t>(bytes);
}

char* new_text(std::size_t bytes) { return current_region->text(checked_size(bytes)); }

Str ascii_text(const char* data, std::size_t bytes) {
    char* const copy = new_text(bytes);
    std::memcpy(copy, data, bytes);
    return {copy, static_cast<std::uint32_t>(bytes), static_cast<std::uint32_t>(bytes)};
}

Str concat(Str a, Str b) {
    if (b.empty()) {
        return a;
    }
    if (a.empty()) {
        return b;
    }
    const std::uint32_t bytes = checked_size(std::size_t{a.bytes} + b.bytes);
    const std::uint32_t chars = a.chars + b.chars;
    // The parts may stand one after another already: `s += str(i)` makes its right side just behind s.
    if (a.stop() == b.data) {
        return {a.data, bytes, chars};
    }
    if (current_region->extend(a.stop(), b.bytes)) {
        std::memcpy(const_cast<char*>(a.stop()), b.data, b.bytes);
        return {a.data, bytes, chars};
    }
    // A long left side is a text being built: room behind it keeps that linear even when several grow by turns.
    constexpr std::uint32_t LONG = 256;
    char* const text = a.bytes < LONG ? new_text(bytes) : current_region->growing_text(bytes);
    std::memcpy(text, a.data, a.bytes);
    std::memcpy(text + a.bytes, b.data, b.bytes);
    return {text, bytes, chars};
}

Str concat(std::initializer_list<Str> parts) {
    Str whole = ""_s;
    for (const Str part : parts) {
        whole = concat(whole, part);
    }
    return whole;
}

Str repeat_str(Str s, Int times) {
    if (times.v <= 0 || s.empty()) {
        return ""_s;
    }
    const auto bytes = static_cast<std::size_t>((Int(s.bytes) * times).v);
    char* const text = new_text(bytes);
    for (std::size_t at = 0; at < bytes; at += s.bytes) {
        std::memcpy(text + at, s.data, s.bytes);
    }
    return {text, static_cast<std::uint32_t>(bytes), static_cast<std::uint32_t>(s.chars * times.v)};
}

Slice adjust_slice(std::int64_t length, std::optional<Int> start, std::optional<Int> stop, std::optional<Int> step) {
    const std::int64_t by = step.value_or(1).v;
    if (by == 0) {
        raise(ValueError, "slice step cannot be zero");
    }
    const auto bound = [&](std::optional<Int> index, std::int64_t otherwise) {
        if (!index.has_value()) {
            return otherwise;
        }
        const std::int64_t lowest = by < 0 ? -1 : 0;
        const std::int64_t highest = by < 0 ? length - 1 : length;
        const std::int64_t at = index->v < 0 ? index->v + length : index->v;
        return std::clamp(at, lowest, highest);
    };
    const std::int64_t from = bound(start, by < 0 ? length - 1 : 0);
    const std::int64_t to = bound(stop, by < 0 ? -1 : length);
    const auto stride = by < 0 ? 0 - static_cast<std::uint64_t>(by) : static_cast<std::uint64_t>(by);
    const std::int64_t span = by < 0 ? from - to : to - from;
    const std::int64_t count = span <= 0 ? 0 : static_cast<std::int64_t>((static_cast<std::uint64_t>(span) - 1) / stride) + 1;
    return {from, by, count};
}

Str slice_str(Str s, std::optional<Int> start, std::optional<Int> stop, std::optional<Int> step) {
    const Slice part = adjust_slice(s.chars, start, stop, step);
    if (part.count == 0) {
        return ""_s;
    }
    if (part.step == 1) {
        const char* const from = utf8::advance(s, s.data, part.start);
        return text_between(from, utf8::advance(s, from, part.count), s.ascii());
    }
    char* const text = new_text(s.ascii() ? static_cast<std::size_t>(part.count) : std::size_t{s.bytes});
    char* out = text;
    if (s.ascii()) {
        for (std::int64_t i = 0, at = part.start; i < part.count; ++i, at += part.step) {
            *out++ = s.data[at];
        }
    } else {
        const char* at = utf8::advance(s, s.data, part.start);
        for (std::int64_t i = 0; i < part.count; ++i) {
            const std::size_t bytes = utf8::length(*at);
            std::memcpy(out, at, bytes);
            out += bytes;
            if (i + 1 < part.count) {
                at = part.step > 0 ? utf8::advance(s, at, part.step) : utf8::retreat(at, -part.step);
            }
        }
    }
    return {text, static_cast<std::uint32_t>(out - text), static_cast<std::uint32_t>(part.count)};
}

Int ord(Str s) {
    if (s.chars != 1) {
        throw TypeError(concat({"ord() expected a character, but string of length "_s, str_of_int(s.chars), " found"_s}));
    }
    return utf8::decode(s.data);
}

Int types::Points::Cursor::wide() const { return utf8::decode(inner.at); }

List<Int> point_list(Str s) {
    const auto made = list<Int>();
    made.reserve(s.chars);
    for (const Int point : points(s)) {
        made.append(point);
    }
    return made;
}

Str chr(Int code) {
    if (code.v < std::numeric_limits<std::int32_t>::min() || code.v > std::numeric_limits<std::int32_t>::max()) {
        fall_back(Reason::Value);  // an OverflowError before 3.13
    }
    if (code.v < 0 || code.v > 0x10FFFF) {
        raise(ValueError, "chr() arg not in range(0x110000)");
    }
    if (code.v >= 0xD800 && code.v <= 0xDFFF) {
        fall_back(Reason::Value);  // a lone surrogate has no UTF-8
    }
    char* const text = new_text(utf8::encoded_length(static_cast<std::uint32_t>(code.v)));
    return {text, static_cast<std::uint32_t>(utf8::encode(text, static_cast<std::uint32_t>(code.v))), 1};
}

void Joiner::add(Str text) {
    if (!any_) {
        any_ = true;
        whole_ = text;
        return;
    }
    const std::size_t bytes = std::size_t{whole_.bytes} + separator_.bytes + text.bytes;
    if (buffer_ == nullptr || bytes > capacity_) {
        const std::size_t capacity = std::max<std::size_t>(64, checked_size(bytes) * std::size_t{2});
        char* const buffer = static_cast<char*>(current_region->objects(capacity));
        std::memcpy(buffer, whole_.data, whole_.bytes);
        buffer_ = buffer;
        capacity_ = capacity;
        whole_.data = buffer;
    }
    char* const end = buffer_ + whole_.bytes;
    std::memcpy(end, separator_.data, separator_.bytes);
    std::memcpy(end + separator_.bytes, text.data, text.bytes);
    whole_ = {buffer_, static_cast<std::uint32_t>(bytes), whole_.chars + separator_.chars + text.chars};
}

Str Joiner::done() { return whole_; }

std::uint64_t hash_bytes_long(const char* data, std::size_t bytes) {
    std::uint64_t seed = bytes;
    const char* const last = data + bytes - 16;
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    for (; data < last; data += 16) {
        std::memcpy(&low, data, 8);
        std::memcpy(&high, data + 8, 8);
        seed = mix(seed ^ low, high);
    }
    std::memcpy(&low, last, 8);
    std::memcpy(&high, last + 8, 8);
    return mix(seed ^ low, high);
}

namespace types {

Str Str::operator[](Int index) const {
    const std::int64_t at = index.v < 0 ? index.v + chars : index.v;
    if (static_cast<std::uint64_t>(at) >= chars) {
        raise(IndexError, "string index out of range");
    }
    const char* const from = utf8::advance(*this, data, at);
    return {from, static_cast<std::uint32_t>(utf8::length(*from)), 1};
}

List<Str> Str::split(Str separator) const { return split(separator, -1); }

List<Str> Str::split(Str separator, Int most) const {
    need_separator(separator);
    const auto parts = list<Str>();
    const char* at = data;
    for (std::int64_t left = most.v; left != 0; --left) {
        const char* const next = find_from(at, stop(), separator);
        if (next == nullptr) {
            break;
        }
        parts.append(text_between(at, next, ascii()));
        at = next + separator.bytes;
    }
    parts.append(text_between(at, stop(), ascii()));
    return parts;
}

List<Str> Str::rsplit(Str separator, Int most) const {
    need_separator(separator);
    const auto parts = list<Str>();
    const char* end = stop();
    for (std::int64_t left = most.v; left != 0; --left) {
        const char* const next = rfind_before(data, end, separator);
        if (next == nullptr) {
            break;
        }
        parts.append(text_between(next + separator.bytes, end, ascii()));
        end = next;
    }
    parts.append(text_between(data, end, ascii()));
    parts.reverse();
    return parts;
}

std::tuple<Str, Str, Str> Str::partition(Str separator) const {
    need_separator(separator);
    const char* const at = find_from(data, stop(), separator);
    if (at == nullptr) {
        return {*this, ""_s, ""_s};
    }
    return {text_between(data, at, ascii()), separator, text_between(at + separator.bytes, stop(), ascii())};
}

std::tuple<Str, Str, Str> Str::rpartition(Str separator) const {
    need_separator(separator);
    const char* const at = rfind_before(data, stop(), separator);
    if (at == nullptr) {
        return {""_s, ""_s, *this};
    }
    return {text_between(data, at, ascii()), separator, text_between(at + separator.bytes, stop(), ascii())};
}

Str Str::removeprefix(Str prefix) const {
    return startswith(prefix) ? Str{data + prefix.bytes, bytes - prefix.bytes, chars - prefix.chars} : *this;
}

Str Str::removesuffix(Str suffix) const {
    return endswith(suffix) ? Str{data, bytes - suffix.bytes, chars - suffix.chars} : *this;
}

Int Str::find(Str part) const {
    const char* const at = find_from(data, stop(), part);
    return at == nullptr ? Int(-1) : Int(utf8::count(data, at, ascii()));
}

Int Str::rfind(Str part) const {
    const char* const at = rfind_before(data, stop(), part);
    return at == nullptr ? Int(-1) : Int(utf8::count(data, at, ascii()));
}

Int Str::index(Str part) const {
    const Int at = find(part);
    if (at < 0) {
        raise(ValueError, "substring not found");
    }
    return at;
}

Int Str::count(Str part) const {
    if (part.empty()) {
        return Int(chars) + 1;
    }
    std::int64_t found = 0;
    for (const char* at = find_from(data, stop(), part); at != nullptr; at = find_from(at + part.bytes, stop(), part)) {
        ++found;
    }
    return found;
}

Str Str::replace(Str old, Str with) const {
    const std::int64_t found = count(old).v;
    if (found == 0) {
        return *this;
    }
    const Int size = Int(bytes) + Int(found) * (Int(with.bytes) - Int(old.bytes));
    const std::int64_t length = chars + found * (std::int64_t{with.chars} - old.chars);
    char* const text = new_text(static_cast<std::size_t>(size.v));
    char* out = text;
    const auto put = [&out](const char* from, std::size_t some) {
        std::memcpy(out, from, some);
        out += some;
    };
    const char* at = data;
    if (old.empty()) {
        for (const Str each : *this) {
            put(with.data, with.bytes);
            put(each.data, each.bytes);
        }
        put(with.data, with.bytes);
    } else {
        for (const char* next = find_from(at, stop(), old); next != nullptr; next = find_from(at, stop(), old)) {
            put(at, static_cast<std::size_t>(next - at));
            put(with.data, with.bytes);
            at = next + old.bytes;
        }
        put(at, static_cast<std::size_t>(stop() - at));
    }
    return {text, checked_size(static_cast<std::size_t>(size.v)), static_cast<std::uint32_t>(length)};
}

Str Str::zfill(Int width) const {
    const std::int64_t missing = width.v - std::min<std::int64_t>(chars, std::max<std::int64_t>(width.v, 0));
    if (width.v <= chars) {
        return *this;
    }
    const bool sign = !empty() && (data[0] == '+' || data[0] == '-');
    const Str head{data, sign ? 1U : 0U, sign ? 1U : 0U};
    const Str tail{data + head.bytes, bytes - head.bytes, chars - head.chars};
    return concat({head, repeat_str("0"_s, missing), tail});
}

Str Str::ljust(Int width) const { return ljust(width, " "_s); }
Str Str::rjust(Int width) const { return rjust(width, " "_s); }
Str Str::center(Int width) const { return center(width, " "_s); }
Str Str::ljust(Int width, Str fill) const {
    needs_one(fill);
    return width.v <= chars ? *this : padded(*this, 0, width.v - chars, fill);
}
Str Str::rjust(Int width, Str fill) const {
    needs_one(fill);
    return width.v <= chars ? *this : padded(*this, width.v - chars, 0, fill);
}
Str Str::center(Int width, Str fill) const {
    needs_one(fill);
    if (width.v <= chars) {
        return *this;
    }
    const std::int64_t margin = width.v - chars;
    const std::int64_t left = margin / 2 + (margin & width.v & 1);
    return padded(*this, left, margin - left, fill);
}

}  // namespace types

}  // namespace rt
