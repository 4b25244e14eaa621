"""How far a plan is: steps reached, criteria checked, what runs now, and what blocks each component.

Invariant: what was not measured is `not measured`, never met; the gain of now counts measured vessels only, and each
by the share of calls that its flag gives it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pivot_lsp.model.bench import Ratio
from pivot_lsp.model.plan import STEPS, Criterion, Phase, Plan, PlanCandidate, Step
from pivot_lsp.model.progress import Checked, ComponentState, PhaseState, Status, Verdict, VesselState
from pivot_lsp.plan.assumptions import Figures, Observed
from pivot_lsp.plan.money import MONTHS_A_WEEK, savings
from pivot_lsp.stats import amdahl

COUNTED = STEPS[: STEPS.index("full") + 1]
"""Steps that make a component complete."""
FORMULA = "1/(1 - sum(p) + sum(p*((1-f) + f/s))); f: share of calls that the flag gives the vessel, s: measured"
SECONDS_A_MONTH = 7 / MONTHS_A_WEEK * 86_400


@dataclass(frozen=True)
class Seen:
    """What was found beside the plan. `rollbacks`: automatic ones on record, None without a record;
    `p95_ms`: the vessel's latency in the last load test; `blocks`: what the rollout says, by flag."""

    vessels: Sequence[VesselState]
    observed: Observed
    rollbacks: int | None = None
    p95_ms: float | None = None
    blocks: Mapping[str, str] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()


def status(plan: Plan, seen: Seen, now: datetime) -> Status:
    """The whole answer; nothing is read or written."""
    best = _best(seen.vessels)
    phases = [
        PhaseState(
            phase=phase.phase, id=phase.id, name=phase.name, weeks=phase.weeks,
            percent=None, components=[_component(row, plan, best.get(row.id), seen) for row in phase.candidates],
            criteria=[],
        )
        for phase in plan.phases
    ]  # fmt: skip
    rows = [row for phase in phases for row in phase.components]
    gain = _gain(rows)
    phases = [_judged(state, phase, plan, gain, seen) for state, phase in zip(phases, plan.phases)]
    checked = [row.verdict for phase in phases for row in phase.criteria]
    complete = sum(_complete(row) for row in rows)
    saved, returned, note = _returned(plan, rows, seen.observed, gain, now)
    planned = {row.id for row in rows}
    return Status(
        project=plan.project,
        planned=plan.updated,
        now=now.isoformat(timespec="seconds"),
        phases=phases,
        components=len(rows),
        complete=complete,
        percent=round(sum(row.percent for row in rows) / len(rows), 1) if rows else 0.0,
        gain=gain,
        gain_formula=FORMULA,
        planned_gain=plan.overall_speedup,
        monthly_savings=saved,
        saved_of_investment_percent=returned,
        roi_note=note,
        money=plan.money,
        met=checked.count("met"),
        not_met=checked.count("not met"),
        not_measured=checked.count("not measured"),
        unplanned=[state for state in seen.vessels if state.id not in planned],
        risks=plan.risks,
    )


def _best(states: Sequence[VesselState]) -> dict[str, VesselState]:
    """One vessel a component: the one that gets most traffic, then the best proven, then the fastest."""

    def rank(state: VesselState) -> tuple[float, bool, bool, float]:
        traffic = state.flag.percent if state.flag else 0.0
        proven = state.certificate == "valid"
        return traffic, proven and state.level == "certified", proven, state.speedup.estimate if state.speedup else 0.0

    found: dict[str, VesselState] = {}
    for state in states:
        if state.id not in found or rank(state) > rank(found[state.id]):
            found[state.id] = state
    return found


def _component(row: PlanCandidate, plan: Plan, vessel: VesselState | None, seen: Seen) -> ComponentState:
    reached = dict(plan.milestones.get(row.id, {}))
    if row.id in seen.retired:
        reached.setdefault("retired", plan.updated)
    steps = [step for step in STEPS if step in reached]
    following: Step | None = next((step for step in STEPS if step not in reached), None)
    measured = vessel is not None and vessel.speedup is not None
    return ComponentState(
        id=row.id,
        file=row.file,
        function=row.function,
        line=row.line,
        runtime_percent=row.runtime_percent,
        reached=reached,
        step=steps[-1] if steps else None,
        next=following,
        percent=round(100 * sum(step in reached for step in COUNTED) / len(COUNTED), 1),
        traffic=vessel.flag.percent if vessel and vessel.flag else 0.0,
        basis="measured" if measured else row.basis,
        speedup=vessel.speedup if vessel and vessel.speedup else row.speedup,
        vessel=vessel,
        blocked_by=_blocks(row, plan, vessel, following, seen),
        risks=row.risks,
    )


