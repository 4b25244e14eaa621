"""f-strings and format specifications.

A specification is let through only when all three runtimes format it exactly as CPython does
(Python/formatter_unicode.c): [[fill]align][sign][#][0][width][grouping][.precision][type]. One that is computed is
looked at when it is there (`sound_spec` of the prelude, the same rules).
"""

import ast
import re

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import dates, enums, marks, unions
from pivot_lsp.port.frontend.conversions import as_int
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower, lower_as
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import FLOAT, INT, STR, MarkT, Type, UnionT

_SPEC = re.compile(
    r"(?:(?P<fill>[ -~])?(?P<align>[<>=^]))?(?P<sign>[-+ ])?(?P<alternate>#)?(?P<zero>0)?(?P<width>[1-9]\d{0,3})?"
    r"(?P<grouping>[,_])?(?:\.(?P<precision>\d{1,2}))?(?P<type>[a-zA-Z%])?"
)
_FLOATS = "fFeEgG%"
_TYPES = {INT: f"dbxXo{_FLOATS}", FLOAT: _FLOATS, STR: "s"}
_LETTERS: dict[Type, str] = {INT: "i", FLOAT: "f", STR: "s"}


def check_spec(spec: str, t: Type, node: ast.AST) -> None:
    """Refuses a specification that is not taken for `t`."""
    found = _SPEC.fullmatch(spec)
    if found is None or t not in _TYPES or (found["type"] is not None and found["type"] not in _TYPES[t]):
        raise unportable("PV215", f"the format {spec!r} of {t} is not taken", node)
    kind = found["type"] or ""
    if t == STR:
        wrong = found["sign"] or found["alternate"] or found["grouping"] or found["align"] == "="
    elif t == INT and (kind == "" or kind not in _FLOATS):
        wrong = found["precision"] or (found["grouping"] == "," and kind not in ("", "d"))
    else:
        wrong = found["alternate"]
    if wrong:
        raise unportable("PV215", f"the format {spec!r} of {t} is not taken", node)


def fstring(frame: Frame, node: ast.JoinedStr, expected: Type | None) -> ir.Expr:
    """`f"..."`: its parts in order."""
    parts: list[ir.Expr] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(ir.Const(str(part.value), STR, frame.span(node)))
        elif isinstance(part, ast.FormattedValue):
            parts.append(_formatted(frame, part))
    if not parts:
        return ir.Const("", STR, frame.span(node))
    return ir.Concat(tuple(parts), STR, frame.span(node))


def _formatted(frame: Frame, node: ast.FormattedValue) -> ir.Expr:
    spec = _spec(node)
    if node.conversion == ord("a"):
        raise unportable("PV215", "!a is not taken", node)
    if node.conversion in (ord("r"), ord("s")):
        value = (
            frame.prim("repr", [lower(frame, node.value)], node)
            if node.conversion == ord("r")
            else as_text(frame, node.value)
        )
    elif not spec:
        return as_text(frame, node.value)
    else:
        value = lower(frame, node.value)
    if isinstance(spec, ast.JoinedStr):
        return computed(frame, value, spec, node)
    return formatted(frame, value, spec, node) if spec else value


def formatted(frame: Frame, value: ir.Expr, spec: str, node: ast.AST) -> ir.Expr:
    """format(value, spec) with a checked specification, which is not empty."""
    if isinstance(value.type, MarkT) and value.type.cls:
        value = enums.formatted(frame, value, node)
    elif isinstance(value.type, MarkT) and value.type.kind != "timedelta":
        return dates.strftime(frame, value, spec, node)
    if isinstance(value.type, UnionT):
        return unions.spread(frame, [value], lambda v: formatted(frame, v[0], spec, node), node)
    value = as_int(frame, value, node)
    check_spec(spec, value.type, node)
    return frame.prim("format", [value, ir.Const(spec, STR, frame.span(node))], node)


def computed(frame: Frame, value: ir.Expr, spec: ast.expr, node: ast.AST) -> ir.Expr:
    """format(value, spec) with a specification that is known when it runs."""
    letter = _LETTERS.get(value.type)
    if letter is None:
        raise unportable("PV215", f"a computed format of {value.type} is not taken", node)
    text = lower_as(frame, spec, STR, "format")
    sound = frame.helper("sound_spec", [text, ir.Const(letter, STR, frame.span(node))], node)
    return frame.prim("format", [value, sound], node)


def _spec(node: ast.FormattedValue) -> "str | ast.JoinedStr":
    if node.format_spec is None:
        return ""
    values = node.format_spec.values if isinstance(node.format_spec, ast.JoinedStr) else []
    if not all(isinstance(v, ast.Constant) for v in values):
        assert isinstance(node.format_spec, ast.JoinedStr)
        return node.format_spec
    return "".join(str(v.value) for v in values if isinstance(v, ast.Constant))


def as_text(frame: Frame, node: ast.expr) -> ir.Expr:
    """str(node)."""
    if isinstance(node, ast.Name) and node.id in frame.handler_names:
        return ir.ExcText(node.id, STR, frame.span(node))
    value = lower(frame, node)
    return marks.text(frame, value, node) or frame.prim("str", [value], node)
