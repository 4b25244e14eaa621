"""Calls for the search behind adequacy: cheap ones, changed from given calls and built from types.

Small ones come more often, since the search is bounded by time. Hypothesis has its share in the judged calls already;
at milliseconds a call it would eat the time of the search. Invariant: the same seeds, literals and seed give the same
calls.
"""

from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from random import Random

from pivot_lsp.cases.boundary import Builder
from pivot_lsp.cases.infer import completed
from pivot_lsp.cases.mutate import Mutator
from pivot_lsp.cases.pools import SIZES, make_pools
from pivot_lsp.cases.source import Literals
from pivot_lsp.model.case import Case
from pivot_lsp.model.signature import Signature
from pivot_lsp.parity.process import Call

CHANGED, BUILT = 14, 6
"""In turn: so many changed calls, so many built ones."""


def further_calls(signature: Signature, literals: Literals, seeds: Sequence[Case], seed: int) -> Iterator[Call]:
    """Calls without end. `seeds` are changed; without any, all calls are built from types."""
    pools = make_pools(signature, literals, seeds)
    builder = Builder(completed(signature, seeds), pools, Random(seed))
    mutator = Mutator(signature, pools, seeds, builder) if seeds else None
    for size in cycle([SIZES[0], SIZES[1], SIZES[0], SIZES[2], SIZES[0], SIZES[1], SIZES[3]]):
        if mutator is not None:
            yield from (mutator.call() for _ in range(CHANGED))
        yield from islice(iter(lambda: builder.call(size), None), BUILT)  # noqa: B023 - drawn before the next size
