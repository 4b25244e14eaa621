"""Iterators in locals, walked step by step; islice, cycle, takewhile, accumulate; generators that have no end: who takes
which item, and when."""

import itertools
import math
import operator
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import (
    accumulate,
    count,
    cycle,
    dropwhile,
    filterfalse,
    groupby,
    islice,
    pairwise,
    takewhile,
    zip_longest,
)
from operator import attrgetter, itemgetter


def chunks(s: list[int], n: int) -> list[tuple[int, ...]]:
    return list(zip(*[iter(s)] * n))


def pairs(s: list[int]) -> list[int]:
    return [a * 10 + b for a, b in zip(*[iter(s)] * 2)]


def by_two(s: str) -> dict[str, str]:
    it = iter(s)
    return dict(zip(it, it))


def by_three(xs: list[str]) -> list[str]:
    it = iter(xs)
    return [a + b + c for a, b, c in zip(it, it, it)]


def head_tail(s: list[int]) -> tuple[int, list[int]]:
    it = iter(s)
    first = next(it)
    return first, list(it)


def best_of(s: list[int]) -> int:
    it = iter(s)
    best = next(it, None)
    if best is None:
        return -1
    for x in it:
        if x > best:
            best = x
    return best


def options(args: list[str]) -> dict[str, str]:
    it = iter(args)
    out: dict[str, str] = {}
    for a in it:
        if a.startswith("--"):
            out[a[2:]] = next(it, "")
        else:
            out[a] = a
    return out


def merged(a: list[int], b: list[int]) -> list[int]:
    ia, ib = iter(a), iter(b)
    out = []
    x, y = next(ia, None), next(ib, None)
    while x is not None and y is not None:
        if x <= y:
            out.append(x)
            x = next(ia, None)
        else:
            out.append(y)
            y = next(ib, None)
    while x is not None:
        out.append(x)
        x = next(ia, None)
    while y is not None:
        out.append(y)
        y = next(ib, None)
    return out


def is_subsequence(a: str, b: str) -> bool:
    it = iter(b)
    return all(c in it for c in a)


def in_order(wanted: list[int], xs: list[int]) -> tuple[list[bool], list[int]]:
    it = iter(xs)
    return [w in it for w in wanted], list(it)


def until_the_end(s: list[int]) -> int:
    it = iter(s)
    total = 0
    try:
        while True:
            total += next(it)
    except StopIteration:
        return total


def exhausted(xs: list[int]) -> list[int]:
    it = iter(xs)
    seen = [x for x in it]
    xs.append(7)
    return seen + list(it) + [next(it, -1)]


def grows(xs: list[int]) -> list[int]:
    it = iter(xs)
    out = []
    for x in it:
        if x > 0:
            xs.append(x - 1)
        out.append(x + next(it, 100))
    return out


def two_sums(xs: list[int]) -> list[int]:
    it = iter(xs)
    return list(islice(it, 2)) + list(it) + list(it)


def halves(xs: list[int], n: int) -> tuple[int, int, list[int]]:
    it = iter(xs)
    return sum(islice(it, n)), max(islice(it, n), default=-1), list(it)


def order_of_operands(xs: list[int]) -> list[int]:
    it = iter(xs)
    return [next(it) - next(it), next(it) * 10 + next(it, 5), sum(it)]


def again(rows: list[list[int]]) -> list[int]:
    out = []
    for row in rows:
        it = iter(row)
        out.append(next(it, 0))
        for x in it:
            if x < 0:
                break
        out.append(sum(it))
    return out


def tuples(row: tuple[int, ...]) -> list[int]:
    it = iter(row)
    return [x + next(it, 0) for x in it]


def ranges(n: int) -> list[int]:
    it = iter(range(n))
    return [a * b for a, b in zip(it, it)]


def enumerated(xs: list[str]) -> list[str]:
    it = iter(xs)
    next(it, "")
    return [f"{i}{x}" for i, x in enumerate(it, 1)]


def taken_apart(text: str) -> list[int]:
    words = iter(text.split())
    n = int(next(words))
    return [int(next(words)) for _ in range(n)]


def in_generator(xs: list[int], n: int) -> int:
    it = iter(xs)
    return sum(next(it) for _ in range(n))


def numbered(names: list[str]) -> list[str]:
    ids = count(10, 5)
    start = next(ids)
    return [f"{n}{next(ids)}" for n in names] + [str(start)]


def colours(names: list[str], palette: list[str]) -> list[str]:
    colour = cycle(palette)
    return [f"{n}:{next(colour)}" for n in names]


