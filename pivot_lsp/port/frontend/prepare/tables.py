"""Tables of functions: `OPERATIONS[name](a, b)` as a function that looks at the name.

A module constant `OPERATIONS = {"+": lambda a, b: a + b, "max": max}` whose every use is a call of an item, a test
with `in`, or a variable that is only called gets two functions: `operations_known(key)` gives the key back or raises
what the look-up raises, `operations_call(key, a, b)` calls the function of that key. Keeps true: the look-up comes
before the arguments, as in Python. A table that is used in any other way is left.
"""

import ast
import copy
from collections.abc import Sequence
from dataclasses import dataclass

from pivot_lsp.port.frontend.nodes import nodes_of
from pivot_lsp.port.frontend.prepare.names import all_names, fresh
from pivot_lsp.port.frontend.prepare.reduce import OPERATORS


@dataclass(frozen=True)
class _Table:
    """A constant that holds functions: its keys, and the parameters of each function with their types."""

    name: str
    node: ast.stmt
    keys: tuple[ast.Constant, ...]
    values: tuple[ast.expr, ...]
    count: int
    types: tuple[Sequence[ast.expr], ast.expr] | None


def unfold(tree: ast.Module) -> ast.Module:
    """`tree` with a function in place of each table that can be one."""
    found = [t for t in map(_table, tree.body) if t is not None]
    tables = {t.name: t for t in found if _bindings(tree, t.name) == 1 and _only_called(tree, t)}
    if not tables:
        return tree
    taken = all_names(tree)
    names = {n: (fresh(f"{n.lower()}_known", taken), fresh(f"{n.lower()}_call", taken)) for n in tables}
    tree = _Uses(tables, names).visit(tree)
    body: list[ast.stmt] = []
    for node in tree.body:
        body.append(node)
        mine = next((t for t in tables.values() if t.node is node), None)
        if mine is not None:
            body += _functions(mine, *names[mine.name], taken)
    tree.body = body
    return tree


def _bindings(tree: ast.Module, name: str) -> int:
    """How many things are called `name`, in any scope."""
    found = 0
    for n in nodes_of(tree):
        match n:
            case ast.Name(id=other, ctx=ast.Store() | ast.Del()) | ast.arg(arg=other):
                found += other == name
            case ast.FunctionDef(name=other) | ast.ClassDef(name=other) | ast.AsyncFunctionDef(name=other):
                found += other == name
            case ast.alias(name=other, asname=alias):
                found += (alias or other) == name
            case ast.ExceptHandler(name=other) | ast.MatchAs(name=other) | ast.MatchStar(name=other):
                found += other == name
            case _:
                pass
    return found


def _table(node: ast.stmt) -> _Table | None:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict() as made):
            annotation = None
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.Dict() as made, annotation=annotation):
            pass
        case _:
            return None
    keys = [k for k in made.keys if isinstance(k, ast.Constant) and type(k.value) in (str, int)]
    counts = {len(v.args.args) for v in made.values if isinstance(v, ast.Lambda)}
    types = types_of(annotation)
    if types is not None:
        counts.add(len(types[0]))
    if len(keys) != len(made.keys) or not keys or len({k.value for k in keys}) != len(keys) or len(counts) != 1:
        return None
    if len({type(k.value) for k in keys}) != 1 or not all(map(_is_function, made.values)):
        return None
    return _Table(name, node, tuple(keys), tuple(made.values), counts.pop(), types)


def types_of(annotation: ast.expr | None) -> tuple[Sequence[ast.expr], ast.expr] | None:
    """The types in a `Callable[[A, B], R]` of an annotation."""
    for n in nodes_of(annotation) if annotation is not None else ():
        match n:
            case ast.Subscript(value=ast.Name(id="Callable") | ast.Attribute(attr="Callable"),
                               slice=ast.Tuple(elts=[ast.List(elts=types), result])):  # fmt: skip
                return types, result
            case _:
                pass
    return None


def _is_function(e: ast.expr) -> bool:
    match e:
        case ast.Lambda(args=ast.arguments(vararg=None, kwarg=None, kwonlyargs=[], defaults=[], posonlyargs=[])):
            return True
        case ast.Name() | ast.Attribute(value=ast.Name()):
            return True
        case _:
            return False


def _only_called(tree: ast.Module, table: _Table) -> bool:
    """Whether every use of the table is one that is taken."""
    uses = sum(isinstance(n, ast.Name) and n.id == table.name for n in nodes_of(tree)) - 1
    taken = 0
    for n in nodes_of(tree):
        match n:
            case ast.Call(func=ast.Subscript(value=ast.Name(id=name)), args=args, keywords=[]) if name == table.name:
                taken += len(args) == table.count and not any(isinstance(a, ast.Starred) for a in args)
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[ast.Name(id=name)]) if name == table.name:
                taken += 1
            case ast.FunctionDef():
                taken += len(_held(n, table))
            case _:
                pass
    return uses > 0 and uses == taken


