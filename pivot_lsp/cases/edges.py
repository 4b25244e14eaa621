"""The child process that drives legacy's comparisons to their edges.

Random calls meet `total >= 500.0` on both sides and never at 500.0, where `>` would show. Here each place that
compares two numbers is watched while legacy runs, and then one leaf of the arguments (an int, a float, a run of digits
in a string, a length) is moved by the secant rule until the two are equal: for a derived value that is linear in the
leaf, two runs suffice. Two strings that differ are made equal by writing one where the other stands in the arguments.
Source of the idea: Korel, "Automated software test data generation" (1990), the alternating variable method; and the
operand matching of Aschermann et al., "REDQUEEN" (2019).

Invariant: legacy runs only here, each call under a timer; what is found is sent at once, so that a death loses little.
"""

import builtins
import importlib
import json
import math
import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from random import Random
from types import FrameType
from typing import Any

from pivot_lsp.cases.instrument import NAME
from pivot_lsp.cases.knobs import Call, Knob, knobs, leaves, replaced
from pivot_lsp.cases.probe import MEMORY, read_frame, swap, write_frame
from pivot_lsp.cases.sources import read_sources
from pivot_lsp.cases.values import Malformed, decode_call, encode, import_name
from pivot_lsp.cases.watch import Watch

BASES = 6
"""Calls from which a place is driven to its edge: the nearest ones, those that take a rare way, and chance."""
LEAVES = 24
"""Leaves of a call that are tried."""
STEPS = 6
CHANCES = 25
CHANCE_RANGE = 200
CALL_SECONDS = 0.1
WAIT = 2
"""Times the processor time asked for that may pass on the wall."""


class _Slow(BaseException):
    pass


def _interrupt(_: int, __: FrameType | None) -> None:
    raise _Slow


