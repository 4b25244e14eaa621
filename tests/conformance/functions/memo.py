"""`functools.cache` and `lru_cache`, of the module and nested."""

import functools
from functools import cache, lru_cache


@cache
def fibonacci(n: int) -> int:
    """Sums of the two before."""
    if n < 2:
        return n
    return fibonacci(n - 1) + fibonacci(n - 2)


@lru_cache(maxsize=None)
def binomial(n: int, k: int) -> int:
    if k in (0, n):
        return 1
    return binomial(n - 1, k - 1) + binomial(n - 1, k)


def uses_cached(n: int) -> list[int]:
    return [binomial(n, k) for k in range(n + 1)]


def climb(n: int) -> int:
    @functools.lru_cache(128)
    def ways(i):
        if i < 0:
            return 0
        if i == 0:
            return 1
        return ways(i - 1) + ways(i - 2)

    return ways(n)


def longest_common(a: str, b: str) -> int:
    @cache
    def longest(i: int, j: int) -> int:
        if i == len(a) or j == len(b):
            return 0
        if a[i] == b[j]:
            return 1 + longest(i + 1, j + 1)
        return max(longest(i + 1, j), longest(i, j + 1))

    return longest(0, 0)


def counted(xs: list[int]) -> list[int]:
    calls = [0]

    @cache
    def square(x: int) -> int:
        calls[0] += 1
        return x * x

    return [sum(square(x) for x in xs), calls[0]]


@cache
def fails(n: int) -> int:
    if n == 0:
        raise ValueError("no zero")
    return fails(n - 1)


CASES = {
    "fibonacci": [(0,), (60,)],
    "binomial": [(30, 15), (0, 0)],
    "uses_cached": [(20,), (0,)],
    "climb": [(5,), (50,)],
    "longest_common": [("abcbdab", "bdcaba"), ("", "a")],
    "counted": [([1, 2, 2, 1, 3],), ([],)],
    "fails": [(3,)],
}
FALLBACK = {"fibonacci": [(200,)]}
