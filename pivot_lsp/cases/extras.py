"""Values of the library's types that case files write as `$x`: dates, times, spans, Decimals, deques, Counters ...

Dates stand where calendars turn (ends of months and years, leap days, centuries that are leap years and that are not,
weeks that belong to another year) and near each other, so that their differences are small; amounts of Decimal stand
at ties of rounding. A `Type` of kind `extra` carries the tag's name. Invariant: what is built is a valid encoded value
of its type, and changing one keeps its type.
"""

import base64
import datetime
import struct
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Any

from pivot_lsp.cases.values import FACTORIES, Encoded, decode, encode, import_name
from pivot_lsp.model.signature import Type

if TYPE_CHECKING:  # the builder calls these makers
    from pivot_lsp.cases.boundary import Builder

_DAY = datetime.timedelta(days=1)
_MICRO = datetime.timedelta(microseconds=1)
TURNS = (
    "2024-01-31", "2024-02-28", "2024-02-29", "2024-03-01", "2023-02-28", "2023-03-01", "2000-02-29", "1900-02-28",
    "1900-03-01", "2100-02-28", "2023-12-31", "2024-01-01", "2024-12-31", "2024-04-30", "2024-05-31", "2023-06-30",
    "2023-10-31", "2020-12-31", "2021-01-03", "2021-01-04", "2026-12-31", "2024-03-31", "2024-10-27", "1970-01-01",
    "1999-12-31", "2024-08-30", "2023-11-29",
)  # fmt: skip
"""Days at which calendars turn."""
FAR = ("0001-01-01", "9999-12-31", "1582-10-15", "2038-01-19", "1969-12-31", "1899-12-31")
STEPS = (0, 0, 1, -1, 2, -2, 3, 6, 7, -7, 14, 27, 28, 29, 30, 31, -30, 59, 90, 364, 365, 366, -365, 1461)
"""Days from one date to another."""
CLOCKS = (
    (0, 0, 0, 0), (0, 0, 0, 1), (0, 0, 59, 0), (0, 1, 0, 0), (8, 59, 59, 0), (9, 0, 0, 0), (11, 59, 59, 999999),
    (12, 0, 0, 0), (12, 30, 0, 0), (17, 0, 0, 0), (17, 45, 30, 500000), (23, 0, 0, 0), (23, 59, 59, 999999),
)  # fmt: skip
SPANS = (
    datetime.timedelta(0), _MICRO, -_MICRO, datetime.timedelta(seconds=1), datetime.timedelta(seconds=59),
    datetime.timedelta(minutes=1), datetime.timedelta(seconds=90), datetime.timedelta(seconds=3599),
    datetime.timedelta(hours=1), datetime.timedelta(hours=23, minutes=59, seconds=59), _DAY, -_DAY, _DAY - _MICRO,
    datetime.timedelta(hours=25), datetime.timedelta(days=7), datetime.timedelta(days=-1, seconds=3600),
    datetime.timedelta(days=30), datetime.timedelta(days=365), datetime.timedelta(milliseconds=1500),
)  # fmt: skip
DECIMALS = (
    "0", "1", "-1", "0.1", "0.5", "1.5", "2.5", "0.005", "0.015", "2.675", "-2.675", "1.005", "10", "99.99", "100",
    "1.10", "1E+3", "0.00", "-0", "12345678901234567890.12", "1E-10", "33.335", "-0.5",
    "-0.00", "-1E-10", "-0.004", "-0.00004", "0.00005",
)  # fmt: skip
WILD_DECIMALS = ("NaN", "Infinity", "-Infinity", "1E+40", "9" * 28, "0." + "3" * 28, "1E-400")
BYTES = (b"", b"\x00", b"a", b"abc", b"\xff\xfe", bytes(range(256)), b"\r\n")
NAMES = (
    "date", "datetime", "time", "timedelta", "Decimal", "complex", "range", "bytearray", "array", "deque", "Counter",
    "OrderedDict", "defaultdict",
)  # fmt: skip
"""Tags of `$x` that parameters may have."""


def build(builder: "Builder", kind: Type, name: str, depth: int) -> Encoded:
    """A value of a type of kind `extra`."""
    return _MAKERS[kind.name](builder, kind, name, depth)


def day(rng: Random, wild: float) -> datetime.date:
    """A date: where a calendar turns, or any of these decades."""
    roll = rng.random()
    if rng.random() < wild / 2:
        return datetime.date.fromisoformat(rng.choice(FAR))
    if roll < 0.6:
        return datetime.date.fromisoformat(rng.choice(TURNS))
    return datetime.date(1995, 1, 1) + rng.randrange(13_000) * _DAY


