"""What `pivot analyze` says: hotspots, candidates, and what could not be told (docs/commands.md).

`time_ms` and `percentage` are self time with C callees and with the function's own comprehensions, generator
expressions and lambdas; they can be added. `cumulative_ms` includes callees and must never be added. Percentages are
0..100 of all the time in the profiles, `test_coverage` is 0..1 or null when unknown, lines are 1-based, `file` is
relative to `root`, `function` is CPython's qualified name.
"""

from typing import Literal

from pivot_lsp.model.base import Model
from pivot_lsp.model.facts import Clock
from pivot_lsp.model.port import Language
from pivot_lsp.model.shape import Shape as Shape

Match = Literal["exact", "qualname", "name", "shifted"]
Integration = Literal["ffi", "service", "batch"]
Staleness = Literal["fresh", "edited", "unknown"]
"""Whether the file is as it was when the profile was taken, or was edited since."""

ComplexityBy = Literal["radon", "index"]
"""Who counted: radon is asked about the hottest functions and the candidates, and stands aside where it fails."""


class Portability(Model):
    """The compiler's answer about one function; `reasons` are lines to show, empty when portable."""

    portable: bool
    reasons: list[str] = []


class HotLine(Model):
    """A line of a function with its measured share of the run: self time, C callees included."""

    line: int
    time_ms: float
    percentage: float


class Hotspot(Model):
    """A function with its measured share of the run."""

    function: str
    file: str
    line: int
    """Of the `def`."""
    end_line: int
    time_ms: float
    percentage: float
    call_count: int | None
    primitive_call_count: int | None
    cumulative_ms: float
    own_ms: float
    """Self time without C callees."""
    waiting_ms: float = 0.0
    """The part of `time_ms` known to be spent asleep or on locks, sockets and children, which no port shortens."""
    error_percent: float | None = None
    """Half the width of `percentage`'s 95% interval where it comes from samples, in points; null: traced."""
    complexity: int
    """Cyclomatic: radon's count, or the index's own by radon's weights, as `complexity_by` says."""
    complexity_by: ComplexityBy = "index"
    test_coverage: float | None
    dependencies: int
    """Other project modules that the function reaches, through the functions it calls as well."""
    used_by: int
    """Other project modules that name the function directly."""
    shape: Shape
    matched_by: Match
    churn: int | None = None
    """Commits of the last year that changed the file; null without git."""
    staleness: Staleness = "unknown"
    tests: list[str] = []
    """Coverage contexts (tests) that run lines of the body, where coverage recorded contexts; ten at most."""
    test_count: int = 0
    """How many there are."""
    lines: list[HotLine] = []
    """The costliest lines, ten at most; only where the profile tells lines and the file has not changed since."""
    portable: bool | None = None
    """The compiler's answer; null: not asked."""
    reasons: list[str] = []
    """Why it is not portable."""


class Candidate(Model):
    """A hotspot judged for porting. Ranked by `saved_percent`; `priority_score` is the guide's number, beside it."""

    rank: int
    file: str
    function: str
    line: int
    priority_score: float
    """`runtime_percent*10 + complexity/10 + test_coverage*50`; without the last term when coverage is unknown."""
    runtime_percent: float
    complexity: int
    complexity_by: ComplexityBy = "index"
    test_coverage: float | None
    dependencies: int
    used_by: int
    call_count: int | None
    target: Language
    target_reason: str
    estimated_speedup: float
    """Of this function. An estimate by the formula in `estimate`, unless that begins with `measured`."""
    speedup_low: float | None = None
    speedup_high: float | None = None
    """The ends of the estimate's interval: what the worst and the best of measured ports would give."""
    estimate: str
    saved_percent: float
    """Share of the whole run that the port would save at `estimated_speedup`."""
    integration: Integration = "ffi"
    integration_reason: str = ""
    churn: int | None = None
    staleness: Staleness = "unknown"
    error_percent: float | None = None
    portable: bool | None
    rationale: str


class Unmatched(Model):
    """Time in the project's files that no function of today's source could be found for, and why."""

    file: str
    function: str
    line: int
    time_ms: float
    percentage: float
    call_count: int | None
    reason: str


class FactSource(Model):
    """A file that was read, `path` relative to the root where it lies below it."""

    path: str
    format: str
    sha256: str
    total_ms: float | None = None
    clock: Clock | None = None
    functions: int | None = None
    files: int | None = None
    samples: int | None = None


class PathMapping(Model):
    """Paths that begin with `theirs` in the facts are read as `ours` below the root; found by `votes`.

    0 votes: `theirs` is one file, and all its functions are where the profile has them.
    """

    theirs: str
    ours: str
    votes: int
    told: bool = False
    """A person said so."""


class Gain(Model):
    """Amdahl's law over the candidates: an estimate. `ceiling` is the bound at infinite speed."""

    candidates: int
    runtime_percent: float
    speedup: float
    ceiling: float
    formula: str


class Compared(Model):
    """One function before and after; self times. `within_error`: sampling alone may explain the difference."""

    file: str
    function: str
    line: int
    before_ms: float
    after_ms: float
    change_ms: float
    before_percent: float
    after_percent: float
    before_us_a_call: float | None
    after_us_a_call: float | None
    within_error: bool | None


class Comparison(Model):
    """Two runs; `ratio` is all time before / all time after."""

    before_ms: float
    after_ms: float
    ratio: float | None
    functions: list[Compared]
    warnings: list[str]


class Analysis(Model):
    """The whole answer."""

    root: str
    profiles: list[FactSource]
    coverage: list[FactSource]
    total_ms: float
    matched_share: float
    """Percent of the time in the project's files that was matched to today's source."""
    outside_ms: float
    """Time outside the project: other packages, the interpreter, C functions nobody in the project called."""
    module_ms: float
    """Time in module and class bodies (imports), which are nobody's function."""
    hotspots: list[Hotspot]
    candidates: list[Candidate]
    gain: Gain | None
    unmatched: list[Unmatched]
    mappings: list[PathMapping]
    skipped: list[str]
    """Source files that could not be read, each with the reason."""
    warnings: list[str]
    comparison: Comparison | None = None
    """With the profiles that were given as `before`."""


class Glanced(Model):
    """A hotspot as far as its own file and the profile tell."""

    function: str
    file: str
    line: int
    time_ms: float
    percentage: float
    call_count: int | None
    cumulative_ms: float
    complexity: int
    lines: list[HotLine]


class Glance(Model):
    """The hot functions of few files, before the whole project was read."""

    root: str
    profiles: list[str]
    total_ms: float
    hotspots: list[Glanced]
