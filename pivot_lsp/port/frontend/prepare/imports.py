"""`import math` inside a function becomes one of the module, where the name means nothing else there."""

import ast

from pivot_lsp.port.frontend.prepare.names import after_docstring


def hoist(tree: ast.Module) -> ast.Module:
    """`tree` with the imports of its functions at its head, when every use of the name in the module is that import."""
    bound: dict[str, set[str]] = {}
    inner: list[tuple[list[ast.stmt], ast.Import | ast.ImportFrom]] = []
    for node in ast.walk(tree):
        for name, what in _bindings(node):
            bound.setdefault(name, set()).add(what)
        if isinstance(node, ast.FunctionDef):
            inner += [(body, s) for body in _bodies(node) for s in body if isinstance(s, ast.Import | ast.ImportFrom)]
    made: list[ast.stmt] = []
    seen: set[str] = set()
    top = {ast.dump(s) for s in tree.body if isinstance(s, ast.Import | ast.ImportFrom)}
    for body, statement in inner:
        if not all(len(bound[name]) == 1 for name, _ in _bindings(statement)):
            continue
        if not any(s is statement for s in body):
            continue
        index = next(i for i, s in enumerate(body) if s is statement)
        body[index : index + 1] = [] if len(body) > 1 else [ast.copy_location(ast.Pass(), statement)]
        text = ast.dump(statement)
        if text not in seen | top:
            seen.add(text)
            made.append(statement)
    start = sum(1 for s in tree.body if isinstance(s, ast.ImportFrom) and s.module == "__future__")
    start += after_docstring(tree)
    tree.body[start:start] = made
    return tree


def _bodies(node: ast.FunctionDef) -> list[list[ast.stmt]]:
    return [
        value
        for inner in ast.walk(node)
        for name in ("body", "orelse", "finalbody")
        if isinstance(value := getattr(inner, name, None), list)
    ]


def _bindings(node: ast.AST) -> list[tuple[str, str]]:
    """Names that `node` binds, each with what it binds them to; anything but an import counts as something else."""
    match node:
        case ast.Import(names=names):
            return [((a.asname or a.name).partition(".")[0], f"import {a.name} as {a.asname}") for a in names]
        case ast.ImportFrom(module=module, names=names, level=level):
            return [(a.asname or a.name, f"from {level} {module} import {a.name}") for a in names]
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
            return [(name, "a variable")]
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AsyncFunctionDef(name=name):
            return [(name, "a definition")]
        case ast.ExceptHandler(name=str(name)):
            return [(name, "a variable")]
        case _:
            return []
