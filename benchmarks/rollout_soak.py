"""Wrapped calls while everything around them moves: 8 threads, 4 forked workers, flags flapping and half written.

`make soak-flags` runs it for 5 minutes, CI for a few seconds (`tests/rollout/test_soak.py`). The flags file is replaced
every 100 ms by another percentage, stage, or nothing at all, and now and then overwritten with a part of itself. Each
process checks its own answers and counts; at the end the counters of all processes must add up.
"""

import argparse
import json
import os
import random
import select
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
THREADS, WORKERS, THREADS_IN_WORKER = 8, 4, 2
FLAP = 0.1
STUCK = 60.0


@dataclass
class Result:
    """What was seen. `uncounted`: calls made less calls counted, summed over processes."""

    calls: int = 0
    wrong: int = 0
    uncounted: int = 0
    stuck: int = 0
    native: int = 0
    vessel_calls: int = 0
    vessel_accounted: int = 0
    flaps: int = 0
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        """All as it must be, and the vessel took part."""
        clean = not (self.wrong or self.uncounted or self.stuck)
        return clean and self.vessel_calls == self.vessel_accounted and self.native > 0


def _legacy_same(value: Any) -> Any:
    return value


def _call(function: Callable[[Any], Any], stop: threading.Event, seed: int, seen: list[int]) -> None:
    """Calls until `stop`; every eighth argument is one that the vessel leaves to legacy. Adds to seen: calls, wrong."""
    rng, calls, wrong = random.Random(seed), 0, 0
    while not stop.is_set():
        for _ in range(50):
            value = rng.randrange(-(10**6), 10**6) if calls % 8 else f"text {calls}"
            wrong += function(value) != value
            calls += 1
    seen[0] += calls
    seen[1] += wrong


def _flap(file: Path, stop: int, seed: int) -> int:
    """Changes the flags every FLAP seconds until the pipe `stop` is closed; how often. In a process of its own: a
    thread would wait for those that call."""
    rng, epoch, flaps, due = random.Random(seed), 0, 0, time.monotonic()
    while True:
        due += FLAP
        if select.select([stop], [], [], max(0.0, due - time.monotonic()))[0]:
            return flaps
        epoch += rng.random() < 0.2
        flag = {"percent": rng.choice([0, 0.001, 1, 50, 99.999, 100]), "on": rng.random() < 0.8, "epoch": epoch}
        if rng.random() < 0.3:
            flag["shadow"] = {"percent": 1}
        text = json.dumps({"version": 1, "flags": {"f": flag}})
        kind = rng.random()
        if kind < 0.15:
            file.write_text(text[: rng.randrange(len(text))])
        elif kind < 0.2:
            file.unlink(missing_ok=True)
        else:
            partial = file.with_suffix(".tmp")
            partial.write_text(text)
            partial.replace(file)
        flaps += 1


def _hammer(function: Any, threads: int, seconds: float, seed: int) -> list[int]:
    """[calls, wrong, uncounted, stuck] of this process."""
    before = function.calls.native + function.calls.fallback + function.calls.off
    stop, seen = threading.Event(), [[0, 0] for _ in range(threads)]
    running = [
        threading.Thread(target=_call, args=(function, stop, seed + n, seen[n]), daemon=True) for n in range(threads)
    ]
    for thread in running:
        thread.start()
    time.sleep(seconds)
    stop.set()
    deadline = time.monotonic() + STUCK
    for thread in running:
        thread.join(max(0.0, deadline - time.monotonic()))
    stuck = sum(thread.is_alive() for thread in running)
    calls = sum(one[0] for one in seen)
    counted = function.calls.native + function.calls.fallback + function.calls.off - before
    return [calls, sum(one[1] for one in seen), abs(calls - counted), stuck]


