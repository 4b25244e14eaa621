"""How often a canary is rolled back, by simulation of the test that the product runs (`pivot_lsp.stats.eprocess`).

`make canaries` (or `python benchmarks/canary_simulation.py --page docs/evidence/canary.md`) runs 10,000 canaries a row;
CI runs a few hundred (`tests/rollout/test_simulation.py`). A canary is 48 hours with a look every 30 minutes; each look
draws calls and errors of both arms, and how many calls were slower than legacy's p50 and p95. Seeds are fixed. Canaries
that nobody calls go through the product's own `judge`, stage by stage. Canaries are shared out to two processes.
"""

import argparse
import math
import platform
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pivot_lsp.model.rollout import RolloutSettings, Stage
from pivot_lsp.rollout.evidence import Evidence
from pivot_lsp.rollout.judge import judge
from pivot_lsp.rollout.measure import BUCKETS, Counted, Totals
from pivot_lsp.rollout.stages import STAGES
from pivot_lsp.stats.eprocess import ALPHA, TRIGGER, EProcess, Look
from pivot_lsp.stats.power import calls_to_detect

LOOKS = 96
"""Of 30 minutes each: 48 hours."""
RATE = 2e-4
"""Legacy's error rate."""
SLOW = (0.5, 0.05)
"""Shares of calls above legacy's p50 and p95."""
LIMIT = -math.log(ALPHA)
PROCESSES, CHUNK = 2, 250


@dataclass(frozen=True)
class Scenario:
    """One row: calls a day, the vessel's share, and in which looks both arms fail and crawl `outage` times as often."""

    name: str
    per_day: float
    share: float
    outage: float = 1.0
    outage_looks: tuple[int, ...] = ()
    rate: float = RATE


HEALTHY = (
    Scenario("healthy, 2M calls/day, 1%", 2e6, 0.01),
    Scenario("healthy, 2M calls/day, 10%", 2e6, 0.1),
    Scenario("healthy, 200k calls/day, 10%", 2e5, 0.1),
    Scenario("healthy, 10k calls/day, 50%", 1e4, 0.5),
    Scenario("healthy, errors in 0.5% of both arms' calls, 200k calls/day, 10%", 2e5, 0.1, rate=5e-3),
    Scenario("shared outage of 30 minutes, 2M calls/day, 10%", 2e6, 0.1, 10.0, (30,)),
    Scenario("shared outage of 30 minutes, 200k calls/day, 10%", 2e5, 0.1, 10.0, (30,)),
    Scenario("shared outage of 3 hours, errors 100 times, 200k calls/day, 50%", 2e5, 0.5, 100.0, tuple(range(40, 46))),
)
BAD = ((0.01, 10.0), (0.1, 10.0), (0.5, 10.0), (0.1, 3.0))
"""(the vessel's share, how many times its errors are legacy's)."""


def binomial(rng: random.Random, n: int, p: float) -> int:
    """A draw: exact by the gaps between successes while there are few, else a rounded normal."""
    p = min(p, 1.0)
    if p > 0.5:
        return n - binomial(rng, n, 1 - p)
    if n * p > 200:
        return min(n, max(0, round(rng.gauss(n * p, math.sqrt(n * p * (1 - p))))))
    if p <= 0:
        return 0
    found, place, scale = 0, 0, math.log1p(-p)
    while True:
        place += int(math.log(1.0 - rng.random()) / scale) + 1
        if place > n:
            return found
        found += 1


def rolls_back(scenario: Scenario, seed: int) -> bool:
    """One canary of a vessel that is as good as legacy: True when it is switched off all the same."""
    rng = random.Random(seed)
    errors, slow = EProcess(only=TRIGGER), [EProcess(only=TRIGGER) for _ in SLOW]
    per_look = scenario.per_day * 2 / LOOKS
    n, m = round(per_look * scenario.share), round(per_look * (1 - scenario.share))
    for number in range(LOOKS):
        worse = scenario.outage if number in scenario.outage_looks else 1.0
        rate = min(1.0, scenario.rate * worse)
        errors.add(Look(n, binomial(rng, n, rate), m, binomial(rng, m, rate)))
        latency = 0.0
        for test, share in zip(slow, SLOW):
            share = min(0.95, share * worse)
            found = test.add(Look(n, binomial(rng, n, share), m, binomial(rng, m, share)))
            latency += math.exp(min(700.0, found)) / len(slow)
        if errors.peak >= LIMIT or latency >= 1 / ALPHA:
            return True
    return False


