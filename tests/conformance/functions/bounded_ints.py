"""Arithmetic that intervals bound within 64 bits, and that which they do not; division by powers of two."""


def far_range(start: int, stop: int) -> list[int]:
    out: list[int] = []
    for i in range(start, stop):
        out.append(i + 1)
    return out


def far_steps(start: int, stop: int) -> list[int]:
    out: list[int] = []
    for i in range(start, stop, 3):
        out.append(i + 3)
    return out


def down_range(start: int, stop: int) -> list[int]:
    out: list[int] = []
    for i in range(start, stop, -1):
        out.append(i - 1)
    return out


def any_step(start: int, stop: int, step: int) -> list[int]:
    out: list[int] = []
    for i in range(start, stop, step):
        out.append(i - step)
        if len(out) > 3:
            break
    return out


def counts(start: int, n: int) -> int:
    i = 9223372036854775804
    for _ in range(n):
        i += 1
    k = 0
    for _ in range(n):
        k -= 3
    return i - k + start


def counts_from(start: int, n: int) -> int:
    for _ in range(n):
        start += 1
    return start


def numbered(xs: list[str], start: int) -> list[int]:
    return [i + 1 for i, _ in enumerate(xs, start)]


def loop_assigns(n: int) -> list[int]:
    out: list[int] = []
    for i in range(n):
        i = i * 2**61
        out.append(i - 1)
    return out


def halves(n: int) -> tuple[int, int, int, int, int, int]:
    return n // 2, n % 2, n // 4096, n % 4096, n // 2**62, n % 2**62


def halved(n: int) -> list[int]:
    out: list[int] = []
    while n not in (0, -1):
        out.append(n % 4 - 2 * (n % 8) // 4)
        n //= 2
    return out


def by_one(n: int) -> tuple[int, int, int]:
    return n // 1, n % 1, (n + 1) // 2 - n // 2 % 2


def lengths(xs: list[int], text: str) -> tuple[int, int, int, int]:
    n = len(xs)
    return n * 2 - len(text), -n + 1, max(n, len(text)) + 1, abs(n - len(text)) - 1


def remainders(xs: list[int], m: int) -> int:
    total = 0
    for x in xs:
        total += (x % 1000) * (x % 77) - (x & 255) + (x % -5)
        total += min(x, 3) + m % 10
    return total


def grown_apart(n: int) -> int:
    a = 1
    b = 1
    for _ in range(n):
        c = a + b
        a = b
        b = c
    return b


def extremes(xs: list[float], ns: list[int]) -> tuple[float, float, int, int]:
    return min(xs), max(xs), min(ns), max(ns)


CASES = {
    "extremes": [
        ([1.5, -0.0, 0.0, 2.0], [3]),
        ([float("nan"), 1.0], [2, -(2**63)]),
        ([1.0, float("nan"), 0.5], [2**63 - 1, 0]),
        ([0.0, -0.0], [1, 1]),
        ([], [1]),
        ([1.0], []),
    ],
    "far_range": [(2**63 - 4, 2**63 - 1), (-(2**63), -(2**63) + 2), (5, 5), (2**63 - 1, 0)],
    "far_steps": [(0, 7), (2**63 - 9, 2**63 - 5), (3, 3)],
    "down_range": [(-(2**63) + 2, -(2**63)), (3, 0), (0, 3)],
    "any_step": [(0, 7, 2), (7, 0, -2), (0, 2**63 - 1, 2**61), (1, 5, 0), (3, 3, 1)],
    "counts": [(0, 0), (-5, 0)],
    "counts_from": [(0, 5), (2**63 - 6, 5), (-(2**63), 2)],
    "numbered": [(["a", "b"], 0), (["a", "b"], 2**63 - 4), (["a", "b"], -(2**63)), ([], 2**63 - 1)],
    "loop_assigns": [(4,), (0,)],
    "halves": [(0,), (1,), (-1,), (2**63 - 1,), (-(2**63),), (4095,), (-4097,), (12345678901,)],
    "halved": [(1000,), (-1000,), (0,), (2**63 - 1,), (-(2**63),)],
    "by_one": [(7,), (-7,), (0,), (-(2**63),)],
    "lengths": [([], ""), ([1, 2], "abc"), ([1, 2, 3], "")],
    "remainders": [([5, -7, 1234567, 2**63 - 1, -(2**63) + 1], 3), ([], -3), ([0], -(2**63))],
    "grown_apart": [(0,), (10,), (90,)],
}
FALLBACK = {
    "far_steps": [(2**63 - 6, 2**63 - 1)],
    "any_step": [(0, -(2**63), -(2**63))],
    "counts": [(2**62, 4), (9, 9), (-5, 3)],
    "counts_from": [(2**63 - 6, 6)],
    "numbered": [(["a", "b"], 2**63 - 2), (["a"], 2**63 - 1)],
    "loop_assigns": [(5,)],
    "by_one": [(2**63 - 1,)],
    "grown_apart": [(91,)],
}
