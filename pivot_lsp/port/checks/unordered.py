"""The order of a set's elements, which CPython takes from its hash table: where it shows, and where it does not.

A walk over a set is left as it is where every order gives the same: what consumes it forgets the order (`sorted`,
`len`, a sum of ints, another set ...), or it is a loop whose rounds only add to what nobody reads meanwhile. Every
other walk is marked, and has CPython's own order or falls back (`checks/tables`). Where a round can raise, the order
could choose the exception: the statement is put into a `try` that leaves the call to legacy. A walk that may end early,
so that the exception is never met, has CPython's order. Overflow needs no care, since every fallback is the same.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pivot_lsp.port import ir, trees
from pivot_lsp.port.checks.conduct import Conduct
from pivot_lsp.port.checks.rounds import Rounds, ambiguous, expressions_of, mentions
from pivot_lsp.port.checks.tables import Shows, in_order, is_walk, prim
from pivot_lsp.port.table import TABLE
from pivot_lsp.port.types import BOOL, FLOAT, INT, NONE, ListT, walk

_FORGETS = {"len", "truth", "in", "set", "frozenset", "set.extend", "any", "all"}
"""Consumers whose result no order changes, whatever the elements."""
_COMPARES = {"min", "max", "min.default", "max.default"}
_KEYED = {"sorted", "min.key", "max.key"}
_PASSES = {"iter", "list", "tuple", "as_list", "list.copy"}
"""Operations whose result stands in the order of what they are given."""


def settle(unit: ir.Unit) -> ir.Unit:
    """The unit with its walks over sets made safe."""
    if not any(map(_walks_sets, unit.functions)):
        return unit
    return replace(unit, functions=tuple(_Checker(unit, function).run() for function in unit.functions))


def _walks_sets(function: ir.Function) -> bool:
    return any(map(is_walk, trees.expressions(function.body)))


def unordered(e: ir.Expr) -> bool:
    """Whether `e` is a sequence in the order of some set."""
    match e:
        case ir.Prim():
            return is_walk(e) or (e.row.key in _PASSES and unordered(e.args[0]))
        case ir.Comp(kind="list" | "dict", clauses=clauses):
            return any(unordered(c.iterable) for c in clauses)
        case _:
            return False


class _Checker:
    def __init__(self, unit: ir.Unit, function: ir.Function) -> None:
        self._function = function
        self._conduct = Conduct(unit, function)
        self._every = tuple(range(len(unit.exceptions)))

    def run(self) -> ir.Function:
        return replace(self._function, body=self._block(trees.rebuilt(self._function.body, self._to_its_end)))

    def _to_its_end(self, node: Any) -> Any:
        """`any` and `all` over a set look at every element where one may raise: that shows whatever the order is."""
        match node:
            case ir.Comp(kind="any" | "all", clauses=clauses) if any(unordered(c.iterable) for c in clauses):
                inside = _each(node)
                if any(map(self._conduct.raises, inside)) and all(map(self._conduct.pure, inside)):
                    return prim(node.kind, prim("iter", replace(node, kind="list", type=ListT(BOOL))))
        return node

    # ------------------------------------------------------------ statements

    def _block(self, body: tuple[ir.Stmt, ...]) -> tuple[ir.Stmt, ...]:
        return tuple(made for one in _sorted_later(body) for made in self._statement(one))

    def _statement(self, one: ir.Stmt) -> tuple[ir.Stmt, ...]:
        while True:
            try:
                return self._settled(one)
            except Shows as shown:
                marked = in_order(one, shown.e)
                assert marked is not one, "a walk whose order shows is always marked"
                one = marked

    def _settled(self, one: ir.Stmt) -> tuple[ir.Stmt, ...]:
        match one:
            case ir.For(iterable=iterable) if unordered(iterable):
                self._consumer(iterable, allowed=True)
                raising = any(map(self._conduct.raises, expressions_of(one))) or any(
                    isinstance(s, ir.Raise | ir.Reraise) for s in trees.statements(one.body)
                )
                if not Rounds(self._conduct, one).harmless(raising=raising):
                    raise Shows(iterable)
                inner = replace(one, body=self._block(one.body))
                return (self._guarded(inner),) if raising else (inner,)
            case ir.If() | ir.While() | ir.For() | ir.Try():
                for own in trees.own_expressions(one):
                    self._expression(own)
                return (self._inside(one),)
            case _:
                owns = trees.own_expressions(one)
                for own in owns:
                    self._expression(own)
                walks = any(is_walk(e) for own in owns for e in trees.within(own))
                guarded = walks and any(self._raises_in_walk(own) for own in owns)
                return (self._guarded(one),) if guarded else (one,)

    def _inside(self, one: ir.Stmt) -> ir.Stmt:
        match one:
            case ir.If():
                self._refuse_raising(one.test)
                return replace(one, body=self._block(one.body), orelse=self._block(one.orelse))
            case ir.While():
                self._refuse_raising(one.test)
                return replace(one, body=self._block(one.body))
            case ir.For():
                self._refuse_raising(one.iterable)
                return replace(one, body=self._block(one.body))
            case ir.Try():
                handlers = tuple(replace(h, body=self._block(h.body)) for h in one.handlers)
                return replace(one, body=self._block(one.body), handlers=handlers, orelse=self._block(one.orelse))
            case _:
                return one

    def _refuse_raising(self, e: ir.Expr) -> None:
        if self._raises_in_walk(e):
            raise Shows(e)

    def _guarded(self, one: ir.Stmt) -> ir.Stmt:
        """`one`, and legacy answers should it raise."""
        row = TABLE.rows("give_up")[0]
        leave = ir.ExprStmt(ir.Prim(row, (), NONE, one.span), one.span)
        return ir.Try((one,), (ir.Handler(self._every, None, (leave, ir.Reraise(one.span)), one.span),), (), one.span)

    # ------------------------------------------------------------ expressions

    def _expression(self, e: ir.Expr) -> None:
        """Raises Shows where the order of a set shows in `e`."""
        if unordered(e):
            raise Shows(e)
        self._consumer(e, allowed=False)

    def _consumer(self, e: ir.Expr, *, allowed: bool) -> None:
        """Looks at the operands of `e`. `allowed`: what is around `e` has found its order to be harmless."""
        safe = allowed and isinstance(e, ir.Prim) and e.row.key in _PASSES
        for inner in trees.operands(e):
            if not unordered(inner):
                self._consumer(inner, allowed=False)
            elif safe or self._forgets(e, inner) or (allowed and isinstance(e, ir.Comp)):
                self._consumer(inner, allowed=True)
            else:
                raise Shows(inner)
        walks = isinstance(e, ir.Comp) and any(unordered(c.iterable) for c in e.clauses)
        if isinstance(e, ir.Comp) and walks and not all(map(self._conduct.pure, _each(e))):
            raise Shows(e)

    def _forgets(self, e: ir.Expr, inner: ir.Expr) -> bool:
        match e:
            case ir.Comp(kind="any" | "all"):
                return not any(map(self._conduct.raises, _each(e)))
            case ir.Comp(kind="set", element=element):
                return FLOAT not in walk(element.type) or isinstance(element, ir.Var)
            case ir.Prim(row=row, args=args):
                direct = is_walk(inner)
                exact = direct or not ambiguous(inner.type)
                if row.key == "sum":
                    return e.type == INT
                if row.key in ("set", "frozenset", "set.extend"):
                    return exact
                if row.key in _FORGETS:
                    return True
                if row.key in _COMPARES:
                    return exact
                if row.key in _KEYED:
                    key = next((a for a in args if isinstance(a, ir.Lambda)), None)
                    return exact if key is None else direct and _injective(key)
                return False
            case _:
                return False

    def _raises_in_walk(self, e: ir.Expr) -> bool:
        """Whether something done for each element of a set can raise."""
        return any(
            self._conduct.raises(inside)
            for x in trees.within(e)
            if isinstance(x, ir.Comp) and any(unordered(c.iterable) for c in x.clauses)
            for inside in _each(x)
        ) or any(
            self._conduct.raises(x.body)
            for p in trees.within(e)
            if isinstance(p, ir.Prim) and any(map(unordered, p.args))
            for x in p.args
            if isinstance(x, ir.Lambda)
        )


def _each(made: ir.Comp) -> list[ir.Expr]:
    """What a comprehension evaluates for each element."""
    key = [] if made.key is None else [made.key]
    return [*(t for c in made.clauses for t in c.tests), *key, made.element]


def _sorted_later(body: tuple[ir.Stmt, ...]) -> tuple[ir.Stmt, ...]:
    """`xs = list(s)` and then `xs.sort()` is `xs = sorted(s)`."""
    found: list[ir.Stmt] = []
    for one in body:
        match (found[-1] if found else None), one:
            case (
                ir.Assign(name=name, value=source) as before,
                ir.ExprStmt(value=ir.Prim(row=row, args=(ir.Var(name=sorted_name), *rest))),
            ) if row.key == "list.sort" and name == sorted_name and unordered(source):
                if not any(mentions(a, name) for a in rest):
                    found[-1] = replace(before, value=_sorted(source, rest))
                    continue
        found.append(one)
    return tuple(found)


def _sorted(source: ir.Expr, rest: Sequence[ir.Expr]) -> ir.Expr:
    """`sorted` of what `source` lists."""
    walked: ir.Expr
    if isinstance(source, ir.Prim) and source.row.key == "list":
        walked = source.args[0]
    else:
        iterated = TABLE.find("iter", [source.type])
        assert iterated is not None
        walked = ir.Prim(iterated[0], (source,), iterated[1], source.span)
    args = (walked, *rest)
    found = TABLE.find("sorted", [a.type for a in args])
    assert found is not None
    return ir.Prim(found[0], args, found[1], source.span)


def _injective(key: ir.Lambda) -> bool:
    """Whether no two elements have the same key: the element itself is part of it."""

    def holds(e: ir.Expr) -> bool:
        match e:
            case ir.Var(name=name):
                return name == key.params[0]
            case ir.TupleLit(items=items):
                return any(map(holds, items))
            case ir.Prim(row=row, args=(inner,)):
                return row.key == "neg" and holds(inner)
            case _:
                return False

    return holds(key.body)