class Seeker:
    """Drives the places of one function."""

    def __init__(self, function: Callable[..., Any], watch: Watch, seconds: float, seed: int) -> None:
        self.function = function
        self.watch = watch
        self.until = time.process_time() + seconds
        self.latest = time.monotonic() + WAIT * seconds
        self.rng = Random(seed)
        self.best: dict[int, list[tuple[float, int]]] = {}
        self.ways: Counter[int] = Counter()
        self.way: dict[int, int] = {}
        self.texts: dict[int, list[tuple[int, str, str]]] = {}

    def is_over(self) -> bool:
        """Whether the time is up: processor time, so that a busy machine finds what an idle one does."""
        return time.process_time() > self.until or time.monotonic() > self.latest

    def run(self, call: Call) -> bool:
        """Runs one call; False when it cannot be run in time. `watch` holds what was met."""
        self.watch.clear()
        try:
            args, kwargs = decode_call(call[0], call[1], import_name)
        except (Malformed, ImportError, AttributeError):
            return False
        signal.setitimer(signal.ITIMER_REAL, CALL_SECONDS)
        try:
            self.function(*args, **kwargs)
        except _Slow:
            return False
        except BaseException:  # noqa: BLE001 - what legacy raises is of no interest here
            pass
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return True

    def learn(self, calls: Sequence[Call]) -> None:
        """Which calls come near which edges."""
        for place, call in enumerate(calls):
            if self.is_over() or not self.run(call):
                continue
            self.way[place] = hash(tuple((n, (a > b) - (a < b)) for n, (_, a, b) in sorted(self.watch.near.items())))
            self.ways[self.way[place]] += 1
            for number, (gap, _, _) in self.watch.near.items():
                held = self.best.setdefault(number, [])
                held.append((gap, place))
                if len(held) > 80:
                    held.sort(key=lambda row: (self.ways[self.way[row[1]]], row))
                    rare = held[:20]
                    held.sort()
                    held[20:] = [row for row in rare if row not in held[:20]]
            for number, (a, b) in self.watch.texts.items():
                told = self.texts.setdefault(number, [])
                if len(told) < 2 * BASES and (a, b) not in [row[1:] for row in told]:
                    told.append((place, a, b))

    def seek(self, calls: Sequence[Call]) -> Iterator[Call]:
        """Calls at the edges, and one step beyond on each side."""
        for held in self.texts.values():
            for place, a, b in held:
                yield from self._written(calls[place], a, b)
        for number, found in sorted(self.best.items()):
            found.sort()
            apart = [place for gap, place in found if gap]
            chosen, rest = apart[: BASES // 3], apart[BASES // 3 :]
            rest.sort(key=lambda place: self.ways[self.way[place]])
            chosen += rest[: BASES // 3]
            chosen += self.rng.sample(rest[BASES // 3 :], min(BASES - len(chosen), len(rest[BASES // 3 :])))
            hits = 0
            for place in chosen:
                if self.is_over():
                    return
                for call in self._driven(calls[place], number):
                    hits += 1
                    yield call
                if hits > 12:
                    break

    def _written(self, call: Call, a: str, b: str) -> Iterator[Call]:
        """`call` with the one text where the other stood, and as people write it: padded, in the other case."""
        for path, leaf in leaves(call):
            if type(leaf) is not str:
                continue
            there, wanted = (a, b) if a and a.lower() in leaf.lower() else (b, a)
            start = leaf.lower().find(there.lower()) if there else -1
            if start >= 0:
                for text in (wanted, f" {wanted} ", wanted.lower(), wanted.upper(), f"{wanted}x"):
                    yield replaced(call, path, encode(leaf[:start] + text + leaf[start + len(there) :]))

    def _driven(self, call: Call, number: int) -> Iterator[Call]:
        """`call` with one leaf moved so that the pair of `number` meets."""
        found = list(knobs(call))
        if len(found) > LEAVES:
            found = self.rng.sample(found, LEAVES)
        for knob in found:
            if self.is_over():
                return
            at = self._meets(call, knob, number)
            if at is None:
                at = self._chanced(call, knob, number)
            if at is None:
                continue
            yield knob.turned(call, at)
            multiples = [at + step for m in (self.watch.modulus.get(number),) if m for step in (m, -m)]
            for near in [*knob.around(at), *(multiples if knob.whole else [])]:
                fits = knob.fitting(near)
                if fits is not None:
                    yield knob.turned(call, fits)

    def _chanced(self, call: Call, knob: Knob, number: int) -> Any:
        """By chance, where the pair is of small ints and not linear in the leaf: rests of a division, say."""
        pair = self.watch.near.get(number)
        if not knob.whole or pair is None or type(pair[1]) is not int or abs(pair[1] - pair[2]) > CHANCE_RANGE:
            return None
        for _ in range(CHANCES):
            at = knob.fitting(knob.chance(self.rng))
            if at is not None and self._gap(knob.turned(call, at), number) == 0:
                return at
        return None

    def _gap(self, call: Call, number: int) -> float | None:
        if not self.run(call):
            return None
        pair = self.watch.near.get(number)
        return None if pair is None else pair[1] - pair[2]

    def _meets(self, call: Call, knob: Knob, number: int) -> Any:
        """The value of the knob at which the gap is zero, by the secant rule; None: not this way."""
        x0, y0 = knob.value, self._gap(call, number)
        if y0 is None or not math.isfinite(y0):
            return None
        if y0 == 0:
            return x0
        for direct in (x0 - y0, x0 + y0):  # of slope one, where a step beside leaves the way: a year that is no leap
            at = knob.fitting(direct)
            if at is not None and self._gap(knob.turned(call, at), number) == 0:
                return at
        x1 = knob.fitting(x0 + (1 if knob.whole else max(abs(x0), 1.0) / 8))
        for _ in range(STEPS):
            y1 = self._gap(knob.turned(call, x1), number) if x1 is not None else None
            if y1 is None:
                return None
            if y1 == 0:
                return x1
            if y1 == y0 or x1 == x0:
                return None
            try:
                x2 = knob.fitting(x1 - y1 * (x1 - x0) / (y1 - y0))
            except (OverflowError, ValueError):
                return None
            x0, y0, x1 = x1, y1, x2
            if x1 == x0:
                return None
        return None


def _swap(request: dict[str, Any], watch: Watch) -> None:
    """Puts the instrumented code in place."""
    setattr(builtins, NAME, watch)
    swap(request["functions"])


def main() -> None:
    """Serves the request in `sys.argv[1]`; the calls come as one frame, findings go back as frames, an empty one
    ends them."""
    request = json.loads(sys.argv[1])
    read_sources(request["paths"])
    sys.path[:0] = request["paths"]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    function: Any = importlib.import_module(request["module"])
    for part in request["qualname"].split("."):
        function = getattr(function, part)
    watch = Watch()
    detail = read_frame(request["read"])
    _swap(detail, watch)
    signal.signal(signal.SIGALRM, _interrupt)
    seeker = Seeker(function, watch, request["seconds"], request["seed"])
    calls = detail["calls"]
    seeker.learn(calls)
    ready: list[Call] = []
    for call in seeker.seek(calls):
        ready.append(call)
        if len(ready) >= 50:
            write_frame(request["write"], ready)
            ready = []
    write_frame(request["write"], ready)
    write_frame(request["write"], [])
    os._exit(0)


if __name__ == "__main__":
    main()
