"""`pivot wrap TARGET --vessel DIR --flag NAME [--diff]`: a function behind a flag."""

import argparse
from pathlib import Path

from pivot_lsp.app.wrap import wrap
from pivot_lsp.cli.output import deliver
from pivot_lsp.model.target import parse_target


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's arguments."""
    parser.add_argument("target", metavar="TARGET", help="path/to/file.py::function or file.py::Class.method")
    parser.add_argument("--vessel", metavar="DIR", type=Path, required=True, help="the vessel that may answer")
    parser.add_argument("--flag", metavar="NAME", required=True, help="the flag that decides; a new one stands at 0%%")
    parser.add_argument("--diff", action="store_true", help="show what would change, write nothing")


def run(args: argparse.Namespace) -> int:
    """Wraps, or shows the difference."""
    report = wrap(parse_target(args.target, Path.cwd()), args.vessel, args.flag, dry=args.diff)
    added = f", flag {report.flag} added at 0% to {report.flags_file}" if report.flags_file else ""
    done = f"wrapped {report.function} in {report.file}{added}"
    deliver(args, report, "\n".join([report.diff.rstrip("\n") if args.diff else done, *report.notes]))
    return 0
