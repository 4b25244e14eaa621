"""What is walked over: anything iterable as an iterator of one type of items."""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import arrays, emptied, enums, operators
from pivot_lsp.port.frontend.choices import apart
from pivot_lsp.port.frontend.facts import union
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    ArrayT,
    IterT,
    ListT,
    TupleT,
)


def iterable(frame: Frame, node: ast.expr) -> ir.Expr:
    """`node` as something to walk over (an IterT)."""
    members = enums.members(frame, node) or emptied.or_empty(frame, node)
    value = lower(frame, node) if members is None else members
    if isinstance(value.type, IterT):
        return value
    value = emptied.one_kind(frame, value, node)
    if isinstance(value.type, ArrayT) and value.type.ndim == 2:
        return arrays.rows(frame, value, node)
    if (walked := operators.walked(frame, value, node)) is not None:
        return walked
    bindings: list[tuple[str, ir.Expr]] = []
    if isinstance(value, ir.TupleLit):
        items = value.items
    elif isinstance(value.type, TupleT):
        kinds_of = value.type.items
        value, bindings = frame.named(value, "row")
        items = tuple(ir.TupleItem(value, i, t, value.span) for i, t in enumerate(kinds_of))
    else:
        return frame.prim("iter", [value], node)
    kinds = {i.type for i in items}
    first = next(iter(kinds), None)
    if first is not None and len(kinds) > 1 and all(apart(first, other) for other in kinds):
        first = union(kinds)
    elif len(kinds) != 1:
        first = None
    if first is None:
        raise unportable("PV207", f"walking over {value.type}", node, "its items must be of one type")
    items = tuple(frame.fit(i, first, node) for i in items)
    return frame.prim("iter", [frame.let(bindings, ir.ListLit(items, ListT(first), value.span))], node)
