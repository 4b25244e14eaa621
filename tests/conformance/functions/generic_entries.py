"""Functions with type variables or `Any` that are asked for themselves: their doctests tell; what is sorted by less
usual keys."""

from collections import Counter
from collections.abc import Iterable
from enum import IntEnum
from typing import Any, TypeVar

T = TypeVar("T")

def quicksort(arr: list[T]) -> list[T]:
    """
    >>> quicksort([3, 1, 2])
    [1, 2, 3]
    """
    if len(arr) <= 1:
        return arr
    pivot = arr[len(arr) // 2]
    left: list[T] = [x for x in arr if x < pivot]
    middle = [x for x in arr if x == pivot]
    right = [x for x in arr if x > pivot]
    return quicksort(left) + middle + quicksort(right)

def transpose(m: list[list[T]]) -> list[list[T]]:
    """
    >>> transpose([[1.5], [2.5]])
    [[1.5, 2.5]]
    """
    return [list(r) for r in zip(*m, strict=True)]

def first(xs: Iterable[T], default: T) -> T:
    for x in xs:
        return x
    return default

def use() -> str:
    return first(["a"], "b")

def bubble(collection: list[Any]) -> list[Any]:
    """
    >>> bubble([3, 1])
    [1, 3]
    """
    n = len(collection)
    for i in range(n):
        for j in range(n - 1 - i):
            if collection[j] > collection[j + 1]:
                collection[j], collection[j + 1] = collection[j + 1], collection[j]
    return collection

class P(IntEnum):
    LOW = 1
    HIGH = 3

def three_sum(nums: list[int]) -> list[list[int]]:
    res: set[tuple[int, ...]] = set()
    for i, a in enumerate(nums):
        res.add((a, i))
    return [list(t) for t in sorted(res)]

def least(rows: list[tuple[int, ...]]) -> tuple[int, ...]:
    return min(rows)

def tally(rows: list[tuple[str, int]]) -> list[str]:
    c = Counter()
    for name, n in rows:
        c[name] += n
    return [k for k, _ in c.most_common(2)]

def by_priority(tasks: list[tuple[str, P]]) -> list[str]:
    return [t for t, p in sorted(tasks, key=lambda x: x[1], reverse=True) if p >= P.LOW]

def prios(ps: list[P]) -> list[P]:
    return sorted(ps)


CASES = {
    "quicksort": [([3, 1, 2, 1],), ([],)],
    "transpose": [([[1.5, 2.0], [2.5, 3.0]],), ([],)],
    "use": [()],
    "bubble": [([3, 1, 2],), ([],)],
    "three_sum": [([3, 1, 2],), ([],)],
    "least": [([],)],
    "tally": [([("a", 1), ("b", 5), ("a", 2), ("c", 9)],), ([],)],
    "by_priority": [([("a", P.LOW), ("b", P.HIGH), ("c", P.LOW)],)],
    "prios": [([P.HIGH, P.LOW, P.HIGH],), ([],)],
}
FALLBACK = {
    "transpose": [([[1.0], []],)],
    "least": [([(2, 1), (1, 9, 9), (1, 9)],)],
    "quicksort": [(["b", "a"],)],
    "bubble": [([2.5, 1.0],)],
}
