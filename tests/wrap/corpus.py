"""Functions of the standard library: sources that nobody wrote for these tests."""

import ast
import sysconfig
from collections.abc import Iterator
from pathlib import Path

STDLIB = Path(sysconfig.get_paths()["stdlib"])
FILES = (
    "textwrap.py", "colorsys.py", "bisect.py", "heapq.py", "shlex.py", "fnmatch.py", "posixpath.py", "calendar.py",
    "copy.py", "functools.py", "contextlib.py", "gettext.py", "string.py", "tokenize.py", "base64.py", "cmd.py",
    "csv.py", "filecmp.py", "glob.py", "operator.py", "queue.py", "reprlib.py", "timeit.py", "weakref.py",
)  # fmt: skip


def read(name: str) -> str:
    """The source, its line endings as they are."""
    return (STDLIB / name).read_bytes().decode("utf-8")


def functions(source: str) -> Iterator[str]:
    """Qualified names of module functions and of methods of module classes, also those that cannot be wrapped."""
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield statement.name
        elif isinstance(statement, ast.ClassDef):
            for inner in statement.body:
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{statement.name}.{inner.name}"
