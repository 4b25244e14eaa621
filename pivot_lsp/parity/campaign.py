"""Runs cases through legacy (twice) and the vessel, and tallies what came of each.

Invariants: legacy is the reference only where two runs of it agree, under two hash seeds and each chunk's calls in
the opposite order, so that what remembers earlier calls is found out; every case that is given
is judged, or counted as set aside with the reason, or counted as a repetition; memory does not grow with the number
of cases beyond the samples kept (`Corpus`) and at most 32 bytes for each distinct input (`Distinct`).

The three workers run at the same time: legacy is on one chunk while the vessel is on the chunk before.
"""

import hashlib
import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import msgspec

from pivot_lsp.cases.domain import Domain
from pivot_lsp.cases.values import case_id
from pivot_lsp.model.case import STRATA, Behaviour, Case, Stratum
from pivot_lsp.model.evidence import ArgumentDomain, SetAside, Statistics, StratumCount, Tolerance
from pivot_lsp.model.signature import Signature
from pivot_lsp.parity.compare import Difference, difference
from pivot_lsp.parity.distinct import Distinct
from pivot_lsp.parity.floats import Distance
from pivot_lsp.parity.implementation import Implementation
from pivot_lsp.parity.outcome import Outcome, pack_behaviour, unpack_behaviour
from pivot_lsp.parity.process import Call, Setup, Worker
from pivot_lsp.parity.slowness import TooSlow

Progress = Callable[[str, int, int | None], None]

CHUNK = 128
SECOND_HASH_SEED = 4242
FAILURES_KEPT = 100
DEATHS_ENOUGH = 40
"""A vessel that has died this often is not run further: the verdict stands, and each death costs two processes."""


@dataclass(frozen=True)
class Budget:
    """Seconds a call may take: legacy is interrupted after `legacy`, killed after three times that; the vessel is
    killed after `vessel`."""

    legacy: float = 0.5
    vessel: float = 5.0


class Judged(NamedTuple):
    """A case with legacy's behaviour, kept for later passes."""

    case: Case
    legacy: Outcome


@dataclass(frozen=True)
class Mismatch:
    """A judged case that the vessel failed."""

    case: Case
    found: Difference
    vessel: Outcome


class Corpus:
    """A bounded sample of the judged cases, a reservoir for each stratum."""

    def __init__(self, per_stratum: int = 1500, seed: int = 0) -> None:
        self._kept: dict[Stratum, list[Judged]] = {stratum: [] for stratum in STRATA}
        self._seen: Counter[Stratum] = Counter()
        self._limit = per_stratum
        self._chance = random.Random(seed)

    def add(self, judged: Judged) -> None:
        """Takes one into the sample, or not."""
        stratum = judged.case.stratum
        kept = self._kept[stratum]
        self._seen[stratum] += 1
        if len(kept) < self._limit:
            kept.append(judged)
        elif (place := int(self._chance.random() * self._seen[stratum])) < self._limit:
            kept[place] = judged

    def __iter__(self) -> Iterator[Judged]:
        """Strata take turns, so that whoever stops early has met all of them."""
        for row in itertools.zip_longest(*self._kept.values()):
            yield from (judged for judged in row if judged is not None)

    def recorded(self) -> list[Case]:
        """The recorded cases of the sample."""
        return [judged.case for judged in self._kept["recorded"]]


