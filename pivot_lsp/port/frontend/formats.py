"""`"..." % values` and `"...".format(values)` of a literal text, as the f-strings they amount to.

The mini-language of `%` is Objects/unicodeobject.c's (PyUnicode_Format); what it does otherwise than `format` (text
aligns right, precision of ints, `#`, `*`) is spelled in the other one's words or refused. A value is evaluated once and
in Python's order: what is used again, or out of order, must be a plain name.
"""

import ast
import re
import string
from collections.abc import Sequence

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend.conversions import as_float, as_int
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.frontend.strings import formatted, fstring
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import FLOAT, INT, STR, OptionalT, Scalar, TupleT, Type, UnionT, VarTupleT, walk

_PERCENT = re.compile(r"%(?P<flags>[-+ 0]*)(?P<width>\d*)(?:\.(?P<precision>\d+))?(?P<type>[a-zA-Z%])")


def percent(frame: Frame, text: str, values: ast.expr, node: ast.BinOp) -> ir.Expr:
    """`text % values` (Objects/unicodeobject.c, PyUnicode_Format)."""
    pieces = list(_PERCENT.finditer(text))
    if "%" in _PERCENT.sub("", text):
        raise unportable("PV215", f"the format {text!r} is not taken", node)
    wanted = [p for p in pieces if p["type"] != "%"]
    given = _given(frame, values, node)
    if len(given) != len(wanted):
        raise unportable("PV215", f"the format {text!r} has other values", node)
    bindings: list[tuple[str, ir.Expr]] = []
    if _told_later(given):
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


def _told_later(given: Sequence[ir.Expr]) -> bool:
    """Whether it can be told that all values are evaluated before the first one's text is made: that text may be
    another one by then."""
    open_ = any(not isinstance(t, Scalar | OptionalT | TupleT | UnionT) for value in given for t in walk(value.type))
    return len(given) > 1 and open_ and not all(map(trees.still, given))


def _given(frame: Frame, values: ast.expr, node: ast.BinOp) -> list[ir.Expr]:
    """What stands behind a `%`, item by item: a tuple, NamedTuples included, is taken apart, and nothing else is."""
    if isinstance(values, ast.Tuple):
        return [lower(frame, v) for v in values.elts]
    one = lower(frame, values)
    if _perhaps_tuple(one.type):
        raise unportable("PV215", f"% with a {one.type} is not taken", node, "write an f-string")
    if not isinstance(one.type, TupleT):
        return [one]
    if not frame.simple(one):
        raise unportable("PV215", "% of a computed tuple is not taken", node)
    return [ir.TupleItem(one, i, t, one.span) for i, t in enumerate(one.type.items)]


def _perhaps_tuple(t: Type) -> bool:
    """Whether only running tells how many values `t` gives."""
    match t:
        case UnionT(arms=arms):
            return any(isinstance(arm, VarTupleT | TupleT) for arm in arms)
        case OptionalT(inner):
            return isinstance(inner, VarTupleT | TupleT)
        case _:
            return isinstance(t, VarTupleT)


def _literal(frame: Frame, parts: list[ir.Expr], text: str, node: ast.AST) -> None:
    if text:
        parts.append(ir.Const(text, STR, frame.span(node)))


def _converted(frame: Frame, piece: re.Match[str], value: ir.Expr, node: ast.AST) -> ir.Expr:
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


def braces(frame: Frame, node: ast.Call, text: str) -> ir.Expr:
    """`text.format(...)`."""
    node, bindings = _evaluated(frame, node)
    keywords = {k.arg: k.value for k in node.keywords if k.arg is not None}
    parts: list[ast.expr] = []
    used: list[int | str] = []
    try:
        fields = list(string.Formatter().parse(text))
    except ValueError as error:
        raise unportable("PV215", f"this format is not valid: {error}", node) from error
    numbered = [field for _, field, _, _ in fields if field is not None]
    if "" in numbered and any(map(str.isdecimal, numbered)):
        raise unportable("PV215", "fields with and without a number raise in Python", node)
    automatic = 0
    for literal, field, spec, conversion in fields:
        parts.append(_text(literal, node))
        if field is None:
            continue
        key: int | str = automatic if field == "" else int(field) if field.isdecimal() else field
        automatic += field == ""
        if "{" in (spec or "") or (isinstance(key, str) and key not in keywords):
            raise unportable("PV215", f"the field {{{field}:{spec}}} is not taken", node, "write an f-string")
        if isinstance(key, int) and key >= len(node.args):
            raise unportable("PV215", "fewer values than the format asks for", node)
        used.append(key)
        value = keywords[key] if isinstance(key, str) else node.args[key]
        parts.append(_value(value, ord(conversion) if conversion else -1, spec or "", node))
    given = [*range(len(node.args)), *(k.arg for k in node.keywords)]
    plain = all(isinstance(v, ast.Name | ast.Constant) for v in [*node.args, *keywords.values()])
    if used != given and not plain:
        raise unportable("PV215", "values used out of order are not taken", node, "give them names first")
    return frame.let(bindings, _joined(frame, parts, node))


def _evaluated(frame: Frame, node: ast.Call) -> tuple[ast.Call, list[tuple[str, ir.Expr]]]:
    """The call with names in place of its arguments, and their values, where it can be told that Python evaluates all
    of them before it makes the first one's text."""
    written = [*node.args, *(k.value for k in node.keywords)]
    if all(isinstance(v, ast.Name | ast.Constant) for v in written):
        return node, []
    values = [lower(frame, v) for v in written]
    if not _told_later(values):
        return node, []
    names = [frame.fresh("given", v.type) for v in values]
    nodes = [ast.copy_location(ast.Name(n, ast.Load()), v) for n, v in zip(names, written, strict=True)]
    count = len(node.args)
    words = zip(node.keywords, nodes[count:], strict=True)
    keywords = [ast.copy_location(ast.keyword(k.arg, v), k) for k, v in words]
    made = ast.copy_location(ast.Call(node.func, list(nodes[:count]), keywords), node)
    return made, list(zip(names, values, strict=True))


def _text(value: str, node: ast.expr) -> ast.expr:
    return ast.copy_location(ast.Constant(value), node)


def _value(value: ast.expr, conversion: int, spec: str, node: ast.expr) -> ast.expr:
    given = ast.JoinedStr([_text(spec, node)]) if spec else None
    return ast.copy_location(ast.FormattedValue(value, conversion, given), node)


def _joined(frame: Frame, parts: list[ast.expr], node: ast.expr) -> ir.Expr:
    kept = [p for p in parts if not (isinstance(p, ast.Constant) and p.value == "")]
    return fstring(frame, ast.copy_location(ast.JoinedStr(kept), node), None)
