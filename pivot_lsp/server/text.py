"""A document's text, and positions in it, in the client's units.

Offsets are code points from the start of the text. Lines end at \\n, \\r\\n or \\r and nowhere else (LSP 3.17, Text
Documents): `str.splitlines` also breaks at form feeds, which old Python files contain, and moves every line below
by one. Invariant: `offset(position(o)) == o` for every offset, in each of the three encodings; a position inside a
character, or past the end of its line, is clamped as the specification says.
"""

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

_BREAK = re.compile(r"\r\n|\r|\n")

WIDTHS: dict[str, Callable[[str], int]] = {
    "utf-8": lambda c: 1 if c < "\x80" else 2 if c < "\u0800" else 3 if c < "\U00010000" else 4,
    "utf-16": lambda c: 1 if c < "\U00010000" else 2,
    "utf-32": lambda c: 1,
}
"""position encoding -> code units of one character."""


@dataclass(frozen=True)
class Text:
    """An immutable text; edits make new ones."""

    source: str
    encoding: str = "utf-16"
    _width: Callable[[str], int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_width", WIDTHS[self.encoding])

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line starts."""
        if "\r" not in self.source:
            return list(accumulate((len(row) + 1 for row in self.source.split("\n")[:-1]), initial=0))
        return [0, *(found.end() for found in _BREAK.finditer(self.source))]

    def line_of(self, offset: int) -> int:
        """The 0-based line that holds `offset`."""
        return bisect.bisect_right(self.starts, offset) - 1

    def line(self, number: int) -> str:
        """Line `number` without what ends it."""
        start = self.starts[number]
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.source)
        return self.source[start:end].rstrip("\r\n")

    def written(self, number: int) -> tuple[int, int]:
        """What stands on line `number`, blanks around it left out."""
        row = self.line(number)
        start = self.starts[number] + len(row) - len(row.lstrip())
        return start, max(start, self.starts[number] + len(row.rstrip()))

    def offset(self, line: int, units: int) -> int:
        """The offset of a client's position."""
        if line >= len(self.starts):
            return len(self.source)
        text = self.line(line)
        start = self.starts[line]
        if text.isascii() or self.encoding == "utf-32":
            return start + min(units, len(text))
        for index, character in enumerate(text):
            units -= self._width(character)
            if units < 0:
                return start + index
        return start + len(text)

    def position(self, offset: int) -> tuple[int, int]:
        """The client's position (line, units) of an offset."""
        line = self.line_of(offset)
        before = self.source[self.starts[line] : offset]
        if before.isascii() or self.encoding == "utf-32":
            return line, len(before)
        return line, sum(map(self._width, before))

    def replaced(self, start: int, end: int, new: str) -> "Text":
        """This text with [start, end) replaced by `new`."""
        text = Text(self.source[:start] + new + self.source[end:], self.encoding)
        if "starts" in vars(self):
            vars(text)["starts"] = self._starts_in(text.source, start, end, len(new) - (end - start))
        return text

    def _starts_in(self, source: str, start: int, end: int, shift: int) -> list[int]:
        """The starts in `source`, which is this text after an edit: looked for around the edit, moved below it.

        A line earlier, since a \\r before the edit may be one with a \\n that now follows; up to the first line that
        starts after the edit, since what ends the line before that one is not of the edit, or its last character.
        """
        first = max(0, self.line_of(start) - 1)
        last = bisect.bisect_right(self.starts, end)
        stop = self.starts[last] + shift if last < len(self.starts) else len(source)
        found = [match.end() for match in _BREAK.finditer(source, self.starts[first], stop)]
        return [*self.starts[: first + 1], *found, *(at + shift for at in self.starts[last + 1 :])]
