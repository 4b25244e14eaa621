"""The complexity that a person is shown: radon's, of the hottest functions; the walk's, of thousands behind them.

Invariant: each row says whose number it has, and where the two differ that is told, never smoothed over.
"""

from collections.abc import Iterable

from pivot_lsp.model.hotspot import Hotspot
from pivot_lsp.source.asked import radon_complexity
from pivot_lsp.source.index import SourceFunction

SHOWN = 50
"""Functions that radon is asked about: more than a terminal lists, and than are candidates unless many are wanted."""


def counted(rows: Iterable[tuple[Hotspot, SourceFunction]]) -> tuple[list[Hotspot], list[str]]:
    """(the rows in their order with radon's complexity in the first of them, what is to be told of it)."""
    found: list[Hotspot] = []
    told: list[str] = []
    for row, function in rows:
        asked = radon_complexity(function) if len(found) < SHOWN else None
        if asked is not None and asked != row.complexity:
            place = f"{row.file}:{row.line}: {row.function}"
            told.append(
                f"{place}: radon counts a complexity of {asked}, which is shown, and the index {row.complexity}"
            )
        found.append(row if asked is None else row.model_copy(update={"complexity": asked, "complexity_by": "radon"}))
    return found, told
