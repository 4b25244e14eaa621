"""How many bad ports of legacy the judged calls would have caught: killed / told apart (docs/certificates.md).

A mutant that these calls expose is killed. One that they do not expose is searched for with up to ten times as many
calls, half of them changed from calls that reach the mutated line; what that finds is told apart and a survivor, what
it does not find is listed as not told apart. A slip that the judged calls meet and that never applies to the values
there (32-bit ints where only floats pass) makes the same program, not a bad port: it is counted as made only when the
first calls of the search expose it.

A call that does not come by the mutated place, or for which the slip gives there what legacy has, cannot expose the
mutant and is not run against it (`infection`).

Invariants: a mutant that was not run over all calls for want of time is never counted as killed; what was found is
kept in the cache under the unit's hash, so that the figure does not depend on how lucky the search was today.
"""

import hashlib
import itertools
import json
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pivot_lsp.model.case import Case
from pivot_lsp.model.evidence import Adequacy, Tolerance
from pivot_lsp.parity.campaign import Judged, Progress
from pivot_lsp.parity.certificate import python_version
from pivot_lsp.parity.implementation import Implementation
from pivot_lsp.parity.infection import watched
from pivot_lsp.parity.mutants import Mutant, make_mutants
from pivot_lsp.parity.probes import MUTANT_STEP
from pivot_lsp.parity.process import Call, Death, Setup, Worker
from pivot_lsp.source.unit import Unit

Further = Callable[[Sequence[Case], int], Iterator[Call]]
"""(cases to change, seed) -> further calls, as many as one likes."""


@dataclass(frozen=True)
class AdequacyBudget:
    """Seconds of processor time. `kill_seconds` bounds the runs over the judged calls, `search_seconds` the search,
    `reach_seconds` finding out which calls reach which places; `factor`: how many times the judged calls the search
    may make; `mutants`: how many are made at most; `call_seconds`: what a call may take, or ten times as long as
    legacy took."""

    kill_seconds: float = 30.0
    search_seconds: float = 12.0
    factor: int = 10
    reach_seconds: float = 10.0
    mutants: int = 60
    call_seconds: float = 0.2


CANDIDATES = 2
"""Times as many are tried as are wanted, since many turn out to be idle."""
SEND = 500
SEARCH_CHUNK = 200
DEATHS_A_CHUNK = 4
DEATH_SECONDS = 0.5
"""What a death costs of a budget: a new process gets the calls anew."""
AIMED_SEEDS = 10
SPREAD_SEEDS = 200


def measure_adequacy(
    legacy: Implementation,
    unit: Unit,
    judged: Sequence[Judged],
    further: Further,
    tolerance: Tolerance,
    budget: AdequacyBudget,
    cache_folder: Path,
    progress: Progress,
) -> tuple[Adequacy, list[Call]]:
    """Makes mutants of `unit` and runs them in one worker. `judged` are calls with legacy's behaviour.

    Gives besides the calls by which the search told mutants apart, of this run and of earlier ones: a vessel must be
    judged on them, since they show slips that the judged calls do not. They do not count for the score.
    """
    candidates = make_mutants(unit, CANDIDATES * budget.mutants)
    allowed = tolerance.model_dump()
    setup = Setup(
        legacy,
        soft_seconds=budget.call_seconds,
        hard_seconds=max(10.0, 4 * budget.call_seconds),
        environment={"PIVOT_OFF": "1"},
    )
    with Worker(setup) as worker:
        runner = _Runner(worker, judged, allowed)
        candidates = runner.find_reached(candidates, budget.reach_seconds)
        runs = runner.kill_all(candidates, budget.kill_seconds, progress)
        mutants = [mutant for mutant in candidates if mutant.key not in runs.idle][: budget.mutants]
        idle = [mutant for mutant in candidates if mutant.key in runs.idle]
        killed = {mutant.key for mutant in mutants} & runs.killed
        complete = all(mutant.key in runs.finished for mutant in mutants)
        left = [mutant for mutant in mutants if mutant.key not in killed]
        cache = _Cache(cache_folder, unit, allowed)
        search = _Search(runner, cache, budget, progress)
        searched, finished = search.run(left, idle, further)
    mutants += [mutant for mutant in idle if mutant.key in cache.exposed]
    told_apart = {mutant.key for mutant in mutants} & (killed | cache.exposed.keys())
    witnesses = [call for call in cache.exposed.values() if call is not None]
    cache.exposed.update((key, None) for key in killed if key not in cache.exposed)
    cache.write()
    found = Adequacy(
        made=len(mutants),
        told_apart=len(told_apart),
        killed=len(killed),
        score=100.0 * len(killed) / len(told_apart) if told_apart else None,
        survivors=[m.at for m in mutants if m.key in told_apart and m.key not in killed],
        not_told_apart=[m.at for m in mutants if m.key not in told_apart],
        searched=searched,
        complete=complete and finished,
    )
    return found, witnesses


