"""Slices of lists: their bounds, and storing into one."""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower_as
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import INT, IterT, ListT, OptionalT, VarTupleT


def bounds(frame: Frame, node: ast.Slice, at: ast.AST) -> list[ir.Expr]:
    """start, stop and step of a slice."""
    return [
        ir.Const(None, OptionalT(INT), frame.span(at)) if b is None else lower_as(frame, b, OptionalT(INT), "bound")
        for b in (node.lower, node.upper, node.step)
    ]


def assign_slice(frame: Frame, container: ir.Expr, where: ast.Slice, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """`xs[a:b:c] = value`: any iterable is listed first, as CPython does."""
    if not isinstance(container.type, ListT):
        raise unportable("PV207", f"{container.type} takes no slice assignment", node)
    if isinstance(value.type, VarTupleT):
        value = frame.as_list(value, node)
    elif isinstance(value.type, IterT):
        value = frame.prim("list", [value], node)
    elif not isinstance(value.type, ListT):
        value = frame.prim("list", [frame.prim("iter", [value], node)], node)
    value = frame.fit(value, container.type, node, "the slice")
    return frame.prim("setslice", [container, *bounds(frame, where, node), value], node)
