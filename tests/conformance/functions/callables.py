"""Functions handed to helpers: lambdas, functions by name, nested functions; helpers with type variables."""

from collections.abc import Callable
from typing import TypeVar, Optional
import math
import operator

T = TypeVar("T")
U = TypeVar("U")
Predicate = Callable[[int], bool]


def apply(xs: list[int], f: Callable[[int], int]) -> list[int]:
    """Applies."""
    return [f(v) for v in xs]


def scaled(xs: list[int], rate: int) -> list[int]:
    return apply(xs, lambda v: v * rate)


def double(x: int) -> int:
    return 2 * x


def doubled(xs: list[int]) -> list[int]:
    return apply(xs, double) + apply(f=abs, xs=xs)


def keep(xs: list[int], test: Predicate) -> list[int]:
    out = []
    for x in xs:
        if test(x):
            out.append(x)
    return out


def evens(xs: list[int], m: int) -> list[int]:
    def good(v: int) -> bool:
        return v % m == 0

    return keep(xs, good)


def transform(items: list[T], f: Callable[[T], U]) -> list[U]:
    result: list[U] = []
    for item in items:
        result.append(f(item))
    return result


def lengths(words: list[str]) -> list[int]:
    return transform(words, len)


def roots(xs: list[float]) -> list[float]:
    return transform(xs, math.sqrt)


def uppers(xs: list[str]) -> list[str]:
    return transform(xs, str.upper)


def group(items: list[T], key: Callable[[T], U]) -> dict[U, list[T]]:
    out: dict[U, list[T]] = {}
    for item in items:
        out.setdefault(key(item), []).append(item)
    return out


def by_len(words: list[str]) -> dict[int, list[str]]:
    return group(words, lambda w: len(w))


def best(xs: list[int], key: Optional[Callable[[int], int]] = None) -> int:
    if key is None:
        return max(xs)
    return max(xs, key=key)


def best_both(xs: list[int], m: int) -> tuple[int, int]:
    return best(xs), best(xs, key=lambda v: v % m)


def compose2(xs: list[int], f: Callable[[int], int], g: Callable[[int], int]) -> list[int]:
    return apply(apply(xs, f), g)


def chain(xs: list[int], k: int) -> list[int]:
    return compose2(xs, lambda x: x + k, lambda x: x * x)


def fold(xs: list[int], f: Callable[[int, int], int], start: int) -> int:
    if not xs:
        return start
    return fold(xs[1:], f, f(start, xs[0]))


def total(xs: list[int]) -> int:
    return fold(xs, operator.add, 0) - fold(xs, lambda a, b: a * b, 1)


def bisect_root(f: Callable[[float], float], lo: float, hi: float, eps: float = 1e-9) -> float:
    while hi - lo > eps:
        mid = (lo + hi) / 2
        if f(lo) * f(mid) <= 0:
            hi = mid
        else:
            lo = mid
    return (lo + hi) / 2


def root_of(c: float) -> float:
    return bisect_root(lambda x: x * x - c, 0.0, 10.0)


def shadow(xs: list[int], out: int) -> list[int]:
    return keep(xs, lambda x: x > out)


def cross(rows: list[list[int]], item: int) -> list[list[int]]:
    return [keep(r, lambda v: v > item) for r in rows]


def nums(ts: list[str]) -> list[int]:
    return transform(ts, int)


def twice(f: Callable[[int], int], x: int) -> int:
    return f(f(x))


def towers(x: int, k: int) -> int:
    total = 0
    while twice(lambda v: v + k, total) < x:
        total = twice(lambda v: v * 2 + k, total)
        k += 1
    return total


