"""`perf script` of a Python run with `-X perf` (3.12) or `-X perf_jit` (3.13): samples with stacks, innermost first.

Python frames are `py::qualname:file`, without any line; those around them are C. Known faults: no line at all, and,
where the interpreter has no frame pointers, stacks that end at the innermost Python frame: self time is right then,
cumulative time is not. Source: CPython's Doc/howto/perf_profiling and perf-script(1).
"""

import re

from pivot_lsp.model.facts import Clock, Profile, changed
from pivot_lsp.profiles.formats.given import Source
from pivot_lsp.profiles.malformed import Malformed
from pivot_lsp.profiles.stacks import NOMINAL, NOMINAL_S, Frame, Stacks

HEADER = re.compile(
    r"(?P<comm>\S.{0,40}?)\s+(?P<pid>\d{1,9})(?:/(?P<tid>\d{1,9}))?\s+(?:\[\d{1,5}\]\s+)?"
    r"(?P<time>\d{1,12}\.\d{1,9}):\s+(?:(?P<period>\d{1,18})\s+)?(?P<event>[\w:.\-/=,]+):?\s*"
)
FRAME = re.compile(r"\s+(?P<address>[0-9a-f]{1,16}) (?P<symbol>.*?)(?:\+0x[0-9a-f]+)?(?: \((?P<module>[^()]*)\))?\s*")
PYTHON = re.compile(r"py::(?P<name>[^:]+(?:::[^:]+)*):(?P<file>.+)")
CLOCKS = ("cpu-clock", "task-clock")

NO_PYTHON = "no frame of Python: run it with `python -X perf` and record with frame pointers or --call-graph dwarf"
BROKEN = (
    "most stacks end at their innermost Python frame, as they do where the interpreter has no frame pointers: self "
    "times are right, cumulative times are too small (use a build with frame pointers)"
)
LONE = 0.9
"""Share of stacks with one Python frame only above which stacks are called broken."""


def looks_like(head: str) -> bool:
    """Whether the first lines are a sample of perf script."""
    lines = [line for line in head.split("\n") if line.strip() and line[:1] != "#"]
    return bool(lines) and HEADER.fullmatch(lines[0][:400]) is not None


def read(source: Source) -> Profile:
    """Reads perf script's text. Raises Malformed with the line that is wrong."""
    stacks = Stacks()
    frames: dict[str, int] = {}
    stack: list[int] = []
    weight: float | None = None
    threads: set[str] = set()
    python = timed = False
    line = 0
    for line, text in enumerate(source.text().split("\n"), 1):
        if text[:1] == "#":
            continue
        if not text.strip():
            if weight is not None:
                stacks.add(stack[::-1], weight)
            weight, stack = None, []
        elif text[:1] in " \t":
            if weight is None:
                raise Malformed(None, "a frame outside a sample", line=line)
            if text not in frames:
                frame = _frame(text, line)
                python = python or not frame.native
                frames[text] = stacks.frame(frame)
            stack.append(frames[text])
        else:
            found = HEADER.fullmatch(text) if len(text) < 500 else None
            if found is None:
                raise Malformed(None, f"{text:.60} is neither a sample nor a frame", line=line)
            if weight is not None:
                stacks.add(stack[::-1], weight)
            clocked = found["event"].startswith(CLOCKS) and found["period"] is not None
            timed = timed or clocked
            weight, stack = (int(found["period"]) * 1e-9 if clocked else NOMINAL_S), []
            threads.add(found["tid"] or found["pid"])
    if weight is not None:
        stacks.add(stack[::-1], weight)
    warnings = [] if timed else [NOMINAL]
    made = stacks.profile(source, "perf", clock=_clock(timed), warnings=warnings, threads=len(threads))
    if not python:
        return changed(made, warnings=[*warnings, NO_PYTHON])
    if stacks.lone > LONE * (stacks.lone + stacks.deep):
        return changed(made, warnings=[*warnings, BROKEN])
    return made


def _clock(timed: bool) -> Clock:
    return "cpu" if timed else "unknown"


def _frame(text: str, line: int) -> Frame:
    found = FRAME.fullmatch(text) if len(text) < 5000 else None
    if found is None:
        raise Malformed(None, f"{text.strip():.60} is no frame", line=line)
    symbol = PYTHON.fullmatch(found["symbol"])
    if symbol is None:
        return Frame("~", found["symbol"], native=True)
    return Frame(symbol["file"], symbol["name"])
