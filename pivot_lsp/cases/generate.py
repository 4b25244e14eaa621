"""The cases of a function: recorded ones given, mutated, boundary and Hypothesis ones made (docs/certificates.md).

Invariants: cases are distinct by id over all strata; the same arguments give the same cases; sizes grow within the
boundary stratum, so that a runner can stop a stratum where legacy exceeds its time budget.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from random import Random

from pivot_lsp.cases.boundary import Builder
from pivot_lsp.cases.hypo import hypothesis_calls
from pivot_lsp.cases.infer import completed
from pivot_lsp.cases.long import AT_MOST as LONG_AT_MOST
from pivot_lsp.cases.long import long_calls, named_calls
from pivot_lsp.cases.mutate import Mutator
from pivot_lsp.cases.pools import SIZES, Size, make_pools
from pivot_lsp.cases.source import Literals
from pivot_lsp.cases.values import Encoded, case_id
from pivot_lsp.model.case import Case, Stratum
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.signature import Signature, Type

Call = tuple[list[Encoded], dict[str, Encoded]]

SHARES: dict[Stratum, float] = {"mutated": 0.45, "boundary": 0.35, "hypothesis": 0.2}
"""Of the generated cases, when there are recorded ones to mutate."""
SHARES_UNRECORDED: dict[Stratum, float] = {"boundary": 0.65, "hypothesis": 0.35}
CHEAPEST_FIRST: tuple[Stratum, ...] = ("boundary", "mutated", "hypothesis")
SIZE_SHARES = (0.4, 0.25, 0.2, 0.15)
"""Of the boundary cases, by size."""
MAX_MISSES = 2000
"""A source that brings this many calls already known, one after another, is exhausted."""


def generate(
    signature: Signature,
    literals: Literals,
    recorded: Sequence[Case],
    count: int,
    seed: int,
    sizes: Sequence[Size] = SIZES,
    found: Sequence[Case] = (),
    unusual: bool = False,
) -> Iterator[Case]:
    """Up to `count` generated cases, none of them recorded or yielded before.

    `found`: calls that reach deep or stand at an edge, as `deep_calls` finds them. They come first and are at most two
    of three boundary cases; of the others, two of three are changed from them, the third is built.
    `unusual`: a few boundary cases are long, or name their arguments.

    Strata come one after another, the cheapest first, and make up for one that runs dry. Fewer come when a function
    has fewer distinct inputs. Raises UsageError PV607 when a parameter has neither a type nor a recorded value.
    """
    signature = completed(signature, recorded)
    refuse_unknown(signature)
    known = {case.id for case in recorded}
    pools = make_pools(signature, literals, recorded)
    rng = Random(seed)
    builder = Builder(signature, pools, rng)
    shares = SHARES if recorded else SHARES_UNRECORDED
    quota = {stratum: int(count * share) for stratum, share in shares.items()}
    quota["boundary"] += count - sum(quota.values())
    sources = {
        stratum: _source(stratum, signature, recorded, found, builder, seed, quota[stratum], sizes)
        for stratum in CHEAPEST_FIRST
        if quota.get(stratum)
    }
    left = count
    for case in found[: quota["boundary"] * 2 // 3]:
        if case.id not in known:
            known.add(case.id)
            quota["boundary"] -= 1
            left -= 1
            yield case
    stock, few = [*found, *recorded], _few(quota) if unusual else 0
    odd = list(_distinct(long_calls(signature, builder, stock), "boundary", known, few))
    odd += _distinct(named_calls(signature, builder, stock), "boundary", known, few)
    quota["boundary"] -= len(odd)
    left -= len(odd)
    yield from odd
    for stratum, source in chain(sources.items(), list(sources.items())[:2]):
        wanted = min(left, quota.pop(stratum, left))
        before = len(known)
        yield from _distinct(source, stratum, known, wanted)
        left -= len(known) - before


def _few(quota: dict[Stratum, int]) -> int:
    """Of so many boundary cases: one in fifty of each unusual form, and no more than there are ways."""
    return min(LONG_AT_MOST, quota.get("boundary", 0) // 50)


def _source(
    stratum: Stratum,
    signature: Signature,
    recorded: Sequence[Case],
    found: Sequence[Case],
    builder: Builder,
    seed: int,
    wanted: int,
    sizes: Sequence[Size],
) -> Iterator[Call]:
    if stratum == "hypothesis":
        return hypothesis_calls(signature, builder.pools, seed, wanted)
    if stratum == "mutated":
        return iter(Mutator(signature, builder.pools, recorded, builder).call, None)
    if found:
        stock = [*found, *list(found[: max(1, len(found) // 2)]) * 2]  # those that end well stand first
        changed = Mutator(signature, builder.pools, stock, builder)
        pairs = zip(_growing(builder, wanted // 3, sizes), iter(changed.call, None), iter(changed.call, None))
        return chain.from_iterable(pairs)
    return _growing(builder, wanted, sizes)


def _growing(builder: Builder, wanted: int, sizes: Sequence[Size]) -> Iterator[Call]:
    """Calls of each size in turn; the last size goes on, so that duplicates can be made up for."""
    steps = [size for size, share in zip(sizes, SIZE_SHARES) for _ in range(int(wanted * share))]
    return chain((builder.call(size) for size in steps), iter(lambda: builder.call(sizes[-1]), None))


def _distinct(source: Iterator[Call], stratum: Stratum, known: set[str], wanted: int) -> Iterator[Case]:
    misses = made = 0
    if wanted <= 0:
        return
    for args, kwargs in source:
        name = case_id(args, kwargs)
        if name in known:
            misses += 1
            if misses > MAX_MISSES:
                return
            continue
        misses = 0
        known.add(name)
        made += 1
        yield Case(id=name, stratum=stratum, args=args, kwargs=kwargs)
        if made == wanted:
            return


def refuse_unknown(signature: Signature) -> None:
    """Raises UsageError PV607 for a parameter of which nothing is known."""
    for argument in signature.arguments:
        if argument.type.kind == "unknown" and not argument.has_default:
            declared = f" ({argument.type.name} is no type that cases carry)" if argument.type.name else ""
            raise UsageError(
                "PV607",
                f"{signature.module}.{signature.qualname}: nothing is known of parameter {argument.name!r}{declared}",
                remedy="annotate it, or record calls with `pivot record`",
            )


def covered_types(signature: Signature) -> list[str]:
    """Parameters whose values are only guessed: of unknown type, or with unknown types inside."""
    return [a.name for a in signature.arguments if _holds_unknown(a.type)]


def _holds_unknown(kind: Type) -> bool:
    return kind.kind == "unknown" or any(_holds_unknown(arg) for arg in kind.args)