def soak(folder: Path, library: Path, seconds: float, seed: int) -> Result:
    """Runs in `folder`; `library` is the hand-written vessel of the tests. The environment is left as it was."""
    from pivot_lsp.runtime import counters, flags, vessel
    from pivot_lsp.runtime.counters import read_counts
    from tests.runtime.vessels import UNIT, function, write_vessel

    write_vessel(folder / "vessels" / "v", library, [function("echo_1", ["i"], "i", "same", "value")])
    before = {name: os.environ.get(name) for name in ("PIVOT_FLAGS", "PIVOT_VESSELS")}
    interval = flags.INTERVAL
    os.environ |= {"PIVOT_FLAGS": str(folder / "pivot.flags.json"), "PIVOT_VESSELS": str(folder / "vessels")}
    flags.INTERVAL = 0.02
    try:
        _legacy_same.__module__, _legacy_same.__qualname__, _legacy_same.__name__ = UNIT, "_legacy_same", "_legacy_same"
        wrapped = vessel(_legacy_same, flag="f", vessel="v")
        result, began = Result(), time.monotonic()
        (folder / "pivot.flags.json").write_text('{"version": 1, "flags": {"f": {"percent": 100, "on": true}}}')
        flapper, stop = _flapper(folder, seed)
        for value in range(100):
            wrapped(value)  # the vessel is open before anybody forks
        pids = [
            _fork(wrapped, folder / f"worker-{n}.json", seconds, seed + 100 * (n + 1), stop) for n in range(WORKERS)
        ]
        reports = [_hammer(wrapped, THREADS, seconds, seed)]
        for pid in pids:
            result.stuck += not _ended(pid)
        os.close(stop)
        result.stuck += not _ended(flapper)
        result.flaps = int((folder / "flaps").read_text())
        reports += [json.loads(path.read_text()) for path in folder.glob("worker-*.json")]
        result.stuck += WORKERS + 1 - len(reports)
        result.calls = sum(report[0] for report in reports)
        result.wrong = sum(report[1] for report in reports)
        result.uncounted = sum(report[2] for report in reports)
        result.stuck += sum(report[3] for report in reports)
        for switch in (wrapped.calls._switch,):
            switch.sync()
        rows, _ = read_counts(folder / "pivot.rollout" / "counters")
        bridge = range(counters.REASON + 1, counters.REASON + 9)
        result.native = sum(row.at(counters.NATIVE) for row in rows)
        result.vessel_calls = sum(sum(row.at(counters.VESSEL + b) for b in range(64)) for row in rows)
        result.vessel_accounted = result.native + sum(row.at(reason) for row in rows for reason in bridge)
        result.seconds = time.monotonic() - began
        return result
    finally:
        flags.INTERVAL = interval
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _flapper(folder: Path, seed: int) -> tuple[int, int]:
    """The process that changes the flags, and the descriptor whose end ends it."""
    theirs, ours = os.pipe()
    pid = os.fork()
    if pid:
        os.close(theirs)
        return pid, ours
    try:
        os.close(ours)
        (folder / "flaps").write_text(str(_flap(folder / "pivot.flags.json", theirs, seed)))
    finally:
        os._exit(0)


def _fork(wrapped: Any, page: Path, seconds: float, seed: int, stop: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        os.close(stop)  # or the flapper would not see its end
        report = _hammer(wrapped, THREADS_IN_WORKER, seconds, seed)
        wrapped.calls._switch.sync()
        from pivot_lsp.runtime.counters import end
        from pivot_lsp.runtime.shadow import _worker

        _worker().stop()
        end()
        page.write_text(json.dumps(report))
    finally:
        os._exit(0)


def _ended(pid: int) -> bool:
    deadline = time.monotonic() + STUCK
    while time.monotonic() < deadline:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return True
        time.sleep(0.05)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    return False


def main() -> int:
    """Soaks, prints the result, writes the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--page", type=Path)
    args = parser.parse_args()
    from tests.runtime.vessels import compile_vessel

    with tempfile.TemporaryDirectory(prefix="pivot-soak-") as scratch:
        os.environ["PIVOT_CACHE"] = scratch
        result = soak(Path(scratch), compile_vessel(Path(scratch)), args.seconds, args.seed)
    print(json.dumps(asdict(result), indent=2))
    if args.page:
        rows = "\n".join(f"| {name.replace('_', ' ')} | {value:,.0f} |" for name, value in asdict(result).items())
        args.page.parent.mkdir(parents=True, exist_ok=True)
        args.page.write_text(
            f"# Soak\n\nMade by `make soak-flags`: {THREADS} threads and {WORKERS} forked workers of "
            f"{THREADS_IN_WORKER} threads call a wrapped function while its flags file is replaced every 100 ms, "
            "truncated in 15% and removed in 5% of cases. Wrong, uncounted and stuck must be 0; vessel calls must be "
            f"what native answers and fallbacks add up to.\n\n| what | count |\n|---|---|\n{rows}\n",
            encoding="utf-8",
        )
    return 0 if result.good else 1


if __name__ == "__main__":
    raise SystemExit(main())
