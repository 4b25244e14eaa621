"""The table of formats: a row each, recognised from content and never from the file's name.

Everything in this package runs in the reading child (`pivot_lsp.profiles.child`) and nowhere else. A reader takes a
`Source`, returns a `Profile` or a `Coverage`, and raises `Malformed` with the place.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pivot_lsp.model.facts import Coverage, Profile
from pivot_lsp.profiles.formats import (
    callgrind,
    collapsed,
    coverage_sqlite,
    coverage_xml,
    json_formats,
    lcov,
    lprof,
    mojo,
    perf_script,
    pstats,
)
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
    second = text[1:].lstrip(SPACE)[:1]
    return (text[:1] == b"{" and second in (b'"', b"}")) or (text[:1] == b"[" and second in (b"{", b"["))


def _is_packed(raw: bytes) -> bool:
    return raw.startswith((b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ", b"TACH"))


def _refuse_packed(source: Source) -> Profile:
    raise Malformed(0, "compressed: unpack it first, so that its size is known before it is read", code="PV102")


FORMATS: tuple[Format, ...] = (
    Format("packed", lambda raw, _: _is_packed(raw), _refuse_packed),
    Format("coverage", lambda raw, _: raw.startswith(b"SQLite format 3\0"), coverage_sqlite.read),
    Format("json", lambda _, text: _is_json(text), json_formats.read),
    Format(
        "coverage-xml", lambda _, text: text.startswith((b"<?xml", b"<coverage", b"<!DOCTYPE cov")), coverage_xml.read
    ),
    Format("lcov", lambda _, text: text.startswith((b"TN:", b"SF:")), lcov.read),
    Format("austin-mojo", lambda raw, _: raw.startswith(mojo.MAGIC), mojo.read),
    Format("line_profiler", lambda raw, _: raw[:1] == b"\x80" and b"LineStats" in raw, lprof.read),
    Format("callgrind", lambda _, text: callgrind.HEAD.match(text) is not None, callgrind.read),
    Format("pstats", lambda raw, _: raw[:1] in (b"{", b"\xfb"), pstats.read),
    Format("perf", lambda _, text: perf_script.looks_like(text.decode("utf-8", "replace")), perf_script.read),
    Format("collapsed", lambda raw, text: collapsed.looks_collapsed(text), collapsed.read),
)
"""In order: a marshal dict and a JSON object both begin with `{`, so JSON, told by its second token, is first."""

KNOWN = (
    "cProfile/pstats, py-spy, austin, pyinstrument, Scalene, line_profiler, VizTracer, yappi, perf script, callgrind, "
    "speedscope, collapsed stacks, profiling.sampling, .coverage, coverage.json, coverage.xml, lcov.info"
)
HEAD = 4096
"""Bytes that a format is recognised from."""


def read(source: Source) -> Profile | Coverage:
    """Reads a file of whatever format it is. Raises `Malformed`: PV101 empty, PV102 not a known format, PV103."""
    if not source.data:
        raise Malformed(0, "the file is empty", code="PV101")
    raw = source.data[:HEAD]
    text = raw.removeprefix(b"\xef\xbb\xbf").lstrip(SPACE)
    for row in FORMATS:
        if row.matches(raw, text):
            return row.read(source)
    head = json.dumps(source.data[:8].decode("latin-1"))
    raise Malformed(
        0, f"not a known profile or coverage format: it begins with {head}; known are {KNOWN}", code="PV102"
    )


def source_of(path: Path, scratch: Path, callers: bool = True) -> Source:
    """Opens `path` for the readers; `scratch` is a folder for copies that is thrown away."""
    modified = path.stat().st_mtime
    return Source(path=path, data=path.read_bytes(), modified=modified, scratch=scratch, callers=callers)
