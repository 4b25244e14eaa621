"""Amdahl's law: what a faster part does to the whole.

Shares are fractions of self time, 0..1, of one run; they are disjoint and so can be added. Source: G. Amdahl,
"Validity of the single processor approach to achieving large scale computing capabilities", AFIPS 1967.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

Part = tuple[float, float]
"""(share of the run, speed-up of that part)."""


def _checked(parts: Iterable[Part]) -> list[Part]:
    rows = list(parts)
    for share, speedup in rows:
        if not 0.0 <= share <= 1.0 or not speedup > 0.0:
            raise ValueError(f"a share is in 0..1 and a speed-up above 0, not {share} and {speedup}")
    if math.fsum(share for share, _ in rows) > 1.0 + 1e-9:
        raise ValueError("shares add up to more than the whole: were they cumulative times?")
    return rows


def overall(parts: Iterable[Part]) -> float:
    """Speed-up of the whole: `1 / (1 - sum(p) + sum(p/s))`. Infinite when all of it becomes free.

    Raises ValueError for a share outside 0..1, a speed-up that is not positive, or shares above 1 together.
    """
    rows = _checked(parts)
    rest = math.fsum([1.0, *(-share for share, _ in rows), *(share / speedup for share, speedup in rows)])
    return math.inf if rest <= 0.0 else 1.0 / rest


def ceiling(shares: Iterable[float]) -> float:
    """The bound at infinite speed: `1 / (1 - sum(p))`."""
    return overall((share, math.inf) for share in shares)


def saved(share: float, speedup: float) -> float:
    """The share of the whole that is saved: `p * (1 - 1/s)`; negative when the part becomes slower."""
    [(p, s)] = _checked([(share, speedup)])
    return p * (1.0 - 1.0 / s)


@dataclass(frozen=True)
class Uncertain:
    """A part whose share and speed-up are known within bounds: 0..1, and positive, each low <= estimate <= high."""

    share: tuple[float, float, float]
    speedup: tuple[float, float, float]


def overall_interval(parts: Iterable[Uncertain]) -> tuple[float, float, float]:
    """(low, estimate, high) of the speed-up of the whole.

    Speed-ups go to their ends together, since what is wrong with one estimate is usually wrong with all; errors of
    shares are independent sampling errors and add in quadrature: d(1/S)/dp = -(1 - 1/s).
    """
    rows = list(parts)
    estimate = overall((part.share[1], part.speedup[1]) for part in rows)
    return (
        _end([(part.share[1], part.share[1] - part.share[0], part.speedup[0]) for part in rows], 1.0),
        estimate,
        _end([(part.share[1], part.share[2] - part.share[1], part.speedup[2]) for part in rows], -1.0),
    )


def _end(rows: list[tuple[float, float, float]], sign: float) -> float:
    """1 / (T' + sign * error) for rows of (share, error of the share, speed-up)."""
    after = 1.0 / overall((share, speedup) for share, _, speedup in rows)
    after += sign * math.sqrt(math.fsum((error * (1.0 - 1.0 / speedup)) ** 2 for _, error, speedup in rows))
    return math.inf if after <= 0.0 else 1.0 / after


def share_error(share: float, samples: int | None) -> float:
    """Half of the 95% interval of a share seen in `samples` samples, `1.96 sqrt(p (1 - p) / n)`; 0 for a tracer."""
    return 0.0 if not samples else 1.96 * math.sqrt(share * (1.0 - share) / samples)


def needed(overall_speedup: float, share: float) -> float | None:
    """The local speed-up that parts of `share` together need for `overall_speedup`; None when none suffices."""
    rest = 1.0 / overall_speedup - (1.0 - share)
    return share / rest if rest > 0.0 else None
