# ruff: noqa: C416 - the constructs are what is tested
"""Functions that come to the edges of a call: memory, depth, signals, aliases, the caller's own objects."""

from dataclasses import dataclass


@dataclass
class Note:
    text: str
    marks: list[int]


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    seen: bool
    name: str | None


TABLE = {"a": [1, 2], "b": [3]}
PRIMES: tuple[int, ...] = (2, 3, 5)
LIMIT = 10


def deep(n: int) -> int:
    return 0 if n == 0 else 1 + deep(n - 1)


def endless(n: int) -> int:
    while n != 0:
        n = n + 1 if n > 0 else n - 1
        n = -n
    return n


def many(n: int) -> int:
    xs: list[int] = []
    for i in range(n):
        xs.append(i)
    return len(xs)


def grow(n: int) -> str:
    s = ""
    t = ""
    for i in range(n):
        s += str(i)
        t = f"{t}{i},"
    return s + t


def two_of_one(n: int) -> list[list[int]]:
    row = [n]
    return [row, row] if n > 0 else [row, [n]]


def notes(n: int) -> list[Note]:
    marks = [n]
    return [Note("a", marks), Note("b", marks if n > 0 else [n])]


def points(ps: list[Point]) -> list[Point]:
    return [Point(p.y, p.x, not p.seen, p.name) for p in ps] + ps


def looked_up(key: str, i: int) -> tuple[int, int, tuple[int, ...]]:
    return TABLE[key][i], LIMIT, PRIMES


def nested(pairs: list[tuple[int, tuple[str, float]]]) -> dict[str, float]:
    out: dict[str, float] = {}
    for i, (name, value) in pairs:
        out[name] = value * i
    return {k: v for k, v in sorted(out.items(), key=lambda kv: (kv[1], kv[0]))}


def total(xs: list[float]) -> float:
    return sum(xs, 0.0)


def int_(double: int, auto: int, namespace: int) -> int:
    template = double + auto
    while_ = [template for template in range(namespace)]
    return template + len(while_)


def extremes(xs: list[int]) -> int:
    return max(xs)


def divide(a: float, b: float) -> float:
    return a % b


def echo(
    rows: list[tuple[str | None, int, tuple[float, str]]],
) -> list[tuple[str | None, int, tuple[float, str]]]:
    return [row for row in rows]


NULL = 7


def OVERFLOW_(INT64_MAX: int) -> int:
    return INT64_MAX + NULL


def EOF(errno: int) -> int:
    return OVERFLOW_(errno)


CASES = {
    "deep": [(0,), (399,)],
    "many": [(0,), (10_000,)],
    "grow": [(0,), (1,), (3000,)],
    "two_of_one": [(-1,)],
    "notes": [(-1,)],
    "points": [([],), ([Point(1.0, 2.0, True, None), Point(-0.0, 0.5, False, "é")],)],
    "looked_up": [("a", 1), ("b", 0), ("b", 1), ("c", 0)],
    "nested": [([(1, ("b", 2.0)), (2, ("a", 1.0)), (3, ("b", 0.5))],)],
    "total": [([0.1] * 10,), ([1e100, 1.0, -1e100],), ([],)],
    "int_": [(1, 2, 3)],
}
FALLBACK = {
    "deep": [(400,), (600,)],
    "two_of_one": [(1,)],
    "notes": [(1,)],
}
