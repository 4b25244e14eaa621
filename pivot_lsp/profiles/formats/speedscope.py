"""speedscope's own format, as py-spy, pyinstrument, austin2speedscope and others write it: sampled or evented.

Source: speedscope's file-format-spec.ts. A frame's line is the one that ran (py-spy, austin) or the function's first
(pyinstrument, which says so by its `exporter`). Known fault: pyinstrument's exports leave out what took under 1%.
"""

from typing import Any

from pivot_lsp.model.facts import Clock, Profile, changed
from pivot_lsp.profiles.documents import index, number, wanted
from pivot_lsp.profiles.formats.given import Source
from pivot_lsp.profiles.malformed import Malformed
from pivot_lsp.profiles.stacks import NOMINAL, NOMINAL_S, Frame, Stacks
from pivot_lsp.profiles.waiting import waits

UNITS = {"seconds": 1.0, "milliseconds": 1e-3, "microseconds": 1e-6, "nanoseconds": 1e-9, "none": NOMINAL_S}
THINNED = "pyinstrument leaves out of this export what took under 1% of the run: save the session (-r session) instead"


def read(source: Source, document: dict[str, Any]) -> Profile:
    """Reads a parsed speedscope file. Raises Malformed with what is wrong."""
    shared = wanted(document.get("shared"), dict, "`shared`")
    profiles = wanted(document.get("profiles"), list, "a list of profiles")
    exporter = str(document.get("exporter", ""))[:80]
    first = exporter.startswith("pyinstrument")
    stacks = Stacks()
    frames = [stacks.frame(_frame(row, first)) for row in wanted(shared.get("frames"), list, "a list of frames")]
    units = set()
    for profile in profiles:
        unit = str(wanted(profile, dict, "a profile").get("unit", "none"))
        if unit not in UNITS:
            raise Malformed(None, f"a profile in {unit!r:.40}, which is no time")
        units.add(unit)
        kind = profile.get("type")
        if kind == "sampled":
            _sampled(stacks, frames, profile, UNITS[unit])
        elif kind == "evented":
            _evented(stacks, frames, profile, UNITS[unit])
        else:
            raise Malformed(None, f"a profile of type {kind!r:.40}, known are sampled and evented")
    warnings = [NOMINAL] if "none" in units else []
    sampled = all(profile.get("type") == "sampled" for profile in profiles)
    if first:
        warnings.append(THINNED)
    clock: Clock = "wall" if first else "unknown"
    made = stacks.profile(source, "speedscope", clock=clock, warnings=warnings, threads=len(profiles))
    return made if sampled else changed(made, samples=None)


def _frame(row: Any, first: bool) -> Frame:
    name = wanted(wanted(row, dict, "a frame").get("name"), str, "a frame's name")
    file = row.get("file")
    file = "" if file is None else wanted(file, str, "a frame's file")
    line = row.get("line")
    line = 0 if line is None else max(0, wanted(line, int, "a frame's line"))
    native = not file or (line == 0 and not file.endswith(".py")) or file == "~"
    return Frame(file, name, 0 if first else line, line if first else 0, native, native and waits(name))


def _sampled(stacks: Stacks, frames: list[int], profile: dict[str, Any], unit: float) -> None:
    samples = wanted(profile.get("samples"), list, "a list of samples")
    weights = profile.get("weights") or [1] * len(samples)
    if len(wanted(weights, list, "a list of weights")) != len(samples):
        raise Malformed(None, f"{len(samples)} samples with {len(weights)} weights")
    for sample, weight in zip(samples, weights):
        stack = [frames[index(at, len(frames), "frames")] for at in wanted(sample, list, "a sample")]
        stacks.add(stack, number(weight, "weight") * unit)


def _evented(stacks: Stacks, frames: list[int], profile: dict[str, Any], unit: float) -> None:
    stack: list[int] = []
    open_: list[Any] = []
    now: float | None = None
    for event in wanted(profile.get("events"), list, "a list of events"):
        at = number(wanted(event, dict, "an event").get("at"), "time")
        which = index(event.get("frame"), len(frames), "frames")
        if now is not None and at < now - 1e-9:
            raise Malformed(None, f"an event at {at} after one at {now}")
        if stack and now is not None and at > now:
            stacks.add(stack, (at - now) * unit)
        now = at if now is None else max(at, now)
        if event.get("type") == "O":
            open_.append(which)
            stack.append(frames[which])
        elif event.get("type") == "C":
            if not open_ or open_.pop() != which:
                raise Malformed(None, f"frame {which} is closed but is not the innermost open one")
            stack.pop()
        else:
            raise Malformed(None, f"an event of type {event.get('type')!r:.20}")
    if open_:
        raise Malformed(None, f"truncated: {len(open_)} frames are never closed")
