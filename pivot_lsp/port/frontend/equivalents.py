"""Functions of the standard library that say what an operator or a comprehension says as well: they are lowered as
that. The functions of `operator`, `math.gcd` and `math.lcm` of several, `math.hypot`, `compress`, `copy.copy`.

Keeps true: each argument is evaluated once, in the order in which it is written.
"""

import ast
import sys
from collections.abc import Callable

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.applied import at, generator
from pivot_lsp.port.frontend.conversions import as_float, as_int
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.library import listed
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.frontend.scope import ExternalSymbol
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import FLOAT, INT, DictT, ListT, SetT, TupleT, VarTupleT

_BINARY: dict[str, type[ast.operator]] = {
    "add": ast.Add, "sub": ast.Sub, "mul": ast.Mult, "truediv": ast.Div, "floordiv": ast.FloorDiv, "mod": ast.Mod,
    "pow": ast.Pow, "and_": ast.BitAnd, "or_": ast.BitOr, "xor": ast.BitXor, "lshift": ast.LShift,
    "rshift": ast.RShift, "concat": ast.Add, "matmul": ast.MatMult,
}  # fmt: skip
_COMPARE: dict[str, type[ast.cmpop]] = {
    "eq": ast.Eq, "ne": ast.NotEq, "lt": ast.Lt, "le": ast.LtE, "gt": ast.Gt, "ge": ast.GtE, "is_": ast.Is,
    "is_not": ast.IsNot,
}  # fmt: skip
_UNARY: dict[str, type[ast.unaryop]] = {
    "neg": ast.USub, "pos": ast.UAdd, "not_": ast.Not, "invert": ast.Invert, "inv": ast.Invert,
}  # fmt: skip
_CALLS = {"truth": "bool", "abs": "abs"}
Maker = Callable[[Frame, ast.Call], ir.Expr | None]


def equivalent(frame: Frame, node: ast.Call, symbol: ExternalSymbol) -> ir.Expr | None:
    """What the call says otherwise; None of any other call."""
    if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
        return None
    if any(frame.symbol(ast.Name(n, ast.Load())) != ExternalSymbol("builtins", n) for n in ("abs", "bool", "zip")):
        return None
    if symbol.module == "operator":
        made = _of_operator(symbol.name, node.args)
        return None if made is None else lower(frame, at(node, made))
    maker = _MAKERS.get((symbol.module, symbol.name))
    return None if maker is None else maker(frame, node)


def _of_operator(name: str, args: list[ast.expr]) -> ast.expr | None:
    match args:
        case [one] if name in _UNARY:
            return ast.UnaryOp(_UNARY[name](), one)
        case [one] if name in _CALLS:
            return ast.Call(ast.Name(_CALLS[name], ast.Load()), [one], [])
        case [one, two] if name in _BINARY:
            return ast.BinOp(one, _BINARY[name](), two)
        case [one, two] if name in _COMPARE:
            return ast.Compare(one, [_COMPARE[name]()], [two])
        case [one, two] if name == "getitem":
            return ast.Subscript(one, two, ast.Load())
        case [ast.Name() as one, ast.Name() | ast.Constant() as two] if name == "contains":
            return ast.Compare(two, [ast.In()], [one])
        case _:
            return None


def _folded(frame: Frame, node: ast.Call) -> ir.Expr | None:
    """`gcd(a, b, c)` as `gcd(gcd(a, b), c)`."""
    if len(node.args) < 3:
        return None
    made = node.args[0]
    for argument in node.args[1:]:
        made = at(node, ast.Call(node.func, [made, argument], []))
    return lower(frame, made)


def _hypot(frame: Frame, node: ast.Call) -> ir.Expr | None:
    values = [as_float(frame, as_int(frame, lower(frame, a), node), node) for a in node.args]
    return _norm(frame, ir.ListLit(tuple(values), ListT(FLOAT), frame.span(node)), node) if values else None


def _distance(frame: Frame, node: ast.Call) -> ir.Expr | None:
    """`math.dist(p, q)`: the norm of the differences."""
    if len(node.args) != 2:
        return None
    points = [_floats(frame, a, node) for a in node.args]
    return _norm(frame, frame.helper("differences", points, node), node)


def _floats(frame: Frame, node: ast.expr, place: ast.AST) -> ir.Expr:
    value = lower(frame, node)
    if isinstance(value.type, ListT | VarTupleT) and value.type.element in (INT, FLOAT):
        value = frame.as_list(value, place)
        assert isinstance(value.type, ListT)
        return value if value.type.element == FLOAT else frame.helper("as_floats", [value], place)
    if type(value.type) is not TupleT:
        raise unportable("PV207", f"math.dist() of {value.type}", place)
    kinds = value.type.items
    value, bindings = frame.named(value, "point")
    items = [ir.TupleItem(value, i, t, value.span) for i, t in enumerate(kinds)]
    floats = tuple(as_float(frame, as_int(frame, i, place), place) for i in items)
    return frame.let(bindings, ir.ListLit(floats, ListT(FLOAT), value.span))


def _norm(frame: Frame, vector: ir.Expr, node: ast.AST) -> ir.Expr:
    """The length of a vector as the running Python computes it (Modules/mathmodule.c, vector_norm)."""
    return frame.helper("norm_of" if sys.version_info >= (3, 12) else "norm_of_311", [vector], node)


def _compress(frame: Frame, node: ast.Call) -> ir.Expr | None:
    if len(node.args) != 2:
        return None
    item, chosen = frame.fresh("item", INT), frame.fresh("chosen", INT)
    target = ast.Tuple([ast.Name(item, ast.Store()), ast.Name(chosen, ast.Store())], ast.Store())
    walked = at(node, ast.Call(ast.Name("zip", ast.Load()), node.args, []))
    return lower(frame, generator(node, target, ast.Name(item, ast.Load()), walked, ast.Name(chosen, ast.Load())))


def _copied(frame: Frame, node: ast.Call) -> ir.Expr | None:
    """`copy.copy(x)` of a list, dict or set."""
    value = lower(frame, node.args[0]) if len(node.args) == 1 else None
    if value is None or not isinstance(value.type, ListT | DictT | SetT) or getattr(value.type, "frozen", False):
        return None
    return lower(frame, at(node, ast.Call(ast.Attribute(node.args[0], "copy", ast.Load()), [], [])))


def _mode(name: str) -> Maker:
    def make(frame: Frame, node: ast.Call) -> ir.Expr | None:
        return frame.helper(name, [listed(frame, node.args[0])], node) if len(node.args) == 1 else None

    return make


_MAKERS: dict[tuple[str, str], Maker] = {
    ("math", "gcd"): _folded,
    ("math", "lcm"): _folded,
    ("math", "hypot"): _hypot,
    ("math", "dist"): _distance,
    ("itertools", "compress"): _compress,
    ("copy", "copy"): _copied,
    ("statistics", "mode"): _mode("commonest_item"),
    ("statistics", "multimode"): _mode("commonest_items"),
}
