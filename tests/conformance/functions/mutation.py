"""Arguments that are changed, and parts of arguments that are given back: what the caller sees afterwards."""

from dataclasses import dataclass


@dataclass
class Stock:
    name: str
    sizes: list[int]


def push(xs: list[int], x: int) -> None:
    xs.append(x)


def sort_in_place(xs: list[int]) -> list[int]:
    xs.sort()
    return xs


def take_last(xs: list[str]) -> str:
    return xs.pop()


def overwrite(xs: list[float], at: int, x: float) -> None:
    xs[at] = x


def drop_front(xs: list[int], n: int) -> int:
    for _ in range(n):
        xs.pop(0)
    return len(xs)


def insert_twice(xs: list[str], x: str) -> None:
    xs.insert(0, x)
    xs.insert(len(xs), x + "!")


def clear_and_fill(xs: list[int], n: int) -> None:
    xs.clear()
    xs.extend(range(n))


def double_all(xs: list[int]) -> None:
    for i in range(len(xs)):
        xs[i] *= 2


def half_then_fail(xs: list[int]) -> int:
    xs.append(1)
    total = 0
    for x in xs:
        total += 100 // (x - 1)
    return total


def overflow_after_change(xs: list[int]) -> None:
    xs.append(7)
    xs[0] = xs[0] * 4611686018427387904


def count_words(words: list[str], counts: dict[str, int]) -> None:
    for word in words:
        counts[word] = counts.get(word, 0) + 1


def forget(d: dict[str, int], key: str) -> int:
    del d[key]
    return len(d)


def move_to_end(d: dict[str, int], key: str) -> None:
    value = d.pop(key)
    d[key] = value


def merge(d: dict[int, str], other: dict[int, str]) -> dict[int, str]:
    d.update(other)
    return d


def clear_dict(d: dict[str, float]) -> None:
    d.clear()


def group(pairs: list[tuple[str, int]], into: dict[str, list[int]]) -> None:
    for key, value in pairs:
        into.setdefault(key, []).append(value)


def fill_grid(grid: list[list[int]], x: int, y: int, color: int) -> list[list[int]]:
    old = grid[y][x]
    stack = [(x, y)]
    while stack:
        i, j = stack.pop()
        if grid[j][i] == old and old != color:
            grid[j][i] = color
            for k, m in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)):
                if 0 <= m < len(grid) and 0 <= k < len(grid[m]):
                    stack.append((k, m))
    return grid


def first_row(grid: list[list[int]]) -> list[int]:
    return grid[0]


def long_rows(grid: list[list[int]], least: int) -> list[list[int]]:
    return [row for row in grid if len(row) >= least]


def share_row(grid: list[list[int]], n: int) -> None:
    row: list[int] = []
    for _ in range(n):
        grid.append(row)
    row.append(n)


def swap_rows(grid: list[list[int]], i: int, j: int) -> None:
    grid[i], grid[j] = grid[j], grid[i]


def both(a: list[int], b: list[int]) -> int:
    a.append(1)
    b.append(2)
    return len(a) * 10 + len(b)


def append_alias(a: list[list[int]], b: list[int]) -> None:
    b.append(5)
    a.append(b)
    a[0].append(6)


def restock(stocks: list[Stock], size: int) -> Stock | None:
    found: Stock | None = None
    for stock in stocks:
        stock.sizes.append(size)
        if len(stock.sizes) == 2:
            found = stock
    return found


def renamed(stock: Stock, name: str) -> Stock:
    return Stock(name, stock.sizes)


def optional_list(xs: list[int] | None) -> int:
    if xs is None:
        return -1
    xs.append(len(xs))
    return len(xs)


def texts_in_order(xs: list[str]) -> None:
    xs.sort(key=lambda x: (len(x), x))


def keep_tuple(xs: list[tuple[int, ...]]) -> None:
    xs.append(xs[0])


def helper_changes(xs: list[int]) -> int:
    push(xs, 3)
    push(xs, 4)
    return xs[-1]


def caught(xs: list[int], d: dict[str, int]) -> int:
    try:
        xs.append(d["a"])
        xs.append(d["b"])
    except KeyError:
        xs.append(-1)
    return len(xs)


def toggle(seen: set[int], xs: list[int]) -> bool:
    for x in xs:
        if x in seen:
            seen.remove(x)
        else:
            seen.add(x)
    return len(seen) > 2


def same_set(seen: set[str]) -> set[str]:
    seen.discard("a")
    return seen


def by_set(d: dict[frozenset[int], int], key: frozenset[int]) -> None:
    d[key] = d.get(key, 0) + 1


SHARED = [1, 2]
GRID_ROW = [3]
STOCK = Stock("a", [1])

@dataclass(frozen=True)
class Fixed:
    at: int
    label: str = "-"


@dataclass(frozen=True, slots=True)
class Slotted:
    at: int
    rest: list[int]


def add_fixed(xs: list[Fixed], at: int) -> Fixed:
    """Objects that nobody may assign to are made, and stand in a list that is changed."""
    xs.append(Fixed(at))
    return xs[0]


