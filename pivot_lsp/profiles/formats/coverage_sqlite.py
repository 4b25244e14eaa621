"""`.coverage` files: SQLite, read by coverage's own API, but only after the file was seen to be what it says.

coverage writes its tables into a foreign SQLite file that it is asked to read, and a view in place of a table can run
for ever. So the file is opened read-only and immutable first, its tables are checked to be plain tables, and coverage
gets a copy: the file itself stays byte-identical. Schema: coverage's `sqldata.py`, versions 7.
"""

import sqlite3
from typing import TYPE_CHECKING
from urllib.parse import quote

from pivot_lsp.model.facts import Coverage, CoveredFile, changed
from pivot_lsp.profiles.formats.given import LARGEST_LINE, Source
from pivot_lsp.profiles.malformed import Malformed

if TYPE_CHECKING:
    import coverage

TABLES = {"coverage_schema", "meta", "file", "context", "line_bits", "arc"}
SCHEMA = 7
MOST_LINES = 2_000_000


def read(source: Source) -> Coverage:
    """Reads a .coverage file. Raises Malformed PV106 for another database, PV103 for a damaged one."""
    copy = source.scratch / "coverage.copy"
    copy.write_bytes(source.data)
    try:
        _check(source, f"file:{quote(str(copy))}?mode=ro&immutable=1")
    except sqlite3.Error as error:
        raise Malformed(None, f"SQLite says: {error}") from None
    return _read_copy(source, str(copy))


def _check(source: Source, uri: str) -> None:
    connection = sqlite3.connect(uri, uri=True)
    try:
        connection.execute("pragma trusted_schema=off")
        kinds = {
            name: (kind, sql or "")
            for kind, name, sql in connection.execute("select type, name, sql from sqlite_schema limit 1000")
        }
        odd = [name for name, row in kinds.items() if not all(isinstance(part, str) for part in (name, *row))]
        if odd:
            raise Malformed(None, f"not coverage's database: {odd[0]!r:.60} is not described by text", code="PV106")
        missing = sorted(TABLES - kinds.keys())
        if missing:
            raise Malformed(None, f"not coverage's database: table {missing[0]} is missing", code="PV106")
        for name, (kind, sql) in kinds.items():
            if kind not in ("table", "index") or "virtual" in sql.lower() or "generated" in sql.lower():
                raise Malformed(None, f"not coverage's database: {name!r:.60} is a {kind}", code="PV106")
        versions = [row[0] for row in connection.execute("select version from coverage_schema limit 2")]
        if versions != [SCHEMA]:
            raise Malformed(None, f"coverage schema {versions!r:.60}, known is {SCHEMA}", code="PV106")
        for (problem,) in connection.execute("pragma quick_check(1)"):
            if problem != "ok":
                raise Malformed(None, f"SQLite says: {str(problem).splitlines()[-1]:.120}")
    finally:
        connection.close()


def _read_copy(source: Source, copy: str) -> Coverage:
    # not above: this reader's file is imported for every profile, to tell its format
    import coverage
    from coverage.exceptions import CoverageException

    try:
        data = coverage.CoverageData(basename=copy)
        data.read()
        branches = data.has_arcs()
        told = any(data.measured_contexts())
        files = [_file(data, name, branches, told) for name in sorted(data.measured_files())]
        data.close()
    except (CoverageException, sqlite3.Error, ValueError, TypeError, IndexError, AttributeError) as error:
        first = (str(error).splitlines() or [""])[0].replace(copy, source.path.name)
        raise Malformed(None, f"coverage says: {first:.160}") from None
    warnings = [] if files else ["the coverage file measured no file"]
    if sum(len(lines) for file in files for lines in file.contexts.values()) > MOST_LINES:
        files = [changed(file, contexts={}) for file in files]
        warnings.append("contexts left out: they name over two million lines")
    return Coverage(
        format="coverage",
        path=str(source.path),
        sha256=source.sha256,
        taken_at=source.modified,
        files=files,
        warnings=warnings,
    )


def _file(data: "coverage.CoverageData", name: object, branches: bool, told: bool) -> CoveredFile:
    if not isinstance(name, str):
        raise ValueError(f"a file name that is no text: {name!r:.40}")
    executed = sorted({line for line in data.lines(name) or () if type(line) is int and 0 < line <= LARGEST_LINE})
    entered = None
    if branches:
        starts = {-a for a, _ in data.arcs(name) or () if type(a) is int and -LARGEST_LINE <= a < 0}
        entered = sorted(starts)
    return CoveredFile(file=name, executed=executed, entered=entered, contexts=_contexts(data, name) if told else {})


def _contexts(data: "coverage.CoverageData", name: str) -> dict[str, list[int]]:
    """Lines by context; what ran outside of all contexts (imports) is left out."""
    found: dict[str, list[int]] = {}
    for line, contexts in sorted(data.contexts_by_lineno(name).items()):
        for context in contexts:
            if isinstance(context, str) and context and 0 < line <= LARGEST_LINE:
                found.setdefault(context, []).append(line)
    return found
