"""`in`, where its meaning is exact: each kind of container in turn, and displays by the equality of their items."""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import emptied, methods, operators
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import ordered
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    STR,
    DequeT,
    DictT,
    KeyedT,
    ListT,
    RecordT,
    SetT,
    TupleT,
    VarTupleT,
)


def contained(frame: Frame, left: ir.Expr, right: ir.Expr, node: ast.Compare) -> ir.Expr:
    """`left in right`."""
    right = emptied.one_kind(frame, right, node)
    if isinstance(right.type, KeyedT):
        return _in_keyed(frame, left, right, node)
    found = methods.contained(frame, left, right, node) or operators.contained(frame, left, right, node)
    if found is not None:
        return found
    items = right.items if isinstance(right, ir.TupleLit | ir.ListLit) else None
    if items is None and isinstance(right.type, TupleT) and frame.simple(right):
        items = tuple(ir.TupleItem(right, i, t, right.span) for i, t in enumerate(right.type.items))
    if items is not None and not isinstance(right.type, VarTupleT):
        return in_display(frame, left, items, node)
    right = frame.as_row(right, node)
    if isinstance(right.type, TupleT):
        raise unportable("PV207", f"`in` on {right.type}", node, "declare tuple[T, ...]")
    element = right.type.key if isinstance(right.type, DictT) else None
    if isinstance(right.type, ListT | VarTupleT | SetT | DequeT):
        element = right.type.element
    if element is not None and element != left.type:
        left = frame.fit(left, element, node, "the left of `in`")
    return frame.prim("in", [left, right], node)


def in_display(frame: Frame, left: ir.Expr, items: tuple[ir.Expr, ...], node: ast.Compare) -> ir.Expr:
    """`x in (a, b)`: equality with each in turn. Floats only against literals: the same NaN object would be `in`; nor
    what compares in its own way, since it is `in` whatever that says."""
    if left.type == FLOAT and not all(isinstance(i, ir.Const) for i in items):
        raise unportable("PV207", "`in` on floats looks at identity", node, "compare with ==")
    if not items:
        raise unportable("PV207", "`in` an empty display", node)
    if isinstance(left.type, RecordT):
        frame.unit.records.has_equality(left.type, node)
    value, bindings = frame.named(left, "value")
    if not all(frame.simple(i) for i in items):  # Python makes the whole display before it looks
        named = [frame.named(i, "item") for i in items]
        items = tuple(i for i, _ in named)
        bindings = bindings + [b for _, more in named for b in more]
    tests = tuple(ordered(frame, "==", value, i, node) for i in items)
    body = tests[0] if len(tests) == 1 else ir.BoolOp("or", tests, BOOL, frame.span(node))
    return frame.let(bindings, body)


def _in_keyed(frame: Frame, left: ir.Expr, right: ir.Expr, node: ast.Compare) -> ir.Expr:
    """`left in right`: whether it is one of the declared keys."""
    assert isinstance(right.type, KeyedT)
    names = tuple(frame.unit.record(right.type, node))
    if left.type != STR:
        raise unportable("PV207", f"in({left.type}, {right.type}) is not taken", node)
    if isinstance(left, ir.Const):
        _, unused = frame.named(right, "whole")
        return frame.let(unused, ir.Const(left.value in names, BOOL, frame.span(node)))
    left, first = frame.named(left, "key")
    _, unused = frame.named(right, "whole")
    keys = tuple(ir.Const(name, STR, right.span) for name in names)
    return frame.let(first + unused, in_display(frame, left, keys, node))
