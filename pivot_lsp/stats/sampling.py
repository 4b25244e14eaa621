"""How sure a share is that was counted from samples.

The normal interval for a proportion, p ± z*sqrt(p*(1-p)/n) (Wald), where it holds; Wilson's half-width where fewer than
ten samples lie on either side, since Wald's is zero at none. Samples are taken as independent, which those of a
profiler are only when the program's rhythm is not the profiler's. Source: E. B. Wilson, JASA 22 (1927).
"""

import math

Z95 = 1.959964
ENOUGH = 10


def half_width(share: float, samples: int, z: float = Z95) -> float:
    """Half the width of the interval of a `share` of 0..1, as a share. Raises ValueError without samples."""
    if not 0.0 <= share <= 1.0 or samples < 1:
        raise ValueError(f"a share is in 0..1 and samples are 1 or more, not {share} and {samples}")
    variance = share * (1.0 - share) / samples
    if min(share, 1.0 - share) * samples >= ENOUGH:
        return z * math.sqrt(variance)
    return z * math.sqrt(variance + z * z / (4.0 * samples * samples)) / (1.0 + z * z / samples)
