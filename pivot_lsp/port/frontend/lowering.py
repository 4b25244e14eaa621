"""The doors of the lowering: an expression or statement of Python goes to the module that knows its kind.

The tables of kinds stand in `expressions` and `statements`, which import the modules that they name; those ask for
their parts here. Keeps true: each refusal inside one statement is noted and the next statement is still read, so that
a person sees every reason at once.
"""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import BOOL, Type

Lowered = list[ir.Stmt]
"""What one statement of Python becomes."""


def lower(frame: Frame, node: ast.expr, expected: Type | None = None) -> ir.Expr:
    """`node` as IR. Raises Unportable where it cannot be taken.

    `expected` is the type the place wants; it only helps literals that have no type of their own (`[]`, `{}`, a tuple
    of any length) and never changes a value: `fit` checks afterwards.
    """
    from pivot_lsp.port.frontend.expressions import HANDLERS

    handler = HANDLERS.get(type(node))
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


def block(frame: Frame, nodes: list[ast.stmt], result: Type) -> tuple[ir.Stmt, ...]:
    """Statements in order; `result` is what the function returns."""
    from pivot_lsp.port.frontend.statements import HANDLERS, REFUSED

    found: Lowered = []
    for node in nodes:
        handler = HANDLERS.get(type(node))
        try:
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                raise unportable(
                    "PV211", f"{node.name}() is decorated with @{ast.unparse(node.decorator_list[0])}", node
                )
            if handler is None:
                kind = f"a {type(node).__name__} statement is not taken"
                raise unportable(*REFUSED.get(type(node), ("PV203", kind)), node)
            found.extend(handler(frame, node, result))
        except Unportable as reason:
            frame.unit.note(reason)
    return tuple(found)
