"""`pivot benchmark`: measures what a vessel gains."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from pivot_lsp.app.benchmark import BenchmarkRequest, benchmark
from pivot_lsp.cli.output import deliver, progress
from pivot_lsp.model.bench import BenchmarkReport, Ratio
from pivot_lsp.parity.floats import parse_tolerance


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("--legacy", required=True, metavar="TARGET", help="the Python function: file.py::function")
    parser.add_argument("--vessel", required=True, metavar="DIR|TARGET", help="a vessel, or package.module:callable")
    parser.add_argument("--test-cases", type=Path, metavar="F", help="a case file in place of the recordings")
    parser.add_argument("--compare", action="store_true", help="against the last accepted run on this machine")
    parser.add_argument("--full", action="store_true", help="20 processes and 25 rounds instead of 5 and 15")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the order of the rounds (default 1)")
    parser.add_argument(
        "--tolerance", action="append", default=[], metavar="abs=X|rel=X|ulp=N", help="as for `pivot validate`"
    )


def run(args: argparse.Namespace) -> int:
    """0 measured; a verdict is not part of the exit code."""
    request = BenchmarkRequest(
        legacy=args.legacy,
        vessel=args.vessel,
        cwd=Path.cwd(),
        test_cases=args.test_cases,
        compare=args.compare,
        processes=20 if args.full else 5,
        rounds=25 if args.full else 15,
        seconds=20.0 if args.full else 5.0,
        seed=args.seed,
        tolerance=parse_tolerance(args.tolerance),
    )
    report = benchmark(request, progress(args))
    deliver(args, report, "\n".join(_lines(report)))
    return 0


def _ratio(ratio: Ratio) -> str:
    return f"{ratio.estimate:.2f} times ({ratio.low:.2f} to {ratio.high:.2f})"


def _further(report: BenchmarkReport) -> Iterator[str]:
    size, threads, memory, program = report.break_even, report.threads, report.memory, report.program
    if report.kernel is not None:
        yield f"The vessel's own code alone: {_ratio(report.kernel)}"
    if report.conversion_share is not None:
        yield f"Crossing and conversion: {report.conversion_share:.0%} of the time of a vessel's call"
    if size is not None:
        gained = "at none of them" if size.size is None else f"from {size.size} on"
        yield f"Break-even: of sizes {size.smallest} to {size.largest} the vessel gains {gained}"
    if threads is not None:
        both = f"legacy {threads.legacy:.2f} times, vessel {threads.vessel:.2f} times"
        yield f"{threads.threads} threads make, of what one makes: {both}"
    if memory is not None:
        legacy = f"legacy {memory.legacy_mib:.0f} MiB ({memory.legacy_added_mib:+.0f} by its calls)"
        yield f"Peak memory: {legacy}, vessel {memory.vessel_mib:.0f} MiB ({memory.vessel_added_mib:+.0f})"
    if program is not None:
        share = f"{program.share:.1%} of the self time in {program.profile}"
        yield f"The whole program, by Amdahl's law: {_ratio(program.speedup)}, with {share}"


def _lines(report: BenchmarkReport) -> Iterator[str]:
    yield f"Legacy: {report.legacy}"
    yield f"Vessel: {report.vessel}"
    verdict = "no verdict" if report.verdict is None else report.verdict
    shown = "" if report.speedup is None else f", {_ratio(report.speedup)} end to end, 95% interval"
    yield f"Verdict: {verdict}{shown}"
    yield f"  {report.reason}"
    yield f"  control, {report.control.reason}"
    yield f"Clock: {report.clock}; wall {_ratio(report.wall)}, processor {_ratio(report.cpu)}"
    yield f"A call: legacy {report.legacy_us:.2f} us, vessel {report.vessel_us:.2f} us"
    for group in report.groups:
        sizes = f"{group.smallest} to {group.largest} elements and characters"
        yield (
            f"- {group.name} ({group.calls} calls, {sizes}): "
            f"legacy {group.legacy_us:.2f} us, vessel {group.vessel_us:.2f} us, {_ratio(group.speedup)}"
        )
    yield from _further(report)
    if report.basis != "recorded":
        yield f"The calls are {report.basis}, not recorded: this says nothing about your traffic."
    if report.native_share is not None:
        yield f"Native answers: {report.native_share:.1%} of the timed calls"
    if report.compared is not None:
        yield f"Compared with {report.compared.created}: {report.compared.text}"
    machine = report.machine
    yield (
        f"{report.processes} processes, {report.rounds} paired rounds, on {machine.cpu} ({machine.cores} cores, "
        f"load {machine.load:.1f}), CPython {machine.python}"
    )
