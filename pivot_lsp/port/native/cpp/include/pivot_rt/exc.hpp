// Python's exceptions as C++ exceptions: a kind, and the arguments it was raised with.
//
// Invariant: kinds are indices into the manifest's exceptions; the built-in ones stand first, in the order of
// pivot_lsp/port/exceptions.py.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>

#include "pivot_rt/abi.hpp"
#include "pivot_rt/str.hpp"

namespace rt {

struct None {
    friend constexpr bool operator==(None, None) { return true; }
};
inline constexpr None none{};

// One argument of an exception.
struct Arg {
    Tag tag = Tag::None;
    union {
        std::int64_t integer = 0;
        double number;
        Str text;
    };

    Arg(None) {}
    Arg(Int value) : tag(Tag::Int), integer(value.v) {}
    Arg(double value) : tag(Tag::Float), number(value) {}
    template <std::same_as<bool> B>
    Arg(B value) : tag(Tag::Bool), integer(value ? 1 : 0) {}
    Arg(Str value) : tag(Tag::Str), text(value) {}
    template <class T>
    Arg(const std::optional<T>& value) : Arg(value ? Arg(*value) : Arg(none)) {}
};

// `arg` as its own type again.
template <class T>
T held(const Arg& arg) {
    if constexpr (std::same_as<T, Int>) {
        return Int{arg.integer};
    } else if constexpr (std::same_as<T, double>) {
        return arg.number;
    } else if constexpr (std::same_as<T, bool>) {
        return arg.integer != 0;
    } else if constexpr (std::same_as<T, Str>) {
        return arg.text;
    } else {
        return arg.tag == Tag::None ? T{} : T{held<typename T::value_type>(arg)};
    }
}

class Exc final {
public:
    Exc(std::int64_t kind, std::initializer_list<Arg> args);

    std::int64_t kind() const { return kind_; }
    const Arg* args() const { return args_; }
    std::uint32_t count() const { return count_; }  // arguments, and attributes behind them
    Exc with_fields(std::uint32_t count) const {
        Exc made = *this;
        made.fields_ = count;
        return made;
    }
    // The attribute at `place`, of which the type is known.
    template <class T>
    T field(std::uint32_t place) const {
        return held<T>(args_[count_ - fields_ + place]);
    }
    template <class... Kinds>
    bool is(Kinds... kinds) const {
        return ((kind_ == kinds.index) || ...);
    }
    Str text() const;  // str(e)
    // type(e).__name__; `own` are the unit's own classes, in order.
    Str class_name(std::initializer_list<Str> own) const;

private:
    std::int64_t kind_;
    const Arg* args_;  // in the region
    std::uint32_t count_;
    std::uint32_t fields_ = 0;  // the last of `args_` are the attributes of the instance
};

// `throw ValueError("..."_s)` makes the exception that `raise ValueError("...")` makes.
struct Kind {
    std::int64_t index;
    template <class... Args>
    Exc operator()(Args... args) const {
        return Exc(index, {Arg(args)...});
    }
};

inline constexpr Kind ValueError{0};
inline constexpr Kind TypeError{1};
inline constexpr Kind IndexError{2};
inline constexpr Kind KeyError{3};
inline constexpr Kind ZeroDivisionError{4};
inline constexpr Kind OverflowError{5};
inline constexpr Kind AssertionError{6};
inline constexpr Kind RuntimeError{7};
inline constexpr Kind NotImplementedError{8};
inline constexpr Kind ArithmeticError{9};
inline constexpr Kind LookupError{10};
inline constexpr Kind AttributeError{11};
inline constexpr Kind StopIteration{12};
inline constexpr Kind PermissionError{13};
inline constexpr Kind TimeoutError{14};
inline constexpr Kind Exception{15};
inline constexpr Kind SyntaxError{16};
inline constexpr Kind EOFError{17};
inline constexpr Kind RecursionError{18};
inline constexpr Kind UnicodeError{19};
inline constexpr Kind FloatingPointError{20};
inline constexpr Kind BufferError{21};
inline constexpr Kind NameError{22};
inline constexpr Kind ImportError{23};
inline constexpr Kind ReferenceError{24};
inline constexpr Kind SystemError{25};
inline constexpr Kind OSError{26};
inline constexpr Kind FileNotFoundError{27};
inline constexpr Kind FileExistsError{28};
inline constexpr Kind ConnectionError{29};
inline constexpr Kind Warning{30};
inline constexpr Kind UserWarning{31};
inline constexpr Kind DeprecationWarning{32};

// CPython's own messages, which differ between versions where `python()` says so.
std::uint32_t python();
[[noreturn, gnu::cold, gnu::noinline]] void raise(Kind kind, const char* message);
[[noreturn, gnu::cold, gnu::noinline]] void raise_key_error(Arg key);
[[noreturn, gnu::cold, gnu::noinline]] void raise_not_in_list(Arg value);
[[noreturn, gnu::cold, gnu::noinline]] void raise_empty(bool maximum);

}  // namespace rt
