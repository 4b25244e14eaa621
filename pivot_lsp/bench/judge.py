"""Rounds turned into ratios, their control, and a verdict that the control must allow.

Invariants: a ratio is always of two values of the same round; no speed-up is reported while legacy differs from itself
by more than noise; "faster" needs the whole interval beyond the margin. The wall clock counts unless processes were
descheduled, then processor time does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from pivot_lsp.bench.timing import Result, Value
from pivot_lsp.model.bench import Control, Ratio
from pivot_lsp.stats.bootstrap import Interval, median_interval

Clock = Literal["wall", "cpu"]
DESCHEDULED = 1.2
"""Wall time beyond this many times processor time means that others had the processor."""
MARGIN = 0.02
CONTROL_HALF_WIDTH = 0.05


@dataclass(frozen=True)
class Judgement:
    """What the rounds say. `groups` are in the order of the groups measured."""

    clock: Clock
    wall: Ratio
    cpu: Ratio
    control: Control
    verdict: Literal["faster", "slower", "no difference"] | None
    reason: str
    groups: list[Ratio]
    legacy_ns: list[float]
    vessel_ns: list[float]
    """Median nanoseconds a pass, a group."""


def judge_rounds(results: Sequence[Result], seed: int = 0, resamples: int = 2000) -> Judgement:
    """`results`: one a process, each with at least one round."""
    clock = _clock(results)
    wall = _ratio(results, "legacy", "vessel", "wall", seed, resamples)
    cpu = _ratio(results, "legacy", "vessel", "cpu", seed, resamples)
    control = _control(_ratio(results, "legacy", "control", clock, seed, resamples))
    chosen = wall if clock == "wall" else cpu
    verdict, reason = _verdict(chosen, control)
    count = len(results[0].rounds[0])
    return Judgement(
        clock=clock,
        wall=wall,
        cpu=cpu,
        control=control,
        verdict=verdict,
        reason=reason,
        groups=[_ratio(results, "legacy", "vessel", clock, seed, resamples, group) for group in range(count)],
        legacy_ns=[_median(results, group, "legacy", clock) for group in range(count)],
        vessel_ns=[_median(results, group, "vessel", clock) for group in range(count)],
    )


def _read(value: Value, clock: Clock) -> float:
    return value.wall if clock == "wall" else value.cpu


def _clock(results: Sequence[Result]) -> Clock:
    shares = [
        value["legacy"].wall / max(value["legacy"].cpu, 1.0) for each in results for row in each.rounds for value in row
    ]
    return "wall" if median(shares) <= DESCHEDULED else "cpu"


def _ratio(
    results: Sequence[Result], over: str, under: str, clock: Clock, seed: int, resamples: int, group: int | None = None
) -> Ratio:
    ratios = []
    for each in results:
        row = []
        for measured in each.rounds:
            chosen = measured if group is None else [measured[group]]
            top = sum(_read(value[over], clock) for value in chosen)
            bottom = sum(_read(value[under], clock) for value in chosen)
            row.append(top / max(bottom, 1.0))
        ratios.append(row)
    found: Interval = median_interval(ratios, resamples=resamples, seed=seed)
    return Ratio(estimate=found.estimate, low=found.low, high=found.high)


def _median(results: Sequence[Result], group: int, label: str, clock: Clock) -> float:
    return median(_read(measured[group][label], clock) for each in results for measured in each.rounds)


def _control(ratio: Ratio) -> Control:
    half = (ratio.high - ratio.low) / 2
    shown = f"legacy against itself: {ratio.estimate:.3f} ({ratio.low:.3f} to {ratio.high:.3f})"
    if not ratio.low <= 1.0 <= ratio.high and abs(ratio.estimate - 1.0) > MARGIN / 2:
        return Control(ratio=ratio, passed=False, reason=f"{shown}: a difference where there is none")
    if half > CONTROL_HALF_WIDTH:
        return Control(ratio=ratio, passed=False, reason=f"{shown}: too noisy")
    return Control(ratio=ratio, passed=True, reason=shown)


def _verdict(ratio: Ratio, control: Control) -> tuple[Literal["faster", "slower", "no difference"] | None, str]:
    if not control.passed:
        return None, f"the machine is too noisy for a verdict: {control.reason}"
    margin = max(MARGIN, (control.ratio.high - control.ratio.low) / 2)
    if ratio.low > 1 + margin:
        return "faster", f"the whole interval lies beyond 1 + {margin:.3f}"
    if ratio.high < 1 - margin:
        return "slower", f"the whole interval lies below 1 - {margin:.3f}"
    return "no difference", f"the interval reaches into 1 ± {margin:.3f}"
