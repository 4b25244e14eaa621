"""Whole arrays: what makes a new one, elementwise arithmetic, reductions, and filling a part of one.

What is done to every element is written once, in the prelude (`prelude/arrays.py`), on one dimension; an array of two
is C-contiguous, so it is seen as its elements row by row.
"""

import ast
from collections.abc import Callable

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.conversions import as_element, as_index
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    FLOAT,
    INT,
    NP_FLOAT,
    NP_INT,
    ArrayT,
    ListT,
    TupleT,
    Type,
    VarTupleT,
)

REMEDY = "write it as a loop over the elements"
_DTYPES: dict[str, Type] = {
    **dict.fromkeys(("builtins.float", "numpy.float64", "numpy.double"), NP_FLOAT),
    **dict.fromkeys(("builtins.int", "numpy.int64", "numpy.intp", "numpy.int_"), NP_INT),
}
_ARRAYS = {"+": "add_arrays", "-": "subtract_arrays", "*": "multiply_arrays", "/": "divide_arrays"}
_EACH = {"+": "add_each", "-": "subtract_each", "*": "multiply_each", "/": "divide_each"}
_FROM = {"+": "add_each", "-": "subtract_from", "*": "multiply_each", "/": "divide_by_each"}
_SCALARS = (NP_FLOAT, NP_INT, INT, FLOAT)


def zero(frame: Frame, element: Type, node: ast.AST, value: float = 0) -> ir.Expr:
    """A literal element."""
    number = float(value) if element == NP_FLOAT else int(value)
    plain = ir.Const(number, FLOAT if element == NP_FLOAT else INT, frame.span(node))
    return frame.prim("npfloat" if element == NP_FLOAT else "npint", [plain], node)


# ---------------------------------------------------------------- one dimension for two


def _flat(frame: Frame, array: ir.Expr, node: ast.AST) -> ir.Expr:
    assert isinstance(array.type, ArrayT)
    return array if array.type.ndim == 1 else frame.prim("flat", [array], node)


def _like(frame: Frame, made: ir.Expr, array: ir.Expr, node: ast.AST) -> ir.Expr:
    """`made`, of one dimension, in the shape of `array`, which may be evaluated again."""
    assert isinstance(array.type, ArrayT)
    if array.type.ndim == 1:
        return made
    return frame.prim("shaped", [made, *(frame.prim(key, [array], node) for key in ("len", "columns"))], node)


def _mapped(frame: Frame, helper: str, array: ir.Expr, more: list[ir.Expr], result: Type, node: ast.AST) -> ir.Expr:
    """`helper(array, *more, zero)` in the shape of the array."""
    named, bindings = frame.named(array, "array")
    made = frame.helper(helper, [_flat(frame, named, node), *more, zero(frame, result, node)], node)
    return frame.let(bindings, _like(frame, made, named, node))


def _together(frame: Frame, helper: str, a: ir.Expr, b: ir.Expr, result: Type, node: ast.AST) -> ir.Expr:
    """`helper(a, b, zero)` of two arrays of one shape; of others it falls back."""
    assert isinstance(a.type, ArrayT)
    assert isinstance(b.type, ArrayT)
    if a.type.ndim != b.type.ndim:
        raise unportable("PV207", f"{a.type} and {b.type}, which NumPy broadcasts", node, REMEDY)
    (left, first), (right, second) = frame.named(a, "left"), frame.named(b, "right")
    other = _flat(frame, right, node)
    if a.type.ndim == 2:  # in the shape of the left one, or a fallback
        sizes = [frame.prim(key, [left], node) for key in ("len", "columns")]
        columns = [frame.prim("columns", [v], node) for v in (left, right)]
        same = frame.prim("==", columns, node)
        other = frame.prim("flat", [frame.prim("shaped", [other, *sizes], node)], node)
        made = frame.helper(helper, [_flat(frame, left, node), other, zero(frame, result, node)], node)
        shaped = frame.prim("shaped", [made, *sizes], node)
        fits = ir.IfExp(same, shaped, frame.legacy(shaped.type, node), shaped.type, frame.span(node))
        return frame.let([*first, *second], fits)
    made = frame.helper(helper, [left, other, zero(frame, result, node)], node)
    return frame.let([*first, *second], made)


# ---------------------------------------------------------------- arithmetic


