"""What stands of a migration: vessels with their evidence, criteria checked, money so far. `pivot migrate --status`.

Invariant: `met`, `not met` and `not measured` are three answers; nothing that was not measured counts as met.
"""

from typing import Literal

from pivot_lsp.model.base import Model
from pivot_lsp.model.bench import Ratio
from pivot_lsp.model.plan import Basis, Criterion, Kind, Money, Risk, Step

Verdict = Literal["met", "not met", "not measured"]
CertificateState = Literal["valid", "stale", "none", "unreadable"]


class FlagState(Model):
    """What the flags file says of a wrapped function's flag; `percent` 0 also when it is switched off."""

    name: str
    percent: float


class VesselState(Model):
    """One vessel on disk. `id` is `module.qualname` of its function."""

    id: str
    target: str
    folder: str
    """Relative to the root."""
    built: str
    level: str | None = None
    certificate: CertificateState
    reasons: list[str] = []
    """Why the certificate is stale or unreadable."""
    test_count: int | None = None
    passed: int | None = None
    fallback_share: float | None = None
    certified: str | None = None
    """When it was given."""
    speedup: Ratio | None = None
    """End to end; null without a benchmark, or when its control failed."""
    legacy_us: float | None = None
    vessel_us: float | None = None
    benchmarked: str | None = None
    flag: FlagState | None = None


class Checked(Model):
    """A criterion with its verdict and what it rests on."""

    criterion: Criterion
    verdict: Verdict
    value: float | None = None
    evidence: str


class ComponentState(Model):
    """Where one component stands. `blocked_by`: what keeps it from its next step; empty when only work does."""

    id: str
    file: str
    function: str
    line: int
    runtime_percent: float
    reached: dict[str, str]
    """Step -> when it was first seen."""
    step: Step | None
    next: Step | None
    percent: float
    """Of its steps to `full`, 0..100."""
    traffic: float
    """Percent of calls that its flag sends to the vessel."""
    basis: Basis
    speedup: Ratio
    vessel: VesselState | None = None
    blocked_by: list[str] = []
    risks: list[Risk] = []


class PhaseState(Model):
    """One phase. `percent` is the mean over its components; null without any."""

    phase: int
    id: Kind
    name: str
    weeks: str
    percent: float | None
    components: list[ComponentState]
    criteria: list[Checked]


class Status(Model):
    """The whole answer. `gain` counts what runs now: measured vessels, by the traffic that their flags give them."""

    project: str
    planned: str
    """When the plan was last made."""
    now: str
    phases: list[PhaseState]
    components: int
    complete: int
    percent: float
    gain: Ratio | None
    gain_formula: str
    planned_gain: Ratio
    monthly_savings: float | None
    saved_of_investment_percent: float | None
    """Cumulative savings since full rollouts / investment, 0..100 and above."""
    roi_note: str
    money: Money
    met: int
    not_met: int
    not_measured: int
    unplanned: list[VesselState]
    """Vessels of no component."""
    risks: list[Risk]
    warnings: list[str] = []
