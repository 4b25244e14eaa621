"""Chrome's trace events, as VizTracer (every call) and py-spy's chrometrace (samples) write them.

VizTracer's are complete events (`X`, with start and duration in microseconds) named `qualname (file:first line)`; C
functions have no place. py-spy's begin and end (`B`, `E`), with file and line in `args`. Events nest by time within a
thread. They are read one by one into arrays, so that a file of a million costs some tens of bytes each.
Known fault: VizTracer's ring buffer loses the beginning of a long run, and says so only on the terminal and here.
"""

import hashlib
import re
from array import array
from collections import defaultdict
from typing import Any

from pivot_lsp.model.facts import Caller, FunctionFact, LineFact, Profile
from pivot_lsp.profiles.documents import members, number, wanted
from pivot_lsp.profiles.formats.given import Source, line_number
from pivot_lsp.profiles.malformed import Malformed
from pivot_lsp.profiles.stacks import bare
from pivot_lsp.profiles.waiting import waits

PLACED = re.compile(r"(?P<name>.+) \((?P<file>.+):(?P<line>\d{1,8})\)")
US = 1e-6
DEEPEST = 20_000

LOST = "VizTracer's buffer overflowed: the beginning of the run is lost (use --tracer_entries or --min_duration)"
SAMPLED = "drawn from samples: calls are not counted"

Key = tuple[str, str, int]
"""File, name, line; file "" for C functions."""


class _Thread:
    """Events of one thread, in three arrays."""

    def __init__(self) -> None:
        self.names = array("l")
        self.starts = array("d")
        self.durations = array("d")
        self.open: list[tuple[int, float]] = []

    def add(self, name: int, start: float, duration: float) -> None:
        """A finished event; microseconds."""
        self.names.append(name)
        self.starts.append(start)
        self.durations.append(duration)


class _Sums:
    """One function, in microseconds."""

    __slots__ = ("callers", "calls", "cumulative", "lines", "own", "primitive", "self_", "waiting")

    def __init__(self) -> None:
        self.own = self.self_ = self.cumulative = self.waiting = 0.0
        self.calls = self.primitive = 0
        self.callers: dict[Key, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self.lines: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])


class Trace:
    """Events as they come, then sums."""

    def __init__(self) -> None:
        self.names: dict[Any, int] = {}
        self.keys: list[Key] = []
        self.threads: dict[tuple[Any, Any], _Thread] = defaultdict(_Thread)
        self.sampled = False
        self.metadata: dict[str, Any] = {}
        self.sources: dict[str, str] = {}

    def take(self, event: Any) -> None:
        """One event. Raises Malformed."""
        phase = wanted(event, dict, "an event").get("ph")
        if phase not in ("X", "B", "E"):
            return
        thread = self.threads[str(event.get("pid"))[:40], str(event.get("tid"))[:40]]
        start = number(event.get("ts"), "time in microseconds", 1e18)
        if phase == "X":
            thread.add(self._name(event), start, number(event.get("dur"), "duration in microseconds"))
        elif phase == "B":
            self.sampled = True
            thread.open.append((self._name(event), start))
            if len(thread.open) > DEEPEST:
                raise Malformed(None, f"events nested deeper than {DEEPEST}")
        else:
            if not thread.open:
                raise Malformed(None, "an event ends that has not begun")
            name, began = thread.open.pop()
            thread.add(name, began, max(0.0, start - began))

    def _name(self, event: dict[str, Any]) -> int:
        text = wanted(event.get("name"), str, "an event's name")
        args = event.get("args")
        place = args if isinstance(args, dict) and "filename" in args else None
        known = text if place is None else (text, str(place["filename"]), place.get("line"))
        try:
            found = self.names.get(known)
        except TypeError:
            raise Malformed(None, f"{known!r:.60} is no place") from None
        if found is None:
            found = self.names[known] = len(self.keys)
            self.keys.append(_key(text) if place is None else _placed(text, place))
        return found

    def sums(self) -> tuple[dict[Key, _Sums], float, float]:
        """(sums by function, all time, time of C functions that no Python function called), microseconds."""
        found: dict[Key, _Sums] = defaultdict(_Sums)
        total = outside = 0.0
        for thread in self.threads.values():
            walk = _Walk(self, thread, found)
            walk.run()
            total += walk.total
            outside += walk.outside
        return found, total, outside

    def function(self, name: int) -> Key:
        """The function of an event; samples tell lines, which are not part of it."""
        file, function, line = self.keys[name]
        return (file, function, 0 if self.sampled else line)


