"""A case: one recorded or generated call, in encoded values (`pivot_lsp/cases/values.py` says how they are written).

On disk a case file is JSON Lines: a header, then a case a line. An encoded value is plain JSON: null, bool, str and
ints up to 2**53 as they are; `{"$i": "..."}` big int, `{"$f": "0x1.8p+0" | "nan" | "inf" | "-inf"}` float,
`{"$b": base64}` bytes, `{"$t": [...]}` tuple, a list as a JSON array, `{"$d": [[k, v], ...]}` dict in order,
`{"$s": [...]}` set, `{"$z": [...]}` frozenset, `{"$c": "module:qualname", "v": [[field, value], ...]}` dataclass,
`{"$n": "module:qualname", "v": [...]}` NamedTuple, `{"$e": "module:qualname", "v": name}` Enum member,
`{"$u": base64}` a str that holds surrogates (its UTF-8 with surrogatepass), `{"$x": name, "v": ...}` Decimal, date,
datetime, time, timedelta, complex, range, bytearray, array, deque, Counter, OrderedDict, defaultdict, NumPy's ndarray
(dtype, shape, base64 of the elements in C order) and scalars (numpy.float64, numpy.int64, numpy.bool_),
`{"$def": n, "v": value}` the first sight of a mutable object met again later, `{"$ref": n}` that object again.

What a line holds is msgspec's: a model of pydantic takes longer to make than a small function to be judged. Only
decoding checks the types; omitted fields have their defaults.
"""

from typing import Any, Literal

import msgspec

from pivot_lsp.model.base import Model

Encoded = Any
"""An encoded value."""

Stratum = Literal["recorded", "mutated", "boundary", "hypothesis"]
STRATA: tuple[Stratum, ...] = ("recorded", "mutated", "boundary", "hypothesis")


class _Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a line: immutable, and strict about what is read."""


class Raised(_Line, frozen=True, kw_only=True):
    """An exception: `module:qualname` of its type, and its args, encoded."""

    type: str
    args: list[Encoded]


class Behaviour(_Line, frozen=True, kw_only=True):
    """What can be observed of one call. Exactly one of `returned` (one element) and `raised` is set."""

    returned: list[Encoded] | None = None
    raised: Raised | None = None
    after: list[Encoded] | None = None
    """Arguments afterwards, positional then keyword in order; None: as before."""
    printed: str = ""


class Case(_Line, frozen=True, kw_only=True):
    """One call. `id` is the sha256 of the canonical JSON of args and kwargs; `n` counts its draws in the sample of
    recorded calls; 0: kept because calls of its kind are rare, outside the uniform sample."""

    id: str
    stratum: Stratum
    args: list[Encoded]
    kwargs: dict[str, Encoded] = {}
    n: int = 1
    expected: Behaviour | None = None
    ns: int | None = None
    """Time legacy took, when it was measured."""


class Sampling(Model):
    """How recorded calls were chosen: a call of each new arguments up to the caps, then a reservoir."""

    policy: str = "reservoir"
    seen: int = 0
    kept: int = 0
    seed: int = 0


class CaseHeader(Model):
    """The first line of a case file."""

    pivot_calls: Literal[1] = 1
    function: str = ""
    """`module:qualname`; empty when the file does not say."""
    signature: str = ""
    unit: str = ""
    """sha256 of the function's ast (`cases.source.unit_hash`), so that stale recordings are told."""
    python: str = ""
    platform: str = ""
    recorder: str = ""
    """What made the file: `wrapper`, `logs`, `generate` or `json`."""
    sampling: Sampling | None = None
    redaction: list[str] = []
    dropped: dict[str, int] = {}
    """Calls seen and not kept, by reason."""
    strata: dict[str, int] = {}
    """Cases by stratum, when it was known."""
    seed: int | None = None
    """Of the generated strata."""
