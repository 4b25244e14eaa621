"""The callgrind format, as yappi, pyprof2calltree and valgrind write it: functions with costs and the calls they make.

Cost lines are `position cost...`, those behind `calls=` are inclusive costs of that call. Names are compressed to
`(id)` after the first time, positions may be relative. Source: valgrind's "Callgrind Format Specification". yappi puts
the place into the name (`run /app/shop.py:12`) and microseconds into the costs; others count what `events:` names.
"""

import re
from collections import defaultdict
from collections.abc import Callable

from pivot_lsp.model.facts import Caller, Clock, FunctionFact, LineFact, Profile
from pivot_lsp.profiles.formats.given import LARGEST_LINE, Source
from pivot_lsp.profiles.malformed import Malformed
from pivot_lsp.profiles.waiting import waits

HEAD = re.compile(rb"(# callgrind format|version: ?\d|creator: |events: |positions: |part: |fl=|fn=)")
NAMED = re.compile(r"\((?P<id>\d{1,12})\)(?: (?P<name>.*))?")
PLACED = re.compile(r"(?P<name>.+) (?P<file>\S.*):(?P<line>\d{1,8})")
COUNTS = "the costs are {what} and not time: a billion are shown as a second, the shares are as measured"
UNITS = {"ticks": 1e-6, "microseconds": 1e-6, "nanoseconds": 1e-9, "us": 1e-6, "ns": 1e-9}
OTHER_UNIT = 1e-9

Key = tuple[str, str]
"""File, name."""


class _Function:
    """Sums of one function, in units of the file."""

    def __init__(self) -> None:
        self.cost = 0
        self.below = 0
        self.lines: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        self.calls: dict[Key, list[int]] = defaultdict(lambda: [0, 0])


class _Reader:
    """The state that a line is read in."""

    def __init__(self) -> None:
        self.creator = ""
        self.events = "Ticks"
        self.positions = 1
        self.names: dict[tuple[str, str], str] = {}
        self.functions: dict[Key, _Function] = defaultdict(_Function)
        self.file = ""
        self.name: str | None = None
        self.called: str | None = None
        self.called_in: str | None = None
        self.count: int | None = None
        self.at = 0
        self.line = 0

    def wrong(self, what: str) -> Malformed:
        return Malformed(None, what, line=self.line)

    def named(self, space: str, text: str) -> str:
        """A name in full, after decompression."""
        found = NAMED.fullmatch(text)
        if found is None:
            return text
        key = (space, found["id"])
        if found["name"] is not None:
            self.names[key] = found["name"]
        if key not in self.names:
            raise self.wrong(f"{space} ({found['id']}), which was not named before")
        return self.names[key]

    def fl(self, text: str) -> None:
        self.file = self.named("file", text)

    def fn(self, text: str) -> None:
        self.name = self.named("function", text)

    def cfl(self, text: str) -> None:
        self.called_in = self.named("file", text)

    def cfn(self, text: str) -> None:
        self.called = self.named("function", text)

    def ob(self, text: str) -> None:
        """The object file, which says nothing about Python."""

    def start_calls(self, text: str) -> None:
        self.count = self._int((text.split() or [""])[0])

    def _int(self, text: str) -> int:
        digits = text.removeprefix("0x")
        try:
            value = int(digits, 16 if digits != text else 10) if len(text) < 19 else -1
        except ValueError:
            value = -1
        if value < 0:
            raise self.wrong(f"{text:.40} is no count")
        return value

    def cost(self, words: list[str]) -> None:
        """A cost line, of the function itself or of the call that was announced."""
        if self.name is None or len(words) < self.positions:
            raise self.wrong("a cost line outside a function")
        here = self._position(words[self.positions - 1])
        amount = self._int(words[self.positions]) if len(words) > self.positions else 0
        function = self.functions[self.file, self.name]
        if self.count is None:
            function.cost += amount
            function.lines[here][0] += amount
            function.lines[here][1] += amount
            return
        if self.called is None:
            raise self.wrong("calls= without cfn=")
        edge = function.calls[self.called_in if self.called_in is not None else self.file, self.called]
        edge[0] += self.count
        edge[1] += amount
        function.below += amount
        function.lines[here][1] += amount
        self.count = self.called = self.called_in = None

    def _position(self, text: str) -> int:
        if text == "*":
            return self.at
        value = self._int(text.lstrip("+-"))
        self.at = self.at + value if text[:1] == "+" else self.at - value if text[:1] == "-" else value
        if not 0 <= self.at <= LARGEST_LINE and self.positions == 1:
            raise self.wrong(f"{self.at} is not a line number")
        return self.at


SETTERS: dict[str, Callable[[_Reader, str], None]] = {
    "fl": _Reader.fl,
    "fi": _Reader.fl,
    "fe": _Reader.fl,
    "fn": _Reader.fn,
    "cfl": _Reader.cfl,
    "cfi": _Reader.cfl,
    "cfn": _Reader.cfn,
    "calls": _Reader.start_calls,
    "ob": _Reader.ob,
    "cob": _Reader.ob,
    "jump": _Reader.ob,
    "jcnd": _Reader.ob,
}


