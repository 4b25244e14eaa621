"""Calls as functions of their own, nested in the function that calls: what a library function does, written out.

Keeps true: each function's own code is rewritten alone; a function inside it, or a lambda, is left to its own turn.
"""

import ast
from collections.abc import Callable

from pivot_lsp.port.frontend.prepare.names import after_docstring


class Nesting(ast.NodeTransformer):
    """Rewrites one function's own code. `made`: the functions that are to stand at its start. `bound`: the names of
    the comprehensions around the expression at hand, which a function at the start cannot see."""

    def __init__(self) -> None:
        self._bound: list[set[str]] = []
        self.made: list[ast.stmt] = []

    @property
    def bound(self) -> set[str]:
        return {name for names in self._bound for name in names}

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if not isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            return super().generic_visit(node)
        targets = [n for g in node.generators for n in ast.walk(g.target)]
        self._bound.append({n.id for n in targets if isinstance(n, ast.Name)})
        super().generic_visit(node)
        self._bound.pop()
        return node


def nest(tree: ast.Module, of: Callable[[ast.FunctionDef], Nesting]) -> ast.Module:
    """`tree` with every function rewritten by what `of` gives for it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            found = of(node)
            node.body = [found.visit(one) for one in node.body]
            start = after_docstring(node)
            node.body[start:start] = found.made
    return tree
