"""Nested functions become functions of the module: what they take from outside becomes leading parameters.

A nested function reads an enclosing variable when it is called, so passing the variable's value at each call is the
same, as long as the nested function does not assign it. One that it does assign (`nonlocal`) is kept in a list of one
element that both share. What cannot be moved this way stays nested, and is refused later with its place.
"""

import ast
import builtins
from collections import Counter
from dataclasses import dataclass, field

from pivot_lsp.port.frontend.nodes import nodes_of
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


@dataclass
class _Mentions:
    """How often names are mentioned in a module, and how many functions and classes have each as their own name.

    One statement of the module changes at a time, and what it says counts as it is now.
    """

    names: Counter[str]
    defined: Counter[str]

    @staticmethod
    def of(node: ast.AST) -> "_Mentions":
        """Those below `node`."""
        names, defined = Counter[str](), Counter[str]()
        for n in nodes_of(node):
            if isinstance(n, ast.Name):
                names[n.id] += 1
            elif isinstance(n, ast.FunctionDef | ast.ClassDef):
                defined[n.name] += 1
        return _Mentions(names, defined)

    def take(self, other: "_Mentions") -> None:
        """Leaves out what `other` says."""
        self.names.subtract(other.names)
        self.defined.subtract(other.defined)

    def add(self, other: "_Mentions") -> None:
        """Counts what `other` says."""
        self.names.update(other.names)
        self.defined.update(other.defined)


@dataclass
class _Module:
    """What a name must not be, and how names are used elsewhere: outside the statement `now`."""

    taken: set[str]
    elsewhere: _Mentions
    now: ast.stmt | None = None


def lift(tree: ast.Module) -> ast.Module:
    """`tree` without the nested functions that can be moved out."""
    module = _Module(all_names(tree), _Mentions.of(tree))
    body: list[ast.stmt] = []
    for node in tree.body:
        made: list[ast.FunctionDef] = []
        functions = [node] if isinstance(node, ast.FunctionDef) else _methods(node)
        if any(map(_has_nested, functions)):
            module.elsewhere.take(_Mentions.of(node))
            module.now = node
            owner = f"{node.name}_" if isinstance(node, ast.ClassDef) else ""
            for one in functions:
                _lift(one, owner + one.name, set(), module, made)
            module.elsewhere.add(_Mentions.of(node))
        body += [*made, node]
    tree.body = body
    return tree


def _methods(node: ast.stmt) -> list[ast.FunctionDef]:
    return [n for n in node.body if isinstance(n, ast.FunctionDef)] if isinstance(node, ast.ClassDef) else []


def _has_nested(node: ast.FunctionDef) -> bool:
    return any(isinstance(n, ast.FunctionDef) for n in own_nodes(node))


def _lift(outer: ast.FunctionDef, path: str, around: set[str], module: _Module, made: list[ast.FunctionDef]) -> None:
    if not _has_nested(outer):
        return
    share_assigned(outer, module.taken)
    visible = around | local_names(outer)
    for node in list(own_nodes(outer)):
        if isinstance(node, ast.FunctionDef):
            _lift(node, f"{path}_{node.name}", visible, module, made)
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
    assert module.now is not None
    here, mine = _Mentions.of(module.now), _Mentions.of(outer)
    for name, one in found.items():
        unique = module.elsewhere.defined[name] + here.defined[name] == 1
        every = module.elsewhere.names[name] + here.names[name]
        kept = unique and mine.names[name] == every and not _is_builtin(name)
        one.name = name if kept else fresh(f"{path}_{name}", module.taken)
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
                for n in nodes_of(outer)
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
    uses = sum(1 for n in nodes_of(outer) if isinstance(n, ast.Name) and n.id == one.node.name)
    later = sum(1 for s in one.block[index:] for n in nodes_of(s) if isinstance(n, ast.Name) and n.id == one.node.name)
    earlier = 0
    for other in found.values():
        if other.block is not one.block or other is one:
            continue
        place = next(i for i, s in enumerate(other.block) if s is other.node)
        if place < index:
            between = [n for s in other.block[place + 1 : index] for n in nodes_of(s)]
            calls = any(isinstance(n, ast.Name) and n.id == other.node.name for n in between)
            mentions = sum(1 for n in nodes_of(other.node) if isinstance(n, ast.Name) and n.id == one.node.name)
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
            s for s in outer.body if isinstance(s, ast.Assign | ast.AnnAssign) and any(n in stores for n in nodes_of(s))
        ]
        if len(stores) != (0 if name in parameters(outer) else 1) or len(plain) != len(stores):
            return True
    return False


def _hidden(outer: ast.FunctionDef, one: _Nested) -> bool:
    """Whether some scope that mentions the function has a variable of its own called as one that would be passed."""
    wanted = set(one.captured)
    for scope in nodes_of(outer):
        if scope is outer or scope is one.node:
            continue
        if isinstance(scope, (*FUNCTIONS, ast.Lambda)):
            bound = local_names(scope)
        elif isinstance(scope, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            bound = {n.id for g in scope.generators for n in nodes_of(g.target) if isinstance(n, ast.Name)}
        else:
            continue
        if bound & wanted and any(isinstance(n, ast.Name) and n.id == one.node.name for n in nodes_of(scope)):
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
