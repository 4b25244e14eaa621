"""The outline of a document that changes: only what an edit touched is parsed again.

A text that parses falls into pieces: runs of whole lines, each with one statement of the module, or of the body of a
class of the module, or several that share a line. After edits the pieces that they touch are parsed alone, and the
others moved. Invariant: an outline that is `whole` is `outline` of the text. For the first statement of a piece has
the indentation of its block, where nothing but `else`, `elif`, `except`, `finally` and indented lines could belong to
the piece before, and those do not parse alone; and what would swallow lines of the piece behind (an open bracket,
string or line) does not parse alone either.

Where the pieces do not parse, the text hardly ever does; that is known for sure only when somebody asks for it, by
parsing all of it. Until then, and when it is so, functions of other pieces are where they were moved to, and of these
pieces tree-sitter tells. (Measured on 10,000 lines: a look at all 170 ms, twice that where it does not parse.)
"""

import ast
import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pivot_lsp.server.outline import Function, Outline, half_typed, parsed, unwrapped
from pivot_lsp.server.text import Text

BLOCK = "if 1:\n"
"""What makes statements of a class parse alone."""


@dataclass(frozen=True, slots=True)
class Piece:
    """[start, end) of the text, and its functions as if it stood alone."""

    start: int
    end: int
    functions: tuple[Function, ...]
    indent: str = ""
    """Of its block; none: it begins a statement of the module."""
    prefix: str = ""
    """Of the names in its block."""


class Outliner:
    """The outline of one document, now and after each edit."""

    def __init__(self) -> None:
        self._source = ""
        self._pieces: list[Piece] = []
        """Of the last text that parsed, which is `_source`."""
        self._last: tuple[str, Outline, bool] | None = None
        """The text asked for last, its outline, and whether that is sure."""

    def of(self, text: Text, *, sure: bool = False) -> Outline:
        """The outline of `text`. Unless `sure`, a text may be taken for half typed whose changed lines alone are."""
        if self._last is None or self._last[0] != text.source or (sure and not self._last[2]):
            self._last = (text.source, *self._made(text, sure))
        return self._last[1]

    @property
    def doubtful(self) -> bool:
        """Whether the last outline would be another one if it had to be sure."""
        return self._last is not None and not self._last[2]

    def _made(self, text: Text, sure: bool) -> tuple[Outline, bool]:
        if not self._pieces:
            return self._whole(text) or half_typed(text), True
        part = _Part.of(self._source, self._pieces, text)
        for wider in part.wider():
            if (pieces := wider.read()) is not None:
                return self._kept(text, pieces), True
        if sure and (outline := self._whole(text)) is not None:
            return outline, True
        return Outline(unwrapped(text, list(part.half_typed())), whole=False), sure

    def _whole(self, text: Text) -> Outline | None:
        read = parsed(text)
        return None if read is None else self._kept(text, _cut(text, *read))

    def _kept(self, text: Text, pieces: list[Piece]) -> Outline:
        self._source, self._pieces = text.source, pieces
        return Outline(unwrapped(text, list(_functions(pieces))), whole=True)


@dataclass(frozen=True, slots=True)
class _Part:
    """The pieces [first, behind) of an old text, which have changed, and the new text, all else of which only moved."""

    pieces: Sequence[Piece]
    first: int
    behind: int
    text: Text
    shift: int

    @classmethod
    def of(cls, old: str, pieces: Sequence[Piece], text: Text) -> "_Part":
        """The pieces that differ, and those that only border on the change: lines may have joined them."""
        new = text.source
        least = min(len(old), len(new))
        head = _longest(least, lambda size: old.startswith(new[:size]))
        tail = _longest(least - head, lambda size: old.endswith(new[len(new) - size :]))
        first = next((n for n, piece in enumerate(pieces) if piece.end >= head), len(pieces) - 1)
        behind = next((n for n, piece in enumerate(pieces) if piece.start > len(old) - tail), len(pieces))
        return cls(pieces, first, behind, text, len(new) - len(old))

    def wider(self) -> "Iterator[_Part]":
        """What may parse alone, the least first: statements of one class, then those of the module that hold them.

        With their neighbours, since a line that became a comment may leave its block to the statement before.
        """
        if self._of_class():
            yield self
            if (grown := self._grown())._of_class():
                yield grown
            yield self._of_module()
        else:
            yield (module := self._of_module())
            yield module._grown()._of_module()

    def _of_class(self) -> bool:
        """Whether all are statements of one class."""
        indents = {piece.indent for piece in self.pieces[self.first : self.behind]}
        return len(indents) == 1 and "" not in indents

    def _grown(self) -> "_Part":
        return replace(self, first=max(0, self.first - 1), behind=min(len(self.pieces), self.behind + 1))

    def _of_module(self) -> "_Part":
        first, behind = self.first, self.behind
        while self.pieces[first].indent:
            first -= 1
        while behind < len(self.pieces) and self.pieces[behind].indent:
            behind += 1
        return replace(self, first=first, behind=behind)

    def _lines(self) -> tuple[int, Text]:
        start = self.pieces[self.first].start
        return start, Text(self.text.source[start : self.pieces[self.behind - 1].end + self.shift], self.text.encoding)

    def _moved(self) -> list[Piece]:
        return [_placed(piece, self.shift) for piece in self.pieces[self.behind :]]

    def read(self) -> list[Piece] | None:
        """All pieces of the new text; None when these do not parse alone."""
        start, lines = self._lines()
        block = self.pieces[self.first]
        if not block.indent:
            read = parsed(lines)
            cut = None if read is None else _cut(lines, *read)
        else:
            cut = _cut_block(lines, block)
        if cut is None:
            return None
        return [*self.pieces[: self.first], *(_placed(piece, start) for piece in cut), *self._moved()]

    def half_typed(self) -> Iterator[Function]:
        """The functions that can be told: of these lines by tree-sitter, the others where they were moved to."""
        module = self._of_module()
        start, lines = module._lines()
        yield from _functions(self.pieces[: module.first])
        yield from (_shifted(function, start) for function in half_typed(lines).functions)
        yield from _functions(module._moved())


