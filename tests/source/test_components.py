"""What is reached, against the plain definition, on random graphs with cycles."""

import random

import pytest

from pivot_lsp.source.components import Components


def reached(edges: dict[int, list[int]], start: int) -> int:
    seen, waiting = {start}, [start]
    while waiting:
        for child in edges[waiting.pop()]:
            if child not in seen:
                seen.add(child)
                waiting.append(child)
    return sum(1 << node for node in seen)


@pytest.mark.parametrize("seed", range(40))
def test_random_graphs(seed: int) -> None:
    rng = random.Random(seed)
    size = rng.randrange(1, 30)
    edges = {node: rng.choices(range(size), k=rng.randrange(0, 4)) for node in range(size)}
    components = Components[int](edges.__getitem__, lambda node: 1 << node)
    asked = rng.choices(range(size), k=size)
    assert [components.mask(node) for node in asked] == [reached(edges, node) for node in asked]


def test_deeper_than_any_stack() -> None:
    size = 50_000
    components = Components[int](lambda node: [(node + 1) % size], lambda node: int(node == size - 1))
    assert components.mask(0) == components.mask(size // 2) == 1
