"""What is proved of loops: ranges at the ends of 64 bits, counters, and lists that stay as long while others change."""


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


def drop_last(xs: list[int]) -> None:
    xs.pop()


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
    "far_steps": [(2**63 - 6, 2**63 - 1)],
    "any_step": [(0, -(2**63), -(2**63))],
    "counts": [(2**62, 4), (9, 9), (-5, 3)],
    "counts_from": [(2**63 - 6, 6)],
    "numbered": [(["a", "b"], 2**63 - 2), (["a"], 2**63 - 1)],
    "loop_assigns": [(5,)],
    "by_one": [(2**63 - 1,)],
    "grown_apart": [(91,)],
}
