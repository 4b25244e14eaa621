"""`make bench-same`: a function benchmarked against itself, 100 times, for real.

Each run is what `pivot benchmark` does: fresh processes, paired rounds in random order, a control beside them, the
interval by bootstrap. Identical code is on both sides, so an interval without 1 is a false one, and "faster" beyond the
margin is a false verdict. The seeded simulation of the same is a test; this is the machine's own noise. Runs are
logged (`.pivot-demo/same.jsonl`), so that a run that was cut goes on. Writes docs/evidence/same.md. Exit 1 when more
than 12 of 100 intervals exclude 1 or one run was called faster.

    scripts/bench_same.py [--runs N] [--minutes M] [--log F]
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pivot_lsp.bench.judge import judge_rounds  # noqa: E402
from pivot_lsp.bench.session import run_processes  # noqa: E402
from pivot_lsp.bench.timing import Group  # noqa: E402
from pivot_lsp.model.target import parse_target  # noqa: E402
from pivot_lsp.parity.implementation import Implementation, of_target  # noqa: E402

PAGE = ROOT / "docs" / "evidence" / "same.md"
PROCESSES, ROUNDS, SECONDS = 5, 12, 1.0
SOURCE = """\
def total(values: list[float], rate: float) -> float:
    found = 0.0
    for value in values:
        if value > rate:
            found += value * rate
    return round(found, 2)
"""


def run(legacy: Implementation, seed: int) -> dict[str, Any]:
    """One benchmark of the function against itself."""
    group = Group([([[0.25 * i for i in range(size)], 1.5], {}) for size in range(10, 90, 10)], False)
    results = run_processes(
        legacy, legacy, [group], PROCESSES, ROUNDS, SECONDS, seed, lambda _what, _done, _total: None
    )
    found = judge_rounds(results, seed)
    chosen = found.wall if found.clock == "wall" else found.cpu
    return {
        "seed": seed,
        "clock": found.clock,
        "estimate": chosen.estimate,
        "low": chosen.low,
        "high": chosen.high,
        "control": found.control.passed,
        "verdict": found.verdict,
        "load": os.getloadavg()[0],
    }


def main() -> int:
    """Runs what the log does not hold yet, and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--log", type=Path, default=ROOT / ".pivot-demo" / "same.jsonl")
    options = parser.parse_args()
    options.log.parent.mkdir(parents=True, exist_ok=True)
    rows = [json.loads(line) for line in options.log.read_text().splitlines()] if options.log.is_file() else []
    until = time.monotonic() + 60 * options.minutes
    with tempfile.TemporaryDirectory(prefix="same-") as folder, options.log.open("a", encoding="utf-8") as log:
        root = Path(folder)
        (root / "pivot.toml").write_text("")
        (root / "shop.py").write_text(SOURCE)
        legacy = of_target(parse_target("shop.py::total", root))
        for seed in range(len(rows), options.runs):
            if time.monotonic() > until:
                break
            rows.append(run(legacy, seed))
            log.write(json.dumps(rows[-1]) + "\n")
            log.flush()
    missed = sum(not row["low"] <= 1.0 <= row["high"] for row in rows)
    verdicts = {word: sum(row["verdict"] == word for row in rows) for word in ("faster", "slower", "no difference")}
    loads = sorted(row["load"] for row in rows)
    text = (
        "# A function against itself\n\n"
        f"Made by `make bench-same`: {len(rows)} real benchmarks of {PROCESSES} processes and {ROUNDS} paired rounds, "
        f"identical code on both sides. CPython {platform.python_version()} on {platform.system()} "
        f"{platform.machine()}, load {loads[0]:.1f} to {loads[-1]:.1f}.\n\n"
        "| runs | 95% intervals without 1 | called faster | called slower | no difference | no verdict: the control is "
        "too noisy | median half width |\n|---|---|---|---|---|---|---|\n"
        f"| {len(rows)} | {missed} | {verdicts['faster']} | {verdicts['slower']} | {verdicts['no difference']} "
        f"| {len(rows) - sum(verdicts.values())} | {median((r['high'] - r['low']) / 2 for r in rows):.3f} |\n\n"
        f"Estimates reach from {min(r['estimate'] for r in rows):.3f} to {max(r['estimate'] for r in rows):.3f}.\n"
    )
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    return int(missed * 100 > 12 * len(rows) or verdicts["faster"] > 0)


if __name__ == "__main__":
    sys.exit(main())
