"""Functions with type variables or `Any` that are asked for themselves: their doctests tell."""

from collections import Counter
from collections.abc import Iterable
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

def tally(rows: list[tuple[str, int]]) -> list[str]:
    c = Counter()
    for name, n in rows:
        c[name] += n
    return [k for k, _ in c.most_common(2)]

CASES = {
    "quicksort": [([3, 1, 2, 1],), ([],)],
    "transpose": [([[1.5, 2.0], [2.5, 3.0]],), ([],)],
    "use": [()],
    "bubble": [([3, 1, 2],), ([],)],
    "tally": [([("a", 1), ("b", 5), ("a", 2), ("c", 9)],), ([],)],
}
FALLBACK = {
    "transpose": [([[1.0], []],)],
    "quicksort": [(["b", "a"],)],
    "bubble": [([2.5, 1.0],)],
}
