"""Lists, tuples, dicts and deques in their everyday forms."""

from collections import deque


def l_slicedel(xs: list[int]) -> list[int]:
    ys = xs[:]
    del ys[1:3]
    return ys


def l_slicedel2(xs: list[int]) -> list[int]:
    ys = list(xs)
    del ys[::2]
    return ys


def l_sliceassign(xs: list[int]) -> list[int]:
    ys = list(xs)
    ys[1:2] = [7, 8, 9]
    return ys


def l_sliceassign_step(n: int) -> list[bool]:
    sieve = [True] * n
    for i in range(2, n):
        if sieve[i]:
            sieve[i * i :: i] = [False] * len(sieve[i * i :: i])
    return sieve


def l_sliceassign_all(xs: list[int]) -> list[int]:
    ys = list(xs)
    ys[:] = [y for y in ys if y > 1]
    return ys


def l_mul_aug(n: int) -> list[int]:
    xs = [0]
    xs *= n
    return xs


def l_nmul(n: int) -> list[int]:
    return n * [0]


def l_star(xs: list[int], ys: list[int]) -> list[int]:
    return [*xs, 0, *ys]


def l_startuple(xs: list[int]) -> tuple[int, ...]:
    return (*xs, 1)


def l_index3(xs: list[int]) -> int:
    return xs.index(3, 1)


def l_tupleof(xs: list[int]) -> tuple[int, ...]:
    return tuple(xs)


def l_tuplegen(xs: list[int]) -> tuple[int, ...]:
    return tuple((x + 1 for x in xs))


def l_tuplekey(xs: list[list[str]]) -> dict[tuple[str, ...], int]:
    d: dict[tuple[str, ...], int] = {}
    for x in xs:
        k = tuple(sorted(x))
        d[k] = d.get(k, 0) + 1
    return d


def l_tuplecat(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int, int, int]:
    return a + b


def l_tupleslice(a: tuple[int, int, int]) -> tuple[int, int]:
    return a[1:]


def l_tuplecmp(a: tuple[int, str], b: tuple[int, str]) -> bool:
    return a < b


def l_tuplein(a: tuple[int, int, int], x: int) -> bool:
    return x in a


def l_tuplemax(a: tuple[int, int, int]) -> int:
    return max(a)


def l_unpackstar(xs: list[int]) -> int:
    first, *rest = xs
    return first + len(rest)


def l_unpack(xs: list[int]) -> int:
    a, b = xs
    return a - b


def l_swap(xs: list[int]) -> list[int]:
    ys = xs.copy()
    ys[0], ys[-1] = (ys[-1], ys[0])
    return ys


def l_nested(n: int, m: int) -> list[list[int]]:
    grid = [[0] * m for _ in range(n)]
    for i in range(n):
        for j in range(m):
            grid[i][j] = i * j
    return grid


def l_removeall(xs: list[int]) -> list[int]:
    ys = list(xs)
    while 3 in ys:
        ys.remove(3)
    return ys


def l_flatten(xs: list[list[int]]) -> list[int]:
    return [x for row in xs for x in row]


def l_extendgen(xs: list[int]) -> list[int]:
    out: list[int] = []
    out.extend([x * 2 for x in xs])
    return out


def l_mincol(m: list[list[float]]) -> list[float]:
    return [min((row[j] for row in m)) for j in range(len(m[0]))]


def l_eq(xs: list[int]) -> bool:
    return xs == xs[::-1]


def l_count(xs: list[str]) -> dict[str, int]:
    return {x: xs.count(x) for x in xs}


def l_inserts(xs: list[int]) -> list[int]:
    out: list[int] = []
    for x in xs:
        out.insert(0, x)
    return out


def d_or(a: dict[str, int], b: dict[str, int]) -> dict[str, int]:
    return a | b


def d_ior(a: dict[str, int], b: dict[str, int]) -> dict[str, int]:
    c = dict(a)
    c |= b
    return c


def d_starstar(a: dict[str, int], b: dict[str, int]) -> dict[str, int]:
    return {**a, **b}


def d_starlit(a: dict[str, int]) -> dict[str, int]:
    return {**a, "x": 1}


def d_fromkeys(xs: list[str]) -> dict[str, int]:
    return dict.fromkeys(xs, 0)


def d_fromkeysnone(xs: list[int]) -> list[int]:
    return list(dict.fromkeys(xs))


def d_popitem(d: dict[str, int]) -> tuple[str, int]:
    c = dict(d)
    return c.popitem()


