"""Nested functions become functions of the module: what they take from outside becomes leading parameters.

A nested function reads an enclosing variable when it is called, so passing the variable's value at each call is the
same, as long as the nested function does not assign it. One that it does assign (`nonlocal`) is kept in a list of one
element that both share. What cannot be moved this way stays nested, and is refused later with its place.
"""

import ast
import builtins
from dataclasses import dataclass, field

from pivot_lsp.port.frontend.prepare.cells import share_assigned
from pivot_lsp.port.frontend.prepare.names import (
    FUNCTIONS,
    all_names,
    declared,
    free_names,
    fresh,
    local_names,
    own_nodes,
    parameters,
)


@dataclass
class _Nested:
    """A nested function that may be moved: the block it stands in, and what it takes from outside."""

    node: ast.FunctionDef
    block: list[ast.stmt]
    name: str
    params: list[str]
    captured: list[str] = field(default_factory=list)


def lift(tree: ast.Module) -> ast.Module:
    """`tree` without the nested functions that can be moved out."""
    taken = all_names(tree)
    body: list[ast.stmt] = []
    for node in tree.body:
        made: list[ast.FunctionDef] = []
        if isinstance(node, ast.FunctionDef):
            _lift(node, node.name, set(), tree, taken, made)
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    _lift(inner, f"{node.name}_{inner.name}", set(), tree, taken, made)
        body += [*made, node]
    tree.body = body
    return tree


def _lift(
    outer: ast.FunctionDef,
    path: str,
    around: set[str],
    tree: ast.Module,
    taken: set[str],
    made: list[ast.FunctionDef],
) -> None:
    if not any(isinstance(n, ast.FunctionDef) for n in own_nodes(outer)):
        return
    share_assigned(outer, taken)
    visible = around | local_names(outer)
    for node in list(own_nodes(outer)):
        if isinstance(node, ast.FunctionDef):
            _lift(node, f"{path}_{node.name}", visible, tree, taken, made)
    found = {n.node.name: n for n in _candidates(outer)}
    while True:
        bad = [name for name, one in found.items() if not _uses_follow(outer, one, found)]
        if not bad:
            break
        for name in bad:
            del found[name]
    if not found:
        return
    visible = around | local_names(outer)
    while found:
        _settle_captures(found, visible)
        bad = [name for name, one in found.items() if _hidden(outer, one) or _reads_late(outer, one)]
        if not bad:
            break
        for name in bad:
            del found[name]
    if not found:
        return
    for name, one in found.items():
        unique = sum(1 for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name == name) == 1
        mine = sum(1 for n in ast.walk(outer) if isinstance(n, ast.Name) and n.id == name)
        every = sum(1 for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == name)
        one.name = name if unique and mine == every and not _is_builtin(name) else fresh(f"{path}_{name}", taken)
    for one in found.values():
        one.block.remove(one.node)
        if not one.block:
            one.block.append(ast.copy_location(ast.Pass(), one.node))
    replacing = _Replace(found)
    replacing.visit(outer)
    for one in found.values():
        replacing.visit(one.node)
        one.node.name = one.name
        more = [ast.copy_location(ast.arg(name), one.node) for name in one.captured]
        args = one.node.args
        if args.posonlyargs:
            args.posonlyargs = more + args.posonlyargs
        else:
            args.args = more + args.args
        made.append(one.node)


def _is_builtin(name: str) -> bool:
    return hasattr(builtins, name)


def _candidates(outer: ast.FunctionDef) -> list[_Nested]:
    """Nested functions that are bound once, plainly, with literal defaults."""
    found = []
    blocks = [outer.body]
    blocks += [
        value
        for n in own_nodes(outer)
        if not isinstance(n, (*FUNCTIONS, ast.Lambda, ast.ClassDef))
        for name in ("body", "orelse", "finalbody")
        if isinstance(value := getattr(n, name, None), list)
    ]
    for block in blocks:
        for node in block:
            if not isinstance(node, ast.FunctionDef) or node.decorator_list or declared(node, ast.Nonlocal):
                continue
            bound = sum(
                (isinstance(n, ast.Name) and n.id == node.name and not isinstance(n.ctx, ast.Load))
                or (isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name == node.name and n is not outer)
                or (isinstance(n, ast.arg) and n.arg == node.name)
                for n in ast.walk(outer)
            )
            defaults = [d for d in [*node.args.defaults, *node.args.kw_defaults] if d is not None]
            if bound == 1 and not any(free_names(d) for d in defaults):
                params = [a.arg for a in [*node.args.posonlyargs, *node.args.args]]
                found.append(_Nested(node, block, node.name, params))
    return found


