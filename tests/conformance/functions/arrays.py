"""NumPy arrays: elements read and written, rows and parts as views, arithmetic and comparison of elements."""

import math

import numpy as np
from numpy.typing import NDArray

Vec = NDArray[np.float64]


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


def floats(*values: float) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def whole(*values: int) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def grid(rows: int, columns: int) -> NDArray[np.float64]:
    return np.arange(rows * columns, dtype=np.float64).reshape(rows, columns) / 4


_HUGE = 2**62
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
}
FALLBACK = {
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
