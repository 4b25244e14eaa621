"""`pivot migrate --status`: the kept plan against what lies on disk now; milestones just reached are kept."""

from datetime import UTC, datetime
from pathlib import Path

from pivot_lsp.app.migrate import kept_plan
from pivot_lsp.app.vessels import milestones, shelf
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.progress import Status
from pivot_lsp.model.target import project_root
from pivot_lsp.plan.assumptions import read
from pivot_lsp.plan.keep import keep, merged
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
    states = shelf(root)
    reached = milestones(states)
    # A plan made meanwhile by another process is the one that is kept up.
    plan = keep(root, lambda old: merged(old or plan, old or plan, reached))
    return judge(plan, Seen(states, observed), datetime.now(UTC))
