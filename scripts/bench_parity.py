"""`make bench-parity`: what judging costs, for a case of a small function, and what memory it takes.

Writes a case file of recorded calls, as `pivot record` writes them, replays it through the two legacy workers and the
vessel's, as `pivot validate` does, and tells the processor time of each process for a case, the rate that one core
could reach, and each process's resident memory after a tenth of the cases and at the end: for a function of numbers,
and for one of a list and a text, whose values have to be written down. Writes docs/evidence/parity-throughput.md.

    scripts/bench_parity.py [COUNT]     (200,000 unless given)
"""

import os
import platform
import sys
import tempfile
import time
import timeit
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pivot_lsp.cases.files import read_cases, write_cases  # noqa: E402
from pivot_lsp.cases.signature import describe  # noqa: E402
from pivot_lsp.cases.values import case_id, encode, encode_call  # noqa: E402
from pivot_lsp.model.case import Behaviour, Case, CaseHeader  # noqa: E402
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


def spread(prices: list[float], name: str) -> tuple[str, float]:
    low = high = prices[0]
    for price in prices:
        low, high = min(low, price), max(high, price)
    return name, high - low
"""
TICKS = os.sysconf("SC_CLK_TCK")
WORKERS = ("parent", "legacy", "legacy again", "vessel")


@dataclass(frozen=True)
class Kind:
    """A function of SOURCE, and the arguments of its calls by number."""

    name: str
    shown: str
    arguments: Callable[[int], list[Any]]


KINDS = (
    Kind("small", "two ints", lambda number: [number, number * 7]),
    Kind("spread", "a list of six floats and a text", lambda n: [[n + i * 0.5 for i in range(6)], f"name {n}"]),
)


@dataclass(frozen=True)
class Cost:
    """Of one process: microseconds of processor time a case, and resident MiB after a tenth and at the end."""

    each: float
    early: float
    late: float


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _resident(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _cases(kind: Kind, function: Callable[..., Any], count: int) -> Iterator[Case]:
    for number in range(count):
        given = kind.arguments(number)
        args, _ = encode_call(given, {})
        expected = Behaviour(returned=[encode(function(*given))])
        yield Case(id=case_id(args, {}), stratum="recorded", args=args, expected=expected, ns=1000 + number % 100)


def _judge(kind: Kind, function: Callable[..., Any], root: Path, count: int) -> tuple[list[Cost], float]:
    """The processes' costs, and cases judged a second. Raises RuntimeError when a case or a worker was lost."""
    target = parse_target(f"small.py::{kind.name}", root)
    file = root / f"{kind.name}.jsonl"
    write_cases(file, CaseHeader(recorder="wrapper"), _cases(kind, function, count))
    legacy = of_target(target)
    with Campaign(legacy, of_vessel(f"small:{kind.name}", legacy, root), STRICT, describe(target)) as campaign:
        workers = (campaign.legacy, campaign.again, campaign.vessel)
        campaign.run(_cases(kind, function, 1), lambda *_: None)
        pids = [os.getpid(), *(worker.pid() for worker in workers)]
        before, began = [_cpu(pid) for pid in pids], time.monotonic()
        early: list[float] = []

        def look(_what: str, done: int, _total: int | None) -> None:
            if not early and done >= count // 10:
                early.extend(map(_resident, pids))

        campaign.run(read_cases(file)[1], look, count)
        took = time.monotonic() - began
        if pids[1:] != [worker.pid() for worker in workers]:
            raise RuntimeError("a worker was replaced")
        tally = campaign.tally
        if (tally.judged, tally.failed, tally.drifted) != (count, 0, 0):
            raise RuntimeError(f"{count} cases: {tally.judged} judged, {tally.failed} failed, {tally.drifted} drifted")
        costs = [
            Cost(1e6 * (_cpu(pid) - then) / count, first, _resident(pid))
            for pid, then, first in zip(pids, before, early)
        ]
    return costs, count / took


def _page(count: int) -> Iterator[str]:
    yield "# What judging a case costs"
    yield ""
    yield (
        f"Made by `make bench-parity` ({count:,} recorded calls each, read from a case file), CPython "
        f"{platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores, load "
        f"{os.getloadavg()[0]:.1f}."
    )
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder)
        (root / "pivot.toml").write_text("")
        (root / "small.py").write_text(SOURCE)
        sys.path.insert(0, folder)
        import small  # type: ignore[import-not-found]

        for kind in KINDS:
            function = getattr(small, kind.name)
            costs, rate = _judge(kind, function, root, count)
            given, several = kind.arguments(5), 20_000
            direct = min(timeit.repeat(lambda: function(*given), number=several, repeat=5)) / several * 1e6  # noqa: B023
            whole = sum(cost.each for cost in costs)
            yield from (
                "",
                f"## {kind.shown.capitalize()}",
                "",
                "| process | processor time a case, us | resident after a tenth, MiB | at the end, MiB |",
                "|---|---|---|---|",
                *(f"| {n} | {c.each:.1f} | {c.early:.0f} | {c.late:.0f} |" for n, c in zip(WORKERS, costs)),
                "",
                f"A direct call of the function takes {direct:.2f} us; a case takes {whole:.1f} us of processor time "
                f"in all four processes, {whole / direct:.0f} direct calls: {1e6 / whole:,.0f} a second on one core. "
                f"This run judged at {rate:,.0f} a second.",
            )


def main() -> int:
    """Measures and writes the page; 1 when a case was lost."""
    try:
        lines = list(_page(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000))
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(lines))
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
