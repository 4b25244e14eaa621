"""What the dashboard shows, put together by `app/dashboard.py`; the page adds nothing to it but form."""

from pivot_lsp.model.base import Model
from pivot_lsp.model.load import LoadReport
from pivot_lsp.model.plan import Plan
from pivot_lsp.model.progress import Status, VesselState
from pivot_lsp.model.rollout import Rollout

NOT_MEASURED = "not measured"


class Metric(Model):
    """One metric of the guide's step 7. `legacy` and `vessel` are null where only one figure makes sense; all null:
    not measured, and `source` says what would measure it."""

    group: str
    name: str
    legacy: str | None = None
    vessel: str | None = None
    value: str | None = None
    source: str

    @property
    def measured(self) -> bool:
        """Whether there is a figure at all."""
        return any(text is not None for text in (self.legacy, self.vessel, self.value))


class Exported(Model):
    """What `pivot dashboard --export F --json` says."""

    file: str


class Dashboard(Model):
    """All of it. `plan` and `status` are null before the first `pivot migrate`."""

    project: str
    made: str
    plan: Plan | None
    status: Status | None
    vessels: list[VesselState]
    rollouts: list[Rollout]
    loads: list[LoadReport]
    """Oldest first."""
    metrics: list[Metric]
    warnings: list[str]
