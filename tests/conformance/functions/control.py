"""Control flow: loops with break, continue and else; scopes; evaluation order; recursion; conditional expressions."""

LIMIT = 10
NAMES = ("zero", "one", "two")
RATES: dict[str, float] = {"a": 0.5, "b": 1.5}
STEPS: tuple[int, ...] = (1, 2, 3)


def for_else(xs: list[int], x: int) -> str:
    for i, y in enumerate(xs):
        if y == x:
            found = f"at {i}"
            break
    else:
        found = "nowhere"
    return found


def while_else(n: int) -> int:
    while n > 0:
        n -= 3
        if n == 1:
            break
    else:
        return -1
    return n


def loop_variable_after(n: int) -> int:
    i = -1
    for i in range(n):
        if i == 5:
            break
    return i


def nested_breaks(n: int) -> list[tuple[int, int]]:
    out = []
    for i in range(n):
        for j in range(n):
            if j == i:
                continue
            if j > 3:
                break
            out.append((i, j))
        if i > 2:
            break
    return out


def same_name_loops(n: int) -> int:
    total = 0
    for i in range(n):
        total += i
    for i in range(n):
        total += i * 10
    return total


def changed_loop_variable(n: int) -> list[int]:
    out = []
    for i in range(n):
        i = i * 2
        out.append(i)
    return out


def inner_outer_same(n: int) -> list[int]:
    out = []
    for i in range(n):
        for i in range(2):
            out.append(i)
        out.append(i)
    return out


def branch_scope(n: int) -> int:
    if n > 0:
        x = 1
    else:
        x = 2
    return x


def ranges(a: int, b: int, c: int) -> list[int]:
    return [i for i in range(a, b, c)]


def factorial(n: int) -> int:
    if n <= 1:
        return 1
    return n * factorial(n - 1)


def is_even(n: int) -> bool:
    return n == 0 or is_odd(n - 1)


def is_odd(n: int) -> bool:
    return n != 0 and is_even(n - 1)


def fib(n: int) -> int:
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def depth(n: int) -> int:
    return 0 if n == 0 else 1 + depth(n - 1)


def constants(i: int, k: str) -> tuple[str, float, int, int]:
    return NAMES[i], RATES.get(k, 0.0), LIMIT * 2, sum(STEPS)


def defaults(a: int, b: int = 5, c: str = "x") -> str:
    return f"{a}{b}{c}"


def call_defaults(a: int) -> str:
    return defaults(a) + defaults(a, c="y") + defaults(b=1, a=2)


def trace(log: list[int], n: int) -> int:
    log.append(n)
    return n


def order_of_operands(n: int) -> list[int]:
    log: list[int] = []
    trace(log, 1) + trace(log, 2) * trace(log, 3)
    xs = [trace(log, 4), trace(log, 5)]
    d = {trace(log, 6): trace(log, 7)}
    log.append(len(xs) + len(d) + max(trace(log, 8), trace(log, n)))
    return log


def order_of_errors(a: int, b: int) -> int:
    return int(str(a) + "x" * (a > 5)) + 10 // b


def order_of_errors_swapped(a: int, b: int) -> int:
    return 10 // b + int(str(a) + "x" * (a > 5))


def chained_once(n: int) -> list[int]:
    log: list[int] = []
    ok = 0 < trace(log, n) < trace(log, 5)
    log.append(int(ok))
    return log


def short_circuit(n: int) -> list[int]:
    log: list[int] = []
    if n > 2 and trace(log, 1) > 0 or trace(log, 2) > 5:
        log.append(3)
    return log


def or_value(a: str, b: str) -> str:
    return a or b or "none"


def and_value(a: list[int], b: list[int]) -> list[int]:
    c = list(a) and list(b)
    return c


def ternary(n: int) -> str:
    return "neg" if n < 0 else "zero" if n == 0 else "pos"


def unpack(pairs: list[tuple[int, tuple[str, float]]]) -> list[str]:
    out = []
    for i, (name, x) in pairs:
        a, b = name, x
        out.append(f"{i}{a}{b}")
    return out


def multiple_targets(n: int) -> tuple[int, int]:
    a = b = n
    a += 1
    return a, b


def early(xs: list[int]) -> int | None:
    for x in xs:
        if x > 3:
            return x
    return None


def optional(x: int | None, y: int | None) -> int:
    if x is None:
        return -1 if y is None else y
    if y is not None and y > x:
        return y - x
    return x


