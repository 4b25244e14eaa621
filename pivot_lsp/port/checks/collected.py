"""What is made at once where Python makes it step by step: the lists that the prelude's itertools return.

Python walks over what `pairwise`, `accumulate`, `chain` and the like are given while their items are asked for. A port
has all items before the first is used. That is the same as long as nobody changes the list on the way, and as the walk
has an end; generators among the arguments are `checks/lazy`'s. What is not so is refused (PV213).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pivot_lsp.port import ir, trees
from pivot_lsp.port.refusal import Unportable
from pivot_lsp.port.types import FuncT, IterT, ListT, RecordT, Type, walk

_PRELUDE = "pivot_lsp.port.prelude."
_LAZY = frozenset({"accumulate", "accumulate_from", "chunked", "chunked2", "chunked3", "compress", "grouped",
                   "pairwise", "same_length", "zip_longest",
                   "zip_longest_none", "zip_longest3"})  # fmt: skip
_WHOLE = {"list", "tuple", "sorted", "sum", "set", "frozenset", "dict", "deque", "str.join", "list.extend"}
"""What takes all there is."""
_END = 2**63 - 1


def helpers(functions: tuple[ir.Function, ...]) -> frozenset[str]:
    """What the functions are called in the unit that make at once what Python makes step by step."""
    return frozenset(f.name for f in functions if f.module.startswith(_PRELUDE) and f.qualname in _LAZY)


def sources(value: ir.Expr, lazily: frozenset[str]) -> Iterator[ir.Expr]:
    """The lists that `value`, a list made of them at once, stands for: Python would walk over them step by step."""
    match value:
        case ir.Let(value=first, body=body):
            if any(isinstance(e, ir.Call) and e.function in lazily for e in trees.within(body)):
                yield first
            yield from sources(body, lazily)
        case ir.Call(function=name, args=args) if name in lazily:
            yield from args
        case ir.Prim(row=row, args=args) if row.key == "+":
            for argument in args:
                yield argument
                yield from sources(argument, lazily)
        case _:
            pass


def check(function: ir.Function, lazily: frozenset[str], changes: Mapping[str, set[Type]]) -> Iterator[Unportable]:
    """The loops whose body changes what they walk over; `changes`: the types of what each function changes."""
    if not lazily:
        return
    assigned = [s for s in trees.statements(function.body) if isinstance(s, ir.Assign)]
    keys = {s.name for s in assigned if isinstance(s.value, ir.Comp) and s.value.lazy}  # nobody else has them
    for one in trees.statements(function.body):
        if not isinstance(one, ir.For):
            continue
        walked = [s for s in _walked(one.iterable, lazily) if isinstance(s.type, ListT) and not _own(s)]
        walked = [s for s in walked if not (isinstance(s, ir.Var) and s.name in keys)]
        if not walked:
            continue
        names = _Names.of(function)
        for source in walked:
            if any(_changes(e, source, names, changes) for e in trees.expressions(one.body)):
                text = "the loop may change the list that it walks over"
                yield Unportable("PV213", text, one.span.line, one.span.column, "walk over a copy: list(...)")


@dataclass(frozen=True)
class _Names:
    """What the variables of a function can hold: `given` are parameters that are never assigned, `fresh` only hold
    what is made for them, `alone` such of which nothing else gets hold."""

    given: frozenset[str]
    fresh: frozenset[str]
    alone: frozenset[str]

    @staticmethod
    def of(function: ir.Function) -> "_Names":
        made: set[str] = set()
        other: set[str] = set()
        seen: set[str] = set()
        for one in trees.statements(function.body):
            if isinstance(one, ir.Assign):
                (made if _own(one.value) else other).add(one.name)
            elif isinstance(one, ir.Unpack | ir.For):
                other.update(trees.bound_names(one.pattern))
            for own in trees.own_expressions(one):
                seen |= {own.name} if isinstance(own, ir.Var) and not isinstance(one, ir.Return) else set()
                for e in trees.within(own):
                    kept = e.args[1:] if isinstance(e, ir.Prim) else trees.operands(e)
                    seen |= {v.name for v in kept if isinstance(v, ir.Var)}
        given = {p.name for p in function.params}
        fresh = made - other - given
        return _Names(frozenset(given - made - other), frozenset(fresh), frozenset(fresh - seen))

    def apart(self, one: ir.Expr, other: ir.Expr) -> bool:
        """Whether the two are certainly not the same list."""
        names = [e.name if isinstance(e, ir.Var) else "" for e in (one, other)]
        if names[0] == names[1]:
            return False
        if any(n in self.alone for n in names):
            return True
        return any(a in self.fresh and b in self.given for a, b in (names, names[::-1]))


def _changes(e: ir.Expr, source: ir.Expr, names: _Names, changes: Mapping[str, set[Type]]) -> bool:
    """Whether evaluating `e` may change the list `source`."""
    if isinstance(e, ir.Prim) and e.row.mutates:
        return e.args[0].type == source.type and not names.apart(e.args[0], source)
    if not isinstance(e, ir.Call) or source.type not in changes.get(e.function, ()):
        return False
    holding = [a for a in e.args if isinstance(a.type, RecordT) or source.type in walk(a.type)]
    return any(a.type != source.type or not names.apart(a, source) for a in holding)


def _walked(iterable: ir.Expr, lazily: frozenset[str]) -> Iterator[ir.Expr]:
    if isinstance(iterable, ir.Prim) and isinstance(iterable.type, IterT):
        for argument in iterable.args:
            yield from sources(argument, lazily) if iterable.row.key == "iter" else _walked(argument, lazily)


def _own(value: ir.Expr) -> bool:
    """Whether nobody else has the list: it was made on the spot."""
    return isinstance(value, ir.Comp | ir.ListLit | ir.DictLit | ir.Empty) or (
        isinstance(value, ir.Prim) and value.row.key in ("list", "sorted", "slice", "list.copy", "str.split", "+", "*")
    )


def without_end(function: ir.Function) -> Iterator[Unportable]:
    """Generators over count() or cycle() that would be made whole, and what takes all there is of them."""
    for e in trees.expressions(function.body):
        if any(isinstance(t, IterT) for t in walk(e.type)) and not isinstance(e.type, IterT | FuncT):
            what = "an iterator is kept in something else"
            yield Unportable("PV213", what, e.span.line, e.span.column, "wrap it in list()")
        if isinstance(e, ir.Comp) and (e.lazy or e.kind in ("list", "set", "dict")):
            endless = any(_endless(c.iterable) for c in e.clauses)
        else:
            endless = isinstance(e, ir.Prim) and e.row.key in _WHOLE and any(map(_endless, e.args))
        if endless:
            yield Unportable(
                "PV213", "a walk that has no end is made whole", e.span.line, e.span.column, "write a loop"
            )


def _endless(iterable: ir.Expr) -> bool:
    if not isinstance(iterable, ir.Prim):
        return False
    if iterable.row.key == "range":
        return any(isinstance(a, ir.Const) and a.value == _END for a in iterable.args[1:2])
    return iterable.row.key == "cycle" or (iterable.row.key == "enumerate" and _endless(iterable.args[0]))
