"""What every analysis needs, begun before anything else: the facts are read and the sources indexed by processes of
their own while this one imports what judges them.

Invariant: nothing here decides anything. Who uses it gets what the plain calls would have given, their errors included.
"""

import hashlib
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from pivot_lsp.app.scope import Request, Scope, scope_of
from pivot_lsp.hotspots.paths import Paths
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.facts import Coverage, Profile
from pivot_lsp.profiles.isolated import read_all
from pivot_lsp.source import cache
from pivot_lsp.source.index import ProjectIndex
from pivot_lsp.source.listing import listing
from pivot_lsp.source.project import index_project
from pivot_lsp.store.files import analysis_cache, facts_cache, index_cache
from pivot_lsp.store.settings import path_maps

Outcomes = list[Profile | Coverage | UsageError]
T = TypeVar("T")
PACKAGE = Path(__file__).resolve().parents[1]
CODE = ("source", "profiles", "hotspots", "model", "stats", "app/hotlist.py", "app/ahead.py", "app/scope.py")
"""What the hot list depends on, of this project."""


class Later(Generic[T]):
    """The value of a call that a thread is making. What the call raises is raised by whoever asks for the value."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._error: BaseException | None = None
        # A daemon: what nobody asks for any more must not hold up the end.
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._value = self._call()
        except BaseException as error:  # noqa: BLE001 - raised again where the value is asked for
            self._error = error

    def wait(self) -> None:
        """Until the call has returned or raised."""
        self._thread.join()

    def result(self) -> T:
        """Waits for it."""
        self.wait()
        if self._error is not None:
            raise self._error
        return self._value


@dataclass(frozen=True)
class Ahead:
    """An analysis that has begun."""

    request: Request
    scope: Scope
    paths: Paths
    cpp: bool
    """Whether the project has C++ of its own."""
    key: str
    """Of everything that the hot list depends on."""
    kept: bytes | None
    """The hot list, where it was kept under that key."""
    index: Later[ProjectIndex]
    facts: Later[Outcomes] | None
    """Of the scope's profiles and coverage files; None where the hot list is kept."""
    callers: bool
    """Whether the facts have the callers of Python functions."""

    def wait(self) -> None:
        """Until nothing of it runs any more, whatever became of it."""
        for part in (self.index, self.facts):
            if part is not None:
                part.wait()


def begin(request: Request, callers: bool = False) -> Ahead:
    """Begins; `callers`: those of Python functions will be wanted.

    Raises UsageError PV100, PV108 for what is not there, PV010, PV011 for settings.
    """
    scope = scope_of(request)
    kept_at = None if request.before else analysis_cache(scope.root)
    content = None if kept_at is None else _content(kept_at)
    wanted = [*scope.profiles, *scope.coverage]
    maps = (*request.maps, *path_maps(scope.root))
    files = listing(scope.root)
    index = Later(lambda: index_project(scope.root, files.python, kept=index_cache(scope.root)))
    facts = None
    if content is None:  # no need to know the key, which takes a tenth of a second
        facts = Later(lambda: read(scope.root, wanted, callers))
    paths = Paths(scope.root, files.python, scope.bases, maps)
    key = _key(scope, paths, files.python)
    kept = content if content is not None and content.startswith(b'{"key":"%s"' % key.encode()) else None
    if kept is None and facts is None:
        facts = Later(lambda: read(scope.root, wanted, callers))
    return Ahead(request, scope, paths, files.cpp, key, kept, index, facts, callers)


def read(root: Path, paths: Sequence[Path], callers: bool = False) -> Outcomes:
    """Each file's facts or its error, in order, as they are kept in the project."""
    return read_all(paths, keep=facts_cache(root), callers=callers)


def _content(place: Path) -> bytes | None:
    try:
        return place.read_bytes()
    except OSError:
        return None


def _key(scope: Scope, paths: Paths, files: Iterable[Path]) -> str:
    """A hash of everything that the hot list depends on."""
    digest = hashlib.sha256(repr((_code(), scope, paths.bases, paths.told)).encode("utf-8", "surrogatepass"))
    for path in (*scope.profiles, *scope.coverage, *files):
        digest.update(f"{path}\0{cache.identity(path)}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    """Changes with the code that makes the list and with the Python that runs it."""
    digest = hashlib.sha256(sys.version.encode())
    for part in CODE:
        path = PACKAGE / part
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()
