"""Classes with methods and fields that change: linked lists, trees, heaps, union-find, counters; made in the unit, or
the caller's own."""

from __future__ import annotations

from dataclasses import dataclass, field


class Node:
    """A cell of a linked list."""

    def __init__(self, value: int, next: Node | None = None) -> None:
        self.value = value
        self.next = next


class LinkedList:
    def __init__(self) -> None:
        self.head: Node | None = None
        self.size = 0

    def push(self, value: int) -> None:
        self.head = Node(value, self.head)
        self.size += 1

    def pop(self) -> int:
        if self.head is None:
            raise IndexError("pop from empty list")
        value = self.head.value
        self.head = self.head.next
        self.size -= 1
        return value

    def reverse(self) -> None:
        previous: Node | None = None
        current = self.head
        while current:
            following = current.next
            current.next = previous
            previous = current
            current = following
        self.head = previous

    def values(self) -> list[int]:
        found: list[int] = []
        node = self.head
        while node is not None:
            found.append(node.value)
            node = node.next
        return found

    def __len__(self) -> int:
        return self.size


@dataclass
class Tree:
    key: str
    count: int = 0
    left: Tree | None = None
    right: Tree | None = None

    def insert(self, key: str) -> Tree:
        if key == self.key:
            self.count += 1
            return self
        if key < self.key:
            if self.left is None:
                self.left = Tree(key, 1)
                return self.left
            return self.left.insert(key)
        if self.right is None:
            self.right = Tree(key, 1)
            return self.right
        return self.right.insert(key)


@dataclass
class UnionFind:
    parent: list[int]
    rank: list[int] = field(default_factory=list)
    groups: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.rank = [0] * len(self.parent)
        self.groups = len(self.parent)

    def find(self, x: int) -> int:
        while self.parent[x] != x:
            self.parent[x] = self.parent[self.parent[x]]
            x = self.parent[x]
        return x

    def union(self, a: int, b: int) -> bool:
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        if self.rank[a] < self.rank[b]:
            a, b = b, a
        self.parent[b] = a
        if self.rank[a] == self.rank[b]:
            self.rank[a] += 1
        self.groups -= 1
        return True


