"""Helpers with type variables, for the types that each call gives them."""

from typing import TypeVar, Sequence, Iterable, Mapping

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


def chunks(items: list[T], n: int) -> list[list[T]]:
    out: list[list[T]] = []
    for i in range(0, len(items), n):
        out.append(items[i : i + n])
    return out


def pages(words: list[str], xs: list[int], n: int) -> tuple[list[list[str]], list[list[int]], list[list[int]]]:
    return chunks(words, n), chunks(xs, n), chunks(items=xs, n=n + 1)


def first(items: Sequence[T], default: T) -> T:
    return items[0] if items else default


def firsts(xs: list[int], ws: list[str]) -> tuple[int, str, list[int]]:
    return first(xs, -1), first(ws, ""), first(chunks(xs, 2), [])


def find(items: Iterable[T], target: T) -> T | None:
    for item in items:
        if item == target:
            return item
    return None


def found(ws: list[str], w: str, xs: list[int]) -> tuple[bool, int]:
    x = find(xs, 3)
    return find(ws, w) is not None, x if x is not None else -1


def invert(d: Mapping[K, V]) -> dict[V, list[K]]:
    out: dict[V, list[K]] = {}
    for k, v in d.items():
        out.setdefault(v, []).append(k)
    return out


def inverted(d: dict[str, int]) -> dict[int, list[str]]:
    return invert(d)


def unique(items: list[T]) -> list[T]:
    seen: set[T] = set()
    result = []
    for item in items:
        if item not in seen:
            seen.add(item)
            result.append(item)
    return result


def uniques(a: list[int], b: list[tuple[str, int]]) -> tuple[list[int], list[tuple[str, int]]]:
    return unique(a), unique(b)


def swap(p: tuple[K, V]) -> tuple[V, K]:
    a, b = p
    return b, a


def swaps(ps: list[tuple[str, int]]) -> list[tuple[int, str]]:
    return [swap(p) for p in ps]


def flatten(rows: list[list[T]]) -> list[T]:
    if not rows:
        return []
    return rows[0] + flatten(rows[1:])


def flat(rows: list[list[float]], ws: list[list[str]]) -> tuple[list[float], list[str]]:
    return flatten(rows), flatten(ws)


def clamp(x: T, low: T, high: T) -> T:
    return low if x < low else high if x > high else x


def clamps(xs: list[float], n: int) -> tuple[list[float], int]:
    return [clamp(x, 0.0, 1.0) for x in xs], clamp(n, 0, 10)


CASES = {
    "pages": [(["a", "b", "c"], [1, 2, 3], 2), ([], [], 1)],
    "firsts": [([5, 6, 7], ["x"]), ([], [])],
    "found": [(["a", "b"], "b", [1, 3]), ([], "", [])],
    "inverted": [({"a": 1, "b": 2, "c": 1},), ({},)],
    "uniques": [([3, 1, 3], [("a", 1), ("a", 1), ("b", 1)])],
    "swaps": [([("a", 1)],), ([],)],
    "flat": [([[0.5], [], [1.5]], [["a"], ["b", "c"]])],
    "clamps": [([-1.0, 0.5, 2.0], 11), ([], -3)],
}
FALLBACK = {
    "clamps": [([0.5], 2**63)],
}
