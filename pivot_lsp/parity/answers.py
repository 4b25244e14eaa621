"""What became of the calls of a batch, in columns: lists of payloads and times, and apart from them the few calls that
are not ordinary. Batches are compared by their columns, a thousand calls at once.

Invariant: a call is ordinary when it ended with a behaviour, and answered natively as often as the batch says
(`native`; None where nobody counts), without fallback or note. Each place is either empty, ordinary or odd.
"""

from collections.abc import Iterator, Sequence
from typing import Any, overload

from pivot_lsp.parity.outcome import Outcome

Part = Sequence[Any]
"""Of some calls, as a worker says it: payloads, nanoseconds, `native`, and (place, status, native, fallback, note) of
the odd ones."""


class Answers(Sequence[Outcome]):
    """A sequence of outcomes in the order of the calls. Not changed any more once a worker has given it out."""

    def __init__(self, count: int) -> None:
        self.payloads: list[bytes | None] = [None] * count
        self.times: list[int] = [0] * count
        self.odd: dict[int, Outcome] = {}
        self.native: int | None = None

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> "Answers":
        """Outcomes that were made singly."""
        found = cls(len(outcomes))
        found.native = None if all(each.native is None for each in outcomes) else 1
        for place, each in enumerate(outcomes):
            found.put(place, each)
            if each == ("ok", each.payload, each.nanoseconds, found.native, 0, "", True):
                del found.odd[place]
        return found

    def take(self, places: Sequence[int], part: Part) -> None:
        """Puts down what a worker says of the calls at `places`."""
        payloads, times, self.native, odd = part
        if isinstance(places, range):
            if len(places):
                where = slice(
                    places[0], places[-1] + places.step if places[-1] + places.step >= 0 else None, places.step
                )
                self.payloads[where] = payloads
                self.times[where] = times
        else:
            for place, payload, nanoseconds in zip(places, payloads, times):
                self.payloads[place] = payload
                self.times[place] = nanoseconds
        for number, status, native, fallback, note in odd:
            self.odd[places[number]] = Outcome(status, payloads[number], times[number], native, fallback, note)

    def put(self, place: int, outcome: Outcome) -> None:
        """Puts down one outcome."""
        self.payloads[place] = outcome.payload
        self.times[place] = outcome.nanoseconds
        self.odd[place] = outcome

    def has(self, place: int) -> bool:
        """Whether it is known what became of a call."""
        return self.payloads[place] is not None

    def places(self) -> Sequence[int]:
        """Of the calls of which it is known."""
        if None not in self.payloads:
            return range(len(self.payloads))
        return [place for place, payload in enumerate(self.payloads) if payload is not None]

    def at(self, places: Sequence[int]) -> "Answers":
        """Those at some places, in that order."""
        found = Answers(0)
        found.payloads = [self.payloads[place] for place in places]
        found.times = [self.times[place] for place in places]
        found.odd = {new: self.odd[place] for new, place in enumerate(places) if place in self.odd} if self.odd else {}
        found.native = self.native
        return found

    def differing(self, other: "Answers") -> set[int]:
        """Places at which not both are ordinary with the same payload."""
        found = {*self.odd, *other.odd}
        if self.payloads != other.payloads:
            found.update(i for i, (a, b) in enumerate(zip(self.payloads, other.payloads)) if a != b)
        return found

    def __len__(self) -> int:
        return len(self.payloads)

    @overload
    def __getitem__(self, place: int) -> Outcome: ...
    @overload
    def __getitem__(self, place: slice) -> "Answers": ...
    def __getitem__(self, place: int | slice) -> "Outcome | Answers":
        if isinstance(place, slice):
            return self.at(range(*place.indices(len(self))))
        place = range(len(self))[place]
        payload = self.payloads[place]
        if payload is None:
            raise LookupError(f"call {place} was not run")
        return self.odd.get(place) or Outcome("ok", payload, self.times[place], self.native)

    def __iter__(self) -> Iterator[Outcome]:
        return map(self.__getitem__, range(len(self)))
