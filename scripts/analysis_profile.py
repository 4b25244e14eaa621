"""A profile of tens of thousands of functions at the places of real source, written by cProfile itself.

No program calls every function of a large project, and to call them with anything would be to run strangers' code. So
each function stands in by a code object of its own with that function's file, name and first line; they call each other
and C functions along a seeded graph while the real cProfile watches. Rows, callers, counts, times and the file are the
profiler's; only what the bodies do is not the project's.
"""

import cProfile
import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import FunctionType
from typing import Any

CALLS = 2
"""Each function is called from about this many places (1.5 to 2 in real profiles)."""
DEEPEST = 40

Place = tuple[str, int, str, str]
"""File, first line, bare name, qualified name."""
Todo = tuple[tuple[Callable[..., Any], Any], ...]


def _body(todo: Todo, number: int) -> int:
    for function, below in todo:
        number += function(below, number & 7)
    return len(todo) + max(number, 1) + sum(range(number & 63))


def _stand_in(place: Place) -> FunctionType:
    file, line, name, qualname = place
    # co_qualname is of 3.11 and later, as this project is.
    code = _body.__code__.replace(co_filename=file, co_firstlineno=line, co_name=name, co_qualname=qualname)
    return FunctionType(code, globals())


def _plan(functions: Sequence[FunctionType], rng: random.Random) -> Todo:
    """A forest in which each function is called from `CALLS` places or so, `DEEPEST` deep at most."""
    roots: list[tuple[FunctionType, list[Any]]] = []
    open_: list[tuple[FunctionType, list[Any], int]] = []
    for function in (f for _ in range(CALLS) for f in rng.sample(functions, len(functions))):
        node: list[Any] = []
        above = open_[rng.randrange(max(0, len(open_) - 500), len(open_))] if open_ and rng.random() < 0.95 else None
        depth = 0 if above is None else above[2] + 1
        (roots if above is None or depth >= DEEPEST else above[1]).append((function, node))
        open_.append((function, node, depth if above is not None and depth < DEEPEST else 0))
    return tuple(roots)


def write_profile(places: Iterable[Place], path: Path, seed: int = 1) -> int:
    """Writes the pstats file; the number of Python functions in it."""
    functions = [_stand_in(place) for place in places]
    todo = _plan(functions, random.Random(seed))
    profiler = cProfile.Profile()
    profiler.enable()
    _body(todo, 1)
    profiler.disable()
    profiler.dump_stats(path)
    return len(functions)
