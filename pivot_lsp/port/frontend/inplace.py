"""Augmented assignments that change the object itself, which others may hold: those of lists, sets, dicts, Counters.

Keeps true: the target is evaluated once, before the value; and where evaluating the value could put another object in
its place (`d[k] += d.pop(k)`), the one that was changed is stored again, as Python always does.
"""

import ast
from collections.abc import Callable

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend import sets
from pivot_lsp.port.frontend.arithmetic import operation
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower, lower_as
from pivot_lsp.port.frontend.targets import as_load
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import INT, DequeT, DictT, ListT, SetT, Type, UnionT

Store = Callable[[ir.Expr], ir.Stmt]
_GIVEN_AGAIN = {"default", "dict.setdefault"}
"""What a defaultdict is asked: the second time it gives the same object."""


def in_place(
    frame: Frame, op: str, current: ir.Expr, node: ast.AugAssign, store: Store | None = None
) -> list[ir.Stmt] | None:
    """`current op= value`; None where a new value is stored instead. `store`: puts an object where the target stands;
    None where nothing can take its place meanwhile."""
    t, span = current.type, frame.span(node)
    if isinstance(t, UnionT) and any(isinstance(arm, ListT | DictT | SetT | DequeT) for arm in t.arms):
        raise unportable("PV203", f"this augmented assignment of {t}", node, "narrow it with isinstance first")
    change = _change_of(op, current)
    if change is None:
        return None
    again = store is None or _still(frame, node.value, t)
    if store is None or (again and _once(frame, node.target)):
        return change(frame, op, current, node)
    whole, bindings = frame.named(current, "held")
    found: list[ir.Stmt] = [ir.Assign(n, v, False, False, span) for n, v in bindings]
    found += change(frame, op, whole, node)
    return found if again else [*found, store(whole)]


_Change = Callable[[Frame, str, ir.Expr, ast.AugAssign], list[ir.Stmt]]


def _change_of(op: str, current: ir.Expr) -> _Change | None:
    match current.type:
        case ListT():
            return _list
        case SetT(frozen=False):
            return _set
        case DictT(kind="Counter"):
            return _counter
        case DictT() if op == "|":
            return _dict
        case _:
            return None


def _still(frame: Frame, value: ast.expr, t: Type) -> bool:
    """Whether evaluating `value` changes nothing that the target could be part of."""
    return trees.still(lower(frame, value, t))


def _once(frame: Frame, target: ast.expr) -> bool:
    """Whether the target gives the same object, and does nothing else, when it is evaluated again."""
    return not any(
        isinstance(e, ir.Call) or (isinstance(e, ir.Prim) and e.row.mutates and e.row.key not in _GIVEN_AGAIN)
        for e in trees.within(lower(frame, as_load(target)))
    )


def _list(frame: Frame, op: str, current: ir.Expr, node: ast.AugAssign) -> list[ir.Stmt]:
    span = frame.span(node)
    if op == "*":
        times = lower_as(frame, node.value, INT, "times")
        return [ir.ExprStmt(frame.helper("repeat_in_place", [current, times], node), span)]
    if op != "+":
        raise unportable("PV203", "this augmented assignment of a list is not taken", node)
    target = as_load(node.target)
    if isinstance(current, ir.Var):
        target = ast.copy_location(ast.Name(current.name, ast.Load()), node.target)
    owner = ast.copy_location(ast.Attribute(target, "extend", ast.Load()), node)
    return [ir.ExprStmt(lower(frame, ast.copy_location(ast.Call(owner, [node.value], []), node)), span)]


def _set(frame: Frame, op: str, current: ir.Expr, node: ast.AugAssign) -> list[ir.Stmt]:
    made = sets.augmented(frame, op, current, lower(frame, node.value), node)
    return [ir.ExprStmt(made, frame.span(node))]


def _dict(frame: Frame, op: str, current: ir.Expr, node: ast.AugAssign) -> list[ir.Stmt]:
    value = lower(frame, node.value, current.type)
    return [ir.ExprStmt(frame.prim("dict.update", [current, value], node), frame.span(node))]


def _counter(frame: Frame, op: str, current: ir.Expr, node: ast.AugAssign) -> list[ir.Stmt]:
    """What CPython's Counter does key by key comes to the counts, in the order, that the plain operation gives: the
    Counter is made empty and takes them."""
    span = frame.span(node)
    whole, bindings = frame.named(current, "counts")
    found: list[ir.Stmt] = [ir.Assign(n, v, False, False, span) for n, v in bindings]
    counted = operation(frame, op, whole, lower(frame, node.value), node)
    name = frame.fresh("counted", counted.type)
    found.append(ir.Assign(name, counted, False, False, span))
    found.append(ir.ExprStmt(frame.prim("dict.clear", [whole], node), span))
    taken = frame.prim("dict.update", [whole, ir.Var(name, counted.type, span)], node)
    return [*found, ir.ExprStmt(taken, span)]
