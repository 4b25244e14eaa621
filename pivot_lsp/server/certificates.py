"""Whether the certificates of open documents hold: asked of `pivot verify` in children, kept until something changes.

Invariant: a level is shown without a word only for the very body and the very files that it was verified for. An edit
makes it stale at once, taking the edit back makes it hold again; any change on disk of what it binds has it verified
anew, and until then it is called unverified.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pivot_lsp.jobs import Job, Outcome, pivot_argv

if TYPE_CHECKING:
    from pivot_lsp.server.anchors import Mark
    from pivot_lsp.server.documents import Document
    from pivot_lsp.server.session import Session
    from pivot_lsp.server.vessels import Vessel

LIMIT = 300.0
"""Seconds for one verification; it takes one or two, on a machine with other work many more."""

Print = tuple[tuple[str, int, int], ...]
"""(path, mtime in ns, bytes) of what a certificate binds; (path, 0, -1) for what is not there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What `pivot verify` said of a certificate, and for what: () holds."""

    files: Print
    body: str
    reasons: tuple[str, ...]
    unanswered: str | None = None
    """Why there is no answer: the verification ended without one, which says nothing of the certificate."""


def _reasons(outcome: Outcome) -> tuple[str, ...]:
    told = outcome.result or {}
    if told.get("status") == "valid":
        return ()
    reasons = told.get("reasons")
    return tuple(map(str, reasons)) if isinstance(reasons, list) and reasons else (outcome.message,)


class Certificates:
    """The answers so far."""

    def __init__(self) -> None:
        self._answers: dict[Path, Answer] = {}
        self._bound: dict[Path, tuple[Print, tuple[Path, ...]]] = {}
        self._asked: set[tuple[Path, Print, str]] = set()

    def standing(self, vessel: "Vessel", body_hash: str | None) -> str:
        """The certificate's level, and whether it holds for a body; None: for what is on disk."""
        if vessel.level is None:
            return "not validated"
        answer = self._answers.get(vessel.folder)
        if answer is not None and body_hash not in (None, answer.body):
            return f"{vessel.level}, stale: the function was edited since"
        if answer is None or answer.files != self._print(vessel.folder):
            return f"{vessel.level}, not verified yet"
        if answer.unanswered is not None:
            return f"{vessel.level}, not verified: {answer.unanswered}"
        return f"{vessel.level}, stale: {answer.reasons[0]}" if answer.reasons else vessel.level

    def _print(self, folder: Path) -> Print:
        pages = sorted(folder.glob("certificate*.json")) or [folder / "certificate.json"]
        own = tuple(map(_stat, (*pages, folder / "manifest.json")))
        return (*own, *map(_stat, self._parts(folder, pages, own)))

    def _parts(self, folder: Path, pages: list[Path], own: Print) -> tuple[Path, ...]:
        """The files that the certificates bind, of legacy and of the vessel; read anew when one of them changes."""
        known = self._bound.get(folder)
        if known is None or known[0] != own:
            found: dict[Path, None] = {}
            for page in pages:
                try:
                    binding = json.loads(page.read_text(encoding="utf-8"))["report"]["binding"]
                    root = folder / str(binding["root"])
                    found.update((root / str(name), None) for name in binding["legacy"]["hashes"])
                    found.update((folder / str(name), None) for name in binding["vessel"]["hashes"])
                except (OSError, ValueError, KeyError, TypeError):
                    continue
            known = self._bound[folder] = own, tuple(found)
        return known[1]

    def look(self, ls: "Session", document: "Document") -> None:
        """Has verified what is not yet, of the hot functions of a document."""
        for mark in ls.shown(document):
            for vessel in ls.shelf.of(document.path or "", mark.spot.function):
                files = self._print(vessel.folder) if vessel.level is not None else ()
                answer = self._answers.get(vessel.folder)
                asked = vessel.folder, files, mark.body_hash
                if files and asked not in self._asked and (answer is None or answer.files != files):
                    self._asked.add(asked)
                    ls.spawn(self._verify(ls, document, mark, vessel, asked), "verification")

    async def _verify(
        self, ls: "Session", document: "Document", mark: "Mark", vessel: "Vessel", asked: tuple[Path, Print, str]
    ) -> None:
        """Of a document that is not saved the disk holds another body, which the answer is about."""
        try:
            document.settle()  # marks know a body only after a pause
            now = next((m for m in document.marks if m.spot.function == mark.spot.function), None)
            if now is None or not document.saved():
                return
            argv = (*pivot_argv("verify", str(vessel.folder)), "--json")
            job = Job(f"verify\0{asked}", argv, ls.root_of(document.path or ""), LIMIT, "check")
            outcome = await ls.jobs.start(job)[0].task
            if outcome.status != "cancelled":
                unanswered = outcome.message if outcome.result is None else None
                self._answers[vessel.folder] = Answer(asked[1], now.body_hash, _reasons(outcome), unanswered)
                ls.refresh(documents=False)
        finally:
            self._asked.discard(asked)


def _stat(path: Path) -> tuple[str, int, int]:
    try:
        stat = path.stat()
    except OSError:
        return str(path), 0, -1
    return str(path), stat.st_mtime_ns, stat.st_size
