"""str() and repr() of the unit's own classes: an own `__str__` or `__repr__` is called; what `dataclass` and NamedTuple
generate (Lib/dataclasses.py, _repr_fn; Lib/collections/__init__.py, namedtuple) is spelled field by field.

Keeps true: a class whose text holds an address, or that can hold itself (CPython prints `...` there), has no text.
"""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.oracle import Unknown
from pivot_lsp.port.frontend.own_calls import unit_call
from pivot_lsp.port.frontend.scope import FunctionSymbol
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import STR, NamedT, RecordT, Type


def text_of(frame: Frame, key: str, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """`str(value)` or `repr(value)`, as `key` says. PV206 where the class has no text that a port knows."""
    t = value.type
    assert isinstance(t, RecordT | NamedT)
    symbol = frame.unit.class_of(t, node)
    project = frame.unit.project
    if project.method(symbol, "__format__") is not None:
        raise unportable("PV206", f"own __format__ of {t}", node)
    for name in ("__str__", "__repr__") if key == "str" else ("__repr__",):
        own = project.method(symbol, name)
        if own is not None:
            return _called(frame, own, value, node)
        if any(isinstance(s, ast.Assign | ast.AnnAssign) and name in ast.unparse(s) for s in symbol.node.body):
            raise unportable("PV206", f"the text of a {t} is not taken", node, f"define {name}")
    fields = _shown(frame, t, node)
    if fields is None:
        raise unportable("PV206", f"the text of a {t} is not taken", node, "write its fields, or define __str__")
    named, bindings = frame.named(value, "shown")
    parts: list[ir.Expr] = []
    before = f"{symbol.node.name}("
    for index, (field, kind) in enumerate(fields.items()):
        one: ir.Expr = ir.Field(named, field, kind, value.span)
        if isinstance(t, NamedT):
            one = ir.TupleItem(named, index, kind, value.span)
        parts += [ir.Const(f"{before}{field}=", STR, value.span), frame.prim("repr", [one], node)]
        before = ", "
    parts.append(ir.Const(")" if fields else f"{before})", STR, value.span))
    return frame.let(bindings, ir.Concat(tuple(parts), STR, value.span))


def _shown(frame: Frame, t: RecordT | NamedT, node: ast.AST) -> dict[str, Type] | None:
    """The fields that the generated repr of a class spells; None where there is no such repr."""
    if isinstance(t, NamedT):
        return dict(zip(t.names, t.items, strict=True))
    info = frame.unit.constructor(frame.unit.class_of(t, node), node)
    found = {name: hint for name, hint in info.fields.items() if not isinstance(hint, Unknown)}
    if info.hidden is None or len(found) != len(info.fields) or frame.unit.records.holds_itself(t, node):
        return None
    return {name: kind for name, kind in found.items() if name not in info.hidden}


def _called(frame: Frame, method: FunctionSymbol, value: ir.Expr, node: ast.AST) -> ir.Expr:
    asked = ast.Call(ast.Name(method.node.name, ast.Load()), [], [])
    for part in (asked, asked.func):
        ast.copy_location(part, node)
    found = unit_call(frame, asked, method, value)
    if found.type != STR:
        raise unportable("PV206", f"{method.qualname}() gives {found.type}", node, "annotate it with -> str")
    return found
