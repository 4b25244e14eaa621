"""The values that cases are drawn from: boundaries by type and size, mined literals, and what recorded calls held.

A `Pools` belongs to one function. Sizes grow in steps (`SIZES`): how large an int and how long a list may be, so that
who runs the cases can stop where legacy exceeds its time budget. Values are encoded already where their type needs it.
Invariant: the same literals, recorded calls and Random give the same values.
"""

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf, nan, nextafter
from random import Random
from typing import Any

from pivot_lsp.cases.patterns import matching
from pivot_lsp.cases.source import Literals
from pivot_lsp.cases.texts import LONGEST, Pieces, pieces
from pivot_lsp.cases.values import Encoded, canonical, encode
from pivot_lsp.model.case import Case
from pivot_lsp.model.signature import Signature, Type


@dataclass(frozen=True)
class Size:
    """One step: ints up to `magnitude`, containers up to `length` elements."""

    magnitude: int
    length: int


SIZES = (Size(300, 12), Size(70_000, 40), Size(2**33, 90), Size(10**30, 260))

INTS = (0, 1, -1, 2, -2, 3, 4, 5, 7, 8, 9, 10, -10, 12, 15, 16, 17, 31, 32, 63, 64, 99, 100, 127, 128, 255, 256, -128)
LARGE_INTS = tuple(
    sign * 2**power + step for power in (15, 16, 31, 32, 53, 62, 63, 64, 80) for step in (-1, 0, 1) for sign in (1, -1)
) + (
    999, 1000, 1001, 10**6, 10**9, 10**9 + 7, 10**12, 10**15, 10**18, 10**20, 46340, 46341, 65521, 94906265**2 - 1,
    94906267, 134217729, 1234567891, 2147395600, 3037000499, 3037000499**2, 3037000500**2 - 1, 2971215073, 4294967291,
    123456789123456789, 999999999999999989, 9007199254740881,
)  # fmt: skip
"""Beside the borders of widths: numbers whose products and squares need all their digits."""
TAME_FLOATS = (0.0, 1.0, 2.0, 0.5, 0.25, 0.1, 1.5, 2.5, 10.0, 99.99, 100.0, 0.01, 1e-3, 12.345, 2.675, 1.005, 33.335)
WILD_FLOATS = (
    -0.0, -1.0, -0.5, -1e-9, 1e-9, 5e-324, 2.2250738585072014e-308, 1e15, 1e16, 1e17, 2.0**31, 2.0**53, 2.0**53 + 2,
    2.0**63, -(2.0**63), 1e22, 1e100, 1e308, 1.7976931348623157e308, nan, inf, -inf, 0.1 + 0.2, 4503599627370495.5,
)  # fmt: skip
EXTREME_FLOATS = (1.7976931348623157e308, 1e308, -1e308, 9e307, 5e-324, 1e-310, 2.0**53, 1e16, -1e16, 0.1, 1e155, inf)
TAME_TEXTS = ("a", "b", "ab", "A", "x1", "abc", "key", "0", "1", "12", "hello world", "Foo", "2024-02-29", "2023-12-31")
WILD_TEXTS = (
    "", " ", "\t\n", "a b", " a ", "\u00a0x\u2003", "-1", "+7", " 42 ", "007", "1_000", "1e5", "nan", "0x1F", "3.14",
    "1.", "-0.0", "ß", "ẞ", "straße", "İ", "ı", "ſ", "Σ", "ΑΣ", "ς", "ŉ", "ﬁ", "Ǆ", "é", "e\u0301", "Å", "\u212b", "٣",
    "١٢", "²", "½", "Ⅷ", "𝟘", "™", "が", "שׁ", "一", "漢字", "🙂", "👩\u200d👩", "a\x00b", "\x00", "\x1c\x1d\x85",
    "\u2028", "\ufeff", "\x7f", "A" * 33, "é" * 17, "a,b;c", "a\r\nb", "%s{}", "\\", "'\"",
)  # fmt: skip
SURROGATES = ("\ud800", "a\udfff", "\ud83d\ude00")
BYTES = (b"", b"\x00", b"a", b"abc", b"\xff\xfe", bytes(range(256)), b"\r\n", "é".encode())

