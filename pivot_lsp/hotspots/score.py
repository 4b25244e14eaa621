"""What porting a function would bring, and the guide's number beside it. Everything here is an estimate and says so."""

from dataclasses import dataclass

from pivot_lsp.model.hotspot import Hotspot
from pivot_lsp.stats import amdahl

FORMULA = "runtime_percent*10 + complexity/10 + test_coverage*50"


@dataclass(frozen=True)
class Assumptions:
    """What the estimate stands on until a function's port is benchmarked.

    `numeric` and `general` are factors for a function's self time with C callees: the low ends of what hand-written
    ports reached against CPython 3.11 on numeric kernels (9.6 to 58) and on grouping records by a string key with
    conversion of the arguments (4.1 to 12.4). `call_s` is the cost of crossing once with scalar arguments, measured.
    """

    numeric: float = 9.6
    general: float = 4.1
    call_s: float = 138e-9


def priority_score(runtime_percent: float, complexity: int, test_coverage: float | None) -> float:
    """The guide's formula as written, `FORMULA`; unknown coverage leaves its term out."""
    return runtime_percent * 10 + complexity / 10 + (test_coverage or 0.0) * 50


def estimate(hotspot: Hotspot, numeric: bool, assumptions: Assumptions) -> tuple[float, str]:
    """(speed-up of the function, the formula with its numbers): t / (t/k + calls*b), t being self time."""
    k = assumptions.numeric if numeric else assumptions.general
    kind = "numeric loops" if numeric else "general code"
    seconds = hotspot.time_ms / 1000
    calls = hotspot.call_count or 0
    after = seconds / k + calls * assumptions.call_s
    speedup = seconds / after if after > 0 else 1.0
    text = (
        f"estimate: t/(t/k + calls*b), t={seconds:.6g} s, k={k:g} ({kind}), calls={calls}, b={assumptions.call_s:g} s"
    )
    return speedup, text


def saved_percent(runtime_percent: float, speedup: float) -> float:
    """Share of the whole run saved, in percent (Amdahl)."""
    return 100 * amdahl.saved(min(1.0, runtime_percent / 100), speedup)
