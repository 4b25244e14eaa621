"""Everything that a dashboard can show, with a stranger's names in it."""

from datetime import UTC, datetime

from pivot_lsp.model.bench import Ratio
from pivot_lsp.model.dashboard import Dashboard, Metric
from pivot_lsp.model.plan import (
    Criterion,
    Impact,
    Money,
    Phase,
    Plan,
    PlanCandidate,
)
from pivot_lsp.model.progress import FlagState, VesselState
from pivot_lsp.model.rollout import Arm, Decision, LookPoint, Rollout, ShadowCounts, Stage, Verdict
from pivot_lsp.plan.assumptions import Observed
from pivot_lsp.plan.criteria import RISKS
from pivot_lsp.plan.status import Seen, status

HOSTILE = "</title><script>alert(1)</script>\"'&\x00\u202e"
ID = "shop.prices.total"


def ratio(estimate: float, low: float, high: float) -> Ratio:
    return Ratio(estimate=estimate, low=low, high=high)


def candidate(name: str = ID, function: str = "total") -> PlanCandidate:
    return PlanCandidate(
        id=name, rank=1, file="shop/prices.py", function=function, line=3, priority_score=200, runtime_percent=40,
        self_percent=30, carries=[], complexity=4, test_coverage=0.9, dependencies=1, used_by=2, call_count=1000,
        call_us=90, target="rust", target_reason="numerics in loops", speedup=ratio(5, 2.5, 10), estimated_speedup=5,
        basis="estimate", formula="estimate: t/(v + calls*b)", saved_percent=32, portable=True,
        placed_because="a large share of the run", integration="ffi", integration_reason="low latency critical",
        effort_days=3, effort="3 to port", start_week=1, end_week=4, rationale="40% of the run",
    )  # fmt: skip


def plan(name: str = ID, function: str = "total") -> Plan:
    impact = Impact(
        phase_speedup=ratio(1.47, 1.3, 1.56), overall_speedup=ratio(1.47, 1.3, 1.56), ceiling=1.67, cost_savings=None,
        cost_savings_cumulative=None, risk="low",
    )  # fmt: skip
    wanted = [Criterion(id="hotspots.parity", text="parity: every judged call equal", metric="parity", target=100)]
    phase = Phase(
        phase=1, id="hotspots", name="Critical Hotspots", goal="", weeks="1-4", start_week=1, end_week=4,
        candidates=[candidate(name, function)], expected_impact=impact, integration_strategy=[], deliverables=[],
        success_criteria=wanted,
    )  # fmt: skip
    return Plan(
        project="/srv/shop", created="2026-01-01T00:00:00+00:00", updated="2026-01-01T00:00:00+00:00", profiles=[],
        coverage=[], total_ms=1000, phases=[phase], overall_speedup=ratio(1.47, 1.3, 1.56), ceiling=1.67, components=1,
        weeks=4, rollout_days=20, money=Money(engineers=1, discount=0.1, verdict="not computed", formula="f"),
        blocked=[], left_out=[], risks=list(RISKS), milestones={name: {"ported": "2026-01-02T00:00:00+00:00"}},
        formulas={}, warnings=[],
    )  # fmt: skip


def vessel(name: str = ID) -> VesselState:
    return VesselState(
        id=name, target="rust", folder=f"vessels/{ID}/rust", built="2026-01-02T00:00:00+00:00", level="certified",
        certificate="stale", reasons=["legacy: shop/prices.py has changed"], test_count=2200, passed=2200,
        fallback_share=0.01, speedup=ratio(4.8, 4.6, 5.0), flag=FlagState(name="use_rust_total", percent=10),
    )  # fmt: skip


def rollout(flag: str = "use_rust_total") -> Rollout:
    def arm(calls: int, errors: int) -> Arm:
        return Arm(calls=calls, errors=errors, error_rate=errors / calls, p50_us=100, p95_us=220, p99_us=400)

    looks = [
        LookPoint(
            at=datetime(2026, 1, 3, 12, minute, tzinfo=UTC).isoformat(), epoch=3, vessel_calls=100 * minute,
            vessel_errors=minute, legacy_calls=900 * minute, legacy_errors=0, log_e=0.4 * minute, latency_log_e=0.1,
        )
        for minute in range(12)
    ]  # fmt: skip
    decision = Decision(
        at="2026-01-03T12:00:00+00:00", flag=flag, action="advance", actor="person", stage_before="1%",
        stage_after="10%", percent_before=1, percent_after=10, epoch=3, reasons=["passed"],
    )  # fmt: skip
    verdict = Verdict(verdict="inconclusive", reasons=["0.1 of 3 days"], log_e=4.4, threshold=6.908, formula="E-value")
    return Rollout(
        flag=flag, state="running", on=True, percent=10, salt="s", key=None, epoch=3, stage="10%", stage_index=2,
        stages=[Stage(name="10%", percent=10)], next_stage=None, since="2026-01-03T12:00:00+00:00", elapsed_days=0.1,
        functions=[], legacy=arm(9000, 2), vessel=arm(1000, 11), native=990, fallbacks={}, shadow=ShadowCounts(),
        verdict=verdict, power=None, next_power=None, can_advance=False, blockers=["0.1 of 3 days in stage 10%"],
        inside=0, last_vessel_call_seconds=None, trip=None, looks=looks, decisions=[decision],
    )  # fmt: skip


def dashboard(name: str = ID, flag: str = "use_rust_total", project: str = "/srv/shop") -> Dashboard:
    made, vessels = plan(name), [vessel(name)]
    return Dashboard(
        project=project,
        made="2026-01-03T12:12:00+00:00",
        plan=made,
        status=status(made, Seen(vessels, Observed()), datetime(2026, 1, 3, tzinfo=UTC)),
        vessels=vessels,
        rollouts=[rollout(flag)],
        loads=[],
        metrics=[
            Metric(group="Performance", name="Throughput", source="pivot load CONFIG"),
            Metric(group="Business", name=name, legacy="1", vessel="2", source=flag),
        ],
        warnings=[name],
    )
