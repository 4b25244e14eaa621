"""What each kernel is called with: always the same, made from a seed. Records are of the contestant's own classes."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

SYLLABLES = ("ka", "lo", "mí", "ren", "tö", "sa", "vé", "nu", "dra", "pol", "ß", "ek", "ai", "süd", "or")
Arguments = Callable[[ModuleType, float], tuple[Any, ...]]


@dataclass(frozen=True)
class Kernel:
    """A kernel: the module in `python/`, its function, what it is, and its arguments (module, scale) -> tuple."""

    name: str
    function: str
    title: str
    arguments: Arguments


def _words(count: int, kinds: int) -> list[str]:
    """Words, most of them not ASCII, whose frequencies fall off as in a text; each is an object of its own."""
    rng = random.Random(7)
    known = ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) + str(i % 7) for i in range(kinds)]
    return ["".join(list(known[int(kinds * rng.random() ** 3)])) for _ in range(count)]


def _matrix(module: ModuleType, scale: float) -> tuple[Any, ...]:
    rng = random.Random(3)
    n = int(110 * scale ** (1 / 3))
    return tuple([[rng.random() for _ in range(n)] for _ in range(n)] for _ in range(2))


def _edit(module: ModuleType, scale: float) -> tuple[Any, ...]:
    rng = random.Random(4)
    n = int(450 * scale**0.5)
    return tuple("".join(rng.choices("abcdefgh", k=n)) for _ in range(2))


def _groups(module: ModuleType, scale: float) -> tuple[Any, ...]:
    rng = random.Random(5)
    days = [f"2026-{m:02d}-{d:02d}" for m in range(1, 13) for d in range(1, 29)]
    sales = [
        module.Sale(rng.choice(days), f"sku-{rng.randrange(500)}", rng.randint(0, 40), round(rng.random() * 90, 2))
        for _ in range(int(300_000 * scale))
    ]
    return sales, 3


def _dijkstra(module: ModuleType, scale: float) -> tuple[Any, ...]:
    rng = random.Random(6)
    nodes = int(15_000 * scale)
    starts, edges = [0], []
    for _ in range(nodes):
        edges += [(rng.randrange(nodes), rng.randint(1, 100)) for _ in range(rng.randint(1, 6))]
        starts.append(len(edges))
    return starts, edges, nodes


def _trie(module: ModuleType, scale: float) -> tuple[Any, ...]:
    words = _words(int(20_000 * scale), 5_000)
    return words, [word[:3] for word in words[:5_000]]


def _tree(module: ModuleType, scale: float) -> tuple[Any, ...]:
    rng = random.Random(8)
    return [rng.randrange(1_000_000) for _ in range(int(15_000 * scale))], 10


def _report(module: ModuleType, scale: float) -> tuple[Any, ...]:
    rng = random.Random(9)
    n = int(60_000 * scale)
    return (
        [f"item-{rng.randrange(1000)}" for _ in range(n)],
        [round(rng.random() * 500, 2) for _ in range(n)],
        [rng.randint(1, 12) for _ in range(n)],
    )


def _parsing(module: ModuleType, scale: float) -> tuple[Any, ...]:
    rng = random.Random(10)
    lines = []
    for i in range(int(10_000 * scale)):
        terms = "".join(f"{rng.randrange(10_000)} {rng.choice('+-*')} " for _ in range(rng.randint(1, 8)))
        lines.append(f"  value_{i} = {terms}{rng.randrange(100)}" if i % 9 else "# a comment")
    return ("\n".join(lines),)


def _knapsack(module: ModuleType, scale: float) -> tuple[Any, ...]:
    rng = random.Random(11)
    n = 100
    return [rng.randint(5, 80) for _ in range(n)], [rng.randint(1, 500) for _ in range(n)], int(3_000 * scale)


def _graph(module: ModuleType, scale: float) -> tuple[Any, ...]:
    rng = random.Random(12)
    nodes = int(40_000 * scale)
    return {i: [rng.randrange(nodes) for _ in range(rng.randint(0, 8))] for i in range(nodes)}, 0


def _spread(module: ModuleType, scale: float) -> tuple[Any, ...]:
    rng = random.Random(13)
    n = int(500_000 * scale)
    return [rng.gauss(10, 3) for _ in range(n)], [rng.random() for _ in range(n)]


def _join(module: ModuleType, scale: float) -> tuple[Any, ...]:
    rng = random.Random(14)
    customers = [(1_000 + 7 * i, f"region-{rng.randrange(40)}") for i in range(5_000)]
    orders = [(i, 1_000 + rng.randrange(40_000), rng.random() * 100) for i in range(int(200_000 * scale))]
    return orders, customers


def _scan(module: ModuleType, scale: float) -> tuple[Any, ...]:
    rng = random.Random(15)
    words = ["".join(rng.choices("aeinrst", k=rng.randint(1, 6))) for _ in range(3_000)]
    picked = (words[int(3_000 * rng.random() ** 2)] for _ in range(int(120_000 * scale)))
    return " ".join(w.capitalize() + ". " if i % 11 == 0 else w for i, w in enumerate(picked)), 50


KERNELS = (
    Kernel("bodies", "energy", "numeric loop: three bodies", lambda m, s: (int(8_000 * s), 0.001)),
    Kernel("sieve", "primes", "sieve of Eratosthenes", lambda m, s: (int(1_500_000 * s) + 2,)),
    Kernel("matrix", "multiply", "matrices as lists of lists", _matrix),
    Kernel("edit", "distance", "edit distance", _edit),
    Kernel("queens", "queens", "n queens", lambda m, s: (8 if s >= 1 else 6,)),
    Kernel(
        "words", "count_words", "word count, 500,000 non-ASCII words", lambda m, s: (_words(int(500_000 * s), 20_000),)
    ),
    Kernel("groups", "revenue", "group-by over 300,000 dataclass records", _groups),
    Kernel("dijkstra", "shortest", "priority queue: shortest paths", _dijkstra),
    Kernel("trie", "prefixes", "trie of words", _trie),
    Kernel("tree", "weight", "binary search tree, filled and walked", _tree),
    Kernel("report", "report", "string building", _report),
    Kernel("parsing", "evaluate_lines", "parsing", _parsing),
    Kernel("knapsack", "best", "dynamic programming: knapsack", _knapsack),
    Kernel("graph", "levels", "graph search, breadth first", _graph),
    Kernel("spread", "summary", "statistics of 500,000 floats", _spread),
    Kernel("join", "join", "dict join of two tables", _join),
    Kernel("collatz", "longest", "integer loop: Collatz", lambda m, s: (int(12_000 * s),)),
    Kernel("scan", "frequent", "words of a long text", _scan),
)