def first_colour(palette: list[str]) -> str:
    colour = itertools.cycle(palette)
    return next(colour, "none")


def cycled(xs: list[int], n: int) -> list[int]:
    return list(islice(cycle(xs), n))


def vigenere(text: str, key: str) -> str:
    shifted = [chr((ord(c) + ord(k) - 130) % 26 + 65) for c, k in zip(text, cycle(key))]
    return "".join(shifted)


def until(xs: list[int], limit: int) -> int:
    total = 0
    for x in cycle(xs):
        total += x
        if total > limit:
            break
    return total


def grown_cycle(xs: list[int]) -> list[int]:
    out = []
    for x in cycle(xs):
        out.append(x)
        if len(out) < 3:
            xs.append(x * 10)
        if len(out) == 9:
            break
    return out


def sliced(xs: list[int], n: int) -> list[int]:
    return list(islice(xs, n))


def sliced_from(xs: list[int], start: int, stop: int | None, step: int) -> list[int]:
    return list(islice(xs, start, stop, step))


def rest_after(xs: list[int], start: int, stop: int, step: int) -> tuple[list[int], list[int]]:
    it = iter(xs)
    part = list(islice(it, start, stop, step))
    return part, list(it)


def sliced_items(d: dict[str, int], n: int) -> list[str]:
    return [k for k, v in islice(d.items(), n) if v]


