"""Functions handed to helpers: a call whose argument is a function gets a copy of the helper in which that function is
the parameter.

`apply(xs, lambda v: v * rate)` becomes `apply_2(xs)`, a nested function of the caller with the lambda as a nested
function of its own; `closures` moves both out and passes `rate`. Keeps true: the copy does, statement for statement,
what the helper does; names of the helper that the argument would meet are renamed, and a call that cannot be read this
way is left as it is.
"""

import ast
import builtins
import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pivot_lsp.port.frontend.prepare.handed import (
    Helper,
    helpers_of,
    matched,
    opened,
    signature,
    type_variables,
)
from pivot_lsp.port.frontend.prepare.names import (
    FUNCTIONS,
    after_docstring,
    all_names,
    free_names,
    fresh,
    local_names,
    parameters,
    untyped,
)
from pivot_lsp.port.frontend.prepare.reduce import OPERATORS

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEEPEST = 8
"""Helpers that hand on what they were handed; deeper ones are left."""


@dataclass
class _Around:
    """The functions that a call stands in: what they bind, and which of it are functions."""

    bound: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)

    def inside(self, node: ast.FunctionDef) -> "_Around":
        """What is around the body of `node`."""
        mine = local_names(node)
        found = {n.name for n in _own_functions(node)}
        plain = {name for name in found if _stores(node, name) == 1 and name not in parameters(node)}
        return _Around(self.bound | mine, (self.functions - mine) | plain)


def rewrite(tree: ast.Module) -> ast.Module:
    """`tree` with its calls of helpers that take functions specialised, where that means the same."""
    found = helpers_of(tree)
    if found:
        work = _Specialiser(tree, found)
        for node in tree.body:
            for function in [node] if isinstance(node, ast.FunctionDef) else _methods(node):
                work.function(function, _Around(), 0)
    return tree


def _methods(node: ast.stmt) -> list[ast.FunctionDef]:
    return [n for n in node.body if isinstance(n, ast.FunctionDef)] if isinstance(node, ast.ClassDef) else []