def _blocks(
    row: PlanCandidate, plan: Plan, vessel: VesselState | None, following: Step | None, seen: Seen
) -> list[str]:
    found: list[str] = []
    if following == "ported":
        if row.portable is False:
            found += row.reasons or ["the compiler refuses it"]
        found += [f"needs {need} first" for need in row.depends_on if "ported" not in plan.milestones.get(need, {})]
    if vessel is None:
        return found + ([] if following in ("ported", None) else ["its vessel is gone: port it again"])
    if vessel.certificate in ("stale", "unreadable"):
        found.append(f"certificate {vessel.certificate}: {'; '.join(vessel.reasons[:2])}")
    elif vessel.certificate == "valid" and vessel.level != "certified":
        found.append(f"its certificate says only {vessel.level}")
    elif vessel.certificate == "none" and following in ("wrapped", "canary", "full"):
        found.append("no certificate: past shadow it cannot go")
    if vessel.benchmarked and vessel.speedup is None:
        found.append("benchmarked without a verdict: its control failed")
    if vessel.speedup is not None and vessel.speedup.high < 1:
        found.append(f"slower than legacy: {vessel.speedup.estimate:.2f}x")
    if vessel.flag is not None and vessel.flag.name in seen.blocks:
        found.append(seen.blocks[vessel.flag.name])
    return found


def _complete(row: ComponentState) -> bool:
    return row.traffic >= 100 or "retired" in row.reached


def _gain(rows: Sequence[ComponentState]) -> Ratio | None:
    running = [row for row in rows if row.basis == "measured" and row.traffic > 0 and _valid(row)]
    if not running:
        return None
    parts = []
    total = max(1.0, sum(row.runtime_percent for row in running) / 100)
    for row in running:
        part, share = row.traffic / 100, row.runtime_percent / 100 / total
        low, middle, high = (
            1 / ((1 - part) + part / s) for s in (row.speedup.low, row.speedup.estimate, row.speedup.high)
        )
        parts.append(amdahl.Uncertain((share, share, share), (low, middle, high)))
    low, estimate, high = amdahl.overall_interval(parts)
    return Ratio(low=round(low, 4), estimate=round(estimate, 4), high=round(high, 4))


def _valid(row: ComponentState) -> bool:
    return row.vessel is not None and row.vessel.certificate == "valid"


def _judged(state: PhaseState, phase: Phase, plan: Plan, gain: Ratio | None, seen: Seen) -> PhaseState:
    rows = state.components
    every = [_check(criterion, rows, plan, gain, seen) for criterion in phase.success_criteria]
    percent = round(sum(row.percent for row in rows) / len(rows), 1) if rows else None
    return state.model_copy(update={"percent": percent, "criteria": every})


_Answer = tuple[Verdict, float | None, str]


def _check(criterion: Criterion, rows: Sequence[ComponentState], plan: Plan, gain: Ratio | None, seen: Seen) -> Checked:
    verdict, value, evidence = _CHECKS[criterion.metric](criterion, rows, plan, gain, seen)
    return Checked(criterion=criterion, verdict=verdict, value=value, evidence=evidence)


_Check = Callable[[Criterion, Sequence[ComponentState], Plan, Ratio | None, Seen], _Answer]


def _at_least(reached: bool) -> Verdict:
    return "met" if reached else "not met"


def _components(
    criterion: Criterion, rows: Sequence[ComponentState], plan: Plan, gain: Ratio | None, seen: Seen
) -> _Answer:
    done = sum(_complete(row) for row in rows)
    return _at_least(done >= (criterion.target or 0)), done, f"{done} of {len(rows)} at 100% of the calls"


def _speedup(
    criterion: Criterion, rows: Sequence[ComponentState], plan: Plan, gain: Ratio | None, seen: Seen
) -> _Answer:
    if gain is None:
        return "not measured", None, "no benchmarked vessel with a valid certificate gets calls"
    text = f"{gain.estimate:.2f}x ({gain.low:.2f} to {gain.high:.2f}) by Amdahl from the vessels that run"
    return _at_least(gain.estimate >= (criterion.target or 0)), gain.estimate, text


def _incidents(
    criterion: Criterion, rows: Sequence[ComponentState], plan: Plan, gain: Ratio | None, seen: Seen
) -> _Answer:
    if seen.rollbacks is None:
        return "not measured", None, "there is no record of a rollout"
    return _at_least(seen.rollbacks == 0), seen.rollbacks, f"{seen.rollbacks} rollbacks on record"


