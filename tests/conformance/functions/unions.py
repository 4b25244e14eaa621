"""Values of one of several types: `int | float` and the like, narrowed or not, and variables that change their type."""

from collections.abc import Mapping, Sequence


def described(x: int | float | str) -> str:
    if isinstance(x, int):
        return f"int {x + 1}"
    if isinstance(x, float):
        return f"float {x / 2}"
    return "str " + x.upper()


def number_or_none(x: int | float | None) -> int | float | None:
    if x is None:
        return None
    return x * 2


def half(n: int) -> int | float:
    if n % 2 == 0:
        return n // 2
    return n / 2


def total(prices: list[float]):
    """
    >>> total([1.5])
    1.5
    """
    result = 0
    for price in prices:
        result += price
    return result


def mean_or_zero(xs: list[int]) -> float | int:
    return sum(xs) / len(xs) if xs else 0


def compared(a: int | float, b: int | float) -> list[bool]:
    return [a == b, a != b, a < b, a <= b, a > b, a >= b]


def equal_kinds(a: int | str, b: int | str) -> bool:
    return a == b


def larger(a: int | float | str, b: int | float | str) -> int | float | str | None:
    x, y = float(a), float(b)
    if x == y:
        return None
    return a if x > y else b


def mixed_list(xs: list[int | float]) -> list[int | float]:
    out = []
    for x in xs:
        if x > 0:
            out.append(x * 2)
    return out


def growing(n: int):
    """
    >>> growing(3)
    [1, 3, 2.0]
    """
    xs = [1, 3]
    for i in range(2, n):
        xs.append(xs[i - 1] + i / 2)
    return xs


def halves(n):
    """
    >>> halves(12)
    [12, 6.0, 3.0]
    """
    out = [n]
    while n % 2 == 0 and n > 1:
        n = n / 2
        out.append(n)
    return out


def texts(xs: Sequence[int | float | bool]) -> str:
    return ",".join(str(x) for x in xs)


def truths(xs: list[int | str | float]) -> list[bool]:
    return [bool(x) for x in xs]


def exact_types(xs: list[int | bool | float]) -> list[int]:
    out = []
    for x in xs:
        if type(x) == int:  # noqa: E721
            out.append(1)
        elif type(x) is bool:
            out.append(2)
        elif type(x) in (float, str):
            out.append(3)
        if isinstance(x, (int, str)):
            out.append(10)
    return out


def list_or_count(text: str) -> list[str] | int:
    if " " in text:
        return text.split()
    return len(text)


def walked(x: list[int] | int) -> int:
    if isinstance(x, list):
        return sum(x)
    return x


def by_key(d: Mapping[str, int | float], k: str) -> float:
    value = d[k]
    if isinstance(value, int):
        return value + 0.5
    return value


def arithmetic(a: int | float, b: int | float) -> list[int | float]:
    return [a + b, a - b, a * b, -a, abs(b), a // b, a % b]


def rounded(x: int | float) -> int:
    return round(x)


def power(x: float | int) -> float | int:
    return x**2


def fails_on_str(x: int | str) -> int:
    return x + 1  # type: ignore[operator]


def doubled_in_place(xs: list[int | float], d: dict[str, int | str]) -> list[int | float]:
    for i, x in enumerate(xs):
        xs[i] = x * 2
    d["n"] = len(xs)
    d["s"] = "done"
    return xs


NUMBERS = [(1, 2), (1.5, 2), (2, 2.0), (-3, 0.5), (0.0, -1)]
CASES = {
    "described": [(1,), (1.5,), ("ab",)],
    "number_or_none": [(None,), (2,), (0.25,)],
    "half": [(4,), (5,)],
    "total": [([],), ([1.5, 2.5],)],
    "mean_or_zero": [([],), ([1, 2],)],
    "compared": NUMBERS,
    "equal_kinds": [(1, 1), (1, "1"), ("a", "a")],
    "larger": [(1, 2.5), ("3", 2), (1, 1.0), (2.5, "1.5")],
    "mixed_list": [([1, 2.5, -1, 0.0],), ([],)],
    "growing": [(2,), (6,)],
    "halves": [(12,), (7,), (1,)],
    "texts": [([1, 2.0, True],), ([],)],
    "truths": [([0, 1, "", "a", 0.0, 0.5],)],
    "exact_types": [([1, True, 0.5],)],
    "list_or_count": [("a b",), ("ab",)],
    "walked": [([1, 2],), (5,)],
    "by_key": [({"a": 1, "b": 2.5}, "a"), ({"a": 1, "b": 2.5}, "b"), ({}, "c")],
    "arithmetic": NUMBERS,
    "rounded": [(2,), (2.5,), (3.5,)],
    "power": [(3,), (1.5,)],
    "fails_on_str": [(1,)],
    "doubled_in_place": [([1, 2.5], {"n": "x"}), ([], {"a": 1})],
}
FALLBACK = {
    "described": [(True,), (2**70,)],
    "fails_on_str": [("a",)],
    "half": [(True,)],
    "texts": [((1, 2),)],
}
