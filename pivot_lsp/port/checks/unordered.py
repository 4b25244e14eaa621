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
from pivot_lsp.port.checks import assigned
from pivot_lsp.port.checks.tables import Shows, in_order, is_walk, prim, rebuilt
from pivot_lsp.port.table import TABLE
from pivot_lsp.port.types import BOOL, FLOAT, INT, NONE, DictT, ListT, RecordT, SetT, Type, walk

_FORGETS = {"len", "truth", "in", "set", "frozenset", "set.extend", "any", "all"}
"""Consumers whose result no order changes, whatever the elements."""
_COMPARES = {"min", "max", "min.default", "max.default"}
_KEYED = {"sorted", "min.key", "max.key"}
_PASSES = {"iter", "list", "tuple", "as_list", "list.copy"}
"""Operations whose result stands in the order of what they are given."""
_SET_CHANGES = {"set.add", "set.discard", "set.extend", "|=", "-="}
_FRESH = {"set", "set.copy", "|", "&", "-", "^"}
_FREE = {"+", "*", "|", "&", "^"}
"""Operators on ints whose order does not matter; overflow falls back."""
_PLAIN = (
    ir.Const, ir.Var, ir.ConstantRef, ir.Prim, ir.Call, ir.Lambda, ir.BoolOp, ir.IfExp, ir.Let, ir.ListLit, ir.TupleLit,
    ir.DictLit, ir.Empty, ir.Comp, ir.TupleItem, ir.Field, ir.New, ir.Some, ir.Unwrap, ir.IsNone, ir.Concat,
)  # fmt: skip


_STATEMENTS = (
    ir.Declare, ir.Assign, ir.Unpack, ir.ExprStmt, ir.If, ir.While, ir.For, ir.Return, ir.Break, ir.Continue, ir.Raise,
    ir.Reraise, ir.Try,
)  # fmt: skip


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
        self._unit = unit
        self._function = function
        self._every = tuple(range(len(unit.exceptions)))

    def run(self) -> ir.Function:
        return replace(self._function, body=self._block(rebuilt(self._function.body, self._to_its_end)))

    def _to_its_end(self, node: Any) -> Any:
        """`any` and `all` over a set look at every element where one may raise: that shows whatever the order is."""
        match node:
            case ir.Comp(kind="any" | "all", clauses=clauses) if any(unordered(c.iterable) for c in clauses):
                inside = _each(node)
                if any(map(self.raises, inside)) and all(map(self.pure, inside)):
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
                one = in_order(one, shown.e)

    def _settled(self, one: ir.Stmt) -> tuple[ir.Stmt, ...]:
        match one:
            case ir.For(iterable=iterable) if unordered(iterable):
                self._consumer(iterable, allowed=True)
                raising = any(map(self.raises, _expressions_of(one))) or any(
                    isinstance(s, ir.Raise | ir.Reraise) for s in trees.statements(one.body)
                )
                if not _Round(self, one).harmless(raising=raising):
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
        if isinstance(e, ir.Comp) and walks and not all(map(self.pure, _each(e))):
            raise Shows(e)

    def _forgets(self, e: ir.Expr, inner: ir.Expr) -> bool:
        match e:
            case ir.Comp(kind="any" | "all"):
                return not any(map(self.raises, _each(e)))
            case ir.Comp(kind="set", element=element):
                return FLOAT not in walk(element.type) or isinstance(element, ir.Var)
            case ir.Prim(row=row, args=args):
                direct = is_walk(inner)
                exact = direct or not _ambiguous(inner.type)
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

    # ------------------------------------------------------------ what an expression may do

    def raises(self, e: ir.Expr) -> bool:
        """Whether evaluating `e` can end with a Python exception."""
        return any(
            (isinstance(x, ir.Prim) and bool(x.row.raises) and x.row.key not in ("sorted",))
            or (isinstance(x, ir.Call) and self._unit.function(x.function).raises)
            for x in trees.within(e)
        )

    def _raises_in_walk(self, e: ir.Expr) -> bool:
        """Whether something done for each element of a set can raise."""
        return any(
            self.raises(inside)
            for x in trees.within(e)
            if isinstance(x, ir.Comp) and any(unordered(c.iterable) for c in x.clauses)
            for inside in _each(x)
        ) or any(
            self.raises(x.body)
            for p in trees.within(e)
            if isinstance(p, ir.Prim) and any(map(unordered, p.args))
            for x in p.args
            if isinstance(x, ir.Lambda)
        )

    def pure(self, e: ir.Expr) -> bool:
        """Whether evaluating `e` changes nothing that can be seen."""
        return all(self._pure_node(x) for x in trees.within(e))

    def _pure_node(self, e: ir.Expr) -> bool:
        if not isinstance(e, _PLAIN):
            return False
        if isinstance(e, ir.Prim):
            return not e.row.mutates and e.type != NONE
        if isinstance(e, ir.Call):
            return self._pure_function(e.function, frozenset())
        return True

    def _pure_function(self, name: str, above: frozenset[str]) -> bool:
        """Whether a function changes only what it made itself: it changes nothing, or is given nothing mutable."""
        if name in above:
            return True
        function = self._unit.function(name)
        closed = not any(_mutable(t) for p in function.params for t in walk(p.type))
        if not all(isinstance(s, _STATEMENTS) for s in trees.statements(function.body)):
            return False
        for e in trees.expressions(function.body):
            if not isinstance(e, (*_PLAIN, ir.ExcText)):
                return False
            if isinstance(e, ir.Prim) and ((e.row.mutates and not closed) or (e.type == NONE and not e.row.mutates)):
                return False
            if isinstance(e, ir.Call) and not self._pure_function(e.function, above | {name}):
                return False
        return True

    def read_elsewhere(self, name: str, loop: ir.For) -> bool:
        """Whether `name` is read outside of the rounds of `loop`."""
        inside = {id(s) for s in trees.statements(loop.body)}
        return any(
            name in trees.free_names(e)
            for s in trees.statements(self._function.body)
            if id(s) not in inside
            for e in trees.own_expressions(s)
        )

    def private(self, name: str) -> bool:
        """Whether the set `name` is made here and has no other name: it is only asked, changed, walked or returned."""
        total = plain = 0
        for one in trees.statements(self._function.body):
            if name in _binds(one) and not (isinstance(one, ir.Assign) and _is_fresh_set(one.value)):
                return False
            for own in trees.own_expressions(one):
                total += sum(isinstance(x, ir.Var) and x.name == name for x in trees.within(own))
                plain += sum(_asks(x, name) for x in trees.within(own))
            plain += isinstance(one, ir.Return) and isinstance(one.value, ir.Var) and one.value.name == name
        return total == plain and not any(p.name == name for p in self._function.params)

    def binds(self, name: str) -> int:
        """How many statements bind `name`; a parameter counts as well."""
        found = sum(name in _binds(s) for s in trees.statements(self._function.body))
        return found + any(p.name == name for p in self._function.params)


