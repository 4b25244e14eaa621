"""Counts of wrapped calls that every process of a host shares by files: `pivot.rollout/counters/<pid>-<random>.counts`.

A file is a header page, then a page for each (flag, function, epoch) that the process has counted: 512 words of 64
bits in native order, mapped into memory, so that what was counted outlives a process that dies in its vessel. While a
call is inside a vessel its start stands in one of the page's places; a file whose process is gone, did not say that it
ended, and still has such a start is the breadcrumb of a death inside the vessel.

Invariants: a call is counted once, in the latency bucket of its arm (`words[i] += 1` is not interrupted by another
thread: CPython with its lock lets others in at calls and backward jumps only); a forked child writes to a file of its
own. Liveness is an flock(2) on a descriptor of its own, which a child closes.
"""

import atexit
import fcntl
import json
import mmap
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from pivot_lsp.runtime.abi import REASONS
from pivot_lsp.runtime.digest import blake2b

PAGE = 4096
WORDS = PAGE // 8
MAGIC = b"PIVOTCN1"
RUNNING, ENDED, NOTED = 0, 1, 2
"""States of a file: in use (or died), ended in order, a death that was seen and acted upon."""

LABEL_BYTES = 1024
LEGACY, VESSEL = 128, 192
"""First latency bucket of each arm: bucket b counts calls of 2**(b-1) to 2**b - 1 ns, 64 of them."""
LEGACY_ERRORS, VESSEL_ERRORS, NATIVE, LAST = 256, 257, 258, 259
"""LAST is the monotonic time (ns) at which a vessel's call last ended."""
REASON = 260
"""Fallbacks by number of `abi.REASONS`."""
SHADOW = 280
SHADOWS = (
    "compared", "mismatched", "crashed", "timed_out", "dropped", "incomparable", "nondeterministic", "failed",
    "fell_back",
)  # fmt: skip
"""What became of sampled calls, from word SHADOW on. `compared`: natively, and alike; `fell_back`: legacy answered for
the vessel, so nothing was compared; `failed`: the worker could not run them."""
PLACES = range(384, 511)
"""Where calls inside a vessel leave their start."""
SPARE = 511
"""The place of calls for which no other is left."""

COUNTED = range(LEGACY, PLACES.start)
ARCHIVE = "archive.json"


class Label(msgspec.Struct, frozen=True):
    """What a page counts. `epoch` is the flag's, which each change of its stage raises."""

    flag: str
    function: str
    epoch: int
    vessel: str = ""


class Row:
    """Counts of one label, summed over processes: `words` as in a page, those of COUNTED."""

    __slots__ = ("label", "words")

    def __init__(self, label: Label) -> None:
        self.label = label
        self.words = [0] * len(COUNTED)

    def at(self, word: int) -> int:
        """One count by its place in a page."""
        return self.words[word - COUNTED.start]

    def add(self, words: list[int]) -> None:
        """Adds a page's; LAST is a time, of which the latest stays."""
        last = LAST - COUNTED.start
        latest = max(self.words[last], words[last])
        self.words = [mine + other for mine, other in zip(self.words, words)]
        self.words[last] = latest


class Inside(msgspec.Struct, frozen=True):
    """Calls that are inside a vessel, or were when their process died. `since` are monotonic times in ns."""

    label: Label
    pid: int
    path: Path
    since: tuple[int, ...]
    alive: bool
    here: bool = True
    """On this machine, since its last boot: `since` can be compared with its monotonic clock."""


def _boot() -> bytes:
    """8 bytes that tell this machine's boot from any other."""
    try:
        text = Path("/proc/sys/kernel/random/boot_id").read_bytes()
    except OSError:
        text = os.uname().nodename.encode()
    return blake2b(text, digest_size=8).digest()


class Meter:
    """Where one wrapped function counts now. `sample` takes `share` of the calls for the shadow, when there is one."""

    __slots__ = ("base", "free", "label", "sample", "shadow", "share", "words")

    def __init__(self, label: Label, words: "memoryview[int]", base: tuple[int, ...]) -> None:
        self.label, self.words, self.base = label, words, base
        self.free: list[int] = list(PLACES)
        self.share = 0.0
        self.sample: Any = None
        self.shadow: Any = None

    def sync(self, counts: tuple[int, ...], unloaded: int, undecided: int) -> None:
        """Writes what the bridge has counted since this meter began: native answers and fallbacks by reason."""
        now = _with_load(counts, unloaded, undecided)
        before = self.base + (0,) * (len(now) - len(self.base))
        self.words[NATIVE] = max(0, now[0] - before[0])
        for reason in range(1, len(now)):
            self.words[REASON + reason] = max(0, now[reason] - before[reason])


