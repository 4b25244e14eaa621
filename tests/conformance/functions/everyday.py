"""Methods of str and built-ins in their everyday forms."""

import string


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


INT_LISTS = [([5, 3],), ([],), ([1, 2, 3, 3, -4],), ([3],)]
TEXTS = [("-12.5",), ("ñandú a b",), ("101",), ("  Hello,  World foo\tbar\r\nx\n ",), ("",), ("a",), ("abcab",)]
TABLES = [({"a": 3, "b": -1, "c": 3},), ({"z": 1, "a": 5},), ({},)]
INTS = [(12,), (-7,), (3,), (0,)]
WORD_LISTS = [(["b", "a", "bb", "a"],), (["x", "yy"],), ([],)]
ASCII_TEXTS = [("-12.5",), ("101",), ("  Hello,  World foo\tbar\r\nx\n ",), ("",), ("a",), ("abcab",)]
GRIDS = [([[1, 2], [3, 4, 5]],), ([[1], []],), ([],)]
FLOATS = [(1e16,), (0.0,), (2.675,), (-1.5,)]
INT_AND_TEXT = [
    (12, "  Hello,  World foo\tbar\r\nx\n "), (12, "101"), (0, "a"), (0, "-12.5"), (12, "abcab"), (-7, "abcab"),
    (-7, "101"), (12, "ñandú a b"), (3, "101"),
]
THREE_INTS = [
    (0, 0, 3), (-7, 12, -7), (12, 0, -7), (-7, -7, 12), (0, -7, 12), (-7, 0, 0), (12, 12, -7), (12, 3, 3),
    (-7, -7, 3),
]
TWO_INT_LISTS = [
    ([], [1, 2, 3, 3, -4]), ([1, 2, 3, 3, -4], [1, 2, 3, 3, -4]), ([], []), ([5, 3], [1, 2, 3, 3, -4]),
    ([3], [1, 2, 3, 3, -4]), ([3], [3]), ([], [5, 3]), ([1, 2, 3, 3, -4], []), ([3], [5, 3]),
]

CASES = {
    "s_casefold": ASCII_TEXTS,
    "s_zfill": TEXTS,
    "s_center": TEXTS,
    "s_split_none": TEXTS,
    "s_split_kw": TEXTS,
    "s_rsplit": TEXTS,
    "s_rsplit_ws": TEXTS,
    "s_splitlines": TEXTS,
    "s_replace_n": TEXTS,
    "s_find3": TEXTS,
    "s_find4": TEXTS,
    "s_index3": TEXTS,
    "s_count3": TEXTS,
    "s_starts_tuple": TEXTS,
    "s_starts_at": TEXTS,
    "s_rindex": TEXTS,
    "s_expandtabs": TEXTS,
    "s_translate": TEXTS,
    "s_translate_del": TEXTS,
    "s_isidentifier": ASCII_TEXTS,
    "s_istitle": ASCII_TEXTS,
    "s_lower_const": TEXTS,
    "s_in_digits": TEXTS,
    "s_percent": INT_AND_TEXT,
    "s_percent1": FLOATS,
    "s_format": INT_AND_TEXT,
    "s_format2": FLOATS,
    "s_join_gen": INT_LISTS,
    "s_join_map": INT_LISTS,
    "s_rev": TEXTS,
    "s_sorted": TEXTS,
    "b_bin": INTS,
    "b_hex": INTS,
    "b_oct": INTS,
    "b_intbase": ASCII_TEXTS,
    "b_intbase16": ASCII_TEXTS,
    "b_pow3": THREE_INTS,
    "b_format": INTS,
    "b_divmod_f": [
        (0.0, 2.675), (2.675, 2.675), (0.0, 0.0), (1e16, 2.675), (-1.5, 2.675), (-1.5, -1.5), (0.0, 1e16),
        (2.675, 0.0), (-1.5, 1e16),
    ],
    "b_maxkeydef": WORD_LISTS,
    "b_max_lens": WORD_LISTS,
    "b_maxdict": TABLES,
    "b_maxdict2": TABLES,
    "b_minmulti": [
        ("", "  Hello,  World foo\tbar\r\nx\n "), ("  Hello,  World foo\tbar\r\nx\n ", "abcab"), ("ñandú a b", "a"),
        ("abcab", "  Hello,  World foo\tbar\r\nx\n "), ("-12.5", ""), ("a", "abcab"), ("ñandú a b", "101"),
        ("", "101"), ("ñandú a b", "-12.5"),
    ],
    "b_sumlists": GRIDS,
    "b_summap": ASCII_TEXTS,
    "b_filter": INT_LISTS,
    "b_filternone": WORD_LISTS,
    "b_map2": TWO_INT_LISTS,
    "b_zipstar": GRIDS,
    "b_zipdict": [
        (["b", "a", "bb", "a"], [5, 3]), (["x", "yy"], [5, 3]), ([], []), (["x", "yy"], []),
        (["b", "a", "bb", "a"], [3]), (["b", "a", "bb", "a"], [1, 2, 3, 3, -4]), ([], [5, 3]),
        (["x", "yy"], [1, 2, 3, 3, -4]), (["b", "a", "bb", "a"], []),
    ],
    "b_zip4": [
        ([5, 3], [1, 2, 3, 3, -4], [1, 2, 3, 3, -4], [3]), ([5, 3], [5, 3], [5, 3], [1, 2, 3, 3, -4]),
        ([3], [], [], [1, 2, 3, 3, -4]), ([1, 2, 3, 3, -4], [5, 3], [3], [5, 3]), ([], [], [5, 3], [5, 3]),
        ([5, 3], [3], [], [5, 3]), ([5, 3], [1, 2, 3, 3, -4], [1, 2, 3, 3, -4], [1, 2, 3, 3, -4]),
        ([5, 3], [3], [5, 3], [1, 2, 3, 3, -4]), ([3], [5, 3], [3], [5, 3]),
    ],
    "b_zipstrict": [([1, 2, 3, 3, -4], [1, 2, 3, 3, -4]), ([], []), ([3], [3])],
    "b_enumrev": INT_LISTS,
    "b_revrange": INTS,
    "b_rangeidx": INTS,
    "b_anygen": GRIDS,
    "b_boolsum": INT_LISTS,
    "b_sorted_tuple": TABLES,
    "b_sortedneg": TABLES,
    "b_abs": INT_LISTS,
    "b_hash": INTS,
    "b_roundn": INTS,
    "b_repr": TEXTS,
    "b_callable_len": WORD_LISTS,
    "b_intof": FLOATS,
    "b_nextgen": INT_LISTS,
    "b_iterpair": INT_LISTS,
}
FALLBACK = {
    "s_casefold": [("ñandú a b",)],
    "s_isidentifier": [("ñandú a b",)],
    "s_istitle": [("ñandú a b",)],
    "b_intbase": [("ñandú a b",)],
    "b_intbase16": [("ñandú a b",)],
    "b_summap": [("ñandú a b",)],
    "b_zipstrict": [
        ([], [1, 2, 3, 3, -4]), ([5, 3], [1, 2, 3, 3, -4]), ([3], [1, 2, 3, 3, -4]), ([], [5, 3]),
        ([1, 2, 3, 3, -4], []), ([3], [5, 3]),
    ],
}
