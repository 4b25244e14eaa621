"""Cyclomatic complexity as radon counts it: how much each kind of node adds to the 1 that a function begins with.

The walk adds these up on its one way through the tree, so that nothing can recurse it away (2,500 `elif`s do that to
radon) and functions under `if`, `try` or in closures are counted too. radon itself is asked in the tests, which hold
these weights against it; `except*`, which it does not see, is an `except` here. What is in an `assert`, in a nested
function or class, or in a definition's header adds nothing to the function around it.
"""

import ast
from collections.abc import Callable
from typing import Any


def _handlers(node: Any) -> int:
    return len(node.handlers) + bool(node.orelse)


def _loop(node: Any) -> int:
    return 1 + bool(node.orelse)


def _cases(node: Any) -> int:
    wildcard = any(isinstance(c.pattern, ast.MatchAs) and c.pattern.pattern is None for c in node.cases)
    return max(0, len(node.cases) - wildcard)


WEIGHTS: dict[type[ast.AST], Callable[[Any], int]] = {
    **dict.fromkeys((ast.Try, ast.TryStar), _handlers),
    **dict.fromkeys((ast.For, ast.AsyncFor, ast.While), _loop),
    **dict.fromkeys((ast.If, ast.IfExp, ast.Assert), lambda _: 1),
    ast.BoolOp: lambda node: len(node.values) - 1,
    ast.Match: _cases,
    ast.comprehension: lambda node: 1 + len(node.ifs),
}
"""By kind of node; what is not here adds nothing."""