MONTH_ENDS = tuple(
    f"2023-{month:02}-{day + beyond:02}"
    for month, day in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)
    for beyond in (0, 1)
)
DAYS_WRITTEN = (
    *MONTH_ENDS,
    "2024-01-31", "2023-12-31", "2000-02-29", "1900-02-28", "1900-02-29", "2100-02-29", "2023-02-29", "2024-02-30",
    "2024-04-30", "2024-04-31", "2024-06-31", "2024-12-01", "2024-13-01", "2024-00-10", "2024-01-00", "2024-01-32",
    "0001-01-01", "9999-12-31", "2024-1-5", "24-01-05", "2024/01/31", " 2024-01-31", "2024-01-31 ", "20240131",
    "2024-01-3١", "+024-01-31", "2024-01-31T00:00:00", "2024--1-01", "31.01.2024",
)  # fmt: skip
"""Dates as text, right ones and wrong ones."""
_HINTS: tuple[tuple[re.Pattern[str], tuple[Any, ...]], ...] = (
    (
        re.compile(r"date|day$|^day"),
        ("2024-02-28", "2024-02-29", "2023-02-28", "2024-03-05", "1999-12-31", *DAYS_WRITTEN, *range(27, 33), 1),
    ),
    (re.compile(r"year"), (1600, 1900, 1999, 2000, 2020, 2023, 2024, 2025, 2100, 2400, 4, 1, 0, 9999)),
    (re.compile(r"month"), (*range(14), 24, -1, -12)),
    (re.compile(r"hour"), (0, 1, 9, 12, 17, 23, 24, 25)),
    (re.compile(r"minute|second"), (0, 1, 30, 59, 60, 61, 3599, 3600, 86399, 86400)),
    (re.compile(r"week"), (0, 1, 5, 6, 7, 52, 53)),
    (re.compile(r"version"), ("1.2.3", "1.10.0", "1.9", "1.2", "2.0.0-rc1", "v1.0", "1.02.0", "1..2", "")),
    (re.compile(r"phone|tel"), ("+49 30 123456", "030/1234-56", "(555) 010-9999", "٠١٢", "")),
    (
        re.compile(r"path|dir|file"),
        ("a/b.txt", "/a//b/", "../x", "./a", "a/./b/../c", "/", "C:\\x", ".hidden", "a.tar.gz"),
    ),
    (re.compile(r"url|uri|link"), ("http://a.b/c?d=1&e=#f", "https://u:p@h:80/", "a.b", "//x", "?q=%20+", "")),
    (re.compile(r"roman"), ("I", "IV", "IX", "XL", "XC", "CD", "CM", "MCMXCIV", "IIII", "VX", "iv", "MMMCMXCIX")),
    (re.compile(r"hex|colou?r"), ("#fff", "#FFAA00", "ff", "0xff", "#ggg", "#ffff", "FF", "")),
    (re.compile(r"name"), ("Ann", "ann", " Ann  Lee ", "O'Neil", "van der Berg", "ÉMILE", "straße", "")),
    (re.compile(r"csv|row|line"), ("a,b,c", "a,,c,", '"a,b",c', '"a""b"', " a , b ", "a;b", "")),
    (re.compile(r"json|expr|formula"), ("1+2*3", "(1+2)*3", "-1", "2-3-4", "8/4/2", "1 + ", "((1)", "[1,2]", "{}")),
    (re.compile(r"time$|^time"), ("00:00", "07:30", "12:00", "23:59", "24:00", "9:05", "")),
    (re.compile(r"mail"), ("a@b.co", "x.y+z@example.org", "nobody")),
    (re.compile(r"country"), ("DE", "US", "FR", "xx")),
    (re.compile(r"currency"), ("EUR", "USD", "JPY")),
    (re.compile(r"sku|_id$|^id$|code|number$"), ("A-1", "A-2", "B-10", "a-1", " A-1 ", "C0")),
    (re.compile(r"rate|ratio|share|prob|percent|level|factor|alpha"), (0.0, 0.05, 0.1, 0.2, 0.5, 0.9, 0.95, 1.0)),
    (
        re.compile(r"price|cost|amount|total|value|sum|budget"),
        (0.0, 0.01, 0.99, 1.0, 9.99, 100.0, 2.675, 1234.5),
    ),
    (re.compile(r"qty|quant|count|^n$|num|limit|top|size|pieces|days|width|depth"), (0, 1, 2, 3, 5, 7, 10, 30)),
)
"""What parameters and fields so named usually hold: a bias towards calls that get past a function's first checks."""


