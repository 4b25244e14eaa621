"""Indexing in loops, where a port may look a list up once: what changes the list meanwhile, and what is not there."""

import heapq
from dataclasses import dataclass, field

WEIGHTS = [3, 1, 4, 1, 5]
TABLE = [[1, 2, 3], [4, 5, 6]]
ONE = [1, 2, 3, 4]
ROW = [7, 8]


def shrinks(xs: list[int], n: int) -> int:
    total = 0
    for i in range(n):
        total += xs[i]
        xs.pop()
    return total


def drop_last(xs: list[int]) -> None:
    xs.pop()


def shrinks_in_a_call(xs: list[int], n: int) -> int:
    total = 0
    for i in range(n):
        total += xs[i]
        drop_last(xs)
    return total


def grows(n: int) -> list[int]:
    xs = [1]
    for i in range(n):
        xs.append(xs[i] + xs[-1])
    return xs


def cleared(xs: list[int], at: int) -> list[int]:
    seen: list[int] = []
    for i in range(len(xs)):
        seen.append(xs[i])
        if i == at:
            xs.clear()
    return seen


def two_names(xs: list[int]) -> int:
    ys = xs
    total = 0
    for i in range(len(xs)):
        ys[i] += 10
        total += xs[i]
        xs[i] *= 2
        total += ys[i]
    return total


def two_arguments(xs: list[int], ys: list[int]) -> int:
    total = 0
    for i in range(len(xs)):
        xs[i] = xs[i] + 1
        total += ys[i]
    for i in range(len(ys)):
        ys[i] -= 5
        total += xs[i]
    xs[0] = 100
    for i in range(len(ys)):
        total += ys[i] + xs[i]
    return total


def one_loses(xs: list[int], ys: list[int]) -> int:
    total = 0
    for i in range(3):
        ys.pop()
        total += xs[i]
    return total


def rebound(xs: list[int], ys: list[int], n: int) -> list[int]:
    out = [0] * n
    for i in range(n):
        out[i] = xs[i]
        xs, ys = ys, xs
    return out


def index_changes(xs: list[int], i: int) -> list[int]:
    seen: list[int] = []
    while xs[i] >= 0:
        seen.append(xs[i])
        i += 1
    return seen


def negative(xs: list[int], n: int) -> int:
    total = 0
    for i in range(-1, -n - 1, -1):
        total = total * 10 + xs[i]
    return total


