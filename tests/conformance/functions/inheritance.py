"""Classes with a base class of the module: inherited and overriding methods, super(), abstract bases, and values of
any class of a family, over the bridge and inside."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass


class Shape(ABC):
    sides = 0

    def __init__(self, name: str) -> None:
        self.name = name

    @abstractmethod
    def area(self) -> float: ...

    def describe(self) -> str:
        return f"{self.name}/{self.sides}: {self.area():.2f}"


class Circle(Shape):
    def __init__(self, r: float) -> None:
        super().__init__("circle")
        self.r = r

    def area(self) -> float:
        return 3.0 * self.r * self.r


class Rect(Shape):
    sides = 4

    def __init__(self, w: float, h: float, name: str = "rect") -> None:
        super().__init__(name=name)
        self.w = w
        self.h = h

    def area(self) -> float:
        return self.w * self.h


class Square(Rect):
    def __init__(self, side: float) -> None:
        super().__init__(side, side)
        self.name = self.name + "!"

    def describe(self) -> str:
        return "square " + super().describe()


class Account:
    def __init__(self, owner: str, balance: int = 0) -> None:
        self.owner = owner
        self.balance = balance

    def withdraw(self, amount: int) -> None:
        if amount > self.balance:
            raise ValueError(f"{self.owner} has {self.balance}")
        self.balance -= amount

    def fee(self) -> int:
        return 0


class Checking(Account):
    def __init__(self, owner: str, balance: int = 0, limit: int = 50) -> None:
        super().__init__(owner, balance)
        self.limit = limit

    def withdraw(self, amount: int) -> None:
        if amount <= self.balance:
            super().withdraw(amount)
        elif amount > self.balance + self.limit:
            raise OverflowError(amount)
        else:
            self.balance -= amount + self.fee()

    def fee(self) -> int:
        return 2


@dataclass
class Node:
    key: int


@dataclass
class Leaf(Node):
    text: str = "-"

    def size(self) -> int:
        return len(self.text)


def shapes(sizes: list[tuple[str, float]]) -> list[str]:
    made: list[Shape] = []
    for kind, size in sizes:
        if kind == "c":
            made.append(Circle(size))
        elif kind == "s":
            made.append(Square(size))
        else:
            made.append(Rect(size, size * 2))
    made.sort(key=lambda s: s.area())
    return [s.describe() for s in made]


def one_square(side: float) -> str:
    return Square(side).describe()


def total_area(items: list[Shape]) -> float:
    return sum((s.area() for s in items), 0.0)


def largest(items: list[Shape]) -> str:
    return max(items, key=lambda s: s.area()).name


def kinds(items: list[Shape]) -> list[tuple[bool, bool, bool]]:
    return [(isinstance(s, Rect), isinstance(s, Shape), isinstance(s, (Square, Circle))) for s in items]


def grown(items: list[Shape]) -> None:
    for s in items:
        if isinstance(s, Circle):
            s.r *= 2
        else:
            s.w += 1.0
        s.name = "big"


def make_shape(kind: str, x: float) -> Shape:
    return Circle(x) if kind == "c" else Square(x)


def paid(accounts: list[Account], amounts: list[int]) -> list[str]:
    told: list[str] = []
    for account, amount in zip(accounts, amounts):
        try:
            account.withdraw(amount)
        except ValueError as error:
            told.append(str(error))
    return told


def fees(owner: str, n: int) -> tuple[int, int]:
    a, b = Account(owner, n), Checking(owner, n, limit=9)
    b.withdraw(n + 1)
    return a.fee() + b.fee(), b.balance


def leaf(key: int, text: str) -> Leaf:
    found = Leaf(key, text)
    found.key += found.size()
    return found


def size_of(nodes: dict[str, Node], name: str) -> int:
    node = nodes.get(name)
    if node is None:
        return -1
    if isinstance(node, Leaf):
        return node.size()
    return node.key


_SHAPES = [Circle(1.0), Rect(2.0, 3.5), Square(2.0), Rect(1.0, 0.5, "r")]

CASES = {
    "shapes": [([("c", 1.0), ("s", 2.0), ("r", 0.5)],), ([],)],
    "one_square": [(1.5,)],
    "total_area": [(_SHAPES,), ([],)],
    "largest": [(_SHAPES,), ([],)],
    "kinds": [(_SHAPES,)],
    "grown": [(_SHAPES,), ([_SHAPES[0], _SHAPES[0]],)],
    "make_shape": [("c", 2.0), ("s", 3.0)],
    "paid": [([Account("a", 5), Checking("b", 5), Checking("c", 1)], [9, 40, 1]), ([Checking("b", 5)], [400])],
    "fees": [("a", 3)],
    "leaf": [(1, "four")],
    "size_of": [({"a": Node(3), "b": Leaf(4, "xyz")}, n) for n in "abc"],
}
FALLBACK = {
    "total_area": [([type("Stranger", (Circle,), {"__module__": __name__})(1.0)],)],
}
