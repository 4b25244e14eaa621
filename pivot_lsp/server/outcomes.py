"""What follows from a job's outcome: facts taken, verdicts learnt, edits applied, and the line that tells it.

Invariant: an edit is sent only if it fits the document as it is at that moment and the result parses.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from pivot_lsp.jobs import Outcome
from pivot_lsp.server.wording import LANGUAGES, milliseconds

if TYPE_CHECKING:
    from pivot_lsp.server.session import Session
    from pivot_lsp.server.tasks import Call

Result = Mapping[str, Any]


def flag_name(function: str) -> str:
    """The flag that a function gets when the person names none."""
    return function.replace("<locals>.", "")


async def _port(ls: "Session", call: "Call", result: Result) -> dict[str, Any]:
    from pathlib import Path

    if result.get("vessel"):
        root = ls.root_of(call.path or "")
        ls.shelf.add(call.path or "", call.arguments.function or "", root / Path(result["vessel"]))
        ls.refresh()
        return {"message": f"{call.title}: built in {result['vessel']}"}
    return {}


async def _validate(ls: "Session", call: "Call", result: Result) -> dict[str, Any]:
    ls.refresh()
    lacks = f"; for the next level it lacks: {'; '.join(map(str, result['missing']))}" if result.get("missing") else ""
    failures = f", {len(result['failures'])} shown" if result.get("failures") else ""
    return {
        "message": f"Parity of {call.arguments.function}: {result.get('level')}, "
        f"{result.get('passed')} of {result.get('test_count')} cases alike{failures}{lacks}"
    }


async def _benchmark(ls: "Session", call: "Call", result: Result) -> dict[str, Any]:
    measured = result.get("performance") or result
    legacy, vessel = measured.get("legacy_ms"), measured.get("vessel_ms")
    if not isinstance(legacy, int | float) or not isinstance(vessel, int | float):
        return {"message": f"{call.title}: measured"}
    factor = measured.get("speedup")
    return {"message": f"{call.title}: {factor:.2f} times as fast ({milliseconds(legacy)} to {milliseconds(vessel)})"}


async def _edit(ls: "Session", call: "Call", result: Result) -> dict[str, Any]:
    from pivot_lsp.server.edits import apply

    return await apply(ls, call, result)


AFTER: dict[str, Callable[["Session", "Call", Result], Awaitable[dict[str, Any]]]] = {
    "pivot.port": _port,
    "pivot.build": _port,
    "pivot.validate": _validate,
    "pivot.benchmark": _benchmark,
    "pivot.wrap": _edit,
    "pivot.unwrap": _edit,
}
"""command -> what is done with its result. Each returns more for `pivot/jobFinished`, `message` among it."""


def _refused(call: "Call", outcome: Outcome) -> dict[str, Any]:
    reasons = (outcome.result or {}).get("reasons") or (outcome.result or {}).get("missing") or []
    said = [r.get("message", str(r)) if isinstance(r, Mapping) else str(r) for r in reasons]
    where = LANGUAGES.get(call.arguments.to or "", "")
    return {"message": f"{call.title} refused: {'; '.join(said)}"} if said or where else {}


async def settle(ls: "Session", call: "Call", outcome: Outcome) -> dict[str, Any]:
    """Does what follows from `outcome`."""
    if outcome.result is None:
        return {}
    if outcome.status == "refused" and call.name != "pivot.validate":
        return _refused(call, outcome)
    if outcome.status in ("done", "refused") and (after := AFTER.get(call.name)) is not None:
        return await after(ls, call, outcome.result)
    return {}