def d_sorteditems(d: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(d.items())


def d_setdefaultlist(ws: list[str]) -> dict[int, list[str]]:
    d: dict[int, list[str]] = {}
    for w in ws:
        d.setdefault(len(w), []).append(w)
    return d


def d_valuessum(d: dict[str, float]) -> float:
    return sum(d.values())


def d_keysand(a: dict[str, int], b: dict[str, int]) -> list[str]:
    return sorted(a.keys() & b.keys())


def d_keyset(a: dict[str, int]) -> set[str]:
    return set(a)


def d_invalues(d: dict[str, int]) -> bool:
    return 3 in d.values()


def d_inkeys(d: dict[str, int]) -> bool:
    return "a" in d.keys()


def d_lenkeys(d: dict[str, int]) -> int:
    return len(d.keys()) + len(d.values())


def d_updatekw(d: dict[str, int]) -> dict[str, int]:
    c = dict(d)
    c.update({"a": 1})
    return c


def d_updatepairs(d: dict[str, int], ps: list[tuple[str, int]]) -> dict[str, int]:
    c = d.copy()
    c.update(ps)
    return c


def d_delloop(d: dict[str, int]) -> dict[str, int]:
    c = dict(d)
    for k in list(c):
        if c[k] < 0:
            del c[k]
    return c


def d_nestedget(d: dict[str, dict[str, int]]) -> int:
    return d.get("a", {}).get("b", 0)


def d_itemsmax(d: dict[str, int]) -> tuple[str, int]:
    return max(d.items(), key=lambda kv: kv[1])


def d_minvalue(d: dict[str, int]) -> int:
    return min(d.values())


def d_sortval(d: dict[str, int]) -> dict[str, int]:
    return dict(sorted(d.items(), key=lambda kv: kv[1]))


def d_dictof(pairs: list[tuple[str, int]]) -> dict[str, int]:
    return dict(pairs)


def d_dictkw() -> dict[str, int]:
    return dict(a=1, b=2)


def d_firstkey(d: dict[str, int]) -> str:
    return next(iter(d))


def d_listvals(d: dict[str, int]) -> list[int]:
    return list(d.values())


def d_reversed(d: dict[str, int]) -> list[str]:
    return list(reversed(d))


def d_enumdict(xs: list[str]) -> dict[str, int]:
    return {x: i for i, x in enumerate(xs)}


def d_tuplekeys(xs: list[int]) -> dict[tuple[int, int], int]:
    return {(i, j): x + y for i, x in enumerate(xs) for j, y in enumerate(xs)}


def x_chain(a: int, b: int, c: int) -> bool:
    return a < b == c


def x_matmul(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    return [[sum((x * y for x, y in zip(row, col))) for col in zip(*b)] for row in a]


INT_LISTS = [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)]
# ---------------------------------------------------------------- deques with a length


def averages(xs: list[float], n: int) -> list[float]:
    window: deque[float] = deque(maxlen=n)
    out = []
    for x in xs:
        window.append(x)
        if len(window) == n and n:
            out.append(sum(window, 0.0) / n)
    return out


def maxima(xs: list[int]) -> list[int]:
    window = deque(maxlen=3)
    out = []
    for x in xs:
        window.append(x)
        out.append(max(window))
    return out


def last(xs: list[str], n: int) -> list[str]:
    return list(deque(xs, maxlen=n)) + list(deque(xs, n))


def both_ends(xs: list[int], n: int) -> list[int]:
    window = deque([0] * n, maxlen=n)
    out = []
    for x in xs:
        window.appendleft(x)
        window.rotate(1)
        out.append(len(window))
    other = window.copy()
    other.append(5)
    other.extend([1, 2])
    other.extendleft([7, 8])
    other.rotate(-1)
    return out + list(other) + list(window)


def until_empty(xs: list[int], n: int) -> int:
    window = deque(xs, maxlen=n)
    total = 0
    while window:
        total = total * 10 + window.popleft()
        if total < 100:
            window.append(total)
    return total


TABLES = [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)]
INTS = [(12,), (-7,), (3,), (0,)]
WORD_LISTS = [(["b", "a", "bb", "a"],), (["x", "yy"],), ([],)]
GRIDS = [([[1, 2], [3, 4, 5]],), ([[1], []],), ([],)]
TWO_TABLES = [
    ({"a": 3, "b": -1, "c": 3}, {"z": 1, "a": 5}), ({"z": 1, "a": 5}, {}),
    ({"z": 1, "a": 5}, {"a": 3, "b": -1, "c": 3}), ({"a": 3, "b": -1, "c": 3}, {"a": 3, "b": -1, "c": 3}),
    ({"a": 3, "b": -1, "c": 3}, {}), ({}, {}), ({"z": 1, "a": 5}, {"z": 1, "a": 5}), ({}, {"a": 3, "b": -1, "c": 3}),
    ({}, {"z": 1, "a": 5}),
]
THREE_INTS = [
    (0, 0, 3), (-7, 12, -7), (12, 0, -7), (-7, -7, 12), (0, -7, 12), (-7, 0, 0), (12, 12, -7), (12, 3, 3),
    (-7, -7, 3),
]
TWO_INT_LISTS = [
    ([], [1, 2, 3, 3, -4]), ([1, 2, 3, 3, -4], [1, 2, 3, 3, -4]), ([], []), ([5, 3], [1, 2, 3, 3, -4]),
    ([3], [1, 2, 3, 3, -4]), ([3], [3]), ([], [5, 3]), ([1, 2, 3, 3, -4], []), ([3], [5, 3]),
]
TRIPLES = [((3, 3, 0),), ((1, 2, 3),)]

