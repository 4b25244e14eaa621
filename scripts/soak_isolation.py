"""`make soak-isolation`: the ways to die, a thousand times in a row, mixed with good calls, in one worker.

Every call must come back as exactly one outcome of the expected kind, no process that a call started may outlive the
worker, and this process must hold as many descriptors afterwards as before. Writes docs/evidence/isolation.md.

    scripts/soak_isolation.py [DEATHS]     (1,000 unless given)
"""

import os
import platform
import random
import sys
import tempfile
import time
import uuid
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pivot_lsp.model.target import parse_target  # noqa: E402
from pivot_lsp.parity.implementation import of_target  # noqa: E402
from pivot_lsp.parity.outcome import unpack_behaviour  # noqa: E402
from pivot_lsp.parity.process import Setup, Worker  # noqa: E402

PAGE = ROOT / "docs" / "evidence" / "isolation.md"
SOURCE = """\
import ctypes, os, time

def f(way, number):
    if way == "segfault":
        ctypes.string_at(0)
    if way == "abort":
        os.abort()
    if way == "endless":
        while True:
            pass
    if way == "memory":
        return len(bytearray(1 << 40))
    if way == "exit":
        os._exit(0)
    if way == "child":
        if os.fork() == 0:
            time.sleep(600)
        os.abort()
    if way == "print":
        print(number)
    return number
"""
EXPECTED = {
    "segfault": "crash", "abort": "crash", "endless": "timeout", "memory": "memory", "exit": "crash", "child": "crash",
}  # fmt: skip
"""What each way to die becomes; `child` leaves a process behind, too."""
GOOD_EACH = 3
CHUNK = 64


def descriptors() -> int:
    """How many this process holds."""
    return len(os.listdir("/proc/self/fd"))


def marked(mark: str) -> list[str]:
    """Processes whose environment holds `mark`."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and mark.encode() in (entry / "environ").read_bytes():
                found.append(entry.name)
        except OSError:  # it has ended, or is another's
            continue
    return found


def main() -> int:
    """Runs them and writes the page; 1 when anything was lost, left or leaked."""
    deaths = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    chance = random.Random(1)
    ways = [list(EXPECTED)[place % len(EXPECTED)] for place in range(deaths)]
    ways += [chance.choice(("good", "print")) for _ in range(GOOD_EACH * deaths)]
    chance.shuffle(ways)
    mark = f"soak-{uuid.uuid4()}"
    wrong: list[str] = []
    became: Counter[str] = Counter()
    before, began = descriptors(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        root = Path(folder)
        (root / "pivot.toml").write_text("")
        (root / "deadly.py").write_text(SOURCE)
        target = of_target(parse_target("deadly.py::f", root))
        with Worker(Setup(target, hard_seconds=0.5, environment={"PIVOT_MARK": mark})) as worker:
            for start in range(0, len(ways), CHUNK):
                calls = [([way, start + i], {}) for i, way in enumerate(ways[start : start + CHUNK])]
                outcomes = worker.run(calls)
                if len(outcomes) != len(calls):
                    wrong.append(f"{len(calls)} calls became {len(outcomes)} outcomes")
                for (args, _), outcome in zip(calls, outcomes):
                    way, number = str(args[0]), args[1]
                    became[f"{way}: {outcome.status}"] += 1
                    if outcome.status != EXPECTED.get(way, "ok"):
                        wrong.append(f"{way} {number}: {outcome.status} {outcome.note}")
                    elif outcome.status == "ok" and unpack_behaviour(outcome.payload).returned != [number]:
                        wrong.append(f"{way} {number}: another result")
                if start // CHUNK % 8 == 0:
                    print(f"{start + len(calls)} of {len(ways)}, {worker.deaths} deaths", flush=True)
            died = worker.deaths
        left = marked(mark)
    leaked = descriptors() - before
    lines = [
        "# Isolation",
        "",
        f"Made by `make soak-isolation` in {time.monotonic() - began:,.0f} s, CPython {platform.python_version()} on "
        f"{platform.system()} {platform.machine()}.",
        "",
        f"{deaths:,} calls that die in one of {len(EXPECTED)} ways, mixed with {GOOD_EACH * deaths:,} good ones (half "
        f"of them print), in random order through one worker, which lost {died:,} processes (each death is tried once "
        "more in a fresh one).",
        "",
        "| call: outcome | times |",
        "|---|---|",
        *(f"| {what} | {count:,} |" for what, count in sorted(became.items())),
        "",
        f"Calls lost or of another outcome than expected: {len(wrong)}. Processes left behind: {len(left)}. "
        f"Descriptors leaked: {leaked}.",
        *(f"- {each}" for each in wrong[:20]),
    ]
    print("\n".join(lines))
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return int(bool(wrong or left or leaked))


if __name__ == "__main__":
    sys.exit(main())
