"""`pivot port TARGET --to rust|go|cpp`: translate a function, a method or a file and build the vessel."""

import argparse
from pathlib import Path

from pivot_lsp.app.port import port
from pivot_lsp.cli.output import deliver, progress
from pivot_lsp.cli.targets import find_target
from pivot_lsp.model.port import LANGUAGES, PortReport

EXIT = {"built": 0, "portable": 0, "refused": 3, "failed": 4}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's own arguments."""
    parser.add_argument("target", metavar="TARGET", help="path/to/file.py::function, file.py::Class.method, or file.py")
    parser.add_argument("--to", required=True, choices=LANGUAGES, help="the language of the vessel")
    parser.add_argument("--check", action="store_true", help="say whether it can be ported, build nothing")
    parser.add_argument("--dest", type=Path, metavar="DIR", help="put the vessel there, not under vessels/")


def run(args: argparse.Namespace) -> int:
    """Ports; exit 0 built (or portable), 3 refused, 4 the native compiler failed."""
    target = find_target(args.target, Path.cwd(), whole=True)
    dest = None if args.dest is None else args.dest.resolve()
    report = port(target, args.to, dest, progress(args), check=args.check)
    deliver(args, report, _text(report, str(target.file)))
    return EXIT[report.status]


def _text(report: PortReport, file: str) -> str:
    if report.status == "refused":
        lines = [f"refused: {len(report.reasons)} reason(s), nothing was written"]
        lines += [f"{r.file or file}:{r.line}:{r.column + 1}: {r.code} {r.message}" for r in report.reasons]
        return "\n".join(lines)
    if report.status == "failed":
        return f"the build failed\n{report.log}"
    left = "".join(
        f"\n{what}: {r.file or file}:{r.line}:{r.column + 1}: {r.code} {r.message}"
        for what, said in (("left out", report.reasons), ("note", report.notes))
        for r in said
    )
    spent = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in report.seconds.items())
    if report.status == "portable":
        return f"portable to {report.target}: {', '.join(report.functions)} ({spent}){left}"
    return f"built {report.vessel} from {', '.join(report.functions)} ({spent}){left}"
