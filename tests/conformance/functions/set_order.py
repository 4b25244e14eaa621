"""Walks over sets whose order shows: CPython's hash table decides it (Objects/setobject.c), and natively the same one
is kept, or legacy answers."""


def listed(xs: list[int]) -> list[int]:
    return list(set(xs))


def joined(xs: list[int]) -> str:
    return ", ".join(str(x) for x in set(xs))


def first_seen(xs: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for x in set(xs):
        found[x] = len(found)
    return found


def common_in_order(a: list[int], b: list[int]) -> list[list[int]]:
    s, t = set(a), set(b)
    return [list(s & t), list(s | t), list(s - t), list(s ^ t), [x for x in s.copy()], list(set(t))]


def in_place(a: list[int], b: list[int], which: int) -> list[int]:
    s, t = set(a), set(b)
    if which == 0:
        s |= t
    elif which == 1:
        s &= t
    elif which == 2:
        s -= t
    elif which == 3:
        s ^= t
    else:
        s.clear()
        s.update(b)
    return list(s)


def greedy(weights: dict[int, float], edges: list[tuple[int, int]]) -> list[int]:
    """The nearest of what is left, and of equals the one that stands first in the set."""
    left = set(weights)
    order: list[int] = []
    while left:
        best = min(left, key=lambda n: weights[n])
        left.remove(best)
        order.append(best)
        for a, b in edges:
            if a == best and b in weights:
                weights[b] += 1.0
    return order


def left_over(n: int, gone: list[int]) -> list[int]:
    left = {i for i in range(n)}
    order: list[int] = []
    for g in gone:
        left.discard(g)
        for x in left:
            order.append(x)
            break
    return order + list(left)


def popped(xs: list[int], more: list[int]) -> list[int]:
    s = set(xs)
    out: list[int] = []
    while s:
        out.append(s.pop())
        if more:
            s.add(more.pop())
    return out


def popped_empty(xs: list[int]) -> str:
    s = set(xs)
    try:
        while True:
            s.pop()
    except KeyError as error:
        return str(error)


def component(graph: dict[int, list[int]], start: int) -> list[int]:
    seen: set[int] = set()
    stack = {start}
    order: list[int] = []
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        order.append(node)
        stack |= set(graph.get(node, [])) - seen
    return order


def cells(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    alive = set(points)
    around = {(x + dx, y + dy) for x, y in alive for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    return [p for p in around - alive]


def averaged(xs: list[float]) -> float:
    s = set(xs)
    return sum(s) / len(s)


def float_order(xs: list[float]) -> list[float]:
    return list(set(xs))


def nested(xs: list[tuple[int, float, bool]]) -> list[tuple[int, float, bool]]:
    return [x for x in frozenset(xs)]


def long_tuples(xs: list[list[int]]) -> list[tuple[int, ...]]:
    return list({tuple(x) for x in xs})


def own_order(s: set[int]) -> list[int]:
    return [x ^ 1 for x in s]


def own_text(s: set[str]) -> str:
    return "-".join(s)


def own_taken(s: set[int], t: set[int]) -> list[list[int]]:
    return [list(s - t), list(t - s), list(s & t)]


def own_grown(s: set[int], x: int) -> list[int]:
    s.add(x)
    return list(s)


def ties(words: list[str]) -> list[str]:
    return sorted(set(words), key=len)


def changed_meanwhile(xs: list[int]) -> list[int]:
    s = set(xs)
    out: list[int] = []
    for x in s:
        out.append(x)
        s.discard(x + 1)
    return out


def stops(xs: list[int]) -> int:
    s = set(xs)
    for x in s:
        if x % 3 == 0:
            s.discard(x)
            return x
    return -1


def few() -> list[int]:
    return [x for x in {3, 1, 2}]


def colliding() -> list[int]:
    return [x for x in {8, 0, 16}]


def displayed(x: int, y: int) -> list[list[int]]:
    return [list({x, y, x * 8, y * 8, 0, 5}), list(frozenset((x, y, 0))), list({1, 2, 3} | {y}), list(set(range(x, y)))]


def from_dict(d: dict[int, int], gone: list[int]) -> list[int]:
    left = set(d)
    for g in gone:
        left.discard(g)
        left.add(g + 1)
    return list(left)


def of_keys(d: dict[int, str], t: list[int]) -> list[list[int]]:
    return [list(set(d)), list(d.keys() & set(t)), list(d.keys() - set(t)), list(d.keys() | set(t))]


def unpacked(a: list[int], b: list[int]) -> list[int]:
    return list({*set(a), *b})


def united(groups: list[list[int]]) -> list[int]:
    found: set[int] = set()
    for g in groups:
        found = found.union(set(g))
    return list(found)


def chained(a: list[int], b: list[int], c: list[int]) -> list[list[int]]:
    s = set(a)
    return [list(s.union(b, c)), list(s.intersection(b)), list(s.difference(b, c)), list(s.symmetric_difference(c))]


def sub_ordered(s: set[int]) -> list[int]:
    t = {x // 2 for x in s}
    return list(t)


def united_at_once(a: list[int], b: list[int], c: list[int]) -> list[int]:
    return list(set(a).union(set(b), set(c)))


def views(d: dict[int, str], e: dict[int, str]) -> list[set[int]]:
    return [d.keys() & e.keys(), d.keys() - e.keys()]


PRIMES = {2, 3, 5, 7}


def of_constant(n: int) -> list[int]:
    return [p for p in PRIMES if n % p == 0]


_SPREAD = [7, 15, 23, 31, 8, 0, 16, 2**61, -1, -2, 2**62, 64, 40, 3, 11, 19, 27, 35, 43, 51]
_FLOATS = [0.5, -0.0, 1.0, -1.0, 1e300, 5e-324, float("inf"), float("-inf"), 2.0**61, 0.1, 1234567.875, -2.5]


def changed_by_sets(s: set[int], t: set[int], how: int) -> int:
    if how == 0:
        s |= {len(t)}
    elif how == 1:
        s &= t
    elif how == 2:
        s -= t
    elif how == 3:
        s ^= t
    else:
        s.update(t)
    return len(s)


def changed_beside(s: set[int], *texts: str) -> int:
    s |= {sum(len(text) for text in texts)}
    return len(texts)


CASES = {
    "changed_by_sets": [({1, 2}, set(), 4)],
    "listed": [(_SPREAD,), ([],), ([3, 3],), (list(range(100, 0, -7)),), ([x * 8 for x in range(60)],)],
    "joined": [(_SPREAD,), ([5],)],
    "first_seen": [(_SPREAD,)],
    "common_in_order": [(_SPREAD, _SPREAD[5:] + [99, 107]), ([], [1, 9]), (list(range(40)), [8, 80, 3]), ([1], [1])],
    "in_place": [(_SPREAD, [8, 16, 99, 107, 40, 41, 3], w) for w in range(5)]
    + [(list(range(30)), list(range(3, 28)), w) for w in range(5)],
    "greedy": [({1: 2.0, 9: 1.0, 17: 1.0, 4: 1.0}, [(9, 17), (9, 4)]), ({8 * i: 1.0 for i in range(9)}, [])],
    "left_over": [(20, [0, 8, 16, 3]), (0, [1]), (70, list(range(0, 60, 3)))],
    "popped": [(_SPREAD, [1, 65, 129]), ([], []), ([8, 0], [16, 24, 32])],
    "popped_empty": [([4, 2],), ([],)],
    "component": [({1: [9, 17, 2], 9: [25, 33], 2: [10, 18], 25: [1]}, 1), ({}, 5)],
    "cells": [([(0, 0), (1, 0), (2, 0)],), ([],)],
    "averaged": [([0.1, 0.2, 0.3, 1e16, -1e16, 7.7],)],
    "float_order": [(_FLOATS,), ([-0.0, 0.0],)],
    "nested": [([(1, 0.5, True), (-1, -1.0, False), (8, 1e9, True), (0, 0.0, False)],)],
    "long_tuples": [([[1, 2], [], [3], [1, 2, 3, 4], [-1]],)],
    "own_order": [({9, 1, 17, 33},), (set(),), (set(_SPREAD),)],
    "own_text": [({"one", "two", "three"},), ({"x"},)],
    "own_taken": [(set(_SPREAD), {8, 16, 99, 40, 3, 7}), ({1}, set())],
    "ties": [(["a", "a"],), ([],)],
    "stops": [([5, 7, 6, 9],), ([1],)],
    "few": [()],
    "displayed": [(1, 9), (-2, 40), (8, 0)],
    "from_dict": [({x * 8: 0 for x in range(20)}, [8, 64, 7]), ({}, [1]), ({x: x for x in range(-3, 9)}, [3])],
    "of_constant": [(210,), (11,)],
    "united": [([[1, 9], [17, 2], list(range(50, 90, 4))],), ([],)],
    "sub_ordered": [({9, 8, 1, 40, 77},)],
    "own_grown": [(set(), 4)],
    "of_keys": [({5: "a"}, [5])],
    "united_at_once": [([], [], [])],
    "views": [({1: "a", 2: "b"}, {2: "c"})],
    "chained": [([], [], [])],
}
FALLBACK = {
    "changed_by_sets": [
        ({5}, set(), 0),
        ({5, 6, 7}, {6}, 1),
        ({5, 6}, {6, 9}, 3),
        ({1, 2}, {3}, 4),
        ({5}, {6}, 4),
        ({5}, set(), 2),
        ({5, 6, 7}, {6}, 2),
        (set(), set(), 1),
    ],
    "changed_beside": [({5},), ({5}, "a"), (set(), "abc"), ({1, 2, 3}, "", "b")],
    "own_taken": [(set(_SPREAD), {8, 16})],
    "own_grown": [({9, 1, 17}, 25)],
    "ties": [(["aa", "bb", "c"],)],
    "changed_meanwhile": [([1, 2, 3],)],
    "colliding": [()],
    "united_at_once": [([-2, 1, 256, 16], [24, -1, 0, 8], [-4, 40])],
    "views": [({8: "a", 16: "b", 0: "c"}, {16: "b", 8: "a"})],
    "of_keys": [({8: "a", 16: "b", 0: "c"}, [16, 24])],
    "unpacked": [([8, 16], [24, 0]), ([], [9, 1])],
    "chained": [([8, 16, 0, 1], [16, 24], [24, 32, 9])],
    "joined": [([2**64, 1],)],
}
