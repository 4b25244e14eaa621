"""How verbs speak: one JSON object on stdout under --json, `--output F`, progress as JSON Lines."""

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel

from pivot_lsp.model.errors import UsageError

Progress = Callable[[str, int, int | None], None]
"""(what, done, total or None): called often, cheap when nobody listens."""


def deliver(args: argparse.Namespace, report: BaseModel, text: str) -> None:
    """Writes `report` where it was asked for; without --json a person reads `text`."""
    body = report.model_dump_json(indent=2)
    if args.output:
        partial = Path(f"{args.output}.{os.getpid()}.tmp")
        try:
            partial.write_text(body + "\n", encoding="utf-8")
            partial.replace(args.output)
        except OSError as error:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            why = f"cannot be written: {error.strerror}"
            raise UsageError("PV013", why, file=args.output, remedy="choose another with --output") from None
    if args.json:
        print(body)
    elif text:
        print(text)


def progress(args: argparse.Namespace) -> Progress:
    """A progress function writing `{"what", "done", "total"}` lines to --progress-fd, or doing nothing."""
    fd = args.progress_fd

    def write(what: str, done: int, total: int | None) -> None:
        if fd is not None:
            line = json.dumps({"what": what, "done": done, "total": total}) + "\n"
            try:
                os.write(fd, line.encode())
            except OSError as error:
                print(f"pivot: progress descriptor {fd} is gone: {error}", file=sys.stderr)

    return write
