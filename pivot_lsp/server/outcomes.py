"""What follows from a job's outcome: vessels shown, edits applied, and the line that tells it.

The models are imported where they are used: handlers are loaded while the editor waits for its first colours, for
which nobody needs pydantic. Invariant: an edit is sent only if it fits the document as it is at that moment and the
result parses.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from pivot_lsp.jobs import Outcome
from pivot_lsp.server.differences import Difference
from pivot_lsp.server.edits import send
from pivot_lsp.server.facts import from_analysis
from pivot_lsp.server.outline import outline

if TYPE_CHECKING:
    from pivot_lsp.model.evidence import Failure, ValidationReport
    from pivot_lsp.server.call import Call
    from pivot_lsp.server.session import Session

Result = Mapping[str, Any]
Told = dict[str, Any]
"""More for `pivot/jobFinished`: `message`, `applied`, and `failed` when the job was done in vain."""


async def _analyze(ls: "Session", call: "Call", result: Result) -> Told:
    facts = from_analysis(result, call.cwd(ls))
    ls.take(facts)
    hot = sum(spot.share >= ls.settings.threshold for spots in facts.spots.values() for spot in spots)
    return {"message": f"{call.title}: {hot} hot functions in {len(facts.spots)} files"}


async def _record(ls: "Session", call: "Call", result: Result) -> Told:
    rows = result.get("functions", [])
    kept = sum(int(row["distinct"]) for row in rows)
    seen = sum(int(row["calls"]) for row in rows)
    return {"message": f"{call.title}: {seen:,} calls, {kept:,} distinct kept"}


async def _port(ls: "Session", call: "Call", result: Result) -> Told:
    from pivot_lsp.model.port import PortReport

    report = PortReport.model_validate(result)
    if report.vessel is None:
        return {}
    ls.shelf.add(call.path or "", call.arguments.function or "", call.cwd(ls) / report.vessel)
    ls.refresh()
    return {"message": f"{call.title}: built in {report.vessel}"}


async def _validate(ls: "Session", call: "Call", result: Result) -> Told:
    from pivot_lsp.model.evidence import ValidationReport

    report = ValidationReport.model_validate(result)
    _compared(ls, call, report)
    ls.refresh()
    lacks = f"; it lacks: {'; '.join(report.missing)}" if report.missing else ""
    failure = f"; first difference: {report.failures[0].message}" if report.failures else ""
    alike = f"{report.passed:,} of {report.test_count:,} cases alike"
    return {"message": f"{call.title}: {report.level}, {alike}{failure}{lacks}"}


def _compared(ls: "Session", call: "Call", report: "ValidationReport") -> None:
    """Keeps the run's first difference for the body that was compared: the one that was there when it began."""
    function = outline(call.before).by_name().get(call.arguments.function or "") if call.before else None
    if function is None:
        return
    vessel = call.vessel.name if call.vessel else "the vessel"
    found = next((Difference(failure.message, _call(failure), vessel) for failure in report.failures), None)
    ls.differences.learn((call.path or "", function.qualname, function.body_hash), found)


def _call(failure: "Failure") -> str:
    """The smallest call, as case files write it, cut to what a line can hold."""
    words = [json.dumps(value, ensure_ascii=False) for value in failure.args]
    words += [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in failure.kwargs.items()]
    return shorten(f"({', '.join(words)})")


