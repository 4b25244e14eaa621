"""Functions without annotations: types from doctests, from calls in the module, from what the code itself stores."""


def area(a, h):
    """
    >>> area(2, 3)
    3.0
    """
    return a * h / 2.0


def fib(n):
    """
    >>> fib(10)
    55
    """
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def helper(xs, k):
    return [x for x in xs if x % k == 0]


def helped(xs: list[int]):
    return helper(xs, 2) + helper([1, 2, 3], 3)


def bare(xs: list, more: dict):
    """
    >>> bare([1, 2], {"a": 1.5})
    3
    """
    return sum(xs) + len(more)


def graph(n: int, edges: list[tuple[int, int]]) -> list[list[int]]:
    beside = [[] for _ in range(n)]
    for a, b in edges:
        beside[a].append(b)
        beside[b].append(a)
    return beside


def grouped(words: list[str]) -> dict[int, list[str]]:
    by_length = {}
    for word in words:
        if len(word) not in by_length:
            by_length[len(word)] = []
        by_length[len(word)].append(word)
    return by_length


def maybe(xs: list[int]):
    for x in xs:
        if x > 3:
            return x


def empty_first(flag: bool):
    if flag:
        return []
    return [1]


def only_kept(words: list[str], keep):
    """
    >>> only_kept(["a", "bb"], 1)
    ['a']
    """
    out = []
    for word in words:
        if len(word) == keep:
            out.append(word)
    return out


AREA_OF = area(1, 2)
CASES = {
    "area": [(3, 5), (0, 0)],
    "fib": [(0,), (12,)],
    "helped": [([1, 2, 3, 4],)],
    "bare": [([1, 2], {"x": 0.5}), ([], {})],
    "graph": [(3, [(0, 1), (1, 2)]), (0, [])],
    "grouped": [(["a", "bb", "c"],), ([],)],
    "maybe": [([1, 2],), ([9, 10],)],
    "empty_first": [(True,), (False,)],
    "only_kept": [(["a", "bb"], 2)],
}
FALLBACK = {
    "area": [(1.5, 2)],
}
