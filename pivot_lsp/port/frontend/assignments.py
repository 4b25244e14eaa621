"""Assignments: to names, items, attributes and tuples of them.

Keeps true: Python's order of evaluation: the value first, then the container, then the key; and what is stored in a
place is exactly of the place's type.
"""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import arrays, calendars, iterators, keyed, learn, lists, operators, unions, unpacking
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import Lowered, lower
from pivot_lsp.port.frontend.reads import key
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import (
    ArrayT,
    DequeT,
    DictT,
    IterT,
    KeyedT,
    ListT,
    RecordT,
    TupleT,
    Type,
    UnionT,
)


def assign(frame: Frame, node: ast.Assign, result: Type) -> Lowered:
    if len(node.targets) == 1:
        return _store(frame, node.targets[0], node.value, node)
    wanted = _target_type(frame, node.targets[0])
    value = lower(frame, node.value, wanted)
    name = frame.fresh("value", value.type)
    found: Lowered = [ir.Assign(name, value, False, False, frame.span(node))]
    for target in node.targets:
        found += store_value(frame, target, ir.Var(name, value.type, value.span), node)
    return found


def annotated(frame: Frame, node: ast.AnnAssign, result: Type) -> Lowered:
    return [] if node.value is None else _store(frame, node.target, node.value, node)


def _target_type(frame: Frame, target: ast.expr) -> Type | None:
    if isinstance(target, ast.Name) and frame.is_local(target.id) and not frame.is_unknown(target.id):
        return frame.variable_type(target.id, target)
    return None


def _store(frame: Frame, target: ast.expr, value_node: ast.expr, node: ast.stmt) -> Lowered:
    if (kept := iterators.stored(frame, target, value_node, node)) is not None:
        return kept
    if isinstance(target, ast.Name):
        try:
            wanted = _target_type(frame, target)
        except Unportable as problem:
            if problem.code != "PV201" and target.id in frame.annotated:
                raise
            learn.variable_from(frame, target.id, value_node)
            lower(frame, value_node)  # what is wrong with the value tells more than that its type is not known
            raise
        try:
            value = lower(frame, value_node, wanted)
        except Unportable:
            learn.variable_from(frame, target.id, value_node)
            raise
        return store_value(frame, target, value, node)
    if isinstance(target, ast.Subscript):
        # the value first, then the container, then the key: Python's order
        try:
            wanted = _element_type(frame, target)
        except Unportable:
            learn.stored_from(frame, target, value_node)
            raise
        value = lower(frame, value_node, wanted)
        named, bindings = frame.named(value, "value")
        found: Lowered = [ir.Assign(n, v, False, False, frame.span(node)) for n, v in bindings]
        simple = isinstance(target.value, ast.Name) and isinstance(target.slice, ast.Name | ast.Constant)
        if simple:  # neither container nor key can raise before the value would
            return _set_item(frame, target, value, node)
        return found + _set_item(frame, target, named, node)
    if isinstance(target, ast.Tuple | ast.List):
        return store_value(frame, target, calendars.whole(frame, value_node) or lower(frame, value_node), node)
    if isinstance(target, ast.Attribute):
        hint = field_type(frame, target)
        return set_field(frame, target, lower(frame, value_node, hint), node)
    raise unportable("PV203", f"assigning to a {type(target).__name__} is not taken", target)


def field_type(frame: Frame, target: ast.Attribute) -> Type:
    return _type_of_field(frame, lower(frame, target.value), target)


def _type_of_field(frame: Frame, owner: ir.Expr, target: ast.Attribute) -> Type:
    if isinstance(owner.type, UnionT):
        types = {_type_of_field(frame, unions.project(owner, arm), target) for arm in owner.type.arms}
        if len(types) == 1:
            return types.pop()
    if isinstance(owner.type, KeyedT) and not isinstance(target, keyed.KeyField):
        raise keyed.attribute(owner, target)
    hint = frame.unit.record(owner.type, target).get(target.attr) if isinstance(owner.type, RecordT) else None
    if hint is None:
        raise unportable("PV206", f"{owner.type} has no field {target.attr!r}", target)
    if isinstance(owner.type, RecordT) and frame.unit.records.is_frozen(owner.type):
        raise unportable("PV203", f"{owner.type} is frozen: assigning a field raises", target)
    return frame.known(hint, f"field {target.attr!r}", target)


