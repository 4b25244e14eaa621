"""What `pivot rollout` says, and what its decision log holds. `Rollout` is what the dashboard and the plan read.

Shares and rates are 0..1, percentages 0..100, latencies in microseconds, times UTC in ISO 8601, spans in seconds or in
days where the name says so. Counts are calls of all processes since the stage began, unless said otherwise.
"""

from typing import Literal

from pydantic import Field

from pivot_lsp.model.base import Model

State = Literal["off", "running", "paused", "rolled_back", "retired"]
"""off: at 0% without shadow, so nothing is tried; running: in a stage; paused: in a stage that will not be left."""

Finding = Literal["rollback", "pass", "inconclusive"]


class Stage(Model):
    """One stage of a rollout: how much goes to the vessel, and what must be seen before it is left."""

    name: str = Field(min_length=1, max_length=40)
    percent: float = Field(ge=0, le=100)
    shadow_percent: float = Field(default=0.0, ge=0, le=100)
    """Of the calls, those which both answer, off the caller's path."""
    days: float = Field(default=0.0, ge=0)
    """Shortest time in the stage."""
    calls: int = Field(default=0, ge=0)
    """Least exposure: calls of the vessel's arm, in a stage at 0% comparisons in the shadow."""
    max_excess: float = Field(default=0.01, gt=0, le=1)
    """Passed when the error rate's excess over legacy's is below this with 95% confidence ..."""
    max_ratio: float = Field(default=2.0, gt=1)
    """... or when the ratio of the error rates is below this, by the anytime-valid bound."""
    criteria: str = ""


class RolloutSettings(Model):
    """`[tool.pivot.rollout]` of pyproject.toml, or `[rollout]` of pivot.toml."""

    stages: list[Stage] = Field(min_length=1)
    alpha: float = Field(default=0.001, gt=0, lt=0.5)
    """A vessel as good as legacy is rolled back with at most this probability, for errors and latency each."""
    latency_factor: float = Field(default=2.0, ge=1)
    """How much slower, at the judged quantile, the vessel's arm must be, besides the test, to be rolled back."""
    call_timeout: float = Field(default=60.0, gt=0)
    """Seconds inside a vessel after which the call counts as hung."""
    soak_days: float = Field(default=7.0, ge=0)
    """Time at 100% before legacy may be retired."""


class Arm(Model):
    """One arm's calls. Quantiles are upper ends of buckets of a factor of two, None without calls."""

    calls: int
    errors: int
    error_rate: float | None
    p50_us: float | None
    p95_us: float | None
    p99_us: float | None
    buckets: dict[int, int] = {}
    """Calls by bucket: b holds 2**(b-1) to 2**b - 1 nanoseconds."""


class ShadowCounts(Model):
    """What became of calls taken for the shadow. `compared`: natively, and alike; `fell_back`: legacy answered for the
    vessel; `dropped`: over a limit; `incomparable`: not written without loss; `failed`: not run."""

    compared: int = 0
    mismatched: int = 0
    crashed: int = 0
    timed_out: int = 0
    dropped: int = 0
    incomparable: int = 0
    nondeterministic: int = 0
    failed: int = 0
    fell_back: int = 0
    mismatch_file: str | None = None
    """Cases that `pivot validate --test-cases` replays."""


class Detection(Model):
    """A vessel whose error rate is `ratio` times legacy's is off, with 90% probability, within `vessel_calls`."""

    ratio: float
    vessel_calls: int | None
    """None: this stage cannot tell at all."""
    days: float | None
    """At the traffic seen, None when none was."""
    within_stage: bool
    """Within the stage's least exposure."""


class Power(Model):
    """What a stage can and cannot detect, said before it starts."""

    stage: str
    percent: float
    base_rate: float
    base_rate_source: str
    alpha: float
    detections: list[Detection]
    errors_to_fire: int | None
    """Errors of the vessel that roll back while legacy has none. None at 0% and at 100%: there is one arm only."""
    calls_per_day: float | None
    text: str


