"""Percentile bootstrap of the median of grouped measurements.

Groups (processes) are drawn with replacement first, then the values in each: values of one process share its memory
layout and hash seed, and are not independent of each other. Source: Efron and Tibshirani, "An Introduction to the
Bootstrap" (1993), chapters 8 and 13; Kalibera and Jones, "Rigorous benchmarking in reasonable time" (ISMM 2013).
Invariant: the same values and seed give the same interval.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Interval:
    """A point estimate with its interval, in the unit of the values."""

    estimate: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half of the interval's width."""
        return (self.high - self.low) / 2


def median_interval(
    groups: Sequence[Sequence[float]], level: float = 0.95, resamples: int = 2000, seed: int = 0
) -> Interval:
    """The median over all values of `groups`, with the percentile interval of a two-stage bootstrap.

    Raises ValueError when a group is empty or there is none.
    """
    if not groups or not all(groups):
        raise ValueError("median_interval needs at least one group, and no empty one")
    chance = random.Random(seed)
    medians = sorted(
        median(
            [value for group in chance.choices(groups, k=len(groups)) for value in chance.choices(group, k=len(group))]
        )
        for _ in range(resamples)
    )
    tail = (1 - level) / 2
    low = medians[int(tail * (resamples - 1))]
    high = medians[-1 - int(tail * (resamples - 1))]
    return Interval(median([value for group in groups for value in group]), low, high)
