"""What the text of a function depends on: what in it can raise, which of it needs the region, what has effects.

`raises` here is exact per expression, where `Function.raises` says it per function.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pivot_lsp.port import ir, trees
from pivot_lsp.port.emit.rust.flow import surely_assigned
from pivot_lsp.port.table.rows import TOLD
from pivot_lsp.port.types import BytesT, DequeT, DictT, ListT, RecordT, SetT, TupleT, Type, UnionT, VarTupleT, walk

_CONSUMERS = (
    "sum list tuple dict set frozenset deque sorted min max min.default max.default min.key max.key any all str.join"
)
CONSUMERS = frozenset(_CONSUMERS.split())
"""Operations that take an iterator to its end at once and change nothing: a list made only for them need not be."""


def lambda_of(prim: ir.Prim) -> ir.Lambda | None:
    """The function handed to an operation."""
    return next((a for a in prim.args if isinstance(a, ir.Lambda)), None)


@dataclass(frozen=True)
class Facts:
    """Facts of a unit: names of functions that raise, and of those that need the region."""

    raising: frozenset[str]
    regional: frozenset[str]

    def key_raises(self, prim: ir.Prim) -> bool:
        """Whether the function handed to an operation can raise."""
        key = lambda_of(prim)
        return key is not None and self.raises(key.body)

    def prim_raises(self, prim: ir.Prim) -> bool:
        """Whether the operation itself yields an Outcome."""
        own = [name for name in prim.row.raises if name not in ("Exception", *TOLD)]
        return bool(own) or self.key_raises(prim)

    def raises(self, node: ir.Expr) -> bool:
        """Whether evaluating `node` can end with a Python exception."""
        return any(
            (isinstance(e, ir.Prim) and self.prim_raises(e)) or (isinstance(e, ir.Call) and e.function in self.raising)
            for e in trees.within(node)
        )

    def block_raises(self, body: Iterable[ir.Stmt]) -> bool:
        """Whether statements can end with a Python exception that they do not take themselves (or might not)."""
        for one in body:
            if isinstance(one, ir.Raise | ir.Reraise) or any(map(self.raises, trees.own_expressions(one))):
                return True
            if any(self.block_raises(inner) for inner in trees.blocks(one)):
                return True
        return False

    def direct(self, one: ir.Try) -> ir.Expr | None:
        """The one operation of a `try` body that is nothing but it: its Outcome can be matched as it is."""
        if len(one.body) != 1 or not isinstance(one.body[0], ir.Assign | ir.ExprStmt | ir.Return):
            return None
        value = one.body[0].value
        if isinstance(value, ir.Prim):
            raising = self.prim_raises(value)
        else:
            raising = isinstance(value, ir.Call) and value.function in self.raising
        inner = any(self.raises(a) for a in trees.operands(value) if not isinstance(a, ir.Lambda))
        return value if raising and not inner else None

    def has_effects(self, node: ir.Expr) -> bool:
        """Whether the order of evaluating `node` and others can be seen: it raises, changes something, or calls."""
        return any(
            isinstance(e, ir.Call) or (isinstance(e, ir.Prim) and e.row.mutates) for e in trees.within(node)
        ) or (self.raises(node))

    def lazy(self, comp: ir.Comp) -> bool:
        """Whether a comprehension can be a chain of iterator methods: one loop, nothing raised inside it."""
        inside = [*(t for c in comp.clauses for t in c.tests), comp.element, *([comp.key] if comp.key else [])]
        return len(comp.clauses) == 1 and not any(map(self.raises, inside))


def consumed(prim: ir.Prim) -> ir.Comp | None:
    """The comprehension whose list an `iter` operation walks over."""
    inner = prim.args[0] if prim.row.key == "iter" else None
    return inner if isinstance(inner, ir.Comp) and inner.kind == "list" else None


def facts_of(unit: ir.Unit, constants: frozenset[str]) -> Facts:
    """The facts of `unit`. Constants are made elsewhere and need no region."""
    raising = frozenset(f.name for f in unit.functions if f.raises)
    known = Facts(raising, frozenset())
    regional: frozenset[str] = frozenset()
    while True:
        facts = Facts(raising, regional)
        found = frozenset(f.name for f in unit.functions if _needs_region(facts, f))
        if found == regional:
            return Facts(known.raising, regional)
        regional = found


def _needs_region(facts: Facts, function: ir.Function) -> bool:
    polls = any(isinstance(s, ir.For | ir.While) and s.poll for s in trees.statements(function.body))
    # a declaration may need a blank container, see Types.blank
    blanks = any(
        _is_made(s.type) and not surely_assigned(s.name, body[index + 1 :], lambda t: facts.direct(t) is not None)
        for body in _bodies(function.body)
        for index, s in enumerate(body)
        if isinstance(s, ir.Declare)
    )
    roots = [e for s in trees.statements(function.body) for e in trees.own_expressions(s)]
    return function.recursive or polls or blanks or any(_touches(facts, e) for e in roots)


def _touches(facts: Facts, node: ir.Expr) -> bool:
    inner: tuple[ir.Expr, ...] = trees.operands(node)
    match node:
        case ir.ListLit() | ir.Empty() | ir.DictLit() | ir.New() | ir.ExcText() | ir.ExcField():
            return True
        case ir.Concat(parts=parts):
            if not all(isinstance(p, ir.Const) for p in parts):
                return True
        case ir.Comp(kind=kind) if kind in ("list", "set", "dict"):
            return True
        case ir.Call(function=name) if name in facts.regional:
            return True
        case ir.Prim(row=row):
            if "{cx}" in row.rust:
                return True
            if row.key in CONSUMERS:
                inner = tuple(i for a in node.args for i in _without_lazy_list(facts, a))
        case _:
            pass
    return any(_touches(facts, i) for i in inner)


def _without_lazy_list(facts: Facts, argument: ir.Expr) -> tuple[ir.Expr, ...]:
    made = consumed(argument) if isinstance(argument, ir.Prim) else None
    return trees.operands(made) if made is not None and facts.lazy(made) else (argument,)


def _bodies(body: tuple[ir.Stmt, ...]) -> Iterator[tuple[ir.Stmt, ...]]:
    yield body
    for one in body:
        for inner in trees.blocks(one):
            yield from _bodies(inner)


def _is_made(t: Type) -> bool:
    """Whether a blank value of `t` lies in the region."""
    match t:
        case TupleT(items) | UnionT(items):
            return any(map(_is_made, items))
        case _:
            return isinstance(t, ListT | VarTupleT | BytesT | DictT | SetT | DequeT | RecordT)


def holds_region(t: Type) -> bool:
    """Whether a constant of type `t` is made at run time: a list, a dict or a record is in it."""
    return any(isinstance(i, ListT | VarTupleT | BytesT | DictT | SetT | DequeT | RecordT) for i in walk(t))
