"""What evaluating an expression can do, so that C++'s free order of operands never shows.

Keeps true: two operands whose order Python fixes observably (`conflict`) are evaluated in that order. A fallback is
no effect: it is right at any time, for legacy starts afresh with untouched arguments.
"""

from dataclasses import dataclass

from pivot_lsp.port import ir, trees
from pivot_lsp.port.types import ArrayT, DequeT, DictT, IterT, ListT, SetT, Type, walk


@dataclass(frozen=True)
class Effects:
    """raises: can end with a Python exception. reads, writes: what lists, dicts and assigned fields hold."""

    raises: bool = False
    reads: bool = False
    writes: bool = False

    def __or__(self, other: "Effects") -> "Effects":
        return Effects(self.raises or other.raises, self.reads or other.reads, self.writes or other.writes)


NOTHING = Effects()


def conflict(first: Effects, second: Effects) -> bool:
    """Whether `first` must happen before `second`."""
    return (
        (first.raises and (second.raises or second.writes))
        or (first.writes and (second.raises or second.reads or second.writes))
        or (first.reads and second.writes)
    )


def _mutable(t: Type) -> bool:
    return any(isinstance(inner, ListT | DictT | SetT | DequeT | ArrayT | IterT) for inner in walk(t))


class EffectTable:
    """The effects of a unit's expressions."""

    def __init__(self, unit: ir.Unit) -> None:
        self._unit = unit
        self._known: dict[int, tuple[ir.Expr, Effects]] = {}
        self._mutating = self._find_mutating()
        self._assigned = {(r.cls, name) for r in unit.records for name in r.assigned}
        self._records = _holding_records(unit)
        self._holding = {f.name: any(self._holds(p.type) for p in f.params) for f in unit.functions}

    def _holds(self, t: Type) -> bool:
        """Whether a `t` is, or leads to, something that may change."""
        return _mutable(t) or _holds(t, self._records)

    def _find_mutating(self) -> set[str]:
        """The functions that change a list or dict, themselves or through what they call."""
        calls: dict[str, set[str]] = {}
        found: set[str] = set()
        for function in self._unit.functions:
            calls[function.name] = set()
            for one in trees.expressions(function.body):
                if isinstance(one, ir.Call):
                    calls[function.name].add(one.function)
                elif isinstance(one, ir.Prim) and one.row.mutates:
                    found.add(function.name)
            if any(isinstance(s, ir.SetField) for s in trees.statements(function.body)):
                found.add(function.name)
        while more := {f for f, called in calls.items() if f not in found and called & found}:
            found |= more
        return found

    def of(self, node: ir.Expr) -> Effects:
        """What evaluating `node`, operands included, can do."""
        known = self._known.get(id(node))
        if known is None:
            effects = self._own(node)
            for inner in trees.operands(node):
                effects |= self.of(inner)
            known = self._known[id(node)] = (node, effects)
        return known[1]

    def _own(self, node: ir.Expr) -> Effects:
        match node:
            case ir.Prim(row=row, args=args):
                return Effects(bool(row.raises), any(self._holds(a.type) for a in args), row.mutates)
            case ir.Call(function=name):
                # What a function makes for itself nobody else sees; what it is given, it may change.
                holds = self._holding[name]
                return Effects(self._unit.function(name).raises, holds, holds and name in self._mutating)
            case ir.Comp():
                return Effects(reads=True)
            case ir.Field(record=record, name=name):
                return Effects(reads=(getattr(record.type, "cls", ""), name) in self._assigned)
            case _:
                return NOTHING


def _holding_records(unit: ir.Unit) -> dict[str, bool]:
    """Whether a record of each class is, or leads to, something that may change."""
    known = {r.cls: bool(r.assigned) or any(_mutable(f.type) for f in r.fields) for r in unit.records}
    while True:
        more = {r.cls: known[r.cls] or any(_holds(f.type, known) for f in r.fields) for r in unit.records}
        if more == known:
            return known
        known = more


def _holds(t: Type, records: dict[str, bool]) -> bool:
    return any(records.get(getattr(inner, "cls", ""), False) for inner in walk(t))
