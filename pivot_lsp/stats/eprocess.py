"""An anytime-valid test of two arms: are errors more frequent, per call, in the vessel's arm than in legacy's?

At each look the new calls are n (vessel) and m (legacy), the new errors k and j, and w = n / (n + m). Given that k + j
errors happened, an error is the vessel's with probability q(r) = w r / (w r + 1 - w) when the vessel's rate is r times
legacy's. For a grid of ratios r the log-likelihood S_r = sum of k ln q(r) + j ln(1 - q(r)) is kept, so

    E(r0) = mean over r in ALTERNATIVES of exp(S_(r0 r) - S_(r0))

is a nonnegative supermartingale when the true ratio is at most r0, and by Ville's inequality
P(sup E >= 1/alpha) <= alpha however often one looks and however w moves. Time of day, load and outages that both arms
share cancel, since only whose error it was is judged. Within a look errors without replacement are hypergeometric,
which the binomial dominates in convex order (Hoeffding 1963), so the test errs to the careful side.

Sources: Lindon and Malek, "Anytime-Valid Inference for Multinomial Count Data" (NeurIPS 2022, arXiv 2011.03567); the
mixture sequential probability ratio test is Robbins and Siegmund (1970); Ville (1939). Pure; golden-tested.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

ALPHA = 0.001
ALTERNATIVES = (1.5, 2.0, 4.0, 10.0, 30.0, 100.0)
STEP = 20
"""Grid points of a factor of ten: ratios are 10**(i / STEP)."""
REACH = 3 * STEP
"""The grid goes from 10**-3 to 10**3."""
VERSION = "two-arm-e-process/1"
FORMULA = (
    "E = mean over r of exp(sum over looks of k ln(q/w) + j ln((1-q)/(1-w))), q = w r / (w r + 1 - w), "
    "r = 10**(i/20), i in 4 6 12 20 30 40; off when E >= 1/alpha"
)


def _on_grid(ratio: float) -> int:
    return round(math.log10(ratio) * STEP)


_OFFSETS = tuple(map(_on_grid, ALTERNATIVES))
RATIOS = tuple(10 ** (index / STEP) for index in range(-REACH, REACH + 1))
"""Ratios of which the likelihood is kept: the alternatives' nearest points among them."""


@dataclass(frozen=True, slots=True)
class Look:
    """New counts since the last look: calls and errors of the vessel (`n`, `k`) and of legacy (`m`, `j`)."""

    n: int
    k: int
    m: int
    j: int


@dataclass
class EProcess:
    """The test's state. `scores` has S_r relative to r = 1 for each ratio of RATIOS; `peak` is the largest log E(1)."""

    scores: list[float] = field(default_factory=lambda: [0.0] * len(RATIOS))
    peak: float = 0.0
    only: tuple[int, ...] | None = None
    """Points of the grid to keep, where bounds are not asked for: `TRIGGER` is what E(1) needs."""

    def add(self, look: Look) -> float:
        """Takes a look in; ln E(1) after it. A look of one arm alone says nothing about the ratio."""
        if look.n > 0 and look.m > 0 and (look.k or look.j):
            k, j, logs = look.k, look.j, _logs(look.n / (look.n + look.m))
            if self.only is None:
                self.scores = [score + k * ours - j * theirs for score, (ours, theirs) in zip(self.scores, logs)]
            else:
                for point in self.only:
                    self.scores[point] += k * logs[point][0] - j * logs[point][1]
        value = self.log_e(REACH)
        self.peak = max(self.peak, value)
        return value

    def log_e(self, null: int, direction: int = 1) -> float:
        """ln E against the grid's point `null` as the largest (direction 1) or the smallest (-1) ratio."""
        scores, base = self.scores, self.scores[null]
        return _log_mean_exp([scores[point] - base for point in _alternatives(null, direction)])

    def bounds(self, alpha: float = ALPHA) -> tuple[float, float]:
        """The ratios that the data do not contradict at `alpha` on each side, at any time; 0 and inf: no bound."""
        limit = -math.log(alpha)
        low = next((i for i in range(len(RATIOS)) if self.log_e(i) < limit), len(RATIOS))
        high = next((i for i in reversed(range(len(RATIOS))) if self.log_e(i, -1) < limit), -1)
        lowest = 0.0 if low == 0 else RATIOS[min(low, len(RATIOS) - 1)]
        highest = math.inf if high == len(RATIOS) - 1 else RATIOS[max(high, 0)]
        return lowest, highest


TRIGGER = tuple(REACH + offset for offset in _OFFSETS)


@cache
def _alternatives(null: int, direction: int) -> tuple[int, ...]:
    """Points of the grid; at its end an alternative is nearer than it should be: less power, still valid."""
    return tuple(min(2 * REACH, max(0, null + direction * offset)) for offset in _OFFSETS)


def _log_mean_exp(values: Sequence[float]) -> float:
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values) / len(values))


@lru_cache(maxsize=1024)
def _logs(w: float) -> tuple[tuple[float, float], ...]:
    """For each of RATIOS: ln(q(r) / w) and -ln((1 - q(r)) / (1 - w))."""
    found = []
    for ratio in RATIOS:
        spread = math.log(w * ratio + 1 - w)
        found.append((math.log(ratio) - spread, spread))
    return tuple(found)


def log_e(k: int, j: int, w: float) -> float:
    """ln E(1) after one look with k errors of the vessel and j of legacy, the vessel having had the share w."""
    logs = _logs(w)
    return _log_mean_exp([k * logs[REACH + o][0] - j * logs[REACH + o][1] for o in _OFFSETS])


@lru_cache(maxsize=200_000)
def errors_to_fire(j: int, w: float, alpha: float = ALPHA) -> int:
    """The fewest errors of the vessel that switch off while legacy has j."""
    limit = -math.log(alpha)
    low, high = 0, 1
    while log_e(high, j, w) < limit:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if log_e(middle, j, w) >= limit else (middle, high)
    return high
