"""What is reached from each node of a graph, as bits: each cycle is answered once, each edge followed once.

Tarjan's strongly connected components (SIAM J. Comput. 1972), without recursion: a call graph is deeper than a stack.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)


class Components(Generic[Node]):
    """`mask(node)` is the union of `own` over everything that `below` leads to from `node`, itself included."""

    def __init__(self, below: Callable[[Node], Iterable[Node]], own: Callable[[Node], int]) -> None:
        self._below = below
        self._own = own
        self._masks: dict[Node, int] = {}

    def mask(self, node: Node) -> int:
        """The bits; what was asked before costs nothing."""
        if node not in self._masks:
            self._search(node)
        return self._masks[node]

    def _search(self, start: Node) -> None:
        order = {start: 0}
        lowest = {start: 0}
        gathered = {start: self._own(start)}
        path: list[tuple[Node, Iterator[Node]]] = [(start, iter(self._below(start)))]
        open_: list[Node] = [start]
        while path:
            node, rest = path[-1]
            for child in rest:
                if child in self._masks:
                    gathered[node] |= self._masks[child]
                elif child in order:
                    lowest[node] = min(lowest[node], order[child])
                else:
                    order[child] = lowest[child] = len(order)
                    gathered[child] = self._own(child)
                    open_.append(child)
                    path.append((child, iter(self._below(child))))
                    break
            else:
                path.pop()
                self._close(node, order, lowest, gathered, open_)
                if path:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
                    gathered[above] |= gathered[node]

    def _close(
        self, node: Node, order: dict[Node, int], lowest: dict[Node, int], gathered: dict[Node, int], open_: list[Node]
    ) -> None:
        """When `node` is the first of its component that was met, the component is whole."""
        if lowest[node] != order[node]:
            return
        # Every other member is below it on the path's tree, so its bits have been handed up to it.
        mask = gathered[node]
        while True:
            member = open_.pop()
            self._masks[member] = mask
            if member == node:
                return
