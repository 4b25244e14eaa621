"""`pivot analyze PATH --profile P...`: which functions cost the most, and which to port first."""

import argparse
from pathlib import Path

from pivot_lsp.cli.output import deliver, progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares PATH, --profile, --coverage and --top."""
    parser.add_argument("path", metavar="PATH", type=Path, help="a project's folder, one of its files, or a profile")
    parser.add_argument("--profile", metavar="P", type=Path, nargs="+", action="extend", default=[], help="profiles")
    parser.add_argument(
        "--coverage", metavar="C", type=Path, nargs="+", action="extend", default=[], help="coverage files"
    )
    parser.add_argument("--no-verdict", action="store_true", help="do not ask the compiler what it can port")
    parser.add_argument("--top", metavar="N", type=_positive, help="list at most N (default: 10 candidates)")


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 1 or more")
    return number


def run(args: argparse.Namespace) -> int:
    """Analyzes and prints; returns 0."""
    from pivot_lsp.app.analyze import Request, analyze
    from pivot_lsp.app.portable import portability

    request = Request(args.path, tuple(args.profile), tuple(args.coverage), args.top)
    verdict = None if args.no_verdict else portability(args.path)
    analysis = analyze(request, verdict, progress=progress(args))
    text = ""
    if not args.json:
        from pivot_lsp.cli.analysis_text import render

        text = render(analysis)
    deliver(args, analysis, text)
    return 0
