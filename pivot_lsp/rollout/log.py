"""The decision log: `pivot.rollout/decisions.jsonl`, a line a decision, only ever added to.

Invariant: each line holds the sha256 of the one before, so that a line that was changed or taken out shows.
"""

import hashlib
import os
from pathlib import Path

from pydantic import ValidationError

from pivot_lsp.model.rollout import Decision
from pivot_lsp.store.locks import exclusive

NAME = "decisions.jsonl"


def append(folder: Path, decision: Decision) -> Decision:
    """Adds a decision, chained to the last one. Raises OSError."""
    path = folder / NAME
    with exclusive(folder / ".decisions.lock"):
        last = path.read_bytes().splitlines()[-1:] if path.exists() else []
        chained = decision.model_copy(update={"previous": hashlib.sha256(last[0]).hexdigest() if last else ""})
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        try:
            os.write(descriptor, chained.model_dump_json().encode() + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return chained


def read(folder: Path, flag: str | None = None) -> list[Decision]:
    """The decisions on a flag (None: all), oldest first; a line that is none is passed over."""
    try:
        lines = (folder / NAME).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            decision = Decision.model_validate_json(line)
        except ValidationError:
            continue
        if flag in (None, decision.flag):
            found.append(decision)
    return found


def broken_links(folder: Path) -> list[int]:
    """Numbers (from 1) of lines that do not follow from the line before. One that is being written does not count."""
    try:
        whole, _, _ = (folder / NAME).read_bytes().rpartition(b"\n")
    except FileNotFoundError:
        return []
    broken, before = [], ""
    for number, line in enumerate(whole.splitlines(), 1):
        try:
            if Decision.model_validate_json(line).previous != before:
                broken.append(number)
        except ValidationError:
            broken.append(number)
        before = hashlib.sha256(line).hexdigest()
    return broken