@dataclass
class Tally:
    """What came of the cases so far."""

    domain: Domain
    strata: dict[Stratum, Counter[str]] = field(default_factory=lambda: {stratum: Counter() for stratum in STRATA})
    aside: Counter[str] = field(default_factory=Counter)
    aside_examples: list[str] = field(default_factory=list)
    mismatches: list[Mismatch] = field(default_factory=list)
    failed: int = 0
    judged: int = 0
    drifted: int = 0
    remembered: int = 0
    """Calls that legacy answered otherwise when it was asked again."""
    reasons: Counter[str] = field(default_factory=Counter)
    counted: bool = False
    """Whether the vessel counts its native answers."""
    draws: int = 0
    draws_failed: int = 0
    legacy_ns: int = 0
    vessel_ns: int = 0
    distance: Distance = field(default_factory=Distance)
    sum_absolute: float = 0.0
    worst: Case | None = None
    corpus: Corpus = field(default_factory=Corpus)
    digest: Any = field(default_factory=hashlib.sha256)
    distinct: Distinct = field(default_factory=Distinct)
    stopped: bool = False

    def set_aside(self, reason: str, case: Case, note: str) -> None:
        """Counts a case without a reference."""
        self.aside[reason] += 1
        if len(self.aside_examples) < 5:
            self.aside_examples.append(f"{reason}: {msgspec.json.encode(case.args).decode()[:200]} {note}".strip())

    def aside_report(self) -> SetAside:
        """The counts by reason."""
        return SetAside(**self.aside, examples=self.aside_examples)

    def strata_report(self) -> list[StratumCount]:
        """The counts by stratum."""
        return [StratumCount(stratum=stratum, **counts) for stratum, counts in self.strata.items()]

    def domain_report(self) -> list[ArgumentDomain]:
        """What the judged calls held, by parameter and field."""
        return [
            ArgumentDomain(name=name, **span.model_dump(), text=str(span))
            for name, span in self.domain.stated().items()
        ]

    def statistics(self) -> Statistics:
        """Differences between floats over the judged calls."""
        if not self.judged:
            return Statistics()
        seen = self.distance
        return Statistics(
            max_absolute=seen.absolute or 0.0,
            max_relative=seen.relative or 0.0,
            mean_absolute=self.sum_absolute / self.judged,
            max_ulp=seen.ulp or 0,
            shown_by=None if self.worst is None else self.worst.id,
            shown_by_args=None if self.worst is None else self.worst.args,
        )


