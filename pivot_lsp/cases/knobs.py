"""What can be moved in a call: its numbers, dates, runs of digits and lengths, each with the way to it.

Invariant: a call with a knob turned is encoded as a call is, and shares with it all but the way to the knob.
"""

import datetime
import math
import re
from collections.abc import Iterator
from random import Random
from typing import Any

from pivot_lsp.cases.extras import TURNS, count_of, of_count
from pivot_lsp.cases.values import encode

Call = list[Any]
"""[args, kwargs], encoded."""
Path = tuple[Any, ...]


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
