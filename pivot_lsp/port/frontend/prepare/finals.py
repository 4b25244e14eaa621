"""`finally` in terms of `except`: what it holds runs after the block, before each way out of it, and on an exception.

    try: B finally: F      ->      try: B except Exception: F; raise
                                   F

Where B leaves by return, break or continue, F goes in front of that, which is the same only when F cannot raise;
any other such statement stays, and is refused later.
"""

import ast
import copy

from pivot_lsp.port.frontend.prepare.names import FUNCTIONS, all_names, fresh, rebound

_HARMLESS = {"append", "add", "clear", "extend"}


def rewrite(tree: ast.Module) -> ast.Module:
    """`tree` with the `finally` blocks that can be spelled otherwise."""
    if "Exception" in rebound(tree):
        return tree
    return _Finally(all_names(tree)).visit(tree)  # type: ignore[no-any-return]


class _Finally(ast.NodeTransformer):
    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def visit_Try(self, node: ast.Try) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        if not node.finalbody:
            return node
        last = node.finalbody
        leaving = any(_leaves(s) for s in [*node.body, *node.orelse, *(s for h in node.handlers for s in h.body)])
        if any(_leaves(s) for s in last) or (leaving and not all(map(_cannot_raise, last))):
            return node
        inner: list[ast.stmt] = node.body
        if node.handlers or node.orelse:
            inner = [ast.copy_location(ast.Try(node.body, node.handlers, node.orelse, []), node)]
        if leaving:
            inner = _Exits(last, self._taken).block(inner)
        name = ast.copy_location(ast.Name("Exception", ast.Load()), node)
        again = ast.copy_location(ast.Raise(None, None), node)
        handler = ast.ExceptHandler(name, None, [*copy.deepcopy(last), again])
        made = ast.Try(inner, [ast.copy_location(handler, node)], [], [])
        return [ast.copy_location(made, node), *last]


def _leaves(node: ast.AST, loop: bool = False) -> bool:
    """Whether `node` may leave the block it stands in by return, break or continue."""
    if isinstance(node, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
        return False
    if isinstance(node, ast.Return) or (isinstance(node, ast.Break | ast.Continue) and not loop):
        return True
    inside = loop or isinstance(node, ast.For | ast.While)
    return any(_leaves(child, inside) for child in ast.iter_child_nodes(node))


def _cannot_raise(node: ast.stmt) -> bool:
    match node:
        case ast.Pass():
            return True
        case ast.Assign(targets=[ast.Name()], value=value):
            return _is_plain(value)
        case ast.AugAssign(target=ast.Name(), op=ast.Add() | ast.Sub() | ast.Mult(), value=value):
            return _is_plain(value)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(), attr=attr), args=args, keywords=[])):
            return attr in _HARMLESS and all(map(_is_plain, args))
        case _:
            return False


def _is_plain(node: ast.expr) -> bool:
    """Names, literals, and arithmetic on them that ends natively in a value or a fallback."""
    match node:
        case ast.Constant() | ast.Name():
            return True
        case ast.UnaryOp(operand=operand):
            return _is_plain(operand)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
            return _is_plain(left) and _is_plain(right)
        case _:
            return False


class _Exits:
    """Puts the final statements in front of every way out."""

    def __init__(self, last: list[ast.stmt], taken: set[str]) -> None:
        self._last = last
        self._taken = taken

    def block(self, body: list[ast.stmt], loop: bool = False) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        for one in body:
            inside = loop or isinstance(one, ast.For | ast.While)
            if isinstance(one, ast.Return) and one.value is not None and not isinstance(one.value, ast.Constant):
                name = fresh("result", self._taken)
                kept = ast.copy_location(ast.Assign([ast.Name(name, ast.Store())], one.value), one)
                one.value = ast.copy_location(ast.Name(name, ast.Load()), one)
                found += [kept, *copy.deepcopy(self._last), one]
            elif isinstance(one, ast.Return) or (isinstance(one, ast.Break | ast.Continue) and not loop):
                found += [*copy.deepcopy(self._last), one]
            else:
                if not isinstance(one, (*FUNCTIONS, ast.ClassDef)):
                    self._inside(one, inside)
                found.append(one)
        return found

    def _inside(self, one: ast.stmt, loop: bool) -> None:
        for name in ("body", "orelse"):
            inner = getattr(one, name, None)
            if isinstance(inner, list):
                setattr(one, name, self.block(inner, loop))
        for holder in [*getattr(one, "handlers", []), *getattr(one, "cases", [])]:
            holder.body = self.block(holder.body, loop)
