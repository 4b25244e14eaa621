"""What a canary can see: the calls after which a vessel that is r times worse is switched off with 90% probability.

Errors of the arms are taken as Poisson with means n r p and n (1 - w)/w p after n calls of the vessel, p being legacy's
error rate; the probability that E(1) of `eprocess` stands above 1/alpha at that one moment is summed exactly. The test
may fire earlier, so the probability that it has fired by then is at least what was asked for. Pure.
"""

import math
from collections.abc import Iterator

from pivot_lsp.stats.eprocess import ALPHA, errors_to_fire

FAR = 10**15
"""More calls than any stage will see: reported as never."""


def _poisson(mean: float) -> Iterator[tuple[int, float]]:
    """(count, probability) around the mean, all but 1e-9 of the mass."""
    spread = 7.0 * math.sqrt(mean) + 12
    for count in range(max(0, int(mean - spread)), int(mean + spread) + 1):
        yield count, math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))


def _at_least(count: int, mean: float) -> float:
    """P(Poisson(mean) >= count)."""
    low = max(0, int(mean - 7.0 * math.sqrt(mean) - 12))
    return max(0.0, 1.0 - sum(probability for k, probability in _poisson(mean) if low <= k < count))


def chance(calls: float, ratio: float, rate: float, w: float, alpha: float = ALPHA) -> float:
    """P(the test stands above 1/alpha after `calls` of the vessel), errors of legacy having the probability `rate`."""
    bad, base = calls * ratio * rate, calls * (1 - w) / w * rate
    if base > 4000:  # then k given j hardly varies in j: take three points of a normal around the mean
        root = math.sqrt(base)
        points = [(int(base + z * 1.7320508 * root), weight) for z, weight in ((-1, 1 / 6), (0, 2 / 3), (1, 1 / 6))]
    else:
        points = list(_poisson(base)) if base > 0 else [(0, 1.0)]
    return sum(weight * _at_least(errors_to_fire(j, w, alpha), bad) for j, weight in points if weight > 1e-7)


def calls_to_detect(ratio: float, rate: float, w: float, alpha: float = ALPHA, power: float = 0.9) -> int | None:
    """Calls of the vessel after which one that is `ratio` times worse is off with probability `power`; None: never.

    `rate` is legacy's error rate (above 0), `w` the vessel's share of the calls (0 to 1, both excluded).
    """
    if not (0 < w < 1 and rate > 0 and ratio > 1):
        return None
    low, high = 0.0, 8.0
    while chance(high, ratio, min(rate, 1 / ratio), w, alpha) < power:
        low, high = high, high * 2
        if high > FAR:
            return None
    while high - low > max(1.0, 0.01 * low):
        middle = (low + high) / 2
        low, high = (low, middle) if chance(middle, ratio, min(rate, 1 / ratio), w, alpha) >= power else (middle, high)
    return math.ceil(high)
