"""int: 64 bits with every overflow answered by legacy; floor division and modulo; bits; conversions."""


def add(a: int, b: int) -> int:
    return a + b


def sub(a: int, b: int) -> int:
    return a - b


def mul(a: int, b: int) -> int:
    return a * b


def floor_div(a: int, b: int) -> int:
    return a // b


def modulo(a: int, b: int) -> int:
    return a % b


def div_mod(a: int, b: int) -> tuple[int, int]:
    return divmod(a, b)


def true_div(a: int, b: int) -> float:
    return a / b


def power(a: int) -> int:
    return a**3 + a**0


def power_of(a: int, b: int) -> int:
    result = 1
    for _ in range(b):
        result *= a
    return result


def shifts(a: int, n: int) -> tuple[int, int]:
    return a << n, a >> n


def bits(a: int, b: int) -> tuple[int, int, int, int]:
    return a & b, a | b, a ^ b, ~a


def compare(a: int, b: int) -> list[bool]:
    return [a < b, a <= b, a == b, a != b, a >= b, a > b]


def chain(a: int, b: int, c: int) -> bool:
    return a < b <= c != 4


def negate(a: int) -> int:
    return -a


def absolute(a: int) -> int:
    return abs(a)


def smallest(a: int, b: int, c: int) -> tuple[int, int]:
    return min(a, b, c), max(a, b, c)


def from_text(s: str) -> int:
    return int(s)


def from_float(x: float) -> int:
    return int(x)


def from_bool(b: bool, n: int) -> int:
    return int(b) + n * b


def text(n: int) -> str:
    return str(n) + "|" + repr(-n)


def truth(n: int) -> str:
    if n:
        return "yes"
    return "no"


def collatz(n: int) -> int:
    steps = 0
    while n != 1:
        n = 3 * n + 1 if n % 2 else n // 2
        steps += 1
    return steps


def gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return abs(a)


def digits(n: int) -> int:
    total = 0
    for c in str(abs(n)):
        total += int(c)
    return total


def constant_folds(n: int) -> tuple[int, int, int]:
    return -7 // 2 + n, -7 % 3 + n, 7 % -3 + n


_PAIRS = [(7, 2), (-7, 2), (7, -2), (-7, -2), (0, 5), (1, 0), (-(2**63), -1), (2**63 - 1, 1), (2**53 + 1, 3), (6, 3)]

CASES = {
    "add": [(1, 2), (-5, 3), (2**62, 2**62 - 1), (-(2**62), -(2**62))],
    "sub": [(1, 2), (0, 2**63 - 1), (-(2**62), 2**62)],
    "mul": [(3, -4), (2**31, 2**31), (-(2**31), 2**32), (0, -1)],
    "floor_div": [p for p in _PAIRS if p != (-(2**63), -1)],
    "modulo": _PAIRS,
    "div_mod": [p for p in _PAIRS if p != (-(2**63), -1)],
    "true_div": [(7, 2), (-7, 2), (1, 3), (0, -5), (1, 0), (2**53, 3), (10**15, 7)],
    "power": [(0,), (-3,), (1000,), (2**20,)],
    "power_of": [(2, 62), (-2, 63), (10, 18), (7, 0)],
    "shifts": [(1, 3), (-5, 1), (5, 0), (3, -1), (-1, 62)],
    "bits": [(6, 3), (-6, 3), (2**62, -1), (0, 0)],
    "compare": [(1, 2), (2, 2), (3, 2), (-(2**63), 2**63 - 1)],
    "chain": [(1, 2, 3), (1, 2, 4), (2, 2, 3), (1, 5, 3)],
    "negate": [(5,), (0,), (-(2**62),), (2**63 - 1,)],
    "absolute": [(5,), (-5,), (0,)],
    "smallest": [(3, 1, 2), (1, 1, 1), (-5, 0, 5)],
    "from_text": [
        ("12",),
        (" -7 ",),
        ("+0",),
        ("1_000",),
        ("",),
        ("12x",),
        ("1__0",),
        ("0x10",),
        ("9223372036854775807",),
        ("- 1",),
    ],
    "from_float": [(1.9,), (-1.9,), (0.0,), (1e15,), (-0.0,)],
    "from_bool": [(True, 3), (False, 3)],
    "text": [(0,), (-12,), (9223372036854775807,)],
    "truth": [(0,), (1,), (-1,)],
    "collatz": [(1,), (7,), (27,), (97,)],
    "gcd": [(12, 18), (-12, 18), (0, 5), (7, 0)],
    "digits": [(0,), (-12345,), (9999,)],
    "constant_folds": [(0,), (1,)],
}
FALLBACK = {
    "add": [(2**63 - 1, 1), (2**70, 1)],
    "sub": [(-(2**63), 1)],
    "mul": [(2**32, 2**32)],
    "floor_div": [(-(2**63), -1)],
    "power": [(2**22,)],
    "power_of": [(10, 19)],
    "shifts": [(1, 70)],
    "negate": [(-(2**63),)],
    "absolute": [(-(2**63),)],
    "from_text": [("9223372036854775808",)],
    "from_float": [(1e20,), (float("nan"),), (float("inf"),)],
}
