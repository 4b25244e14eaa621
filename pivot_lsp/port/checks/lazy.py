"""Generator expressions that are walked while something else happens.

A port makes all of a generator's elements before they are walked. That is Python's behaviour only when the generator
and what goes on between its elements cannot touch each other: then neither raises before the other would have acted,
and nothing that the generator reads has changed by the time Python reads it. What is not so is refused (PV213). A
generator that one built-in takes to its end (`sum`, `list`, `sorted`, `join`) is never in doubt.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pivot_lsp.port import ir, trees
from pivot_lsp.port.checks import collected
from pivot_lsp.port.refusal import Unportable
from pivot_lsp.port.types import (
    FLOAT,
    ArrayT,
    DequeT,
    DictT,
    IterT,
    ListT,
    OptionalT,
    RecordT,
    SetT,
    Type,
    walk,
)

_PLAIN = (ir.Declare, ir.ExprStmt, ir.If, ir.While, ir.Return, ir.Break, ir.Continue, ir.Try)
"""Statements that do nothing but what their expressions and blocks do; of any other the worst is assumed."""
_KEYED = {"min.key", "max.key"}
_ENDING = {"zip", "islice"}
"""What may end before the elements do."""
Names = frozenset[str]
_WHAT = "a generator and what walks over it affect each other"


@dataclass(frozen=True)
class _Deeds:
    """What evaluating something may do: end with an exception, change objects of some types, assign names."""

    raises: bool
    calls: bool
    changes: frozenset[Type]
    assigns: frozenset[str]

    @property
    def acts(self) -> bool:
        """Whether it can be told when it happens."""
        return self.raises or self.calls or bool(self.changes)


def check(function: ir.Function, lazily: Names = frozenset(), acting: Names = frozenset()) -> list[Unportable]:
    """The refusals of one function; `lazily` are the unit's `collected.helpers`, `acting` its functions that change
    something or print."""
    return list(_found(function, lazily, acting))


def _found(function: ir.Function, lazily: Names, acting: Names) -> Iterator[Unportable]:
    yield from collected.without_end(function)
    if not any(isinstance(e, ir.Comp) and e.lazy for e in trees.expressions(function.body)):
        return
    owned = _owned(function)
    assigned = [s for s in trees.statements(function.body) if isinstance(s, ir.Assign)]
    kept = {s.name: s.value for s in assigned if isinstance(s.value, ir.Comp) and s.value.lazy}
    for one in trees.statements(function.body):
        if isinstance(one, ir.For):
            for name in trees.free_names(one.iterable):
                if name in kept and _told(kept[name], one.body, owned, acting):
                    yield _refusal(kept[name])
            for made in _walked(one.iterable, lazily):
                if _tangled(made, lazily, _of_block(one.body, owned), stops=True):
                    yield _refusal(made)
        for own in trees.own_expressions(one):
            for node in trees.within(own):
                yield from _of_expression(node, lazily)


def _owned(function: ir.Function) -> frozenset[str]:
    """Variables whose list, dict or set was made for them and has no other name: all that is done with it is done
    through the variable."""
    names: set[str] = set()
    spoilt = {p.name for p in function.params}
    for one in trees.statements(function.body):
        match one:
            case ir.Assign(name=name, value=value):
                (names if isinstance(value, ir.ListLit | ir.DictLit | ir.Comp | ir.Empty) else spoilt).add(name)
            case ir.Unpack(pattern=pattern) | ir.For(pattern=pattern):
                spoilt |= set(trees.bound_names(pattern))
            case _:
                pass
        for own in trees.own_expressions(one):
            if isinstance(own, ir.Var) and not isinstance(one, ir.Return):
                spoilt.add(own.name)
            for node in trees.within(own):
                kept = node.args[1:] if isinstance(node, ir.Prim) else trees.operands(node)
                spoilt |= {e.name for e in kept if isinstance(e, ir.Var)}
    return frozenset(names - spoilt)


def _of_expression(node: ir.Expr, lazily: Names) -> Iterator[Unportable]:
    if isinstance(node, ir.Comp):
        for index, clause in enumerate(node.clauses):
            later = [e for c in node.clauses[index + 1 :] for e in (c.iterable, *c.tests)]
            rest = [*clause.tests, *later, node.element, *([node.key] if node.key is not None else [])]
            for made in _walked(clause.iterable, lazily):
                if _tangled(made, lazily, _of_expressions(rest, _places(node)), stops=node.kind in ("any", "all")):
                    yield _refusal(made)
    if isinstance(node, ir.Prim | ir.Call):
        for index, argument in enumerate(node.args):  # Python evaluates what stands behind it before it walks
            behind = _of_expressions(e for e in node.args[index + 1 :] if not isinstance(e, ir.Lambda))
            yield from (_refusal(m) for m in _handed(argument, lazily) if _tangled(m, lazily, behind, stops=False))
    if isinstance(node, ir.Prim):
        if node.row.mutates:
            owner = _Deeds(False, False, frozenset({node.args[0].type}), frozenset())
            for argument in node.args[1:]:
                yield from (_refusal(m) for m in _walked(argument, lazily) if _tangled(m, lazily, owner, stops=False))
        if node.row.key in _KEYED:
            keys = _of_expressions(node.args[1:])
            yield from (_refusal(m) for m in _walked(node.args[0], lazily) if _tangled(m, lazily, keys, stops=False))
        if node.row.key in _ENDING:
            silent = _Deeds(False, False, frozenset(), frozenset())
            for argument in node.args:  # the walk ends with the shortest
                yield from (_refusal(m) for m in _walked(argument, lazily) if _tangled(m, lazily, silent, stops=True))


def _places(node: ir.Comp) -> frozenset[str]:
    """Variables of a comprehension that hold a list made for each round: the place of a group."""
    found: set[str] = set()
    for clause in node.clauses:
        match clause.iterable:
            case ir.Prim(row=row, args=(ir.ListLit(items=(ir.ListLit(),)),)) if row.key == "iter":
                found |= set(trees.bound_names(clause.pattern))
            case _:
                pass
    return frozenset(found)


def _refusal(made: ir.Comp) -> Unportable:
    return Unportable("PV213", _WHAT, made.span.line, made.span.column, "make it a list: [...]")


def _walked(iterable: ir.Expr, lazily: Names) -> Iterator[ir.Comp]:
    """The generators that are walked, step by step, when `iterable` is."""
    if not isinstance(iterable, ir.Prim) or not isinstance(iterable.type, IterT):
        return
    for argument in iterable.args:
        if isinstance(argument, ir.Comp) and argument.lazy and iterable.row.key == "iter":
            yield argument
        elif iterable.row.key == "iter":
            yield from (c for source in collected.sources(argument, lazily) for c in _made(source, lazily))
        else:
            yield from _walked(argument, lazily)


def _made(source: ir.Expr, lazily: Names) -> Iterator[ir.Comp]:
    """The generators whose elements a list made on the spot holds."""
    if isinstance(source, ir.Comp) and source.lazy:
        yield source
    elif isinstance(source, ir.Prim) and source.row.key == "list":
        yield from _walked(source.args[0], lazily)


def _handed(argument: ir.Expr, lazily: Names) -> Iterator[ir.Comp]:
    """The generators that are handed over as `argument`, which a port may make a list of."""
    if isinstance(argument, ir.Prim) and argument.row.key == "list":
        argument = argument.args[0]
    yield from _walked(argument, lazily)


def _tangled(made: ir.Comp, lazily: Names, rest: _Deeds, *, stops: bool) -> bool:
    """Whether making the elements of `made` at once can be told from making each when it is asked for. `stops`: the
    walk may end before the elements do."""
    inside = [e for c in made.clauses for e in (c.iterable, *c.tests)][1:] + [made.element]
    own = _of_expressions([*inside, *_step_by_step(made.clauses[0].iterable, lazily)])
    if own.acts and (rest.acts or stops):
        return True
    bound = {n for c in made.clauses for n in trees.bound_names(c.pattern)}
    names = {n for e in inside for n in trees.free_names(e)} - bound
    if names & rest.assigns:
        return True
    read = {shared(t) for e in trees.within(made) for t in walk(e.type) if mutable(t)}
    return bool(read) and (rest.calls or bool(read & set(map(shared, rest.changes))))


def _told(keys: ir.Comp, body: tuple[ir.Stmt, ...], owned: frozenset[str], acting: Names) -> bool:
    """Whether making `keys`, a list of what none raises, before the loop can be told from making each on the way."""
    inside = [e for c in keys.clauses for e in c.tests] + [keys.element]
    own, rest = _of_expressions(inside), _of_block(body, owned)
    called = {e.function for x in inside for e in trees.within(x) if isinstance(e, ir.Call)}
    stored = any(isinstance(s, ir.SetField) for s in trees.statements(body))
    acts = stored or any(isinstance(e, ir.Call) and e.function in acting for e in trees.expressions(body))
    names = {n for e in inside for n in trees.free_names(e)} - {
        n for c in keys.clauses for n in trees.bound_names(c.pattern)
    }
    read = {shared(t) for e in inside for x in trees.within(e) for t in walk(x.type) if mutable(t)}
    changed = acts or bool(rest.changes if called else read & set(map(shared, rest.changes)))
    return bool(own.changes or called & acting or names & rest.assigns or (changed and (read or called)))


def _step_by_step(iterable: ir.Expr, lazily: Names) -> list[ir.Expr]:
    return [e for inner in _walked(iterable, lazily) for e in trees.operands(inner)]


def mutable(t: Type) -> bool:
    """Whether what a `t` holds may change."""
    return isinstance(t, ListT | DictT | SetT | DequeT | RecordT | ArrayT)


def shared(t: Type) -> Type:
    """The type under which changes of a `t` are noted: arrays of any kind may be views of the same memory."""
    return ArrayT(FLOAT, 1) if isinstance(t, ArrayT) else t


def _of_expressions(nodes: Iterable[ir.Expr], owned: frozenset[str] = frozenset()) -> _Deeds:
    raises = calls = False
    changes: set[Type] = set()
    assigns: set[str] = set()
    for node in nodes:
        for one in trees.within(node):
            calls |= isinstance(one, ir.Call)
            if isinstance(one, ir.Prim):
                raises |= bool(one.row.raises)
                owner = one.args[0] if one.row.mutates else None
                if isinstance(owner, ir.Var) and owner.name in owned:
                    assigns.add(owner.name)
                elif owner is not None:
                    changes |= _bare(owner.type)
    return _Deeds(raises, calls, frozenset(changes), frozenset(assigns))


def _bare(t: Type) -> set[Type]:
    return {t.inner if isinstance(t, OptionalT) else t}


def _of_block(body: tuple[ir.Stmt, ...], owned: frozenset[str]) -> _Deeds:
    assigned: set[str] = set()
    raises = calls = False
    for one in trees.statements(body):
        match one:
            case ir.Assign(name=name):
                assigned.add(name)
            case ir.Unpack(pattern=pattern) | ir.For(pattern=pattern):
                assigned |= set(trees.bound_names(pattern))
            case ir.Raise() | ir.Reraise():
                raises = True
            case _ if not isinstance(one, _PLAIN):
                calls = True
            case _:
                pass
    own = (e for one in trees.statements(body) for e in trees.own_expressions(one))
    made = _of_expressions(own, owned)
    return _Deeds(made.raises or raises, made.calls or calls, made.changes, frozenset(assigned) | made.assigns)
