"""`target op= value`: in place where the object itself changes, which others may hold; else a new value is stored."""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import array_calls, arrays, collections, keyed, learn, operators, unpacking
from pivot_lsp.port.frontend.arithmetic import operation, operator_of
from pivot_lsp.port.frontend.assignments import field_type, set_field
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.inplace import in_place
from pivot_lsp.port.frontend.lowering import Lowered, lower
from pivot_lsp.port.frontend.reads import key
from pivot_lsp.port.frontend.targets import as_load
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import (
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
        if isinstance(current.type, ArrayT):
            return array_calls.in_place(frame, current, op, lower(frame, node.value), node)
        if (changed := in_place(frame, op, current, node)) is not None:
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

    def put(whole: ir.Expr) -> ir.Stmt:
        return ir.ExprStmt(frame.prim("setitem", [container, index, whole], node), frame.span(node))

    if (changed := in_place(frame, op, current, node, put)) is not None:
        return found + changed
    value = operation(frame, op, current, lower(frame, node.value), node)
    return [*found, put(frame.fit(value, current.type, node, "item"))]


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
    if isinstance(current.type, SetT):
        raise unportable("PV203", "this augmented assignment of a field is not taken", node, "use update()")

    def put(whole: ir.Expr) -> ir.Stmt:
        return ir.SetField(owner, target.attr, frame.fit(whole, t, node), span)

    if (changed := in_place(frame, op, current, node, put)) is not None:
        return found + changed
    made = operation(frame, op, current, lower(frame, node.value), node)
    try:
        value = frame.fit(made, t, node, f"field {target.attr!r}")
    except Unportable:
        learn.place(frame, target, made.type)
        raise
    return [*found, ir.SetField(owner, target.attr, value, span)]
