"""itertools on lists: the same items in the same order, made at once."""

from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")
V = TypeVar("V")


def product2(a: list[T], b: list[U]) -> list[tuple[T, U]]:
    """itertools.product(a, b)."""
    made: list[tuple[T, U]] = []
    for x in a:
        for y in b:
            made.append((x, y))
    return made


def product3(a: list[T], b: list[U], c: list[V]) -> list[tuple[T, U, V]]:
    """itertools.product(a, b, c)."""
    made: list[tuple[T, U, V]] = []
    for x in a:
        for y in b:
            for z in c:
                made.append((x, y, z))
    return made


def product_of(pools: list[list[T]]) -> list[tuple[T, ...]]:
    """itertools.product(*pools): the last place turns fastest."""
    made: list[tuple[T, ...]] = []
    for pool in pools:
        if not pool:
            return made
    places = [0] * len(pools)
    while True:
        made.append(tuple([pools[i][places[i]] for i in range(len(pools))]))
        i = len(pools) - 1
        while i >= 0:
            places[i] += 1
            if places[i] < len(pools[i]):
                break
            places[i] = 0
            i -= 1
        if i < 0:
            return made


def permutations(items: list[T], size: int) -> list[tuple[T, ...]]:
    """itertools.permutations(items, size) (Modules/itertoolsmodule.c, permutations_next)."""
    if size < 0:
        raise ValueError("r must be non-negative")
    made: list[tuple[T, ...]] = []
    n = len(items)
    if size > n:
        return made
    places = list(range(n))
    cycles = list(range(n, n - size, -1))
    made.append(tuple([items[p] for p in places[:size]]))
    i = size - 1
    while i >= 0:
        cycles[i] -= 1
        if cycles[i] == 0:
            first = places[i]
            for k in range(i, n - 1):
                places[k] = places[k + 1]
            places[n - 1] = first
            cycles[i] = n - i
            i -= 1
        else:
            j = n - cycles[i]
            places[i], places[j] = places[j], places[i]
            made.append(tuple([items[p] for p in places[:size]]))
            i = size - 1
    return made


def combinations(items: list[T], size: int) -> list[tuple[T, ...]]:
    """itertools.combinations(items, size)."""
    if size < 0:
        raise ValueError("r must be non-negative")
    made: list[tuple[T, ...]] = []
    n = len(items)
    if size > n:
        return made
    places = list(range(size))
    while True:
        made.append(tuple([items[p] for p in places]))
        i = size - 1
        while i >= 0 and places[i] == i + n - size:
            i -= 1
        if i < 0:
            return made
        places[i] += 1
        for j in range(i + 1, size):
            places[j] = places[j - 1] + 1


def combinations_again(items: list[T], size: int) -> list[tuple[T, ...]]:
    """itertools.combinations_with_replacement(items, size)."""
    if size < 0:
        raise ValueError("r must be non-negative")
    made: list[tuple[T, ...]] = []
    n = len(items)
    if n == 0 and size > 0:
        return made
    places = [0] * size
    while True:
        made.append(tuple([items[p] for p in places]))
        i = size - 1
        while i >= 0 and places[i] == n - 1:
            i -= 1
        if i < 0:
            return made
        place = places[i] + 1
        for j in range(i, size):
            places[j] = place


def combinations2(items: list[T]) -> list[tuple[T, T]]:
    """itertools.combinations(items, 2)."""
    made: list[tuple[T, T]] = []
    for i in range(len(items)):
        for j in range(i + 1, len(items)):
            made.append((items[i], items[j]))
    return made


def combinations3(items: list[T]) -> list[tuple[T, T, T]]:
    """itertools.combinations(items, 3)."""
    made: list[tuple[T, T, T]] = []
    for i in range(len(items)):
        for j in range(i + 1, len(items)):
            for k in range(j + 1, len(items)):
                made.append((items[i], items[j], items[k]))
    return made


def permutations2(items: list[T]) -> list[tuple[T, T]]:
    """itertools.permutations(items, 2)."""
    made: list[tuple[T, T]] = []
    for i in range(len(items)):
        for j in range(len(items)):
            if i != j:
                made.append((items[i], items[j]))
    return made


def combinations_again2(items: list[T]) -> list[tuple[T, T]]:
    """itertools.combinations_with_replacement(items, 2)."""
    made: list[tuple[T, T]] = []
    for i in range(len(items)):
        for j in range(i, len(items)):
            made.append((items[i], items[j]))
    return made


def accumulate(items: list[T]) -> list[T]:
    """itertools.accumulate(items)."""
    made: list[T] = []
    for item in items:
        made.append(made[-1] + item if made else item)
    return made


def accumulate_from(items: list[T], start: T) -> list[T]:
    """itertools.accumulate(items, initial=start)."""
    made: list[T] = [start]
    for item in items:
        made.append(made[-1] + item)
    return made


def zip_longest(a: list[T], b: list[T], fill: T) -> list[tuple[T, T]]:
    """itertools.zip_longest(a, b, fillvalue=fill)."""
    made: list[tuple[T, T]] = []
    for i in range(max(len(a), len(b))):
        made.append((a[i] if i < len(a) else fill, b[i] if i < len(b) else fill))
    return made


def zip_longest_none(a: list[T], b: list[U]) -> list[tuple[T | None, U | None]]:
    """itertools.zip_longest(a, b)."""
    made: list[tuple[T | None, U | None]] = []
    for i in range(max(len(a), len(b))):
        made.append((a[i] if i < len(a) else None, b[i] if i < len(b) else None))
    return made


