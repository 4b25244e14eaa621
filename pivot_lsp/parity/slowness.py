"""How large the arguments of calls are, and which calls legacy will not finish in time for that.

Invariant: a call is presumed slow only when it is at least as large, in every argument, as one that was measured to be
too slow; such calls are counted, never silently dropped.
"""

from collections.abc import Sequence
from typing import Any

Size = tuple[float, float]
"""(elements and characters in all, largest absolute int) of one argument."""


def size_of(node: Any) -> Size:
    """Elements and characters in all, and the largest absolute int."""
    count, largest, todo = 0.0, 0.0, [node]
    while todo:
        item = todo.pop()
        kind = type(item)
        if kind is list:
            count += len(item)
            todo += item
        elif kind is dict:
            tag = next(iter(item))
            if tag == "$i":
                largest = max(largest, float(min(abs(int(item[tag], 0)), 10**300)))
            elif tag == "$c":
                todo += [value for _, value in item["v"]]
            elif tag != "$f":
                todo.append(item.get("v", item[tag]))
        elif kind is int:
            largest = max(largest, float(abs(item)))
        elif kind is str:
            count += len(item)
    return count, largest


class TooSlow:
    """Remembers calls that were too slow, and foresees others."""

    ENOUGH = 5
    """Calls measured to be too slow before any is presumed to be."""

    def __init__(self) -> None:
        self._measured = 0
        self._corners: list[list[Size]] = []

    def __bool__(self) -> bool:
        """Whether any call can be presumed slow."""
        return self._measured >= self.ENOUGH

    def learn(self, args: Sequence[Any], kwargs: dict[str, Any]) -> None:
        """A call was too slow."""
        self._measured += 1
        sizes = [size_of(value) for value in (*args, *kwargs.values())]
        self._corners = [corner for corner in self._corners if not _covers(sizes, corner)] + [sizes]

    def presumes(self, args: Sequence[Any], kwargs: dict[str, Any]) -> bool:
        """Whether this call is at least as large in everything as a measured one."""
        if not self:
            return False
        sizes = [size_of(value) for value in (*args, *kwargs.values())]
        return any(_covers(corner, sizes) for corner in self._corners)


def _covers(small: list[Size], large: list[Size]) -> bool:
    return len(small) == len(large) and all(a <= x and b <= y for (a, b), (x, y) in zip(small, large))
