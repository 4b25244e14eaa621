"""Runs cases on several workers, here or on a cluster, and feeds what came of them to a campaign, in order.

A shard is a run of cases under a key: the hash of the calls and of everything their outcome depends on. `map_cases`
gives the shards to a pool and yields their outcomes in the order of the shards, whatever order they end in. Invariants:
each shard's outcomes are taken exactly once, whoever computed them and how often; a shard that was computed is kept on
disk until the whole run has ended, so that a run that was interrupted or killed goes on where it was; memory holds a
window of shards, not the run.
"""

import hashlib
import os
import shutil
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import msgspec

from pivot_lsp.model.case import Case
from pivot_lsp.model.errors import NoVerdict
from pivot_lsp.parity.campaign import DEATHS_ENOUGH, SECOND_HASH_SEED, Budget, Campaign, Progress
from pivot_lsp.parity.certificate import legacy_hashes, vessel_hashes
from pivot_lsp.parity.compare import POLICY
from pivot_lsp.parity.implementation import Implementation
from pivot_lsp.parity.outcome import Outcome
from pivot_lsp.parity.process import Call, Setup, Worker

SHARD = 128
AHEAD = 3
"""Shards under way for each worker: enough that none waits for the parent."""


class Job(msgspec.Struct, frozen=True):
    """What every shard of a run has in common. The hashes must be the same wherever a shard is run."""

    legacy: Implementation
    vessel: Implementation
    legacy_seconds: float
    vessel_seconds: float
    hashes: list[dict[str, str]]

    def key(self) -> str:
        """Of all that outcomes depend on besides the calls."""
        return hashlib.sha256(msgspec.json.encode([POLICY, sys.version, self])).hexdigest()


class Row(msgspec.Struct, array_like=True, frozen=True):
    """What became of one call: legacy, legacy under another hash seed (None: the same payload), the vessel."""

    legacy: Outcome
    again: Outcome | None
    vessel: Outcome


_encode = msgspec.msgpack.Encoder().encode
_rows = msgspec.msgpack.Decoder(list[Row]).decode
_order = msgspec.msgpack.Decoder(tuple[Job, list[tuple[list[Any], dict[str, Any]]]]).decode


def job_of(legacy: Implementation, vessel: Implementation, budget: Budget) -> Job:
    """Raises UsageError when a part of either side is gone."""
    return Job(legacy, vessel, budget.legacy, budget.vessel, _hashes(legacy, vessel))


def _hashes(legacy: Implementation, vessel: Implementation) -> list[dict[str, str]]:
    theirs = legacy_hashes(vessel) if vessel.folder is None else vessel_hashes(Path(vessel.folder))
    return [legacy_hashes(legacy), theirs]


class _Trio:
    """The three workers that a shard needs, one after the other: a pool's worker is one processor's."""

    def __init__(self, job: Job) -> None:
        if _hashes(job.legacy, job.vessel) != job.hashes:
            raise NoVerdict(
                "PV645",
                f"legacy or the vessel under {job.legacy.root} is not the same on this worker",
                remedy="give all workers the same files, at the same path",
            )
        legacy = Setup(
            job.legacy,
            soft_seconds=job.legacy_seconds,
            hard_seconds=3 * job.legacy_seconds + 1,
            environment={"PIVOT_OFF": "1"},
        )
        self.legacy = Worker(legacy)
        self.again = Worker(replace(legacy, hash_seed=SECOND_HASH_SEED))
        self.vessel = Worker(Setup(job.vessel, hard_seconds=job.vessel_seconds))

    def run(self, calls: list[Call]) -> list[Row]:
        """One row a call, in order. Raises NoVerdict PV622 when an implementation cannot be loaded."""
        rows = zip(self.legacy.run(calls), self.again.run(calls), self.vessel.run(calls))
        return [Row(one, None if _same(one, two) else two, answer) for one, two, answer in rows]

    def close(self) -> None:
        """Ends the workers."""
        for worker in (self.legacy, self.again, self.vessel):
            worker.close()


def _same(one: Outcome, two: Outcome) -> bool:
    return one.status == two.status == "ok" and one.payload == two.payload


IDLE_SECONDS = 60.0
_idle: dict[str, list[tuple[float, _Trio]]] = {}
_guard = threading.Lock()


