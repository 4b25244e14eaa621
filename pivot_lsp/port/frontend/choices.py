"""Where one of several values is taken: `and`, `or`, `a if c else b`, and the type that holds them all."""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import arrays
from pivot_lsp.port.frontend.facts import union
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import condition, lower
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    OptionalT,
    Type,
    UnionT,
)


def boolop(frame: Frame, node: ast.BoolOp, expected: Type | None) -> ir.Expr:
    """`and`/`or` as a value: one of its operands, so all must be of one type (or Optional with a last resort)."""
    values = [lower(frame, v, expected) for v in node.values]
    if all(v.type == BOOL for v in values):
        return condition(frame, node)
    is_or = isinstance(node.op, ast.Or)
    result = values[-1]
    for value in reversed(values[:-1]):
        name = frame.fresh("value", value.type)
        var: ir.Expr = ir.Var(name, value.type, value.span)
        test = frame.truth(var, node)
        if is_or and isinstance(var.type, OptionalT) and var.type != result.type:  # true, so it is no None
            var = ir.Unwrap(var, var.type.inner, var.span)
        joined = result.type
        if var.type != result.type:
            either = joined_type(var.type, result.type)
            if either is None and apart(var.type, result.type):
                either = union((var.type, result.type))
            if either is None:
                raise unportable("PV207", f"{var.type} and {result.type} in one and/or", node, "write if and else")
            joined, var, result = either, frame.fit(var, either, node), frame.fit(result, either, node)
        then, other = (var, result) if is_or else (result, var)
        chosen = ir.IfExp(test, then, other, joined, frame.span(node))
        result = ir.Let(name, value, chosen, chosen.type, frame.span(node))
    return result


def ifexp(frame: Frame, node: ast.IfExp, expected: Type | None) -> ir.Expr:
    test = condition(frame, node.test)
    then, other = lower(frame, node.body, expected), lower(frame, node.orelse, expected)
    joined = joined_type(then.type, other.type)
    if joined is None and isinstance(expected, UnionT):
        joined = expected
    if joined is None:
        joined = union((then.type, other.type)) if apart(then.type, other.type) else None
    if joined is None:
        if {then.type, other.type} == {INT, FLOAT}:
            raise unportable("PV208", "one branch is int, the other float", node)
        raise unportable("PV207", f"{then.type} or {other.type}", node, "both branches must be of one type")
    parts = frame.fit(then, joined, node), frame.fit(other, joined, node)
    return ir.IfExp(test, *parts, joined, frame.span(node))


def apart(a: Type, b: Type) -> bool:
    """Whether a value of either type can be told from one of the other when it runs: scalars can."""
    kinds = [t.arms if isinstance(t, UnionT) else (t.inner if isinstance(t, OptionalT) else t,) for t in (a, b)]
    return all(t in (INT, FLOAT, BOOL, STR, NONE, *arrays.SCALARS) for kind in kinds for t in kind)


def joined_type(a: Type, b: Type) -> Type | None:
    if a == b:
        return a
    for one, other in ((a, b), (b, a)):
        if one == NONE:
            return other if isinstance(other, OptionalT) else OptionalT(other)
        if one == OptionalT(other):
            return one
    return None
