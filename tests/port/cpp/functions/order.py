# ruff: noqa: C420, RET505, RUF021 - the constructs are what is tested
"""Operands that can be told apart by the order of their evaluation: they pop from one list, or raise differently."""


def taken(n: int) -> list[int]:
    return [i * i + n for i in range(20)]


def subtract(n: int) -> int:
    xs = taken(n)
    return xs.pop() - xs.pop() * xs.pop(0)


def compare(n: int) -> bool:
    xs = taken(n)
    return xs.pop() < xs.pop(0)


def chain(n: int) -> tuple[bool, int]:
    xs = taken(n)
    found = xs.pop(0) < xs.pop(1) < xs.pop(2) < xs.pop(0)
    return found, len(xs)


def size_then_pop(n: int) -> int:
    xs = taken(n)
    return len(xs) * 1000 + xs.pop() * len(xs)


def read_then_change(n: int) -> int:
    xs = taken(n)
    return xs[3] + xs.pop(3) * 100 + xs[3] * 10000


def pick(a: int, b: int, c: int) -> int:
    return a * 10000 + b * 100 + c


def arguments(n: int) -> int:
    xs = taken(n)
    return pick(xs.pop(), xs.pop(0), xs.pop(1))


def drop(xs: list[int]) -> int:
    return xs.pop()


def through_calls(n: int) -> int:
    xs = [n, n + 1, n + 5]
    return xs.pop() - xs.pop()


def items(n: int) -> list[int]:
    xs = taken(n)
    return [xs.pop(), xs.pop(0), len(xs), xs.pop()]


def pair(n: int) -> tuple[int, int, int]:
    xs = taken(n)
    return xs.pop(), xs.pop(), len(xs)


def mapping(n: int) -> dict[int, int]:
    xs = taken(n)
    return {xs.pop(): xs.pop(0), xs.pop(): xs.pop(0)}


def text(n: int) -> str:
    xs = taken(n)
    return f"{xs.pop()} {xs.pop()} {len(xs)}" + str(xs.pop()) + str(xs.pop())


def choice(n: int) -> int:
    xs = taken(n)
    return xs.pop() if xs.pop(0) > 3 else xs.pop(5) - xs.pop()


def logic(n: int) -> tuple[bool, int]:
    xs = taken(n)
    found = xs.pop() > 100 and xs.pop() - xs.pop() > 0 or xs.pop() > xs.pop()
    return found, len(xs)


def store(n: int) -> dict[int, int]:
    xs = taken(n)
    d = {0: 0}
    d[xs.pop()] = xs.pop()
    d[0] += xs.pop() - xs.pop()
    return d


def store_list(n: int) -> list[int]:
    xs = taken(n)
    xs[xs.pop(0) % 7] = xs.pop()
    xs.insert(xs.pop(0) % 5, xs.pop())
    return xs


def inside(n: int) -> list[int]:
    xs = taken(n)
    return [xs.pop() - xs.pop() for _ in range(4)]


def inside_dict(n: int) -> dict[int, int]:
    xs = taken(n)
    return {xs.pop(): xs.pop() for _ in range(4) if xs.pop() - xs.pop(0) > 5}


def inside_any(n: int) -> tuple[bool, bool, int]:
    xs = taken(n)
    first = any(xs.pop() - xs.pop() < 20 for _ in range(5))
    second = all(xs.pop() - xs.pop() > 5 for _ in range(3))
    return first, second, len(xs)


def loop_test(n: int) -> int:
    xs = taken(n)
    rounds = 0
    while xs.pop() - xs.pop() > 6:
        rounds += 1
    return rounds * 100 + len(xs)


def branches(n: int) -> str:
    xs = taken(n)
    if xs.pop() - xs.pop() < 0:
        return "first"
    elif xs.pop() - xs.pop() > 32:
        return "second"
    elif xs.pop() - xs.pop() > n:
        return f"third {len(xs)}"
    return "none"


def smallest(n: int) -> int:
    xs = taken(n)
    return min(xs.pop(), xs.pop(0)) * 100 + max(xs.pop(), len(xs))


def errors(xs: list[int], d: dict[str, int], i: int, k: str) -> int:
    return xs[i] + d[k]


def errors_swapped(xs: list[int], d: dict[str, int], i: int, k: str) -> int:
    return d[k] + xs[i]


def errors_caught(xs: list[int], d: dict[str, int], i: int, k: str) -> str:
    try:
        return str(xs[i] * d[k] // (i - 1))
    except LookupError as e:
        return f"lookup {e}"
    except ZeroDivisionError as e:
        return f"zero {e}"


def errors_texts(a: str, b: str) -> int:
    return int(a) * 100 + int(b)


def errors_compared(a: str, b: str, c: str) -> bool:
    return int(a) < int(b) <= int(c)


def errors_in_arguments(a: str, n: int) -> int:
    return pick(int(a), 10 // n, int(a + "x") if n > 5 else 1)


def errors_in_display(a: str, n: int) -> list[int]:
    return [int(a), 10 // n, int(a) % (n - 1)]


def effect_before_error(n: int) -> list[int]:
    xs = taken(n)
    try:
        xs.append(xs.pop() + xs[n] - xs.pop() // (n - 3))
    except (IndexError, ZeroDivisionError):
        xs.append(-1)
    return xs


def error_before_effect(n: int) -> list[int]:
    xs = taken(n)
    try:
        xs.append(xs[n] // (n - 3) + xs.pop())
    except (IndexError, ZeroDivisionError):
        xs.append(-1)
    return xs


def swap(n: int) -> list[int]:
    xs = taken(n)
    a, b = xs.pop(), xs.pop(0)
    a, b = b, a + len(xs)
    xs[0], xs[1] = xs[1], xs[0]
    return [a, b, xs[0], xs[1]]


_N = [(0,), (1,), (3,), (5,), (19,), (25,)]
_LOOKUPS = [([1, 2], {"a": 5, "b": 0}, i, k) for i in (0, 1, 2, -3) for k in ("a", "b", "c")]
_SIMPLE = (
    "subtract compare chain size_then_pop read_then_change arguments through_calls items pair mapping text choice logic"
    " store store_list inside inside_dict inside_any loop_test branches smallest effect_before_error"
    " error_before_effect swap"
)
CASES = {name: _N for name in _SIMPLE.split()} | {
    "errors": _LOOKUPS,
    "errors_swapped": _LOOKUPS,
    "errors_caught": _LOOKUPS,
    "errors_texts": [("1", "2"), ("x", "y"), ("1", "y"), ("x", "2")],
    "errors_compared": [(a, b, c) for a in ("1", "x", "5") for b in ("y", "3") for c in ("z", "4")],
    "errors_in_arguments": [("1", 2), ("a", 0), ("1", 0), ("a", 9), ("1", 9)],
    "errors_in_display": [("1", 2), ("a", 0), ("1", 0), ("1", 1)],
}
FALLBACK: dict[str, list[tuple[object, ...]]] = {}
