"""Go identifiers for Python names, and Go types for exact types.

Keeps true: within its scope every Python name has one Go name, no two share one, and none hides something of Go's or
the runtime's that emitted text uses.
"""

import unicodedata
from collections.abc import Iterable

from pivot_lsp.model.errors import Refused
from pivot_lsp.port import ir
from pivot_lsp.port.emit.go.usage import resizing
from pivot_lsp.port.exceptions import BUILTINS, NAMES
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
    FuncT,
    IterT,
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

_KEYWORDS = [
    "break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for", "func", "go",
    "goto", "if", "import", "interface", "map", "package", "range", "return", "select", "struct", "switch", "type",
    "var",
]  # fmt: skip
_PREDECLARED = [
    "any", "append", "bool", "byte", "cap", "clear", "close", "comparable", "complex", "complex64", "complex128",
    "copy", "delete", "error", "false", "float32", "float64", "imag", "int", "int8", "int16", "int32", "int64",
    "iota", "len", "make", "max", "min", "new", "nil", "panic", "print", "println", "real", "recover", "rune",
    "string", "true", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr", "init", "iter", "main", "rt",
    "unsafe",
]  # fmt: skip
RESERVED = frozenset(_KEYWORDS + _PREDECLARED)
LARGEST_TUPLE = 16
_OWN_TEXT = {f"builtins:{n}" for n, bases in BUILTINS.items() if n == "KeyError" or "OSError" in (n, *bases)}
"""Exceptions whose str() is not that of their argument or arguments."""
_SCALARS: dict[Type, str] = {INT: "int", FLOAT: "float64", BOOL: "bool", STR: "rt.Str", NONE: "rt.None",
                             NP_INT: "int", NP_FLOAT: "float64", NP_BOOL: "bool"}  # fmt: skip


def camel(name: str, *, exported: bool) -> str:
    """`line_gross` as lineGross or LineGross; `MAX_PRICE` as maxPrice or MaxPrice."""
    parts = [p for p in "".join(c if _letter(c) else "_" for c in name).split("_") if p]
    if not parts:
        return "Blank" if exported else "blank"
    if name.isupper():
        parts = [p.lower() for p in parts]
    first, rest = parts[0], parts[1:]
    first = first[0].upper() + first[1:] if exported else _lowered(first)
    made = first + "".join(p[0].upper() + p[1:] for p in rest)
    return made if not made[0].isdigit() else ("N" if exported else "n") + made


def _letter(c: str) -> bool:
    return unicodedata.category(c) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd")