def move_slotted(xs: dict[str, Slotted], name: str) -> None:
    xs[name + "'"] = Slotted(xs[name].at + 1, xs[name].rest)


def halve_all(xs: list[float]) -> None:
    for i in range(len(xs)):
        xs[i] /= 2


def flip_all(xs: list[bool], but: int) -> int:
    for i in range(len(xs)):
        if i != but:
            xs[i] = not xs[i]
    return 10 // but


def turn_over(xs: dict[int, str], gone: int) -> str:
    """A long dict of the caller's: looked into, changed, made shorter and longer."""
    xs[gone + 1] = xs.pop(gone)
    xs[-1] = xs.get(-1, "new")
    del xs[gone + 2]
    return xs[gone + 1]


def longer(xs: dict[str, int]) -> None:
    for i in range(40):
        xs[f"m{i}"] = i


MANY = {f"n{i}": i for i in range(30)}
CASES = {
    "halve_all": [([i / 3 for i in range(1500)],), ([float("nan")] * 1200,), ([0.0] * 1100 + [-0.0, 1.5],)],
    "flip_all": [([i % 3 == 0 for i in range(1500)], 7), ([True] * 1200, 0)],
    "turn_over": [({i: str(i) for i in range(50)}, 3), ({i: str(i) for i in range(4)}, 1), ({}, 1)],
    "longer": [(dict(MANY),), ({"m3": 7},), ({f"m{i}": -i for i in range(60)},)],
    "add_fixed": [([], 3), ([Fixed(1, "a"), Fixed(2)], 0)],
    "move_slotted": [({"a": Slotted(1, [2])}, "a"), ({}, "b")],
    "push": [([], 1), ([1, 2], 3)],
    "sort_in_place": [([3, 1, 2],), ([],), ([1],)],
    "take_last": [(["a", "é", "日本"],), ([],)],
    "overwrite": [([1.0, float("nan"), -0.0], 0, float("inf")), ([1.0], 5, 2.0), ([0.0, 1.0], -2, -0.0)],
    "drop_front": [([1, 2, 3, 4], 2), ([1], 0), ([1], 3)],
    "insert_twice": [([], "x"), (["a", "b"], "é")],
    "clear_and_fill": [([1, 2, 3], 2), ([], 0), ([9], 5)],
    "double_all": [([1, -2, 3],), ([],), (list(range(-900, 900)),), ([2**61] * 1001 + [0, 1],)],
    "half_then_fail": [([5, 3],), ([],)],
    "count_words": [(["a", "b", "a"], {}), (["x"], {"x": 4, "y": 1})],
    "forget": [({"a": 1, "b": 2, "c": 3}, "b"), ({"a": 1}, "z"), (dict(MANY), "n20"), (dict(MANY), "z")],
    "move_to_end": [(dict(MANY), "n4"), ({"a": 1, "b": 2, "c": 3}, "a"), ({"a": 1}, "a"), ({"é": 1, "日": 2}, "é")],
    "merge": [({1: "a"}, {2: "b", 1: "c"}), ({}, {})],
    "clear_dict": [({"a": 1.5},), ({},)],
    "group": [([("a", 1), ("b", 2), ("a", 3)], {}), ([("a", 1)], {"a": [0], "z": []})],
    "fill_grid": [([[0, 0, 1], [1, 0, 1], [0, 1, 0]], 0, 0, 2), ([[1]], 0, 0, 1), ([[1]], 5, 0, 1)],
    "first_row": [([[1, 2], [3]],), ([],)],
    "long_rows": [([[1], [1, 2], [], [3, 4]], 2)],
    "share_row": [([], 3), ([[1]], 0)],
    "swap_rows": [([[1], [2], [3]], 0, 2), ([[1]], 0, 0)],
    "both": [([1], [2]), (SHARED, SHARED)],
    "append_alias": [([[0]], [1]), ([GRID_ROW], GRID_ROW), ([], [1])],
    "restock": [([Stock("a", [1]), Stock("b", [])], 7), ([STOCK, STOCK], 1), ([], 1)],
    "renamed": [(Stock("a", [1]), "b")],
    "optional_list": [(None,), ([1],)],
    "texts_in_order": [(["bb", "a", "ccc", "b"],)],
    "keep_tuple": [([(1,), (2, 3)],)],
    "helper_changes": [([],), ([1],)],
    "toggle": [({1, 2}, [3, 4]), (set(), []), ({5}, [])],
    "same_set": [({"a", "b"},), (set(),)],
    "by_set": [({frozenset({1, 2}): 1}, frozenset({2, 1})), ({}, frozenset())],
    "caught": [([], {"a": 1}), ([], {"a": 1, "b": 2}), ([], {})],
}
FALLBACK = {
    "double_all": [([1] * 1500 + [2**62],)],
    "toggle": [({1, 2}, [2, 3, 4])],
    "overflow_after_change": [([2],), ([-4, 1],)],
    "push": [([1, True], 2), ([1], 2**70)],
    "count_words": [(["a", 1], {}), (["a"], {"b": None})],
    "texts_in_order": [(["\udc80", "a"],)],
}
