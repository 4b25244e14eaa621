"""set and frozenset: membership, algebra, changes, aliases, walks that no order can change, the order in which the
caller gets them, over the bridge and inside."""


def dedupe(xs: list[int]) -> list[int]:
    seen: set[int] = set()
    out: list[int] = []
    for x in xs:
        if x not in seen:
            seen.add(x)
            out.append(x)
    return out


def longest_run(nums: list[int]) -> int:
    s = set(nums)
    best = 0
    for n in s:
        if n - 1 not in s:
            length = 1
            while n + length in s:
                length += 1
            best = max(best, length)
    return best


def common(a: list[str], b: list[str]) -> list[str]:
    return sorted(set(a) & set(b))


def sizes(a: set[int], b: set[int]) -> tuple[int, int, int, int]:
    return len(a | b), len(a & b), len(a - b), len(a ^ b)


def algebra(a: set[str], b: set[str]) -> list[set[str]]:
    return [a | b, a & b, a - b, a ^ b]


def algebra_sorted(a: set[str], b: set[str]) -> list[list[str]]:
    return [sorted(a | b), sorted(a & b), sorted(a - b), sorted(a ^ b)]


def letters(s: str) -> set[str]:
    return {c.lower() for c in s if c.isalpha()}


def pangram(s: str) -> bool:
    return len(set(s.lower()) - {" "}) >= 26


def squares(s: set[int]) -> tuple[int, int, int, int]:
    total = 0
    least = 10**6
    biggest = -(10**6)
    odd = 0
    for x in s:
        total += x * x
        least = min(least, x)
        if x > biggest:
            biggest = x
        if x % 2 == 1:
            odd += 1
    return total, least, biggest, odd


def by_count(words: list[str]) -> list[str]:
    counts: dict[str, int] = {}
    for w in words:
        counts[w] = counts.get(w, 0) + 1
    return sorted(set(words), key=lambda w: (-counts[w], w))


def sorted_later(xs: list[int]) -> list[int]:
    ys = list(set(xs))
    ys.sort(reverse=True)
    return ys


def with_more(a: frozenset[int], b: set[int]) -> tuple[frozenset[int], set[int]]:
    return a | b | {1, 2}, b | a


def tests(xs: set[int], ys: set[int]) -> tuple[bool, bool, bool, bool, bool, bool, bool]:
    return xs <= ys, xs < ys, xs >= ys, xs > ys, xs == ys, xs != ys, xs.isdisjoint(ys)


def in_place(n: int) -> tuple[set[int], int]:
    s = set(range(n))
    t = s
    s -= {1, 3}
    s |= {100}
    s.update([7, 8, 9])
    s.update(x * 10 for x in range(3))
    s.discard(5)
    s.discard(5000)
    t &= set(range(50))
    t ^= {0, 1, 2}
    return s, len(t)


def in_place_sorted(n: int) -> tuple[list[int], int]:
    s = set(range(n))
    t = s
    s -= {1, 3}
    s |= {100}
    s.update(x * 10 for x in range(3))
    s.discard(5)
    t &= set(range(50))
    t ^= {0, 1, 2}
    return sorted(s), len(t)


def with_itself(xs: set[int], which: int) -> set[int]:
    s = set(xs)
    if which == 0:
        s -= s
    elif which == 1:
        s ^= s
    elif which == 2:
        s |= s
    else:
        s &= s
    return s


def removes(xs: list[int], x: int) -> set[int]:
    s = set(xs)
    s.remove(x)
    return s


def removes_name(xs: set[str], x: str) -> int:
    s = xs.copy()
    try:
        s.remove(x)
    except KeyError as error:
        return -len(str(error))
    return len(s)


def any_negative(s: set[int]) -> tuple[bool, bool, bool]:
    found = False
    for x in s:
        if x < 0:
            found = True
            break
    return any(x < 0 for x in s), all(x < 0 for x in s), found


def has_big(s: set[str]) -> bool:
    for x in s:
        if len(x) > 3:
            return True
    return False


def looked_up(s: set[int], d: dict[int, int]) -> int:
    return sum(d[x] for x in s)


def divided(s: set[int]) -> int:
    total = 0
    for x in s:
        total += 100 // x
    return total


def reached(graph: dict[str, list[str]], start: str) -> list[str]:
    seen = {start}
    stack = [start]
    while stack:
        node = stack.pop()
        for other in graph.get(node, []):
            if other not in seen:
                seen.add(other)
                stack.append(other)
    return sorted(seen)


def neighbours(alive: set[tuple[int, int]]) -> set[tuple[int, int]]:
    out: set[tuple[int, int]] = set()
    for x, y in alive:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx != 0 or dy != 0:
                    out.add((x + dx, y + dy))
    return out


