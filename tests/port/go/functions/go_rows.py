"""Functions for rows of the table that the conformance files leave to each back end, and for Go's own traps."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """A record of flat fields: read where it lies."""

    x: float
    y: float
    name: str


@dataclass
class Box:
    """A record with a list: decoded."""

    tag: str
    items: list[int]
    lid: Point | None


def signs(n: int, x: float) -> tuple[int, float, int, float]:
    return +n, +x, -n, -x


def bools(a: bool, b: bool) -> list[bool]:
    return [a & b, a | b, a ^ b, a == b, a != b, bool(a), not a]


def bools_as_numbers(a: bool, n: int) -> tuple[int, float, int]:
    return int(a) + n, float(a), n * int(a)


def against(i: int, x: float) -> list[bool]:
    return [i == x, i != x, i < x, i <= x, i > x, i >= x, x == i, x != i, x < i, x <= i, x > i, x >= i]


def lists_in_order(a: list[int], b: list[int]) -> list[bool]:
    return [a < b, a <= b, a > b, a >= b, a == b, a != b]


def tuples_in_order(a: tuple[int, str, float], b: tuple[int, str, float]) -> list[bool]:
    return [a < b, a <= b, a > b, a >= b, a == b, a != b]


def bits(n: int) -> tuple[int, int, int, int]:
    return n.bit_length(), ~n, n & 255, n | 1024


def whole(x: float) -> bool:
    return x.is_integer()


def same(n: int, x: float) -> tuple[int, float, int]:
    return int(n), float(x), round(n)


def logs(x: float) -> list[float]:
    return [math.log(x), math.log2(x), math.log10(x)]


def arcs(x: float) -> list[float]:
    return [math.asin(x), math.acos(x), math.atan(x)]


def hyperbolic(x: float) -> list[float]:
    return [math.sinh(x), math.cosh(x), math.tanh(x)]


def angles(x: float) -> list[float]:
    return [math.degrees(x), math.radians(x), math.fabs(x)]


def two(x: float, y: float) -> list[float]:
    return [math.atan2(x, y), math.copysign(x, y)]


def powers(x: float, y: float) -> list[float]:
    return [math.pow(x, y)]


def operator_power(x: float, y: float) -> float:
    return x**y


def remainder(x: float, y: float) -> float:
    return math.fmod(x, y)


def float_floor(x: float, y: float) -> tuple[float, float]:
    return x // y, x % y


def kinds(x: float) -> list[bool]:
    return [math.isfinite(x), math.isinf(x), math.isnan(x)]


def common(a: int, b: int) -> int:
    return math.gcd(a, b)


def root(n: int) -> int:
    return math.isqrt(n)


def swapped(s: str) -> str:
    return s.swapcase()


def trimmed(s: str, chars: str) -> list[str]:
    return [s.strip(chars), s.lstrip(chars), s.rstrip(chars), s.strip(), s.lstrip(), s.rstrip()]


def cut_back(s: str, sep: str, n: int) -> list[str]:
    return s.rsplit(sep, n)


def cut(s: str, sep: str, n: int) -> list[str]:
    return s.split(sep, n)


def halves(s: str, sep: str) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    return s.partition(sep), s.rpartition(sep)


def classes(s: str) -> list[bool]:
    return [s.isdecimal(), s.isnumeric(), s.isascii(), s.isdigit(), s.isalpha(), s.isalnum(), s.isupper(), s.islower()]


def filled(s: str, n: int, fill: str) -> list[str]:
    return [s.ljust(n, fill), s.rjust(n, fill), s.center(n), s.zfill(n)]


def written(x: float, b: bool, n: int) -> list[str]:
    return [repr(x), repr(b), repr(n), str(x), f"{x!r}"]


def emptied(xs: list[int], d: dict[str, int]) -> tuple[int, int]:
    ys = xs.copy()
    e = d.copy()
    ys.clear()
    e.clear()
    ys.append(1)
    e["a"] = 1
    return len(ys), len(e)


def sorted_in_place(words: list[str], down: bool) -> list[str]:
    out = words[:]
    out.sort(key=lambda w: len(w), reverse=down)
    return out


def as_tuple(xs: list[int]) -> tuple[int, ...]:
    return tuple(xs)


def tuple_item(i: int) -> int:
    row: tuple[int, ...] = (4, 5, 6)
    return row[i]


def zipped(a: list[int], b: list[str], c: list[float]) -> list[tuple[int, str, float]]:
    return [(x, y, z) for x, y, z in zip(a, b, c)]


def zipped_with_text(a: list[int], s: str) -> dict[str, int]:
    return dict(zip(s, a))


def zip_of_ranges(n: int) -> list[int]:
    return [a * b for a, b in zip(range(n), reversed([1, 2, 3]))]


def sum_from(xs: list[int], n: int) -> int:
    return sum(xs, n)


def float_sums(xs: list[float], start: float) -> tuple[float, float]:
    return sum(xs), sum(xs, start)


def float_sum_of(xs: list[float]) -> float:
    return sum(x * 0.1 for x in xs)


def shortest(words: list[str]) -> tuple[str, str]:
    return min(words, key=len), max(words, key=lambda w: (len(w), w))


def least_pair(xs: list[tuple[float, str]]) -> tuple[float, str]:
    return min(xs)


def extremes(xs: list[float]) -> tuple[float, float]:
    return min(xs), max(xs)


def quantified(flags: list[bool]) -> tuple[bool, bool]:
    return any(flags), all(flags)


def folded_literals() -> list[float]:
    return [0.1 + 0.2, 0.1 * 3.0, 1.0 - 0.9, -(0.0), 0.1 + 0.2 + 0.3]


def odd_names(type: int, func: int, rt: int, len_: int, range_: int) -> int:
    var = type + func
    nil = rt + len_
    string = var * nil
    return string + range_


def unread(n: int) -> int:
    a = n + 1
    b = a * 2
    for i in range(3):
        c = i
    for _ in range(2):
        b += 1
    x, y = n, a
    return x


def nearest(points: list[Point], x: float) -> Point:
    return min(points, key=lambda p: (abs(p.x - x), p.name))


def same_points(points: list[Point]) -> list[bool]:
    first = Point(1.0, 2.0, "a")
    return [p == first for p in points] + [first in points]


def boxes(boxes: list[Box]) -> list[tuple[str, int, float]]:
    out = []
    for box in boxes:
        total = 0
        for item in box.items:
            total += item
        lid = box.lid
        out.append((box.tag, total, lid.x if lid is not None else -1.0))
    return out


def make_boxes(n: int, shared: bool) -> list[Box]:
    inside = [1, 2]
    return [Box(f"b{i}", inside if shared else [i], None if i % 2 else Point(float(i), 0.5, "p")) for i in range(n)]


def growing(n: int) -> list[int]:
    xs = [1]
    for x in xs:
        if len(xs) < n:
            xs.append(x + 1)
    return xs


def shrinking(xs: list[int]) -> list[int]:
    left = xs.copy()
    out = []
    for x in left:
        out.append(x)
        if x % 2 == 0:
            left.remove(x)
    return out


def overwritten(n: int) -> list[int]:
    xs = [0] * n
    out = []
    for i, x in enumerate(xs):
        out.append(x)
        if i + 1 < n:
            xs[i + 1] = i * 2
    return out


def dict_grows(n: int) -> int:
    d = {1: 1}
    for k in d:
        if k < n:
            d[k + 1] = 1
    return len(d)


def tuple_keys(pairs: list[tuple[int, str]]) -> dict[tuple[int, str], int]:
    out: dict[tuple[int, str], int] = {}
    for pair in pairs:
        out[pair] = out.get(pair, 0) + 1
    return out


def missing_pair(a: int) -> int:
    d = {(1, "a"): 2}
    return d[(a, "a")]


def float_keys(xs: list[float]) -> dict[float, int]:
    out: dict[float, int] = {}
    for x in xs:
        out[x] = out.get(x, 0) + 1
    return out


def deleting(n: int) -> list[tuple[int, int]]:
    d = {i: i for i in range(n)}
    for i in range(0, n, 2):
        del d[i]
    for i in range(n, n + 20):
        d[i] = i
    for i in range(1, n, 3):
        d.pop(i, 0)
    return [(k, v) for k, v in d.items()]


def from_index(words: list[str], w: str) -> int:
    return words.index(w)


def remove_float(xs: list[float], x: float) -> list[float]:
    ys = xs.copy()
    ys.remove(x)
    return ys


def flow(n: int) -> list[str]:
    out = []
    for i in range(n):
        try:
            if i == 2:
                continue
            if i == 7:
                break
            if i == 4:
                raise KeyError(i)
            out.append(str(10 // (i - 5)))
        except ZeroDivisionError as error:
            out.append(str(error))
        except LookupError as error:
            out.append(f"lookup {error}")
            continue
        else:
            out.append("else")
        out.append("end")
    return out


def nested_flow(n: int) -> int:
    for i in range(5):
        try:
            try:
                if n == i:
                    return i * 100
                if n == -1:
                    raise ValueError("inner")
                if n == -2:
                    int("x")
            except ValueError as error:
                if str(error) == "inner":
                    raise
                return -2
        except ValueError:
            return -1
    return 0


def depth(n: int) -> int:
    if n <= 0:
        return 0
    try:
        return 1 + depth(n - 1)
    except ValueError:
        return -1


def let_value(s: str, n: int | None) -> tuple[str, int]:
    return s.strip() or "none", n or 7


def order(a: list[int], b: list[int]) -> int:
    return a[5] - b[len(b)]


def nan_first(xs: list[float]) -> list[float]:
    return sorted(xs)


def nested_comp(n: int) -> list[list[int]]:
    return [[i * j for j in range(i) if j % 2] for i in range(n) if i > 1]


def flat_comp(rows: list[list[int]]) -> list[int]:
    return [x for row in rows for x in row if x > 0]


def shadow(x: int) -> list[int]:
    return [x for x in range(x)] + [x]


def steps(a: int, b: int, c: int) -> list[int]:
    return [i for i in range(a, b, c)]


def changed_bound(n: int) -> list[int]:
    out = []
    for i in range(1, n):
        n = 2
        i = i * 2
        out.append(i)
    return out


def text_built(n: int) -> str:
    s = ""
    t = "x"
    for i in range(n):
        s += str(i)
        t = s + "|"
        s += "é" if i % 3 == 0 else ""
    return s + t


def texts_of_errors(n: int) -> str:
    try:
        if n % 4 == 0:
            raise KeyError("key")
        if n % 4 == 1:
            raise PermissionError("no")
        if n % 4 == 2:
            raise KeyError("plain")
        raise PermissionError(n, "none")
    except (KeyError, PermissionError) as error:
        return f"{error}"
