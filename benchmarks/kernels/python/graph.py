"""Graph search, breadth first."""

from collections import deque


def levels(neighbours: dict[int, list[int]], start: int) -> dict[int, int]:
    """How many steps each node that can be reached is away from `start`."""
    seen: dict[int, int] = {start: 0}
    queue: deque[int] = deque([start])
    while queue:
        node = queue.popleft()
        for other in neighbours[node]:
            if other not in seen:
                seen[other] = seen[node] + 1
                queue.append(other)
    return seen
