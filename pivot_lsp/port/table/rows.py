"""A row of the table: one operation on exact types, and the native text it becomes in each language.

A row is written as `row("key", "(list[T], int) -> T", "name", ...)`. `key` is how the front end asks for it (`+`,
`len`, `str.split`, `getitem`); a key may have several rows, the first whose parameters match is taken. Native text
is a template over `{0}`, `{1}` ... and, in Rust, `{cx}`; where none is given it is derived from `name`:
Rust `{0}.name({1})` (with `cx` first if the row allocates), Go `rt.Name({0}, {1})`, C++ `rt::name({0}, {1})`.
In Rust a row with `raises` yields an `Outcome`, and the emitter writes `?` after it; in Go it panics and in C++ it
throws. What leaves the exact subset at run time (overflow, NaN where order matters) falls back by unwinding in all
three, and is not in `raises`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypedDict

from pivot_lsp.port.types import (
    BOOL,
    BYTES,
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
    SetT,
    TupleT,
    Type,
    VarT,
    VarTupleT,
)

TOLD = ("told",)
"""Stands among the exceptions of a row that ends with none of them, but acts where others can tell when: it prints."""

SEEKING = frozenset({"in", "list.index", "list.count", "list.remove", "deque.count"})
"""Keys of the operations that look in a container for what is identical or equal to a value."""


@dataclass(frozen=True)
class Row:
    """One operation.

    `raises`: built-in exceptions it can end with, or TOLD. `mutates`: it changes its first argument. `keeps`: indices of the
    arguments that are afterwards reachable from the first one. `shares`: the result may be, or may hold, a mutable
    object that an argument holds. `orderable` / `hashable`: type variables that must admit `<` / be dict keys.
    """

    key: str
    params: tuple[Type, ...]
    result: Type
    rust: str
    go: str
    cpp: str
    raises: tuple[str, ...] = ()
    mutates: bool = False
    keeps: tuple[int, ...] = ()
    shares: bool = False
    orderable: tuple[str, ...] = ()
    signature: str = field(default="", compare=False)


_WORDS: dict[str, Type] = {"int": INT, "float": FLOAT, "bool": BOOL, "str": STR, "None": NONE, "bytes": BYTES,
                           "npfloat": NP_FLOAT, "npint": NP_INT, "npbool": NP_BOOL}  # fmt: skip
_MAKERS: dict[str, Callable[[tuple[Type, ...]], Type]] = {
    "list": lambda args: ListT(args[0]),
    "dict": lambda args: DictT(args[0], args[1]),
    "set": lambda args: SetT(args[0]),
    "frozenset": lambda args: SetT(args[0], True),
    "deque": lambda args: DequeT(args[0]),
    "array1": lambda args: ArrayT(args[0], 1),
    "array2": lambda args: ArrayT(args[0], 2),
    "tuple": TupleT,
    "vartuple": lambda args: VarTupleT(args[0]),
    "iter": lambda args: IterT(args[0]),
    "fn": lambda args: FuncT(args[:-1], args[-1]),
}
_TOKEN = re.compile(r"\s*(->|[\w]+|[\[\]\(\),|])")


def parse_signature(text: str) -> tuple[tuple[Type, ...], Type]:
    """`(list[T], int | None, fn[T, K]) -> T` as types; one-letter words are variables, fn's last is its result."""
    tokens = _TOKEN.findall(text)
    position = 0

    def take(expected: str | None = None) -> str:
        nonlocal position
        token: str = tokens[position]
        if expected is not None and token != expected:
            raise ValueError(f"{text!r}: expected {expected!r}, found {token!r}")
        position += 1
        return token

    def types_until(end: str) -> tuple[Type, ...]:
        found: list[Type] = []
        while tokens[position] != end:
            found.append(one())
            if tokens[position] == ",":
                take(",")
        take(end)
        return tuple(found)

    def one() -> Type:
        base = atom()
        if position < len(tokens) and tokens[position] == "|":
            take("|")
            take("None")
            return OptionalT(base)
        return base

    def atom() -> Type:
        word = take()
        if word in _WORDS:
            return _WORDS[word]
        if len(word) == 1:
            return VarT(word)
        take("[")
        args = types_until("]")
        return _MAKERS[word](args)

    take("(")
    params = types_until(")")
    take("->")
    return params, one()


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def method(name: str, signature: str) -> str:
    """The C++ text of a row that reads as a method there: `{0}.name({1}, {2})`."""
    holes = ", ".join(f"{{{i}}}" for i in range(1, len(parse_signature(signature)[0])))
    return f"{{0}}.{name}({holes})"


class More(TypedDict, total=False):
    """What a row may say beside its operation and the texts; see `Row`."""

    raises: Iterable[str]
    alloc: bool
    mutates: bool
    keeps: Iterable[int]
    shares: bool
    orderable: Iterable[str]


class Texts(More, total=False):
    """The same with the text of each language."""

    rust: str
    go: str