class _Runner:
    """A worker that holds the corpus, and gets it anew when it dies."""

    def __init__(self, worker: Worker, judged: Sequence[Judged], tolerance: dict[str, Any]) -> None:
        self.worker = worker
        self.judged = judged
        self.tolerance = tolerance
        self.reached: dict[str, list[int]] = {}
        self.infected: dict[str, list[int]] = {}
        self.met_in_vain: set[str] = set()
        self._loaded = False

    def load(self) -> None:
        """Sends the corpus, if the present process does not have it."""
        if self._loaded:
            return
        for start in range(0, len(self.judged), SEND):
            rows = [
                [each.case.args, each.case.kwargs, each.legacy.payload, each.legacy.nanoseconds]
                for each in self.judged[start : start + SEND]
            ]
            self.worker.ask("corpus", calls=rows, clear=start == 0)
        self._loaded = True

    def ask(self, op: str, **fields: Any) -> Any:
        """The answer, or the Death of the process."""
        self.load()
        answer = self.worker.ask(op, tolerance=self.tolerance, **fields)
        if isinstance(answer, Death):
            self._loaded = False
        return answer

    def find_reached(self, mutants: Sequence[Mutant], seconds: float) -> list[Mutant]:
        """For each mutant the calls that reach it and those that could expose it, the quickest first. Gives those
        whose function can be exchanged: no other can be run."""
        functions = watched(mutants)
        answer = self.ask("infect", functions=[each.fields() for each in functions], seconds=seconds)
        every = list(range(len(self.judged)))
        reached, infected, applied, missing = {}, {}, set(range(len(mutants))), set()
        if not isinstance(answer, Death):
            reached = dict(zip(answer["watched"], answer["reached"]))
            infected = dict(zip(answer["watched"], answer["infected"]))
            applied = set(answer["applied"])
            missing = {number for each in functions for number in each.numbers} - reached.keys()
        for number, mutant in enumerate(mutants):
            self.reached[mutant.key] = self._quickest(reached.get(number, every))
            self.infected[mutant.key] = self._quickest(infected.get(number, every))
            if self.reached[mutant.key] and not self.infected[mutant.key] and number not in applied:
                self.met_in_vain.add(mutant.key)
        return [mutant for number, mutant in enumerate(mutants) if number not in missing]

    def _quickest(self, indices: Sequence[int]) -> list[int]:
        return sorted(indices, key=lambda i: self.judged[i].legacy.nanoseconds)

    def kill_all(self, mutants: Sequence[Mutant], seconds: float, progress: Progress) -> "_Runs":
        """Runs every mutant over the corpus, in rounds of doubling time, so that a slow one does not eat the time of
        the others."""
        found = _Runs(set(), set(), set())
        applied: set[str] = set()
        ran = {mutant.key: 0 for mutant in mutants}
        spent = 0.0
        share = max(0.2, seconds / 4 / max(1, len(mutants)))
        while open_ones := [mutant for mutant in mutants if mutant.key not in found.finished]:
            for mutant in open_ones:
                progress("adequacy", len(found.finished), len(mutants))
                left = min(share, seconds - spent)
                if left <= 0:
                    return found
                indices = self.infected[mutant.key][ran[mutant.key] :]
                if not indices:
                    found.finished.add(mutant.key)
                    if mutant.key in self.met_in_vain:
                        found.idle.add(mutant.key)
                    continue
                answer = self.ask("mutant", **_fields(mutant), seconds=left, indices=indices)
                spent += DEATH_SECONDS if isinstance(answer, Death) else answer["spent"]
                if isinstance(answer, Death) or answer["killed"] is not None:
                    found.killed.add(mutant.key)
                    found.finished.add(mutant.key)
                    continue
                ran[mutant.key] += answer["ran"]
                if answer["applied"] or not answer["called"]:
                    applied.add(mutant.key)
                if answer["ran"] >= len(indices):
                    found.finished.add(mutant.key)
                    if mutant.key not in applied:
                        found.idle.add(mutant.key)
            share *= 2
        return found


@dataclass(frozen=True)
class _Runs:
    """Keys of mutants: exposed by the corpus, run to an end, and those whose slip never applied."""

    killed: set[str]
    finished: set[str]
    idle: set[str]


def _fields(mutant: Mutant) -> dict[str, Any]:
    return {"module": mutant.module, "qualname": mutant.qualname, "code": mutant.code}