def moved(at: datetime.date, days: int) -> datetime.date:
    """So many days later, within what a date can be."""
    return type(at).fromordinal(max(1, min(at.toordinal() + days, datetime.date.max.toordinal())))


def _near(builder: "Builder") -> datetime.date:
    """One of this case's days, or one near it."""
    if not builder.days:
        builder.days = [day(builder.rng, builder.wild) for _ in range(2)]
    rng = builder.rng
    roll = rng.random()
    if roll < 0.25:
        return day(rng, builder.wild)
    at = rng.choice(builder.days)
    return at if roll < 0.4 else moved(at, rng.choice(STEPS))


def _clock(rng: Random) -> tuple[int, int, int, int]:
    if rng.random() < 0.6:
        return rng.choice(CLOCKS)
    second, micro = rng.choice((0, 0, 59, rng.randrange(60))), rng.choice((0, 0, 0, 500000, rng.randrange(10**6)))
    return rng.randrange(24), rng.choice((0, 15, 30, 59, rng.randrange(60))), second, micro


def _moment(builder: "Builder") -> datetime.datetime:
    rng = builder.rng
    if not builder.aware:  # one zone a case: two of them in one comparison raise
        builder.aware = rng.choice("nnnnnnnu")
    zone = datetime.UTC if (builder.aware == "u") != (rng.random() < builder.wild / 8) else None
    at = _near(builder)
    return datetime.datetime(at.year, at.month, at.day, *_clock(rng), tzinfo=zone)


def _span(rng: Random) -> datetime.timedelta:
    if rng.random() < 0.7:
        return rng.choice(SPANS)
    return datetime.timedelta(days=rng.choice(STEPS), seconds=rng.choice((0, 0, 60, rng.randrange(86400))))


def _decimal(builder: "Builder", _kind: Type, _name: str, _depth: int) -> Encoded:
    rng = builder.rng
    if rng.random() < builder.wild / 2:
        return {"$x": "Decimal", "v": [rng.choice(WILD_DECIMALS)]}
    if rng.random() < 0.5:
        return {"$x": "Decimal", "v": [rng.choice(DECIMALS)]}
    places = rng.choice((0, 1, 2, 2, 2, 3, 4))
    number = f"{rng.randrange(-300, 10 ** rng.choice((2, 3, 4, 6, 9))) / 10**places:.{places}f}"
    return {"$x": "Decimal", "v": [number]}


def _items(builder: "Builder", kind: Type, name: str, depth: int) -> list[Encoded]:
    return builder.items(kind.args[0], name, depth)


def _deque(builder: "Builder", kind: Type, name: str, depth: int) -> Encoded:
    items = _items(builder, kind, name, depth)
    limit = None if builder.rng.random() < 0.8 else len(items) + builder.rng.choice((0, 0, 1, 3))
    return {"$x": "deque", "v": [limit, items]}


def _counter(builder: "Builder", kind: Type, name: str, depth: int) -> Encoded:
    pairs = builder.pairs(Type(kind="dict", args=[kind.args[0], Type(kind="int")]), name, depth)
    return {"$x": "Counter", "v": pairs}


def _ordered(builder: "Builder", kind: Type, name: str, depth: int) -> Encoded:
    return {"$x": "OrderedDict", "v": builder.pairs(kind, name, depth)}


def _default(builder: "Builder", kind: Type, name: str, depth: int) -> Encoded:
    factory = kind.args[1].kind if kind.args[1].kind in FACTORIES.values() else ""
    return {"$x": "defaultdict", "v": [factory, builder.pairs(kind, name, depth)]}


def _array(builder: "Builder", kind: Type, name: str, depth: int) -> Encoded:
    whole = kind.args[0].kind == "int" if kind.args else builder.rng.random() < 0.5
    values = []
    for _ in range(builder.length(depth)):
        value = decode(builder.integer(name) if whole else builder.real(name), import_name)
        values.append(max(-(2**63), min(int(value), 2**63 - 1)) if whole else value)
    packed = struct.pack(f"={len(values)}{'q' if whole else 'd'}", *values)
    return {"$x": "array", "v": ["q" if whole else "d", base64.b64encode(packed).decode()]}


