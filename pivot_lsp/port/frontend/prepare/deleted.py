"""`del name` of a local that nothing reads afterwards: the name is only given up, so the statement does nothing.

An object lives on while others hold it, and what happens to one that nobody holds cannot be told, since the objects of
a unit have no finalizers. Taken outside of loops and handlers, where the name is certainly bound and nothing below in
the text mentions it.
"""

import ast

from pivot_lsp.port.frontend.nodes import nodes_of
from pivot_lsp.port.frontend.prepare.names import FUNCTIONS, declared, own_nodes, parameters


def drop(tree: ast.Module) -> ast.Module:
    """`tree` without the deletions that do nothing."""
    for node in nodes_of(tree):
        if isinstance(node, ast.FunctionDef) and any(isinstance(n, ast.Delete) for n in own_nodes(node)):
            _drop(node, node.body, set(parameters(node)))
    return tree


def _drop(function: ast.FunctionDef, block: list[ast.stmt], bound: set[str]) -> None:
    """`bound`: what is certainly bound where the block starts."""
    for index, one in enumerate(block):
        if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None:
            targets = one.targets if isinstance(one, ast.Assign) else [one.target]
            bound = bound | {n.id for t in targets for n in nodes_of(t) if isinstance(n, ast.Name) and _is_store(n)}
        elif isinstance(one, ast.Delete):
            kept = [t for t in one.targets if not _is_idle(function, one, t, bound)]
            if not kept:
                block[index] = ast.copy_location(ast.Pass(), one)
            one.targets = kept or one.targets
        elif isinstance(one, ast.If):
            _drop(function, one.body, bound)
            _drop(function, one.orelse, bound)


def _is_store(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _is_idle(function: ast.FunctionDef, statement: ast.Delete, target: ast.expr, bound: set[str]) -> bool:
    if not isinstance(target, ast.Name) or target.id not in bound or target.id in declared(function, ast.Global):
        return False
    mentions = [n for n in nodes_of(function) if isinstance(n, ast.Name) and n.id == target.id and n is not target]
    inner = {id(n) for f in nodes_of(function) if isinstance(f, (*FUNCTIONS, ast.Lambda)) and f is not function
             for n in nodes_of(f)}  # fmt: skip
    place = (statement.lineno, statement.col_offset)
    before = all((n.lineno, n.col_offset) < place and id(n) not in inner for n in mentions)
    return before and not any(isinstance(n.ctx, ast.Del) for n in mentions)
