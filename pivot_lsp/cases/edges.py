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
import datetime
import importlib
import inspect
import json
import marshal
import math
import os
import re
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from random import Random
from types import FrameType, FunctionType
from typing import Any

from pivot_lsp.cases.extras import TURNS, count_of, of_count
from pivot_lsp.cases.instrument import NAME, STEP
from pivot_lsp.cases.probe import MEMORY, read_frame, write_frame
from pivot_lsp.cases.sources import read_sources
from pivot_lsp.cases.values import Malformed, decode_call, encode, import_name

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
MICROSECOND = datetime.timedelta(microseconds=1)

Call = list[Any]
"""[args, kwargs], encoded."""
Path = tuple[Any, ...]


class _Slow(BaseException):
    pass


def _interrupt(_: int, __: FrameType | None) -> None:
    raise _Slow


_NUMBERS: dict[type, Callable[[Any], int]] = {
    datetime.date: lambda value: value.toordinal(),
    datetime.datetime: lambda value: (value.replace(tzinfo=None) - datetime.datetime.min) // MICROSECOND,
    datetime.timedelta: lambda value: value // MICROSECOND,
}
"""Dates as what `extras.count_of` counts, so that one step of the leaf is one of the value."""


class Watch:
    """What the instrumented functions report to: for each place the pair of numbers that came closest."""

    def __init__(self) -> None:
        self.left: dict[int, Any] = {}
        self.near: dict[int, tuple[float, Any, Any]] = {}
        self.texts: dict[int, tuple[str, str]] = {}
        self.modulus: dict[int, int] = {}
        for digits in range(12):
            setattr(self, f"rounded{digits}", self._rounding(digits))

    def clear(self) -> None:
        """Before a call."""
        self.left.clear()
        self.near.clear()
        self.texts.clear()

    def _pair(self, number: int, a: Any, b: Any) -> None:
        try:
            gap = a - b
            size = abs(gap)
        except OverflowError:
            return
        held = self.near.get(number)
        if size == size and (held is None or size < held[0]):
            self.near[number] = (size, a, b)

    def side(self, number: int, value: Any) -> Any:
        """An operand of a comparison; the one before it is its partner. Dates are compared by their numbers."""
        given = value
        number_of = _NUMBERS.get(type(value))
        if number_of is not None:
            value = number_of(value)
        if number % STEP:
            other = self.left.get(number - 1)
            kind = type(value)
            if (kind is int or kind is float) and (type(other) is int or type(other) is float):
                self._pair(number, other, value)
            elif kind is str and type(other) is str:
                self.texts[number] = (other, value)
            elif (kind is tuple or kind is list) and type(other) is kind:
                self._parts(number, other, value)
        self.left[number] = value
        return given

    def _parts(self, number: int, a: Any, b: Any) -> None:
        """Two sequences are compared part by part: the first unequal numbers are the pair."""
        for x, y in zip(a, b):
            if x != y:
                if type(x) in (int, float) and type(y) in (int, float):
                    self._pair(number, x, y)
                return

    def truth(self, number: int, value: Any) -> Any:
        """What a branch asks for its truth."""
        if type(value) is int or type(value) is float:
            self._pair(number, value, 0)
        return value

    def divided(self, number: int, value: Any) -> Any:
        """The left side of a division: zero is its edge, where the sign turns."""
        self.left[number] = value
        if type(value) is int or type(value) is float:
            self._pair(number, value, 0)
        return value

    def divisor(self, number: int, value: Any) -> Any:
        """The right side: zero is its edge, and what leaves no rest."""
        other = self.left.get(number)
        if type(value) is int or type(value) is float:
            self._pair(number + 1, value, 0)
            if value and type(other) is int and type(value) is int:
                self.modulus[number + 2] = value
                self._pair(number + 2, other % value, 0)
        return value

    def indexed(self, number: int, value: Any) -> Any:
        """What is indexed."""
        self.left[number] = value
        return value

    def index(self, number: int, value: Any) -> Any:
        """The index, beside the length."""
        held = self.left.pop(number, None)
        if type(value) is int and isinstance(held, list | str | tuple):
            self._pair(number, value, len(held))
        return value

    def _rounding(self, digits: int) -> Callable[[int, Any], Any]:
        scale = 10.0**digits

        def rounded(number: int, value: Any) -> Any:
            """What is rounded, beside the nearest tie."""
            if type(value) is float and abs(value) * scale < 2**50:
                self._pair(number, value, (math.floor(value * scale) + 0.5) / scale)
            return value

        return rounded


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

    def _chanced(self, call: Call, knob: "Knob", number: int) -> Any:
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

    def _meets(self, call: Call, knob: "Knob", number: int) -> Any:
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


