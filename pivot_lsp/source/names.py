"""What a statement or expression does with variables, in the order of evaluation; what nested scopes take from around.

Acts are those of one function's own scope. Where evaluation may pass an act over (the right of an `and`, a branch of a
conditional expression, what stands in a comprehension) a binding is only possible: `maybe`. Invariant: no act of the
scope is left out; what a nested function, lambda or generator takes counts as read where it is made.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SCOPES = (*_NESTED, *_COMPREHENSIONS)


Kind = Literal["read", "bind", "maybe", "unbind"]
_KINDS: dict[type[ast.expr_context], Kind] = {ast.Load: "read", ast.Store: "bind", ast.Del: "unbind"}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done with a variable. `maybe`: bound on some paths only."""

    kind: Kind
    name: str


def acts(node: ast.AST, *, sure: bool = True) -> Iterator[Act]:
    """What `node`, an expression or a simple statement, does; `sure`: it is certainly evaluated to its end."""
    match node:
        case ast.Name(id=name, ctx=context):
            kind = _KINDS[type(context)]
            yield Act("maybe" if kind == "bind" and not sure else kind, name)
        case ast.Assign(targets=targets, value=value):
            yield from _each([value, *targets], sure)
        case ast.AugAssign(target=target, value=value):
            if isinstance(target, ast.Name):
                yield Act("read", target.id)
            yield from acts(value, sure=sure)
            yield from acts(target, sure=sure)
        case ast.AnnAssign(target=target, value=value):
            if value is not None:
                yield from acts(value, sure=sure)
            if value is not None or not isinstance(target, ast.Name):
                yield from acts(target, sure=sure)
        case ast.NamedExpr(target=target, value=value):
            yield from _each([value, target], sure)
        case ast.BoolOp(values=[first, *more]):
            yield from acts(first, sure=sure)
            yield from _each(more, False)
        case ast.IfExp(test=test, body=body, orelse=other):
            yield from acts(test, sure=sure)
            yield from _each([body, other], False)
        case ast.Compare(left=left, comparators=[first, *more]):
            yield from _each([left, first], sure)
            yield from _each(more, False)
        case ast.Assert(test=test, msg=message):
            yield from acts(test, sure=sure)
            yield from _each([] if message is None else [message], False)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            yield from acts(node.generators[0].iter, sure=sure)
            yield from (Act("read", name) for name in sorted(captures(node)))
            yield from (Act("maybe", name) for name in sorted(_walruses(node)))
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() | ast.ClassDef():
            yield from _each(_evaluated_outside(node), sure)
            yield from (Act("read", name) for name in sorted(captures(node)))
            if not isinstance(node, ast.Lambda):
                yield Act("bind", node.name)
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (Act("bind", alias.asname or alias.name.partition(".")[0]) for alias in names)
        case _:
            yield from _each(ast.iter_child_nodes(node), sure)


def _each(nodes: Iterable[ast.AST], sure: bool) -> Iterator[Act]:
    for node in nodes:
        yield from acts(node, sure=sure)


def pattern_acts(pattern: ast.pattern) -> Iterator[Act]:
    """What trying a pattern of a `case` does."""
    for node in ast.walk(pattern):
        if isinstance(node, ast.Name):
            yield Act("read", node.id)
        elif (name := _pattern_name(node)) is not None:
            yield Act("maybe", name)


def _pattern_name(node: ast.AST) -> str | None:
    if isinstance(node, ast.MatchAs | ast.MatchStar):
        return node.name
    return node.rest if isinstance(node, ast.MatchMapping) else None


def _evaluated_outside(node: Scope) -> list[ast.expr]:
    """The parts of a nested scope that are evaluated in the one around it."""
    if isinstance(node, ast.ClassDef):
        return [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]
    given = node.args
    found = [*given.defaults, *(default for default in given.kw_defaults if default is not None)]
    if isinstance(node, ast.Lambda):
        return found
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    annotations = [argument.annotation for argument in every if argument is not None]
    return [*node.decorator_list, *found, *(one for one in [*annotations, node.returns] if one is not None)]


def own(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of one scope below `nodes`, themselves included; nested scopes are given and not entered, but for
    what of them is evaluated outside."""
    for node in nodes:
        yield node
        if isinstance(node, _NESTED):
            yield from own(_evaluated_outside(node))
        elif isinstance(node, _COMPREHENSIONS):
            yield from own([node.generators[0].iter])
        else:
            yield from own(ast.iter_child_nodes(node))


def _inside(node: Scope | Comprehension) -> list[ast.AST]:
    """What of a nested scope is evaluated in it."""
    if isinstance(node, ast.Lambda):
        return [node.body]
    if isinstance(node, ast.DictComp):
        return [node.key, node.value, *_clauses(node)]
    if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp):
        return [node.elt, *_clauses(node)]
    return list(node.body)


def _clauses(node: Comprehension) -> list[ast.AST]:
    first, *more = node.generators
    return [first.target, *first.ifs, *more]


def captures(node: Scope | Comprehension) -> set[str]:
    """The names that a nested scope takes from the scopes around it (or from the module)."""
    reads: set[str] = set()
    binds: set[str] = set()
    from_around: set[str] = set()
    of_module: set[str] = set()
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        binds |= parameters(node)
    for inner in own(_inside(node)):
        if isinstance(inner, ast.Nonlocal):
            from_around |= set(inner.names)
        elif isinstance(inner, ast.Global):
            of_module |= set(inner.names)
        elif isinstance(inner, SCOPES):
            reads |= captures(inner)
        elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load):
            reads.add(inner.id)
        binds |= bound_by(inner)
    if isinstance(node, _COMPREHENSIONS):
        walruses = _walruses(node)
        binds -= walruses
        reads |= walruses
    if isinstance(node, ast.ClassDef):  # its names are not those of its methods
        binds = set()
    return (reads - (binds - from_around) | from_around) - of_module


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> set[str]:
    """The names of a function's parameters."""
    given = node.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return {argument.arg for argument in every if argument is not None}


def bound_by(node: ast.AST) -> set[str]:
    """The names that this one node binds or unbinds in its scope, not those below it."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return {name}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {alias.asname or alias.name.partition(".")[0] for alias in names}
        case ast.ExceptHandler(name=str() as name):
            return {name}
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return _walruses(node)
        case _:
            found = _pattern_name(node)
            return set() if found is None else {found}


def _walruses(node: Comprehension) -> set[str]:
    """The names that a comprehension binds in the function around it."""
    found: set[str] = set()
    for inner in own(_inside(node)):
        if isinstance(inner, ast.NamedExpr):
            found.add(inner.target.id)
        elif isinstance(inner, _COMPREHENSIONS):
            found |= _walruses(inner)
    return found


def variables(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    """The function's own variables: parameters, and what its body binds without saying `global`."""
    found, of_module = parameters(function), set[str]()
    for node in own(function.body):
        if isinstance(node, ast.Global | ast.Nonlocal):
            of_module |= set(node.names)
        found |= bound_by(node)
    return frozenset(found - of_module)
