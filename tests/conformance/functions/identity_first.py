"""What compares by identity before equality: index, count, remove, groupby, `in` an iterator; keys of groupby that raise
or look at what the loop changes; what a cache computes anew."""

from collections import deque
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

NAN = float("nan")


@dataclass
class Line:
    number: int
    name: str


@dataclass(eq=False)
class Token:
    number: int


def line_removed(lines: list[Line]) -> int:
    """A dataclass is equal by all its fields, whichever the function reads."""
    lines.remove(lines[-1])
    return sum(one.number for one in lines)


def line_found(lines: list[Line], i: int) -> list[int]:
    return [lines.index(lines[i]), lines.count(lines[i]), lines.index(lines[i], 1), deque(lines).count(lines[i])]


def line_waits(lines: list[Line], i: int) -> list[bool]:
    waiting = deque(lines[:i])
    return [lines[i] in waiting, lines[0] in waiting]


def token_found(tokens: list[Token], i: int) -> list[int]:
    return [tokens.index(tokens[i]), tokens.count(tokens[i])]


def token_removed(tokens: list[Token]) -> int:
    tokens.remove(tokens[-1])
    return tokens[-1].number


def groups_of_floats(xs: list[float]) -> list[int]:
    return [len(list(group)) for _, group in groupby(xs)]


def met_ahead(xs: list[float], first: float, second: float) -> list[bool]:
    it = iter(xs)
    return [first in it, second in it]


def first_group(xs: list[int]) -> int:
    """The second key is never asked for."""
    for key, _ in groupby(xs, key=lambda x: 10 // x):
        return key
    return -1


def groups_before(xs: list[int]) -> list[int]:
    out: list[int] = []
    try:
        for key, group in groupby(xs, key=lambda x: 10 // x):
            out.append(key)
            out.extend(group)
    except ZeroDivisionError:
        out.append(-1)
    return out


def groups_listed(xs: list[int]) -> list[int]:
    return [key + sum(group) for key, group in groupby(xs, key=lambda x: 10 // x)]


def first_letters(words: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for letter, group in groupby(words, key=lambda w: w[0]):
        found[letter] = list(group)
    return found


def forgets(xs: list[int]) -> list[int]:
    """Of a cache of two, the result that was asked for longest ago goes."""
    seen: list[int] = []

    @lru_cache(maxsize=2)
    def square(x: int) -> int:
        seen.append(x)
        return x * x

    total = sum(square(x) for x in xs)
    return [*seen, total]


def forgets_within(n: int) -> list[int]:
    seen: list[int] = []

    @lru_cache(3)
    def ways(k: int) -> int:
        seen.append(k)
        return 1 if k < 2 else ways(k - 1) + ways(k - 2)

    return [ways(n), *seen]


def keeps_nothing(xs: list[int]) -> list[int]:
    calls = [0]

    @lru_cache(maxsize=0)
    def twice(x: int) -> int:
        calls[0] += 1
        return x * 2

    return [*[twice(x) for x in xs], calls[0]]


def keeps_one_list(n: int) -> list[list[int]]:
    @cache
    def row(k: int) -> list[int]:
        return [k]

    row(n).append(7)
    first = row(n)
    first.append(8)
    return [first[:], row(n + 1)]


def keeps_zeros(xs: list[float]) -> list[str]:
    @cache
    def shown(x: float) -> str:
        return str(x)

    return [shown(x) for x in xs]


def _alike() -> tuple[list[Token], int]:
    token = Token(1)
    return [Token(1), token, token, Token(2)], 2


def _twice(x: float) -> list[float]:
    return [x, x, 1.0]


CASES = {
    "line_removed": [([Line(1, "a"), Line(2, "c"), Line(2, "b")],), ([Line(1, "a"), Line(1, "a")],)],
    "line_found": [([Line(1, "a"), Line(1, "b"), Line(1, "b")], 2), ([Line(1, "a"), Line(1, "b")], 1)],
    "line_waits": [([Line(1, "a"), Line(1, "b")], 1), ([Line(1, "a"), Line(1, "a")], 1), ([Line(1, "a")], 0)],
    "token_found": [([Token(1), Token(1)], 1), _alike()],
    "token_removed": [([Token(1), Token(1), Token(3)],), (_alike()[0],)],
    "groups_of_floats": [([0.0, -0.0, 1.0],), ([],)],
    "met_ahead": [([1.0, 2.0, 3.0], 2.0, 3.0), ([1.0, 2.0], 2.0, 1.0)],
    "first_group": [([5],), ([],)],
    "groups_before": [([5, 5, 4, 1],), ([],)],
    "groups_listed": [([5, 5, 3],), ([5, 0],)],
    "first_letters": [(["ab", "ac", "b", "a"],), ([],)],
    "forgets": [([1, 2, 3, 1, 3, 2],), ([1, 1],), ([],)],
    "forgets_within": [(6,), (0,)],
    "keeps_nothing": [([1, 1],)],
    "keeps_one_list": [(3,)],
    "keeps_zeros": [([0.0, -0.0, 1.5],), ([-0.0, 0.0],)],
}
FALLBACK = {
    "groups_of_floats": [(_twice(NAN),), ([NAN, 1.0],)],
    "met_ahead": [([NAN, 1.0], NAN, 1.0)],
    "first_group": [([5, 0],), ([0],)],
    "groups_before": [([5, 4, 0, 1],)],
    "first_letters": [(["ab", ""],)],
    "keeps_zeros": [([NAN, NAN],)],
}
