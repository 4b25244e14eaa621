"""What instrumented code reports to: for each place that compares, the pair of numbers that came closest.

Invariant: what is reported is given back as it is, so that the code does what it did before.
"""

import datetime
import math
from collections.abc import Callable
from typing import Any

from pivot_lsp.cases.instrument import STEP

MICROSECOND = datetime.timedelta(microseconds=1)

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
