"""Tables as scripts write them: of functions, of frozen records, of characters; Enums whose values are tuples; what is
asked with a default and walked over."""

import bisect
import math
import operator
import string
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


@dataclass(frozen=True)
class Rate:
    code: str
    value: float


@dataclass(frozen=True)
class Fee:
    code: str
    value: float
    note: str = ""


class Tier(NamedTuple):
    upto: int
    rate: float


class Planet(Enum):
    MERCURY = (3.303e23, 2.4397e6)
    EARTH = (5.976e24, 6.37814e6)

    def __init__(self, mass: float, radius: float) -> None:
        self.mass = mass
        self.radius = radius

    @property
    def gravity(self) -> float:
        return 6.67300e-11 * self.mass / (self.radius * self.radius)


class Color(Enum):
    RED = (255, 0, 0)
    BLUE = (0, 0, 255)
    AZURE = (0, 0, 255)


class Op(Enum):
    ADD = 1
    SUB = 2
    NEG = 3


class Level(Enum):
    LOW = "low"
    HIGH = "high"

    def __init__(self, label: str) -> None:
        self.label = label


@dataclass
class Row:
    dept: str
    pay: int


def add(a: int, b: int) -> int:
    return a + b


def sub(a: int, b: int) -> int:
    return a - b


def add_one(x: int) -> int:
    return x + 1


def double(x: int) -> int:
    return 2 * x


TIERS = [Tier(10, 0), Tier(100, 5), Tier(1000, 7.5)]
RATES = [Rate("a", 1), Rate("b", 2.5)]
FEES = {"x": Fee("a", 1.0), "y": Fee(value=2.5, code="b", note="né")}
VOWELS = str.maketrans("aeiou", "12345")
DELETE = str.maketrans("", "", string.punctuation)
DISPATCH: dict[str, Callable[[int, int], int]] = {"add": add, "sub": sub}
BY_MEMBER = {Op.ADD: add, Op.SUB: sub}
OPS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.floordiv}
RULES = [
    ("short", lambda s: len(s) < 8),
    ("nodigit", lambda s: not any(c.isdigit() for c in s)),
]
UNITS = {"C": (lambda c: c, "°C"), "F": (lambda c: c * 9 / 5 + 32, "°F")}
SHAPES = {"circle": lambda r: math.pi * r**2, "square": lambda a: a * a}


# ---------------------------------------------------------------- of functions


