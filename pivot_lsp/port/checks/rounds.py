"""Loops over a set whose rounds can be done in any order: they only add up, mark, or put into what nobody reads."""

from pivot_lsp.port import ir, trees
from pivot_lsp.port.checks import assigned
from pivot_lsp.port.checks.conduct import Conduct, bound
from pivot_lsp.port.types import FLOAT, INT, NONE, DictT, RecordT, SetT, Type, walk

_SET_CHANGES = {"set.add", "set.discard", "set.extend", "|=", "-="}
_FREE = {"+", "*", "|", "&", "^"}
"""Operators on ints whose order does not matter; overflow falls back."""


class Rounds:
    """One loop over a set."""

    def __init__(self, conduct: Conduct, loop: ir.For) -> None:
        self._conduct = conduct
        self._loop = loop
        self._expressions = expressions_of(loop)
        self._bound = set(trees.bound_names(loop.pattern))
        self._sums: dict[str, str] = {}
        self._flags: dict[str, object] = {}
        self._results: list[str] = []
        self._leaves = 0
        self._changes = False

    def harmless(self, *, raising: bool) -> bool:
        """Whether they can be done in any order; `raising`: something in a round may raise."""
        if any(self._conduct.read_elsewhere(name, self._loop) for name in self._bound):
            return False
        if not self._statements(self._loop.body, outermost=True):
            return False
        if raising and (self._results or self._leaves):
            return False
        inside = {n for s in trees.statements(self._loop.body) for n in bound(s)}
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
        if not all(map(self._conduct.pure, trees.own_expressions(one))):
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
        bound_here = sum(name in bound(s) for s in trees.statements(self._loop.body))
        outside = self._conduct.binds(name) > bound_here + (name in self._bound)
        return not outside and not self._conduct.read_elsewhere(name, self._loop)

    def _assigned(self, name: str, value: ir.Expr) -> bool:
        if self._local(name):
            return True
        match value:
            case ir.Const(value=constant):
                known = self._flags.setdefault(name, (type(constant), constant))
                return name not in self._sums and known == (type(constant), constant)
            case ir.Prim(row=row, args=(ir.Var(name=first), other)) if first == name:
                if mentions(other, name):
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
                if mentions(other, name):
                    return False
                if row.key in _FREE:
                    return self._sum(name, row.key, value.type, only=INT)
                return self._sum(name, row.key, value.type)
            case _:
                return False

    def _sum(self, name: str, kind: str, t: Type, only: Type | None = None) -> bool:
        exact = t == only if only is not None else not ambiguous(t)
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
        if self._conduct.private(target.name):
            seen = [x for x in inside if isinstance(x, ir.Var) and x.name == target.name]
            alone = len(seen) == len(mine)
        else:
            alone = len([x for x in inside if _can_hold(x.type, target.type)]) == len(changes)
        takes = {c.row.key in ("set.discard", "-=") for c in changes}
        return alone and len(takes) == 1 and all(map(self._conduct.pure, e.args[1:]))


def _can_hold(t: Type, wanted: SetT) -> bool:
    """Whether a `t` can be, or hold, a set of the type `wanted`."""
    return any(isinstance(x, RecordT) or x == wanted for x in walk(t))


def expressions_of(loop: ir.For) -> list[ir.Expr]:
    """What a loop walks over, and every expression of its rounds."""
    return [loop.iterable, *(e for s in trees.statements(loop.body) for e in trees.own_expressions(s))]


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


def mentions(e: ir.Expr, name: str) -> bool:
    """Whether `e` reads the variable."""
    return any(isinstance(x, ir.Var) and x.name == name for x in trees.within(e))


def ambiguous(t: Type) -> bool:
    """Whether equal values of `t` can be told apart: 0.0 and -0.0, or objects."""
    return any(x == FLOAT or isinstance(x, RecordT | DictT) for x in walk(t))
