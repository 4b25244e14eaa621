"""pyinstrument: the saved session, which is whole, and the JSON report, which leaves out what took under 1%.

A session's `frame_records` are [[frame, ...], seconds], outermost first; a frame is `name NUL file NUL first line`,
then attributes that begin with byte 1: `l` the line that ran, `c` the class of self. Frames without a file are
pyinstrument's markers and C functions. Source: pyinstrument's session.py and frame.py. Times are wall clock.
"""

from typing import Any

from pivot_lsp.model.facts import FunctionFact, Profile
from pivot_lsp.profiles.documents import number, wanted
from pivot_lsp.profiles.formats.given import Source, line_number
from pivot_lsp.profiles.formats.speedscope import THINNED
from pivot_lsp.profiles.malformed import Malformed
from pivot_lsp.profiles.stacks import Frame, Stacks
from pivot_lsp.profiles.waiting import waits

DEEPEST = 2000
Key = tuple[str, str, int]
"""File, function, first line."""


def read_session(source: Source, document: dict[str, Any]) -> Profile:
    """Reads a session. Raises Malformed with what is wrong."""
    stacks = Stacks()
    frames: dict[str, int] = {}
    threads: set[str] = set()
    for record in wanted(document.get("frame_records"), list, "a list of frame records"):
        if not isinstance(record, list) or len(record) != 2:
            raise Malformed(None, f"{record!r:.60} where [frames, seconds] should be")
        stack = []
        for text in wanted(record[0], list, "a list of frames"):
            if text not in frames:
                frames[wanted(text, str, "a frame")] = stacks.frame(_frame(text))
            if "\0<thread>\0" in text:
                threads.add(text)
            stack.append(frames[text])
        stacks.add(stack, number(record[1], "time in seconds"))
    return stacks.profile(
        source,
        "pyinstrument",
        clock="wall",
        samples=_count(document),
        threads=len(threads),
        taken_at=number(document.get("start_time", source.modified), "time"),
    )


def _count(document: dict[str, Any]) -> int:
    return min(int(number(document.get("sample_count", 0), "number of samples")), 1 << 40)


def _frame(text: str) -> Frame:
    identifier, *attributes = text.split("\x01")
    parts = identifier.split("\0")
    if len(parts) != 3 or not parts[2].isascii() or not (parts[2] or "0").isdigit() or len(parts[2]) > 20:
        raise Malformed(None, f"{text!r:.60} where `name, file, line` should be")
    name, file, first = parts
    if file.startswith("<") and not file.startswith(("<frozen", "<string", "<generated", "<ipython")) and first == "0":
        return Frame("~", name, native=True, waits=name == "[await]" or waits(name))
    if file == "<thread>":
        return Frame("~", name, native=True)
    ran = next((a[1:] for a in attributes if a[:1] == "l" and a[1:].isascii() and a[1:].isdigit()), "0")
    if len(ran) > 8 or len(first) > 8:
        raise Malformed(None, f"{text!r:.60} has a line that no file has")
    native = file in ("", "<built-in>")
    return Frame(file, name, int(ran), int(first or 0), native, native and waits(name))


def read_report(source: Source, document: dict[str, Any]) -> Profile:
    """Reads the JSON report: a tree whose nodes have the time of all below them."""
    rows: dict[Key, list[float]] = {}
    root = wanted(document.get("root_frame"), dict, "a root frame")
    waiting: list[tuple[dict[str, Any], tuple[Key, ...]]] = [(root, ())]
    total = number(root.get("time"), "time in seconds")
    outside = 0.0
    while waiting:
        node, above = waiting.pop()
        key, own, time, children = _node(node)
        if _is_native(key):
            # `[self]` and C functions: the time of the frame above.
            if above:
                rows[above[-1]][0] += own
            else:
                outside += own
        else:
            row = rows.setdefault(key, [0.0, 0.0])
            row[0] += own
            row[1] += 0.0 if key in above else time
            above = (*above, key)
        if len(above) > DEEPEST:
            raise Malformed(None, f"frames nested deeper than {DEEPEST}")
        waiting.extend((child, above) for child in reversed(children))
    functions = [
        FunctionFact(
            file=file, line=line, name=name, self_s=own, own_s=own, cumulative_s=all_, calls=None, primitive_calls=None
        )
        for (file, name, line), (own, all_) in rows.items()
    ]
    return Profile(
        format="pyinstrument-json",
        path=str(source.path),
        sha256=source.sha256,
        functions=functions,
        total_s=max(total, sum(f.self_s for f in functions)),
        clock="wall",
        taken_at=number(document.get("start_time", source.modified), "time"),
        samples=_count(document),
        native_outside_s=outside,
        warnings=[THINNED],
    )


def _node(node: Any) -> tuple[Key, float, float, list[Any]]:
    """A frame of the tree: which function, its own time, its whole time, the frames below."""
    time = number(wanted(node, dict, "a frame").get("time"), "time in seconds")
    children = wanted(node.get("children", []), list, "a list of frames")
    below = sum(number(wanted(child, dict, "a frame").get("time"), "time in seconds") for child in children)
    name = wanted(node.get("function"), str, "a function's name")
    file = wanted(node.get("file_path") or "", str, "a file's path")
    return (file, name, line_number(node.get("line_no") or 0)), max(0.0, time - below), time, children


def _is_native(key: Key) -> bool:
    file, name, _ = key
    return name.startswith("[") or not file or file.startswith("<built-in")