class Knob:
    """A leaf that can be moved: its path, its present value, and how a new value is written."""

    whole = True

    def __init__(self, path: Path, value: Any) -> None:
        self.path = path
        self.value = value

    def fitting(self, value: float) -> Any:
        """The nearest value that the leaf can have; None when there is none."""
        number = round(value) if math.isfinite(value) else None
        return None if number is None or abs(number) > 2**70 else number

    def turned(self, call: Call, value: Any) -> Call:
        """The call with the leaf at `value`."""
        return replaced(call, self.path, encode(value))

    def around(self, at: Any) -> list[Any]:
        """Neighbours of the edge."""
        return [at - 1, at + 1]

    def chance(self, rng: Random) -> int:
        """Some value, where no rule leads to the edge."""
        return rng.randrange(10 ** rng.choice((1, 2, 2, 3, 4)))


class FloatKnob(Knob):
    """A float, kept short where that meets the edge as well."""

    whole = False

    def fitting(self, value: float) -> Any:
        """Finite, with two decimals when it is that near."""
        if not math.isfinite(value):
            return None
        short = round(value, 4)
        return short if abs(short - value) <= 1e-9 * max(1.0, abs(value)) else value

    def around(self, at: Any) -> list[Any]:
        """A hundredth, and the next double, on each side."""
        return [at - 0.01, at + 0.01, math.nextafter(at, -math.inf), math.nextafter(at, math.inf)]


class DateKnob(Knob):
    """A date, by days; a moment or a span, by microseconds."""

    def __init__(self, path: Path, leaf: Any) -> None:
        super().__init__(path, count_of(leaf))
        self.leaf = leaf
        self.day = 1 if leaf["$x"] == "date" else 86_400_000_000

    def fitting(self, value: float) -> Any:
        """What a date can be."""
        number = super().fitting(value)
        return None if number is None or of_count(self.leaf, number) is None else number

    def turned(self, call: Call, value: Any) -> Call:
        """The call with another date of the same type."""
        return replaced(call, self.path, of_count(self.leaf, value))

    def around(self, at: Any) -> list[Any]:
        """The next days, and the next second and microsecond."""
        return [at - self.day, at + self.day] + ([at - 1, at + 1, at + 1_000_000] if self.day > 1 else [])

    def chance(self, rng: Random) -> int:
        """A day at which calendars turn, or one of the next ones."""
        if self.leaf["$x"] == "timedelta":
            return self.day * rng.randrange(400)
        turn = datetime.date.fromisoformat(rng.choice(TURNS)).toordinal()
        return turn if self.day == 1 else (turn - 1) * self.day if rng.random() < 0.5 else self.value + self.day


class DigitsKnob(Knob):
    """A run of digits inside a string, its width kept."""

    def __init__(self, path: Path, text: str, span: tuple[int, int]) -> None:
        super().__init__(path, int(text[span[0] : span[1]]))
        self.text, self.span = text, span

    def fitting(self, value: float) -> Any:
        """Not below zero: a sign would be another character."""
        number = super().fitting(value)
        return None if number is None or number < 0 else number

    def turned(self, call: Call, value: Any) -> Call:
        """The digits written anew."""
        start, end = self.span
        digits = str(max(value, 0)).rjust(end - start, "0")
        return replaced(call, self.path, encode(self.text[:start] + digits + self.text[end:]))


