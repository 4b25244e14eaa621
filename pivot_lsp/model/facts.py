"""Facts: what profile and coverage files say, as every reader hands it over, whatever the format.

Nothing here is joined to source yet: files are named as the measured machine named them. Times are seconds, lines
1-based. Self time is kept twice: `own_s` as a tracer counts it (C callees excluded), and `self_s` with the C callees
attributed to their Python callers, which is what samplers call self time and what all shares are made from.
"""

from typing import Literal

from pivot_lsp.model.base import Model

Clock = Literal["wall", "cpu", "unknown"]


class Caller(Model):
    """One edge of the call graph; `function` is an index into `Profile.functions`."""

    function: int
    calls: int
    cumulative_s: float


class FunctionFact(Model):
    """One Python function as measured. `line` is the line of its first decorator, else of its `def`."""

    file: str
    line: int
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
    callers: list[Caller] = []


class Profile(Model):
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
    """Number of samples; None: every call was traced."""
    native_outside_s: float = 0.0
    """Time of C functions that no Python function called."""
    warnings: list[str] = []


class CoveredFile(Model):
    """The lines of one file that ran. `missing` is None where the format does not list statements that did not run."""

    file: str
    executed: list[int]
    missing: list[int] | None = None
    entered: list[int] | None = None
    """First lines of the code objects that were entered; None where the format has no branches to tell it."""


class Coverage(Model):
    """One coverage file. A file it does not list was not measured: unknown, not zero."""

    format: str
    path: str
    sha256: str
    files: list[CoveredFile]
    taken_at: float
    """Seconds since the epoch: when the file was written."""
    warnings: list[str] = []
