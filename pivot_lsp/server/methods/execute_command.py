"""workspace/executeCommand: each row of the command table, checked and started; a job is answered with its id."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsprotocol import types

from pivot_lsp.server import tasks
from pivot_lsp.server.commands import Arguments, read_arguments, refuse
from pivot_lsp.server.facts import Facts
from pivot_lsp.server.session import Session
from pivot_lsp.server.vessels import evidence


def hotspots(ls: Session, arguments: Arguments) -> list[dict[str, Any]]:
    """All hot functions of the workspace, hottest first, for pickers and trees."""
    rows = [
        {"file": path, "function": s.function, "line": s.line, "share": s.share, "selfMs": s.self_ms, "calls": s.calls}
        for facts in ls.facts.values()
        for path, spots in facts.spots.items()
        for s in spots
        if s.share >= ls.settings.threshold
    ]
    return sorted(rows, key=lambda row: -float(str(row["share"])))


def vessels(ls: Session, arguments: Arguments) -> list[dict[str, Any]]:
    """The vessels of the workspace with the standing of their certificates, for trees."""
    bodies = {
        vessel.folder: mark.body_hash
        for document in ls.documents
        for mark in document.marks
        for vessel in ls.shelf.of(document.path or "", mark.spot.function)
    }
    return [
        {
            "function": vessel.folder.parent.name,
            "target": vessel.target,
            "folder": str(vessel.folder),
            "standing": ls.certificates.standing(vessel, bodies.get(vessel.folder)),
            "page": str(page) if (page := vessel.folder / "certificate.md").is_file() else None,
        }
        for root in ls.roots()
        for vessel in ls.shelf.below(root)
    ]


def jobs(ls: Session, arguments: Arguments) -> list[dict[str, Any]]:
    """The jobs under way."""
    return [{"job": handle.id, "verb": handle.job.key.split("\0")[0]} for handle in ls.jobs.running()]


def cancel(ls: Session, arguments: Arguments) -> dict[str, Any]:
    """Stops a job; its `pivot/jobFinished` follows."""
    if not ls.jobs.cancel(arguments.job or ""):
        raise refuse(f"No job {arguments.job} is running.")
    return {"job": arguments.job}


def certificate(ls: Session, arguments: Arguments) -> dict[str, Any]:
    """Opens the page of a vessel's certificate, where the client opens documents, and says where it lies."""
    call = tasks.check(ls, "pivot.certificate", arguments)
    page = evidence(call.vessel or Path(), arguments.function or "", "md")
    if not page.is_file():
        raise refuse(f"{arguments.function} has no certificate yet; run parity first.")
    if ls.can.show_document:
        ls.spawn(ls.window_show_document_async(types.ShowDocumentParams(page.resolve().as_uri())), "show certificate")
    return {"page": str(page)}


def clear(ls: Session, arguments: Arguments) -> dict[str, Any]:
    """Takes all hotspots away until a profile changes or is analysed again."""
    cleared = len(hotspots(ls, arguments))
    for root in list(ls.facts):
        ls.take(Facts(root))
    return {"cleared": cleared}


AT_ONCE: dict[str, Callable[[Session, Arguments], Any]] = {
    "pivot.certificate": certificate,
    "pivot.hotspots": hotspots,
    "pivot.vessels": vessels,
    "pivot.clear": clear,
    "pivot.jobs": jobs,
    "pivot.cancel": cancel,
}
"""The commands without a job."""


def execute(ls: Session, name: str, arguments: tuple[Any, ...]) -> Any:
    """What command `name` answers."""
    given = read_arguments(name, arguments)
    if name in AT_ONCE:
        return AT_ONCE[name](ls, given)
    return tasks.launch(ls, tasks.check(ls, name, given))