class _Round:
    """One loop over a set: whether its rounds can be done in any order."""

    def __init__(self, checker: _Checker, loop: ir.For) -> None:
        self._checker = checker
        self._loop = loop
        self._expressions = _expressions_of(loop)
        self._bound = set(trees.bound_names(loop.pattern))
        self._sums: dict[str, str] = {}
        self._flags: dict[str, object] = {}
        self._results: list[str] = []
        self._leaves = 0
        self._changes = False

    def harmless(self, *, raising: bool) -> bool:
        """`raising`: something in a round may raise."""
        if any(self._checker.read_elsewhere(name, self._loop) for name in self._bound):
            return False
        if not self._statements(self._loop.body, outermost=True):
            return False
        if raising and (self._results or self._leaves):
            return False
        inside = {n for s in trees.statements(self._loop.body) for n in _binds(s)}
        if not assigned.anew(self._loop.body, inside - {*self._sums, *self._flags}, frozenset(self._bound)):
            return False
        read = [e.name for own in self._expressions for e in trees.within(own) if isinstance(e, ir.Var)]
        counted = self._counted()
        if any(read.count(name) != counted.get(name, 0) for name in {**self._sums, **self._flags}):
            return False
        if self._results or self._leaves:  # a round may be the last one: no other may have been needed
            if self._sums or self._changes or len(set(self._results)) + min(self._leaves, 1) > 1:
                return False
            return not self._flags or (self._leaves + len(self._results) == 1 and self._marks_only(self._loop.body))
        return True

    def _marks_only(self, body: tuple[ir.Stmt, ...]) -> bool:
        """Whether every flag is set just before the round that is the last."""
        for place, one in enumerate(body):
            marks = isinstance(one, ir.Assign) and one.name in self._flags
            if marks and not isinstance(body[-1], ir.Break | ir.Return):
                return False
            if marks and not all(isinstance(s, ir.Assign) for s in body[place:-1]):
                return False
            if not all(map(self._marks_only, trees.blocks(one))):
                return False
        return True

    def _counted(self) -> dict[str, int]:
        """How often each sum is read by its own additions."""
        found: dict[str, int] = {}
        for one in trees.statements(self._loop.body):
            if isinstance(one, ir.Assign) and one.name in self._sums:
                found[one.name] = found.get(one.name, 0) + sum(
                    isinstance(e, ir.Var) and e.name == one.name for e in trees.within(one.value)
                )
            if isinstance(one, ir.If) and _extreme_of(one)[0] in self._sums:
                best = _extreme_of(one)[0]
                found[best] = found.get(best, 0) + 1
        return found

    def _statements(self, body: tuple[ir.Stmt, ...], *, outermost: bool) -> bool:
        return all(self._statement(one, outermost=outermost) for one in body)

    def _statement(self, one: ir.Stmt, *, outermost: bool) -> bool:
        if isinstance(one, ir.ExprStmt):
            return self._change(one.value)
        if not all(map(self._checker.pure, trees.own_expressions(one))):
            return False
        match one:
            case ir.Assign(name=name, value=value):
                return self._assigned(name, value)
            case ir.Unpack(pattern=pattern):
                return all(map(self._local, trees.bound_names(pattern)))
            case ir.If():
                best, kind = _extreme_of(one)
                if best and not self._local(best):
                    return self._sum(best, kind, one.body[0].value.type if isinstance(one.body[0], ir.Assign) else NONE)
                return self._statements(one.body, outermost=outermost) and self._statements(
                    one.orelse, outermost=outermost
                )
            case ir.For(pattern=pattern):
                inner = all(map(self._local, trees.bound_names(pattern)))
                return inner and self._statements(one.body, outermost=False)
            case ir.While():
                return self._statements(one.body, outermost=False)
            case ir.Continue():
                return True
            case ir.Break():
                self._leaves += outermost
                return True
            case ir.Return(value=ir.Const(value=value)):
                self._results.append(repr(value))
                return True
            case ir.Raise():
                return True
            case _:
                return False

    def _local(self, name: str) -> bool:
        """Whether `name` lives in one round only: it is bound and read nowhere else in the function."""
        bound_here = sum(name in _binds(s) for s in trees.statements(self._loop.body))
        outside = self._checker.binds(name) > bound_here + (name in self._bound)
        return not outside and not self._checker.read_elsewhere(name, self._loop)

    def _assigned(self, name: str, value: ir.Expr) -> bool:
        if self._local(name):
            return True
        match value:
            case ir.Const(value=constant):
                known = self._flags.setdefault(name, (type(constant), constant))
                return name not in self._sums and known == (type(constant), constant)
            case ir.Prim(row=row, args=(ir.Var(name=first), other)) if first == name:
                if _mentions(other, name):
                    return False
                kind = "+" if row.key == "-" else row.key
                if kind in _FREE:
                    return self._sum(name, kind, value.type, only=INT)
                return row.key in ("min", "max") and self._sum(name, row.key, value.type)
            case ir.Prim(row=row, args=(other, ir.Var(name=last))) if last == name and row.key in (
                *_FREE,
                "min",
                "max",
            ):
                if _mentions(other, name):
                    return False
                if row.key in _FREE:
                    return self._sum(name, row.key, value.type, only=INT)
                return self._sum(name, row.key, value.type)
            case _:
                return False

    def _sum(self, name: str, kind: str, t: Type, only: Type | None = None) -> bool:
        exact = t == only if only is not None else not _ambiguous(t)
        return exact and name not in self._flags and self._sums.setdefault(name, kind) == kind

    def _change(self, e: ir.Expr) -> bool:
        """`seen.add(x)`: a set that the loop does not read otherwise, and that is only added to, or only taken from."""
        if not isinstance(e, ir.Prim) or e.row.key not in _SET_CHANGES:
            return False
        target = e.args[0]
        if not isinstance(target, ir.Var) or not isinstance(target.type, SetT) or FLOAT in walk(target.type):
            return False
        changes = [
            s.value
            for s in trees.statements(self._loop.body)
            if isinstance(s, ir.ExprStmt) and isinstance(s.value, ir.Prim) and s.value.row.key in _SET_CHANGES
        ]
        self._changes = True
        # nobody may look at the set meanwhile: neither by this name, nor where an alias of it can be
        mine = [c for c in changes if isinstance(c.args[0], ir.Var) and c.args[0].name == target.name]
        inside = [x for own in self._expressions[1:] for x in trees.within(own)]
        if self._checker.private(target.name):
            seen = [x for x in inside if isinstance(x, ir.Var) and x.name == target.name]
            alone = len(seen) == len(mine)
        else:
            alone = len([x for x in inside if _can_hold(x.type, target.type)]) == len(changes)
        takes = {c.row.key in ("set.discard", "-=") for c in changes}
        return alone and len(takes) == 1 and all(map(self._checker.pure, e.args[1:]))


