"""Exact types as C++ types."""

from pivot_lsp.port.emit.cpp.names import Globals
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

_SCALARS: dict[Type, str] = {INT: "rt::Int", FLOAT: "double", BOOL: "bool", STR: "rt::Str", NONE: "rt::None",
                             NP_INT: "rt::Int", NP_FLOAT: "double", NP_BOOL: "bool"}  # fmt: skip


def cpp_type(t: Type, names: Globals) -> str:
    """How a value of `t` is declared."""
    match t:
        case ListT(e):
            return f"rt::List<{cpp_type(e, names)}>"
        case VarTupleT(e) | BytesT(element=e):
            return f"rt::Tuple<{cpp_type(e, names)}>"
        case DictT(k, v):
            return f"rt::Dict<{cpp_type(k, names)}, {cpp_type(v, names)}>"
        case DequeT(e):
            return f"rt::Deque<{cpp_type(e, names)}>"
        case ArrayT(e, ndim):
            return f"rt::Array{ndim}<{cpp_type(e, names)}>"
        case SetT(e):
            return f"rt::Set<{cpp_type(e, names)}>"
        case TupleT(items) | UnionT(items) | MarkT(items):
            return f"std::tuple<{', '.join(cpp_type(i, names) for i in items)}>"
        case OptionalT(e):
            return f"std::optional<{cpp_type(e, names)}>"
        case RecordT(cls):
            return f"const {names.records[cls]}*"
        case _:
            return _SCALARS[t]


def spelled(t: Type) -> bool:
    """Whether a declaration writes the type out; of containers and records the value already tells it."""
    return t in _SCALARS or isinstance(t, OptionalT)
