"""Keeps the facts fresh: finds profile and coverage files, and has them analysed in a child when they change.

A client that can watch files tells of changes; for others, and for projects that lie outside the workspace's folders,
the few folders are polled, which costs some stats.
Invariant: facts go only when whole new ones have come. A file that cannot be read is told once, in one line, left
out, and tried again when it changes.
"""

import asyncio
import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lsprotocol import types

from pivot_lsp.jobs import Job, Outcome, pivot_argv
from pivot_lsp.server import glance
from pivot_lsp.server.facts import from_analysis, real
from pivot_lsp.store.measured import measured, names, plausible

if TYPE_CHECKING:
    from pivot_lsp.server.session import Session

FOLDERS = ("", ".pivot/profiles")
"""Where files are found by themselves, below a root."""

POLL = 2.0
"""Seconds between two looks, where the client does not watch."""

CALM = 0.3
"""Seconds to wait after a change: profilers write in several goes."""

LIMIT = 300.0
"""Seconds for one analysis."""

SOON = 1.0
"""Seconds that the analysis of a large project waits for a document to be opened."""

SHORT = ("--no-verdict", "--threshold")
"""The analysis says nothing of what is too cool to be shown: 50,000 functions are 31 MB of JSON otherwise."""


@dataclass(frozen=True, slots=True)
class Found:
    """The files of one root, each with what tells a new content: (path, mtime in ns, bytes)."""

    profiles: tuple[tuple[str, int, int], ...]
    coverage: tuple[tuple[str, int, int], ...]
    told: frozenset[str] = frozenset()
    """Those that the settings or the command name: they are read together, as told."""

    def chosen(self) -> tuple[list[str], list[str]]:
        """The profiles and coverage files to analyse: those that were told, else the newest of each.

        Runs that lie beside each other are not added up unasked: shares of both programs would come out halved.
        """
        return self._chosen(self.profiles), self._chosen(self.coverage)

    def _chosen(self, files: tuple[tuple[str, int, int], ...]) -> list[str]:
        told = [path for path, _, _ in files if path in self.told]
        return told or [path for path, _, _ in sorted(files, key=lambda file: (file[1], file[0]))[-1:]]

    def passed_over(self) -> list[str]:
        """The files that are there and not analysed."""
        chosen = {path for paths in self.chosen() for path in paths}
        return [path for path, _, _ in (*self.profiles, *self.coverage) if path not in chosen]

    def without(self, bad: Iterable[str]) -> "Found":
        """These files but for some."""
        left_out = set(bad)
        return Found(
            tuple(file for file in self.profiles if file[0] not in left_out),
            tuple(file for file in self.coverage if file[0] not in left_out),
            self.told,
        )


