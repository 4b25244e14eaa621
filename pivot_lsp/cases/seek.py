"""Asks a child process (`edges`) for calls at the edges of legacy's comparisons.

Invariant: what the child has found before it dies, hangs or runs out of time counts; nothing else is lost by it.
"""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from itertools import islice, zip_longest
from random import Random
from typing import Any

from pivot_lsp.cases.boundary import Builder
from pivot_lsp.cases.explore import Exploration, changed_code, explore
from pivot_lsp.cases.infer import completed
from pivot_lsp.cases.instrument import instrument
from pivot_lsp.cases.knobs import leaves, replaced
from pivot_lsp.cases.mutate import expanded
from pivot_lsp.cases.pools import SIZES, make_pools
from pivot_lsp.cases.probe import read_frame, write_frame
from pivot_lsp.cases.signature import PACKAGE_PARENT, end, import_paths
from pivot_lsp.cases.source import Literals
from pivot_lsp.cases.texts import LONGEST, check_digits, variants
from pivot_lsp.cases.values import Encoded, Malformed, case_id, check, encode
from pivot_lsp.model.case import Case
from pivot_lsp.model.signature import Signature
from pivot_lsp.model.target import Target
from pivot_lsp.runtime.waiting import readable

_BOOT = "import sys; sys.path.append(sys.argv.pop()); from pivot_lsp.cases.edges import main; main()"
BASES = 400
"""Calls that the child is given to start from."""
SMALL = 60
"""Of the calls to start from, so many small ones are built from types."""
LOAD_SECONDS = 30.0
AT_MOST = 4000
NEIGHBOURS = 12
"""Calls of either kind whose texts are varied."""
SWEPT = 4
"""Texts of either kind that get every check digit."""
LEAPS = ((2024, 2, 29), (2000, 2, 29), (1900, 2, 28), (2100, 2, 28), (2100, 1, 31), (1900, 3, 31), (2023, 12, 31))
"""Days around which calendars differ: leap years, centuries that are and that are not, the ends of long months."""


def seek_edges(
    target: Target,
    signature: Signature,
    literals: Literals,
    known: Sequence[Case],
    *,
    seed: int = 0,
    seconds: float = 5.0,
) -> list[Case]:
    """Distinct calls at edges that are not among `known`, as `boundary` cases; none for what is no file's function."""
    functions = changed_code(target, instrument)
    if not functions or seconds <= 0:
        return []
    signature = completed(signature, known)
    builder = Builder(signature, make_pools(signature, literals, known), Random(seed))
    bases = [list(expanded(case.args, case.kwargs)) for case in known[:: -(-len(known) // BASES) or 1]]
    bases += [list(builder.call(SIZES[place % 2])) for place in range(max(SMALL, BASES - len(bases)))]
    request = {"functions": functions, "calls": bases}
    seen = {case.id for case in known}
    found: list[Case] = []
    for args, kwargs in islice(_asked(target, request, seed, seconds), AT_MOST):
        name = case_id(args, kwargs)
        if name not in seen:
            seen.add(name)
            try:
                check([*args, *kwargs.values()])
            except Malformed:
                continue
            found.append(Case(id=name, stratum="boundary", args=args, kwargs=kwargs))
    return found


def deep_calls(
    target: Target,
    signature: Signature,
    literals: Literals,
    recorded: Sequence[Case],
    *,
    seed: int,
    count: int,
    seconds: float,
) -> tuple[list[Case], Exploration]:
    """Calls that reach deep (`explore`) and those at edges found from them, and how the search went.

    `count`: candidates explored at most. `seconds`: of all of it; a third is kept for the edges.
    """
    began = time.monotonic()
    found, went = explore(target, signature, literals, recorded, seed=seed, count=count // 2, seconds=seconds * 0.4)
    edges: list[Case] = []
    for turn in range(2):  # edges lead deeper, and what lies deeper has edges
        share = max(0.2, (seconds - (time.monotonic() - began)) / 2)
        known = [*edges, *found, *recorded[:BASES]]
        edges += seek_edges(target, signature, literals, known, seed=seed + turn, seconds=share)
        if not turn:
            known = [*edges[:BASES], *found, *recorded[:BASES]]
            more, again = explore(
                target, signature, literals, known, seed=seed + 1, count=count // 2, seconds=seconds * 0.3
            )
            found = [*found, *more]
            went = _both(went, again)
    near = neighbours(edges, found)
    turns = zip_longest(edges, found, near)  # whoever takes a part of them has all kinds
    distinct = {case.id: case for row in turns for case in row if case is not None}
    took = round(time.monotonic() - began, 3)
    return list(distinct.values()), went.model_copy(
        update={"edges": len(edges), "kept": len(distinct), "seconds": took}
    )


def neighbours(edges: Sequence[Case], found: Sequence[Case]) -> list[Case]:
    """Texts and dates of some of these calls written a little otherwise, one way after another: what a check accepts (a
    sum that comes out right, the one code of a length, the end of a February) is rarely met by chance, and more rarely
    met twice."""
    made: list[Case] = []
    for known in (edges, found):
        swept = 0
        for case in known[:: -(-len(known) // NEIGHBOURS) or 1]:
            call = [case.args, case.kwargs]
            written, dated = False, False
            for path, leaf in leaves(call):
                if type(leaf) is str and 0 < len(leaf) <= LONGEST and not written:
                    written = True
                    others = variants(leaf)
                    if swept < SWEPT and sum(char.isdigit() for char in leaf) > 3:
                        swept += 1
                        others += check_digits(leaf)
                    made += [_other(call, path, encode(text)) for text in others]
                elif type(leaf) is dict and leaf.get("$x") in ("date", "datetime") and not dated:
                    dated = True
                    made += [_other(call, path, {**leaf, "v": [*day, *leaf["v"][3:]]}) for day in LEAPS]
    return made


def _other(call: list[Any], path: tuple[Any, ...], value: Encoded) -> Case:
    args, kwargs = replaced(call, path, value)
    return Case(id=case_id(args, kwargs), stratum="boundary", args=args, kwargs=kwargs)


def _both(first: Exploration, second: Exploration) -> Exploration:
    outcomes = Counter(first.outcomes)
    outcomes.update(second.outcomes)
    return second.model_copy(update={"tried": first.tried + second.tried, "outcomes": dict(outcomes.most_common())})


def _asked(
    target: Target, detail: dict[str, object], seed: int, seconds: float
) -> list[tuple[list[Encoded], dict[str, Encoded]]]:
    """All that the child has found in its time."""
    there, write = os.pipe()
    read, back = os.pipe()
    request = {
        "paths": import_paths(target),
        "module": target.module,
        "qualname": target.qualname,
        "read": there,
        "write": back,
        "seconds": seconds,
        "seed": seed,
    }
    try:
        child = subprocess.Popen(
            [sys.executable, "-P", "-c", _BOOT, json.dumps(request), PACKAGE_PARENT],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[there, back],
            cwd=target.root,
            start_new_session=True,
            env={**os.environ, "PIVOT_OFF": "1", "PYTHONHASHSEED": "0"},
        )
    finally:
        os.close(there)
        os.close(back)
    found: list[tuple[list[Encoded], dict[str, Encoded]]] = []
    until = time.monotonic() + LOAD_SECONDS + 2 * seconds
    try:
        write_frame(write, detail)
        while readable(read, until - time.monotonic()):
            rows = read_frame(read)
            if not rows:
                break
            found += rows
    except OSError:
        pass
    finally:
        os.close(write)
        os.close(read)
        end(child)
    return found
