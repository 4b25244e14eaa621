"""Enum, IntEnum and StrEnum: members as parameters, results, keys and fields, and what is asked of them."""

import enum
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum, auto, unique


class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1


class Level(IntEnum):
    LOW = 5
    HIGH = 10
    TOP = auto()


@unique
class Status(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    ON_HOLD = auto()

    @property
    def done(self) -> bool:
        return self is Status.CLOSED

    def after(self, other: "Status") -> bool:
        return self.value > other.value


class Kind(str, Enum):
    A = "a"
    B = "b"


class Rate(enum.Enum):
    LOW = 0.25
    HIGH = 1.5

    @classmethod
    def best(cls) -> "Rate":
        return cls.HIGH

    @staticmethod
    def of(name: str) -> "Rate":
        return Rate[name]


PRICES = {Color.RED: 0.75, Color.BLUE: 2.5}
WARM = (Color.RED, Color.CRIMSON)


@dataclass(frozen=True)
class Item:
    name: str
    color: Color
    status: Status | None


def is_red(c: Color) -> bool:
    return c is Color.RED


def not_green(c: Color) -> bool:
    return c is not Color.GREEN and c != Color.BLUE


def opposite(c: Color) -> Color:
    if c == Color.RED:
        return Color.GREEN
    return Color.CRIMSON


def named(c: Color) -> str:
    return f"{c.name}={c.value} {c} {c:>12}|{Color.BLUE.name}{Color.BLUE.value}"


def texts(n: Level, s: Status, k: Kind) -> str:
    return f"{n} {n:04d} {s} {s:>8} {k} {str(n)}{str(s)}{str(k)}"


def counted(cs: list[Color]) -> dict[Color, int]:
    out: dict[Color, int] = {}
    for c in cs:
        out[c] = out.get(c, 0) + 1
    return out


def looked_up(prices: dict[Color, float], c: Color) -> float:
    return prices[c]


def where(cs: list[Color], c: Color) -> int:
    return cs.index(c)


def walked() -> list[str]:
    return [c.name for c in Color] + [str(len(Color)), str(sum(n.value for n in Level))]


def listed() -> list[Color]:
    return list(Color)


def by_value(n: int) -> Color:
    return Color(n)


def by_text(s: str) -> Status:
    return Status(s)


def by_name(s: str) -> Color:
    return Color[s]


def caught(n: int, s: str) -> str:
    try:
        return Color(n).name + Color[s].name
    except ValueError as error:
        return f"value {error}"
    except KeyError as error:
        return f"key {error}"


def matched(c: Color) -> str:
    match c:
        case Color.RED:
            return "r"
        case Color.GREEN | Color.BLUE:
            return "gb"


def levels(n: Level, m: Level) -> list[int]:
    return [n + 1, n * m, -n, n // 2, n.value, int(m)]


def compared(n: Level, m: Level) -> list[bool]:
    return [n < m, n >= Level.HIGH, n == 10, n == m, n != m, bool(n), 7 > m]


def as_text(s: Status, k: Kind) -> list[str]:
    return [s.upper(), s + "!", k + "x", s[0], s.replace("o", "0"), k.value]


def same_text(s: Status, k: Kind, t: str) -> list[bool]:
    return [s == t, k == "a", t == k, s == Status.OPEN, "o" in s, s.startswith("on")]


def methods(s: Status, t: Status) -> bool:
    return s.done or s.after(t)


def of_class(name: str) -> list[Rate]:
    return [Rate.best(), Rate.of(name)]


def optional(items: list[Item], c: Color | None) -> list[str]:
    found = []
    for item in items:
        if c is not None and item.color is not c:
            continue
        if item.status is None or item.status == Status.OPEN:
            found.append(item.name)
    return found


def made(name: str, n: int) -> Item:
    return Item(name, Color(n), Status.OPEN if n > 1 else None)


def changed(cs: list[Color], by: dict[str, Color]) -> None:
    cs.append(Color.BLUE)
    cs.reverse()
    by["new"] = cs[0]


def pairs(cs: list[Color]) -> set[tuple[Color, bool]]:
    return {(c, c in (Color.RED, Color.BLUE)) for c in cs}


def kinds(n: Level, s: Status, c: Color) -> list[bool]:
    plain = [isinstance(c, int), isinstance(c, Color), isinstance(c, Level), type(c) is Color]
    return [*plain, isinstance(n, int), isinstance(n, str), isinstance(s, (str, Color)), type(n) is int]


def either(value: Color | str) -> str:
    return value.name if isinstance(value, Color) else value


def priced(c: Color, fallback: Color = Color.BLUE) -> float:
    return PRICES.get(c, PRICES[fallback]) + (100.0 if c in WARM else 0.0)


def picked(c: Color) -> float:
    return {Color.RED: 0.5, Color.GREEN: 1.5}.get(c, 9.0)


CASES = {
    "is_red": [(Color.RED,), (Color.CRIMSON,), (Color.BLUE,)],
    "not_green": [(Color.RED,), (Color.GREEN,), (Color.BLUE,)],
    "opposite": [(Color.RED,), (Color.GREEN,)],
    "named": [(Color.RED,), (Color.GREEN,), (Color.BLUE,)],
    "texts": [(Level.LOW, Status.OPEN, Kind.A), (Level.TOP, Status.ON_HOLD, Kind.B)],
    "counted": [([],), ([Color.RED, Color.BLUE, Color.RED],)],
    "looked_up": [({Color.RED: 1.5}, Color.RED)],
    "where": [([Color.RED, Color.GREEN], Color.GREEN)],
    "walked": [()],
    "listed": [()],
    "by_value": [(1,), (3,), (7,), (-1,)],
    "by_text": [("open",), ("on_hold",), ("zz'",), ("",)],
    "by_name": [("RED",), ("CRIMSON",), ("red",)],
    "caught": [(1, "BLUE"), (9, "BLUE"), (2, "x'y")],
    "matched": [(Color.RED,), (Color.GREEN,), (Color.BLUE,)],
    "levels": [(Level.LOW, Level.HIGH), (Level.TOP, Level.TOP)],
    "compared": [(Level.LOW, Level.HIGH), (Level.HIGH, Level.TOP), (Level.HIGH, Level.HIGH)],
    "as_text": [(Status.OPEN, Kind.A), (Status.ON_HOLD, Kind.B)],
    "same_text": [(Status.OPEN, Kind.A, "open"), (Status.ON_HOLD, Kind.B, "b")],
    "methods": [(Status.OPEN, Status.CLOSED), (Status.CLOSED, Status.OPEN), (Status.OPEN, Status.OPEN)],
    "of_class": [("LOW",), ("NO",)],
    "optional": [
        ([Item("a", Color.RED, None), Item("b", Color.BLUE, Status.OPEN), Item("c", Color.RED, Status.CLOSED)], None),
        ([Item("a", Color.RED, None), Item("b", Color.BLUE, Status.OPEN)], Color.BLUE),
    ],
    "made": [("x", 1), ("y", 2), ("z", 4)],
    "changed": [([Color.RED, Color.GREEN], {"old": Color.RED})],
    "pairs": [([Color.RED, Color.GREEN, Color.RED],)],
    "kinds": [(Level.LOW, Status.OPEN, Color.RED)],
    "either": [(Color.RED,), ("x",)],
    "priced": [(Color.RED,), (Color.GREEN,), (Color.GREEN, Color.RED)],
    "picked": [(Color.RED,), (Color.BLUE,)],
}
FALLBACK = {
    "is_red": [(1,), (Level.LOW,)],
    "looked_up": [({Color.RED: 1.5}, Color.BLUE)],
    "where": [([Color.RED], Color.GREEN)],
    "levels": [(1, Level.HIGH)],
    "as_text": [("open", Kind.A)],
}
