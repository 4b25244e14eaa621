"""`pivot record TARGET... -- COMMAND`: runs COMMAND and records the calls of the targets."""

import argparse
from pathlib import Path

from pivot_lsp.app.record import RecordReport, RecordSettings, record
from pivot_lsp.cli.output import deliver
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.target import parse_target
from pivot_lsp.store.settings import redaction_rules


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's own arguments; what stands after `--` is the command."""
    defaults = RecordSettings()
    parser.add_argument("targets", nargs="+", metavar="TARGET", help="path/to/file.py::function")
    parser.add_argument(
        "--limit",
        type=int,
        default=defaults.limit,
        metavar="N",
        help="calls kept of each function (default %(default)s)",
    )
    parser.add_argument(
        "--every", type=int, default=defaults.every, metavar="N", help="look at one call in N (default %(default)s)"
    )
    parser.add_argument(
        "--max-bytes",
        type=int,
        default=defaults.max_bytes,
        metavar="N",
        help="of one call's arguments (default %(default)s)",
    )
    parser.add_argument(
        "--max-total",
        type=int,
        default=defaults.max_total,
        metavar="N",
        help="bytes held of one function in a process (default %(default)s)",
    )
    parser.add_argument(
        "--redact",
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME",
        help="parameters, keys and fields whose content is replaced, with wildcards: --redact password '*_token'",
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=defaults.seconds,
        metavar="S",
        help="that recording may cost a process (default %(default)s)",
    )
    parser.add_argument(
        "--seed", type=int, default=defaults.seed, metavar="N", help="of the sample (default %(default)s)"
    )
    parser.usage = "pivot record TARGET... [options] -- COMMAND"


def run(args: argparse.Namespace) -> int:
    """Runs the command; its own exit status is in the report."""
    command: list[str] = args.rest
    if min(args.limit, args.every, args.max_bytes, args.max_total) < 1 or args.seconds < 0:
        raise UsageError("PV002", "--limit, --every, --max-bytes and --max-total are at least 1, --seconds at least 0")
    targets = [parse_target(text, Path.cwd()) for text in args.targets]
    settings = RecordSettings(
        limit=args.limit,
        every=args.every,
        max_bytes=args.max_bytes,
        max_total=args.max_total,
        seconds=args.seconds,
        seed=args.seed,
        redact=[*redaction_rules(targets[0].root), *args.redact],
    )
    report = record(targets, command, settings, to_stderr=args.json)
    deliver(args, report, text_of(report))
    return 0


def text_of(report: RecordReport) -> str:
    """The report for a person."""
    lines = []
    for function in report.functions:
        if function.output is None:
            lines.append(f"{function.function}: nothing recorded: {function.note}")
            continue
        lines.append(
            f"{function.function}: {function.calls:,} calls, {function.distinct:,} distinct kept, in {function.output}"
        )
        lines += [f"  raised {kind}: {number:,}" for kind, number in function.raised.items()]
        lines += [f"  not kept, {why}: {number:,}" for why, number in function.dropped.items()]
    if report.command_exit:
        lines.append(f"the command ended with status {report.command_exit}")
    return "\n".join(lines)