def swaps(xs: list[int]) -> None:
    for i in range(len(xs) // 2):
        xs[i], xs[-i - 1] = xs[-i - 1], xs[i]


def slices_away(xs: list[int], n: int) -> int:
    total = 0
    for i in range(n):
        total += xs[i]
        del xs[-1:]
    return total


def sorted_inside(xs: list[int], n: int) -> list[int]:
    out: list[int] = []
    for i in range(n):
        out.append(xs[i])
        xs.sort(key=lambda x: -x)
    return out


def reversed_inside(xs: list[int], n: int) -> list[int]:
    out = [0] * n
    for i in range(n):
        out[i] = xs[i]
        xs.reverse()
    return out


def heap_inside(xs: list[int], n: int) -> int:
    total = 0
    for i in range(n):
        heapq.heappush(xs, i)
        total = total * 3 + xs[0] + xs[-1]
    return total


def told_late(xs: list[int], n: int) -> str:
    done = 0
    try:
        for i in range(n):
            done += 1
            xs[i] += 1
    except IndexError as error:
        return f"{done} {error}"
    return "all"


def assigned_late(xs: list[int], n: int) -> str:
    try:
        for i in range(n):
            xs[i] = i
    except IndexError as error:
        return str(error)
    return "all"


def column(table: list[list[int]], i: int, n: int) -> int:
    total = 0
    for j in range(n):
        total += table[i][j]
    return total


def column_told(table: list[list[int]], i: int, n: int) -> str:
    steps = 0
    try:
        for j in range(n):
            steps += 1
            table[i][j] = steps
    except IndexError as error:
        return f"{steps} {error}"
    return f"{steps}"


def row_not_asked(table: list[list[int]], i: int, n: int) -> int:
    total = 0
    for j in range(n):
        if j > 100:
            total += table[i][j]
    return total


def row_before_index(table: list[list[int]], i: int, k: int) -> int:
    total = 0
    for j in range(3):
        total += table[i][j // k]
    return total


def told(j: int) -> int:
    print("index", j)
    return j


def row_before_call(table: list[list[int]], i: int, n: int) -> int:
    total = 0
    for j in range(n):
        total += table[i][told(j)]
    return total


def value_before_row(table: list[list[int]], i: int, k: int) -> int:
    for j in range(2):
        table[i][j] = 10 // k
    return table[0][0]


def next_row(table: list[list[int]], i: int, n: int) -> int:
    total = 0
    for j in range(n):
        total += table[i + 1][j] - table[i][j]
    return total


def row_replaced(table: list[list[int]], n: int) -> list[int]:
    out = [0] * n
    for j in range(n):
        out[j] = table[0][j]
        table[0] = table[1]
    return out


def row_grows(table: list[list[int]], n: int) -> int:
    other = table[0]
    total = 0
    for j in range(n):
        other.append(j)
        total += table[0][j + 1]
    return total


def rows_alias(n: int, m: int) -> list[int]:
    table = [[0] * n] * m
    for i in range(m):
        for j in range(n):
            table[i][j] += i + j
    return [sum(row) for row in table]


def paths(n: int, m: int) -> int:
    table = [[1] * m for _ in range(n)]
    for i in range(1, n):
        for j in range(1, m):
            table[i][j] = table[i - 1][j] + table[i][j - 1]
    return table[n - 1][m - 1]


def cube(n: int) -> int:
    made = [[[i + j + k for k in range(n)] for j in range(n)] for i in range(n)]
    total = 0
    for i in range(n):
        for j in range(n):
            for k in range(n):
                made[i][j][k] += made[k][j][i]
                total += made[i][j][k]
    return total


def deep(made: list[list[list[int]]], i: int, j: int, n: int) -> str:
    total = 0
    try:
        for k in range(n):
            total += made[i][j][k]
    except IndexError as error:
        return f"{total} {error}"
    return f"{total}"


def flags(n: int) -> list[int]:
    marks = [True] * n
    for i in range(2, n):
        if marks[i]:
            for j in range(i * i, n, i):
                marks[j] = False
    return [k for k in range(2, n) if marks[k]]


def words(texts: list[str], order: list[int]) -> str:
    out = ""
    for i in order:
        out += texts[i]
        texts[i] = texts[i].upper()
    return out + "".join(texts)


def pairs(points: list[tuple[int, float]], n: int) -> float:
    total = 0.0
    for i in range(n):
        a, b = points[i]
        total += a * b
        points[i] = (a + 1, -b)
    return total + points[0][1]


def nothings(n: int) -> int:
    xs = [None] * n
    count = 0
    for i in range(n):
        xs[i] = None
        xs[i]
        count += 1
    return count


def constants(n: int) -> int:
    total = 0
    for i in range(n):
        total += WEIGHTS[i] * TABLE[1][i % 3] + WEIGHTS[-i]
    return total


def comprehended(xs: list[int], order: list[int]) -> list[int]:
    return [xs[i] + order[xs[i] % len(order)] for i in order if xs[i] > 0]


def shadowed(xs: list[int], table: list[list[int]]) -> list[int]:
    return [xs[0] + sum([xs[1] for xs in table]) for xs in table] + xs


def comprehended_table(table: list[list[int]], i: int) -> list[int]:
    return [table[i][j] for j in range(len(table)) if table[j][i] > 1]


@dataclass
class Forest:
    parent: list[int]
    size: list[int] = field(default_factory=list)

    def find(self, x: int) -> int:
        while self.parent[x] != x:
            self.parent[x] = self.parent[self.parent[x]]
            x = self.parent[x]
        return x

    def restart(self) -> None:
        self.parent = [0] * len(self.parent)


def joined(n: int, links: list[tuple[int, int]]) -> list[int]:
    forest = Forest(list(range(n)), [1] * n)
    for a, b in links:
        a, b = forest.find(a), forest.find(b)
        if a != b:
            forest.parent[a] = b
            forest.size[b] += forest.size[a]
    return forest.parent + forest.size


def field_changes(n: int) -> int:
    forest = Forest(list(range(n)))
    total = 0
    for i in range(n):
        total = total * 2 + forest.parent[i]
        if i == 2:
            forest.restart()
    return total


def field_given(forest: Forest, n: int) -> int:
    total = 0
    for i in range(n):
        forest.size[i] += forest.parent[i]
        total += forest.size[i]
    return total


def bound_late(n: int, i: int) -> int:
    total = 0
    for k in range(n):
        if k == 0:
            xs = [k, 5, 6]
        for j in range(2):
            total += xs[i + j]
    return total


def found_again(xs: list[int], wanted: list[int]) -> list[int]:
    out: list[int] = []
    for w in wanted:
        low, high = 0, len(xs)
        while low < high:
            middle = (low + high) // 2
            if xs[middle] < w:
                low = middle + 1
            else:
                high = middle
        out.append(low)
    return out


def each_catches(xs: list[int], order: list[int]) -> list[int]:
    out: list[int] = []
    for i in order:
        try:
            out.append(xs[i])
        except IndexError:
            out.append(-1)
        else:
            xs[i] = 0
    return out


CASES = {
    "shrinks": [([1, 2, 3, 4], 2), ([1, 2, 3], 3), ([], 0), ([], 1), ([5], 2)],
    "shrinks_in_a_call": [([1, 2, 3, 4], 2), ([1, 2, 3], 3), ([1], 2)],
    "grows": [(0,), (1,), (40,)],
    "cleared": [([1, 2, 3], 5), ([1, 2, 3], 2), ([1, 2, 3], 0), ([], 0)],
    "two_names": [([1, 2, 3],), ([],), ([-7],)],
    "two_arguments": [([1, 2, 3], [4, 5, 6]), (ONE, ONE), ([1], [2]), ([1, 2], [3]), ([], [])],
    "one_loses": [([1, 2, 3], [4, 5, 6]), (ONE, ONE), ([1, 2, 3], [1])],
    "rebound": [([1, 2, 3], [4, 5, 6], 3), ([1, 2, 3], [4], 3), ([], [], 0)],
    "index_changes": [([3, 2, -1], 0), ([3, 2, -1], 2), ([3, 2, 1], 0), ([3, -1, 4], -1), ([], 0)],
    "negative": [([1, 2, 3], 3), ([1, 2, 3], 0), ([1, 2, 3], 4), ([1, 2, 3], -2)],
    "swaps": [([1, 2, 3, 4],), ([1, 2, 3],), ([],)],
    "slices_away": [([1, 2, 3, 4], 2), ([1, 2, 3], 3), ([], 1)],
    "sorted_inside": [([1, 3, 2], 3), ([1], 2), ([], 0)],
    "reversed_inside": [([1, 2, 3], 3), ([1, 2], 3)],
    "heap_inside": [([], 5), ([3, 9], 4)],
    "told_late": [([1, 2], 2), ([1, 2], 4), ([], 1), ([], 0)],
    "assigned_late": [([1, 2], 2), ([1, 2], 3), ([], 1)],
    "column": [
        (TABLE, 1, 3),
        (TABLE, -2, 2),
        (TABLE, 2, 0),
        (TABLE, 2, 1),
        (TABLE, -3, 1),
        (TABLE, 0, 4),
        ([], 0, 0),
        ([], 0, 1),
        ([[]], 0, 1),
        (TABLE, 2**63 - 1, 1),
        (TABLE, -(2**63), 1),
    ],
    "column_told": [
        ([[1, 2, 3], [4, 5, 6]], 1, 3),
        ([[1, 2]], 1, 2),
        ([[1, 2]], 0, 3),
        ([[1]], -2, 0),
        ([[], []], -1, 1),
        ([[1]], -2, 1),
        ([ROW, ROW], 0, 2),
    ],
    "row_not_asked": [(TABLE, 9, 5), ([], 0, 3), (TABLE, 0, 0)],
    "row_before_index": [(TABLE, 1, 2), (TABLE, 2, 0), (TABLE, 1, 0)],
    "row_before_call": [(TABLE, 1, 2), (TABLE, 2, 2), (TABLE, 0, 4)],
    "value_before_row": [([[1, 2]], 0, 3), ([[1, 2]], 1, 0), ([[1, 2]], 1, 1), ([[1]], 0, 1)],
    "next_row": [(TABLE, 0, 3), (TABLE, 1, 0), (TABLE, 1, 2), (TABLE, -1, 3)],
    "row_replaced": [([[1, 2], [3, 4]], 2), ([[1, 2], [3]], 2), ([[1, 2]], 1)],
    "row_grows": [([[1]], 3), ([[1], [2]], 0), ([[]], 1)],
    "rows_alias": [(2, 3), (0, 2), (1, 0), (3, 1)],
    "paths": [(3, 4), (1, 1), (1, 5), (0, 3), (2, 0)],
    "cube": [(3,), (0,), (1,)],
    "deep": [
        ([[[1, 2], [3]], [[4]]], 0, 0, 2),
        ([[[1, 2]]], 0, 1, 1),
        ([[[1, 2]]], 1, 0, 1),
        ([], 0, 0, 0),
        ([], 0, 0, 1),
        ([[[1, 2]]], -1, -1, 3),
    ],
    "flags": [(30,), (2,), (0,), (5,)],
    "words": [(["a", "b", "c"], [0, 2, 0]), (["a"], []), (["a"], [1])],
    "pairs": [([(1, 2.0), (3, -0.5)], 2), ([(1, 2.0)], 2), ([], 0)],
    "nothings": [(4,), (0,)],
    "constants": [(5,), (0,), (6,)],
    "comprehended": [([3, -1, 2], [0, 1, 2]), ([1], [0, 1]), ([1], [])],
    "shadowed": [([1, 2], [[3, 4], [5, 6]]), ([1], []), ([], [[1, 2]])],
    "comprehended_table": [([[1, 2], [3, 4]], 1), ([[1, 2], [3, 4]], 2), ([[1]], 0), ([], 7)],
    "joined": [(5, [(0, 1), (1, 2), (3, 4)]), (2, [(0, 2)]), (1, []), (3, [(0, 1), (0, 1), (2, -1)])],
    "field_changes": [(5,), (2,), (0,)],
    "field_given": [(Forest([1, 2, 3], [4, 5, 6]), 3), (Forest(ROW, ROW), 2), (Forest([1], [2]), 2), (Forest([]), 0)],
    "bound_late": [(2, 0), (2, 1), (0, 0), (2, 2), (1, -3)],
    "found_again": [([1, 3, 5], [0, 1, 4, 9]), ([], [1]), ([2], [])],
    "each_catches": [([1, 2], [0, 5, 0, -1, -3]), ([], [0])],
}
FALLBACK = {
    "next_row": [(TABLE, 2**63 - 1, 0), (TABLE, 2**63 - 1, 1)],
}
