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


def far_range(start: int, stop: int) -> list[int]:
    out: list[int] = []
    for i in range(start, stop):
        out.append(i + 1)
    return out


def far_steps(start: int, stop: int) -> list[int]:
    out: list[int] = []
    for i in range(start, stop, 3):
        out.append(i + 3)
    return out


def down_range(start: int, stop: int) -> list[int]:
    out: list[int] = []
    for i in range(start, stop, -1):
        out.append(i - 1)
    return out


def any_step(start: int, stop: int, step: int) -> list[int]:
    out: list[int] = []
    for i in range(start, stop, step):
        out.append(i - step)
        if len(out) > 3:
            break
    return out


def counts(start: int, n: int) -> int:
    i = 9223372036854775804
    for _ in range(n):
        i += 1
    k = 0
    for _ in range(n):
        k -= 3
    return i - k + start


def counts_from(start: int, n: int) -> int:
    for _ in range(n):
        start += 1
    return start


def numbered(xs: list[str], start: int) -> list[int]:
    return [i + 1 for i, _ in enumerate(xs, start)]


def loop_assigns(n: int) -> list[int]:
    out: list[int] = []
    for i in range(n):
        i = i * 2**61
        out.append(i - 1)
    return out


def halves(n: int) -> tuple[int, int, int, int, int, int]:
    return n // 2, n % 2, n // 4096, n % 4096, n // 2**62, n % 2**62


def halved(n: int) -> list[int]:
    out: list[int] = []
    while n not in (0, -1):
        out.append(n % 4 - 2 * (n % 8) // 4)
        n //= 2
    return out


def by_one(n: int) -> tuple[int, int, int]:
    return n // 1, n % 1, (n + 1) // 2 - n // 2 % 2


def lengths(xs: list[int], text: str) -> tuple[int, int, int, int]:
    n = len(xs)
    return n * 2 - len(text), -n + 1, max(n, len(text)) + 1, abs(n - len(text)) - 1


def remainders(xs: list[int], m: int) -> int:
    total = 0
    for x in xs:
        total += (x % 1000) * (x % 77) - (x & 255) + (x % -5)
        total += min(x, 3) + m % 10
    return total


def grown_apart(n: int) -> int:
    a = 1
    b = 1
    for _ in range(n):
        c = a + b
        a = b
        b = c
    return b


def beside(xs: list[int], n: int) -> list[int]:
    out: list[int] = []
    for i in range(n):
        out.append(xs[i] + len(out))
    return out


def distances(a: str, b: str) -> int:
    above = list(range(len(b) + 1))
    for i, x in enumerate(a):
        row = [i + 1]
        for j, y in enumerate(b):
            row.append(min(above[j + 1] + 1, row[j] + 1, above[j] + (x != y)))
        above = row
    return above[-1]


def second_name(n: int) -> int:
    out = [1, 2, 3]
    other = out
    total = 0
    for i in range(n):
        total += out[i]
        other.append(total)
    return total


def second_name_later(n: int) -> list[int]:
    out = [1, 2, 3]
    other = [0]
    for i in range(n):
        other.append(out[i])
        if i == 1:
            other = out
    return out + other


def in_a_list(n: int) -> int:
    out = [1, 2, 3]
    holders = [out, [5]]
    total = 0
    for i in range(n):
        total += out[i]
        holders[0].pop()
        holders[1].append(i)
    return total


def handed_on(n: int) -> int:
    out = [1, 2, 3, 4]
    total = 0
    for i in range(n):
        total += out[i]
        drop_last(out)
    return total


def kept_each_round(n: int) -> list[int]:
    kept: list[list[int]] = []
    sums: list[int] = []
    for i in range(n):
        own = [i]
        for j in range(3):
            own.append(own[j] + j)
            if kept:
                kept[-1].append(own[-1])
                own[0] += kept[0][j]
        kept.append(own)
        sums.append(sum(own))
    return sums + [len(k) for k in kept]


def takes_another(xs: list[int], n: int) -> list[int]:
    out = [9]
    seen: list[int] = []
    for i in range(n):
        seen.append(out[i])
        out.append(i)
        if i == 1:
            out = xs
    return seen + out


def copies(xs: list[int], n: int) -> list[int]:
    mine = xs[:]
    again = mine + [0]
    for i in range(n):
        mine.append(xs[i])
        again.insert(0, mine[i])
        xs.append(again[0])
    return mine + again


def rows_beside(table: list[list[int]], n: int) -> list[list[int]]:
    out: list[list[int]] = []
    for i in range(n):
        row: list[int] = []
        for j in range(n):
            row.append(table[j][i] + table[i][0])
        out.append(row)
    return out


CASES = {
    "beside": [([4, 5, 6], 3), ([4], 2), ([], 0)],
    "distances": [("kitten", "sitting"), ("", "ab"), ("ab", ""), ("naïve", "naive")],
    "second_name": [(3,), (6,), (0,)],
    "second_name_later": [(3,), (1,), (4,), (12,)],
    "in_a_list": [(1,), (2,), (3,), (0,)],
    "handed_on": [(2,), (3,), (0,)],
    "kept_each_round": [(3,), (1,), (0,), (5,)],
    "takes_another": [([1, 2, 3, 4], 4), ([1], 3), ([], 1)],
    "copies": [([1, 2, 3], 3), ([1], 2), ([], 0)],
    "rows_beside": [([[1, 2], [3, 4]], 2), ([[1]], 1), ([[1]], 2), ([], 0)],
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
    "far_range": [(2**63 - 4, 2**63 - 1), (-(2**63), -(2**63) + 2), (5, 5), (2**63 - 1, 0)],
    "far_steps": [(0, 7), (2**63 - 9, 2**63 - 5), (3, 3)],
    "down_range": [(-(2**63) + 2, -(2**63)), (3, 0), (0, 3)],
    "any_step": [(0, 7, 2), (7, 0, -2), (0, 2**63 - 1, 2**61), (1, 5, 0), (3, 3, 1)],
    "counts": [(0, 0), (-5, 0)],
    "counts_from": [(0, 5), (2**63 - 6, 5), (-(2**63), 2)],
    "numbered": [(["a", "b"], 0), (["a", "b"], 2**63 - 4), (["a", "b"], -(2**63)), ([], 2**63 - 1)],
    "loop_assigns": [(4,), (0,)],
    "halves": [(0,), (1,), (-1,), (2**63 - 1,), (-(2**63),), (4095,), (-4097,), (12345678901,)],
    "halved": [(1000,), (-1000,), (0,), (2**63 - 1,), (-(2**63),)],
    "by_one": [(7,), (-7,), (0,), (-(2**63),)],
    "lengths": [([], ""), ([1, 2], "abc"), ([1, 2, 3], "")],
    "remainders": [([5, -7, 1234567, 2**63 - 1, -(2**63) + 1], 3), ([], -3), ([0], -(2**63))],
    "grown_apart": [(0,), (10,), (90,)],
}
FALLBACK = {
    # an index that overflows is met before the loop, and legacy answers
    "next_row": [(TABLE, 2**63 - 1, 0), (TABLE, 2**63 - 1, 1)],
    "far_steps": [(2**63 - 6, 2**63 - 1)],
    "any_step": [(0, -(2**63), -(2**63))],
    "counts": [(2**62, 4), (9, 9), (-5, 3)],
    "counts_from": [(2**63 - 6, 6)],
    "numbered": [(["a", "b"], 2**63 - 2), (["a"], 2**63 - 1)],
    "loop_assigns": [(5,)],
    "by_one": [(2**63 - 1,)],
    "grown_apart": [(91,)],
}
