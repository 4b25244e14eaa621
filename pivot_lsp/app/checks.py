"""Answers of `pivot port --check` kept for as long as nothing that they rest on has changed.

Invariant: an answer is given again only for the same target, the same tools, and a project whose Python files and
recorded calls are, by size, inode and times, those that it was made from. Whatever is out of the ordinary (too many
files, a folder behind a link, a file changed a moment ago) is compiled anew.
"""

import hashlib
import importlib.util
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from pivot_lsp.model.port import Language, PortReport
from pivot_lsp.model.target import Target
from pivot_lsp.store.files import FOLDER, write_atomic

MOST_FILES = 5_000
"""A larger project is compiled anew: asking for the state of so many files takes as long."""
MOST_KEPT = 200
SETTLED = 50_000_000
"""Nanoseconds for which a file must have been left alone: two changes within a tick of its clock look like one."""
PACKAGE = Path(__file__).resolve().parent.parent
Stamp = tuple[str, int, int, int, int]
"""A file: path, size, inode, time of its content, time of its inode."""


class Question:
    """A target, asked about at one state of its project."""

    def __init__(self, target: Target, cache: Path) -> None:
        self._target = target
        self._folder = cache / "checks"
        self._asked = time.time_ns()
        self._state = _state(target.root)

    def known(self, language: Language) -> PortReport | None:
        """The answer that was kept."""
        path = self._path(self._state)
        if path is None:
            return None
        try:
            return PortReport.model_validate_json(path.read_bytes()).model_copy(update={"target": language})
        except (OSError, ValidationError):
            return None

    def keep(self, report: PortReport) -> None:
        """Keeps the answer, if nothing has changed since the question."""
        path = self._path(self._state)
        if path is None or self._state is None or _state(self._target.root) != self._state:
            return
        if max((max(stamp[3:]) for stamp in self._state), default=0) > self._asked - SETTLED:
            return
        try:
            write_atomic(path, report.model_dump_json(), lasting=False)
            every = sorted(self._folder.iterdir(), key=lambda p: p.stat().st_mtime_ns)
            for old in every[:-MOST_KEPT]:
                old.unlink(missing_ok=True)
        except OSError:  # a folder that cannot be written, another process at the same
            return

    def _path(self, state: list[Stamp] | None) -> Path | None:
        if state is None:
            return None
        asked = (str(self._target.file), self._target.module, self._target.qualname, str(self._target.root))
        told = repr((asked, _tools(), os.environ.get("MYPYPATH"), state))
        return self._folder / f"{hashlib.sha256(told.encode()).hexdigest()[:32]}.json"


def _state(root: Path) -> list[Stamp] | None:
    """Everything that a compilation may read of the project; None where that cannot be told."""
    found: list[Stamp] = []
    recorded = root / FOLDER / "cases"
    for stamp in _below(str(root)):
        if stamp is None or len(found) == MOST_FILES:
            return None
        found.append(stamp)
    if recorded.is_dir():
        found += [_stamp(entry) for entry in os.scandir(recorded) if entry.is_file()]
    return sorted(found)


def _below(root: str) -> Iterator[Stamp | None]:
    """The Python files below a folder and the folders that hold them; None for a folder behind a link."""
    waiting = [root]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                every = list(entries)
        except OSError:
            yield None
            return
        if any(entry.name == "pyvenv.cfg" for entry in every):
            continue
        for entry in every:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and entry.name != "__pycache__":
                    waiting.append(entry.path)
                    yield entry.path, 0, entry.inode(), 0, 0
            elif entry.name.endswith((".py", ".pyi")):
                try:
                    yield _stamp(entry)
                except OSError:
                    yield None
            elif entry.is_symlink() and entry.is_dir():
                yield None


def _stamp(entry: "os.DirEntry[str]") -> Stamp:
    found = entry.stat()
    return entry.path, found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


def _tools() -> tuple[object, ...]:
    """What compiles: this package, mypy, Python."""
    mypy = importlib.util.find_spec("mypy")
    version = None if mypy is None or mypy.origin is None else os.stat(mypy.origin)
    own = [stamp for stamp in _below(str(PACKAGE)) if stamp is not None]
    return sorted(own), version and (version.st_size, version.st_mtime_ns, version.st_ino), sys.version
