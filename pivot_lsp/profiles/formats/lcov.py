"""LCOV tracefiles: SF (file), DA (line, hits), end_of_record. FNDA is not used: coverage writes it for a `def` line."""

from pivot_lsp.model.facts import Coverage, CoveredFile
from pivot_lsp.profiles.formats.given import Source, line_number
from pivot_lsp.profiles.malformed import Malformed


def read(source: Source) -> Coverage:
    """Reads a tracefile. Raises Malformed with the line that is wrong, or the last when it ends inside a record."""
    files: list[CoveredFile] = []
    name: str | None = None
    ran: dict[bool, set[int]] = {}
    number = 0
    for number, line in enumerate(source.text().splitlines(), 1):
        key, _, rest = line.partition(":")
        if key == "SF":
            if name is not None or not rest:
                raise Malformed(None, "SF inside a record or without a file", line=number)
            name, ran = rest, {True: set(), False: set()}
        elif key == "DA":
            if name is None:
                raise Malformed(None, "DA before SF", line=number)
            at, hits = _line_and_hits(rest, number)
            ran[hits > 0].add(at)
        elif line.strip() == "end_of_record":
            if name is None:
                raise Malformed(None, "end_of_record before SF", line=number)
            files.append(CoveredFile(file=name, executed=sorted(ran[True]), missing=sorted(ran[False] - ran[True])))
            name = None
    if name is not None:
        raise Malformed(None, f"truncated: the record of {name!r:.80} does not end", line=number)
    return Coverage(format="lcov", path=str(source.path), sha256=source.sha256, taken_at=source.modified, files=files)


def _line_and_hits(rest: str, number: int) -> tuple[int, int]:
    fields = rest.split(",")
    if len(fields) < 2 or not all(f.isascii() and f.isdigit() and len(f) < 18 for f in fields[:2]):
        raise Malformed(None, f"DA:{rest:.40} is not `line,hits`", line=number)
    return line_number(int(fields[0]), line=number), int(fields[1])
