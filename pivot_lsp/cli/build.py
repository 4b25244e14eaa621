"""`pivot build DIR`: rebuild a vessel whose source a person has edited."""

import argparse
from pathlib import Path

from pivot_lsp.app.port import caches, renew_members
from pivot_lsp.cli.output import deliver
from pivot_lsp.vessel.build import read_manifest, rebuild
from pivot_lsp.vessel.shared import is_member


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's own arguments."""
    parser.add_argument("vessel", type=Path, metavar="DIR", help="the vessel's folder")


def run(args: argparse.Namespace) -> int:
    """Rebuilds; exit 0 built, 4 the native compiler failed."""
    folder = args.vessel.resolve()
    root = (folder / read_manifest(folder).legacy.root).resolve()
    found = rebuild(folder, caches(root))
    if is_member(found):
        renew_members(folder, lambda what, done, total: None)
    deliver(args, found, f"rebuilt {folder}: validate it before it is used")
    return 0