def lazily(xs: list[int]) -> list[int]:
    return list(islice((10 // x for x in xs), 2))


def lazily_from(xs: list[int], a: int, b: int) -> list[int]:
    return [v + 1 for v in islice((10 // x for x in xs), a, b)]


def squares(n: int) -> list[int]:
    return list(islice((x * x for x in count(1) if x % 3), n))


def maxima(xs: list[int]) -> list[int]:
    return list(accumulate(xs, max))


def products(xs: list[int]) -> list[int]:
    return list(accumulate(xs, operator.mul))


def balances(xs: list[float], rate: float) -> list[float]:
    return list(accumulate(xs, lambda a, b: a * rate + b, initial=0.0))


def digits(xs: list[int]) -> list[int]:
    return list(accumulate(xs, func=lambda a, b: a * 10 + b, initial=7))


def quotients(xs: list[int]) -> int:
    for q in accumulate(xs, lambda a, b: a // b):
        if q < 10:
            return q
    return -1


def added(a: int, b: int) -> int:
    return a + b


def sums(xs: list[int]) -> list[int]:
    return [t for t in accumulate(xs, added) if t % 2 == 0]


def small_first(xs: list[int], limit: int) -> tuple[list[int], list[int], list[int]]:
    small = list(takewhile(lambda x: x < limit, xs))
    others = list(dropwhile(lambda x: x < limit, xs))
    return small, others, list(filterfalse(lambda x: x < limit, xs))


def squares_below(n: int) -> int:
    return sum(takewhile(lambda v: v < n, (x * x for x in count(1))))


def divided(xs: list[int], limit: int) -> list[int]:
    out = []
    for x in takewhile(lambda v: 100 // v > limit, xs):
        out.append(x)
    return out


def steps(xs: list[int]) -> list[int]:
    out = []
    for a, b in pairwise(xs):
        out.append(b - a)
    return out


# ---------------------------------------------------------------- groups, and what is longer


@dataclass
class Row:
    dept: str
    name: str
    pay: int


def averages(xs: list[int]) -> list[tuple[int, int, int]]:
    out = []
    for k, g in groupby(xs, key=lambda x: x // 10):
        total = sum(g)
        out.append((k, total, len(list(g))))
    return out


def by_dept(rows: list[Row]) -> dict[str, int]:
    out = {}
    for k, g in groupby(sorted(rows, key=attrgetter("dept")), key=attrgetter("dept")):
        out[k] = sum(r.pay for r in g)
    return out


def by_first(rows: list[tuple[str, int]]) -> dict[str, list[int]]:
    return {k: [v for _, v in g] for k, g in groupby(sorted(rows), itemgetter(0))}


def initials(words: list[str]) -> list[str]:
    out = []
    for k, group in groupby(words, key=lambda w: w[:1]):
        names = list(group)
        out.append(f"{k}: {', '.join(names)} ({len(names)})")
    return out


def firsts(words: list[str]) -> list[str]:
    out = []
    for k, group in groupby(words, key=len):
        out.append(next(group) + str(k))
        if k == 3:
            break
        out += group
    return out


def taken_once(s: str) -> list[tuple[str, int, int]]:
    return [(k, sum(1 for _ in g), len(list(g))) for k, g in groupby(s) if k != " "]


def nested_groups(rows: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    out = []
    for a, g in groupby(rows, key=lambda r: r[0]):
        for b, h in groupby([r[1] for r in g], key=lambda v: v % 2):
            out.append((a, b, sum(h)))
    return out


def longest(a: str, b: str) -> list[bool]:
    return [x == y for x, y in zip_longest(a, b)]


def versions(a: str, b: str) -> int:
    for x, y in zip_longest(map(int, a.split(".")), map(int, b.split(".")), fillvalue=0):
        if x != y:
            return 1 if x > y else -1
    return 0


def longest_of_three(a: list[int], b: list[int], c: list[int]) -> list[int]:
    return [x * 100 + y * 10 + z for x, y, z in zip_longest(a, b, c, fillvalue=0)]


# ---------------------------------------------------------------- generators without an end


def primes() -> Iterator[int]:
    found: list[int] = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1


def primes2() -> Iterator[int]:
    yield 2
    n = 3
    while True:
        for d in range(3, n, 2):
            if n % d == 0:
                break
        else:
            yield n
        n += 2


def fib(a: int = 0, b: int = 1) -> Generator[int, None, None]:
    """Fibonacci."""
    while True:
        yield a
        a, b = b, a + b


def walk(rows: list[list[int]]) -> Iterator[int]:
    while True:
        for row in rows:
            for x in row:
                yield x


def first_primes(k: int) -> list[int]:
    return list(islice(primes(), k))


def first_primes2(k: int) -> list[int]:
    return list(islice(primes2(), k))


def fib_below(limit: int) -> list[int]:
    out = []
    for f in fib():
        if f >= limit:
            break
        out.append(f)
    return out


def fib_sum(limit: int) -> int:
    return sum(f for f in takewhile(lambda x: x < limit, fib(1, 2)) if f % 2 == 0)


def first_over(n: int) -> int:
    return next(p for p in primes() if p > n)


def index_of(digits: int) -> int:
    for i, f in enumerate(fib(1, 1), start=1):
        if len(str(f)) >= digits:
            return i
    return -1


def odd_ones(n: int) -> list[int]:
    out = []
    for p in primes2():
        if p % 4 == 1:
            continue
        if len(out) == n:
            break
        for q in out:
            if q > 20:
                break
        out.append(p)
    out.append(-1)
    return out


def walked(rows: list[list[int]], n: int) -> list[int]:
    out = []
    for x in walk(rows):
        if x < 0:
            rows[0].append(n)
            continue
        out.append(x)
        if len(out) >= n:
            break
    return out + [len(out)]


def with_factors(n: int) -> list[tuple[int, int]]:
    out = []
    for a in primes():
        if a > n:
            break
        for b in fib():
            if b > a:
                break
            if a % (b + 1) == 0:
                out.append((a, b))
    return out


def gcd_all(xs: list[int]) -> int:
    return reduce(math.gcd, xs)


def in_try(n: int) -> int:
    try:
        for p in primes():
            n -= 10 // (5 - p)
            if n < -100:
                break
    except ZeroDivisionError:
        return n
    return 0


ROWS = [([],), ([3],), ([3, 1],), ([1, 2, 3, 4, 5],)]
NUMBERED = [([], 2), ([1, 2, 3, 4, 5], 2), ([1, 2, 3, 4], 2), ([1, 2, 3], 0), ([1, 2, 3], 5)]
CASES = {
    "chunks": [*NUMBERED, ([1, 2, 3], -1), ([1, 2, 3, 4, 5, 6, 7], 3)],
    "pairs": ROWS,
    "by_two": [("",), ("abc",), ("aéb→",)],
    "by_three": [([],), (["a", "b"],), (["a", "b", "c", "d"],)],
    "head_tail": ROWS,
    "best_of": ROWS,
    "options": [([],), (["--a", "1", "x", "--b"],)],
    "merged": [([], []), ([1, 4], [2, 3, 9]), ([5], [])],
    "is_subsequence": [("", ""), ("ac", "abc"), ("ca", "abc"), ("é", "aé")],
    "in_order": [([1, 3], [1, 2, 3, 4]), ([3, 1], [1, 2, 3, 4]), ([], [1])],
    "until_the_end": ROWS,
    "exhausted": ROWS,
    "grows": [([],), ([2],), ([0, 3],), ([1, 1, 1],)],
    "two_sums": ROWS,
    "halves": [([], 1), ([1, 2, 3, 4, 5], 2), ([1, 2, 3], 3), ([4], 0)],
    "order_of_operands": [*ROWS, ([9, 2, 3],)],
    "again": [([],), ([[], [1], [1, 2, -1, 5, 6]],)],
    "tuples": [((),), ((1,),), ((1, 2, 3),)],
    "ranges": [(0,), (5,)],
    "enumerated": [([],), (["a", "b", "c"],)],
    "taken_apart": [("2 5 6",), ("0",), ("3 1 2",), ("",), ("2 x y",)],
    "in_generator": [([1, 2, 3], 2), ([], 0)],
    "numbered": [([],), (["a", "b"],)],
    "colours": [([], []), (["a", "b", "c"], ["r", "g"]), (["a"], [])],
    "first_colour": [([],), (["r"],)],
    "cycled": NUMBERED,
    "vigenere": [("ATTACKATDAWN", "LEMON"), ("A", "")],
    "until": [([1, 2], 10), ([], 3)],
    "grown_cycle": [([1],), ([],), ([1, 2],)],
    "sliced": NUMBERED,
    "sliced_from": [([1, 2, 3, 4, 5], 1, None, 1), ([1, 2, 3, 4, 5], 1, 4, 2), ([1, 2], 5, None, 1), ([1, 2, 3], 2, 1, 1)],
    "rest_after": [([1, 2, 3, 4, 5, 6], 0, 4, 2), ([1, 2, 3, 4, 5, 6], 3, 3, 1), ([1, 2, 3], 5, 6, 1),
                   ([1, 2, 3, 4, 5, 6, 7], 1, 5, 3), ([1, 2, 3, 4], 3, 1, 1)],
    "sliced_items": [({}, 1), ({"a": 1, "b": 0, "c": 2}, 2)],
    "lazily": [([1, 2, 0],), ([],), ([5],)],
    "lazily_from": [([1, 2, 3, 0], 1, 3), ([1], 0, 9), ([], 1, 2)],
    "squares": [(0,), (4,)],
    "maxima": ROWS,
    "products": ROWS,
    "balances": [([], 1.5), ([1.0, 2.5, -0.0], 1.05)],
    "digits": ROWS,
    "quotients": [([],), ([100, 5, 2, 9],), ([100, 20],)],
    "sums": ROWS,
    "small_first": [([], 1), ([1, 2, 9, 3], 5), ([9], 5)],
    "squares_below": [(0,), (30,)],
    "divided": [([], 1), ([1, 2, 50, 0], 10), ([3, 90], 1)],
    "steps": ROWS,
    "averages": [([],), ([1, 5, 12, 3, 4],)],
    "by_dept": [([],), ([Row("b", "x", 3), Row("a", "y", 4), Row("b", "z", 5)],)],
    "by_first": [([],), ([("b", 1), ("a", 2), ("b", 0)],)],
    "initials": [([],), (["ab", "ac", "b", "a", ""],)],
    "firsts": [([],), (["a", "b", "cc", "ddd", "eee", "f"],)],
    "taken_once": [("",), ("aab  cc",)],
    "nested_groups": [([],), ([(1, 2), (1, 4), (1, 3), (2, 3)],)],
    "longest": [("", ""), ("ab", "abc"), ("xé", "y")],
    "versions": [("1.2", "1.10"), ("2.0", "2"), ("3.1.1", "3.1")],
    "longest_of_three": [([], [], []), ([1, 2], [3], [4, 5, 6])],
    "first_primes": [(0,), (6,)],
    "first_primes2": [(1,), (8,)],
    "fib_below": [(0,), (100,)],
    "fib_sum": [(0,), (100,)],
    "first_over": [(1,), (20,)],
    "index_of": [(1,), (3,)],
    "odd_ones": [(0,), (7,)],
    "walked": [([[1, 2], [3]], 5), ([[1], [-1, 4]], 6)],
    "with_factors": [(1,), (30,)],
    "gcd_all": [([12, 18, 27],), ([5],), ([],)],
    "in_try": [(3,)],
}  # fmt: skip
FALLBACK = {
    "versions": [("2.x", "1.0"), ("1.x", "1.0")],
    "in_generator": [([1], 2)],
    "sliced": [([1, 2], -1)],
    "sliced_from": [([1, 2], 0, 2, 0), ([1, 2], -1, 2, 1)],
    "lazily": [([1, 0, 2],)],
    "lazily_from": [([0, 1, 2], 3, 3), ([1, 2], -1, 2), ([1, 0, 2], 0, 2)],
    "quotients": [([100, 0, 1],)],
    "divided": [([1, 0, 2], 10)],
    "products": [([2**62, 2],)],
    "squares": [(-1,)],
}
