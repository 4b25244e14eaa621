"""Attributes, methods, construction and text of NamedTuples, TypedDicts, members of Enums, dates and time spans.

Keeps true: what a port cannot spell or read exactly as CPython does is refused; a NamedTuple is never taken for the
plain tuple that it natively is.
"""

import ast
from dataclasses import replace

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import classes, dates, enums, keyed, learn
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower, lower_as
from pivot_lsp.port.frontend.own_calls import arguments
from pivot_lsp.port.frontend.scope import ClassSymbol
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import STR, KeyedT, MarkT, NamedT, TupleT


def attribute(frame: Frame, owner: ir.Expr, node: ast.Attribute) -> ir.Expr | None:
    """`owner.name`; None when the class of the unit must answer."""
    t = owner.type
    if isinstance(t, NamedT) and node.attr in t.names:
        index = t.names.index(node.attr)
        return ir.TupleItem(owner, index, t.items[index], frame.span(node))
    if isinstance(t, MarkT) and t.cls and node.attr in ("value", "_value_"):
        return enums.value_of(frame, owner, node)
    if isinstance(t, MarkT) and t.cls and node.attr in ("name", "_name_"):
        return enums.name_of(frame, owner, node)
    if isinstance(t, MarkT) and t.cls and (part := enums.held(frame, owner, node.attr, node)) is not None:
        return part
    if isinstance(t, MarkT) and not t.cls:
        return dates.attribute(frame, owner, node)
    if isinstance(t, KeyedT):
        raise keyed.attribute(owner, node)
    if isinstance(t, NamedT | MarkT):
        return classes.read(frame, owner, node)
    return None


def operation(frame: Frame, key: str, args: list[ir.Expr], node: ast.AST) -> ir.Expr | None:
    """What no row does on marks: `-span`; anything that a member of an IntEnum or StrEnum does as its value. None
    when it is neither."""
    if len(args) == 1 and (span := dates.unary(frame, key, args[0], node)) is not None:
        return span
    values = enums.as_values(frame, key, args, node)
    return None if values is None else frame.prim(key, values, node)


def method(frame: Frame, node: ast.Call, func: ast.Attribute, owner: ir.Expr) -> ir.Expr | None:
    """A method that the class itself does not define; None when it is none of these."""
    t = owner.type
    if isinstance(t, KeyedT):
        return keyed.method(frame, node, owner, func.attr)
    if isinstance(t, NamedT) and func.attr == "_replace":
        return _replace(frame, node, owner, t)
    if isinstance(t, NamedT) and func.attr in ("_asdict", "index", "count", "_make"):
        raise unportable("PV206", f"{t}.{func.attr}() is not taken", node, "write the fields out")
    if isinstance(t, MarkT) and not t.cls:
        return dates.method(frame, node, owner, func.attr)
    return None


def _replace(frame: Frame, node: ast.Call, owner: ir.Expr, t: NamedT) -> ir.Expr:
    """`p._replace(x=1)`: a new tuple; the values in the order in which they are written."""
    whole, bindings = frame.named(owner, "whole")
    span = frame.span(node)
    items: list[ir.Expr] = [ir.TupleItem(whole, i, one, span) for i, one in enumerate(t.items)]
    if node.args or any(k.arg not in t.names for k in node.keywords):
        raise unportable("PV205", f"{t}._replace() with these arguments is not taken", node)
    for keyword in node.keywords:
        index = t.names.index(str(keyword.arg))
        value = lower_as(frame, keyword.value, t.items[index], f"field {keyword.arg!r}")
        items[index], more = frame.named(value, str(keyword.arg))
        bindings += more
    return frame.let(bindings, ir.TupleLit(tuple(items), t, span))


def construct(frame: Frame, node: ast.Call, symbol: ClassSymbol) -> ir.Expr | None:
    """`Point(1, 2)` of a NamedTuple, `Color(1)` of an Enum, `Row(a=1)` of a TypedDict; None for any other class."""
    if frame.unit.oracle.typed_dict(symbol.module, symbol.node.name) is not None:
        return keyed.construct(frame, node, symbol)
    info = frame.unit.marked.enum(symbol, node)
    if info is not None:
        if len(node.args) != 1 or node.keywords:
            raise unportable("PV205", f"{symbol.node.name}() with these arguments is not taken", node)
        return enums.by_value(frame, info, lower(frame, node.args[0]), node)
    named = frame.unit.oracle.named_tuple(symbol.module, symbol.node.name)
    if not isinstance(named, NamedT):
        return None
    frame.unit.use_type(named, node)
    defaults = {
        s.target.id: s.value
        for s in symbol.node.body
        if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name) and s.value is not None
    }
    for name, default in defaults.items():
        given = name in (k.arg for k in node.keywords) or named.names.index(name) < len(node.args)
        if isinstance(default, ast.List | ast.Dict | ast.Set | ast.Call) and not given:
            raise unportable("PV222", f"the default of {name!r} is one object for all", node)
    wanted = [(n, t, defaults.get(n)) for n, t in zip(named.names, named.items, strict=True)]
    try:
        bindings, values = arguments(frame, node, wanted, symbol.node.name, symbol.module)
    except Unportable:
        learn.fields(frame, node, symbol, [(n, t) for n, t, _ in wanted])
        raise
    return frame.let(bindings, ir.TupleLit(values, named, frame.span(node)))


def text(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`str(value)`; None when the table has it."""
    if isinstance(value.type, MarkT):
        return enums.text_of(frame, value, node) if value.type.cls else dates.text(frame, value, node)
    return None


def plain(value: ir.Expr) -> ir.Expr:
    """A NamedTuple as the tuple of its fields, where nothing can see which it is."""
    if isinstance(value.type, NamedT) and isinstance(value, ir.Var | ir.TupleLit):
        return replace(value, type=TupleT(value.type.items))
    return value


__all__ = ["STR", "attribute", "construct", "method", "operation", "plain", "text"]
