"""Values of one of several types: natively a tuple with an optional for each, of which one is there.

Keeps true: what is done with such a value is done on the very type that it has, as Python does; an operation that
Python would refuse for some of the types falls back for those. Whether two of them are equal depends on their types,
so nothing that compares, orders or spells them inside a container is taken.
"""

import ast
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.facts import union
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import (
    BOOL,
    OptionalT,
    Type,
    UnionT,
)

if TYPE_CHECKING:
    from pivot_lsp.port.frontend.frame import Frame

Make = Callable[[list[ir.Expr]], ir.Expr]


def inject(value: ir.Expr, t: UnionT) -> ir.Expr:
    """`value`, of one of the types of `t`, as a `t`."""
    items = tuple(
        ir.Some(value, one, value.span) if one.inner == value.type else ir.Const(None, one, value.span)
        for one in t.items
        if isinstance(one, OptionalT)
    )
    return ir.TupleLit(items, t, value.span)


def _item(value: ir.Expr, arm: Type) -> ir.Expr:
    assert isinstance(value.type, UnionT)
    index = value.type.arms.index(arm)
    return ir.TupleItem(value, index, value.type.items[index], value.span)


def project(value: ir.Expr, arm: Type) -> ir.Expr:
    """The value where it is an `arm`; falls back where it is not."""
    return ir.Unwrap(_item(value, arm), arm, value.span)


def is_arm(frame: "Frame", value: ir.Expr, arm: Type, node: ast.AST) -> ir.Expr:
    """Whether the value is exactly an `arm`."""
    return frame.prim("not", [ir.IsNone(_item(value, arm), BOOL, value.span)], node)


def narrow(frame: "Frame", value: ir.Expr, t: Type, node: ast.AST) -> ir.Expr:
    """`value` where the flow has shown that it is a `t`: one of its types, or fewer of them."""
    assert isinstance(value.type, UnionT)
    if t in value.type.arms:
        return project(value, t)
    if isinstance(t, UnionT) and set(t.arms) < set(value.type.arms):
        return spread(frame, [value], lambda parts: _known(parts[0], t, node), node)
    return value


def _known(value: ir.Expr, t: UnionT, node: ast.AST) -> ir.Expr:
    if value.type not in t.arms:
        raise unportable("PV207", f"{value.type} is not one of {t}", node)
    return inject(value, t)


def widen(frame: "Frame", value: ir.Expr, t: UnionT, node: ast.AST) -> ir.Expr | None:
    """`value` as a `t`; None when it can be of a type that `t` has not."""
    if value.type in t.arms:
        return inject(value, t)
    if isinstance(value.type, UnionT) and set(value.type.arms) <= set(t.arms):
        return spread(frame, [value], lambda parts: inject(parts[0], t), node)
    return None


def spread(frame: "Frame", values: Sequence[ir.Expr], make: Make, node: ast.AST) -> ir.Expr:
    """`make(values)` for each of the types that the first union among `values` may be, chosen when it runs."""
    index = next((i for i, v in enumerate(values) if isinstance(v.type, UnionT)), None)
    if index is None:
        return make(list(values))
    bindings: list[tuple[str, ir.Expr]] = []
    named: list[ir.Expr] = []
    for value in values:
        simple, more = frame.named(value, "value")
        named.append(simple)
        bindings += more
    chosen = named[index]
    assert isinstance(chosen.type, UnionT)
    found: list[tuple[Type, ir.Expr]] = []
    problem: Unportable | None = None
    for arm in chosen.type.arms:
        parts = [*named[:index], project(chosen, arm), *named[index + 1 :]]
        try:
            found.append((arm, spread(frame, parts, make, node)))
        except Unportable as refused:
            problem = problem or refused
    joined = union(made.type for _, made in found)
    if joined is None or not found:
        raise problem or unportable("PV207", "too many types in one expression", node)
    result = frame.fit(found[-1][1], joined, node)
    for arm, made in reversed(found[:-1]):
        test = is_arm(frame, chosen, arm, node)
        result = ir.IfExp(test, frame.fit(made, joined, node), result, joined, frame.span(node))
    return frame.let(bindings, result)


def set_field(frame: "Frame", held: ir.Var, attribute: str, value: ir.Expr, node: ast.stmt) -> ir.Stmt:
    """A field of an object of one of several classes."""
    assert isinstance(held.type, UnionT)
    span = frame.span(node)
    made: ir.Stmt | None = None
    for arm in reversed(held.type.arms):
        name = frame.fresh("owner", arm)
        stored = (
            ir.Assign(name, project(held, arm), False, False, span),
            ir.SetField(ir.Var(name, arm, span), attribute, value, span),
        )
        otherwise = stored if made is None else (made,)
        made = ir.If(is_arm(frame, held, arm, node), stored, otherwise, span)
    assert made is not None
    return made
