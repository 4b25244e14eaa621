"""Tables of functions, averages, replaced fields, defaults that are computed, dicts that are defaultdicts."""

import operator
import statistics
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda a, b: a / b,
    "max": max,
}


def triple(n: int) -> int:
    return 3 * n


STEPS = {1: triple, 2: lambda n: n - 1, 3: abs}


def compute(op: str, a: float, b: float) -> float:
    return OPERATIONS[op](a, b)


def postfix(text: str) -> float:
    stack: list[float] = []
    for part in text.split():
        if part in OPERATIONS:
            b, a = stack.pop(), stack.pop()
            stack.append(OPERATIONS[part](a, b))
        else:
            stack.append(float(part))
    return stack[0]


def held(op: str, xs: list[float]) -> float:
    combine = OPERATIONS[op]
    total = 0.0
    for x in xs:
        total = combine(total, x)
    return total


def order_of_errors(op: str, texts: list[str]) -> float:
    return OPERATIONS[op](float(texts[0]), float(texts[1]))


def steps(kinds: list[int], n: int) -> int:
    for kind in kinds:
        n = STEPS[kind](n)
    return n


def averages(xs: list[float]) -> tuple[float, float, float, float]:
    return statistics.mean(xs), statistics.fmean(xs), statistics.median(xs), statistics.median_low(xs)


def mean_int(xs: list[int]) -> float:
    return statistics.fmean(xs)


@dataclass(frozen=True)
class Price:
    net: float
    tax: float = 0.21
    tags: list[str] = field(default_factory=list)


def cheaper(p: Price, by: float) -> Price:
    return replace(p, net=p.net - by)


def retagged(p: Price, tags: list[str]) -> Price:
    return replace(p, tags=[*p.tags, *tags], tax=p.tax * 2)


def longest(words: list[str]) -> tuple[str, int]:
    return max(((w, len(w)) for w in words), key=lambda t: t[1], default=("", 0))


def first_apart(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))


def grouped(words: list[str]) -> list[list[str]]:
    table: dict[int, list[str]] = defaultdict(list)
    for w in words:
        table[len(w)].append(w)
    return [sorted(v) for v in table.values()]


def plus_sum(xs: list[float], y: float) -> tuple[float, float, float]:
    return y + sum(xs), sum(x for x in xs if x > 0) * y, y - sum(xs) / 2.0


def counts(words: list[str]) -> dict[str, int]:
    table: dict[str, int] = defaultdict(int)
    for w in words:
        table[w] += 1
    return table


CASES = {
    "compute": [("+", 1.0, 2.5), ("-", 1.0, 2.5), ("/", 1.0, 0.0), ("?", 1.0, 1.0), ("max", -0.0, 3.0)],
    "postfix": [("1 2 + 3 *",), ("1 0 /",), ("1 +",), ("x",), ("",)],
    "held": [("+", [1.0, 2.0]), ("%", []), ("*", [])],
    "order_of_errors": [("?", ["x"]), ("+", ["x", "y"]), ("+", ["1"]), ("+", ["1", "2"])],
    "steps": [([1, 2, 3], 4), ([2, 2, 3], 1), ([9], 1), ([], 5)],
    "averages": [([1.0, 2.5, 0.1],), ([0.1, 0.2, 0.3, 0.4],), ([-0.0],), ([1e16, 1.0, -1e16],)],
    "mean_int": [([1, 2, 4],), ([2**53 + 1, 2],)],
    "cheaper": [(Price(10.0, 0.1, ["a"]), 2.5)],
    "retagged": [(Price(10.0, 0.1, ["a"]), ["b"])],
    "longest": [(["a", "abc", "xyz"],), ([],)],
    "first_apart": [("abc", "abd"), ("ab", "abc"), ("", "x")],
    "grouped": [(["b", "a", "cc"],), ([],)],
    "plus_sum": [([], 1.5), ([], -0.0), ([0.1] * 10, 0.1), ([-0.0], -0.0), ([], float("inf"))],
    "counts": [(["b", "a", "b"],), ([],)],
}
FALLBACK = {
    "averages": [([],), ([float("inf")],), ([float("nan"), 1.0],)],
    "mean_int": [([],)],
}
