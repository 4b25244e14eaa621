"""Tricky arguments for a function, drawn from its annotations with a seed: edges of every type, then random ones."""

import dataclasses
import random
import struct
import types
import typing
from collections.abc import Callable
from typing import Any

INTS = [0, 1, -1, 2, 3, 7, -3, 10, 255, -256, 2**31, -(2**31), 2**53, 2**53 + 1, 2**62, 2**63 - 1, -(2**63)]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 0.1, 1e16, 1e-5, 123456.789, 1e22, 1e308, 5e-324, float("inf"),
          float("-inf"), float("nan"), 2.0**53, 2.0**63, -(2.0**63)]  # fmt: skip
TEXTS = ["", "a", "abc", " ab c ", "AbC dE", "x,y,,z", "éa", "日本", "\t\n x", "12", " 12 ", "1_0", "-5", "+7", "3.5",
         "1e5", "nan", "inf", "a\U0001f600b", "\u2028x\u00a0", "'q'", '"d"', "'\"", "\\n", "key", "--", "aXbXc", "0",
         "x" * 40, "\x00\x7f", "\u0378", "ß"]  # fmt: skip


class Draw:
    """Draws arguments; `small` ints are between -3 and 30, for functions that count with them."""

    def __init__(self, seed: int, *, small: bool = False) -> None:
        self.random = random.Random(seed)
        self.small = small

    def arguments(self, function: Callable[..., Any]) -> tuple[Any, ...]:
        """Arguments for one call."""
        hints = typing.get_type_hints(function)
        hints.pop("return", None)
        return tuple(self.value(h) for h in hints.values())

    def value(self, hint: Any) -> Any:
        """A value of exactly the type `hint`."""
        scalar = {int: self._int, float: self._float, str: self._text, bool: lambda: self.random.random() < 0.5}
        if hint in scalar:
            return scalar[hint]()
        origin, inside = typing.get_origin(hint), typing.get_args(hint)
        if origin is list:
            return [self.value(inside[0]) for _ in range(self.random.choice([0, 1, 2, 3, 5, 20]))]
        if origin is dict:
            count = self.random.choice([0, 1, 3, 12])
            return {self.value(inside[0]): self.value(inside[1]) for _ in range(count)}
        if origin is tuple:
            return tuple(map(self.value, inside))
        if origin in (types.UnionType, typing.Union):
            inner = next(i for i in inside if i is not type(None))
            return None if self.random.random() < 0.5 else self.value(inner)
        assert dataclasses.is_dataclass(hint), hint
        return hint(*(self.value(h) for h in typing.get_type_hints(hint).values()))

    def _int(self) -> int:
        if self.small:
            return self.random.randint(-3, 30)
        return self.random.choice([*INTS, self.random.randint(-20, 20), self.random.randint(-(2**63), 2**63 - 1)])

    def _float(self) -> float:
        chosen = self.random.random()
        if chosen < 0.25:  # near ties of decimal rounding
            return round(self.random.uniform(-1000, 1000), self.random.randint(0, 4)) + self.random.choice(
                [0, 0.5, 0.005]
            )
        if chosen < 0.4:
            return float(struct.unpack("d", struct.pack("Q", self.random.getrandbits(64)))[0])
        if chosen < 0.5:
            return self.random.randint(-(10**6), 10**6) / 2 ** self.random.randint(0, 12)
        return self.random.choice([*FLOATS, self.random.uniform(-100, 100), self.random.randint(-10, 10) / 4.0])

    def _text(self) -> str:
        if self.random.random() < 0.3:
            return "".join(self.random.choice("0123456789._-+e \nab,x") for _ in range(self.random.randint(0, 9)))
        return self.random.choice(TEXTS)
