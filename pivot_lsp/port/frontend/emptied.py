"""What is a container or something empty: `graph.get(node, ())`, `rows or ()`.

Where it is only walked over, or asked for what it holds, an empty tuple is as good as an empty container of the other
kind, and the value is one container again.
"""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.frontend.unions import spread
from pivot_lsp.port.types import STR, DequeT, DictT, ListT, OptionalT, SetT, TupleT, Type, UnionT, VarTupleT


def one_kind(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """`value` as the one container that it is unless it is empty; a list or tuple of any length as a list; anything
    else as it is."""
    if not isinstance(value.type, UnionT):
        return value
    kinds = [arm for arm in value.type.arms if arm != TupleT(())]
    empty = _empty(kinds[0], value.span) if len(kinds) == 1 else None
    if empty is not None:
        return spread(frame, [value], lambda parts: parts[0] if parts[0].type == kinds[0] else empty, node)
    elements = {k.element for k in kinds if isinstance(k, ListT | VarTupleT)}
    if len(elements) == 1 and all(map(_is_row, kinds)):
        none = ir.ListLit((), ListT(elements.pop()), value.span)

        def as_list(parts: list[ir.Expr]) -> ir.Expr:
            return frame.as_list(parts[0], node) if _is_row(parts[0].type) else none

        return spread(frame, [value], as_list, node)
    return value


def or_empty(frame: Frame, node: ast.expr) -> ir.Expr | None:
    """`rows or ()` where something walks over it; None of anything else."""
    match node:
        case ast.BoolOp(op=ast.Or(), values=[first, ast.Tuple(elts=[])]):
            pass
        case _:
            return None
    value = lower(frame, first)
    t = value.type.inner if isinstance(value.type, OptionalT) else value.type
    empty = _empty(t, value.span)
    if empty is None:
        return None
    held, bindings = frame.named(value, "rows")
    there = frame.truth(held, node)
    rows = ir.Unwrap(held, t, held.span) if isinstance(held.type, OptionalT) else held
    return frame.let(bindings, ir.IfExp(there, rows, empty, t, value.span))


def _is_row(t: Type) -> bool:
    return isinstance(t, ListT | VarTupleT)


def _empty(t: Type, span: ir.Span) -> ir.Expr | None:
    match t:
        case ListT() | VarTupleT():
            return ir.ListLit((), t, span)
        case DictT():
            return ir.DictLit((), t, span)
        case SetT() | DequeT():
            return ir.Empty(t, span)
        case _:
            return ir.Const("", STR, span) if t == STR else None
