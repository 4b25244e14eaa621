"""The doors of the lowering: an expression or statement of Python goes to the module that knows its kind.

Those modules ask each other for their parts: an operand may be a call, a call's argument an operator. So none of them
imports upwards: each asks here, and the unit was handed the one `Lowering` that says who answers (`grammar.py`, the
only place that knows them all). Keeps true: each refusal inside one statement is noted and the next statement is still
read, so that a person sees every reason at once.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import BOOL, Type

Lowered = list[ir.Stmt]
"""What one statement of Python becomes."""
OnValues = Callable[[Frame, str, ir.Expr, ir.Expr, ast.AST], ir.Expr]
"""An operator, by the table's key, on two values."""


@dataclass(frozen=True)
class Lowering:
    """Who lowers what. `refused`: code and message of the statements that are never taken. `operation` does arithmetic,
    `ordered` compares. `of_marks` does what no row of the table does on dates, time spans and members of Enums, or
    gives None; `spelled` makes the text of what no row spells; `own_truth` asks an object's own method whether it is
    true."""

    expressions: Mapping[type[ast.expr], Callable[..., ir.Expr]]
    statements: Mapping[type[ast.stmt], Callable[..., Lowered]]
    refused: Mapping[type[ast.stmt], tuple[str, str]]
    operation: OnValues
    ordered: OnValues
    of_marks: Callable[[Frame, str, list[ir.Expr], ast.AST], ir.Expr | None]
    spelled: Callable[[Frame, str, ir.Expr, ast.AST], ir.Expr]
    own_truth: Callable[[Frame, ir.Expr, str, ast.AST], ir.Expr]


def lower(frame: Frame, node: ast.expr, expected: Type | None = None) -> ir.Expr:
    """`node` as IR. Raises Unportable where it cannot be taken.

    `expected` is the type the place wants; it only helps literals that have no type of their own (`[]`, `{}`, a tuple
    of any length) and never changes a value: `fit` checks afterwards.
    """
    handler = frame.unit.lowering.expressions.get(type(node))
    if handler is None:
        raise unportable("PV204", f"a {type(node).__name__} expression is not taken", node)
    return handler(frame, node, expected)


def lower_as(frame: Frame, node: ast.expr, expected: Type, what: str = "value") -> ir.Expr:
    """`node` where a value of exactly `expected` is stored."""
    return frame.fit(lower(frame, node, expected), expected, node, what)


def condition(frame: Frame, node: ast.expr) -> ir.Expr:
    """`node` as a bool; `and`, `or` and `not` stay what they are."""
    if isinstance(node, ast.BoolOp):
        op = "and" if isinstance(node.op, ast.And) else "or"
        return ir.BoolOp(op, tuple(condition(frame, v) for v in node.values), BOOL, frame.span(node))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return frame.prim("not", [condition(frame, node.operand)], node)
    return frame.truth(lower(frame, node), node)


def operation(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr:
    """`left op right` on values, of whatever types they are."""
    return frame.unit.lowering.operation(frame, op, left, right, node)


def ordered(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr:
    """`left op right` on values, `op` one of the six that order or equate."""
    return frame.unit.lowering.ordered(frame, op, left, right, node)


def block(frame: Frame, nodes: list[ast.stmt], result: Type) -> tuple[ir.Stmt, ...]:
    """Statements in order; `result` is what the function returns."""
    lowering, found = frame.unit.lowering, Lowered()
    for node in nodes:
        handler = lowering.statements.get(type(node))
        try:
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                raise unportable(
                    "PV211", f"{node.name}() is decorated with @{ast.unparse(node.decorator_list[0])}", node
                )
            if handler is None:
                kind = f"a {type(node).__name__} statement is not taken"
                raise unportable(*lowering.refused.get(type(node), ("PV203", kind)), node)
            found.extend(handler(frame, node, result))
        except Unportable as reason:
            frame.unit.note(reason)
    return tuple(found)
