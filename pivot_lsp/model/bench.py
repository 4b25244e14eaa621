"""What `pivot benchmark` says, and what `benchmark.json` holds.

Ratios are legacy time / vessel time: above 1 the vessel is faster. Times are microseconds a call. Intervals are 95%
percentile bootstrap intervals of the median of paired ratios.
"""

from typing import Literal

from pivot_lsp.model.base import Model


class Ratio(Model):
    """A measured ratio with its interval."""

    estimate: float
    low: float
    high: float


class SizeGroup(Model):
    """Calls of like size: `smallest` and `largest` count elements and characters of all arguments."""

    name: Literal["small", "medium", "large"]
    calls: int
    smallest: int
    largest: int
    legacy_us: float
    vessel_us: float
    speedup: Ratio


class Control(Model):
    """Legacy against itself, in the same rounds. `passed`: the interval holds 1 and is narrow enough."""

    ratio: Ratio
    passed: bool
    reason: str = ""


class Machine(Model):
    """Where it was measured. `load` is the one-minute load average at the start."""

    fingerprint: str
    cpu: str
    cores: int
    governor: str
    load: float
    python: str
    platform: str


class Comparison(Model):
    """Against the last accepted run on the same machine. `regression`: the intervals do not overlap, downwards."""

    created: str
    speedup: Ratio
    regression: bool
    text: str


class BenchmarkReport(Model):
    """The whole report. `speedup` is end to end, on `clock`; None while the control fails."""

    legacy: str
    vessel: str
    basis: Literal["recorded", "given", "generated"]
    calls: int
    speedup: Ratio | None
    verdict: Literal["faster", "slower", "no difference"] | None
    reason: str
    """Why the verdict, or why there is none."""
    clock: Literal["wall", "cpu"]
    wall: Ratio
    cpu: Ratio
    """Of processor time, all threads of the process included."""
    control: Control
    kernel: Ratio | None = None
    """Without conversion; None: not measurable on this vessel."""
    conversion_share: float | None = None
    native_share: float | None
    """Of the timed vessel calls; None: the callable counts nothing."""
    legacy_us: float
    vessel_us: float
    groups: list[SizeGroup]
    processes: int
    rounds: int
    """Paired rounds in all."""
    machine: Machine
    compared: Comparison | None = None
    created: str
    seconds: float
