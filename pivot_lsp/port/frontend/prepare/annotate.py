"""Facts become annotations: of parameters, results and fields, and `name: type` at the head of a body for a variable.

Only what the author left open is filled in; a fact about an annotated name is never made (the lowering sees to that).
"""

import ast
from collections.abc import Iterator

from pivot_lsp.port.frontend.facts import Facts
from pivot_lsp.port.frontend.prepare.arrays import with_numpy
from pivot_lsp.port.frontend.prepare.names import after_docstring, parameters
from pivot_lsp.port.types import RecordT, Type, walk


def annotate(tree: ast.Module, module: str, facts: Facts) -> ast.Module:
    """`tree` with the facts of `module` in it."""
    mine: dict[str, dict[str, Type]] = {}
    for (where, function, name), t in facts.known.items():
        if where == module and spelled(t, module) is not None:
            mine.setdefault(function, {})[name] = t
    versions: dict[str, dict[str, str]] = {}
    for (where, function, name), parameter in facts.versions.items():
        if where == module:
            versions.setdefault(function, {})[name] = parameter
    for name, node in _functions(tree):
        if name in mine:
            _fill(node, module, mine[name], versions.get(name, {}))
    for one in tree.body:
        if isinstance(one, ast.ClassDef) and one.name in mine:
            _fill_fields(one, module, mine[one.name])
    spells_numpy = any("numpy." in str(t) for types in mine.values() for t in types.values())
    return with_numpy(tree) if spells_numpy else tree


def _fill_fields(node: ast.ClassDef, module: str, known: dict[str, Type]) -> None:
    for field in node.body:
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and field.target.id in known:
            field.annotation = _expression(known[field.target.id], module, field)


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions and methods with their names in the module."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{m.name}", m) for m in node.body if isinstance(m, ast.FunctionDef))


def spelled(t: Type, module: str) -> str | None:
    """`t` as an annotation of `module`; None when it names a class of another module."""
    classes = [one.cls.partition(":")[0] for one in walk(t) if isinstance(one, RecordT)]
    return None if any(c != module for c in classes) else str(t)


def _fill(node: ast.FunctionDef, module: str, known: dict[str, Type], versions: dict[str, str]) -> None:
    left = dict(known)
    for parameter in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
        t = left.pop(parameter.arg, None)
        if t is not None:
            parameter.annotation = _expression(t, module, parameter)
    result = left.pop("", None)
    if result is not None:
        node.returns = _expression(result, module, node)
    start = after_docstring(node)
    declared: list[ast.stmt] = []
    for name, t in left.items():
        target = ast.copy_location(ast.Name(name, ast.Store()), node)
        start_value = None
        if name in versions:
            _Rename(versions[name], name).visit(node)
            start_value = ast.copy_location(ast.Name(versions[name], ast.Load()), node)
        made = ast.AnnAssign(target, _expression(t, module, node), start_value, 1)
        declared.append(ast.copy_location(made, node))
    node.body[start:start] = declared


def _expression(t: Type, module: str, node: ast.AST) -> ast.expr:
    text = spelled(t, module)
    assert text is not None
    made = ast.parse(text, mode="eval").body
    for inner in ast.walk(made):
        ast.copy_location(inner, node)
    return made


class _Rename(ast.NodeTransformer):
    """Every mention of a variable in the body, in comprehensions too where they do not bind the name themselves."""

    def __init__(self, old: str, new: str) -> None:
        self._old = old
        self._new = new

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Name(self._new, node.ctx), node) if node.id == self._old else node

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node if self._old in parameters(node) else self.generic_visit(node)
