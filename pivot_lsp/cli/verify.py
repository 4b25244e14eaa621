"""`pivot verify DIR`: recomputes what a certificate binds."""

import argparse
from pathlib import Path

from pivot_lsp.app.verify import verify_vessel
from pivot_lsp.cli.output import deliver


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One vessel."""
    parser.add_argument("vessel", type=Path, metavar="DIR", help="the vessel's folder")


def run(args: argparse.Namespace) -> int:
    """0 valid, 3 stale."""
    found = verify_vessel(args.vessel.resolve())
    signed = f", signed by {found.signed_by}" if found.signed_by else ""
    lines = [f"{found.status}: {found.vessel} ({found.level}){signed}", *(f"- {reason}" for reason in found.reasons)]
    deliver(args, found, "\n".join(lines))
    return 0 if found.status == "valid" else 3