@dataclass
class Pools:
    """Values for one function, by type and by the name of the parameter or field."""

    ints: list[int]
    floats: list[float]
    texts: list[str]
    keys: list[str]
    seen: dict[tuple[str, str], list[Encoded]] = field(default_factory=dict)
    """(name, kind of value) -> values that recorded calls held there, bounded."""
    compared: dict[tuple[str, str], list[Encoded]] = field(default_factory=dict)
    """(name, kind of value) -> constants that the source compares it with, and what lies between them."""
    lookups: dict[str, list[str]] = field(default_factory=dict)
    """Container -> names of what is looked up in it."""
    records: dict[str, Type] = field(default_factory=dict)
    """Record types by name, for records inside themselves."""
    pieces: Pieces = field(default_factory=Pieces)
    """What strings are put together from."""
    lengths: tuple[int, ...] = ()
    """What `len` of something is compared with."""
    composed: float = 0.0
    function: str = ""
    """Its name: it says what parameters are whose own names say nothing."""
    """Share of strings that are."""

    def hints(self, name: str, kind: type) -> list[Any]:
        """Usual values of `kind` for something called `name`."""
        found = _hinted(name, kind)
        return found or ([] if kind is float else _hinted(self.function, kind))


def _hinted(name: str, kind: type) -> list[Any]:
    lowered = name.lower()
    return [v for pattern, values in _HINTS if pattern.search(lowered) for v in values if type(v) is kind]


SEEN_LIMIT = 200


def make_pools(signature: Signature, literals: Literals, recorded: Iterable[Case]) -> Pools:
    """The pools of a function."""
    ints = {value + step for value in literals.ints for step in (-1, 0, 1)}
    floats: dict[float, None] = {}
    for value in literals.floats:
        floats.update(dict.fromkeys((value, nextafter(value, inf), nextafter(value, -inf), -value)))
    for number in literals.ints:
        if abs(number) < 2**53:
            floats[float(number)] = None
    matched = matching(literals.patterns, Random(1))
    pools = Pools(
        ints=sorted(ints),
        floats=list(floats),
        texts=list(dict.fromkeys([*literals.strings, *literals.keys, *matched, *_framed(matched)])),
        keys=list(literals.keys),
        compared=_between(literals),
        lookups=dict(literals.lookups),
        pieces=pieces([*literals.strings, *literals.keys], literals.ints),
        lengths=tuple(n for n in literals.lengths if n <= LONGEST),
        function=signature.qualname.rpartition(".")[2],
    )
    if pools.pieces.known:
        pools.composed = 0.45 if any(_is_text(argument.type) for argument in signature.arguments) else 0.08
    for argument in signature.arguments:
        _records(argument.type, pools.records)
    names = [argument.name for argument in signature.arguments if not argument.keyword_only]
    for case in recorded:
        for name, value in [*zip(names, case.args), *case.kwargs.items()]:
            _see(name, value, pools.seen, 400)
    return pools


def _framed(texts: list[str]) -> list[str]:
    """The same inside other text, and twice: what is searched for stands somewhere."""
    return [text for each in texts[::3] for text in (f"x {each} y", f"{each}, {each}")]


def _is_text(kind: Type) -> bool:
    """A string, or a list or option of them: what a function that takes strings apart is given. A string inside a
    record is more often a name."""
    return kind.kind == "str" or (
        kind.kind in ("list", "optional", "vartuple") and any(_is_text(arg) for arg in kind.args)
    )


