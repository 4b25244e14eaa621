"""`pivot unwrap TARGET [--diff]`: the function as it was before `pivot wrap`, byte for byte."""

import argparse
from pathlib import Path

from pivot_lsp.app.wrap import unwrap
from pivot_lsp.cli.output import deliver
from pivot_lsp.model.target import parse_target


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's arguments."""
    parser.add_argument("target", metavar="TARGET", help="path/to/file.py::function or file.py::Class.method")
    parser.add_argument("--diff", action="store_true", help="show what would change, write nothing")


def run(args: argparse.Namespace) -> int:
    """Unwraps, or shows the difference."""
    report = unwrap(parse_target(args.target, Path.cwd()), dry=args.diff)
    kept = f" (flag {report.flag} stays in the flags file)" if report.flag else ""
    done = f"unwrapped {report.function} in {report.file}{kept}"
    deliver(args, report, report.diff.rstrip("\n") if args.diff else done)
    return 0
