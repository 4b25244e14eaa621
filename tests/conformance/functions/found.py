"""What random programs and attacks by hand once got wrong, each made small."""

import itertools
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


def carried_between_rounds(xs: list[int]) -> int:
    """What one round over a set leaves behind is read in the next: the order shows."""
    total = 0
    for x in set(xs):
        if x % 2 == 0:
            last = x
        else:
            total += last
    return total


def left_before_it_raises(xs: list[int]) -> bool:
    for x in set(xs):
        if 10 // x == 2:
            return True
    return False


def left_before_a_raise(xs: list[int]) -> bool:
    for x in set(xs):
        if x == 3:
            return True
        if x == 8:
            raise ValueError("eight")
    return False


def any_that_raises(xs: list[int]) -> bool:
    return any(10 // x == 2 for x in set(xs))


def all_that_raise(xs: list[int]) -> bool:
    return all(10 // x == 2 for x in set(xs))


def place_found_once(rows: list[list[int]], xs: list[int]) -> int:
    """The target of an augmented assignment is evaluated once."""
    rows[xs.pop()] += [5]
    return len(xs)


def taken_out_and_put_back(rows: list[list[int]]) -> list[list[int]]:
    """`+=` stores the list that it has extended, wherever that stood meanwhile."""
    rows[0] += rows.pop(0)
    return rows


def popped_and_put_back(d: dict[str, list[int]], k: str) -> int:
    d[k] += d.pop(k)
    return len(d)


def no_place_left(rows: list[list[int]]) -> int:
    rows[-1] += rows.pop()
    return len(rows)


def set_put_back(d: dict[str, set[int]], k: str) -> int:
    d[k] |= d.pop(k)
    return len(d)


def counter_put_back(d: dict[str, Counter[str]], k: str) -> int:
    d[k] += d.pop(k)
    return len(d)


def rebound_by_the_value(n: int) -> list[int]:
    acc = [n]

    def again() -> int:
        nonlocal acc
        acc = [7]
        return 1

    acc += [again()]
    return acc


def spread_before_it_is_popped(d: dict[str, int]) -> dict[str, int]:
    return {**d, "n": d.pop("a", 0)}


def case_of_its_own_name(xs: list[int]) -> int:
    """A case that fails in its guard has bound its names; the subject is what it was."""
    match xs:
        case [1, *xs] if len(xs) > 3:
            return 1
        case [1, 2]:
            return 2
        case [1, *_]:
            return 3
        case _:
            return 4


def guard_that_changes(xs: list[int]) -> list[int]:
    match xs:
        case [k, *rest] if xs.pop() > 2:
            return [k, *rest, len(xs)]
        case [k, *rest]:
            return [-k, *rest]
    return xs


@dataclass
class Link:
    key: int
    rest: "Link | None" = None


def walked_by_a_case(node: Link | None) -> int:
    match node:
        case Link(key=k, rest=node) if k > 5:
            return 1
        case Link(key=k):
            return k
        case None:
            return -1


def left_from_an_else(xs: list[int]) -> int:
    """The break in the else of a loop is that of the loop around, and passes through finally."""
    n = 0
    for x in xs:
        try:
            for y in range(x):
                if y > 3:
                    break
            else:
                break
        finally:
            n += 1
    return n


def chained_while_it_grows(xs: list[int], ys: list[int]) -> list[int]:
    out: list[int] = []
    for x in itertools.chain(xs, ys, [7]):
        out.append(x)
        if len(xs) + len(ys) < 9:
            (xs if x % 2 else ys).append(x + 1)
    return out


def chained_walks(words: list[str], d: dict[str, int], n: int) -> list[str]:
    found = list(itertools.chain(words, d, "ab"))
    return [*found, str(sum(itertools.chain(range(n), d.values()))), max(itertools.chain(d, words), default="-")]


def grown(xs: list[int], n: int) -> int:
    if len(xs) < 8:
        xs.append(n + 1)
    return n * 2


def walk_over_what_grows(xs: list[int]) -> int:
    """A list that a helper makes longer while it is walked over."""
    total = 0
    for x in xs:
        total = total * 3 + x
        grown(xs, x)
    return total


def numbered_while_it_grows(xs: list[int]) -> int:
    total = 0
    for i, x in enumerate(xs):
        total += grown(xs, x) * i
    return total


def listed_while_it_grows(xs: list[int]) -> list[int]:
    return [grown(xs, x) for x in xs]


class Purse:
    def __init__(self, coins: int) -> None:
        self.coins = coins
        self.spent: list[int] = []

    def add(self, n: int) -> int:
        self.coins += n
        self.spent.append(n)
        return self.coins


def raised_with_what_was(n: int) -> int:
    """Arguments of an exception are evaluated from the left."""
    purse = Purse(n)
    raise ValueError(purse.coins, purse.add(5), purse.coins)


@dataclass
class Crate:
    items: list[int]

    def put(self, n: int) -> int:
        self.items.append(n)
        return len(self.items)


def equal_until_it_grows(xs: list[int]) -> int:
    one, two = Crate(xs[:]), Crate(xs[:])
    return int(one == two) * 100 + one.put(5)


def names_like_ours(operand_1: int, operand_2: int) -> list[int]:
    """Variables called as the operands that the compiler names."""
    purse = Purse(operand_1)
    return [purse.coins - purse.add(operand_2) * operand_1, operand_1, operand_2]


def first_that_changes(rows: list[list[int]]) -> int:
    """The first of a generator is an element itself."""
    row = next((r for r in rows if r), None)
    if row is not None:
        row.append(99)
        return len(row)
    return 0


def percent_of_what_changes(xs: list[int]) -> str:
    """All values are evaluated before the first one's text is made."""
    return "%s|%d|%s" % (xs, xs.pop(), len(xs))


def braces_of_what_changes(xs: list[int]) -> str:
    return "{}|{}|{}".format(xs, xs.pop(), len(xs))


def place_in_a_tuple(row: tuple[int, ...], x: int) -> list[int]:
    return [row.count(x), row.index(x), row.index(x, 1), row.index(x, -2, 9)]


CASES = {
    "place_in_a_tuple": [((1, 2, 1), 1), ((1, 2), 3), ((3, 1), 3), ((), 0)],
    "carried_between_rounds": [([8, 6, 1],), ([6, 8, 1, 3],), ([16, 2, 9],)],
    "left_before_it_raises": [([5, 0],), ([5],), ([0],), ([5, 1],)],
    "left_before_a_raise": [([3, 8],), ([8, 3],), ([3],), ([19, 8, 3],)],
    "any_that_raises": [([5],), ([4, 1],), ([],)],
    "all_that_raise": [([5],), ([1, 2],), ([],)],
    "place_found_once": [([[1], [2], [3]], [0, 1, 2]), ([[1]], [0, 0]), ([[1]], [3])],
    "taken_out_and_put_back": [([[1], [2]],), ([[1]],), ([],)],
    "popped_and_put_back": [({"a": [1]}, "a"), ({"a": [1], "b": [2]}, "a"), ({}, "a")],
    "no_place_left": [([[1]],), ([[1], [2]],)],
    "set_put_back": [({"a": {1}}, "a"), ({"a": {1}, "b": {2}}, "a")],
    "counter_put_back": [({"a": Counter("ab")}, "a")],
    "rebound_by_the_value": [(1,)],
    "spread_before_it_is_popped": [({"a": 1, "b": 2},), ({},)],
    "case_of_its_own_name": [([1, 2],), ([1, 2, 3, 4, 5],), ([1, 1, 2],), ([2],)],
    "guard_that_changes": [([1, 2, 3],), ([1, 2],), ([5],), ([],)],
    "walked_by_a_case": [(Link(1, Link(2)),), (Link(9),), (None,), (Link(3, Link(7)),)],
    "left_from_an_else": [([2, 9],), ([9, 2, 9],), ([9],), ([],)],
    "chained_while_it_grows": [([1, 2], [4]), ([], []), ([3], [])],
    "chained_walks": [(["x", "y"], {"k": 5}, 3), ([], {}, 0)],
    "walk_over_what_grows": [([1, 2],), ([],)],
    "numbered_while_it_grows": [([1, 2],)],
    "listed_while_it_grows": [([1, 2],)],
    "raised_with_what_was": [(3,)],
    "equal_until_it_grows": [([1, 2],)],
    "names_like_ours": [(3, 4)],
    "first_that_changes": [([[], [1], [2]],), ([[]],)],
    "percent_of_what_changes": [([1, 2, 3],), ([],)],
    "braces_of_what_changes": [([1, 2, 3],)],
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
FALLBACK = {
    "always_overflows": [(1,)],
    "carried_between_rounds": [([1],)],
    "any_that_raises": [([5, 0],), ([0],)],
    "all_that_raise": [([1, 0],)],
}