class _Specialiser:
    def __init__(self, tree: ast.Module, helpers: dict[str, Helper]) -> None:
        self._taken = all_names(tree)
        self._helpers = helpers
        self._variables = type_variables(tree)
        self._module = {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        self._imported = {(a.asname or a.name).partition(".")[0] for n in tree.body
                          if isinstance(n, ast.Import | ast.ImportFrom) for a in n.names}  # fmt: skip

    def function(self, node: ast.FunctionDef, around: _Around, depth: int) -> None:
        """Specialises the calls in `node`, those of what is nested in it too."""
        node.body = self._block(node.body, around.inside(node), depth)

    def _block(self, body: list[ast.stmt], around: _Around, depth: int) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for statement in body:
            if isinstance(statement, ast.FunctionDef):
                self.function(statement, around, depth)
            elif not isinstance(statement, ast.ClassDef):
                for part in _parts(statement):
                    part.body = self._block(part.body, around, depth)
                for name in ("orelse", "finalbody"):
                    if isinstance(block := getattr(statement, name, None), list):
                        setattr(statement, name, self._block(block, around, depth))
                sites = _Sites(self, around, depth)
                sites.header(statement)
                made += sites.made
            made.append(statement)
        return made

    def site(
        self, node: ast.Call, around: _Around, hidden: set[str], depth: int
    ) -> tuple[ast.FunctionDef, ast.Call] | None:
        """The copy that `node` calls, and the call of it; None when it is left."""
        helper = self._helpers.get(node.func.id) if isinstance(node.func, ast.Name) else None
        if helper is None or depth > _DEEPEST or helper.node.name in around.bound | hidden:
            return None
        given = matched(node, helper.node)
        if given is None:
            return None
        chosen = {p: given[p] for p in helper.callables if p in given}
        if not all(self._known(e, around, hidden) for e in chosen.values()):
            return None
        if not chosen or free_names(helper.node) & (around.bound | hidden):
            return None
        made = self._copy(helper, chosen)
        if made is None:
            return None
        function, renamed = made
        places = {id(e) for e in chosen.values()}
        call = ast.Call(
            ast.copy_location(ast.Name(function.name, ast.Load()), node.func),
            [a for a in node.args if id(a) not in places],
            [ast.copy_location(ast.keyword(renamed.get(k.arg or "", k.arg), k.value), k)
             for k in node.keywords if id(k.value) not in places],
        )  # fmt: skip
        self.function(function, around, depth + 1)
        return function, ast.copy_location(call, node)

    def _known(self, e: ast.expr, around: _Around, hidden: set[str]) -> bool:
        """Whether the argument is a function of which the text is at hand, or one by name."""
        match e:
            case ast.Constant(value=None):
                return True
            case ast.Lambda(args=ast.arguments(vararg=None, kwarg=None, kwonlyargs=[], defaults=[], posonlyargs=[])):
                return not free_names(e) & hidden
            case ast.Name(id=name):
                if name in hidden:
                    return False
                if name in around.bound:
                    return name in around.functions
                return name in self._module | self._imported or _is_builtin(name)
            case ast.Attribute(value=ast.Name(id=owner)):
                return owner not in around.bound | hidden and (owner in self._imported or owner == "str")
            case _:
                return False

    def _copy(self, helper: Helper, chosen: Mapping[str, ast.expr]) -> tuple[ast.FunctionDef, dict[str, str]] | None:
        """The helper with `chosen` in place of the parameters of those names, and how others were renamed."""
        made = copy.deepcopy(helper.node)
        name = fresh(helper.node.name, self._taken)
        if not _tie_recursion(made, helper, chosen, name):
            return None
        made.name = name
        inside = {n.id for n in ast.walk(made) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
        inside |= {n.arg for n in ast.walk(made) if isinstance(n, ast.arg)}
        inside |= {n.name for n in ast.walk(made) if isinstance(n, ast.FunctionDef)} - {name}
        met = {n for e in chosen.values() for n in free_names(e)}
        renamed = {n: fresh(n, self._taken) for n in sorted(inside & met)}
        functions: list[ast.stmt] = []
        put: dict[str, ast.expr] = {}
        for parameter, e in chosen.items():
            if isinstance(e, ast.Lambda | ast.Attribute):
                inner = fresh(parameter, self._taken)
                function = self._named(inner, e, helper.callables[parameter])
                if function is None:
                    return None
                functions.append(function)
                put[parameter] = ast.Name(inner, ast.Load())
            else:
                put[parameter] = e
        _without(made, set(chosen))
        made = _Put(renamed, put).visit(made)
        _prune(made)
        start = after_docstring(made)
        made.body[start:start] = functions
        opened(made, self._variables)
        return made, renamed

    def _named(self, name: str, e: ast.Lambda | ast.Attribute, kind: ast.expr | None) -> ast.FunctionDef | None:
        """The lambda, or what an attribute names, as a nested function with the types that `Callable` gives."""
        types, result = signature(kind)
        if isinstance(e, ast.Lambda):
            names, body = [a.arg for a in e.args.args], copy.deepcopy(e.body)
            if types is not None and len(types) != len(names):
                return None
        elif types is None:
            return None
        else:
            names = [fresh("given", self._taken) for _ in types]
            items: list[ast.expr] = [ast.copy_location(ast.Name(n, ast.Load()), e) for n in names]
            function = copy.copy(e)
            if isinstance(e.value, ast.Name) and e.value.id == "str" and items:
                function = ast.copy_location(ast.Attribute(items.pop(0), e.attr, ast.Load()), e)
            body = ast.copy_location(ast.Call(function, items, []), e)
            if ast.unparse(e.value) == "operator" and e.attr in OPERATORS and len(items) == 2:
                body = ast.copy_location(ast.BinOp(items[0], OPERATORS[e.attr](), items[1]), e)
        given = types if types is not None else [None] * len(names)
        args = [ast.copy_location(ast.arg(n, copy.deepcopy(t)), e) for n, t in zip(names, given, strict=True)]
        made = ast.FunctionDef(
            name, ast.arguments([], args, None, [], [], None, []), [ast.copy_location(ast.Return(body), e)], [],
            copy.deepcopy(result), None,
        )  # fmt: skip
        untyped(made)
        return ast.copy_location(made, e)


class _Sites(ast.NodeTransformer):
    """The calls in the expressions of one statement; `hidden` is what comprehensions and lambdas around bind."""

    def __init__(self, work: _Specialiser, around: _Around, depth: int) -> None:
        self._work = work
        self._around = around
        self._depth = depth
        self._hidden: list[set[str]] = []
        self.made: list[ast.stmt] = []

    def header(self, statement: ast.stmt) -> None:
        """Visits what the statement itself evaluates, not the blocks in it."""
        for name, value in ast.iter_fields(statement):
            if isinstance(value, ast.expr):
                setattr(statement, name, self.visit(value))
            elif isinstance(value, list) and not any(isinstance(v, ast.stmt) for v in value):
                setattr(statement, name, [self.visit(v) if isinstance(v, ast.expr) else v for v in value])

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, _COMPREHENSIONS):
            bound = {n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        elif isinstance(node, ast.Lambda):
            bound = set(parameters(node))
        else:
            return super().generic_visit(node)
        self._hidden.append(bound)
        super().generic_visit(node)
        self._hidden.pop()
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        hidden = set().union(*self._hidden) if self._hidden else set()
        found = self._work.site(node, self._around, hidden, self._depth)
        if found is None:
            return node
        self.made.append(found[0])
        return found[1]


class _Put(ast.NodeTransformer):
    """Renames what the helper binds, puts functions in the place of parameters, and settles `parameter is None`."""

    def __init__(self, renamed: Mapping[str, str], put: Mapping[str, ast.expr]) -> None:
        self._renamed = renamed
        self._put = put

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self._put:
            return ast.copy_location(copy.deepcopy(self._put[node.id]), node)
        return ast.copy_location(ast.Name(self._renamed.get(node.id, node.id), node.ctx), node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self._renamed.get(node.arg, node.arg)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._renamed.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        settled = self._settled(node.test)
        self.generic_visit(node)
        if settled is None:
            return node
        return (node.body if settled else node.orelse) or [ast.copy_location(ast.Pass(), node)]

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        settled = self._settled(node.test)
        self.generic_visit(node)
        return node if settled is None else node.body if settled else node.orelse

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        settled = [self._settled(v) for v in node.values]
        self.generic_visit(node)
        neutral = isinstance(node.op, ast.And)
        values = [v for v, known in zip(node.values, settled, strict=True) if known is not neutral]
        if not values:
            return ast.copy_location(ast.Constant(neutral), node)
        if settled[0] is (not neutral):
            return ast.copy_location(ast.Constant(not neutral), node)
        node.values = values
        return node if len(values) > 1 else values[0]

    def _settled(self, test: ast.expr) -> bool | None:
        """What `parameter is None` is, now that the parameter is known; None of any other test."""
        match test:
            case ast.Compare(left=ast.Name(id=name), ops=[ast.Is() | ast.IsNot() as op],
                             comparators=[ast.Constant(value=None)]) if name in self._put:  # fmt: skip
                return _is_none(self._put[name]) == isinstance(op, ast.Is)
            case ast.Name(id=name) if name in self._put:
                return not _is_none(self._put[name])
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                found = self._settled(inner)
                return None if found is None else not found
            case _:
                return None


def _prune(node: ast.FunctionDef) -> None:
    """Takes out what can no longer be reached, and `pass` beside other statements."""
    for inner in ast.walk(node):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(inner, name, None)
            if isinstance(block, list) and block:
                last = next((i for i, s in enumerate(block) if isinstance(s, ast.Return | ast.Raise)), len(block))
                kept = [s for s in block[: last + 1] if not isinstance(s, ast.Pass)]
                setattr(inner, name, kept or block[:1])


def _is_none(e: ast.expr) -> bool:
    return isinstance(e, ast.Constant) and e.value is None


def _parts(statement: ast.stmt) -> Iterator[Any]:
    """What of a statement holds a block called body: itself, its handlers, its cases."""
    if isinstance(getattr(statement, "body", None), list):
        yield statement
    yield from getattr(statement, "handlers", [])
    yield from getattr(statement, "cases", [])


def _own_functions(node: ast.FunctionDef) -> Iterator[ast.FunctionDef]:
    """Functions nested in `node` directly, in whatever block."""
    stack: list[ast.AST] = list(node.body)
    while stack:
        item = stack.pop()
        if isinstance(item, ast.FunctionDef):
            yield item
        elif not isinstance(item, (*FUNCTIONS, ast.ClassDef)):
            stack += [n for n in ast.iter_child_nodes(item) if isinstance(n, ast.stmt | ast.ExceptHandler)]


def _stores(node: ast.FunctionDef, name: str) -> int:
    return sum(
        (isinstance(n, ast.Name) and n.id == name and not isinstance(n.ctx, ast.Load))
        or (isinstance(n, ast.FunctionDef) and n.name == name)
        for n in ast.walk(node)
    )


def _tie_recursion(made: ast.FunctionDef, helper: Helper, chosen: Mapping[str, ast.expr], name: str) -> bool:
    """Lets the copy call itself where the helper calls itself with the functions it was given; False when it calls
    itself with others."""
    own = helper.node.name
    calls = [n for n in ast.walk(made) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == own]
    mentions = sum(isinstance(n, ast.Name) and n.id == own for n in ast.walk(made))
    if mentions != len(calls):
        return False
    for call in calls:
        given = matched(call, helper.node)
        if given is None or any(not isinstance(a := given.get(p), ast.Name) or a.id != p for p in chosen):
            return False
        places = {id(given[p]) for p in chosen}
        call.func = ast.copy_location(ast.Name(name, ast.Load()), call.func)
        call.args = [a for a in call.args if id(a) not in places]
        call.keywords = [k for k in call.keywords if id(k.value) not in places]
    return True


def _without(node: ast.FunctionDef, names: set[str]) -> None:
    """Takes the parameters `names` out."""
    args = node.args
    plain = [*args.posonlyargs, *args.args]
    first = len(plain) - len(args.defaults)
    args.defaults = [d for p, d in zip(plain[first:], args.defaults, strict=True) if p.arg not in names]
    kept = [(p, d) for p, d in zip(args.kwonlyargs, args.kw_defaults, strict=True) if p.arg not in names]
    args.kwonlyargs, args.kw_defaults = [p for p, _ in kept], [d for _, d in kept]
    args.posonlyargs = [p for p in args.posonlyargs if p.arg not in names]
    args.args = [p for p in args.args if p.arg not in names]


def _is_builtin(name: str) -> bool:
    return hasattr(builtins, name)