def _parity(
    criterion: Criterion, rows: Sequence[ComponentState], plan: Plan, gain: Ratio | None, seen: Seen
) -> _Answer:
    judged = [row.vessel for row in rows if row.vessel is not None and row.vessel.certificate == "valid"]
    wrong = [vessel.id for vessel in judged if vessel.passed != vessel.test_count]
    if wrong:
        return "not met", None, f"differ from legacy: {', '.join(wrong)}"
    cases = sum(vessel.test_count or 0 for vessel in judged)
    if len(judged) < len(rows) or not cases:
        return "not measured", None, f"valid certificates: {len(judged)} of {len(rows)}"
    return "met", 100.0, f"{cases:,} judged calls equal, in {len(judged)} valid certificates"


def _savings(
    criterion: Criterion, rows: Sequence[ComponentState], plan: Plan, gain: Ratio | None, seen: Seen
) -> _Answer:
    bill, now = plan.money.monthly_bill, seen.observed.bill_now
    if bill is None or now is None:
        return "not measured", None, "give the bill of now as `bill_now` in tool.pivot.plan"
    return _at_least(bill - now >= (criterion.target or 0)), bill - now, f"{bill:,.0f} a month before, {now:,.0f} now"


def _latency(
    criterion: Criterion, rows: Sequence[ComponentState], plan: Plan, gain: Ratio | None, seen: Seen
) -> _Answer:
    if seen.p95_ms is None:
        return "not measured", None, "no load test: `pivot load CONFIG`"
    return (
        _at_least(seen.p95_ms < (criterion.target or 0)),
        seen.p95_ms,
        f"p95 {seen.p95_ms:.3g} ms in the last load test",
    )


def _batch(criterion: Criterion, rows: Sequence[ComponentState], plan: Plan, gain: Ratio | None, seen: Seen) -> _Answer:
    seconds = seen.observed.batch_seconds_now
    if seconds is None:
        return "not measured", None, "give the longest job's time as `batch_seconds_now` in tool.pivot.plan"
    return _at_least(seconds < (criterion.target or 0)), seconds, f"the longest job takes {seconds:,.0f} s, as given"


def _retired(
    criterion: Criterion, rows: Sequence[ComponentState], plan: Plan, gain: Ratio | None, seen: Seen
) -> _Answer:
    ids = [row.id for phase in plan.phases for row in phase.candidates]
    gone = [key for key in ids if key in seen.retired or "retired" in plan.milestones.get(key, {})]
    return _at_least(bool(ids) and len(gone) == len(ids)), len(gone), f"{len(gone)} of {len(ids)} components retired"


def _person(
    criterion: Criterion, rows: Sequence[ComponentState], plan: Plan, gain: Ratio | None, seen: Seen
) -> _Answer:
    if criterion.id in seen.observed.confirmed:
        return "met", None, "confirmed in tool.pivot.plan"
    return "not measured", None, f'a person confirms it: confirmed = ["{criterion.id}"] in tool.pivot.plan'


_CHECKS: dict[str, _Check] = {
    "components": _components,
    "speedup": _speedup,
    "incidents": _incidents,
    "parity": _parity,
    "savings": _savings,
    "latency": _latency,
    "batch": _batch,
    "retired": _retired,
    "a person": _person,
}


def _returned(
    plan: Plan, rows: Sequence[ComponentState], observed: Observed, gain: Ratio | None, now: datetime
) -> tuple[float | None, float | None, str]:
    """(savings a month now, percent of the investment that came back, how that was computed)."""
    money = plan.money
    figures = Figures(monthly_bill=money.monthly_bill, elastic_share=money.elastic_share, servers=money.servers)
    if money.monthly_bill is not None and observed.bill_now is not None:
        monthly: float | None = money.monthly_bill - observed.bill_now - money.run_cost
        how = "from the two bills that you gave"
    else:
        monthly = None if gain is None else savings(figures, gain.estimate)
        monthly = None if monthly is None else monthly - money.run_cost
        how = "computed from measured speed-ups; no bill was read"
    since = sorted(row.reached["full"] for row in rows if "full" in row.reached and _complete(row))
    if monthly is None or not since or not money.investment:
        return _cents(monthly), None, "ROI not measured: it needs a bill, an investment and a full rollout"
    months = max(0.0, (now - datetime.fromisoformat(since[-1])).total_seconds() / SECONDS_A_MONTH)
    percent = round(100 * monthly * months / money.investment, 2)
    return _cents(monthly), percent, f"ROI {percent:g}% of the investment since {since[-1][:10]}, {how}"


def _cents(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 2)
