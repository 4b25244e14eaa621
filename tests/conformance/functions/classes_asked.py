"""What classes of the unit do without being asked: texts, order; rows taken apart while walked; a default of another
type."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Pair(NamedTuple):
    x: int
    y: str = "a"


class Angle(NamedTuple):
    x: int

    def __str__(self) -> str:
        return f"<{self.x}>"


@dataclass
class Listed:
    a: int
    b: list[str]


@dataclass(order=True)
class Version:
    major: int
    tag: str = ""

    def __str__(self) -> str:
        return f"v{self.major}{self.tag}"


class Counted:
    def __init__(self, n: int) -> None:
        self.n = n

    def __repr__(self) -> str:
        return f"C({self.n!r})"


@dataclass(frozen=True)
class Hidden:
    a: int = field(repr=False)
    b: str = "q"
    c: float | None = None


def text_named_tuple(p: Pair) -> str:
    return str(p) + f"{p}" + repr([p])


def text_own_str_of_tuple(q: Angle) -> str:
    return str(q) + f"{q}" + repr(q)


def text_generated(d: Listed) -> str:
    return f"{d}" + str([d])


def text_own_str(v: Version) -> str:
    return f"{v} {v!r}" + str({"k": v})


def text_own_repr(n: int) -> str:
    c = Counted(n)
    return f"{c}{c!s}{c!r}" + str((c,))


def text_hidden_field(h: Hidden) -> str:
    return repr(h) + f"{h!s:>40}"


def sorted_records(xs: list[Version]) -> list[Version]:
    return sorted(xs) + sorted(xs, reverse=True)


def largest_record(xs: list[Version]) -> Version | None:
    return max(xs) if xs else None


def compared_records(a: Version, b: Version) -> list[bool]:
    return [a < b, a <= b, a > b, a >= b, a == b, max(a, b) is a, min(a, b) is a]


def sort_records(xs: list[Version]) -> list[Version]:
    xs.sort()
    return xs


def rows_in_list(rows: list[list[int]]) -> list[int]:
    return [a * b for a, b in rows]


def rows_in_dict(ws: list[str]) -> dict[str, str]:
    return {a: b + a for a, b in ws}


def rows_nested(xs: list[tuple[int, list[int]]]) -> list[int]:
    return [i + a - b for i, (a, b) in xs if a > b]


def rows_starred(xs: list[list[int]]) -> list[list[int]]:
    return [r for f, *r in xs]


def rows_in_loop(xs: list[list[int]], log: list[int]) -> int:
    n = 0
    for a, b in xs:
        log.append(a)
        n += b
    return n


def get_or_infinity(d: dict[str, int], k: str) -> float:
    return d.get(k, float("inf"))


def less_than_get(d: dict[str, int], k: str, x: int) -> bool:
    return x < d.get(k, 1e18)


def walked_pair(n: int) -> int:
    return sum(divmod(n, 7)) + max(divmod(n, 3))


SAME = Version(1)
CASES = {
    "text_named_tuple": [(Pair(1),), (Pair(-5, "é'\""),)],
    "text_own_str_of_tuple": [(Angle(1),)],
    "text_generated": [(Listed(1, ["x'"]),), (Listed(-1, []),)],
    "text_own_str": [(Version(1, "b"),)],
    "text_own_repr": [(4,), (-4,)],
    "text_hidden_field": [(Hidden(1, "x", 2.5),), (Hidden(1),)],
    "sorted_records": [([Version(2), Version(1, "b"), Version(1, "a"), Version(2)],), ([],), ([SAME, SAME],)],
    "largest_record": [([Version(1, "a"), Version(1, "b"), Version(1, "b")],), ([],)],
    "compared_records": [(Version(1), Version(2)), (SAME, SAME), (Version(2, "a"), Version(2, "b"))],
    "sort_records": [([Version(2), Version(1), Version(3, "z"), Version(1)],)],
    "rows_in_list": [([[1, 2], [3, 4]],), ([[1]],), ([[1, 2, 3]],), ([],), ([[]],)],
    "rows_in_dict": [(["ab", "éx"],), (["abc"],), ([""],), ([],)],
    "rows_nested": [([(1, [5, 2]), (2, [1, 1])],), ([(1, [5])],)],
    "rows_starred": [([[1, 2, 3], [1]],), ([[]],)],
    "rows_in_loop": [([[1, 2], [3]], []), ([[1, 2], [4, 5]], [7])],
    "get_or_infinity": [({"a": 1}, "a"), ({"a": 1}, "b"), ({}, "")],
    "less_than_get": [({"a": 5}, "a", 5), ({"a": 5}, "b", 5)],
    "walked_pair": [(100,), (-100,), (2**63 - 1,)],
}
FALLBACK: dict[str, list[tuple[object, ...]]] = {}
