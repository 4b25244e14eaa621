"""What fuzzed programs and their inputs are made of: values of each type that tell a wrong port from CPython.

Most ints and texts are small, so that most calls stay inside what a vessel answers itself; the rest lies where
languages part: the ends of 64 bits, NaN, the infinities, -0.0, halves, text beyond ASCII and beyond the BMP.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pivot_lsp.port.types import (
    BOOL,
    BYTES,
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

EDGE_INTS = (2**31, -(2**31), 2**53, 2**53 + 1, 2**62, -(2**62), 2**63 - 1, -(2**63), 10**18, 2**32, 3037000500)
ROUND_FLOATS = (0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 3.0, -7.0, 0.1, 0.2, 0.25, 100.0, 2.675, 1.005)
EDGE_FLOATS = (
    -0.0, math.inf, -math.inf, math.nan, 1e16, 1e15, 1e22, 1e-5, 1e-4, 5e-324, 1.7976931348623157e308, 2.0**53, 2.0**63,
    -(2.0**63), 0.1 + 0.2, math.pi, 123456789.125, 1e300, -1e-300, 0.005, 0.015, 2.0**52 + 0.5,
)  # fmt: skip
TEXTS = (
    "", "a", "b", "ab", "abc", "Abc dEF", "  x\t\n", "x,y,,z", "0123", "-42", " 12 ", "3.5", "a'b", "aaaa", "k=v;w=",
    "one\ntwo\r\nthree", "UPPER", "lower", "Title Case", "a-b_c", "xyzzy", "7", "hello world", "1e3", "\\", "%s {}",
)  # fmt: skip
EDGE_TEXTS = (
    "ñandú", "日本語", "a\U0001f600b", "\u2003x\u3000", "é", "\x1c1\x1f", "٣", "ß", "a\x00b", "İi", "Ǆ", "\x85x", "n̈",
    "ΑΣ", "\ud800", "x\udfff", "\u2028", "aa\raa\n", "ﬁ", "½", "\ufeffa", "\x7f",
)  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """A dataclass of the batch's module: its name, its fields, and whether it is frozen."""

    name: str
    fields: tuple[tuple[str, Type], ...]
    frozen: bool


SHAPES = (
    Shape("Point", (("x", FLOAT), ("y", FLOAT)), True),
    Shape("Item", (("name", STR), ("count", INT), ("price", FLOAT), ("sold", BOOL)), False),
    Shape("Node", (("key", INT), ("tags", ListT(STR)), ("where", TupleT((INT, INT)))), False),
)
"""Records that every batch declares."""


def shape_of(t: RecordT) -> Shape:
    """The declaration behind a record type; its class is `module:Name`."""
    return next(s for s in SHAPES if s.name == t.cls.partition(":")[2])


def spelled(t: Type) -> str:
    """The type as an annotation."""
    match t:
        case RecordT(cls):
            return cls.partition(":")[2]
        case TupleT(()):
            return "tuple[()]"
        case _:
            return str(t)


def some_int(rng: random.Random, edge: float = 0.06) -> int:
    """An int, mostly small."""
    roll = rng.random()
    if roll < edge:
        found = rng.choice(EDGE_INTS)
        return found - rng.choice((0, 1, 2)) * (1 if found > 0 else -1)
    if roll < edge + 0.12:
        return rng.randrange(-(10**6), 10**6)
    return rng.randrange(-9, 13)


def some_float(rng: random.Random, edge: float = 0.12) -> float:
    """A float, mostly plain."""
    roll = rng.random()
    if roll < edge:
        return rng.choice(EDGE_FLOATS)
    if roll < 0.5:
        return rng.choice(ROUND_FLOATS)
    return round(rng.uniform(-1000, 1000), rng.randrange(0, 4)) if roll < 0.8 else rng.gauss(0, 50)


def some_text(rng: random.Random, edge: float = 0.12) -> str:
    """A text, mostly ASCII."""
    text = rng.choice(EDGE_TEXTS if rng.random() < edge else TEXTS)
    return text + rng.choice(TEXTS) if rng.random() < 0.15 else text


def some_bytes(rng: random.Random) -> bytes:
    """bytes, mostly ASCII."""
    made = bytes(rng.randrange(256) for _ in range(rng.randrange(4))) if rng.random() < 0.4 else b""
    return made + rng.choice((b"", b"ab", b" x\n", b"abab", b"0a", b"\xc3\xa9"))


def value(t: Type, rng: random.Random, classes: Any = None, size: Sequence[int] = (0, 1, 2, 3, 5, 9, 17)) -> Any:
    """A value of `t`; records are made of the classes in the module `classes`. No mutable object stands twice."""
    match t:
        case ListT(e):
            return [value(e, rng, classes, size[:5]) for _ in range(rng.choice(size))]
        case VarTupleT(e):
            return tuple(value(e, rng, classes, size[:5]) for _ in range(rng.choice(size)))
        case DictT(k, v):
            count = rng.choice(size)
            return {value(k, rng, classes): value(v, rng, classes, size[:5]) for _ in range(count)}
        case SetT(e, frozen):
            made = {value(e, rng, classes, size[:5]) for _ in range(rng.choice(size))}
            return frozenset(made) if frozen else made
        case TupleT(items):
            return tuple(value(i, rng, classes, size[:5]) for i in items)
        case OptionalT(inner):
            return None if rng.random() < 0.3 else value(inner, rng, classes, size)
        case RecordT():
            shape = shape_of(t)
            return getattr(classes, shape.name)(**{n: value(f, rng, classes, size[:5]) for n, f in shape.fields})
    scalars = {INT: some_int, FLOAT: some_float, STR: some_text, BYTES: some_bytes}
    if t in scalars:
        return scalars[t](rng)
    return rng.random() < 0.5 if t == BOOL else None


def scalar_types() -> tuple[Type, ...]:
    """Types without parts, the commoner ones repeated."""
    return (INT, INT, INT, FLOAT, FLOAT, STR, STR, BOOL)


def any_type(rng: random.Random, module: str, depth: int = 2) -> Type:
    """A type a variable, parameter or result may have."""
    roll = rng.random()
    if depth == 0 or roll < 0.45:
        return rng.choice(scalar_types())
    if roll < 0.70:
        return ListT(any_type(rng, module, depth - 1))
    if roll < 0.80:
        return DictT(key_type(rng), any_type(rng, module, depth - 1))
    if roll < 0.90:
        return TupleT(tuple(any_type(rng, module, depth - 1) for _ in range(rng.choice((1, 2, 2, 3)))))
    if roll < 0.94:
        return OptionalT(rng.choice((INT, FLOAT, STR)))
    return RecordT(f"{module}:{rng.choice(SHAPES).name}")


def key_type(rng: random.Random) -> Type:
    """A type a dict's keys may have."""
    return rng.choice((INT, STR, STR, BOOL, TupleT((INT, STR)), INT))


__all__ = ["NONE", "SHAPES", "Shape", "any_type", "key_type", "scalar_types", "shape_of", "spelled", "value"]
