"""`pivot rollout ACTION [FLAG]`: a vessel's way into production, and out of it."""

import argparse
import sys
from pathlib import Path

from pivot_lsp.app import export as app_export
from pivot_lsp.app import rollout as app
from pivot_lsp.app.retire import retire
from pivot_lsp.cli.output import deliver
from pivot_lsp.cli.rollout_text import page
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.rollout import Decision

ACTIONS = {
    "status": "where the flags stand",
    "advance": "enter the next stage, or say why not",
    "pause": "stay in this stage; advance resumes it",
    "rollback": "switch off now",
    "retire": "take legacy, flag and unused helpers out of the sources",
    "export": "the flags or the monitoring for another system, by --format",
    "metrics": "Prometheus exposition of all processes, once or on --listen",
    "watch": "look at the evidence again and again; switch off what must be",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's arguments."""
    words = "; ".join(f"{name}: {text}" for name, text in ACTIONS.items())
    parser.add_argument("action", choices=ACTIONS, help=words)
    parser.add_argument("flag", nargs="?", metavar="FLAG", help="status and watch take all flags without one")
    parser.add_argument("--project", type=Path, default=Path(), metavar="DIR", help="the project (default: here)")
    parser.add_argument("--to", metavar="STAGE", help="advance: the stage to enter")
    parser.add_argument(
        "--override", metavar="TEXT", help="advance in spite of time, exposure or an inconclusive verdict"
    )
    parser.add_argument("--diff", action="store_true", help="retire: show what would change, write nothing")
    parser.add_argument("--reason", default="asked for", metavar="TEXT", help="why, for the log")
    parser.add_argument("--hook", metavar="COMMAND", help="told of each decision, as JSON on its stdin")
    parser.add_argument("--webhook", metavar="URL", help="told of each decision by POST")
    parser.add_argument("--format", choices=app_export.FORMATS, help="export: for which system")
    parser.add_argument("--listen", metavar="HOST:PORT", help="metrics: serve there, until interrupted")
    parser.add_argument(
        "--interval", type=float, default=5.0, metavar="S", help="watch: seconds between looks (default 5)"
    )
    parser.add_argument("--once", action="store_true", help="watch: one look")


def run(args: argparse.Namespace) -> int:
    """0 done, 3 refused; watch ends by 3 when it has switched something off under --once."""
    at = app.place(args.project, args.hook, args.webhook)
    if args.action == "watch":
        return _watch(args, at)
    if args.action in ("export", "metrics"):
        return _export(args, at)
    if args.action == "status":
        report = app.report(at, "status", [args.flag] if args.flag else None)
    elif args.flag is None:
        raise UsageError("PV721", f"{args.action} needs a FLAG", remedy="`pivot rollout status` lists them")
    elif args.action == "advance":
        report = app.advance(at, args.flag, to=args.to, override=args.override)
    elif args.action == "pause":
        report = app.pause(at, args.flag, args.reason)
    elif args.action == "retire":
        report = retire(at, args.flag, dry=args.diff, override=args.override)
    else:
        report = app.rollback(at, args.flag, args.reason)
    deliver(args, report, page(report))
    return 0 if report.done else 3


def _export(args: argparse.Namespace, at: app.Place) -> int:
    if args.action == "export":
        if args.format is None:
            raise UsageError("PV721", "export needs --format", remedy=f"one of {', '.join(app_export.FORMATS)}")
        exported = app_export.export(at, args.format)
    elif args.listen:
        app_export.serve(at, args.listen)
        return 0
    else:
        exported = app_export.metrics(at)
    deliver(args, exported, exported.text.rstrip("\n"))
    return 0


def _watch(args: argparse.Namespace, at: app.Place) -> int:
    switched: list[Decision] = []

    def told(decision: Decision, hook: str | None) -> None:
        switched.append(decision)
        print(f"{decision.at} {decision.flag} is off: {'; '.join(decision.reasons)}", file=sys.stderr)
        if hook:
            print(hook, file=sys.stderr)

    for _ in app.watch(at, args.flag, args.interval, told):
        if args.once:
            break
    deliver(args, app.report(at, "watch", [args.flag] if args.flag else None), "")
    return 3 if switched else 0
