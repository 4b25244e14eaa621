"""How far a plan is: what counts, what does not, and what blocks."""

from datetime import UTC, datetime
from typing import Any

import pytest

from pivot_lsp.model.bench import Ratio
from pivot_lsp.model.plan import Criterion, Plan
from pivot_lsp.model.progress import ComponentState, FlagState, Status, VesselState
from pivot_lsp.plan.assumptions import Observed
from pivot_lsp.plan.status import Seen, status
from tests.web.made import ID, plan, vessel

NOW = datetime(2026, 7, 1, tzinfo=UTC)


def built(percent: float = 100, **changes: Any) -> VesselState:
    """A certified vessel behind a flag."""
    proven: dict[str, Any] = {"certificate": "valid", "reasons": [], "flag": FlagState(name="f", percent=percent)}
    return vessel().model_copy(update=proven | changes)


def told(*vessels: VesselState, made: Plan | None = None, **seen: Any) -> Status:
    return status(made or plan(), Seen(list(vessels), seen.pop("observed", Observed()), **seen), NOW)


def only(found: Status) -> ComponentState:
    (row,) = found.phases[0].components
    return row


def with_criterion(metric: str, target: float | None) -> Plan:
    made = plan()
    wanted = Criterion.model_validate({"id": "x", "text": "x", "metric": metric, "target": target})
    return made.model_copy(update={"phases": [made.phases[0].model_copy(update={"success_criteria": [wanted]})]})


def verdict(metric: str, target: float | None, *vessels: VesselState, **seen: Any) -> str:
    (row,) = told(*vessels, made=with_criterion(metric, target), **seen).phases[0].criteria
    return row.verdict


def test_the_gain_of_now_is_amdahls_over_what_runs() -> None:
    full = told(built()).gain
    assert full is not None
    assert full.estimate == pytest.approx(1 / (0.6 + 0.4 / 4.8), abs=1e-3)
    tenth = told(built(10)).gain
    assert tenth is not None
    assert tenth.estimate == pytest.approx(1 / (0.6 + 0.4 * (0.9 + 0.1 / 4.8)), abs=1e-3)


@pytest.mark.parametrize(
    "changes",
    [
        {"certificate": "stale"}, {"certificate": "none"}, {"certificate": "unreadable"}, {"speedup": None},
        {"flag": None}, {"flag": FlagState(name="f", percent=0)},
    ],
)  # fmt: skip
def test_what_is_not_proven_measured_and_running_is_no_gain(changes: dict[str, Any]) -> None:
    assert told(built().model_copy(update=changes)).gain is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"certificate": "stale", "reasons": ["legacy: a.py has changed"]},
            "certificate stale: legacy: a.py has changed",
        ),
        ({"level": "tested"}, "its certificate says only tested"),
        ({"speedup": Ratio(low=0.5, estimate=0.7, high=0.9)}, "slower than legacy: 0.70x"),
        ({"speedup": None, "benchmarked": "2026-01-01"}, "benchmarked without a verdict: its control failed"),
    ],
)
def test_what_blocks_is_said(changes: dict[str, Any], said: str) -> None:
    assert said in only(told(built(10, **changes))).blocked_by


def test_the_rollout_has_its_say() -> None:
    assert only(told(built(10), blocks={"f": "f: 0.1 of 3 days"})).blocked_by == ["f: 0.1 of 3 days"]


def test_of_several_vessels_the_one_that_answers_counts() -> None:
    fast = built(0, target="go", speedup=Ratio(low=8, estimate=9, high=10), flag=None)
    assert only(told(fast, built(50))).speedup.estimate == 4.8


def test_criteria_without_a_measurement_are_not_measured() -> None:
    for metric in ("speedup", "incidents", "parity", "savings", "latency", "batch", "a person"):
        assert verdict(metric, 1.0) == "not measured"


def test_criteria_with_one_are_met_or_not() -> None:
    assert verdict("components", 1, built()) == "met"
    assert verdict("components", 1, built(50)) == "not met"
    assert verdict("speedup", 1.4, built()) == "met"
    assert verdict("speedup", 2.1, built()) == "not met"
    assert verdict("incidents", 0, rollbacks=0) == "met"
    assert verdict("incidents", 0, rollbacks=1) == "not met"
    assert verdict("parity", 100, built()) == "met"
    assert verdict("parity", 100, built(passed=2199)) == "not met"
    assert verdict("latency", 300, p95_ms=127) == "met"
    assert verdict("latency", 300, p95_ms=300) == "not met"
    assert verdict("batch", 3600, observed=Observed(batch_seconds_now=1620)) == "met"
    assert verdict("retired", None, built()) == "not met"
    assert verdict("retired", None, built(), retired=frozenset({ID})) == "met"


def test_roi_is_what_came_back_since_the_full_rollout() -> None:
    made = plan().model_copy(update={"milestones": {ID: {"full": "2026-01-01T00:00:00+00:00"}}})
    money = made.money.model_copy(update={"monthly_bill": 10_000.0, "investment": 60_000.0})
    found = told(built(), made=made.model_copy(update={"money": money}), observed=Observed(bill_now=9_000))
    assert found.monthly_savings == 1000
    assert found.saved_of_investment_percent == pytest.approx(100 * 1000 * (181 / 365 * 12) / 60_000, rel=0.01)
    assert "from the two bills" in found.roi_note


def test_a_vessel_of_no_component_is_listed() -> None:
    assert [row.id for row in told(built(id="other.f")).unplanned] == ["other.f"]
