"""cProfile, profile and whatever else writes pstats files: what the rows that `pstats_rows` reads mean.

cc are primitive calls, nc all calls, tt self seconds without any callee, ct cumulative seconds; callers maps the same
kind of key to (nc, cc, tt, ct) of that edge, or to a bare count when the pure Python `profile` wrote it (CPython's
Lib/pstats.py and Modules/_lsprof.c). C functions are rows of the file `~`; their time is given to the Python functions
that called them, in proportion to the caller table, since a port takes those calls with it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from pivot_lsp.model.facts import Caller, FunctionFact, Profile
from pivot_lsp.profiles.formats import sampling
from pivot_lsp.profiles.formats.given import Source
from pivot_lsp.profiles.formats.pstats_rows import NATIVE, Edge, Key, Row, Rows, is_native
from pivot_lsp.profiles.waiting import waits

ROUNDS = 64
"""How many C functions deep a chain of C callers is followed before its time counts as nobody's."""

THREADS = (
    "inclusive times below self times: several threads were recorded as one (cProfile on Python 3.12 and later does "
    "that), so cumulative times are unreliable"
)
SWAPPED = "primitive calls above all calls, as yappi writes recursion: the two were exchanged"
COUNTLESS = "this file was converted from samples and counts no calls"


def read(source: Source) -> Profile:
    """Reads a pstats file. Raises Malformed with the offset of the entry that is wrong."""
    found = Rows(source.data, source.callers)
    if found.sampled:
        return _sampled(source, found.keys, found.rows)
    return _profile(source, *_lexical(found.keys, found.rows))


def _sampled(source: Source, keys: list[Key], rows: Mapping[int, Row]) -> Profile:
    """3.15's variant: a row a line, samples in place of calls."""
    lines = sampling.Lines()
    for number, row in rows.items():
        file, line, name = keys[number]
        lines.add(file, name, line, row.self_s, row.cumulative_s, max(0, row.primitive))
        per_sample = row.cumulative_s / row.calls if row.calls > 0 else 0.0
        for caller, calls, _, _ in row.callers:
            above, _, called_by = keys[caller]
            if above != NATIVE:
                lines.callers[file, name][above, called_by] += calls * per_sample
    total = sum(row.self_s for row in rows.values())
    return lines.profile(source, "profiling.sampling", total, "unknown", [])


def _lexical(keys: list[Key], rows: dict[int, Row]) -> tuple[list[Key], dict[int, Row]]:
    """yappi's rows as cProfile would have written them: C functions in `~`, bare names."""
    if not any(keys[number][0] != NATIVE and is_native(keys[number]) for number in rows):
        return keys, rows
    numbers: dict[Key, int] = {}
    # A caller without a row is named by nobody else, so it keeps the name that it has.
    named = [_renamed(key) if number in rows else key for number, key in enumerate(keys)]
    new = [numbers.setdefault(key, len(numbers)) for key in named]
    found: dict[int, Row] = {}
    for number, row in rows.items():
        row = row._replace(callers=_merged((new[edge[0]], *edge[1:]) for edge in row.callers))
        old = found.get(new[number])
        found[new[number]] = row if old is None else _added(old, row)
    return list(numbers), found


def _merged(edges: Iterable[Edge]) -> list[Edge]:
    """One edge a caller."""
    found: dict[int, Edge] = {}
    for edge in edges:
        caller, calls, own, cumulative = edge
        old = found.get(caller)
        found[caller] = edge if old is None else (caller, old[1] + calls, old[2] + own, old[3] + cumulative)
    return list(found.values())


def _added(a: Row, b: Row) -> Row:
    """Rows of one function that yappi keeps apart by the class of `self`."""
    figures = (a.primitive + b.primitive, a.calls + b.calls, a.self_s + b.self_s, a.cumulative_s + b.cumulative_s)
    return Row(*figures, _merged([*a.callers, *b.callers]))


def _renamed(key: Key) -> Key:
    return (NATIVE, 0, f"{key[0]}.{key[2]}") if is_native(key) else (key[0], key[1], _bare(key[2]))


def _bare(name: str) -> str:
    return name if name.startswith("<") else name.rpartition(".")[2]


def native_shares(
    keys: list[Key], rows: Mapping[int, Row], only: Callable[[str], bool] = bool
) -> tuple[dict[int, float], float]:
    """Seconds of C callees for each Python function, and the seconds of C functions no Python function called.

    `only` chooses C functions by name.

    A C function called by a C function (`map` calling `len`) hands its time up, in proportion to the caller table.
    """
    given: dict[int, float] = defaultdict(float)
    outside = 0.0
    native = {number for number in rows if keys[number][0] == NATIVE}
    pending = {number: rows[number].self_s for number in native if rows[number].self_s > 0.0 and only(keys[number][2])}
    for _ in range(ROUNDS):
        upward: dict[int, float] = defaultdict(float)
        for number, amount in pending.items():
            parts = _parts(rows[number], rows)
            together = sum([part for _, part in parts])
            if not parts:
                outside += amount
            for caller, part in parts:
                if caller in native:
                    upward[caller] += amount * (part / together)
                else:
                    given[caller] += amount * (part / together)
        pending = upward
        if not pending:
            break
    return dict(given), outside + sum(pending.values())


def _parts(row: Row, rows: Mapping[int, Row]) -> list[tuple[int, float]]:
    """What each known caller has a part by: self time, calls where no time was seen."""
    timed = [(caller, own) for caller, _, own, _ in row.callers if own > 0.0 and caller in rows]
    return timed or [(caller, calls) for caller, calls, _, _ in row.callers if calls > 0 and caller in rows]


def _profile(source: Source, keys: list[Key], rows: Mapping[int, Row]) -> Profile:
    native, outside = native_shares(keys, rows)
    waiting, _ = native_shares(keys, rows, waits)
    python = [number for number in rows if keys[number][0] != NATIVE]
    places = [-1] * len(keys)
    for at, number in enumerate(python):
        places[number] = at
    warnings = [text for text, found in _faults(rows).items() if found]
    return Profile(
        format="pstats",
        path=str(source.path),
        sha256=source.sha256,
        functions=[
            _fact(keys[number], rows[number], native.get(number, 0.0), waiting.get(number, 0.0), places)
            for number in python
        ],
        total_s=sum(row.self_s for row in rows.values()),
        clock="wall" if COUNTLESS not in warnings and SWAPPED not in warnings else "unknown",
        taken_at=source.modified,
        native_outside_s=outside,
        warnings=warnings,
    )


def _faults(rows: Mapping[int, Row]) -> dict[str, bool]:
    return {
        "the profile holds no function": not rows,
        THREADS: any(row.cumulative_s < row.self_s * 0.999 - 1e-4 for row in rows.values()),
        SWAPPED: any(row.primitive > row.calls for row in rows.values()),
        COUNTLESS: any(row.calls < 0 for row in rows.values()),
    }


def _fact(key: Key, row: Row, native: float, waiting: float, places: list[int]) -> FunctionFact:
    counted = row.calls >= 0 and row.primitive >= 0
    return FunctionFact(
        file=key[0],
        line=key[1],
        name=key[2],
        self_s=row.self_s + native,
        own_s=row.self_s,
        cumulative_s=row.cumulative_s,
        calls=max(row.calls, row.primitive) if counted else None,
        primitive_calls=min(row.calls, row.primitive) if counted else None,
        waiting_s=min(waiting, row.self_s + native),
        callers=[
            Caller(at, calls if calls > 0 else 0, cumulative)
            for caller, calls, _, cumulative in row.callers
            if (at := places[caller]) >= 0
        ],
    )
