"""The compiler's verdict about functions that analysis found hot, as a value that analysis can show."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from pivot_lsp.app.port import caches
from pivot_lsp.model.errors import PivotError
from pivot_lsp.model.hotspot import Portability
from pivot_lsp.model.target import project_root

SHOWN = 3
"""Reasons given; `pivot port --check` lists all."""


def portability(path: Path) -> Callable[[str, str], Portability | None]:
    """(file relative to the root, qualname) -> the verdict; None when it could not be reached."""
    root = project_root(path.resolve())

    @cache
    def verdict(file: str, qualname: str) -> Portability | None:
        from pivot_lsp.model.target import parse_target
        from pivot_lsp.port.compile import compile_unit

        try:
            target = parse_target(f"{root / file}::{qualname}", root)
            checked = compile_unit(target.model_copy(update={"root": root}), caches(root) / "mypy")
        except PivotError:
            return None
        found = [f"{r.file or file}:{r.line}: {r.code} {r.message}" for r in checked.reasons]
        return Portability(portable=checked.unit is not None, reasons=found[:SHOWN])

    return verdict