def _each(made: ir.Comp) -> list[ir.Expr]:
    """What a comprehension evaluates for each element."""
    key = [] if made.key is None else [made.key]
    return [*(t for c in made.clauses for t in c.tests), *key, made.element]


def _is_fresh_set(e: ir.Expr) -> bool:
    return isinstance(e, ir.Empty | ir.Comp) or (isinstance(e, ir.Prim) and e.row.key in _FRESH)


def _asks(e: ir.Expr, name: str) -> int:
    """How often `e` takes the set `name` as the operand of an operation that does not keep it."""
    if not isinstance(e, ir.Prim) or e.row.keeps or e.row.shares:
        return 0
    return sum(isinstance(a, ir.Var) and a.name == name for a in e.args)


def _can_hold(t: Type, wanted: SetT) -> bool:
    """Whether a `t` can be, or hold, a set of the type `wanted`."""
    return any(isinstance(x, RecordT) or x == wanted for x in walk(t))


def _sorted_later(body: tuple[ir.Stmt, ...]) -> tuple[ir.Stmt, ...]:
    """`xs = list(s)` and then `xs.sort()` is `xs = sorted(s)`."""
    found: list[ir.Stmt] = []
    for one in body:
        match (found[-1] if found else None), one:
            case (
                ir.Assign(name=name, value=source) as before,
                ir.ExprStmt(value=ir.Prim(row=row, args=(ir.Var(name=sorted_name), *rest))),
            ) if row.key == "list.sort" and name == sorted_name and unordered(source):
                if not any(_mentions(a, name) for a in rest):
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