def is_caught(share: float, ratio: float, calls: int, seed: int, looks: int = 50) -> bool:
    """One canary of a bad vessel: True when it is off within `calls` of the vessel."""
    rng = random.Random(seed)
    test = EProcess(only=TRIGGER)
    for number in range(looks):
        n = calls * (number + 1) // looks - calls * number // looks
        m = round(n * (1 - share) / share)
        test.add(Look(n, binomial(rng, n, RATE * ratio), m, binomial(rng, m, RATE)))
        if test.peak >= LIMIT:
            return True
    return False


def verdicts_without_traffic(stage: Stage, legacy_calls: int) -> set[str]:
    """The verdicts of 48 hours of looks in which no call of the vessel was seen, and so many of legacy a look."""
    settings, evidence, found = RolloutSettings(stages=STAGES), Evidence(epoch=1), set()
    for number in range(LOOKS):
        legacy = [0] * BUCKETS
        legacy[14] = legacy_calls * (number + 1)
        counts = Counted(Totals(legacy=tuple(legacy), legacy_errors=round(sum(legacy) * RATE)), Totals(), ())
        evidence.look(counts.now, "")
        found.add(judge(stage, counts, evidence, settings, None).verdict)
    return found


def silent() -> Iterator[tuple[str, bool]]:
    """Lines on canaries that nobody calls, in every stage of the product."""
    for name, legacy_calls in (("no traffic at all", 0), ("traffic for legacy alone, 200k calls/day", 4_166)):
        found = [verdicts_without_traffic(stage, legacy_calls) for stage in STAGES]
        told = sum(verdicts == {"inconclusive"} for verdicts in found)
        what = f"{name}: stages in which each of {LOOKS} verdicts is inconclusive"
        yield f"| {what} | {len(found)} | {told} | all |", told == len(found)


def off_in(canary: Callable[[int], bool], runs: int) -> int:
    """How many of the canaries with seeds 0, 1, 2 ... were switched off."""
    if runs <= CHUNK:
        return sum(map(canary, range(runs)))
    with ProcessPoolExecutor(PROCESSES) as pool:
        return sum(pool.map(canary, range(runs), chunksize=CHUNK))


def rows(runs: int, bad_runs: int, part: slice = slice(None)) -> Iterator[tuple[str, bool]]:
    """Lines of the page, each with whether it is as it must be; `part` of the healthy ones, bad ones after the last."""
    for scenario in HEALTHY[part]:
        off = off_in(partial(rolls_back, scenario), runs)
        yield f"| {scenario.name} | {runs:,} | {off} ({off / runs:.2%}) | at most 0.2% |", off <= 0.002 * runs
    for share, ratio in BAD if part.stop is None else ():
        calls = calls_to_detect(ratio, RATE, share)
        assert calls is not None
        off = off_in(partial(is_caught, share, ratio, calls), bad_runs)
        name = f"{ratio:g} times the errors, {share:.0%}: off within the announced {calls:,} calls of the vessel"
        yield f"| {name} | {bad_runs:,} | {off} ({off / bad_runs:.1%}) | at least 90% |", off >= 0.9 * bad_runs
    if part.stop is None:
        yield from silent()


def main() -> int:
    """Prints the rows, and writes the page; 1 when one is not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--bad-runs", type=int, default=1_000)
    parser.add_argument("--part", type=int, nargs="+", default=[], metavar="N", help="rows from N, and up to another")
    parser.add_argument("--page", type=Path)
    args = parser.parse_args()
    part = slice(*args.part) if len(args.part) > 1 else slice(*args.part, None)
    began, lines, good = time.monotonic(), [], True
    for line, fine in rows(args.runs, args.bad_runs, part):
        print(line, flush=True)
        lines.append(line)
        good = good and fine
    if args.page:
        args.page.parent.mkdir(parents=True, exist_ok=True)
        args.page.write_text(
            "# Simulated canaries\n\n"
            f"Made by `make canaries` ({args.runs:,} healthy canaries a row, {args.bad_runs:,} bad ones, seeds 0, "
            f"1, 2 ...; {time.monotonic() - began:.0f} s on CPython {platform.python_version()}). A canary is 48 hours "
            f"with a look every 30 minutes; errors and latency are tested at alpha = {ALPHA} each.\n\n"
            "| canary | runs | switched off (last two rows: inconclusive) | must be |\n|---|---|---|---|\n"
            + "\n".join(lines)
            + "\n",
            encoding="utf-8",
        )
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
