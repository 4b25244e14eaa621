"""Somebody's plan recomputed: each stated figure beside what it comes to, and by which formula.

A claim holds when the computed figure, rounded as the stated one is written, differs by at most `SLACK` of it.
"""

import math
from collections.abc import Iterator, Sequence

from pivot_lsp.hotspots import score
from pivot_lsp.model.audit import Audit, ClaimedComponent, ClaimedPhase, ClaimedPlan, Finding
from pivot_lsp.plan.money import MONTHS_A_WEEK, Ramp, payback_at_full_rate
from pivot_lsp.stats import amdahl, binomial

SLACK = 0.03
AMDAHL = "1/(1 - sum(p) + sum(p/s))"


def audit(plan: ClaimedPlan, file: str) -> Audit:
    """Every claim that the plan makes. Raises ValueError for shares that add up to more than the run."""
    found = [*_ranking(plan), *_phases(plan), *_money(plan), *_time(plan), *_confidence(plan)]
    verdicts = [row.holds for row in found]
    return Audit(
        file=file, findings=found, holds=verdicts.count(True), wrong=verdicts.count(False), unknown=verdicts.count(None)
    )


def _near(stated: float, computed: float) -> bool:
    return math.isfinite(computed) and abs(computed - stated) <= SLACK * abs(stated) + 1e-9


def _finding(
    claim: str, stated: float, computed: float | None, formula: str, unit: str = "", note: str = ""
) -> Finding:
    shown = (
        "cannot be computed" if computed is None else f"{computed:,.4g}{unit}" if computed < 1e6 else f"{computed:,.0f}"
    )
    return Finding(
        claim=claim,
        stated=f"{stated:,g}{unit}",
        computed=shown + (f"; {note}" if note else ""),
        holds=None if computed is None else _near(stated, computed),
        formula=formula,
    )


def _parts(rows: Sequence[ClaimedComponent]) -> list[amdahl.Part] | None:
    """Shares with speed-ups; None when one is missing."""
    if not rows or any(row.runtime_percent is None or row.estimated_speedup is None for row in rows):
        return None
    return [((row.runtime_percent or 0) / 100, row.estimated_speedup or 1.0) for row in rows]


def _ranking(plan: ClaimedPlan) -> Iterator[Finding]:
    rows = plan.candidates
    shares = [row.runtime_percent for row in rows if row.runtime_percent is not None]
    if plan.candidates_percent is not None:
        total = sum(shares) if len(shares) == len(rows) and rows else None
        yield _finding("shares of the ranking", plan.candidates_percent, total, "sum(p)", "%")
    for row in [*rows, *(each for phase in plan.phases for each in phase.candidates)]:
        if row.priority_score is not None and row.runtime_percent is not None and row.complexity is not None:
            value = score.priority_score(row.runtime_percent, round(row.complexity), row.test_coverage)
            yield _finding(f"priority score of {row.function}", row.priority_score, round(value, 1), score.FORMULA)


def _phases(plan: ClaimedPlan) -> Iterator[Finding]:
    before: list[amdahl.Part] | None = []
    saved: float | None = 0.0
    for phase in plan.phases:
        parts = _parts(phase.candidates)
        before = None if parts is None or before is None else before + parts
        if phase.phase_speedup is not None:
            yield _speedup(f"{phase.name}: speed-up of the run, alone", phase.phase_speedup, parts)
        if phase.overall_speedup is not None:
            yield _speedup(f"{phase.name}: overall speed-up", phase.overall_speedup, before)
        saved = None if saved is None or phase.cost_savings is None else saved + phase.cost_savings
        if phase.cost_savings_cumulative is not None:
            yield _finding(
                f"{phase.name}: savings a month, cumulative", phase.cost_savings_cumulative, saved, "sum of the phases'"
            )


