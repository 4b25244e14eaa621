"""The wrapped form of a function (`pivot wrap`), as readers of sources see it.

    def _legacy_total(rows): ...
    total = cached(_pivot_vessel(_legacy_total, flag="use_rust_total", vessel="m.total/rust"))

Invariant: `see_through` gives the tree that the source had before it was wrapped, at the places of now: what is hashed,
mutated or measured is legacy, whether or not it stands behind a flag.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

PREFIX = "_legacy_"
DISPATCH = "_pivot_vessel"

_BLOCKS = (ast.If, ast.Try, ast.TryStar, ast.With, ast.For, ast.While)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Dispatch:
    """`name = decorator(...(_pivot_vessel(...)))`. `decorators` are in the order in which they stood."""

    name: str
    call: ast.Call
    decorators: tuple[ast.expr, ...]


def blocks(scope: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """The statements of a scope, block by block: those of if, try, with, for and while belong to it."""
    yield scope
    for statement in scope:
        if isinstance(statement, _BLOCKS):
            for name in ("body", "orelse", "finalbody"):
                yield from blocks(getattr(statement, name, []))
            for handler in getattr(statement, "handlers", []):
                yield from blocks(handler.body)


def statements(scope: list[ast.stmt]) -> Iterator[ast.stmt]:
    """All statements of a scope."""
    for block in blocks(scope):
        yield from block


def dispatch(statement: ast.stmt) -> Dispatch | None:
    """The dispatch that a statement is, or None."""
    if not (isinstance(statement, ast.Assign) and len(statement.targets) == 1):
        return None
    target, value = statement.targets[0], statement.value
    decorators: list[ast.expr] = []
    while isinstance(target, ast.Name) and isinstance(value, ast.Call) and value.args:
        if isinstance(value.func, ast.Name) and value.func.id == DISPATCH:
            return Dispatch(target.id, value, tuple(decorators))
        decorators.append(value.func)
        value = value.args[0]
    return None


def is_import(statement: ast.stmt) -> bool:
    """True for the import that `pivot wrap` adds."""
    return (
        isinstance(statement, ast.ImportFrom)
        and statement.module == "pivot_lsp.runtime"
        and any(alias.asname == DISPATCH for alias in statement.names)
    )


def scopes(tree: ast.Module, qualname: str) -> tuple[list[list[ast.stmt]], str]:
    """The bodies in which the last name of `qualname` may stand (several, when a class is defined twice), and it."""
    *classes, name = qualname.split(".")
    found = [tree.body]
    for outer in classes:
        found = [
            inner.body
            for scope in found
            for inner in statements(scope)
            if isinstance(inner, ast.ClassDef) and inner.name == outer
        ]
    return found, name


def find_dispatch(tree: ast.Module, qualname: str) -> tuple[ast.stmt, Dispatch] | None:
    """The statement by which `qualname` is wrapped, or None."""
    found, name = scopes(tree, qualname)
    for scope in found:
        for statement in statements(scope):
            made = dispatch(statement)
            if made is not None and made.name == name:
                return statement, made
    return None


def see_through(tree: ast.Module) -> ast.Module:
    """The tree with every wrapped function as it was, changed in place; one that has none is not touched."""
    if any(is_import(statement) for statement in tree.body):
        _see_through(tree.body)
        tree.body = [statement for statement in tree.body if not is_import(statement)]
    return tree


def _see_through(scope: list[ast.stmt]) -> None:
    for block in blocks(scope):
        made = {f"{PREFIX}{found.name}": found for found in map(dispatch, block) if found is not None}
        functions = [s for s in block if isinstance(s, _FUNCTIONS) and s.name in made]
        for function in functions:
            found = made[function.name]
            function.name, function.decorator_list = found.name, list(found.decorators)
        names = {function.name for function in functions}
        block[:] = [s for s in block if (made_by := dispatch(s)) is None or made_by.name not in names]
        for statement in block:
            if isinstance(statement, ast.ClassDef):
                _see_through(statement.body)
