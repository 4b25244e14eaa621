"""radon's own answer about the functions that a person is shown, through its AST entry point.

The walk counts every function while it indexes (`complexity.py`), which is what thousands are ranked by; for those that
are shown radon has the last word. Invariant: a function gets radon's number of the very text that was indexed, or none:
where radon fails (2,500 `elif`s recurse it away, `except*` it does not see) the walk's count stands, and says so.
"""

import ast
import tokenize
from pathlib import Path

from pivot_lsp.source.index import SourceFunction
from pivot_lsp.source.parse import Unparsable, parse, read
from pivot_lsp.source.trees import Function, sha256_of

UNSEEN = (ast.TryStar,)
"""Nodes with branches that radon passes over."""


def radon_complexity(function: SourceFunction) -> int | None:
    """Cyclomatic complexity as radon counts it; None where it cannot be asked or does not see every branch."""
    from radon.complexity import cc_visit_ast  # not above: no file waits to be read meanwhile

    try:
        node = _alone(function) or function.node
        if any(isinstance(inner, UNSEEN) for inner in ast.walk(node)):
            return None
        counts = {block.lineno: block.complexity for block in cc_visit_ast(node)}
    except (LookupError, RecursionError):
        return None
    found = counts.get(node.lineno)
    return found if type(found) is int else None


def _alone(function: SourceFunction) -> Function | None:
    """The function's tree from its own lines, which costs a hundredth of its file's; None where they alone do not do.

    Raises LookupError when the file is not the one that was indexed.
    """
    try:
        lines = _lines(function.file, function.source_sha256)
        text = b"\n".join(lines[function.first_line - 1 : function.end_line])
        inside = text[:1].isspace()
        tree = parse(COOKIE % _encoding(lines) + (b"if 1:\n" if inside else b"") + text)
    except (Unparsable, SyntaxError):
        return None
    [block] = tree.body if len(tree.body) == 1 else [None]
    found = block.body[0] if isinstance(block, ast.If) and inside and len(block.body) == 1 else block
    return found if isinstance(found, Function) and found.name.endswith(function.name) else None


COOKIE = b"# coding: %s\n"


def _lines(file: Path, sha256: str | None) -> list[bytes]:
    """The lines of a file as Python counts them."""
    try:
        source, _ = read(file)
    except Unparsable as error:
        raise LookupError(f"{file}: {error.message}") from None
    if sha256_of(source) != sha256:
        raise LookupError(f"{file}: changed while it was being read")
    return source.splitlines()


def _encoding(lines: list[bytes]) -> bytes:
    encoding, _ = tokenize.detect_encoding(iter([line + b"\n" for line in lines[:2]] or [b""]).__next__)
    return encoding.removesuffix("-sig").encode()
