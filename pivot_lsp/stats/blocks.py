"""Quantiles of a time series with intervals: a bootstrap over blocks of time.

Latencies of neighbouring requests wait in one queue and are not independent; whole blocks are, nearly, and are drawn
with replacement. Source: H. Kuensch, "The jackknife and the bootstrap for general stationary observations", Annals of
Statistics 17 (1989). Invariant: the same blocks and seed give the same interval.
"""

import math
import random
from collections.abc import Sequence

from pivot_lsp.stats.bootstrap import Interval


def quantile(ordered: Sequence[float], share: float) -> float:
    """The smallest value with at least `share` of all at or below it (nearest rank); `ordered` is sorted, not empty."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def quantile_intervals(
    blocks: Sequence[Sequence[float]], shares: Sequence[float], level: float = 0.95, resamples: int = 300, seed: int = 0
) -> list[Interval]:
    """For each share its quantile over all values and the percentile interval. Raises ValueError without a value."""
    full = [block for block in blocks if block]
    if not full:
        raise ValueError("quantile_intervals needs a value")
    chance = random.Random(seed)
    drawn: list[list[float]] = [[] for _ in shares]
    for _ in range(resamples):
        ordered = sorted(value for block in chance.choices(full, k=len(full)) for value in block)
        for found, share in zip(drawn, shares):
            found.append(quantile(ordered, share))
    everything = sorted(value for block in full for value in block)
    return [_interval(quantile(everything, share), found, level) for share, found in zip(shares, drawn)]


def mean_interval(values: Sequence[float], level: float = 0.95, resamples: int = 1000, seed: int = 0) -> Interval:
    """The mean of independent values with the percentile interval. Raises ValueError without a value."""
    if not values:
        raise ValueError("mean_interval needs a value")
    chance = random.Random(seed)
    means = [math.fsum(chance.choices(values, k=len(values))) / len(values) for _ in range(resamples)]
    return _interval(math.fsum(values) / len(values), means, level)


def _interval(estimate: float, drawn: list[float], level: float) -> Interval:
    ordered, tail = sorted(drawn), (1 - level) / 2
    cut = int(tail * (len(ordered) - 1))
    return Interval(estimate, min(estimate, ordered[cut]), max(estimate, ordered[-1 - cut]))
