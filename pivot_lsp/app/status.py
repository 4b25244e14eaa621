"""`pivot migrate --status`: the kept plan against what lies on disk now; milestones just reached are kept."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pivot_lsp.app.canaries import canaries
from pivot_lsp.app.migrate import kept_plan
from pivot_lsp.app.vessels import milestones, shelf
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.load import LoadReport
from pivot_lsp.model.plan import Plan
from pivot_lsp.model.progress import Status, VesselState
from pivot_lsp.model.rollout import Rollout
from pivot_lsp.model.target import project_root
from pivot_lsp.plan.assumptions import Observed, read
from pivot_lsp.plan.keep import keep, merged
from pivot_lsp.plan.loads import read_loads
from pivot_lsp.plan.status import Seen
from pivot_lsp.plan.status import status as judge
from pivot_lsp.store.settings import read_settings


def status(project: Path) -> Status:
    """Raises UsageError PV750 for no folder, PV754 without a plan, PV752 for an unreadable one."""
    if not project.is_dir():
        raise UsageError("PV750", "not a project's folder", file=project, remedy="name a folder")
    root = project_root(project.absolute()).resolve()
    plan = kept_plan(root)
    _, _, observed = read(read_settings(root), {}, root)
    rollouts, problem = canaries(root)
    states = shelf(root, rollouts)
    reached = milestones(states)
    # A plan made meanwhile by another process is the one that is kept up.
    plan = keep(root, lambda old: merged(old or plan, old or plan, reached))
    loads = read_loads(root)
    found = told(plan, states, observed, rollouts, loads[-1] if loads else None)
    return found.model_copy(update={"warnings": [problem] if problem else []})


def told(
    plan: Plan, states: Sequence[VesselState], observed: Observed, rollouts: Sequence[Rollout], load: LoadReport | None
) -> Status:
    """The status from what was read; milestones of now count, and nothing is written."""
    plan = merged(plan, plan, milestones(states))
    seen = Seen(
        states,
        observed,
        rollbacks=_rollbacks(rollouts),
        p95_ms=load.vessel.p95.estimate if load is not None and load.kept_pace and load.vessel.p95 else None,
        blocks={one.flag: f"{one.flag}: {one.blockers[0]}" for one in rollouts if one.blockers},
        retired=_retired(plan, rollouts),
    )
    return judge(plan, seen, datetime.now(UTC))


def _rollbacks(rollouts: Sequence[Rollout]) -> int | None:
    """Flags that the machine switched off; None when no call of any flag ever reached a vessel."""
    if not any(one.vessel.calls or one.decisions for one in rollouts):
        return None
    off = [row for one in rollouts for row in one.decisions if row.actor == "watch" and row.percent_after == 0]
    return max(len(off), sum(one.trip is not None for one in rollouts))


def _retired(plan: Plan, rollouts: Sequence[Rollout]) -> frozenset[str]:
    """Components that were at 100% and whose function a decision to retire names."""
    decisions = [row for one in rollouts for row in one.decisions if row.action == "retire"]
    gone = {text.partition(":")[0] for row in decisions for text in row.certificates}
    rows = (row for phase in plan.phases for row in phase.candidates)
    return frozenset(row.id for row in rows if row.function in gone and "full" in plan.milestones.get(row.id, {}))
