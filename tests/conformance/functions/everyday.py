"""Built-ins, methods and itertools in their everyday forms."""

import string
import math
from typing import Optional


def s_casefold(s: str) -> str:
    return s.casefold()


def s_zfill(s: str) -> str:
    return s.zfill(8)


def s_center(s: str) -> str:
    return s.center(20, "*")


def s_split_none(s: str) -> list[str]:
    return s.split(None, 1)


def s_split_kw(s: str) -> list[str]:
    return s.split(",", maxsplit=2)


def s_rsplit(s: str) -> list[str]:
    return s.rsplit(".")


def s_rsplit_ws(s: str) -> list[str]:
    return s.rsplit()


def s_splitlines(s: str) -> list[str]:
    return s.splitlines(True)


def s_replace_n(s: str) -> str:
    return s.replace("a", "b", 1)


def s_find3(s: str) -> int:
    return s.find("a", 2)


def s_find4(s: str) -> int:
    return s.find("a", 2, 5)


def s_index3(s: str) -> int:
    return s.index("a", 1)


def s_count3(s: str) -> int:
    return s.count("a", 1, 4)


def s_starts_tuple(s: str) -> bool:
    return s.startswith(("a", "b"))


def s_starts_at(s: str) -> bool:
    return s.startswith("b", 1)


def s_rindex(s: str) -> int:
    return s.rindex("a")


def s_expandtabs(s: str) -> str:
    return s.expandtabs(4)


def s_translate(s: str) -> str:
    return s.translate(str.maketrans("abc", "xyz"))


def s_translate_del(s: str) -> str:
    return s.translate(str.maketrans("", "", string.punctuation))


def s_isidentifier(s: str) -> bool:
    return s.isidentifier()


def s_istitle(s: str) -> bool:
    return s.istitle()


def s_lower_const(s: str) -> list[int]:
    return [string.ascii_lowercase.index(c) for c in s]


def s_in_digits(s: str) -> bool:
    return all((c in string.digits for c in s))


def s_percent(n: int, s: str) -> str:
    return "%d items of %s" % (n, s)


def s_percent1(x: float) -> str:
    return "%.2f" % x


def s_format(n: int, s: str) -> str:
    return "{} of {}".format(n, s)


def s_format2(n: float) -> str:
    return "{:.2f}".format(n)


def s_join_gen(xs: list[int]) -> str:
    return ", ".join((str(x) for x in xs))


def s_join_map(xs: list[int]) -> str:
    return ",".join(map(str, xs))


def s_rev(s: str) -> str:
    return "".join(reversed(s))


def s_sorted(s: str) -> str:
    return "".join(sorted(s))


def b_bin(n: int) -> str:
    return bin(n)[2:]


def b_hex(n: int) -> str:
    return hex(n)


def b_oct(n: int) -> str:
    return oct(n)


def b_intbase(s: str) -> int:
    return int(s, 2)


def b_intbase16(s: str) -> int:
    return int(s, base=16)


def b_pow3(a: int, b: int, m: int) -> int:
    return pow(a, b, m)


def b_format(n: int) -> str:
    return format(n, "08b")


def b_divmod_f(a: float, b: float) -> tuple[float, float]:
    return divmod(a, b)


def b_maxkeydef(xs: list[str]) -> str:
    return max(xs, key=len, default="")


def b_max_lens(xs: list[str]) -> int:
    return max(map(len, xs))


def b_maxdict(d: dict[str, int]) -> str:
    return max(d, key=d.get)


def b_maxdict2(d: dict[str, int]) -> str:
    return max(d, key=lambda k: d[k])


def b_minmulti(a: str, b: str) -> str:
    return min(a, b, key=len)


def b_sumlists(xs: list[list[int]]) -> list[int]:
    return sum(xs, [])


def b_summap(s: str) -> int:
    return sum(map(int, s))


def b_filter(xs: list[int]) -> list[int]:
    return list(filter(lambda x: x > 0, xs))


def b_filternone(xs: list[str]) -> list[str]:
    return list(filter(None, xs))


def b_map2(a: list[int], b: list[int]) -> list[int]:
    return list(map(lambda x, y: x + y, a, b))


def b_zipstar(m: list[list[int]]) -> list[list[int]]:
    return [list(r) for r in zip(*m)]


def b_zipdict(ks: list[str], vs: list[int]) -> dict[str, int]:
    return dict(zip(ks, vs))


