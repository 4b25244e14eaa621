"""`text % values` and `text.format(values)` of a literal text, as the f-strings they amount to.

A value is evaluated once and in Python's order: what is used again, or out of order, must be a plain name.
"""

import ast
import re
import string
from collections.abc import Sequence

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import FLOAT, INT, STR, OptionalT, Scalar, TupleT, walk

_PERCENT = re.compile(r"%(?P<flags>[-+ 0]*)(?P<width>\d*)(?:\.(?P<precision>\d+))?(?P<type>[a-zA-Z%])")
_SIMPLE = ast.Name | ast.Constant


def percent(frame: Frame, text: str, values: ast.expr, node: ast.BinOp) -> ir.Expr:
    """`text % values` (Objects/unicodeobject.c, PyUnicode_Format)."""
    from pivot_lsp.port.frontend.expressions import lower

    pieces = list(_PERCENT.finditer(text))
    if "%" in _PERCENT.sub("", text):
        raise unportable("PV215", f"the format {text!r} is not taken", node)
    wanted = [p for p in pieces if p["type"] != "%"]
    if isinstance(values, ast.Tuple):
        given = [lower(frame, v) for v in values.elts]
    else:
        one = lower(frame, values)
        if isinstance(one.type, TupleT):
            if not frame.simple(one):
                raise unportable("PV215", "% of a computed tuple is not taken", node)
            given = [ir.TupleItem(one, i, t, one.span) for i, t in enumerate(one.type.items)]
        else:
            given = [one]
    if len(given) != len(wanted):
        raise unportable("PV215", f"the format {text!r} has other values", node)
    bindings: list[tuple[str, ir.Expr]] = []
    if told_later(given):
        named = [frame.named(value, "given") for value in given]
        given, bindings = [value for value, _ in named], [one for _, more in named for one in more]
    parts: list[ir.Expr] = []
    last = 0
    queue = iter(given)
    for piece in pieces:
        _literal(frame, parts, text[last : piece.start()], node)
        last = piece.end()
        if piece["type"] == "%":
            _literal(frame, parts, "%", node)
        else:
            parts.append(_converted(frame, piece, next(queue), node))
    _literal(frame, parts, text[last:], node)
    whole = ir.Concat(tuple(parts), STR, frame.span(node)) if parts else ir.Const("", STR, frame.span(node))
    return frame.let(bindings, whole)


def told_later(given: Sequence[ir.Expr]) -> bool:
    """Whether it can be told that all values are evaluated before the first one's text is made: that text may be
    another one by then."""
    open_ = any(not isinstance(t, Scalar | OptionalT | TupleT) for value in given for t in walk(value.type))
    return len(given) > 1 and open_ and not all(map(trees.still, given))


def _literal(frame: Frame, parts: list[ir.Expr], text: str, node: ast.AST) -> None:
    if text:
        parts.append(ir.Const(text, STR, frame.span(node)))


def _converted(frame: Frame, piece: re.Match[str], value: ir.Expr, node: ast.AST) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import as_float, as_int
    from pivot_lsp.port.frontend.strings import formatted

    kind, flags, width, precision = piece["type"], piece["flags"], piece["width"], piece["precision"]
    left = "-" in flags
    if kind in "sr":
        if value.type != STR or kind == "r":
            value = frame.prim("str" if kind == "s" else "repr", [value], node)
        if precision is None and not width:
            return value
        align = "<" if left else ">"
        cut = "" if precision is None else f".{precision}"
        return formatted(frame, value, (align + width if width else "") + cut, node)
    value = as_int(frame, value, node)
    if kind in "diuxXo":
        if value.type != INT or precision is not None:
            raise unportable("PV215", f"{piece[0]} of {value.type} is not taken", node)
        kind = "d" if kind in "diu" else kind
    elif kind in "fFeEgG":
        value = as_float(frame, value, node)
        if value.type != FLOAT:
            raise unportable("PV215", f"{piece[0]} of {value.type} is not taken", node)
        precision = precision if precision is not None else "6"
    else:
        raise unportable("PV215", f"{piece[0]} is not taken", node)
    sign = "+" if "+" in flags else " " if " " in flags else ""
    align = "<" if left and width else ""
    zero = "0" if "0" in flags and not left and width else ""
    if not left and width and not zero:
        align = ">"
    spec = f"{align}{sign}{zero}{width}{'.' + precision if precision is not None else ''}{kind}"
    return formatted(frame, value, spec, node)


def format_method(frame: Frame, node: ast.Call, text: str) -> ir.Expr:
    """`text.format(...)`, with fields that name an argument: `{}`, `{0}`, `{name}`."""
    from pivot_lsp.port.frontend.strings import fstring

    try:
        pieces = list(string.Formatter().parse(text))
    except ValueError as error:
        raise unportable("PV215", f"the format {text!r}: {error}", node) from error
    keywords = {k.arg: k.value for k in node.keywords if k.arg is not None}
    written = [*node.args, *(k.value for k in node.keywords)]
    used: list[ast.expr] = []
    values: list[ast.expr] = []
    numbered = [field for _, field, _, _ in pieces if field is not None]
    if "" in numbered and any(map(str.isdecimal, numbered)):
        raise unportable("PV215", "fields with and without a number raise in Python", node)
    automatic = 0
    for literal, field, spec, conversion in pieces:
        if literal:
            values.append(ast.Constant(literal))
        if field is None:
            continue
        if "{" in (spec or ""):
            raise unportable("PV215", "a computed format is not taken", node)
        value = _argument(node, field, automatic, keywords)
        automatic += field == ""
        used.append(value)
        inner = ast.JoinedStr([ast.Constant(spec)]) if spec else None
        values.append(ast.FormattedValue(value, ord(conversion) if conversion else -1, inner))
    plain = all(isinstance(v, _SIMPLE) for v in written)
    if not plain and (used != written):
        raise unportable("PV215", "format() uses its values in another order", node, "write an f-string")
    made = ast.JoinedStr(values)
    for inner_node in ast.walk(made):
        if isinstance(inner_node, ast.expr) and not hasattr(inner_node, "lineno"):
            ast.copy_location(inner_node, node)
    return fstring(frame, made, None)


def _argument(node: ast.Call, field: str, place: int, keywords: dict[str, ast.expr]) -> ast.expr:
    if field == "" and place < len(node.args):
        return node.args[place]
    if field.isdecimal() and int(field) < len(node.args):
        return node.args[int(field)]
    if field in keywords:
        return keywords[field]
    raise unportable("PV215", f"the field {{{field}}} is not taken", node)