def _between(literals: Literals) -> dict[tuple[str, str], list[Encoded]]:
    """The constants that a name is compared with, their neighbours, and points between two of them."""
    found: dict[tuple[str, str], list[Encoded]] = {}
    for name, values in literals.compared.items():
        texts = [value for value in values if isinstance(value, str)]
        numbers = sorted({value for value in values if not isinstance(value, str) and abs(value) < 1e18})
        if texts:
            found[name, "str"] = [encode(text) for text in texts]
        if numbers:
            spans = list(itertools.pairwise(numbers))
            inner = [low + (high - low) * share for low, high in spans for share in (0.03, 0.1, 0.35, 0.5, 0.8)]
            near = [float(value) for value in numbers] * 2 + [nextafter(float(value), inf) for value in numbers]
            found[name, "float"] = [encode(value) for value in near + inner * 2]
            whole = [int(value) + step for value in numbers for step in (-1, 0, 0, 1)]
            found[name, "int"] = [encode(value) for value in whole + [int(value) for value in inner] * 2]
    return found


def _records(kind: Type, found: dict[str, Type]) -> None:
    if kind.kind in ("record", "typed_dict"):
        found.setdefault(kind.name, kind)
    for arg in kind.args:
        _records(arg, found)


def _see(name: str, value: Encoded, seen: dict[tuple[str, str], list[Encoded]], budget: int) -> int:
    """Takes the leaves of a recorded value into `seen`, each under the name it stands at; what is left of `budget`."""
    if budget <= 0:
        return 0
    tag = kind_of(value)
    if tag in ("str", "int", "float"):
        held = seen.setdefault((name, tag), [])
        if len(held) < SEEN_LIMIT and value not in held:
            held.append(value)
        return budget - 1
    for inner_name, inner in children(name, value):
        budget = _see(inner_name, inner, seen, budget)
    return budget


def kind_of(value: Encoded) -> str:
    """`int`, `float`, `str`, `bool`, `none`, `list`, or the tag of what is written as an object."""
    kind = type(value)
    if kind is dict:
        tag = next(iter(value))
        return _KINDS.get(tag, str(tag))
    return "none" if value is None else str(kind.__name__)


_KINDS: Mapping[str, str] = {"$f": "float", "$i": "int", "$u": "str", "$b": "bytes"}


def dict_key(encoded: Encoded) -> bytes:
    """Equal for keys that Python takes as one: 1, 1.0 and True."""
    kind = kind_of(encoded)
    if kind == "bool":
        return canonical(int(encoded))
    if kind == "float" and isinstance(encoded, dict):
        number = float.fromhex(encoded["$f"])
        if number == number and abs(number) < 2**53 and number == int(number):
            return canonical(int(number))
    return canonical(encoded)


def by_key(pairs: list[list[Encoded]]) -> bool:
    """Whether a dict is a record of a kind: texts as keys, under which values of several kinds stand."""
    return all(type(k) is str for k, _ in pairs) and len({kind_of(v) for _, v in pairs}) > 1


def children(name: str, value: Encoded) -> list[tuple[str, Encoded]]:
    """The values inside a value, with the name each stands at."""
    if type(value) is list:
        return [(name, item) for item in value]
    if type(value) is not dict:
        return []
    tag = next(iter(value))
    if tag in ("$t", "$s", "$z"):
        return [(name, item) for item in value[tag]]
    if tag == "$d" and by_key(value["$d"]):
        return [(k, v) for k, v in value["$d"]]
    if tag == "$d":
        return [pair for k, v in value["$d"] for pair in ((f"{name} key", k), (name, v))]
    if tag == "$c":
        return [(str(field_name), item) for field_name, item in value["v"]]
    if tag == "$n":
        return [(name, item) for item in value["v"]]
    if tag == "$x" and value["$x"] in ("Counter", "OrderedDict", "defaultdict"):
        pairs = value["v"][1] if value["$x"] == "defaultdict" else value["v"]
        return [pair for k, v in pairs for pair in ((f"{name} key", k), (name, v))]
    if tag == "$x" and value["$x"] == "deque":
        return [(name, item) for item in value["v"][1]]
    if tag == "$def":
        return [(name, value["v"])]
    return []
