"""Numbers where another kind of number is asked for: a bool as the int that it is, an int as a float, NumPy's elements
as plain numbers and back.

Keeps true: nothing is converted that Python would not convert there, and no conversion loses anything unseen.
"""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import BOOL, FLOAT, INT, NP_FLOAT, NP_INT, Type


def as_int(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """A bool as an int; anything else as it is."""
    return frame.prim("int", [value], node) if value.type == BOOL else value


def as_float(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """An int, or an element of an array, as a float; anything else as it is."""
    if value.type != INT:
        return as_plain(frame, value, node)
    if isinstance(value, ir.Const) and isinstance(value.value, int) and abs(value.value) <= 2**53:
        return ir.Const(float(value.value), FLOAT, value.span)
    return frame.prim("float", [value], node)


def as_plain(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """What `math` makes of an element: a float; anything else as it is."""
    return frame.prim("float", [value], node) if value.type in (NP_FLOAT, NP_INT) else value


def as_index(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """A numpy.int64 where Python asks for an index; anything else as it is."""
    return frame.prim("int", [value], node) if value.type == NP_INT else value


def as_element(frame: Frame, value: ir.Expr, element: Type, node: ast.AST) -> ir.Expr:
    """`value` as NumPy makes it an element of that type without a loss; PV207 where it would lose something."""
    value = as_int(frame, value, node)
    if element == NP_INT and value.type not in (NP_INT, INT):
        raise unportable("PV207", f"{value.type} in an array of {element}", node, "write int(...)")
    if value.type == element:
        return value
    return frame.prim("npfloat" if element == NP_FLOAT else "npint", [value], node)
