"""heapq and bisect (Modules/_heapqmodule.c, Modules/_bisectmodule.c): the same comparisons in the same order, so that
the list stands as CPython leaves it."""

from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")


def sift_down(heap: list[T], start: int, place: int) -> None:
    """Moves the item at `place` towards the root until its parent is not larger."""
    item: T = heap[place]
    while place > start:
        above = (place - 1) >> 1
        parent: T = heap[above]
        if not item < parent:
            break
        heap[place] = parent
        place = above
    heap[place] = item


def sift_up(heap: list[T], place: int) -> None:
    """Moves the smaller children up from `place` to a leaf, then the item there to where it belongs."""
    end = len(heap)
    start = place
    item: T = heap[place]
    child = 2 * place + 1
    while child < end:
        right = child + 1
        if right < end and not heap[child] < heap[right]:
            child = right
        heap[place] = heap[child]
        place = child
        child = 2 * place + 1
    heap[place] = item
    sift_down(heap, start, place)


def heappush(heap: list[T], item: T) -> None:
    """heapq.heappush(heap, item)."""
    heap.append(item)
    sift_down(heap, 0, len(heap) - 1)


def heappop(heap: list[T]) -> T:
    """heapq.heappop(heap)."""
    if not heap:
        raise IndexError("index out of range")
    last: T = heap.pop()
    if not heap:
        return last
    first: T = heap[0]
    heap[0] = last
    sift_up(heap, 0)
    return first


def heapreplace(heap: list[T], item: T) -> T:
    """heapq.heapreplace(heap, item)."""
    if not heap:
        raise IndexError("index out of range")
    first: T = heap[0]
    heap[0] = item
    sift_up(heap, 0)
    return first


def heappushpop(heap: list[T], item: T) -> T:
    """heapq.heappushpop(heap, item)."""
    if not heap:
        return item
    first: T = heap[0]
    if not first < item:
        return item
    heap[0] = item
    sift_up(heap, 0)
    return first


def heapify(heap: list[T]) -> None:
    """heapq.heapify(heap)."""
    for place in range(len(heap) // 2 - 1, -1, -1):
        sift_up(heap, place)


def bisect_left(items: list[T], x: U, low: int, high: int) -> int:
    """bisect.bisect_left(items, x, low, high); high -1 is the end."""
    if low < 0:
        raise ValueError("lo must be non-negative")
    if high == -1:
        high = len(items)
    while low < high:
        middle = (low + high) // 2
        if items[middle] < x:
            low = middle + 1
        else:
            high = middle
    return low


def bisect_right(items: list[T], x: U, low: int, high: int) -> int:
    """bisect.bisect_right(items, x, low, high); high -1 is the end."""
    if low < 0:
        raise ValueError("lo must be non-negative")
    if high == -1:
        high = len(items)
    while low < high:
        middle = (low + high) // 2
        if x < items[middle]:
            high = middle
        else:
            low = middle + 1
    return low


def insort_left(items: list[T], x: T, low: int, high: int) -> None:
    """bisect.insort_left(items, x, low, high)."""
    items.insert(bisect_left(items, x, low, high), x)


def insort_right(items: list[T], x: T, low: int, high: int) -> None:
    """bisect.insort_right(items, x, low, high)."""
    items.insert(bisect_right(items, x, low, high), x)
