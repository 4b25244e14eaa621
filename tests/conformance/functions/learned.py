"""What code leaves unsaid: bare containers, types from doctests, computed constants, variables that may be unbound,
texts of containers, values of `and` and `or` of unlike types."""

import math
import string
import sys
from collections import defaultdict, deque
from heapq import heappop, heappush


def double(x: int) -> int:
    return 2 * x


INDEX = {letter: place for place, letter in enumerate(string.ascii_lowercase)}
BACK = {v: k for k, v in INDEX.items()}
SQUARES = [n * n for n in range(10)]
ZEROS = [0] * 4
TABLE = [[i * j for j in range(3)] for i in range(3)]
ALPHABET = string.ascii_uppercase + " -"
FACTORIALS = {str(d): math.factorial(d) for d in range(10)}
LIMIT = pow(2, 10) - 1
UNITS: dict[str, float] = {"one": 1, "thousand": pow(10, 3), "thousandth": pow(10, -3), "half": 0.5}
VOWELS = set("aeiou")


def letters_of(text: str) -> list[int]:
    return [INDEX[c] for c in text if c in INDEX]


def letter_at(place: int) -> str:
    return BACK[place % len(BACK)] + str(SQUARES[place % 10]) + str(sum(ZEROS)) + str(TABLE[2][place % 3])


def digit_factorials(n: int) -> int:
    return sum(FACTORIALS[d] for d in str(n)) + LIMIT


def is_shout(text: str) -> bool:
    return all(c in ALPHABET for c in text) and not any(c in VOWELS for c in text)


def in_units(value: float, unit: str) -> float:
    return value * UNITS[unit]


def words_by(text: str, separator: str = " ") -> list:
    found = []
    last = 0
    for index, char in enumerate(text):
        if char == separator:
            found.append(text[last:index])
            last = index + 1
    found.append(text[last:])
    return found


def sort_in_place(items: list, left: int, right: int) -> None:
    """
    >>> numbers = [3, 1, 2]
    >>> sort_in_place(numbers, 0, 2)
    >>> sort_in_place("abc", 0, 2)
    Traceback (most recent call last):
        ...
    TypeError: 'str' object does not support item assignment
    """
    for i in range(left, right + 1):
        for j in range(left, right):
            if items[j] > items[j + 1]:
                items[j], items[j + 1] = items[j + 1], items[j]


def edges_of(graph: dict) -> list:
    """
    >>> ring = {0: [1], 1: [2], 2: [0]}
    >>> edges_of(ring)
    [(0, 1), (1, 2), (2, 0)]
    """
    return sorted((a, b) for a, targets in graph.items() for b in targets)


def all_texts(limit: int) -> str:
    pair = (limit, -limit)
    rows = [[limit, 1], []]
    named = {"a": (1.5, True), "b": (float(limit), False)}
    lone = (limit,)
    some = [None if n % 2 else n for n in range(limit)]
    return f"{pair} {rows} {named} {lone}" + str(some) + repr([str(limit), "it's"]) + str(tuple(rows[0]))


def text_of(xs: list[tuple[int, str]], d: dict[str, list[float]]) -> str:
    return str(xs) + str(d)


def last_even(xs: list[int]) -> int:
    for x in xs:
        if x % 2 == 0:
            found = x
    return found


def last_seen(xs: list[int]) -> int:
    for x in xs:
        pass
    return x


def from_branches(a: int) -> str:
    if a > 10:
        label = "big"
    elif a > 5:
        label = "middle"
    if a > 5:
        return label
    return label + "!"


def unpacked_late(pairs: list[tuple[int, int]]) -> int:
    for a, b in pairs:
        if a > b:
            continue
    return a * 100 + b


def maybe_none(xs: list[int | None]) -> int:
    for x in xs:
        value = x
    return -1 if value is None else value


def either(a: int, b: bool) -> int | bool:
    return a and not b


def first_or(a: int, text: str) -> int | str:
    return a or text


def logs(x: float, n: int, base: int) -> list[float]:
    return [math.log(x, 2), math.log(n, base), math.log(n, 10)]


def powers(n: int) -> list[float]:
    return [n**-1, 10**-3, n**-2]


def below_all(xs: list[int]) -> int:
    least = sys.maxsize
    for x in xs:
        least = min(least, x)
    return least


def flags(a: bool, b: bool | None) -> list[bool]:
    return [a is True, a is not False, b is True, b is False, (a and b) is None]


def among(x: int, a: int, b: int) -> bool:
    return x in (a + b, a - b, a * b)


def nothing(xs: tuple[int, ...]) -> tuple[int, ...]:
    empty: tuple[int, ...] = tuple()
    return xs[1:] if len(xs) > 2 else empty


def counted(text: str) -> list[tuple[str, int]]:
    counts = defaultdict(int)
    for c in text:
        counts[c] += 1
    return sorted(counts.items())


def by_default(text: str) -> int:
    seen = defaultdict(lambda: 0)
    seen[0] += 1
    total = 0
    for i in range(len(text)):
        total += seen[i % 3]
        seen[i % 3] += 1
    return total