def row(
    key: str,
    signature: str,
    name: str = "",
    *,
    rust: str = "",
    go: str = "",
    cpp: str = "",
    raises: Iterable[str] = (),
    alloc: bool = False,
    mutates: bool = False,
    keeps: Iterable[int] = (),
    shares: bool = False,
    orderable: Iterable[str] = (),
) -> Row:
    """Makes a row; `name` is the runtime function from which missing templates are derived."""
    params, result = parse_signature(signature)
    holes = [f"{{{i}}}" for i in range(len(params))]
    rest = (["{cx}"] if alloc else []) + holes[1:]
    return Row(
        key,
        params,
        result,
        rust=rust or f"{{0}}.{name}({', '.join(rest)})",
        go=go or f"rt.{_camel(name)}({', '.join(holes)})",
        cpp=cpp or f"rt::{name}({', '.join(holes)})",
        raises=tuple(raises),
        mutates=mutates,
        keeps=tuple(keeps),
        shares=shares,
        orderable=tuple(orderable),
        signature=f"{key}{signature}",
    )


def match(pattern: Type, actual: Type, bound: dict[str, Type]) -> bool:
    """Whether `actual` is `pattern` with its variables bound; exact, no subtyping. Fills `bound`."""
    match pattern:
        case VarT(name):
            return bound.setdefault(name, actual) == actual
        case ListT(e) if isinstance(actual, ListT):
            return match(e, actual.element, bound)
        case DequeT(e) if isinstance(actual, DequeT):
            return match(e, actual.element, bound)
        case ArrayT(e, ndim) if isinstance(actual, ArrayT) and actual.ndim == ndim:
            return match(e, actual.element, bound)
        case SetT(e, frozen) if isinstance(actual, SetT) and actual.frozen == frozen:
            return match(e, actual.element, bound)
        case VarTupleT(e) if isinstance(actual, VarTupleT):
            return match(e, actual.element, bound)
        case IterT(e) if isinstance(actual, IterT):
            return match(e, actual.element, bound)
        case OptionalT(e) if isinstance(actual, OptionalT):
            return match(e, actual.inner, bound)
        case DictT(k, v) if isinstance(actual, DictT):
            return match(k, actual.key, bound) and match(v, actual.value, bound)
        case TupleT(items) if type(actual) is TupleT and len(items) == len(actual.items):
            return all(match(p, a, bound) for p, a in zip(items, actual.items, strict=True))
        case FuncT(params, result) if isinstance(actual, FuncT) and len(params) == len(actual.params):
            pairs = zip((*params, result), (*actual.params, actual.result), strict=True)
            return all(match(p, a, bound) for p, a in pairs)
        case _:
            return pattern == actual


def substitute(t: Type, bound: dict[str, Type]) -> Type:
    """`t` with its variables replaced."""
    match t:
        case VarT(name):
            return bound[name]
        case ListT(e):
            return ListT(substitute(e, bound))
        case DequeT(e):
            return DequeT(substitute(e, bound))
        case ArrayT(e, ndim):
            return ArrayT(substitute(e, bound), ndim)
        case SetT(e, frozen):
            return SetT(substitute(e, bound), frozen)
        case VarTupleT(e):
            return VarTupleT(substitute(e, bound))
        case IterT(e):
            return IterT(substitute(e, bound))
        case OptionalT(e):
            return OptionalT(substitute(e, bound))
        case DictT(k, v):
            return DictT(substitute(k, bound), substitute(v, bound), t.kind)
        case TupleT(items):
            return TupleT(tuple(substitute(i, bound) for i in items))
        case FuncT(params, result):
            return FuncT(tuple(substitute(p, bound) for p in params), substitute(result, bound))
        case _:
            return t


@lru_cache(maxsize=4096)
def orderable(t: Type) -> bool:
    """Whether `<` on two `t` is total-by-type: numbers, str, bool, and tuples and lists of them."""
    match t:
        case TupleT(items):
            return all(map(orderable, items))
        case ListT(e):
            return orderable(e)
        case BytesT():
            return True
        case MarkT(kind=kind):
            return kind != "enum"
        case _:
            return t in (INT, FLOAT, STR, BOOL, NP_FLOAT, NP_INT)


@lru_cache(maxsize=4096)
def hashable(t: Type) -> bool:
    """Whether `t` may be a dict key, or in a set, here."""
    match t:
        case TupleT(items):
            return all(map(hashable, items))
        case VarTupleT(e):
            return hashable(e)
        case SetT(e, frozen):
            return frozen and hashable(e)
        case MarkT() | BytesT():
            return True
        case _:
            return t in (INT, STR, BOOL, FLOAT)


class Table:
    """Rows by key."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, list[Row]] = defaultdict(list)
        for one in rows:
            self._rows[one.key].append(one)

    def __iter__(self) -> Iterator[Row]:
        return (r for rows in self._rows.values() for r in rows)

    def rows(self, key: str) -> Sequence[Row]:
        """Every row of `key`, in order of preference; empty when the operation is not known."""
        return self._rows.get(key, ())

    def find(self, key: str, args: Sequence[Type]) -> tuple[Row, Type] | None:
        """The first row of `key` that takes exactly `args`, and its result type."""
        for candidate in self.rows(key):
            bound: dict[str, Type] = {}
            if len(candidate.params) != len(args):
                continue
            if not all(match(p, a, bound) for p, a in zip(candidate.params, args, strict=True)):
                continue
            if all(orderable(bound[v]) for v in candidate.orderable):
                return candidate, substitute(candidate.result, bound)
        return None
