"""The classes of a unit whose objects are records: each read once, and which of their fields are carried.

Keeps true: a class that the unit names is in it; a record that is built, compared or returned carries every field,
another only what is read or stored. A field that is carried has an exact type.
"""

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend import learn
from pivot_lsp.port.frontend.oracle import Unknown
from pivot_lsp.port.frontend.records import RecordInfo, read_record
from pivot_lsp.port.frontend.scope import ClassSymbol
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import NONE, ExcT, FuncT, IterT, RecordT, Type, UnionT, walk

if TYPE_CHECKING:
    from pivot_lsp.port.frontend.unit.builder import UnitBuilder


class Records:
    """Collected while the unit is lowered."""

    def __init__(self, unit: "UnitBuilder") -> None:
        self._unit = unit
        self._known: dict[str, RecordInfo] = {}
        self._compared: set[str] = set()
        self.identities = False
        """Whether the unit looks at which object something is."""
        self.ordered: set[str] = set()
        """TypedDicts of which the unit shows the order of the keys."""
        self.seen_through: set[tuple[str, str]] = set()
        """Classes, and their variables that instances were asked for."""

    def read(self, cls: str, node: ast.AST) -> RecordInfo:
        """The class `module:qualname`, which joins the unit. PV214 at `node` where it is none that is taken."""
        if cls not in self._known:
            module_name, _, name = cls.partition(":")
            module = self._unit.project.module(module_name)
            symbol = self._unit.project.lookup(module, name) if module is not None else None
            if not isinstance(symbol, ClassSymbol):
                raise unportable("PV214", f"class {name} is not a top-level class of the project", node)
            self._known[cls] = read_record(symbol, self._unit.project, self._unit.oracle, node)
        return self._known[cls]

    def is_frozen(self, t: RecordT) -> bool:
        """Whether the fields of a record of the unit never change."""
        return self._known[t.cls].frozen

    def has_equality(self, t: RecordT, node: ast.AST) -> bool:
        """Whether == on a record of the unit looks at its fields; else at which object it is. Refuses an own one."""
        info = self.read(t.cls, node)
        if info.own & {"__eq__", "__ne__"} or info.uncompared:
            raise unportable("PV303", f"{t} compares in its own way", node, "compare the fields")
        return info.eq

    def own_truth(self, t: RecordT) -> str:
        """What `if value` of a record of the unit calls: __bool__ before __len__; empty where it calls nothing."""
        return next((n for n in ("__bool__", "__len__") if n in self._known[t.cls].own), "")

    def use_equality(self, t: Type, node: ast.AST) -> None:
        """Notes that values of `t` are compared: their records need generated equality and all their fields."""
        if any(isinstance(one, UnionT) or getattr(one, "kind", "") == "OrderedDict" for one in walk(t)):
            raise unportable("PV207", f"comparing {t}", node, "compare the items")
        for one in walk(t):
            if isinstance(one, RecordT):
                info = self.read(one.cls, node)
                if not self.has_equality(one, node):
                    self.identities = True
                    continue
                if self.holds_itself(one, node):
                    raise unportable("PV305", f"comparing {one}, which contains itself", node)
                if one.cls not in self._compared:
                    self._compared.add(one.cls)
                    for hint in info.fields.values():
                        if not isinstance(hint, Unknown):
                            self.use_equality(hint, node)
            if isinstance(one, IterT | FuncT | ExcT):
                raise unportable("PV207", f"comparing {one}", node)

    def holds_itself(self, t: RecordT, node: ast.AST) -> bool:
        """Whether a record can be part of another of its class."""
        return t.cls in self._inside(t.cls, node)

    def _inside(self, cls: str, node: ast.AST) -> set[str]:
        """The classes of the records that can be part of a record of `cls`."""
        todo, seen = [cls], set[str]()
        while todo:
            for hint in self.read(todo.pop(), node).fields.values():
                found = [] if isinstance(hint, Unknown) else walk(hint)
                inside = {one.cls for one in found if isinstance(one, RecordT)}
                todo += sorted(inside - seen)
                seen |= inside
        return seen

    def finish(self, functions: Iterable[ir.Function], entries: list[str]) -> tuple[ir.Record, ...]:
        """Decides which fields are carried: those read, and all of what is built, compared or returned."""
        read: set[tuple[str, str]] = set()
        stored: set[tuple[str, str]] = set()
        whole = set(self._compared)
        for function in functions:
            for e in trees.expressions(function.body):
                if isinstance(e, ir.Field) and isinstance(e.record.type, RecordT):
                    read.add((e.record.type.cls, e.name))
                if isinstance(e, ir.New) and isinstance(e.type, RecordT):
                    whole.add(e.type.cls)
            for one in trees.statements(function.body):
                if isinstance(one, ir.SetField) and isinstance(one.record.type, RecordT):
                    read.add((one.record.type.cls, one.name))
                    stored.add((one.record.type.cls, one.name))
            if function.name in entries:
                whole |= {t.cls for t in walk(function.result) if isinstance(t, RecordT)}
        # A type that was learned, or whose function was refused before it was looked at, is first met here.
        node = self._unit.entries[0].node
        for cls in sorted(whole):
            whole |= self._inside(cls, node)
        return tuple(self._finish_record(info, read, stored, info.cls in whole) for info in list(self._known.values()))

    def _finish_record(
        self, info: RecordInfo, read: set[tuple[str, str]], stored: set[tuple[str, str]], whole: bool
    ) -> ir.Record:
        node = info.symbol.node
        fields = []
        for name, hint in info.fields.items():
            carried = whole or (info.cls, name) in read
            if carried and isinstance(hint, Unknown):
                learn.by_default(self._unit.learned, info.symbol, (info.symbol.module, node.name, name))
                raise unportable("PV202", f"field {name!r} of {node.name} is of type {hint.text}", node)
            fields.append(ir.RecordField(name, NONE if isinstance(hint, Unknown) else hint, carried))
        span = ir.Span(info.relative, node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)
        same = [i for i in self._known.values() if i.symbol.node.name == node.name]
        name = node.name if len(same) == 1 else f"{node.name}{same.index(info) + 1}"
        return ir.Record(
            cls=info.cls,
            constants=tuple(sorted(name for cls, name in self.seen_through if cls == info.cls)),
            name=name,
            fields=tuple(fields),
            frozen=info.frozen,
            eq=info.eq,
            doc=ast.get_docstring(node) or "",
            span=span,
            assigned=frozenset(field for cls, field in stored if cls == info.cls),
            plain=info.plain,
            by_call=info.init is None,
            keyed=info.keyed,
            ordered=info.cls in self.ordered,
        )