class MinHeap:
    LIMIT = 8

    def __init__(self, items: list[int]) -> None:
        self.items = list(items)
        for i in range(len(self.items) // 2 - 1, -1, -1):
            self._sink(i)

    def _sink(self, i: int) -> None:
        n = len(self.items)
        while True:
            least = i
            for child in (2 * i + 1, 2 * i + 2):
                if child < n and self.items[child] < self.items[least]:
                    least = child
            if least == i:
                return
            self.items[i], self.items[least] = self.items[least], self.items[i]
            i = least

    def pop(self) -> int:
        top = self.items[0]
        last = self.items.pop()
        if self.items:
            self.items[0] = last
            self._sink(0)
        return top

    @property
    def full(self) -> bool:
        return len(self.items) >= self.LIMIT

    @staticmethod
    def parent(i: int) -> int:
        return (i - 1) // 2

    @classmethod
    def of(cls, a: int, b: int) -> MinHeap:
        return cls([a, b])


class Account:
    RATES = {"low": 0.5, "high": 1.5}

    def __init__(self, owner: str, balance: float) -> None:
        if balance < 0.0:
            raise ValueError(f"negative: {owner}")
        self.owner, self.balance = owner, balance
        self.log: list[str] = []
        kind = "low" if balance < 10.0 else "high"
        self.rate = self.RATES[kind]
        self.note("open")

    def note(self, what: str) -> None:
        self.log.append(f"{self.owner} {what}")

    def move(self, other: Account, amount: float) -> None:
        self.balance -= amount
        other.balance += amount
        self.note(f"-{amount}")
        other.note(f"+{amount}")
        if self.balance < 0.0:
            raise ValueError("overdrawn", self.owner)


@dataclass(slots=True)
class Counter2:
    n: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    def next(self) -> int:
        self.n += 1
        return self.n


@dataclass
class Ring:
    name: str
    other: Ring | None = None


def reversed_values(xs: list[int]) -> list[int]:
    made = LinkedList()
    for x in xs:
        made.push(x)
    made.reverse()
    made.push(len(made))
    return made.values()


def pops(xs: list[int], n: int) -> list[int]:
    stack = LinkedList()
    for x in xs:
        stack.push(x)
    return [stack.pop() for _ in range(n)]


def build_chain(n: int) -> Node | None:
    head: Node | None = None
    for i in range(n):
        head = Node(i, head)
    return head


def insert_after(node: Node, value: int) -> Node:
    node.next = Node(value, node.next)
    return node.next


def delete_value(head: Node | None, value: int) -> Node | None:
    dummy = Node(0, head)
    current = dummy
    while current.next is not None:
        if current.next.value == value:
            current.next = current.next.next
        else:
            current = current.next
    return dummy.next


def chain_length(head: Node | None) -> int:
    n = 0
    while head:
        n, head = n + 1, head.next
    return n


def has_cycle(head: Node | None) -> bool:
    slow = fast = head
    while fast is not None and fast.next is not None:
        assert slow is not None
        slow, fast = slow.next, fast.next.next
        if slow is fast:
            return True
    return False


def count_keys(words: list[str]) -> list[tuple[str, int]]:
    if not words:
        return []
    root = Tree(words[0])
    for word in words:
        root.insert(word)
    found: list[tuple[str, int]] = []
    walk_tree(root, found)
    return found


def walk_tree(tree: Tree | None, found: list[tuple[str, int]]) -> None:
    if tree is None:
        return
    walk_tree(tree.left, found)
    found.append((tree.key, tree.count))
    walk_tree(tree.right, found)


def grow_tree(tree: Tree, words: list[str]) -> Tree:
    last = tree
    for word in words:
        last = tree.insert(word)
    return last


def groups(n: int, edges: list[tuple[int, int]]) -> tuple[int, list[int]]:
    sets = UnionFind(list(range(n)))
    for a, b in edges:
        sets.union(a, b)
    return sets.groups, [sets.find(i) for i in range(n)]


def join_given(sets: UnionFind, a: int, b: int) -> bool:
    return sets.union(a, b)


def heap_order(xs: list[int]) -> tuple[list[int], bool]:
    heap = MinHeap(xs)
    full = heap.full
    return [heap.pop() for _ in range(len(xs))], full


def heap_small(a: int, b: int) -> tuple[int, int, int]:
    heap = MinHeap.of(a, b)
    return heap.pop(), MinHeap.parent(5), MinHeap.LIMIT


def transfer(a: Account, b: Account, amounts: list[float]) -> float:
    for amount in amounts:
        a.move(b, amount)
    return a.balance + b.balance


def open_account(owner: str, balance: float) -> Account:
    return Account(owner, balance)


def read_order(c: Counter2) -> tuple[int, int, int]:
    total = c.n + c.next() + c.n
    return total, c.next() - c.n, c.n


def read_in_list(c: Counter2) -> list[int]:
    return [c.n, c.next(), c.n, c.next()]


def count_seen(c: Counter2, words: list[str]) -> Counter2:
    for word in words:
        c.seen[word] = c.next()
    return c


def make_ring(a: str, b: str) -> Ring:
    first = Ring(a)
    second = Ring(b, first)
    first.other = second
    return first


def tie(a: Ring, b: Ring) -> bool:
    a.other = b
    b.other = a
    return a is b


def rename(rings: list[Ring], name: str) -> None:
    for ring in rings:
        ring.name += name


def same_node(a: Node, b: Node) -> tuple[bool, bool, bool]:
    return a is b, a == b, a != b


def in_list(nodes: list[Node], node: Node) -> bool:
    return node in nodes


def chain_of(*values: int) -> LinkedList:
    made = LinkedList()
    for value in values:
        made.push(value)
    return made


RING = Ring("r")
CYCLE = Node(1)
CYCLE.next = Node(2, CYCLE)
CHAIN = Node(1, Node(2, Node(3)))

CASES = {
    "reversed_values": [([1, 2, 3],), ([],)],
    "pops": [([1, 2, 3], 2), ([1], 2), ([], 0)],
    "build_chain": [(0,), (1,), (5,), (2000,)],
    "insert_after": [(Node(1, Node(3)), 2), (CYCLE, 9)],
    "delete_value": [(CHAIN, 2), (Node(5), 5), (None, 1), (Node(2, Node(2, Node(1))), 2)],
    "chain_length": [(CHAIN,), (None,)],
    "has_cycle": [(CHAIN,), (CYCLE,), (None,)],
    "count_keys": [(["b", "a", "c", "a", "b"],), ([],)],
    "grow_tree": [(Tree("m", 1), ["a", "z", "m", "é"]), (Tree("m", 1, Tree("a")), ["b"])],
    "groups": [(5, [(0, 1), (3, 4), (1, 0)]), (0, []), (2, [(0, 5)])],
    "join_given": [(UnionFind([0, 1, 2]), 0, 2), (UnionFind([0, 0]), 0, 1)],
    "heap_order": [([5, 1, 4, 2, 3],), ([],), (list(range(10, 0, -1)),)],
    "heap_small": [(2, 1)],
    "transfer": [
        (Account("a", 20.0), Account("b", 1.0), [1.5, 2.0]),
        (Account("a", 1.0), Account("b", 1.0), [5.0, 1.0]),
    ],
    "open_account": [("a", 5.0), ("b", 50.0), ("c", -1.0)],
    "read_order": [(Counter2(),), (Counter2(5),)],
    "read_in_list": [(Counter2(),)],
    "count_seen": [(Counter2(), ["a", "b", "a"])],
    "make_ring": [("a", "b")],
    "tie": [(Ring("a"), Ring("b")), (RING, RING)],
    "rename": [([Ring("a"), Ring("b")], "!"), ([RING, RING], "?")],
    "same_node": [(Node(1), Node(1)), (CYCLE, CYCLE)],
    "LinkedList.push": [(chain_of(), 1), (chain_of(1, 2), 3)],
    "LinkedList.pop": [(chain_of(1, 2),), (chain_of(),)],
    "LinkedList.reverse": [(chain_of(1, 2, 3),), (chain_of(),)],
    "Tree.insert": [(Tree("m"), "a"), (Tree("m"), "m")],
    "MinHeap.of": [(1, 2)],
    "MinHeap.parent": [(4,)],
    "Account.note": [(Account("a", 1.0), "x")],
    "in_list": [([Node(1), Node(2)], Node(1)), ([CYCLE], CYCLE)],
}
FALLBACK = {
    "insert_after": [(Node(2**70), 1)],
    "rename": [([Ring("a", Ring("b")), None], "x")],
}
