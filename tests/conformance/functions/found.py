"""What random programs and attacks by hand once got wrong, each made small."""

import math
from collections import Counter
from dataclasses import dataclass

LIMIT = 17


def chain_of_literals(n: int) -> bool:
    return n > -1 and -1 != (-1 if n == 5 else 9007199254740991)


def always_overflows(n: int) -> int:
    if n > 0:
        return LIMIT - (-9223372036854775807)
    return n


def comprehension_of_lists(n: int) -> dict[str, list[float]]:
    return {str(i): [float(i)] for i in range(n)}


def literal_key(xs: list[int]) -> list[int]:
    return sorted(xs, key=lambda x: round(-1), reverse=True)


def literal_either(xs: list[int], flag: bool) -> list[int]:
    return sorted(xs, key=lambda x: 1 if flag else 4000000000)


def literal_tuples(flag: bool) -> bool:
    return (1 if flag else 9007199254740991, 2.5) < (4294967296, 1.5)


def generator_sees_the_body(n: int) -> list[int]:
    found: list[int] = []
    for x in (n + i for i in range(4)):
        n = n * 2
        found.append(x)
    return found


def generator_left_early(xs: list[int]) -> str:
    text = ""
    try:
        for x in (10 // v for v in xs if v != 7):
            if x == 5:
                return text + "left"
            text += str(x)
    except ZeroDivisionError:
        text += "!"
    return text


def generator_of_pairs(xs: list[tuple[int, str]]) -> str:
    x = "-"
    for a, b in ((y, x) for x, y in xs):
        x += a * b
    else:
        x += "."
    return x


def generator_beside_a_list(xs: list[str]) -> list[str]:
    found: list[str] = []
    for i, c in enumerate(c for c in xs if c):
        found.append(f"{i}{c}")
    return found


def default_itself(xs: list[str]) -> list[str]:
    return {"a": ["x"]}.pop("b", xs)


def larger_itself(xs: list[int], ys: list[int]) -> list[int]:
    return max(xs, ys)


def read_int(s: str) -> int:
    return int(s)


def read_float(s: str) -> str:
    x = float(s)
    return f"{x} {math.copysign(1.0, x)}"


def counter_loses(s: str) -> dict[str, int]:
    c = Counter(s)
    del c["q"]
    return dict(c)


def fields_and_names(s: str) -> str:
    return "{a}{}|{}{a}".format(s, "y", a="x")


def never_filled(n: int) -> int:
    """Sets that nothing tells the elements of but their annotation."""
    seen: set[int] = set()
    _spare: set[str] = set()
    return n + len(seen)


@dataclass
class Holder:
    held: dict[str, int]


def changed_in_place(holder: Holder, rows: dict[str, dict[str, int]], key: str) -> list[int]:
    """Another name of a dict sees what `|=` stores in it."""
    first, second = holder.held, rows[key]
    holder.held |= {"a": 1, key: 2}
    rows[key] |= {"b": 3}
    return [len(first), len(second)]


def counted_in_place(words: list[str], others: list[str]) -> list[dict[str, int]]:
    """Another name of a Counter sees what it counts; `|=` keeps the larger count, and what is not positive goes."""
    more, less, most, least = Counter(words), Counter(words), Counter(words), Counter(words)
    seen = [more, less, most, least]
    other = Counter(others)
    more += other
    less -= other
    most |= other
    least &= other
    more += more
    return [dict(one) for one in seen]


def counted_under_keys(words: list[str]) -> dict[str, int]:
    out: dict[str, Counter[str]] = {}
    shared: Counter[str] = Counter()
    for word in words:
        out[word] = shared
        out[word] += Counter(word)
    return dict(shared)


CASES = {
    "changed_in_place": [(Holder({"x": 1}), {"k": {}}, "k"), (Holder({}), {"a": {"b": 9}}, "a"), (Holder({}), {}, "k")],
    "counted_under_keys": [(["ab", "b"],), ([],)],
    "counted_in_place": [(["a", "b", "a", "c"], ["b", "a", "d", "b"]), ([], ["z"]), (["z"], [])],
    "never_filled": [(1,)],
    "counter_loses": [("qqa",), ("",)],
    "fields_and_names": [("q",)],
    "read_int": [("\x1c5",), ("5\x1f",), ("\x0b5\x0c",), (" +5\n",), ("+-5",), ("",)],
    "read_float": [("+nan",), ("-nan",), ("nan",), ("\x1d1.5",), ("\t1.5\r",), ("-InF",), ("1e-400",), ("-1e-400",)],
    "default_itself": [(["a", "b"],), ([],)],
    "larger_itself": [([1], [2]), ([3], [2])],
    "generator_sees_the_body": [(1,), (0,), (-3,)],
    "generator_left_early": [([3, 2, 0],), ([3, 7, 0, 2],), ([],), ([1, 4],)],
    "generator_of_pairs": [([(2, "a"), (0, "b"), (3, "é")],), ([],)],
    "generator_beside_a_list": [(["a", "", "b"],), ([],)],
    "chain_of_literals": [(5,), (6,), (-3,)],
    "always_overflows": [(0,), (-1,)],
    "comprehension_of_lists": [(0,), (3,)],
    "literal_key": [([3, 1, 2],), ([],)],
    "literal_either": [([3, 1, 2], True), ([3, 1, 2], False)],
    "literal_tuples": [(True,), (False,)],
}
FALLBACK = {"always_overflows": [(1,)]}
