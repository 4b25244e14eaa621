"""NumPy arrays and their elements: reading, writing, shape, arithmetic of scalars, and what makes a new array.

Keeps true: an element has NumPy's class until `float()` or `int()` is called, so that a result has the very class that
Python would give; a bool that comes from comparing elements is a numpy.bool_. What NumPy broadcasts, casts with a loss
or leaves to BLAS and SIMD is refused.
"""

import ast
from collections.abc import Callable

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import array_calls
from pivot_lsp.port.frontend.conversions import as_element, as_index
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.frontend.lowering import operation as any_operation
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    NP_BOOL,
    NP_FLOAT,
    NP_INT,
    ArrayT,
    ListT,
    OptionalT,
    TupleT,
    Type,
)

SCALARS = (NP_FLOAT, NP_INT, NP_BOOL)
_NUMBERS = (NP_FLOAT, NP_INT, INT, FLOAT, BOOL)
_OF_FLOATS = {"+", "-", "*", "/", "//", "%", "**"}
_OF_INTS = {"+", "-", "*", "//", "%", "&", "|", "^"}
_DTYPES = {"float": NP_FLOAT, "int": NP_INT, "float64": NP_FLOAT, "double": NP_FLOAT, "int64": NP_INT, "intp": NP_INT,
           "int_": NP_INT}  # fmt: skip
_REMEDY = "write it as a loop over the elements"


# ---------------------------------------------------------------- arithmetic


