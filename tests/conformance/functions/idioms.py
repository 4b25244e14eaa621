"""What scripts write every day: the name of a class, changes in conditions, dicts that are declared as less, rows of
texts, formats whose width is a variable."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import NamedTuple


class StockError(ValueError):
    pass


class Missing(Exception):
    def __init__(self, sku: str, count: int) -> None:
        super().__init__(f"{sku} lacks {count}")
        self.sku = sku
        self.count = count


@dataclass
class Line:
    sku: str
    qty: int
    price: float

    def shown(self) -> str:
        return f"{type(self).__name__}({self.sku!r}, {self.qty})"


class Spot(NamedTuple):
    x: int
    y: int


def failed(which: int) -> str:
    try:
        if which == 1:
            raise StockError("none left")
        if which == 2:
            raise Missing("bolt", 3)
        if which == 3:
            raise KeyError("k")
        if which == 4:
            return str([1, 2][which])
        if which == 5:
            return str(which // (which - 5))
        return str(int("x" * which))
    except Missing as e:
        return f"{type(e).__name__}: {e.sku} {e.count} {e}"
    except (ValueError, KeyError) as e:
        return type(e).__name__ + "/" + str(e)
    except Exception as error:
        name = error.__class__.__name__
        return f"{name:>20}"


def classes(x: int, s: str, xs: list[int], d: dict[str, int], t: tuple[int, str], o: float | None) -> list[str]:
    counts = Counter(s)
    groups: defaultdict[str, int] = defaultdict(int)
    return [type(x).__name__, type(s).__name__, type(xs).__name__, type(d).__name__, type(t).__name__,
            type(o).__name__, type(x > 0).__name__, type(x / 2).__name__, type(set(xs)).__name__,
            type(frozenset(xs)).__name__, type(counts).__name__, type(groups).__name__, type(None).__name__,
            type(s.encode()).__name__, type(Spot(1, 2)).__name__, Line("a", 1, 2.0).shown()]  # fmt: skip


def kinds(values: list[int | str | float | None]) -> list[str]:
    return [type(v).__name__ for v in values]


def unique(items: list[str]) -> list[str]:
    seen: set[str] = set()
    return [x for x in items if not (x in seen or seen.add(x))]


def repeated(items: list[int]) -> tuple[list[int], list[int]]:
    seen: set[int] = set()
    kept: list[int] = []
    again = [x for x in items if x in seen or seen.add(x) or (x < 0 and kept.append(x))]
    return again, kept


def grouped(words: list[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for w in words:
        groups[w[:1]].append(w)
    return groups


def counted(words: list[str]) -> dict[str, int]:
    counts = Counter(words)
    counts["total"] += len(words)
    return counts


def chained(edges: list[tuple[int, int]]) -> list[str]:
    kids: dict[int, list[int]] = defaultdict(list)
    for a, b in edges:
        kids[a].append(b)
    out: list[str] = []

    def visit(n: int, path: list[int]) -> None:
        path = [*path, n]
        if n not in kids:
            out.append("->".join(map(str, path)))
        for k in kids.get(n, []):
            visit(k, path)

    visit(0, [])
    return out


def columns(text: str) -> list[str]:
    return ["".join(col) for col in zip(*text.splitlines())]


def sums(rows: list[tuple[int, int, int]]) -> list[int]:
    return [sum(col) for col in zip(*rows)]


def luhn(number: str) -> bool:
    digits = [int(c) for c in number if c.isdigit()]
    even = [sum(divmod(2 * d, 10)) for d in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(even)) % 10 == 0


def table(lines: list[Line], width: int, places: int) -> list[str]:
    out = [f"{line.sku:<{width}}|{line.qty:>{width - 2}}|{line.price:{width}.{places}f}" for line in lines]
    out.append("-" * width)
    out.append(f"{'sum':*^{width}}{sum(line.qty for line in lines):0{places}d}")
    return out


def aligned(s: str, how: str, width: int) -> str:
    return f"{s:{how}{width}}"


def by_spec(x: float, n: int, s: str, spec: str) -> tuple[str, str]:
    return format(x, spec), f"{n:{spec}}" + s


def in_bases(n: int) -> str:
    return f"{n:#b} {n:#o} {n:#x} {n:#X} {n:#010x} {n:+#6x} {n:<#8o}| {n:*^#12b} {n:_b} {n:#_x} {n:#d} {n:#,}"


def as_float(n: int, flag: bool) -> str:
    return f"{n:.2f} {n:e} {n:8.1%} {n:,.1f} {n:g} {flag:3} {flag:d} {flag:05.1f}"


def plain(x: float) -> str:
    return f"{x:,} {x:_} {x:.3} {x:,.4} {x:012,} {x:+,.2f} {x:,g} {x:>12}"


def padded(s: str) -> str:
    return f"{s:05}|{s:>05}|{s:*<4.2}|"


def either(v: int | str) -> str:
    return f"{v:>6}|"


def halved(n: int) -> int:
    if n % 2:
        raise ValueError("odd")
    return n // 2


def class_of_call(n: int) -> str:
    return type(halved(n)).__name__ + type([halved(n + 2)]).__name__


WORDS = [([],), (["b", "a", "b", "", "ab"],), (["x"],)]
CASES = {
    "failed": [(n,) for n in range(7)],
    "classes": [(1, "ab", [1], {"a": 1}, (1, "b"), None), (0, "", [], {}, (0, ""), 2.5)],
    "kinds": [([],), ([1, "a", 2.5, None, 7],)],
    "unique": WORDS,
    "repeated": [([],), ([1, 2, 1, -3, -3, 2],)],
    "grouped": WORDS,
    "counted": WORDS,
    "chained": [([],), ([(0, 1), (0, 2), (2, 3)],)],
    "columns": [("",), ("abc\ndéf\ngh",), ("x",)],
    "sums": [([],), ([(1, 2, 3), (4, 5, 6)],)],
    "luhn": [("4539 1488 0343 6467",), ("8273 1232 7352 0569",), ("0",)],
    "table": [([], 5, 2), ([Line("bolt", 12, 3.14159), Line("é", -1, 1e9)], 8, 3), ([Line("n", 1, 2.5)], 3, 0), ([Line("a", 1, 1.0)], 1, 2)],
    "aligned": [("ab", ">", 6), ("ab", "*^", 7), ("ab", "", 1), ("abc", "-<", 5)],
    "by_spec": [(2.5, 3, "", ""), (1234567.891, 42, "!", ",.2f"), (1e20, -7, "", "+012,.3f"), (0.1, 1, "", ".0%")],
    "in_bases": [(0,), (255,), (-4096,), (2**63 - 1,), (-(2**63),)],
    "as_float": [(0, True), (-7, False), (2**62 + 1, True)],
    "plain": [(0.0,), (-1234567.891,), (1e16,), (1e-5,), (float("inf"),), (float("nan"),), (123456789012.0,)],
    "padded": [("",), ("abc",), ("äbcdef",)],
    "either": [(5,), ("a",)],
    "class_of_call": [(2,), (3,)],
}
FALLBACK = {
    "aligned": [("ab", "+", 5), ("ab", "=", 5), ("ab", "", -5), ("abc", "é<", 5)],
    "by_spec": [(2.5, 3, "", "d"), (2.5, 3, "", "x"), (2.5, 3, "", ".f"), (2.5, 3, "", "c"), (2.5, 3, "", ".3")],
}
