"""The evidence of one stage as the watch gathers it: two anytime-valid tests, fed look by look, kept in a file.

`pivot.rollout/evidence/<flag>.json`; another epoch begins anew. Invariant: what a look is compared against was fixed by
the looks before it, so each test stays valid at any time.
"""

import math
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from pivot_lsp.model.base import Model
from pivot_lsp.model.rollout import LookPoint
from pivot_lsp.rollout.measure import Totals, quantile_bucket
from pivot_lsp.runtime.trips import quoted
from pivot_lsp.stats.eprocess import REACH, EProcess, Look
from pivot_lsp.store.files import write_atomic

QUANTILES = (0.5, 0.95)
"""A call is slow when it is in a higher bucket than legacy's quantile; each is tested, the mean of both E is judged."""
LEAST_BASELINE = 200
"""Calls of legacy before its quantiles are compared with."""
POINTS = 500


class _Test(Model):
    scores: list[float]
    peak: float


class _Saved(Model):
    epoch: int
    errors: _Test
    slow: list[_Test]
    legacy: list[int]
    vessel: list[int]
    legacy_errors: int
    vessel_errors: int
    points: list[LookPoint]


@dataclass
class Evidence:
    """What is known of a stage. `seen` are the counts of the last look."""

    epoch: int
    errors: EProcess = field(default_factory=EProcess)
    slow: list[EProcess] = field(default_factory=lambda: [EProcess() for _ in QUANTILES])
    seen: Totals = field(default_factory=Totals)
    points: list[LookPoint] = field(default_factory=list)
    latency_peak: float = 0.0

    def look(self, now: Totals, at: str) -> None:
        """Takes in what was counted since the last look; counts that fell (a file was lost) are left out."""
        n, m = now.vessel_calls - self.seen.vessel_calls, now.legacy_calls - self.seen.legacy_calls
        k, j = now.vessel_errors - self.seen.vessel_errors, now.legacy_errors - self.seen.legacy_errors
        if min(n, m, k, j) >= 0 and k <= n and j <= m:
            self.errors.add(Look(n, k, m, j))
            self._latency(now, n, m)
        self.seen = now
        self.latency_peak = max(self.latency_peak, self.latency_log_e())
        self.points.append(
            LookPoint(
                at=at,
                epoch=self.epoch,
                vessel_calls=now.vessel_calls,
                vessel_errors=now.vessel_errors,
                legacy_calls=now.legacy_calls,
                legacy_errors=now.legacy_errors,
                log_e=round(self.errors.log_e(REACH), 4),
                latency_log_e=round(self.latency_log_e(), 4),
            )
        )
        if len(self.points) > POINTS:  # every second of the older half goes
            half = len(self.points) // 2
            self.points = self.points[:half:2] + self.points[half:]

    def _latency(self, now: Totals, n: int, m: int) -> None:
        if self.seen.legacy_calls < LEAST_BASELINE:
            return
        for test, share in zip(self.slow, QUANTILES):
            limit = quantile_bucket(self.seen.legacy, share)
            assert limit is not None  # there were calls
            k = sum(now.vessel[limit + 1 :]) - sum(self.seen.vessel[limit + 1 :])
            j = sum(now.legacy[limit + 1 :]) - sum(self.seen.legacy[limit + 1 :])
            if 0 <= k <= n and 0 <= j <= m:
                test.add(Look(n, k, m, j))

    def latency_log_e(self) -> float:
        """ln of the mean of both latency tests' E: a mean of e-processes is one."""
        found = [test.log_e(REACH) for test in self.slow]
        top = max(found)
        return top + math.log(sum(math.exp(value - top) for value in found) / len(found))


def _path(folder: Path, flag: str) -> Path:
    return folder / "evidence" / f"{quoted(flag)}.json"


def load(folder: Path, flag: str, epoch: int) -> Evidence:
    """What is known of `epoch`; nothing when the file is of another one, or is damaged."""
    try:
        saved = _Saved.model_validate_json(_path(folder, flag).read_bytes())
    except (OSError, ValidationError):
        return Evidence(epoch)
    if saved.epoch != epoch:
        return Evidence(epoch)
    evidence = Evidence(
        epoch=epoch,
        errors=EProcess(list(saved.errors.scores), saved.errors.peak),
        slow=[EProcess(list(test.scores), test.peak) for test in saved.slow],
        seen=Totals(
            legacy=tuple(saved.legacy),
            vessel=tuple(saved.vessel),
            legacy_errors=saved.legacy_errors,
            vessel_errors=saved.vessel_errors,
        ),
        points=list(saved.points),
    )
    evidence.latency_peak = max((point.latency_log_e for point in evidence.points), default=0.0)
    return evidence


def save(folder: Path, flag: str, evidence: Evidence) -> None:
    """Replaces the file. Raises OSError."""
    saved = _Saved(
        epoch=evidence.epoch,
        errors=_Test(scores=evidence.errors.scores, peak=evidence.errors.peak),
        slow=[_Test(scores=test.scores, peak=test.peak) for test in evidence.slow],
        legacy=list(evidence.seen.legacy),
        vessel=list(evidence.seen.vessel),
        legacy_errors=evidence.seen.legacy_errors,
        vessel_errors=evidence.seen.vessel_errors,
        points=evidence.points,
    )
    write_atomic(_path(folder, flag), saved.model_dump_json())
