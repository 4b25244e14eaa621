"""Functions that make functions, where what they make stays: `add5 = make_adder(5)`.

The body of the factory stands in the place of its call, under new names, and the function that it returns gets the name
that it was stored under; so it is a nested function like any other. `make_adder(5)(x)` of a factory that does nothing
else is a call with both their arguments. Keeps true: the factory's statements run where it was called, and a name that
means one thing there and another here is left alone.
"""

import ast
import copy
from collections.abc import Mapping

from pivot_lsp.port.frontend.prepare.endless import given
from pivot_lsp.port.frontend.prepare.names import (
    FUNCTIONS,
    after_docstring,
    all_names,
    blocks,
    bound_once,
    free_names,
    fresh,
    functions_of,
    local_names,
    own_nodes,
    parameters,
)


def unfold(tree: ast.Module) -> ast.Module:
    """`tree` with factories of the module where what they make is used."""
    found = bound_once(tree, _returned)
    if not found:
        return tree
    taken = all_names(tree)
    for node in tree.body:
        for function in functions_of(node):
            own = {
                name for n in ast.walk(function) if isinstance(n, (*FUNCTIONS, ast.Lambda)) for name in local_names(n)
            }
            _inline(function, {n: f for n, f in found.items() if n != function.name}, own, taken)
    made = _Calls(found, taken)
    made.visit(tree)
    for name, one in made.made.items():
        tree.body.insert(tree.body.index(found[name]) + 1, one)
    return tree


def _returned(node: ast.FunctionDef) -> list[ast.expr]:
    """What a factory returns: nested functions of its own and lambdas; empty where it is none."""
    own = list(own_nodes(node))
    returns = [n for n in own if isinstance(n, ast.Return)]
    odd = (ast.Yield, ast.YieldFrom, ast.Global, ast.Nonlocal, ast.ClassDef, ast.AsyncFunctionDef)
    args = node.args
    if len(returns) != 1 or returns[0] is not node.body[-1] or any(isinstance(n, odd) for n in own):
        return []
    if node.decorator_list or args.vararg or args.kwarg or args.kwonlyargs:
        return []
    inner = {n.name: n for n in own if isinstance(n, ast.FunctionDef)}
    value = returns[0].value
    parts = value.elts if isinstance(value, ast.Tuple) else [value] if value is not None else []
    mine = local_names(node)
    made: list[ast.FunctionDef | ast.Lambda] = [*inner.values(), *(p for p in parts if isinstance(p, ast.Lambda))]
    for one in made:
        if local_names(one) & mine or getattr(one, "decorator_list", []):
            return []
        if any(isinstance(n, ast.Yield | ast.YieldFrom | ast.FunctionDef) for n in own_nodes(one)):
            return []
    good = all(isinstance(p, ast.Lambda) or (isinstance(p, ast.Name) and p.id in inner) for p in parts)
    return parts if good else []


def _inline(
    function: ast.FunctionDef, factories: Mapping[str, ast.FunctionDef], own: set[str], taken: set[str]
) -> None:
    for block in blocks(function):
        made: list[ast.stmt] = []
        for one in block:
            made += _stored(function, one, factories, own, taken)
        block[:] = made


