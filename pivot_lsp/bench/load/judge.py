"""From outcomes to figures: quantiles with intervals, errors, and what may be said of the difference.

Invariant: "better" and "worse" are said only where the intervals lie apart, and nothing is said when the generator
itself fell behind.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pivot_lsp.bench.load.traffic import Outcome, Traffic
from pivot_lsp.bench.load.workload import Planned
from pivot_lsp.model.bench import Ratio
from pivot_lsp.model.load import LoadComparison, LoadConfig, LoadReport, Quantile, SideName, SideResult
from pivot_lsp.stats.binomial import interval
from pivot_lsp.stats.blocks import mean_interval, quantile, quantile_intervals

BLOCK = 1.0
"""Seconds of due times that are drawn together."""
LATE_MS = 20.0
"""The generator kept pace when 99% of the requests were handed on within this."""
SHARES = (0.5, 0.95, 0.99)


@dataclass(frozen=True)
class Round:
    """One side's traffic of one round."""

    planned: Sequence[Planned]
    traffic: Traffic
    seconds: float
    cpu_seconds: float | None
    memory_mb: float | None


def judge(config: LoadConfig, legacy: Sequence[Round], vessel: Sequence[Round], file: str, created: str) -> LoadReport:
    """The report of all rounds."""
    sides = _side("legacy", legacy), _side("vessel", vessel)
    late = sorted(value for one in (*legacy, *vessel) for value in one.traffic.late)
    late_ms = 1000 * quantile(late, 0.99) if late else 0.0
    kept = late_ms <= LATE_MS
    return LoadReport(
        config=file,
        created=created,
        rate=config.rate,
        arrivals=config.arrivals if config.speed is None else "as recorded",
        rounds=config.rounds,
        seconds=config.seconds,
        requests=sum(len(one.planned) for one in (*legacy, *vessel)),
        legacy=sides[0],
        vessel=sides[1],
        comparison=_compared(*sides, kept),
        differing=sum(_differing(a, b) for a, b in zip(legacy, vessel)),
        kept_pace=kept,
        late_ms=round(late_ms, 3),
        notes=list(_notes(config, sides, kept)),
    )


def _side(name: SideName, rounds: Sequence[Round]) -> SideResult:
    outcomes = [outcome for one in rounds for outcome in one.traffic.outcomes]
    errors = sum(outcome.failed for outcome in outcomes)
    blocks = _blocks(rounds)
    p50, p95, p99 = _quantiles(blocks)
    service = sorted(outcome.service for outcome in outcomes if _waited(outcome))
    seconds = sum(max(one.seconds, one.traffic.took) for one in rounds)
    cpu = [one.cpu_seconds for one in rounds if one.cpu_seconds is not None]
    memory = [one.memory_mb for one in rounds if one.memory_mb is not None]
    statuses = Counter(outcome.problem if outcome.status is None else str(outcome.status) for outcome in outcomes)
    return SideResult(
        side=name,
        due=len(outcomes),
        answered=sum(outcome.status is not None for outcome in outcomes),
        errors=errors,
        error_percent=round(100 * errors / len(outcomes), 4) if outcomes else 0.0,
        error_percent_high=round(100 * interval(errors, len(outcomes))[1], 4) if outcomes else 100.0,
        rps=_rps(rounds),
        p50=p50,
        p95=p95,
        p99=p99,
        service_p95=round(1000 * quantile(service, 0.95), 3) if service else None,
        statuses=dict(sorted(statuses.items())),
        memory_mb=round(max(memory), 1) if memory else None,
        cpu_percent=round(100 * sum(cpu) / seconds, 1) if cpu and seconds else None,
    )


def _waited(outcome: Outcome) -> bool:
    """Whether its latency says something: it was answered, or waited for until the time was over."""
    return outcome.status is not None or outcome.problem == "timeout"


def _blocks(rounds: Sequence[Round]) -> list[list[float]]:
    """Latencies in milliseconds by round and second of the due time."""
    found: dict[tuple[int, int], list[float]] = {}
    for number, one in enumerate(rounds):
        for row, outcome in zip(one.planned, one.traffic.outcomes):
            if _waited(outcome):
                found.setdefault((number, int(row.at / BLOCK)), []).append(1000 * outcome.latency)
    return list(found.values())


def _quantiles(blocks: list[list[float]]) -> list[Quantile | None]:
    if not blocks:
        return [None for _ in SHARES]
    found = quantile_intervals(blocks, SHARES)
    return [Quantile(estimate=round(one.estimate, 3), low=round(one.low, 3), high=round(one.high, 3)) for one in found]


def _rps(rounds: Sequence[Round]) -> Ratio:
    """Answers without error a second, over the rounds' own time."""
    each = [
        sum(not outcome.failed for outcome in one.traffic.outcomes) / max(one.seconds, one.traffic.took)
        for one in rounds
    ]
    found = mean_interval(each)
    return Ratio(estimate=round(found.estimate, 3), low=round(found.low, 3), high=round(found.high, 3))


Verdict = Literal["better", "worse", "no difference", "not measured"]


def _compared(legacy: SideResult, vessel: SideResult, kept: bool) -> list[LoadComparison]:
    found = [
        LoadComparison(
            metric="rps",
            improvement=_times(vessel.rps.estimate, legacy.rps.estimate),
            verdict=_verdict((vessel.rps.low, vessel.rps.high), (legacy.rps.low, legacy.rps.high), kept),
        )
    ]
    rows: tuple[tuple[Literal["p50", "p95", "p99"], Quantile | None, Quantile | None], ...] = (
        ("p50", legacy.p50, vessel.p50),
        ("p95", legacy.p95, vessel.p95),
        ("p99", legacy.p99, vessel.p99),
    )
    for metric, a, b in rows:
        if a is None or b is None:
            found.append(LoadComparison(metric=metric, improvement=None, verdict="not measured"))
            continue
        times = _times(a.estimate, b.estimate)
        verdict = _verdict((a.low, a.high), (b.low, b.high), kept)
        found.append(LoadComparison(metric=metric, improvement=times, verdict=verdict))
    wrong = [(0.0, 1.0) if not side.due else interval(side.errors, side.due) for side in (legacy, vessel)]
    times = _times(legacy.error_percent, vessel.error_percent)
    found.append(LoadComparison(metric="errors", improvement=times, verdict=_verdict(wrong[0], wrong[1], kept)))
    return found


def _times(above: float, below: float) -> float | None:
    return round(above / below, 3) if above > 0 and below > 0 else None


def _verdict(larger_is_better: tuple[float, float], other: tuple[float, float], kept: bool) -> Verdict:
    """The first interval should lie above the second for `better`."""
    if not kept:
        return "not measured"
    if larger_is_better[0] > other[1]:
        return "better"
    return "worse" if larger_is_better[1] < other[0] else "no difference"


def _differing(legacy: Round, vessel: Round) -> int:
    pairs = zip(legacy.traffic.outcomes, vessel.traffic.outcomes)
    return sum(a.status != b.status for a, b in pairs if not a.failed and not b.failed)


def _notes(config: LoadConfig, sides: tuple[SideResult, SideResult], kept: bool) -> list[str]:
    found = []
    if not kept:
        found.append("the generator was late itself: lower the rate, or use a quieter machine; no verdict")
    if config.rounds < 3:
        found.append("fewer than 3 rounds: the interval of the rate says little")
    if not any(side.due for side in sides):
        found.append("no request was due in this time")
    for side in sides:
        if side.errors and side.errors == side.due:
            found.append(f"{side.side}: no request was answered without error")
    return found