def shorten(text: str, most: int = 300) -> str:
    """`text`, its end left out when it is longer than `most` characters."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


async def _benchmark(ls: "Session", call: "Call", result: Result) -> Told:
    from pivot_lsp.model.bench import BenchmarkReport

    report = BenchmarkReport.model_validate(result)
    if report.speedup is None:
        return {"message": f"{call.title}: no verdict, {report.reason}"}
    factor = f"{report.speedup.estimate:.2f} ({report.speedup.low:.2f} to {report.speedup.high:.2f})"
    return {"message": f"{call.title}: {report.verdict}, legacy time / vessel time {factor}, end to end, 95 % interval"}


async def _edit(ls: "Session", call: "Call", result: Result) -> Told:
    from pivot_lsp.model.wrap import WrapReport

    report = WrapReport.model_validate(result)
    assert call.before is not None
    reason = await send(ls, call.title, report, call.before)
    if reason is not None:
        return {"applied": False, "failed": True, "message": f"{call.title} was not applied: {reason}"}
    flag = f"; flag {report.flag} stands at 0 %" if report.flags_file else ""
    return {"applied": True, "message": f"{call.title}: done{flag}"}


async def _extract(ls: "Session", call: "Call", result: Result) -> Told:
    from pivot_lsp.model.extract import ExtractReport

    report = ExtractReport.model_validate(result)
    assert call.before is not None
    reason = await send(ls, call.title, report, call.before)
    if reason is not None:
        return {"applied": False, "failed": True, "message": f"{call.title} was not applied: {reason}"}
    return {"applied": True, "message": f"{call.title}: done; {report.extracted} can be ported"}


async def _rollout(ls: "Session", call: "Call", result: Result) -> Told:
    from pivot_lsp.model.rollout import RolloutReport

    report = RolloutReport.model_validate(result)
    lines = [
        f"{found.flag} {found.state.replace('_', ' ')} at {found.percent:g} %, {found.verdict.verdict}: "
        f"{'; '.join(found.verdict.reasons)}"
        for found in report.rollouts
    ]
    return {"message": f"{call.title} {call.arguments.action}: {' | '.join(lines) or 'done'}"}


async def _plan(ls: "Session", call: "Call", result: Result) -> Told:
    from pivot_lsp.model.plan import Plan

    plan = Plan.model_validate(result)
    whole, parts = plan.overall_speedup, f"{plan.components} component{'' if plan.components == 1 else 's'}"
    gain = f"by estimate {whole.estimate:.2f} ({whole.low:.2f} to {whole.high:.2f}) times as fast as a whole"
    return {"message": f"{call.title}: {parts} in {plan.weeks} weeks, {gain}"}


async def _generated(ls: "Session", call: "Call", result: Result) -> Told:
    return {"message": f"{call.title}: {int(result['count']):,} distinct cases in {result['output']}"}


async def _dashboard(ls: "Session", call: "Call", result: Result) -> Told:
    return {"message": f"{call.title}: {result['file']}"}


AFTER: dict[str, Callable[["Session", "Call", Result], Awaitable[Told]]] = {
    "pivot.analyze": _analyze,
    "pivot.profile": _analyze,
    "pivot.record": _record,
    "pivot.port": _port,
    "pivot.validate": _validate,
    "pivot.benchmark": _benchmark,
    "pivot.extract": _extract,
    "pivot.wrap": _edit,
    "pivot.unwrap": _edit,
    "pivot.rollout": _rollout,
    "pivot.generate-tests": _generated,
    "pivot.migrate": _plan,
    "pivot.dashboard": _dashboard,
}
"""command -> what is done with its result."""

VERDICTS = {"pivot.validate"}
"""Commands whose refusal (docs/commands.md: `level` below certified) is a verdict like any other."""


def _refused(call: "Call", result: Result) -> Told:
    reasons = [
        f"{r.get('code')} line {r.get('line')}: {r.get('message')}" if isinstance(r, Mapping) else str(r)
        for r in result.get("reasons", result.get("refused", []))
    ]
    return {"message": f"{call.title} refused: {'; '.join(reasons)}"} if reasons else {}


async def settle(ls: "Session", call: "Call", outcome: Outcome) -> Told:
    """Does what follows from `outcome`. Raises what the steps raise."""
    if outcome.result is None:
        return {}
    if outcome.status == "refused" and call.name not in VERDICTS:
        return _refused(call, outcome.result)
    if outcome.status == "failed" and (log := str(outcome.result.get("log") or "").strip()):
        return {"message": f"{call.title} failed: {log.splitlines()[0]}"}
    after = AFTER.get(call.name)
    return await after(ls, call, outcome.result) if after and outcome.status in ("done", "refused") else {}
