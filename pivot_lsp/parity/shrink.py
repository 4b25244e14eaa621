"""Mismatches made small: parts of the arguments are left out or simplified for as long as the difference stays.

Invariants: a shrunk call is one that legacy answers and that the vessel fails in the same class; types inside the
arguments are kept (ints become smaller ints, records keep their fields); the effort is bounded by tries and time.
Source of the method: Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input" (2002).
"""

import time
from collections.abc import Iterator
from typing import Any

import msgspec

from pivot_lsp.cases import extras
from pivot_lsp.model.case import Case
from pivot_lsp.model.evidence import Failure
from pivot_lsp.parity.campaign import Campaign, Mismatch, Progress
from pivot_lsp.parity.compare import Difference, difference
from pivot_lsp.parity.floats import Distance
from pivot_lsp.parity.report import failure

SHRUNK_AT_MOST = 8
SECONDS_EACH = 5.0
SECONDS_IN_ALL = 20.0
BATCH = 24
FATAL = ("crash", "timeout")


def shrunk_failures(campaign: Campaign, progress: Progress) -> list[Failure]:
    """All kept mismatches as failures; the first of each class and place are shrunk, and come first."""
    first: dict[tuple[str, str], Mismatch] = {}
    for mismatch in campaign.tally.mismatches:
        first.setdefault((mismatch.found.kind, _place(mismatch.found.where)), mismatch)
    chosen = list(first.values())[:SHRUNK_AT_MOST]
    until = time.monotonic() + SECONDS_IN_ALL
    small = []
    for done, mismatch in enumerate(chosen):
        progress("shrinking", done, len(chosen))
        small.append(_shrink(campaign, mismatch, min(until, time.monotonic() + SECONDS_EACH)))
    rest = [failure(mismatch) for mismatch in campaign.tally.mismatches if mismatch not in chosen]
    return small + rest


def _place(where: str) -> str:
    """`returned[3].price` without its indices: what counts as the same place."""
    kept = where.split("[")
    return kept[0] + "".join(part.rpartition("]")[2] for part in kept[1:])


def _shrink(campaign: Campaign, mismatch: Mismatch, until: float) -> Failure:
    case, found = mismatch.case, mismatch.found
    values = [*case.args, *case.kwargs.values()]
    shrunk = False
    progressing = mismatch.vessel.repeated
    while progressing and time.monotonic() < until:
        progressing = False
        batch: list[list[Any]] = []
        for candidate in _smaller(values):
            batch.append(candidate)
            if len(batch) < (1 if found.kind in FATAL else BATCH):
                continue
            hit = _first(campaign, case, batch, found)
            batch = []
            if hit is not None or time.monotonic() > until:
                break
        else:
            hit = _first(campaign, case, batch, found) if batch else None
        if hit is not None:
            values, found = hit
            progressing = shrunk = True
    return _report(mismatch, case, values, found, shrunk)


def _report(mismatch: Mismatch, case: Case, values: list[Any], found: Difference, shrunk: bool) -> Failure:
    args, kwargs = _split(case, values)
    return failure(
        Mismatch(msgspec.structs.replace(case, args=args, kwargs=kwargs), found, mismatch.vessel)
    ).model_copy(update={"shrunk": shrunk})


def _split(case: Case, values: list[Any]) -> tuple[list[Any], dict[str, Any]]:
    return values[: len(case.args)], dict(zip(case.kwargs, values[len(case.args) :]))


def _first(
    campaign: Campaign, case: Case, batch: list[list[Any]], wanted: Difference
) -> tuple[list[Any], Difference] | None:
    """The first candidate on which the vessel still fails in the wanted class."""
    calls = [_split(case, values) for values in batch]
    one, two, there = campaign.legacy.submit(calls), campaign.again.submit(calls), campaign.vessel.submit(calls)
    for values, a, b, vessel in zip(batch, one.result(), two.result(), there.result()):
        if a.status != "ok" or a.payload != b.payload:
            continue
        found = difference(a, vessel, campaign.tolerance, Distance())
        if found is not None and found.kind == wanted.kind:
            return values, found
    return None


def _smaller(values: list[Any]) -> Iterator[list[Any]]:
    """Argument lists with one argument simplified, the largest steps first."""
    for index, value in enumerate(values):
        for candidate in simpler(value):
            yield [*values[:index], candidate, *values[index + 1 :]]


