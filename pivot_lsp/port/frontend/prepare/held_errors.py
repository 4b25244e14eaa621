"""An exception that a variable holds until it is raised: `error = ValueError("no")`, then `raise error`.

Keeps true: the variable is bound once, to an exception made of literals, and only raised; so making it where it is
raised is the same.
"""

import ast
import builtins
import copy

from pivot_lsp.port.frontend.prepare.names import functions_of, rebound


def unfold(tree: ast.Module) -> ast.Module:
    """`tree` with such exceptions where they are raised."""
    own = rebound(tree)
    for node in tree.body:
        for function in functions_of(node):
            _unfold(function, own)
    return tree


def _unfold(function: ast.FunctionDef, own: set[str]) -> None:
    for i, statement in enumerate(function.body):
        match statement:
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=kind), args=args, keywords=[]) as made
            ) if _is_error(kind, own) and all(isinstance(a, ast.Constant) for a in args):
                pass
            case _:
                continue
        mentions = [n for n in ast.walk(function) if isinstance(n, ast.Name) and n.id == name]
        raised = [n for n in ast.walk(function) if isinstance(n, ast.Raise) and _names(n.exc, name)]
        bound = any(isinstance(n, ast.arg) and n.arg == name for n in ast.walk(function))
        if raised and len(mentions) == len(raised) + 1 and not bound:
            function.body[i] = ast.copy_location(ast.Pass(), statement)
            for one in raised:
                one.exc = _moved(made, one)


def _is_error(kind: str, own: set[str]) -> bool:
    found = getattr(builtins, kind, None)
    return kind not in own and isinstance(found, type) and issubclass(found, Exception)


def _names(node: ast.expr | None, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _moved(made: ast.Call, place: ast.stmt) -> ast.Call:
    copied = copy.deepcopy(made)
    for inner in ast.walk(copied):
        ast.copy_location(inner, place)
    return copied