def _stats(paths: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    rows = []
    for path in sorted(set(paths)):
        try:
            stat = path.stat()
        except (OSError, ValueError):  # not there, or no name for a file
            continue
        if path.is_file():
            rows.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(rows)


def find(root: Path, profiles: Iterable[str] = (), coverage: Iterable[str] = ()) -> Found:
    """The files of `root` that are there now; `profiles` and `coverage` are more of them, from the settings."""
    here = [measured(root / folder) for folder in FOLDERS]
    told = [root / path for path in profiles], [root / path for path in coverage]
    return Found(
        _stats([path for found in here for path in found["profile"]] + told[0]),
        _stats([path for found in here for path in found["coverage"]] + told[1]),
        frozenset(map(str, (*told[0], *told[1]))),
    )


def words(root: Path, found: Found) -> list[str]:
    """The arguments of `pivot analyze` for `found`."""
    profiles, coverage = found.chosen()
    given = [str(root), "--profile", *profiles]
    return [*given, "--coverage", *coverage] if coverage else given


def analysis(root: Path, found: Found, threshold: float) -> Job:
    """The job that analyses `found`."""
    argv = (*pivot_argv("analyze", *words(root, found)), *SHORT, str(min(threshold, 100.0)), "--json")
    return Job(f"analyze\0{root}\0{found}\0{threshold}", argv, root, LIMIT, "analyze")


def _below(path: Path, folders: Iterable[Path]) -> bool:
    return any(Path(real(path)).is_relative_to(folder) for folder in folders)


class Freshness:
    """One session's watch over its profile and coverage files."""

    def __init__(self, ls: "Session") -> None:
        self._ls = ls
        self._seen: dict[Path, Found] = {}
        self._pending: asyncio.TimerHandle | None = None
        self._glanced: set[tuple[Path, str]] = set()
        """Files that were looked at while their root is analysed for the first time."""
        self._glancing: dict[Path, asyncio.Lock] = {}
        self._opened = asyncio.Event()
        """Whether any document was opened."""
        self._begun = False
        """Requests to the client wait for `initialized`."""
        self._watched = False

    async def begin(self) -> None:
        """Watches, and reads what is there."""
        if self._ls.can.watch:
            patterns = [f"**/{name}" for name in (*names("profile"), *names("coverage"))]
            options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(p) for p in patterns])
            wish = types.Registration("pivot-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            self._watched = await self._ls.register(wish)
        self._begun = True
        self._ls.spawn(self._poll(), "polling")
        self.look()

    async def _poll(self) -> None:
        while True:
            await asyncio.sleep(POLL)
            watched = [Path(real(folder)) for folder in self._ls.folders()] if self._watched else []
            self.look([root for root in self._ls.roots() if not _below(root, watched)])
            for document in self._ls.documents:  # a checkout changes sources that no editor told of
                self._ls.certificates.look(self._ls, document)

    def soon(self) -> None:
        """Looks once the file system is calm."""
        if self._pending is not None:
            self._pending.cancel()
        self._pending = asyncio.get_running_loop().call_later(CALM, self.look)

    def look(self, roots: Iterable[Path] | None = None, *, again: bool = False) -> None:
        """Starts an analysis for each root (of all, or those given) whose files changed, or in any case."""
        settings = self._ls.settings
        if any(self._ls.documents):
            self._opened.set()
        if not self._begun:
            return
        for root in self._ls.roots() if roots is None else roots:
            found = find(root, settings.profiles, settings.coverage)
            if found == self._seen.get(root, Found((), ())) and not again:
                if found.profiles:
                    self._ls.spawn(self._glance(root, found), "glance")
                continue
            self._seen[root] = found
            if found.profiles:
                self._ls.spawn(self._read(root, found), "analysis")

    async def _read(self, root: Path, found: Found) -> None:
        """Analyses, leaving out files that cannot be read, and takes the facts if nothing newer was found."""
        if not self._opened.is_set() and glance.large(root):
            # An editor opens a file as soon as the server is there: its hotspots come first, and have the processors.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._opened.wait(), SOON)
        await self._glance(root, found)
        outcome = await self._analysed(root, found)
        if outcome is None or self._newer(root, found):
            return
        try:
            facts = from_analysis(outcome.result or {}, root)
        except ValueError as error:
            self._complain(f"pivot analyze: {str(error).splitlines()[0]}")
            return
        self._tell(root, found)
        self._ls.take(facts)

    async def _glance(self, root: Path, found: Found) -> None:
        """Shows the hotspots of open files first, where the whole analysis of `root` takes long and none has come."""
        async with self._glancing.setdefault(root, asyncio.Lock()):
            here, ls = Path(real(root)), self._ls
            known = ls.facts.get(here)
            shown = [document for document in ls.documents if document.project and real(document.project) == str(here)]
            files = sorted(d.path for d in shown if d.path is not None and (root, d.path) not in self._glanced)
            if not files or (known is not None and known.whole):
                return
            self._glanced.update((root, path) for path in files)
            if not glance.large(root):
                return
            outcome = await ls.jobs.start(glance.job(root, found, files, ls.settings.threshold))[0].task
            known = ls.facts.get(here)
            if outcome.status == "done" and not self._newer(root, found) and not (known is not None and known.whole):
                ls.take(glance.facts(outcome.result or {}, root, known))

    def _tell(self, root: Path, found: Found) -> None:
        """Into the client's log, once for each set of files: which are shown, which are not added to them."""
        shown, over = (
            [os.path.relpath(path, root) for path in paths] for paths in (found.chosen()[0], found.passed_over())
        )
        if over:
            text = (
                f"{', '.join(shown)} is shown; not added to it: {', '.join(over)} (name files in the settings to merge)"
            )
            self._ls.window_log_message(types.LogMessageParams(types.MessageType.Info, text))

    def _newer(self, root: Path, found: Found) -> bool:
        return self._seen.get(root) != found

    async def _analysed(self, root: Path, found: Found) -> Outcome | None:
        tried = found
        while tried.profiles:
            handle, _ = self._ls.jobs.start(analysis(root, tried, self._ls.settings.threshold))
            outcome = await handle.task
            if outcome.status == "done":
                return outcome
            if outcome.status == "cancelled":
                return None
            self._complain(outcome.message)
            files = [path for path, _, _ in (*tried.profiles, *tried.coverage)]
            bad = [
                p for p in files if p in outcome.message or os.path.relpath(p, root) in outcome.message.split(":")[0:3]
            ]
            if not bad:
                return None
            tried = tried.without(bad)
        return None

    def _complain(self, message: str) -> None:
        self._ls.say(message, types.MessageType.Warning)


def concerns(params: types.DidChangeWatchedFilesParams) -> bool:
    """Whether a client's notice of changes concerns profile or coverage files."""
    return any(plausible(unquote(change.uri.rpartition("/")[2])) for change in params.changes)