def life(alive: set[tuple[int, int]]) -> set[tuple[int, int]]:
    def_cells = neighbours(alive) | alive
    new: set[tuple[int, int]] = set()
    for cell in def_cells:
        x, y = cell
        count = 0
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if (dx != 0 or dy != 0) and (x + dx, y + dy) in alive:
                    count += 1
        if count == 3 or (count == 2 and cell in alive):
            new.add(cell)
    return new


def of_floats(a: list[float], b: list[float]) -> list[set[float]]:
    s, t = set(a), set(b)
    return [s | t, s & t, t & s, s - t, s ^ t]


def grouped(pairs: list[tuple[str, int]]) -> dict[str, set[int]]:
    out: dict[str, set[int]] = {}
    for name, value in pairs:
        out.setdefault(name, set()).add(value)
    return out


def alias_twice(xs: list[int]) -> list[set[int]]:
    s = set(xs)
    return [s, s]


def methods(a: set[int], b: list[int], c: set[int]) -> tuple[set[int], set[int], set[int], set[int], bool, bool]:
    return (
        a.union(b, c),
        a.intersection(b, c),
        a.difference(b, c),
        a.symmetric_difference(b),
        a.issubset(b),
        a.issuperset(b),
    )


def methods_sorted(a: set[int], b: list[int], c: set[int]) -> list[list[int]]:
    found = [a.union(b, c), a.intersection(b, c), a.difference(b, c), a.symmetric_difference(b)]
    return [sorted(s) for s in found]


def common_of(a: set[int], b: set[int]) -> tuple[set[int], set[int]]:
    return a & b, a - b


