"""cProfile, profile and whatever else writes pstats files: marshal of {(file, line, name): (cc, nc, tt, ct, callers)}.

cc are primitive calls, nc all calls, tt self seconds without any callee, ct cumulative seconds; callers maps the same
kind of key to (nc, cc, tt, ct) of that edge, or to a bare count when the pure Python `profile` wrote it (CPython's
Lib/pstats.py and Modules/_lsprof.c). C functions are rows of the file `~`; their time is given to the Python functions
that called them, in proportion to the caller table, since a port takes those calls with it.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from pivot_lsp.model.facts import Caller, FunctionFact, Profile
from pivot_lsp.profiles.formats import sampling
from pivot_lsp.profiles.formats.given import Source, line_number, seconds
from pivot_lsp.profiles.malformed import Malformed
from pivot_lsp.profiles.marshal_reader import Reader
from pivot_lsp.profiles.waiting import waits

Key = tuple[str, int, str]
NATIVE = "~"
ROUNDS = 64
"""How many C functions deep a chain of C callers is followed before its time counts as nobody's."""

THREADS = (
    "inclusive times below self times: several threads were recorded as one (cProfile on Python 3.12 and later does "
    "that), so cumulative times are unreliable"
)
SWAPPED = "primitive calls above all calls, as yappi writes recursion: the two were exchanged"
COUNTLESS = "this file was converted from samples and counts no calls"
MOST, LONGEST = 1 << 62, 1e12
"""Bounds of counts, and of times in seconds."""
SAMPLED_KEY = ("__sampled__",)


class Edge(NamedTuple):
    """How often one caller called, and for how long."""

    calls: int
    self_s: float
    cumulative_s: float


class Row(NamedTuple):
    """One entry of the file."""

    primitive: int
    calls: int
    self_s: float
    cumulative_s: float
    callers: dict[Key, Edge]


def read(source: Source) -> Profile:
    """Reads a pstats file. Raises Malformed with the offset of the entry that is wrong."""
    rows: dict[Key, Row] = {}
    keys: dict[Any, Key] = {}
    edges_left = len(source.data)
    sampled = False
    for offset, key, value in Reader(source.data).entries():
        if key == SAMPLED_KEY and value is True:
            sampled = True
            continue
        row = _row(value, offset, keys)
        edges_left -= len(row.callers)
        if edges_left < 0:
            raise Malformed(offset, "more callers than the file has bytes")
        rows[_key(key, offset)] = row
    if sampled:
        return _sampled(source, rows)
    return _profile(source, _lexical(rows))


def _sampled(source: Source, rows: dict[Key, Row]) -> Profile:
    """3.15's variant: a row a line, samples in place of calls."""
    lines = sampling.Lines()
    for (file, line, name), row in rows.items():
        lines.add(file, name, line, row.self_s, row.cumulative_s, max(0, row.primitive))
        for caller, edge in row.callers.items():
            if caller[0] != NATIVE:
                per_sample = row.cumulative_s / row.calls if row.calls > 0 else 0.0
                lines.callers[file, name][caller[0], caller[2]] += edge.calls * per_sample
    total = sum(row.self_s for row in rows.values())
    return lines.profile(source, "profiling.sampling", total, "unknown", [])


def _lexical(rows: dict[Key, Row]) -> dict[Key, Row]:
    """yappi's rows as cProfile would have written them: C functions in `~`, bare names."""
    if not any(_is_native(key) and key[0] != NATIVE for key in rows):
        return rows
    renamed = {
        key: (NATIVE, 0, f"{key[0]}.{key[2]}") if _is_native(key) else (key[0], key[1], _bare(key[2])) for key in rows
    }
    found: dict[Key, Row] = {}
    for key, row in rows.items():
        callers: dict[Key, Edge] = {}
        for caller, edge in row.callers.items():
            name = renamed.get(caller, caller)
            callers[name] = edge if name not in callers else _both(callers[name], edge)
        new = row._replace(callers=callers)
        old = found.get(renamed[key])
        found[renamed[key]] = new if old is None else _added(old, new)
    return found


def _added(a: Row, b: Row) -> Row:
    """Rows of one function that yappi keeps apart by the class of `self`."""
    callers = dict(a.callers)
    for caller, edge in b.callers.items():
        callers[caller] = edge if caller not in callers else _both(callers[caller], edge)
    figures = (a.primitive + b.primitive, a.calls + b.calls, a.self_s + b.self_s, a.cumulative_s + b.cumulative_s)
    return Row(*figures, callers)


def _both(a: Edge, b: Edge) -> Edge:
    return Edge(a.calls + b.calls, a.self_s + b.self_s, a.cumulative_s + b.cumulative_s)


def _is_native(key: Key) -> bool:
    return key[0] == NATIVE or (key[1] == 0 and not key[0].endswith(".py") and not key[0].startswith("<"))


def _renamed(key: Key) -> Key:
    return (NATIVE, 0, f"{key[0]}.{key[2]}") if _is_native(key) else (key[0], key[1], _bare(key[2]))


def _bare(name: str) -> str:
    return name if name.startswith("<") else name.rpartition(".")[2]


