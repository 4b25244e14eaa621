"""Numbers of which some are ints and some floats, in tuples, heaps, sorts and extremes: ordered as Python orders them."""

import heapq
import math
from dataclasses import dataclass


def shortest(graph: dict[str, dict[str, int]], start: str) -> dict[str, float]:
    dist: dict[str, float] = {node: math.inf for node in graph}
    dist[start] = 0
    waiting: list[tuple[float, str]] = [(0, start)]
    while waiting:
        d, u = heapq.heappop(waiting)
        if d > dist[u]:
            continue
        for v, w in graph[u].items():
            nd = d + w
            if nd < dist[v]:
                dist[v] = nd
                heapq.heappush(waiting, (nd, v))
    return dist


def pairs_sorted(xs: list[tuple[str, float | int]]) -> list[tuple[str, float | int]]:
    return sorted(xs)


def by_key(xs: list[tuple[str, float | int]]) -> list[str]:
    return [n for n, _ in sorted(xs, key=lambda x: (-x[1], x[0]))]


def smallest(xs: list[float | int]) -> float | int:
    return min(xs)


def extremes(xs: list[float | int]) -> tuple[float | int, float | int]:
    return max(xs), sorted(xs, reverse=True)[0]


def cheapest(xs: list[tuple[int, float | int]]) -> tuple[int, float | int]:
    return min(xs, key=lambda x: x[1])


def same(a: tuple[float | int, str], b: tuple[float | int, str]) -> bool:
    return a == b


def two_kinds(a: tuple[int, str], b: tuple[float, str]) -> tuple[bool, bool, bool]:
    return a == b, a < b, a >= b


@dataclass(order=True)
class Item:
    weight: float | int
    name: str


def ranked(xs: list[tuple[float | int, str]]) -> list[str]:
    return [i.name for i in sorted([Item(w, n) for w, n in xs])]


def last_resort(text: str | None, n: int | None) -> tuple[int | str, int | None]:
    return text or 0, n or None


NAN = float("nan")
CASES = {
    "shortest": [({"a": {"b": 1, "c": 4}, "b": {"c": 2}, "c": {}}, "a"), ({"a": {}}, "a")],
    "pairs_sorted": [([("b", 1), ("a", 2.5), ("a", 2), ("b", 1.0)],)],
    "by_key": [([("b", 1), ("a", 2.5), ("a", 2), ("b", 1.0)],)],
    "smallest": [([3, 2.5, 2],), ([1, 1.0],), ([1.0, 1],), ([],), ([-0.0, 0],)],
    "extremes": [([3, 2.5, 2],), ([1, 1.0],), ([1.0, 1],), ([2**53, 0.5],)],
    "cheapest": [([(1, 2), (2, 1.5), (3, 1.5)],)],
    "same": [((1, "a"), (1.0, "a")), ((1.5, "a"), (1, "a")), ((1, "a"), (1, "b"))],
    "two_kinds": [((1, "a"), (1.0, "a")), ((1, "a"), (1.5, "a")), ((1, "b"), (1.0, "a"))],
    "ranked": [([(1, "a"), (0.5, "b"), (1.0, "0")],)],
    "last_resort": [("a", 1), ("", 0), (None, None)],
}
FALLBACK = {
    "extremes": [([NAN, 1],), ([2**53 + 1, 1.5],)],
    "same": [((NAN, "a"), (1, "a"))],
    "pairs_sorted": [([("a", True), ("a", 1)],), ([("a", True), ("a", 0.5)],)],
}
