"""`make bench-cluster`: how much faster two Dask workers judge than one, in one run, in turns.

Each worker is a process of its own on this machine; a run judges COUNT calls of a function of some tens of
microseconds, from the first shard to the last. Turns of one and of two workers alternate, and the ratio is the median
of the pairs. What else the machine does is said by its load. Writes docs/evidence/cluster.md.

    scripts/bench_cluster.py [--count N] [--pairs N]
"""

import argparse
import logging
import os
import platform
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from distributed import LocalCluster

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pivot_lsp.cases.signature import describe  # noqa: E402
from pivot_lsp.cases.values import case_id  # noqa: E402
from pivot_lsp.model.case import Case  # noqa: E402
from pivot_lsp.model.target import parse_target  # noqa: E402
from pivot_lsp.parity.campaign import Budget, Campaign  # noqa: E402
from pivot_lsp.parity.cluster import ClusterPool  # noqa: E402
from pivot_lsp.parity.floats import STRICT  # noqa: E402
from pivot_lsp.parity.implementation import of_target, of_vessel  # noqa: E402
from pivot_lsp.parity.scale import job_of, run_scaled  # noqa: E402

PAGE = ROOT / "docs" / "evidence" / "cluster.md"
SOURCE = """\
def work(n: int) -> int:
    total = n
    for step in range(2500):
        total = (total * 31 + step) % 1000003
    return total
"""
WARM = 512


def seconds(root: Path, address: str, first: int, count: int) -> float:
    """How long judging `count` calls takes on the cluster, whose workers have judged some before."""
    target = parse_target("work.py::work", root)
    legacy = of_target(target)
    vessel = of_vessel("work:work", legacy, root)
    job = job_of(legacy, vessel, Budget())
    with (
        closing(ClusterPool(address)) as pool,
        Campaign(legacy, vessel, STRICT, describe(target)) as campaign,
    ):
        for start, number in ((first, WARM), (first + WARM, count)):
            args = ([n] for n in range(start, start + number))
            cases = (Case(id=case_id(each, {}), stratum="boundary", args=each) for each in args)
            began = time.monotonic()
            run_scaled(campaign, cases, job, pool, root / "kept", lambda *_: None, number)
            took = time.monotonic() - began
        assert campaign.tally.judged == WARM + count, campaign.tally.aside
        assert not campaign.tally.failed
    return took


def main() -> int:
    """Measures and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=8000)
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        root = Path(folder)
        (root / "pivot.toml").write_text("")
        (root / "work.py").write_text(SOURCE)
        made = {"processes": True, "threads_per_worker": 1, "dashboard_address": ":0", "silence_logs": logging.CRITICAL}
        with LocalCluster(n_workers=1, **made) as one, LocalCluster(n_workers=2, **made) as two:
            for turn in range(options.pairs):
                first = turn * 2 * (options.count + WARM)
                took = [0.0, 0.0]
                for side in (0, 1) if turn % 2 else (1, 0):
                    start = first + side * (options.count + WARM)
                    took[side] = seconds(root, (one, two)[side].scheduler_address, start, options.count)
                rows.append((options.count / took[0], options.count / took[1], os.getloadavg()[0]))
                print(rows[-1], flush=True)
    ratios = sorted(two / one for one, two, _ in rows)
    lines = [
        "# Two Dask workers beside one",
        "",
        f"Made by `make bench-cluster` ({options.count:,} calls a run, each judged by legacy twice and once by the "
        f"vessel), CPython {platform.python_version()} on {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores.",
        "",
        "| one worker, cases a second | two workers | times | load |",
        "|---|---|---|---|",
        *(f"| {one:,.0f} | {two:,.0f} | {two / one:.2f} | {load:.1f} |" for one, two, load in rows),
        "",
        f"Median: {median(ratios):.2f} times; from {ratios[0]:.2f} to {ratios[-1]:.2f}. The load is that of the whole "
        "machine: a load above 3 means that others had a share of its cores.",
    ]
    print("\n".join(lines))
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