def _key(value: Any, offset: int) -> Key:
    if not (type(value) is tuple and len(value) == 3 and type(value[0]) is str and type(value[2]) is str):
        raise Malformed(offset, f"{value!r:.60} where a function (file, line, name) should be")
    return value[0], line_number(value[1], offset), value[2]


def _count(value: Any, offset: int) -> int:
    if type(value) is not int or not -1 <= value < MOST:
        raise Malformed(offset, f"{value!r:.40} is not a number of calls")
    return value


def _row(value: Any, offset: int, keys: dict[Any, Key]) -> Row:
    if type(value) is not tuple or len(value) != 5 or type(value[4]) is not dict:
        raise Malformed(offset, f"{value!r:.60} where (cc, nc, tt, ct, callers) should be")
    callers: dict[Key, Edge] = {}
    for named, edge in value[4].items():
        key = keys.get(named)
        if key is None:
            key = keys[named] = _key(named, offset)
        callers[key] = _edge(edge, offset)
    return Row(
        _count(value[0], offset),
        _count(value[1], offset),
        seconds(value[2], offset),
        seconds(value[3], offset),
        callers,
    )


def _edge(value: Any, offset: int) -> Edge:
    if type(value) is int:
        return Edge(_count(value, offset), 0.0, 0.0)
    if type(value) is not tuple or len(value) != 4:
        raise Malformed(offset, f"{value!r:.60} where a caller's (nc, cc, tt, ct) should be")
    nc, cc, own, cumulative = value
    plain = type(nc) is int is type(cc) and type(own) is float is type(cumulative)
    if plain and 0 <= cc <= nc < MOST and 0.0 <= own <= cumulative < LONGEST:
        return Edge(nc, own, cumulative)
    return Edge(max(_count(nc, offset), _count(cc, offset)), seconds(own, offset), seconds(cumulative, offset))


def native_shares(rows: dict[Key, Row], only: Callable[[str], bool] = bool) -> tuple[dict[Key, float], float]:
    """Seconds of C callees for each Python function, and the seconds of C functions no Python function called.

    `only` chooses C functions by name.

    A C function called by a C function (`map` calling `len`) hands its time up, in proportion to the caller table.
    """
    given: dict[Key, float] = defaultdict(float)
    outside = 0.0
    pending = {key: row.self_s for key, row in rows.items() if key[0] == NATIVE and row.self_s > 0.0 and only(key[2])}
    for _ in range(ROUNDS):
        upward: dict[Key, float] = defaultdict(float)
        for key, amount in pending.items():
            weights = _weights(rows[key], rows)
            if not weights:
                outside += amount
            for caller, weight in weights.items():
                receiver = upward if caller[0] == NATIVE else given
                receiver[caller] += amount * weight
        pending = upward
        if not pending:
            break
    return dict(given), outside + sum(pending.values())


def _weights(row: Row, rows: dict[Key, Row]) -> dict[Key, float]:
    """Each known caller's part, 1 together: by self time, by calls where no time was seen."""
    known = {key: edge for key, edge in row.callers.items() if key in rows}
    timed = sum(edge.self_s for edge in known.values())
    if timed > 0.0:
        return {key: edge.self_s / timed for key, edge in known.items() if edge.self_s > 0.0}
    counted = sum(edge.calls for edge in known.values() if edge.calls > 0)
    return {key: edge.calls / counted for key, edge in known.items() if edge.calls > 0}


def _profile(source: Source, rows: dict[Key, Row]) -> Profile:
    native, outside = native_shares(rows)
    waiting, _ = native_shares(rows, waits)
    python = [key for key in rows if key[0] != NATIVE]
    index = {key: at for at, key in enumerate(python)}
    warnings = [text for text, found in _faults(rows).items() if found]
    return Profile(
        format="pstats",
        path=str(source.path),
        sha256=source.sha256,
        functions=[_fact(key, rows[key], (native.get(key, 0.0), waiting.get(key, 0.0)), index) for key in python],
        total_s=sum(row.self_s for row in rows.values()),
        clock="wall" if COUNTLESS not in warnings and SWAPPED not in warnings else "unknown",
        taken_at=source.modified,
        native_outside_s=outside,
        warnings=warnings,
    )


def _faults(rows: dict[Key, Row]) -> dict[str, bool]:
    return {
        "the profile holds no function": not rows,
        THREADS: any(row.cumulative_s < row.self_s * 0.999 - 1e-4 for row in rows.values()),
        SWAPPED: any(row.primitive > row.calls for row in rows.values()),
        COUNTLESS: any(row.calls < 0 for row in rows.values()),
    }


def _fact(key: Key, row: Row, native: tuple[float, float], index: dict[Key, int]) -> FunctionFact:
    counted = row.calls >= 0 and row.primitive >= 0
    callers = [
        Caller(function=index[caller], calls=max(edge.calls, 0), cumulative_s=edge.cumulative_s)
        for caller, edge in row.callers.items()
        if caller in index
    ]
    return FunctionFact(
        file=key[0],
        line=key[1],
        name=key[2],
        self_s=row.self_s + native[0],
        own_s=row.self_s,
        cumulative_s=row.cumulative_s,
        calls=max(row.calls, row.primitive) if counted else None,
        primitive_calls=min(row.calls, row.primitive) if counted else None,
        waiting_s=min(native[1], row.self_s + native[0]),
        callers=callers,
    )
