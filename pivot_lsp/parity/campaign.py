"""Runs cases through legacy (twice) and the vessel, and tallies what came of each.

Invariants: legacy is the reference only where two runs of it agree, under two hash seeds and each chunk's calls in
the opposite order, so that what remembers earlier calls is found out; every case that is given
is judged, or counted as set aside with the reason, or counted as a repetition; memory does not grow with the number
of cases beyond what `tally` says and a batch of BYTES or so.

The three workers run at the same time: legacy is on one chunk while the vessel is on the chunk before.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pivot_lsp.cases.domain import Domain
from pivot_lsp.cases.values import canonical
from pivot_lsp.model.case import Behaviour, Case
from pivot_lsp.model.evidence import Tolerance
from pivot_lsp.model.signature import Signature
from pivot_lsp.parity.answers import Answers
from pivot_lsp.parity.compare import difference
from pivot_lsp.parity.floats import Distance
from pivot_lsp.parity.implementation import Implementation
from pivot_lsp.parity.outcome import Outcome, pack_behaviour, unpack_behaviour
from pivot_lsp.parity.process import Setup, Worker
from pivot_lsp.parity.slowness import TooSlow
from pivot_lsp.parity.tally import Corpus as Corpus
from pivot_lsp.parity.tally import Judged as Judged
from pivot_lsp.parity.tally import Known as Known
from pivot_lsp.parity.tally import Mismatch as Mismatch
from pivot_lsp.parity.tally import Tally as Tally

Progress = Callable[[str, int, int | None], None]

CHUNK = 128
LARGE_CHUNK = 1024
"""Of small and quick calls: what a chunk costs by itself is nothing to each of them."""
QUICK_NS = 50_000
BYTES = 1 << 20
SECOND_HASH_SEED = 4242
DEATHS_ENOUGH = 40
"""A vessel that has died this often is not run further: the verdict stands, and each death costs two processes."""


@dataclass(frozen=True)
class Budget:
    """Seconds a call may take: legacy is interrupted after `legacy`, killed after three times that; the vessel is
    killed after `vessel`."""

    legacy: float = 0.5
    vessel: float = 5.0


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
        waiting = Known([], [], Answers(0))
        done = 0
        self.tally.distinct.expect(total or 0)
        source, size = iter(cases), CHUNK
        while chunk := list(itertools.islice(source, size)):
            done += len(chunk)
            fresh, texts = self.fresh(chunk)
            first, second = self.legacy.submit_texts(texts), self.again.submit_texts(texts, backwards=True)
            self.judge(waiting)
            waiting = self.references(fresh, texts, first.result(), second.result())
            size = _next_size(texts, first.result())
            progress("judging", done, total)
            if self.tally.stopped:
                break
        self.judge(waiting)

    def take(self, cases: list[Case], first: list[Outcome], second: list[Outcome], vessel: list[Outcome]) -> None:
        """Counts cases that were run elsewhere: legacy twice, and the vessel."""
        agreed = self._agreed(cases, Answers.of(first), Answers.of(second))
        answers = Answers.of(vessel).at(agreed)
        self.tally.count(Known(cases, [b""] * len(cases), Answers.of(first)).at(agreed), answers, self.tolerance)

    def is_new(self, case: Case) -> bool:
        """Counts the case; False: the same call has been judged, or it is presumed too slow."""
        return bool(self.fresh([case])[0])

    def fresh(self, cases: list[Case]) -> tuple[list[Case], list[bytes]]:
        """Counts the cases; those whose call has not been judged and is not presumed too slow, with their calls as
        JSON."""
        strata = self.tally.strata
        texts = [canonical((case.args, case.kwargs)) for case in cases]
        for stratum, count in Counter([case.stratum for case in cases]).items():
            strata[stratum]["cases"] += count
        new = self.tally.distinct.add_all([hash(text) & _WORD for text in texts])
        if all(new) and not self._slow:
            return cases, texts
        left = []
        for place, case in enumerate(cases):
            if not new[place]:
                strata[case.stratum]["repeated"] += 1
            elif self._slow.presumes(case.args, case.kwargs):
                self.tally.set_aside("presumed_slow", case, "")
            else:
                left.append(place)
        return [cases[place] for place in left], [texts[place] for place in left]

    def references(self, cases: list[Case], texts: list[bytes], first: Answers, second: Answers) -> Known:
        """The cases on which two runs of legacy agree; the others are counted as set aside."""
        agreed = self._agreed(cases, first, second)
        known = Known(cases, texts, first)
        return known if len(agreed) == len(cases) else known.at(agreed)

    def _agreed(self, cases: list[Case], first: Answers, second: Answers) -> Sequence[int]:
        """Places of the cases on which two runs of legacy agree."""
        places: Sequence[int] = range(len(cases))
        if differing := first.differing(second):
            places = [i for i in places if i not in differing or self._has_reference(cases[i], first[i], second[i])]
        self.tally.drifted += sum(
            _drifted(case.expected, first.payloads[i] or b"", self.tolerance)
            for i in places
            if (case := cases[i]).expected is not None
        )
        return places

    def _has_reference(self, case: Case, one: Outcome, two: Outcome) -> bool:
        worst = one if one.status != "ok" else two
        if worst.status == "ok":
            if one.payload == two.payload:
                return True
            self.tally.set_aside("nondeterministic", case, "")
            return False
        reason = _ASIDE[worst.status]
        self.tally.set_aside(reason, case, worst.note)
        if reason == "too_slow":
            self._slow.learn(case.args, case.kwargs)
        return False

    def judge(self, known: Known) -> None:
        """Runs the vessel on cases that have a reference, and counts what came of them."""
        if not known or self.tally.stopped:
            return
        answers = self.vessel.submit_texts(known.texts, deaths_enough=DEATHS_ENOUGH).result()
        ran = answers.places()
        if len(ran) < len(known):
            known, answers = known.at(ran), answers.at(ran)
        self.tally.count(known, answers, self.tolerance)
        self.tally.stopped = self.vessel.deaths >= DEATHS_ENOUGH


_ASIDE = {
    "slow": "too_slow", "timeout": "too_slow", "crash": "died", "memory": "out_of_memory",
    "not_comparable": "not_comparable", "undecodable": "undecodable",
}  # fmt: skip


_WORD = (1 << 64) - 1


def _next_size(texts: list[bytes], legacy: Answers) -> int:
    """How many cases the next chunk has: a large one only where its calls are small and take little time."""
    if not texts:
        return CHUNK
    small = sum(map(len, texts)) * LARGE_CHUNK <= BYTES * len(texts)
    return LARGE_CHUNK if small and sorted(legacy.times)[len(texts) // 2] < QUICK_NS else CHUNK


def _drifted(expected: Behaviour, now: bytes, tolerance: Tolerance) -> bool:
    """Whether legacy answers otherwise than it was recorded. Identity and, where none was recorded, printed text are
    not compared: recordings do not carry them."""
    raised = None if expected.raised is None else [expected.raised.type, expected.raised.args]
    then = pack_behaviour(expected.returned, raised, expected.after, expected.printed, [])
    if then == now:
        return False
    seen = unpack_behaviour(now)
    like = pack_behaviour(seen.returned, seen.raised, seen.after, seen.printed if expected.printed else "", [])
    return difference(Outcome("ok", then), Outcome("ok", like), tolerance, Distance()) is not None
