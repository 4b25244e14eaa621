"""Generators without an end, in the loop that walks over them: `for p in primes(): ...`.

Such a generator cannot be run before its items are used. So its body stands where the loop stood, and the loop's body
where it yields: Python runs the two by turns, and so does this. Keeps true: the generator's names are new ones; `break`
leaves every loop of the generator, by a flag; `continue` goes on behind the yield.
"""

import ast
import copy
from collections.abc import Mapping

from pivot_lsp.port.frontend.prepare.generators import has_no_end, own_jump
from pivot_lsp.port.frontend.prepare.names import (
    FUNCTIONS,
    after_docstring,
    all_names,
    bound_once,
    free_names,
    fresh,
    functions_of,
    local_names,
    own_nodes,
    parameters,
)

_MOST = 40
"""Statements that a loop may have which is written out for several yields."""
_DEEP = 3
"""How deep generators may walk over generators."""


def unfold(tree: ast.Module) -> ast.Module:
    """`tree` with the loops over generators of the module that have no end spelled out."""
    found = bound_once(tree, _taken)
    if not found:
        return tree
    work = _Loops(found, all_names(tree))
    for node in tree.body:
        for function in functions_of(node):
            if function.name not in found:
                work.within(function, set())
    return tree


def names(tree: ast.Module) -> frozenset[str]:
    """The generators of the module that are taken."""
    return frozenset(n.name for n in tree.body if isinstance(n, ast.FunctionDef) and _taken(n))


def _taken(node: ast.FunctionDef) -> bool:
    """Whether it yields in statements of its own alone, never ends by itself, and does nothing that its place tells."""
    own = list(own_nodes(node))
    yields = [n for n in own if isinstance(n, ast.Yield)]
    statements = [n.value for n in own if isinstance(n, ast.Expr)]
    odd = (*FUNCTIONS, ast.Lambda, ast.ClassDef, ast.YieldFrom, ast.Try, ast.With, ast.Global, ast.Nonlocal, ast.Delete)
    plain = not node.decorator_list and not any(isinstance(n, odd) for n in own) and not node.args.vararg
    asks = any(isinstance(n, ast.Name) and n.id == "next" for n in ast.walk(node))
    returns = any(isinstance(n, ast.Return) for n in own)
    return (
        bool(yields) and len(yields) <= 3 and all(any(y is s for s in statements) for y in yields) and has_no_end(node)
        and plain and not asks and not returns and not node.args.kwarg and not node.args.kwonlyargs
    )  # fmt: skip


class _Loops:
    def __init__(self, generators: Mapping[str, ast.FunctionDef], taken: set[str]) -> None:
        self._generators = generators
        self._taken = taken

    def within(self, function: ast.FunctionDef, around: set[str]) -> None:
        """Spells out the loops of a function and of those in it; `around` are variables of the functions around."""
        own = around | local_names(function)
        for inner in [n for n in own_nodes(function) if isinstance(n, ast.FunctionDef)]:
            self.within(inner, own)
        for _ in range(_DEEP):
            self._blocks(function, own)

    def _blocks(self, node: ast.AST, own: set[str]) -> None:
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                made: list[ast.stmt] = []
                for one in block:
                    if not isinstance(one, (*FUNCTIONS, ast.ClassDef)):
                        self._blocks(one, own)
                    made += self._statement(one, own)
                setattr(node, name, made)
        for holder in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
            self._blocks(holder, own)

    def _statement(self, one: ast.stmt, own: set[str]) -> list[ast.stmt]:
        if not isinstance(one, ast.For) or one.orelse:
            return [one]
        numbered = _numbered(one)
        call = numbered[1] if numbered is not None else one.iter
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id in own:
            return [one]
        generator = self._generators.get(call.func.id)
        values = given(generator, call) if generator is not None else None
        yields = 0 if generator is None else sum(isinstance(n, ast.Yield) for n in own_nodes(generator))
        size = sum(isinstance(n, ast.stmt) for s in one.body for n in ast.walk(s))
        if generator is None or values is None or (yields > 1 and size > _MOST) or free_names(generator) & own:
            return [one]
        return self._spelled(one, generator, values, numbered)

    def _spelled(
        self,
        loop: ast.For,
        generator: ast.FunctionDef,
        values: list[ast.expr],
        numbered: "tuple[ast.expr, ast.expr] | None",
    ) -> list[ast.stmt]:
        new = {name: fresh(name, self._taken) for name in sorted(local_names(generator))}
        body = [copy.deepcopy(s) for s in generator.body[after_docstring(generator) :]]
        for one in body:
            _Renamed(new).visit(one)
        head: list[ast.stmt] = []
        target = loop.target
        inner = loop.body
        if numbered is not None:
            assert isinstance(loop.target, ast.Tuple)
            count = fresh("number", self._taken)
            head.append(_assign(ast.Name(count, ast.Store()), numbered[0], loop))
            first, target = loop.target.elts
            step = ast.AugAssign(ast.Name(count, ast.Store()), ast.Add(), ast.Constant(1))
            inner = [_assign(first, ast.Name(count, ast.Load()), loop), _placed(step, loop), *inner]
        head += [
            _assign(ast.Name(new[n], ast.Store()), v, loop) for n, v in zip(parameters(generator), values, strict=True)
        ]
        breaks, continues = own_jump(inner, ast.Break), own_jump(inner, ast.Continue)
        place = next(i for i, s in enumerate(body) if any(isinstance(n, ast.Yield) for n in ast.walk(s)))
        if breaks and not continues and _is_plain_loop(body[place]):  # a break leaves the one loop there is
            body = body[: place + 1]
            breaks = False
        flag = fresh("left", self._taken) if breaks else None
        made = _Yields(target, inner, flag, once=continues, taken=self._taken).block(body)
        if flag is None:
            return [*head, *made]
        start = _assign(ast.Name(flag, ast.Store()), ast.Constant(False), loop)
        return [*head, start, _placed(ast.While(ast.Constant(True), [*made, ast.Break()], []), loop)]


