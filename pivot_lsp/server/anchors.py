"""Where hot functions are in a document that changes: anchored by qualified name, moved by every edit.

A mark is in one of three states: `exact` (the body is the one that was there when the facts were read, moved or
not), `edited` (the function is there, its body differs) and gone, which is no mark. Invariant: only a text that
parses can make a mark go; half-typed code moves marks and never drops one.
"""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pivot_lsp.server.facts import Spot
from pivot_lsp.server.outline import Function, Outline
from pivot_lsp.server.text import Text

_DEF = re.compile(r"\bdef[ \t]+\Z")
_BEFORE = 40
"""Characters before a name in which its `def` is looked for."""

State = Literal["exact", "edited"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A spot as it was in the source that the facts were made from: the `nth` function of its qualified name."""

    spot: Spot
    nth: int
    body_hash: str | None
    """None: the function was not found in that source; its body cannot be compared."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A spot in the document, in offsets."""

    anchor: Anchor
    state: State
    start: int
    name_start: int
    name_end: int
    end: int
    body_hash: str
    wrapped: bool = False

    @property
    def spot(self) -> Spot:
        """The facts."""
        return self.anchor.spot


def _named(outline: Outline, qualname: str) -> list[Function]:
    return [function for function in outline.functions if function.qualname == qualname]


def remember(spots: Iterable[Spot], text: Text, outline: Outline) -> tuple[Anchor, ...]:
    """Anchors for `spots` in the source that they were measured or analysed in."""
    anchors = []
    for spot in spots:
        same = _named(outline, spot.function)
        lines = [text.line_of(function.name_start) + 1 for function in same]
        nth = lines.index(spot.line) if spot.line in lines else max(len(same) - 1, 0)
        anchors.append(Anchor(spot, nth, same[nth].body_hash if same else None))
    return tuple(anchors)


def place(anchors: Sequence[Anchor], outline: Outline, before: Sequence[Mark], text: Text) -> tuple[Mark, ...]:
    """Marks for `anchors` in `text`, whose outline is given; `before` are the marks moved by the edits since."""
    kept = {mark.anchor: mark for mark in before}
    names = {anchor.spot.function for anchor in anchors}
    claimed = {function.name_start for function in outline.functions if function.qualname in names}
    marks = []
    for anchor in anchors:
        same = _named(outline, anchor.spot.function)
        if same:
            found = same[min(anchor.nth, len(same) - 1)]
            state: State = "exact" if anchor.body_hash in (None, found.body_hash) else "edited"
            marks.append(
                Mark(
                    anchor,
                    state,
                    found.start,
                    found.name_start,
                    found.name_end,
                    found.end,
                    found.body_hash,
                    found.wrapped,
                )
            )
        elif not outline.whole and anchor in kept:
            marks.append(_held(kept[anchor], text, claimed))
    return tuple(marks)


def _held(mark: Mark, text: Text, claimed: Container[int]) -> Mark:
    """A mark in half-typed text that hides its function: where it was moved to, or at the nearest `def` of its name.

    An edit that takes a line out and puts it in elsewhere, or brings a whole new text, leaves the mark behind. A `def`
    that another hot function claims is passed over.
    """
    name = mark.spot.function.rpartition(".")[2]
    here = text.source[mark.name_start : mark.name_end] == name
    if here and _DEF.search(text.source, max(0, mark.name_start - _BEFORE), mark.name_start):
        return mark
    heads = [
        head for head in re.finditer(rf"\bdef[ \t]+({re.escape(name)})\b", text.source) if head.start(1) not in claimed
    ]
    if not heads:
        return mark
    head = min(heads, key=lambda found: abs(found.start(1) - mark.name_start))
    end = max(head.end(1), min(len(text.source), mark.end + head.start() - mark.start))
    return replace(mark, start=head.start(), name_start=head.start(1), name_end=head.end(1), end=end)


def carried(marks: Sequence[Mark], old: Text, new: Text) -> tuple[Mark, ...]:
    """Marks of `old` in a text that came whole, line for line: what is before and after the change stays beside it.

    A line is the same whatever ends it, so that other line ends move nothing.
    """
    rows, fresh = ([text.line(n) for n in range(len(text.starts))] for text in (old, new))
    least = min(len(rows), len(fresh))
    head = next((n for n in range(least) if rows[n] != fresh[n]), least)
    tail = next((n for n in range(least - head) if rows[-1 - n] != fresh[-1 - n]), least - head)

    def at(offset: int) -> int:
        line = old.line_of(offset)
        there = line if line < head else max(head, min(line, len(fresh) - tail - 1))
        if line >= len(rows) - tail:
            there = line + len(fresh) - len(rows)
        there = min(there, len(fresh) - 1)
        return new.starts[there] + min(offset - old.starts[line], len(fresh[there]))

    places = [(mark, [at(o) for o in (mark.start, mark.name_start, mark.name_end, mark.end)]) for mark in marks]
    return tuple(
        replace(mark, start=start, name_start=name, name_end=max(name, stop), end=max(name, stop, end))
        for mark, (start, name, stop, end) in places
    )


def moved(marks: Sequence[Mark], start: int, end: int, length: int) -> tuple[Mark, ...]:
    """Marks after [start, end) was replaced by `length` characters. What was inside collapses to its start.

    Text inserted right at a mark's start goes before it, right at the end of its name after the name.
    """

    def at(offset: int, *, sticks: bool) -> int:
        if offset < start or (offset == start and (sticks or end > start)):
            return offset
        return offset + length - (end - start) if offset >= end else start

    return tuple(
        replace(
            mark,
            start=at(mark.start, sticks=False),
            name_start=at(mark.name_start, sticks=False),
            name_end=max(at(mark.name_start, sticks=False), at(mark.name_end, sticks=True)),
            end=at(mark.end, sticks=True),
        )
        for mark in marks
    )
