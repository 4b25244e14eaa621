"""Values that are ordered by something else. Records: `@dataclass(order=True)` compares as the tuples of the fields do
(Lib/dataclasses.py, _process_class), so a comparison, a sort and an extreme of such records are those of the tuples.
Numbers of which some are ints and some floats, alone or in tuples: by their floats, for ints that are floats exactly.

Classes with comparisons of their own have another order and are not among them; neither are records of two classes.
"""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import unions
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.oracle import Hint, Unknown
from pivot_lsp.port.types import BOOL, FLOAT, INT, FuncT, RecordT, TupleT, Type, UnionT


def _fields(frame: Frame, t: RecordT, node: ast.AST) -> dict[str, Hint]:
    """The fields that records of `t` are ordered by; none for a class without that order."""
    info = frame.unit.constructor(frame.unit.class_of(t, node), node)
    known = not any(isinstance(hint, Unknown) for hint in info.fields.values())
    return {n: h for n, h in info.fields.items() if n not in info.uncompared} if info.order and known else {}


def ranked(frame: Frame, t: Type, node: ast.AST) -> bool:
    """Whether two values of type `t` are ordered by their fields, or by the floats that they are."""
    return mixed(t) or (isinstance(t, RecordT) and bool(_fields(frame, t, node)))


def fields_of(frame: Frame, record: ir.Expr, node: ast.AST) -> ir.Expr:
    """What `record`, which may be repeated, is compared by."""
    if mixed(record.type):
        return as_floats(frame, record, _floats(record.type, record.type) or record.type, node)
    assert isinstance(record.type, RecordT)
    fields = _fields(frame, record.type, node)
    items = tuple(ir.Field(record, name, t, record.span) for name, t in fields.items() if not isinstance(t, Unknown))
    row = ir.TupleLit(items, TupleT(tuple(i.type for i in items)), record.span)
    return as_floats(frame, row, _floats(row.type, row.type) or row.type, node)


def key_of(frame: Frame, element: Type, node: ast.AST) -> list[ir.Expr]:
    """The key, if any, that sorts values of type `element` as they sort themselves."""
    if not ranked(frame, element, node):
        return []
    name = frame.fresh("record", element)
    row = fields_of(frame, ir.Var(name, element, frame.span(node)), node)
    return [ir.Lambda((name,), row, FuncT((element,), row.type), row.span)]


def keyed(frame: Frame, key: ir.Expr, node: ast.AST) -> ir.Expr:
    """A key function whose keys are ordered by themselves."""
    if not isinstance(key, ir.Lambda) or not ranked(frame, key.body.type, node):
        return key
    body, bindings = frame.named(key.body, "key")
    body = frame.let(bindings, fields_of(frame, body, node))
    assert isinstance(key.type, FuncT)
    return ir.Lambda(key.params, body, FuncT(key.type.params, body.type), key.span)


# ---------------------------------------------------------------- numbers of several kinds


def mixed(t: Type) -> bool:
    """Whether values of `t` may be an int here and a float there."""
    return _floats(t, t) not in (None, t)


def compared(frame: Frame, left: ir.Expr, right: ir.Expr, node: ast.AST) -> list[ir.Expr] | None:
    """Two tuples of different kinds of numbers as tuples that may be compared; None of anything else."""
    if not all(type(v.type) is TupleT for v in (left, right)) or left.type == right.type:
        return None
    t = _floats(left.type, right.type)
    return None if t is None else [as_floats(frame, v, t, node) for v in (left, right)]


def _floats(a: Type, b: Type) -> Type | None:
    """What values of both types may be compared as: a float where one may be an int and the other a float."""
    if isinstance(a, TupleT) and isinstance(b, TupleT) and not isinstance(a, UnionT) and not isinstance(b, UnionT):
        if type(a) is not TupleT or type(b) is not TupleT or len(a.items) != len(b.items):
            return a if a == b else None
        items = [_floats(x, y) for x, y in zip(a.items, b.items, strict=True)]
        known = tuple(t for t in items if t is not None)
        return TupleT(known) if len(known) == len(items) else None
    kinds = {t for side in (a, b) for t in (side.arms if isinstance(side, UnionT) else (side,))}
    if FLOAT in kinds and kinds <= {INT, FLOAT, BOOL} and len(kinds) > 1:
        return FLOAT
    return a if a == b else None


def as_floats(frame: Frame, value: ir.Expr, t: Type, node: ast.AST) -> ir.Expr:
    """`value`, which may be repeated, as a `t` that `_floats` has told."""
    if value.type == t:
        return value
    if isinstance(value.type, UnionT):
        return unions.spread(frame, [value], lambda parts: as_floats(frame, parts[0], t, node), node)
    if isinstance(value.type, TupleT) and isinstance(t, TupleT):
        pairs = list(zip(value.type.items, t.items, strict=True))
        items = [
            as_floats(frame, ir.TupleItem(value, i, one, value.span), t2, node) for i, (one, t2) in enumerate(pairs)
        ]
        return ir.TupleLit(tuple(items), t, value.span)
    if value.type == BOOL:
        value = frame.prim("int", [value], node)
    return frame.helper("exact_float", [value], node)
