"""Trees of functions that were indexed without them, parsed again when somebody asks: a kilobyte a line is not kept.

Invariant: a tree is of the very bytes that were indexed, wraps seen through alike, or it is refused.
"""

import ast
import hashlib
from functools import lru_cache
from pathlib import Path

from pivot_lsp.source.parse import Unparsable, parse, read
from pivot_lsp.source.wrapped import see_through

KEPT = 16
"""Files whose trees are kept at a time."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def tree_of(file: Path, sha256: str | None, line: int, name: str) -> Function:
    """The `def` of `name` at `line`. Raises LookupError when the file is not the one that was indexed."""
    found = _functions(file, sha256).get((line, name))
    if found is None:
        raise LookupError(f"{file}: {name} is no longer at line {line}")
    return found


def sha256_of(source: bytes) -> str:
    """What `SourceFunction.source_sha256` holds of a file's bytes."""
    return hashlib.sha256(source).hexdigest()


@lru_cache(maxsize=KEPT)
def _functions(file: Path, sha256: str | None) -> dict[tuple[int, str], Function]:
    try:
        source, _ = read(file)
        if sha256_of(source) != sha256:
            raise LookupError(f"{file}: changed while it was being read")
        tree = see_through(parse(source))
    except Unparsable as error:
        raise LookupError(f"{file}: {error.message}") from None
    return {(node.lineno, node.name): node for node in ast.walk(tree) if isinstance(node, Function)}
