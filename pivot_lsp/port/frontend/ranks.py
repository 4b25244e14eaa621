"""Records that have an order: `@dataclass(order=True)` compares as the tuples of the fields do (Lib/dataclasses.py,
_process_class), so a comparison, a sort and an extreme of such records are those of the tuples.

Classes with comparisons of their own have another order and are not among them; neither are records of two classes.
"""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.oracle import Hint, Unknown
from pivot_lsp.port.types import FuncT, RecordT, TupleT, Type


def _fields(frame: Frame, t: RecordT, node: ast.AST) -> dict[str, Hint]:
    """The fields that records of `t` are ordered by; none for a class without that order."""
    info = frame.unit.constructor(frame.unit.class_of(t, node), node)
    known = not any(isinstance(hint, Unknown) for hint in info.fields.values())
    return {n: h for n, h in info.fields.items() if n not in info.uncompared} if info.order and known else {}


def ranked(frame: Frame, t: Type, node: ast.AST) -> bool:
    """Whether two values of type `t` are ordered by their fields."""
    return isinstance(t, RecordT) and bool(_fields(frame, t, node))


def fields_of(frame: Frame, record: ir.Expr, node: ast.AST) -> ir.Expr:
    """What `record`, which may be repeated, is compared by."""
    assert isinstance(record.type, RecordT)
    fields = _fields(frame, record.type, node)
    items = tuple(ir.Field(record, name, t, record.span) for name, t in fields.items() if not isinstance(t, Unknown))
    return ir.TupleLit(items, TupleT(tuple(i.type for i in items)), record.span)


def key_of(frame: Frame, element: Type, node: ast.AST) -> list[ir.Expr]:
    """The key, if any, that sorts values of type `element` as they sort themselves."""
    if not ranked(frame, element, node):
        return []
    name = frame.fresh("record", element)
    row = fields_of(frame, ir.Var(name, element, frame.span(node)), node)
    return [ir.Lambda((name,), row, FuncT((element,), row.type), row.span)]
