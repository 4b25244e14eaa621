"""heapq, bisect, itertools, operator, math and the longer methods of str, through the prelude."""

import bisect
import heapq
import itertools
import math
import operator
import string
from dataclasses import dataclass
from heapq import heappop, heappush


@dataclass(frozen=True)
class Item:
    name: str
    size: int


def heap_sort(xs: list[int]) -> list[int]:
    heap: list[int] = []
    for x in xs:
        heappush(heap, x)
    return [heappop(heap) for _ in range(len(heap))]


def heap_layout(xs: list[int], y: int) -> tuple[list[int], int, int]:
    heap = list(xs)
    heapq.heapify(heap)
    a = heapq.heapreplace(heap, y)
    b = heapq.heappushpop(heap, y)
    return heap, a, b


def shortest(graph: dict[str, list[tuple[str, int]]], start: str) -> dict[str, int]:
    found: dict[str, int] = {}
    queue: list[tuple[int, str]] = [(0, start)]
    while queue:
        cost, node = heapq.heappop(queue)
        if node in found:
            continue
        found[node] = cost
        for other, more in graph.get(node, []):
            if other not in found:
                heapq.heappush(queue, (cost + more, other))
    return found


def largest(xs: list[int], n: int) -> tuple[list[int], list[int], list[int]]:
    return heapq.nlargest(n, xs), heapq.nsmallest(n, xs), heapq.nlargest(n, xs, key=lambda x: -abs(x))


def bisected(xs: list[float], x: float) -> tuple[int, int, int, list[float]]:
    ys = list(xs)
    bisect.insort(ys, x)
    return bisect.bisect_left(xs, x), bisect.bisect_right(xs, x), bisect.bisect(xs, x, 1), ys


def bisected_low(xs: list[str], x: str, low: int) -> int:
    return bisect.bisect_left(xs, x, low)


def pairs_of(xs: list[int]) -> list[tuple[int, int]]:
    return [(a, b) for a, b in itertools.combinations(xs, 2) if a + b == 0]


def all_of(xs: list[str], n: int) -> list[str]:
    return ["".join(c) for c in itertools.combinations(xs, n)]


def orders(xs: list[int]) -> list[list[int]]:
    return [list(p) for p in itertools.permutations(xs)]


def products(xs: list[int], ys: list[str]) -> tuple[int, list[tuple[int, str]], int]:
    total = 0
    for a, b, c in itertools.product(xs, xs, xs):
        total += a * b - c
    many = sum(1 for t in itertools.product([0, 1], repeat=len(ys)) if sum(t) == 1)
    return total, list(itertools.product(xs, ys)), many


def chained(a: list[int], b: list[int], rows: list[list[int]]) -> tuple[list[int], list[int], int]:
    return list(itertools.chain(a, b, [9])), sorted(itertools.chain.from_iterable(rows)), sum(itertools.chain(*rows))


def running(xs: list[int], ys: list[float]) -> tuple[list[int], list[float], list[int]]:
    return list(itertools.accumulate(xs)), list(itertools.accumulate(ys)), list(itertools.accumulate(xs, initial=10))


def runs(s: str) -> str:
    return "".join(f"{c}{len(list(g))}" for c, g in itertools.groupby(s))


def by_parity(xs: list[int]) -> list[tuple[bool, list[int]]]:
    return [(k, list(g)) for k, g in itertools.groupby(sorted(xs), key=lambda x: x % 2 == 0)]


def longest_zip(a: list[int], b: list[int]) -> list[tuple[int, int]]:
    return list(itertools.zip_longest(a, b, fillvalue=0))


def first_free(taken: list[int]) -> int:
    for n in itertools.count(1):
        if n not in taken:
            return n
    return -1


def sliced(xs: list[int]) -> tuple[list[int], list[int]]:
    return list(itertools.islice(xs, 1, 3)), [b - a for a, b in itertools.pairwise(xs)]


def repeated(s: str, n: int) -> list[str]:
    return list(itertools.repeat(s, n))


