"""A plan that somebody wrote, as `pivot migrate --check F` reads it, and what its figures come to.

Every field is optional: what is not stated is not checked. Names are the migration guide's. Shares are percent of
the run, money is a month where the name does not say a year.
"""

from typing import Annotated

from pydantic import BeforeValidator, Field

from pivot_lsp.model.base import Model


def _times(value: object) -> object:
    """`12x` is 12."""
    return value[:-1] if isinstance(value, str) and value[-1:] in ("x", "X") else value


Times = Annotated[float, BeforeValidator(_times), Field(gt=0, le=1e9)]
Share = Annotated[float, Field(ge=0, le=100)]


class ClaimedComponent(Model):
    """One function of the plan."""

    function: str = ""
    file: str = ""
    rank: int | None = None
    runtime_percent: Share | None = None
    complexity: float | None = None
    test_coverage: float | None = Field(default=None, ge=0, le=1)
    priority_score: float | None = None
    estimated_speedup: Times | None = None
    dependencies: float | None = None
    target: str = ""
    rationale: str = ""


class ClaimedPhase(Model):
    """One phase. `components` is how many it claims to have; `candidates` those that it names."""

    name: str
    end_week: float | None = Field(default=None, ge=0)
    components: int | None = Field(default=None, ge=0)
    percent_complete: Share | None = None
    candidates: list[ClaimedComponent] = []
    phase_speedup: Times | None = None
    """Of the whole run, from this phase's own candidates."""
    overall_speedup: Times | None = None
    """Cumulative."""
    cost_savings: float | None = None
    cost_savings_cumulative: float | None = None


class ClaimedPlan(Model):
    """The whole of it."""

    phases: list[ClaimedPhase] = []
    candidates: list[ClaimedComponent] = []
    """A ranking, as the guide's step 1 and 2 have it."""
    candidates_percent: Share | None = None
    """What the ranking's shares are said to add up to."""
    monthly_bill: float | None = Field(default=None, ge=0)
    investment: float | None = Field(default=None, ge=0)
    yearly_savings: float | None = None
    monthly_savings: float | None = None
    break_even_months: float | None = Field(default=None, ge=0)
    weeks: float | None = Field(default=None, ge=0)
    rollout_days_a_component: float | None = Field(default=None, ge=0)
    components_complete: float | None = Field(default=None, ge=0)
    parity_cases: int | None = Field(default=None, ge=1)
    """Passing cases on which a confidence is stated."""
    confidence_percent: float | None = Field(default=None, gt=0, lt=100)


class Finding(Model):
    """One claim. `holds` null: it cannot be computed from what is stated."""

    claim: str
    stated: str
    computed: str
    holds: bool | None
    formula: str


class Audit(Model):
    """All of them."""

    file: str
    findings: list[Finding]
    holds: int
    wrong: int
    unknown: int
