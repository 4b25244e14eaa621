"""Counter (Lib/collections/__init__.py): the same keys in the same order."""

from collections import Counter
from typing import TypeVar

T = TypeVar("T")


def counted(items: list[T]) -> Counter[T]:
    """Counter(items)."""
    counts: Counter[T] = Counter()
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    return counts


def counted_from(given: dict[T, int]) -> Counter[T]:
    """Counter(given) of a dict."""
    counts: Counter[T] = Counter()
    for key in given:
        counts[key] = given[key]
    return counts


def counter_update(counts: Counter[T], items: list[T]) -> None:
    """counts.update(items)."""
    for item in items:
        counts[item] = counts.get(item, 0) + 1


def counter_update_from(counts: Counter[T], given: dict[T, int]) -> None:
    """counts.update(given) of a dict: adds."""
    for key, count in list(given.items()):
        counts[key] = count + counts.get(key, 0)


def counter_subtract(counts: Counter[T], items: list[T]) -> None:
    """counts.subtract(items)."""
    for item in items:
        counts[item] = counts.get(item, 0) - 1


def counter_subtract_from(counts: Counter[T], given: dict[T, int]) -> None:
    """counts.subtract(given) of a dict."""
    for key, count in list(given.items()):
        counts[key] = counts.get(key, 0) - count


def commonest(counts: Counter[T]) -> list[tuple[T, int]]:
    """counts.most_common(): of equal counts the one first met stands first."""
    return sorted(counts.items(), key=lambda pair: pair[1], reverse=True)


def commonest_of(counts: Counter[T], most: int) -> list[tuple[T, int]]:
    """counts.most_common(most)."""
    return sorted(counts.items(), key=lambda pair: pair[1], reverse=True)[: max(most, 0)]


def counter_elements(counts: Counter[T]) -> list[T]:
    """list(counts.elements())."""
    made: list[T] = []
    for key, count in counts.items():
        for _ in range(count):
            made.append(key)
    return made


def counter_total(counts: Counter[T]) -> int:
    """counts.total()."""
    return sum(counts.values())


def counts_added(a: Counter[T], b: Counter[T]) -> Counter[T]:
    """a + b."""
    made: Counter[T] = Counter()
    for key, count in a.items():
        found = count + b.get(key, 0)
        if found > 0:
            made[key] = found
    for key, count in b.items():
        if key not in a and count > 0:
            made[key] = count
    return made


def counts_taken(a: Counter[T], b: Counter[T]) -> Counter[T]:
    """a - b."""
    made: Counter[T] = Counter()
    for key, count in a.items():
        found = count - b.get(key, 0)
        if found > 0:
            made[key] = found
    for key, count in b.items():
        if key not in a and count < 0:
            made[key] = 0 - count
    return made


def counts_most(a: Counter[T], b: Counter[T]) -> Counter[T]:
    """a | b."""
    made: Counter[T] = Counter()
    for key, count in a.items():
        found = max(count, b.get(key, 0))
        if found > 0:
            made[key] = found
    for key, count in b.items():
        if key not in a and count > 0:
            made[key] = count
    return made


def counts_least(a: Counter[T], b: Counter[T]) -> Counter[T]:
    """a & b."""
    made: Counter[T] = Counter()
    for key, count in a.items():
        found = min(count, b.get(key, 0))
        if found > 0:
            made[key] = found
    return made


def counts_equal(a: Counter[T], b: Counter[T]) -> bool:
    """a == b: what is missing counts 0."""
    for key, count in a.items():
        if b.get(key, 0) != count:
            return False
    return all(key in a or count == 0 for key, count in b.items())


def commonest_item(items: list[T]) -> T:
    """statistics.mode(items): of equal counts the one first met."""
    if not items:
        give_up()
    counts: dict[T, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values())
    best: T = items[0]
    for item in counts:
        if counts[item] == most:
            best = item
            break
    return best


def commonest_items(items: list[T]) -> list[T]:
    """statistics.multimode(items)."""
    counts: dict[T, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    made: list[T] = []
    if not items:
        return made
    most = max(counts.values())
    for item in counts:
        if counts[item] == most:
            made.append(item)
    return made
