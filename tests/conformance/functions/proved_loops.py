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


def extremes(xs: list[float], ns: list[int]) -> tuple[float, float, int, int]:
    return min(xs), max(xs), min(ns), max(ns)


def steps(start: int, stop: int, step: int) -> list[int]:
    out: list[int] = []
    for i in range(start, stop, step):
        if i % 3 == 0:
            continue
        out.append(i)
        if len(out) == 4:
            break
    return out


def steps_unread(start: int, stop: int, step: int) -> int:
    count = 0
    for _ in range(start, stop, step):
        count += 1
        stop += 1
        step += 1
    return count


def steps_assigned(n: int) -> list[int]:
    out: list[int] = []
    for i in range(0, n, 3):
        i *= 2
        out.append(i)
    return out + [k for k in range(n, -n, -2) for _ in range(k, 0, -3)]


def add_size(a: int, b: int) -> tuple[int, int]:
    return a + b % 10, b % 10 + a


def less_size(a: int, b: int) -> int:
    return a - (b & 255)


def tripled(n: int) -> tuple[int, int, int]:
    return 3 * n, n * 7 - n * 1, 0 * n


def scaled(n: int) -> int:
    return n * 4611686018427387904


def distance_to(a: int, b: int) -> int:
    return a - b if a > b else b - a


def helper_gap(low: int, high: int) -> int:
    return high - low


def gaps(xs: list[int], most: int) -> list[int]:
    """The helper gets what is not negative here, and anything there."""
    return [helper_gap(len(xs), i) for i in range(3)] + [helper_gap(x, most) for x in xs]


def falling(n: int, total: int) -> int:
    if n < -3:
        return total
    return falling(n - 1, total + n)


def fall(n: int) -> int:
    return falling(n % 10, 0) + falling(0, n)


def rising(n: int, step: int) -> int:
    return 0 if n > 1152921504606846976 else rising(n + step, step * 2) + 1


def rise(step: int) -> int:
    return rising(0, 1) + rising(step, step)


def dig(depth: int, stop: int) -> int:
    if depth == stop:
        raise ValueError(depth)
    if depth > stop:
        return depth
    return dig(depth + 1, stop) + 1


def digs(times: int, stop: int) -> int:
    """What leaves a recursion by an exception leaves it whole."""
    failed = 0
    for _ in range(times):
        try:
            dig(0, stop)
        except ValueError:
            failed += 1
    return failed


def mark(seen: list[int], n: int) -> None:
    if n < 0:
        return
    seen.append(n)
    if n % 2:
        mark(seen, n - 1)
    else:
        mark(seen, n - 3)


def marks(n: int, times: int) -> list[int]:
    seen: list[int] = []
    for _ in range(times):
        mark(seen, n)
    return seen


def held(xs: list[int], n: int) -> bool:
    try:
        return any(x == n or (n > 0 and held(xs, n - 1)) for x in xs) if n % 2 else held(xs, n - 1) or n in xs
    except ZeroDivisionError:
        return False


def summed(xs: list[int]) -> list[int]:
    out = [0]
    for x in xs:
        out.append(out[-1] + x)
        out[0] = len(out)
    out.append(-1)
    other = out
    other.append(len(out))
    return out


