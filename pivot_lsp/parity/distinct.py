"""Which calls have been met: a table of 64-bit keys, at most 32 bytes each, where a set of ints takes more than twice
that.

Invariant: `add` says True once for each key. Two calls share a key with a chance of 1 in 2**64 for a pair.
"""

from array import array
from collections.abc import Iterable

FIRST = 1 << 12
LARGEST_AT_FIRST = 1 << 24


class Distinct:
    """Open addressing with linear probing, doubled when half full. Zero marks a free place; the key 0 stands as 1."""

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 * FIRST))
        self._mask = FIRST - 1
        self._count = 0

    def expect(self, count: int) -> None:
        """Makes room for `count` keys at once, so that memory does not grow while they come."""
        size = min(1 << max(2 * count, 1).bit_length(), LARGEST_AT_FIRST)
        if size > len(self._table):
            self._resize(size)

    def __len__(self) -> int:
        return self._count

    def add(self, key: int) -> bool:
        """Whether the key (0 to 2**64 - 1) is new."""
        return self.add_all((key,))[0]

    def add_all(self, keys: Iterable[int]) -> list[bool]:
        """As `add`, of each in turn."""
        found = []
        table, mask = self._table, self._mask
        for key in keys:
            key = key or 1
            place = key & mask
            while (held := table[place]) and held != key:
                place = place + 1 & mask
            found.append(not held)
            if not held:
                table[place] = key
                self._count += 1
                if self._count * 2 > mask:
                    self._resize(2 * len(table))
                    table, mask = self._table, self._mask
        return found

    def _resize(self, size: int) -> None:
        old = self._table
        mask = self._mask = size - 1
        table = self._table = array("Q", [0]) * size
        for key in old:
            if key:
                place = key & mask
                while table[place]:
                    place = place + 1 & mask
                table[place] = key
