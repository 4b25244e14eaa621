"""NumPy arrays: elements read and written, rows and parts as views, arithmetic and comparison of elements."""

import math

import numpy as np
from numpy.typing import NDArray

Vec = NDArray[np.float64]
Whole = NDArray[np.int64]


def scale(a: NDArray[np.float64], k: float) -> None:
    for i in range(len(a)):
        a[i] *= k


def swap(a: NDArray[np.int64], i: int, j: int) -> None:
    a[i], a[j] = a[j], a[i]


def copy_into(dst: NDArray[np.float64], src: NDArray[np.float64]) -> None:
    for i in range(len(src)):
        dst[i] = src[i] + 1


def matmul(a: np.ndarray[tuple[int, int], np.dtype[np.float64]], b: NDArray[np.float64], out: NDArray[np.float64]) -> None:
    n, m = a.shape
    p = b.shape[1]
    for i in range(n):
        for j in range(p):
            s = 0.0
            for k in range(m):
                s += a[i, k] * b[k, j]
            out[i, j] = s


def trace(a: NDArray[np.float64]):
    t = 0
    for i in range(min(a.shape[0], a.shape[1])):
        t += a[i][i]
    return t


def row_sums(a: NDArray[np.int64]) -> list[int]:
    out = []
    for row in a:
        t = 0
        for x in row:
            t += int(x)
        out.append(t)
    return out


def dot(a: Vec, b: Vec) -> float:
    return sum_products(a, b)


def sum_products(a: Vec, b: Vec) -> float:
    t = 0.0
    for x, y in zip(a, b):
        t += x * y
    return t


def norm(a: Vec) -> float:
    t = 0.0
    for x in a:
        t += x * x
    return math.sqrt(t)


def best(a: Vec):
    m = a[0]
    at = 0
    for i in range(1, a.size):
        if a[i] > m:
            m = a[i]
            at = i
    return at, m


def count_above(a: Vec, k: float) -> int:
    n = 0
    for x in a:
        if x > k and not x == 7.5:
            n += 1
    return n


def first_greater(a: Vec, k: float) -> bool:
    return a[0] > k


def clip(a: Vec, lo: float, hi: float) -> None:
    for i in range(len(a)):
        if a[i] < lo:
            a[i] = lo
        elif a[i] > hi:
            a[i] = hi


def histogram(idx: NDArray[np.int64], out: NDArray[np.int64]) -> None:
    for i in idx:
        out[i] += 1


def fail_late(a: Vec, n: int) -> float:
    for i in range(n):
        a[i] = i
    return a[n - 1] / (a[0])


def tail(a: Vec) -> float:
    b = a[1:]
    b[0] = 9
    return b[-1]


def mean_rows(a: NDArray[np.float64], out: NDArray[np.float64]) -> None:
    for i in range(a.shape[0]):
        row = a[i]
        s = 0.0
        for j in range(len(row)):
            s += row[j]
        out[i] = s / len(row)


def same(a: Vec) -> Vec:
    a[0] = 1.0
    return a


def powers(a: Vec, k: float):
    return a[0] ** 2, a[0] ** k, a[1] // a[0], a[1] % a[0], -a[0], abs(a[1]), int(a[0]), 2 - a[0], a[0] / 3


def ints(a: NDArray[np.int64]):
    return a[0] + a[1], a[0] * 3, a[0] // a[1], a[0] % a[1], a[0] / a[1], a[0] & 3, -a[0], a[0] ** 2, a[0] == 3


def smaller(a: Vec, b: Vec) -> float:
    return min(a[0], b[0]) if len(a) else 0.0


def chain(a: Vec, lo: float):
    if lo < a[0] < 5.0:
        return 1
    return 0


def smooth(a: Vec, out: Vec) -> Vec:
    for i in range(1, len(a) - 1):
        out[i] = (a[i - 1] + a[i] + a[i + 1]) / 3.0
    return out



def axpy(a: Vec, x: Vec, k: float) -> Vec:
    return k * x + a


def ops(a: Vec, b: Vec) -> tuple[Vec, Vec, Vec, Vec, Vec]:
    return a + b, a - b, a * b, a / b, -a


def scalars(a: Vec, k: int) -> tuple[Vec, Vec, Vec, Vec, Vec, Vec, Vec]:
    return a + k, k + a, a - k, k - a, a * k, a / 3, 1.0 / a


def int_ops(a: Whole, b: Whole):
    return a + b, a - b, a * 3, a / b, a - 1, a * 0.5, a**2, -a, abs(a)


def mixed(a: Whole, b: Vec) -> Vec:
    return a * b + a