def simpler(node: Any) -> Iterator[Any]:
    """Encoded values of the same type that are simpler, the largest steps first."""
    kind = type(node)
    if kind is list:
        yield from _shorter(node)
    elif kind is str:
        yield from _texts(node)
    elif kind is int:
        yield from _ints(node)
    elif kind is bool and node:
        yield False
    elif kind is dict:
        yield from _tagged(node, next(iter(node)))


def _shorter(items: list[Any], fixed: bool = False) -> Iterator[list[Any]]:
    """Halves, then all but one, then one element simplified; `fixed`: the length stays."""
    if not fixed:
        yield from _halves(items)
    for index, item in enumerate(items):
        for candidate in simpler(item):
            yield [*items[:index], candidate, *items[index + 1 :]]


def _texts(text: str) -> Iterator[str]:
    if text:
        yield ""
        width = len(text) // 2
        while width:
            for start in range(0, len(text), width):
                yield text[:start] + text[start + width :]
            width //= 2
        for index, character in enumerate(text):
            if character != "a":
                yield f"{text[:index]}a{text[index + 1 :]}"


def _ints(value: int) -> Iterator[int]:
    """0, the other sign, fewer bits, one less; each with its neighbour, for a difference may hang on being odd."""
    if value:
        yield 0
        if value < 0:
            yield -value
        for shift in (32, 16, 8, 4, 2, 1):
            bits = abs(value) >> shift
            for smaller in (bits, bits ^ 1):
                if 0 < smaller < abs(value):
                    yield smaller if value > 0 else -smaller
        yield value - 1 if value > 0 else value + 1


def _encoded_int(value: int) -> Any:
    return value if abs(value) <= 2**53 else {"$i": str(value)}


def _floats(text: str) -> Iterator[Any]:
    """0.0, 1.0, then fewer digits; signs and specials last, they are simple enough."""
    value = float.fromhex(text)
    for candidate in (0.0, 1.0, 2.0):
        if value != candidate and not (value in (0.0, 1.0, 2.0) and value <= candidate):
            yield {"$f": candidate.hex()}
    if value == value and abs(value) not in (0.0, 1.0, 2.0, float("inf")):
        for candidate in (float(int(value)), round(value, 1), round(value, 2), value / 2):
            if candidate != value and len(repr(candidate)) <= len(repr(value)):
                yield {"$f": candidate.hex()}


def _tagged(node: dict[str, Any], tag: str) -> Iterator[Any]:
    if tag == "$f":
        yield from _floats(node[tag])
    elif tag == "$i":
        yield from map(_encoded_int, _ints(int(node[tag], 0)))
    elif tag in ("$s", "$z"):
        yield from ({tag: items} for items in _shorter(node[tag]) if len({repr(i) for i in items}) == len(items))
    elif tag == "$t":
        yield from ({tag: items} for items in _shorter(node[tag], fixed=True))
    elif tag == "$d":
        yield from ({tag: pairs} for pairs in _pairs(node[tag]))
    elif tag == "$c":
        for index, (name, value) in enumerate(node["v"]):
            for candidate in simpler(value):
                yield {**node, "v": [*node["v"][:index], [name, candidate], *node["v"][index + 1 :]]}
    elif tag == "$n":
        yield from ({**node, "v": items} for items in _shorter(node["v"], fixed=True))
    elif tag == "$x":
        items = extras.inside(node)
        shorter = [] if items is None else _shorter(items) if node["$x"] == "deque" else _pairs(items)
        yield from (extras.with_inside(node, each) for each in shorter)
        yield from extras.simpler(node)
    elif tag == "$def":
        yield from ({**node, "v": value} for value in simpler(node["v"]))


def _pairs(pairs: list[Any]) -> Iterator[list[Any]]:
    yield from (shorter for shorter in _halves(pairs))
    for index, (key, value) in enumerate(pairs):
        others = {repr(k) for i, (k, _) in enumerate(pairs) if i != index}
        for candidate in simpler(key):
            if repr(candidate) not in others:
                yield [*pairs[:index], [candidate, value], *pairs[index + 1 :]]
        for candidate in simpler(value):
            yield [*pairs[:index], [key, candidate], *pairs[index + 1 :]]


def _halves(items: list[Any]) -> Iterator[list[Any]]:
    if items:
        yield []
        width = len(items) // 2
        while width:
            for start in range(0, len(items), width):
                yield items[:start] + items[start + width :]
            width //= 2
