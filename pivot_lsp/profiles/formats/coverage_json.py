"""`coverage json`: {"meta": {"version"}, "files": {path: {"executed_lines", "missing_lines"}}}, formats 2 and 3."""

import json
from typing import Any, NoReturn

from pivot_lsp.model.facts import Coverage, CoveredFile
from pivot_lsp.profiles.formats.given import Source, line_number
from pivot_lsp.profiles.malformed import Malformed


def read(source: Source) -> Coverage:
    """Reads a coverage JSON report. Raises Malformed with the byte or the file entry that is wrong."""
    document = _parse(source)
    files = document.get("files") if isinstance(document, dict) else None
    if not isinstance(files, dict) or not isinstance(document.get("meta"), dict):
        raise Malformed(0, "JSON, but not a coverage report: it has no `meta` and `files`", code="PV102")
    covered = [_file(name, entry) for name, entry in files.items()]
    return Coverage(
        format="coverage-json", path=str(source.path), sha256=source.sha256, taken_at=source.modified, files=covered
    )


def _parse(source: Source) -> Any:
    text = source.text()
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise Malformed(len(text[: error.pos].encode()), f"JSON: {error.msg}", line=error.lineno) from None
    except RecursionError:
        raise Malformed(None, "JSON nested too deep") from None
    except ValueError as error:
        raise Malformed(None, f"JSON: {error}") from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


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
