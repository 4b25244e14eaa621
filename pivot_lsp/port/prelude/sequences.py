"""What lists and dicts have beyond the table: searching a part, merging, unpacking, deques' and counters' methods."""

from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


def index_in_list(items: list[T], x: T, start: int, stop: int) -> int:
    """items.index(x, start, stop)."""
    n = len(items)
    start = max(start + n, 0) if start < 0 else start
    stop = max(stop + n, 0) if stop < 0 else min(stop, n)
    return items[start:stop].index(x) + start if start < stop else items[:0].index(x)


def index_in_tuple(items: list[T], x: T, start: int, stop: int) -> int:
    """row.index(x, start, stop) of a tuple."""
    n = len(items)
    start = max(start + n, 0) if start < 0 else start
    stop = max(stop + n, 0) if stop < 0 else min(stop, n)
    part = items[start:stop] if start < stop else items[:0]
    if x not in part:
        raise ValueError("tuple.index(x): x not in tuple")
    return part.index(x) + start


def repeat_in_place(items: list[T], times: int) -> None:
    """items *= times."""
    if times <= 0:
        items.clear()
    else:
        items.extend(items * (times - 1))


def unpacked(items: list[T], count: int) -> list[T]:
    """`items`, which an assignment takes apart into `count` names."""
    if len(items) < count:
        raise ValueError("not enough values to unpack (expected " + str(count) + ", got " + str(len(items)) + ")")
    if len(items) > count:
        raise ValueError("too many values to unpack (expected " + str(count) + ")")
    return items


def unpacked_least(items: list[T], count: int) -> list[T]:
    """`items`, which an assignment takes apart into `count` names and a starred one."""
    if len(items) < count:
        raise ValueError(
            "not enough values to unpack (expected at least " + str(count) + ", got " + str(len(items)) + ")"
        )
    return items


def merged(a: dict[K, V], b: dict[K, V]) -> dict[K, V]:
    """a | b."""
    made: dict[K, V] = dict(a)
    made.update(b)
    return made


def from_keys(keys: list[K], value: V) -> dict[K, V]:
    """dict.fromkeys(keys, value)."""
    made: dict[K, V] = {}
    for key in keys:
        made[key] = value
    return made


def pop_last(d: dict[K, V]) -> tuple[K, V]:
    """d.popitem()."""
    if not d:
        raise KeyError("popitem(): dictionary is empty")
    last: K = list(d)[-1]
    return last, d.pop(last)


def pop_in_order(d: dict[K, V], last: bool) -> tuple[K, V]:
    """d.popitem(last) of an OrderedDict."""
    if not d:
        raise KeyError("dictionary is empty")
    key: K = list(d)[-1] if last else first_key(d)
    return key, d.pop(key)


def move_to_end(d: dict[K, V], key: K, last: bool) -> None:
    """d.move_to_end(key, last) of an OrderedDict."""
    value: V = d.pop(key)
    others: list[tuple[K, V]] = [] if last else list(d.items())
    if not last:
        d.clear()
    d[key] = value
    for other, held in others:
        d[other] = held


def same_in_order(a: dict[K, V], b: dict[K, V]) -> bool:
    """a == b of two OrderedDicts: the same keys in the same order."""
    if len(a) != len(b):
        return False
    mine: list[tuple[K, V]] = list(a.items())
    other: list[tuple[K, V]] = list(b.items())
    return all(mine[i] == other[i] for i in range(len(mine)))


def first_key(d: dict[K, V]) -> K:
    """next(iter(d))."""
    for key in d:
        return key
    raise StopIteration


def added_false(s: set[T], x: T) -> bool:
    """bool(s.add(x))."""
    s.add(x)
    return False


def appended_false(items: list[T], x: T) -> bool:
    """bool(items.append(x))."""
    items.append(x)
    return False


def summed(items: list[T], start: T) -> T:
    """sum(items, start) of what is added by its own class."""
    total: T = start
    for item in items:
        total = total + item
    return total


def min_of_objects(items: list[T]) -> T:
    """min(items) of objects that compare in their own way; of none it is legacy's error."""
    if not items:
        give_up()
    best: T = items[0]
    for item in items[1:]:
        if item < best:
            best = item
    return best


def max_of_objects(items: list[T]) -> T:
    """max(items) of such objects."""
    if not items:
        give_up()
    best: T = items[0]
    for item in items[1:]:
        if item > best:
            best = item
    return best
