"""What parity runs of this session found to differ, by the body it was found for.

Invariant: a difference is shown only on the very body that was compared; an edit hides it, taking the edit back shows
it again, and a run that finds none forgets it.
"""

from dataclasses import dataclass

Key = tuple[str, str, str]
"""real path, qualified name, body hash."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The first failure of a run: what differs, and the smallest call that was found to show it."""

    message: str
    call: str
    vessel: str


class Differences:
    """The differences so far."""

    def __init__(self) -> None:
        self._found: dict[Key, Difference] = {}

    def of(self, path: str, function: str, body_hash: str) -> Difference | None:
        """The difference of a function as it stands."""
        return self._found.get((path, function, body_hash))

    def learn(self, key: Key, difference: Difference | None) -> None:
        """Keeps a difference; None: there is none any more."""
        if difference is None:
            self._found.pop(key, None)
        else:
            self._found[key] = difference