def grid_ops(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    n, m = a.shape
    k, l = b.shape
    return (a + b) * 2 - a


def total(a: Vec) -> float:
    return a.sum()


def np_total(a: Vec) -> float:
    return np.sum(a)


def total2(a: Vec) -> float:
    if a.shape[1] == 0:
        return 0.0
    return a.sum()


def stats(a: Vec):
    return a.mean(), a.min(), a.max(), a.argmin(), a.argmax(), a.any(), a.all()


def int_stats(a: Whole):
    return a.sum(), a.mean(), a.min(), a.max(), a.argmin(), a.argmax(), a.any(), a.all()


def make(n: int, m: int):
    z = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            z[i, j] = i * m + j
    o = np.ones(n, dtype=np.int64)
    o[0] = 5
    return z, o, np.arange(n), np.arange(2, n, 3), np.full(m, 2.5), np.full((n, m), 7), np.empty(0)


def like(a: Vec) -> Vec:
    out = np.zeros_like(a)
    for i in range(len(a)):
        out[i] = a[i] * 2
    return out


def roots(a: Vec) -> Vec:
    return np.sqrt(a)


def bounds(a: Vec, b: Vec):
    return np.minimum(a, b), np.maximum(a, b), np.maximum(a, 0.0), np.abs(a)


def cum(a: Vec, b: Whole):
    return np.cumsum(a), b.cumsum()


def in_place(a: Vec, b: Vec) -> None:
    a += b
    a *= 2
    a[1:3] = 7
    a[0] = -1.0


def part_put(a: Vec) -> None:
    a[1:] = a[:-1]


def fill_all(a: Vec) -> Vec:
    a.fill(3.5)
    a[:] = a
    return a


def row_put(a: Vec, r: Vec) -> None:
    for i in range(a.shape[0]):
        a[i] = r
    a[0] += 1
    a[-1][0] = 9


def normalized(a: Vec) -> Vec:
    return (a - a.mean()) / (a.max() - a.min())


def from_list(xs: list[float], ns: list[int]):
    return np.array(xs), np.array(ns), np.array(ns, dtype=float)


def copies(a: Vec) -> Vec:
    b = a.copy()
    b[0] = 100.0
    return b


def builtin_sum(a: Vec, b: Whole):
    return sum(a), sum(b), sum(x * 2 for x in a), max(a), min(b)


def evolve(u: Vec, steps: int) -> Vec:
    n = len(u)
    for _ in range(steps):
        new = np.empty(n)
        for i in range(n):
            left = u[i - 1]
            right = u[(i + 1) % n]
            new[i] = 0.25 * left + 0.5 * u[i] + 0.25 * right
        u = new
    return u


def variance(a: Vec) -> float:
    m = a.mean()
    d = a - m
    return (d * d).sum() / len(a)


def floats(*values: float) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def whole(*values: int) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def grid(rows: int, columns: int) -> NDArray[np.float64]:
    return np.arange(rows * columns, dtype=np.float64).reshape(rows, columns) / 4


def mixed_sizes(count: int) -> NDArray[np.float64]:
    """Numbers of many magnitudes, whose sum depends on the order."""
    places = np.arange(count, dtype=np.float64)
    return (places * 0.7310585786 % 1.0 - 0.4) * 10.0 ** (places * 7 % 23 - 11)


_HUGE = 2**62
_LENGTHS = (0, 1, 7, 8, 9, 15, 16, 127, 128, 129, 136, 137, 255, 256, 257, 1000, 1023, 4097, 8192, 8193, 20001)
CASES = {
    "scale": [(floats(1, 2, 3), 2.0), (floats(), 1.0), (floats(1, -0.0), -2.0)],
    "swap": [(whole(1, 2, 3), 0, -1), (whole(1, 2, 3), -3, 1)],
    "copy_into": [(floats(5, 6, 7), floats(1, 2))],
    "matmul": [(grid(2, 3), grid(3, 4), np.zeros((2, 4))), (np.zeros((2, 0)), np.zeros((0, 4)), np.ones((2, 4)))],
    "trace": [(grid(3, 3),), (grid(2, 5),), (np.zeros((0, 0)),)],
    "row_sums": [(np.arange(9).reshape(3, 3),), (np.zeros((2, 0), dtype=np.int64),)],
    "dot": [(floats(1, 2), floats(3, 4, 5)), (floats(), floats())],
    "norm": [(floats(3, 4),), (floats(),)],
    "best": [(floats(3, 4, -1),), (floats(1, math.nan, 3),)],
    "count_above": [(floats(1, 2, 3, 7.5, math.nan), 1.5)],
    "first_greater": [(floats(1, 2), 0.5), (floats(0.25, 2), 0.5)],
    "clip": [(floats(1, -20, 30, math.nan, 2), -1.0, 2.0)],
    "histogram": [(whole(1, 2, 1, -1), np.zeros(4, dtype=np.int64))],
    "fail_late": [(floats(5, 5, 5), 0)],
    "tail": [(floats(5, 5, 5),)],
    "mean_rows": [(grid(2, 3), np.zeros(2)), (np.zeros((2, 0)), np.zeros(2))],
    "same": [(floats(4, 5),)],
    "powers": [(floats(3.5, -7.25), 2.5), (floats(1e-3, 7.25), -1.5), (floats(3, 1e300), 2.0), (floats(2, 3), -2000.0)],
    "ints": [(whole(7, -2),), (whole(-7, 2),), (whole(0, -1),), (whole(3, 2**53),)],
    "smaller": [(floats(1, 2), floats(0.5)), (floats(0.0), floats(-0.0)), (floats(), floats())],
    "chain": [(floats(1), 0.5), (floats(9), 0.5), (floats(math.nan), 0.5)],
    "smooth": [(floats(1, 2, 3, 4), np.zeros(4))],
    "axpy": [(floats(1, 2), floats(3, 4), 1.5), (floats(), floats(), 2.0)],
    "ops": [(floats(1, -2, 0.0), floats(3, 4, 5))],
    "scalars": [(floats(1, 4), 3), (floats(0.5), -1)],
    "int_ops": [(whole(1, -4), whole(3, 8)), (whole(), whole())],
    "mixed": [(whole(1, 2), floats(0.5, math.nan))],
    "grid_ops": [(grid(3, 4), grid(3, 4)), (grid(0, 4), grid(0, 4))],
    "total": [(mixed_sizes(n),) for n in _LENGTHS] + [(floats(1, math.nan),), (floats(0.0, -0.0),)],
    "np_total": [(mixed_sizes(300),)],
    "total2": [(mixed_sizes(rows * columns).reshape(rows, columns),) for rows, columns in ((1, 9), (37, 11), (11, 300), (130, 129))],
    "stats": [(mixed_sizes(n),) for n in (1, 2, 200)],
    "int_stats": [(whole(3, -1, 3, 0),), (whole(0),)],
    "make": [(1, 0), (3, 2)],
    "like": [(floats(1, 2),), (floats(),)],
    "roots": [(floats(4, 2, 0.0, -0.0, math.inf),)],
    "bounds": [(floats(1, -2, 3), floats(2, -3, 3))],
    "cum": [(mixed_sizes(40), whole(1, 2, 3)), (floats(), whole())],
    "in_place": [(floats(1, 2, 3, 4), floats(5, 6, 7, 8)), (floats(1), floats(2))],
    "part_put": [(floats(1, 2, 3, 4),), (floats(1),), (floats(),)],
    "fill_all": [(floats(1, 2),)],
    "row_put": [(grid(2, 3), floats(7, 8, 9))],
    "normalized": [(mixed_sizes(20),)],
    "from_list": [([1.5, -0.0], [1, 2]), ([], [3])],
    "copies": [(floats(1, 2),)],
    "builtin_sum": [(floats(0.5, 2), whole(4, 5))],
    "evolve": [(floats(1, 2, 3, 4), 3), (floats(1, 2), 0)],
    "variance": [(mixed_sizes(129),)],
}
FALLBACK = {
    "axpy": [(floats(1, 2), floats(1), 1.0), (floats(1e308), floats(1e308), 2.0)],
    "ops": [(floats(1), floats(0.0)), (floats(1, 2), floats(1, 2, 3))],
    "scalars": [(floats(0.0), 1)],
    "int_ops": [(whole(1), whole(0)), (whole(2**62), whole(2**62))],
    "grid_ops": [(grid(3, 4), grid(4, 3)), (grid(3, 4), grid(1, 4)), (grid(2, 6), grid(3, 4))],
    "total": [(floats(-0.0, -0.0),), (floats(1e308, 1e308),)],
    "stats": [(floats(),), (floats(1, math.nan),), (floats(0.0, -0.0),)],
    "int_stats": [(whole(),), (whole(2**62, 2**62),)],
    "make": [(-1, 2), (0, 2)],
    "roots": [(floats(-1),)],
    "bounds": [(floats(0.0), floats(-0.0)), (floats(math.nan), floats(1))],
    "row_put": [(grid(2, 3), floats(7)), (grid(2, 3), floats(7, 8))],
    "normalized": [(floats(1, 1),)],
    "from_list": [([1.0], [])],
    "builtin_sum": [(floats(), whole())],
    "scale": [(floats(1, 1e308), 10.0), (floats(1, 2), 2)],
    "swap": [(whole(1, 2, 3), 0, 3), (whole(1, 2, 3), -4, 0), (floats(1, 2), 0, 1)],
    "copy_into": [(floats(1, 2), floats(1, 2, 3))],
    "matmul": [(grid(2, 3), np.asfortranarray(grid(3, 4)), np.zeros((2, 4)))],
    "trace": [(floats(1, 2),), (np.array(1.0),)],
    "dot": [(floats(math.inf), floats(0.0)), (floats(1e200), floats(1e200))],
    "best": [(floats(),)],
    "first_greater": [(floats(1), 1), (floats(1), np.float64(2)), (np.ma.array([1.0]), 0.5), ([1.0], 0.5)],
    "fail_late": [(floats(5, 5, 5), 3), (floats(5, 5, 5), 4)],
    "tail": [(floats(5),), (floats(),)],
    "powers": [(floats(0, -7.25), 2.5), (floats(-2, 3), 0.5), (floats(2, math.inf), 1.0)],
    "ints": [(whole(7, 0),), (whole(_HUGE, _HUGE),), (whole(-(2**63), -1),), (whole(3, _HUGE),)],
    "norm": [(np.arange(3),), (np.arange(3, dtype=">f8"),), (np.arange(3, dtype=np.float32),)],
}
