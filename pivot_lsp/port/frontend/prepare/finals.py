"""`finally` in terms of `except`: what it holds runs after the block, before each way out of it, and on an exception.

    try: B finally: F      ->      try: B except Exception: F; raise
                                   F

Where B leaves by return, break or continue, F goes in front of that, which is the same only when F cannot raise;
any other such statement stays, and is refused later.
"""

import ast
import copy
import sys

from pivot_lsp.port.frontend.prepare.names import FUNCTIONS, all_names, fresh, rebound

_HARMLESS = {"append", "add", "clear", "extend"}
_OPERATORS = {f"__{kind}{name}__" for kind in ("", "i", "r") for name in ("add", "sub", "mul")} | {"__neg__", "__pos__",
              "__invert__"}  # fmt: skip
_MADE = {"list", "set", "dict", "deque", "defaultdict", "Counter"}


def rewrite(tree: ast.Module) -> ast.Module:
    """`tree` with the `finally` blocks that can be spelled otherwise."""
    if "Exception" in rebound(tree):
        return tree
    made: ast.Module = _Finally(all_names(tree), _Harmless(tree)).visit(tree)
    return made


class _Harmless:
    """Which statements cannot raise, as far as the text of the module tells: an own class may define a method or an
    operator that does."""

    def __init__(self, tree: ast.Module) -> None:
        own = {f.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef) for f in n.body
               if isinstance(f, ast.FunctionDef)}  # fmt: skip
        self._methods = _HARMLESS - own
        self._arithmetic = not own & _OPERATORS
        self._closed = not any(isinstance(n, ast.Import | ast.ImportFrom) and _of_project(n) for n in ast.walk(tree))
        self._containers = _containers(tree)

    def statement(self, node: ast.stmt) -> bool:
        """Whether `node` cannot raise."""
        match node:
            case ast.Pass():
                return True
            case ast.Assign(targets=[ast.Name()], value=value):
                return self._is_plain(value)
            case ast.AugAssign(target=ast.Name(), op=ast.Add() | ast.Sub() | ast.Mult(), value=value):
                return self._arithmetic and self._is_plain(value)
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=attr), args=args, keywords=[])
            ):
                known = self._closed or owner in self._containers
                return known and attr in self._methods and all(map(self._is_plain, args))
            case _:
                return False

    def _is_plain(self, node: ast.expr) -> bool:
        """Names, literals, and arithmetic on them that ends natively in a value or a fallback."""
        match node:
            case ast.Constant() | ast.Name():
                return True
            case ast.UnaryOp(operand=operand):
                return self._arithmetic and self._is_plain(operand)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
                return self._arithmetic and self._is_plain(left) and self._is_plain(right)
            case _:
                return False


def _of_project(node: ast.Import | ast.ImportFrom) -> bool:
    """Whether the import may bring a class that is not of the standard library."""
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
    level = node.level if isinstance(node, ast.ImportFrom) else 0
    return level > 0 or any(n.partition(".")[0] not in sys.stdlib_module_names for n in names)


def _containers(tree: ast.Module) -> set[str]:
    """Names that are only ever bound to a container of the built-in kinds, by a display, a call or an annotation."""
    made: set[str] = set()
    other: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                (made if _is_container(value) else other).add(name)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                (made if _is_container(annotation) else other).add(name)
            case ast.arg(arg=name, annotation=annotation):
                (made if annotation is not None and _is_container(annotation) else other).add(name)
            case ast.For(target=target) | ast.comprehension(target=target) | ast.NamedExpr(target=target):
                other |= {n.id for n in ast.walk(target) if isinstance(n, ast.Name)}
            case ast.Assign(targets=targets):
                other |= {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.ExceptHandler(name=str(name)):
                other.add(name)
            case _:
                pass
    return made - other


def _is_container(node: ast.expr) -> bool:
    match node:
        case ast.List() | ast.Set() | ast.Dict() | ast.ListComp() | ast.SetComp() | ast.DictComp():
            return True
        case ast.Call(func=ast.Name(id=name)) | ast.Subscript(value=ast.Name(id=name)) | ast.Name(id=name):
            return name in _MADE
        case _:
            return False


class _Finally(ast.NodeTransformer):
    def __init__(self, taken: set[str], harmless: _Harmless) -> None:
        self._taken = taken
        self._harmless = harmless

    def visit_Try(self, node: ast.Try) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        if not node.finalbody:
            return node
        last = node.finalbody
        leaving = any(_leaves(s) for s in [*node.body, *node.orelse, *(s for h in node.handlers for s in h.body)])
        if any(_leaves(s) for s in last) or (leaving and not all(map(self._harmless.statement, last))):
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
    if isinstance(node, ast.For | ast.While):  # a break in a loop's `else` is that of the loop around
        return any(_leaves(s, True) for s in node.body) or any(_leaves(s, loop) for s in node.orelse)
    return any(_leaves(child, loop) for child in ast.iter_child_nodes(node))


class _Exits:
    """Puts the final statements in front of every way out."""

    def __init__(self, last: list[ast.stmt], taken: set[str]) -> None:
        self._last = last
        self._taken = taken

    def block(self, body: list[ast.stmt], loop: bool = False) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        for one in body:
            if isinstance(one, ast.Return) and one.value is not None and not isinstance(one.value, ast.Constant):
                name = fresh("result", self._taken)
                kept = ast.copy_location(ast.Assign([ast.Name(name, ast.Store())], one.value), one)
                one.value = ast.copy_location(ast.Name(name, ast.Load()), one)
                found += [kept, *copy.deepcopy(self._last), one]
            elif isinstance(one, ast.Return) or (isinstance(one, ast.Break | ast.Continue) and not loop):
                found += [*copy.deepcopy(self._last), one]
            else:
                if not isinstance(one, (*FUNCTIONS, ast.ClassDef)):
                    self._inside(one, loop)
                found.append(one)
        return found

    def _inside(self, one: ast.stmt, loop: bool) -> None:
        for name in ("body", "orelse"):
            inner = getattr(one, name, None)
            if isinstance(inner, list):
                around = loop or (name == "body" and isinstance(one, ast.For | ast.While))
                setattr(one, name, self.block(inner, around))
        for holder in [*getattr(one, "handlers", []), *getattr(one, "cases", [])]:
            holder.body = self.block(holder.body, loop)