def _stored(
    function: ast.FunctionDef, one: ast.stmt, factories: Mapping[str, ast.FunctionDef], own: set[str], taken: set[str]
) -> list[ast.stmt]:
    """`one`, or the body of the factory whose functions it stores."""
    match one:
        case ast.Assign(targets=[target], value=ast.Call(func=ast.Name(id=name)) as call):
            pass
        case ast.AnnAssign(target=target, value=ast.Call(func=ast.Name(id=name)) as call):
            pass
        case _:
            return [one]
    factory = factories.get(name)
    values = given(factory, call) if factory is not None else None
    if factory is None or values is None or free_names(factory) & own:
        return [one]
    parts = _returned(factory)
    targets = target.elts if isinstance(target, ast.Tuple) else [target]
    names = [t.id for t in targets if isinstance(t, ast.Name)]
    if len(names) != len(targets) or len(parts) != len(names) or len(set(names)) != len(names):
        return [one]
    if any(_stores(function, n) != 1 for n in names):
        return [one]
    new = {n: fresh(n, taken) for n in sorted(local_names(factory))}
    new |= {p.id: n for p, n in zip(parts, names, strict=True) if isinstance(p, ast.Name)}
    body = [copy.deepcopy(s) for s in factory.body[after_docstring(factory) : -1]]
    lambdas = [(n, copy.deepcopy(p)) for p, n in zip(parts, names, strict=True) if isinstance(p, ast.Lambda)]
    body += [ast.Assign([ast.Name(n, ast.Store())], p) for n, p in lambdas]
    for s in body:
        _Renamed(new).visit(s)
    starts: list[ast.stmt] = []
    for parameter, value in zip(parameters(factory), values, strict=True):
        starts.append(ast.Assign([ast.Name(new[parameter], ast.Store())], value))
    for s in [*starts, *body]:
        for inner in ast.walk(s):
            if not hasattr(inner, "lineno"):
                ast.copy_location(inner, one)
    return [*starts, *body]


def _stores(function: ast.FunctionDef, name: str) -> int:
    return sum(
        (isinstance(n, ast.Name) and n.id == name and not isinstance(n.ctx, ast.Load))
        or (isinstance(n, ast.arg) and n.arg == name)
        or (isinstance(n, ast.FunctionDef) and n.name == name)
        or (isinstance(n, ast.Nonlocal | ast.Global) and name in n.names)
        for n in ast.walk(function)
    )


class _Renamed(ast.NodeTransformer):
    def __init__(self, new: Mapping[str, str]) -> None:
        self._new = new

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Name(self._new.get(node.id, node.id), node.ctx), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._new.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.AST:
        node.names = [self._new.get(n, n) for n in node.names]
        return node


class _Calls(ast.NodeTransformer):
    """`make(a)(b)` -> `make_call(a, b)`, of factories that only make one function."""

    def __init__(self, factories: Mapping[str, ast.FunctionDef], taken: set[str]) -> None:
        self._factories = factories
        self._taken = taken
        self.made: dict[str, ast.FunctionDef] = {}

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Call(func=ast.Name(id=name), keywords=[]) as outer, keywords=[]):
                pass
            case _:
                return node
        factory = self._factories.get(name)
        values = given(factory, outer) if factory is not None else None
        if factory is None or values is None or any(isinstance(a, ast.Starred) for a in node.args):
            return node
        made = self.made.get(name) or _joined(factory, self._taken)
        if made is None or len(made.args.args) != len(values) + len(node.args):
            return node
        self.made[name] = made
        function = ast.copy_location(ast.Name(made.name, ast.Load()), node)
        return ast.copy_location(ast.Call(function, [*values, *node.args], []), node)


def _joined(factory: ast.FunctionDef, taken: set[str]) -> ast.FunctionDef | None:
    """One function of the parameters of both; None where the factory does more than make a function."""
    body = factory.body[after_docstring(factory) :]
    parts = _returned(factory)
    if len(parts) != 1:
        return None
    match body:
        case [ast.FunctionDef() as inner, ast.Return(value=ast.Name())]:
            made = copy.deepcopy(inner)
        case [ast.Return(value=ast.Lambda() as inner_)]:
            back = ast.copy_location(ast.Return(copy.deepcopy(inner_.body)), inner_)
            made = ast.FunctionDef("", copy.deepcopy(inner_.args), [back], [], None, None)
            vars(made)["type_params"] = []
            ast.copy_location(made, inner_)
        case _:
            return None
    args = made.args
    assigned = any(isinstance(n, ast.Nonlocal) for n in ast.walk(made))
    recursive = isinstance(parts[0], ast.Name) and any(
        isinstance(n, ast.Name) and n.id == parts[0].id for n in ast.walk(made)
    )
    if args.vararg or args.kwarg or args.kwonlyargs or args.defaults or args.posonlyargs or assigned or recursive:
        return None
    made.name = fresh(f"{factory.name}_call", taken)
    args.args = [*copy.deepcopy([*factory.args.posonlyargs, *factory.args.args]), *args.args]
    return made