def operation(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`left op right` where one is an element; None where none is."""
    if (made := array_calls.operation(frame, op, left, right, node)) is not None:
        return made
    kinds = {left.type, right.type}
    if not kinds & {NP_FLOAT, NP_INT} or not kinds <= set(_NUMBERS):
        return None
    whole = kinds <= {NP_INT, INT}
    if whole and op in _OF_INTS:
        return frame.prim(op, [as_element(frame, v, NP_INT, node) for v in (left, right)], node)
    if whole and op == "**" and isinstance(right, ir.Const) and right.value == 2:
        named, bindings = frame.named(as_element(frame, left, NP_INT, node), "base")
        return frame.let(bindings, frame.prim("*", [named, named], node))
    if op not in _OF_FLOATS or (whole and op != "/"):
        raise unportable("PV207", f"{op}({left.type}, {right.type}) is not taken", node, "write int(...) or float(...)")
    return frame.prim(op, [as_element(frame, v, NP_FLOAT, node) for v in (left, right)], node)


def compared(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`left op right`, a numpy.bool_, where one is an element; None where none is."""
    kinds = {left.type, right.type}
    if NP_BOOL in kinds or any(isinstance(t, ArrayT) for t in kinds):
        raise unportable("PV207", f"{op}({left.type}, {right.type}) is not taken", node, _REMEDY)
    if not kinds & {NP_FLOAT, NP_INT} or not kinds <= set(_NUMBERS):
        return None
    element = NP_INT if kinds <= {NP_INT, INT, BOOL} else NP_FLOAT
    return frame.prim(op, [as_element(frame, v, element, node) for v in (left, right)], node)


def refuse_elements(frame: Frame, node: ast.Call, name: str) -> None:
    """Refuses a built-in function that NumPy's scalars answer in a way of their own."""
    found = next((t for a in node.args if (t := lower(frame, a).type) in SCALARS), None)
    if found is not None:
        raise unportable("PV207", f"{name}() of {found} is not taken", node, "write float(...) first")


def chained(frame: Frame, tests: list[ir.Expr], node: ast.AST) -> Type:
    """The type of `a < b < c` by its tests: the class of the one that decides."""
    kinds = {t.type for t in tests}
    if len(kinds) > 1 or not kinds <= {BOOL, NP_BOOL}:
        raise unportable("PV207", "a chain of comparisons of which some are NumPy's", node, "write `and`")
    return kinds.pop()


# ---------------------------------------------------------------- items


def item(frame: Frame, array: ir.Expr, node: ast.Subscript) -> ir.Expr:
    """`array[...]`: an element, a row, or a part of one dimension, which are views."""
    assert isinstance(array.type, ArrayT)
    place = node.slice
    if isinstance(place, ast.Slice) and array.type.ndim == 1:
        return frame.prim("part", [array, *_bounds(frame, place, node)], node)
    places = place.elts if isinstance(place, ast.Tuple) else [place]
    if len(places) > array.type.ndim or any(isinstance(p, ast.Slice) for p in places):
        raise unportable("PV207", f"{ast.unparse(node)} of an array is not taken", node, _REMEDY)
    return frame.prim("getitem", [array, *(_index(frame, p) for p in places)], node)


def _bounds(frame: Frame, part: ast.Slice, node: ast.AST) -> list[ir.Expr]:
    if part.step is not None and not (isinstance(part.step, ast.Constant) and part.step.value in (None, 1)):
        raise unportable("PV207", "a slice of an array with a step", node, _REMEDY)
    found = []
    for bound in (part.lower, part.upper):
        value = ir.Const(None, OptionalT(INT), frame.span(node)) if bound is None else _index(frame, bound)
        found.append(frame.fit(value, OptionalT(INT), node, "bound"))
    return found


def _index(frame: Frame, node: ast.expr) -> ir.Expr:
    value = as_index(frame, lower(frame, node), node)
    if value.type != INT:  # a bool is a mask, an array a choice of elements
        raise unportable("PV207", f"an array's index of type {value.type}", node, _REMEDY)
    return value


def set_item(frame: Frame, array: ir.Expr, target: ast.Subscript, value: ir.Expr, node: ast.stmt) -> list[ir.Stmt]:
    """`array[i] = value` of one element; the index is evaluated after the value, which may be evaluated later."""
    assert isinstance(array.type, ArrayT)
    places = target.slice.elts if isinstance(target.slice, ast.Tuple) else [target.slice]
    whole = isinstance(target.slice, ast.Slice) and ast.unparse(target.slice) == ":"
    if whole or len(places) < array.type.ndim or (isinstance(target.slice, ast.Slice) and array.type.ndim == 1):
        part = array if whole else item(frame, array, target)
        return array_calls.put_part(frame, part, value, node)
    if len(places) != array.type.ndim or any(isinstance(p, ast.Slice) for p in places):
        raise unportable("PV207", f"assigning to {ast.unparse(target)} of an array", node, _REMEDY)
    stored = as_element(frame, value, array.type.element, node)
    made = frame.prim("setitem", [array, *(_index(frame, p) for p in places), stored], node)
    return [ir.ExprStmt(made, frame.span(node))]


def augmented(frame: Frame, array: ir.Expr, op: str, node: ast.AugAssign) -> list[ir.Stmt]:
    """`array[i, j] op= value`: the array and its index are evaluated once, before the value."""
    assert isinstance(node.target, ast.Subscript)
    assert isinstance(array.type, ArrayT)
    span, target = frame.span(node), node.target
    places = target.slice.elts if isinstance(target.slice, ast.Tuple) else [target.slice]
    if len(places) < array.type.ndim and not any(isinstance(p, ast.Slice) for p in places):
        row, before = frame.named(item(frame, array, target), "row")
        made = array_calls.in_place(frame, row, op, lower(frame, node.value), node)
        return [*(ir.Assign(n, v, False, False, span) for n, v in before), *made]
    if len(places) != array.type.ndim or any(isinstance(p, ast.Slice) for p in places):
        raise unportable("PV207", f"{ast.unparse(target)} of an array as target", node, _REMEDY)
    held, bindings = frame.named(array, "array")
    index: list[ir.Expr] = []
    for place in places:
        named, more = frame.named(_index(frame, place), "index")
        index.append(named)
        bindings += more
    current, more = frame.named(frame.prim("getitem", [held, *index], node), "element")
    bindings += more
    value = any_operation(frame, op, current, lower(frame, node.value), node)
    stored = as_element(frame, value, array.type.element, node)
    found: list[ir.Stmt] = [ir.Assign(n, v, False, False, span) for n, v in bindings]
    return [*found, ir.ExprStmt(frame.prim("setitem", [held, *index, stored], node), span)]


def rows(frame: Frame, array: ir.Expr, node: ast.AST) -> ir.Expr:
    """What walks over an array of two dimensions: its rows, each a view."""
    assert isinstance(array.type, ArrayT)
    named, bindings = frame.named(array, "array")
    place = frame.fresh("row", INT)
    row = frame.prim("getitem", [named, ir.Var(place, INT, array.span)], node)
    count = frame.prim("range", [frame.prim("len", [named], node)], node)
    made = ir.Comp("list", None, row, (ir.Clause(ir.Name(place, INT), count, ()),), ListT(row.type), array.span)
    return frame.prim("iter", [frame.let(bindings, made)], node)


# ---------------------------------------------------------------- attributes, methods, functions


def attribute(frame: Frame, array: ir.Expr, node: ast.Attribute) -> ir.Expr | None:
    """`shape`, `size` and `ndim`; None of what is no array."""
    if not isinstance(array.type, ArrayT):
        return None
    span = frame.span(node)
    named, bindings = frame.named(array, "array")
    if node.attr == "ndim":
        return frame.let(bindings, ir.Const(array.type.ndim, INT, span))
    sizes = [frame.prim(key, [named], node) for key in ("len", "columns")[: array.type.ndim]]
    if node.attr == "shape":
        return frame.let(bindings, ir.TupleLit(tuple(sizes), TupleT((INT,) * array.type.ndim), span))
    if node.attr == "size":
        return frame.let(bindings, sizes[0] if len(sizes) == 1 else frame.prim("*", sizes, node))
    raise unportable("PV206", f"attribute {node.attr!r} of an array is not taken", node, _REMEDY)


Handler = Callable[[Frame, ast.Call], ir.Expr]


def function(frame: Frame, node: ast.Call, name: str) -> ir.Expr:
    """`numpy.name(...)`."""
    handler = _FUNCTIONS.get(name)
    if handler is None:
        raise unportable("PV205", f"numpy.{name}() is not taken", node, _REMEDY)
    return handler(frame, node)


def _scalar(element: Type) -> Handler:
    def handler(frame: Frame, node: ast.Call) -> ir.Expr:
        if len(node.args) != 1 or node.keywords:
            raise unportable("PV205", f"{element}() with these arguments is not taken", node)
        value = lower(frame, node.args[0])
        if element == NP_INT and value.type not in (INT, NP_INT):
            raise unportable("PV207", f"{element}({value.type}) is not taken", node, "write int(...) first")
        return as_element(frame, value, element, node)

    return handler


_FUNCTIONS: dict[str, Handler] = {
    "float64": _scalar(NP_FLOAT),
    "int64": _scalar(NP_INT),
    **array_calls.FUNCTIONS,
}