def b_zip4(a: list[int], b: list[int], c: list[int], d: list[int]) -> int:
    return sum((w * x * y * z for w, x, y, z in zip(a, b, c, d)))


def b_zipstrict(a: list[int], b: list[int]) -> int:
    return sum((x * y for x, y in zip(a, b, strict=True)))


def b_enumrev(xs: list[int]) -> list[int]:
    return [i for i, x in reversed(list(enumerate(xs)))]


def b_revrange(n: int) -> list[int]:
    return list(reversed(range(n)))


def b_rangeidx(n: int) -> bool:
    return n in range(1, 10)


def b_anygen(xs: list[list[int]]) -> bool:
    return any((x in ys for ys in xs for x in (1, 2)))


def b_boolsum(xs: list[int]) -> int:
    return sum((x > 3 for x in xs))


def b_sorted_tuple(d: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(d.items(), key=lambda kv: kv[1], reverse=True)


def b_sortedneg(d: dict[str, int]) -> list[str]:
    return sorted(d, key=d.__getitem__)


def b_abs(xs: list[int]) -> int:
    return max((abs(x) for x in xs))


def b_hash(x: int) -> float:
    return float("inf") if x else float("-inf")


def b_roundn(x: int) -> int:
    return round(x, -2)


def b_repr(s: str) -> str:
    return f"{s!r}: {s:>10}"


def b_callable_len(xs: list[str]) -> list[int]:
    return [*map(len, xs)]


def b_intof(x: float) -> int:
    return int(x)


def b_nextgen(xs: list[int]) -> int:
    return next((x for x in xs if x > 3), -1)


def b_iterpair(xs: list[int]) -> list[tuple[int, int]]:
    return list(zip(xs, xs[1:]))


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


CASES = {
    "s_casefold": [("-12.5",), ("101",), ("  Hello,  World foo\tbar\r\nx\n ",), ("",), ("a",), ("abcab",)],
    "s_zfill": [("-12.5",), ("ñandú a b",), ("101",), ("  Hello,  World foo\tbar\r\nx\n ",), ("",), ("a",), ("abcab",)],
    "s_center": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_split_none": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_split_kw": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_rsplit": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_rsplit_ws": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_splitlines": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_replace_n": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_find3": [("-12.5",), ("ñandú a b",), ("101",), ("  Hello,  World foo\tbar\r\nx\n ",), ("",), ("a",), ("abcab",)],
    "s_find4": [("-12.5",), ("ñandú a b",), ("101",), ("  Hello,  World foo\tbar\r\nx\n ",), ("",), ("a",), ("abcab",)],
    "s_index3": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_count3": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_starts_tuple": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_starts_at": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_rindex": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_expandtabs": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_translate": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_translate_del": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_isidentifier": [("-12.5",), ("101",), ("  Hello,  World foo\tbar\r\nx\n ",), ("",), ("a",), ("abcab",)],
    "s_istitle": [("-12.5",), ("101",), ("  Hello,  World foo\tbar\r\nx\n ",), ("",), ("a",), ("abcab",)],
    "s_lower_const": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_in_digits": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "s_percent": [
        (12, "  Hello,  World foo\tbar\r\nx\n "),
        (12, "101"),
        (0, "a"),
        (0, "-12.5"),
        (12, "abcab"),
        (-7, "abcab"),
        (-7, "101"),
        (12, "ñandú a b"),
        (3, "101"),
    ],
    "s_percent1": [(1e16,), (0.0,), (2.675,), (-1.5,)],
    "s_format": [
        (12, "  Hello,  World foo\tbar\r\nx\n "),
        (12, "101"),
        (0, "a"),
        (0, "-12.5"),
        (12, "abcab"),
        (-7, "abcab"),
        (-7, "101"),
        (12, "ñandú a b"),
        (3, "101"),
    ],
    "s_format2": [(1e16,), (0.0,), (2.675,), (-1.5,)],
    "s_join_gen": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "s_join_map": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "s_rev": [("-12.5",), ("ñandú a b",), ("101",), ("  Hello,  World foo\tbar\r\nx\n ",), ("",), ("a",), ("abcab",)],
    "s_sorted": [
        ("-12.5",),
        ("ñandú a b",),
        ("101",),
        ("  Hello,  World foo\tbar\r\nx\n ",),
        ("",),
        ("a",),
        ("abcab",),
    ],
    "b_bin": [(12,), (-7,), (3,), (0,)],
    "b_hex": [(12,), (-7,), (3,), (0,)],
    "b_oct": [(12,), (-7,), (3,), (0,)],
    "b_intbase": [("-12.5",), ("101",), ("  Hello,  World foo\tbar\r\nx\n ",), ("",), ("a",), ("abcab",)],
    "b_intbase16": [("-12.5",), ("101",), ("  Hello,  World foo\tbar\r\nx\n ",), ("",), ("a",), ("abcab",)],
    "b_pow3": [
        (0, 0, 3),
        (-7, 12, -7),
        (12, 0, -7),
        (-7, -7, 12),
        (0, -7, 12),
        (-7, 0, 0),
        (12, 12, -7),
        (12, 3, 3),
        (-7, -7, 3),
    ],
    "b_format": [(12,), (-7,), (3,), (0,)],
    "b_divmod_f": [
        (0.0, 2.675),
        (2.675, 2.675),
        (0.0, 0.0),
        (1e16, 2.675),
        (-1.5, 2.675),
        (-1.5, -1.5),
        (0.0, 1e16),
        (2.675, 0.0),
        (-1.5, 1e16),
    ],
    "b_maxkeydef": [(["b", "a", "bb", "a"],), (["x", "yy"],), ([],)],
    "b_max_lens": [(["b", "a", "bb", "a"],), (["x", "yy"],), ([],)],
    "b_maxdict": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "b_maxdict2": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "b_minmulti": [
        ("", "  Hello,  World foo\tbar\r\nx\n "),
        ("  Hello,  World foo\tbar\r\nx\n ", "abcab"),
        ("ñandú a b", "a"),
        ("abcab", "  Hello,  World foo\tbar\r\nx\n "),
        ("-12.5", ""),
        ("a", "abcab"),
        ("ñandú a b", "101"),
        ("", "101"),
        ("ñandú a b", "-12.5"),
    ],
    "b_sumlists": [([[1, 2], [3, 4, 5]],), ([[1], []],), ([],)],
    "b_summap": [("-12.5",), ("101",), ("  Hello,  World foo\tbar\r\nx\n ",), ("",), ("a",), ("abcab",)],
    "b_filter": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "b_filternone": [(["b", "a", "bb", "a"],), (["x", "yy"],), ([],)],
    "b_map2": [
        ([], [1, 2, 3, 3, -4]),
        ([1, 2, 3, 3, -4], [1, 2, 3, 3, -4]),
        ([], []),
        ([5, 3], [1, 2, 3, 3, -4]),
        ([3], [1, 2, 3, 3, -4]),
        ([3], [3]),
        ([], [5, 3]),
        ([1, 2, 3, 3, -4], []),
        ([3], [5, 3]),
    ],
    "b_zipstar": [([[1, 2], [3, 4, 5]],), ([[1], []],), ([],)],
    "b_zipdict": [
        (["b", "a", "bb", "a"], [5, 3]),
        (["x", "yy"], [5, 3]),
        ([], []),
        (["x", "yy"], []),
        (["b", "a", "bb", "a"], [3]),
        (["b", "a", "bb", "a"], [1, 2, 3, 3, -4]),
        ([], [5, 3]),
        (["x", "yy"], [1, 2, 3, 3, -4]),
        (["b", "a", "bb", "a"], []),
    ],
    "b_zip4": [
        ([5, 3], [1, 2, 3, 3, -4], [1, 2, 3, 3, -4], [3]),
        ([5, 3], [5, 3], [5, 3], [1, 2, 3, 3, -4]),
        ([3], [], [], [1, 2, 3, 3, -4]),
        ([1, 2, 3, 3, -4], [5, 3], [3], [5, 3]),
        ([], [], [5, 3], [5, 3]),
        ([5, 3], [3], [], [5, 3]),
        ([5, 3], [1, 2, 3, 3, -4], [1, 2, 3, 3, -4], [1, 2, 3, 3, -4]),
        ([5, 3], [3], [5, 3], [1, 2, 3, 3, -4]),
        ([3], [5, 3], [3], [5, 3]),
    ],
    "b_zipstrict": [([1, 2, 3, 3, -4], [1, 2, 3, 3, -4]), ([], []), ([3], [3])],
    "b_enumrev": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "b_revrange": [(12,), (-7,), (3,), (0,)],
    "b_rangeidx": [(12,), (-7,), (3,), (0,)],
    "b_anygen": [([[1, 2], [3, 4, 5]],), ([[1], []],), ([],)],
    "b_boolsum": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "b_sorted_tuple": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "b_sortedneg": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "b_abs": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "b_hash": [(12,), (-7,), (3,), (0,)],
    "b_roundn": [(12,), (-7,), (3,), (0,)],
    "b_repr": [("-12.5",), ("ñandú a b",), ("101",), ("  Hello,  World foo\tbar\r\nx\n ",), ("",), ("a",), ("abcab",)],
    "b_callable_len": [(["b", "a", "bb", "a"],), (["x", "yy"],), ([],)],
    "b_intof": [(1e16,), (0.0,), (2.675,), (-1.5,)],
    "b_nextgen": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "b_iterpair": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_slicedel": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_slicedel2": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_sliceassign": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_sliceassign_step": [(12,), (-7,), (3,), (0,)],
    "l_sliceassign_all": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_mul_aug": [(12,), (-7,), (3,), (0,)],
    "l_nmul": [(12,), (-7,), (3,), (0,)],
    "l_star": [
        ([], [1, 2, 3, 3, -4]),
        ([1, 2, 3, 3, -4], [1, 2, 3, 3, -4]),
        ([], []),
        ([5, 3], [1, 2, 3, 3, -4]),
        ([3], [1, 2, 3, 3, -4]),
        ([3], [3]),
        ([], [5, 3]),
        ([1, 2, 3, 3, -4], []),
        ([3], [5, 3]),
    ],
    "l_startuple": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_index3": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_tupleof": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_tuplegen": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_tuplekey": [([["b", "a"], ["a", "b"], []],), ([],)],
    "l_tuplecat": [((-3, 9), (-3, 9)), ((1, 2), (1, 2)), ((-3, 9), (1, 2)), ((1, 2), (-3, 9))],
    "l_tupleslice": [((3, 3, 0),), ((1, 2, 3),)],
    "l_tuplecmp": [((1, "b"), (1, "b")), ((1, "a"), (1, "a")), ((1, "b"), (1, "a")), ((1, "a"), (1, "b"))],
    "l_tuplein": [
        ((1, 2, 3), 12),
        ((3, 3, 0), 3),
        ((1, 2, 3), 0),
        ((3, 3, 0), 0),
        ((3, 3, 0), 12),
        ((1, 2, 3), -7),
        ((3, 3, 0), -7),
        ((1, 2, 3), 3),
    ],
    "l_tuplemax": [((3, 3, 0),), ((1, 2, 3),)],
    "l_unpackstar": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_unpack": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_swap": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_nested": [(-7, 3), (3, 3), (-7, -7), (12, 3), (0, 3), (0, 0), (-7, 12), (3, -7), (0, 12)],
    "l_removeall": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_flatten": [([[1, 2], [3, 4, 5]],), ([[1], []],), ([],)],
    "l_extendgen": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_mincol": [([[0.5]],), ([[1.0, 2.0], [3.0, 4.0]],)],
    "l_eq": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "l_count": [(["b", "a", "bb", "a"],), (["x", "yy"],), ([],)],
    "l_inserts": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "d_or": [
        ({"a": 3, "b": -1, "c": 3}, {"z": 1, "a": 5}),
        ({"z": 1, "a": 5}, {}),
        ({"z": 1, "a": 5}, {"a": 3, "b": -1, "c": 3}),
        ({"a": 3, "b": -1, "c": 3}, {"a": 3, "b": -1, "c": 3}),
        ({"a": 3, "b": -1, "c": 3}, {}),
        ({}, {}),
        ({"z": 1, "a": 5}, {"z": 1, "a": 5}),
        ({}, {"a": 3, "b": -1, "c": 3}),
        ({}, {"z": 1, "a": 5}),
    ],
    "d_ior": [
        ({"a": 3, "b": -1, "c": 3}, {"z": 1, "a": 5}),
        ({"z": 1, "a": 5}, {}),
        ({"z": 1, "a": 5}, {"a": 3, "b": -1, "c": 3}),
        ({"a": 3, "b": -1, "c": 3}, {"a": 3, "b": -1, "c": 3}),
        ({"a": 3, "b": -1, "c": 3}, {}),
        ({}, {}),
        ({"z": 1, "a": 5}, {"z": 1, "a": 5}),
        ({}, {"a": 3, "b": -1, "c": 3}),
        ({}, {"z": 1, "a": 5}),
    ],
    "d_starstar": [
        ({"a": 3, "b": -1, "c": 3}, {"z": 1, "a": 5}),
        ({"z": 1, "a": 5}, {}),
        ({"z": 1, "a": 5}, {"a": 3, "b": -1, "c": 3}),
        ({"a": 3, "b": -1, "c": 3}, {"a": 3, "b": -1, "c": 3}),
        ({"a": 3, "b": -1, "c": 3}, {}),
        ({}, {}),
        ({"z": 1, "a": 5}, {"z": 1, "a": 5}),
        ({}, {"a": 3, "b": -1, "c": 3}),
        ({}, {"z": 1, "a": 5}),
    ],
    "d_starlit": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "d_fromkeys": [(["b", "a", "bb", "a"],), (["x", "yy"],), ([],)],
    "d_fromkeysnone": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "d_popitem": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "d_sorteditems": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "d_setdefaultlist": [(["b", "a", "bb", "a"],), (["x", "yy"],), ([],)],
    "d_valuessum": [({"a": 1.5, "b": -0.0},)],
    "d_keysand": [
        ({"a": 3, "b": -1, "c": 3}, {"z": 1, "a": 5}),
        ({"z": 1, "a": 5}, {}),
        ({"z": 1, "a": 5}, {"a": 3, "b": -1, "c": 3}),
        ({"a": 3, "b": -1, "c": 3}, {"a": 3, "b": -1, "c": 3}),
        ({"a": 3, "b": -1, "c": 3}, {}),
        ({}, {}),
        ({"z": 1, "a": 5}, {"z": 1, "a": 5}),
        ({}, {"a": 3, "b": -1, "c": 3}),
        ({}, {"z": 1, "a": 5}),
    ],
    "d_keyset": [({"z": 1},), ({},)],
    "d_invalues": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "d_inkeys": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "d_lenkeys": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "d_updatekw": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "d_updatepairs": [
        ({"a": 3, "b": -1, "c": 3}, []),
        ({"a": 3, "b": -1, "c": 3}, [("a", 1), ("b", 2), ("a", 3)]),
        ({"z": 1, "a": 5}, [("a", 1), ("b", 2), ("a", 3)]),
        ({}, []),
        ({"z": 1, "a": 5}, []),
        ({}, [("a", 1), ("b", 2), ("a", 3)]),
    ],
    "d_delloop": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "d_nestedget": [({"a": {"b": 4}},), ({"a": {}},), ({},)],
    "d_itemsmax": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "d_minvalue": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "d_sortval": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "d_dictof": [([("a", 1), ("b", 2), ("a", 3)],), ([],)],
    "d_dictkw": [()],
    "d_firstkey": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "d_listvals": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "d_reversed": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)],
    "d_enumdict": [(["b", "a", "bb", "a"],), (["x", "yy"],), ([],)],
    "d_tuplekeys": [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)],
    "x_chain": [
        (0, 0, 3),
        (-7, 12, -7),
        (12, 0, -7),
        (-7, -7, 12),
        (0, -7, 12),
        (-7, 0, 0),
        (12, 12, -7),
        (12, 3, 3),
        (-7, -7, 3),
    ],
    "x_matmul": [
        ([[0.5]], [[0.5]]),
        ([[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.0], [3.0, 4.0]]),
        ([[0.5]], [[1.0, 2.0], [3.0, 4.0]]),
        ([[1.0, 2.0], [3.0, 4.0]], [[0.5]]),
    ],
}
FALLBACK = {
    "d_keyset": [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},)],
    "s_casefold": [("ñandú a b",)],
    "s_isidentifier": [("ñandú a b",)],
    "s_istitle": [("ñandú a b",)],
    "b_intbase": [("ñandú a b",)],
    "b_intbase16": [("ñandú a b",)],
    "b_summap": [("ñandú a b",)],
    "b_zipstrict": [
        ([], [1, 2, 3, 3, -4]),
        ([5, 3], [1, 2, 3, 3, -4]),
        ([3], [1, 2, 3, 3, -4]),
        ([], [5, 3]),
        ([1, 2, 3, 3, -4], []),
        ([3], [5, 3]),
    ],
}
