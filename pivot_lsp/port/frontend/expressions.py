"""Expressions: the table of their kinds, and what the rest of the front end asks of them under one name."""

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
from pivot_lsp.port.frontend.arithmetic import as_float, as_int, operation
from pivot_lsp.port.frontend.displays import same_type
from pivot_lsp.port.frontend.lowering import condition, lower, lower_as
from pivot_lsp.port.frontend.reads import key, unnarrowed
from pivot_lsp.port.frontend.walks import iterable

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

__all__ = [
    "as_float",
    "as_int",
    "condition",
    "iterable",
    "key",
    "lower",
    "lower_as",
    "operation",
    "same_type",
    "unnarrowed",
]
