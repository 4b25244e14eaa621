"""The compiler's verdict about functions that analysis found hot, as a value that analysis can show."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pivot_lsp.app.port import caches
from pivot_lsp.model.errors import PivotError
from pivot_lsp.model.hotspot import Portability
from pivot_lsp.model.target import parse_target, project_root

if TYPE_CHECKING:
    from pivot_lsp.port.frontend.asked import Asked

SHOWN = 3
"""Reasons given; `pivot port --check` lists all."""


def portability(path: Path) -> Callable[[str, str], Portability | None]:
    """(file relative to the root, qualname) -> the verdict; None when it could not be reached."""
    root = project_root(path.resolve())

    @cache
    def asked() -> "Asked":
        from pivot_lsp.port.frontend.asked import Asked  # not above: mypy comes with it, meanwhile profiles are read

        return Asked(root, caches(root) / "mypy")

    @cache
    def verdict(file: str, qualname: str) -> Portability | None:
        from pivot_lsp.port.compile import check_unit  # not above, for the same reason

        try:
            target = parse_target(f"{root / file}::{qualname}", root)
            checked = check_unit(target.model_copy(update={"root": root}), asked())
        except PivotError:
            return None
        found = [f"{r.file or file}:{r.line}: {r.code} {r.message}" for r in checked.reasons]
        return Portability(portable=checked.unit is not None, reasons=found[:SHOWN])

    return verdict