def _speedup(claim: str, stated: float, parts: list[amdahl.Part] | None) -> Finding:
    if parts is None:
        least = 100 * (1 - 1 / stated)
        note = f"needs at least {least:.1f}% of the run, even at infinite speed; the shares are not stated"
        return _finding(claim, stated, None, AMDAHL, "x", note)
    value = amdahl.overall(parts)
    share = sum(p for p, _ in parts)
    need = amdahl.needed(stated, share)
    note = ""
    if not _near(stated, value):
        ceiling = amdahl.ceiling(p for p, _ in parts)
        local = "no local speed-up reaches it" if need is None else f"it needs {need:.1f}x in every part"
        note = f"{local}; at most {ceiling:.2f}x"
    return _finding(claim, stated, round(value, 3), AMDAHL, "x", note)


def _money(plan: ClaimedPlan) -> Iterator[Finding]:
    monthly = None if plan.yearly_savings is None else plan.yearly_savings / 12
    if plan.break_even_months is not None:
        months = None
        if plan.investment is not None and monthly is not None:
            months = payback_at_full_rate(plan.investment, monthly)
        note = _ramped(plan)
        yield _finding(
            "break-even, months", plan.break_even_months, _rounded(months), "investment / savings a month", "", note
        )
    if plan.monthly_savings is not None:
        added = _added(plan.phases)
        yield _finding("savings a month", plan.monthly_savings, added, "sum of the phases'")
    if plan.yearly_savings is not None and plan.monthly_bill is not None:
        share = 100 * plan.yearly_savings / (12 * plan.monthly_bill) if plan.monthly_bill else math.inf
        yield Finding(
            claim="savings a year",
            stated=f"{plan.yearly_savings:,g}",
            computed=f"{share:.0f}% of a bill of {12 * plan.monthly_bill:,g} a year",
            holds=share <= 100,
            formula="savings cannot exceed the bill",
        )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _added(phases: Sequence[ClaimedPhase]) -> float | None:
    each = [phase.cost_savings for phase in phases]
    return None if not each or None in each else sum(value or 0.0 for value in each)


def _ramped(plan: ClaimedPlan) -> str:
    """The break-even with the savings coming phase by phase, where weeks and cumulative savings are stated."""
    rows = [(phase.end_week, phase.cost_savings_cumulative) for phase in plan.phases]
    if plan.investment is None or not rows or any(None in row for row in rows):
        return ""
    pays = Ramp.of_weeks([(week or 0.0, rate or 0.0) for week, rate in rows]).payback(plan.investment)
    if pays is None:
        return "with the phases' own ramp it does not pay back"
    return f"{pays:.1f} from the start, with the phases' own ramp (week {pays / MONTHS_A_WEEK:.0f})"


def _time(plan: ClaimedPlan) -> Iterator[Finding]:
    counted = [phase.components for phase in plan.phases]
    total = None if not counted or None in counted else sum(count or 0 for count in counted)
    if plan.rollout_days_a_component is not None and plan.weeks is not None and total:
        serial = total * plan.rollout_days_a_component / 7
        lanes = math.ceil(serial / plan.weeks) if plan.weeks else 0
        yield Finding(
            claim="weeks of the whole plan",
            stated=f"{plan.weeks:g}",
            computed=f"{serial:.1f} of rollouts one after another; {lanes} at a time at least",
            holds=serial <= plan.weeks,
            formula="components * rollout days / 7",
        )
    done = [phase.percent_complete for phase in plan.phases]
    if plan.components_complete is not None and total and None not in done:
        value = sum((count or 0) * (percent or 0.0) / 100 for count, percent in zip(counted, done))
        yield _finding("components complete", plan.components_complete, round(value), "sum(components * percent)")


def _confidence(plan: ClaimedPlan) -> Iterator[Finding]:
    if plan.parity_cases is None or plan.confidence_percent is None:
        return
    level = plan.confidence_percent / 100
    bound = 100 * binomial.upper_bound(0, plan.parity_cases, level)
    yield Finding(
        claim=f"confidence after {plan.parity_cases:,} equal cases",
        stated=f"{plan.confidence_percent:g}%",
        computed=f"with {plan.confidence_percent:g}% confidence at most {bound:.2g}% of calls differ",
        holds=None,
        formula="Clopper-Pearson; a confidence without the bound it refers to says nothing",
    )
