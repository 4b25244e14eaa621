"""Literals in C++: the same value, to the bit."""

import math

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def text_literal(value: str) -> str:
    """A str as `"..."_s`; non-ASCII text stays readable, control characters are octal."""
    parts: list[str] = []
    for c in value:
        if c in _ESCAPES:
            parts.append(_ESCAPES[c])
        elif ord(c) < 32 or ord(c) == 127:
            parts.append(f"\\{ord(c):03o}")
        elif ord(c) >= 0x80 and not c.isprintable():
            parts += [f"\\{byte:03o}" for byte in c.encode()]
        else:
            parts.append(c)
    return '"' + "".join(parts).replace("??", "?\\?") + '"_s'


def float_literal(value: float) -> str:
    """A float by its shortest digits, which every conforming compiler reads back exactly."""
    if math.isnan(value):
        return "std::numeric_limits<double>::quiet_NaN()"
    if math.isinf(value):
        return ("-" if value < 0 else "") + "std::numeric_limits<double>::infinity()"
    return repr(value)


def int_literal(value: int, typed: bool) -> str:
    """An int; `typed` where nothing else makes it an rt::Int."""
    if value == -(2**63):
        return "rt::Int(INT64_MIN)" if typed else "INT64_MIN"
    return f"{value}_i" if typed else str(value)