def _uses_follow(outer: ast.FunctionDef, one: _Nested, found: dict[str, _Nested]) -> bool:
    """Whether no call can come before the definition: every use stands later in its block, or in a nested function of
    that block which is itself used later only."""
    index = next(i for i, s in enumerate(one.block) if s is one.node)
    uses = sum(1 for n in ast.walk(outer) if isinstance(n, ast.Name) and n.id == one.node.name)
    later = sum(1 for s in one.block[index:] for n in ast.walk(s) if isinstance(n, ast.Name) and n.id == one.node.name)
    earlier = 0
    for other in found.values():
        if other.block is not one.block or other is one:
            continue
        place = next(i for i, s in enumerate(other.block) if s is other.node)
        if place < index:
            between = [n for s in other.block[place + 1 : index] for n in ast.walk(s)]
            calls = any(isinstance(n, ast.Name) and n.id == other.node.name for n in between)
            mentions = sum(1 for n in ast.walk(other.node) if isinstance(n, ast.Name) and n.id == one.node.name)
            if mentions and calls:
                return False
            earlier += mentions
    return uses == later + earlier


def _settle_captures(found: dict[str, _Nested], visible: set[str]) -> None:
    """What each takes from outside, and what those that it mentions take."""
    free = {name: free_names(one.node) for name, one in found.items()}
    captured = {name: {n for n in free[name] & visible if n not in found} for name in found}
    changed = True
    while changed:
        changed = False
        for name in found:
            more = {c for other in free[name] & found.keys() for c in captured[other]} - captured[name]
            if more:
                captured[name] |= more
                changed = True
    for name, one in found.items():
        one.captured = sorted(captured[name])


def _reads_late(outer: ast.FunctionDef, one: _Nested) -> bool:
    """Whether it is a generator, which reads what it takes from outside each time it goes on, and some of that may be
    assigned meanwhile."""
    if not any(isinstance(n, ast.Yield | ast.YieldFrom) for n in own_nodes(one.node)):
        return False
    for name in one.captured:
        stores = [
            n for n in own_nodes(outer) if isinstance(n, ast.Name) and n.id == name and not isinstance(n.ctx, ast.Load)
        ]
        plain = [
            s for s in outer.body if isinstance(s, ast.Assign | ast.AnnAssign) and any(n in stores for n in ast.walk(s))
        ]
        if len(stores) != (0 if name in parameters(outer) else 1) or len(plain) != len(stores):
            return True
    return False


def _hidden(outer: ast.FunctionDef, one: _Nested) -> bool:
    """Whether some scope that mentions the function has a variable of its own called as one that would be passed."""
    wanted = set(one.captured)
    for scope in ast.walk(outer):
        if scope is outer or scope is one.node:
            continue
        if isinstance(scope, (*FUNCTIONS, ast.Lambda)):
            bound = local_names(scope)
        elif isinstance(scope, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            bound = {n.id for g in scope.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        else:
            continue
        if bound & wanted and any(isinstance(n, ast.Name) and n.id == one.node.name for n in ast.walk(scope)):
            return True
    return False


class _Replace(ast.NodeTransformer):
    """Calls get the captured variables; other mentions become lambdas that pass them."""

    def __init__(self, found: dict[str, _Nested]) -> None:
        self._found = found

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name) and node.func.id in self._found:
            one = self._found[node.func.id]
            node.args = [*self._captured(one, node), *[self.visit(a) for a in node.args]]
            for k in node.keywords:
                k.value = self.visit(k.value)
            node.func = ast.copy_location(ast.Name(one.name, ast.Load()), node.func)
            return node
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        one = self._found.get(node.id)
        if one is None or not isinstance(node.ctx, ast.Load):
            return node
        if not one.captured:
            return ast.copy_location(ast.Name(one.name, ast.Load()), node)
        names = one.params
        arguments = [*self._captured(one, node), *(ast.copy_location(ast.Name(n, ast.Load()), node) for n in names)]
        call = ast.copy_location(ast.Call(ast.copy_location(ast.Name(one.name, ast.Load()), node), arguments, []), node)
        made = ast.arguments([], [ast.copy_location(ast.arg(n), node) for n in names], None, [], [], None, [])
        return ast.copy_location(ast.Lambda(made, call), node)

    def _captured(self, one: _Nested, node: ast.AST) -> list[ast.expr]:
        return [ast.copy_location(ast.Name(n, ast.Load()), node) for n in one.captured]
