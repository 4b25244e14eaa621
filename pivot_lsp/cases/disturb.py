"""Strings written a little differently: another case, a character more or less, another number or date inside."""

import re
from collections.abc import Callable
from random import Random

from pivot_lsp.cases import extras
from pivot_lsp.cases.texts import Pieces, foreign, mirror, number
from pivot_lsp.cases.values import Encoded, encode

_NO_PIECES = Pieces()
_DATE = re.compile(r"[0-9]{4}([-/. ]?)[0-9]{2}\1[0-9]{2}")


def _number_near(digits: str, rng: Random, known: Pieces) -> str:
    """Another number as long as `digits` where that can be: an int of the source or its neighbour, zero, one, a
    neighbour, all nines."""
    if known.numbers and rng.random() < 0.5:
        return number(known, rng).lstrip("0").rjust(len(digits), "0")
    value = int(digits[:18])
    near = rng.choice((0, 0, 1, value + 1, max(value - 1, 0), 10 ** min(len(digits), 18) - 1))
    return str(near).rjust(len(digits), "0")


def disturb(value: Encoded, rng: Random, known: Pieces = _NO_PIECES) -> Encoded:
    """A string written a little differently; what is no plain string stays. `known`: what the source is made of."""
    if type(value) is not str:
        return value
    place = rng.randrange(len(value) + 1)
    end = min(len(value), place + rng.choice((1, 2, 4)))
    runs = [m.span() for m in re.finditer("[0-9]+", value)]
    if runs and rng.random() < 0.4:  # times, dates, amounts and numbers inside text have boundaries of their own
        start, end = rng.choice(runs)
        return encode(value[:start] + _number_near(value[start:end], rng, known) + value[end:])
    if (known.letters or known.separators) and rng.random() < 0.25:
        piece = rng.choice((*known.letters, *known.separators))
        return encode(value[:place] + piece + value[place if rng.random() < 0.6 else end :])
    if rng.random() < 0.08:
        return encode(foreign(value, rng))
    if (written := _DATE.search(value)) and rng.random() < 0.4:
        other = rng.choice(extras.TURNS).replace("-", written[1])
        return encode(value[: written.start()] + other + value[written.end() :])
    changes: tuple[Callable[[], str], ...] = (
        lambda: value.upper(),
        lambda: value.lower(),
        lambda: value.swapcase(),
        lambda: f" {value}",
        lambda: f"{value}\t",
        lambda: value[:place] + value[place + 1 :],
        lambda: value[:place] + value[place - 1 : place] + value[place:],
        lambda: value[:place] + value[place:end] + value[place:],
        lambda: value[:place] + rng.choice("0٣²é-_ .Zß\x00") + value[place:],
        lambda: value * 2,
        lambda: value[::-1],
        lambda: value + mirror(value[::-1]),
        lambda: value[:place],
        lambda: f" {value} ",
        lambda: value[:place] + (digits := number(known, rng)) + value[place + len(digits) :],
    )
    return encode(rng.choice(changes)())
