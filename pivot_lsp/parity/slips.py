"""What a bad port does, as Python functions: mutants call these under the name `__pivot__` in builtins.

Each does what careless Rust, Go, C or C++ would, when the value is of the type where that shows, and exactly what
Python does otherwise: a mutant is made without knowing types, and shows its slip only where there is one.
"""

import copy as _copy
import dataclasses
import math
import operator
import struct
from collections.abc import Callable, Iterable
from typing import Any

NAME = "__pivot__"

_SPACED = ("strip", "lstrip", "rstrip", "split")
_ASCII_SPACE = " \t\n\r\x0b\x0c"


def _wrap(value: Any, bits: int) -> Any:
    if type(value) is not int:
        return value
    half = 1 << (bits - 1)
    return (value + half) % (1 << bits) - half


def i32(value: Any) -> Any:
    """Two's complement in 32 bits."""
    return _wrap(value, 32)


def i64(value: Any) -> Any:
    """Two's complement in 64 bits."""
    return _wrap(value, 64)


def f32(value: Any) -> Any:
    """Rounded to single precision; too large becomes infinite."""
    if type(value) is not float:
        return value
    try:
        return struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)


def trunc_div(a: Any, b: Any) -> Any:
    """`//` that truncates towards zero."""
    if type(a) is int and type(b) is int and b:
        return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
    if isinstance(a, float | int) and isinstance(b, float | int) and b and math.isfinite(a / b):
        return float(math.trunc(a / b))
    return a // b


def c_mod(a: Any, b: Any) -> Any:
    """`%` with the sign of the dividend."""
    if type(a) is int and type(b) is int and b:
        return abs(a) % abs(b) * (-1 if a < 0 else 1)
    if isinstance(a, float | int) and isinstance(b, float | int) and b and math.isfinite(a):
        return math.fmod(a, b)
    return a % b


def int_div(a: Any, b: Any) -> Any:
    """`/` of two ints that drops the fraction."""
    return trunc_div(a, b) if type(a) is int and type(b) is int and b else a / b


def half_up(value: Any, digits: Any = None) -> Any:
    """`round` that rounds ties away from zero, by way of scaling."""
    if not isinstance(value, float) or not math.isfinite(value):
        return round(value, digits) if digits is not None else round(value)
    scale = 10.0 ** (digits or 0)
    scaled = math.floor(abs(value) * scale + 0.5) if abs(value) * scale < 2**53 else abs(value) * scale
    found = math.copysign(scaled / scale, value)
    return int(found) if digits is None else found


def round_truncates(value: Any, digits: Any = None) -> Any:
    """`round` that cuts digits off."""
    if not isinstance(value, float) or not math.isfinite(value):
        return round(value, digits) if digits is not None else round(value)
    scale = 10.0 ** (digits or 0)
    found = math.trunc(value * scale) / scale if abs(value * scale) < 2**53 else value
    return int(found) if digits is None else found


def int_floors(value: Any, *rest: Any) -> Any:
    """`int` of a float that rounds down."""
    return math.floor(value) if type(value) is float and math.isfinite(value) else int(value, *rest)


def ascii_int(value: Any, *rest: Any) -> Any:
    """`int` and `float` parsing that knows ASCII digits only, and no underscores."""
    if isinstance(value, str) and (not value.isascii() or "_" in value):
        raise ValueError("invalid digit")
    return int(value, *rest)


def float_sum(values: Iterable[Any], start: Any = 0) -> Any:
    """`sum` of floats in the other way than this Python: exactly rounded."""
    items = list(values)
    if items and all(type(item) is float and math.isfinite(item) for item in items) and start == 0:
        return math.fsum(items)
    return sum(items, start)


def backward_sum(values: Iterable[Any], start: Any = 0) -> Any:
    """`sum` in another order."""
    return sum(reversed(list(values)), start)


def byte_len(value: Any) -> int:
    """`len` of a str in UTF-8 bytes."""
    return len(value.encode("utf-8", "surrogatepass")) if type(value) is str else len(value)


def byte_item(value: Any, index: Any) -> Any:
    """`s[i]` and `s[i:j]` by UTF-8 bytes."""
    if type(value) is not str or value.isascii():
        return value[index]
    found = value.encode("utf-8", "surrogatepass")[
        index if isinstance(index, slice) else slice(index, index + 1 or None)
    ]
    return found.decode("utf-8", "replace")


def strict_item(value: Any, index: Any) -> Any:
    """A slice whose bounds must lie inside, as they must in Rust and Go; a negative index is out of range."""
    bounds = (index.start, index.stop) if isinstance(index, slice) else (index,)
    for bound in bounds:
        if type(bound) is int and isinstance(value, list | tuple | str | bytes) and not 0 <= bound <= len(value):
            raise IndexError("out of range")
    return value[index]


def unordered(value: Any) -> Any:
    """A dict, or its keys, values or items, in another order than that of insertion."""
    if type(value) is dict:
        return dict(sorted(value.items(), key=lambda item: repr(item[0]), reverse=True))
    if isinstance(value, type({}.items()) | type({}.keys()) | type({}.values())):
        return reversed(list(value))
    return value


def copied(value: Any) -> Any:
    """A copy where Python shares the object: value semantics."""
    if isinstance(value, list | dict | set | bytearray) or (
        dataclasses.is_dataclass(value) and not isinstance(value, type)
    ):
        return _copy.copy(value)
    return value


def deep_copied(value: Any) -> Any:
    """The same, all the way down."""
    return (
        _copy.deepcopy(value) if isinstance(copied(value), list | dict | set) or copied(value) is not value else value
    )


def repeated(items: Any, count: Any) -> Any:
    """`[[]] * n` with n different inner lists."""
    return [_copy.copy(item) for _ in range(count) for item in items] if type(items) is list else items * count


def unstable(values: Iterable[Any], /, *, key: Any = None, reverse: bool = False) -> list[Any]:
    """`sorted` that reverses ties."""
    items = list(values)
    items.reverse()
    items.sort(key=key, reverse=reverse)
    return items


def unstable_sort(target: Any, /, **options: Any) -> None:
    """`list.sort` that reverses ties."""
    if type(target) is list:
        target.reverse()
    target.sort(**options)


def _number_of(args: tuple[Any, ...]) -> bool:
    return len(args) > 1 and all(isinstance(arg, float | int) for arg in args)


def fmax(*args: Any, **options: Any) -> Any:
    """`max` that skips NaN, as C's fmax does, and takes the last of equals."""
    if _number_of(args) and not options:
        kept = [arg for arg in args if arg == arg] or list(args)
        return max(reversed(kept))
    return max(*args, **options) if len(args) != 1 else max(list(args[0])[::-1], **options)


def fmin(*args: Any, **options: Any) -> Any:
    """`min` that skips NaN and takes the last of equals."""
    if _number_of(args) and not options:
        kept = [arg for arg in args if arg == arg] or list(args)
        return min(reversed(kept))
    return min(*args, **options) if len(args) != 1 else min(list(args[0])[::-1], **options)


def short_float(value: Any) -> Any:
    """Text of a float with six digits, 1.0 as 1."""
    return f"{value:g}" if type(value) is float else value


def lower_bool(value: Any) -> Any:
    """Text of a bool as other languages write it."""
    return str(value).lower() if type(value) is bool else value


def text_of(value: Any = "") -> str:
    """`str` of floats with six digits and of bools in lower case."""
    return str(lower_bool(short_float(value)))


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


def aug(name: str, a: Any, b: Any, slip: Callable[[Any], Any]) -> Any:
    """`a op= b`, then the slip applied to the result."""
    return slip(getattr(operator, name)(a, b))
