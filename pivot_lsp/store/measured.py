"""Which files of a folder are profiles and coverage files: plausible names first, then what they begin with.

It is a first look, by `HEAD` bytes of at most `MOST` plausible files, so that an editor may do it every few seconds;
what a file really is, the reader in its child decides. Invariant: nothing is parsed here, and a file is looked into
once for each time and size it has.
"""

import os
import re
from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal["profile", "coverage"]

HEAD = 4096
MOST = 200
"""Plausible files that are looked into, the newest of a folder first."""


class Row(NamedTuple):
    """Names that are plausible, and what the first bytes must show."""

    kind: Kind
    names: tuple[str, ...]
    shows: Callable[[bytes], bool]


def _matches(pattern: bytes) -> Callable[[bytes], bool]:
    found = re.compile(pattern, re.DOTALL)
    return lambda head: found.search(head) is not None


CERTAIN_PROFILES = (
    "*.prof", "*.pstats", "*.speedscope.json", "*.lprof", "*.mojo", "*.austin", "*.pyisession", "*.callgrind",
)  # fmt: skip
CERTAIN_COVERAGE = (".coverage", "*.coverage", "coverage.json", "coverage.xml", "lcov.info")
JSON_PROFILES = (
    "*.speedscope", "*speedscope*.json", "*profile*.json", "*profile*.jsonl", "*scalene*.json", "*viztracer*.json",
    "result.json", "*trace*.json", "*pyinstrument*.json", "*.gecko.json", "*py-spy*.json",
)  # fmt: skip
TEXT_PROFILES = (
    "*.aprof", "*.collapsed", "*.folded", "*.stacks", "*.perf", "perf*.txt", "py-spy*.txt", "*.raw",
)  # fmt: skip
TELLING = (
    rb'"(frame_records|root_frame|traceEvents|elapsed_time_sec|growth_rate|alloc_samples)"|speedscope|"shared"\s*:'
    rb'|^\s*\[\s*\{.*"ph"|"type":\s*"meta"|"meta"\s*:\s*\{[^}]*"(interval|processType|startTime)"'
)

ROWS: tuple[Row, ...] = (
    # Such a name is enough: a damaged file of it is told, and not passed over.
    Row("profile", CERTAIN_PROFILES, lambda head: True),
    Row("coverage", CERTAIN_COVERAGE, lambda head: True),
    Row("profile", ("*.profile", "*.pstat", "*.cprof"), _matches(rb"^[{\xfb]")),
    Row("profile", ("callgrind.out*",), _matches(rb"(?m)^(# callgrind|version|events|creator|positions|fl=|fn=)")),
    Row("profile", JSON_PROFILES, _matches(TELLING)),
    Row("profile", TEXT_PROFILES, _matches(rb"^(MOJ|[^\0]*(\s\d+(\.\d+)?|cycles|cpu-clock[^\n]*)\r?(\n|$))")),
    Row("coverage", ("*coverage*.json",), _matches(rb'"meta"\s*:\s*\{[^}]*"(format|branch_coverage|show_contexts)"')),
    Row("coverage", ("*coverage*.xml", "*cobertura*.xml"), _matches(rb"<(coverage|!DOCTYPE coverage)\b")),
    Row("coverage", ("*.lcov", "*coverage*.info", "lcov*.info"), _matches(rb"^\s*(TN|SF):")),
)  # fmt: skip
"""In order: the first row whose name and bytes fit."""


def names(kind: Kind) -> list[str]:
    """The plausible names of one kind, for who watches files."""
    return sorted({name for row in ROWS if row.kind == kind for name in row.names})


def plausible(name: str) -> bool:
    """Whether a file of this name may be a profile or a coverage file."""
    return any(fnmatch(name, pattern) for row in ROWS for pattern in row.names)


def measured(folder: Path) -> dict[Kind, set[Path]]:
    """The profiles and the coverage files that lie in `folder` itself."""
    found: dict[Kind, set[Path]] = {"profile": set(), "coverage": set()}
    for path, modified, size in _plausible_files(folder):
        kind = _kind(path, modified, size)
        if kind is not None:
            found[kind].add(Path(path))
    return found


def _plausible_files(folder: Path) -> Iterable[tuple[str, int, int]]:
    files: list[tuple[int, str, int]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if plausible(entry.name) and entry.is_file():
                    stat = entry.stat()
                    files.append((stat.st_mtime_ns, entry.path, stat.st_size))
    except (OSError, ValueError):
        return []
    return [(path, modified, size) for modified, path, size in sorted(files, reverse=True)[:MOST]]


@lru_cache(maxsize=4 * MOST)
def _kind(path: str, modified: int, size: int) -> Kind | None:
    try:
        with open(path, "rb") as file:
            head = file.read(HEAD)
    except (OSError, ValueError):
        return None
    name = os.path.basename(path)
    return next((row.kind for row in ROWS if any(fnmatch(name, p) for p in row.names) and row.shows(head)), None)
