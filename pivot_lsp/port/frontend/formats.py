"""`"..." % values` and `"...".format(values)` as the f-strings that they are equal to.

The mini-language of `%` is Objects/unicodeobject.c's (unicode_format_arg_parse); what it does otherwise than `format`
(text aligns right, precision of ints, `#`, `*`) is spelled in the other one's words or refused.
"""

import ast
import re
import string

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.formatting import told_later
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.strings import fstring
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import BOOL, FLOAT, INT, DictT, OptionalT, TupleT, UnionT, VarTupleT

_PERCENT = re.compile(r"%(?P<flags>[-+ 0#]*)(?P<width>\d*)(?:\.(?P<precision>\d*))?(?P<type>.)", re.DOTALL)
_CONVERSIONS = {"s": ord("s"), "r": ord("r")}
_FLOATS = "fFeEgG"


def percent(frame: Frame, node: ast.BinOp, text: str) -> ir.Expr:
    """`text % node.right`."""
    from pivot_lsp.port.frontend.expressions import lower

    values = list(node.right.elts) if isinstance(node.right, ast.Tuple) else [node.right]
    if not isinstance(node.right, ast.Tuple):
        t = lower(frame, node.right).type
        if isinstance(t, TupleT | VarTupleT | DictT | OptionalT | UnionT):
            raise unportable("PV215", f"% with a {t} is not taken", node, "write an f-string")
    parts: list[ast.expr] = []
    position = 0
    for found in _PERCENT.finditer(text):
        parts.append(_text(text[position : found.start()], node))
        position = found.end()
        if found["type"] == "%":
            parts.append(_text("%", node))
            continue
        if not values:
            raise unportable("PV215", "fewer values than % asks for", node)
        parts.append(_one(frame, found, values.pop(0), node))
    if values or "%" in text[position:]:
        raise unportable("PV215", "more values than % asks for", node)
    parts.append(_text(text[position:], node))
    return _joined(frame, parts, node)


def _one(frame: Frame, found: "re.Match[str]", value: ast.expr, node: ast.BinOp) -> ast.expr:
    from pivot_lsp.port.frontend.expressions import lower

    kind, flags, width, precision = found["type"], found["flags"], found["width"], found["precision"]
    if "#" in flags or kind not in f"sdiuxXor{_FLOATS}" or (kind in "diuxXo" and precision is not None):
        raise unportable("PV215", f"{found[0]!r} is not taken", node, "write an f-string")
    align = "<" if "-" in flags else ">"
    if kind in "sr":
        spec = (f"{align}{width}" if width else "") + (f".{precision or 0}" if precision is not None else "")
        return _value(value, _CONVERSIONS[kind], spec, node)
    t = lower(frame, value).type
    if t not in (INT, FLOAT, BOOL):
        raise unportable("PV215", f"{found[0]!r} of {t} is not taken", node)
    wanted = "float" if kind in _FLOATS else "int"
    if (wanted == "float") != (t == FLOAT) or t == BOOL:  # % converts
        value = ast.copy_location(ast.Call(ast.copy_location(ast.Name(wanted, ast.Load()), value), [value], []), value)
    sign = "+" if "+" in flags else " " if " " in flags else ""
    fill = "0" if "0" in flags and "-" not in flags else ""
    spec = ("<" if "-" in flags and width else "") + sign + (fill if width else "") + width
    spec += f".{precision or 0}" if precision is not None else ""
    return _value(value, -1, spec + ("d" if kind in "iu" else kind), node)


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
    from pivot_lsp.port.frontend.expressions import lower

    written = [*node.args, *(k.value for k in node.keywords)]
    if all(isinstance(v, ast.Name | ast.Constant) for v in written):
        return node, []
    values = [lower(frame, v) for v in written]
    if not told_later(values):
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