def balanced(text: str) -> bool:
    stack = deque()
    for c in text:
        if c == "(":
            stack.append(c)
        elif not stack or stack.pop() != "(":
            return False
    return not stack


def heap_sorted(xs: list[int]) -> list[int]:
    heap = []
    for x in xs:
        heappush(heap, x)
    return [heappop(heap) for _ in range(len(heap))]


def zeros_among(a: float, b: float, c: float) -> int:
    return (a, b, c).count(0) + [a, b].count(1)


def rounded(x: float) -> float:
    return round(x, ndigits=2)


def mixed_walk(a: int, text: str) -> str:
    out = ""
    for item in (a, text, 2.5, True):
        out += str(item)
    return out


def grown(xs: tuple[int, ...], x: int) -> tuple[int, ...]:
    kept = xs
    xs += (x,)
    return (x, x) + xs + kept


def maybe_text(text: str | None, n: int | None) -> str:
    return f"{text} {n}" + str(text) + repr(text) + str([text, None]) + str((n, text))


def named_alike(xs: list[int]) -> int:
    x_here = 100
    for x in xs:
        x_here += x
    return x_here + x


class Basket:
    def __init__(self, items: list[int]) -> None:
        self.items = items

    def __len__(self):
        return len(self.items) - 1

    def total(self):
        return sum(self.items)

    def is_empty(self):
        return len(self) == 0


class Switch:
    def __init__(self, level: int) -> None:
        self.level = level

    def __bool__(self) -> bool:
        return self.level > 3


def baskets(items: list[int], level: int) -> list[int]:
    basket, switch = Basket(items), Switch(level)
    found = [basket.total(), int(basket.is_empty())]
    if basket:
        found.append(1)
    if not switch:
        found.append(2)
    maybe: Switch | None = switch if level % 2 else None
    if maybe:
        found.append(3)
    while maybe and maybe.level > 5:
        maybe = None
    return found


CASES: dict[str, list[tuple[object, ...]]] = {
    "letters_of": [("abz",), ("A1",), ("",)],
    "letter_at": [(0,), (27,), (-1,)],
    "digit_factorials": [(145,), (0,), (-1,)],
    "is_shout": [("BCD",), ("AB C",), ("b",), ("",)],
    "in_units": [(2.5, "half"), (2.5, "one"), (2.0, "thousand"), (0.1, "thousandth"), (1.0, "none")],
    "words_by": [("a b c",), ("a,b", ","), ("",)],
    "sort_in_place": [([3, 1, 2], 0, 2), ([1, 2, 3, 0], 1, 3), ([], 0, -1), ([1], 0, 1)],
    "edges_of": [({0: [1, 2], 1: []},), ({},), ({2: [2, 0]},)],
    "all_texts": [(0,), (1,), (5,), (-3,)],
    "text_of": [
        ([], {}),
        ([(1, "a'b"), (2, "\n\u00e9")], {"k": [], 'q"': [1e16, -0.0, 0.1]}),
    ],
    "last_even": [([1, 2, 4, 5],), ([2],)],
    "last_seen": [([1, 2],), ([0],)],
    "from_branches": [(11,), (6,)],
    "unpacked_late": [([(1, 2), (4, 3)],)],
    "maybe_none": [([1, None],), ([None, 3],)],
    "either": [(0, True), (0, False), (5, True), (5, False)],
    "first_or": [(0, "x"), (0, ""), (3, "")],
    "logs": [(8.0, 100, 10), (1.0, 7, 3), (0.5, 8, 2), (2.0, 3, 1)],
    "powers": [(2,), (-3,), (7,), (0,)],
    "below_all": [([3, 1],), ([],)],
    "flags": [(True, True), (False, None), (True, None), (True, False), (False, False)],
    "among": [(5, 2, 3), (-1, 2, 3), (6, 2, 3), (7, 2, 3)],
    "nothing": [((1, 2, 3),), ((1,),), ((),)],
    "grown": [((1, 2), 3), ((), 0)],
    "maybe_text": [("a'b", 1), (None, None), ("", 0)],
    "named_alike": [([1, 2],)],
    "counted": [("abca",), ("",)],
    "by_default": [("abcdef",), ("",)],
    "balanced": [("(())",), (")(",), ("(",), ("",)],
    "heap_sorted": [([3, 1, 2, 1],), ([],)],
    "zeros_among": [(0.0, -0.0, 1.0), (2.0, 1.0, 0.0)],
    "rounded": [(2.675,), (-0.004,), (1e16,)],
    "baskets": [([1, 2, 3], 5), ([1], 2), ([4, 4], 9), ([0, 0], 3)],
}
FALLBACK: dict[str, list[tuple[object, ...]]] = {
    "sort_in_place": [([2.5, 1.5], 0, 1), (["b", "a"], 0, 1)],
    "mixed_walk": [(1, "x"), (-5, "")],
    "last_even": [([1, 3],), ([],)],
    "last_seen": [([],)],
    "from_branches": [(1,)],
    "unpacked_late": [([],)],
    "maybe_none": [([],)],
    "logs": [(-1.0, 2, 3), (1.0, 2, 0)],
    "among": [(1, 2**62, 3)],
    "baskets": [([], 1)],
}
