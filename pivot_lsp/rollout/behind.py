"""Which functions stand behind a flag, and whether their vessels' certificates hold: read from the sources.

Invariant: nothing of the project is imported or run."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pivot_lsp.model.errors import PivotError
from pivot_lsp.model.rollout import WrappedFunction
from pivot_lsp.parity.certificate import verify
from pivot_lsp.runtime.dispatch import vessel_folder
from pivot_lsp.source.index import python_files
from pivot_lsp.source.parse import Unparsable, parse, read
from pivot_lsp.source.wrapped import DISPATCH, dispatch, statements


@dataclass(frozen=True)
class Behind:
    """A wrapped function: its file, qualified name, flag, and its vessel as the code names it."""

    file: Path
    qualname: str
    flag: str
    vessel: str


def _scopes(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, ast.stmt]]:
    for statement in statements(body):
        yield prefix, statement
        if isinstance(statement, ast.ClassDef):
            yield from _scopes(statement.body, f"{prefix}{statement.name}.")


def _literal(call: ast.Call, name: str) -> str | None:
    for keyword in call.keywords:
        if keyword.arg == name and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str):
            return keyword.value.value
    return None


def in_file(path: Path) -> Iterator[Behind]:
    """The wrapped functions of one file; a file that cannot be read has none."""
    try:
        source, _ = read(path)
        if DISPATCH.encode() not in source:
            return
        tree = parse(source)
    except Unparsable:
        return
    for prefix, statement in _scopes(tree.body):
        found = dispatch(statement)
        if found is not None:
            flag, vessel = _literal(found.call, "flag"), _literal(found.call, "vessel")
            if flag is not None and vessel is not None:
                yield Behind(path, prefix + found.name, flag, vessel)


def behind(root: Path) -> list[Behind]:
    """Every wrapped function of a project."""
    return [found for path in python_files(root) for found in in_file(path)]


def checked(found: Behind, root: Path) -> WrappedFunction:
    """One wrapped function with what its vessel's certificate is worth now."""
    folder = vessel_folder(found.vessel, str(found.file))
    file = str(found.file.relative_to(root)) if found.file.is_relative_to(root) else str(found.file)
    try:
        verification = verify(folder, found.qualname, root, (found.file, found.qualname))
    except PivotError as error:
        return WrappedFunction(
            file=file, function=found.qualname, vessel=str(folder), certificate="none", reasons=[str(error)]
        )
    return WrappedFunction(
        file=file,
        function=found.qualname,
        vessel=str(folder),
        certificate=verification.status,
        level=verification.level,
        reasons=verification.reasons,
    )
