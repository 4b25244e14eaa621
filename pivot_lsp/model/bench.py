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


class BreakEven(Model):
    """From which size of the arguments on the vessel gains. `size`: elements of the longest one; None: it gains at no
    size up to `largest`. The largest call was cut to sizes from `smallest` on, and the sizes searched by bisection."""

    size: int | None
    smallest: int
    largest: int


class Threads(Model):
    """Calls a second that `threads` threads make together, over those of one: wall clock, medians of paired rounds.
    About 1 under the GIL, up to `threads` where it is released."""

    threads: int
    legacy: float
    vessel: float


class Memory(Model):
    """Peak resident memory of a process that runs one side alone, MiB, and what of it came after loading."""

    legacy_mib: float
    legacy_added_mib: float
    vessel_mib: float
    vessel_added_mib: float


class WholeProgram(Model):
    """Amdahl's law: the gain of the program that was profiled, from the function's share of its self time."""

    share: float
    profile: str
    speedup: Ratio


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
    """Legacy's time over that of the vessel's own code alone, on the calls that it answers. None: a callable that
    cannot tell, no native answer, or the control failed."""
    conversion_share: float | None = None
    """Of those calls' time in the vessel, 0..1: the arguments' way in, the result's way out, and the call itself.
    None: a callable that cannot tell, or no native answer."""
    break_even: BreakEven | None = None
    """None: no argument has elements, or the control failed."""
    threads: Threads | None = None
    memory: Memory | None = None
    program: WholeProgram | None = None
    """None: no profile of the project names the function, or the control failed."""
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
