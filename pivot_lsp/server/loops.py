"""Which loop of a function that no language takes could be a function of its own: asked in a child process.

Like the verdicts of `portability`, an answer is for the very body it was given for, and is forgotten when a file of
the folder is saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pivot_lsp.jobs import Job, Outcome, pivot_argv
from pivot_lsp.server.anchors import Mark
from pivot_lsp.server.documents import Document

if TYPE_CHECKING:
    from pivot_lsp.server.session import Session

Key = tuple[str, str, str]
"""real path, qualified name, body hash."""

LIMIT = 120.0
"""Seconds for one answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`why_not` None: the loop can be extracted."""

    why_not: str | None


class Loops:
    """The answers so far."""

    def __init__(self) -> None:
        self._answers: dict[Key, Answer] = {}

    def known(self, path: str, function: str, body_hash: str) -> Answer | None:
        """The answer about a function as it stands; None when nobody has asked."""
        return self._answers.get((path, function, body_hash))

    def learn(self, key: Key, answer: Answer) -> None:
        """Keeps an answer."""
        self._answers[key] = answer

    def forget(self, folder: str) -> None:
        """Drops the answers about files below `folder`."""
        self._answers = {key: answer for key, answer in self._answers.items() if not key[0].startswith(folder)}


def hot_lines(document: Document, mark: Mark) -> list[str]:
    """The words that name the hot lines of a function, where the profile tells them and the text is still that one."""
    if mark.state != "exact":
        return []
    head = document.text.line_of(mark.start) + 1
    lines = sorted((line for line in mark.spot.lines), key=lambda line: -line.share)
    return [word for line in lines for word in ("--line", str(head + line.below))]


async def ask(ls: "Session", document: Document, mark: Mark) -> None:
    """Asks about a function that no language takes, unless that was done."""
    path = document.path or ""
    key = (path, mark.spot.function, mark.body_hash)
    verdicts = ls.portability.known(*key)
    if ls.loops.known(*key) is not None or not verdicts or not all(verdicts.values()):
        return
    words = (f"{path}::{mark.spot.function}", *hot_lines(document, mark), "--diff", "--json")
    job = Job("\0".join(("check", *words)), pivot_argv("extract", *words), ls.root_of(path), LIMIT, "check")
    outcome = await ls.jobs.start(job)[0].task
    if outcome.status in ("done", "refused", "failed"):
        ls.loops.learn(key, Answer(None if outcome.status == "done" else _why_not(outcome)))


def _why_not(outcome: Outcome) -> str:
    result: Mapping[str, Any] = outcome.result or {}
    said = [f"line {reason.get('line')}: {reason.get('message')}" for reason in result.get("reasons", [])]
    return "; ".join(said) or outcome.message
