"""Expressions: the table of their kinds."""

import ast
from collections.abc import Callable

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import (
    arithmetic,
    calls,
    choices,
    comparisons,
    comprehensions,
    displays,
    reads,
    sets,
    strings,
)

HANDLERS: dict[type[ast.expr], Callable[..., ir.Expr]] = {
    ast.Constant: reads.constant,
    ast.Name: reads.name,
    ast.Attribute: reads.attribute,
    ast.Subscript: reads.subscript,
    ast.BinOp: arithmetic.binary,
    ast.UnaryOp: arithmetic.unary,
    ast.BoolOp: choices.boolop,
    ast.Compare: comparisons.compare,
    ast.IfExp: choices.ifexp,
    ast.List: displays.of_list,
    ast.Tuple: displays.of_tuple,
    ast.Dict: displays.of_dict,
    ast.Set: sets.display,
    ast.ListComp: comprehensions.of_list,
    ast.SetComp: comprehensions.of_set,
    ast.GeneratorExp: comprehensions.generator,
    ast.DictComp: comprehensions.of_dict,
    ast.JoinedStr: strings.fstring,
    ast.Call: calls.call,
}