def raises_inside(xs: list[int], d: int) -> list[int]:
    try:
        return apply(xs, lambda v: v // d)
    except ZeroDivisionError:
        return keep(xs, lambda v: v > 0)


def retry(f: Callable[[int], int], times: int, fallback: int = -1) -> int:
    for attempt in range(times):
        try:
            return f(attempt)
        except ValueError:
            continue
    return fallback


def parse_at(texts: list[str], at: int) -> int:
    return retry(lambda i: int(texts[(at + i) % len(texts)]), 3)


def accumulate_by(words: list[str], *, weight: Callable[[str], float] = len, scale: float = 1.0) -> float:
    return sum(weight(w) * scale for w in words)


def weights(words: list[str]) -> float:
    return accumulate_by(words, weight=lambda w: len(w) ** 0.5, scale=2.0)


def count_if(items: list[T], pred: Callable[[T], bool]) -> int:
    return sum(1 for x in items if pred(x))


def counted(words: list[str], xs: list[int]) -> tuple[int, int, int]:
    return count_if(words, str.isdigit), count_if(xs, lambda x: x > 2), count_if(words, bool)


def partition(items: list[T], pred: Callable[[T], bool]) -> tuple[list[T], list[T]]:
    yes: list[T] = []
    no: list[T] = []
    for item in items:
        (yes if pred(item) else no).append(item)
    return yes, no


def split_long(words: list[str], n: int) -> tuple[list[str], list[str]]:
    return partition(words, lambda w: len(w) > n)


class Stock:
    def __init__(self, low: int) -> None:
        self.low = low
        self.counts: list[int] = []

    def below(self) -> list[int]:
        return keep(self.counts, lambda c: c < self.low)


def stock_below(low: int, counts: list[int]) -> list[int]:
    s = Stock(low)
    s.counts.extend(counts)
    return s.below()


def ordered(rows: list[tuple[str, int]], key: Callable[[tuple[str, int]], int]) -> list[str]:
    return [name for name, _ in sorted(rows, key=key, reverse=True)]


def by_amount(rows: list[tuple[str, int]], sign: int) -> list[str]:
    return ordered(rows, lambda r: r[1] * sign)


def counting(xs: list[int]) -> tuple[list[int], int]:
    calls = 0

    def noted(v: int) -> int:
        nonlocal calls
        calls += 1
        return v + calls

    found = apply(xs, noted)
    return found, calls


def with_inner(xs: list[int], f: Callable[[int], int]) -> list[int]:
    def again(x: int) -> int:
        return f(f(x))

    return sorted((again(x) for x in xs), key=lambda v: -v)


def inner_twice(xs: list[int], x: int) -> list[int]:
    return with_inner(xs, lambda v: v * x + 1)


CASES = {
    "inner_twice": [([1, 2, 3], 2), ([], 0)],
    "scaled": [([1, 2], 3), ([], 0)],
    "doubled": [([1, -2],), ([],)],
    "evens": [([1, 2, 3, 4], 2), ([1], 0), ([], 0)],
    "lengths": [(["a", "日本"],), ([],)],
    "roots": [([4.0, 2.0, 0.0],), ([],)],
    "uppers": [(["a", "xY"],), ([],)],
    "by_len": [(["a", "bb", "c", ""],), ([],)],
    "best_both": [([5, 9, 13, 2], 5), ([], 3), ([1], 0)],
    "chain": [([1, 2, -3], 4)],
    "total": [([1, 2, 3],), ([],)],
    "root_of": [(2.0,), (0.0,)],
    "shadow": [([1, 5, 9], 4)],
    "cross": [([[1, 2], [3]], 1), ([], 0)],
    "nums": [(["1", " 2 "],), (["x"],)],
    "towers": [(50, 1), (0, 0)],
    "raises_inside": [([1, 2, -3], 2), ([1, 2, -3], 0)],
    "parse_at": [(["x", "5", "y"], 0), (["x"], 1), (["7"], 0)],
    "weights": [(["abcd", "a"],)],
    "counted": [(["12", "a", ""], [1, 2, 3])],
    "split_long": [(["a", "abc", "ab"], 1)],
    "stock_below": [(3, [1, 2, 3, 4])],
    "by_amount": [([("a", 1), ("b", 3), ("c", 1)], 1), ([("a", 1), ("b", 3)], -1)],
    "counting": [([1, 2, 3],), ([],)],
}
FALLBACK = {
    "scaled": [([2**62], 4)],
    "roots": [([-1.0],)],
    "weights": [([],)],
}
