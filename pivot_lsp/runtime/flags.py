"""The flags file: how large a part of the calls goes to a vessel, and which part is tried in the shadow.

    {"version": 1, "flags": {"use_rust_totals": {"percent": 12.5, "on": true, "salt": "...", "key": "tenant",
                                                 "epoch": 3, "shadow": {"percent": 5}}}}

`$PIVOT_FLAGS` names it, else it is `pivot.flags.json` at the project's root. It is looked at once a second at most
and swapped as one value. Beside it lies `pivot.rollout/` (`$PIVOT_ROLLOUT`): counters, and `trips/`, where whoever
finds a flag's vessel at fault leaves a file with the flag's name. Invariant: doubt means legacy. `PIVOT_OFF=1`, a file
`pivot.off` beside the flags, a trip, a missing file and an unknown flag turn vessels off; a file that cannot be read or
understood leaves the last good one in force, and none was good: everything off.
"""

import json
import os
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pivot_lsp.runtime.keys import BUCKETS, FLAG_KEYS
from pivot_lsp.runtime.say import warn
from pivot_lsp.runtime.trips import TripFolder, quoted

VERSION = 1
KILL_FILE = "pivot.off"
INTERVAL = 1.0
"""Seconds between two looks at the file."""

YOUNG = 2_000_000_000
"""Nanoseconds for which a file is read again: one written in place may change within one tick of its clock."""

ROOT_MARKERS = ("pyproject.toml", "pivot.toml", ".git")


class Shadow(NamedTuple):
    """Which calls are run by both, off the caller's path: a share of 0..1, and the limits of what that may cost."""

    share: float = 0.0
    per_second: float = 20.0
    """Calls of one process, at most."""
    cpu: float = 0.05
    """Of one core, for a process's worker."""
    timeout: float = 5.0
    """Seconds that a call may take in the worker."""


class Flag(NamedTuple):
    """One flag: calls whose bucket is under `threshold` (0..100000) go to the vessel."""

    threshold: int
    salt: str
    key: str | None
    epoch: int = 0
    """Raised by each change of stage: what is counted is counted under it."""
    shadow: Shadow | None = None


class Snapshot(NamedTuple):
    """What the file said when it was last good. `flags` has only those that let any call through."""

    serial: int = 0
    flags: Mapping[str, Flag] = MappingProxyType({})


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
    if key is not None and key not in FLAG_KEYS:
        raise ValueError(f"flag {name!r}: key is {key!r}, not one of {', '.join(FLAG_KEYS)}")
    epoch = body.get("epoch", 0)
    if isinstance(epoch, bool) or not isinstance(epoch, int) or epoch < 0:
        raise ValueError(f"flag {name!r}: epoch is {epoch!r}, not a whole number")
    threshold = round(percent * (BUCKETS // 100))
    shadow = _shadow(name, body.get("shadow"))
    return Flag(threshold, salt, key, epoch, shadow) if on and (threshold or shadow) else None


_SHADOW = {"percent": 100.0, "per_second": 1e6, "cpu": 1.0, "timeout": 3600.0}
"""Field of a flag's shadow -> the most that it may be."""


def _shadow(name: str, body: Any) -> Shadow | None:
    if body is None:
        return None
    if not isinstance(body, dict) or not body.keys() <= _SHADOW.keys():
        raise ValueError(f"flag {name!r}: shadow is not an object of {', '.join(_SHADOW)}")
    for field_name, most in _SHADOW.items():
        value = body.get(field_name, 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
            raise ValueError(f"flag {name!r}: shadow.{field_name} is {value!r}, not a number from 0 to {most:g}")
    given = {field_name: float(value) for field_name, value in body.items() if field_name != "percent"}
    share = body.get("percent", 0) / 100
    return Shadow(share, **given) if share else None


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


def rollout_folder(flags: Path) -> Path:
    """Where counters, trips and mismatches of the flags in `flags` lie: `$PIVOT_ROLLOUT`, else beside it."""
    chosen = os.environ.get("PIVOT_ROLLOUT")
    return Path(chosen) if chosen else flags.parent / "pivot.rollout"


class FlagFile:
    """One flags file, watched. `due` is the monotonic time of the next look; `snapshot` is swapped, never changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folder = rollout_folder(path)
        self.trips = TripFolder(self.folder)
        self.due = 0.0
        self.snapshot = Snapshot()
        self._good: Mapping[str, Flag] = {}
        self._followed: Mapping[str, int] = {}
        self._seen: object = None
        self._young = False
        self._tripped: frozenset[str] = frozenset()
        self._lock = threading.Lock()

    def _signature(self) -> str | tuple[int, int, int]:
        if switched_off() or (self.path.parent / KILL_FILE).exists():
            return "off"
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return "missing"
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _apply(self) -> None:
        """Puts the last good flags in force, without those that are tripped."""
        tripped = self.trips.names()
        flags = dict(self._good)
        for name, threshold in self._followed.items() if isinstance(self._seen, tuple) else ():
            flags[name] = (flags.get(name) or Flag(0, name, None))._replace(threshold=threshold)
            if not threshold and flags[name].shadow is None:
                del flags[name]
        flags = {name: flag for name, flag in flags.items() if quoted(name) not in tripped}
        self._tripped = tripped
        self.snapshot = Snapshot(self.snapshot.serial + 1, MappingProxyType(flags))

    def look(self) -> Snapshot:
        """The snapshot now in force. Never raises; a thread that comes while another looks gets the last one."""
        if time.monotonic() < self.due or not self._lock.acquire(blocking=False):
            return self.snapshot
        try:
            seen = self._signature()
            changed = seen != self._seen
            if changed or self._young:
                self._seen = seen
                self._young = isinstance(seen, tuple) and abs(time.time_ns() - seen[0]) < YOUNG
                good = parse_flags(self.path.read_bytes()) if isinstance(seen, tuple) else {}
                if changed or good != self._good:
                    self._good = good
                    self._apply()
        except (OSError, ValueError, RecursionError) as error:  # ValueError: JSON, UTF-8 and the schema
            if isinstance(error, OSError):
                self._seen = None  # it may be readable next time
            warn("%s is not in force, the last good flags are: %s", self.path, error)
        finally:
            if self.trips.names() != self._tripped:
                self._apply()
            self.due = time.monotonic() + INTERVAL
            self._lock.release()
        return self.snapshot

    def follow(self, thresholds: Mapping[str, int]) -> None:
        """Another system says how many buckets of these flags are on; the file says the rest. Trips, the kill switches
        and a missing flags file still turn them off."""
        with self._lock:
            if thresholds != self._followed:
                self._followed = dict(thresholds)
                if self._seen is not None:
                    self._apply()

    def trip(self, flag: str, reason: str, detail: str) -> None:
        """Turns a flag off for every process that looks at this file, and here at once. Never raises."""
        self.trips.trip(flag, reason, detail)
        self._seen = None
        self.due = 0.0


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
