"""Parameters of every kind and calls of them: keyword-only, positional-only, `*args`, stars in calls."""


def positional(a: int, b: int, /, c: int = 3) -> int:
    return a * 100 + b * 10 + c


def keyword_only(a: int, *, scale: int = 2, shift: int) -> int:
    return a * scale + shift


def uses_both(n: int) -> list[int]:
    return [positional(n, 2), positional(1, n, c=n), keyword_only(n, shift=1), keyword_only(shift=n, a=2, scale=3)]


def total(*xs: int) -> int:
    result = 0
    for x in xs:
        result += x
    return result + len(xs)


def joined(sep: str, *parts: str, end: str = ".") -> str:
    return sep.join(parts) + end


def calls_them(xs: list[int], words: list[str]) -> tuple[int, int, str, str]:
    return total(1), total(*xs), joined("-", "a", "b"), joined(",", *words, end="!")


def star_of_tuple(p: tuple[int, int]) -> int:
    return positional(*p)


def star_of_largest(xs: list[int]) -> list[int]:
    return [max(*xs), min(*xs)]


def columns(grid: list[list[int]]) -> list[list[int]]:
    return [list(c) for c in zip(*grid)]


def column_sums(grid: list[list[int]]) -> list[int]:
    out = []
    for column in zip(*grid):
        out.append(sum(column))
    return out


def average(*numbers: float) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def chained(first: str, *more: str, sep: str = "-", times: int = 1) -> str:
    return sep.join((first, *more)) * times


def calls_itself(n: int, *rest: int) -> list[int]:
    if n <= 0:
        return list(rest)
    return [n, *calls_itself(n - 1, *rest)]


def packed(*rows: list[int]) -> tuple[list[int], ...]:
    for row in rows:
        row.append(len(rows))
    return rows


CASES = {
    "average": [(), (1.0,), (1.0, 2.0, -0.5)],
    "chained": [("a",), ("a", "b"), ("", "x", "y", "z")],
    "calls_itself": [(0,), (3,), (2, 7, 8)],
    "packed": [(), ([1],), ([], [2, 3])],
    "positional": [(1, 2), (1, 2, 4)],
    "uses_both": [(5,), (0,)],
    "calls_them": [([1, 2], ["x", "y"]), ([], [])],
    "star_of_tuple": [((1, 2),)],
    "star_of_largest": [([3, 1],)],
    "columns": [([[1, 2], [3, 4]],), ([],), ([[1, 2, 3], [4]],), ([[]],)],
    "column_sums": [([[1, 2], [3, 4]],), ([],)],
}
FALLBACK = {
    "average": [(1.0, 2)],
    "chained": [("a", 1), ()],
    "star_of_largest": [([3],), ([],)],
}
