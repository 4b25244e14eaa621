"""Operators on values: `+ - * / // % ** << >> & | ^ @`, and those of one operand.

Each kind of value is asked in turn whether the operation is its own; what is left is numbers, text and lists, and a
row of the table.
"""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import array_calls, arrays, dates, formats, methods, octets, operators, unions
from pivot_lsp.port.frontend.conversions import as_float, as_int
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import condition, lower
from pivot_lsp.port.frontend.reads import INT64
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    STR,
    ListT,
    Type,
    UnionT,
)

_BINARY = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.MatMult: "@",
}  # fmt: skip
_MIXED = {"+", "-", "*", "/", "//", "%", "**"}


def binary(frame: Frame, node: ast.BinOp, expected: Type | None) -> ir.Expr:
    op = _BINARY.get(type(node.op))
    if op == "%" and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
        return formats.percent(frame, node.left.value, node.right, node)
    if op is None:
        raise unportable("PV204", f"the operator {type(node.op).__name__} is not taken", node)
    return operation(frame, op, lower(frame, node.left, expected), lower(frame, node.right, expected), node)


def operator_of(op: ast.operator) -> str | None:
    """The table's key of an ast operator."""
    return _BINARY.get(type(op))


def operation(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr:
    """`left op right` on values."""
    if (made := dates.operation(frame, op, left, right, node)) is not None:
        return made
    if isinstance(left.type, UnionT) or isinstance(right.type, UnionT):
        return unions.spread(frame, [left, right], lambda v: operation(frame, op, v[0], v[1], node), node)
    if (made := arrays.operation(frame, op, left, right, node)) is not None:
        return made
    if (made := octets.operation(frame, op, left, right, node)) is not None:
        return made
    if (made := operators.operation(frame, op, left, right, node)) is not None:
        return made
    if (made := methods.merged(frame, op, left, right, node)) is not None:
        return made
    if left.type == BOOL and right.type == BOOL and op in ("&", "|", "^"):
        return frame.prim(op, [left, right], node)
    if left.type == FLOAT == right.type and (_is_bare_sum(left) or _is_bare_sum(right)):
        left, right = _from_zero(frame, left, right, node), _from_zero(frame, right, left, node)
    if op in _MIXED:
        numeric = {left.type, right.type} <= {INT, FLOAT, BOOL}
        left, right = numbers(frame, left, right, node) if numeric else (left, right)
    if op == "*" and (left.type == STR or isinstance(left.type, ListT)):
        right = as_int(frame, right, node)
    if op == "*" and left.type == INT and (right.type == STR or isinstance(right.type, ListT)):
        bound, bindings = frame.named(left, "times")
        return frame.let(bindings, frame.prim("*", [right, bound], node))
    if op == "**" and isinstance(right, ir.Const) and right.type == INT and int(right.value or 0) < 0:
        left, right = as_float(frame, left, node), as_float(frame, right, node)  # as CPython's long_pow does
    return frame.prim(op, [left, right], node)


def numbers(frame: Frame, left: ir.Expr, right: ir.Expr, node: ast.AST) -> tuple[ir.Expr, ir.Expr]:
    """Operands of arithmetic: a bool as the int it is, an int beside a float as a float."""
    left, right = as_int(frame, left, node), as_int(frame, right, node)
    if {left.type, right.type} == {INT, FLOAT}:
        return as_float(frame, left, node), as_float(frame, right, node)
    return left, right


def _is_bare_sum(e: ir.Expr) -> bool:
    return isinstance(e, ir.Prim) and e.row.key == "sum" and len(e.args) == 1


def _from_zero(frame: Frame, e: ir.Expr, other: ir.Expr, node: ast.AST) -> ir.Expr:
    """A sum of floats, of which none may be there, beside a float: the int 0 that Python gives then counts as 0.0."""
    if not isinstance(e, ir.Prim) or not _is_bare_sum(e) or _is_bare_sum(other):
        return e
    return frame.prim("sum", [*e.args, ir.Const(0.0, FLOAT, e.span)], node)


def unary(frame: Frame, node: ast.UnaryOp, expected: Type | None) -> ir.Expr:
    if isinstance(node.op, ast.Not):
        return condition(frame, node)
    minus = isinstance(node.op, ast.USub)
    literal = node.operand.value if isinstance(node.operand, ast.Constant) else None
    if minus and isinstance(literal, int | float) and not isinstance(literal, bool):
        value = -literal
        if isinstance(value, int) and value not in INT64:
            raise unportable("PV221", f"{value} does not fit in 64 bits", node)
        return ir.Const(value, INT if isinstance(value, int) else FLOAT, frame.span(node))
    keys = {ast.USub: "neg", ast.UAdd: "pos", ast.Invert: "invert"}
    operand = lower(frame, node.operand)
    if (made := operators.unary(frame, keys[type(node.op)], operand, node)) is not None:
        return made
    number = as_int(frame, operand, node)
    whole = array_calls.unary(frame, keys[type(node.op)], number, node)
    return whole if whole is not None else frame.prim(keys[type(node.op)], [number], node)
