"""The plan from facts: components, their phases, weeks, gains and money.

Invariants: shares are self time and each is counted once; the gain of the whole is Amdahl's, never a mean of local
speed-ups; a speed-up is measured, or an estimate with its formula and bounds.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from pivot_lsp.hotspots import score
from pivot_lsp.model.bench import Ratio
from pivot_lsp.model.plan import Impact, Kind, LeftOut, Phase, Plan, PlanCandidate, Severity
from pivot_lsp.plan import money
from pivot_lsp.plan.assumptions import Assumptions
from pivot_lsp.plan.component import Facts, Hot, component, node, part, refused
from pivot_lsp.plan.criteria import PHASES, RISKS, criteria
from pivot_lsp.plan.schedule import Slot, Work, schedule
from pivot_lsp.plan.units import Key, Unit, units
from pivot_lsp.source.reach import is_test
from pivot_lsp.stats import amdahl

KINDS: tuple[Kind, ...] = tuple(PHASES)
CEILING = 1e6
FORMULAS = {
    "overall_speedup": "1/(1 - sum(p) + sum(p/s)); p: self-time shares of disjoint components, s: their speed-ups",
    "interval": "speed-ups at their ends together; shares +-1.96 sqrt(p(1-p)/n) of n samples, in quadrature",
    "estimated_speedup": "seconds / (seconds in the vessel + calls * crossing), summed over the unit",
    "priority_score": score.FORMULA,
    "saved_percent": "p * (1 - 1/s)",
    "cost_savings": money.FORMULA,
    "weeks": "effort_days of one engineer, 5 a week; rollout_days by the calendar; needs first; phases in order",
}


def plan(facts: Facts, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Plan:
    """The plan; nothing is read or written."""
    hot = {row.key: row for row in facts.hot}
    nodes = {key: node(row, facts.analysis.total_ms) for key, row in hot.items()}
    found = [unit for unit in units(nodes, facts.callees) if 100 * unit.share >= facts.assumptions.minimum_percent]
    rows = _pulled([component(unit, hot, facts) for unit in found])
    phases = _phases(rows, facts)
    blocked = [
        component(Unit(nodes[key], (), frozenset(), frozenset()), hot, facts)[1]
        for key, row in hot.items()
        if refused(row) and row.hotspot.percentage >= facts.assumptions.minimum_percent
    ]
    stamp = now().isoformat(timespec="seconds")
    last = phases[-1].expected_impact
    weeks = max(phase.end_week for phase in phases)
    speedup = last.overall_speedup
    return Plan(
        project=facts.analysis.root,
        created=stamp,
        updated=stamp,
        profiles=facts.analysis.profiles,
        coverage=facts.analysis.coverage,
        total_ms=facts.analysis.total_ms,
        phases=phases,
        overall_speedup=speedup,
        ceiling=last.ceiling,
        components=sum(len(phase.candidates) for phase in phases),
        weeks=weeks,
        rollout_days=sum(facts.assumptions.rollout_days),
        money=money.money(
            facts.figures,
            facts.assumptions,
            [(phase.end_week, phase.expected_impact.overall_speedup.estimate) for phase in phases if phase.candidates],
            (speedup.low, speedup.high),
            weeks,
        ),
        blocked=sorted(blocked, key=lambda row: -row.self_percent),
        left_out=_left_out(hot, found, blocked, facts.assumptions),
        risks=list(RISKS),
        formulas=FORMULAS
        | {"speed-up bounds": f"an estimate is taken as right within a factor {facts.assumptions.spread:g}"},
        warnings=facts.analysis.warnings,
    )


def _pulled(rows: Sequence[tuple[Kind, PlanCandidate]]) -> dict[Kind, list[PlanCandidate]]:
    """The rows by phase; what an earlier phase needs is pulled forward into it."""
    kinds = {row.id: kind for kind, row in rows}
    by_id = {row.id: row for _, row in rows}
    for kind, row in sorted(rows, key=lambda pair: KINDS.index(pair[0])):
        waiting = list(row.depends_on)
        while waiting:
            need = waiting.pop()
            if need in kinds and KINDS.index(kinds[need]) > KINDS.index(kind):
                kinds[need] = kind
                text = f"pulled forward: {row.function} needs it ({by_id[need].placed_because})"
                by_id[need] = by_id[need].model_copy(update={"placed_because": text})
                waiting.extend(by_id[need].depends_on)
    return {
        kind: sorted(
            (row for row in by_id.values() if kinds[row.id] == kind), key=lambda row: (-row.saved_percent, row.id)
        )
        for kind in KINDS
    }


def _phases(by_kind: Mapping[Kind, Sequence[PlanCandidate]], facts: Facts) -> list[Phase]:
    works = [[_work(row, facts) for row in by_kind[kind]] for kind in KINDS]
    slots = schedule(works, facts.assumptions)
    found: list[Phase] = []
    before: list[amdahl.Uncertain] = []
    rank = 0
    for at, kind in enumerate(KINDS):
        weeks, each = slots[at]
        rows = []
        for row in by_kind[kind]:
            rank += 1
            slot = each[row.id]
            rows.append(row.model_copy(update={"rank": rank, "start_week": slot.start, "end_week": slot.end}))
        parts = [part(row, facts) for row in rows]
        impact = _impact(parts, before, rows, facts)
        before = before + parts
        found.append(_phase(at, kind, rows, impact, weeks))
    return found


def _phase(at: int, kind: Kind, rows: list[PlanCandidate], impact: Impact, weeks: Slot) -> Phase:
    text = PHASES[kind]
    ways = dict.fromkeys(f"{row.integration}: {row.integration_reason}" for row in rows)
    return Phase(
        phase=at + 1,
        id=kind,
        name=text.name,
        goal=text.goal,
        weeks=f"{weeks.start}-{weeks.end}" if rows and weeks.end else "",
        start_week=weeks.start if rows else 0,
        end_week=weeks.end if rows else 0,
        candidates=rows,
        expected_impact=impact,
        integration_strategy=list(ways),
        deliverables=list(text.deliverables) if rows else [],
        success_criteria=criteria(kind, rows, impact, last=at == len(KINDS) - 1),
        note="" if rows else f"no {text.noun} of at least the minimum share in these facts",
    )


def _work(row: PlanCandidate, facts: Facts) -> Work:
    done = facts.done.get(row.id, {})
    days = 0.0 if "certified" in done else row.effort_days
    rollout = 0.0 if "full" in done else sum(facts.assumptions.rollout_days)
    return Work(row.id, days, rollout, frozenset(row.depends_on))


def _impact(
    parts: list[amdahl.Uncertain], before: list[amdahl.Uncertain], rows: list[PlanCandidate], facts: Facts
) -> Impact:
    overall = _whole(before + parts)
    saved = money.savings(facts.figures, overall.estimate)
    saved_before = money.savings(facts.figures, _whole(before).estimate)
    levels = {risk.severity for row in rows for risk in row.risks}
    severity: Severity = "high" if "high" in levels else "medium" if "medium" in levels else "low"
    shares = _fitted([part.share[1] for part in before + parts])
    return Impact(
        phase_speedup=_whole(parts),
        overall_speedup=overall,
        ceiling=round(min(amdahl.ceiling(shares), CEILING), 4),
        cost_savings=None if saved is None or saved_before is None else round(saved - saved_before, 2),
        cost_savings_cumulative=None if saved is None else round(saved, 2),
        risk=severity,
    )


def _fitted(shares: list[float]) -> list[float]:
    """Shares that rounding brought above the whole are brought back."""
    total = sum(shares)
    return [share / total for share in shares] if total > 1 else shares


def _whole(parts: list[amdahl.Uncertain]) -> Ratio:
    total = sum(part.share[1] for part in parts)
    if total > 1:
        parts = [
            amdahl.Uncertain((p.share[0] / total, p.share[1] / total, p.share[2] / total), p.speedup) for p in parts
        ]
    low, estimate, high = amdahl.overall_interval(parts)
    return Ratio(
        low=round(min(low, CEILING), 4), estimate=round(min(estimate, CEILING), 4), high=round(min(high, CEILING), 4)
    )


def _left_out(
    hot: Mapping[Key, Hot], found: Sequence[Unit], blocked: Sequence[PlanCandidate], assumptions: Assumptions
) -> list[LeftOut]:
    taken = {node.key for unit in found for node in unit.nodes} | {(row.file, row.function) for row in blocked}
    rows = [
        LeftOut(
            file=row.hotspot.file,
            function=row.hotspot.function,
            line=row.hotspot.line,
            runtime_percent=row.hotspot.percentage,
            reason=_why(row),
        )
        for key, row in hot.items()
        if key not in taken and row.hotspot.percentage >= assumptions.minimum_percent
    ]
    return sorted(rows, key=lambda row: -row.runtime_percent)


def _why(row: Hot) -> str:
    if is_test(row.file.path):
        return "a test"
    if row.hotspot.shape not in ("function", "method"):
        return f"a {row.hotspot.shape}, which cannot be ported by itself"
    return "no component of the minimum share carries it"
