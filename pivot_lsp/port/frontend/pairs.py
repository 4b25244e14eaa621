"""`dict(rows)` of lists: `dict(line.split("=") for line in lines)`.

Each row must have two items when its turn comes; where one has not, Python raises, and the call falls back.
"""

import ast
from dataclasses import replace

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.types import INT, IterT, ListT, OptionalT, TupleT, Type, VarTupleT


def of_rows(frame: Frame, source: ir.Expr, node: ast.AST) -> ir.Expr:
    """`source`, a walk over lists, as one over pairs; any other walk as it is."""
    assert isinstance(source.type, IterT)
    element = source.type.element
    if not isinstance(element, ListT | VarTupleT):
        return source
    made = source.args[0] if isinstance(source, ir.Prim) and source.row.key == "iter" else None
    if isinstance(made, ir.Comp) and made.lazy:  # a row is looked at before the next one is made
        pair = _pair(frame, made.element, element.element, node)
        return frame.prim("iter", [replace(made, element=pair, type=ListT(pair.type))], node)
    name = frame.fresh("row", element)
    pair = _pair(frame, ir.Var(name, element, source.span), element.element, node)
    clause = ir.Clause(ir.Name(name, element), source, ())
    return frame.prim("iter", [ir.Comp("list", None, pair, (clause,), ListT(pair.type), source.span)], node)


def _pair(frame: Frame, row: ir.Expr, item: Type, node: ast.AST) -> ir.Expr:
    span = frame.span(node)
    named, bindings = frame.named(row, "row")
    rows = frame.as_list(named, node)
    parts = tuple(frame.prim("getitem", [rows, ir.Const(i, INT, span)], node) for i in range(2))
    pair = TupleT((item, item))
    two = frame.prim("==", [frame.prim("len", [rows], node), ir.Const(2, INT, span)], node)
    some = ir.Some(ir.TupleLit(parts, pair, span), OptionalT(pair), span)
    chosen = ir.IfExp(two, some, ir.Const(None, some.type, span), some.type, span)
    return frame.let(bindings, ir.Unwrap(chosen, pair, span))
