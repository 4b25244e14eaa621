"""Exact types as Rust types. Everything is Copy; whatever lies in the region carries its lifetime."""

from collections.abc import Mapping
from dataclasses import dataclass

from pivot_lsp.port import ir
from pivot_lsp.port.emit.rust.names import identifier
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    NP_BOOL,
    NP_FLOAT,
    NP_INT,
    STR,
    ArrayT,
    BytesT,
    DequeT,
    DictT,
    ListT,
    MarkT,
    OptionalT,
    RecordT,
    SetT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
)

LIFE = "'a"
"""The lifetime of a call's region."""

_SCALARS: Mapping[Type, str] = {INT: "i64", FLOAT: "f64", BOOL: "bool", NONE: "()",
                                  NP_INT: "i64", NP_FLOAT: "f64", NP_BOOL: "bool"}  # fmt: skip

_BLANK: Mapping[Type, str] = {INT: "0", FLOAT: "0.0", BOOL: "false", NONE: "()", STR: "Str::EMPTY",
                                NP_INT: "0", NP_FLOAT: "0.0", NP_BOOL: "false"}  # fmt: skip


@dataclass(frozen=True)
class Types:
    """How types of one unit are written; `records` by class."""

    records: Mapping[str, ir.Record]
    names: Mapping[str, str]
    fields: Mapping[tuple[str, str], str]

    def text(self, t: Type, life: str = "") -> str:
        """`t`, with `life` (such as `'a`) where a lifetime belongs; none is written when it is empty."""
        first = f"{life}, " if life else ""
        match t:
            case BytesT():
                return f"Bytes<{life}>" if life else "Bytes"
            case ListT(e) | VarTupleT(e):
                return f"List<{first}{self.text(e, life)}>"
            case DictT(k, v):
                return f"Dict<{first}{self.text(k, life)}, {self.text(v, life)}>"
            case DequeT(e):
                return f"Deque<{first}{self.text(e, life)}>"
            case ArrayT(e, ndim):
                return f"Array{ndim}<{first}{self.text(e, life)}>"
            case SetT(e):
                return f"Set<{first}{self.text(e, life)}>"
            case OptionalT(e):
                return f"Option<{self.text(e, life)}>"
            case TupleT(items) | UnionT(items) | MarkT(items):
                parts = [self.text(i, life) for i in items]
                return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"
            case RecordT(cls):
                return f"&{life + ' ' if life else ''}{self.struct(cls, life)}"
            case _ if t == STR:
                return f"Str<{life}>" if life else "Str"
            case _:
                return _SCALARS[t]

    def blank(self, t: Type) -> str:
        """Some value of `t`, for a variable that is always assigned before it is read."""
        match t:
            case BytesT():
                return "Bytes::of(List::new(cx))"
            case ListT() | VarTupleT():
                return "List::new(cx)"
            case DictT():
                return "Dict::new(cx)"
            case DequeT():
                return "Deque::new(cx)"
            case ArrayT(ndim=ndim):
                return f"Array{ndim}::empty()"
            case SetT():
                return "Set::new(cx)"
            case OptionalT():
                return "None"
            case TupleT(items) | UnionT(items) | MarkT(items):
                parts = [self.blank(i) for i in items]
                return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"
            case RecordT(cls):
                assigned = self.records[cls].assigned
                fields = [
                    f"{self.fields[cls, f.name]}: "
                    + (f"Cell::new({self.blank(f.type)})" if f.name in assigned else self.blank(f.type))
                    for f in self.records[cls].fields
                    if f.carried
                ]
                return f"cx.place({self.names[cls]} {{ {', '.join(fields)} }})"
            case _:
                return _BLANK[t]

    def struct(self, cls: str, life: str = "") -> str:
        """The struct of a record class."""
        return self.names[cls] + (f"<{life}>" if life and self.struct_lives(cls) else "")

    def struct_lives(self, cls: str) -> bool:
        """Whether the struct has a lifetime parameter. One that holds a record has, whatever is in that."""
        return any(self.lives(f.type) for f in self.records[cls].fields if f.carried)

    def lives(self, t: Type) -> bool:
        """Whether `t` has a lifetime."""
        match t:
            case OptionalT(e):
                return self.lives(e)
            case TupleT(items) | UnionT(items):
                return any(map(self.lives, items))
            case _:
                return t == STR or isinstance(t, ListT | VarTupleT | DictT | SetT | DequeT | BytesT | ArrayT | RecordT)


def types_of(unit: ir.Unit, taken: set[str]) -> Types:
    """The unit's types; struct names avoid `taken` and are added to it."""
    names: dict[str, str] = {}
    for record in unit.records:
        names[record.cls] = identifier(record.name, taken)
        taken.add(names[record.cls])
    fields: dict[tuple[str, str], str] = {}
    for record in unit.records:
        used: set[str] = set()
        for one in record.fields:
            fields[record.cls, one.name] = identifier(one.name, used)
            used.add(fields[record.cls, one.name])
    return Types({r.cls: r for r in unit.records}, names, fields)
