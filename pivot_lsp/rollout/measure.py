"""Counts of all processes as the judge needs them: one flag, one epoch, by arm. Reads files, decides nothing."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pivot_lsp.model.rollout import Arm, ShadowCounts
from pivot_lsp.runtime import counters
from pivot_lsp.runtime.counters import Inside, Row

BUCKETS = 64


@dataclass(frozen=True)
class Totals:
    """Sums over functions and processes. `legacy` and `vessel` are calls by latency bucket."""

    legacy: tuple[int, ...] = (0,) * BUCKETS
    vessel: tuple[int, ...] = (0,) * BUCKETS
    legacy_errors: int = 0
    vessel_errors: int = 0
    native: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    shadow: ShadowCounts = field(default_factory=ShadowCounts)
    last_ns: int = 0

    @property
    def legacy_calls(self) -> int:
        return sum(self.legacy)

    @property
    def vessel_calls(self) -> int:
        return sum(self.vessel)

    def arm_legacy(self) -> Arm:
        """The legacy arm's figures."""
        return arm(self.legacy, self.legacy_errors)

    def arm_vessel(self) -> Arm:
        """The vessel arm's figures, calls that fell back included: that is what its callers see."""
        return arm(self.vessel, self.vessel_errors)


def _span(row: Row, first: int) -> tuple[int, ...]:
    start = first - counters.COUNTED.start
    return tuple(row.words[start : start + BUCKETS])


def total(rows: Iterable[Row]) -> Totals:
    """The sum of rows."""
    found = list(rows)

    def at(word: int) -> int:
        return sum(row.at(word) for row in found)

    reasons = {name: at(counters.REASON + number) for number, name in counters.REASON_NAMES.items()}
    return Totals(
        legacy=_add(_span(row, counters.LEGACY) for row in found),
        vessel=_add(_span(row, counters.VESSEL) for row in found),
        legacy_errors=at(counters.LEGACY_ERRORS),
        vessel_errors=at(counters.VESSEL_ERRORS),
        native=at(counters.NATIVE),
        reasons={name: count for name, count in reasons.items() if count},
        shadow=ShadowCounts.model_validate({n: at(counters.SHADOW + i) for i, n in enumerate(counters.SHADOWS)}),
        last_ns=max((row.at(counters.LAST) for row in found), default=0),
    )


def _add(spans: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    summed = [0] * BUCKETS
    for span in spans:
        summed = [mine + other for mine, other in zip(summed, span)]
    return tuple(summed)


def quantile_bucket(buckets: tuple[int, ...], share: float) -> int | None:
    """The bucket in which the quantile lies; None without calls."""
    wanted, seen = share * sum(buckets), 0
    for number, count in enumerate(buckets):
        seen += count
        if count and seen >= wanted:
            return number
    return None


def arm(buckets: tuple[int, ...], errors: int) -> Arm:
    """An arm's figures; a quantile is the upper end of its bucket."""
    calls = sum(buckets)
    ends = {}
    for name, share in (("p50_us", 0.5), ("p95_us", 0.95), ("p99_us", 0.99)):
        bucket = quantile_bucket(buckets, share)
        ends[name] = None if bucket is None else (1 << bucket) / 1000
    return Arm(
        calls=calls,
        errors=errors,
        error_rate=errors / calls if calls else None,
        buckets={number: count for number, count in enumerate(buckets) if count},
        **ends,
    )


@dataclass(frozen=True)
class Counted:
    """One flag's counts: this epoch's, those of all earlier ones, and its calls inside a vessel."""

    now: Totals
    earlier: Totals
    inside: tuple[Inside, ...]
    functions: tuple[str, ...] = ()
    """`module:qualname` of what was counted under the flag."""

    def oldest_inside(self) -> float:
        """Seconds that the longest call of a living process has been inside a vessel; 0 without one."""
        since = [start for call in self.inside if call.alive and call.here for start in call.since]
        return (time.perf_counter_ns() - min(since)) / 1e9 if since else 0.0


def counted(folder: Path, flag: str, epoch: int) -> Counted:
    """The counts of a flag in `folder`, the rollout's. Raises OSError, ValueError for a damaged archive."""
    rows, inside = counters.read_counts(folder / "counters")
    ours = [row for row in rows if row.label.flag == flag]
    return Counted(
        now=total(row for row in ours if row.label.epoch == epoch),
        earlier=total(row for row in ours if row.label.epoch < epoch),
        inside=tuple(call for call in inside if call.label.flag == flag),
        functions=tuple(sorted({row.label.function for row in ours})),
    )