def _with_load(counts: tuple[int, ...], unloaded: int, undecided: int) -> tuple[int, ...]:
    """Native, then fallbacks by reason 1 to 10; the dispatcher's own are 9 (load) and 10 (flag)."""
    padded = [*counts, *([0] * 11)][:11]
    padded[9] += unloaded
    padded[10] += undecided
    return tuple(padded)


REASON_NAMES: dict[int, str] = {**REASONS, 10: "flag"}


class _File:
    """This process's file in one folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n")
        self.path = folder / f"{os.getpid()}-{os.urandom(4).hex()}.counts"
        self.data = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        self.guard = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
        fcntl.flock(self.guard, fcntl.LOCK_EX)
        os.posix_fallocate(self.data, 0, PAGE)
        self.header = mmap.mmap(self.data, PAGE)
        self.header[8:16] = os.getpid().to_bytes(8, "little")
        self.header[16:24] = int(time.time()).to_bytes(8, "little")
        self.header[32:40] = _boot()
        self.header[:8] = MAGIC  # last: a reader passes over a file without it
        self.pages = 1

    def page(self, label: Label) -> "memoryview[int]":
        """A new page. It has its blocks now: a store into a mapping that the disk has no room for ends the process."""
        os.posix_fallocate(self.data, self.pages * PAGE, PAGE)
        words = mmap.mmap(self.data, PAGE, offset=self.pages * PAGE)
        self.pages += 1
        text = _label_text(label)
        words[: len(text)] = text
        return memoryview(words).cast("Q")

    def end(self) -> None:
        with suppress(OSError, ValueError):
            self.header[24:32] = ENDED.to_bytes(8, "little")


def _label_text(label: Label) -> bytes:
    """The label as JSON that fits; a name too long for it ends with its hash."""
    body = {"flag": label.flag, "function": label.function, "epoch": label.epoch, "vessel": label.vessel}
    text = json.dumps(body).encode()
    for name in ("vessel", "function", "flag"):
        if len(text) < LABEL_BYTES:
            break
        value = str(body[name])
        body[name] = value[:40] + "..." + blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        text = json.dumps(body).encode()
    return text


_files: dict[Path, _File] = {}
_making = threading.RLock()
"""Reentrant: a signal handler may call another wrapped function while this thread makes a file."""


def end() -> None:
    """This process ends in order: what stands in a place is no death."""
    for file in _files.values():
        file.end()


def _after_fork() -> None:
    """The parent's files are the parent's: the child lets go of their locks and begins its own."""
    global _making
    _making = threading.RLock()
    for file in _files.values():
        with suppress(OSError):
            os.close(file.guard)
        with suppress(OSError):
            os.close(file.data)
    _files.clear()


atexit.register(end)
os.register_at_fork(after_in_child=_after_fork)


def open_meter(folder: Path, label: Label, counts: tuple[int, ...], unloaded: int, undecided: int) -> Meter:
    """A meter that counts into this process's file of `folder` from now on. Raises OSError."""
    with _making:
        file = _files.get(folder)
        if file is None:
            file = _files[folder] = _File(folder)
        return Meter(label, file.page(label), _with_load(counts, unloaded, undecided))


@contextmanager
def _alone(folder: Path, how: int) -> Iterator[None]:
    """Readers share, who folds is alone; where the folder cannot be written the readers go unguarded."""
    try:
        lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError:
        yield
        return
    try:
        fcntl.flock(lock, how)  # BlockingIOError where `how` does not wait
        yield
    finally:
        os.close(lock)


class _Page(msgspec.Struct, frozen=True):
    label: Label
    words: list[int]


class _Seen(msgspec.Struct, frozen=True):
    """One file as read."""

    path: Path
    pid: int
    state: int
    alive: bool
    here: bool
    pages: list[_Page]

    def inside(self) -> Iterator[Inside]:
        for page in self.pages:
            since = tuple(page.words[place] for place in (*PLACES, SPARE) if page.words[place])
            if since:
                yield Inside(page.label, self.pid, self.path, since, self.alive, self.here)


