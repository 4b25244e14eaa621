"""Lists in assignments: slices that are stored into, and lists that are taken apart into names."""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.library import refuse_kept
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import INT, IterT, ListT, OptionalT, TupleT, VarTupleT


def bounds(frame: Frame, node: ast.Slice, at: ast.AST) -> list[ir.Expr]:
    """start, stop and step of a slice."""
    from pivot_lsp.port.frontend.expressions import lower_as

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


def taken_apart(
    frame: Frame, target: ast.Tuple | ast.List, value: ir.Expr
) -> tuple[list[tuple[str, ir.Expr]], list[tuple[ast.expr, ir.Expr]]]:
    """`a, *b, c = value`: what is named first, and each target with its item."""
    stars = [i for i, t in enumerate(target.elts) if isinstance(t, ast.Starred)]
    if len(stars) > 1:
        raise unportable("PV203", "two stars in one target", target)
    if isinstance(value.type, TupleT):
        return _tuple_apart(frame, target, value, stars[0])
    items = _as_list(frame, value, target)
    count = len(target.elts) - len(stars)
    known = ir.Const(count, INT, items.span)
    checked = frame.helper("unpacked_least" if stars else "unpacked", [items, known], target)
    name = frame.fresh("parts", checked.type)
    var = ir.Var(name, checked.type, checked.span)
    parts: list[tuple[ast.expr, ir.Expr]] = []
    for place, part in enumerate(target.elts):
        if isinstance(part, ast.Starred):
            after = len(target.elts) - place - 1
            parts.append((part.value, _slice(frame, var, place, -after if after else None, target)))
            continue
        index = place if not stars or place < stars[0] else place - len(target.elts)
        parts.append((part, frame.prim("getitem", [var, ir.Const(index, INT, var.span)], target)))
    return [(name, checked)], parts


def _tuple_apart(
    frame: Frame, target: ast.Tuple | ast.List, value: ir.Expr, star: int
) -> tuple[list[tuple[str, ir.Expr]], list[tuple[ast.expr, ir.Expr]]]:
    assert isinstance(value.type, TupleT)
    after = len(target.elts) - star - 1
    size = len(value.type.items)
    if size < star + after:
        raise unportable("PV207", f"{value.type} unpacked into {len(target.elts)}", target)
    name = frame.fresh("parts", value.type)
    var = ir.Var(name, value.type, value.span)
    items: list[ir.Expr] = [ir.TupleItem(var, i, t, value.span) for i, t in enumerate(value.type.items)]
    middle = tuple(items[star : size - after])
    kinds = {i.type for i in middle}
    if len(kinds) != 1:
        raise unportable("PV207", "a star takes items of several types, or none", target)
    rest = ir.ListLit(middle, ListT(kinds.pop()), value.span)
    values = [*items[:star], rest, *items[size - after :]]
    targets = [t.value if isinstance(t, ast.Starred) else t for t in target.elts]
    return [(name, value)], list(zip(targets, values, strict=True))


def _as_list(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    if isinstance(value.type, ListT):
        return value
    if isinstance(value.type, VarTupleT):
        return frame.as_list(value, node)
    if not any(isinstance(t, ast.Starred) for t in getattr(node, "elts", ())):
        refuse_kept(value, node)
    walked = value if isinstance(value.type, IterT) else frame.prim("iter", [value], node)
    return frame.prim("list", [walked], node)


def _slice(frame: Frame, var: ir.Expr, start: int, stop: int | None, node: ast.AST) -> ir.Expr:
    t = OptionalT(INT)
    first = ir.Some(ir.Const(start, INT, var.span), t, var.span)
    last: ir.Expr = ir.Const(None, t, var.span)
    if stop is not None:
        last = ir.Some(ir.Const(stop, INT, var.span), t, var.span)
    return frame.prim("slice", [var, first, last, ir.Const(None, t, var.span)], node)
