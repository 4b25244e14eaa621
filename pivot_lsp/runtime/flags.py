"""The flags file: how large a part of the calls goes to a vessel.

    {"version": 1, "flags": {"use_rust_totals": {"percent": 12.5, "on": true, "salt": "...", "key": "tenant"}}}

`$PIVOT_FLAGS` names it, else it is `pivot.flags.json` at the project's root. It is looked at once a second at most
and swapped as one value. Invariant: doubt means legacy. A missing file, an unknown flag and `PIVOT_OFF=1` turn vessels
off; a file that cannot be read or understood leaves the last good one in force, and none was good: everything off.
"""

import json
import logging
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pivot_lsp.runtime.keys import BUCKETS, KEYS

VERSION = 1
INTERVAL = 1.0
"""Seconds between two looks at the file."""

ROOT_MARKERS = ("pyproject.toml", "pivot.toml", ".git")
_log = logging.getLogger("pivot_lsp.runtime")


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag: calls whose bucket is under `threshold` (0..100000) go to the vessel."""

    threshold: int
    salt: str
    key: str | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the file said when it was last good. `flags` has only those that let any call through."""

    serial: int = 0
    flags: Mapping[str, Flag] = field(default_factory=lambda: MappingProxyType({}))


def _flag(name: str, body: Any) -> Flag | None:
    if not isinstance(body, dict):
        raise ValueError(f"flag {name!r} is not an object")
    percent, on = body.get("percent"), body.get("on")
    if isinstance(percent, bool) or not isinstance(percent, int | float) or not 0 <= percent <= 100:
        raise ValueError(f"flag {name!r}: percent is {percent!r}, not a number from 0 to 100")
    if not isinstance(on, bool):
        raise ValueError(f"flag {name!r}: on is {on!r}, not true or false")
    salt, key = body.get("salt", name), body.get("key")
    if not isinstance(salt, str):
        raise ValueError(f"flag {name!r}: salt is {salt!r}, not a string")
    if key is not None and key not in KEYS:
        raise ValueError(f"flag {name!r}: key is {key!r}, not one of {', '.join(KEYS)}")
    threshold = round(percent * (BUCKETS // 100))
    return Flag(threshold, salt, key) if on and threshold else None


def parse_flags(text: str | bytes) -> dict[str, Flag]:
    """The flags of a file that let any call through. Raises ValueError with the place for any other file."""
    body = json.loads(text)
    if not isinstance(body, dict) or body.get("version") != VERSION or not isinstance(body.get("flags"), dict):
        raise ValueError(f'expected {{"version": {VERSION}, "flags": {{...}}}}')
    found = {name: _flag(name, flag) for name, flag in body["flags"].items()}
    return {name: flag for name, flag in found.items() if flag is not None}


def project_root(file: str) -> Path:
    """The nearest folder above `file` with a project marker, else its own folder."""
    folder = Path(file).resolve().parent
    for candidate in (folder, *folder.parents):
        if any((candidate / marker).exists() for marker in ROOT_MARKERS):
            return candidate
    return folder


def switched_off() -> bool:
    """True when the environment's kill switch is thrown."""
    return os.environ.get("PIVOT_OFF", "") not in ("", "0")


class FlagFile:
    """One flags file, watched. `due` is the monotonic time of the next look; `snapshot` is swapped, never changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.due = 0.0
        self.snapshot = Snapshot()
        self._seen: object = None
        self._lock = threading.Lock()

    def _signature(self) -> object:
        if switched_off():
            return "off"
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return "missing"
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _swap(self, flags: Mapping[str, Flag]) -> None:
        self.snapshot = Snapshot(self.snapshot.serial + 1, MappingProxyType(dict(flags)))

    def look(self) -> Snapshot:
        """The snapshot now in force. Never raises; a thread that comes while another looks gets the last one."""
        if time.monotonic() < self.due or not self._lock.acquire(blocking=False):
            return self.snapshot
        try:
            seen = self._signature()
            if seen != self._seen:
                self._seen = seen
                self._swap(parse_flags(self.path.read_bytes()) if isinstance(seen, tuple) else {})
        except (OSError, ValueError, RecursionError) as error:  # ValueError: JSON, UTF-8 and the schema
            if isinstance(error, OSError):
                self._seen = None  # it may be readable next time
            _log.warning("%s is not in force, the last good flags are: %s", self.path, error)
        finally:
            self.due = time.monotonic() + INTERVAL
            self._lock.release()
        return self.snapshot


_files: dict[Path, FlagFile] = {}


def _after_fork() -> None:
    """A lock that another thread held when the process forked would be held for ever in the child."""
    for file in _files.values():
        file._lock = threading.Lock()


os.register_at_fork(after_in_child=_after_fork)


def flag_file(source: str) -> FlagFile:
    """The flags file that rules the module whose file is `source`."""
    chosen = os.environ.get("PIVOT_FLAGS")
    path = Path(chosen) if chosen else project_root(source) / "pivot.flags.json"
    return _files.setdefault(path, FlagFile(path))
