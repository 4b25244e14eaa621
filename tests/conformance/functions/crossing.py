"""Counter and defaultdict as parameters, results and fields; what their caller gets is what Python gives."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass
class Tally:
    name: str
    words: Counter[str] = field(default_factory=Counter)


def count(words: list[str]) -> Counter[str]:
    return Counter(words)


def counted(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for word in text.split():
        found[word.lower()] += 1
    return found


def group(rows: list[tuple[str, int]]) -> defaultdict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for name, amount in rows:
        found[name].append(amount)
    return found


def totals(rows: list[tuple[str, float]]) -> defaultdict[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for name, amount in rows:
        found[name] += amount
    return found


def most(c: Counter[str], n: int) -> list[tuple[str, int]]:
    return c.most_common(n)


def missing(c: Counter[str], k: str) -> int:
    return c[k] + len(c)


def touched(d: defaultdict[str, list[int]], k: str) -> int:
    return len(d[k])


def looked_up(d: defaultdict[str, int], k: str) -> int:
    return d.get(k, -1) if k in d else d[k]


def bump(c: Counter[str], word: str) -> None:
    c[word] += 1
    c.update(["x"])


def merged(a: Counter[str], b: Counter[str]) -> Counter[str]:
    return a + b


def same(c: Counter[int]) -> Counter[int]:
    return c


def nested(rows: list[tuple[str, str]]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for a, b in rows:
        found.setdefault(a, Counter())[b] += 1
    return found


def plain(rows: list[tuple[str, int]]) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for name, amount in rows:
        found[name] += amount
    return dict(found)


def sets(rows: list[tuple[int, int]]) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for a, b in rows:
        found[a].add(b)
    return found


CASES = {
    "count": [(["a", "b", "a"],), ([],)],
    "counted": [("The the x",), ("",)],
    "group": [([("a", 1), ("b", 2), ("a", 3)],), ([],)],
    "totals": [([("a", 0.5), ("a", 0.25)],), ([],)],
    "most": [(Counter("abracadabra"), 2), (Counter(), 1)],
    "missing": [(Counter("aab"), "a"), (Counter("aab"), "z")],
    "touched": [(defaultdict(list, {"a": [1]}), "a"), (defaultdict(list), "b")],
    "looked_up": [(defaultdict(int, {"a": 3}), "a"), (defaultdict(int), "b")],
    "bump": [(Counter("ab"), "a"), (Counter(), "é")],
    "merged": [(Counter("aab"), Counter("bc"))],
    "same": [(Counter([1, 2, 1]),)],
    "nested": [([("a", "x"), ("a", "x"), ("b", "y")],), ([],)],
    "plain": [([("a", 1), ("a", 2)],)],
    "sets": [([(1, 2), (1, 2), (3, 4)],)],
}
FALLBACK = {
    "counted": [("É",)],
    "most": [({"a": 1}, 1)],
    "touched": [(defaultdict(lambda: [7]), "b"), (defaultdict(None), "b"), ({}, "b")],
    "looked_up": [(defaultdict(list), "b")],
}
