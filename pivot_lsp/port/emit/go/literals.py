"""Constants: float arithmetic on literals as Python does it, and the Go text of every literal.

Keeps true: Go's constants are exact, Python's floats are rounded; so no arithmetic on float literals reaches Go.
"""

import math
from collections.abc import Callable

from pivot_lsp.model.errors import Refused
from pivot_lsp.port import ir
from pivot_lsp.port.emit.go.names import Names
from pivot_lsp.port.emit.go.syntax import Atom, Node, Unary, call
from pivot_lsp.port.types import FLOAT, INT, OptionalT, Type

_FOLDED: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
}


def folded(e: ir.Expr) -> ir.Expr:
    """`e` with arithmetic on float literals done by Python: Go would do it exactly, and round once at the end."""
    if not isinstance(e, ir.Prim) or e.type != FLOAT:
        return e
    args = [folded(a) for a in e.args]
    values = [a.value for a in args if isinstance(a, ir.Const) and a.value is not None]
    if len(values) != len(args):
        return e
    if e.row.key == "neg":
        return ir.Const(-float(values[0]), FLOAT, e.span)
    if e.row.key == "float" and args[0].type in (INT, FLOAT):
        return ir.Const(float(values[0]), FLOAT, e.span)
    apply = _FOLDED.get(e.row.key)
    if apply is not None and len(args) == 2 and {a.type for a in args} == {FLOAT}:
        return ir.Const(apply(float(values[0]), float(values[1])), FLOAT, e.span)
    return e


def literal(value: int | float | bool | str | None, t: Type, names: Names) -> Node:
    """A constant of type `t`."""
    if value is None:
        return Atom(f"rt.Nothing[{names.type(t.inner)}]()" if isinstance(t, OptionalT) else "rt.None{}")
    if isinstance(value, bool):
        return Atom("true" if value else "false")
    if isinstance(value, str):
        return call("rt.S", Atom(quoted(value)))
    if isinstance(value, float):
        if math.isnan(value):
            return Atom("rt.NaN")
        if math.isinf(value):
            return Atom("rt.Inf") if value > 0 else Unary("-", Atom("rt.Inf"))
        if value == 0 and math.copysign(1, value) < 0:
            return Atom("rt.NegZero")
    return Atom(repr(value)) if value >= 0 else Unary("-", Atom(repr(-value)))


_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def quoted(text: str) -> str:
    """A Go string literal. Raises Refused PV204 for a lone surrogate, which has no UTF-8."""
    found = []
    for c in text:
        if 0xD800 <= ord(c) < 0xE000:
            raise Refused("PV204", "a str with a lone surrogate", remedy="keep it in Python")
        if c in _ESCAPES:
            found.append(_ESCAPES[c])
        elif c.isprintable():
            found.append(c)
        else:
            found.append(f"\\x{ord(c):02x}" if ord(c) < 0x80 else f"\\U{ord(c):08x}")
    return '"' + "".join(found) + '"'