class _Walk:
    """One thread's events, nested by time: a stack of (end, name, what its children took, Python function)."""

    def __init__(self, trace: Trace, thread: _Thread, found: dict[Key, _Sums]) -> None:
        self.trace = trace
        self.thread = thread
        self.found = found
        self.total = self.outside = 0.0
        self.stack: list[list[Any]] = []
        self.active: dict[Key, int] = defaultdict(int)

    def run(self) -> None:
        """Opens and closes all events in order of time."""
        starts, durations, names = self.thread.starts, self.thread.durations, self.thread.names
        # Of two that coincide, the one that finished later is the outer.
        for at in sorted(range(len(names)), key=lambda at: (starts[at], -durations[at], -at)):
            while self.stack and self.stack[-1][0] <= starts[at]:
                self._close()
            self._open(names[at], starts[at], durations[at])
        while self.stack:
            self._close()

    def _open(self, name: int, start: float, duration: float) -> None:
        around: Key | None = None
        if self.stack:
            duration = min(duration, max(0.0, self.stack[-1][0] - start))
            self.stack[-1][3] += duration
            around = self.stack[-1][4]
        else:
            self.total += duration
        if len(self.stack) >= DEEPEST:
            raise Malformed(None, f"events nested deeper than {DEEPEST}")
        key = self.trace.function(name)
        python = bool(key[0])
        self.stack.append([start + duration, name, duration, 0.0, key if python else around, around])
        if not python:
            return
        sums = self.found[key]
        sums.calls += 1
        if around is not None:
            edge = sums.callers[around]
            edge[0] += 1
            edge[1] += duration
        if not self.active[key]:
            sums.primitive += 1
            sums.cumulative += duration
        self.active[key] += 1
        if self.trace.sampled:
            sums.lines[self.trace.keys[name][2]][1] += duration

    def _close(self) -> None:
        _, name, duration, below, receiver, _ = self.stack.pop()
        own = max(0.0, duration - below)
        if receiver is None:
            self.outside += own
            return
        sums = self.found[receiver]
        sums.self_ += own
        key = self.trace.function(name)
        if not key[0]:
            sums.waiting += own if waits(key[1]) else 0.0
            return
        self.active[key] -= 1
        sums.own += own
        if self.trace.sampled:
            sums.lines[self.trace.keys[name][2]][0] += own


def _key(text: str) -> Key:
    found = PLACED.fullmatch(text)
    return (found["file"], found["name"], line_number(int(found["line"]))) if found else ("", text, 0)


def _placed(text: str, place: dict[str, Any]) -> Key:
    return wanted(place["filename"], str, "a file's name"), text, line_number(place.get("line") or 0)


def read(source: Source) -> Profile:
    """Reads a trace. Raises Malformed with what is wrong."""
    trace = Trace()
    for key, value in members(source.text(), "traceEvents"):
        if key == "traceEvents":
            trace.take(value)
        elif key == "viztracer_metadata" and isinstance(value, dict):
            trace.metadata = value
        elif key == "file_info" and isinstance(value, dict):
            trace.sources = _sources(value.get("files"))
    sums, total, outside = trace.sums()
    warnings = [LOST] if trace.metadata.get("overflow") else []
    if trace.sampled:
        warnings.append(SAMPLED)
    if not sums:
        warnings.append("the profile holds no Python function")
    at = {key: number for number, key in enumerate(sums)}
    return Profile(
        format="trace-events" if trace.sampled else "viztracer",
        path=str(source.path),
        sha256=source.sha256,
        functions=[_fact(key, row, at, trace.sampled) for key, row in sums.items()],
        total_s=total * US,
        clock="wall",
        taken_at=source.modified,
        threads=len(trace.threads) or None,
        native_outside_s=outside * US,
        sources=trace.sources,
        warnings=warnings,
    )


def _sources(files: Any) -> dict[str, str]:
    """sha256 of the source texts that VizTracer embeds: file -> [text, number of lines]."""
    if not isinstance(files, dict):
        return {}
    return {
        name: hashlib.sha256(row[0].encode("utf-8", "surrogatepass")).hexdigest()
        for name, row in files.items()
        if isinstance(row, list) and row and isinstance(row[0], str)
    }


def _fact(key: Key, row: _Sums, at: dict[Key, int], sampled: bool) -> FunctionFact:
    file, name, line = key
    lines = [LineFact(line=n, self_s=o * US, cumulative_s=c * US) for n, (o, c) in sorted(row.lines.items())]
    return FunctionFact(
        file=file,
        line=line or (lines[0].line if lines else 0),
        line_kind="executed" if sampled else "first",
        name=bare(name),
        qualname=None if name == "<module>" else name,
        self_s=row.self_ * US,
        own_s=row.own * US,
        cumulative_s=row.cumulative * US,
        calls=None if sampled else row.calls,
        primitive_calls=None if sampled else row.primitive,
        waiting_s=row.waiting * US,
        callers=[
            Caller(function=at[k], calls=None if sampled else int(count), cumulative_s=time * US)
            for k, (count, time) in row.callers.items()
            if k in at
        ],
        lines=lines,
    )