def by_getter(rows: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(rows, key=operator.itemgetter(1, 0))


def by_attribute(items: list[Item]) -> list[str]:
    return [i.name for i in sorted(items, key=operator.attrgetter("size"), reverse=True)]


def by_method(words: list[str]) -> tuple[list[str], str]:
    return sorted(words, key=str.lower), max(words, key=str.upper, default="-")


def counting(n: int, k: int) -> tuple[int, int, int, int]:
    return math.comb(n, k), math.perm(n, k), math.factorial(n), math.lcm(n, k)


def products_of(xs: list[int], ys: list[float]) -> tuple[int, float]:
    return math.prod(xs), math.prod(ys)


def exact(xs: list[float]) -> tuple[float, bool]:
    return math.fsum(xs), math.isclose(sum(xs, 0.0), math.fsum(xs), rel_tol=1e-12)


def modular(a: int, e: int, m: int) -> int:
    return pow(a, e, m)


def in_base(s: str, base: int) -> int:
    return int(s, base)


def written(n: int) -> tuple[str, str, str, str]:
    return bin(n), oct(n), hex(n), format(n, ",")


def rounded(n: int, d: int) -> int:
    return round(n, d)


def classes(s: str) -> tuple[int, int, bool]:
    letters = sum(1 for c in s if c in string.ascii_letters)
    return letters, sum(c in string.punctuation for c in s), set(s) <= set(string.hexdigits)


def caesar(s: str, k: int) -> str:
    alphabet = string.ascii_lowercase
    return s.translate(str.maketrans(alphabet, alphabet[k:] + alphabet[:k]))


def without(s: str) -> str:
    return s.translate(str.maketrans("", "", string.punctuation + string.whitespace))


def swapped(s: str) -> str:
    return s.translate(str.maketrans({"a": "b", "b": "a", "c": ""}))


def between(s: str, part: str, i: int, j: int) -> tuple[int, int, int, bool, bool]:
    return s.find(part, i, j), s.rfind(part, i), s.count(part, i, j), s.startswith(part, i), s.endswith(part, i, j)


def placed(s: str, part: str, i: int) -> int:
    return s.index(part, i)


def last_place(s: str, part: str) -> int:
    return s.rindex(part)


def words_of(s: str, n: int) -> tuple[list[str], list[str], list[str], list[str]]:
    return s.split(None, n), s.rsplit(None, n), s.split(sep=",", maxsplit=n), s.rsplit(",")


def padded(s: str, n: int) -> tuple[str, str, str]:
    return s.center(n, "*"), s.expandtabs(4), s.replace("a", "--", n)


def lines_of(s: str) -> list[str]:
    return s.splitlines(keepends=True)


def percent(n: int, x: float, s: str) -> str:
    return "%d|%5d|%-5d|%05d|%+d|%x|%s|%10s|%-4s|%.2f|%8.3f|%e|%g|%5.1f%%" % (n, n, n, n, n, n, s, s, s, x, x, x, x, n)


def formatted(n: int, x: float, s: str) -> str:
    return "{} {:>8} {:.3f} {!r}".format(n, s, x, s) + "{1}-{0}-{1}".format(n, s) + "{a}{{}}".format(a=n)


def taken_apart(xs: list[int]) -> tuple[int, int, int]:
    a, b, c = xs
    return c, b, a


def head_and_tail(xs: list[int]) -> tuple[int, list[int], int]:
    first, *rest, last = xs
    return first, rest, last


def pair_sum(s: str) -> int:
    a, b = map(int, s.split("-"))
    return a + b


def slices(xs: list[int], i: int, j: int, k: int) -> list[list[int]]:
    a, b, c = list(xs), list(xs), list(xs)
    del a[i:j:k]
    b[i:j] = [7, 8]
    c[:] = c[::-1]
    c *= 2
    return [a, b, c, [*xs, 0, *a]]


def extended(xs: list[int], k: int, new: list[int]) -> list[int]:
    ys = list(xs)
    ys[::k] = new
    return ys


def sieve(n: int) -> list[int]:
    prime = [True] * (n + 1)
    for i in range(2, int(n**0.5) + 1):
        if prime[i]:
            prime[i * i :: i] = [False] * len(prime[i * i :: i])
    return [i for i in range(2, n + 1) if prime[i]]


def first_over(xs: list[int], limit: int) -> int:
    return next((100 // x for x in xs if x > limit), -1)


def first_strict(d: dict[str, int]) -> str:
    return next(iter(d))


def anagrams(words: list[str]) -> list[list[str]]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for w in words:
        groups.setdefault(tuple(sorted(w)), []).append(w)
    return [sorted(g) for g in groups.values()]


def zipped(rows: list[list[int]], a: list[int], b: list[int]) -> tuple[list[list[int]], list[int]]:
    return [list(r) for r in zip(*rows)], [w + x + y + z for w, x, y, z in zip(a, b, b, a)]


def merges(a: dict[str, int], b: dict[str, int]) -> list[dict[str, int]]:
    c = dict(a)
    c |= b
    d = {**b, "x": 0, **a}
    d.update(y=1)
    d.update([("z", 2)])
    return [a | b, c, d, dict.fromkeys(a, 7)]


def views(a: dict[str, int], b: dict[str, int]) -> tuple[list[str], bool, bool, int, list[str]]:
    return sorted(a.keys() & b.keys()), 3 in a.values(), "a" in a.keys(), len(a.items()), list(dict.fromkeys("abca"))


_TEXTS = ["", "abcab", " a b,c  d ", "x\r\ny\tz\n", "ñandú, año"]

CASES = {
    "heap_sort": [([5, 1, 4, 1],), ([],)],
    "heap_layout": [([5, 3, 8, 1, 9, 2], 4), ([1], 0), ([], 1)],
    "shortest": [({"a": [("b", 1), ("c", 5)], "b": [("c", 1)], "c": []}, "a")],
    "largest": [([3, -7, 3, 1], n) for n in (-1, 0, 2, 9)],
    "bisected": [([1.0, 2.0, 2.0, 3.5], x) for x in (0.0, 2.0, 9.0, -0.0)],
    "bisected_low": [(["a", "c"], "b", 0), (["a"], "b", -1)],
    "pairs_of": [([1, -1, 2, -2],), ([],)],
    "all_of": [(["a", "b", "c"], n) for n in (-1, 0, 2, 3, 4)],
    "orders": [([1, 2, 3],), ([],)],
    "products": [([1, 2], ["x", "y"]), ([], [])],
    "chained": [([1], [], [[3, 1], [2]]), ([], [], [])],
    "running": [([1, 2, 3], [0.1, 0.2, -0.3]), ([], [])],
    "runs": [("aaabca",), ("",), ("éé",)],
    "by_parity": [([4, 1, 2, 3],), ([],)],
    "longest_zip": [([1, 2, 3], [4]), ([], [])],
    "first_free": [([1, 2, 4],), ([],)],
    "sliced": [([1, 2, 3, 4],), ([],)],
    "repeated": [("ab", 3), ("", -1)],
    "by_getter": [([("b", 1), ("a", 1), ("c", 0)],)],
    "by_attribute": [([Item("a", 1), Item("b", 3), Item("c", 3)],)],
    "by_method": [(["b", "A", "a"],), ([],)],
    "counting": [(5, 2), (0, 0), (20, 3), (-1, 2), (3, -2), (2, 5)],
    "products_of": [([2, -3], [0.5, 4.0]), ([], [1e300, 1e300])],
    "exact": [([0.1] * 10,), ([],), ([1e16, 1.0, -1e16],)],
    "modular": [(3, 200, 1000007), (2, -1, 7), (2, -1, 4), (2, 5, 0), (7, 3, -5), (0, 0, 1)],
    "in_base": [("ff", 16), ("0b101", 2), (" -0x1F ", 0), ("12", 3), ("z", 36), ("", 10), ("1", 99), ("08", 0)],
    "written": [(0,), (255,), (-1234567,)],
    "rounded": [(15, -1), (25, -1), (-149, -2), (7, 3)],
    "classes": [("ab,c!1",), ("",)],
    "caesar": [("hello xyz", 3), ("", 1)],
    "without": [("a, b. c!\n",)],
    "swapped": [("abcd",), ("",)],
    "between": [(s, p, i, j) for s in _TEXTS for p in ("", "a") for i, j in ((0, 3), (-2, 9), (7, 2))],
    "placed": [("abcab", "a", 1), ("abcab", "c", 3)],
    "last_place": [("abcab", "b"), ("", "x")],
    "words_of": [(s, n) for s in _TEXTS for n in (-1, 0, 1, 5)],
    "padded": [(s, n) for s in _TEXTS for n in (0, 8, 9)],
    "lines_of": [(s,) for s in _TEXTS],
    "percent": [(42, 2.675, "ab"), (-7, 1e-7, "")],
    "formatted": [(42, 2.675, "ab'"), (-7, 1e16, "")],
    "taken_apart": [([1, 2, 3],), ([1, 2],), ([1, 2, 3, 4],)],
    "head_and_tail": [([1, 2],), ([1, 2, 3, 4],), ([1],)],
    "pair_sum": [("3-4",), ("3",), ("1-2-3",), ("a-b",)],
    "slices": [
        ([1, 2, 3, 4, 5], i, j, k) for i, j, k in ((1, 3, 1), (0, 5, 2), (4, 0, -2), (3, 1, 1), (-2, 99, 1), (0, 1, 0))
    ],
    "extended": [([1, 2, 3, 4], 2, [8, 9]), ([1, 2, 3], -1, [7, 8, 9]), ([1, 2, 3], 2, [1]), ([1, 2], 1, [5, 6, 7]),
                 ([], 2, [1]), ([], 300, [300, 300]), ([], -300, [1]), ([], 2, [])],
    "sieve": [(30,), (2,), (100,)],
    "first_over": [([1, 5, 0], 3), ([1, 2], 3), ([], 0)],
    "first_strict": [({"b": 1, "a": 2},), ({},)],
    "anagrams": [(["tea", "eat", "tan", "ate"],), ([],)],
    "zipped": [([[1, 2, 3], [4, 5]], [1, 2], [3]), ([], [], [])],
    "merges": [({"a": 1, "b": 2}, {"b": 3, "c": 4}), ({}, {})],
    "views": [({"a": 3}, {"a": 1, "b": 2}), ({}, {})],
}
FALLBACK = {
    "counting": [(21, 2)],
    "products_of": [([1], [])],
    "exact": [([float("inf")],)],
}
