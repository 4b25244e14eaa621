"""How large the arguments of calls are: what the certificate states as its domain, and which calls legacy will not
finish in time.

Invariant: a call is presumed slow only when it is at least as large, in every argument, as one that was measured to be
too slow; such calls are counted, never silently dropped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pivot_lsp.model.evidence import ArgumentDomain

Size = tuple[float, float]
"""(elements and characters in all, largest absolute int) of one argument."""

SPECIAL = {"nan": "NaN", "inf": "inf", "-inf": "-inf", "-0x0.0p+0": "-0.0"}


@dataclass
class Extent:
    """What has been seen inside one argument."""

    types: set[str] = field(default_factory=set)
    ints: tuple[int, int] | None = None
    floats: tuple[float, float] | None = None
    special: set[str] = field(default_factory=set)
    largest_size: int | None = None
    longest_text: int | None = None

    def report(self, name: str) -> ArgumentDomain:
        """As the certificate has it."""
        parts = [", ".join(sorted(self.types))]
        if self.ints is not None:
            parts.append(f"ints {self.ints[0]}..{self.ints[1]}")
        if self.floats is not None:
            parts.append(f"floats {self.floats[0]:.6g}..{self.floats[1]:.6g}")
        if self.special:
            parts.append(f"with {', '.join(sorted(self.special))}")
        if self.largest_size is not None:
            parts.append(f"up to {self.largest_size} elements")
        if self.longest_text is not None:
            parts.append(f"text up to {self.longest_text} characters")
        return ArgumentDomain(
            name=name,
            types=sorted(self.types),
            ints=self.ints,
            floats=self.floats,
            special=sorted(self.special),
            largest_size=self.largest_size,
            longest_text=self.longest_text,
            text="; ".join(parts),
        )

    def see(self, node: Any) -> None:
        """Takes one encoded value into account."""
        kind = type(node)
        if kind is dict:
            self._tagged(node, next(iter(node)))
        elif kind is list:
            self.types.add("list")
            self._sized(node)
        elif kind is int:
            self.types.add("int")
            self._int(node)
        elif kind is str:
            self.types.add("str")
            self.longest_text = max(self.longest_text or 0, len(node))
        else:
            self.types.add("None" if node is None else "bool")

    def _int(self, value: int) -> None:
        low, high = self.ints or (value, value)
        self.ints = (min(low, value), max(high, value))

    def _float(self, text: str) -> None:
        self.types.add("float")
        if text in SPECIAL:
            self.special.add(SPECIAL[text])
            return
        value = float.fromhex(text)
        low, high = self.floats or (value, value)
        self.floats = (min(low, value), max(high, value))

    def _sized(self, items: Sequence[Any]) -> None:
        self.largest_size = max(self.largest_size or 0, len(items))
        for item in items:
            self.see(item)

    def _tagged(self, node: dict[str, Any], tag: str) -> None:
        if tag == "$f":
            self._float(node[tag])
        elif tag == "$i":
            self.types.add("int")
            self._int(int(node[tag], 0))
        elif tag in _CONTAINERS:
            self.types.add(_CONTAINERS[tag])
            self._sized(node[tag])
        elif tag == "$d":
            self.types.add("dict")
            self.largest_size = max(self.largest_size or 0, len(node[tag]))
            for key, value in node[tag]:
                self.see(key)
                self.see(value)
        elif tag == "$c":
            self.types.add(node[tag].partition(":")[2])
            for _, value in node["v"]:
                self.see(value)
        elif tag == "$n":
            self.types.add(node[tag].partition(":")[2])
            for value in node["v"]:
                self.see(value)
        elif tag == "$def":
            self.see(node["v"])
        elif tag in _NAMED:
            self.types.add(_NAMED[tag])
        elif tag != "$ref":
            self.types.add(str(node[tag]).rpartition(":")[2])


_CONTAINERS = {"$t": "tuple", "$s": "set", "$z": "frozenset"}
_NAMED = {"$u": "str with surrogates", "$b": "bytes"}


@dataclass
class Domain:
    """The extents of all arguments, by position or name."""

    names: Sequence[str] = ()
    extents: dict[str, Extent] = field(default_factory=dict)

    def see(self, args: Sequence[Any], kwargs: dict[str, Any]) -> None:
        """Takes a judged call into account."""
        for name, value in self._named(args, kwargs):
            self.extents.setdefault(name, Extent()).see(value)

    def _named(self, args: Sequence[Any], kwargs: dict[str, Any]) -> Iterable[tuple[str, Any]]:
        for index, value in enumerate(args):
            yield self.names[index] if index < len(self.names) else f"argument {index}", value
        yield from kwargs.items()

    def report(self) -> list[ArgumentDomain]:
        """One entry an argument."""
        return [extent.report(name) for name, extent in self.extents.items()]


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
            if "$i" in item:
                largest = max(largest, float(min(abs(int(item["$i"], 0)), 10**300)))
            else:
                todo += item.values()
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

    def learn(self, args: Sequence[Any], kwargs: dict[str, Any]) -> None:
        """A call was too slow."""
        self._measured += 1
        sizes = [size_of(value) for value in (*args, *kwargs.values())]
        self._corners = [corner for corner in self._corners if not _covers(sizes, corner)] + [sizes]

    def presumes(self, args: Sequence[Any], kwargs: dict[str, Any]) -> bool:
        """Whether this call is at least as large in everything as a measured one."""
        if self._measured < self.ENOUGH:
            return False
        sizes = [size_of(value) for value in (*args, *kwargs.values())]
        return any(_covers(corner, sizes) for corner in self._corners)


def _covers(small: list[Size], large: list[Size]) -> bool:
    return len(small) == len(large) and all(a <= x and b <= y for (a, b), (x, y) in zip(small, large))
