"""Trips: a file `pivot.rollout/trips/<flag>.json` turns a flag off in every process, whatever the flags file says.

Invariant: this is the only thing that code without a person behind it writes about a flag, and it can only switch
off; a person takes a trip away (`pivot rollout advance`). Where the folder cannot be written, it holds in this process.
"""

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from pivot_lsp.runtime.digest import blake2b
from pivot_lsp.runtime.say import fail, warn

LONGEST = 200
"""Characters of a quoted name; a file's name has room for 255."""


def quoted(flag: str) -> str:
    """A flag's name as a file's; a long one ends with its hash."""
    name = quote(flag.encode("utf-8", "surrogatepass"), safe="").replace(".", "%2E")
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 33]}-{blake2b(name.encode(), digest_size=16).hexdigest()}"


class TripFolder:
    """The trips beside one flags file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "trips"
        self._modified = -1
        self._found: frozenset[str] = frozenset()
        self._here: frozenset[str] = frozenset()

    def names(self) -> frozenset[str]:
        """The quoted names of tripped flags. Never raises; what cannot be read stays as it was."""
        try:
            modified = self.folder.stat().st_mtime_ns
            if modified != self._modified:
                self._found = frozenset(name[:-5] for name in os.listdir(self.folder) if name.endswith(".json"))
                # a folder that changed just now may change again within one tick of its clock
                self._modified = modified if time.time_ns() - modified > 1_000_000_000 else -1
        except FileNotFoundError:
            self._modified, self._found = -1, frozenset()
        except OSError as error:
            warn("%s cannot be read, its last state holds: %s", self.folder, error)
        return self._found | self._here

    def trip(self, flag: str, reason: str, detail: str) -> bool:
        """Trips a flag; False when it was tripped already. The first reason stays. Never raises."""
        path = self.folder / f"{quoted(flag)}.json"
        body = {
            "flag": flag,
            "reason": reason,
            "detail": detail,
            "at": time.time(),
            "monotonic_ns": time.perf_counter_ns(),
            "pid": os.getpid(),
        }
        try:
            with suppress(FileExistsError):
                self.folder.mkdir(parents=True)
            partial = self.folder / f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
            partial.write_text(json.dumps(body) + "\n", encoding="utf-8")
            try:
                os.link(partial, path)  # unlike a rename it fails when another was first
            finally:
                partial.unlink()
        except FileExistsError:
            return False
        except OSError as error:
            self._here |= {quoted(flag)}
            fail("flag %s is off in this process only (%s): %s", flag, reason, error)
        fail("flag %s is off: %s: %s", flag, reason, detail)
        return True

    def clear(self, flag: str) -> None:
        """Takes a trip away: for a person's verb. Raises OSError."""
        self._here -= {quoted(flag)}
        with suppress(FileNotFoundError):
            (self.folder / f"{quoted(flag)}.json").unlink()
