"""Objects whose classes say what operators, comparisons, str(), items and walks mean; dataclasses that are ordered."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Money:
    cents: int
    currency: str = "EUR"

    def __add__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        if self.currency != other.currency:
            raise ValueError(f"cannot add {self.currency} and {other.currency}")
        return Money(self.cents + other.cents, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return self + -other

    def __neg__(self) -> "Money":
        return Money(-self.cents, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.cents * times, self.currency)

    def __rmul__(self, times: int) -> "Money":
        return self * times

    def __lt__(self, other: "Money") -> bool:
        return self.cents < other.cents

    def __str__(self) -> str:
        return f"{self.cents // 100}.{self.cents % 100:02d} {self.currency}"


class Vector:
    def __init__(self, x: float, y: float) -> None:
        self.x = x
        self.y = y

    def __add__(self, other: "Vector") -> "Vector":
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, k: float) -> "Vector":
        return Vector(self.x * k, self.y * k)

    def __matmul__(self, other: "Vector") -> float:
        return self.x * other.x + self.y * other.y

    def __abs__(self) -> float:
        return (self.x * self.x + self.y * self.y) ** 0.5

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Vector):
            return NotImplemented
        return self.x == other.x and self.y == other.y

    def __repr__(self) -> str:
        return f"Vector({self.x!r}, {self.y!r})"


@dataclass(order=True)
class Job:
    priority: int
    name: str = field(compare=False)
    cost: float = 0.0


@dataclass
class Batch:
    jobs: list[Job] = field(default_factory=list)
    note: str | None = None
    secret: str = field(default="", repr=False)


class Bag:
    def __init__(self) -> None:
        self._items: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, key: str) -> int:
        return self._items[key]

    def __setitem__(self, key: str, value: int) -> None:
        if value < 0:
            raise ValueError(f"{key}: {value}")
        self._items[key] = value

    def __contains__(self, key: str) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __repr__(self) -> str:
        return f"Bag({self._items})"


def sums(cents: list[int], times: int) -> tuple[str, str, str, Money]:
    total = sum((Money(c) for c in cents), Money(0))
    return f"{total}", str(total * times), str(times * total - Money(1)), -total


def mixed(a: int, b: int) -> str:
    return str(Money(a) + Money(b, "USD" if b < 0 else "EUR"))


def smallest(cents: list[int]) -> list[str]:
    found: list[str] = []
    best = Money(10**6)
    for c in cents:
        m = Money(c)
        if m < best:
            best = m
        if best > m or m > Money(5):
            found.append(repr(m))
    return [*found, f"{best!s} {best!r}"]


def geometry(points: list[tuple[float, float]], k: float) -> tuple[str, float, float, bool, bool]:
    total = Vector(0.0, 0.0)
    for x, y in points:
        total += Vector(x, y) * k
    return f"{total} {[total]}", abs(total), total @ total, total == Vector(1.0, 2.0), total != Vector(1.0, 2.0)


def doubled(x: float) -> str:
    return repr(Vector(x, 1.5) * 2)


def schedule(jobs: list[tuple[int, str]]) -> list[str]:
    heap: list[Job] = []
    for priority, name in jobs:
        heapq.heappush(heap, Job(priority, name))
    return [heapq.heappop(heap).name for _ in range(len(heap))]


def ordered(a: int, b: int, x: float, y: float) -> tuple[bool, bool, bool, bool, bool, bool]:
    p, q = Job(a, "p", x), Job(b, "q", y)
    return p < q, p <= q, p > q, p >= q, p == q, p != q


def in_order(jobs: list[tuple[int, str, float]]) -> tuple[list[str], list[str]]:
    made = [Job(p, n, c) for p, n, c in jobs]
    names = [j.name for j in sorted(made, reverse=True)]
    made.sort()
    return names, [j.name for j in made]


def shown(names: list[str], note: str | None) -> tuple[str, str]:
    batch = Batch([Job(i, n, i / 4) for i, n in enumerate(names)], note, "x")
    return str(batch), f"{batch.jobs}"


def bagged(words: list[str]) -> tuple[str, int, list[str], bool]:
    bag = Bag()
    for w in words:
        bag[w] = (bag[w] if w in bag else 0) + 1
        bag[w] += 1
    return f"{bag}", len(bag), [w.upper() for w in bag], "a" in bag


def looked(words: list[str], key: str, value: int) -> int:
    bag = Bag()
    for w in words:
        bag[w] = value
    return bag[key]


def given(a: Money, b: Money) -> tuple[Money, bool]:
    return a + b, a < b


CASES = {
    "sums": [([], 3), ([150, 275], 2), ([-5], -1)],
    "mixed": [(1, 2), (1, -2)],
    "smallest": [([],), ([500, 3, 700, 3, 9],)],
    "geometry": [([], 1.0), ([(1.0, 2.0)], 1.0), ([(0.1, -0.0), (3.0, 4.0)], 2.5)],
    "doubled": [(1.25,), (-0.0,)],
    "schedule": [([],), ([(3, "c"), (1, "a"), (2, "b"), (1, "z"), (0, "q")],)],
    "ordered": [(1, 2, 0.0, 0.0), (1, 1, 2.5, 2.5), (1, 1, 3.0, 2.5), (2, 1, 0.0, 9.0), (1, 1, 0.0, -0.0)],
    "in_order": [([],), ([(2, "a", 0.5), (1, "b", 2.0), (2, "c", 0.25), (1, "d", 2.0), (2, "e", 0.5)],)],
    "shown": [([], None), (["a'b", "é"], "later")],
    "bagged": [([],), (["a", "b", "a"],)],
    "looked": [(["a"], "a", 3), (["a"], "b", 3), (["a"], "a", -1)],
    "given": [(Money(1), Money(2)), (Money(5), Money(3, "USD"))],
}
FALLBACK: dict[str, list[tuple[object, ...]]] = {}
