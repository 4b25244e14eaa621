"""The shadow: sampled calls are run once more by both, legacy and vessel, in a process of their own.

The caller's thread only takes a snapshot of the arguments (pickle, protocol 5) before its own call begins, so neither
run can touch what the caller has, and a vessel that crashes or hangs takes a worker with it. A thread hands snapshots
to the worker, one at a time. A difference, crash or timeout of the vessel trips the flag and is kept as a case that
`pivot validate --test-cases` replays.

Limits, each counted as `dropped` when it bites: calls a second, CPU of the worker, 1% of the caller's time for
snapshots, a queue of 64; and two workers a host, other processes leave the shadow to them.
"""

import fcntl
import json
import os
import pickle
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from pivot_lsp.runtime.counters import SHADOW, SHADOWS, Meter
from pivot_lsp.runtime.flags import FlagFile, Shadow
from pivot_lsp.runtime.say import warn
from pivot_lsp.runtime.trips import quoted
from pivot_lsp.runtime.waiting import readable

if TYPE_CHECKING:
    from pivot_lsp.runtime.dispatch import Switch

QUEUE = 64
WORKERS = 2
SNAPSHOT_SHARE = 0.01
IDLE = 60.0
"""Seconds without work after which the worker is let go."""
LOAD = 60.0
"""Seconds that a worker may take to import legacy and open a vessel."""
KEPT = 200
"""Cases kept of a function."""
_WORD = {name: SHADOW + number for number, name in enumerate(SHADOWS)}


def mismatch_file(rollout: Path, function: str) -> Path:
    """Where the cases of `module:qualname` are kept that vessel and legacy answered differently."""
    return rollout / "mismatches" / f"{quoted(function)}.jsonl"


