"""What recording costs a program: `make bench-record`. The program calls a small function 4,000 times among 40,000
other calls a round; a twin of that function, in a module that is not recorded, has the same rounds, in turn with it in
the same process, so that both meet the same machine. The ratio of a process is that of the sums over its rounds.

`python -m benchmarks.recorder [--every 100] [--processes 7] [--page F]`
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROUND = """
def small(n):
    return n + 1

def round_of_work():
    total = 0
    for n in range(4000):
        total += hot([n, n + 1, n + 2, n + 3], 3)
        for _ in range(10):
            total = small(total)
    return total
"""
"""Each of the twins has its own, so that no call site sees both."""
PROGRAM = f"""
import time
import core, twin

rounds = []
for module in core, twin:
    space = {{"hot": module.hot}}
    exec({ROUND!r}, space)
    rounds.append(space["round_of_work"])
spent = [0.0, 0.0]
for turn in range(3 + ROUNDS):
    for which in (0, 1) if turn % 2 else (1, 0):
        began = time.process_time()
        rounds[which]()
        if turn >= 3:
            spent[which] += time.process_time() - began
print(spent[0] / spent[1])
"""
CORE = "def hot(values, floor):\n    return sum(value for value in values if value > floor)\n"
HOME = Path(__file__).resolve().parents[1]


def ratio(folder: Path, every: int) -> float:
    """Processor time, recorded / plain, of one process."""
    words = [sys.executable, "-m", "pivot_lsp", "record", "core.py::hot", "--every", str(every), "--"]
    environment = {**os.environ, "PYTHONPATH": str(HOME)}
    words += [sys.executable, "run.py"]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[0])


def main() -> int:
    """Prints the ratios, a row each sampling rate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--processes", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--page", type=Path)
    args = parser.parse_args()
    rows = {}
    with tempfile.TemporaryDirectory(prefix="pivot-") as name:
        folder = Path(name)
        (folder / "pyproject.toml").write_text("")
        (folder / "core.py").write_text(CORE)
        (folder / "twin.py").write_text(CORE)
        (folder / "run.py").write_text(PROGRAM.replace("ROUNDS", str(args.rounds)))
        for every in args.every:
            ratios = sorted(ratio(folder, every) for _ in range(args.processes))
            rows[every] = (statistics.median(ratios), ratios[0], ratios[-1])
            print(
                json.dumps({"every": every, "median": rows[every][0], "low": ratios[0], "high": ratios[-1]}), flush=True
            )
    if args.page is not None:
        table = "\n".join(f"| 1 in {n} | {m:.2f} | {low:.2f} to {high:.2f} |" for n, (m, low, high) in rows.items())
        args.page.write_text(
            f"# What recording costs\n\nProcessor time, recorded / plain, of rounds in turn in one process; "
            f"{args.processes} processes, Python {sys.version.split()[0]}; made by `make bench-record`.\n\n"
            f"| calls looked at | median | range |\n|---|---|---|\n{table}\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
