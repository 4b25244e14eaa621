"""Distances between floats, and the tolerance that a person declared.

Invariant: without a tolerance only bit-equal floats (any NaN being one) are alike; with one, it still forgives
neither NaN against a number, nor an infinity, nor the sign of zero. Source: Dawson, "Comparing floating point numbers,
2012 edition"; the three tests are those of `math.isclose`, any of them sufficing.
"""

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.evidence import Tolerance

STRICT = Tolerance()


def ulps(a: float, b: float) -> int:
    """How many representable doubles lie between two finite ones; 0 for equal bits, 1 for -0.0 and 0.0."""
    return abs(_ordinal(a) - _ordinal(b))


def _ordinal(value: float) -> int:
    bits: int = struct.unpack("<q", struct.pack("<d", value))[0]
    return bits if bits >= 0 else -(bits & 0x7FFF_FFFF_FFFF_FFFF) - 1


@dataclass
class Distance:
    """The largest differences seen between floats; None: none that a number expresses."""

    absolute: float | None = None
    relative: float | None = None
    ulp: int | None = None

    def see(self, legacy: float, vessel: float) -> None:
        """Takes one pair into account; pairs without a finite difference are left to the comparison."""
        if not (math.isfinite(legacy) and math.isfinite(vessel)):
            return
        absolute = abs(legacy - vessel)
        if math.isfinite(absolute):
            self.absolute = max(self.absolute or 0.0, absolute)
            if legacy:
                self.relative = max(self.relative or 0.0, absolute / abs(legacy))
        self.ulp = max(self.ulp or 0, ulps(legacy, vessel))

    def add(self, other: "Distance") -> None:
        """Takes another's maxima into account."""
        for name in ("absolute", "relative", "ulp"):
            theirs = getattr(other, name)
            if theirs is not None:
                setattr(self, name, max(getattr(self, name) or 0, theirs))


def alike(legacy: float, vessel: float, tolerance: Tolerance) -> bool:
    """Whether the tolerance takes the two for the same."""
    if math.isnan(legacy) or math.isnan(vessel):
        return math.isnan(legacy) and math.isnan(vessel)
    if legacy == vessel:
        return math.copysign(1.0, legacy) == math.copysign(1.0, vessel)
    if math.isinf(legacy) or math.isinf(vessel):
        return False
    difference = abs(legacy - vessel)
    return (
        (tolerance.abs is not None and difference <= tolerance.abs)
        or (tolerance.rel is not None and difference <= tolerance.rel * max(abs(legacy), abs(vessel)))
        or (tolerance.ulp is not None and ulps(legacy, vessel) <= tolerance.ulp)
    )


def parse_tolerance(texts: Sequence[str]) -> Tolerance:
    """`abs=X`, `rel=X`, `ulp=N`, several by comma or by repetition. Raises UsageError PV623 for anything else."""
    found: dict[str, float | int] = {}
    for text in (part.strip() for whole in texts for part in whole.split(",")):
        name, _, number = text.partition("=")
        try:
            value = int(number) if name == "ulp" else float(number)
        except ValueError:
            value = -1
        if name not in ("abs", "rel", "ulp") or not (0 <= value < math.inf):
            raise UsageError(
                "PV623",
                f"--tolerance {text!r} does not say what it bounds",
                remedy="write abs=X (absolute), rel=X (relative) or ulp=N (units in the last place)",
            )
        found[name] = value
    return Tolerance.model_validate(found)
