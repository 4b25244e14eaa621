"""Asks the compiler about hot functions of open documents, in children at low priority, one after the other.

Invariant: only in a trusted workspace (the compiler reads the project's configuration, plug-ins included), and only
about a document that is saved as it is shown.
"""

import os
from typing import TYPE_CHECKING

from pivot_lsp.jobs import Job, pivot_argv
from pivot_lsp.server import loops
from pivot_lsp.server.documents import Document
from pivot_lsp.server.portability import refusals
from pivot_lsp.server.wording import LANGUAGES

if TYPE_CHECKING:
    from pivot_lsp.server.session import Session

MOST = 3
"""Functions of one document that are asked about unbidden."""

LIMIT = 120.0
"""Seconds for one answer."""


def check_later(ls: "Session", document: Document) -> None:
    """Has certificates verified, and the hottest functions of `document` judged, those that are not yet."""
    ls.certificates.look(ls, document)
    if ls.trusted and ls.settings.check_portability and document.path is not None and document.marks:
        ls.spawn(_check(ls, document), "portability")


async def _check(ls: "Session", document: Document) -> None:
    path = document.path or ""
    if not document.saved():
        return
    for mark in ls.shown(document)[:MOST]:
        key = (path, mark.spot.function, mark.body_hash)
        own = os.path.relpath(path, document.project)
        head = document.text.line_of(mark.start) + 1
        for target in LANGUAGES:
            if target in ls.portability.known(*key):
                continue
            words = (f"{path}::{mark.spot.function}", "--to", target, "--check", "--json")
            job = Job("\0".join(("check", *words)), pivot_argv("port", *words), ls.root_of(path), LIMIT, "check")
            outcome = await ls.jobs.start(job)[0].task
            answer = refusals(outcome.result, outcome.status, outcome.message, own, head)
            if answer is None or outcome.status == "cancelled":
                return
            ls.portability.learn((*key, target), answer)
        await loops.ask(ls, document, mark)
        ls.refresh()
