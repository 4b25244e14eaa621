"""Dataclass records: read, built, nested, compared, kept in containers."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Point:
    x: int
    y: float = 0.5


@dataclass
class Sale:
    day: str
    sku: str
    qty: int
    price: float
    note: str | None = None


@dataclass(frozen=True)
class Report:
    title: str
    totals: dict[str, float]
    best: Point | None
    tags: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Box:
    label: str
    full: bool
    sizes: list[float]


def make(x: int) -> Point:
    return Point(x)


def make_keywords(x: int, y: float) -> Point:
    return Point(y=y * 2, x=x)


def area(p: Point, q: Point) -> float:
    return abs(p.x - q.x) * abs(p.y - q.y)


def same(p: Point, q: Point) -> tuple[bool, bool]:
    return p == q, p != q


def revenue(rows: list[Sale]) -> dict[str, float]:
    totals: dict[str, float] = {}
    for r in rows:
        if r.qty < 0:
            raise ValueError(f"negative: {r.sku}")
        totals[r.day] = totals.get(r.day, 0.0) + round(r.qty * r.price, 2)
    return totals


def notes(rows: list[Sale]) -> list[str]:
    return [r.note for r in rows if r.note is not None and len(r.note) > 1]


def report(rows: list[Sale]) -> Report:
    best: Point | None = None
    for r in rows:
        if best is None or r.price > best.y:
            best = Point(r.qty, r.price)
    return Report(title=f"{len(rows)} rows", totals=revenue(rows), best=best)


def tagged(n: int) -> Report:
    return Report("t", {}, None, [str(i) for i in range(n)])


def highest(points: list[Point]) -> Point:
    return max(points, key=lambda p: p.y)


def points(n: int) -> list[Point]:
    return [Point(i, i / 4) for i in range(n)]


def fresh_sales(n: int) -> list[Sale]:
    return [Sale("d", str(i), i, 1.0) for i in range(n)]


def one_sale_twice(n: int) -> list[Sale]:
    s = Sale("d", "x", n, 1.0)
    return [s, s]


def box_total(b: Box) -> float:
    return sum(b.sizes, 0.0) if b.full else -1.0


def by_label(boxes: list[Box]) -> dict[str, float]:
    return {b.label: box_total(b) for b in boxes}


def contains(points: list[Point], p: Point) -> bool:
    return p in points


@dataclass
class Crate:
    label: str
    weight: float | None = None


@dataclass
class Shelf:
    crates: list[Crate] = field(default_factory=list)


def pick_shelf(shelves: list[Shelf], at: int) -> Shelf:
    """Gives back what holds a record that the function never names."""
    return shelves[at]


_SALES = [Sale("mon", "a", 2, 1.25), Sale("tue", "b", 1, 2.675, "été"), Sale("mon", "c", 3, 0.1, "x")]

CASES = {
    "make": [(1,), (-5,)],
    "make_keywords": [(1, 2.5)],
    "area": [(Point(1, 2.0), Point(4, 0.0))],
    "same": [(Point(1), Point(1, 0.5)), (Point(1), Point(2))],
    "revenue": [(_SALES,), ([],), ([Sale("x", "neg", -1, 1.0)],)],
    "notes": [(_SALES,), ([],)],
    "report": [(_SALES,), ([],)],
    "tagged": [(0,), (2,)],
    "highest": [([Point(1, 2.0), Point(2, 3.0), Point(3, 3.0)],), ([],)],
    "points": [(0,), (3,)],
    "fresh_sales": [(0,), (2,)],
    "box_total": [(Box("a", True, [0.1, 0.2]),), (Box("b", False, []),)],
    "by_label": [([Box("a", True, [1.0]), Box("b", False, [])],)],
    "pick_shelf": [([Shelf([Crate("a"), Crate("b", 0.5)]), Shelf()], 0), ([Shelf()], -1), ([], 0)],
    "contains": [([Point(1), Point(2)], Point(2)), ([], Point(1))],
}
FALLBACK = {
    "one_sale_twice": [(1,)],
    "same": [(Point(1, float("nan")), Point(1, float("nan")))],
    "make_keywords": [(True, 1.0), (1, 2)],
}
