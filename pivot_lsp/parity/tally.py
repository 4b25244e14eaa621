"""What came of the cases of a campaign so far: counts, a sample of the judged cases, the failures.

Invariants: every judged case is counted once; memory does not grow with the number of cases beyond the samples kept
(`Corpus`), the failures kept and at most 32 bytes for each distinct input (`Distinct`). Cases are counted by batches,
since nearly all of a batch behave as legacy does; only the others are looked at one by one.
"""

import hashlib
import itertools
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from pivot_lsp.cases.domain import Domain
from pivot_lsp.model.case import STRATA, Case, Stratum
from pivot_lsp.model.evidence import ArgumentDomain, SetAside, Statistics, StratumCount, Tolerance
from pivot_lsp.parity.answers import Answers
from pivot_lsp.parity.compare import Difference, difference
from pivot_lsp.parity.distinct import Distinct
from pivot_lsp.parity.floats import Distance
from pivot_lsp.parity.outcome import Outcome

FAILURES_KEPT = 100


class Judged(NamedTuple):
    """A case with legacy's behaviour, kept for later passes."""

    case: Case
    legacy: Outcome


@dataclass(frozen=True)
class Known:
    """A batch of cases that have a reference: their calls as JSON, and what legacy answered."""

    cases: Sequence[Case]
    texts: Sequence[bytes]
    legacy: Answers

    def __len__(self) -> int:
        return len(self.cases)

    def at(self, places: Sequence[int]) -> "Known":
        """The cases at some places."""
        return Known([self.cases[i] for i in places], [self.texts[i] for i in places], self.legacy.at(places))


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

    def add_all(self, cases: Sequence[Case], legacy: Sequence[Outcome]) -> None:
        """Takes each into the sample, or not."""
        limit, chance = self._limit, self._chance.random
        strata = [case.stratum for case in cases]
        for stratum, places in itertools.groupby(range(len(cases)), strata.__getitem__):
            kept, seen = self._kept[stratum], self._seen[stratum]
            for place in places:
                seen += 1
                if len(kept) < limit:
                    kept.append(Judged(cases[place], legacy[place]))
                elif (slot := int(chance() * seen)) < limit:
                    kept[slot] = Judged(cases[place], legacy[place])
            self._seen[stratum] = seen

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

    def count(self, known: Known, vessel: Answers, tolerance: Tolerance) -> None:
        """Counts judged cases, with the vessel's answers to them."""
        cases, legacy = known.cases, known.legacy
        self.judged += len(cases)
        self.digest.update("".join([case.id for case in cases]).encode())
        self.domain.add_all(cases)
        self.corpus.add_all(cases, legacy)
        self.legacy_ns += sum(legacy.times)
        self.vessel_ns += sum(vessel.times)
        self.draws += sum([case.n for case in cases if case.stratum == "recorded"])
        odd = legacy.differing(vessel)
        for stratum, count in Counter([case.stratum for case in cases]).items():
            self.strata[stratum]["judged"] += count
            self.strata[stratum]["native"] += count
        self.counted |= vessel.native is not None and len(odd) < len(cases)
        for place in sorted(odd):
            self._count_odd(cases[place], legacy[place], vessel[place], tolerance)

    def _count_odd(self, case: Case, legacy: Outcome, vessel: Outcome, tolerance: Tolerance) -> None:
        """A case that was counted as one with an ordinary answer, and may be none."""
        counts = self.strata[case.stratum]
        counts["native"] -= 1
        self._count_answer(counts, vessel)
        if vessel.status == "ok" and vessel.payload == legacy.payload:
            return
        distance = Distance()
        found = difference(legacy, vessel, tolerance, distance)
        if distance.absolute is not None:
            if distance.absolute > (self.distance.absolute or 0.0):
                self.worst = case
            self.sum_absolute += distance.absolute
            self.distance.add(distance)
        if found is None:
            return
        self.legacy_ns -= legacy.nanoseconds
        self.vessel_ns -= vessel.nanoseconds
        self.failed += 1
        counts["mismatches"] += 1
        if case.stratum == "recorded":
            self.draws_failed += case.n
        if len(self.mismatches) < FAILURES_KEPT:
            self.mismatches.append(Mismatch(case, found, vessel))

    def _count_answer(self, counts: Counter[str], outcome: Outcome) -> None:
        """A call whose process died was answered by nobody; a callable without counters answers natively."""
        if outcome.native is None:
            counts["native"] += outcome.status in ("ok", "not_comparable")
            return
        self.counted = True
        counts["native"] += outcome.native > 0 and not outcome.fallback
        counts["fallback"] += outcome.fallback > 0
        if outcome.fallback:
            self.reasons.update(outcome.note.split() or ["unknown"])