def zip_longest3(a: list[T], b: list[T], c: list[T], fill: T) -> list[tuple[T, T, T]]:
    """itertools.zip_longest(a, b, c, fillvalue=fill)."""
    made: list[tuple[T, T, T]] = []
    for i in range(max(len(a), len(b), len(c))):
        x: T = a[i] if i < len(a) else fill
        y: T = b[i] if i < len(b) else fill
        made.append((x, y, c[i] if i < len(c) else fill))
    return made


def pairwise(items: list[T]) -> list[tuple[T, T]]:
    """itertools.pairwise(items)."""
    made: list[tuple[T, T]] = []
    for i in range(len(items) - 1):
        made.append((items[i], items[i + 1]))
    return made


def compress(items: list[T], chosen: list[bool]) -> list[T]:
    """itertools.compress(items, chosen)."""
    made: list[T] = []
    for i in range(min(len(items), len(chosen))):
        if chosen[i]:
            made.append(items[i])
    return made


def grouped(items: list[T], keys: list[U]) -> list[tuple[U, list[T]]]:
    """itertools.groupby(items, key) with the key of each item."""
    made: list[tuple[U, list[T]]] = []
    for i in range(len(items)):
        if i == 0 or (keys[i],) != (made[-1][0],):
            group: list[T] = [items[i]]
            made.append((keys[i], group))
        else:
            made[-1][1].append(items[i])
    return made


def transposed(rows: list[list[T]]) -> list[tuple[T, ...]]:
    """zip(*rows): as many as the shortest row has."""
    made: list[tuple[T, ...]] = []
    if not rows:
        return made
    shortest = min([len(row) for row in rows])
    for i in range(shortest):
        made.append(tuple([row[i] for row in rows]))
    return made


def same_length(a: list[T], b: list[U]) -> list[T]:
    """`a`, for zip(a, b, strict=True): CPython raises after the last common pair, which is left to it."""
    if len(a) != len(b):
        give_up()
    return a


def flattened(rows: list[list[T]]) -> list[T]:
    """sum(rows, []): a new list."""
    made: list[T] = []
    for row in rows:
        made.extend(row)
    return made


def next_of_rest(place: list[int], items: list[T]) -> T:
    """next(iter(items)), whose place is in `place`; once exhausted it stays exhausted."""
    at = place[0]
    if at >= len(items):
        place[0] = 9223372036854775807
        raise StopIteration
    place[0] = at + 1
    return items[at]


def next_of_rest_sure(place: list[int], items: list[T]) -> T:
    """The same inside a generator, where Python makes a RuntimeError of the exception."""
    at = place[0]
    if at >= len(items):
        give_up()
    place[0] = at + 1
    return items[at]


def next_of_rest_or(place: list[int], items: list[T], default: T) -> T:
    """next(iter(items), default)."""
    at = place[0]
    if at >= len(items):
        place[0] = 9223372036854775807
        return default
    place[0] = at + 1
    return items[at]


def next_of_rest_or_none(place: list[int], items: list[T]) -> T | None:
    """next(iter(items), None)."""
    at = place[0]
    if at >= len(items):
        place[0] = 9223372036854775807
        return None
    place[0] = at + 1
    return items[at]


def found_ahead(place: list[int], items: list[T], x: T) -> bool:
    """x in iter(items): stops behind the first that is equal."""
    while place[0] < len(items):
        at = place[0]
        place[0] = at + 1
        if (items[at],) == (x,):
            return True
    place[0] = 9223372036854775807
    return False


def next_of_cycle(place: list[int], items: list[T], saved: list[T]) -> T:
    """next(cycle(items)); see the runtimes' step for the place."""
    at = place[0]
    if at >= 0 and at < len(items):
        saved.append(items[at])
        place[0] = at + 1
        return items[at]
    if not saved:
        place[0] = -1
        raise StopIteration
    if at >= 0:
        at = -1
    again = -1 - at
    place[0] = -1 if again + 1 == len(saved) else at - 1
    return saved[again]


def next_of_cycle_sure(place: list[int], items: list[T], saved: list[T]) -> T:
    """The same inside a generator."""
    if not saved and not items:
        give_up()
    return next_of_cycle(place, items, saved)


def next_of_cycle_or(place: list[int], items: list[T], saved: list[T], default: T) -> T:
    """next(cycle(items), default)."""
    if not saved and (place[0] < 0 or place[0] >= len(items)):
        place[0] = -1
        return default
    return next_of_cycle(place, items, saved)


def next_of_cycle_or_none(place: list[int], items: list[T], saved: list[T]) -> T | None:
    """next(cycle(items), None)."""
    if not saved and (place[0] < 0 or place[0] >= len(items)):
        place[0] = -1
        return None
    return next_of_cycle(place, items, saved)


def next_of_count(place: list[int], step: int) -> int:
    """next(count(start, step)); the next one must be an int of 64 bits, too."""
    at = place[0]
    place[0] = at + step
    return at


def chunked(items: list[T], size: int) -> list[tuple[T, ...]]:
    """zip(*[iter(items)] * size): what is left over is dropped."""
    made: list[tuple[T, ...]] = []
    if size < 1:
        return made
    for i in range(size, len(items) + 1, size):
        made.append(tuple(items[i - size : i]))
    return made


def chunked2(items: list[T]) -> list[tuple[T, T]]:
    """The same in pairs."""
    made: list[tuple[T, T]] = []
    for i in range(1, len(items), 2):
        made.append((items[i - 1], items[i]))
    return made


def chunked3(items: list[T]) -> list[tuple[T, T, T]]:
    """The same by threes."""
    made: list[tuple[T, T, T]] = []
    for i in range(2, len(items), 3):
        made.append((items[i - 2], items[i - 1], items[i]))
    return made
