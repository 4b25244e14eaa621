"""What running a piece of a unit may change, on the safe side: the ground on which `views` proves that a list stays.

A list is told apart by its type: handles of one type may all be the same list, those of two types never are. Variables
that alone hold their list (`alone`) stand apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pivot_lsp.port import ir, trees
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    NP_BOOL,
    NP_FLOAT,
    NP_INT,
    BytesT,
    DequeT,
    DictT,
    ListT,
    MarkT,
    OptionalT,
    SetT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
)

_IN_PLACE = {"setitem", "list.reverse"}
"""Changes that leave a list's length, and where its items lie. A sort does not: the list is empty meanwhile."""
_NUMPY: Mapping[Type, Type] = {NP_INT: INT, NP_FLOAT: FLOAT, NP_BOOL: BOOL}


@dataclass(frozen=True)
class Changes:
    """The types of the lists that may grow, shrink or move, and of those of which an item may be another; the fields
    that are assigned, by class; the variables that are bound anew. `alone` are the variables whose lists are not meant
    by that, being known to nobody else; of their lists, these are changed by that name."""

    resized: frozenset[Type] = frozenset()
    written: frozenset[Type] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    names: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    alone_resized: frozenset[str] = frozenset()
    alone_written: frozenset[str] = frozenset()

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(
            self.resized | other.resized,
            self.written | other.written,
            self.fields | other.fields,
            self.names | other.names,
            self.alone | other.alone,
            self.alone_resized | other.alone_resized,
            self.alone_written | other.alone_written,
        )

    def resizes(self, owner: ir.Expr) -> bool:
        """Whether the list that `owner` is may grow, shrink or move."""
        name = owner.name if isinstance(owner, ir.Var) else ""
        return name in self.alone_resized if name in self.alone else native(owner.type) in self.resized

    def writes(self, owner: ir.Expr) -> bool:
        """Whether the list that `owner` is may have another item."""
        name = owner.name if isinstance(owner, ir.Var) else ""
        return name in self.alone_written if name in self.alone else native(owner.type) in self.written


NOTHING = Changes()
Known = Mapping[str, Changes]
"""What calling each function of the unit may change: no variables of the caller."""


def of_functions(unit: ir.Unit) -> dict[str, Changes]:
    """The changes of calling each function, by name: a fixed point over the call graph."""
    known = {f.name: NOTHING for f in unit.functions}
    while True:
        found = {f.name: _seen_outside(of(f.body, known)) for f in unit.functions}
        if found == known:
            return known
        known = found


def _seen_outside(changes: Changes) -> Changes:
    return Changes(changes.resized, changes.written, changes.fields)


def of(body: Iterable[ir.Stmt], known: Known, alone: frozenset[str] = frozenset()) -> Changes:
    """What running `body` may change, in which the variables `alone` alone hold their lists."""
    found = Changes(alone=alone)
    for one in trees.statements(tuple(body)):
        found |= _own(one)
        for own in trees.own_expressions(one):
            for e in trees.within(own):
                found |= _expression(e, known, alone)
    return found


def _own(one: ir.Stmt) -> Changes:
    match one:
        case ir.Assign(name=name) | ir.Declare(name=name):
            return Changes(names=frozenset({name}))
        case ir.Unpack(pattern=pattern) | ir.For(pattern=pattern):
            return Changes(names=frozenset(trees.bound_names(pattern)))
        case ir.SetField(record=record, name=name):
            return Changes(fields=frozenset({(getattr(record.type, "cls", ""), name)}))
        case ir.Try(handlers=handlers):
            return Changes(names=frozenset(h.name for h in handlers if h.name))
        case _:
            return NOTHING


def _expression(e: ir.Expr, known: Known, alone: frozenset[str]) -> Changes:
    match e:
        case ir.Prim(row=row, args=(first, *_)) if row.mutates and isinstance(first.type, ListT):
            if isinstance(first, ir.Var) and first.name in alone:
                own = frozenset({first.name})
                return Changes(alone_resized=frozenset() if row.key in _IN_PLACE else own, alone_written=own)
            changed = frozenset({native(first.type)})
            return Changes(frozenset() if row.key in _IN_PLACE else changed, changed)
        case ir.Call(function=name):
            return known[name]
        case ir.Let(name=name):
            return Changes(names=frozenset({name}))
        case ir.Lambda(params=params):
            return Changes(names=frozenset(params))
        case ir.Comp(clauses=clauses):
            return Changes(names=frozenset(n for c in clauses for n in trees.bound_names(c.pattern)))
        case _:
            return NOTHING


@lru_cache(maxsize=4096)
def native(t: Type) -> Type:
    """What `t` is to the three languages: types that may be one there are one here, and a view is its list."""
    match t:
        case ListT(e):
            return ListT(native(e))
        case VarTupleT(e) | BytesT(element=e):
            return VarTupleT(native(e))
        case SetT(e):
            return SetT(native(e))
        case DequeT(e):
            return DequeT(native(e))
        case OptionalT(e):
            return OptionalT(native(e))
        case DictT(k, v):
            return DictT(native(k), native(v))
        case TupleT(items) | UnionT(items) | MarkT(items):
            return TupleT(tuple(map(native, items)))
        case _:
            return _NUMPY.get(t, t)
