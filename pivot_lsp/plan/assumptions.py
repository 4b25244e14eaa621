"""What a plan stands on that nobody measured: days of work, rollout stages, the team. Each is a setting.

`[tool.pivot.plan]` in pyproject.toml, or `[plan]` in pivot.toml; the command line wins. Invariant: every figure that is
made from these names the rule it was made by.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ConfigDict, Field, ValidationError, field_validator

from pivot_lsp.model.base import Model
from pivot_lsp.model.errors import UsageError

Checked = TypeVar("Checked", bound=Model)


class Given(Model):
    """What a person gives: finite numbers only."""

    model_config = ConfigDict(allow_inf_nan=False)


class Assumptions(Given):
    """Days are working days of one engineer, except `rollout_days`, which are calendar days, one a stage."""

    days_port: float = Field(default=2.0, ge=0)
    """To port, make cases, certify and review, whatever the function."""
    days_branch: float = Field(default=0.05, ge=0)
    """To review one branch (cyclomatic complexity)."""
    days_module: float = Field(default=0.25, ge=0)
    """For each other module that the function reaches."""
    days_tests: float = Field(default=3.0, ge=0)
    """To write tests first, where less than `covered` is tested or nobody knows."""
    covered: float = Field(default=0.8, ge=0, le=1)
    days_refused: float = Field(default=5.0, ge=0)
    """To move out what the compiler refuses."""
    days_microservice: float = Field(default=5.0, ge=0)
    days_standalone: float = Field(default=2.0, ge=0)
    rollout_days: list[float] = Field(default=[3, 2, 3, 5, 7], min_length=1, max_length=100)
    """The guide's stages: internal, 1%, 10%, 50%, 100%."""
    parallel_rollouts: int | None = Field(default=None, ge=1, le=1000)
    """Components under rollout at one time; null: as many as engineers."""
    engineers: int = Field(default=1, ge=1, le=10_000)
    minimum_percent: float = Field(default=1.0, ge=0, le=100)
    """Share of the run under which a function is no component."""
    critical_percent: float = Field(default=3.0, ge=0, le=100)
    """Share of the run from which a library counts as a critical hotspot."""
    spread: float = Field(default=2.0, ge=1, le=100)
    """An estimated speed-up may be wrong by this factor, either way."""

    @field_validator("rollout_days")
    @classmethod
    def _positive(cls, days: list[float]) -> list[float]:
        if not all(0 <= day <= 3650 for day in days):
            raise ValueError("a stage takes 0 to 3650 days")
        return days

    @property
    def lanes(self) -> int:
        """Rollouts at one time."""
        return self.parallel_rollouts or self.engineers


class Figures(Given):
    """The user's own money, in one currency; what is null was not given."""

    monthly_bill: float | None = Field(default=None, ge=0)
    elastic_share: float | None = Field(default=None, ge=0, le=1)
    servers: int | None = Field(default=None, ge=1, le=10_000_000)
    investment: float | None = Field(default=None, ge=0)
    engineer_week: float | None = Field(default=None, ge=0)
    """Cost of one engineer for one week."""
    run_cost: float = Field(default=0.0, ge=0)
    """What running vessels costs a month beside the bill."""
    discount: float = Field(default=0.10, gt=-1, le=10)
    """A year."""


class Observed(Given):
    """What only the user can read off: the bill of now, the longest batch job, what a person confirms."""

    bill_now: float | None = Field(default=None, ge=0)
    batch_seconds_now: float | None = Field(default=None, ge=0)
    requests_a_month: float | None = Field(default=None, gt=0)
    confirmed: list[str] = []
    """Ids of criteria that a person decides, such as `libraries.team`."""


def read(settings: Mapping[str, Any], given: Mapping[str, Any], root: Path) -> tuple[Assumptions, Figures, Observed]:
    """The project's `plan` table with what the command line gave over it. Raises UsageError PV751."""
    table = settings.get("plan", {})
    if not isinstance(table, dict):
        raise UsageError("PV751", f"tool.pivot.plan is {table!r}, not a table", file=root)
    values = {**table, **{name: value for name, value in given.items() if value is not None}}
    money = {name: value for name, value in values.items() if name in Figures.model_fields}
    seen = {name: value for name, value in values.items() if name in Observed.model_fields}
    rest = {name: value for name, value in values.items() if name not in money | seen}
    return _checked(Assumptions, rest, root), _checked(Figures, money, root), _checked(Observed, seen, root)


def _checked(kind: type[Checked], values: Mapping[str, Any], root: Path) -> Checked:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        if first["type"] == "extra_forbidden":
            known = ", ".join([*Assumptions.model_fields, *Figures.model_fields, *Observed.model_fields])
            raise UsageError(
                "PV751", f"no such figure of a plan: {name}", file=root, remedy=f"known: {known}"
            ) from None
        raise UsageError("PV751", f"{name}: {first['msg']}, not {first['input']!r}", file=root) from None
