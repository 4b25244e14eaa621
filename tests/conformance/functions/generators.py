"""Generators that the unit itself consumes: in loops, comprehensions, built-ins; with exceptions on the way."""

from collections.abc import Iterator


def up_to(n: int) -> Iterator[int]:
    i = 0
    while i < n:
        yield i
        i += 1


def evens(xs: list[int]):
    for x in xs:
        if x % 2 == 0:
            yield x
        elif x < 0:
            return


def inverses(xs: list[int]) -> Iterator[int]:
    for x in xs:
        yield 100 // x


def pairs(words: list[str]) -> Iterator[tuple[int, str]]:
    yield from enumerate(words)
    yield (-1, "end")


def summed(n: int) -> int:
    return sum(up_to(n))


def listed(n: int) -> list[int]:
    return [*up_to(n), 7]


def looped(xs: list[int]) -> list[int]:
    out = []
    for x in evens(xs):
        if x > 100:
            break
        out.append(x)
    return out


def comprehended(xs: list[int], n: int) -> list[tuple[int, int]]:
    return [(a, b) for a in evens(xs) for b in up_to(n)]


def first_big(xs: list[int]) -> int:
    """Python meets the zero only when it gets there."""
    for q in inverses(xs):
        if q > 10:
            return q
    return -1


def joined(words: list[str]) -> str:
    return ",".join(f"{i}{w}" for i, w in pairs(words))


def sorted_pairs(words: list[str]) -> list[tuple[int, str]]:
    return sorted(pairs(words), reverse=True)


def nested(n: int) -> list[int]:
    def squares(k):
        for i in range(k):
            yield i * i + n

    return list(squares(3)) + [max(squares(4))]


def recursive(n: int) -> Iterator[int]:
    if n > 0:
        yield from recursive(n - 1)
        yield n


def of_recursive(n: int) -> list[int]:
    return list(recursive(n))


CASES = {
    "summed": [(5,), (0,)],
    "listed": [(3,)],
    "looped": [([1, 2, 4, -3, 6],), ([2, 200, 4],), ([],)],
    "comprehended": [([2, 4], 2)],
    "first_big": [([50, 5],), ([100],)],
    "joined": [(["a", "b"],), ([],)],
    "sorted_pairs": [(["a", "b"],)],
    "nested": [(1,)],
    "of_recursive": [(4,), (0,)],
}
FALLBACK = {
    "first_big": [([5, 0],), ([50, 0],)],
}
