"""Module constants and defaults: literals, folded by Python's own arithmetic, that nothing in the module changes."""

import ast
import math
import operator
from typing import TYPE_CHECKING

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.folding import folded
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.learn import loose
from pivot_lsp.port.frontend.lowering import lower_as
from pivot_lsp.port.frontend.nodes import nodes_of
from pivot_lsp.port.frontend.oracle import FunctionTypes, Unknown
from pivot_lsp.port.frontend.reads import INT64
from pivot_lsp.port.frontend.scope import ClassSymbol, ConstantSymbol, ExternalSymbol, Module
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import BOOL, FLOAT, INT, NONE, STR, MarkT, RecordT, SetT, TupleT, Type, VarTupleT

if TYPE_CHECKING:
    from pivot_lsp.port.frontend.unit import UnitBuilder

_ARITHMETIC = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}


def lower_constant(
    unit: "UnitBuilder", module: Module, symbol: ConstantSymbol, at: ast.expr, *, as_row: bool
) -> ir.Expr:
    """The value of a module constant, or a refusal PV218 at the place that reads it.

    `as_row`: a tuple whose items are of one type becomes a tuple of any length, which can be walked and indexed.
    """
    hint = unit.oracle.constant(symbol.module, symbol.name)
    if hint is None or isinstance(hint, Unknown):
        found = "unknown" if hint is None else hint.text
        raise unportable("PV218", f"{symbol.name} is of type {found}", at)
    if as_row and isinstance(hint, TupleT) and len(set(hint.items)) == 1:
        hint = VarTupleT(hint.items[0])
    frame = Frame(unit, module, FunctionTypes({}, NONE, {}), set())
    what = f"constant {symbol.name}"
    if _names_of_class(unit, module, symbol):
        raise unportable("PV218", f"{symbol.name} is computed, not a literal", at)
    value = _literal(frame, _folded(symbol.value), hint, what)
    if value is None:  # computed
        made = folded(symbol.value, lambda node: _meaning(unit, module, node))
        value = None if made is None else _literal(frame, made, hint, what)
    if value is None:
        raise unportable("PV218", f"{symbol.name} is computed, not a literal", at)
    return value


def _names_of_class(unit: "UnitBuilder", module: Module, symbol: ConstantSymbol) -> bool:
    """Whether the value of a class's variable reads another name of the class, which the module may have as well."""
    owner = unit.project.lookup(module, symbol.name.partition(".")[0]) if "." in symbol.name else None
    if not isinstance(owner, ClassSymbol):
        return False
    bound = {n.id for s in owner.node.body for n in nodes_of(s) if isinstance(n, ast.Name) and not _is_load(n)}
    bound |= {s.name for s in owner.node.body if isinstance(s, ast.FunctionDef)}
    return any(isinstance(n, ast.Name) and _is_load(n) and n.id in bound for n in nodes_of(symbol.value))


def _is_load(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)


def _literal(frame: Frame, node: ast.expr, hint: Type, what: str) -> ir.Expr | None:
    """`node` as a constant, with an int among the floats where there is one; None when it is no literal."""
    try:
        value = lower_as(frame, node, hint, what)
    except Unportable as problem:
        if problem.code != "PV208":
            return None
        try:
            value = lower_as(frame, node, loose(hint), what)
        except Unportable:
            return None
    return value if _is_literal(value, frame) else None


def _meaning(unit: "UnitBuilder", module: Module, node: ast.expr) -> "ast.expr | tuple[str, str] | None":
    """What a name or dotted path means in `module`, for the evaluator."""
    frame = Frame(unit, module, FunctionTypes({}, NONE, {}), set())
    symbol = frame.symbol(node)
    match symbol:
        case ConstantSymbol(module=owner, value=value) if owner == module.name:
            return value
        case ExternalSymbol(where, name):
            return where, name
        case _:
            return None


def lower_default(unit: "UnitBuilder", module: Module, default: ast.expr, t: Type, at: ast.AST) -> ir.Expr:
    """A parameter's or field's default, made anew: it must be immutable, or an empty list or dict of a dataclass."""
    frame = Frame(unit, module, FunctionTypes({}, NONE, {}), set())
    value = lower_as(frame, ast.copy_location(_folded(default), at), t, "default")
    if not _is_literal(value):
        raise unportable("PV222", f"the default {ast.unparse(default)} is not taken", at)
    return value


def _folded(node: ast.expr) -> ast.expr:
    """`node` with arithmetic on literals done, as Python does it."""
    if isinstance(node, ast.BinOp):
        left, right = _folded(node.left), _folded(node.right)
        apply = _ARITHMETIC.get(type(node.op))
        if apply and isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
            numbers = [v for v in (left.value, right.value) if type(v) in (int, float)]
            if len(numbers) == 2:
                try:
                    value = apply(*numbers)
                except ArithmeticError:
                    return node
                if isinstance(value, float) or value in INT64:
                    return ast.copy_location(ast.Constant(value), node)
    if isinstance(node, ast.Tuple):
        return ast.copy_location(ast.Tuple([_folded(e) for e in node.elts], ast.Load()), node)
    if isinstance(node, ast.List):
        return ast.copy_location(ast.List([_folded(e) for e in node.elts], ast.Load()), node)
    return node


def _is_literal(value: ir.Expr, frame: Frame | None = None) -> bool:
    """Whether it is made of literals alone; with a frame, of frozen dataclasses, too."""
    match value:
        case ir.New(args=args, type=RecordT() as t):
            return frame is not None and frame.unit.records.is_frozen(t) and all(_is_literal(a, frame) for a in args)
        case ir.Const(v):
            return not (isinstance(v, float) and math.isnan(v))
        case ir.ConstantRef(type=t):
            return t in (INT, FLOAT, BOOL, STR) or isinstance(t, MarkT)
        case ir.TupleLit(items) | ir.ListLit(items):
            return all(_is_literal(i, frame) for i in items)
        case ir.DictLit(pairs):
            return all(_is_literal(k, frame) and _is_literal(v, frame) for k, v in pairs)
        case ir.Some(inner):
            return _is_literal(inner, frame)
        case ir.Prim(row=row, args=(ir.Prim(args=(inner,)),)) if row.key in ("set", "frozenset"):
            return _is_literal(inner)
        case ir.Empty(type=SetT()):
            return True
        case _:
            return False
