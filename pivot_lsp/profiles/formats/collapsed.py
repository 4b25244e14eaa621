"""Collapsed stacks: a line a stack, `frame;frame;frame COUNT`, outermost first, as flame graphs are drawn from.

py-spy's raw output, austin's text, 3.15's `--collapsed` and `perf script` through stackcollapse are told apart by how
they write a frame. The count is of samples, or of microseconds where austin wrote it. Known faults: py-spy and 3.15
name files without (all of) their folders, and general ones name no files at all.
"""

import re
from collections.abc import Iterator

from pivot_lsp.model.facts import Clock, Profile
from pivot_lsp.profiles.formats.given import Source
from pivot_lsp.profiles.malformed import Malformed
from pivot_lsp.profiles.stacks import NOMINAL, NOMINAL_S, Frame, Stacks

COUNT = re.compile(r"(?P<count>\d{1,15}(?:\.\d{1,9})?)(?:,-?\d{1,15}){0,2}")
SHOWN_FRAME = re.compile(r"(?P<name>.+) \((?P<file>[^()]+?)(?::(?P<line>\d{1,8}))?\)")
COLON_FRAME = re.compile(r"(?P<file>.+?):(?P<name>[^:]+):(?P<line>\d{1,8})")
PERF_FRAME = re.compile(r"py::(?P<name>[^:]+):(?P<file>.+?)(?:_\[j\])?")
THREAD = re.compile(r"(?:P\d+|T[0-9a-fx:]+|tid:.+|thread .+|process \d+.*|Thread .+)", re.IGNORECASE)
AUSTIN_INVALID = ":INVALID:"

SHORTENED = "files are named without all of their folders: a name is taken for a project's file only when its rows fit"
NAMELESS = "the stacks name functions without files: nothing can be matched to source"
INVALID = "of the samples hold frames that austin could not read, {share:.1f}%: their time is that of the frames below"


def looks_collapsed(head: bytes) -> bool:
    """Whether the first whole lines of `head` are stacks with counts."""
    lines = [line for line in head.split(b"\n")[:-1] or head.split(b"\n") if line.strip() and line[:1] != b"#"]
    if b"\0" in head or not lines:
        return head.startswith(b"# austin: ")
    kinds = [_is_stack(line) for line in lines[:5]]
    return None not in kinds and True in kinds


def _is_stack(line: bytes) -> bool | None:
    """True for a stack, False for the empty one that py-spy writes for samples without Python, None for neither."""
    text = line.decode("utf-8", "replace")
    found = _split(text)
    if found is None:
        return None
    if not found[0]:
        return False
    return True if ";" in text or "(" in text or text.count(":") > 1 or text[:1] == "P" else None


def _split(text: str) -> tuple[str, float] | None:
    """The stack and its count; austin's full mode has two more figures behind the time."""
    stack, _, last = text.rstrip().rpartition(" ")
    found = COUNT.fullmatch(last)
    return (stack.rstrip(), float(found["count"])) if found else None


def read(source: Source) -> Profile:
    """Reads collapsed stacks. Raises Malformed with the line that is wrong."""
    austin = source.data.startswith((b"# austin: ", b"P")) and b";T" in source.data[:4096]
    meta: dict[str, str] = {}
    stacks = Stacks()
    frames: dict[str, int | None] = {}
    files: set[str] = set()
    threads: set[tuple[str, ...]] = set()
    invalid = 0
    for line, text in _lines(source):
        if text.startswith("#"):
            key, _, value = text[1:].partition(":")
            meta[key.strip()] = value.strip()
            continue
        found = _split(text)
        if found is None:
            raise Malformed(None, f"{text:.60} is not `frame;frame count`", line=line)
        written, count = found
        stack: list[int] = []
        thread: list[str] = []
        words = written.split(";")
        for word in words:
            if word not in frames:
                frame = _frame(word, line)
                frames[word] = None if frame is None else stacks.frame(frame)
                if frame is not None and not frame.native:
                    files.add(frame.file)
            number = frames[word]
            if number is None:
                thread.append(word)
            else:
                stack.append(number)
        threads.add(tuple(thread))
        invalid += AUSTIN_INVALID in words
        stacks.add(stack, count * (1e-6 if austin else NOMINAL_S), 1 if austin else int(count))
    warnings = [] if austin else [NOMINAL]
    if invalid:
        warnings.append(f"{invalid} {INVALID.format(share=100 * invalid / max(1, stacks.samples))}")
    shortened = _shortened(files)
    if shortened:
        warnings.append(NAMELESS if files == {""} else SHORTENED)
    clock: Clock = "unknown"
    if austin:
        clock = "cpu" if meta.get("mode", "wall") == "cpu" else "wall"
    name = "austin" if austin else "collapsed"
    return stacks.profile(
        source, name, clock=clock, warnings=warnings, threads=len(threads - {()}), shortened=shortened
    )


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    for number, text in enumerate(source.text().split("\n"), 1):
        if text.strip():
            yield number, text.rstrip("\r")


def _frame(word: str, line: int) -> Frame | None:
    """The frame that a word is; None for a thread, a process, or the empty word of an idle austin sample."""
    if not word or THREAD.fullmatch(word):
        return None
    if word == AUSTIN_INVALID or word in ("<GC>", "<native>", "GC"):
        return Frame("~", word, native=True)
    for pattern in (PERF_FRAME, SHOWN_FRAME, COLON_FRAME):
        found = pattern.fullmatch(word)
        if found is not None:
            number = found.groupdict().get("line") or "0"
            if int(number) > 10_000_000:
                raise Malformed(None, f"{number} is not a line number", line=line)
            return Frame(found["file"], found["name"], int(number))
    # py::f:file of perf beside frames of C: those are native.
    return Frame("", word)


def _shortened(files: set[str]) -> bool:
    named = {file for file in files if not file.startswith("<")}
    return bool(named) and not any(file.startswith("/") or file[1:3] == ":\\" for file in named)
