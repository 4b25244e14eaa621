"""What a reader is given, and the small checks that all of them need."""

import hashlib
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pivot_lsp.profiles.malformed import Malformed


@dataclass(frozen=True)
class Source:
    """The whole file, already under the size limit; `scratch` is a folder of its own that is thrown away."""

    path: Path
    data: bytes
    modified: float
    scratch: Path
    callers: bool = True
    """Whether the callers of Python functions are wanted; a reader may leave them out where they are not."""

    @cached_property
    def sha256(self) -> str:
        """Of the bytes read."""
        return hashlib.sha256(self.data).hexdigest()

    def text(self) -> str:
        """The bytes as UTF-8. Raises Malformed at the first byte that is not."""
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Malformed(error.start, "text that is not UTF-8") from None


LARGEST_LINE = 10_000_000


def line_number(value: object, place: int | None = None, *, line: int | None = None) -> int:
    """`value` when it can be a line of a file, 0 meaning unknown. Raises Malformed."""
    if type(value) is int and 0 <= value <= LARGEST_LINE:
        return value
    raise Malformed(place, f"{value!r:.40} is not a line number", line=line)


def seconds(value: object, place: int) -> float:
    """`value` as a finite time; what rounding made slightly negative is 0. Raises Malformed."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value)
        if math.isfinite(number) and -1e-6 <= number < 1e12:
            return max(number, 0.0)
    raise Malformed(place, f"{value!r:.40} is not a time in seconds")
