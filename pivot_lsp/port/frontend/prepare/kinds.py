"""`counts: dict[str, int] = defaultdict(int)`: declared a dict, and made of a class that is more.

The annotation of the variable, and of the function that gives it back, names the class that the value has. Keeps
true: what else is stored in the variable, or what others take the value for, is looked at by type as before.
"""

import ast
from collections.abc import Iterator

from pivot_lsp.port.frontend.nodes import nodes_in, nodes_of
from pivot_lsp.port.frontend.prepare.names import FUNCTIONS

_DICTS = {"dict", "Dict", "MutableMapping", "Mapping"}


def state(tree: ast.Module) -> ast.Module:
    """`tree` with such annotations in its functions."""
    for function in (n for n in nodes_of(tree) if isinstance(n, ast.FunctionDef)):
        own = list(_own(function))
        for node in own:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name | ast.Attribute):
                node.annotation = _named(node.annotation, node.value) or node.annotation
        if function.returns is not None:
            function.returns = _named(function.returns, _given_back(own)) or function.returns
    return tree


def _own(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """What stands in the function itself, not in the functions inside."""
    todo: list[ast.AST] = list(function.body)
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            todo += nodes_in(node)


def _named(annotation: ast.expr, value: ast.expr | None) -> ast.expr | None:
    """The annotation that `value` asks for where a dict is declared."""
    match annotation, value:
        case (
            ast.Subscript(
                value=ast.Name(id=declared) | ast.Attribute(attr=declared),
                slice=ast.Tuple(elts=[key, inner]),
            ),
            ast.Call(func=(ast.Name(id=made) | ast.Attribute(attr=made)) as cls),
        ) if declared in _DICTS:
            found = {"defaultdict": ast.Tuple([key, inner], ast.Load()), "Counter": key}.get(made)
            if found is None:
                return None
            return ast.copy_location(ast.Subscript(cls, found, ast.Load()), annotation)
        case _:
            return None


def _given_back(own: list[ast.AST]) -> ast.expr | None:
    """What made the one variable that every return gives back; None where that cannot be told."""
    names = {n.value.id if isinstance(n.value, ast.Name) else "" for n in own if isinstance(n, ast.Return)}
    name = names.pop() if len(names) == 1 else ""
    stores = [n for n in own if isinstance(n, ast.Name) and n.id == name and not isinstance(n.ctx, ast.Load)]
    if not name or len(stores) != 1:
        return None
    for node in own:
        match node:
            case ast.Assign(targets=[ast.Name(id=other)], value=value) if other == name:
                return value
            case ast.AnnAssign(target=ast.Name(id=other), value=value) if other == name:
                return value
            case _:
                pass
    return None
