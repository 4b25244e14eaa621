"""`functools.cache`, `lru_cache` and `reduce`; types that only the use of a name tells."""

import functools
import operator
from functools import cache, lru_cache, reduce


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


def product(xs: list[int]) -> int:
    return reduce(lambda a, b: a * b, xs, 1)


def joined(words: list[str], sep: str) -> str:
    return functools.reduce(lambda a, b: a + sep + b, words)


def largest(xs: list[int]) -> int:
    return reduce(max, xs)


def xored(xs: list[int]) -> int:
    return functools.reduce(operator.xor, (x + 1 for x in xs), 0)


def untyped_counts(words: list[str]):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def permutations(nums: list[int]):
    result = [[]]
    for n in nums:
        new = []
        for p in result:
            for i in range(len(p) + 1):
                new.append(p[:i] + [n] + p[i:])
        result = new
    return result


def power_set(xs: list[int]):
    out = [[]]
    for x in xs:
        out += [s + [x] for s in out]
    return out


@cache
def untyped_fibonacci(n):
    """
    >>> untyped_fibonacci(3)
    2
    """
    return n if n < 2 else untyped_fibonacci(n - 1) + untyped_fibonacci(n - 2)


CASES = {
    "product": [([2, 3, 4],), ([],)],
    "joined": [(["a", "b"], "-"), (["a"], "-"), ([], "")],
    "largest": [([3, 9, 4],), ([],)],
    "xored": [([1, 2],), ([],)],
    "untyped_counts": [(["a", "b", "a"],), ([],)],
    "permutations": [([1, 2, 3],), ([],)],
    "power_set": [([1, 2],), ([],)],
    "untyped_fibonacci": [(30,)],
    "fibonacci": [(0,), (60,)],
    "binomial": [(30, 15), (0, 0)],
    "uses_cached": [(20,), (0,)],
    "climb": [(5,), (50,)],
    "longest_common": [("abcbdab", "bdcaba"), ("", "a")],
    "counted": [([1, 2, 2, 1, 3],), ([],)],
    "fails": [(3,)],
}
FALLBACK = {"fibonacci": [(200,)]}
