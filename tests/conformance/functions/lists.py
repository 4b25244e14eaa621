"""list: handles that alias as Python's do; slices, methods, sorting, searching."""


def at(xs: list[int], i: int) -> int:
    return xs[i]


def cut(xs: list[int], a: int, b: int, step: int) -> list[int]:
    return xs[a:b:step]


def build(n: int) -> list[int]:
    out: list[int] = []
    for i in range(n):
        out.append(i * i)
    return out


def edit(n: int) -> list[int]:
    xs = list(range(n))
    xs.insert(1, 100)
    xs.insert(-1, 200)
    xs.extend([7, 8])
    xs[0] = -1
    del xs[2]
    xs.reverse()
    return xs


def pops(xs: list[int], i: int) -> tuple[int, int, list[int]]:
    ys = xs.copy()
    last = ys.pop()
    other = ys.pop(i)
    return last, other, ys


def remove(xs: list[int], x: int) -> list[int]:
    ys = xs[:]
    ys.remove(x)
    return ys


def search(xs: list[int], x: int) -> tuple[bool, int]:
    return x in xs, xs.count(x)


def index(xs: list[int], x: int) -> int:
    return xs.index(x)


def sorts(xs: list[int]) -> tuple[list[int], list[int]]:
    ys = list(xs)
    ys.sort(reverse=True)
    return sorted(xs), ys


def sort_words(words: list[str]) -> list[str]:
    return sorted(words, key=lambda w: (len(w), w), reverse=True)


def stable(pairs: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(pairs, key=lambda p: p[1])


def aliases(n: int) -> list[int]:
    row = [0] * n
    same = row
    same[0] = 5
    grid = [row] * 2
    grid[1][1] = 7
    return row


def grid(n: int, m: int) -> list[list[int]]:
    rows = [[0] * n for _ in range(m)]
    for i in range(m):
        line = rows[i]
        for j in range(n):
            line[j] = i * j
    return rows


def shared_rows(n: int) -> list[list[int]]:
    rows = [[0] * n] * 2
    rows[0][0] = 1
    return rows


def concat(a: list[int], b: list[int]) -> list[int]:
    return a + b + [1] * 2


def equal(a: list[int], b: list[int]) -> list[bool]:
    return [a == b, a != b, a < b, a >= b]


def extremes(xs: list[int]) -> tuple[int, int]:
    return min(xs), max(xs)


def extremes_or(xs: list[int]) -> tuple[int, int]:
    return min(xs, default=-1), max(xs, default=99)


def longest(words: list[str]) -> str:
    return max(words, key=lambda w: len(w))


def quantified(xs: list[int]) -> tuple[bool, bool]:
    return any(x > 3 for x in xs), all(x > 0 for x in xs)


def grows_while_walked(n: int) -> list[int]:
    xs = [1]
    for x in xs:
        if len(xs) < n:
            xs.append(x + 1)
    return xs


def zipped(a: list[int], b: list[str]) -> list[tuple[int, str]]:
    return [(x, y) for x, y in zip(a, b)]


def numbered(words: list[str], start: int) -> list[str]:
    return [f"{i}:{w}" for i, w in enumerate(words, start)]


def backwards(xs: list[int]) -> list[int]:
    return [x for x in reversed(xs)]


def swap(xs: list[int], i: int, j: int) -> list[int]:
    ys = xs[:]
    ys[i], ys[j] = ys[j], ys[i]
    return ys


def bubble(xs: list[int]) -> list[int]:
    ys = list(xs)
    for i in range(len(ys)):
        for j in range(len(ys) - 1 - i):
            if ys[j] > ys[j + 1]:
                ys[j], ys[j + 1] = ys[j + 1], ys[j]
    return ys


def flatten(rows: list[list[int]]) -> list[int]:
    return [x for row in rows for x in row if x % 2 == 0]


def dedupe(xs: list[int]) -> list[int]:
    seen: dict[int, bool] = {}
    out = []
    for x in xs:
        if x not in seen:
            seen[x] = True
            out.append(x)
    return out


def total(xs: list[int]) -> int:
    return sum(xs) + sum(x for x in xs if x > 2) + sum([x > 0 for x in xs])


def float_member(xs: list[float], x: float) -> bool:
    return x in xs


def sort_floats(xs: list[float]) -> list[float]:
    return sorted(xs)


def extend_self(n: int) -> list[int]:
    xs = list(range(n))
    xs.extend(xs)
    xs += xs
    return xs


def nothing(xs: list[int]) -> bool:
    return not xs


_LISTS = [[], [1], [3, 1, 2], [5, 5, -1, 0, 5], list(range(20, 0, -3))]

CASES = {
    "at": [(xs, i) for xs in _LISTS for i in (0, -1, 2, 50)],
    "cut": [
        (list(range(6)), a, b, s)
        for a, b, s in ((0, 6, 1), (-3, 99, 1), (5, 0, -1), (1, 5, 2), (-1, -7, -2), (0, 3, 0))
    ],
    "build": [(0,), (5,)],
    "edit": [(3,), (5,)],
    "pops": [([1, 2, 3], 0), ([1, 2, 3], -1), ([1], 0), ([], 0), ([1, 2], 5)],
    "remove": [([1, 2, 1], 1), ([1], 9), ([], 0)],
    "search": [(xs, 5) for xs in _LISTS],
    "index": [([1, 2, 1], 1), ([3], 4)],
    "sorts": [(xs,) for xs in _LISTS],
    "sort_words": [(["b", "a", "ccc", "bb"],), ([],), (["é", "e", "日"],)],
    "stable": [([("a", 2), ("b", 1), ("c", 2), ("d", 1)],)],
    "aliases": [(2,), (4,), (1,)],
    "grid": [(3, 2), (0, 2), (2, 0)],
    "concat": [([1], [2, 3]), ([], [])],
    "equal": [([1, 2], [1, 2]), ([1], [1, 0]), ([2], [1, 9]), ([], [])],
    "extremes": [([3, 1, 2],), ([1],), ([],)],
    "extremes_or": [([3, 1, 2],), ([],)],
    "longest": [(["a", "bb", "cc"],), ([],)],
    "quantified": [(xs,) for xs in _LISTS],
    "grows_while_walked": [(1,), (6,)],
    "zipped": [([1, 2, 3], ["a", "b"]), ([], ["x"])],
    "numbered": [(["a", "b"], 0), (["a", "b"], -1), ([], 5)],
    "backwards": [(xs,) for xs in _LISTS],
    "swap": [([1, 2, 3], 0, 2), ([1, 2], 0, 5), ([1], 0, 0)],
    "bubble": [(xs,) for xs in _LISTS],
    "flatten": [([[1, 2], [], [4, 6, 7]],), ([],)],
    "dedupe": [(xs,) for xs in _LISTS],
    "total": [(xs,) for xs in _LISTS],
    "float_member": [([1.0, -0.0], 0.0), ([], 1.0), ([2.5], 2.5)],
    "sort_floats": [([3.0, -1.0, 0.0],), ([float("inf"), 1.0],), ([0.0, -0.0],), ([-0.0, 0.0],)],
    "extend_self": [(0,), (3,)],
    "nothing": [([],), ([0],)],
}
FALLBACK = {
    "shared_rows": [(2,)],
    "float_member": [([float("nan")], float("nan"))],
    "sort_floats": [([float("nan"), 1.0],)],
}
