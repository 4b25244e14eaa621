#include "pivot_rt/exc.hpp"

#include <array>
#include <cstring>

#include "pivot_rt/list.hpp"
#include "pivot_rt/region.hpp"
#include "pivot_rt/view.hpp"

namespace rt {

Exc::Exc(std::int64_t kind, std::initializer_list<Arg> args)
    : kind_(kind), args_(nullptr), count_(static_cast<std::uint32_t>(args.size())) {
    if (count_ != 0) {
        Arg* const copy = allocate<Arg>(args.size());
        std::uninitialized_copy(args.begin(), args.end(), copy);
        args_ = copy;
    }
}

namespace {

Str text_of(const Arg& arg, bool repr) {
    switch (arg.tag) {
        case Tag::None: return "None"_s;
        case Tag::Int: return str_of_int(arg.integer);
        case Tag::Float: return str_of_float(arg.number);
        case Tag::Bool: return str_of_bool(arg.integer != 0);
        case Tag::Str: break;
    }
    return repr ? repr_str(arg.text) : arg.text;
}

}  // namespace

Str Exc::text() const {
    const std::uint32_t count = count_ - fields_;
    if (count == 0) {
        return ""_s;
    }
    if (count == 1) {
        return text_of(args_[0], kind_ == KeyError.index);
    }
    if (is(OSError, PermissionError, TimeoutError, FileNotFoundError, FileExistsError, ConnectionError)) {
        fall_back(Reason::Value);  // OSError has a text of its own for errno and strerror
    }
    Str text = "("_s;
    for (std::uint32_t i = 0; i < count; ++i) {
        text = concat({text, i == 0 ? ""_s : ", "_s, text_of(args_[i], true)});
    }
    return concat(text, ")"_s);
}

Str Exc::class_name(std::initializer_list<Str> own) const {
    static constexpr std::array<Str, 33> names = {
        "ValueError"_s,        "TypeError"_s,      "IndexError"_s,     "KeyError"_s,
        "ZeroDivisionError"_s, "OverflowError"_s,  "AssertionError"_s, "RuntimeError"_s,
        "NotImplementedError"_s, "ArithmeticError"_s, "LookupError"_s, "AttributeError"_s,
        "StopIteration"_s,     "PermissionError"_s, "TimeoutError"_s,  "Exception"_s,
        "SyntaxError"_s, "EOFError"_s, "RecursionError"_s, "UnicodeError"_s, "FloatingPointError"_s, "BufferError"_s, "NameError"_s, "ImportError"_s, "ReferenceError"_s, "SystemError"_s, "OSError"_s, "FileNotFoundError"_s, "FileExistsError"_s, "ConnectionError"_s, "Warning"_s, "UserWarning"_s, "DeprecationWarning"_s};
    const auto place = static_cast<std::size_t>(kind_);
    return place < names.size() ? names[place] : own.begin()[place - names.size()];
}

std::uint32_t python() {
    const Ctx* const ctx = current_region->ctx();
    return ctx != nullptr ? ctx->python : 0;
}

void raise(Kind kind, const char* message) {
    const auto bytes = std::strlen(message);
    throw kind(Str{message, static_cast<std::uint32_t>(bytes), static_cast<std::uint32_t>(bytes)});
}

void raise_key_error(Arg key) { throw Exc(KeyError.index, {key}); }

void raise_not_in_list(Arg value) { throw ValueError(concat(text_of(value, true), " is not in list"_s)); }

void raise_empty(bool maximum) {
    if (python() < 312) {
        raise(ValueError, maximum ? "max() arg is an empty sequence" : "min() arg is an empty sequence");
    }
    raise(ValueError, maximum ? "max() iterable argument is empty" : "min() iterable argument is empty");
}

void raise_list_index() { raise(IndexError, "list index out of range"); }
void raise_byte_index() { raise(IndexError, "index out of range"); }
void raise_tuple_index() { raise(IndexError, "tuple index out of range"); }
void raise_view_assignment(const void* data) {
    if (data == &not_there) {
        raise_list_index();
    }
    raise_list_assignment();
}
void raise_list_assignment() { raise(IndexError, "list assignment index out of range"); }
void raise_pop(bool empty) { raise(IndexError, empty ? "pop from empty list" : "pop index out of range"); }
void raise_slice_size(std::int64_t given, std::int64_t wanted) {
    throw ValueError(concat({"attempt to assign sequence of size "_s, str_of_int(given), " to extended slice of size "_s,
                             str_of_int(wanted)}));
}
void raise_deque_index() { raise(IndexError, "deque index out of range"); }
void raise_deque_empty() { raise(IndexError, "pop from an empty deque"); }
void raise_remove() { raise(ValueError, "list.remove(x): x not in list"); }

}  // namespace rt