def _functions(pieces: Sequence[Piece]) -> Iterator[Function]:
    return (_shifted(function, piece.start) for piece in pieces for function in piece.functions)


def _cut(text: Text, tree: ast.Module, functions: list[Function]) -> list[Piece]:
    """The pieces of a text that parses; together they are all of it."""
    heads = [Piece(0, 0, ())]
    last = 0
    for statement in tree.body:
        line = _first_line(statement)
        own = not last or _apart(text, line, last)
        if own and last:
            heads.append(Piece(text.starts[line - 1], 0, ()))
        last = max(last, statement.end_lineno or line)
        if own and isinstance(statement, ast.ClassDef):
            heads += _heads(text, statement.body, statement.lineno, f"{statement.name}.")
    return _filled(text, heads, functions)


def _cut_block(lines: Text, block: Piece) -> list[Piece] | None:
    """The pieces of statements of a class; None where they are not just that."""
    text = Text(BLOCK + lines.source, lines.encoding)
    if (read := parsed(text)) is None:
        return None
    tree, functions = read
    match tree.body:
        case [ast.If(body=[first, *_] as body, orelse=[])]:
            line = _first_line(first) - 1
            if text.source[text.starts[line] : text.starts[line] + first.col_offset] != block.indent:
                return None
            heads = _heads(text, body, 1, block.prefix)
            if not heads:
                return None
            named = [_shifted(function, -len(BLOCK), block.prefix) for function in functions]
            begin = Piece(len(BLOCK), 0, (), block.indent, block.prefix)
            placed = [_placed(piece, -len(BLOCK)) for piece in (begin, *heads[1:])]
            return _filled(lines, placed, named)
        case _:
            return None


def _heads(text: Text, body: list[ast.stmt], last: int, prefix: str) -> list[Piece]:
    """Where pieces of a class's body begin, whose header ends on line `last` or later."""
    heads = []
    for statement in body:
        line = _first_line(statement)
        start = text.starts[line - 1]
        indent = text.source[start : start + statement.col_offset]
        if _apart(text, line, last) and not indent.strip():
            heads.append(Piece(start, 0, (), indent, prefix))
        last = max(last, statement.end_lineno or line)
    return heads


def _first_line(statement: ast.stmt) -> int:
    return min((node.lineno for node in getattr(statement, "decorator_list", ())), default=statement.lineno)


def _apart(text: Text, line: int, last: int) -> bool:
    """Whether a statement on `line` begins its own lines: none ends there, and none goes on by a backslash."""
    return line > last and not text.line(line - 2).endswith("\\")


def _filled(text: Text, heads: Sequence[Piece], functions: list[Function]) -> list[Piece]:
    """The pieces that begin so, with their ends and functions."""
    starts = [head.start for head in heads]
    inside: list[list[Function]] = [[] for _ in heads]
    for function in functions:
        number = bisect.bisect_right(starts, function.start) - 1
        inside[number].append(_shifted(function, -starts[number]))
    ends = [*starts[1:], len(text.source)]
    return [
        Piece(head.start, end, tuple(found), head.indent, head.prefix) for head, end, found in zip(heads, ends, inside)
    ]


def _placed(piece: Piece, shift: int) -> Piece:
    return Piece(piece.start + shift, piece.end + shift, piece.functions, piece.indent, piece.prefix)


def _shifted(function: Function, shift: int, prefix: str = "") -> Function:
    f = function
    places = f.start + shift, f.name_start + shift, f.name_end + shift, f.end + shift
    return Function(prefix + f.qualname, *places, f.body_hash, f.wrapped)


def _longest(most: int, fits: Callable[[int], bool]) -> int:
    """The largest size up to `most` that fits, where every smaller one fits too."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if fits(middle) else (least, middle - 1)
    return least
