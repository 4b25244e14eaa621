"""The flags file as people's verbs change it: read whole, changed under a lock, replaced whole.

Invariants: what a hand has written besides is kept; a file that is not understood is refused, never overwritten; a
change that would not be read back by the runtime is not written.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pivot_lsp.model.errors import UsageError
from pivot_lsp.runtime.flags import VERSION, parse_flags, rollout_folder
from pivot_lsp.store.files import write_atomic
from pivot_lsp.store.locks import exclusive

Body = dict[str, Any]


def read_flags(file: Path) -> Body:
    """The whole file. Raises UsageError PV721 (there is none) and PV708 (not understood)."""
    try:
        body: Body = json.loads(file.read_text(encoding="utf-8"))
        parse_flags(json.dumps(body))
    except FileNotFoundError:
        raise UsageError("PV721", "no flags file", file=file, remedy="`pivot wrap` makes one") from None
    except (OSError, ValueError, RecursionError) as error:
        message = f"the flags cannot be read: {error}"
        raise UsageError("PV708", message, file=file, remedy="repair or remove it") from None
    return body


def flag_of(body: Body, name: str, file: Path) -> Body:
    """One flag. Raises UsageError PV721."""
    found: Body | None = body["flags"].get(name)
    if found is None:
        known = ", ".join(body["flags"]) or "none"
        raise UsageError("PV721", f"no flag {name!r}; there are: {known}", file=file)
    return found


def write_flags(file: Path, body: Body) -> None:
    """Replaces the file. Raises UsageError PV722 when it cannot be written."""
    text = json.dumps(body, indent=2, ensure_ascii=False) + "\n"
    parse_flags(text)
    assert body["version"] == VERSION
    try:
        write_atomic(file, text)
    except OSError as error:
        raise UsageError("PV722", f"the flags cannot be written: {error.strerror}", file=file) from error


@contextmanager
def flags_locked(file: Path) -> Iterator[None]:
    """Who changes flags is alone. Raises UsageError PV722 when the lock cannot be made."""
    folder = rollout_folder(file)
    try:
        ignore = folder / ".gitignore"
        if not ignore.exists():
            write_atomic(ignore, "*\n")
        lock = exclusive(folder / ".flags.lock")
        lock.__enter__()
    except OSError as error:
        raise UsageError("PV722", f"cannot lock: {error.strerror}", file=folder) from error
    try:
        yield
    finally:
        lock.__exit__(None, None, None)
