"""Amdahl's law: what a faster part does to the whole.

Shares are fractions of self time, 0..1, of one run; they are disjoint and so can be added. Source: G. Amdahl,
"Validity of the single processor approach to achieving large scale computing capabilities", AFIPS 1967.
"""

import math
from collections.abc import Iterable

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
