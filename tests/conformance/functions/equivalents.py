"""Library functions that say what operators and comprehensions say; norms, modes, bit counts, copies; an exception
that a variable holds, a generator without an end that deletes what it has done with."""

import copy
import itertools
import math
import operator
import statistics
from collections.abc import Iterator
from functools import reduce
from itertools import compress
from operator import itemgetter, mul
from typing import assert_never


def dotted(a: list[float], b: list[float]) -> float:
    return sum(map(operator.mul, a, b))


def product_of(xs: list[int]) -> int:
    return reduce(mul, xs, 1)


def binary(a: int, b: int) -> list[int]:
    return [
        operator.add(a, b), operator.sub(a, b), operator.floordiv(a, b), operator.mod(a, b), operator.and_(a, b),
        operator.or_(a, b), operator.xor(a, b), operator.neg(a), operator.inv(b), operator.abs(a),
    ]  # fmt: skip


def compared(a: float, b: float) -> tuple[bool, bool, bool, bool]:
    return operator.lt(a, b), operator.ge(a, b), operator.eq(a, b), operator.not_(a)


def looked_up(xs: list[str], i: int) -> tuple[str, bool]:
    return operator.getitem(xs, i), operator.contains(xs, "a")


def length(x: float, y: float) -> float:
    return math.hypot(x, y)


def length_of_ints(x: int, y: int, z: int) -> float:
    return math.hypot(x, y, z)


def far(p: tuple[float, ...], q: tuple[float, ...]) -> float:
    return math.dist(p, q)


def far_points(p: tuple[int, int], q: tuple[float, float]) -> float:
    return math.dist(p, q)


def far_lists(p: list[int], q: list[int]) -> float:
    return math.dist(p, q)


def common_divisor(a: int, b: int, c: int) -> tuple[int, int]:
    return math.gcd(a, b, c), math.lcm(a, b, c)


def chosen(data: list[int], flags: list[bool]) -> list[int]:
    return list(compress(data, flags))


def first_chosen(data: str, flags: list[int]) -> list[str]:
    return [c.upper() for c in itertools.compress(data, flags)]


def ones(n: int) -> int:
    return n.bit_count()


def hamming(a: int, b: int) -> int:
    return (a ^ b).bit_count()


def most(xs: list[str]) -> str:
    return statistics.mode(xs)


def all_most(xs: list[int]) -> list[int]:
    return statistics.multimode(xs)


def copied(rows: list[list[int]], counts: dict[str, int]) -> tuple[list[list[int]], dict[str, int], bool]:
    other = copy.copy(rows)
    other.append([1])
    tally = copy.copy(counts)
    tally["x"] = 1
    return other, tally, len(rows) == len(other)


def sign(x: int) -> str:
    kind: bool = x < 0
    if kind:
        return "-"
    if not kind:
        return "+"
    assert_never(kind)


def seconds(rows: list[tuple[str, int]]) -> list[int]:
    return list(map(itemgetter(1), rows))


def positive(n: int) -> int:
    my_error = ValueError("n must be positive", 1)
    if n < 1:
        raise my_error
    if n > 1000:
        raise my_error
    return n


def primes() -> Iterator[int]:
    yield 2
    composites: dict[int, list[int]] = {}
    n = 3
    while True:
        if n not in composites:
            yield n
            composites[n * n] = [n]
        else:
            for p in composites[n]:
                composites.setdefault(p + n, []).append(p)
            del composites[n]
        n += 1


def first_primes(k: int) -> list[int]:
    return list(itertools.islice(primes(), k))


def below(k: int) -> int:
    total = 0
    for p in primes():
        if p >= k:
            break
        total += p
    return total


CASES = {
    "positive": [(1,), (0,), (1001,)],
    "first_primes": [(0,), (1,), (12,)],
    "below": [(2,), (50,)],
    "dotted": [([1.0, 2.5], [2.0, -1.0]), ([1.0], [2.0, 3.0])],
    "product_of": [([1, 2, 3],), ([],)],
    "binary": [(7, 3), (-7, 2), (1, 0)],
    "compared": [(1.0, 2.0), (0.0, -0.0)],
    "looked_up": [(["a", "b"], 1), (["b"], -1), ([], 0)],
    "length": [(3.0, 4.0), (1.1, -2.2), (0.0, -0.0), (1e-9, 1e100), (0.1, 0.7), (123456.789, 0.001)],
    "length_of_ints": [(1, 2, 2), (0, 0, 0), (-3, 4, 12)],
    "far": [((1.0, 2.0), (4.0, 6.0)), ((), ()), ((1.0,), (1.5, 2.0)), ((0.1, 0.2, 0.3), (0.4, 0.1, 0.9))],
    "far_points": [((1, 2), (4.5, 6.0))],
    "far_lists": [([1, 2, 3], [4, 6, 8]), ([1], [])],
    "common_divisor": [(12, 18, 27), (0, 0, 5), (-4, 6, 10)],
    "chosen": [([1, 2, 3, 4], [True, False, True]), ([], [])],
    "first_chosen": [("abcd", [1, 0, 2, 0])],
    "ones": [(0,), (255,), (-5,), (2**63 - 1,), (-(2**63),)],
    "hamming": [(1, 4), (7, 7)],
    "most": [(["b", "a", "a", "b"],), (["x"],)],
    "all_most": [([1, 2, 2, 1, 3],), ([],)],
    "copied": [([[1], [2]], {"a": 1})],
    "sign": [(1,), (-1,)],
    "seconds": [([("a", 1), ("b", 2)],)],
}
INF = math.inf
FALLBACK = {
    "dotted": [([], [])],
    "length": [(INF, math.nan), (1e300, 1.0), (math.nan, 1.0)],
    "most": [([],)],
    "binary": [(2**63 - 1, 1)],
}
