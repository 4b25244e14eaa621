"""Displays: lists, tuples and dicts as they are written out, with stars too; and slices of tuples of known length."""

import ast

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend import keyed
from pivot_lsp.port.frontend.choices import apart, joined_type
from pivot_lsp.port.frontend.facts import union
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.library import listed
from pivot_lsp.port.frontend.lowering import lower, lower_as
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import FLOAT, INT, DictT, ListT, TupleT, Type, VarTupleT


def of_list(frame: Frame, node: ast.List, expected: Type | None) -> ir.Expr:
    wanted = expected.element if isinstance(expected, ListT) else None
    if any(isinstance(e, ast.Starred) for e in node.elts):
        return starred_list(frame, node, wanted)
    if not node.elts:
        if wanted is None:
            wanted = _inferred_element(frame, node)
        return ir.ListLit((), ListT(wanted), frame.span(node))
    element, items = same_type(frame, node.elts, wanted, node)
    return ir.ListLit(items, ListT(element), frame.span(node))


def _inferred_element(frame: Frame, node: ast.List) -> Type:
    hint = frame.hint(node)
    if not isinstance(hint, ListT):
        raise unportable("PV201", "the type of this empty list is not known", node, "annotate its variable")
    return frame.known(hint.element, "element", node)


def same_type(
    frame: Frame, nodes: list[ast.expr], wanted: Type | None, node: ast.expr
) -> tuple[Type, tuple[ir.Expr, ...]]:
    items = [lower(frame, n, wanted) for n in nodes]
    element = wanted if wanted is not None else items[0].type
    if wanted is None:
        for item in items[1:]:
            joined = joined_type(element, item.type)
            if joined is None and apart(element, item.type):
                joined = union((element, item.type))
            if joined is None:
                code = "PV208" if {element, item.type} == {INT, FLOAT} else "PV207"
                raise unportable(code, f"{element} and {item.type} in one display", node, "items must be of one type")
            element = joined
    return element, tuple(frame.fit(i, element, n, "item") for i, n in zip(items, nodes, strict=True))


def of_tuple(frame: Frame, node: ast.Tuple, expected: Type | None) -> ir.Expr:
    if any(isinstance(e, ast.Starred) for e in node.elts):
        return starred_tuple(frame, node, expected)
    if isinstance(expected, VarTupleT):
        items = tuple(lower_as(frame, n, expected.element, "item") for n in node.elts)
        return ir.ListLit(items, expected, frame.span(node))
    wanted: tuple[Type | None, ...] = (None,) * len(node.elts)
    if isinstance(expected, TupleT) and len(expected.items) == len(node.elts):
        wanted = expected.items
    lowered = [lower(frame, n, w) for n, w in zip(node.elts, wanted, strict=True)]
    fitted = tuple(
        i if w is None else frame.fit(i, w, n, "item") for i, w, n in zip(lowered, wanted, node.elts, strict=True)
    )
    return ir.TupleLit(fitted, TupleT(tuple(i.type for i in fitted)), frame.span(node))


def of_dict(frame: Frame, node: ast.Dict, expected: Type | None) -> ir.Expr:
    if (made := keyed.display(frame, node, expected)) is not None:
        return made
    key_type, value_type = (expected.key, expected.value) if isinstance(expected, DictT) else (None, None)
    if any(k is None for k in node.keys):
        return starred_dict(frame, node, expected)
    if not node.keys:
        if expected is None or not isinstance(expected, DictT):
            at = frame.hint(node)
            if not isinstance(at, DictT):
                raise unportable("PV201", "the type of this empty dict is not known", node, "annotate its variable")
            expected = at
        return ir.DictLit((), expected, frame.span(node))
    key_type, keys = same_type(frame, [k for k in node.keys if k is not None], key_type, node)
    value_type, values = same_type(frame, node.values, value_type, node)
    found = DictT(key_type, value_type)
    frame.unit.use_type(found, node)
    return ir.DictLit(tuple(zip(keys, values, strict=True)), found, frame.span(node))


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
    if isinstance(node.elts[0], ast.Starred) and not all(map(trees.still, parts[1:])):
        made = frame.prim("list.copy", [made], node)  # taken before what comes next changes it
    for part in parts[1:]:
        made = frame.prim("+", [made, part], node)
    return made


def _display(frame: Frame, node: ast.expr, wanted: Type | None) -> ir.Expr:
    return lower(frame, node, ListT(wanted) if wanted is not None else None)


def starred_tuple(frame: Frame, node: ast.Tuple, expected: Type | None) -> ir.Expr:
    """`(*xs, a)`: a tuple of any length."""
    wanted = expected.element if isinstance(expected, VarTupleT) else None
    made = starred_list(frame, node, wanted)
    return frame.prim("tuple", [frame.prim("iter", [made], node)], node)


def starred_dict(frame: Frame, node: ast.Dict, expected: Type | None) -> ir.Expr:
    """`{**a, k: v, **b}`: a new dict, later keys win."""
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
    if node.keys[0] is None and not all(map(trees.still, parts[1:])):
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
