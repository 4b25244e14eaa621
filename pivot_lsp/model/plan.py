"""The migration plan: what `pivot migrate` says and keeps in `.pivot/plan.json`.

Names are the migration guide's where it has one. Percentages are 0..100 of the profiled run, weeks are 1-based and
both ends are included, money is in the user's own currency a month. Invariant: a figure is `measured`, or is an
`estimate` whose formula stands beside it; what nobody gave or measured is null, never a guess.
"""

from typing import Literal

from pivot_lsp.model.base import Model
from pivot_lsp.model.bench import Ratio
from pivot_lsp.model.hotspot import FactSource
from pivot_lsp.model.port import Language

Kind = Literal["hotspots", "endpoints", "batch", "libraries"]
Integration = Literal["ffi", "microservice", "standalone"]
Basis = Literal["measured", "estimate"]
Severity = Literal["low", "medium", "high"]
Step = Literal["ported", "certified", "benchmarked", "wrapped", "canary", "full", "retired"]
STEPS: tuple[Step, ...] = ("ported", "certified", "benchmarked", "wrapped", "canary", "full", "retired")
"""The milestones of a component, in order."""


class Risk(Model):
    """What may go wrong, why we think so, and what to do about it."""

    severity: Severity
    risk: str
    mitigation: str


class PlanCandidate(Model):
    """A component: one function that becomes a vessel, with the helpers that are compiled into it.

    `runtime_percent` is the self time of the function and of what it carries; `id` is its dotted name, the same in
    every plan, so that milestones survive a new one.
    """

    id: str
    rank: int
    file: str
    function: str
    line: int
    priority_score: float
    runtime_percent: float
    self_percent: float
    carries: list[str]
    """Hot helpers that come along; their share is counted here, once."""
    shared: list[str] = []
    """Those of `carries` that code outside every component calls too: the low end leaves them out."""
    complexity: int
    test_coverage: float | None
    dependencies: int
    used_by: int
    call_count: int | None
    call_us: float | None
    """Self time of the unit a call, microseconds."""
    target: Language
    target_reason: str
    speedup: Ratio
    estimated_speedup: float
    basis: Basis
    formula: str
    saved_percent: float
    portable: bool | None
    reasons: list[str] = []
    """Why the compiler refuses it."""
    placed_because: str
    integration: Integration
    integration_reason: str
    integration_note: str = ""
    depends_on: list[str] = []
    effort_days: float
    effort: str
    """The sum that `effort_days` is, in words."""
    start_week: int = 0
    end_week: int = 0
    risks: list[Risk] = []
    rationale: str


class Criterion(Model):
    """One of the guide's success criteria with this plan's own figure; `metric` says what decides it."""

    id: str
    text: str
    metric: Literal[
        "components", "speedup", "incidents", "parity", "savings", "latency", "batch", "retired", "a person"
    ]
    target: float | None = None


class Impact(Model):
    """What a phase is expected to bring. Speed-ups are of the whole run, by Amdahl's law."""

    phase_speedup: Ratio
    """From this phase alone."""
    overall_speedup: Ratio
    """With the phases before it."""
    ceiling: float
    """The same at infinite speed of all its components."""
    cost_savings: float | None
    """A month, from this phase; null without a monthly bill."""
    cost_savings_cumulative: float | None
    risk: Severity


class Phase(Model):
    """One phase of the guide; one without candidates is kept and says so."""

    phase: int
    id: Kind
    name: str
    goal: str
    weeks: str
    start_week: int
    end_week: int
    candidates: list[PlanCandidate]
    expected_impact: Impact
    integration_strategy: list[str]
    deliverables: list[str]
    success_criteria: list[Criterion]
    note: str = ""


class Money(Model):
    """What the plan saves and when it pays, from the user's own figures; what was not given is null and named."""

    monthly_bill: float | None = None
    elastic_share: float | None = None
    """Share of the bill that follows processor time, 0..1."""
    servers: int | None = None
    engineers: int
    engineer_week: float | None = None
    investment: float | None = None
    run_cost: float = 0.0
    monthly_savings: float | None = None
    monthly_savings_low: float | None = None
    monthly_savings_high: float | None = None
    yearly_savings: float | None = None
    payback_months_at_full_rate: float | None = None
    """Investment / savings a month, counted from the end of the migration."""
    payback_months: float | None = None
    """From its start, with the savings coming phase by phase."""
    net_present_value: dict[str, float] = {}
    """By horizon (`24 months`), at `discount` a year."""
    discount: float
    verdict: str
    missing: list[str] = []
    formula: str


class LeftOut(Model):
    """A hot function that is no component, and why."""

    file: str
    function: str
    line: int
    runtime_percent: float
    reason: str


class Plan(Model):
    """The whole plan."""

    plan: Literal[1] = 1
    strategy: Literal["incremental"] = "incremental"
    project: str
    created: str
    updated: str
    profiles: list[FactSource]
    coverage: list[FactSource]
    total_ms: float
    phases: list[Phase]
    overall_speedup: Ratio
    ceiling: float
    components: int
    weeks: int
    rollout_days: float
    """From the first stage to the last, each component."""
    money: Money
    blocked: list[PlanCandidate]
    """Hot, and refused by the compiler: nothing is expected of them until the reasons are gone."""
    left_out: list[LeftOut]
    risks: list[Risk]
    milestones: dict[str, dict[str, str]] = {}
    """Component -> step -> when it was first seen reached (UTC)."""
    formulas: dict[str, str]
    warnings: list[str]
