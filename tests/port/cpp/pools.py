"""Values of a type that are likely to tell a wrong port from CPython, and argument lists made of them."""

import itertools
import math
import random
from collections.abc import Iterator

from pivot_lsp.port.types import BOOL, FLOAT, INT, NONE, STR, DictT, ListT, OptionalT, TupleT, Type, VarTupleT

INTS = [
    0,
    1,
    -1,
    2,
    3,
    7,
    -7,
    10,
    62,
    63,
    64,
    100,
    -100,
    2**31,
    -(2**31),
    2**53,
    2**53 + 1,
    2**63 - 1,
    -(2**63),
    10**18,
]
FLOATS = [
    0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 0.1, 2.675, 1e16, 1e15, 123456789.125, -1e-5, 1e-4, 5e-324,
    1.7976931348623157e308,
    1e22, 1e23, 0.005, 0.015, 3.0, -7.0, 2.0**53, 2.0**63, -(2.0**63), 1e300, math.pi, math.inf, -math.inf, math.nan,
]  # fmt: skip
TEXTS = [
    "", "a", "b", "ab", "abc", "Abc dEF", "  x\t\n", "x,y,,z", "ñandú", "日本語", "a\U0001f600b", "\u2003x\u3000",
    "0123", "-42", " 12 ", "1_000", "1__0", "3.14", "-1e5", "inf", "nan", "a'b", 'a"b', "a'\"b", "\\\n\r\x00\x7f",
    "aaaa",
    "one\ntwo\r\nthree\x0bfour", "UPPER", "lower", "Title Case's", "\x1c1\x1f", "+7", "\xad\u0378", "é",
    "a long text that is more than sixteen bytes", "0x10", "1e400", "1e-400", ".5", "5.", ".", "e5", "--1", "٣",
]  # fmt: skip
SMALL_INTS = [0, 1, -1, 2, 3, -2, 5, 10, -10]
SPECS = {
    INT: ["", "d", "5", "<5", ">5", "^5", "=5", "05", "+", " ", "-", "+05d", ",", "_", "012,", "x", "X", "b", "o", "_b",
          "_x", "08b", "*^9", "e", ".2f", "10.3e", "%", "g", "é>6", "0<5", "06_"],
    FLOAT: ["", "f", ".0f", ".2f", ".10f", "e", ".3e", "g", ".3g", ".0g", "%", ".1%", "10", "<10", "^10.2f", "010.2f",
            "+.1f", " .1f", ",", ",.2f", "_.1f", "015,.2f", ".5", "G", "E", ".17g", "=+10.1f", "*>8.1f", "F", "020,"],
    STR: ["", "s", "5", "<5", ">5", "^5", "^6", ".2", "5.2", "*^9", "08", "é>6s", ".0"],
}  # fmt: skip


def pool(t: Type, rng: random.Random, *, small: bool = False) -> list[object]:
    """Values of `t`; `small`: integers that are counts or indices."""
    match t:
        case ListT(e) | VarTupleT(e):
            inner = pool(e, rng, small=small)
            made: list[object] = [[], [rng.choice(inner)]]
            for count in (2, 3, 5, 12, 20):
                made.append([rng.choice(inner) for _ in range(count)])
            made.append([rng.choice(inner[:3]) for _ in range(9)])
            return made if isinstance(t, ListT) else [tuple(m) for m in made]  # type: ignore[arg-type]
        case DictT(k, v):
            keys, values = pool(k, rng), pool(v, rng)
            return [{rng.choice(keys): rng.choice(values) for _ in range(n)} for n in (0, 1, 3, 8, 20)]
        case TupleT(items):
            return [tuple(rng.choice(pool(i, rng)[:8]) for i in items) for _ in range(8)]
        case OptionalT(inner):
            return [None, *pool(inner, rng, small=small)]
    scalars: dict[Type, list[object]] = {
        INT: list(SMALL_INTS if small else INTS), FLOAT: list(FLOATS), STR: list(TEXTS), BOOL: [False, True],
        NONE: [None],
    }  # fmt: skip
    return list(scalars[t])


COUNTED = {"*", "slice", "getitem", "setitem", "delitem", "list.insert", "list.pop", "str.zfill", "str.ljust",
           "str.rjust", "str.center", "str.split", "str.rsplit", "range", "enumerate", "**", "<<",
           ">>", "round"}  # fmt: skip
"""Rows whose ints are counts, indices or exponents: huge ones would only fall back or never end."""


def arguments(key: str, params: tuple[Type, ...], rng: random.Random, count: int) -> Iterator[tuple[object, ...]]:
    """Up to `count` argument tuples for the operation `key`."""
    small = key in COUNTED
    pools = [pool(p, rng, small=small and (p in (INT, OptionalT(INT)))) for p in params]
    if key == "format":
        pools[1] = list(SPECS[params[0]])
    if key in ("**", "<<", ">>", "round") and params[0] == INT:
        pools[0] = list(INTS)
    everything = list(itertools.islice(itertools.product(*pools), 200_000))
    yield from everything if len(everything) <= count else rng.sample(everything, count)
