"""CSV (RFC 4180): a row a function, its candidate's columns behind, empty where it is none or nothing is known."""

import csv
import io
from collections.abc import Sequence

from pivot_lsp.cli.exports.columns import CANDIDATES, HOTSPOTS, Cell, candidates_of
from pivot_lsp.model.facts import Profile
from pivot_lsp.model.hotspot import Analysis

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run a cell for; such a text is quoted with an apostrophe."""


def write(analysis: Analysis, profiles: Sequence[Profile]) -> str:
    """The table with its header line."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([*HOTSPOTS, *CANDIDATES])
    judged = candidates_of(analysis)
    for row in analysis.hotspots:
        candidate = judged.get((row.file, row.function, row.line))
        cells = [cell(row) for cell in HOTSPOTS.values()]
        cells += [None if candidate is None else value(candidate) for value in CANDIDATES.values()]
        table.writerow([_safe(item) for item in cells])
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
