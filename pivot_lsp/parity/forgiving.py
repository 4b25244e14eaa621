"""How blind a declared tolerance makes the judgement: the share of legacy's own floats in which it forgives an error.

`abs=1e9` passes any port of a function whose results are below that. Invariant: only legacy's behaviour is looked at,
so that the figure says nothing of the vessel and cannot be bettered by it.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Any

from pivot_lsp.cases.numpy_values import elements
from pivot_lsp.model.evidence import Tolerance
from pivot_lsp.parity.campaign import Judged
from pivot_lsp.parity.floats import STRICT, alike
from pivot_lsp.parity.outcome import unpack_behaviour

ERROR = 0.01
"""Of a value: a port that is off by so much is wrong in whatever unit."""


def forgiven(judged: Iterable[Judged], tolerance: Tolerance) -> tuple[int, int]:
    """(floats in which an error of `ERROR` would pass, floats) of legacy's behaviours; zeros and what is not finite are
    left out. Of the recorded calls, or of all where no recorded one gave a float."""
    if tolerance == STRICT:
        return 0, 0
    counts: dict[bool, tuple[int, int]] = {True: (0, 0), False: (0, 0)}
    for each in judged:
        recorded = each.case.stratum == "recorded"
        passed, found = counts[recorded]
        for value in _floats(each):
            passed += alike(value, value * (1 + ERROR), tolerance)
            found += 1
        counts[recorded] = passed, found
    return counts[True] if counts[True][1] else counts[False]


def _floats(judged: Judged) -> Iterator[float]:
    seen = unpack_behaviour(judged.legacy.payload)
    todo: list[Any] = [seen.returned, seen.after]
    while todo:
        node = todo.pop()
        if isinstance(node, list):
            todo += node
        elif isinstance(node, dict):
            if "$f" in node:
                value = float.fromhex(node["$f"])
            elif node.get("$x") == "ndarray":
                yield from (v for v in elements(node["v"]) if isinstance(v, float) and v and math.isfinite(v))
                continue
            else:
                todo += node.values()
                continue
            if value and math.isfinite(value):
                yield value
