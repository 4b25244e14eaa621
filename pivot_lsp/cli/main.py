"""The `pivot` command: finds the verb, lets it parse, turns errors into one line and an exit code.

A verb is a module `pivot_lsp.cli.<name>` with `add_arguments(parser)` and `run(args) -> int`; it is imported only
when it is asked for, so that `pivot --help` and the server's start stay quick. Every verb but `lsp` takes `--json`,
`--output F` and `--progress-fd N`; what a verb prints under `--json` goes through `pivot_lsp.cli.output`. What stands
after `--` (another program's command line) is in `args.rest`.
"""

import argparse
import atexit
import errno
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from types import ModuleType
from typing import NoReturn

from pivot_lsp import __version__
from pivot_lsp.model.errors import PivotError, UsageError

VERBS: dict[str, str] = {
    "lsp": "the language server, on stdin and stdout",
    "analyze": "which functions cost the most, and which to port first",
    "profile": "run a command under a profiler, then analyze",
    "port": "translate a function to Rust, Go or C++ and build the vessel",
    "build": "rebuild a vessel whose source a person has edited",
    "extract": "take the hot loop out of an unportable function, as one that can be ported",
    "doctor": "which tools are here, and how to get the others",
    "validate": "judge a vessel against legacy and write its certificate",
    "verify": "recompute what a certificate binds",
    "benchmark": "measure what a vessel gains",
    "record": "run a command and record the calls of chosen functions",
    "generate-tests": "write a function's cases: recorded, from logs, and generated",
    "load": "the same traffic against legacy and vessel of an HTTP service",
    "dashboard": "the migration as a page on this machine, or --export F as one file",
    "migrate": "the phases of a migration from facts; --status: how far it is",
    "wrap": "put a function behind a flag: legacy stays, a vessel may answer",
    "unwrap": "take the flag away again",
    "rollout": "stages, evidence and rollback of a flag",
}
"""verb -> one line of help; the module is the verb with `-` as `_`."""

OUTPUT = {"generate-tests": "write the cases to F (default: under .pivot/cases)"}
"""Verbs whose --output is not the JSON object."""
LARGE = {"analyze"}
"""Verbs that end with so many objects that freeing them one by one would be a tenth of their time."""
WITHOUT_JSON = {"lsp"}
DENIED = {errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM}
"""What a disk says that is full or read-only, and a file that is another person's: no fault of the program's."""


def _usage() -> str:
    width = max(map(len, VERBS), default=0)
    rows = "\n".join(f"  {verb:{width}}  {text}" for verb, text in VERBS.items())
    return f"usage: pivot VERB ...\n\n{rows}\n\n`pivot VERB --help` tells more; `pivot --version` tells the version.\n"


class _Parser(argparse.ArgumentParser):
    """Whose complaints are an error like any other: one line with a code and a remedy."""

    def error(self, message: str) -> NoReturn:
        raise UsageError("PV003", message, remedy=f"`{self.prog} --help` tells more")


def _parser(verb: str) -> tuple[argparse.ArgumentParser, ModuleType]:
    module = importlib.import_module(f"pivot_lsp.cli.{verb.replace('-', '_')}")
    parser = _Parser(prog=f"pivot {verb}", description=VERBS[verb])
    if verb not in WITHOUT_JSON:
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout, everything else on stderr")
        parser.add_argument("--output", metavar="F", help=OUTPUT.get(verb, "write that object to F"))
        parser.add_argument("--progress-fd", type=int, metavar="N", help="write progress to descriptor N, JSON Lines")
    module.add_arguments(parser)
    return parser, module


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one verb; returns the exit code (docs/commands.md)."""
    if "PIVOT_SERVER" in os.environ:  # not otherwise: it imports asyncio, and a file of that name may lie in the folder
        from pivot_lsp.jobs.parent import tie_to_server

        tie_to_server()
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help"):
        print(_usage(), end="")
        return 0 if words else 2
    if words[0] == "--version":
        print(f"pivot-lsp {__version__}")
        return 0
    verb, rest = words[0], words[1:]
    if verb not in VERBS:
        print(f"pivot: PV003 no verb {verb!r}; `pivot --help` lists them", file=sys.stderr)
        return 2
    try:
        parser, module = _parser(verb)
        cut = rest.index("--") if "--" in rest else len(rest)
        args = parser.parse_args(rest[:cut])
        args.rest = rest[cut + 1 :]
        return int(module.run(args))
    except PivotError as error:
        print(f"pivot {verb}: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(f"pivot {verb}: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 - the outermost frame: an internal error becomes a report and exit code 1
        if isinstance(error, OSError) and error.errno in DENIED:
            place = f"{error.filename}: " if error.filename else ""
            told = f"{place}PV004 {error.strerror}; make room or give access, and run again"
            print(f"pivot {verb}: {told}", file=sys.stderr)
            return 2
        print(f"pivot {verb}: internal error, please report:\n{traceback.format_exc()}", file=sys.stderr)
        return 1


def command() -> None:
    """The process `pivot`: runs the verb and ends with its exit code."""
    code = main()
    if sys.argv[1:2] and sys.argv[1] in LARGE:
        atexit._run_exitfuncs()
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:
            code = 1
        os._exit(code)
    sys.exit(code)
