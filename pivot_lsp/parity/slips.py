"""What a bad port does, as Python functions: mutants call these under the name `__pivot__` in builtins.

Each does what careless Rust, Go, C or C++ would, when the value is of the type where that shows, and exactly what
Python does otherwise: a mutant is made without knowing types, and shows its slip only where there is one. `seen` tells
whether a slip was met at all, and whether it met a value of its type: one that is met and never applies is no bad
port, only the same program.
"""

import copy as _copy
import dataclasses
import functools
import math
import struct
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

NAME = "__pivot__"

_F = TypeVar("_F", bound=Callable[..., Any])


class Seen:
    """What the slips of the mutant under way have met."""

    called = False
    applied = False


seen = Seen()


def _slip(applies: Callable[..., bool]) -> Callable[[_F], _F]:
    """Notes that the slip was called, and whether it `applies` to its arguments."""

    def wrap(function: _F) -> _F:
        @functools.wraps(function)
        def noting(*args: Any, **options: Any) -> Any:
            seen.called = True
            seen.applied = seen.applied or applies(*args)
            return function(*args, **options)

        vars(noting)["applies"] = applies
        return cast(_F, noting)

    return wrap


def _is(*types: type) -> Callable[..., bool]:
    return lambda value=None, *_: type(value) in types


def _numbers(*args: Any) -> bool:
    return all(isinstance(arg, float | int) for arg in args)


def _ints(*args: Any) -> bool:
    return all(type(arg) is int for arg in args)


def _shared(value: Any, *_: Any) -> bool:
    return isinstance(value, list | dict | set | bytearray | deque) or dataclasses.is_dataclass(value)


def _ordered(value: Any, *_: Any) -> bool:
    return type(value) is dict or isinstance(value, type({}.items()) | type({}.keys()) | type({}.values()))


def _sequence(value: Any, *_: Any) -> bool:
    return isinstance(value, list | tuple | str | bytes)


def _always(*_: Any) -> bool:
    return True


_SPACED = ("strip", "lstrip", "rstrip", "split")
_ASCII_SPACE = " \t\n\r\x0b\x0c"


def _wrap(value: Any, bits: int) -> Any:
    if type(value) is not int:
        return value
    half = 1 << (bits - 1)
    return (value + half) % (1 << bits) - half


@_slip(_is(int))
def i32(value: Any) -> Any:
    """Two's complement in 32 bits."""
    return _wrap(value, 32)


@_slip(_is(int))
def i64(value: Any) -> Any:
    """Two's complement in 64 bits."""
    return _wrap(value, 64)


@_slip(_is(float))
def f32(value: Any) -> Any:
    """Rounded to single precision; too large becomes infinite."""
    if type(value) is not float:
        return value
    try:
        return struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)


@_slip(_is(float))
def last_bit(value: Any) -> Any:
    """The next double: another order of operations, a fused or a compensated one."""
    return math.nextafter(value, math.inf) if type(value) is float and math.isfinite(value) and value else value


@_slip(_numbers)
def trunc_div(a: Any, b: Any) -> Any:
    """`//` that truncates towards zero."""
    if type(a) is int and type(b) is int and b:
        return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
    if isinstance(a, float | int) and isinstance(b, float | int) and b and math.isfinite(a / b):
        return float(math.trunc(a / b))
    return a // b


@_slip(_numbers)
def c_mod(a: Any, b: Any) -> Any:
    """`%` with the sign of the dividend."""
    if type(a) is int and type(b) is int and b:
        return abs(a) % abs(b) * (-1 if a < 0 else 1)
    if isinstance(a, float | int) and isinstance(b, float | int) and b and math.isfinite(a):
        return math.fmod(a, b)
    return a % b


@_slip(_ints)
def int_div(a: Any, b: Any) -> Any:
    """`/` of two ints that drops the fraction."""
    return int(a / b) if _ints(a, b) and b and abs(a) < 2**53 else a / b


@_slip(_is(float))
def half_up(value: Any, digits: Any = None) -> Any:
    """`round` that rounds ties away from zero, by way of scaling."""
    if not isinstance(value, float) or not math.isfinite(value):
        return round(value, digits) if digits is not None else round(value)
    scale = 10.0 ** (digits or 0)
    scaled = math.floor(abs(value) * scale + 0.5) if abs(value) * scale < 2**53 else abs(value) * scale
    found = math.copysign(scaled / scale, value)
    return int(found) if digits is None else found


@_slip(_is(float))
def round_truncates(value: Any, digits: Any = None) -> Any:
    """`round` that cuts digits off."""
    if not isinstance(value, float) or not math.isfinite(value):
        return round(value, digits) if digits is not None else round(value)
    scale = 10.0 ** (digits or 0)
    found = math.trunc(value * scale) / scale if abs(value * scale) < 2**53 else value
    return int(found) if digits is None else found


@_slip(_is(float))
def int_floors(value: Any, *rest: Any) -> Any:
    """`int` of a float that rounds down."""
    return math.floor(value) if type(value) is float and math.isfinite(value) else int(value, *rest)


@_slip(_is(str))
def ascii_int(value: Any, *rest: Any) -> Any:
    """`int` and `float` parsing that knows ASCII digits only, and no underscores."""
    if isinstance(value, str) and (not value.isascii() or "_" in value):
        raise ValueError("invalid digit")
    return int(value, *rest)


@_slip(_always)
def float_sum(values: Iterable[Any], start: Any = 0) -> Any:
    """`sum` of floats in the other way than this Python: exactly rounded."""
    items = list(values)
    if items and all(type(item) is float and math.isfinite(item) for item in items) and start == 0:
        return math.fsum(items)
    return sum(items, start)