def _label(text: bytes) -> Label | None:
    try:
        body = json.loads(text.rstrip(b"\0"))
        return Label(str(body["flag"]), str(body["function"]), int(body["epoch"]), str(body.get("vessel", "")))
    except (ValueError, KeyError, TypeError):
        return None


def _read(path: Path) -> _Seen | None:
    """A file's counts; None for one that is being made, is gone, or is none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            alive = False
        except OSError:
            alive = True
        raw = b""
        while chunk := os.read(descriptor, 1 << 20):
            raw += chunk
    except OSError:
        return None
    finally:
        os.close(descriptor)
    if raw[:8] != MAGIC:
        return None
    pages = []
    for start in range(PAGE, len(raw) - PAGE + 1, PAGE):
        label = _label(raw[start : start + LABEL_BYTES])
        if label is not None:
            pages.append(_Page(label, list(memoryview(raw[start : start + PAGE]).cast("Q"))))
    pid, state = int.from_bytes(raw[8:16], "little"), int.from_bytes(raw[24:32], "little")
    return _Seen(path, pid, state, alive, raw[32:40] == _boot(), pages)


def _archive(folder: Path) -> tuple[list[str], dict[Label, Row]]:
    try:
        body = json.loads((folder / ARCHIVE).read_bytes())
        rows = {}
        for item in body["rows"]:
            label = Label(item["flag"], item["function"], item["epoch"], item["vessel"])
            rows[label] = Row(label)
            for word, count in item["words"].items():
                rows[label].words[int(word)] = count
        return list(body["folded"]), rows
    except FileNotFoundError:
        return [], {}


def _sum(rows: dict[Label, Row], seen: _Seen) -> None:
    for page in seen.pages:
        row = rows.setdefault(page.label, Row(page.label))
        row.add(page.words[COUNTED.start : COUNTED.stop])


def read_counts(folder: Path) -> tuple[list[Row], list[Inside]]:
    """Counts by label over all processes, living and gone, and what is or was inside a vessel. Raises OSError,
    ValueError for an archive that is none."""
    if not folder.is_dir():
        return [], []
    with _alone(folder, fcntl.LOCK_SH):
        folded, rows = _archive(folder)
        inside: list[Inside] = []
        for path in sorted(folder.glob("*.counts")):
            seen = None if path.name in folded else _read(path)
            if seen is not None:
                _sum(rows, seen)
                if seen.alive or seen.state == RUNNING:
                    inside += seen.inside()
    return list(rows.values()), inside


def note_deaths(folder: Path) -> list[Inside]:
    """Calls during which a process died, each told once: who asks must act on them. Raises OSError.

    Takes no lock, since a customer's call may wait for it: a file that tells of a death is folded once it is noted.
    """
    files = [seen for path in sorted(folder.glob("*.counts")) if (seen := _read(path)) is not None]
    found = [death for seen in files if not seen.alive and seen.state == RUNNING for death in seen.inside()]
    for path in {death.path for death in found}:
        with suppress(OSError):
            descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
            try:
                os.pwrite(descriptor, NOTED.to_bytes(8, "little"), 24)
            finally:
                os.close(descriptor)
    return found


def fold(folder: Path, *, wait: bool = True) -> int:
    """Puts the counts of processes that are gone into one file and removes theirs; how many. Raises OSError, also
    when somebody else is at it and it is not to `wait`; ValueError for an archive that is none.

    The archive names what it has taken in before that is removed, so that a death in between counts nothing twice.
    """
    if not folder.is_dir():
        return 0
    with _alone(folder, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB):
        folded, rows = _archive(folder)
        gone = []
        for path in sorted(folder.glob("*.counts")):
            seen = _read(path)
            if path.name in folded or (seen is not None and not seen.alive and (seen.state or not [*seen.inside()])):
                gone.append(path)
                if path.name not in folded and seen is not None:
                    _sum(rows, seen)
        if not gone:
            return 0
        body = {
            "folded": [path.name for path in gone],
            "rows": [
                {
                    "flag": row.label.flag,
                    "function": row.label.function,
                    "epoch": row.label.epoch,
                    "vessel": row.label.vessel,
                    "words": {str(word): count for word, count in enumerate(row.words) if count},
                }
                for row in rows.values()
            ],
        }
        partial = folder / f".{ARCHIVE}.{os.getpid()}.tmp"
        partial.write_text(json.dumps(body))
        partial.replace(folder / ARCHIVE)
        for path in gone:
            with suppress(FileNotFoundError):
                path.unlink()
    return len(gone)