def optional_default(x: str | None) -> str:
    return x or "nothing"


def optional_equal(x: str | None, y: str) -> tuple[bool, bool]:
    return x == y, x is not None and x != y


def membership(s: str, n: int) -> tuple[bool, bool]:
    return s in ("a", "b", "日"), n not in [1, 2]


def digits_sum(n: int) -> int:
    total = 0
    while True:
        total += n % 10
        n //= 10
        if n == 0:
            break
    return total


def sieve(n: int) -> list[int]:
    flags = [True] * (n + 1)
    out = []
    for i in range(2, n + 1):
        if flags[i]:
            out.append(i)
            for j in range(i * i, n + 1, i):
                flags[j] = False
    return out


def bisect(xs: list[int], x: int) -> int:
    lo, hi = 0, len(xs)
    while lo < hi:
        mid = (lo + hi) // 2
        if xs[mid] < x:
            lo = mid + 1
        else:
            hi = mid
    return lo


def edit_distance(a: str, b: str) -> int:
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a):
        current = [i + 1]
        for j, y in enumerate(b):
            current.append(min(previous[j + 1] + 1, current[j] + 1, previous[j] + (x != y)))
        previous = current
    return previous[-1]


def queens(n: int) -> int:
    return place(0, n, [])


def place(row: int, n: int, columns: list[int]) -> int:
    if row == n:
        return 1
    total = 0
    for c in range(n):
        ok = True
        for r, other in enumerate(columns):
            if other == c or abs(other - c) == row - r:
                ok = False
                break
        if ok:
            total += place(row + 1, n, columns + [c])
    return total


def kept_by_a_choice(xs: list[int], more: bool) -> int:
    last = 0
    for x in xs:
        last = max(xs) // x if more else last
    return len(xs)


CASES = {
    "kept_by_a_choice": [([1, 2], True), ([0], False), ([], True)],
    "for_else": [([1, 2, 3], 2), ([1, 2, 3], 9), ([], 1)],
    "while_else": [(7,), (9,), (0,), (1,)],
    "loop_variable_after": [(0,), (3,), (10,)],
    "nested_breaks": [(0,), (3,), (6,)],
    "same_name_loops": [(4,)],
    "changed_loop_variable": [(4,)],
    "inner_outer_same": [(3,)],
    "branch_scope": [(1,), (0,)],
    "ranges": [(0, 5, 1), (5, 0, -2), (0, 5, -1), (0, 0, 1), (1, 10, 3), (0, 1, 0), (-5, 5, 4)],
    "factorial": [(0,), (5,), (20,)],
    "is_even": [(0,), (7,), (20,)],
    "fib": [(0,), (1,), (90,)],
    "depth": [(0,), (50,)],
    "constants": [(0, "a"), (-1, "z"), (5, "b")],
    "defaults": [(1,), (1, 2), (1, 2, "z")],
    "call_defaults": [(3,)],
    "order_of_operands": [(9,)],
    "order_of_errors": [(1, 2), (9, 0), (1, 0), (9, 1)],
    "order_of_errors_swapped": [(1, 2), (9, 0), (1, 0), (9, 1)],
    "chained_once": [(3,), (0,), (9,)],
    "short_circuit": [(0,), (3,)],
    "or_value": [("a", "b"), ("", "b"), ("", "")],
    "and_value": [([1], [2]), ([], [2])],
    "ternary": [(-1,), (0,), (1,)],
    "unpack": [([(1, ("a", 2.5))],), ([],)],
    "multiple_targets": [(3,)],
    "early": [([1, 5, 9],), ([],), ([1],)],
    "optional": [(None, None), (None, 3), (3, None), (3, 9), (3, 1)],
    "optional_default": [(None,), ("",), ("x",)],
    "optional_equal": [(None, "a"), ("a", "a"), ("b", "a")],
    "membership": [("a", 1), ("日", 3), ("", 2)],
    "digits_sum": [(0,), (12345,)],
    "sieve": [(30,), (2,), (1,)],
    "bisect": [([1, 3, 5], 3), ([1, 3, 5], 9), ([], 1)],
    "edit_distance": [("kitten", "sitting"), ("", "abc"), ("日本", "日本語")],
    "queens": [(1,), (4,), (6,)],
}
FALLBACK = {
    "factorial": [(21,)],
    "fib": [(93,)],
    "depth": [(800,)],
}
