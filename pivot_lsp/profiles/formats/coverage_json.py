"""`coverage json`: {"meta": {"version"}, "files": {path: {"executed_lines", "missing_lines"}}}, formats 2 and 3."""

from typing import Any

from pivot_lsp.model.facts import Coverage, CoveredFile
from pivot_lsp.profiles.formats.given import Source, line_number
from pivot_lsp.profiles.malformed import Malformed


def read(source: Source, document: dict[str, Any]) -> Coverage:
    """Reads a parsed coverage report. Raises Malformed with the file entry that is wrong."""
    files = document.get("files")
    if not isinstance(files, dict) or not isinstance(document.get("meta"), dict):
        raise Malformed(0, "JSON, but not a coverage report: it has no `meta` and `files`", code="PV102")
    covered = [_file(name, entry) for name, entry in files.items()]
    return Coverage(
        format="coverage-json", path=str(source.path), sha256=source.sha256, taken_at=source.modified, files=covered
    )


def _file(name: str, entry: Any) -> CoveredFile:
    if not isinstance(entry, dict):
        raise Malformed(None, f"the entry of {name!r:.80} is no object")
    return CoveredFile(
        file=name, executed=_lines(name, entry, "executed_lines"), missing=_lines(name, entry, "missing_lines")
    )


def _lines(name: str, entry: dict[str, Any], field: str) -> list[int]:
    lines = entry.get(field)
    if not isinstance(lines, list):
        raise Malformed(None, f"the entry of {name!r:.80} has no list `{field}`")
    return sorted({line_number(line) for line in lines})