class _Search:
    """The wider search for mutants that the corpus left alive."""

    def __init__(self, runner: _Runner, cache: "_Cache", budget: AdequacyBudget, progress: Progress) -> None:
        self.runner = runner
        self.cache = cache
        self.budget = budget
        self.progress = progress
        self.searched = 0
        self.left_seconds = 0.0

    def run(self, mutants: Sequence[Mutant], idle: Sequence[Mutant], further: Further) -> tuple[int, bool]:
        """How many calls were made, and whether the search ran to its end. Findings go to the cache; `idle` ones take
        part in the first chunk alone."""
        limit = self.budget.factor * len(self.runner.judged)
        left = [m for m in mutants if m.key not in self.cache.exposed and self.cache.searched.get(m.key, 0) < limit]
        if not left:
            return max((self.cache.searched.get(m.key, 0) for m in mutants), default=0), True
        began = time.process_time()
        self.left_seconds = self.budget.search_seconds
        calls = self._mixed(left, further, limit)
        while (
            left
            and self.left_seconds > time.process_time() - began
            and (chunk := list(itertools.islice(calls, SEARCH_CHUNK)))
        ):
            self.progress("searching for bad ports", self.searched, limit)
            if not self.searched:
                self._expose(list(idle), chunk)
            left = self._expose(left, chunk)
            self.searched += len(chunk)
            for mutant in left:
                self.cache.searched[mutant.key] = self.cache.searched.get(mutant.key, 0) + len(chunk)
        least = min((self.cache.searched.get(mutant.key, 0) for mutant in left), default=self.searched)
        return least, not left or least >= limit or self.left_seconds > time.process_time() - began

    def _expose(self, left: list[Mutant], chunk: list[Call]) -> list[Mutant]:
        """Those that stay hidden. Who dies is exposed; a call on which legacy dies is left out, and so is the rest of
        a chunk that goes on killing."""
        for _ in range(DEATHS_A_CHUNK if left else 0):
            answer = self.runner.ask(
                "search",
                calls=chunk,
                mutants=[{**_fields(mutant), "number": number} for number, mutant in enumerate(left)],
                functions=[each.fields() for each in watched(left)],
                seconds=max(0.1, self.left_seconds),
            )
            self.left_seconds -= DEATH_SECONDS if isinstance(answer, Death) else answer["spent"]
            if not isinstance(answer, Death):
                for number, index in answer["exposed"]:
                    self.cache.exposed[left[number].key] = chunk[index]
                return [mutant for mutant in left if mutant.key not in self.cache.exposed]
            number, index = divmod(answer.index or 0, MUTANT_STEP)
            if answer.index is not None and number:
                self.cache.exposed[left[number - 1].key] = chunk[index] if index < len(chunk) else None
                left = [mutant for mutant in left if mutant.key not in self.cache.exposed]
            else:
                chunk = chunk[:index] + chunk[index + 1 :]
            if not left or not chunk or self.left_seconds <= 0:
                break
        return left

    def _mixed(self, mutants: Sequence[Mutant], further: Further, limit: int) -> Iterator[Call]:
        """Calls changed from those that reach the mutated lines, in turn with calls changed from any."""
        cheap = sorted(self.runner.judged, key=lambda each: each.legacy.nanoseconds)[: len(self.runner.judged) * 3 // 4]
        spread = random.Random(1).sample(cheap, min(SPREAD_SEEDS, len(cheap)))
        again = min((self.cache.searched.get(mutant.key, 0) for mutant in mutants), default=0)
        sources = [further([each.case for each in spread], again)]
        aimed = self._aimed(mutants)
        if aimed:
            sources.append(further(aimed, again + 1))
        made = 0
        while made < limit:
            for source in sources:
                yield from itertools.islice(source, 20)
                made += 20

    def _aimed(self, mutants: Sequence[Mutant]) -> list[Case]:
        """A few quick calls for each mutant: those in which its slip gives something else and is then lost, a step
        short of showing; where there are none, those that come by its place."""
        found: dict[int, None] = {}
        for mutant in mutants:
            near = self.runner.infected[mutant.key] or self.runner.reached[mutant.key]
            found.update(dict.fromkeys(near[:AIMED_SEEDS]))
        return [self.runner.judged[i].case for i in found]


class _Cache:
    """What earlier searches have found for this very unit: exposed mutants, each with the call that did it (None: it
    was one of the judged ones), and how far others were searched."""

    def __init__(self, folder: Path, unit: Unit, tolerance: dict[str, Any]) -> None:
        key = json.dumps([unit.hashes(), tolerance, python_version()], sort_keys=True)
        name = hashlib.sha256(key.encode()).hexdigest()[:32]
        self._path = folder / f"adequacy-2-{name}.json"
        self.exposed: dict[str, Call | None] = {}
        self.searched: dict[str, int] = {}
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            for key, call in found["exposed"].items():
                self.exposed[str(key)] = None if call is None else (list(call[0]), dict(call[1]))
            self.searched = {str(key): int(value) for key, value in found["searched"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return  # no cache, or one that a crash left unreadable: the search starts afresh

    def write(self) -> None:
        """Best effort: without a cache the next run searches again."""
        body = json.dumps({"exposed": dict(sorted(self.exposed.items())), "searched": self.searched})
        partial = self._path.with_name(f"{self._path.name}.{os.getpid()}.tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(body, encoding="utf-8")
            partial.replace(self._path)
        except OSError:
            return
