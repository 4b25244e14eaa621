"""The exact types a unit computes with, and their wire shapes.

mypy's `float` admits an int; here FLOAT is a float and nothing else: the front end refuses what mixes them, so a
native value always has the very type CPython would give it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scalar:
    """int, float, bool, str or None."""

    name: str

    def __str__(self) -> str:
        return self.name


INT, FLOAT, BOOL, STR, NONE = (Scalar(n) for n in ("int", "float", "bool", "str", "None"))
NP_FLOAT, NP_INT, NP_BOOL = (Scalar(f"numpy.{n}") for n in ("float64", "int64", "bool_"))
"""What an element of a NumPy array is: natively a float, an int, a bool, of which the caller can tell the class."""


@dataclass(frozen=True)
class ListT:
    """A list: a handle; copying the handle aliases the list, as in Python."""

    element: "Type"

    def __str__(self) -> str:
        return f"list[{self.element}]"


@dataclass(frozen=True)
class ViewT(ListT):
    """A list seen through its items, while nothing makes it longer or shorter (`improve/views`): only variables that
    the compiler makes have it, and only indexing takes it."""


@dataclass(frozen=True)
class DictT:
    """A dict in insertion order: a handle. `kind` is dict, defaultdict, Counter or OrderedDict: natively all are the
    same; the last never crosses; a
    defaultdict's factory gives the empty value of its value's type."""

    key: "Type"
    value: "Type"
    kind: str = "dict"

    def __str__(self) -> str:
        inside = f"{self.key}" if self.kind == "Counter" else f"{self.key}, {self.value}"
        return f"{self.kind}[{inside}]"


@dataclass(frozen=True)
class SetT:
    """A set or frozenset: a handle. Natively it stands in the order of insertion, which nothing may show."""

    element: "Type"
    frozen: bool = False

    def __str__(self) -> str:
        return f"{'frozenset' if self.frozen else 'set'}[{self.element}]"


@dataclass(frozen=True)
class DequeT:
    """A deque: a handle."""

    element: "Type"

    def __str__(self) -> str:
        return f"deque[{self.element}]"


@dataclass(frozen=True)
class ArrayT:
    """A NumPy array of one or two dimensions, C-contiguous: a handle on memory that views share. `element` is NP_FLOAT
    or NP_INT."""

    element: "Type"
    ndim: int

    def __str__(self) -> str:
        return f"numpy.ndarray[tuple[{', '.join(['int'] * self.ndim)}], numpy.dtype[{self.element}]]"


@dataclass(frozen=True)
class TupleT:
    """A tuple of known length: a value."""

    items: tuple["Type", ...]

    def __str__(self) -> str:
        return f"tuple[{', '.join(map(str, self.items)) or '()'}]"


@dataclass(frozen=True)
class VarTupleT:
    """A tuple of any length: natively a list handle that nobody changes; on the wire `*`."""

    element: "Type"

    def __str__(self) -> str:
        return f"tuple[{self.element}, ...]"


@dataclass(frozen=True)
class BytesT:
    """bytes: natively, and on the wire, as a tuple of any length of ints that are never outside 0..255."""

    @property
    def element(self) -> "Type":
        """What one is taken out as."""
        return INT

    def __str__(self) -> str:
        return "bytes"


BYTES = BytesT()


@dataclass(frozen=True)
class OptionalT:
    """A value or None."""

    inner: "Type"

    def __str__(self) -> str:
        return f"{self.inner} | None"


@dataclass(frozen=True)
class UnionT:
    """A value of one of several types, sorted by their spelling, None not among them. Natively, and on the wire, a
    tuple with an optional for each (`items`), of which exactly one is there; to the front end it is none."""

    items: tuple["Type", ...]

    @property
    def arms(self) -> tuple["Type", ...]:
        """The types that the value may have."""
        return tuple(i.inner for i in self.items if isinstance(i, OptionalT))

    def __str__(self) -> str:
        return " | ".join(map(str, self.arms))


@dataclass(frozen=True)
class NamedT(TupleT):
    """A NamedTuple of the unit, by `module:qualname`: natively the tuple of its fields. A plain tuple is not one."""

    cls: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        return self.cls.partition(":")[2]


@dataclass(frozen=True)
class MarkT:
    """A value that natively is a number which nobody sees: natively, and on the wire, a tuple of one int, so that it
    is equal, hashed and ordered as that and never taken for an int. `kind`: `date` (its ordinal), `datetime` (without
    a zone: microseconds since 0001-01-01), `timedelta` (microseconds), or `enum`: the place of a member in its class,
    `cls` as `module:qualname`; `base` is int or str where members are those, too."""

    kind: str
    cls: str = ""
    base: str = ""
    __match_args__ = ("items",)

    @property
    def items(self) -> tuple["Type", ...]:
        """What the native tuple holds."""
        return (INT,)

    def __str__(self) -> str:
        return self.cls.partition(":")[2] or self.kind


DATE, DATETIME, TIMEDELTA = MarkT("date"), MarkT("datetime"), MarkT("timedelta")


@dataclass(frozen=True)
class RecordT:
    """A dataclass of the unit, by `module:qualname`: a handle (fields are read-only inside a unit)."""

    cls: str

    def __str__(self) -> str:
        return self.cls.partition(":")[2]


@dataclass(frozen=True)
class KeyedT(RecordT):
    """A TypedDict of the unit: natively the record of its keys, to Python a dict with exactly these keys. In which
    order they stand is not held; where it can be seen, only dicts in the declared order cross (`ir.Record.ordered`)."""

    def __str__(self) -> str:
        return self.cls.partition(":")[2]


@dataclass(frozen=True)
class IterT:
    """What `for` walks over and functions like `sum` consume; never stored in a variable."""

    element: "Type"

    def __str__(self) -> str:
        return f"Iterator[{self.element}]"


@dataclass(frozen=True)
class FuncT:
    """A lambda handed to a runtime function (a sort key); never stored."""

    params: tuple["Type", ...]
    result: "Type"

    def __str__(self) -> str:
        return f"Callable[[{', '.join(map(str, self.params))}], {self.result}]"


@dataclass(frozen=True)
class ExcT:
    """The name bound by `except ... as name`."""

    def __str__(self) -> str:
        return "exception"


@dataclass(frozen=True)
class VarT:
    """A type variable of a table row; never in a unit."""

    name: str

    def __str__(self) -> str:
        return self.name


Type = (
    Scalar | ListT | DictT | SetT | DequeT | ArrayT | TupleT | VarTupleT | BytesT | OptionalT | UnionT | MarkT | RecordT
    | IterT | FuncT | ExcT | VarT
)  # fmt: skip


def children(t: Type) -> tuple[Type, ...]:
    """The types directly inside `t` (a record's fields are not: they belong to its declaration)."""
    match t:
        case ListT(e) | SetT(e) | DequeT(e) | ArrayT(e) | VarTupleT(e) | OptionalT(e) | IterT(e):
            return (e,)
        case DictT(k, v):
            return (k, v)
        case TupleT(items) | UnionT(items):
            return items
        case FuncT(params, result):
            return (*params, result)
        case _:
            return ()


def walk(t: Type) -> list[Type]:
    """`t` and every type inside it."""
    found = [t]
    for child in children(t):
        found.extend(walk(child))
    return found
