"""Places and edits in a text whose line endings stay as they are.

Lines end at LF, CR LF or CR, as in the LSP and for CPython's tokenizer (a form feed or U+2028 ends none); columns
count code points. Invariant: `apply` changes nothing outside the edits.
"""

import re
from collections.abc import Iterable

from pivot_lsp.model.wrap import TextEdit

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


def split_lines(text: str) -> list[str]:
    """The lines with their ends."""
    return _LINE.findall(text)


def body(line: str) -> str:
    """A line without its end."""
    return line.rstrip("\r\n")


def newline(lines: list[str]) -> str:
    """How the text ends its lines: as its first one does, LF when it has only one without end."""
    for line in lines[:1]:
        return line[len(body(line)) :] or "\n"
    return "\n"


def insert(line: int, column: int, text: str) -> TextEdit:
    """An insertion."""
    return TextEdit(start_line=line, start_column=column, end_line=line, end_column=column, new_text=text)


def replace(line: int, column: int, length: int, text: str) -> TextEdit:
    """Replaces so many code points of a line."""
    return TextEdit(start_line=line, start_column=column, end_line=line, end_column=column + length, new_text=text)


def delete(start_line: int, start_column: int, end_line: int, end_column: int) -> TextEdit:
    """A deletion."""
    return TextEdit(
        start_line=start_line, start_column=start_column, end_line=end_line, end_column=end_column, new_text=""
    )


def apply(text: str, edits: Iterable[TextEdit]) -> str:
    """The text with the edits, whose places are in the original text and do not overlap."""
    lines = split_lines(text)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    parts: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start_line, edit.start_column)):
        start, end = starts[edit.start_line] + edit.start_column, starts[edit.end_line] + edit.end_column
        if start < done or end < start:
            raise ValueError(f"edits overlap at line {edit.start_line}")
        parts += [text[done:start], edit.new_text]
        done = end
    return "".join([*parts, text[done:]])