def halves(s: set[int]) -> set[int]:
    return {x // 2 for x in s}


def walked_twice(xs: list[int]) -> set[int]:
    s = set(xs)
    return {x * 3 for x in s}


def added_to(s: set[int], xs: list[int]) -> None:
    for x in xs:
        s.add(x)


def taken_from(s: set[int], xs: list[int]) -> None:
    for x in xs:
        s.discard(x)


def flipped(s: set[int], xs: list[int]) -> None:
    for x in xs:
        if x in s:
            s.remove(x)
        else:
            s.add(x)


def of_constants(x: int) -> set[int]:
    s = {33, 1, 9, 17, 5, 4}
    s.add(x)
    return s


def of_dict(d: dict[int, int]) -> tuple[int, set[int]]:
    return len(set(d)), set(d.keys())


def truths(s: set[int]) -> str:
    if not s:
        return "empty"
    return "some" if len(s) > 1 else "one"


def set_keys(groups: list[list[str]]) -> int:
    seen: set[frozenset[str]] = set()
    for g in groups:
        seen.add(frozenset(g))
    return len(seen)


def by_set(words: list[str]) -> dict[frozenset[str], int]:
    out: dict[frozenset[str], int] = {}
    for w in words:
        key = frozenset(w)
        out[key] = out.get(key, 0) + 1
    return out


def changed_while_walked(xs: list[int]) -> int:
    s = set(xs)
    n = 0
    for x in s:
        s.add(x + 1)
        n += 1
    return n


def cleared(xs: set[int]) -> tuple[int, int, bool]:
    s = set(xs)
    n = len(s)
    s.clear()
    return n, len(s), 1 in s


VOWELS = frozenset("aeiou")
STOPS = {"the", "a", "of"}


def vowels(s: str) -> int:
    return sum(1 for c in s if c in VOWELS)


def kept_words(text: str) -> list[str]:
    return [w for w in text.split() if w not in STOPS]


def optional_set(xs: set[int] | None) -> int:
    if xs is None:
        return -1
    return len(xs)


def all_of(groups: dict[str, set[int]]) -> set[int]:
    """An empty set that is given another one takes its table over; {7, 15} and {15, 7} are walked over alike."""
    found: set[int] = set()
    for one in groups.values():
        found |= one
    return found


def taken_over(a: int, b: int) -> set[int]:
    made: set[int] = set()
    made.add(a)
    made.add(b)
    found: set[int] = set()
    found.update(made)
    return found


_INTS = [set(), {1}, {1, 2, 3}, {-5, 0, 9, 2**62}]
_BIG = set(range(-40, 300, 3))

CASES = {
    "all_of": [({},), ({"a": {7}, "b": {15}},), ({"a": set(), "b": {3}},), ({"a": {9}, "b": {1, 17}},)],
    "taken_over": [(7, 15), (15, 7), (1, 2), (8, 0)],
    "dedupe": [([3, 1, 3, 2, 1],), ([],)],
    "longest_run": [([100, 4, 200, 1, 3, 2],), ([],), ([5],)],
    "common": [(["b", "a", "c"], ["c", "b", "é"]), ([], ["x"])],
    "sizes": [({1, 2, 3}, {2, 3, 4, 5}), (set(), {1}), (_BIG, set(range(100)))],
    "algebra": [(set(), set()), ({"x"}, {"x"})],
    "algebra_sorted": [({"a", "b"}, {"b", "ç"}), (set(), set()), ({"x" * 40, ""}, {""})],
    "letters": [("Hello, World",), ("",)],
    "pangram": [("The quick brown fox jumps over the lazy dog",), ("abc",)],
    "squares": [({1, 2, 3},), (set(),), (_BIG,)],
    "by_count": [(["b", "a", "b", "c", "c"],), ([],)],
    "sorted_later": [([3, 1, 3],), ([],)],
    "tests": [(a, b) for a in _INTS for b in _INTS],
    "in_place_sorted": [(0,), (10,), (200,)],
    "with_itself": [({1, 2}, w) for w in range(2)],
    "removes": [([1, 2], 1), ([1, 2], 3)],
    "removes_name": [({"a"}, "a"), ({"a"}, "b'")],
    "any_negative": [(s,) for s in _INTS],
    "has_big": [({"abcd", "a"},), (set(),), ({"a"},)],
    "looked_up": [({1, 2}, {1: 5, 2: 6}), (set(), {})],
    "divided": [({1, 2, -7},)],
    "reached": [({"a": ["b", "c"], "b": ["a"], "c": []}, "a"), ({}, "z")],
    "neighbours": [({(0, 0), (1, 0)},), (set(),)],
    "life": [(set(),), ({(0, 0)},)],
    "of_floats": [([0.0], [-0.0])],
    "grouped": [([("a", 1), ("b", 2), ("a", 1), ("a", 3)],), ([],)],
    "methods": [(set(), [], set())],
    "methods_sorted": [({1, 2, 3}, [2, 3, 3, 9], {3}), (set(), [], set())],
    "common_of": [(_BIG, set(range(100))), (set(range(0, 400, 7)), _BIG), (set(), {1}), ({8, 16, 0}, {0, 16, 24})],
    "halves": [(_BIG,), (set(),), ({9, 8, 1},)],
    "added_to": [({1, 9}, [17, 33, 5, 9, 40, 48, 56]), (set(), [9, 1]), (set(range(40)), [400, 800, 1200])],
    "taken_from": [({1, 9, 17}, [1, 5]), (set(range(40)), [3, 30, 39])],
    "flipped": [({1, 9, 17}, [1, 9]), ({1, 9}, [17, 33, 41])],
    "of_dict": [({8: 1, 1: 2, 17: 3, 9: 0, 33: 0, 5: 5},)],
    "truths": [(s,) for s in _INTS],
    "set_keys": [([["a", "b"], ["b", "a", "a"], []],)],
    "by_set": [(["ab", "ba", "c"],)],
    "changed_while_walked": [([],)],
    "cleared": [({1, 2},)],
    "vowels": [("education",), ("",)],
    "kept_words": [("the cat of a dog",)],
    "optional_set": [(None,), ({1, 2},)],
}
FALLBACK = {
    "all_of": [({"a": {7, 15}},), ({"a": {15, 7}},), ({"a": {1, 2}, "b": {5}},)],
    # CPython's order is made by steps that only legacy can repeat (Objects/setobject.c)
    "algebra": [({"a", "b"}, {"b", "ç"}), ({"x" * 40, ""}, {""})],
    "with_more": [(frozenset(), {5}), (frozenset({9, 1}), set())],
    "in_place": [(0,), (10,), (200,)],
    "with_itself": [({1, 2}, 2), ({1, 2}, 3)],
    "life": [({(0, 0), (1, 0), (2, 0)},)],
    "methods": [({1, 2, 3}, [2, 3, 3, 9], {3})],
    "walked_twice": [([8, 1, 17, 9],)],
    "flipped": [({1, 9, 17}, [1, 25])],
    "of_constants": [(41,)],
    "looked_up": [({1, 2}, {1: 5})],
    "divided": [({1, 0},)],
    "alias_twice": [([1, 2],)],
    "changed_while_walked": [([1],)],
    "sizes": [({1, 2**64}, set()), ([1], {2}), (frozenset({1}), {2})],
    "of_floats": [([float("nan")], [1.0]), ([0.0, 1.5], [-0.0, 2.5]), ([0.0, 1.0, 2.0], [-0.0])],
}
