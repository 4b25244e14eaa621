"""deque, defaultdict and Counter inside a function."""

from collections import Counter, defaultdict, deque


def breadth_first(graph: dict[str, list[str]], start: str) -> list[str]:
    seen = {start}
    order: list[str] = []
    queue = deque([start])
    while queue:
        node = queue.popleft()
        order.append(node)
        for other in graph.get(node, []):
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return order


def rotated(xs: list[int], k: int) -> tuple[list[int], int, list[int]]:
    d: deque[int] = deque()
    for x in xs:
        d.appendleft(x)
    d.extend(xs)
    d.rotate(k)
    d.rotate()
    copy = d.copy()
    copy.reverse()
    copy.extendleft([7, 8])
    return list(d), len(copy), list(reversed(copy))


def ends(xs: list[int], i: int) -> tuple[int, int, int, bool]:
    d = deque(xs)
    d[0] = 50
    return d.pop(), d.popleft(), d[i], 3 in d


def pops(n: int) -> int:
    d: deque[int] = deque()
    for i in range(n):
        d.append(i)
        if i % 3 == 0:
            d.popleft()
    return sum(d) + len(d)


def changed_while_walked(n: int) -> int:
    d = deque(range(n))
    for x in d:
        d.append(x)
    return len(d)


def grouped(words: list[str]) -> dict[int, list[str]]:
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for w in words:
        groups[len(w)].append(w)
    return dict(groups)


def tallied(words: list[str]) -> list[tuple[str, int]]:
    counts: defaultdict[str, int] = defaultdict(int)
    for w in words:
        counts[w] += 1
    if counts["zz"] > 0:
        return []
    return sorted(counts.items())


def linked(edges: list[tuple[int, int]]) -> list[int]:
    graph: defaultdict[int, set[int]] = defaultdict(set)
    for a, b in edges:
        graph[a].add(b)
        graph[b].add(a)
    return [len(graph[k]) for k in sorted(graph)]


def nested(rows: list[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    sums: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for a, b, n in rows:
        sums[a][b] += n
    return {a: dict(inner) for a, inner in sums.items()}


def common(s: str, n: int) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    counts = Counter(s)
    return counts.most_common(n), counts.most_common()


def anagram(a: str, b: str) -> bool:
    return Counter(a) == Counter(b)


def counted(xs: list[int], ys: list[int]) -> tuple[dict[int, int], dict[int, int], dict[int, int], dict[int, int], int]:
    a, b = Counter(xs), Counter(ys)
    c = a.copy()
    c.update(ys)
    c.subtract(xs)
    c[99] += 2
    return dict(a + b), dict(a - b), dict(a | b), dict(a & b), c[99] + c[1000] + c.total()


def elements(s: str) -> str:
    return "".join(sorted(Counter(s).elements()))


def first_once(s: str) -> int:
    counts = Counter(s)
    for i, c in enumerate(s):
        if counts[c] == 1:
            return i
    return -1


def majority(xs: list[int]) -> int:
    counts = Counter(x % 5 for x in xs)
    return max(counts, key=counts.get) if counts else -1


CASES = {
    "breadth_first": [({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": ["a"]}, "a"), ({}, "x")],
    "rotated": [([1, 2, 3], k) for k in (0, 1, -2, 50)] + [([], 3), (list(range(30)), 7)],
    "ends": [([1, 2, 3, 4], 0), ([1, 2, 3, 4], -1), ([1, 2, 3], 5), ([1], 0), ([], 0)],
    "pops": [(0,), (50,)],
    "changed_while_walked": [(0,)],
    "grouped": [(["a", "bb", "c"],), ([],)],
    "tallied": [(["a", "b", "a"],), ([],)],
    "linked": [([(1, 2), (2, 3), (1, 2)],), ([],)],
    "nested": [([("a", "x", 1), ("a", "y", 2), ("b", "x", 3), ("a", "x", 4)],), ([],)],
    "common": [("abracadabra", n) for n in (-1, 0, 2, 9)] + [("", 1)],
    "anagram": [("listen", "silent"), ("a", "b"), ("", "")],
    "counted": [([1, 1, 2, 3], [1, 3, 3]), ([], [])],
    "elements": [("banana",), ("",)],
    "first_once": [("aabcb",), ("",)],
    "majority": [([1, 6, 2],), ([],)],
}
FALLBACK = {
    "changed_while_walked": [(2,)],
}
