"""Augmented assignments that change the object itself, which others may hold: those of dicts and Counters."""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import DequeT, DictT, ListT, SetT, UnionT


def in_place(frame: Frame, op: str, current: ir.Expr, node: ast.AugAssign) -> list[ir.Stmt] | None:
    """`current op= value` of a dict or Counter; None where a new value is stored instead.

    What CPython's Counter does key by key comes to the counts, in the order, that the plain operation gives: the
    Counter is made empty and takes them.
    """
    from pivot_lsp.port.frontend.expressions import lower, operation

    t, span = current.type, frame.span(node)
    if isinstance(t, UnionT) and any(isinstance(arm, ListT | DictT | SetT | DequeT) for arm in t.arms):
        raise unportable("PV203", f"this augmented assignment of {t}", node, "narrow it with isinstance first")
    if not isinstance(t, DictT):
        return None
    if t.kind != "Counter":
        if op != "|":
            return None
        return [ir.ExprStmt(frame.prim("dict.update", [current, lower(frame, node.value, t)], node), span)]
    whole, bindings = frame.named(current, "counts")
    found: list[ir.Stmt] = [ir.Assign(n, v, False, False, span) for n, v in bindings]
    counted = operation(frame, op, whole, lower(frame, node.value), node)
    name = frame.fresh("counted", counted.type)
    found.append(ir.Assign(name, counted, False, False, span))
    found.append(ir.ExprStmt(frame.prim("dict.clear", [whole], node), span))
    taken = frame.prim("dict.update", [whole, ir.Var(name, counted.type, span)], node)
    return [*found, ir.ExprStmt(taken, span)]