@_slip(_always)
def backward_sum(values: Iterable[Any], start: Any = 0) -> Any:
    """`sum` in another order."""
    return sum(reversed(list(values)), start)


@_slip(_is(str))
def byte_len(value: Any) -> int:
    """`len` of a str in UTF-8 bytes."""
    return len(value.encode("utf-8", "surrogatepass")) if type(value) is str else len(value)


@_slip(_is(str))
def byte_item(value: Any, index: Any) -> Any:
    """`s[i]` and `s[i:j]` by UTF-8 bytes."""
    if type(value) is not str or value.isascii():
        return value[index]
    found = value.encode("utf-8", "surrogatepass")[
        index if isinstance(index, slice) else slice(index, index + 1 or None)
    ]
    return found.decode("utf-8", "replace")


@_slip(_sequence)
def strict_item(value: Any, index: Any) -> Any:
    """A slice whose bounds must lie inside, as they must in Rust and Go; a negative index is out of range."""
    bounds = (index.start, index.stop) if isinstance(index, slice) else (index,)
    for bound in bounds:
        if type(bound) is int and isinstance(value, list | tuple | str | bytes) and not 0 <= bound <= len(value):
            raise IndexError("out of range")
    return value[index]


@_slip(_ordered)
def unordered(value: Any) -> Any:
    """A dict, or its keys, values or items, in another order than that of insertion."""
    if type(value) is dict:
        return dict(sorted(value.items(), key=lambda item: repr(item[0]), reverse=True))
    if isinstance(value, type({}.items()) | type({}.keys()) | type({}.values())):
        return reversed(list(value))
    return value


@_slip(_shared)
def copied(value: Any) -> Any:
    """A copy where Python shares the object: value semantics."""
    return _copy.copy(value) if _shared(value) and not isinstance(value, type) else value


@_slip(_shared)
def deep_copied(value: Any) -> Any:
    """The same, all the way down."""
    return (
        _copy.deepcopy(value) if isinstance(copied(value), list | dict | set) or copied(value) is not value else value
    )


@_slip(lambda kind=None, value=None, *_: type(value) is kind)
def shared(kind: Any, value: Any) -> Any:
    """`list(x)` and `dict(x)` that give the very list or dict."""
    return value if type(value) is kind else kind(value)


@_slip(_is(int, float, str, bytes, list, dict, set, tuple))
def empty(value: Any) -> bool:
    """`x is None` asked as `not x`."""
    return not value


@_slip(_is(dict))
def held(container: Any, key: Any) -> bool:
    """Whether a dict has something under a key already."""
    return type(container) is dict and key in container


@_slip(_is(list))
def repeated(items: Any, count: Any) -> Any:
    """`[[]] * n` with n different inner lists."""
    return [_copy.copy(item) for _ in range(count) for item in items] if type(items) is list else items * count


@_slip(_always)
def unstable(values: Iterable[Any], /, *, key: Any = None, reverse: bool = False) -> list[Any]:
    """`sorted` that reverses ties."""
    items = list(values)
    items.reverse()
    items.sort(key=key, reverse=reverse)
    return items


@_slip(_always)
def unstable_sort(target: Any, /, **options: Any) -> None:
    """`list.sort` that reverses ties."""
    if type(target) is list:
        target.reverse()
    target.sort(**options)


def _number_of(args: tuple[Any, ...]) -> bool:
    return len(args) > 1 and all(isinstance(arg, float | int) for arg in args)


@_slip(_always)
def fmax(*args: Any, **options: Any) -> Any:
    """`max` that skips NaN, as C's fmax does, and takes the last of equals."""
    if _number_of(args) and not options:
        kept = [arg for arg in args if arg == arg] or list(args)
        return max(reversed(kept))
    return max(*args, **options) if len(args) != 1 else max(list(args[0])[::-1], **options)


@_slip(_always)
def fmin(*args: Any, **options: Any) -> Any:
    """`min` that skips NaN and takes the last of equals."""
    if _number_of(args) and not options:
        kept = [arg for arg in args if arg == arg] or list(args)
        return min(reversed(kept))
    return min(*args, **options) if len(args) != 1 else min(list(args[0])[::-1], **options)


@_slip(_is(float))
def short_float(value: Any) -> Any:
    """Text of a float with six digits, 1.0 as 1."""
    return f"{value:g}" if type(value) is float else value


@_slip(_is(bool))
def lower_bool(value: Any) -> Any:
    """Text of a bool as other languages write it."""
    return str(value).lower() if type(value) is bool else value


@_slip(_is(float, bool))
def text_of(value: Any = "") -> str:
    """`str` of floats with six digits and of bools in lower case."""
    return str(value).lower() if type(value) is bool else f"{value:g}" if type(value) is float else str(value)


@_slip(lambda _name, value, *_: type(value) is str)
def ascii_method(name: str, value: Any, *args: Any, **options: Any) -> Any:
    """A str method that knows ASCII only."""
    if type(value) is not str or (value.isascii() and name not in _SPACED):
        return getattr(value, name)(*args, **options)
    if name.startswith("is"):
        return all(c.isascii() for c in value) and getattr(value, name)(*args)
    if name in ("strip", "lstrip", "rstrip") and not args:
        return getattr(value, name)(_ASCII_SPACE)
    if name == "split" and not args and not options:
        return value.split(" ")
    if args or options:
        return getattr(value, name)(*args, **options)
    return "".join(getattr(c, name)() if c.isascii() else c for c in value)