def _range(builder: "Builder", _kind: Type, name: str, _depth: int) -> Encoded:
    start = builder.rng.choice((0, 0, 1, -2, 5))
    return encode(
        range(start, start + builder.rng.choice((0, 1, 2, 5, 9, -3)), builder.rng.choice((1, 1, 1, 2, 3, -1)))
    )


_Maker = Callable[["Builder", Type, str, int], Encoded]
_MAKERS: dict[str, _Maker] = {
    "date": lambda b, k, n, d: encode(_near(b)),
    "datetime": lambda b, k, n, d: encode(_moment(b)),
    "time": lambda b, k, n, d: encode(datetime.time(*_clock(b.rng))),
    "timedelta": lambda b, k, n, d: encode(_span(b.rng)),
    "Decimal": _decimal,
    "complex": lambda b, k, n, d: {"$x": "complex", "v": [b.real(n), b.real(n)]},
    "range": _range,
    "bytearray": lambda b, k, n, d: encode(bytearray(b.rng.choice(BYTES))),
    "array": _array,
    "deque": _deque,
    "Counter": _counter,
    "OrderedDict": _ordered,
    "defaultdict": _default,
}


def nudged(value: Any, rng: Random) -> Encoded | None:
    """A date, moment, clock or span a little otherwise; None: of another type, or at its end."""
    name = value["$x"]
    try:
        held = decode(value, import_name)
        if name == "date":
            return encode(moved(held, rng.choice(STEPS)) if rng.random() < 0.7 else day(rng, 0.1))
        if name == "datetime":
            return encode(held + rng.choice((rng.choice(STEPS) * _DAY, rng.choice(SPANS))))
        if name == "time":
            return encode(datetime.time(*_clock(rng), tzinfo=held.tzinfo))
        if name == "timedelta":
            return encode(rng.choice((held + rng.choice(SPANS), -held, held * 2, rng.choice(SPANS))))
    except (OverflowError, ValueError):
        return None
    return None


def inside(value: Any) -> list[Any] | None:
    """The items (or pairs) of a `$x` that holds some; None: it holds none."""
    if value["$x"] in ("Counter", "OrderedDict"):
        return list(value["v"])
    if value["$x"] in ("deque", "defaultdict"):
        return list(value["v"][1])
    return None


def with_inside(value: Any, items: list[Any]) -> Encoded:
    """The same with other items."""
    if value["$x"] in ("Counter", "OrderedDict"):
        return {"$x": value["$x"], "v": items}
    limit = value["v"][0]
    if type(limit) is int and len(items) > limit:
        items = items[len(items) - limit :]
    return {"$x": value["$x"], "v": [limit, items]}


def count_of(value: Any) -> int | None:
    """A date as its ordinal, a moment and a span as microseconds: what can be moved by whole steps."""
    held = decode(value, import_name)
    if value["$x"] == "date":
        return int(held.toordinal())
    if value["$x"] == "datetime":
        return int((held.replace(tzinfo=None) - datetime.datetime.min) / _MICRO)
    return int(held / _MICRO) if value["$x"] == "timedelta" else None


def of_count(value: Any, count: int) -> Encoded | None:
    """The other way; `value` says the type and the zone. None: no such date."""
    try:
        if value["$x"] == "date":
            return encode(datetime.date.fromordinal(count))
        if value["$x"] == "timedelta":
            return encode(datetime.timedelta(microseconds=count))
        at = datetime.datetime.min + datetime.timedelta(microseconds=count)
        return encode(at.replace(tzinfo=datetime.UTC if value["v"][8] else None))
    except (OverflowError, ValueError):
        return None


def simpler(value: Any) -> list[Encoded]:
    """Values of the same type that are easier to read, the largest steps first."""
    name = value["$x"]
    if name in ("date", "datetime"):
        year, month, of_month, *rest = value["v"]
        clock = [[0] * 5 + [rest[5]]] if rest else [[]]
        made = [[year, month, of_month, *c] for c in clock]
        made += [[year, 1, 1, *rest], [year, month, 1, *rest], [2023, month, min(of_month, 28), *rest]]
        return [{"$x": name, "v": v} for v in made if v != value["v"] and v < value["v"]]
    if name == "timedelta":
        made = [[0, 0, 0], [value["v"][0], 0, 0], [0, value["v"][1], 0], [value["v"][0], value["v"][1], 0]]
        return [{"$x": name, "v": v} for v in made if sum(map(bool, v)) < sum(map(bool, value["v"]))]
    if name == "Decimal":
        return [{"$x": name, "v": [text]} for text in ("0", "1", "0.5") if len(text) < len(value["v"][0])]
    return []