def run_shard(order: bytes) -> bytes:
    """What a pool runs, in whatever process: a Job and calls in, rows out. Workers are kept for the next shard."""
    job, calls = _order(order)
    key = job.key()
    with _guard:
        held = _idle.setdefault(key, [])
        trio = held.pop()[1] if held else None
    trio = trio or _Trio(job)
    try:
        body = _encode(trio.run(calls))
    except BaseException:
        trio.close()
        raise
    with _guard:
        _idle.setdefault(key, []).append((time.monotonic(), trio))
    late = threading.Timer(2 * IDLE_SECONDS, end_workers, [IDLE_SECONDS])  # where the parent was killed, nobody asks
    late.daemon = True
    late.start()
    return body


def end_workers(idle: float = 0.0) -> None:
    """Ends the workers that `run_shard` keeps in this process and has not needed for `idle` seconds."""
    until = time.monotonic() - idle
    with _guard:
        old = [trio for held in _idle.values() for since, trio in held if since <= until]
        for key, held in list(_idle.items()):
            _idle[key] = [(since, trio) for since, trio in held if since > until]
    for trio in old:
        trio.close()


class Pool(Protocol):
    """Where shards are run. `workers` is how many at a time."""

    workers: int

    def submit(self, key: str, order: bytes) -> "Future[bytes]":
        """Runs `run_shard(order)` once or more often; the same key means the same order."""

    def close(self) -> None:
        """Lets go of what was not run, and of the workers."""


class LocalPool:
    """Worker processes of this machine. They survive what they run: `parity.process` replaces the dead."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="shard")

    def submit(self, key: str, order: bytes) -> "Future[bytes]":
        """As Pool."""
        return self._threads.submit(run_shard, order)

    def close(self) -> None:
        """As Pool; a shard that is being run ends first."""
        self._threads.shutdown(cancel_futures=True)
        end_workers()


class Kept:
    """Outcomes of one run's shards, on disk until `done`."""

    def __init__(self, folder: Path, job: Job) -> None:
        self.folder = folder / job.key()[:32]
        self.folder.mkdir(parents=True, exist_ok=True)

    def get(self, key: str) -> bytes | None:
        """What was kept under the key; None when nothing was, or it is damaged."""
        try:
            body = (self.folder / key).read_bytes()
        except OSError:
            return None
        return body[32:] if hashlib.sha256(body[32:]).digest() == body[:32] else None

    def put(self, key: str, body: bytes) -> None:
        """Kept whole or not at all."""
        partial = self.folder / f"{key}.{os.getpid()}.tmp"
        partial.write_bytes(hashlib.sha256(body).digest() + body)
        partial.replace(self.folder / key)

    def done(self) -> None:
        """The run has ended: forgets all."""
        shutil.rmtree(self.folder, ignore_errors=True)


def map_cases(
    cases: Iterable[list[Case]], job: Job, pool: Pool, kept: Kept
) -> Iterator[tuple[list[Case], list[Row], bool]]:
    """The shards with their rows, in order; True beside those that an earlier run had computed."""
    waiting: deque[tuple[list[Case], str, bytes | None, Future[bytes] | None]] = deque()
    source = iter(cases)
    while True:
        for shard in islice(source, pool.workers * AHEAD - len(waiting)):
            order = _encode((job, [(case.args, case.kwargs) for case in shard]))
            key = hashlib.sha256(order).hexdigest()
            before = kept.get(key)
            waiting.append((shard, key, before, None if before is not None else pool.submit(key, order)))
        if not waiting:
            return
        shard, key, before, future = waiting.popleft()
        body = before
        if future is not None:
            body = future.result()
            kept.put(key, body)
        assert body is not None
        yield shard, _rows(body), before is not None


def run_scaled(
    campaign: Campaign, cases: Iterable[Case], job: Job, pool: Pool, folder: Path, progress: Progress, total: int
) -> int:
    """Judges the cases on the pool as `Campaign.run` does on its own workers; cases taken from an earlier run.

    `folder`: where shards are kept. What an interrupted run had computed stays there. Raises NoVerdict PV622 and PV645.
    """
    kept = Kept(folder, job)
    done = resumed = deaths = 0
    for shard, rows, before in map_cases(_shards(campaign, cases), job, pool, kept):
        resumed += len(shard) if before else 0
        campaign.take(shard, [row.legacy for row in rows], [row.again or row.legacy for row in rows],
                      [row.vessel for row in rows])  # fmt: skip
        deaths += sum(row.vessel.status in ("crash", "timeout") for row in rows)
        done += len(shard)
        progress("judging", done, total)
        if deaths >= DEATHS_ENOUGH:
            campaign.tally.stopped = True
            break
    kept.done()
    return resumed


def _shards(campaign: Campaign, cases: Iterable[Case]) -> Iterator[list[Case]]:
    fresh = (case for case in cases if campaign.is_new(case))
    while shard := list(islice(fresh, SHARD)):
        yield shard