def on_the_spot(op: str, x: int, y: int) -> int:
    return {"+": lambda a, b: a + b, "//": lambda a, b: a // b}[op](x, y)


def local(op: str, x: int, y: int) -> int:
    ops = {"+": lambda a, b: a + b, "-": lambda p, q: p - q, "*": operator.mul}
    if op not in ops:
        raise ValueError(f"bad {op}")
    return ops[op](x, y)


def got(name: str, x: int, y: int) -> int:
    f = DISPATCH.get(name)
    if f is None:
        return -1
    return f(x, y)


def looked_up(name: str, x: int, y: int) -> int:
    return DISPATCH[name](x, y)


def with_default(name: str, x: int, y: int) -> int:
    return DISPATCH.get(name, max)(x, y)


def by_member(op: Op, x: int, y: int) -> int:
    f = BY_MEMBER.get(op)
    return f(x, y) if f else x


def rpn(expr: str) -> int:
    stack: list[int] = []
    for tok in expr.split():
        if tok in OPS:
            b, a = stack.pop(), stack.pop()
            stack.append(OPS[tok](a, b))
        else:
            stack.append(int(tok))
    return stack[-1]


def broken(p: str) -> list[str]:
    return [name for name, rule in RULES if rule(p)]


def broken_here(p: str) -> list[str]:
    rules = {"short": lambda s: len(s) < 8, "nodigit": lambda s: not any(c.isdigit() for c in s)}
    return [name for name, rule in rules.items() if rule(p)]


def steps(x: int) -> int:
    funcs = [lambda v: v + 1, lambda v: v * 2, abs]
    for f in funcs:
        x = f(x)
    return x


def each(x: int) -> list[int]:
    return [f(x) for f in (add_one, double)]


def captured(op: str, x: float, rate: float) -> float:
    actions = {"up": lambda v: v * (1 + rate), "down": lambda v: v * (1 - rate)}
    rate = rate * 2
    action = actions.get(op)
    if action:
        return action(x)
    return x


def walrus(op: str, x: int) -> int:
    if (f := {"inc": add_one, "dbl": double}.get(op)) is not None:
        return f(x)
    return -x


def handled(events: list[str]) -> list[str]:
    log: list[str] = []

    def on_open(n: int) -> None:
        log.append(f"open{n}")

    def on_close(n: int) -> None:
        log.append(f"close{n}")

    handlers = {"open": on_open, "close": on_close}
    for i, e in enumerate(events):
        handler = handlers.get(e)
        if handler is None:
            log.append("?" + e)
            continue
        handler(i)
    return log


def converted(t: float, unit: str) -> str:
    f, symbol = UNITS[unit]
    return f"{f(t):.1f}{symbol}"


def area(kind: str, v: float) -> float:
    try:
        return round(SHAPES[kind](v), 2)
    except KeyError as e:
        raise ValueError(f"unknown {e}") from e


def shapes() -> list[str]:
    return sorted(SHAPES)


def looked_up_first(log: list[int], op: str) -> int:
    return {"a": add}[op](log.pop(), log.pop())


# ---------------------------------------------------------------- of records and characters


def tier(x: int) -> float:
    for t in TIERS:
        if x <= t.upto:
            return t.rate
    return 0.0


def tax(x: int) -> float:
    total = 0.0
    low = 0
    for upto, rate in TIERS:
        total += (min(x, upto) - low) * rate / 100
        if x <= upto:
            break
        low = upto
    return round(total, 2)


def rate(code: str) -> float:
    for r in RATES:
        if r.code == code:
            return r.value
    return 0.0


def fee(code: str) -> float:
    if code in FEES:
        return FEES[code].value + len(FEES[code].note)
    return 0.0


def whole_fee(code: str) -> Fee | None:
    return FEES.get(code)


def leet(s: str) -> str:
    return s.translate(VOWELS)


def shortened(s: str) -> str:
    table = str.maketrans({"a": "4", "b": None, "c": "xyz", "d": 101})
    return s.translate(table)


def words(s: str) -> list[str]:
    return s.translate(DELETE).lower().split()


def by_code(s: str) -> str:
    return s.translate({ord("a"): "b", ord("é"): None})


def rotated(s: str, k: int, extra: str) -> str:
    abc = string.ascii_lowercase
    table = str.maketrans(abc, abc[k:] + abc[:k] + extra, "!")
    k = 0
    return s.translate(table)


def gravity(p: Planet) -> float:
    return p.gravity


def weights(w: float) -> dict[str, float]:
    return {p.name: w / Planet.EARTH.gravity * p.gravity for p in Planet}


def hexed(c: Color) -> str:
    r, g, b = c.value
    return f"#{r:02x}{g:02x}{b:02x} {c.name} {c is Color.AZURE} {c.value[0]}"


def label(level: Level) -> str:
    return level.label + level.value


# ---------------------------------------------------------------- defaults that are walked over


def total(d: dict[str, list[int]], k: str) -> int:
    n = 0
    for x in d.get(k, ()):
        n += x
    return n


def in_order(g: dict[int, set[int]], k: int) -> list[int]:
    return sorted(x for x in g.get(k, ()))


def reaches(g: dict[int, set[int]], k: int, t: int) -> bool:
    return t in g.get(k, ())


def or_nothing(g: dict[int, list[int]], k: int, xs: list[int] | None) -> int:
    return sum(g.get(k) or ()) + sum(x for x in xs or ())


def neighbours(g: dict[int, list[int]], k: int) -> int:
    near = g.get(k, ())
    return len(near) * 100 + sum(near)


def growing(g: dict[int, list[int]], k: int) -> list[int]:
    for x in g.get(k, ()):
        if x > 0:
            g[k].append(x - 1)
    return g.get(k, [])


def either(xs: list[int] | tuple[int, ...]) -> int:
    return sum(xs) + len(xs)


def longest(d: dict[str, list[str]], k: str) -> list[str]:
    return [max(d.get(k, ()), key=len, default="none"), *d.get(k, ())]


# ---------------------------------------------------------------- identity, order, names


def true_or_not(v: int | bool | None) -> int:
    if v is True:
        return 1
    if v is False:
        return 2
    if v is None:
        return 3
    return v + 10


def false_or_none(v: bool | None) -> int:
    return 1 if v is False else 0


def said(v: str | bool) -> str:
    if v is True:
        return "yes"
    if v is not False:
        return v
    return "no"


def never(v: int) -> bool:
    return v is True


def place(xs: list[int], x: float) -> tuple[int, int]:
    return bisect.bisect_left(xs, x), bisect.bisect(xs, x)


def place_of_int(xs: list[float], x: int) -> int:
    return bisect.bisect(xs, x)


def place_of_pair(xs: list[tuple[int, str]], x: int) -> int:
    return bisect.bisect_left(xs, (x,))


def grade(score: float) -> str:
    return "FDCBA"[bisect.bisect([60, 70, 80, 90], score)]


def compared(a: tuple[int, float], b: tuple[int, float, str]) -> list[bool]:
    return [a < b, a <= b, a > b, a >= b, b < a, b <= a, b > a, b >= a, a == b, b != a]


def pairs(s: str) -> dict[str, str]:
    return dict(p.split("=", 1) for p in s.split("&"))


def divided_pairs(rows: list[list[int]]) -> dict[int, int]:
    return dict([r[0] // r[1], *r[1:]] for r in rows)


def rows(given: list[list[int]]) -> dict[int, int]:
    return dict(given)


def forgotten(xs: list[int], n: int) -> int:
    total = sum(xs)
    if n:
        extra = n
        total += extra
        del extra
    del xs, n
    return total


def tail(xs: list[int]) -> int:
    return xs[-1]


def shadowed(rows: list[Row]) -> int:
    tail = Row("", 0)
    for r in rows:
        tail.pay += r.pay
    return tail.pay


# ---------------------------------------------------------------- dicts whose order is moved


class Cache:
    def __init__(self, cap: int) -> None:
        self.cap = cap
        self.data: OrderedDict[str, int] = OrderedDict()

    def get(self, key: str) -> int:
        if key not in self.data:
            return -1
        self.data.move_to_end(key)
        return self.data[key]

    def put(self, key: str, value: int) -> None:
        self.data[key] = value
        self.data.move_to_end(key)
        if len(self.data) > self.cap:
            self.data.popitem(last=False)


def cached(ops: list[tuple[str, int]], cap: int) -> list[int]:
    cache = Cache(cap)
    out = []
    for k, v in ops:
        if v < 0:
            out.append(cache.get(k))
        else:
            cache.put(k, v)
    return out


def least_used(keys: list[str], cap: int) -> list[str]:
    cache: OrderedDict[str, int] = OrderedDict()
    for i, k in enumerate(keys):
        if k in cache:
            cache.move_to_end(k)
        cache[k] = i
        if len(cache) > cap:
            cache.popitem(last=False)
    return list(cache)


def tallied(keys: list[str]) -> dict[str, int]:
    d = OrderedDict()
    for k in keys:
        d[k] = d.get(k, 0) + 1
    return dict(d)


def unique_keys(keys: list[str]) -> list[str]:
    return list(OrderedDict.fromkeys(keys))


def same_order(a: dict[str, float], b: dict[str, float]) -> tuple[bool, bool]:
    x, y = OrderedDict(a), OrderedDict(b)
    return x == y, x != y


def to_front(rows: list[tuple[str, int]], k: str) -> list[tuple[str, int]]:
    d = OrderedDict(rows)
    d.move_to_end(k, last=False)
    return list(d.items())


def popped(rows: list[tuple[str, int]]) -> list[tuple[str, int]]:
    d = OrderedDict(rows)
    return [d.popitem(), d.popitem(False), d.popitem(last=len(d) > 1)]


def by_value(d: dict[str, int]) -> list[str]:
    s = OrderedDict(sorted(d.items(), key=lambda kv: kv[1]))
    return [f"{k}={v}" for k, v in s.items()] + [type(s).__name__]


def walked_and_moved(d: dict[str, int]) -> int:
    o = OrderedDict(d)
    n = 0
    for k in o:
        o.move_to_end(k)
        n += 1
    return n


PAIRS = [([("a", 1), ("b", 2), ("c", 3), ("d", 4)],), ([("a", 1), ("b", 2)],), ([],)]
CASES = {
    "on_the_spot": [("+", 1, 2), ("//", 7, 2), ("?", 1, 0), ("//", 1, 0)],
    "local": [("+", 1, 2), ("-", 7, 2), ("*", 3, 3), ("?", 1, 0)],
    "got": [("add", 1, 2), ("sub", 1, 2), ("", 1, 2)],
    "looked_up": [("add", 1, 2), ("sub", 1, 2), ("", 1, 2)],
    "with_default": [("add", 1, 2), ("", 1, 2)],
    "by_member": [(Op.ADD, 1, 2), (Op.SUB, 1, 2), (Op.NEG, 1, 2)],
    "rpn": [("3 4 + 2 *",), ("5 1 2 + 4 * + 3 -",), ("1 +",), ("1 0 /",), ("x",)],
    "broken": [("",), ("abc1",), ("longenough",), ("longenough1",)],
    "broken_here": [("",), ("abc1",), ("longenough1",)],
    "steps": [(3,), (-9,)],
    "each": [(3,)],
    "captured": [("up", 10.0, 0.1), ("down", 10.0, 0.1), ("", 10.0, 0.1)],
    "walrus": [("inc", 3), ("dbl", 3), ("", 3)],
    "handled": [([],), (["open", "x", "close", "open"],)],
    "converted": [(20.0, "C"), (20.0, "F"), (1.0, "K")],
    "area": [("circle", 1.0), ("square", 3.0), ("line", 1.0)],
    "shapes": [()],
    "looked_up_first": [([1, 2], "a"), ([1], "b"), ([1], "a")],
    "tier": [(5,), (50,), (500,), (5000,)],
    "tax": [(5,), (50,), (500,), (5000,)],
    "rate": [("a",), ("b",), ("c",)],
    "fee": [("x",), ("y",), ("z",)],
    "whole_fee": [("x",), ("y",), ("z",)],
    "leet": [("",), ("hello wörld",)],
    "shortened": [("abcdef",), ("",)],
    "words": [("Hi, there! (e)",), ("",)],
    "by_code": [("aébé",)],
    "rotated": [("xyz!", 3, ""), ("", 0, ""), ("abc", 1, "x")],
    "gravity": [(Planet.EARTH,), (Planet.MERCURY,)],
    "weights": [(70.0,)],
    "hexed": [(Color.RED,), (Color.BLUE,)],
    "label": [(Level.LOW,), (Level.HIGH,)],
    "total": [({}, "a"), ({"a": [1, 2]}, "a")],
    "in_order": [({}, 1), ({1: {3, 2}}, 1)],
    "reaches": [({}, 1, 2), ({1: {3, 2}}, 1, 2), ({1: {3}}, 1, 2)],
    "or_nothing": [({}, 1, None), ({1: [1, 2]}, 1, [5]), ({1: []}, 1, [])],
    "neighbours": [({}, 1), ({1: [1, 2]}, 1)],
    "growing": [({}, 1), ({1: [2]}, 1)],
    "either": [([1, 2],), ((1, 2, 3),), ((),)],
    "longest": [({}, "a"), ({"a": ["x", "yyy", "zzz"]}, "a")],
    "true_or_not": [(True,), (False,), (None,), (1,), (0,)],
    "false_or_none": [(True,), (False,), (None,)],
    "said": [(True,), (False,), ("x",)],
    "never": [(1,), (0,)],
    "place": [([], 1.0), ([1, 2, 3], 2.0), ([1, 2, 3], 2.5), ([2**53 + 1], 2.0**53), ([1, 2], float("nan"))],
    "place_of_int": [([], 1), ([1.0, 2.0, 2.5], 2), ([2.0**53], 2**53 + 1)],
    "place_of_pair": [([], 1), ([(1, "a"), (2, ""), (2, "b")], 2)],
    "grade": [(59.9,), (60.0,), (100.0,)],
    "compared": [((1, 2.0), (1, 2.0, "")), ((1, 2.0), (1, 3.0, "")), ((2, 0.0), (1, 2.0, "")), ((1, 0.0), (1, -0.0, "x"))],
    "pairs": [("a=1&b=2&a=x=y",)],
    "divided_pairs": [([[4, 2], [9, 3]],), ([[1, 0]],)],
    "rows": [([],), ([[1, 2], [3, 4], [1, 5]],)],
    "forgotten": [([1, 2], 0), ([], 5)],
    "tail": [([1, 2],), ([],)],
    "shadowed": [([Row("a", 2), Row("b", 3)],)],
    "cached": [([("a", 1), ("b", 2), ("a", -1), ("c", 3), ("b", -1), ("a", -1)], 2), ([("a", 1), ("a", -1)], 0), ([], 1)],
    "least_used": [(["a", "b", "a", "c", "d", "a"], 2), ([], 3)],
    "tallied": [([],), (["b", "a", "b"],)],
    "unique_keys": [([],), (["b", "a", "b"],)],
    "same_order": [({}, {}), ({"a": 1.0, "b": 2.0}, {"b": 2.0, "a": 1.0}), ({"a": 1.0}, {"a": 1.0}), ({"a": 1.0}, {})],
    "to_front": [([("a", 1), ("b", 2), ("c", 3)], "b"), ([("a", 1)], "a"), ([("a", 1)], "x")],
    "popped": PAIRS,
    "by_value": [({},), ({"a": 2, "b": 1},)],
    "walked_and_moved": [({},)],
}  # fmt: skip
FALLBACK = {
    "words": [("Hi, (é)",)],
    "pairs": [("",), ("a=1&b",)],
    "divided_pairs": [([[4, 2, 1], [1, 0]],)],
    "rows": [([[1]],)],
    "same_order": [({"a": float("nan")}, {"a": float("nan")})],
    "walked_and_moved": [({"a": 1, "b": 2},)],
}
