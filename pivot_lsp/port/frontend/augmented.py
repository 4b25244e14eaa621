"""`target op= value`: in place where the object itself changes, which others may hold; else a new value is stored."""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import array_calls, arrays, collections, keyed, learn, operators, sets, unpacking
from pivot_lsp.port.frontend.arithmetic import operation, operator_of
from pivot_lsp.port.frontend.assignments import field_type, set_field
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import Lowered, lower, lower_as
from pivot_lsp.port.frontend.reads import key
from pivot_lsp.port.frontend.targets import as_load
from pivot_lsp.port.frontend.walks import iterable
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import (
    INT,
    ArrayT,
    DequeT,
    DictT,
    KeyedT,
    ListT,
    RecordT,
    SetT,
    Type,
    UnionT,
)


def augassign(frame: Frame, node: ast.AugAssign, result: Type) -> Lowered:
    op = operator_of(node.op)
    if op is None:
        raise unportable("PV203", "this augmented assignment is not taken", node)
    if isinstance(node.target, ast.Name):
        try:
            current = lower(frame, ast.copy_location(ast.Name(node.target.id, ast.Load()), node.target))
        except Unportable:
            learn.variable_from(frame, node.target.id, node.value)
            raise
        if isinstance(current.type, ListT):
            return _extend_in_place(frame, current, node)
        if isinstance(current.type, ArrayT):
            return array_calls.in_place(frame, current, op, lower(frame, node.value), node)
        if isinstance(current.type, SetT) and not current.type.frozen:
            made = sets.augmented(frame, op, current, lower(frame, node.value), node)
            return [ir.ExprStmt(made, frame.span(node))]
        if (changed := _in_place(frame, op, current, node)) is not None:
            return changed
        made = operation(frame, op, current, lower(frame, node.value), node)
        value = unpacking.fit_variable(frame, node.target, made, node)
        return [ir.Assign(node.target.id, value, False, False, frame.span(node))]
    if isinstance(node.target, ast.Attribute):
        return _augment_field(frame, node.target, op, node)
    if not isinstance(node.target, ast.Subscript) or isinstance(node.target.slice, ast.Slice):
        raise unportable("PV203", "this augmented assignment is not taken", node)
    try:
        owner = lower(frame, node.target.value)
    except Unportable:
        learn.stored_from(frame, node.target, node.value)
        raise
    if isinstance(owner.type, KeyedT):
        return _augment_field(frame, keyed.as_field(frame, node.target), op, node)
    if isinstance(owner.type, ArrayT):
        return arrays.augmented(frame, owner, op, node)
    container, first = frame.named(owner, "container")
    if operators.has(frame, container, "__getitem__", node):
        bindings, stored = operators.augment_item(frame, container, node.target.slice, op, node)
        span = frame.span(node)
        return [*(ir.Assign(n, v, False, False, span) for n, v in [*first, *bindings]), ir.ExprStmt(stored, span)]
    index, second = frame.named(key(frame, container, node.target.slice), "key")
    found: Lowered = [ir.Assign(n, v, False, False, frame.span(node)) for n, v in first + second]
    current = collections.item(frame, container, index, node)
    if isinstance(current.type, ListT):
        return found + _extend_in_place(frame, current, node)
    if isinstance(current.type, SetT) and not current.type.frozen:
        made = sets.augmented(frame, op, current, lower(frame, node.value), node)
        return [*found, ir.ExprStmt(made, frame.span(node))]
    if (changed := _in_place(frame, op, current, node)) is not None:
        return found + changed
    value = operation(frame, op, current, lower(frame, node.value), node)
    value = frame.fit(value, current.type, node, "item")
    return [*found, ir.ExprStmt(frame.prim("setitem", [container, index, value], node), frame.span(node))]


def _augment_field(frame: Frame, target: ast.Attribute, op: str, node: ast.AugAssign) -> Lowered:
    """`owner.name += value`: the owner is evaluated once, and its field read before the value."""
    span, t = frame.span(node), field_type(frame, target)
    owner = lower(frame, target.value)
    found: Lowered = []
    if not isinstance(owner, ir.Var):
        holder = frame.fresh("owner", owner.type)
        found.append(ir.Assign(holder, owner, False, False, span))
        owner = ir.Var(holder, owner.type, span)
    if isinstance(owner.type, UnionT):
        if not isinstance(target.value, ast.Name) or isinstance(t, ListT | SetT | DictT | DequeT | RecordT):
            raise unportable("PV206", f"{owner.type}: this augmented assignment of a field is not taken", node)
        whole = operation(frame, op, lower(frame, as_load(target)), lower(frame, node.value), node)
        return set_field(frame, target, whole, node)
    current = frame.narrowed(ir.Field(owner, target.attr, t, span), as_load(target))
    if isinstance(current.type, ListT):
        if op != "+":
            raise unportable("PV203", "this augmented assignment of a list is not taken", node)
        held = frame.fresh("held", current.type)  # the value may give the field another list
        whole = ir.Var(held, current.type, span)
        extended = frame.prim("list.extend", [whole, iterable(frame, node.value)], node)
        found += [ir.Assign(held, current, False, False, span), ir.ExprStmt(extended, span)]
        return [*found, ir.SetField(owner, target.attr, frame.fit(whole, t, node), span)]
    if isinstance(current.type, SetT):
        raise unportable("PV203", "this augmented assignment of a field is not taken", node, "use update()")
    if (changed := _in_place(frame, op, current, node)) is not None:
        return found + changed
    value = frame.fit(operation(frame, op, current, lower(frame, node.value), node), t, node, f"field {target.attr!r}")
    return [*found, ir.SetField(owner, target.attr, value, span)]


def _extend_in_place(frame: Frame, current: ir.Expr, node: ast.AugAssign) -> Lowered:
    if isinstance(node.op, ast.Mult):
        times = lower_as(frame, node.value, INT, "times")
        return [ir.ExprStmt(frame.helper("repeat_in_place", [current, times], node), frame.span(node))]
    if not isinstance(node.op, ast.Add):
        raise unportable("PV203", "this augmented assignment of a list is not taken", node)
    owner = ast.copy_location(ast.Attribute(as_load(node.target), "extend", ast.Load()), node)
    made = lower(frame, ast.copy_location(ast.Call(owner, [node.value], []), node))
    return [ir.ExprStmt(made, frame.span(node))]


def _in_place(frame: Frame, op: str, current: ir.Expr, node: ast.AugAssign) -> list[ir.Stmt] | None:
    """`current op= value` of a dict or Counter; None where a new value is stored instead.

    What CPython's Counter does key by key comes to the counts, in the order, that the plain operation gives: the
    Counter is made empty and takes them.
    """
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