def _lowered(word: str) -> str:
    """The first capitals in lower case: `HTTPServer` as httpServer."""
    capitals = len(word) - len(word.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    keep = capitals if capitals in (0, 1) or capitals == len(word) else capitals - 1
    return word[:keep].lower() + word[keep:]


class Scope:
    """Unique Go names by Python name."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._names: dict[str, str] = {}

    @property
    def taken(self) -> frozenset[str]:
        """Every Go name in use."""
        return frozenset(self._taken)

    def name(self, python: str, *, exported: bool = False) -> str:
        """The Go name of `python`; always the same."""
        if python not in self._names:
            self._names[python] = self.fresh(camel(python, exported=exported))
        return self._names[python]

    def fresh(self, wanted: str) -> str:
        """A Go name that nothing else has."""
        made, count = wanted, 2
        while made in self._taken:
            made, count = f"{wanted}{count}", count + 1
        self._taken.add(made)
        return made


class Names:
    """The package's own names: functions, records, constants, exception kinds."""

    def __init__(self, unit: ir.Unit) -> None:
        scope = Scope(RESERVED)
        self._kinds = [f"rt.{n.partition(':')[2]}" for n in NAMES]
        self.own_kinds: list[tuple[str, str]] = []
        for full in unit.exceptions[len(NAMES) :]:
            made = scope.fresh(camel(full.rpartition(":")[2].rpartition(".")[2], exported=True))
            self._kinds.append(made)
            self.own_kinds.append((made, full))
        self._bases = dict(unit.exception_bases)
        self._exceptions = unit.exceptions
        self._kind_of = dict(zip(unit.exceptions, self._kinds, strict=True))
        self._records = {r.cls: scope.fresh(camel(r.name, exported=True)) for r in unit.records}
        self._fields = {r.cls: Scope(()) for r in unit.records}
        self._records_by_class = {r.cls: r for r in unit.records}
        self._functions = {f.name: scope.fresh(camel(f.name, exported=f.name in unit.entries)) for f in unit.functions}
        self._constants = {c.name: scope.fresh(camel(c.name, exported=False)) for c in unit.constants}
        self._entries = {name: scope.fresh("Call" + camel(name, exported=True)) for name in unit.entries}
        self._readers = {cls: scope.fresh(f"read{name}") for cls, name in self._records.items()}
        self._writers = {cls: scope.fresh(f"write{name}") for cls, name in self._records.items()}
        self.taken = scope.taken
        self.resizing = resizing(unit)

    def function(self, name: str) -> str:
        """The Go name of a function of the unit."""
        return self._functions[name]

    def entry(self, name: str) -> str:
        """The Go name of what takes a call of function `name` from the wire."""
        return self._entries[name]

    def reader(self, cls: str) -> str:
        """The Go name of what reads a record."""
        return self._readers[cls]

    def writer(self, cls: str) -> str:
        """The Go name of what writes a record."""
        return self._writers[cls]

    def constant(self, name: str) -> str:
        """The Go name of a module constant."""
        return self._constants[name]

    def record(self, cls: str) -> str:
        """The Go name of a record."""
        return self._records[cls]

    def field(self, cls: str, name: str) -> str:
        """The Go name of a record's field."""
        return self._fields[cls].name(name, exported=True)

    def fields_of(self, cls: str) -> tuple[ir.RecordField, ...]:
        """The fields of a record."""
        return self._records_by_class[cls].fields

    def is_assigned(self, t: Type, field: str) -> bool:
        """Whether the unit assigns a field of records of type `t`."""
        return isinstance(t, RecordT) and field in self._records_by_class[t.cls].assigned

    @property
    def kinds(self) -> int:
        """How many kinds of exceptions there are."""
        return len(self._kinds)

    def kind(self, index: int) -> str:
        """The Go name of an exception's kind."""
        return self._kinds[index]

    def spelled_like(self, index: int) -> str | None:
        """The built-in kind whose own way to write `str(e)` an exception of the unit has inherited, if any."""
        bases = self._bases.get(self._exceptions[index], ())
        return next((self._kind_of[b] for b in bases if b in _OWN_TEXT), None)

    def kind_of(self, exception: str) -> str:
        """The Go name of the kind of `module:qualname`."""
        return self._kind_of[exception]

    def type(self, t: Type) -> str:
        """The Go type of `t`. Raises Refused PV202 for a tuple beyond the runtime's largest."""
        match t:
            case ListT(e) | VarTupleT(e) | BytesT(element=e):
                return f"*rt.List[{self.type(e)}]"
            case DictT(k, v):
                return f"*rt.Dict[{self.type(k)}, {self.type(v)}]"
            case DequeT(e):
                return f"*rt.Deque[{self.type(e)}]"
            case ArrayT(e, ndim):
                return f"rt.Array{ndim}[{self.type(e)}]"
            case SetT(e):
                return f"*rt.HashSet[{self.type(e)}]"
            case OptionalT(e):
                return f"rt.Opt[{self.type(e)}]"
            case TupleT(()):
                return "rt.T0"
            case TupleT(items) | UnionT(items) | MarkT(items):
                if len(items) > LARGEST_TUPLE:
                    raise Refused("PV202", f"a tuple of {len(items)} items", remedy="use a dataclass")
                return f"rt.T{len(items)}[{', '.join(map(self.type, items))}]"
            case RecordT(cls):
                return f"*{self.record(cls)}"
            case IterT(e):
                return f"iter.Seq[{self.type(e)}]"
            case FuncT(params, result):
                return f"func({', '.join(map(self.type, params))}) {self.type(result)}"
            case _:
                return _SCALARS[t]


def item_name(index: int) -> str:
    """The field of a runtime tuple that holds item `index`."""
    return chr(ord("A") + index)