def read(source: Source) -> Profile:
    """Reads a callgrind file. Raises Malformed with the line that is wrong."""
    reader = _Reader()
    for reader.line, text in enumerate(source.text().split("\n"), 1):
        text = text.strip()
        if not text or text[0] == "#":
            continue
        if text[0] in "0123456789+-*":
            reader.cost(text.split())
            continue
        key, equals, value = text.partition("=")
        if equals and key in SETTERS:
            SETTERS[key](reader, value.strip())
            continue
        head, colon, value = text.partition(":")
        if not colon or not head.replace(" ", "").isalnum():
            raise reader.wrong(f"{text:.60} is no line of this format")
        if head == "creator":
            reader.creator = value.strip()
        elif head == "events":
            reader.events = (value.split() or ["Ticks"])[0]
        elif head == "positions":
            reader.positions = max(1, min(2, len(value.split())))
    if reader.count is not None:
        raise reader.wrong("truncated: a call without its cost")
    return _profile(source, reader)


def _profile(source: Source, reader: _Reader) -> Profile:
    unit = UNITS.get(reader.events.lower(), OTHER_UNIT)
    yappi = reader.creator == "yappi"
    keys = list(reader.functions)
    for function in list(reader.functions.values()):
        keys.extend(key for key in function.calls if key not in reader.functions)
    places = {key: _place(key) for key in dict.fromkeys(keys)}
    python = [key for key, (file, _, line) in places.items() if not _native(file, line)]
    at = {key: number for number, key in enumerate(python)}
    callers: dict[Key, list[tuple[Key, int, int]]] = defaultdict(list)
    for key, function in reader.functions.items():
        for called, (count, amount) in function.calls.items():
            callers[called].append((key, count, amount))
    handed, waiting, outside = _handed(reader, places, callers)
    clock: Clock = "unknown"
    warnings = [] if reader.events.lower() in UNITS else [COUNTS.format(what=reader.events[:40])]
    if not python:
        warnings.append("the profile holds no Python function")
    facts = []
    for key in python:
        function = reader.functions.get(key, _Function())
        file, name, line = places[key]
        edges = callers.get(key, [])
        lines = sorted((n, c) for n, c in function.lines.items() if n)
        facts.append(
            FunctionFact(
                file=file,
                line=line or (lines[0][0] if lines else 0),
                line_kind="first" if line else "executed" if lines else "none",
                name=name.rpartition(".")[2] if yappi else name,
                self_s=(function.cost + handed.get(key, 0.0)) * unit,
                own_s=function.cost * unit,
                cumulative_s=min((function.cost + function.below), 1 << 62) * unit,
                calls=sum(count for _, count, _ in edges) or None,
                primitive_calls=None,
                waiting_s=waiting.get(key, 0.0) * unit,
                callers=[Caller(function=at[k], calls=n, cumulative_s=a * unit) for k, n, a in edges if k in at],
                lines=[]
                if line
                else [LineFact(line=n, self_s=c[0] * unit, cumulative_s=c[1] * unit) for n, c in lines],
            )
        )
    return Profile(
        format="callgrind",
        path=str(source.path),
        sha256=source.sha256,
        functions=facts,
        total_s=sum(function.cost for function in reader.functions.values()) * unit,
        clock=clock,
        taken_at=source.modified,
        native_outside_s=outside * unit,
        warnings=warnings,
    )


def _handed(
    reader: _Reader, places: dict[Key, tuple[str, str, int]], callers: dict[Key, list[tuple[Key, int, int]]]
) -> tuple[dict[Key, float], dict[Key, float], float]:
    """Costs of C functions by the Python function that called them, the waiting part of it, and what nobody called."""
    given: dict[Key, float] = defaultdict(float)
    waiting: dict[Key, float] = defaultdict(float)
    outside = 0.0
    for key, function in reader.functions.items():
        file, name, line = places[key]
        if not _native(file, line) or not function.cost:
            continue
        edges = [(caller, amount or count) for caller, count, amount in callers.get(key, ()) if caller != key]
        python = [(caller, weight) for caller, weight in edges if not _native(places[caller][0], places[caller][2])]
        whole = sum(weight for _, weight in python)
        if not whole:
            outside += function.cost
        for caller, weight in python:
            part = function.cost * weight / whole if whole else 0.0
            given[caller] += part
            if waits(name):
                waiting[caller] += part
    return given, waiting, outside


def _place(key: Key) -> tuple[str, str, int]:
    """(file, name, first line or 0)."""
    file, name = key
    found = PLACED.fullmatch(name)
    if found is not None and int(found["line"]) <= LARGEST_LINE:
        return found["file"], found["name"], int(found["line"])
    return file, name, 0


def _native(file: str, line: int) -> bool:
    return file in ("", "~") or (line == 0 and not file.endswith(".py") and not file.startswith("<"))
