"""Priority queue: shortest paths by Dijkstra."""

import heapq


def shortest(starts: list[int], edges: list[tuple[int, int]], nodes: int) -> list[int]:
    """Distances from node 0, -1: unreachable; node i has the edges (goal, length) `edges[starts[i]:starts[i + 1]]`."""
    distances = [-1] * nodes
    heap: list[tuple[int, int]] = [(0, 0)]
    while heap:
        so_far, node = heapq.heappop(heap)
        if distances[node] >= 0:
            continue
        distances[node] = so_far
        for e in range(starts[node], starts[node + 1]):
            goal, length = edges[e]
            if distances[goal] < 0:
                heapq.heappush(heap, (so_far + length, goal))
    return distances
