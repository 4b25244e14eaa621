"""The counters of a vessel's function: how many calls the library answered, how many legacy did and why.

Invariant: `native + fallback` is the number of calls; a call that a signal handler's exception ended counts as a
fallback with reason interrupt.
"""

from collections.abc import Callable
from typing import Any, Protocol

from pivot_lsp.runtime.abi import REASONS


class Calls:
    """A live view of one function's counters."""

    __slots__ = ("_counts",)

    def __init__(self, counts: Callable[[], tuple[int, ...]]) -> None:
        self._counts = counts

    @property
    def native(self) -> int:
        """Calls whose whole behaviour came from the library, natively raised exceptions included."""
        return self._counts()[0]

    @property
    def fallback(self) -> int:
        """Calls that legacy answered."""
        return sum(self._counts()[1:])

    @property
    def reasons(self) -> dict[str, int]:
        """Fallbacks by reason (the names of `abi.REASONS`), without those that did not happen."""
        counts = self._counts()
        return {name: counts[number] for number, name in REASONS.items() if counts[number]}

    def __repr__(self) -> str:
        return f"Calls(native={self.native}, fallback={self.fallback}, reasons={self.reasons})"


class VesselFunction(Protocol):
    """What `load_vessel` gives for each function: callable in place of legacy, with its counters."""

    calls: Calls
    __name__: str
    __qualname__: str
    __wrapped__: Callable[..., Any]

    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
