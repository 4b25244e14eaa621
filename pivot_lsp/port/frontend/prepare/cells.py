"""Variables that a nested function assigns (`nonlocal`): the one element of a list that all of them share."""

import ast

from pivot_lsp.port.frontend.prepare.names import FUNCTIONS, after_docstring, declared, fresh, own_nodes, parameters


def share_assigned(outer: ast.FunctionDef, taken: set[str]) -> None:
    """Turns each such variable of `outer` into a list where every assignment of it can be turned."""
    wanted: set[str] = set()
    for node in ast.walk(outer):
        if isinstance(node, FUNCTIONS) and node is not outer:
            wanted |= declared(node, ast.Nonlocal)
    for name in sorted(wanted - declared(outer, ast.Nonlocal)):
        if _can_share(outer, name):
            _share(outer, name, fresh(f"{name}_cell", taken))


def _can_share(outer: ast.FunctionDef, name: str) -> bool:
    """Whether the variable starts as a parameter or in a plain assignment before all else, is only ever assigned by
    statements, and no other scope has a variable of that name."""
    for node in ast.walk(outer):
        match node:
            case ast.For(target=target) | ast.comprehension(target=target):
                bad = any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(target))
            case ast.NamedExpr(target=ast.Name(id=found)) | ast.ExceptHandler(name=found):
                bad = found == name
            case ast.Delete() | ast.With():
                bad = any(
                    isinstance(n, ast.Name) and n.id == name and not isinstance(n.ctx, ast.Load) for n in ast.walk(node)
                )
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() if node is not outer:
                bad = name in parameters(node) or (
                    name not in declared(node, ast.Nonlocal)
                    and any(
                        isinstance(n, ast.Name) and n.id == name and not isinstance(n.ctx, ast.Load)
                        for n in own_nodes(node)
                    )
                )
            case _:
                bad = False
        if bad:
            return False
    if name in parameters(outer):
        return True
    first = next((s for s in outer.body if any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(s))), None)
    return (
        isinstance(first, ast.Assign)
        and len(first.targets) == 1
        and isinstance(first.targets[0], ast.Name)
        and first.targets[0].id == name
        and not any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(first.value))
    )


def _share(outer: ast.FunctionDef, name: str, cell: str) -> None:
    if name in parameters(outer):
        start = after_docstring(outer)
        first = ast.copy_location(_made(cell, ast.Name(name, ast.Load())), outer)
        _Share(name, cell).visit(outer)
        outer.body.insert(start, first)
        return
    first_statement = next(
        s
        for s in outer.body
        if isinstance(s, ast.Assign) and isinstance(s.targets[0], ast.Name) and s.targets[0].id == name
    )
    value = first_statement.value
    _Share(name, cell).visit(outer)
    first_statement.targets = [ast.copy_location(ast.Name(cell, ast.Store()), first_statement)]
    first_statement.value = ast.copy_location(ast.List([value], ast.Load()), value)


def _made(cell: str, value: ast.expr) -> ast.Assign:
    return ast.Assign([ast.Name(cell, ast.Store())], ast.List([value], ast.Load()))


class _Share(ast.NodeTransformer):
    def __init__(self, name: str, cell: str) -> None:
        self._name = name
        self._cell = cell

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id != self._name:
            return node
        owner = ast.copy_location(ast.Name(self._cell, ast.Load()), node)
        zero = ast.copy_location(ast.Constant(0), node)
        return ast.copy_location(ast.Subscript(owner, zero, node.ctx), node)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.AST | None:
        node.names = [n for n in node.names if n != self._name]
        return node if node.names else ast.copy_location(ast.Pass(), node)
