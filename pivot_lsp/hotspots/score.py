"""What porting a function would bring, and the guide's number beside it. Everything here is an estimate and says so."""

from dataclasses import dataclass

from pivot_lsp.model.hotspot import Hotspot
from pivot_lsp.stats import amdahl

FORMULA = "runtime_percent*10 + complexity/10 + test_coverage*50"


@dataclass(frozen=True)
class Weights:
    """The factors of the guide's formula; `tool.pivot.priority` may set others."""

    runtime: float = 10.0
    complexity: float = 0.1
    coverage: float = 50.0


@dataclass(frozen=True)
class Assumptions:
    """What the estimate stands on until a function's port is benchmarked.

    `numeric` and `general` are factors for a function's self time with C callees: the low ends of what hand-written
    ports reached against CPython 3.11 on numeric kernels (9.6 to 58) and on grouping records by a string key with
    conversion of the arguments (4.1 to 12.4). `call_s` is the cost of crossing once with scalar arguments, measured.
    The interval of an estimate runs from `low`, or the factor itself, to the high end; once three ports were measured
    on this machine, their geometric mean and range take the place of all of these.
    """

    numeric: float = 9.6
    general: float = 4.1
    call_s: float = 138e-9
    high_numeric: float = 58.0
    high_general: float = 12.4
    low: float | None = None
    source: str = ""


def priority_score(
    runtime_percent: float, complexity: int, test_coverage: float | None, weights: Weights = Weights()
) -> float:
    """The guide's formula as written, `FORMULA`, or with the team's weights; unknown coverage leaves its term out."""
    parts = (
        runtime_percent * weights.runtime,
        complexity * weights.complexity,
        (test_coverage or 0.0) * weights.coverage,
    )
    return sum(parts)


@dataclass(frozen=True)
class Estimate:
    """A function's speed-up: the estimate, the ends of its interval, the formula with its numbers."""

    speedup: float
    low: float
    high: float
    text: str


def estimate(hotspot: Hotspot, numeric: bool, assumptions: Assumptions) -> Estimate:
    """t / (w + (t-w)/k + calls*b): t is self time, w the part of it spent waiting, which no port shortens."""
    k = assumptions.numeric if numeric else assumptions.general
    best = assumptions.high_numeric if numeric else assumptions.high_general
    worst = k if assumptions.low is None else assumptions.low
    kind = assumptions.source or ("numeric loops" if numeric else "general code")
    seconds = hotspot.time_ms / 1000
    waiting = min(hotspot.waiting_ms / 1000, seconds)
    calls = hotspot.call_count or 0
    waits = f", w={waiting:.6g} s" if waiting else ""
    formula = "t/(w + (t-w)/k + calls*b)" if waiting else "t/(t/k + calls*b)"
    text = (
        f"estimate: {formula}, t={seconds:.6g} s{waits}, k={k:.3g} ({kind}), calls={calls}, b={assumptions.call_s:g} s"
    )
    speedup, low, high = (_speedup(seconds, waiting, calls * assumptions.call_s, f) for f in (k, worst, max(k, best)))
    return Estimate(speedup, low, high, text)


def _speedup(seconds: float, waiting: float, crossing: float, factor: float) -> float:
    after = waiting + (seconds - waiting) / factor + crossing
    return seconds / after if after > 0 else 1.0


def saved_percent(runtime_percent: float, speedup: float) -> float:
    """Share of the whole run saved, in percent (Amdahl)."""
    return 100 * amdahl.saved(min(1.0, runtime_percent / 100), speedup)
