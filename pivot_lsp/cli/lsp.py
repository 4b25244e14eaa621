"""`pivot lsp`: the language server on stdin and stdout.

Invariant: nothing lying in the working directory, which is the user's project, can be imported by the server, and
nothing but LSP messages is written to stdout.
"""

import argparse
import gc
import logging
import os
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("--stdio", action="store_true", help="the only transport; accepted because clients pass it")
    parser.add_argument("--log", metavar="F", help="write the server's log to F instead of stderr")
    parser.add_argument("--verbose", action="store_true", help="log every message")


def run(args: argparse.Namespace) -> int:
    """Serves until the client says exit or goes away."""
    _forget_working_directory()
    logging.basicConfig(
        filename=args.log,
        level=logging.DEBUG if args.verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    if not args.verbose:
        # pygls logs each body that it sends at INFO, and each failed request with its traceback at ERROR
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
    # None of what the imports make is garbage; frozen, it is not gone through later either. (Measured: 0.1 s of the 0.8
    # that the start takes, and pauses of 20 ms and more while one types.)
    gc.disable()
    from pivot_lsp.server.register import create  # not above: it is imported while nothing is collected

    server = create()
    gc.freeze()
    gc.enable()
    server.start_io()
    return 0


def _forget_working_directory() -> None:
    """`python -m` without -P puts the working directory on the module path."""
    home = Path(__file__).resolve().parents[2]
    if not sys.flags.safe_path and sys.path and sys.path[0] in ("", os.getcwd()) and Path.cwd() != home:
        del sys.path[0]