class Sampler:
    """Takes calls of one wrapped function under one meter. `take` is what the dispatcher calls; it never raises."""

    def __init__(self, switch: "Switch", meter: Meter, files: FlagFile, shadow: Shadow, folder: Path) -> None:
        self.meter, self.files, self.shadow, self.folder = meter, files, shadow, folder
        self.flag, self.qualname = switch.flag_name, switch.qualname
        self.second, self.taken = 0, 0
        self.began, self.spent = time.monotonic(), 0.0

    def take(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Snapshots one call, within the limits."""
        try:
            worker = _worker()
            now = time.monotonic()
            if now < worker.idle_until:
                return
            if int(now) != self.second:
                self.second, self.taken = int(now), 0
            over = self.spent > SNAPSHOT_SHARE * (now - self.began + 1.0)
            if over or self.taken >= self.shadow.per_second or worker.queue.qsize() >= QUEUE:
                self.count("dropped")
                return
            self.taken += 1
            try:
                payload = pickle.dumps((args, kwargs), 5)
            except Exception:  # noqa: BLE001 - whatever the user's classes raise: such a call is not compared
                self.count("incomparable")
                return
            finally:
                self.spent += time.monotonic() - now
            worker.queue.put((self, payload))
            worker.start()
        except Exception as error:  # noqa: BLE001 - nothing of the shadow may reach the program
            warn("the shadow of %s failed: %s", self.flag, error)

    def count(self, what: str) -> None:
        """Counts what became of a call."""
        self.meter.words[_WORD[what]] += 1

    def fault(self, what: str, reason: str, detail: str, case: dict[str, Any] | None) -> None:
        """The vessel is at fault: counted, kept, and its flag is off."""
        self.count(what)
        if case is not None:
            try:
                keep_case(mismatch_file(self.files.folder, self.meter.label.function), self.meter.label.function, case)
            except OSError as error:
                warn("a case of %s cannot be kept: %s", self.qualname, error)
        self.files.trip(self.flag, reason, detail)


def keep_case(path: Path, function: str, case: dict[str, Any]) -> None:
    """Adds a case to a case file, once by its id, up to KEPT. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        lines = file.read().splitlines()
        if len(lines) > KEPT or any(case["id"].encode() in line for line in lines):
            return
        if not lines:
            file.write(json.dumps({"pivot_calls": 1, "function": function, "recorder": "shadow"}).encode() + b"\n")
        file.write(json.dumps(case, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


class _Died(Exception):
    """The worker ended; `answered` is True when legacy's run was over."""

    def __init__(self, why: str, answered: bool) -> None:
        super().__init__(why)
        self.answered = answered


class Worker:
    """The thread that feeds the worker process of this process."""

    def __init__(self) -> None:
        self.queue: SimpleQueue[tuple[Sampler, bytes]] = SimpleQueue()
        self.idle_until = 0.0
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self._slot: int | None = None
        self._loaded: set[tuple[str, str]] = set()

    def start(self) -> None:
        """Begins the thread, once."""
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="pivot-shadow", daemon=True)
                    self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                sampler, payload = self.queue.get(timeout=IDLE)
            except Empty:
                self.stop()
                continue
            try:
                used = self._compare(sampler, payload)
                time.sleep(min(60.0, used * (1 / max(sampler.shadow.cpu, 1e-3) - 1)))
            except Exception as error:  # noqa: BLE001 - the thread goes on whatever one call did
                sampler.count("failed")
                self.stop()
                self.idle_until = time.monotonic() + 30.0
                warn("the shadow of %s failed: %s", sampler.flag, error)

    def _take_slot(self, rollout: Path) -> bool:
        for number in range(WORKERS):
            slot = os.open(rollout / f".shadow.{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            try:
                fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(slot)
            else:
                self._slot = slot
                return True
        return False

    def _begin(self, rollout: Path) -> bool:
        """Starts the process; False when the host's other processes have all workers."""
        if self.process is not None:
            return True
        if not self._take_slot(rollout):
            self.idle_until = time.monotonic() + 30.0
            return False
        path = os.pathsep.join(folder or os.getcwd() for folder in sys.path)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pivot_lsp.runtime.shadow_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "PIVOT_OFF": "1"},
            bufsize=0,
        )
        self._loaded = set()
        return True

    def stop(self) -> None:
        """Ends the process and gives its place to others."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
        if self._slot is not None:
            os.close(self._slot)
            self._slot = None

    def _compare(self, sampler: Sampler, payload: bytes) -> float:
        """One call; the CPU seconds that it took. Raises OSError when the worker cannot be talked to."""
        if not self._begin(sampler.files.folder):
            return 0.0
        vessel = (str(sampler.folder), sampler.qualname)
        if vessel not in self._loaded:
            try:
                self._send(json.dumps({"load": vessel}).encode())
                said = self._receive(LOAD, answered=False)
            except _Died as error:
                said = {"error": str(error)}
            if "error" in said:
                sampler.count("failed")
                self.stop()
                self.idle_until = time.monotonic() + 30.0
                warn("the shadow cannot load %s: %s", sampler.folder, said["error"])
                return 0.0
            self._loaded.add(vessel)
        answered = False
        try:
            self._send(json.dumps({"call": vessel}).encode())
            self._send(payload)
            said = self._receive(sampler.shadow.timeout, answered=False)
            answered = "legacy" in said
            if answered:
                said = self._receive(max(sampler.shadow.timeout, 10 * said["legacy"]), answered=True)
        except _Died as error:
            self.stop()
            self._died(sampler, payload, error)
            return 0.0
        if said["outcome"] == "mismatched":
            sampler.fault("mismatched", "mismatch", said["detail"], said["case"])
        else:
            sampler.count(said["outcome"])
        return float(said["cpu"])

    def _died(self, sampler: Sampler, payload: bytes, error: _Died) -> None:
        if not error.answered:
            sampler.count("failed")  # legacy itself: no judgement of the vessel
            return
        timed_out = str(error) == "no answer in time"
        what, reason = ("timed_out", "timeout") if timed_out else ("crashed", "crash")
        sampler.fault(what, reason, f"in the shadow, {sampler.qualname}: {error}", _case_of(payload))

    def _send(self, body: bytes) -> None:
        assert self.process is not None
        assert self.process.stdin is not None
        whole = memoryview(len(body).to_bytes(8, "big") + body)
        try:
            while whole:
                whole = whole[self.process.stdin.write(whole) or 0 :]
        except OSError as error:
            raise _Died(f"the worker is gone: {error}", answered=False) from error

    def _receive(self, timeout: float, *, answered: bool) -> dict[str, Any]:
        deadline = time.monotonic() + timeout
        size = int.from_bytes(self._read(8, deadline, answered), "big")
        found: dict[str, Any] = json.loads(self._read(size, deadline, answered))
        return found

    def _read(self, size: int, deadline: float, answered: bool) -> bytes:
        assert self.process is not None
        assert self.process.stdout is not None
        found = b""
        while len(found) < size:
            if not readable(self.process.stdout.fileno(), deadline - time.monotonic()):
                raise _Died("no answer in time", answered)
            chunk = os.read(self.process.stdout.fileno(), min(1 << 20, size - len(found)))
            if not chunk:
                raise _Died(f"the worker ended with {self.process.wait()}", answered)
            found += chunk
        return found


def _case_of(payload: bytes) -> dict[str, Any] | None:
    """The snapshot as a case without an expected behaviour."""
    from pivot_lsp.runtime.values import case_id, encode_call  # not above: needed when the two differ

    try:
        args, kwargs = encode_call(*pickle.loads(payload))
    except Exception:  # noqa: BLE001 - the user's classes, or a value that case files do not carry
        return None
    return {"id": case_id(args, kwargs), "stratum": "recorded", "args": args, **({"kwargs": kwargs} if kwargs else {})}


_workers: dict[int, Worker] = {}


def _worker() -> Worker:
    """This process's worker."""
    found = _workers.get(os.getpid())
    return _workers.setdefault(os.getpid(), Worker()) if found is None else found


def _after_fork() -> None:
    """The parent's worker is the parent's: the child lets go of its pipes and its place."""
    for worker in _workers.values():
        if worker.process is not None:
            worker.process.returncode = 0  # it is no child of this process: nobody here may wait for it
            for pipe in (worker.process.stdin, worker.process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
        if worker._slot is not None:
            with suppress(OSError):
                os.close(worker._slot)
    _workers.clear()


os.register_at_fork(after_in_child=_after_fork)
