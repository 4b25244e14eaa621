"""Facts: what profile and coverage files say, as every reader hands it over, whatever the format.

Nothing here is joined to source yet: files are named as the measured machine named them. Times are seconds, lines
1-based. Self time is kept twice: `own_s` as a tracer counts it (C callees excluded), and `self_s` with the C callees
attributed to their Python callers, which is what samplers call self time and what all shares are made from.

These are msgspec values, not pydantic ones: there are tens of thousands of them, and the child that reads a stranger's
file should start in a tenth of a second. Their types are checked where they arrive, when they are decoded.
"""

from typing import Any, Literal, NamedTuple, TypeVar

import msgspec

Clock = Literal["wall", "cpu", "unknown"]
LineKind = Literal["first", "executed", "none"]
"""What a row's `line` is: the first line of the function's code, the lowest line seen running, or nothing."""


class Fact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The base of them all: frozen, and strict about what is decoded. None can be part of a cycle."""


FactT = TypeVar("FactT", bound=Fact)


def changed(fact: FactT, **figures: Any) -> FactT:
    """The same but for some fields."""
    return msgspec.structs.replace(fact, **figures)


class Caller(NamedTuple):
    """One edge of the call graph; `function` is an index into `Profile.functions`."""

    function: int
    calls: int | None
    cumulative_s: float


class LineFact(Fact, array_like=True, frozen=True, kw_only=True, gc=False):
    """One line of a function: seconds spent on it, C callees included, and with Python callees."""

    line: int
    self_s: float
    cumulative_s: float
    hits: int | None = None


class FunctionFact(Fact, array_like=True, frozen=True, kw_only=True, gc=False):
    """One Python function as measured. With `first`, `line` is that of the first decorator, else of the `def`."""

    file: str
    line: int
    line_kind: LineKind = "first"
    name: str
    """The bare name, such as `run` or `<genexpr>`."""
    qualname: str | None = None
    """Where the format knows it (CPython's `co_qualname`)."""
    self_s: float
    own_s: float
    cumulative_s: float
    calls: int | None
    """All calls, recursive ones included; None when the format does not count calls."""
    primitive_calls: int | None
    waiting_s: float = 0.0
    """The part of `self_s` known to be spent asleep or on locks, sockets and children; 0 where nothing tells."""
    callers: list[Caller] = []
    lines: list[LineFact] = []
    """Where the format tells lines apart, in order."""


class Profile(Fact, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """One profile file. `total_s` is all the time recorded, inside and outside Python functions: shares are of it."""

    format: str
    path: str
    sha256: str
    functions: list[FunctionFact]
    total_s: float
    clock: Clock
    taken_at: float
    """Seconds since the epoch: when the file was written, where the format does not say when the run was."""
    samples: int | None = None
    """Number of samples; None: every call was traced, or the file does not tell."""
    threads: int | None = None
    """How many threads are in it; None where the format does not tell them apart."""
    shortened: bool = False
    """Files are named without their folders, so a name may mean a stranger's file."""
    inclusive: bool = False
    """The format knows no self time: `self_s` includes Python callees, and shares overlap."""
    sources: dict[str, str] = {}
    """sha256 of the profiled text of files, by name, where the format carries it."""
    native_outside_s: float = 0.0
    """Time of C functions that no Python function called."""
    warnings: list[str] = []


class CoveredFile(Fact, array_like=True, frozen=True, kw_only=True, gc=False):
    """The lines of one file that ran. `missing` is None where the format does not list statements that did not run."""

    file: str
    executed: list[int]
    missing: list[int] | None = None
    entered: list[int] | None = None
    """First lines of the code objects that were entered; None where the format has no branches to tell it."""
    contexts: dict[str, list[int]] = {}
    """Lines that ran by context, such as a test's name, where coverage recorded contexts."""


class Coverage(Fact, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """One coverage file. A file it does not list was not measured: unknown, not zero."""

    format: str
    path: str
    sha256: str
    files: list[CoveredFile]
    taken_at: float
    """Seconds since the epoch: when the file was written."""
    warnings: list[str] = []
