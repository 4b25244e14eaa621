"""What the dashboard shows: plan, status, vessels, canaries, load tests, and the guide's metrics where measured.

Reads only; nothing of the project is imported or run. Invariant: a metric without a measurement says what would
measure it.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from pivot_lsp.app.canaries import canaries
from pivot_lsp.app.status import told
from pivot_lsp.app.vessels import shelf
from pivot_lsp.model.dashboard import Dashboard, Metric
from pivot_lsp.model.errors import PivotError, UsageError
from pivot_lsp.model.load import LoadReport, SideResult
from pivot_lsp.model.plan import Plan
from pivot_lsp.model.progress import Status
from pivot_lsp.model.rollout import Rollout
from pivot_lsp.model.target import project_root
from pivot_lsp.plan.assumptions import Observed, read
from pivot_lsp.plan.keep import read_plan
from pivot_lsp.plan.loads import read_loads
from pivot_lsp.store.settings import read_settings

LOAD = "pivot load CONFIG"
CANARY = "a wrapped function under `pivot rollout`"


def root_of(project: Path) -> Path:
    """The project's root. Raises UsageError PV750 for no folder."""
    if not project.is_dir():
        raise UsageError("PV750", "not a project's folder", file=project, remedy="name a folder")
    return project_root(project.absolute()).resolve()


def dashboard(root: Path) -> Dashboard:
    """Everything as it is now. What cannot be read becomes a warning; the rest is shown."""
    warnings: list[str] = []
    plan: Plan | None = None
    status: Status | None = None
    observed = Observed()
    try:
        observed = read(read_settings(root), {}, root)[2]
        plan = read_plan(root)
    except PivotError as error:
        warnings.append(str(error))
    rollouts, problem = canaries(root)
    warnings += [problem] if problem else []
    vessels = shelf(root, rollouts)
    loads = read_loads(root)
    if plan is not None:
        status = told(plan, vessels, observed, rollouts, loads[-1] if loads else None)
        warnings += plan.warnings
    return Dashboard(
        project=str(root),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        plan=plan,
        status=status,
        vessels=vessels,
        rollouts=rollouts,
        loads=loads,
        metrics=list(_metrics(plan, status, observed, rollouts, loads[-1] if loads else None)),
        warnings=warnings,
    )


def _metrics(
    plan: Plan | None, status: Status | None, observed: Observed, rollouts: list[Rollout], load: LoadReport | None
) -> Iterator[Metric]:
    yield from _performance(load)
    yield from _production(rollouts)
    yield from _business(plan, status, observed)


def _performance(load: LoadReport | None) -> Iterator[Metric]:
    group = "Performance, last load test"
    source = LOAD if load is None else f"{load.config}, {load.created[:16]}"
    if load is not None and not load.kept_pace:
        source += "; the generator was late: no verdict"
    rows: tuple[tuple[str, Callable[[SideResult], str | None]], ...] = (
        ("Execution time, p50", lambda s: _ms(s.p50.estimate if s.p50 else None)),
        ("Execution time, p95", lambda s: _ms(s.p95.estimate if s.p95 else None)),
        ("Execution time, p99", lambda s: _ms(s.p99.estimate if s.p99 else None)),
        ("Throughput", lambda s: f"{s.rps.estimate:.1f} requests/s"),
        ("Error rate", lambda s: f"{s.error_percent:.3g}%"),
        ("Memory", lambda s: None if s.memory_mb is None else f"{s.memory_mb:.0f} MB"),
        ("CPU", lambda s: None if s.cpu_percent is None else f"{s.cpu_percent:.0f}% of a core"),
    )
    for name, of in rows:
        legacy, vessel = (None, None) if load is None else (of(load.legacy), of(load.vessel))
        yield Metric(group=group, name=name, legacy=legacy, vessel=vessel, source=source)


def _ms(value: float | None) -> str | None:
    return None if value is None else f"{value:.3g} ms"


def _production(rollouts: list[Rollout]) -> Iterator[Metric]:
    group = "Production, this stage of each flag"
    counted = [one for one in rollouts if one.legacy.calls or one.vessel.calls]
    if not counted:
        for name in ("Execution time, p95", "Error rate", "Calls"):
            yield Metric(group=group, name=name, source=CANARY)
    for one in counted:
        for label, field in (("p50", "p50_us"), ("p95", "p95_us"), ("p99", "p99_us")):
            yield Metric(
                group=group,
                name=f"{one.flag}: execution time, {label}",
                legacy=_us(getattr(one.legacy, field)),
                vessel=_us(getattr(one.vessel, field)),
                source="counters of all processes; upper ends of buckets",
            )
        yield Metric(
            group=group,
            name=f"{one.flag}: error rate",
            legacy=_rate(one.legacy.error_rate),
            vessel=_rate(one.vessel.error_rate),
            source="counters of all processes",
        )
        yield Metric(
            group=group,
            name=f"{one.flag}: calls",
            legacy=f"{one.legacy.calls:,}",
            vessel=f"{one.vessel.calls:,}",
            source="counters of all processes",
        )


def _us(value: float | None) -> str | None:
    if value is None:
        return None
    return f"{value:,.0f} us" if value >= 100 else f"{value:.3g} us"


def _rate(value: float | None) -> str | None:
    return None if value is None else f"{100 * value:.3g}%"


def _business(plan: Plan | None, status: Status | None, observed: Observed) -> Iterator[Metric]:
    group = "Business"
    before = None if plan is None else plan.money.monthly_bill
    now, requests = observed.bill_now, observed.requests_a_month
    settings = "[tool.pivot.plan] "
    yield Metric(
        group=group,
        name="Cost per request",
        legacy=None if before is None or requests is None else f"{before / requests:.3g}",
        vessel=None if now is None or requests is None else f"{now / requests:.3g}",
        source=f"{settings}monthly_bill, bill_now, requests_a_month",
    )
    yield Metric(
        group=group,
        name="Monthly spend",
        legacy=None if before is None else f"{before:,.0f}",
        vessel=None if now is None else f"{now:,.0f}",
        source=f"{settings}monthly_bill before, bill_now; as you gave them",
    )
    returned = None if status is None else status.saved_of_investment_percent
    yield Metric(
        group=group,
        name="ROI progress",
        value=None if returned is None else f"{returned:.3g}%",
        source="pivot migrate" if status is None else status.roi_note,
    )
    yield Metric(
        group=group,
        name="Migration completion",
        value=None if status is None else f"{status.complete} of {status.components} components",
        source="pivot migrate" if status is None else "components with 100% of their calls on the vessel",
    )
