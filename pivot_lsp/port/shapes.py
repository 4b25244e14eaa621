"""Exact types as wire shapes (`pivot_lsp/runtime/abi.py` defines the grammar), and the size of each in slots."""

from collections.abc import Mapping

from pivot_lsp.port.ir import Named, Record, Unit
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
    NamedT,
    OptionalT,
    RecordT,
    SetT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
    walk,
)

_SCALARS: Mapping[Type, tuple[str, int]] = {
    INT: ("i", 1),
    FLOAT: ("f", 1),
    BOOL: ("b", 1),
    STR: ("s", 2),
    NONE: ("n", 1),
    NP_INT: ("I", 1),
    NP_FLOAT: ("F", 1),
    NP_BOOL: ("B", 1),
}
_DICTS = {"dict": "", "Counter": "c", "defaultdict": "d"}
_MARKS = {"date": "D", "datetime": "T", "timedelta": "L"}


def shape(t: Type, order: Mapping[str, int]) -> str:
    """The wire shape of `t`; `order` gives each record class its index in the manifest."""
    match t:
        case ListT(e):
            return "[" + shape(e, order)
        case VarTupleT(e):
            return "*" + shape(e, order)
        case ArrayT(e, ndim):
            return f"A{ndim}{shape(e, order)}"
        case BytesT(element=e):
            return "Y" + shape(e, order)
        case SetT(e, frozen):
            return (">" if frozen else "<") + shape(e, order)
        case DictT(k, v, kind):
            return _DICTS[kind] + "{" + shape(k, order) + shape(v, order)
        case OptionalT(e):
            return "?" + shape(e, order)
        case NamedT(cls=cls):
            return f"R{order[cls]};"
        case MarkT(kind="enum", cls=cls):
            return f"E{order[cls]};"
        case MarkT(kind=kind):
            return _MARKS[kind]
        case UnionT():
            return "|" + "".join(shape(i, order) for i in t.arms) + ")"
        case TupleT(items):
            return "(" + "".join(shape(i, order) for i in items) + ")"
        case RecordT(cls):
            return f"R{order[cls]};"
        case _:
            return _SCALARS[t][0]


def stays(t: Type) -> bool:
    """Whether no value of `t` crosses: an OrderedDict, or what holds a deque or an OrderedDict."""
    return any(isinstance(i, DequeT) or (isinstance(i, DictT) and i.kind == "OrderedDict") for i in walk(t))


def slots(t: Type, records: Mapping[str, Record]) -> int:
    """How many 8-byte slots a value of `t` takes inline."""
    match t:
        case ListT() | VarTupleT() | BytesT() | DictT() | SetT():
            return 2
        case ArrayT(ndim=ndim):
            return 1 + ndim
        case OptionalT(e):
            return 1 + slots(e, records)
        case TupleT(items) | UnionT(items) | MarkT(items):
            return sum(slots(i, records) for i in items)
        case RecordT(cls):
            return sum(slots(f.type, records) for f in records[cls].fields if f.carried)
        case _:
            return _SCALARS[t][1]


def linked_slots(t: Type) -> int:
    """How many slots a value of `t` takes inline in a linked function: an object is its number."""
    match t:
        case ListT() | DictT() | SetT() | VarTupleT() | BytesT() | RecordT():
            return 1
        case ArrayT(ndim=ndim):
            return 1 + ndim
        case OptionalT(e):
            return 1 + linked_slots(e)
        case TupleT(items) | UnionT(items) | MarkT(items):
            return sum(map(linked_slots, items))
        case _:
            return _SCALARS[t][1]


def crossing(unit: Unit, *, linked: bool) -> list[Record]:
    """The records that linked entries, or the others, take or give."""
    known = {record.cls: record for record in unit.records}
    found: set[str] = set()
    todo: list[Type] = []
    for name in unit.entries:
        if (name in unit.linked) is linked:
            function = unit.function(name)
            todo += [function.result, *(p.type for p in function.params)]
    while todo:
        for t in walk(todo.pop()):
            if isinstance(t, RecordT) and t.cls not in found:
                found.add(t.cls)
                todo += [f.type for f in known[t.cls].fields if f.carried]
    return [record for record in unit.records if record.cls in found]


def symbol(function: str) -> str:
    """The C name under which an entry function is exported."""
    return f"pivot_{function}"


def record_order(unit: Unit) -> dict[str, int]:
    """Each class's index in the manifest: the order of `unit.records`, then of `unit.named`."""
    found: list[Record | Named] = [*unit.records, *unit.named]
    return {one.cls: index for index, one in enumerate(found)}