class LookPoint(Model):
    """One look of the watch: cumulative counts of the stage, and the evidence after it."""

    at: str
    epoch: int
    vessel_calls: int
    vessel_errors: int
    legacy_calls: int
    legacy_errors: int
    log_e: float
    latency_log_e: float


class Verdict(Model):
    """Three answers, never two. `reasons` say why, in words; the figures are those of `formula`."""

    verdict: Finding
    reasons: list[str]
    log_e: float = 0.0
    """Peak of ln E of the errors' test; off at `-ln(alpha)`."""
    latency_log_e: float = 0.0
    threshold: float
    ratio_low: float | None = None
    ratio_high: float | None = None
    """Bounds of the ratio of the error rates (vessel to legacy), at alpha each; None: no bound."""
    excess_bound: float | None = None
    """95% upper bound of the vessel's error rate less the lower bound of legacy's (Clopper-Pearson)."""
    baseline: Literal["concurrent", "earlier", "none"] = "none"
    formula: str


class Trip(Model):
    """Why a flag was switched off by the machine: crash, timeout, integrity, mismatch, errors, latency."""

    flag: str
    reason: str
    detail: str
    at: float
    monotonic_ns: int = 0
    pid: int = 0


class Decision(Model):
    """A line of the append-only log. `previous` is the sha256 of the line before, so that a changed log shows."""

    at: str
    flag: str
    action: Literal["advance", "pause", "resume", "rollback", "retire", "refused", "watch"]
    actor: Literal["person", "watch"]
    stage_before: str | None
    stage_after: str | None
    percent_before: float
    percent_after: float
    epoch: int
    reasons: list[str]
    legacy: Arm | None = None
    vessel: Arm | None = None
    verdict: Verdict | None = None
    certificates: list[str] = []
    previous: str = ""


class WrappedFunction(Model):
    """A function behind the flag, as found in the sources."""

    file: str
    function: str
    vessel: str
    """The vessel's folder."""
    certificate: Literal["valid", "stale", "none"]
    level: Literal["failed", "tested", "certified"] | None = None
    reasons: list[str] = []


class Rollout(Model):
    """Where one flag stands: what `pivot rollout status --json` prints for it."""

    flag: str
    state: State
    on: bool
    percent: float
    salt: str
    key: str | None
    epoch: int
    stage: str | None
    stage_index: int | None
    stages: list[Stage]
    next_stage: str | None
    since: str | None
    """When the stage began."""
    elapsed_days: float | None
    functions: list[WrappedFunction]
    legacy: Arm
    vessel: Arm
    native: int
    """Of the vessel's calls, those that its library answered."""
    fallbacks: dict[str, int]
    """Of the vessel's calls, those that legacy answered, by reason; refreshed once a second by each process."""
    shadow: ShadowCounts
    verdict: Verdict
    power: Power | None
    next_power: Power | None
    """Of the stage that `advance` would start."""
    can_advance: bool
    blockers: list[str]
    """What `advance` would refuse for."""
    inside: int
    """Calls inside the vessel at this moment."""
    last_vessel_call_seconds: float | None
    """Seconds since a vessel's call last ended, on this machine."""
    trip: Trip | None
    looks: list[LookPoint]
    decisions: list[Decision]
    """The latest, oldest first."""


class Exported(Model):
    """Flags, rules, a dashboard or metrics as text for another system."""

    format: str
    text: str


class RolloutReport(Model):
    """What every action prints: the flags asked for, after the action."""

    action: str
    flags_file: str
    folder: str
    done: bool
    refused: list[str] = []
    diff: str = ""
    """What `retire` would change, or has changed."""
    written: list[str] = []
    hook: str | None = None
    """What became of the alert."""
    altered: list[int] = []
    """Lines of the decision log, from 1, that do not follow from the line before."""
    rollouts: list[Rollout]