CASES = {
    "averages": [([], 2), ([1.0, 2.0, 4.0], 2), ([1.0], 0)],
    "maxima": [([],), ([5, 1, 2, 3, 0],)],
    "last": [(["a", "b", "c"], 2), ([], 1), (["a"], 0)],
    "both_ends": [([1, 2, 3], 2), ([1], 0), ([], 3), ([4, 5, 6, 7], 3)],
    "until_empty": [([], 1), ([1, 2, 3], 2), ([9, 8], 5)],
    "l_slicedel": INT_LISTS,
    "l_slicedel2": INT_LISTS,
    "l_sliceassign": INT_LISTS,
    "l_sliceassign_step": INTS,
    "l_sliceassign_all": INT_LISTS,
    "l_mul_aug": INTS,
    "l_nmul": INTS,
    "l_star": TWO_INT_LISTS,
    "l_startuple": INT_LISTS,
    "l_index3": INT_LISTS,
    "l_tupleof": INT_LISTS,
    "l_tuplegen": INT_LISTS,
    "l_tuplekey": [([["b", "a"], ["a", "b"], []],), ([],)],
    "l_tuplecat": [((-3, 9), (-3, 9)), ((1, 2), (1, 2)), ((-3, 9), (1, 2)), ((1, 2), (-3, 9))],
    "l_tupleslice": TRIPLES,
    "l_tuplecmp": [((1, "b"), (1, "b")), ((1, "a"), (1, "a")), ((1, "b"), (1, "a")), ((1, "a"), (1, "b"))],
    "l_tuplein": [
        ((1, 2, 3), 12), ((3, 3, 0), 3), ((1, 2, 3), 0), ((3, 3, 0), 0), ((3, 3, 0), 12), ((1, 2, 3), -7),
        ((3, 3, 0), -7), ((1, 2, 3), 3),
    ],
    "l_tuplemax": TRIPLES,
    "l_unpackstar": INT_LISTS,
    "l_unpack": INT_LISTS,
    "l_swap": INT_LISTS,
    "l_nested": [(-7, 3), (3, 3), (-7, -7), (12, 3), (0, 3), (0, 0), (-7, 12), (3, -7), (0, 12)],
    "l_removeall": INT_LISTS,
    "l_flatten": GRIDS,
    "l_extendgen": INT_LISTS,
    "l_mincol": [([[0.5]],), ([[1.0, 2.0], [3.0, 4.0]],)],
    "l_eq": INT_LISTS,
    "l_count": WORD_LISTS,
    "l_inserts": INT_LISTS,
    "d_or": TWO_TABLES,
    "d_ior": TWO_TABLES,
    "d_starstar": TWO_TABLES,
    "d_starlit": TABLES,
    "d_fromkeys": WORD_LISTS,
    "d_fromkeysnone": INT_LISTS,
    "d_popitem": TABLES,
    "d_sorteditems": TABLES,
    "d_setdefaultlist": WORD_LISTS,
    "d_valuessum": [({"a": 1.5, "b": -0.0},)],
    "d_keysand": TWO_TABLES,
    "d_keyset": [({"z": 1},), ({},)],
    "d_invalues": TABLES,
    "d_inkeys": TABLES,
    "d_lenkeys": TABLES,
    "d_updatekw": TABLES,
    "d_updatepairs": [
        ({"a": 3, "b": -1, "c": 3}, []), ({"a": 3, "b": -1, "c": 3}, [("a", 1), ("b", 2), ("a", 3)]),
        ({"z": 1, "a": 5}, [("a", 1), ("b", 2), ("a", 3)]), ({}, []), ({"z": 1, "a": 5}, []),
        ({}, [("a", 1), ("b", 2), ("a", 3)]),
    ],
    "d_delloop": TABLES,
    "d_nestedget": [({"a": {"b": 4}},), ({"a": {}},), ({},)],
    "d_itemsmax": TABLES,
    "d_minvalue": TABLES,
    "d_sortval": TABLES,
    "d_dictof": [([("a", 1), ("b", 2), ("a", 3)],), ([],)],
    "d_dictkw": [()],
    "d_firstkey": TABLES,
    "d_listvals": TABLES,
    "d_reversed": TABLES,
    "d_enumdict": WORD_LISTS,
    "d_tuplekeys": INT_LISTS,
    "x_chain": THREE_INTS,
    "x_matmul": [
        ([[0.5]], [[0.5]]), ([[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.0], [3.0, 4.0]]), ([[0.5]], [[1.0, 2.0], [3.0, 4.0]]),
        ([[1.0, 2.0], [3.0, 4.0]], [[0.5]]),
    ],
}
FALLBACK = {
    "averages": [([1.0], -1)],
    "d_keyset": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},)],
}
