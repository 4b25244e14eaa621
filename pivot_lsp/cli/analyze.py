"""`pivot analyze PATH --profile P...`: which functions cost the most, and which to port first."""

import argparse
from pathlib import Path

from pivot_lsp.model.errors import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares PATH, --profile, --coverage and --top."""
    parser.add_argument("path", metavar="PATH", type=Path, help="a project's folder, one of its files, or a profile")
    parser.add_argument(
        "--profile",
        metavar="P",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        help="profiles, of any known format",
    )
    parser.add_argument(
        "--coverage",
        metavar="C",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        help="coverage files: .coverage, XML, JSON, lcov",
    )
    parser.add_argument(
        "--compare",
        metavar="BEFORE",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        help="profiles before a change",
    )
    parser.add_argument(
        "--export",
        metavar="F",
        type=Path,
        action="append",
        default=[],
        help="also write F: .sarif, .md, .csv, .speedscope.json or .html (a flame graph)",
    )
    parser.add_argument("--threshold", metavar="PERCENT", type=_percent, default=0.0, help="list nothing below it")
    parser.add_argument(
        "--map", metavar="THEIRS=OURS", type=_map, action="append", default=[], help="read paths below THEIRS as OURS"
    )
    parser.add_argument(
        "--glance", metavar="F", type=Path, nargs="+", help="only these files' functions, before the rest is read"
    )
    parser.add_argument("--no-verdict", action="store_true", help="do not ask the compiler what it can port")
    parser.add_argument("--top", metavar="N", type=_positive, help="list at most N (default: 10 candidates)")


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 1 or more")
    return number


def _percent(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0.0 <= number <= 100.0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a percentage from 0 to 100")
    return number


def _map(text: str) -> tuple[str, str]:
    theirs, equals, ours = text.partition("=")
    if not equals or not theirs:
        raise argparse.ArgumentTypeError(f"{text!r} is not THEIRS=OURS, such as /app=src")
    return theirs, ours or "."


def run(args: argparse.Namespace) -> int:
    """Analyzes and prints; returns 0."""
    if args.glance:
        return _glance(args)
    # not above: a wrong option is answered at once, and what is imported here starts the reading at the earliest
    from pivot_lsp.app.ahead import begin
    from pivot_lsp.app.scope import Request
    from pivot_lsp.source.collector import collector_off, collector_on

    request = Request(
        args.path,
        tuple(args.profile),
        tuple(args.coverage),
        args.top,
        args.threshold,
        tuple(args.map),
        tuple(args.compare),
    )
    if args.export:
        from pivot_lsp.cli.exports import export_for

        for path in args.export:
            export_for(path)
    collector_off()
    ahead = begin(request, callers=bool(args.export))
    # What follows imports a second's worth of modules, while other processes read and index.
    from pivot_lsp.app.analyze import answer
    from pivot_lsp.app.portable import portability
    from pivot_lsp.cli.output import deliver, progress

    verdict = None if args.no_verdict else collector_on(portability(args.path))
    found = answer(request, verdict, progress=progress(args), ahead=ahead)
    analysis = found.analysis
    for path in args.export:
        from pivot_lsp.cli.exports import export

        export(path, analysis, found.profiles())
    text = ""
    if not args.json:
        from pivot_lsp.cli.analysis_text import render  # not above: editors ask for JSON

        text = render(analysis)
    deliver(args, analysis, text)
    return 0


def _glance(args: argparse.Namespace) -> int:
    from pivot_lsp.app.glance import glance  # not above: the whole analysis has no use for it
    from pivot_lsp.source.collector import collector_off

    if not args.profile:
        raise UsageError("PV108", "--glance reads no profile but those named", remedy="name one with --profile")
    collector_off()
    found = glance(args.path, args.profile, args.glance, args.threshold)
    from pivot_lsp.cli.output import deliver  # not above: the profile is read while pydantic is imported

    rows = (f"{row.percentage:6.2f} %  {row.file}:{row.line}  {row.function}" for row in found.hotspots)
    deliver(args, found, "\n".join(rows))
    return 0