class LengthKnob(Knob):
    """The length of a list or string: the last element is repeated, or the end cut off."""

    LONGEST = 2000

    def __init__(self, path: Path, held: Any) -> None:
        super().__init__(path, len(held))
        self.held = held

    def fitting(self, value: float) -> Any:
        """From 0 to LONGEST."""
        number = super().fitting(value)
        return None if number is None or not 0 <= number <= self.LONGEST or not len(self.held) else number

    def turned(self, call: Call, value: Any) -> Call:
        """Cut, or filled up with what is there."""
        value = max(value, 0)
        held = self.held
        if value > len(held):
            held = held + held[-1:] * (value - len(held))
        return replaced(call, self.path, held[:value])


def knobs(call: Call) -> Iterator[Knob]:
    """All that can be moved in a call."""
    for path, leaf in leaves(call):
        kind = type(leaf)
        if kind is int:
            yield Knob(path, leaf)
        elif kind is dict and "$f" in leaf:
            value = float.fromhex(leaf["$f"])
            if math.isfinite(value):
                yield FloatKnob(path, value)
        elif kind is dict and "$x" in leaf:
            yield DateKnob(path, leaf)
        elif kind is dict and "$i" in leaf:
            yield Knob(path, int(leaf["$i"], 0))
        elif kind is str:
            for each in list(re.finditer("[0-9]{1,15}", leaf))[:4]:
                yield DigitsKnob(path, leaf, each.span())
            if leaf:
                yield LengthKnob(path, leaf)
        elif kind is list and leaf:
            yield LengthKnob(path, leaf)


def leaves(call: Call) -> Iterator[tuple[Path, Any]]:
    """Numbers, strings and arrays of a call with the way to them; keys and names of types are left alone."""
    todo: list[tuple[Path, Any]] = [((0, i), v) for i, v in enumerate(call[0])]
    todo += [((1, name), v) for name, v in call[1].items()]
    count = 0
    while todo and count < 400:
        path, value = todo.pop()
        count += 1
        kind = type(value)
        if kind is list:
            yield path, value
            todo += [((*path, i), item) for i, item in enumerate(value)]
        elif kind is dict:
            tag = next(iter(value))
            if tag in ("$f", "$i"):
                yield path, value
            elif tag == "$t":
                todo += [((*path, tag, i), item) for i, item in enumerate(value[tag])]
            elif tag == "$d":
                todo += [((*path, tag, i, 1), pair[1]) for i, pair in enumerate(value[tag])]
            elif tag == "$c":
                todo += [((*path, "v", i, 1), pair[1]) for i, pair in enumerate(value["v"])]
            elif tag == "$n":
                todo += [((*path, "v", i), item) for i, item in enumerate(value["v"])]
            elif tag == "$x":
                name, held = value[tag], value["v"]
                if name in ("date", "datetime", "timedelta"):
                    yield path, value
                elif name in ("Counter", "OrderedDict"):
                    todo += [((*path, "v", i, 1), pair[1]) for i, pair in enumerate(held)]
                elif name == "defaultdict":
                    todo += [((*path, "v", 1, i, 1), pair[1]) for i, pair in enumerate(held[1])]
                elif name == "deque":
                    todo += [((*path, "v", 1, i), item) for i, item in enumerate(held[1])]
            elif tag == "$def":
                todo.append(((*path, "v"), value["v"]))
        elif kind is int or kind is str:
            yield path, value


def replaced(call: Call, path: Path, value: Any) -> Call:
    """A copy of the call with another value at `path`; nothing else is copied but the way to it."""

    def step(node: Any, rest: Path) -> Any:
        if not rest:
            return value
        head, *tail = rest
        copy = dict(node) if type(node) is dict else list(node)
        copy[head] = step(node[head], tuple(tail))
        return copy

    made: Call = step(call, path)
    return made


def _swap(request: dict[str, Any], watch: Watch) -> None:
    """Puts the instrumented code in place; a function that cannot be found stays as it is."""
    setattr(builtins, NAME, watch)
    for each in request["functions"]:
        try:
            found: Any = importlib.import_module(each["module"])
            for part in each["qualname"].split("."):
                found = inspect.getattr_static(found, part)
                found = getattr(found, "__func__", found)
                found = found.fget if isinstance(found, property) else found
            found = inspect.unwrap(found)
            if isinstance(found, FunctionType):
                found.__code__ = marshal.loads(bytes.fromhex(each["code"]))
        except (ImportError, AttributeError, ValueError):
            continue


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
