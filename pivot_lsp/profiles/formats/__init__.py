"""The table of formats: a row each, recognised from content and never from the file's name.

Everything in this package runs in the reading child (`pivot_lsp.profiles.child`) and nowhere else. A reader takes a
`Source`, returns a `Profile` or a `Coverage`, and raises `Malformed` with the place.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pivot_lsp.model.facts import Coverage, Profile
from pivot_lsp.profiles.formats import coverage_json, coverage_sqlite, coverage_xml, lcov, pstats
from pivot_lsp.profiles.formats.given import Source
from pivot_lsp.profiles.malformed import Malformed

SPACE = b" \t\r\n"


@dataclass(frozen=True)
class Format:
    """One row: how the first bytes show it (leading white space and a BOM taken off in `text`), and who reads it."""

    name: str
    matches: Callable[[bytes, bytes], bool]
    read: Callable[[Source], Profile | Coverage]


def _is_json(text: bytes) -> bool:
    return text[:1] == b"{" and text[1:].lstrip(SPACE)[:1] in (b'"', b"}")


FORMATS: tuple[Format, ...] = (
    Format("coverage", lambda raw, _: raw.startswith(b"SQLite format 3\0"), coverage_sqlite.read),
    Format("coverage-json", lambda _, text: _is_json(text), coverage_json.read),
    Format(
        "coverage-xml", lambda _, text: text.startswith((b"<?xml", b"<coverage", b"<!DOCTYPE cov")), coverage_xml.read
    ),
    Format("lcov", lambda _, text: text.startswith((b"TN:", b"SF:")), lcov.read),
    Format("pstats", lambda raw, _: raw[:1] in (b"{", b"\xfb"), pstats.read),
)
"""In order: a marshal dict and a JSON object both begin with `{`, so JSON, told by its second token, is first."""

KNOWN = "cProfile/pstats, .coverage, coverage.json, coverage.xml, lcov.info"


def read(source: Source) -> Profile | Coverage:
    """Reads a file of whatever format it is. Raises `Malformed`: PV101 empty, PV102 not a known format, PV103."""
    if not source.data:
        raise Malformed(0, "the file is empty", code="PV101")
    text = source.data[:64].removeprefix(b"\xef\xbb\xbf").lstrip(SPACE)
    for row in FORMATS:
        if row.matches(source.data[:64], text):
            return row.read(source)
    head = json.dumps(source.data[:8].decode("latin-1"))
    raise Malformed(
        0, f"not a known profile or coverage format: it begins with {head}; known are {KNOWN}", code="PV102"
    )


def source_of(path: Path, scratch: Path) -> Source:
    """Opens `path` for the readers; `scratch` is a folder for copies that is thrown away."""
    return Source(path=path, data=path.read_bytes(), modified=path.stat().st_mtime, scratch=scratch)
