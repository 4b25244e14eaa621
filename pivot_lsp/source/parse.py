"""Python source into an ast without dying of it: any encoding, any nesting, any garbage.

Invariant: `parse` returns a tree or raises `Unparsable` with the place; no file can end the process or recurse it away.
Bytes are given to `ast.parse`, which knows BOMs and coding cookies; what it cannot do with them is the file's fault.
"""

import ast
import os
import warnings
from pathlib import Path
from stat import S_ISREG

LARGEST = 8 << 20
"""Bytes; no source that people wrote is larger."""


class Unparsable(Exception):
    """Why a source file has no tree: one line, with the line of the file when it is known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def read(path: Path) -> tuple[bytes, os.stat_result]:
    """The file's bytes, and what the system says of the file, its time above all.

    Raises Unparsable when it cannot be read or is over `LARGEST`.
    """
    try:
        # The time is taken before the bytes: an edit in between shows as newer than it is, never as older.
        stat = path.stat()
        if not S_ISREG(stat.st_mode):
            raise Unparsable("not a regular file")
        if stat.st_size > LARGEST:
            raise Unparsable(f"over {LARGEST} bytes")
        return path.read_bytes(), stat
    except OSError as error:
        raise Unparsable(f"cannot be read: {error.strerror or error}") from None


def parse(source: bytes) -> ast.Module:
    """The tree. Raises Unparsable."""
    try:
        with warnings.catch_warnings():
            # An invalid escape in the user's file is not ours to report.
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except SyntaxError as error:
        raise Unparsable(f"syntax error: {error.msg}", error.lineno) from None
    except (RecursionError, MemoryError):
        raise Unparsable("nested too deep to be parsed") from None
    except (ValueError, UnicodeError, LookupError) as error:
        raise Unparsable(str(error).splitlines()[0] if str(error) else type(error).__name__) from None
