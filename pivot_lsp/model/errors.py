"""Errors that a person meets: a stable code, the place, what was found, what to do.

Each class carries the exit code (docs/commands.md). Codes: PV0xx usage and files, PV1xx profiles and coverage,
PV2xx to PV4xx the compiler's refusals (docs/codes.md), PV5xx builds, PV6xx evidence, PV7xx edits and rollout.
"""

from pathlib import Path


class PivotError(Exception):
    """One clear line for a person: `file:line: CODE message; remedy`."""

    exit_code = 1

    def __init__(
        self,
        code: str,
        message: str,
        *,
        file: Path | str | None = None,
        line: int | None = None,
        remedy: str = "",
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.file = None if file is None else str(file)
        self.line = line
        self.remedy = remedy

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}:" + (f"{self.line}:" if self.line else "") + " "
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{place}{self.code} {self.message}{remedy}"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.code, self.message, self.file, self.line, self.remedy)


def _rebuild(
    kind: type[PivotError], code: str, message: str, file: str | None, line: int | None, remedy: str
) -> PivotError:
    return kind(code, message, file=file, line=line, remedy=remedy)


class UsageError(PivotError):
    """The request is not understood, or an input cannot be read."""

    exit_code = 2


class Refused(PivotError):
    """The tool could, but must not: unportable, untrusted, or evidence missing."""

    exit_code = 3


class BuildFailed(PivotError):
    """A native compiler refused the source."""

    exit_code = 4


class NoVerdict(PivotError):
    """The user's code died and nothing can be said."""

    exit_code = 5
