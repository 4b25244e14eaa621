"""Ten functions whose ports are kept beside this file, to be read: what a change of an emitter does to them shows."""

import heapq
from collections import deque
from dataclasses import dataclass


def sieve(limit: int) -> list[int]:
    """The primes below `limit`."""
    composite = [False] * limit
    found: list[int] = []
    for number in range(2, limit):
        if composite[number]:
            continue
        found.append(number)
        for multiple in range(number * number, limit, number):
            composite[multiple] = True
    return found


def edit_distance(a: str, b: str) -> int:
    """Levenshtein's distance, row by row."""
    above = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(row[j - 1] + 1, above[j] + 1, above[j - 1] + (x != y)))
        above = row
    return above[-1]


def word_counts(text: str) -> list[tuple[str, int]]:
    """Words by how often they occur, the commonest first."""
    counts: dict[str, int] = {}
    for word in text.lower().split():
        counts[word] = counts.get(word, 0) + 1
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))


@dataclass(frozen=True)
class Sale:
    """One line of an invoice."""

    region: str
    price: float
    amount: int
    discount: float | None = None


def revenue(sales: list[Sale]) -> dict[str, float]:
    """Revenue by region, discounts taken off."""
    totals: dict[str, float] = {}
    for sale in sales:
        price = sale.price * sale.amount
        if sale.discount is not None:
            price *= 1.0 - sale.discount
        totals[sale.region] = totals.get(sale.region, 0.0) + price
    return totals


def shortest(edges: dict[str, list[tuple[str, float]]], start: str) -> dict[str, float]:
    """Dijkstra's distances from `start`."""
    distances: dict[str, float] = {}
    waiting = [(0.0, start)]
    while waiting:
        distance, node = heapq.heappop(waiting)
        if node in distances:
            continue
        distances[node] = distance
        for neighbour, length in edges.get(node, []):
            if neighbour not in distances:
                heapq.heappush(waiting, (distance + length, neighbour))
    return distances


def parse_amounts(lines: list[str]) -> tuple[list[float], list[str]]:
    """The amounts that can be read, and what is wrong with the others."""
    amounts: list[float] = []
    errors: list[str] = []
    for number, line in enumerate(lines, 1):
        try:
            amounts.append(float(line.strip()))
        except ValueError as error:
            errors.append(f"line {number}: {error}")
    return amounts, errors


class Tree:
    """A binary search tree."""

    def __init__(self, value: int) -> None:
        self.value = value
        self.left: "Tree | None" = None
        self.right: "Tree | None" = None

    def insert(self, value: int) -> None:
        """Adds a value where it belongs."""
        if value < self.value:
            if self.left is None:
                self.left = Tree(value)
            else:
                self.left.insert(value)
        elif self.right is None:
            self.right = Tree(value)
        else:
            self.right.insert(value)

    def depth(self) -> int:
        """Levels, this one included."""
        left = 0 if self.left is None else self.left.depth()
        right = 0 if self.right is None else self.right.depth()
        return 1 + max(left, right)


def tree_depth(values: list[int]) -> int:
    """How deep the tree becomes that is grown from `values`."""
    if not values:
        return 0
    root = Tree(values[0])
    for value in values[1:]:
        root.insert(value)
    return root.depth()


def smooth(values: list[float], width: int) -> list[float]:
    """A moving mean over `width` values."""
    if width < 1:
        raise ValueError(f"width {width} is not positive")
    window: deque[float] = deque()
    total = 0.0
    means: list[float] = []
    for value in values:
        window.append(value)
        total += value
        if len(window) > width:
            total -= window.popleft()
        means.append(total / len(window))
    return means


def collatz(limit: int) -> tuple[int, int]:
    """The start below `limit` with the longest chain, and that chain's length."""
    best, longest = 1, 1
    for start in range(1, limit):
        number, length = start, 1
        while number != 1:
            number = number // 2 if number % 2 == 0 else 3 * number + 1
            length += 1
        if length > longest:
            best, longest = start, length
    return best, longest


def matrix_product(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    """The product of two matrices."""
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]
