"""Displays with stars, and slices of tuples of known length."""

import ast

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.library import listed
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import DictT, ListT, TupleT, Type, VarTupleT


def starred_list(frame: Frame, node: ast.List | ast.Tuple, wanted: Type | None) -> ir.Expr:
    """`[*xs, a, *ys]`: a new list."""
    parts: list[ir.Expr] = []
    pending: list[ast.expr] = []

    def flush() -> None:
        if pending:
            display = ast.copy_location(ast.List(list(pending), ast.Load()), node)
            parts.append(_display(frame, display, wanted))
            pending.clear()

    for element in node.elts:
        if isinstance(element, ast.Starred):
            flush()
            parts.append(listed(frame, element.value))
        else:
            pending.append(element)
    flush()
    kinds = {p.type for p in parts}
    if len(kinds) != 1:
        raise unportable("PV207", "items of several types in one display", node, "items must be of one type")
    if len(parts) == 1:
        return frame.prim("list.copy", [parts[0]], node)
    made = parts[0]
    if isinstance(node.elts[0], ast.Starred) and not all(map(still, parts[1:])):
        made = frame.prim("list.copy", [made], node)  # taken before what comes next changes it
    for part in parts[1:]:
        made = frame.prim("+", [made, part], node)
    return made


def still(e: ir.Expr) -> bool:
    """Whether evaluating `e` changes no object that another expression could read."""
    return not any(isinstance(x, ir.Call) or (isinstance(x, ir.Prim) and x.row.mutates) for x in trees.within(e))


def _display(frame: Frame, node: ast.expr, wanted: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import lower

    return lower(frame, node, ListT(wanted) if wanted is not None else None)


def starred_tuple(frame: Frame, node: ast.Tuple, expected: Type | None) -> ir.Expr:
    """`(*xs, a)`: a tuple of any length."""
    wanted = expected.element if isinstance(expected, VarTupleT) else None
    made = starred_list(frame, node, wanted)
    return frame.prim("tuple", [frame.prim("iter", [made], node)], node)


def starred_dict(frame: Frame, node: ast.Dict, expected: Type | None) -> ir.Expr:
    """`{**a, k: v, **b}`: a new dict, later keys win."""
    from pivot_lsp.port.frontend.expressions import lower

    parts: list[ir.Expr] = []
    keys: list[ast.expr | None] = []
    values: list[ast.expr] = []

    def flush() -> None:
        if keys:
            display = ast.copy_location(ast.Dict(list(keys), list(values)), node)
            parts.append(lower(frame, display, expected))
            keys.clear()
            values.clear()

    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            flush()
            found = lower(frame, value, expected)
            if not isinstance(found.type, DictT):
                raise unportable("PV207", f"** of {found.type}", node)
            parts.append(found)
        else:
            keys.append(key)
            values.append(value)
    flush()
    made = parts[0]
    if node.keys[0] is None and not all(map(still, parts[1:])):
        made = frame.prim("dict.copy", [made], node)  # taken before what comes next changes it
    for part in parts[1:]:
        made = frame.helper("merged", [made, part], node)
    return made if len(parts) > 1 else frame.prim("dict.copy", [made], node)


def tuple_slice(frame: Frame, value: ir.Expr, node: ast.Subscript) -> ir.Expr:
    """`t[a:b:c]` of a tuple of known length with constant bounds."""
    assert isinstance(value.type, TupleT)
    assert isinstance(node.slice, ast.Slice)
    bounds: list[int | None] = []
    for bound in (node.slice.lower, node.slice.upper, node.slice.step):
        try:
            found = None if bound is None else ast.literal_eval(bound)
        except ValueError:
            found = "computed"
        if found is not None and type(found) is not int:
            raise unportable("PV207", "a tuple's slice must have constant bounds", node, "declare tuple[T, ...]")
        bounds.append(found)
    if bounds[2] == 0:
        raise unportable("PV207", "a slice's step is zero", node)
    owner, bindings = frame.named(value, "items")
    places = range(len(value.type.items))[slice(*bounds)]
    items = tuple(ir.TupleItem(owner, i, value.type.items[i], owner.span) for i in places)
    return frame.let(bindings, ir.TupleLit(items, TupleT(tuple(i.type for i in items)), frame.span(node)))


def known_bounds(part: ast.Slice) -> bool:
    """Whether the text tells the bounds, so that the slice of a tuple of known length has one too."""
    bounds = [b.operand if isinstance(b, ast.UnaryOp) else b for b in (part.lower, part.upper, part.step)]
    return all(b is None or isinstance(b, ast.Constant) for b in bounds)