def _expressions_of(loop: ir.For) -> list[ir.Expr]:
    return [loop.iterable, *(e for s in trees.statements(loop.body) for e in trees.own_expressions(s))]


def _binds(one: ir.Stmt) -> tuple[str, ...]:
    match one:
        case ir.Assign(name=name) | ir.Declare(name=name):
            return (name,)
        case ir.Unpack(pattern=pattern) | ir.For(pattern=pattern):
            return trees.bound_names(pattern)
        case _:
            return ()


def _extreme_of(one: ir.If) -> tuple[str, str]:
    """The variable of `if x > best: best = x` and `max`, or its like for `min`; else empty names."""
    match one:
        case ir.If(test=ir.Prim(row=row, args=(a, b)), body=(ir.Assign(name=name, value=value),), orelse=()) if (
            row.key in ("<", ">", "<=", ">=")
        ):
            turned = isinstance(a, ir.Var) and a.name == name
            found, held = (b, a) if turned else (a, b)
            if not (isinstance(held, ir.Var) and held.name == name and _alike(found, value)):
                return "", ""
            return name, "max" if (">" in row.key) != turned else "min"
        case _:
            return "", ""


def _alike(a: ir.Expr, b: ir.Expr) -> bool:
    """Whether two expressions are the same variable."""
    return isinstance(a, ir.Var) and isinstance(b, ir.Var) and a.name == b.name


def _mentions(e: ir.Expr, name: str) -> bool:
    return any(isinstance(x, ir.Var) and x.name == name for x in trees.within(e))


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


def _ambiguous(t: Type) -> bool:
    """Whether equal values of `t` can be told apart: 0.0 and -0.0, or objects."""
    return any(x == FLOAT or isinstance(x, RecordT | DictT) for x in walk(t))


def _mutable(t: Type) -> bool:
    return isinstance(t, ListT | DictT | RecordT) or (isinstance(t, SetT) and not t.frozen)
