"""Matrices, points and walks through graphs; judged as callables alone."""

import heapq
import math
from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple, Optional


class P(NamedTuple):
    x: float
    y: float


@dataclass
class Node:
    label: str
    weight: int = 0
    children: list["Node"] = field(default_factory=list)


class Singular(ArithmeticError):
    pass


def transpose_pad(rows: list[list[int]], fill: int = 0) -> list[list[int]]:
    width = max(map(len, rows), default=0)
    return [[row[i] if i < len(row) else fill for row in rows] for i in range(width)]


def matmul(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    if a and len(a[0]) != len(b):
        raise ValueError("shape", len(a[0]), len(b))
    out: list[list[float]] = []
    for row in a:
        line: list[float] = []
        for j in range(len(b[0]) if b else 0):
            total = 0.0
            for k, value in enumerate(row):
                total += value * b[k][j]
            line.append(total)
        out.append(line)
    return out


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    n = len(matrix)
    work = [list(row) + [value] for row, value in zip(matrix, right, strict=True)]
    for col in range(n):
        pivot = max(range(col, n), key=lambda r: abs(work[r][col]))
        if abs(work[pivot][col]) < 1e-12:
            raise Singular(col)
        work[col], work[pivot] = work[pivot], work[col]
        for row in range(col + 1, n):
            factor = work[row][col] / work[col][col]
            for k in range(col, n + 1):
                work[row][k] -= factor * work[col][k]
    found = [0.0] * n
    for row in range(n - 1, -1, -1):
        rest = sum(work[row][k] * found[k] for k in range(row + 1, n))
        found[row] = (work[row][n] - rest) / work[row][row]
    return found


def spiral(grid: list[list[int]]) -> list[int]:
    out: list[int] = []
    top, left = 0, 0
    bottom, right = len(grid) - 1, (len(grid[0]) - 1 if grid else -1)
    while top <= bottom and left <= right:
        out += grid[top][left : right + 1]
        out += [grid[r][right] for r in range(top + 1, bottom + 1)]
        if top < bottom and left < right:
            out += [grid[bottom][c] for c in range(right - 1, left - 1, -1)]
            out += [grid[r][left] for r in range(bottom - 1, top, -1)]
        top, left, bottom, right = top + 1, left + 1, bottom - 1, right - 1
    return out


def inside(polygon: list[P], at: P) -> bool:
    result = False
    j = len(polygon) - 1
    for i in range(len(polygon)):
        a, b = polygon[i], polygon[j]
        if (a.y > at.y) != (b.y > at.y) and at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x:
            result = not result
        j = i
    return result


def crossing(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int], d: tuple[int, int]) -> bool:
    def side(p: tuple[int, int], q: tuple[int, int], r: tuple[int, int]) -> int:
        value = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
        return (value > 0) - (value < 0)

    def between(p: tuple[int, int], q: tuple[int, int], r: tuple[int, int]) -> bool:
        return min(p[0], q[0]) <= r[0] <= max(p[0], q[0]) and min(p[1], q[1]) <= r[1] <= max(p[1], q[1])

    s1, s2, s3, s4 = side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
    if s1 != s2 and s3 != s4:
        return True
    checks = ((s1, a, b, c), (s2, a, b, d), (s3, c, d, a), (s4, c, d, b))
    return any(s == 0 and between(p, q, r) for s, p, q, r in checks)


def cheapest(edges: list[tuple[str, str, int]], start: str, goal: str) -> Optional[tuple[int, list[str]]]:
    graph: dict[str, list[tuple[str, int]]] = {}
    for here, there, cost in edges:
        if cost < 0:
            raise ValueError(f"{here}->{there}: {cost}")
        graph.setdefault(here, []).append((there, cost))
    heap: list[tuple[int, list[str]]] = [(0, [start])]
    seen: set[str] = set()
    while heap:
        cost, path = heapq.heappop(heap)
        here = path[-1]
        if here == goal:
            return cost, path
        if here in seen:
            continue
        seen.add(here)
        for there, more in graph.get(here, ()):
            if there not in seen:
                heapq.heappush(heap, (cost + more, [*path, there]))
    return None


def components(count: int, links: list[tuple[int, int]]) -> list[list[int]]:
    parent = list(range(count))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in links:
        parent[find(a)] = find(b)
    groups: dict[int, list[int]] = {}
    for i in range(count):
        groups.setdefault(find(i), []).append(i)
    return sorted(groups.values(), key=lambda g: (-len(g), g))


def levels(adjacent: dict[str, list[str]], root: str) -> dict[str, int]:
    depth = {root: 0}
    queue = deque([root])
    while queue:
        here = queue.popleft()
        for there in adjacent.get(here, []):
            if there not in depth:
                depth[there] = depth[here] + 1
                queue.append(there)
    return depth


def heaviest(tree: Optional[Node]) -> tuple[int, list[str]]:
    if tree is None:
        return 0, []
    best: tuple[int, list[str]] = (0, [])
    for child in tree.children:
        found = heaviest(child)
        if found[0] > best[0]:
            best = found
    return tree.weight + best[0], [tree.label, *best[1]]


def propagate(tree: Node, extra: int = 0) -> int:
    tree.weight += extra
    total = tree.weight
    for child in tree.children:
        total += propagate(child, tree.weight // 2)
    return total


def bounding(points: list[P]) -> tuple[float, float, float, float]:
    if not points:
        raise ValueError("no points")
    xs = [p.x for p in points]
    ys = [p.y for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def path_length(points: list[P], closed: bool = False) -> float:
    pairs = list(zip(points, points[1:]))
    if closed and len(points) > 2:
        pairs.append((points[-1], points[0]))
    return math.fsum(math.hypot(b.x - a.x, b.y - a.y) for a, b in pairs)


def life(cells: set[tuple[int, int]]) -> set[tuple[int, int]]:
    counts: dict[tuple[int, int], int] = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    counts[x + dx, y + dy] = counts.get((x + dx, y + dy), 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or (n == 2 and cell in cells)}
