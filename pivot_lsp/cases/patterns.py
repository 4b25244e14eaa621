"""Texts that regular expressions of the source match, or nearly: a function behind `re` is reached by no others.

Made from the parsed expression, so that every branch and both ends of each repetition are met, with letters and digits
beyond ASCII among those of a class. Invariant: nothing is matched or run here; what a pattern holds that is not known
gives nothing, and the same patterns and Random give the same texts.
"""

import re
import warnings
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

_parser: Any = re._parser  # type: ignore[attr-defined]  # what CPython's own `re.compile` parses with
EACH = 24
"""Texts for one pattern."""
LONGEST = 64
_OF_CATEGORY = {
    "CATEGORY_DIGIT": "0179٣", "CATEGORY_NOT_DIGIT": "aZ -.é", "CATEGORY_SPACE": " \t\n\u00a0",
    "CATEGORY_NOT_SPACE": "a1.é", "CATEGORY_WORD": "aZ09_éß漢", "CATEGORY_NOT_WORD": " -.@\u00b7",
}  # fmt: skip
_ANY = "a0 .é"


def matching(patterns: Iterable[str], rng: Random) -> list[str]:
    """Texts of all patterns, in turn."""
    made: dict[str, None] = {}
    for pattern in patterns:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                parsed = _parser.parse(pattern)
        except (re.error, OverflowError, RecursionError, ValueError):
            continue
        for _ in range(EACH):
            try:
                made[_Text(rng).of(parsed)[:LONGEST]] = None
            except (KeyError, RecursionError):
                break
    return [text for text in made if text]


class _Text:
    """One text on its way; groups are kept for what refers back to them."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.groups: dict[int, str] = {}

    def of(self, parsed: Any) -> str:
        """What a sequence of parts matches. Raises KeyError for a part that is not known."""
        return "".join(_PARTS[str(kind)](self, held) for kind, held in parsed)

    def _one_of(self, held: Any) -> str:
        """A character of a class: one of its members, or for one that excludes, something else."""
        members = [row for row in held if str(row[0]) != "NEGATE"]
        if len(members) < len(held):
            taken = {self._member(row) for row in members for _ in range(4)}
            return self.rng.choice([char for char in "a0Z .-é,;" if char not in taken] or ["a"])
        return self._member(self.rng.choice(members))

    def _member(self, row: Any) -> str:
        kind, held = str(row[0]), row[1]
        if kind == "LITERAL":
            return chr(held)
        if kind == "RANGE":
            low, high = held
            return chr(self.rng.choice((low, high, self.rng.randint(low, high))))
        return self.rng.choice(_OF_CATEGORY[str(held)])

    def _repeated(self, held: Any) -> str:
        low, high, inner = held
        most = min(int(high), low + 4, 24)
        count = self.rng.choice((low, low, min(low + 1, most), self.rng.randint(low, max(low, most))))
        return "".join(self.of(inner) for _ in range(min(count, LONGEST)))

    def _group(self, held: Any) -> str:
        text = self.of(held[-1])
        if held[0] is not None:
            self.groups[held[0]] = text
        return text


_PARTS: dict[str, Callable[[_Text, Any], str]] = {
    "LITERAL": lambda t, held: chr(held),
    "NOT_LITERAL": lambda t, held: "a" if chr(held) != "a" else "b",
    "ANY": lambda t, held: t.rng.choice(_ANY),
    "IN": _Text._one_of,
    "CATEGORY": lambda t, held: t.rng.choice(_OF_CATEGORY[str(held)]),
    "MAX_REPEAT": _Text._repeated,
    "MIN_REPEAT": _Text._repeated,
    "POSSESSIVE_REPEAT": _Text._repeated,
    "SUBPATTERN": _Text._group,
    "ATOMIC_GROUP": lambda t, held: t.of(held),
    "BRANCH": lambda t, held: t.of(t.rng.choice(held[1])),
    "AT": lambda t, held: "",
    "ASSERT": lambda t, held: t.of(held[1]) if held[0] > 0 else "",
    "ASSERT_NOT": lambda t, held: "",
    "GROUPREF": lambda t, held: t.groups.get(held, ""),
}
