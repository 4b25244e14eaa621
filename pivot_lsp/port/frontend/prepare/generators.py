"""Generator functions of the unit as functions that return a list of what they would yield.

The lowering sees to it that this is the same (`frontend/yields.py`): who consumes the list may change nothing that the
generator reads, and an exception on the way falls back, since Python would have met it later. A generator that has a
loop without an end stays one, and is refused later.
"""

import ast
import copy
from collections.abc import Iterator
from typing import TypeVar

from pivot_lsp.port.frontend.prepare.names import FUNCTIONS, after_docstring, all_names, fresh, own_nodes

Node = TypeVar("Node", bound=ast.AST)
_TYPES = {"Iterator", "Iterable", "Generator"}


def gather(tree: ast.Module) -> frozenset[str]:
    """Rewrites the generators of `tree` that can be; returns their qualified names."""
    taken = all_names(tree)
    found: set[str] = set()
    for owner, node in _functions(tree):
        if _is_plain(node):
            name = fresh("yielded", taken)
            node.body = _Yields(name).block(node.body)
            start = after_docstring(node)
            target = ast.Name(name, ast.Store())
            node.returns = _element(node.returns)
            empty = ast.List([], ast.Load())
            made = ast.AnnAssign(target, copy.deepcopy(node.returns), empty, 1) if node.returns else None
            node.body.insert(start, _placed(made or ast.Assign([target], empty), node))
            node.body.append(_placed(ast.Return(ast.Name(name, ast.Load())), node))
            found.add(owner + node.name)
    return frozenset(found)


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions and undecorated methods, each with what stands before its name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield "", node
        elif isinstance(node, ast.ClassDef):
            yield from (
                (f"{node.name}.", m) for m in node.body if isinstance(m, ast.FunctionDef) and not m.decorator_list
            )


def _is_plain(node: ast.FunctionDef) -> bool:
    yields = [n for n in own_nodes(node) if isinstance(n, ast.Yield | ast.YieldFrom)]
    statements = [n.value for n in own_nodes(node) if isinstance(n, ast.Expr)]
    returns = all(n.value is None for n in own_nodes(node) if isinstance(n, ast.Return))
    return bool(yields) and all(any(y is s for s in statements) for y in yields) and not has_no_end(node) and returns


def has_no_end(node: ast.FunctionDef) -> bool:
    """Whether it has a loop without a condition that nothing in it leaves."""
    return any(
        isinstance(n, ast.While)
        and isinstance(n.test, ast.Constant)
        and bool(n.test.value)
        and not own_jump(n.body, ast.Break)
        and not any(isinstance(m, ast.Return) for m in ast.walk(n))
        for n in own_nodes(node)
    )


def own_jump(body: list[ast.stmt], kind: type[ast.stmt]) -> bool:
    """Whether a break, or continue, of the loop itself stands in its `body`."""
    for one in body:
        if isinstance(one, kind):
            return True
        if isinstance(one, (*FUNCTIONS, ast.ClassDef)):
            continue
        inner = [one.orelse] if isinstance(one, ast.For | ast.While) else blocks(one)
        if any(own_jump(block, kind) for block in inner):
            return True
    return False


def blocks(one: ast.stmt) -> list[list[ast.stmt]]:
    """The blocks of a statement."""
    found = [b for n in ("body", "orelse", "finalbody") if isinstance(b := getattr(one, n, None), list)]
    return found + [h.body for h in [*getattr(one, "handlers", []), *getattr(one, "cases", [])]]


def _element(annotation: ast.expr | None) -> ast.expr | None:
    """`Iterator[T]` as `list[T]`; anything else is left open."""
    match annotation:
        case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=inner) if name in _TYPES:
            first = inner.elts[0] if isinstance(inner, ast.Tuple) and name == "Generator" else inner
            made = ast.Subscript(ast.Name("list", ast.Load()), first, ast.Load())
            return _placed(made, annotation)
        case _:
            return None


class _Yields:
    def __init__(self, name: str) -> None:
        self._name = name

    def block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        return [self._statement(one) for one in body]

    def _statement(self, one: ast.stmt) -> ast.stmt:
        match one:
            case ast.Expr(value=ast.Yield(value=value)):
                return self._call("append", value or ast.Constant(None), one)
            case ast.Expr(value=ast.YieldFrom(value=value)):
                return self._call("extend", value, one)
            case ast.Return():
                return _placed(ast.Return(ast.Name(self._name, ast.Load())), one)
            case _ if isinstance(one, (*FUNCTIONS, ast.ClassDef)):
                return one
        for name in ("body", "orelse", "finalbody"):
            inner = getattr(one, name, None)
            if isinstance(inner, list):
                setattr(one, name, self.block(inner))
        for holder in [*getattr(one, "handlers", []), *getattr(one, "cases", [])]:
            holder.body = self.block(holder.body)
        return one

    def _call(self, method: str, value: ast.expr, one: ast.stmt) -> ast.stmt:
        owner = ast.Attribute(ast.Name(self._name, ast.Load()), method, ast.Load())
        return _placed(ast.Expr(ast.Call(owner, [value], [])), one)


def _placed(node: Node, like: ast.AST) -> Node:
    for inner in ast.walk(node):
        if not hasattr(inner, "lineno"):
            ast.copy_location(inner, like)
    return node
