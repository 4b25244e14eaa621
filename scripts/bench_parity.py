"""`make bench-parity`: what judging costs, for a case of a small function, and what memory it takes.

Writes a case file of recorded calls, replays it through the two legacy workers and the vessel's, as `pivot validate`
does, and tells the processor time of each process for a case, the rate that one core could reach, and each process's
resident memory after a tenth of the cases and at the end. Writes docs/evidence/parity-throughput.md.

    scripts/bench_parity.py [COUNT]     (200,000 unless given)
"""

import os
import platform
import sys
import tempfile
import time
import timeit
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pivot_lsp.cases.files import read_cases, write_cases  # noqa: E402
from pivot_lsp.cases.signature import describe  # noqa: E402
from pivot_lsp.cases.values import case_id  # noqa: E402
from pivot_lsp.model.case import Case, CaseHeader  # noqa: E402
from pivot_lsp.model.target import parse_target  # noqa: E402
from pivot_lsp.parity.campaign import Campaign  # noqa: E402
from pivot_lsp.parity.floats import STRICT  # noqa: E402
from pivot_lsp.parity.implementation import of_target, of_vessel  # noqa: E402

PAGE = ROOT / "docs" / "evidence" / "parity-throughput.md"
SOURCE = """\
def small(a: int, b: int) -> int:
    total = 0
    for step in range(24):
        total += (a * step + b) // 3
    return total
"""
TICKS = os.sysconf("SC_CLK_TCK")


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _resident(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _cases(count: int) -> Iterator[Case]:
    for number in range(count):
        args = [number, number * 7]
        yield Case(id=case_id(args, {}), stratum="recorded", args=args, kwargs={}, n=1)


def main() -> int:
    """Measures and writes the page; 1 when a case was lost."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder)
        (root / "pivot.toml").write_text("")
        (root / "small.py").write_text(SOURCE)
        target = parse_target("small.py::small", root)
        file = root / "calls.jsonl"
        write_cases(file, CaseHeader(recorder="wrapper"), _cases(count))
        legacy = of_target(target)
        names = ("parent", "legacy", "legacy again", "vessel")
        with Campaign(legacy, of_vessel("small:small", legacy, root), STRICT, describe(target)) as campaign:
            campaign.run(_cases(1), lambda *_: None)
            pids = [os.getpid(), *(w.pid() for w in (campaign.legacy, campaign.again, campaign.vessel))]
            before, began = [_cpu(pid) for pid in pids], time.monotonic()
            early: list[float] = []

            def look(_what: str, done: int, _total: int | None) -> None:
                if not early and done >= count // 10:
                    early.extend(_resident(pid) for pid in pids)

            campaign.run(read_cases(file)[1], look, count)
            took = time.monotonic() - began
            now = [os.getpid(), *(w.pid() for w in (campaign.legacy, campaign.again, campaign.vessel))]
            if now != pids:
                print(f"a worker was replaced: {now}, {pids}", file=sys.stderr)
                return 1
            cost = [1e6 * (_cpu(pid) - then) / count for pid, then in zip(pids, before)]
            late = [_resident(pid) for pid in pids]
            judged = campaign.tally.judged
        sys.path.insert(0, folder)
        import small  # type: ignore[import-not-found]

        direct = min(timeit.repeat(lambda: small.small(5, 7), number=20_000, repeat=5)) / 20_000 * 1e6
    lines = [
        "# What judging a case costs",
        "",
        f"Made by `make bench-parity` ({count:,} recorded calls of a small function, read from a case file), CPython "
        f"{platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores, load "
        f"{os.getloadavg()[0]:.1f}.",
        "",
        "| process | processor time a case, us | resident after a tenth, MiB | at the end, MiB |",
        "|---|---|---|---|",
        *(f"| {n} | {c:.1f} | {e:.0f} | {x:.0f} |" for n, c, e, x in zip(names, cost, early, late)),
        "",
        f"A direct call of the function takes {direct:.2f} us; a case takes {sum(cost):.1f} us of processor time in "
        f"all four processes, {sum(cost) / direct:.0f} direct calls: {1e6 / sum(cost):,.0f} a second on one core. "
        f"This run judged {judged:,} cases at {judged / took:,.0f} a second.",
    ]
    print("\n".join(lines))
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return int(judged != count)


if __name__ == "__main__":
    sys.exit(main())
