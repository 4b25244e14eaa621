"""Classes whose fields nobody annotates: what is stored in them, appended to them and given to `__init__` tells."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import Any


class Stack:
    def __init__(self):
        self.items = []

    def push(self, x: int) -> None:
        self.items.append(x)

    def pop(self) -> int:
        return self.items.pop()


def last_of(xs: list[int]) -> int:
    s = Stack()
    for x in xs:
        s.push(x)
    return s.pop()


class Node:
    def __init__(self, data: int) -> None:
        self.data = data
        self.next = None


class Chain:
    def __init__(self) -> None:
        self.head = None
        self.size = 0

    def push(self, x: int) -> None:
        node = Node(x)
        node.next = self.head
        self.head = node
        self.size += 1

    def total(self) -> int:
        found = 0
        at = self.head
        while at:
            found += at.data
            at = at.next
        return found


def chained(xs: list[int]) -> tuple[int, int]:
    chain = Chain()
    for x in xs:
        chain.push(x)
    return chain.total(), chain.size


class Branch:
    def __init__(self, data):
        self.data = data
        self.left = None
        self.right = None


def insert(root: Branch | None, x: int) -> Branch:
    if root is None:
        return Branch(x)
    if x < root.data:
        root.left = insert(root.left, x)
    else:
        root.right = insert(root.right, x)
    return root


def in_order(root: Branch | None, out: list[int]) -> None:
    if root:
        in_order(root.left, out)
        out.append(root.data)
        in_order(root.right, out)


def tree_sorted(xs: list[int]) -> list[int]:
    root = None
    for x in xs:
        root = insert(root, x)
    out: list[int] = []
    in_order(root, out)
    return out


class Graph:
    def __init__(self, n: int) -> None:
        self.near = [[] for _ in range(n)]
        self.seen = set()
        self.names = {}

    def add(self, a: int, b: int) -> None:
        self.near[a].append(b)
        self.near[b].append(a)

    def reach(self, a: int) -> int:
        self.seen.add(a)
        for b in self.near[a]:
            if b not in self.seen:
                self.reach(b)
        self.names[str(a)] = a
        return len(self.seen)


def reached(n: int, edges: list[tuple[int, int]]) -> tuple[int, dict[str, int]]:
    g = Graph(n)
    for a, b in edges:
        g.add(a, b)
    return g.reach(0), dict(g.names)


class Walker:
    def __init__(self) -> None:
        self.graph = defaultdict(list)

    def add(self, u: int, v: int) -> None:
        self.graph[u].append(v)

    def walk(self, start: int) -> list[int]:
        seen = {start}
        waiting = deque([start])
        out = []
        while waiting:
            u = waiting.popleft()
            out.append(u)
            for v in self.graph[u]:
                if v not in seen:
                    seen.add(v)
                    waiting.append(v)
        return out


def walked(edges: list[tuple[int, int]]) -> list[int]:
    w = Walker()
    for a, b in edges:
        w.add(a, b)
    return w.walk(0)


class Ring:
    def __init__(self, room=3):
        self.room = room
        self.data = [None] * room
        self.front = self.size = 0

    def put(self, x: int) -> bool:
        if self.size == self.room:
            return False
        self.data[(self.front + self.size) % self.room] = x
        self.size += 1
        return True


def fitted(xs: list[int], room: int) -> tuple[int, list[int | None]]:
    ring = Ring(room)
    return sum(ring.put(x) for x in xs), ring.data[:]


class Tree:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right


def depth(root: Tree | None) -> int:
    if root is None:
        return 0
    return 1 + max(depth(root.left), depth(root.right))


def has_sum(root: Tree | None, target: int) -> bool:
    if root is None:
        return False
    if not root.left and not root.right:
        return root.val == target
    return has_sum(root.left, target - root.val) or has_sum(root.right, target - root.val)


def mirrored(root: Tree | None) -> Tree | None:
    if not root:
        return None
    root.left, root.right = mirrored(root.right), mirrored(root.left)
    return root


class Bag:
    def __init__(self):
        self.held = []
        self.worth = 0

    def add(self, what: str, price: float) -> None:
        self.held.append((what, price))
        self.worth += price


def bagged(pairs: list[tuple[str, float]]) -> tuple[float, list[str]]:
    bag = Bag()
    for what, price in pairs:
        bag.add(what, price)
    return bag.worth, [w for w, _ in bag.held]


TREE = Tree(1, Tree(2, Tree(4)), Tree(3))
ODD: Any = Tree("x", Tree(2))

CASES = {
    "last_of": [([1, 2, 3],), ([],)],
    "chained": [([1, 2, 3],), ([],)],
    "tree_sorted": [([3, 1, 2, 2],), ([],)],
    "reached": [(4, [(0, 1), (2, 3), (1, 0)]), (1, [])],
    "walked": [([(0, 1), (0, 2), (2, 3), (3, 0)],), ([],)],
    "fitted": [([1, 2, 3], 2), ([], 1), ([1], 0)],
    "depth": [(TREE,), (None,)],
    "has_sum": [(TREE, 4), (TREE, 7), (TREE, 5), (None, 0)],
    "mirrored": [(TREE,), (None,)],
    "bagged": [([("a", 1.5), ("b", 2.5)],), ([],)],
}
FALLBACK = {
    "has_sum": [(ODD, 4)],
}