def filled_until(xs: list[int], most: int) -> int:
    out: list[int] = []
    for i, x in enumerate(xs):
        out.append(x)
        if out[i // 2] > most:
            return len(out) * 1000 + out[-1]
        if x < 0:
            break
        if x == 0:
            continue
        out[-1] = out[-1] + out[0]
    out.reverse()
    return out[0] + len(out)


def filled_apart(n: int, at: int) -> list[int]:
    """Lists that loops fill in loops, and one whose items are not there."""
    left: list[int] = []
    rows: list[list[int]] = []
    i = 0
    while i < n:
        right = [i]
        for j in range(n):
            left.append(i * j)
            for _ in range(j):
                right.append(left[len(left) - 1] + right[j - 1])
                left[at] += 1
        rows.append(right)
        i += 1
    return left + [sum(row) for row in rows] + [len(rows[-1])]


def filled_in_a_try(n: int, at: int) -> list[str]:
    seen: list[str] = []
    out = [1]
    try:
        for i in range(n):
            out.append(out[i] + i)
            if i == 5:
                out.append(out[at])
    except IndexError as error:
        seen.append(f"{error} {len(out)}")
    try:
        seen.append(str(filled_apart(n, at)))
    except IndexError as error:
        seen.append(str(error))
    return seen + [str(x) for x in out]


def filled_by_itself(n: int) -> list[list[int]]:
    rows = [[1]]
    for i in range(n):
        row = [1]
        for j in range(i):
            row.append(rows[i][j] + rows[i][j + 1])
        row.append(1)
        rows.append(row)
        rows[0] = rows[-1]
    return rows[1:]


def repeated(n: int) -> tuple[list[int], list[float], list[bool], list[str], list[tuple[int, str]]]:
    return [0] * n, [-0.0] * n, [False] * n, [""] * n, [(0, "")] * n


def repeated_rows(n: int) -> list[list[int]]:
    rows = [[0, 1]] * n
    if n > 1:
        rows[1][0] = 7
    return [list(row) for row in rows] + [[0] * n]


CASES = {
    "steps": [
        (0, 20, 2),
        (20, 0, -3),
        (5, 5, 1),
        (-9, 9, 5),
        (2**63 - 5, 2**63 - 1, 3),
        (-(2**63) + 4, -(2**63), -3),
        (-(2**63), 2**63 - 1, 2**62),
        (2**63 - 1, -(2**63) + 1, -(2**62)),
        (1, 2, 0),
        (3, 0, 1),
    ],
    "steps_unread": [(0, 9, 2), (9, 0, -4), (0, 9, 0)],
    "steps_assigned": [(10,), (1,), (0,)],
    "add_size": [(0, 9), (2**63 - 10, 19), (-(2**63), -1), (2**63 - 1, 10)],
    "less_size": [(0, 3), (-(2**63) + 255, -1), (-(2**63), 256), (2**63 - 1, 255)],
    "tripled": [(5,), (-5,), (0,), ((2**63 - 1) // 7,), (-(2**63) // 7 + 1,)],
    "scaled": [(1,), (-2,), (0,)],
    "distance_to": [(3, 5), (5, 3), (-(2**62), 2**62 - 1)],
    "gaps": [([4, -4], 10), ([], 0), ([-(2**62)], 2**62 - 1)],
    "fall": [(7,), (0,), (-3,)],
    "rise": [(1,), (2**60,), (2**62,)],
    "digs": [(3, 300), (9, 5), (0, 0)],
    "marks": [(9, 3), (390, 4), (-1, 2)],
    "held": [([1, 2], 5), ([9], 4), ([], 3), ([7], 0)],
    "summed": [([1, 2, 3],), ([],), ([5] * 100,)],
    "filled_until": [([1, 2, 3], 9), ([1, 0, 7], 3), ([4, -1, 5], 50), ([9] * 70, 100000)],
    "filled_apart": [(3, 0), (3, -1), (1, 5), (12, 2), (3, 3), (3, 1)],
    "filled_in_a_try": [(3, 0), (8, 3), (8, 99), (8, -7), (0, 0)],
    "filled_by_itself": [(6,), (1,), (0,)],
    "repeated": [(3,), (1,), (0,), (-2,)],
    "repeated_rows": [(3,), (1,), (0,)],
    "extremes": [
        ([1.5, -0.0, 0.0, 2.0], [3]),
        ([float("nan"), 1.0], [2, -(2**63)]),
        ([1.0, float("nan"), 0.5], [2**63 - 1, 0]),
        ([0.0, -0.0], [1, 1]),
        ([], [1]),
        ([1.0], []),
    ],
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
    "summed": [([2**63 - 1, 1],)],
    "add_size": [(2**63 - 9, 19), (2**63 - 1, -1)],
    "less_size": [(-(2**63) + 254, -1), (-(2**63), 1)],
    "tripled": [((2**63 - 1) // 3 + 1,), (-(2**63) // 3,), ((2**63 - 1) // 7 + 1,), (-(2**63) // 7,), (-(2**63),)],
    "scaled": [(2,), (-3,), (2**63 - 1,)],
    "distance_to": [(2**62, -(2**62)), (-(2**63), 0)],
    "gaps": [([-(2**62)], 2**62), ([-1], 2**63 - 1)],
    "far_steps": [(2**63 - 6, 2**63 - 1)],
    "any_step": [(0, -(2**63), -(2**63))],
    "counts": [(2**62, 4), (9, 9), (-5, 3)],
    "counts_from": [(2**63 - 6, 6)],
    "numbered": [(["a", "b"], 2**63 - 2), (["a"], 2**63 - 1)],
    "loop_assigns": [(5,)],
    "by_one": [(2**63 - 1,)],
    "grown_apart": [(91,)],
}
