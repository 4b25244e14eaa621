"""Classes with type parameters: of one set of arguments in the module, and of none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


class Stack(Generic[T]):
    def __init__(self, limit: int = 10) -> None:
        self.stack: list[T] = []
        self.limit = limit

    def __bool__(self) -> bool:
        return bool(self.stack)

    def __str__(self) -> str:
        return str(self.stack)

    def push(self, data: T) -> None:
        if len(self.stack) >= self.limit:
            raise OverflowError("full")
        self.stack.append(data)

    def pop(self) -> T:
        if not self.stack:
            raise IndexError("empty")
        return self.stack.pop()

    def __len__(self) -> int:
        return len(self.stack)


def balanced(s: str) -> bool:
    stack: Stack[str] = Stack()
    pairs = {"(": ")", "[": "]"}
    for c in s:
        if c in pairs:
            stack.push(c)
        elif c in pairs.values() and (not stack or pairs[stack.pop()] != c):
            return False
    return not stack


class Node(Generic[K]):
    def __init__(self, data: K) -> None:
        self.data = data
        self.next: Node[K] | None = None


class Queue(Generic[K]):
    def __init__(self) -> None:
        self.front: Node[K] | None = None
        self.rear: Node[K] | None = None
        self.n = 0

    def put(self, item: K) -> None:
        node = Node(item)
        if self.rear is None:
            self.front = self.rear = node
        else:
            self.rear.next = node
            self.rear = node
        self.n += 1

    def get(self) -> K:
        assert self.front is not None
        node = self.front
        self.front = node.next
        if self.front is None:
            self.rear = None
        return node.data

    def __iter__(self) -> Iterator[K]:
        node = self.front
        while node:
            yield node.data
            node = node.next


def fifo(xs: list[int]) -> list[int]:
    q = Queue[int]()
    for x in xs:
        q.put(x)
    return [q.get() for _ in xs]


def fifo_iter(xs: list[int]) -> int:
    q = Queue[int]()
    for x in xs:
        q.put(x)
    return sum(q)


class Pair(Generic[T, V]):
    def __init__(self, a: T, b: V) -> None:
        self.a = a
        self.b = b

    def swap(self) -> Pair[V, T]:
        return Pair(self.b, self.a)


def firsts(xs: list[tuple[int, str]]) -> list[int]:
    ps = [Pair(a, b) for a, b in xs]
    return [p.a for p in ps]


class LRU(Generic[K, V]):
    def __init__(self, cap: int) -> None:
        self.cap = cap
        self.data: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        if key not in self.data:
            return None
        v = self.data.pop(key)
        self.data[key] = v
        return v

    def put(self, key: K, value: V) -> None:
        self.data.pop(key, None)
        self.data[key] = value
        if len(self.data) > self.cap:
            oldest = next(iter(self.data))
            del self.data[oldest]


def lru(ops: list[tuple[str, int]]) -> list[int | None]:
    cache: LRU[str, int] = LRU(2)
    out: list[int | None] = []
    for k, v in ops:
        if v < 0:
            out.append(cache.get(k))
        else:
            cache.put(k, v)
    return out


class Box(Generic[T]):
    def __init__(self, inside: T) -> None:
        self.inside = inside

    def replaced(self, other: T) -> T:
        before = self.inside
        self.inside = other
        return before


def boxed(xs: list[int]) -> list[int]:
    box = Box(0)
    return [box.replaced(x) for x in xs] + [box.inside]


def popped(d: dict[str, int], keys: list[str]) -> list[int | None]:
    found = [d.pop(k, None) for k in keys]
    d.pop("gone", None)
    return found


CASES = {
    "balanced": [("([])",), ("([)",), ("",), ("((((((((((((",)],
    "fifo": [([1, 2, 3],), ([],)],
    "fifo_iter": [([1, 2, 3],), ([],)],
    "firsts": [([(1, "a"), (2, "b")],), ([],)],
    "lru": [([("a", 1), ("b", 2), ("a", -1), ("c", 3), ("b", -1), ("c", -1)],), ([],)],
    "boxed": [([1, 2],), ([],)],
    "popped": [({"a": 1, "b": 2}, ["a", "a", "c"]), ({}, []), ({"gone": 1}, [])],
}
FALLBACK: dict[str, list[tuple[object, ...]]] = {}
