"""`pivot extract TARGET [--line N] [--diff]`: the hot loop of a function that cannot be ported, as one that can."""

import argparse
from pathlib import Path

from pivot_lsp.app.extract import extract
from pivot_lsp.cli.output import deliver
from pivot_lsp.model.extract import ExtractReport
from pivot_lsp.model.target import parse_target


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's arguments."""
    parser.add_argument("target", metavar="TARGET", help="path/to/file.py::function or file.py::Class.method")
    parser.add_argument(
        "--line", type=int, action="append", default=[], metavar="N", help="a hot line: the loop around it is taken"
    )
    parser.add_argument("--diff", action="store_true", help="show what would change, write nothing")


def run(args: argparse.Namespace) -> int:
    """Extracts, or shows the difference; 3 when there is no loop that could be."""
    report = extract(parse_target(args.target, Path.cwd()), args.line, dry=args.diff)
    deliver(args, report, _text(report))
    return 3 if report.status == "refused" else 0


def _text(report: ExtractReport) -> str:
    if report.status == "refused":
        rows = [f"{r.file or report.file}:{r.line}:{r.column + 1}: {r.code} {r.message}" for r in report.reasons]
        return "\n".join([f"refused: no loop of {report.function} can be a portable function", *rows])
    done = f"extracted the loop at line {report.line} of {report.function} as {report.extracted} in {report.file}"
    return report.diff.rstrip("\n") if report.status == "planned" else done
