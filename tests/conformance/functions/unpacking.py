"""Unpacking of what is walked over, with stars; loops with targets of every kind; ints where floats are declared."""


def three(text: str) -> tuple[str, str, str]:
    month, day, year = text.split("-")
    return month, day, year


def caught(text: str) -> str:
    try:
        a, b = text.split("/")
    except ValueError as error:
        return str(error)
    return a + b


def letters(s: str) -> str:
    a, b = s
    return b + a


def first_and_rest(xs: list[int]) -> tuple[int, list[int]]:
    first, *rest = xs
    return first, rest


def ends(xs: list[int]) -> tuple[int, list[int], int]:
    a, *middle, b = xs
    return a, middle, b


def star_of_tuple(t: tuple[int, str, str]) -> tuple[int, list[str]]:
    n, *words = t
    return n, words


def star_of_text(s: str) -> list[str]:
    a, *rest = s
    return [*rest, a]


def swapped(xs: list[int]) -> list[int]:
    ys = list(xs)
    ys[0], ys[-1] = ys[-1], ys[0]
    return ys


def items_of_itself(xs: list[int]) -> list[int]:
    ys = list(xs)
    ys[0], ys[1] = ys
    return ys


def rows(grid: list[list[int]]) -> int:
    total = 0
    for a, b in grid:
        total += a * b
    return total


def pairs(xs: list[tuple[int, list[int]]]) -> list[int]:
    out = []
    for n, (a, *rest) in xs:
        out.append(n + a + len(rest))
    return out


def last_index(xs: list[int]) -> list[int]:
    place = [0, 0]
    for i, place[1] in enumerate(xs):
        place[0] = i
    return place


def changes_type(n: int) -> str:
    s = [n]
    s.append(n + 1)
    s = ",".join([str(x) for x in s])
    return s


def parameter_changes(n: int) -> list[int]:
    n = [int(c) for c in str(n)]
    n.reverse()
    return n


def parameter_in_lambda(n: int, words: list[str]) -> list[str]:
    n = str(n)
    return sorted([*words, n], key=lambda n: (len(n), n))


def float_total(xs: list[float]) -> float:
    total: float = 0
    for x in xs:
        total += x
    return total


def float_result(n: int) -> float:
    if n < 0:
        return 0
    return n / 2


def float_cells(n: int) -> list[float]:
    best: list[float] = [0] * n
    for i in range(1, n):
        best[i] = best[i - 1] + 0.5
    return best


def clamp(x: float) -> float:
    return max(0, min(x, 1))


def largest(a: int, b: float, c: int) -> float:
    return max(a, b, c)


def helper(x: float) -> float:
    return x + x


def helped(n: int) -> list[float]:
    return [helper(n), helper(n / 2)]


def no_result_at_the_end(xs: list[int]) -> int:
    for x in xs:
        if x > 2:
            return x


def maybe_declared(words: list[str]) -> str:
    found = None
    for word in words:
        if len(word) > 2:
            found = word
    return found


def closest(xs: list[float]) -> tuple[float, float]:
    return tuple(sorted(xs))


def row_by_index(i: int) -> str:
    names = ("zero", "one", "two")
    return names[i] + str(len(names[1:])) + str("two" in names) + str(names.index("one"))


def bare_except(s: str) -> int:
    try:
        return int(s)
    except:  # noqa: E722
        return -1


def empty_compared(xs: list[int]) -> list[bool]:
    ys = [x for x in xs if x > 1]
    return [ys == [], [] != ys]


def backwards(n: int) -> list[int]:
    return [i for i in reversed(range(1, n, 2))]


def slice_assigned(xs: list[int], i: int, j: int, more: list[int]) -> list[int]:
    ys = list(xs)
    ys[i:j] = more
    return ys


def slice_cut(xs: list[int], i: int) -> list[int]:
    ys = list(xs)
    del ys[i:]
    ys[:0] = [9]
    return ys


def every_third(xs: list[int]) -> list[int]:
    ys = list(xs)
    ys[::3] = sorted(ys[::3])
    return ys


def steps_assigned(xs: list[int], more: list[int]) -> list[int]:
    ys = list(xs)
    alias = ys
    ys[::-2] = more
    return alias


def stars(xs: list[int], t: tuple[int, ...]) -> list[int]:
    return [0, *xs, *t, len([*xs])]


def stars_in_tuple(xs: list[int]) -> tuple[int, ...]:
    return (*xs, 1)


def named_twice(line: str, n: int) -> tuple[str, str, int]:
    name, _, _ = line.partition("=")
    _, _, rest = line.rpartition("=") if n else ("", "", line)
    n, n, k = n, n + 1, n + 2
    return name, rest, n * k


XS = [([1, 2, 3],), ([4],), ([],), ([5, 6],)]
CASES = {
    "three": [("a-b-c",), ("a-b",), ("a-b-c-d",)],
    "caught": [("a/b",), ("a",), ("a/b/c",), ("",)],
    "letters": [("ab",), ("abc",), ("",)],
    "first_and_rest": XS,
    "ends": XS,
    "star_of_tuple": [((1, "a", "b"),)],
    "star_of_text": [("abc",), ("",)],
    "swapped": [([1, 2, 3],), ([],)],
    "items_of_itself": [([1, 2],), ([1, 2, 3],)],
    "rows": [([[1, 2], [3, 4]],), ([[1]],)],
    "pairs": [([(1, [2, 3]), (4, [5])],), ([(1, [])],)],
    "last_index": [([7, 8],), ([],)],
    "changes_type": [(3,)],
    "parameter_changes": [(120,)],
    "parameter_in_lambda": [(12, ["a", "bcd"])],
    "float_total": [([],), ([0.5, 1.5],)],
    "float_result": [(-1,), (5,)],
    "float_cells": [(3,), (0,)],
    "clamp": [(0.5,), (-1.0,), (2.0,), (0.0,)],
    "largest": [(1, 2.5, 2), (3, 2.5, 3), (1, 1.0, 1)],
    "helped": [(3,)],
    "no_result_at_the_end": [([1, 5],)],
    "maybe_declared": [(["a", "abc"],)],
    "closest": [([2.0, 1.0],)],
    "row_by_index": [(0,), (-1,), (3,)],
    "bare_except": [("12",), ("x",)],
    "empty_compared": XS,
    "slice_assigned": [
        ([1, 2, 3, 4], 1, 3, [9]),
        ([1, 2, 3, 4], -3, -1, []),
        ([1, 2, 3, 4], 3, 1, [7, 8]),
        ([1, 2, 3, 4], -9, 9, [5]),
        ([], 0, 0, [1]),
    ],
    "slice_cut": [([1, 2, 3], 1), ([1, 2, 3], -1), ([], 4)],
    "every_third": [([9, 1, 2, 3, 4, 5, 0],), ([],)],
    "steps_assigned": [([1, 2, 3], [8, 9]), ([1, 2, 3], [8]), ([], [])],
    "stars": [([1, 2], (3, 4))],
    "stars_in_tuple": [([1, 2],), ([],)],
    "backwards": [(6,), (1,)],
    "named_twice": [("a=b=c", 1), ("", 0), ("x", 7)],
}
FALLBACK = {
    "no_result_at_the_end": [([],)],
    "maybe_declared": [(["a"],)],
    "closest": [([1.0, 2.0, 3.0],)],
}
