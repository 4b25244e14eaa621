"""Exact types as wire shapes (`pivot_lsp/runtime/abi.py` defines the grammar), and the size of each in slots."""

from collections.abc import Mapping

from pivot_lsp.port.ir import Record, Unit
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    DictT,
    ListT,
    OptionalT,
    RecordT,
    SetT,
    TupleT,
    Type,
    VarTupleT,
)

_SCALARS: Mapping[Type, tuple[str, int]] = {
    INT: ("i", 1),
    FLOAT: ("f", 1),
    BOOL: ("b", 1),
    STR: ("s", 2),
    NONE: ("n", 1),
}


def shape(t: Type, order: Mapping[str, int]) -> str:
    """The wire shape of `t`; `order` gives each record class its index in the manifest."""
    match t:
        case ListT(e):
            return "[" + shape(e, order)
        case VarTupleT(e):
            return "*" + shape(e, order)
        case SetT(e, frozen):
            return (">" if frozen else "<") + shape(e, order)
        case DictT(k, v):
            return "{" + shape(k, order) + shape(v, order)
        case OptionalT(e):
            return "?" + shape(e, order)
        case TupleT(items):
            return "(" + "".join(shape(i, order) for i in items) + ")"
        case RecordT(cls):
            return f"R{order[cls]};"
        case _:
            return _SCALARS[t][0]


def slots(t: Type, records: Mapping[str, Record]) -> int:
    """How many 8-byte slots a value of `t` takes inline."""
    match t:
        case ListT() | VarTupleT() | DictT() | SetT():
            return 2
        case OptionalT(e):
            return 1 + slots(e, records)
        case TupleT(items):
            return sum(slots(i, records) for i in items)
        case RecordT(cls):
            return sum(slots(f.type, records) for f in records[cls].fields if f.carried)
        case _:
            return _SCALARS[t][1]


def symbol(function: str) -> str:
    """The C name under which an entry function is exported."""
    return f"pivot_{function}"


def record_order(unit: Unit) -> dict[str, int]:
    """Each record class's index in the manifest: the order of `unit.records`."""
    return {record.cls: index for index, record in enumerate(unit.records)}
