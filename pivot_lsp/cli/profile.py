"""`pivot profile [--coverage] [--out DIR] -- COMMAND`: run a Python command under a profiler, then analyze."""

import argparse
from pathlib import Path

from pivot_lsp.app.profile import profile
from pivot_lsp.cli.analysis_text import render
from pivot_lsp.cli.output import deliver, progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares --coverage, --out and --top; the command stands after `--`."""
    parser.usage = "pivot profile [--coverage] [--out DIR] [--profiler P] [--top N] [--json] -- COMMAND"
    parser.add_argument("--coverage", action="store_true", help="run the command a second time, under coverage")
    parser.add_argument("--out", metavar="DIR", type=Path, help="where results are kept (default: .pivot/profiles)")
    parser.add_argument(
        "--profiler",
        choices=("auto", "cProfile", "py-spy", "austin"),
        default="auto",
        help="auto (the default) takes a sampler that works here, else cProfile, which counts calls but slows them",
    )
    parser.add_argument("--top", metavar="N", type=int, help="list at most N")


def run(args: argparse.Namespace) -> int:
    """Runs, analyzes and prints; returns 0."""
    analysis = profile(
        args.rest,
        cwd=Path.cwd(),
        coverage=args.coverage,
        out=args.out,
        top=args.top,
        quiet=args.json,
        progress=progress(args),
        profiler=args.profiler,
    )
    text = ""
    if not args.json:
        text = render(analysis)
    deliver(args, analysis, text)
    return 0
