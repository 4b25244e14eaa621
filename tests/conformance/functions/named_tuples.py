"""NamedTuple: by field, by place, unpacked, compared, sorted, as keys; never taken for a plain tuple."""

from typing import NamedTuple


class Point(NamedTuple):
    x: int
    y: int = 7


class Line(NamedTuple):
    start: Point
    end: Point
    label: str = ""

    @property
    def width(self) -> int:
        return abs(self.end.x - self.start.x)

    def moved(self, dx: int) -> "Line":
        return self._replace(start=Point(self.start.x + dx, self.start.y), end=self.end._replace(x=self.end.x + dx))


class Row(NamedTuple):
    """A row with what can be missing."""

    key: str
    values: list[float]
    parent: Point | None = None


def total(p: Point) -> int:
    return p.x + p.y


def made(a: int) -> list[Point]:
    return [Point(a, a + 1), Point(a), Point(y=a, x=3)]


def unpacked(p: Point, q: Point) -> int:
    x, y = p
    (a, b), c = q, x
    return x * 1000 + y * 100 + a * 10 + b + c


def at(p: Point) -> int:
    return p[0] * 10 + p[-1]


def replaced(p: Point) -> Point:
    return p._replace(y=p.x)


def ordered(ps: list[Point]) -> list[Point]:
    return sorted(ps, reverse=True)


def by_field(ps: list[Point]) -> list[Point]:
    return sorted(ps, key=lambda p: (p.y, -p.x))


def largest(ps: list[Point]) -> Point:
    return max(ps, key=lambda p: p.y)


def equal(p: Point, q: Point) -> list[bool]:
    return [p == q, p != q, p < q, p >= q]


def grouped(ps: list[Point]) -> dict[Point, int]:
    out: dict[Point, int] = {}
    for p in ps:
        out[p] = out.get(p, 0) + 1
    return out


def walked(ps: list[Point]) -> int:
    return sum(x * y for x, y in ps) + sum(p.x for p in ps)


def method(line: Line, dx: int) -> tuple[int, Line]:
    return line.width, line.moved(dx)


def joined(p: Point, q: Point) -> tuple[int, int, int, int]:
    return p + q


def optional(row: Row) -> Point:
    if row.parent is None:
        return Point(len(row.values))
    return row.parent


def grown(row: Row, value: float) -> Row:
    row.values.append(value)
    return row._replace(key=row.key + "+")


def matched(p: Point) -> str:
    match p:
        case Point(0, y):
            return f"axis {y}"
        case Point(x=3):
            return "three"
        case (x, 1):
            return f"one {x}"
        case _:
            return "other"


def found(ps: list[Point], p: Point) -> bool:
    return p in ps


def place(ps: list[Point], p: Point) -> int:
    return ps.index(p)


def known(ps: dict[Point, str], p: Point) -> str:
    return ps[p]


P, Q = Point(1, 2), Point(0, 5)
CASES = {
    "total": [(P,), (Q,)],
    "made": [(1,), (-4,)],
    "unpacked": [(P, Q)],
    "at": [(P,), (Q,)],
    "replaced": [(P,)],
    "ordered": [([P, Q, Point(1, 1)],), ([],)],
    "by_field": [([P, Q, Point(4, 2)],)],
    "largest": [([P, Q],), ([],)],
    "equal": [(P, Q), (P, Point(1, 2))],
    "grouped": [([P, Q, Point(1, 2)],)],
    "walked": [([P, Q],)],
    "method": [(Line(P, Q, "l"), 3)],
    "joined": [(P, Q)],
    "optional": [(Row("a", [1.5], None),), (Row("a", [], P),)],
    "grown": [(Row("a", [1.5]), 2.5)],
    "matched": [(Q,), (Point(3, 3),), (Point(5, 1),), (P,)],
    "found": [([P], Point(1, 2)), ([P], Q)],
    "place": [([P, Q], Q)],
    "known": [({P: "p"}, Point(1, 2))],
}
FALLBACK = {
    "total": [((1, 2),), (Line(P, Q),)],
    "place": [([P], Q)],
    "known": [({P: "p"}, Q)],
}
