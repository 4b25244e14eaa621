"""An analysis in the formats that other tools read: a row each, chosen by the end of the file's name.

Invariant: an export says nothing that the analysis does not; names are a stranger's text and are escaped as the format
asks. Files are written whole or not at all.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pivot_lsp.cli.exports import csv_table, flame, markdown, sarif, speedscope
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.facts import Profile
from pivot_lsp.model.hotspot import Analysis


@dataclass(frozen=True)
class Export:
    """One format: the ends of names that choose it, and who writes it."""

    suffixes: tuple[str, ...]
    what: str
    write: Callable[[Analysis, Sequence[Profile]], str]


EXPORTS: tuple[Export, ...] = (
    Export((".sarif", ".sarif.json"), "SARIF 2.1.0, for code scanning", sarif.write),
    Export((".speedscope.json",), "speedscope", speedscope.write),
    Export((".md",), "Markdown", markdown.write),
    Export((".csv",), "CSV, a row a function", csv_table.write),
    Export((".html", ".htm"), "a flame graph in one HTML file", flame.write),
)


def export_for(path: Path) -> Export:
    """The format that the name asks for. Raises UsageError PV012."""
    for export in EXPORTS:
        if path.name.lower().endswith(export.suffixes):
            return export
    known = ", ".join(f"{export.suffixes[0]} ({export.what})" for export in EXPORTS)
    raise UsageError("PV012", "no export is known for this name", file=path, remedy=f"end it in {known}")


def export(path: Path, analysis: Analysis, profiles: Sequence[Profile]) -> None:
    """Writes one file."""
    text = export_for(path).write(analysis, profiles)
    partial = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        partial.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
        partial.replace(path)
    except OSError as error:
        raise UsageError("PV013", f"cannot be written: {error.strerror}", file=path) from None
