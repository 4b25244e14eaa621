"""`pivot migrate PROJECT --strategy incremental`: the phases of a migration; `--status`: how far it is."""

import argparse
from pathlib import Path

from pivot_lsp.app.audit import audit
from pivot_lsp.app.migrate import PlanRequest, migrate
from pivot_lsp.app.status import status
from pivot_lsp.cli import plan_text
from pivot_lsp.cli.output import deliver, progress

FIGURES = (
    ("--monthly-bill", "monthly_bill", float, "AMOUNT", "what the servers cost a month"),
    ("--elastic-share", "elastic_share", float, "0..1", "share of the bill that follows processor time"),
    ("--servers", "servers", int, "N", "count whole servers"),
    ("--investment", "investment", float, "AMOUNT", "what the migration costs in all"),
    ("--engineers", "engineers", int, "N", "who work on it (default 1)"),
    ("--engineer-week", "engineer_week", float, "AMOUNT", "what one of them costs a week"),
    ("--run-cost", "run_cost", float, "AMOUNT", "what vessels cost to run a month"),
    ("--minimum", "minimum_percent", float, "PERCENT", "smallest share of the run for a component (default 1)"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares PROJECT, the strategy, the facts and the figures."""
    parser.add_argument("project", metavar="PROJECT", type=Path, nargs="?", default=Path("."), help="default: here")
    parser.add_argument(
        "--strategy", choices=["incremental"], default="incremental", help="the only one: hotspots first"
    )
    parser.add_argument("--status", action="store_true", help="how far the kept plan is")
    parser.add_argument("--check", metavar="F", type=Path, help="recompute the figures of somebody's plan (JSON)")
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
    for flag, name, kind, metavar, text in FIGURES:
        parser.add_argument(flag, dest=name, type=kind, metavar=metavar, help=text)


def run(args: argparse.Namespace) -> int:
    """0 planned or told; raises for bad input."""
    if args.check is not None:
        checked = audit(args.check)
        deliver(args, checked, plan_text.audit(checked))
        return 0
    if args.status:
        told = status(args.project)
        deliver(args, told, plan_text.status(told))
        return 0
    given = {name: getattr(args, name) for _, name, _, _, _ in FIGURES}
    made = migrate(PlanRequest(args.project, tuple(args.profile), tuple(args.coverage), given), progress(args))
    deliver(args, made, plan_text.plan(made))
    return 0