def _held(function: ast.FunctionDef, table: _Table) -> list[ast.Assign]:
    """The assignments `f = TABLE[key]` in a function where `f` is bound once and then only called."""
    found: list[ast.Assign] = []
    for n in nodes_of(function):
        match n:
            case ast.Assign(targets=[ast.Name(id=f)], value=ast.Subscript(value=ast.Name(id=name))) if (
                name == table.name
            ):
                calls = [c for c in nodes_of(function) if isinstance(c, ast.Call) and isinstance(c.func, ast.Name)
                         and c.func.id == f and not c.keywords and len(c.args) == table.count]  # fmt: skip
                inner = [i for i in nodes_of(function) if isinstance(i, ast.FunctionDef | ast.Lambda)]
                mentions = sum(isinstance(m, ast.Name) and m.id == f for m in nodes_of(function))
                named = {a.arg for a in nodes_of(function) if isinstance(a, ast.arg)}
                if mentions == len(calls) + 1 and inner == [function] and f not in named:
                    found.append(n)
            case _:
                pass
    return found


class _Uses(ast.NodeTransformer):
    def __init__(self, tables: dict[str, _Table], names: dict[str, tuple[str, str]]) -> None:
        self._tables = tables
        self._names = names
        self._held: dict[str, str] = {}

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        before = dict(self._held)
        for table in self._tables.values():
            for one in _held(node, table):
                assert isinstance(one.targets[0], ast.Name)
                self._held[one.targets[0].id] = table.name
        self.generic_visit(node)
        self._held = before
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        match node.func:
            case ast.Subscript(value=ast.Name(id=name), slice=key) if name in self._tables:
                first = self._look_up(name, key, node)
            case ast.Name(id=held) if held in self._held:
                name = self._held[held]
                first = node.func
            case _:
                return self.generic_visit(node)
        node.args = [first, *[self.visit(a) for a in node.args]]
        node.func = ast.copy_location(ast.Name(self._names[name][1], ast.Load()), node.func)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        match node:
            case ast.Assign(targets=[ast.Name(id=f)], value=ast.Subscript(value=ast.Name(id=name), slice=key)) if (
                self._held.get(f) == name
            ):
                node.value = self._look_up(name, key, node.value)
                return node
            case _:
                return self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        last = node.comparators[-1]
        if isinstance(last, ast.Name) and last.id in self._tables:
            keys: list[ast.expr] = [copy.copy(k) for k in self._tables[last.id].keys]
            node.comparators[-1] = ast.copy_location(ast.Tuple(keys, ast.Load()), last)
        return node

    def _look_up(self, name: str, key: ast.expr, node: ast.expr) -> ast.expr:
        known = ast.copy_location(ast.Name(self._names[name][0], ast.Load()), node)
        return ast.copy_location(ast.Call(known, [self.visit(key)], []), node)


def _functions(table: _Table, known: str, call: str, taken: set[str]) -> list[ast.stmt]:
    """What looks a key up, the lambdas, and what calls the function of a key."""
    kind = type(table.keys[0].value).__name__
    keys = ", ".join(ast.unparse(k) for k in table.keys)
    refused = f"    if key not in ({keys},):\n        raise KeyError(key)\n    return key"
    text = f"def {known}(key: {kind}) -> {kind}:\n{refused}"
    made = [ast.parse(text).body[0]]
    names = [fresh(f"given_{i + 1}", taken) for i in range(table.count)]
    types = [f": {ast.unparse(t)}" for t in table.types[0]] if table.types else [""] * table.count
    result = f" -> {ast.unparse(table.types[1])}" if table.types else ""
    lines = [f"def {call}(key: {kind}, {', '.join(n + t for n, t in zip(names, types, strict=True))}){result}:"]
    for key, value in zip(table.keys, table.values, strict=True):
        if isinstance(value, ast.Lambda):
            name = fresh(f"{table.name.lower()}_item", taken)
            own = ", ".join(a.arg + t for a, t in zip(value.args.args, types, strict=True))
            made.append(ast.parse(f"def {name}({own}){result}:\n    return {ast.unparse(value.body)}").body[0])
            text = f"{name}({', '.join(names)})"
        elif ast.unparse(value).startswith("operator.") and table.count == 2:
            operator = OPERATORS.get(ast.unparse(value).partition(".")[2])
            left, right = (ast.Name(n, ast.Load()) for n in names)
            text = (
                ast.unparse(ast.BinOp(left, operator(), right))
                if operator
                else f"{ast.unparse(value)}({', '.join(names)})"
            )
        else:
            text = f"{ast.unparse(value)}({', '.join(names)})"
        lines.append(f"    if key == {ast.unparse(key)}:\n        return {text}")
    lines.append("    raise KeyError(key)")
    made.append(ast.parse("\n".join(lines)).body[0])
    for one in made:
        for inner in nodes_of(one):
            if hasattr(inner, "lineno"):
                ast.copy_location(inner, table.node)
    return made
