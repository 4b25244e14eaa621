"""float: the same IEEE operations in the same order; floor division, rounding, text; NaN, infinities, -0.0."""

import math


def arithmetic(a: float, b: float) -> list[float]:
    return [a + b, a - b, a * b]


def divide(a: float, b: float) -> float:
    return a / b


def floor_divide(a: float, b: float) -> float:
    return a // b


def modulo(a: float, b: float) -> float:
    return a % b


def power(a: float, b: float) -> float:
    return a**b


def square_and_cube(a: float) -> tuple[float, float]:
    return a**2, a**3


def mixed(a: float, n: int) -> list[float]:
    return [a + n, n - a, a * n, n / 2, a / 4]


def compare(a: float, b: float) -> list[bool]:
    return [a < b, a <= b, a == b, a != b, a >= b, a > b]


def compare_int(a: float, n: int) -> list[bool]:
    return [a < n, a <= n, a == n, a != n, a >= n, a > n, n < a, n == a]


def rounded(x: float) -> int:
    return round(x)


def rounded_to(x: float, n: int) -> float:
    return round(x, n)


def text(x: float) -> str:
    return str(x)


def from_text(s: str) -> float:
    return float(s)


def smallest(a: float, b: float) -> tuple[float, float]:
    return min(a, b), max(a, b)


def negate(x: float) -> tuple[float, float]:
    return -x, abs(x)


def total(xs: list[float]) -> float:
    return sum(xs)


def total_from(xs: list[float]) -> float:
    return sum(xs, 0.0)


def mean(xs: list[float]) -> float:
    if not xs:
        raise ValueError("mean of nothing")
    return sum(xs) / len(xs)


def running(xs: list[float]) -> list[float]:
    out = []
    acc = 0.0
    for x in xs:
        acc += x
        out.append(acc)
    return out


def roots(x: float) -> list[float]:
    return [math.sqrt(x), math.exp(x / 100), math.log(x + 1.0), math.sin(x), math.cos(x), math.tan(x)]


def floors(x: float) -> tuple[int, int, int]:
    return math.floor(x), math.ceil(x), math.trunc(x)


def classify(x: float) -> str:
    if math.isnan(x):
        return "nan"
    if math.isinf(x):
        return "inf" if x > 0 else "-inf"
    return "finite"


def truth(x: float) -> bool:
    return bool(x)


def fma_trap(a: float, b: float, c: float) -> float:
    return a * b + c


_NUMBERS = [
    0.0,
    -0.0,
    1.0,
    -1.5,
    0.1,
    2.675,
    1e16,
    1e-7,
    5e-324,
    1.7976931348623157e308,
    float("inf"),
    float("-inf"),
    float("nan"),
]
_PAIRS = [(a, b) for a in (7.5, -7.5, 0.0, -0.0, float("inf"), 1e300) for b in (2.0, -2.0, 0.3, 1e-300)]

CASES = {
    "arithmetic": [*_PAIRS, (float("nan"), 1.0), (float("inf"), float("-inf"))],
    "divide": [*_PAIRS, (1.0, 0.0), (0.0, 0.0), (1.0, -0.0)],
    "floor_divide": [*_PAIRS, (1.0, 0.0), (-1.0, float("inf")), (float("nan"), 2.0)],
    "modulo": [*_PAIRS, (1.0, 0.0), (-1.0, float("inf")), (1.0, float("-inf"))],
    "power": [(2.0, 0.5), (2.0, -1.0), (0.0, 0.0), (1.5, 2.5), (-8.0, 3.0), (float("nan"), 0.0), (10.0, 15.0)],
    "square_and_cube": [(x,) for x in (0.1, -3.3, 1e100, 2.675, 7.0)],
    "mixed": [(1.5, 3), (-0.0, 0), (1e16, 1), (0.1, -7)],
    "compare": [(1.0, 2.0), (0.0, -0.0), (float("nan"), float("nan")), (float("inf"), float("inf"))],
    "compare_int": [
        (1.0, 1),
        (1.5, 1),
        (9007199254740993.0, 9007199254740993),
        (float("inf"), 2**62),
        (-0.0, 0),
        (float("nan"), 0),
    ],
    "rounded": [(0.5,), (1.5,), (2.5,), (-0.5,), (-2.5,), (1e15,), (0.49999999999999994,)],
    "rounded_to": [
        (2.675, 2),
        (0.5, 0),
        (1.005, 2),
        (-2.675, 2),
        (1234.5678, -2),
        (1e22, 2),
        (0.1 + 0.2, 1),
        (5e-324, 3),
        (float("nan"), 2),
        (float("inf"), 1),
        (0.125, 2),
        (2.5, 0),
        (1.15, 1),
        (-0.04, 1),
    ],
    "text": [
        (x,)
        for x in (*_NUMBERS, 100.0, 0.1 + 0.2, 123456789.123, 1e15, 9999999999999998.0, 1e22, 0.0001, 0.00001, 1.0e-5)
    ],
    "from_text": [
        ("1.5",),
        (" -2e3 ",),
        ("inf",),
        ("-Infinity",),
        ("nan",),
        ("1_0.5",),
        ("",),
        ("abc",),
        ("1e400",),
        ("0x1p3",),
        (".5",),
        ("5.",),
    ],
    "smallest": [(1.0, 2.0), (0.0, -0.0), (-0.0, 0.0), (float("nan"), 1.0), (1.0, float("nan"))],
    "negate": [(x,) for x in _NUMBERS],
    "total": [
        ([0.1] * 10,),
        ([1e16, 1.0, -1e16],),
        ([1.0, float("inf")],),
        ([float("inf"), float("-inf")],),
        ([0.1, 0.2, 0.3, float("nan")],),
        ([-0.0],),
    ],
    "total_from": [([],), ([0.1] * 10,), ([-0.0],)],
    "mean": [([1.0, 2.0, 4.0],), ([],), ([0.1] * 7,)],
    "running": [([0.1] * 12,), ([],), ([1e308, 1e308],)],
    "roots": [(0.0,), (2.0,), (10.25,), (600.0,)],
    "floors": [(1.5,), (-1.5,), (0.0,), (-0.5,), (1e15,)],
    "classify": [(x,) for x in _NUMBERS],
    "truth": [(x,) for x in _NUMBERS],
    "fma_trap": [(0.1, 10.0, -1.0), (1.1, 1.1, -1.21), (1e308, 10.0, float("-inf"))],
}
FALLBACK = {
    "power": [(-8.0, 1.5)],
    "rounded": [(1e20,), (float("nan"),)],
    "total": [([],)],
    "roots": [(-5.0,), (1e6,)],
    "floors": [(float("inf"),), (1e19,)],
}
