"""A case: one recorded or generated call, in encoded values (`pivot_lsp/cases/values.py` says how they are written).

On disk a case file is JSON Lines: a header, then a case a line. An encoded value is plain JSON: null, bool, str and
ints up to 2**53 as they are; `{"$i": "..."}` big int, `{"$f": "0x1.8p+0" | "nan" | "inf" | "-inf"}` float,
`{"$b": base64}` bytes, `{"$t": [...]}` tuple, a list as a JSON array, `{"$d": [[k, v], ...]}` dict in order,
`{"$s": [...]}` set, `{"$z": [...]}` frozenset, `{"$c": "module:qualname", "v": [[field, value], ...]}` dataclass,
`{"$n": "module:qualname", "v": [...]}` NamedTuple, `{"$e": "module:qualname", "v": name}` Enum member,
`{"$def": n, "v": value}` the first sight of a mutable object met again later, `{"$ref": n}` that object again.
"""

from typing import Any, Literal

from pivot_lsp.model.base import Model

Encoded = Any
"""An encoded value."""

Stratum = Literal["recorded", "mutated", "boundary", "hypothesis"]
STRATA: tuple[Stratum, ...] = ("recorded", "mutated", "boundary", "hypothesis")


class Raised(Model):
    """An exception: `module:qualname` of its type, and its args, encoded."""

    type: str
    args: list[Encoded]


class Behaviour(Model):
    """What can be observed of one call. Exactly one of `returned` (one element) and `raised` is set."""

    returned: list[Encoded] | None = None
    raised: Raised | None = None
    after: list[Encoded] | None = None
    """Arguments afterwards, positional then keyword in order; None: as before."""
    printed: str = ""


class Case(Model):
    """One call. `id` is the sha256 of the canonical JSON of args and kwargs; `n` counts how often it was seen."""

    id: str
    stratum: Stratum
    args: list[Encoded]
    kwargs: dict[str, Encoded] = {}
    n: int = 1
    expected: Behaviour | None = None
    ns: int | None = None
    """Time legacy took, when it was measured."""
