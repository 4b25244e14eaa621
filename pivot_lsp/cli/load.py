"""`pivot load CONFIG`: the same traffic against legacy and vessel of an HTTP service."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from pivot_lsp.app.load import load, write_locust
from pivot_lsp.cli.output import deliver, progress
from pivot_lsp.model.load import LoadReport, LocustReport, Quantile, SideResult

NAMES = {"rps": "RPS", "p50": "p50, ms", "p95": "p95, ms", "p99": "p99, ms", "errors": "errors, %"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares CONFIG and --locust."""
    parser.add_argument("config", metavar="CONFIG", type=Path, help="what to start and what to send: TOML or JSON")
    parser.add_argument("--locust", metavar="F", type=Path, help="write a Locust file for this traffic, and end")


def run(args: argparse.Namespace) -> int:
    """0 measured; a verdict is not part of the exit code."""
    if args.locust is not None:
        tasks = write_locust(args.config, args.locust)
        deliver(args, LocustReport(file=str(args.locust), tasks=tasks), f"{args.locust}: {tasks} tasks")
        return 0
    report = load(args.config, progress(args))
    deliver(args, report, "\n".join(_lines(report)))
    return 0


def _lines(report: LoadReport) -> Iterator[str]:
    times = f"{report.rounds} rounds of {report.seconds:g} s a side"
    yield f"{report.config}: {report.requests:,} requests, {report.rate:g} a second ({report.arrivals}), {times}"
    yield f"{'':14}{'legacy':>28}{'vessel':>28}   improvement"
    for row in report.comparison:
        metric, name = row.metric, NAMES[row.metric]
        times = "" if row.improvement is None else f"{row.improvement:.2f} times, "
        yield f"{name:14}{_cell(report.legacy, metric):>28}{_cell(report.vessel, metric):>28}   {times}{row.verdict}"
    for side in (report.legacy, report.vessel):
        shown = ", ".join(f"{status}: {count:,}" for status, count in side.statuses.items())
        memory = "" if side.memory_mb is None else f"; {side.memory_mb:.0f} MB, {side.cpu_percent or 0:.0f}% of a core"
        yield f"{side.side}: {shown}{memory}"
    if report.differing:
        yield f"{report.differing:,} requests were answered with another status by the vessel"
    yield f"Latency counts from when a request was due; the generator was at most {report.late_ms:.1f} ms late (p99)"
    yield from (f"note: {note}" for note in report.notes)


def _cell(side: SideResult, metric: str) -> str:
    if metric == "rps":
        return f"{side.rps.estimate:.1f} ({side.rps.low:.1f} to {side.rps.high:.1f})"
    if metric == "errors":
        return f"{side.error_percent:.3g} (at most {side.error_percent_high:.2g})"
    found: Quantile | None = getattr(side, metric)
    return "not measured" if found is None else f"{found.estimate:.1f} ({found.low:.1f} to {found.high:.1f})"