def set_field(frame: Frame, target: ast.Attribute, value: ir.Expr, node: ast.stmt) -> Lowered:
    """`owner.name = value`: Python evaluates the value first, then the owner."""
    span = frame.span(node)
    value = frame.fit(value, field_type(frame, target), node, f"field {target.attr!r}")
    owner = lower(frame, target.value)
    if isinstance(owner, ir.Var) and not isinstance(owner.type, UnionT):
        return [ir.SetField(owner, target.attr, value, span)]
    named, bindings = frame.named(value, "value")
    holder = frame.fresh("owner", owner.type)
    found: Lowered = [ir.Assign(n, v, False, False, span) for n, v in bindings]
    found.append(ir.Assign(holder, owner, False, False, span))
    held = ir.Var(holder, owner.type, span)
    if isinstance(owner.type, UnionT):
        return [*found, unions.set_field(frame, held, target.attr, named, node)]
    return [*found, ir.SetField(held, target.attr, named, span)]


def _element_type(frame: Frame, target: ast.Subscript) -> Type | None:
    container = lower(frame, target.value)
    if isinstance(container.type, KeyedT):
        return keyed.element(frame, container.type, target)
    if isinstance(container.type, DictT):
        return container.type.value
    if isinstance(target.slice, ast.Slice) and isinstance(container.type, ListT):
        return container.type
    return container.type.element if isinstance(container.type, ListT | DequeT) else None


def _set_item(frame: Frame, target: ast.Subscript, value: ir.Expr, node: ast.stmt) -> Lowered:
    container = lower(frame, target.value)
    if isinstance(container.type, KeyedT):
        return set_field(frame, keyed.as_field(frame, target), value, node)
    if isinstance(container.type, ArrayT):
        return arrays.set_item(frame, container, target, value, node)
    if (own := operators.set_item(frame, container, target.slice, value, node)) is not None:
        bindings, called = own
        span = frame.span(node)
        return [*(ir.Assign(n, v, False, False, span) for n, v in bindings), ir.ExprStmt(called, span)]
    if isinstance(target.slice, ast.Slice):
        made = lists.assign_slice(frame, container, target.slice, value, node)
        return [ir.ExprStmt(made, frame.span(node))]
    wanted = _element_type(frame, target)
    if wanted is None:
        raise unportable("PV207", f"{container.type} takes no item assignment", target)
    try:
        args = [container, key(frame, container, target.slice), frame.fit(value, wanted, node, "item")]
    except Unportable:
        learn.place(frame, target, value.type)
        raise
    return [ir.ExprStmt(frame.prim("setitem", args, node), frame.span(node))]


def store_value(frame: Frame, target: ast.expr, value: ir.Expr, node: ast.stmt) -> Lowered:
    span = frame.span(node)
    found: Lowered
    if isinstance(target, ast.Name):
        if isinstance(value.type, IterT):
            raise unportable("PV207", "an iterator is stored", node, "wrap it in list()")
        frame.learn(target.id, value.type)
        fitted = unpacking.fit_variable(frame, target, value, node)
        return [ir.Assign(target.id, fitted, False, False, span)]
    if isinstance(target, ast.Subscript):
        return _set_item(frame, target, value, node)
    if isinstance(target, ast.Attribute):
        return set_field(frame, target, value, node)
    if not isinstance(target, ast.Tuple | ast.List):
        raise unportable("PV203", f"assigning to a {type(target).__name__} is not taken", target)
    if isinstance(value.type, UnionT):
        raise unportable("PV207", f"{value.type} unpacked into {len(target.elts)}", target)
    if not isinstance(value.type, TupleT):
        return unpacking.from_sequence(frame, target, value, node, store_value)
    if any(isinstance(t, ast.Starred) for t in target.elts):
        return unpacking.from_tuple(frame, target, value, node, store_value)
    if len(value.type.items) != len(target.elts):
        raise unportable("PV207", f"{value.type} unpacked into {len(target.elts)}", target)
    if all(isinstance(t, ast.Name) for t in target.elts):
        return [unpacking.plain(frame, target, value, span)]
    name = frame.fresh("parts", value.type)
    found = [ir.Assign(name, value, False, False, span)]
    for index, (part, t) in enumerate(zip(target.elts, value.type.items, strict=True)):
        item = ir.TupleItem(ir.Var(name, value.type, value.span), index, t, value.span)
        found += store_value(frame, part, item, node)
    return found