def operation(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`left op right` where one is an array; None where none is."""
    arrays = [v for v in (left, right) if isinstance(v.type, ArrayT)]
    if not arrays:
        return None
    elements = [v.type.element if isinstance(v.type, ArrayT) else v.type for v in (left, right)]
    if op == "**" and isinstance(right, ir.Const) and right.value == 2 and len(arrays) == 1:
        named, bindings = frame.named(left, "base")
        return frame.let(bindings, _together(frame, "multiply_arrays", named, named, elements[0], node))
    if op not in _ARRAYS or any(e not in _SCALARS for e in elements):
        raise unportable("PV207", f"{op}({left.type}, {right.type}) is not taken", node, REMEDY)
    whole = all(e in (NP_INT, INT) for e in elements) and op != "/"
    result = NP_INT if whole else NP_FLOAT
    if len(arrays) == 2:
        return _together(frame, _ARRAYS[op], left, right, result, node)
    if arrays[0] is left:
        return _mapped(frame, _EACH[op], left, [right], result, node)
    (x, first), (array, second) = frame.named(left, "value"), frame.named(right, "array")
    return frame.let([*first, *second], _mapped(frame, _FROM[op], array, [x], result, node))


def unary(frame: Frame, key: str, value: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`-array` and `abs(array)`; None of anything else."""
    helper = {"neg": "negate_each", "abs": "absolute_each"}.get(key)
    if not isinstance(value.type, ArrayT) or helper is None:
        return None
    return _mapped(frame, helper, value, [], value.type.element, node)


def in_place(frame: Frame, array: ir.Expr, op: str, value: ir.Expr, node: ast.stmt) -> list[ir.Stmt]:
    """`array op= value`: the array itself changes, whoever else holds it."""
    made = operation(frame, op, array, value, node)
    assert made is not None
    if made.type != array.type:
        raise unportable("PV207", f"{op}= of {value.type} to {array.type}", node, REMEDY)
    return [ir.ExprStmt(_put(frame, array, made, node), frame.span(node))]


def _put(frame: Frame, array: ir.Expr, value: ir.Expr, node: ast.AST) -> ir.Expr:
    assert isinstance(array.type, ArrayT)
    if not isinstance(value.type, ArrayT):
        stored = as_element(frame, value, array.type.element, node)
        return frame.helper("put_value", [_flat(frame, array, node), stored], node)
    if value.type != array.type:
        raise unportable("PV207", f"{value.type} put into {array.type}", node, REMEDY)
    return frame.helper("put_array", [_flat(frame, array, node), _flat(frame, value, node)], node)


def put_part(frame: Frame, part: ir.Expr, value: ir.Expr, node: ast.stmt) -> list[ir.Stmt]:
    """`array[i:j] = value`, `array[i] = value` of a row: `part` is the view that is filled."""
    return [ir.ExprStmt(_put(frame, part, value, node), frame.span(node))]


# ---------------------------------------------------------------- new arrays


def _given(node: ast.Call, names: tuple[str, ...], least: int) -> dict[str, ast.expr]:
    """The arguments by name; PV205 for others."""
    found: dict[str, ast.expr] = dict(zip(names, node.args, strict=False))
    for keyword in node.keywords:
        if keyword.arg not in names or keyword.arg in found:
            raise unportable("PV205", f"{ast.unparse(node.func)}() with these arguments is not taken", node)
        found[keyword.arg] = keyword.value
    if len(node.args) > len(names) or any(n not in found for n in names[:least]):
        raise unportable("PV205", f"{ast.unparse(node.func)}() with these arguments is not taken", node)
    return found


def _dtype(frame: Frame, node: ast.expr | None, default: Type) -> Type:
    if node is None or (isinstance(node, ast.Constant) and node.value is None):
        return default
    symbol = frame.symbol(node)
    name = f"{getattr(symbol, 'module', '')}.{getattr(symbol, 'name', '')}"
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    if text in ("float64", "int64", "float", "int"):
        name = f"{'numpy' if '64' in text else 'builtins'}.{text}"
    if name not in _DTYPES:
        raise unportable("PV202", f"an array of {ast.unparse(node)}", node, "use numpy.float64 or numpy.int64")
    return _DTYPES[name]


def _filled(frame: Frame, shape: ast.expr, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """A new array of that shape: an int, or a tuple of one or two."""
    given = lower(frame, shape)
    sizes: list[ir.Expr] = []
    bindings: list[tuple[str, ir.Expr]] = []
    if isinstance(given.type, TupleT) and given.type.items in ((INT,), (INT, INT)):
        if isinstance(given, ir.TupleLit):
            sizes = list(given.items)
        else:
            named, bindings = frame.named(given, "shape")
            sizes = [ir.TupleItem(named, i, INT, given.span) for i in range(len(given.type.items))]
    else:
        sizes = [as_index(frame, given, node)]
    if not sizes or any(s.type != INT for s in sizes):
        raise unportable("PV207", f"an array of shape {given.type}", shape, "give one or two ints")
    return frame.let(bindings, frame.prim("filled", [*sizes, value], node))


def _constant(value: float) -> Callable[[Frame, ast.Call], ir.Expr]:
    def handler(frame: Frame, node: ast.Call) -> ir.Expr:
        given = _given(node, ("shape", "dtype"), 1)
        element = _dtype(frame, given.get("dtype"), NP_FLOAT)
        return _filled(frame, given["shape"], zero(frame, element, node, value), node)

    return handler


def _full(frame: Frame, node: ast.Call) -> ir.Expr:
    given = _given(node, ("shape", "fill_value", "dtype"), 2)
    value = lower(frame, given["fill_value"])
    element = _dtype(frame, given.get("dtype"), NP_INT if value.type in (INT, NP_INT) else NP_FLOAT)
    return _filled(frame, given["shape"], as_element(frame, value, element, node), node)


def _array(frame: Frame, node: ast.expr) -> ir.Expr:
    value = lower(frame, node)
    if not isinstance(value.type, ArrayT):
        raise unportable("PV207", f"{value.type} where an array is taken", node, REMEDY)
    return value


def _constant_like(value: float) -> Callable[[Frame, ast.Call], ir.Expr]:
    def handler(frame: Frame, node: ast.Call) -> ir.Expr:
        given = _given(node, ("a", "dtype"), 1)
        named, bindings = frame.named(_array(frame, given["a"]), "array")
        assert isinstance(named.type, ArrayT)
        element = _dtype(frame, given.get("dtype"), named.type.element)
        sizes = [frame.prim(key, [named], node) for key in ("len", "columns")[: named.type.ndim]]
        return frame.let(bindings, frame.prim("filled", [*sizes, zero(frame, element, node, value)], node))

    return handler


def _arange(frame: Frame, node: ast.Call) -> ir.Expr:
    dtype = next((k.value for k in node.keywords if k.arg == "dtype"), None)
    if not 1 <= len(node.args) <= 3 or len(node.keywords) != (dtype is not None):
        raise unportable("PV205", "numpy.arange() with these arguments is not taken", node)
    bounds = [as_index(frame, lower(frame, a), a) for a in node.args]
    element = _dtype(frame, dtype, NP_INT)
    if any(b.type != INT for b in bounds) or element != NP_INT:
        raise unportable("PV207", "numpy.arange() of floats is not taken", node, REMEDY)
    span = frame.span(node)
    if len(bounds) == 1:
        bounds = [ir.Const(0, INT, span), *bounds]
    step = bounds[2:] or [ir.Const(1, INT, span)]
    return frame.helper("counted_up", [*bounds[:2], *step, zero(frame, NP_INT, node)], node)


def _from(frame: Frame, node: ast.Call) -> ir.Expr:
    """`numpy.array(items)` of a list of numbers, or of an array."""
    given = _given(node, ("object", "dtype"), 1)
    value = lower(frame, given["object"])
    if isinstance(value.type, ArrayT):
        if _dtype(frame, given.get("dtype"), value.type.element) != value.type.element:
            raise unportable("PV207", "an array of another type from an array", node, REMEDY)
        return _mapped(frame, "copied", value, [], value.type.element, node)
    if isinstance(value.type, VarTupleT):
        value = frame.as_list(value, node)
    if not isinstance(value.type, ListT) or value.type.element not in _SCALARS:
        raise unportable("PV207", f"an array of {value.type}", node, "give a list of floats or of ints")
    whole = value.type.element in (INT, NP_INT)
    element = _dtype(frame, given.get("dtype"), NP_INT if whole else NP_FLOAT)
    if not whole and element == NP_INT:
        raise unportable("PV207", "floats in an array of ints", node, "write int(...)")
    named, bindings = frame.named(value, "items")
    made = frame.helper("from_items", [named, zero(frame, element, node)], node)
    if whole and "dtype" not in given:  # of no items NumPy makes an array of floats
        test = frame.truth(named, node)
        made = ir.IfExp(test, made, frame.legacy(made.type, node), made.type, frame.span(node))
    return frame.let(bindings, made)


# ---------------------------------------------------------------- reductions


def _both(helper: str) -> dict[Type, str]:
    return {NP_FLOAT: helper, NP_INT: helper}


_REDUCED: dict[str, dict[Type, str]] = {
    "sum": {NP_FLOAT: "sum_floats", NP_INT: "sum_ints"},
    "mean": {NP_FLOAT: "mean_floats", NP_INT: "mean_ints"},
    "min": _both("least"),
    "max": _both("greatest"),
    "argmin": _both("place_of_least"),
    "argmax": _both("place_of_greatest"),
    "any": _both("any_of"),
    "all": _both("all_of"),
}


def reduced(frame: Frame, array: ir.Expr, name: str, node: ast.AST) -> ir.Expr:
    """`array.name()` over all elements."""
    assert isinstance(array.type, ArrayT)
    return frame.helper(_REDUCED[name][array.type.element], [_flat(frame, array, node)], node)


def method(frame: Frame, node: ast.Call, array: ir.Expr, name: str) -> ir.Expr:
    """`array.name(...)`."""
    assert isinstance(array.type, ArrayT)
    plain = not node.args and not node.keywords
    if name in _REDUCED and plain:
        return reduced(frame, array, name, node)
    if name == "copy" and plain:
        return _mapped(frame, "copied", array, [], array.type.element, node)
    if name == "cumsum" and plain and array.type.ndim == 1:
        return _mapped(frame, "cumulated", array, [], array.type.element, node)
    if name == "fill" and len(node.args) == 1 and not node.keywords:
        return _put(frame, array, lower(frame, node.args[0]), node)
    raise unportable("PV206", f"{name}() of an array with these arguments is not taken", node, REMEDY)


def _of_array(name: str) -> Callable[[Frame, ast.Call], ir.Expr]:
    def handler(frame: Frame, node: ast.Call) -> ir.Expr:
        array = _array(frame, _given(node, ("a",), 1)["a"])
        again = ast.copy_location(ast.Call(node.func, [], []), node)
        return method(frame, again, array, name)

    return handler


def _sqrt(frame: Frame, node: ast.Call) -> ir.Expr:
    value = lower(frame, _given(node, ("x",), 1)["x"])
    if isinstance(value.type, ArrayT):
        return _mapped(frame, "root_each", value, [], NP_FLOAT, node)
    return frame.prim("numpy.sqrt", [as_element(frame, value, NP_FLOAT, node)], node)


def _abs(frame: Frame, node: ast.Call) -> ir.Expr:
    value = lower(frame, _given(node, ("x",), 1)["x"])
    if (made := unary(frame, "abs", value, node)) is not None:
        return made
    element = NP_INT if value.type in (INT, NP_INT) else NP_FLOAT
    return frame.prim("abs", [as_element(frame, value, element, node)], node)


def _extreme(name: str) -> Callable[[Frame, ast.Call], ir.Expr]:
    def handler(frame: Frame, node: ast.Call) -> ir.Expr:
        given = _given(node, ("x1", "x2"), 2)
        a, b = lower(frame, given["x1"]), lower(frame, given["x2"])
        if not isinstance(a.type, ArrayT):
            raise unportable("PV207", f"numpy.{name}({a.type}, {b.type}) is not taken", node, "give the array first")
        if isinstance(b.type, ArrayT):
            if a.type != b.type:
                raise unportable("PV207", f"numpy.{name}({a.type}, {b.type}) is not taken", node, REMEDY)
            return _together(frame, f"{name}_arrays", a, b, a.type.element, node)
        return _mapped(frame, f"{name}_each", a, [as_element(frame, b, a.type.element, node)], a.type.element, node)

    return handler


def _copyto(frame: Frame, node: ast.Call) -> ir.Expr:
    given = _given(node, ("dst", "src"), 2)
    return _put(frame, _array(frame, given["dst"]), lower(frame, given["src"]), node)


FUNCTIONS: dict[str, Callable[[Frame, ast.Call], ir.Expr]] = {
    "zeros": _constant(0), "empty": _constant(0), "ones": _constant(1), "full": _full, "arange": _arange,
    "zeros_like": _constant_like(0), "empty_like": _constant_like(0), "ones_like": _constant_like(1), "array": _from,
    "sqrt": _sqrt, "abs": _abs, "absolute": _abs, "minimum": _extreme("minimum"), "maximum": _extreme("maximum"),
    **{name: _of_array(name) for name in (*_REDUCED, "copy", "cumsum")},
    "amin": _of_array("min"), "amax": _of_array("max"), "copyto": _copyto,
}  # fmt: skip
"""Functions of the module `numpy`."""


def summed(frame: Frame, items: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """The built-in `sum` of a list of elements; None of anything else."""
    helpers: dict[Type, str] = {ListT(NP_FLOAT): "sum_of_floats", ListT(NP_INT): "sum_of_ints"}
    helper = helpers.get(items.type)
    return None if helper is None else frame.helper(helper, [items], node)