def _is_plain_loop(one: ast.stmt) -> bool:
    """Whether it is the loop without an end, in which no other loop yields."""
    if not isinstance(one, ast.While) or not isinstance(one.test, ast.Constant) or own_jump(one.body, ast.Break):
        return False
    inner = [n for s in one.body for n in ast.walk(s) if isinstance(n, ast.For | ast.While)]
    return not any(isinstance(m, ast.Yield) for n in inner for s in n.body for m in ast.walk(s))


def _numbered(loop: ast.For) -> tuple[ast.expr, ast.expr] | None:
    """(start, what is numbered) of `for i, x in enumerate(...)`."""
    match loop:
        case ast.For(target=ast.Tuple(elts=[_, _]),
                     iter=ast.Call(func=ast.Name(id="enumerate"), args=[call, *start], keywords=keywords)):  # fmt: skip
            starts = [*start, *(k.value for k in keywords if k.arg == "start")]
            if len(starts) <= 1 and len(starts) == len(start) + len(keywords) and isinstance(call, ast.Call):
                plain = not call.args or not starts or isinstance(starts[0], ast.Constant)
                return (starts[0] if starts else ast.Constant(0), call) if plain else None
            return None
        case _:
            return None


def given(generator: ast.FunctionDef, call: ast.Call) -> list[ast.expr] | None:
    """The arguments by parameter, in the order in which they are written; None where they are no plain ones."""
    names = parameters(generator)
    if call.keywords or any(isinstance(a, ast.Starred) for a in call.args) or len(call.args) > len(names):
        return None
    missing = len(names) - len(call.args)
    defaults = generator.args.defaults
    if missing > len(defaults):
        return None
    rest = defaults[len(defaults) - missing :] if missing else []
    if not all(isinstance(d, ast.Constant) for d in rest):
        return None
    return [*call.args, *(copy.deepcopy(d) for d in rest)]


class _Yields:
    """Puts the loop's body where the generator yields."""

    def __init__(
        self, target: ast.expr, body: list[ast.stmt], flag: str | None, *, once: bool, taken: set[str]
    ) -> None:
        self._target = target
        self._body = body
        self._flag = flag
        self._once = once
        self._taken = taken

    def block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        for one in body:
            match one:
                case ast.Expr(value=ast.Yield(value=value)):
                    found += self._yielded(value or ast.Constant(None), one)
                case ast.For() | ast.While():
                    inside = any(isinstance(n, ast.Yield) for s in one.body for n in ast.walk(s))
                    one.body, one.orelse = self.block(one.body), self.block(one.orelse)
                    found.append(one)
                    if inside and self._flag is not None:
                        found.append(self._leave(one))
                case _:
                    for name in ("body", "orelse", "finalbody"):
                        inner = getattr(one, name, None)
                        if isinstance(inner, list):
                            setattr(one, name, self.block(inner))
                    for holder in [*getattr(one, "handlers", []), *getattr(one, "cases", [])]:
                        holder.body = self.block(holder.body)
                    found.append(one)
        return found

    def _leave(self, place: ast.stmt) -> ast.stmt:
        assert self._flag is not None
        return _placed(ast.If(ast.Name(self._flag, ast.Load()), [ast.Break()], []), place)

    def _yielded(self, value: ast.expr, place: ast.stmt) -> list[ast.stmt]:
        store = _placed(ast.Assign([copy.deepcopy(self._target)], value), place)
        body = [copy.deepcopy(s) for s in self._body]
        if self._flag is not None:
            body = _marked(body, self._flag, place)
        if not self._once:
            return [store, *body]
        name = fresh("once", self._taken)
        walked = ast.Tuple([ast.Constant(0)], ast.Load())
        loop = _placed(ast.For(ast.Name(name, ast.Store()), walked, body, []), place)
        return [store, loop, *([self._leave(place)] if self._flag is not None else [])]


def _marked(body: list[ast.stmt], flag: str, place: ast.stmt) -> list[ast.stmt]:
    """`body` with `flag = True` before each break of its own loop."""
    found: list[ast.stmt] = []
    for one in body:
        if isinstance(one, ast.Break):
            found += [_assign(ast.Name(flag, ast.Store()), ast.Constant(True), place), one]
            continue
        if isinstance(one, ast.For | ast.While):
            one.orelse = _marked(one.orelse, flag, place)
        elif not isinstance(one, (*FUNCTIONS, ast.ClassDef)):
            for name in ("body", "orelse", "finalbody"):
                inner = getattr(one, name, None)
                if isinstance(inner, list):
                    setattr(one, name, _marked(inner, flag, place))
            for holder in [*getattr(one, "handlers", []), *getattr(one, "cases", [])]:
                holder.body = _marked(holder.body, flag, place)
        found.append(one)
    return found


class _Renamed(ast.NodeTransformer):
    def __init__(self, new: Mapping[str, str]) -> None:
        self._new = new

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Name(self._new.get(node.id, node.id), node.ctx), node)


def _assign(target: ast.expr, value: ast.expr, place: ast.stmt) -> ast.stmt:
    return _placed(ast.Assign([target], value), place)


def _placed(made: ast.stmt, place: ast.stmt) -> ast.stmt:
    for inner in ast.walk(made):
        if not hasattr(inner, "lineno"):
            ast.copy_location(inner, place)
    return made