class Campaign:
    """Three workers and a tally. Use as a context manager; `run` may be called several times."""

    def __init__(
        self,
        legacy: Implementation,
        vessel: Implementation,
        tolerance: Tolerance,
        signature: Signature,
        budget: Budget = Budget(),
        seed: int = 0,
    ) -> None:
        setup = Setup(
            legacy, soft_seconds=budget.legacy, hard_seconds=3 * budget.legacy + 1, environment={"PIVOT_OFF": "1"}
        )
        self.legacy = Worker(setup)
        self.again = Worker(replace(setup, hash_seed=SECOND_HASH_SEED))
        self.vessel = Worker(Setup(vessel, hard_seconds=budget.vessel))
        self.tolerance = tolerance
        self.tally = Tally(Domain(signature), corpus=Corpus(seed=seed))
        self._slow = TooSlow()

    def __enter__(self) -> "Campaign":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in (self.legacy, self.again, self.vessel):
            worker.close()

    def forget_slow(self) -> None:
        """What was too slow is presumed of no call that comes: they are another function's."""
        self._slow = TooSlow()

    def run(self, cases: Iterable[Case], progress: Progress, total: int | None = None) -> None:
        """Judges the cases. Raises NoVerdict PV622 when an implementation cannot be loaded."""
        waiting: list[Judged] = []
        done = 0
        self.tally.distinct.expect(total or 0)
        for chunk in _chunks(cases, CHUNK):
            fresh = [case for case in chunk if self.is_new(case)]
            done += len(chunk)
            calls = [_call(case) for case in fresh]
            first, second = self.legacy.submit(calls), self.again.submit(calls[::-1])
            self.judge(waiting)
            waiting = self.references(fresh, first.result(), second.result()[::-1])
            progress("judging", done, total)
            if self.tally.stopped:
                break
        self.judge(waiting)

    def take(self, cases: list[Case], first: list[Outcome], second: list[Outcome], vessel: list[Outcome]) -> None:
        """Counts cases that were run elsewhere: legacy twice, and the vessel."""
        answers = {id(case): outcome for case, outcome in zip(cases, vessel)}
        for judged in self.references(cases, first, second):
            self._count(judged, answers[id(judged.case)])

    def is_new(self, case: Case) -> bool:
        """Counts the case; False: the same call has been judged, or it is presumed too slow."""
        counts = self.tally.strata[case.stratum]
        counts["cases"] += 1
        if not self.tally.distinct.add(int(case_id(case.args, case.kwargs)[:16], 16)):
            counts["repeated"] += 1
            return False
        if self._slow.presumes(case.args, case.kwargs):
            self.tally.set_aside("presumed_slow", case, "")
            return False
        return True

    def references(self, cases: list[Case], first: list[Outcome], second: list[Outcome]) -> list[Judged]:
        """The cases on which two runs of legacy agree; the others are counted as set aside."""
        return list(self._agreed(cases, first, second))

    def _agreed(self, cases: list[Case], first: list[Outcome], second: list[Outcome]) -> Iterator[Judged]:
        for case, one, two in zip(cases, first, second):
            worst = one if one.status != "ok" else two
            if worst.status != "ok":
                reason = _ASIDE[worst.status]
                self.tally.set_aside(reason, case, worst.note)
                if reason == "too_slow":
                    self._slow.learn(case.args, case.kwargs)
            elif one.payload != two.payload:
                self.tally.set_aside("nondeterministic", case, "")
            else:
                if case.expected is not None and _drifted(case.expected, one, self.tolerance):
                    self.tally.drifted += 1
                yield Judged(case, one)

    def judge(self, waiting: list[Judged]) -> None:
        """Runs the vessel on cases that have a reference, and counts what came of them."""
        if not waiting or self.tally.stopped:
            return
        for judged, outcome in zip(waiting, self.vessel.run([_call(judged.case) for judged in waiting])):
            self._count(judged, outcome)
        self.tally.stopped = self.vessel.deaths >= DEATHS_ENOUGH

    def _count(self, judged: Judged, outcome: Outcome) -> None:
        tally, case = self.tally, judged.case
        found, distance = None, None
        if outcome.status != "ok" or outcome.payload != judged.legacy.payload:
            distance = Distance()
            found = difference(judged.legacy, outcome, self.tolerance, distance)
        counts = tally.strata[case.stratum]
        counts["judged"] += 1
        tally.judged += 1
        tally.digest.update(case.id.encode())
        tally.domain.add(case)
        tally.corpus.add(judged)
        self._count_answer(counts, outcome)
        if case.stratum == "recorded":
            tally.draws += case.n
            tally.draws_failed += case.n if found else 0
        if distance is not None and distance.absolute is not None:
            if distance.absolute > (tally.distance.absolute or 0.0):
                tally.worst = case
            tally.sum_absolute += distance.absolute
            tally.distance.add(distance)
        if found is None:
            tally.legacy_ns += judged.legacy.nanoseconds
            tally.vessel_ns += outcome.nanoseconds
            return
        counts["mismatches"] += 1
        tally.failed += 1
        if len(tally.mismatches) < FAILURES_KEPT:
            tally.mismatches.append(Mismatch(case, found, outcome))

    def _count_answer(self, counts: Counter[str], outcome: Outcome) -> None:
        """A call whose process died was answered by nobody; a callable without counters answers natively."""
        if outcome.native is None:
            counts["native"] += outcome.status in ("ok", "not_comparable")
            return
        self.tally.counted = True
        counts["native"] += outcome.native > 0 and not outcome.fallback
        counts["fallback"] += outcome.fallback > 0
        if outcome.fallback:
            self.tally.reasons.update(outcome.note.split() or ["unknown"])


_ASIDE = {
    "slow": "too_slow", "timeout": "too_slow", "crash": "died", "memory": "out_of_memory",
    "not_comparable": "not_comparable", "undecodable": "undecodable",
}  # fmt: skip


def _call(case: Case) -> Call:
    return case.args, case.kwargs


def _chunks(cases: Iterable[Case], size: int) -> Iterator[list[Case]]:
    source = iter(cases)
    while chunk := list(itertools.islice(source, size)):
        yield chunk


def _drifted(expected: Behaviour, now: Outcome, tolerance: Tolerance) -> bool:
    """Whether legacy answers otherwise than it was recorded. Identity and, where none was recorded, printed text are
    not compared: recordings do not carry them."""
    seen = unpack_behaviour(now.payload)
    raised = None if expected.raised is None else [expected.raised.type, expected.raised.args]
    then = pack_behaviour(expected.returned, raised, expected.after, expected.printed, [])
    like = pack_behaviour(seen.returned, seen.raised, seen.after, seen.printed if expected.printed else "", [])
    return difference(Outcome("ok", then), Outcome("ok", like), tolerance, Distance()) is not None
