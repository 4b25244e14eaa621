"""`pivot generate-tests TARGET`: writes the cases that `pivot validate` runs."""

import argparse
from pathlib import Path

from pivot_lsp.app.generate import GenerateReport, generate_tests
from pivot_lsp.cli.output import deliver, progress
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.target import parse_target
from pivot_lsp.store.files import cases_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's own arguments; `--output` is the case file here."""
    parser.add_argument("target", metavar="TARGET", help="path/to/file.py::function")
    parser.add_argument("--production-logs", nargs="+", action="extend", default=[], metavar="GLOB", help="log files")
    parser.add_argument("--count", type=int, default=2000, metavar="N", help="cases in all (default 2000)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of everything random (default 0)")
    parser.add_argument(
        "--explore",
        type=float,
        default=15.0,
        metavar="SECONDS",
        help="of running it for deep calls; 0: never (default 15)",
    )
    parser.add_argument(
        "--map", action="append", default=[], metavar="PARAM=PATH", help="the log field that holds a parameter"
    )


def run(args: argparse.Namespace) -> int:
    """Writes the file and says what is in it."""
    if args.count < 1:
        raise UsageError("PV002", f"--count {args.count}: at least 1")
    target = parse_target(args.target, Path.cwd())
    default = cases_file(target.root, target.dotted, "generated")
    output = Path(args.output) if args.output else default
    report = generate_tests(
        target,
        output,
        logs=args.production_logs,
        overrides=dict(_pair(text) for text in args.map),
        count=args.count,
        seed=args.seed,
        exploring=args.explore,
        progress=progress(args),
    )
    args.output = None  # the case file took the name; the report goes to stdout
    deliver(args, report, text_of(report))
    return 0


def _pair(text: str) -> tuple[str, str]:
    name, separator, path = text.partition("=")
    if not separator or not name or not path:
        raise UsageError("PV002", f"--map {text!r}", remedy="write --map param=path.to.field")
    return name, path


def text_of(report: GenerateReport) -> str:
    """The report for a person."""
    lines = [f"{report.function}{report.signature}", f"{report.count:,} distinct cases in {report.output}"]
    for stratum, number in report.strata.items():
        calls = f" standing for {report.recorded_calls:,} calls" if stratum == "recorded" else ""
        lines.append(f"  {stratum:11} {number:7,}{calls}")
    if report.count < report.asked:
        lines.append(f"  {report.asked:,} were asked for; the function's types give no more distinct ones")
    if report.logs:
        logs = report.logs
        lines.append(f"logs: {logs.calls:,} calls in {logs.lines:,} lines of {logs.files} files")
        lines += [f"  mapping {how}: {number:,} calls" for how, number in logs.mapping.items()]
        lines += [f"  {what} ({number:,} calls)" for what, number in logs.conversions.items()]
        if logs.broken:
            lines.append(f"  {logs.broken:,} broken lines, first {logs.first_broken}")
        if logs.unmappable:
            lines.append(f"  {logs.unmappable:,} lines without usable arguments, first {logs.first_unmappable}")
    if report.recording:
        stale = "; the function has changed since, results dropped" if report.recording.stale else ""
        lines.append(f"recorded: {report.recording.calls:,} calls in {report.recording.file}{stale}")
    if report.explored:
        tried = ", ".join(f"{number:,} {what}" for what, number in list(report.explored.outcomes.items())[:6])
        lines.append(
            f"explored: {report.explored.tried:,} calls ({tried}), {report.explored.kept:,} kept for their path"
        )
    if report.guessed:
        lines.append(f"types not fully known, values guessed: {', '.join(report.guessed)}")
    lines.append("domain:")
    lines += [f"  {name}: {span}" for name, span in report.domain.items()]
    return "\n".join(lines)
