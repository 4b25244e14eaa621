"""What is known of types beyond the annotations: read off recorded calls and doctests, or learned while lowering.

A fact is exact: the values seen, or stored, have this very type. Facts only ever grow (by `join`), so that reading a
unit again with what the last reading taught comes to an end.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pivot_lsp.port.types import (
    NONE,
    DictT,
    IterT,
    ListT,
    NamedT,
    OptionalT,
    SetT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
    walk,
)

Key = tuple[str, str, str]
"""Module, function, and the parameter or variable; an empty name is the result."""
MOST_ARMS = 4


@dataclass
class Facts:
    """Types by place. `sources` says in a word where each first came from."""

    known: dict[Key, Type] = field(default_factory=dict)
    sources: dict[Key, str] = field(default_factory=dict)
    versions: dict[Key, str] = field(default_factory=dict)
    """Variables that stand for a parameter whose body stores other types in it: by their own key, the parameter."""
    gathered: set[str] = field(default_factory=set)
    """Modules whose recorded calls and doctests were read."""

    def copy(self) -> "Facts":
        """The same, which grows by itself."""
        return Facts(dict(self.known), dict(self.sources), dict(self.versions), set(self.gathered))

    def add(self, key: Key, t: Type, source: str) -> None:
        """Joins `t` to what is known of `key`. What has no join is left as it was."""
        if any(isinstance(one, IterT) for one in walk(t)):
            return
        before = self.known.get(key)
        joined = t if before is None else join(before, t)
        if joined is not None:
            self.known[key] = joined
            self.sources.setdefault(key, source)

    def update(self, other: "Facts") -> bool:
        """Joins everything of `other`; says whether anything is new."""
        before = dict(self.known)
        for key, t in other.known.items():
            self.add(key, t, other.sources[key])
        self.versions |= other.versions
        return before != self.known


def union(types: Iterable[Type]) -> Type | None:
    """The type that holds values of each of `types`; None when there are too many kinds."""
    arms: dict[str, Type] = {}
    optional = False
    for one in types:
        inner = one
        if isinstance(inner, OptionalT):
            optional, inner = True, inner.inner
        if inner == NONE:
            optional = True
            continue
        for arm in inner.arms if isinstance(inner, UnionT) else (inner,):
            arms[str(arm)] = arm
    if len(arms) > MOST_ARMS:
        return None
    if not arms:
        return NONE
    found: Type = next(iter(arms.values()))
    if len(arms) > 1:
        found = UnionT(tuple(OptionalT(arms[k]) for k in sorted(arms)))
    return OptionalT(found) if optional else found


def join(a: Type, b: Type) -> Type | None:
    """One type for values of both, containers of one kind joined inside; None when there is none."""
    if a == b:
        return a
    match a, b:
        case (OptionalT(inner), other) | (other, OptionalT(inner)):
            joined = join(inner, other.inner if isinstance(other, OptionalT) else other) if other != NONE else inner
            return None if joined is None else OptionalT(joined)
        case ListT(x), ListT(y):
            joined = join(x, y)
            return None if joined is None else ListT(joined)
        case SetT(x, frozen), SetT(y, also) if frozen == also:
            joined = join(x, y)
            return None if joined is None else SetT(joined, frozen)
        case DictT(k, v), DictT(l, w):
            key, value = join(k, l), join(v, w)
            return None if key is None or value is None else DictT(key, value)
        case (UnionT(), _) | (_, UnionT()):
            return union((a, b))
        case TupleT(xs), TupleT(ys) if type(a) is type(b) is TupleT and len(xs) == len(ys):
            items = [join(x, y) for x, y in zip(xs, ys, strict=True)]
            known = tuple(i for i in items if i is not None)
            return TupleT(known) if len(known) == len(items) else None
        case ((TupleT() | VarTupleT()), (TupleT() | VarTupleT())) if NamedT not in (type(a), type(b)):
            inside: Type | None = None
            for one in (a, b):
                for item in one.items if isinstance(one, TupleT) else (one.element,):
                    inside = item if inside is None else join(inside, item)
                    if inside is None:
                        return None
            return None if inside is None else VarTupleT(inside)
        case _:
            return union((a, b))
